#include "workspace/pairhistory.h"

#include "base/textdiff.h"
#include "deployment/expected.h"
#include "deployment/ruleset.h"
#include "rules/ruledocument.h"
#include "yaml/difference.h"
#include "yaml/twin.h"

#include <algorithm>

#include <QFileInfo>

// The commits of the source file are walked from the newest on, until one is found whose content the twin has held.
// Each commit on the way is asked for its own change: where the twin has it, or had it in some version, it was
// transferred, however it came there. Ancestors of a common content are not looked at; a branch that was merged later
// still is.

namespace workspace::save {

namespace {

constexpr int mostVersions = 100;
constexpr qint64 mostMilliseconds = 8000;

bool isYaml(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

std::vector<deployment::ComparedGroup> groupsOf(const std::string &text, const QString &path, const QString &key)
{
    const auto document = rules::load(path.toStdString(), text);
    std::vector<deployment::ComparedGroup> groups = deployment::comparedGroups(*document, {});
    if (!key.isEmpty())
        std::erase_if(groups, [&](const deployment::ComparedGroup &group) { return group.file != key.toStdString(); });
    return groups;
}

QStringList listOf(const QByteArray &field)
{
    QStringList list;
    for (const QByteArray &each : field.split('\x1f')) {
        if (!each.trimmed().isEmpty())
            list += QString::fromUtf8(each.trimmed());
    }
    return list;
}

/// Copies are meant to differ there: an image tag, replicas.
bool isOwn(const std::vector<std::string> &path)
{
    return deployment::placeKind(path).expected;
}

bool isOwnConflict(const yaml::TwinConflict &conflict)
{
    std::vector<std::string> path;
    for (const QString &part : QString::fromStdString(conflict.path).split(QStringLiteral(" › ")))
        path.push_back(part.toStdString());
    return isOwn(path);
}

/// Reading a blob of another revision would fetch it from a server.
bool isPartial(const Git &git)
{
    const base::Result<GitOutput> found =
        git.run({"config", "--get-regexp", "^(remote\\..*\\.promisor|extensions\\.partialclone)$"});
    return found && found->exitCode == 0;
}

bool isShallow(const Git &git)
{
    const base::Result<GitOutput> found = git.run({"rev-parse", "--is-shallow-repository"});
    return found && found->standardOutput.trimmed() == "true";
}

} // namespace

bool holds(const Twin &target, const QString &sourcePath, const std::string &source, const std::string &twin)
{
    if (source == twin)
        return true;
    if (target.rulesOnly) {
        // Keys and files may be named differently: what counts is that each group is there.
        std::vector<deployment::ComparedGroup> own = groupsOf(source, sourcePath, {});
        std::vector<deployment::ComparedGroup> there = groupsOf(twin, target.path, target.key);
        for (auto *groups : {&own, &there}) {
            for (deployment::ComparedGroup &group : *groups)
                group.file.clear();
        }
        const std::vector<deployment::RuleDifference> found = deployment::compareRules(own, there);
        return std::ranges::all_of(found, [](const deployment::RuleDifference &each) {
            return each.kind == deployment::RuleDifference::Kind::OnlyRight ||
                   (!each.field.empty() && each.left.empty());
        });
    }
    if (!isYaml(sourcePath))
        return false;
    const auto found = yaml::differences(source, twin);
    return found && std::ranges::all_of(*found, [](const yaml::Difference &each) {
               return each.kind == yaml::Difference::Kind::OnlyRight || isOwn(each.path);
           });
}

bool arrived(const Twin &target, const QString &sourcePath, const std::string &before, const std::string &after,
             const std::string &twin)
{
    if (before == after)
        return true;
    if (!target.rulesOnly && !isYaml(sourcePath)) {
        const std::optional<std::string> merged = base::mergeLines(before, after, twin);
        return merged && *merged == twin;
    }
    const auto change =
        target.rulesOnly ? yaml::carryRulesToTwin(before, after, twin, QFileInfo(sourcePath).fileName().toStdString(),
                                                  target.key.toStdString())
                         : yaml::carryToTwin(before, after, twin);
    if (!change || !std::ranges::all_of(change->conflicts, isOwnConflict))
        return false;
    if (change->edits.empty())
        return true;
    const base::Result<std::string> text = base::applyEdits(twin, change->edits);
    const auto changed =
        text ? yaml::differences(*text, twin) : base::Result<std::vector<yaml::Difference>>(text.error());
    return changed && std::ranges::all_of(*changed, [](const yaml::Difference &each) { return isOwn(each.path); });
}

base::Result<std::vector<std::optional<std::string>>> readBlobs(const Git &git, const QStringList &names)
{
    std::vector<std::optional<std::string>> texts;
    if (names.isEmpty())
        return texts;
    const base::Result<QByteArray> output =
        git.output({"cat-file", "--batch=%(objecttype) %(objectsize)"}, names.join('\n').toUtf8() + '\n');
    if (!output)
        return output.error();
    qsizetype at = 0;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const qsizetype end = output->indexOf('\n', at);
        if (end < 0)
            break;
        const QByteArray header = output->mid(at, end - at);
        at = end + 1;
        const qsizetype space = header.lastIndexOf(' ');
        bool sized = false;
        const qsizetype size = header.mid(space + 1).toLongLong(&sized);
        const bool object = sized && !header.endsWith(" missing");
        if (object && header.startsWith("blob "))
            texts.emplace_back(output->mid(at, size).toStdString());
        else
            texts.emplace_back();
        if (object)
            at += size + 1;
    }
    texts.resize(static_cast<std::size_t>(names.size()));
    return texts;
}

PairHistory::PairHistory(const Repository &source, const Repository &gitops) : m_source(source), m_gitops(gitops)
{
    for (const Repository *each : {&source, &gitops}) {
        m_shallow = m_shallow || isShallow(each->git);
        if (isPartial(each->git))
            m_unreadable = {TRANSLATABLE("Core", "%1 is a partial clone: reading older versions would contact its "
                                                 "server."),
                            {each->status.root.toStdString()}};
    }
    m_timer.start();
}

bool PairHistory::timeIsUp() const
{
    return m_timer.hasExpired(mostMilliseconds);
}

base::Result<PairHistory::Log> PairHistory::log(const Git &git, const QString &path)
{
    const auto trailer = [](const char *key) {
        return QStringLiteral("%(trailers:key=%1,valueonly,separator=%x1f)").arg(QLatin1String(key));
    };
    const QString format = "--format=%H%x00%P%x00%an%x00%s%x00%at%x00" + trailer("Rulewright-Save") + "%x00" +
                           trailer("Source-Commit") + "%x00" + trailer("Not-Transferred") + "%x1e";
    const base::Result<QByteArray> output = git.output({"log", "--topo-order", "-n", QString::number(mostVersions + 1),
                                                        "--no-color", format, "HEAD", "--", ":(top,literal)" + path});
    if (!output)
        return output.error();
    Log result;
    for (const QByteArray &entry : output->split('\x1e')) {
        const QList<QByteArray> fields = entry.trimmed().split('\0');
        constexpr qsizetype fieldCount = 8;
        if (fields.size() != fieldCount)
            continue;
        const QStringList sources = listOf(fields[6]);
        result.versions.push_back({QString::fromLatin1(fields[0]),
                                   QString::fromLatin1(fields[1]).split(' ', Qt::SkipEmptyParts),
                                   QString::fromUtf8(fields[2]), QString::fromUtf8(fields[3]), fields[4].toLongLong(),
                                   listOf(fields[5]), sources.value(0), listOf(fields[7])});
    }
    result.cut = result.versions.size() > mostVersions;
    if (result.cut)
        result.versions.pop_back();
    return result;
}

base::Result<void> PairHistory::readTexts(Log &source, const QString &sourcePath, Log &gitops,
                                          const QString &twinPath) const
{
    QStringList names;
    for (const Version &version : source.versions)
        names << version.id + ':' + sourcePath << version.id + "^:" + sourcePath;
    const auto sources = readBlobs(m_source.git, names);
    if (!sources)
        return sources.error();
    for (std::size_t i = 0; i < source.versions.size(); ++i) {
        source.versions[i].text = (*sources)[2 * i];
        source.versions[i].textBefore = (*sources)[2 * i + 1];
    }
    names.clear();
    for (const Version &version : gitops.versions)
        names << version.id + ':' + twinPath;
    const auto twins = readBlobs(m_gitops.git, names);
    if (!twins)
        return twins.error();
    for (std::size_t i = 0; i < gitops.versions.size(); ++i)
        gitops.versions[i].text = (*twins)[i];
    return {};
}

base::Result<std::set<QString>> PairHistory::ancestors(const QString &commit, const QString &path) const
{
    const base::Result<QByteArray> output = m_source.git.output(
        {"rev-list", "-n", QString::number(10 * mostVersions), commit, "--", ":(top,literal)" + path});
    if (!output)
        return output.error();
    const QStringList ids = QString::fromLatin1(*output).split('\n', Qt::SkipEmptyParts);
    return std::set<QString>(ids.begin(), ids.end());
}

/// The commits of the source file that a save has carried to the twin as they are.
base::Result<std::set<QString>> PairHistory::savedTogether(const Log &source, const QString &sourcePath,
                                                           const Log &gitops, const QString &twinPath) const
{
    std::set<QString> together;
    for (const Version &version : gitops.versions) {
        if (version.notTransferred.contains(twinPath))
            continue;
        bool known = false;
        for (const Version &own : source.versions) {
            const bool same =
                std::ranges::any_of(own.saves, [&](const QString &id) { return version.saves.contains(id); });
            if (same || own.id == version.sourceCommit)
                known = together.insert(own.id).second || known || same;
        }
        // A save that caught up names a commit that need not have changed this file.
        if (known || version.sourceCommit.isEmpty() || version.saves.isEmpty())
            continue;
        const base::Result<GitOutput> inside =
            m_source.git.run({"merge-base", "--is-ancestor", version.sourceCommit, "HEAD"});
        if (!inside)
            return inside.error();
        if (inside->exitCode != 0)
            continue;
        const base::Result<QByteArray> newest =
            m_source.git.output({"rev-list", "-n", "1", version.sourceCommit, "--", ":(top,literal)" + sourcePath});
        if (!newest)
            return newest.error();
        together.insert(QString::fromLatin1(newest->trimmed()));
        break;
    }
    return together;
}

base::Result<TwinHistory> PairHistory::of(const QString &sourcePath, const std::string &source, const QString &twinPath,
                                          const std::string &twin, const Twin &target)
{
    using Ground = TwinHistory::Ground;
    TwinHistory history{sourcePath, twinPath, m_gitops.absolute(twinPath)};
    if (holds(target, sourcePath, source, twin)) {
        history.ground = Ground::SameContent;
        history.commonId = m_source.status.headId;
        return history;
    }
    history.unknown = m_unreadable;
    if (!m_unreadable.english().empty())
        return history;
    const base::Text tooLong = {
        TRANSLATABLE("Core", "The history of %1 and its copy is too long to look at all of it."),
        {sourcePath.toStdString()}};
    if (timeIsUp()) {
        history.unknown = tooLong;
        return history;
    }
    base::Result<Log> own = log(m_source.git, sourcePath);
    if (!own)
        return own.error();
    base::Result<Log> there = log(m_gitops.git, twinPath);
    if (!there)
        return there.error();
    const base::Result<std::set<QString>> together = savedTogether(*own, sourcePath, *there, twinPath);
    if (!together)
        return together.error();
    bool read = false;
    std::set<QString> covered;
    std::vector<std::size_t> missing;
    const auto isCommon = [&](const Version &version) {
        return version.text && std::ranges::any_of(there->versions, [&](const Version &each) {
                   return each.text && holds(target, sourcePath, *version.text, *each.text);
               });
    };
    const auto isThere = [&](const Version &version) {
        return arrived(target, sourcePath, *version.textBefore, *version.text, twin) ||
               std::ranges::any_of(there->versions, [&](const Version &each) {
                   return each.text && arrived(target, sourcePath, *version.textBefore, *version.text, *each.text);
               });
    };
    for (std::size_t i = 0; i < own->versions.size(); ++i) {
        const Version &version = own->versions[i];
        if (covered.contains(version.id))
            continue;
        const bool saved = together->contains(version.id);
        if (!saved && !read) {
            if (const base::Result<void> texts = readTexts(*own, sourcePath, *there, twinPath); !texts)
                return texts.error();
            read = true;
        }
        if (timeIsUp()) {
            history.unknown = tooLong;
            break;
        }
        if (saved || isCommon(version)) {
            if (history.commonId.isEmpty()) {
                history.commonId = version.id;
                history.ground = saved ? Ground::SavedTogether : Ground::SameContent;
            }
            const base::Result<std::set<QString>> older = ancestors(version.id, sourcePath);
            if (!older)
                return older.error();
            covered.insert(older->begin(), older->end());
        } else if (version.parents.size() == 1 && version.text && version.textBefore && !isThere(version)) {
            // A merge brings what the commits of its branches are asked for themselves.
            missing.push_back(i);
        }
    }
    const bool complete = history.unknown.english().empty() && !own->cut && !there->cut && !m_shallow;
    if (history.commonId.isEmpty() && complete)
        history.ground = Ground::SameChanges;
    else if (history.commonId.isEmpty() && history.unknown.english().empty())
        history.unknown = m_shallow ? base::Text(TRANSLATABLE("Core", "The clone is shallow: older versions are not "
                                                                      "here."))
                                    : tooLong;
    if (missing.empty())
        return history;
    const Version &oldest = own->versions[missing.back()];
    // Commits that took each other back leave nothing to transfer.
    if (arrived(target, sourcePath, *oldest.textBefore, source, twin))
        return history;
    const base::Result<std::optional<QByteArray>> base = m_source.git.fileAt(oldest.id + '^', sourcePath);
    if (!base)
        return base.error();
    history.base = base->value_or(QByteArray()).toStdString();
    for (auto it = missing.rbegin(); it != missing.rend(); ++it) {
        const Version &version = own->versions[*it];
        history.notTransferred.push_back({version.id, version.author, version.subject, version.time});
    }
    return history;
}

} // namespace workspace::save
