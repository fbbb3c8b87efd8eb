#include "workspace/savepush.h"

#include "workspace/pullrequest.h"

#include <algorithm>

namespace workspace::save {

namespace {

/// How one branch is pushed.
struct Push
{
    const JournalRepository *repository = nullptr;
    QString branch;
    QString remote;
    QStringList command;
    /// What stopped it; empty: nothing.
    std::string refusal = {};
    base::ErrorKind kind = base::ErrorKind::Io;
    bool done = false;
};

QString configured(const Git &git, const QString &key)
{
    const base::Result<GitOutput> value = git.run({"config", "--get", key});
    return value && value->exitCode == 0 ? QString::fromUtf8(value->standardOutput).trimmed() : QString();
}

Push pushOf(const JournalRepository &repository)
{
    Push push;
    push.repository = &repository;
    push.branch = QString(repository.ref).remove("refs/heads/");
    const Git git = repository.git();
    const QString own = configured(git, "branch." + push.branch + ".remote");
    push.remote = configured(git, "branch." + push.branch + ".pushRemote");
    if (push.remote.isEmpty())
        push.remote = configured(git, "remote.pushDefault");
    if (push.remote.isEmpty())
        push.remote = own;
    // A new branch goes where the one it left comes from.
    if (push.remote.isEmpty())
        push.remote = configured(git, "branch." + QString(repository.headRef).remove("refs/heads/") + ".remote");
    const QString merge = configured(git, "branch." + push.branch + ".merge");
    const bool tracked = !own.isEmpty() && !merge.isEmpty();
    if (push.remote.isEmpty())
        push.remote = "origin";
    push.command = {"push", "--quiet"};
    if (!tracked)
        push.command += "--set-upstream";
    push.command += {push.remote, repository.ref + ':' + (tracked ? merge : repository.ref)};
    return push;
}

void run(Push &push, const QStringList &options)
{
    QStringList command = push.command;
    for (const QString &option : options)
        command.insert(1, option);
    const base::Result<QByteArray> output = push.repository->git().output(command);
    if (output)
        return;
    push.kind = output.error().kind;
    push.refusal = output.error().detail.empty() ? output.error().text.english() : output.error().detail;
}

QString cd(const JournalRepository &repository)
{
    QString root = repository.root;
    return "git -C '" + root.replace('\'', "'\\''") + "' ";
}

/// The commands that lead on, and those that lead back. A merge keeps the source commit's id, which the GitOps commit
/// names; a rebase would not.
std::string wayOn(const Push &push, const std::vector<Push> &all)
{
    // Pulling helps where the branch has moved, not where a hook or a protected branch says no.
    const bool moved = push.refusal.find("[rejected]") != std::string::npos;
    QString text = "To go on:  " + (moved ? cd(*push.repository) + "pull --no-rebase && " : QString()) +
                   cd(*push.repository) + push.command.join(' ');
    for (const Push &other : all) {
        if (other.done)
            text += "\nTo go back: " + cd(*other.repository) + "revert --no-edit " + other.repository->newId.left(12) +
                    " && " + cd(*other.repository) + other.command.join(' ');
    }
    if (std::ranges::any_of(all, &Push::done)) {
        text += "\nand also:   " + cd(*push.repository) + "reset --keep " + push.repository->newId.left(12) + "~1";
    } else {
        for (const Push &other : all)
            text += "\nTo go back: " + cd(*other.repository) + "reset --soft HEAD~1";
    }
    return text.toStdString();
}

/// What pull requests into this repository usually go to: the branch that the new one left, else the remote's default.
QString targetBranch(const Push &push)
{
    const Git git = push.repository->git();
    const base::Result<GitOutput> head =
        git.run({"symbolic-ref", "--quiet", "--short", "refs/remotes/" + push.remote + "/HEAD"});
    if (head && head->exitCode == 0)
        return QString::fromUtf8(head->standardOutput).trimmed().section('/', 1);
    const QString left = QString(push.repository->headRef).remove("refs/heads/");
    return left == push.branch ? QString("main") : left;
}

} // namespace

void pushBranches(const Journal &journal, const SaveOptions &options, SaveResult &result)
{
    std::vector<Push> pushes;
    for (const JournalRepository &repository : journal.repositories)
        pushes.push_back(pushOf(repository));
    // A push that one side refuses should not leave the other side alone up there: both are asked first.
    for (Push &push : pushes)
        run(push, {"--dry-run"});
    const bool allowed = std::ranges::all_of(pushes, [](const Push &push) { return push.refusal.empty(); });
    for (std::size_t i = 0; allowed && i < pushes.size(); ++i) {
        if (i > 0 && !pushes[i - 1].refusal.empty())
            break;
        run(pushes[i], {});
        pushes[i].done = pushes[i].refusal.empty();
    }
    for (const Push &push : pushes) {
        const std::string branch = push.branch.toStdString();
        const std::string root = push.repository->root.toStdString();
        if (!push.done) {
            const bool own = !push.refusal.empty();
            base::Text text =
                own ? base::Text(TRANSLATABLE("Core", "The commits are made, but %1 in %2 was not pushed."),
                                 {branch, root})
                    : base::Text(TRANSLATABLE("Core",
                                              "The commits are made, but %1 in %2 was not pushed, because the other "
                                              "repository's push was refused."),
                                 {branch, root});
            std::string detail = own ? push.refusal + "\n" + wayOn(push, pushes) : std::string();
            result.pushErrors.emplace_back(push.repository->role,
                                           base::Error{push.kind, std::move(text), std::move(detail)});
            continue;
        }
        const auto commit = std::ranges::find(result.commits, push.repository->root, &SavedCommit::root);
        commit->pushed = true;
        const Git git = push.repository->git();
        const base::Result<GitOutput> url = git.run({"remote", "get-url", push.remote});
        const QString remote = url ? QString::fromUtf8(url->standardOutput).trimmed() : QString();
        const QString target = targetBranch(push);
        if (target == push.branch)
            continue;
        QString description = options.message.trimmed().section('\n', 1).trimmed();
        if (!options.review.isEmpty())
            description += (description.isEmpty() ? "" : "\n\n") + options.review;
        if (!description.isEmpty())
            description += "\n\n";
        description += "Rulewright-Save: " + journal.id;
        for (const JournalRepository &other : journal.repositories) {
            if (&other != push.repository)
                description += '\n' + other.role + ": " + other.newId;
        }
        commit->pullRequest =
            pullRequestUrl(remote, forgeOf(remote, configured(git, "rulewright.forge")),
                           {push.branch, target, options.message.trimmed().section('\n', 0, 0), description});
    }
}

} // namespace workspace::save
