#include "workspace/savepairs.h"

#include "workspace/git.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace workspace {

namespace {

constexpr int daysFollowed = 60;
constexpr qint64 secondsPerDay = 86400;
constexpr qint64 secondsPerHour = 3600;

struct FoundSave
{
    QString commitId;
    QString subject;
    qint64 time = 0;
    /// Its place among the commits, the newest first: several may be of one second.
    qsizetype place = 0;
};

/// The saves among the commits of these revisions, by id; the oldest commit of each.
std::map<QString, FoundSave> savesIn(const Git &git, const QStringList &revisions, qint64 now)
{
    QStringList command = {"log", "--date-order", "--since=" + QString::number(now - daysFollowed * secondsPerDay),
                           "--grep=^Rulewright-Save: ",
                           "--format=%H%x00%ct%x00%s%x00%(trailers:key=Rulewright-Save,valueonly,separator=%x2C)%x1e"};
    const base::Result<GitOutput> output = git.run(command + revisions + QStringList{"--"});
    std::map<QString, FoundSave> saves;
    if (!output || output->exitCode != 0)
        return saves;
    qsizetype place = 0;
    for (const QByteArray &entry : output->standardOutput.split('\x1e')) {
        const QList<QByteArray> fields = entry.trimmed().split('\0');
        if (fields.size() < 4)
            continue;
        ++place;
        // A squashed merge carries the trailers of all of its commits.
        for (const QByteArray &id : fields[3].split(',')) {
            if (!id.trimmed().isEmpty())
                saves[QString::fromUtf8(id.trimmed())] = {QString::fromLatin1(fields[0]), QString::fromUtf8(fields[2]),
                                                          fields[1].toLongLong(), place};
        }
    }
    return saves;
}

/// The remote branch that others see as the main one.
QString servedBranch(const Git &git)
{
    for (const QStringList &command :
         {QStringList{"symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"},
          QStringList{"rev-parse", "--quiet", "--verify", "--symbolic-full-name", "refs/remotes/origin/main"},
          QStringList{"rev-parse", "--quiet", "--verify", "--symbolic-full-name", "refs/remotes/origin/master"}}) {
        const base::Result<GitOutput> found = git.run(command);
        if (found && found->exitCode == 0)
            return QString::fromUtf8(found->standardOutput).trimmed();
    }
    return {};
}

/// When the served branch got the commit: the time of the merge that brought it, or its own where it is part of the
/// branch's own line.
qint64 mergedAt(const Git &git, const QString &served, const PairSide &side)
{
    const base::Result<GitOutput> behind =
        git.run({"rev-list", "--ancestry-path", side.commitId + ".." + served, "--"});
    const base::Result<GitOutput> line = git.run({"log", "--first-parent", "--format=%H %ct", served, "--"});
    if (!behind || !line || behind->exitCode != 0 || line->exitCode != 0)
        return side.since;
    const QList<QByteArray> ids = behind->standardOutput.split('\n');
    const std::set<QByteArray> later(ids.begin(), ids.end());
    qint64 time = side.since;
    for (const QByteArray &entry : line->standardOutput.split('\n')) {
        const QList<QByteArray> words = entry.split(' ');
        if (words.size() != 2)
            break;
        if (words[0] == side.commitId.toLatin1())
            return side.since;
        if (!later.contains(words[0]))
            break;
        time = words[1].toLongLong();
    }
    return time;
}

} // namespace

std::vector<SavePair> halfMergedSaves(const WorkspaceFile &workspace, qint64 now)
{
    const base::Result<QString> source = repositoryRoot(workspace.source);
    const base::Result<QString> gitops = repositoryRoot(workspace.gitops);
    if (!source || !gitops || *source == *gitops)
        return {};
    std::map<QString, SavePair> pairs;
    for (const auto &[role, root] : {std::pair(QString("source"), *source), std::pair(QString("gitops"), *gitops)}) {
        const Git git(root);
        const QString served = servedBranch(git);
        if (served.isEmpty())
            return {};
        const std::map<QString, FoundSave> merged = savesIn(git, {served}, now);
        for (const auto &[id, save] : savesIn(git, {"--all"}, now)) {
            const auto there = merged.find(id);
            const FoundSave &side = there == merged.end() ? save : there->second;
            SavePair &pair = pairs[id];
            pair.id = id;
            pair.subject = save.subject;
            PairSide found{role, side.commitId, there != merged.end()};
            found.since = side.time;
            pair.sides.push_back(std::move(found));
        }
    }
    std::vector<SavePair> half;
    for (auto &[id, pair] : pairs) {
        if (pair.sides.size() != 2 || pair.sides[0].merged == pair.sides[1].merged)
            continue;
        for (PairSide &side : pair.sides) {
            const Git git(side.role == "source" ? *source : *gitops);
            if (side.merged)
                side.since = mergedAt(git, servedBranch(git), side);
        }
        half.push_back(std::move(pair));
    }
    std::ranges::sort(half, std::ranges::greater(), [](const SavePair &pair) { return pair.sides[0].since; });
    return half;
}

std::vector<SavePair> recentSaves(const WorkspaceFile &workspace, qint64 now)
{
    constexpr qint64 followed = 30 * secondsPerDay;
    const base::Result<QString> source = repositoryRoot(workspace.source);
    const base::Result<QString> gitops = repositoryRoot(workspace.gitops);
    std::map<QString, SavePair> pairs;
    std::map<QString, qsizetype> places;
    const auto read = [&](const QString &role, const QString &root) {
        const Git git(root);
        const QString served = servedBranch(git);
        const auto merged = served.isEmpty() ? std::map<QString, FoundSave>() : savesIn(git, {served}, now);
        const auto pushed = savesIn(git, {"--remotes"}, now);
        for (const auto &[id, save] : savesIn(git, {"--all", "HEAD"}, now)) {
            const auto there = merged.find(id);
            SavePair &pair = pairs[id];
            pair.id = id;
            pair.subject = save.subject;
            pair.committed = std::max(pair.committed, save.time);
            places[id] = save.place;
            pair.sides.push_back({role, there == merged.end() ? save.commitId : there->second.commitId,
                                  there != merged.end(), pushed.contains(id), !served.isEmpty(),
                                  there == merged.end() ? save.time : there->second.time, root, save.commitId});
        }
    };
    if (source)
        read("source", *source);
    if (gitops && (!source || *gitops != *source))
        read("gitops", *gitops);
    std::vector<SavePair> saves;
    for (auto &[id, pair] : pairs) {
        if (now - pair.committed <= followed)
            saves.push_back(std::move(pair));
    }
    std::ranges::sort(saves, {}, [&](const SavePair &pair) { return std::pair(-pair.committed, places.at(pair.id)); });
    return saves;
}

base::Text pairText(const SavePair &pair, qint64 now)
{
    const bool sourceMerged = pair.sides[0].merged;
    const PairSide &merged = sourceMerged ? pair.sides[0] : pair.sides[1];
    const PairSide &open = sourceMerged ? pair.sides[1] : pair.sides[0];
    const qint64 seconds = std::max<qint64>(0, now - merged.since);
    const std::vector<std::string> names = {pair.subject.toStdString(), merged.role.toStdString(),
                                            open.role.toStdString()};
    if (seconds < 2 * secondsPerHour)
        return {TRANSLATABLE("Core", "%1: merged in %2, open in %3 for less than two hours."), names};
    const bool days = seconds >= 2 * secondsPerDay;
    const std::string length = std::to_string(days ? seconds / secondsPerDay : seconds / secondsPerHour);
    const std::vector<std::string> arguments = {pair.subject.toStdString(), merged.role.toStdString(),
                                                open.role.toStdString(), length};
    return days ? base::Text(TRANSLATABLE("Core", "%1: merged in %2, open in %3 for %4 days."), arguments)
                : base::Text(TRANSLATABLE("Core", "%1: merged in %2, open in %3 for %4 hours."), arguments);
}

} // namespace workspace
