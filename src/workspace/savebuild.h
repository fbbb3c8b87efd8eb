#pragma once

#include "workspace/saveplan.h"

namespace workspace {

/// Builds the environments of the GitOps repository as the save would commit it, where kustomize or kubectl is on
/// `searchPath` (the process's own PATH when empty), and adds what fails to the plan's problems: blocking when the
/// build passes without the save. Builds a copy in a temporary folder; fetches nothing. Worker thread or CLI.
void checkBuilds(const WorkspaceFile &workspace, SavePlan &plan, const QString &searchPath = {});

} // namespace workspace
