#pragma once

#include "deployment/finding.h"
#include "workspace/saveplan.h"

#include <vector>

namespace workspace {

/// What is to be done to files of the two repositories besides a person's own edits: taking one side of a difference,
/// registering a manifest, retiring a copy. Paths are relative to the workspace's `source` and `gitops` folders.
struct RepositoryChange
{
    /// An insertion at the start of a file that does not exist makes it.
    std::vector<deployment::FileEdit> edits;
    /// Files to delete: role and path.
    std::vector<std::pair<std::string, std::string>> removed;
};

/// A plan for executeSave() that does exactly this, made without writing anything. A file with uncommitted or unsaved
/// changes (`buffers`) blocks it. Runs git: worker thread or CLI.
[[nodiscard]] base::Result<SavePlan> planChange(const WorkspaceFile &workspace, const RepositoryChange &change,
                                                const std::vector<BufferedFile> &buffers = {});

} // namespace workspace
