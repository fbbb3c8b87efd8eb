#pragma once

#include "consolidation/families.h"

#include <string>

namespace consolidation {

/// What `rulewright-cli consolidate --format json` prints, with its last line end.
[[nodiscard]] std::string toJson(const Findings &findings);

} // namespace consolidation
