#include "workspace/followedsaves.h"

#include "workspace/git.h"
#include "workspace/savepairs.h"
#include "workspace/settings.h"

#include <algorithm>
#include <set>

namespace workspace {

namespace {

using State = LiveState::State;

QString settingOf(const FollowedSave &save, const QString &endpoint)
{
    return "follow/" + save.id + '/' + QString::fromLatin1(endpoint.toUtf8().toHex()) + '/';
}

std::vector<deployment::ComparedGroup> groupsAt(const Git &git, const QString &revision, const QString &path)
{
    const auto text = git.fileAt(revision, path);
    if (!text || !*text)
        return {};
    return deployment::comparedGroups(*rules::load(path.toStdString(), (*text)->toStdString()), {});
}

/// The rules that a commit changed in the files of its repository.
std::vector<deployment::ChangedRule> rulesOf(const Git &git, const QString &commitId)
{
    std::vector<deployment::ChangedRule> found;
    const auto names = git.output({"diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", commitId});
    if (!names)
        return found;
    for (const QByteArray &name : names->split('\0')) {
        const QString path = QString::fromUtf8(name);
        if (!path.endsWith(".yaml") && !path.endsWith(".yml") && !path.endsWith(".json") && !path.endsWith(".rules"))
            continue;
        const auto changed =
            deployment::changedRules(groupsAt(git, commitId + '^', path), groupsAt(git, commitId, path));
        found.insert(found.end(), changed.begin(), changed.end());
    }
    return found;
}

/// The sides that are not there yet, like "source, gitops".
std::string missingSides(const SavePair &pair, bool PairSide::*done)
{
    std::string text;
    for (const PairSide &side : pair.sides) {
        if (!(side.*done))
            text += (text.empty() ? "" : ", ") + side.role.toStdString();
    }
    return text;
}

void judgeGit(FollowedSave &save, const SavePair &pair)
{
    const auto judge = [&](LiveStep step, bool PairSide::*done, base::Text open) {
        LiveState &state = save.step(step);
        if (std::ranges::none_of(pair.sides, &PairSide::remote)) {
            state = {State::Nothing, 0, TRANSLATABLE("Core", "There is no remote to push to.")};
            return;
        }
        const bool all =
            std::ranges::all_of(pair.sides, [&](const PairSide &side) { return side.*done || !side.remote; });
        state.state = all ? State::Done : State::Open;
        if (!all)
            state.text = std::move(open);
    };
    judge(LiveStep::Pushed, &PairSide::pushed,
          {TRANSLATABLE("Core", "Not pushed yet: %1."), {missingSides(pair, &PairSide::pushed)}});
    judge(LiveStep::Merged, &PairSide::merged,
          {TRANSLATABLE("Core", "Not merged yet, as of the last fetch: %1."), {missingSides(pair, &PairSide::merged)}});
    for (const PairSide &side : pair.sides) {
        if (save.step(LiveStep::Merged).state == State::Done)
            save.step(LiveStep::Merged).since = std::max(save.step(LiveStep::Merged).since, side.since);
    }
}

std::string namesOf(const FollowedSave &save, const std::vector<bool> &left)
{
    std::string text;
    for (std::size_t i = 0; i < save.rules.size(); ++i) {
        const std::string &name = save.rules[i].rule.name;
        if (left[i] && (", " + text + ',').find(", " + name + ',') == std::string::npos)
            text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

bool FollowedSave::live() const
{
    return std::ranges::all_of(
        steps, [](const LiveState &each) { return each.state == State::Done || each.state == State::Nothing; });
}

std::vector<FollowedSave> followedSaves(const WorkspaceFile &workspace, qint64 now)
{
    std::vector<FollowedSave> followed;
    std::set<std::pair<std::string, std::string>> later;
    for (const SavePair &pair : recentSaves(workspace, now)) {
        FollowedSave save;
        save.id = pair.id;
        save.subject = pair.subject;
        save.committed = pair.committed;
        const PairSide &deployed = pair.sides.back();
        save.rules = rulesOf(Git(deployed.root), deployed.ownCommitId);
        const bool any = !save.rules.empty();
        std::erase_if(save.rules, [&](const deployment::ChangedRule &rule) {
            return later.contains({rule.group, rule.rule.name});
        });
        for (const deployment::ChangedRule &rule : save.rules)
            later.insert({rule.group, rule.rule.name});
        // All of it was changed again: the later save is the one to wait for.
        if (any && save.rules.empty())
            continue;
        judgeGit(save, pair);
        followed.push_back(std::move(save));
    }
    return followed;
}

qint64 loadedSince(const FollowedSave &save, const QString &endpoint)
{
    return userSettings().value(settingOf(save, endpoint) + "loaded").toLongLong();
}

void judgeAtEndpoint(FollowedSave &save, const QString &endpoint, const deployment::EndpointFacts *facts,
                     const std::vector<bool> &seen, qint64 now)
{
    QSettings settings = userSettings();
    const QString prefix = settingOf(save, endpoint);
    const std::array<std::pair<LiveStep, const char *>, 3> keys = {
        {{LiveStep::Loaded, "loaded"}, {LiveStep::Evaluated, "evaluated"}, {LiveStep::Series, "series"}}};
    if (save.rules.empty()) {
        for (const auto &[step, key] : keys)
            save.step(step) = {State::Nothing, 0, TRANSLATABLE("Core", "This save changed no rules.")};
        return;
    }
    const auto put = [&](LiveStep step, const char *key, bool done, base::Text open) {
        LiveState &state = save.step(step);
        qint64 since = settings.value(prefix + key).toLongLong();
        if (done && since == 0) {
            since = now;
            settings.setValue(prefix + key, since);
        }
        state = {since > 0 ? State::Done : State::Open, since, since > 0 ? base::Text() : std::move(open)};
    };
    if (facts == nullptr || !facts->groups) {
        for (const auto &[step, key] : keys) {
            put(step, key, false, {});
            if (save.step(step).state == State::Open)
                save.step(step) = {State::NotAsked, 0, TRANSLATABLE("Core", "No endpoint was asked.")};
        }
        return;
    }
    const auto live = deployment::livenessOf(save.rules, *facts, static_cast<double>(loadedSince(save, endpoint)));
    const auto leftBy = [&](auto done) {
        std::vector<bool> left(live.size());
        for (std::size_t i = 0; i < live.size(); ++i)
            left[i] = !done(i);
        return left;
    };
    const auto notLoaded = leftBy([&](std::size_t i) { return live[i].loaded; });
    const bool loaded = std::ranges::none_of(notLoaded, std::identity());
    // Rolled back, or changed by other hands: it has to be seen again.
    if (!loaded) {
        for (const auto &[step, key] : keys)
            settings.remove(prefix + key);
    }
    put(LiveStep::Loaded, "loaded", loaded,
        {TRANSLATABLE("Core", "%1 has not loaded them as they were saved: %2."),
         {facts->name, namesOf(save, notLoaded)}});
    const auto notEvaluated = leftBy([&](std::size_t i) { return live[i].evaluated; });
    put(LiveStep::Evaluated, "evaluated", loaded && std::ranges::none_of(notEvaluated, std::identity()),
        {TRANSLATABLE("Core", "Not evaluated yet since they were loaded: %1."), {namesOf(save, notEvaluated)}});
    for (std::size_t i = 0; i < live.size(); ++i) {
        if (live[i].loaded && !live[i].error.empty())
            save.step(LiveStep::Evaluated) = {
                State::Failed,
                0,
                {TRANSLATABLE("Core", "The evaluation of %1 fails: %2"), {save.rules[i].rule.name, live[i].error}}};
    }
    const auto unseen = leftBy([&](std::size_t i) { return save.rules[i].removed || (i < seen.size() && seen[i]); });
    put(LiveStep::Series, "series", loaded && std::ranges::none_of(unseen, std::identity()),
        {TRANSLATABLE("Core", "No series seen yet: %1. An alert has one only while it is pending or firing."),
         {namesOf(save, unseen)}});
}

} // namespace workspace
