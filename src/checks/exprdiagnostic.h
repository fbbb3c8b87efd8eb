#pragma once

#include "rules/ruledocument.h"

namespace checks {

/// A diagnostic at a part of a rule's expression, given in the expression's bytes.
[[nodiscard]] base::Diagnostic exprDiagnostic(const char *check, base::Severity severity, const rules::Rule &rule,
                                              base::ByteRange range, base::Text text);

/// The expression inside parentheses.
[[nodiscard]] const promql::Expr &withoutParens(const promql::Expr &expr);
/// Whether a function that turns counters into gauges (`rate`, `increase`, …) is called anywhere in it.
[[nodiscard]] bool callsRate(const promql::Expr &expr);
/// `rate`, `irate` or `increase`.
[[nodiscard]] bool isRate(const promql::Call &call);

} // namespace checks
