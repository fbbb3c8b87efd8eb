#pragma once

#include "backtest/rulebacktest.h"

#include <optional>
#include <vector>

namespace backtest {

/// One firing of one alert, with what its notification is written for.
struct Firing
{
    /// Of the alert, as Alertmanager gets them.
    alerting::Labels labels;
    /// Of the series that made it fire, `__name__` included, and its value then.
    alerting::Labels series;
    double value = 0;
    /// The tick that it begins at, and the first one after it; empty while it is open.
    Milliseconds begin = 0;
    std::optional<Milliseconds> end;
};

/// The firings of a result in the order of time, the newest `most` of them. A firing that began before the range is
/// taken from the range's first tick on; those whose series is not among the values any more are left out. Needs the
/// result's values.
[[nodiscard]] std::vector<Firing> firingsOf(const BacktestResult &result, std::size_t most);

} // namespace backtest
