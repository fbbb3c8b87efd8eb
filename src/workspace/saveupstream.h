#pragma once

#include "base/result.h"
#include "workspace/workspacefile.h"

#include <QString>

#include <vector>

/// The other side of a repository: its upstream. Worker thread or CLI; contacts the remotes that the repositories
/// themselves are configured with, with git's own credentials.
namespace workspace {

/// What became of one repository.
struct UpstreamUpdate
{
    QString role;
    QString root;
    /// The local branch and its upstream are one, or it only has commits of its own on top.
    bool current = false;
    /// What was done, or why it could not be; empty when there was nothing to do.
    base::Text text;
    /// Git's own words.
    std::string detail = {};
};

/// Fetches the upstream of each repository's current branch and fast-forwards the branch to it. Local changes stay;
/// where they or commits of its own are in the way, the branch stays as it is.
[[nodiscard]] std::vector<UpstreamUpdate> bringUpToDate(const WorkspaceFile &workspace);

/// Only fetches; the repositories' branches and files stay as they are.
[[nodiscard]] base::Result<void> fetchUpstream(const QString &root);

} // namespace workspace
