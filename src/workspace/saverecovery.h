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

/// Takes branches, files and locks back to what the journal found. A file that is neither as before nor as the save
/// wrote it belongs to somebody else: it stays and is named in `kept`. The journal stays.
[[nodiscard]] base::Result<void> undoSave(const Journal &journal, QStringList &kept);

/// Moves the branches that have not moved, installs the new indexes, releases the locks. The journal stays.
[[nodiscard]] base::Result<void> finishSave(const Journal &journal);

/// Temporary files of the save; the last thing before the journal goes.
void removeWorkFiles(const Journal &journal);

/// Finishes or undoes what a dead process left, and removes the journal. The caller holds the locks.
[[nodiscard]] Recovery settleJournal(const Journal &journal);

} // namespace workspace::save
