#pragma once

#include "workspace/git.h"
#include "workspace/twinhistory.h"
#include "workspace/workspacefile.h"
#include "yaml/twin.h"

#include <QString>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace workspace {

/// One file that a save writes, with the bytes before and after.
struct PlannedFile
{
    /// Relative to its repository, `/` separated.
    QString path;
    /// On disk (in the work tree) when the plan was made; nothing when the file is new.
    std::optional<std::string> before;
    /// Nothing when the save deletes the file.
    std::optional<std::string> after;
    /// The committed text the shown diff is against.
    std::optional<std::string> head;
    /// For a file of the GitOps side: the source file whose edit it carries.
    QString twinOf;
    /// The twin becomes the source file as a whole, because somebody chose so: the lines that only it has and loses.
    std::vector<std::string> losesLines = {};
    /// For a twin: changes that were committed to the source before are not in `after`. The commit says so.
    bool leavesOut = false;

    /// Unified diff from `head` to `after` with three lines of context.
    [[nodiscard]] std::string diff() const;
};

/// What the save would do in one repository.
struct PlannedRepository
{
    /// "source" or "gitops".
    QString role;
    QString root;
    /// refs/heads/…
    QString ref;
    QString headId;
    std::vector<PlannedFile> files;
    /// Names of the hooks that git would run for this commit.
    QStringList hooks = {};
};

/// Why a save cannot go on, and what it would overwrite: shown before anything is written.
struct PlanProblem
{
    enum class Kind {
        /// The repository cannot take a commit now: missing, bare, detached, in a merge, no identity, read-only.
        Repository,
        /// Behind its upstream: blocks only a save to the current branch.
        Behind,
        /// A change that the save would mix up with its own: staged parts, an uncommitted twin, unsaved text.
        Uncommitted,
        /// The twin cannot take the change: `conflict` says why, where it is known.
        Conflict,
        MissingTwin,
        /// New or deleted: part of the save only when it is included.
        NotIncluded,
        /// Commits of the source that a twin lacks: SavePlan::histories lists them. Part of the save only on request.
        NotTransferred,
        /// A file that is not written on principle: a link, binary data, read-only.
        Refused,
    };
    Kind kind = Kind::Repository;
    base::Text text;
    /// Blocks the save; else a warning.
    bool blocking = true;
    QString role;
    /// Relative to the repository; empty when it concerns all of it.
    QString path;
    std::optional<yaml::TwinConflict> conflict;
    /// Absolute; for conflicts.
    QString file = {};
};

/// Edits of files that are still in buffers: absolute path and text to be saved.
struct BufferedFile
{
    QString path;
    std::string text;
};

/// What a person decided about one twin.
struct TwinChoice
{
    enum class Kind {
        /// The edit is carried; `decisions` settle its conflicts.
        Carry,
        /// The twin becomes the source file as a whole.
        CopySource,
        /// The twin stays as it is.
        LeaveTwin,
        /// The twin becomes `text`.
        Text,
    };
    Kind kind = Kind::Carry;
    yaml::TwinDecisions decisions = {};
    std::string text = {};
    /// The edit begins where the two last had the same, so that what was committed to the source meanwhile comes along.
    bool catchUp = false;
};

/// By the twin's absolute path.
using TwinChoices = std::map<QString, TwinChoice>;

/// Everything a two-repository save will do; made without writing anything.
struct SavePlan
{
    std::vector<PlannedRepository> repositories;
    std::vector<PlanProblem> problems;
    /// Of each twin whose source changes, and of each that lacks changes of its source.
    std::vector<TwinHistory> histories = {};
    /// The source commit that the twins come from, when the plan commits to the GitOps repository only.
    QString sourceId = {};

    /// No file would change.
    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool blocked(bool toNewBranch = false) const;
};

/// Takes the mapped source files that differ from HEAD (buffers over disk), and carries their change to their twins by
/// YAML path. Untracked files and deletions only when listed in `include` (absolute paths). Runs git: worker thread or
/// CLI.
[[nodiscard]] base::Result<SavePlan> planSave(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers,
                                              const QStringList &include = {}, const TwinChoices &choices = {});

/// The choices with which all twins of the plan catch up with what was committed to their sources.
[[nodiscard]] TwinChoices catchUpChoices(const SavePlan &plan);

struct SaveOptions
{
    QString message;
    /// A new branch to commit to in both repositories, checked out by the save; empty for the current ones.
    QString branch;
    bool push = false;
    /// What a review found, for the description of pull requests; may be empty.
    QString review = {};
    /// Called in the worker thread before each step that changes something; a test ends the process there.
    std::function<void(const char *step)> onStep;
};

struct SavedCommit
{
    QString role;
    QString root;
    QString commitId;
    bool pushed = false;
    /// Where a pull request for the pushed branch is opened; empty when there is no such place, or nothing was pushed.
    QString pullRequest = {};
};

struct SaveResult
{
    /// The Rulewright-Save trailer.
    QString id;
    std::vector<SavedCommit> commits;
    /// Why a push that was asked for did not happen, by role; the commits stand.
    std::vector<std::pair<QString, base::Error>> pushErrors;
};

/// Writes and commits in all repositories of the plan, or in none: on an error all files and branches are as before.
/// Worker thread or CLI.
[[nodiscard]] base::Result<SaveResult> executeSave(const SavePlan &plan, const SaveOptions &options);

/// What an interrupted save left behind and what was done about it.
struct Recovery
{
    enum class Outcome { Nothing, Finished, Undone, InProgress, Failed };
    Outcome outcome = Outcome::Nothing;
    base::Text text;
};

/// Finishes or undoes an interrupted save that touches one of these repositories. Worker thread or CLI.
[[nodiscard]] Recovery recoverSave(const QStringList &repositoryRoots);

} // namespace workspace
