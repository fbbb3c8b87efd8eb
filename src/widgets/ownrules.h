#pragma once

#include "rules/ruledocument.h"

#include <memory>
#include <vector>

namespace workspace {
class Workspace;
}

namespace widgets {

/// The rule files of the workspace but for twins: what is deployed of a file is a copy of it.
[[nodiscard]] std::vector<std::shared_ptr<const rules::RuleDocument>> ownRules(const workspace::Workspace &workspace);

} // namespace widgets
