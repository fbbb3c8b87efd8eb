#pragma once

#include "base/text.h"
#include "deployment/manifest.h"

#include <optional>
#include <string>

namespace deployment {

/// Why a build of `folder`, the environment `name`, is not known to read files of this repository only; nothing when it
/// is. Every kustomization that the build reaches has to be readable here, to use only keys that neither fetch nor run
/// anything, and to name only paths within the repository that no builder takes for an address.
[[nodiscard]] std::optional<base::Text> reasonNotToBuild(const Repository &repository, const std::string &folder,
                                                         const std::string &name);

} // namespace deployment
