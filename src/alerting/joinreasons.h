#pragma once

#include "alerting/seriessource.h"
#include "base/text.h"
#include "promql/ast.h"

#include <vector>

namespace alerting {

/// Why an operator between two vectors that have series returns none: which matching labels share no value, and which
/// labels would match; for comparisons, that no pair passes. Cost grows with labels of one side times labels of the
/// other; the series are gone through a few times.
[[nodiscard]] std::vector<base::Text> joinReasons(const promql::BinaryExpr &node, const std::vector<Series> &left,
                                                  const std::vector<Series> &right);

} // namespace alerting
