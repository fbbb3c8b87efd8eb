#pragma once

#include "workspace/savejournal.h"
#include "workspace/saveplan.h"

/// What happens to the commits after the save stands. Inside src/workspace only.
namespace workspace::save {

/// Pushes all branches when all remotes would take them, else none; fills in `pushed`, the addresses of pull requests
/// and the errors with the way on. `subject` and `description` are the pull requests' texts.
void pushBranches(const Journal &journal, const SaveOptions &options, SaveResult &result);

} // namespace workspace::save
