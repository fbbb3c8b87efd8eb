#include "workspace/pullrequest.h"

#include "workspace/remoteurl.h"

#include <QUrl>

namespace workspace {

namespace {

QString encoded(const QString &text, const char *keep = "")
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, keep));
}

/// Bitbucket Data Center, on a server of its own: projects and people have their repositories below them.
QString dataCenterUrl(const QString &server, QString path, const PullRequest &request)
{
    if (path.startsWith("scm/"))
        path.remove(0, 4);
    const QString owner = path.section('/', 0, -2);
    const QString folder = owner.startsWith('~') ? "users/" + encoded(owner.mid(1)) : "projects/" + encoded(owner);
    return server + '/' + folder + "/repos/" + encoded(path.section('/', -1)) +
           "/pull-requests?create&sourceBranch=" + encoded("refs/heads/" + request.branch) +
           "&targetBranch=" + encoded("refs/heads/" + request.target) + "&title=" + encoded(request.title) +
           "&description=" + encoded(request.description);
}

} // namespace

Forge forgeOf(const QString &remote, const QString &configured)
{
    const QString name = configured.isEmpty() ? remoteUrl(remote).host : configured.toLower();
    if (name.contains("github"))
        return Forge::GitHub;
    if (name.contains("gitlab"))
        return Forge::GitLab;
    if (name.contains("bitbucket"))
        return Forge::Bitbucket;
    if (name.contains("gitea") || name.contains("forgejo") || name.contains("codeberg"))
        return Forge::Gitea;
    return Forge::Unknown;
}

QString pullRequestUrl(const QString &remote, Forge forge, const PullRequest &request)
{
    const RemoteUrl url = remoteUrl(remote);
    if (!url.isValid() || forge == Forge::Unknown)
        return {};
    const bool plain = remote.startsWith("http://");
    const QString base = (plain ? "http://" : "https://") + url.host + '/' + encoded(url.path, "/");
    const QString branch = encoded(request.branch);
    const QString target = encoded(request.target);
    const QString title = encoded(request.title);
    const QString text = encoded(request.description);
    switch (forge) {
    case Forge::GitHub:
    case Forge::Gitea:
        return base + "/compare/" + encoded(request.target, "/") + "..." + encoded(request.branch, "/") +
               "?expand=1&title=" + title + "&body=" + text;
    case Forge::GitLab:
        return base + "/-/merge_requests/new?merge_request%5Bsource_branch%5D=" + branch +
               "&merge_request%5Btarget_branch%5D=" + target + "&merge_request%5Btitle%5D=" + title +
               "&merge_request%5Bdescription%5D=" + text;
    case Forge::Bitbucket:
        if (url.host != "bitbucket.org")
            return dataCenterUrl((plain ? "http://" : "https://") + url.host, url.path, request);
        return base + "/pull-requests/new?source=" + branch + "&dest=" + target + "&title=" + title +
               "&description=" + text;
    case Forge::Unknown:
        break;
    }
    return {};
}

} // namespace workspace
