#pragma once

#include "alerting/alertstate.h"
#include "base/result.h"
#include "promql/parser.h"

#include <optional>
#include <string>

namespace backtest {

/// An expression that returns at t what the tree's returns at t + `shift`, whatever its subqueries: every outermost
/// selector and subquery is offset, predict_linear() is told. The tree must be valid. Unsupported, with the reason, for
/// `@`, and, unless the shift is 0, for time(), timestamp() and date functions of the evaluation time.
[[nodiscard]] base::Result<std::string> shiftedInTime(const promql::Tree &tree, alerting::Milliseconds shift);

/// ` offset 1m`; nothing for 0.
[[nodiscard]] std::string offsetText(alerting::Milliseconds offset);

/// Whether it reads samples that a running server has not got yet when it evaluates `queryOffset` after the time it
/// evaluates for: by offsets below zero that reach further, or, without a query offset, by `smoothed`, which looks at
/// the sample behind.
[[nodiscard]] bool readsAhead(const promql::Expr &expr, alerting::Milliseconds queryOffset);

/// Milliseconds of a duration that depends on nothing; nothing for step() and range().
[[nodiscard]] std::optional<alerting::Milliseconds> constantDuration(const promql::DurationExpr *duration);

/// Whether the call's result depends on when it is evaluated in a way that an offset does not move.
[[nodiscard]] bool readsClock(const promql::Call &call);

} // namespace backtest
