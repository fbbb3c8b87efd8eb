#pragma once

#include "promql/ast.h"

namespace alerting {

/// How many seconds before its evaluation a selector reads, by its offset; negative for later. 0 where that depends on
/// the query's range.
[[nodiscard]] double secondsBefore(const promql::Expr &selector);

/// When a selector that is evaluated at this time reads: its offset and a time behind `@` are followed.
[[nodiscard]] double readTime(const promql::Modifiers &modifiers, double time);

} // namespace alerting
