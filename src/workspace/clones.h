#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <optional>

/// Where the clones of repositories are that workspace files name by URL. Reads settings and git configurations;
/// contacts nothing. Worker thread or CLI.
namespace workspace {

/// The folder that the person named for this URL, else a repository whose remote is this URL: the one that holds
/// `near`, or one beside it.
[[nodiscard]] std::optional<QString> findClone(const QString &url, const QString &near);

/// Remembers the folder in the person's settings. Fails when it is no git repository with this remote.
[[nodiscard]] base::Result<void> rememberClone(const QString &url, const QString &folder);

/// The URLs of a repository's remotes, as its configuration names them; `origin` first.
[[nodiscard]] QStringList remoteUrls(const QString &folder);

} // namespace workspace
