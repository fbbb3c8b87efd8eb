#pragma once

#include "base/result.h"
#include "workspace/git.h"
#include "workspace/saveplan.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <string>

/// What planSave() asks of a repository and its files before it trusts them. Inside src/workspace only.
namespace workspace::save {

/// A line of `git status`.
struct FileStatus
{
    bool tracked = true;
    /// The index holds something else than HEAD.
    bool staged = false;
    bool unmerged = false;
    bool submodule = false;
    QString indexBlob;
};

/// One of the two repositories while the plan is made.
struct Repository
{
    QString role;
    Git git;
    RepositoryStatus status;

    [[nodiscard]] QString absolute(const QString &path) const { return status.root + '/' + path; }
};

/// Opens the repository around `folder`. Problems that make a plan impossible (missing, bare) are added and give
/// nothing.
[[nodiscard]] std::optional<Repository> openRepository(const QString &role, const QString &folder,
                                                       std::vector<PlanProblem> &problems);

/// Problems of the repository as a whole, once it is known that the save would commit there.
void checkRepository(const Repository &repository, std::vector<PlanProblem> &problems);

/// The hooks of the repository that a commit runs.
[[nodiscard]] QStringList commitHooks(const Repository &repository);

/// The changed files among `paths` (relative, folders or files; untracked ones in folders one by one). Names that are
/// not UTF-8 are left out and reported.
[[nodiscard]] base::Result<std::map<QString, FileStatus>>
changedFiles(const Repository &repository, const QStringList &paths, std::vector<PlanProblem> &problems);

/// Why the save may not commit this file, if so: a link on the way, a submodule.
[[nodiscard]] std::optional<PlanProblem> refusal(const Repository &repository, const QString &path);

/// Why the save cannot write this file, if so: no permission for it or its folder.
[[nodiscard]] std::optional<PlanProblem> writeRefusal(const Repository &repository, const QString &path);

/// The bytes on disk; nothing when there is no such file. Refuses binary data and more than 64 MB.
[[nodiscard]] base::Result<std::optional<std::string>> readText(const QString &absolutePath);

} // namespace workspace::save
