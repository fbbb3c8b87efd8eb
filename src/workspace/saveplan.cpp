#include "workspace/saveplan.h"

#include "base/textdiff.h"
#include "deployment/registration.h"
#include "workspace/repositoryfiles.h"
#include "workspace/savechecks.h"
#include "yaml/stream.h"

#include <algorithm>
#include <map>

#include <QDir>
#include <QFileInfo>

namespace workspace {

namespace {

using save::FileStatus;
using save::Repository;
using Kind = PlanProblem::Kind;

bool isYamlName(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

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

std::vector<std::string> lostLines(const std::string &before, const std::string &after)
{
    const std::vector<std::string_view> lines = base::splitLines(before);
    std::vector<std::string> lost;
    for (const base::LineChange &change : base::lineChanges(before, after)) {
        for (std::size_t i = change.oldStart; i < change.oldStart + change.oldCount; ++i)
            lost.emplace_back(lines[i].substr(0, lines[i].find_last_not_of("\r\n") + 1));
    }
    return lost;
}

class Planner
{
public:
    Planner(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers, const QStringList &include,
            const TwinChoices &choices)
        : m_workspace(workspace), m_choices(choices)
    {
        for (const BufferedFile &buffer : buffers)
            m_buffers[canonicalFile(buffer.path)] = buffer.text;
        for (const QString &path : include)
            m_include += canonicalFile(path);
    }

    base::Result<SavePlan> run();

private:
    /// A file of one repository, read from all places.
    struct Texts
    {
        std::optional<std::string> head;
        std::optional<std::string> disk;
        std::optional<FileStatus> status;
    };

    void problem(Kind kind, bool blocking, const Repository &repository, const QString &path, base::Text text)
    {
        m_plan.problems.push_back(
            {kind, std::move(text), blocking, repository.role, path, {}, repository.absolute(path)});
    }

    base::Result<std::map<QString, FileStatus>> candidates();
    base::Result<std::optional<Texts>> read(const Repository &repository, const QString &path);
    base::Result<bool> stagedDiffers(const Repository &repository, const QString &path, const FileStatus &status,
                                     const std::optional<std::string> &wanted);
    base::Result<void> addSource(const QString &path, const FileStatus &status);
    base::Result<void> addTwin(const QString &sourcePath, const Texts &source, const std::optional<std::string> &after,
                               const Twin &target);
    std::optional<std::string> carried(const QString &sourcePath, const Texts &source,
                                       const std::optional<std::string> &after, const QString &path,
                                       const std::string &twin, const Twin &target);
    std::optional<std::string> carriedRules(const QString &sourcePath, const Texts &source,
                                            const std::optional<std::string> &after, const QString &path,
                                            const std::string &twin, const Twin &target);
    base::Result<void> registerTwins();
    base::Result<void> changeKustomization(const std::string &path, const base::TextEdits &edits);
    [[nodiscard]] TwinChoice choiceFor(const QString &path) const;
    std::optional<std::string> conflicts(const QString &path, std::vector<yaml::TwinConflict> found);
    PlannedFile &planned(const Repository &repository, const QString &path);

    const WorkspaceFile &m_workspace;
    const TwinChoices &m_choices;
    std::map<QString, std::string> m_buffers;
    QStringList m_include;
    std::optional<Repository> m_source;
    std::optional<Repository> m_gitops;
    SavePlan m_plan;
};

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
                                       save::commitHooks(repository)});
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
    base::Result<std::optional<std::string>> disk = save::readText(repository.absolute(path));
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

/// The mapped source files that may have to be saved, by their path in the repository.
base::Result<std::map<QString, FileStatus>> Planner::candidates()
{
    const QString root = m_source->status.root;
    const QString inner = QDir(root).relativeFilePath(QFileInfo(m_workspace.source).canonicalFilePath());
    QStringList paths;
    for (const Mapping &mapping : m_workspace.mappings)
        paths += joinPath(inner == "." ? QString() : inner, mapping.source);
    if (paths.isEmpty())
        return std::map<QString, FileStatus>();
    return save::changedFiles(*m_source, paths, m_plan.problems);
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
    if (std::optional<PlanProblem> refused = save::refusal(*m_source, path)) {
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
        if (std::optional<PlanProblem> refused = save::writeRefusal(*m_source, path))
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

std::optional<std::string> Planner::conflicts(const QString &path, std::vector<yaml::TwinConflict> found)
{
    for (yaml::TwinConflict &conflict : found) {
        const base::Text text = {TRANSLATABLE("Core", "%1: %2"),
                                 {m_gitops->absolute(path).toStdString(), conflict.text.english()}};
        m_plan.problems.push_back(
            {Kind::Conflict, text, true, m_gitops->role, path, std::move(conflict), m_gitops->absolute(path)});
    }
    return std::nullopt;
}

TwinChoice Planner::choiceFor(const QString &path) const
{
    const auto found = m_choices.find(m_gitops->absolute(path));
    return found == m_choices.end() ? TwinChoice() : found->second;
}

/// Only the rule groups, whatever else the two files hold.
std::optional<std::string> Planner::carriedRules(const QString &sourcePath, const Texts &source,
                                                 const std::optional<std::string> &after, const QString &path,
                                                 const std::string &twin, const Twin &target)
{
    // A new file brings all of its groups, a deleted one takes them away.
    const std::string none = "groups: []\n";
    base::Result<yaml::TwinChange> change = yaml::carryRulesToTwin(source.head.value_or(none), after.value_or(none),
                                                                   twin, QFileInfo(sourcePath).fileName().toStdString(),
                                                                   target.key.toStdString(), choiceFor(path).decisions);
    if (change && !change->conflicts.empty())
        return conflicts(path, std::move(change.value().conflicts));
    if (change) {
        base::Result<std::string> text = base::applyEdits(twin, std::move(change.value().edits));
        if (text)
            return std::move(text.value());
        change = text.error();
    }
    problem(Kind::Conflict, true, *m_gitops, path,
            {TRANSLATABLE("Core", "%1: %2"), {m_gitops->absolute(path).toStdString(), change.error().text.english()}});
    return std::nullopt;
}

/// The twin's text with the change; nothing when there is a conflict, which is reported.
std::optional<std::string> Planner::carried(const QString &sourcePath, const Texts &source,
                                            const std::optional<std::string> &after, const QString &path,
                                            const std::string &twin, const Twin &target)
{
    const TwinChoice choice = choiceFor(path);
    if (choice.kind == TwinChoice::Kind::LeaveTwin)
        return twin;
    if (choice.kind == TwinChoice::Kind::Text)
        return choice.text;
    if (target.rulesOnly)
        return carriedRules(sourcePath, source, after, path, twin, target);
    if (choice.kind == TwinChoice::Kind::CopySource)
        return after.value_or(twin);
    if (!source.head || !after) {
        const std::optional<std::string> &only = after ? after : source.head;
        if (only == twin)
            return twin;
        const char *text =
            after ? TRANSLATABLE("Core", "%1 exists already and differs from the new source file.")
                  : TRANSLATABLE("Core", "%1 has content of its own; it is not deleted with the source file.");
        problem(Kind::Conflict, true, *m_gitops, path, {text, {m_gitops->absolute(path).toStdString()}});
        return std::nullopt;
    }
    if (isYamlName(path)) {
        base::Result<yaml::TwinChange> change = yaml::carryToTwin(*source.head, *after, twin, choice.decisions);
        if (change && !change->conflicts.empty())
            return conflicts(path, std::move(change.value().conflicts));
        if (change) {
            base::Result<std::string> text = base::applyEdits(twin, std::move(change.value().edits));
            if (text)
                return std::move(text.value());
        }
    }
    // Templates and other texts have no paths: their lines have to do.
    if (std::optional<std::string> text = base::mergeLines(*source.head, *after, twin))
        return text;
    problem(Kind::Conflict, true, *m_gitops, path,
            {TRANSLATABLE("Core", "The lines that changed in the source differ in %1. Make the change there by hand."),
             {m_gitops->absolute(path).toStdString()}});
    return std::nullopt;
}

base::Result<void> Planner::addTwin(const QString &sourcePath, const Texts &source,
                                    const std::optional<std::string> &after, const Twin &target)
{
    const QString root = m_gitops->status.root;
    const QString folder = QFileInfo(m_workspace.gitops).canonicalFilePath();
    const QString inRoot = folder + target.path.mid(QDir::cleanPath(m_workspace.gitops).size());
    const QString path = QDir(root).relativeFilePath(inRoot);
    if (std::optional<PlanProblem> refused = save::refusal(*m_gitops, path)) {
        m_plan.problems.push_back(std::move(*refused));
        return {};
    }
    base::Result<std::optional<Texts>> texts = read(*m_gitops, path);
    if (!texts)
        return texts.error();
    if (!*texts)
        return {};
    const Texts &twin = **texts;
    if (!twin.head && !twin.disk) {
        if (source.head || target.rulesOnly) {
            problem(Kind::MissingTwin, false, *m_gitops, path,
                    {TRANSLATABLE("Core", "%1 has no copy at %2: only the source changes."),
                     {m_source->absolute(sourcePath).toStdString(), inRoot.toStdString()}});
            return {};
        }
        if (std::optional<PlanProblem> refused = save::writeRefusal(*m_gitops, path))
            m_plan.problems.push_back(std::move(*refused));
        PlannedFile &file = planned(*m_gitops, path);
        file.after = after;
        file.twinOf = sourcePath;
        return {};
    }
    const auto uncommitted = [&](const char *text) {
        problem(Kind::Uncommitted, true, *m_gitops, path, {text, {inRoot.toStdString()}});
        return base::Result<void>();
    };
    if (!twin.head)
        return uncommitted(TRANSLATABLE("Core", "%1 is not committed yet. Commit it first."));
    // Two source files may share a twin: the second change goes on top of the first.
    std::string current = *twin.head;
    for (const PlannedRepository &repository : m_plan.repositories) {
        for (const PlannedFile &file : repository.files) {
            if (repository.root == root && file.path == path && file.twinOf.isEmpty())
                return uncommitted(TRANSLATABLE(
                    "Core", "%1 was changed itself and is the copy of a changed file. Commit one of the two first."));
            if (repository.root == root && file.path == path && file.after)
                current = *file.after;
        }
    }
    const std::optional<std::string> text = carried(sourcePath, source, after, path, current, target);
    if (!text)
        return {};
    const TwinChoice::Kind choice = choiceFor(path).kind;
    const bool removed =
        !after && !target.rulesOnly && (choice == TwinChoice::Kind::Carry || choice == TwinChoice::Kind::CopySource);
    const std::optional<std::string> wanted = removed ? std::nullopt : text;
    if (wanted == twin.head)
        return {};
    const auto buffer = m_buffers.find(inRoot);
    if (buffer != m_buffers.end() && std::optional(buffer->second) != twin.disk)
        return uncommitted(TRANSLATABLE("Core", "%1 has unsaved changes. Save or discard them first."));
    if (twin.disk != twin.head && twin.disk != wanted) {
        return uncommitted(
            twin.disk
                ? TRANSLATABLE("Core", "%1 has uncommitted changes. Commit or discard them first.")
                : TRANSLATABLE("Core", "%1 is committed but not in the work tree (deleted, or a sparse checkout)."));
    }
    base::Result<std::map<QString, FileStatus>> status = save::changedFiles(*m_gitops, {path}, m_plan.problems);
    if (!status)
        return status.error();
    if (const auto entry = status->find(path); entry != status->end()) {
        const base::Result<bool> differs = stagedDiffers(*m_gitops, path, entry->second, wanted);
        if (!differs)
            return differs.error();
        if (*differs)
            return uncommitted(TRANSLATABLE("Core", "%1 has staged changes. Commit or unstage them first."));
    }
    if (wanted != twin.disk) {
        if (std::optional<PlanProblem> refused = save::writeRefusal(*m_gitops, path))
            m_plan.problems.push_back(std::move(*refused));
    }
    PlannedFile &file = planned(*m_gitops, path);
    file.before = twin.disk;
    file.after = wanted;
    file.head = twin.head;
    file.twinOf = sourcePath;
    if (choice == TwinChoice::Kind::CopySource && !target.rulesOnly)
        file.losesLines = lostLines(*twin.head, wanted.value_or(std::string()));
    return {};
}

base::Result<void> Planner::changeKustomization(const std::string &path, const base::TextEdits &edits)
{
    const QString name = QString::fromStdString(path);
    base::Result<std::optional<Texts>> texts = read(*m_gitops, name);
    if (!texts || !*texts)
        return texts ? base::Result<void>() : texts.error();
    PlannedFile &file = planned(*m_gitops, name);
    const bool first = !file.after;
    if (first && (*texts)->disk != (*texts)->head) {
        problem(Kind::Uncommitted, true, *m_gitops, name,
                {TRANSLATABLE("Core", "%1 has uncommitted changes. Commit or discard them first."),
                 {m_gitops->absolute(name).toStdString()}});
    }
    if (first) {
        file.before = (*texts)->disk;
        file.head = (*texts)->head;
    }
    const base::Result<std::string> text =
        base::applyEdits(first ? (*texts)->head.value_or(std::string()) : *file.after, edits);
    if (!text)
        return text.error();
    file.after = *text;
    if (std::optional<PlanProblem> refused = save::writeRefusal(*m_gitops, name))
        m_plan.problems.push_back(std::move(*refused));
    return {};
}

/// New manifests of the GitOps side come into the kustomization responsible for them, deleted ones leave it.
base::Result<void> Planner::registerTwins()
{
    const auto own = std::ranges::find_if(
        m_plan.repositories, [&](const PlannedRepository &each) { return each.root == m_gitops->status.root; });
    if (own == m_plan.repositories.end())
        return {};
    std::vector<PlannedFile> changed;
    std::ranges::copy_if(own->files, std::back_inserter(changed), [](const PlannedFile &file) {
        return isYamlName(file.path) && !file.twinOf.isEmpty() && (!file.head || !file.after);
    });
    if (changed.empty())
        return {};
    deployment::Repository repository = readRepositoryFiles(m_gitops->status.root, "gitops").repository;
    const auto put = [&](const std::string &path, std::string text) {
        repository.manifests[path] = deployment::Manifest::read(path, std::move(text));
        for (std::string each = path; !each.empty(); each = deployment::folderOf(each))
            repository.paths.insert(each);
    };
    const auto change = [&](const std::string &path, const base::TextEdits &edits) -> base::Result<void> {
        base::Result<void> done = changeKustomization(path, edits);
        const auto manifest = repository.find(path);
        base::Result<std::string> text = base::applyEdits(manifest->text(), edits);
        if (done && text)
            put(path, std::move(text.value()));
        return done;
    };
    for (const PlannedFile &file : changed) {
        const std::string path = file.path.toStdString();
        base::Result<void> done;
        if (file.after) {
            put(path, *file.after);
            // Rule files and values are no resources: a build would fail on them.
            const std::vector<deployment::Resource> resources = repository.find(path)->resources();
            const bool manifest = !resources.empty() && std::ranges::none_of(resources, [](const auto &resource) {
                return resource.kind.empty() || resource.apiVersion.empty();
            });
            const std::optional<deployment::FileEdit> edit =
                manifest ? deployment::registrationEdit(repository, path) : std::nullopt;
            if (edit)
                done = change(edit->file, edit->edits);
        } else {
            for (const deployment::Kustomization &each : deployment::kustomizationsOf(repository)) {
                for (const deployment::KustomizationEntry &entry : each.entries) {
                    if (entry.target != path || !done)
                        continue;
                    const base::Result<base::TextEdits> edits =
                        deployment::unregisterEdits(*each.manifest, entry.range);
                    if (edits)
                        done = change(each.manifest->path(), *edits);
                }
            }
        }
        if (!done)
            return done;
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
    m_source = save::openRepository("source", m_workspace.source, m_plan.problems);
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
    if (files->empty())
        return std::move(m_plan);
    m_gitops = save::openRepository("gitops", m_workspace.gitops, m_plan.problems);
    if (!m_gitops)
        return std::move(m_plan);
    if (m_gitops->status.root == m_source->status.root)
        m_gitops->role = m_source->role;
    for (const auto &[path, status] : *files) {
        const base::Result<void> added = addSource(path, status);
        if (!added)
            return added.error();
    }
    if (const base::Result<void> registered = registerTwins(); !registered)
        return registered.error();
    // Whoever reads one reason should read all of them.
    const auto concerned = [&](const Repository &repository) {
        const auto planned = [&](const PlannedRepository &each) { return each.root == repository.status.root; };
        const auto blamed = [&](const PlanProblem &each) { return each.blocking && each.role == repository.role; };
        return std::ranges::any_of(m_plan.repositories, planned) || std::ranges::any_of(m_plan.problems, blamed);
    };
    if (concerned(*m_source))
        save::checkRepository(*m_source, m_plan.problems);
    if (m_gitops->role != m_source->role && concerned(*m_gitops))
        save::checkRepository(*m_gitops, m_plan.problems);
    return std::move(m_plan);
}

} // namespace

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
        return problem.blocking && !(toNewBranch && problem.kind == Kind::Behind);
    });
}

base::Result<SavePlan> planSave(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers,
                                const QStringList &include, const TwinChoices &choices)
{
    return Planner(workspace, buffers, include, choices).run();
}

} // namespace workspace
