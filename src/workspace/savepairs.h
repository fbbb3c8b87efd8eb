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
    /// Some remote-tracking branch has it, or one with the same trailer.
    bool pushed = false;
    /// The repository has a remote branch that serves as its main one.
    bool remote = true;
    /// Unix seconds: when it was merged, else when it was committed.
    qint64 since = 0;
    QString root = {};
    /// The oldest commit of the save on any branch: usually the one that the save itself made.
    QString ownCommitId = {};
};

struct SavePair
{
    /// The Rulewright-Save trailer.
    QString id;
    QString subject;
    /// The source's first; one for a workspace of one repository.
    std::vector<PairSide> sides;
    /// Unix seconds.
    qint64 committed = 0;
};

/// The saves of the last 30 days, newest first.
[[nodiscard]] std::vector<SavePair> recentSaves(const WorkspaceFile &workspace, qint64 now);

/// Saves of the last 60 days of which one commit is merged and the other is not, newest first. Repositories without a
/// remote branch to compare with say nothing.
[[nodiscard]] std::vector<SavePair> halfMergedSaves(const WorkspaceFile &workspace, qint64 now);

/// Like `Wait longer: merged in source, open in gitops for 2 days.`
[[nodiscard]] base::Text pairText(const SavePair &pair, qint64 now);

} // namespace workspace
