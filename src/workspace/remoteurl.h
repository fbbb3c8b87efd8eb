#pragma once

#include <QString>

namespace workspace {

/// Where a git remote is, apart from how it is reached: `git@github.com:acme/shop.git` and
/// `https://ada@github.com/acme/shop` are the same.
struct RemoteUrl
{
    /// Lower case, with a port that is not the protocol's usual one; empty for a local path.
    QString host;
    /// Without leading slash, trailing slash and `.git`.
    QString path;

    friend bool operator==(const RemoteUrl &, const RemoteUrl &) = default;

    [[nodiscard]] bool isValid() const { return !path.isEmpty(); }
    /// `host/path`: a name for people and settings.
    [[nodiscard]] QString name() const { return host + '/' + path; }
    /// The last part of the path, as `git clone` names the folder.
    [[nodiscard]] QString folderName() const { return path.section('/', -1); }
};

/// A URL with a scheme or a helper, or `[user@]host:path`; not a path of this machine.
[[nodiscard]] bool looksLikeRemote(const QString &text);

/// Invalid when the text names no remote host, or one through a helper program (`ext::…`).
[[nodiscard]] RemoteUrl remoteUrl(const QString &text);

} // namespace workspace
