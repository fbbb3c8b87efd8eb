#pragma once

#include "alerting/alertstate.h"
#include "backtest/tickvalues.h"

#include <span>
#include <vector>

namespace backtest {

/// One cell of a what-if table.
struct WhatIf
{
    Milliseconds forDuration = 0;
    double threshold = 0;
    double firingRatio = 0;
    std::size_t firings = 0;
};

/// The alert for every threshold and `for`, thresholds outermost, from the values of the compared operand: no query is
/// needed. `values` must begin early enough for the longest `for`. Any thread; about as long as one simulation each.
[[nodiscard]] std::vector<WhatIf> whatIf(const alerting::AlertSpec &alert, const TickValues &operand,
                                         promql::BinaryOp op, std::span<const double> thresholds,
                                         std::span<const Milliseconds> forDurations, Milliseconds reportFrom,
                                         const alerting::LabelExpander &expand = {});

/// The same for an expression that is no comparison with a constant: `values` are its own, only `for` varies.
[[nodiscard]] std::vector<WhatIf> whatIf(const alerting::AlertSpec &alert, const TickValues &values,
                                         std::span<const Milliseconds> forDurations, Milliseconds reportFrom,
                                         const alerting::LabelExpander &expand = {});

/// Round durations around a rule's own, which is among them: none, shorter and longer ones.
[[nodiscard]] std::vector<Milliseconds> forDurationsAround(Milliseconds own, Milliseconds interval);

/// Round thresholds around a rule's own, which is among them, ascending.
[[nodiscard]] std::vector<double> thresholdsAround(double own);

} // namespace backtest
