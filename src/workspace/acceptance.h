#pragma once

#include "workspace/workspacefile.h"

#include <QString>

/// Nothing that a workspace file names is contacted, sent or run before the person accepted it, once for each content.
/// Any thread.
namespace workspace {

/// What the person is asked about, a line for each endpoint (its address, the command that opens the way to it, the
/// secrets and headers it sends) and each environment that is built; empty when the file names nothing of the kind.
[[nodiscard]] QStringList namedInWorkspace(const WorkspaceFile &file);

/// The person accepted exactly this content of this file, or there is nothing to accept.
[[nodiscard]] bool isAccepted(const WorkspaceFile &file);
/// Remembers it in the person's settings.
void accept(const WorkspaceFile &file);

} // namespace workspace
