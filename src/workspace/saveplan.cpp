#include "workspace/saveplan.h"

#include "base/textdiff.h"
#include "workspace/saveplanner.h"
#include "yaml/stream.h"

#include <algorithm>
#include <map>

#include <QDir>
#include <QFileInfo>

namespace workspace {

namespace save {

namespace {

using Kind = PlanProblem::Kind;

QString joinPath(const QString &folder, const QString &path)
{
    const QString joined = folder.isEmpty() || path.isEmpty() ? folder + path : folder + '/' + path;
    return joined.isEmpty() ? QStringLiteral(".") : joined;
}

/// With the links of its folder resolved, as git names its work tree; the file itself need not exist.
QString canonicalFile(const QString &path)
{
    const QFileInfo file(QDir::cleanPath(path));
    const QString folder = QFileInfo(file.path()).canonicalFilePath();
    return folder.isEmpty() ? file.filePath() : folder + '/' + file.fileName();
}

} // namespace

bool isYamlName(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

Planner::Planner(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers, const QStringList &include,
                 const TwinChoices &choices)
    : m_workspace(workspace), m_choices(choices)
{
    for (const BufferedFile &buffer : buffers)
        m_buffers[canonicalFile(buffer.path)] = buffer.text;
    for (const QString &path : include)
        m_include += canonicalFile(path);
}

PlannedFile &Planner::planned(const Repository &repository, const QString &path)
{
    const auto sameRoot = [&](const PlannedRepository &each) { return each.root == repository.status.root; };
    auto found = std::ranges::find_if(m_plan.repositories, sameRoot);
    if (found == m_plan.repositories.end()) {
        m_plan.repositories.push_back({repository.role,
                                       repository.status.root,
                                       "refs/heads/" + repository.status.branch,
                                       repository.status.headId,
                                       {},
                                       commitHooks(repository)});
        found = m_plan.repositories.end() - 1;
    }
    const auto samePath = [&](const PlannedFile &file) { return file.path == path; };
    auto file = std::ranges::find_if(found->files, samePath);
    if (file == found->files.end()) {
        found->files.push_back({path, {}, {}, {}, {}, {}});
        file = found->files.end() - 1;
    }
    return *file;
}

base::Result<std::optional<Planner::Texts>> Planner::read(const Repository &repository, const QString &path)
{
    Texts texts;
    base::Result<std::optional<QByteArray>> head = repository.git.fileAt("HEAD", path);
    if (!head)
        return head.error();
    if (*head)
        texts.head = (*head)->toStdString();
    base::Result<std::optional<std::string>> disk = readText(repository.absolute(path));
    if (!disk) {
        problem(Kind::Refused, true, repository, path, disk.error().text);
        return std::optional<Texts>();
    }
    texts.disk = *disk;
    return std::optional(std::move(texts));
}

base::Result<bool> Planner::stagedDiffers(const Repository &repository, const QString &path, const FileStatus &status,
                                          const std::optional<std::string> &wanted)
{
    if (!status.staged)
        return false;
    const bool stagedGone = status.indexBlob.count('0') == status.indexBlob.size();
    if (status.unmerged || stagedGone != !wanted.has_value())
        return true;
    if (stagedGone)
        return false;
    const base::Result<QByteArray> blob =
        repository.git.output({"hash-object", "--stdin", "--path=" + path}, QByteArray::fromStdString(*wanted));
    if (!blob)
        return blob.error();
    return QString::fromLatin1(blob->trimmed()) != status.indexBlob;
}

QStringList Planner::mappedPaths() const
{
    const QString root = m_source->status.root;
    const QString inner = QDir(root).relativeFilePath(QFileInfo(m_workspace.source).canonicalFilePath());
    QStringList paths;
    for (const Mapping &mapping : m_workspace.mappings)
        paths += joinPath(inner == "." ? QString() : inner, mapping.source);
    return paths;
}

/// The mapped source files that may have to be saved, by their path in the repository.
base::Result<std::map<QString, FileStatus>> Planner::candidates()
{
    const QStringList paths = mappedPaths();
    if (paths.isEmpty())
        return std::map<QString, FileStatus>();
    return changedFiles(*m_source, paths, m_plan.problems);
}

base::Result<void> Planner::addSource(const QString &path, const FileStatus &status)
{
    const QString absolute = m_source->absolute(path);
    const std::vector<Twin> twins = m_workspace.twins(absolute);
    if (status.submodule) {
        problem(Kind::Refused, false, *m_source, path,
                {TRANSLATABLE("Core", "%1 is a submodule and is left out."), {absolute.toStdString()}});
        return {};
    }
    // What the person has staged as new or deleted is meant to be committed.
    const bool stagedGone = status.staged && status.indexBlob.count('0') == status.indexBlob.size();
    const bool included = m_include.contains(absolute) || (status.tracked && status.staged && !status.unmerged);
    const auto buffer = m_buffers.find(absolute);
    if (std::optional<PlanProblem> refused = refusal(*m_source, path)) {
        m_plan.problems.push_back(std::move(*refused));
        return {};
    }
    base::Result<std::optional<Texts>> texts = read(*m_source, path);
    if (!texts)
        return texts.error();
    if (!*texts)
        return {};
    const Texts &source = **texts;
    const std::optional<std::string> after = buffer == m_buffers.end() ? source.disk : std::optional(buffer->second);
    if (after == source.head)
        return {};
    if (!source.head && !included) {
        problem(Kind::NotIncluded, false, *m_source, path,
                {TRANSLATABLE("Core", "%1 is new and not part of this save. Add it to the repository to save it."),
                 {absolute.toStdString()}});
        return {};
    }
    if (!after && !(m_include.contains(absolute) || stagedGone)) {
        problem(
            Kind::NotIncluded, false, *m_source, path,
            {TRANSLATABLE("Core", "%1 was deleted; its deletion is not part of this save."), {absolute.toStdString()}});
        return {};
    }
    if (twins.empty()) {
        problem(Kind::Refused, true, *m_source, path,
                {TRANSLATABLE("Core", "The copy of %1 lies outside its repository, behind a link or \"..\"."),
                 {absolute.toStdString()}});
        return {};
    }
    if (after && isYamlName(path) && (!source.head || yaml::parse(*source.head).ok())) {
        const yaml::Stream stream = yaml::parse(*after);
        if (!stream.ok()) {
            problem(Kind::Refused, true, *m_source, path,
                    {TRANSLATABLE("Core", "%1 is not valid YAML: %2"),
                     {absolute.toStdString(), stream.diagnostics.front().text.english()}});
        }
    }
    const base::Result<bool> differs = stagedDiffers(*m_source, path, status, after);
    if (!differs)
        return differs.error();
    if (*differs) {
        problem(Kind::Uncommitted, true, *m_source, path,
                {TRANSLATABLE(
                     "Core", "Other content of %1 is staged than what would be saved. Unstage it, or commit it first."),
                 {absolute.toStdString()}});
    }
    if (after != source.disk) {
        if (std::optional<PlanProblem> refused = writeRefusal(*m_source, path))
            m_plan.problems.push_back(std::move(*refused));
    }
    PlannedFile &file = planned(*m_source, path);
    file.before = source.disk;
    file.after = after;
    file.head = source.head;
    for (const Twin &twin : twins) {
        const base::Result<void> added = addTwin(path, source, after, twin);
        if (!added)
            return added.error();
    }
    return {};
}

base::Result<SavePlan> Planner::run()
{
    for (const MissingClone &missing : m_workspace.missing) {
        m_plan.problems.push_back(
            {Kind::Repository,
             {TRANSLATABLE("Core", "No clone of %1 is known here. Clone it beside the workspace, or name its folder "
                                   "once: rulewright-cli save --repository %1=FOLDER"),
              {missing.url.toStdString()}},
             true,
             missing.role,
             {},
             {}});
    }
    if (!m_workspace.missing.empty())
        return std::move(m_plan);
    m_source = openRepository("source", m_workspace.source, m_plan.problems);
    if (!m_source)
        return std::move(m_plan);
    base::Result<std::map<QString, FileStatus>> files = candidates();
    if (!files)
        return files.error();
    // Buffers hold changes that git does not see yet.
    for (const auto &[absolute, text] : m_buffers) {
        const QString path = QDir(m_source->status.root).relativeFilePath(absolute);
        if (!path.startsWith("../") && !files->contains(path) && !m_workspace.twinsOf(absolute).empty())
            files.value()[path].indexBlob = QString();
    }
    // With nothing to save, a repository that cannot take a commit is no problem.
    std::vector<PlanProblem> unimportant;
    m_gitops = openRepository("gitops", m_workspace.gitops, files->empty() ? unimportant : m_plan.problems);
    if (!m_gitops || m_workspace.mappings.empty())
        return std::move(m_plan);
    if (m_gitops->status.root == m_source->status.root)
        m_gitops->role = m_source->role;
    for (const auto &[path, status] : *files) {
        const base::Result<void> added = addSource(path, status);
        if (!added)
            return added.error();
    }
    if (const base::Result<void> added = addUnchanged(*files); !added)
        return added.error();
    if (const base::Result<void> registered = registerTwins(); !registered)
        return registered.error();
    // Whoever reads one reason should read all of them.
    const auto concerned = [&](const Repository &repository) {
        const auto planned = [&](const PlannedRepository &each) { return each.root == repository.status.root; };
        const auto blamed = [&](const PlanProblem &each) { return each.blocking && each.role == repository.role; };
        return std::ranges::any_of(m_plan.repositories, planned) || std::ranges::any_of(m_plan.problems, blamed);
    };
    if (concerned(*m_source))
        checkRepository(*m_source, m_plan.problems);
    if (m_gitops->role != m_source->role && concerned(*m_gitops))
        checkRepository(*m_gitops, m_plan.problems);
    return std::move(m_plan);
}

} // namespace save

std::string PlannedFile::diff() const
{
    const std::string name = path.toStdString();
    return base::unifiedDiff(head.value_or(""), after.value_or(""),
                             {head ? "a/" + name : "/dev/null", after ? "b/" + name : "/dev/null"});
}

bool SavePlan::empty() const
{
    return std::ranges::all_of(repositories,
                               [](const PlannedRepository &repository) { return repository.files.empty(); });
}

bool SavePlan::blocked(bool toNewBranch) const
{
    return std::ranges::any_of(problems, [toNewBranch](const PlanProblem &problem) {
        return problem.blocking && !(toNewBranch && problem.kind == PlanProblem::Kind::Behind);
    });
}

TwinChoices catchUpChoices(const SavePlan &plan)
{
    TwinChoices choices;
    for (const TwinHistory &history : plan.histories) {
        if (!history.notTransferred.empty())
            choices[history.file].catchUp = true;
    }
    return choices;
}

base::Result<SavePlan> planSave(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers,
                                const QStringList &include, const TwinChoices &choices)
{
    return save::Planner(workspace, buffers, include, choices).run();
}

} // namespace workspace
