#pragma once

#include "workspace/savefiles.h"
#include "workspace/savejournal.h"
#include "workspace/saveplan.h"

#include <QStringList>

#include <vector>

/// The two ways a save can end. Both may be repeated: what is done already is found done. Inside src/workspace only.
namespace workspace::save {

/// Keeps every other save and recovery away from these repositories while it lives.
using RepositoryLocks = std::vector<ProcessLock>;
[[nodiscard]] base::Result<RepositoryLocks> lockRepositories(const std::vector<JournalRepository> &repositories);

/// What undoing a save met besides its own work.
struct Undone
{
    /// Neither as before nor as the save wrote them: somebody else's, they stay.
    QStringList left;
    /// Where the texts are that hooks had made of files when the save died.
    QStringList copies;
};

/// Takes branches, files and locks back to what the journal found. The journal stays.
[[nodiscard]] base::Result<void> undoSave(const Journal &journal, Undone &undone);

/// Moves the branches that have not moved, installs the new indexes, releases the locks. The journal stays.
[[nodiscard]] base::Result<void> finishSave(const Journal &journal);

/// Temporary files of the save; the last thing before the journal goes.
void removeWorkFiles(const Journal &journal);

/// Finishes or undoes what a dead process left, and removes the journal. The caller holds the locks.
[[nodiscard]] Recovery settleJournal(const Journal &journal);

} // namespace workspace::save
