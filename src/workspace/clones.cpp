#include "workspace/clones.h"

#include "workspace/git.h"
#include "workspace/remoteurl.h"
#include "workspace/settings.h"

#include <algorithm>

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace workspace {

namespace {

/// A URL is no name for a setting: its slashes would be groups.
QString settingOf(const RemoteUrl &url)
{
    const QByteArray hash = QCryptographicHash::hash(url.name().toUtf8(), QCryptographicHash::Sha256);
    return "clones/" + QString::fromLatin1(hash.toHex().left(32));
}

bool isCloneOf(const QString &folder, const RemoteUrl &wanted)
{
    const QStringList urls = remoteUrls(folder);
    return std::ranges::any_of(urls, [&](const QString &url) { return remoteUrl(url) == wanted; });
}

} // namespace

QStringList remoteUrls(const QString &folder)
{
    const base::Result<GitOutput> output = Git(folder).run({"config", "-z", "--get-regexp", "^remote\\..*\\.url$"});
    if (!output || output->exitCode != 0)
        return {};
    QStringList urls;
    for (const QByteArray &line : output->standardOutput.split('\0')) {
        const qsizetype end = line.indexOf('\n');
        if (end < 0)
            continue;
        const QString url = QString::fromUtf8(line.mid(end + 1));
        if (line.startsWith("remote.origin."))
            urls.prepend(url);
        else
            urls.append(url);
    }
    return urls;
}

std::optional<QString> findClone(const QString &url, const QString &near)
{
    const RemoteUrl wanted = remoteUrl(url);
    if (!wanted.isValid())
        return std::nullopt;
    const QString known = userSettings().value(settingOf(wanted)).toString();
    if (!known.isEmpty() && QFileInfo(known).isDir())
        return known;
    const base::Result<QString> own = repositoryRoot(near);
    if (own && isCloneOf(*own, wanted))
        return *own;
    QDir beside(own ? *own : near);
    if (!beside.cdUp())
        return std::nullopt;
    constexpr qsizetype mostFolders = 200;
    QStringList names = beside.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Readable, QDir::Name);
    // The usual name first: most often nothing else has to be asked.
    std::stable_partition(names.begin(), names.end(), [&](const QString &name) { return name == wanted.folderName(); });
    for (const QString &name : names.mid(0, mostFolders)) {
        const QString folder = beside.filePath(name);
        if (QFileInfo::exists(folder + "/.git") && isCloneOf(folder, wanted))
            return folder;
    }
    return std::nullopt;
}

base::Result<void> rememberClone(const QString &url, const QString &folder)
{
    const RemoteUrl wanted = remoteUrl(url);
    if (!wanted.isValid()) {
        return base::Error{
            base::ErrorKind::Invalid, {TRANSLATABLE("Core", "%1 is no URL of a repository."), {url.toStdString()}}, {}};
    }
    const base::Result<QString> root = repositoryRoot(folder);
    if (!root)
        return root.error();
    if (!isCloneOf(*root, wanted)) {
        return base::Error{base::ErrorKind::Refused,
                           {TRANSLATABLE("Core", "%1 is no clone of %2: none of its remotes has this URL."),
                            {root->toStdString(), url.toStdString()}},
                           {}};
    }
    QSettings settings = userSettings();
    settings.setValue(settingOf(wanted), *root);
    settings.sync();
    return {};
}

} // namespace workspace
