#include "base/textdiff.h"
#include "workspace/pairchanges.h"
#include "workspace/saveplanner.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

// What the twins of a changed source file become.

namespace workspace::save {

namespace {

using Kind = PlanProblem::Kind;

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

} // namespace

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
    if (std::optional<PlanProblem> refused = refusal(*m_gitops, path)) {
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
        if (std::optional<PlanProblem> refused = writeRefusal(*m_gitops, path))
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
    const base::Result<std::optional<TwinHistory>> history = historyOf(sourcePath, source, path, *twin.head, target);
    if (!history)
        return history.error();
    const bool behind = *history && !(*history)->notTransferred.empty();
    Texts from = source;
    if (behind && (*history)->caughtUp)
        from.head = (*history)->base;
    const std::optional<std::string> text = carried(sourcePath, from, after, path, current, target);
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
    base::Result<std::map<QString, FileStatus>> status = changedFiles(*m_gitops, {path}, m_plan.problems);
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
        if (std::optional<PlanProblem> refused = writeRefusal(*m_gitops, path))
            m_plan.problems.push_back(std::move(*refused));
    }
    PlannedFile &file = planned(*m_gitops, path);
    file.before = twin.disk;
    file.after = wanted;
    file.head = twin.head;
    file.twinOf = sourcePath;
    file.leavesOut = behind && wanted && !arrived(target, sourcePath, (*history)->base, *source.head, *wanted);
    if (choice == TwinChoice::Kind::CopySource && !target.rulesOnly)
        file.losesLines = lostLines(*twin.head, wanted.value_or(std::string()));
    return {};
}

/// Notes what the twin lacks of its source's commits; nothing where there is no past to compare.
base::Result<std::optional<TwinHistory>> Planner::historyOf(const QString &sourcePath, const Texts &source,
                                                            const QString &twinPath, const std::string &twin,
                                                            const Twin &target)
{
    if (!source.head)
        return std::optional<TwinHistory>();
    if (!m_histories)
        m_histories.emplace(*m_source, *m_gitops);
    base::Result<TwinHistory> history = m_histories->of(sourcePath, *source.head, twinPath, twin, target);
    if (!history)
        return history.error();
    const std::string twinName = m_gitops->absolute(twinPath).toStdString();
    if (!history->notTransferred.empty()) {
        history->caughtUp = choiceFor(twinPath).catchUp;
        constexpr std::size_t mostNamed = 5;
        constexpr qsizetype idLength = 7;
        std::string commits;
        for (std::size_t i = 0; i < history->notTransferred.size() && i <= mostNamed; ++i) {
            const SourceChange &change = history->notTransferred[i];
            commits += i == 0 ? "" : "; ";
            commits += i == mostNamed ? std::string("…")
                                      : (change.commitId.left(idLength) + ' ' + change.subject).toStdString();
        }
        if (!history->caughtUp) {
            problem(PlanProblem::Kind::NotTransferred, false, *m_gitops, twinPath,
                    {TRANSLATABLE("Core", "%1 lacks what was committed to %2 before, and this save does not carry it: "
                                          "%3"),
                     {twinName, sourcePath.toStdString(), commits}});
        }
    }
    m_plan.histories.push_back(*history);
    return std::optional(std::move(history.value()));
}

/// What a mapped link leads to may be changed, and is no mapped file itself.
base::Result<void> Planner::tellOfLink(const QString &path)
{
    const QString absolute = m_source->absolute(path);
    if (m_workspace.twinsOf(absolute).empty())
        return {};
    const QString target = QFileInfo(absolute).canonicalFilePath();
    const QString inner = QDir(m_source->status.root).relativeFilePath(target);
    if (target.isEmpty() || inner.startsWith("../"))
        return {};
    std::vector<PlanProblem> others;
    const base::Result<std::map<QString, FileStatus>> status = changedFiles(*m_source, {inner}, others);
    if (!status)
        return status.error();
    const auto buffer = m_buffers.find(target);
    if (!status->empty() || buffer != m_buffers.end()) {
        problem(Kind::Refused, false, *m_source, path,
                {TRANSLATABLE("Core", "%1 is a symbolic link: what changed in %2 behind it is not part of this save. "
                                      "Map that file itself."),
                 {absolute.toStdString(), inner.toStdString()}});
    }
    return {};
}

/// Twins that lack commits of a source file in which nothing is to be saved now.
base::Result<void> Planner::addUnchanged(const std::map<QString, FileStatus> &changed)
{
    QStringList arguments = {"ls-tree", "-r", "-z", "--full-tree", "HEAD", "--"};
    const QStringList paths = mappedPaths();
    if (!paths.contains("."))
        arguments += paths;
    if (m_source->status.headId.isEmpty() || m_gitops->status.headId.isEmpty())
        return {};
    const base::Result<QByteArray> listed = m_source->git.output(arguments);
    if (!listed)
        return listed.error();
    struct Pair
    {
        QString source;
        QString twin;
        Twin target;
    };
    std::vector<Pair> pairs;
    QStringList sources;
    QStringList copies;
    const QString folder = QFileInfo(m_workspace.gitops).canonicalFilePath();
    for (const QByteArray &entry : listed->split('\0')) {
        const QByteArray name = entry.mid(entry.indexOf('\t') + 1);
        const QString path = QString::fromUtf8(name);
        // A line of the batch names one blob, so a name with a line end cannot be asked for.
        if (path.isEmpty() || path.contains('\n') || path.toUtf8() != name || changed.contains(path))
            continue;
        constexpr const char *linkMode = "120000 ";
        if (entry.startsWith(linkMode)) {
            if (const base::Result<void> told = tellOfLink(path); !told)
                return told;
            continue;
        }
        for (const Twin &twin : m_workspace.twins(m_source->absolute(path))) {
            const QString inRoot = folder + twin.path.mid(QDir::cleanPath(m_workspace.gitops).size());
            pairs.push_back({path, QDir(m_gitops->status.root).relativeFilePath(inRoot), twin});
            sources += "HEAD:" + pairs.back().source;
            copies += "HEAD:" + pairs.back().twin;
        }
    }
    const auto sourceTexts = readBlobs(m_source->git, sources);
    if (!sourceTexts)
        return sourceTexts.error();
    const auto twinTexts = readBlobs(m_gitops->git, copies);
    if (!twinTexts)
        return twinTexts.error();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Pair &pair = pairs[i];
        const std::optional<std::string> &source = (*sourceTexts)[i];
        const std::optional<std::string> &twin = (*twinTexts)[i];
        if (!source || !twin ||
            (holds(pair.target, pair.source, *source, *twin) &&
             onlyInTwin(pair.target, pair.source, *source, *twin).empty()))
            continue;
        Texts texts;
        texts.head = source;
        if (!choiceFor(pair.twin).catchUp) {
            const std::size_t known = m_plan.histories.size();
            const auto history = historyOf(pair.source, texts, pair.twin, *twin, pair.target);
            if (!history)
                return history.error();
            if (m_plan.histories.size() > known && m_plan.histories.back().notTransferred.empty())
                m_plan.histories.pop_back();
            continue;
        }
        const base::Result<std::optional<Texts>> whole = read(*m_source, pair.source);
        if (!whole)
            return whole.error();
        if (!*whole)
            continue;
        if (const base::Result<void> added = addTwin(pair.source, **whole, (*whole)->head, pair.target); !added)
            return added;
    }
    if (!m_plan.repositories.empty() && m_plan.repositories.front().role == "gitops")
        m_plan.sourceId = m_source->status.headId;
    return {};
}

} // namespace workspace::save
