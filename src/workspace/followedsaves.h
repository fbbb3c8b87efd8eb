#pragma once

#include "base/text.h"
#include "deployment/liveness.h"
#include "workspace/workspacefile.h"

#include <QString>

#include <array>
#include <vector>

/// Follows saved changes of rules until they are live. git knows how far they are merged, an endpoint whether it runs
/// them; what an endpoint showed once is kept in the user's settings by the save's id.
namespace workspace {

enum class LiveStep { Pushed, Merged, Loaded, Evaluated, Series };
constexpr std::size_t liveSteps = 5;

struct LiveState
{
    enum class State {
        /// Not seen yet.
        Open,
        Done,
        /// There is nothing to wait for: no remote, no rules.
        Nothing,
        /// Nobody was asked.
        NotAsked,
        Failed
    };
    State state = State::NotAsked;
    /// Unix seconds when it was first seen; 0 when that is not known.
    qint64 since = 0;
    /// What is missing, or what was seen.
    base::Text text;
};

struct FollowedSave
{
    /// The Rulewright-Save trailer.
    QString id;
    QString subject;
    /// Unix seconds.
    qint64 committed = 0;
    /// As the save left the deployed side. Rules that a later save changed again are that one's.
    std::vector<deployment::ChangedRule> rules;
    std::array<LiveState, liveSteps> steps;

    [[nodiscard]] LiveState &step(LiveStep step) { return steps.at(static_cast<std::size_t>(step)); }
    [[nodiscard]] const LiveState &step(LiveStep step) const { return steps.at(static_cast<std::size_t>(step)); }
    /// Every step is done, or has nothing to wait for.
    [[nodiscard]] bool live() const;
};

/// The saves of the last 30 days whose rules no later save changed again, newest first, with what git knows of them:
/// the remotes as of the last fetch. Runs git: worker thread or CLI.
[[nodiscard]] std::vector<FollowedSave> followedSaves(const WorkspaceFile &workspace, qint64 now);

/// Fills in the steps at an endpoint, and remembers what was seen. Before the first call for an endpoint (or with
/// null) they are what was remembered. `seen` is in step with the rules: whether series were found; empty when that
/// was not asked.
void judgeAtEndpoint(FollowedSave &save, const QString &endpoint, const deployment::EndpointFacts *facts,
                     const std::vector<bool> &seen, qint64 now);

/// When all of the save's rules were first seen loaded at the endpoint, Unix seconds; 0 when they were not.
[[nodiscard]] qint64 loadedSince(const FollowedSave &save, const QString &endpoint);

} // namespace workspace
