#pragma once

#include "alerting/alertstate.h"
#include "backtest/tickvalues.h"

namespace backtest {

/// A firing that begins so soon after the one before it ended is a flap.
inline constexpr Milliseconds flapGap = 15LL * 60 * 1000;

/// Of one identity over the reported ticks.
struct AlertStatistics
{
    /// Share of the ticks at which it fires.
    double share = 0;
    std::size_t firings = 0;
    /// A firing that is still open is counted up to behind the last tick.
    Milliseconds longest = 0;
    std::size_t flaps = 0;
};

[[nodiscard]] AlertStatistics statisticsOf(const alerting::AlertHistory &alert, const Ticks &ticks, Milliseconds from);

/// Of all identities: the largest `longest`, the sums of the others; the share is the rule's.
[[nodiscard]] AlertStatistics statisticsOf(const alerting::RuleHistory &history, const Ticks &ticks, Milliseconds from);

} // namespace backtest
