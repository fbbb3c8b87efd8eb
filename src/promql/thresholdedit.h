#pragma once

#include "promql/parser.h"

#include <optional>
#include <string>

namespace promql {

/// The text of an expression that threshold() understands, with another constant in the place of its own; nothing for
/// others and for values that are not finite. All else stays byte for byte.
[[nodiscard]] std::optional<std::string> withThreshold(const Tree &tree, double value);

} // namespace promql
