#include "workspace/editplan.h"

#include "workspace/savechecks.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <set>

namespace workspace {

namespace {

using save::Repository;

struct WantedFile
{
    base::TextEdits edits;
    bool removed = false;
};

/// Plans the changes of one repository.
class ChangePlanner
{
public:
    ChangePlanner(SavePlan &plan, const Repository &repository, QString folder)
        : m_plan(plan), m_repository(repository), m_folder(std::move(folder))
    {
        m_planned.role = repository.role;
        m_planned.root = repository.status.root;
        m_planned.ref = "refs/heads/" + repository.status.branch;
        m_planned.headId = repository.status.headId;
        m_planned.hooks = save::commitHooks(repository);
    }

    base::Result<void> add(const QString &inner, const WantedFile &wanted, const std::vector<BufferedFile> &buffers)
    {
        const QString root = m_repository.status.root;
        const QString path = QDir(root).relativeFilePath(QFileInfo(m_folder).canonicalFilePath() + '/' + inner);
        const QString absolute = m_repository.absolute(path);
        for (const auto &refused : {save::refusal(m_repository, path), save::writeRefusal(m_repository, path)}) {
            if (refused) {
                m_plan.problems.push_back(*refused);
                return {};
            }
        }
        auto disk = save::readText(absolute);
        if (!disk)
            return disk.error();
        const auto head = m_repository.git.fileAt("HEAD", path);
        if (!head)
            return head.error();
        PlannedFile file;
        file.path = path;
        file.before = *disk;
        if (*head)
            file.head = (*head)->toStdString();
        const bool unsaved = std::ranges::any_of(buffers, [&](const BufferedFile &buffer) {
            return buffer.path == absolute && std::optional(buffer.text) != file.before;
        });
        const auto status = save::changedFiles(m_repository, {path}, m_plan.problems);
        if (!status)
            return status.error();
        // Where the index alone differs, a commit would take back what was staged.
        const auto entry = status->find(path);
        const bool staged = entry != status->end() && entry->second.staged;
        if (file.before != file.head || unsaved || staged) {
            m_plan.problems.push_back(
                {PlanProblem::Kind::Uncommitted,
                 {TRANSLATABLE("Core", "%1 has changes of its own. Commit or discard them first."),
                  {absolute.toStdString()}},
                 true,
                 m_repository.role,
                 path,
                 {}});
            return {};
        }
        if (!wanted.removed) {
            auto text = base::applyEdits(file.before.value_or(std::string()), wanted.edits);
            if (!text)
                return text.error();
            file.after = std::move(*text);
        }
        if (file.after != file.before)
            m_planned.files.push_back(std::move(file));
        return {};
    }

    void finish()
    {
        if (m_planned.files.empty())
            return;
        save::checkRepository(m_repository, m_plan.problems);
        m_plan.repositories.push_back(std::move(m_planned));
    }

private:
    SavePlan &m_plan;
    const Repository &m_repository;
    QString m_folder;
    PlannedRepository m_planned;
};

} // namespace

base::Result<SavePlan> planChange(const WorkspaceFile &workspace, const RepositoryChange &change,
                                  const std::vector<BufferedFile> &buffers)
{
    // By repository folder: one repository may play both roles.
    std::map<QString, std::map<QString, WantedFile>> wanted;
    std::map<QString, QString> roleOf;
    const auto folderOf = [&](const std::string &role) {
        const QString folder = role == "gitops" ? workspace.gitops : workspace.source;
        roleOf.emplace(folder, QString::fromStdString(role));
        return folder;
    };
    for (const deployment::FileEdit &edit : change.edits) {
        WantedFile &file = wanted[folderOf(edit.role)][QString::fromStdString(edit.file)];
        file.edits.insert(file.edits.end(), edit.edits.begin(), edit.edits.end());
    }
    for (const auto &[role, path] : change.removed)
        wanted[folderOf(role)][QString::fromStdString(path)].removed = true;
    SavePlan plan;
    // The source first, as every save does.
    std::vector<QString> folders;
    for (const auto &[folder, files] : wanted)
        folders.push_back(folder);
    std::ranges::sort(folders, {}, [&](const QString &folder) { return folder != workspace.source; });
    for (const QString &folder : folders) {
        const auto repository = save::openRepository(roleOf[folder], folder, plan.problems);
        if (!repository)
            continue;
        ChangePlanner planner(plan, *repository, folder);
        for (const auto &[path, file] : wanted[folder]) {
            if (auto added = planner.add(path, file, buffers); !added)
                return added.error();
        }
        planner.finish();
    }
    return plan;
}

} // namespace workspace
