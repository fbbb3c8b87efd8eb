#include "workspace/pairhistory.h"

#include "workspace/pairchanges.h"

#include <algorithm>
#include <utility>

// The commits of the source file are walked from the newest on, until one is found whose content the twin has held.
// Each commit on the way is asked for its own change: where the twin has it, or came to have it in some version, it was
// transferred, however it came there. Ancestors of a common content are not looked at; a branch that was merged later
// still is. What both had long ago proves nothing about a commit that takes a change back: a version of the twin counts
// only where no newer one belongs to an older version of the source.

namespace workspace::save {

namespace {

constexpr int mostVersions = 100;
constexpr qint64 mostMilliseconds = 8000;

QStringList listOf(const QByteArray &field)
{
    QStringList list;
    for (const QByteArray &each : field.split('\x1f')) {
        if (!each.trimmed().isEmpty())
            list += QString::fromUtf8(each.trimmed());
    }
    return list;
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

/// The commits of the source file that a save has carried to the twin as they are, each with the twin's version.
base::Result<std::map<QString, std::size_t>> PairHistory::savedTogether(const Log &source, const QString &sourcePath,
                                                                        const Log &gitops,
                                                                        const QString &twinPath) const
{
    std::map<QString, std::size_t> together;
    for (std::size_t i = 0; i < gitops.versions.size(); ++i) {
        const Version &version = gitops.versions[i];
        if (version.notTransferred.contains(twinPath))
            continue;
        bool known = false;
        for (const Version &own : source.versions) {
            const bool same =
                std::ranges::any_of(own.saves, [&](const QString &id) { return version.saves.contains(id); });
            if (same || own.id == version.sourceCommit)
                known = together.emplace(own.id, i).second || known || same;
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
        together.emplace(QString::fromLatin1(newest->trimmed()), i);
        break;
    }
    return together;
}

/// The versions of both files, newest first, and what they tell about one commit of the source.
class PairHistory::Walk
{
public:
    Walk(const Twin &target, const QString &sourcePath, const std::vector<Version> &source,
         const std::vector<Version> &twins, const std::map<QString, std::size_t> &together)
        : m_target(target), m_sourcePath(sourcePath), m_source(source), m_twins(twins), m_ends(source.size())
    {
        // Versions of the twin behind the one that an older commit was saved with tell nothing about a newer commit.
        std::size_t end = twins.size();
        for (const auto &[id, twin] : together) {
            if (std::ranges::find(source, id, &Version::id) == source.end())
                end = std::min(end, twin + 1);
        }
        for (std::size_t i = source.size(); i-- > 0;) {
            m_ends[i] = end;
            if (const auto saved = together.find(source[i].id); saved != together.end())
                end = std::min(end, saved->second + 1);
        }
    }

    /// A version of the twin has held all of this version of the source.
    [[nodiscard]] bool isCommon(std::size_t index) const
    {
        if (!m_source[index].text)
            return false;
        std::size_t at = 0;
        while (at < m_ends[index] && !heldBy(index, at))
            ++at;
        if (at == m_ends[index])
            return false;
        // A newer version of the twin that belongs to an older one of the source: this one goes back to what was.
        for (std::size_t older = index + 1; at > 0 && older < m_source.size(); ++older) {
            for (std::size_t newer = 0; newer < at; ++newer) {
                if (heldBy(older, newer))
                    return false;
            }
        }
        return true;
    }

    /// The twin has the commit's own change, or came to have it once.
    [[nodiscard]] bool isThere(std::size_t index) const
    {
        const Version &version = m_source[index];
        const auto has = [&](std::size_t at) {
            return m_twins[at].text &&
                   arrived(m_target, m_sourcePath, *version.textBefore, *version.text, *m_twins[at].text);
        };
        const auto hasBefore = [&](std::size_t at) {
            return m_twins[at].text &&
                   arrived(m_target, m_sourcePath, *version.text, *version.textBefore, *m_twins[at].text);
        };
        bool goesBack = false;
        for (std::size_t at = 0; at < m_ends[index]; ++at) {
            if (!has(at)) {
                goesBack = goesBack || hasBefore(at);
                continue;
            }
            if (at == 0 || !goesBack)
                return true;
            // It had it, and now has what was before: it must have come to have it for this commit's sake.
            for (std::size_t older = at + 1; older < m_ends[index]; ++older) {
                if (!has(older))
                    return true;
            }
        }
        return false;
    }

    /// The commit takes away something that only the twin has.
    [[nodiscard]] bool takesAway(std::size_t index, const std::set<std::string> &places) const
    {
        const Version &version = m_source[index];
        if (!mayTakeAway(*version.textBefore, *version.text, places))
            return false;
        const std::set<std::string> taken = takenAway(m_target, m_sourcePath, *version.textBefore, *version.text);
        return std::ranges::any_of(taken, [&](const std::string &place) { return places.contains(place); });
    }

    /// A commit with one parent that both have the file: a merge brings what the commits of its branches are asked for
    /// themselves.
    [[nodiscard]] bool isChange(std::size_t index) const
    {
        const Version &version = m_source[index];
        return version.parents.size() == 1 && version.text && version.textBefore;
    }

private:
    [[nodiscard]] bool heldBy(std::size_t source, std::size_t twin) const
    {
        return m_source[source].text && m_twins[twin].text &&
               holds(m_target, m_sourcePath, *m_source[source].text, *m_twins[twin].text);
    }

    const Twin &m_target;
    const QString &m_sourcePath;
    const std::vector<Version> &m_source;
    const std::vector<Version> &m_twins;
    /// Behind the oldest version of the twin that counts for a version of the source.
    std::vector<std::size_t> m_ends;
};

base::Result<TwinHistory> PairHistory::of(const QString &sourcePath, const std::string &source, const QString &twinPath,
                                          const std::string &twin, const Twin &target)
{
    using Ground = TwinHistory::Ground;
    TwinHistory history{sourcePath, twinPath, m_gitops.absolute(twinPath)};
    const TwinHistory same{sourcePath, twinPath, history.file, Ground::SameContent, {}, m_source.status.headId};
    const bool held = holds(target, sourcePath, source, twin);
    const std::set<std::string> onlyThere = onlyInTwin(target, sourcePath, source, twin);
    // What only the twin has may be its own, or what the source has taken away.
    if (held && (onlyThere.empty() || timeIsUp() || !m_unreadable.english().empty()))
        return same;
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
    if (held && own->versions.size() < 2)
        return same;
    base::Result<Log> there = log(m_gitops.git, twinPath);
    if (!there)
        return there.error();
    const base::Result<std::map<QString, std::size_t>> together = savedTogether(*own, sourcePath, *there, twinPath);
    if (!together)
        return together.error();
    if (held && together->contains(own->versions.front().id))
        return same;
    bool read = false;
    std::set<QString> covered;
    std::set<QString> settled;
    std::vector<std::size_t> missing;
    const Walk walk(target, sourcePath, own->versions, there->versions, *together);
    const auto readThem = [&] {
        const bool reads = !std::exchange(read, true);
        return reads ? readTexts(*own, sourcePath, *there, twinPath) : base::Result<void>();
    };
    for (std::size_t i = 0; i < own->versions.size(); ++i) {
        const Version &version = own->versions[i];
        const bool saved = together->contains(version.id);
        if (settled.contains(version.id) || (covered.contains(version.id) && !saved && onlyThere.empty()))
            continue;
        if (!saved) {
            if (const base::Result<void> texts = readThem(); !texts)
                return texts.error();
        }
        if (timeIsUp()) {
            if (held)
                return same;
            history.unknown = tooLong;
            break;
        }
        const bool below = covered.contains(version.id);
        const bool common = !saved && !below && walk.isCommon(i);
        if (saved || common) {
            if (history.commonId.isEmpty()) {
                history.commonId = version.id;
                history.ground = saved ? Ground::SavedTogether : Ground::SameContent;
            }
            const base::Result<std::set<QString>> older = ancestors(version.id, sourcePath);
            if (!older)
                return older.error();
            covered.insert(older->begin(), older->end());
            if (saved)
                settled.insert(older->begin(), older->end());
        }
        if (saved || !walk.isChange(i))
            continue;
        // Below a common content only what the twin has too much can be missing.
        const bool asks = below || common ? !onlyThere.empty() && walk.takesAway(i, onlyThere) : true;
        if (asks && !walk.isThere(i))
            missing.push_back(i);
    }
    const bool complete = history.unknown.english().empty() && !own->cut && !there->cut && !m_shallow;
    if (history.commonId.isEmpty() && complete)
        history.ground = Ground::SameChanges;
    else if (history.commonId.isEmpty() && history.unknown.english().empty())
        history.unknown = m_shallow ? base::Text(TRANSLATABLE("Core", "The clone is shallow: older versions are not "
                                                                      "here."))
                                    : tooLong;
    if (missing.empty())
        return held ? same : history;
    // The source without them; where later commits changed the same places, as it was before the oldest of them.
    std::optional<std::string> without = source;
    for (const std::size_t index : missing) {
        const Version &version = own->versions[index];
        without = takenBack(sourcePath, *version.textBefore, *version.text, *without);
        if (!without)
            break;
    }
    history.base = without.value_or(*own->versions[missing.back()].textBefore);
    // Commits that took each other back leave nothing to transfer.
    if (arrived(target, sourcePath, history.base, source, twin))
        return held ? same : history;
    for (auto it = missing.rbegin(); it != missing.rend(); ++it) {
        const Version &version = own->versions[*it];
        history.notTransferred.push_back({version.id, version.author, version.subject, version.time});
    }
    return history;
}

} // namespace workspace::save
