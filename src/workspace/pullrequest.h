#pragma once

#include <QString>

/// Where a pull request for a pushed branch is opened in a browser. Contacts nothing.
namespace workspace {

enum class Forge { Unknown, GitHub, GitLab, Gitea, Bitbucket };

/// By the host's name; `configured` (git's `rulewright.forge`: github, gitlab, gitea, forgejo, bitbucket) counts first.
[[nodiscard]] Forge forgeOf(const QString &remote, const QString &configured = {});

struct PullRequest
{
    QString branch;
    /// The branch it is to be merged into.
    QString target;
    QString title;
    QString description;
};

/// Empty when the remote is no server, or one whose addresses are not known.
[[nodiscard]] QString pullRequestUrl(const QString &remote, Forge forge, const PullRequest &request);

} // namespace workspace
