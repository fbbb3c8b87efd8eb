#include "workspace/savebuild.h"

#include "deployment/localbuild.h"
#include "deployment/rendering.h"
#include "workspace/acceptance.h"
#include "workspace/builder.h"
#include "workspace/repositoryfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>

namespace workspace {

namespace {

/// The commit's tree as files, without what else lies in the work tree.
bool checkOut(const Git &git, const QString &commitId, const QString &folder)
{
    const QStringList environment = {"GIT_INDEX_FILE=" + folder + "/index"};
    return git.output({"read-tree", commitId}, {}, environment).ok() &&
           git.output({"checkout-index", "--all", "--quiet", "--prefix=" + folder + "/tree/"}, {}, environment).ok();
}

bool write(const QString &path, const std::optional<std::string> &text)
{
    QFile::remove(path);
    if (!text)
        return true;
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text->data(), static_cast<qint64>(text->size())) >= 0;
}

std::vector<deployment::Environment> environmentsOf(const WorkspaceFile &workspace,
                                                    const deployment::Repository &repository)
{
    std::vector<deployment::Environment> environments;
    for (const EnvironmentEntry &entry : workspace.environments) {
        const auto folder = deployment::pathFrom({}, entry.build.toStdString());
        if (!entry.build.isEmpty() && folder)
            environments.push_back({entry.name.toStdString(), *folder, {}});
    }
    if (environments.empty())
        environments = deployment::environmentsOf(repository).list;
    std::erase_if(environments, [&](const deployment::Environment &each) {
        return !deployment::kustomizationIn(repository, each.folder) ||
               deployment::reachesRemote(repository, each.folder);
    });
    return environments;
}

} // namespace

void checkBuilds(const WorkspaceFile &workspace, SavePlan &plan, const QString &searchPath)
{
    const auto planned = std::ranges::find_if(plan.repositories, [&](const PlannedRepository &repository) {
        return repository.role == "gitops" || workspace.gitops == workspace.source;
    });
    const auto builder = findBuilder(searchPath);
    const QTemporaryDir folder;
    if (planned == plan.repositories.end() || !builder || !folder.isValid() ||
        !checkOut(Git(planned->root), planned->headId, folder.path()))
        return;
    // The workspace's folder may lie below the repository's top.
    const QString inner = QDir(planned->root).relativeFilePath(QFileInfo(workspace.gitops).canonicalFilePath());
    const QString tree = folder.filePath("tree");
    const QString top = QDir::cleanPath(tree + '/' + inner);
    const auto put = [&](std::optional<std::string> PlannedFile::*text) {
        return std::ranges::all_of(planned->files,
                                   [&](const PlannedFile &file) { return write(tree + '/' + file.path, file.*text); });
    };
    if (!put(&PlannedFile::after))
        return;
    const RepositoryFiles after = readRepositoryFiles(top, "gitops", {}, {});
    std::vector<std::pair<deployment::Environment, base::Error>> failed;
    const bool accepted = isAccepted(workspace);
    for (const deployment::Environment &each : environmentsOf(workspace, after.repository)) {
        if (auto reason =
                accepted ? std::nullopt : deployment::reasonNotToBuild(after.repository, each.folder, each.name)) {
            PlanProblem problem;
            problem.kind = PlanProblem::Kind::Repository;
            problem.text = std::move(*reason);
            problem.blocking = false;
            problem.role = planned->role;
            plan.problems.push_back(std::move(problem));
            continue;
        }
        if (auto built = build(*builder, top + '/' + QString::fromStdString(each.folder)); !built)
            failed.emplace_back(each, built.error());
    }
    if (failed.empty() || !put(&PlannedFile::head))
        return;
    for (const auto &[environment, error] : failed) {
        const bool before = build(*builder, top + '/' + QString::fromStdString(environment.folder)).ok();
        QString reason = QString::fromStdString(error.detail.empty() ? error.text.english() : error.detail);
        reason.replace(top + '/', QString());
        const std::vector<std::string> arguments = {environment.name, reason.toStdString()};
        PlanProblem problem;
        problem.kind = PlanProblem::Kind::Repository;
        problem.text =
            before ? base::Text(TRANSLATABLE("Core", "After this save the build of %1 would fail: %2"), arguments)
                   : base::Text(TRANSLATABLE("Core", "The build of %1 fails, with this save as without it: "
                                                     "%2"),
                                arguments);
        problem.blocking = before;
        problem.role = planned->role;
        plan.problems.push_back(std::move(problem));
    }
}

} // namespace workspace
