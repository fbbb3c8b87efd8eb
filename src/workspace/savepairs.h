#pragma once

#include "base/text.h"
#include "workspace/workspacefile.h"

#include <QString>

#include <vector>

/// Follows the two commits of a save until both are merged. Reads git only; what the remotes have is as of the last
/// fetch. Worker thread or CLI.
namespace workspace {

/// One of the two commits.
struct PairSide
{
    /// "source" or "gitops".
    QString role;
    QString commitId;
    /// The branch that its upstream serves (`origin/main`) has the commit, or one with the same Rulewright-Save
    /// trailer.
    bool merged = false;
    /// Unix seconds: when it was merged, else when it was committed.
    qint64 since = 0;
};

struct SavePair
{
    /// The Rulewright-Save trailer.
    QString id;
    QString subject;
    std::vector<PairSide> sides;
};

/// Saves of the last 60 days of which one commit is merged and the other is not, newest first. Repositories without a
/// remote branch to compare with say nothing.
[[nodiscard]] std::vector<SavePair> halfMergedSaves(const WorkspaceFile &workspace, qint64 now);

/// Like `Wait longer: merged in source, open in gitops for 2 days.`
[[nodiscard]] base::Text pairText(const SavePair &pair, qint64 now);

} // namespace workspace
