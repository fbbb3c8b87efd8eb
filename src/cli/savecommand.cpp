#include "cli/savecommand.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "workspace/clones.h"
#include "workspace/savebuild.h"
#include "workspace/saveplan.h"
#include "workspace/saveupstream.h"

#include <array>
#include <ostream>

#include <QFileInfo>

namespace cli {

namespace {

void say(std::ostream &err, const base::Text &text)
{
    err << "rulewright-cli save: " << text.english() << '\n';
}

/// False when another save is at work or an old one cannot be put right.
bool recover(const workspace::WorkspaceFile &file, std::ostream &err)
{
    QStringList roots;
    for (const QString &folder : {file.source, file.gitops}) {
        const base::Result<QString> root = workspace::repositoryRoot(folder);
        if (root && !roots.contains(*root))
            roots += *root;
    }
    const workspace::Recovery recovery = workspace::recoverSave(roots);
    using Outcome = workspace::Recovery::Outcome;
    if (recovery.outcome != Outcome::Nothing)
        say(err, recovery.text);
    return recovery.outcome != Outcome::InProgress && recovery.outcome != Outcome::Failed;
}

void printPlan(const workspace::SavePlan &plan, const QString &branch, const QString &message, std::ostream &out)
{
    for (const workspace::PlannedRepository &repository : plan.repositories) {
        const QString target = branch.isEmpty() ? QString(repository.ref).remove("refs/heads/") : branch;
        out << repository.role.toStdString() << ": " << repository.root.toStdString() << ", branch "
            << target.toStdString() << '\n';
        if (!repository.hooks.isEmpty())
            out << "hooks: " << repository.hooks.join(", ").toStdString() << '\n';
        for (const workspace::PlannedFile &file : repository.files)
            out << file.diff();
    }
    constexpr qsizetype shortId = 12;
    for (const workspace::TwinHistory &history : plan.histories) {
        out << history.twin.toStdString() << ": ";
        if (history.ground == workspace::TwinHistory::Ground::Unknown)
            out << "when it last had all of " << history.source.toStdString() << " is not known. "
                << history.unknown.english() << '\n';
        else if (history.ground == workspace::TwinHistory::Ground::SameChanges)
            out << "never had all of " << history.source.toStdString() << "; each commit was looked for in it\n";
        else
            out << "had all of " << history.source.toStdString() << " in "
                << history.commonId.left(shortId).toStdString() << '\n';
        for (const workspace::SourceChange &change : history.notTransferred)
            out << (history.caughtUp ? "  carries " : "  lacks ") << change.commitId.left(shortId).toStdString() << ' '
                << change.subject.toStdString() << '\n';
    }
    if (!message.trimmed().isEmpty())
        out << "message: " << message.trimmed().toStdString() << '\n';
}

/// Fetches and fast-forwards; says what was done.
void update(const workspace::WorkspaceFile &file, std::ostream &err)
{
    for (const workspace::UpstreamUpdate &each : workspace::bringUpToDate(file)) {
        if (each.text.english().empty())
            continue;
        say(err, each.text);
        if (!each.detail.empty())
            err << each.detail << '\n';
    }
}

void printCommits(const workspace::SavePlan &plan, const workspace::SaveResult &result, std::ostream &out)
{
    constexpr qsizetype shortId = 12;
    for (const workspace::SavedCommit &commit : result.commits) {
        out << commit.role.toStdString() << ": " << commit.commitId.left(shortId).toStdString();
        for (const workspace::PlannedRepository &repository : plan.repositories) {
            for (const workspace::PlannedFile &file : repository.files) {
                if (repository.root == commit.root)
                    out << ' ' << file.path.toStdString();
            }
        }
        out << '\n';
    }
    out << "Rulewright-Save: " << result.id.toStdString() << '\n';
}

} // namespace

int runSave(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    constexpr std::array specs = {OptionSpec{"-m", true},
                                  OptionSpec{"--branch", true},
                                  OptionSpec{"--push"},
                                  OptionSpec{"--dry-run"},
                                  OptionSpec{"--update"},
                                  OptionSpec{"--catch-up"},
                                  OptionSpec{"--include", true, true},
                                  OptionSpec{"--repository", true, true}};
    const base::Result<Options> options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "save", options.error());
    const auto usageError = [&](const char *text) { return fail(err, "save", {base::ErrorKind::Invalid, text, {}}); };
    if (options->operands.size() > 1)
        return usageError(TRANSLATABLE("Core", "There is one workspace for each save."));
    const bool dryRun = options->has("--dry-run");
    if (!dryRun && options->value("-m").trimmed().isEmpty())
        return usageError(TRANSLATABLE("Core", "A save needs a message: -m MESSAGE."));
    for (const QString &named : options->all("--repository")) {
        const qsizetype at = named.lastIndexOf('=');
        const base::Result<void> known = workspace::rememberClone(named.left(at), named.mid(at + 1));
        if (!known)
            return fail(err, "save", known.error());
    }
    const base::Result<workspace::WorkspaceFile> file = workspace::readWorkspaceFile(options->operands.value(0, "."));
    if (!file)
        return fail(err, "save", file.error());
    if (!dryRun && !recover(*file, err))
        return CouldNotRun;
    const QString branch = options->value("--branch");
    // A new branch starts at the upstream as it is now; a dry run changes nothing, not even what was fetched.
    if (!dryRun && (options->has("--update") || !branch.isEmpty()))
        update(*file, err);
    QStringList include;
    for (const QString &path : options->all("--include"))
        include += QFileInfo(path).absoluteFilePath();
    base::Result<workspace::SavePlan> plan = workspace::planSave(*file, {}, include);
    if (plan && options->has("--catch-up"))
        plan = workspace::planSave(*file, {}, include, workspace::catchUpChoices(*plan));
    if (!plan)
        return fail(err, "save", plan.error());
    workspace::checkBuilds(*file, *plan);
    for (const workspace::PlanProblem &problem : plan->problems)
        say(err, problem.text);
    if (plan->blocked(!branch.isEmpty())) {
        say(err, TRANSLATABLE("Core", "Nothing was changed in either repository."));
        return CouldNotRun;
    }
    if (plan->empty()) {
        out << "There is nothing to save.\n";
        return Fine;
    }
    const bool twoRepositories = file->gitops != file->source;
    const QString onlyRole = plan->repositories.size() == 1 ? plan->repositories.front().role : QString();
    if (dryRun) {
        printPlan(*plan, branch, options->value("-m"), out);
    } else {
        workspace::SaveOptions save;
        save.message = options->value("-m");
        save.branch = branch;
        save.push = options->has("--push");
        const base::Result<workspace::SaveResult> result = workspace::executeSave(*plan, save);
        if (!result)
            return fail(err, "save", result.error());
        printCommits(*plan, *result, out);
        for (const workspace::SavedCommit &commit : result->commits) {
            if (!commit.pullRequest.isEmpty())
                out << commit.role.toStdString() << " pull request: " << commit.pullRequest.toStdString() << '\n';
        }
        for (const auto &[role, error] : result->pushErrors)
            fail(err, "save", error);
        if (!result->pushErrors.empty())
            return ProblemsFound;
    }
    if (twoRepositories && !onlyRole.isEmpty())
        out << "Only the " << onlyRole.toStdString() << " repository changes.\n";
    return Fine;
}

} // namespace cli
