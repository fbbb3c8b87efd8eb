#include "workspace/remoteurl.h"

#include <QRegularExpression>
#include <QUrl>

namespace workspace {

namespace {

QString bareRepositoryPath(QString path)
{
    while (path.startsWith('/'))
        path.remove(0, 1);
    while (path.endsWith('/'))
        path.chop(1);
    if (path.endsWith(".git"))
        path.chop(4);
    return path;
}

int usualPort(const QString &scheme)
{
    constexpr int ssh = 22;
    constexpr int https = 443;
    constexpr int http = 80;
    constexpr int git = 9418;
    return scheme.contains("ssh") ? ssh
           : scheme == "https"    ? https
           : scheme == "http"     ? http
           : scheme == "git"      ? git
                                  : -1;
}

} // namespace

bool looksLikeRemote(const QString &text)
{
    static const QRegularExpression scheme("^[A-Za-z][A-Za-z0-9+.-]*://");
    static const QRegularExpression scp("^([^/@:]+@)?[^/@:]+:(?!//)[^:]+$");
    static const QRegularExpression helper("^[A-Za-z0-9+.-]+::");
    return scheme.match(text).hasMatch() || scp.match(text).hasMatch() || helper.match(text).hasMatch();
}

RemoteUrl remoteUrl(const QString &text)
{
    if (!looksLikeRemote(text))
        return {};
    if (text.contains("::"))
        return {};
    if (!text.contains("://")) {
        const QString host = text.section(':', 0, 0).section('@', -1).toLower();
        return {host, bareRepositoryPath(text.section(':', 1))};
    }
    const QUrl url(text);
    static const QStringList known = {"https", "http", "ssh", "git+ssh", "ssh+git", "git"};
    if (!known.contains(url.scheme()) || url.host().isEmpty())
        return {};
    // Servers offer ssh and https on ports of their own: a usual port says nothing, another one belongs to the name
    // only where the protocols share it.
    const bool usual = url.port() < 0 || url.port() == usualPort(url.scheme()) || url.scheme().contains("ssh");
    const QString host = usual ? url.host() : url.host() + ':' + QString::number(url.port());
    return {host.toLower(), bareRepositoryPath(url.path())};
}

} // namespace workspace
