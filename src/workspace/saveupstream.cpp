#include "workspace/saveupstream.h"

#include "workspace/git.h"

namespace workspace {

namespace {

QString line(const base::Result<GitOutput> &output)
{
    return output && output->exitCode == 0 ? QString::fromUtf8(output->standardOutput).trimmed() : QString();
}

UpstreamUpdate update(const QString &role, const QString &root)
{
    UpstreamUpdate result{role, root, false, {}, {}};
    const Git git(root);
    const base::Result<RepositoryStatus> before = git.status();
    if (!before || before->branch.isEmpty())
        return result;
    if (!before->hasUpstream && line(git.run({"config", "--get", "branch." + before->branch + ".remote"})).isEmpty())
        return result;
    const std::string branch = before->branch.toStdString();
    if (const base::Result<void> fetched = fetchUpstream(root); !fetched) {
        result.text = {
            TRANSLATABLE("Core", "The upstream of %1 in %2 could not be fetched; what was fetched last counts."),
            {branch, root.toStdString()}};
        result.detail = fetched.error().detail;
        return result;
    }
    const base::Result<RepositoryStatus> fetched = git.status();
    if (!fetched)
        return result;
    if (fetched->behind == 0) {
        result.current = true;
        return result;
    }
    const std::string upstream =
        line(git.run({"rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"})).toStdString();
    if (fetched->ahead > 0) {
        result.text = {
            TRANSLATABLE("Core", "%1 in %2 and its upstream %3 have both gone on. Rebase or merge it by hand."),
            {branch, root.toStdString(), upstream}};
        return result;
    }
    const base::Result<GitOutput> merged = git.run({"merge", "--ff-only", "--quiet", "@{upstream}"});
    if (merged && merged->exitCode == 0) {
        result.current = true;
        result.text = {TRANSLATABLE("Core", "%1 in %2 was brought up to date with %3; new commits: %4."),
                       {branch, root.toStdString(), upstream, std::to_string(fetched->behind)}};
        return result;
    }
    result.text = {TRANSLATABLE("Core", "%1 in %2 could not be brought up to date with %3."),
                   {branch, root.toStdString(), upstream}};
    result.detail = merged ? merged->standardError.trimmed().toStdString() : merged.error().detail;
    return result;
}

} // namespace

base::Result<void> fetchUpstream(const QString &root)
{
    const Git git(root);
    const QString branch = line(git.run({"symbolic-ref", "--quiet", "--short", "HEAD"}));
    const QString remote = line(git.run({"config", "--get", "branch." + branch + ".remote"}));
    const base::Result<QByteArray> fetched =
        git.output({"fetch", "--quiet", "--no-recurse-submodules", remote.isEmpty() ? QString("origin") : remote});
    return fetched ? base::Result<void>() : fetched.error();
}

std::vector<UpstreamUpdate> bringUpToDate(const WorkspaceFile &workspace)
{
    std::vector<UpstreamUpdate> updates;
    if (!workspace.missing.empty())
        return updates;
    for (const auto &[role, folder] : {std::pair("source", workspace.source), std::pair("gitops", workspace.gitops)}) {
        const base::Result<QString> root = repositoryRoot(folder);
        if (root && (updates.empty() || updates.front().root != *root))
            updates.push_back(update(role, *root));
    }
    return updates;
}

} // namespace workspace
