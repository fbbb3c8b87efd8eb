#pragma once

#include "alerting/seriessource.h"

#include <optional>
#include <string>
#include <vector>

/// What the history of a counter says of asking for its increase(). Inside src/consolidation only.
namespace consolidation {

struct CounterHistory
{
    /// Series that begin within the range with events already, whose first events no increase() sees.
    std::size_t births = 0;
    double unseen = 0;
    /// The earliest of them: Unix seconds, and its labels.
    std::optional<double> firstBirth;
    alerting::Labels firstBorn;
    /// Series that were away for longer than the lookback and came back with what they had.
    std::size_t returns = 0;
    /// It falls to values above 0 too often to be a counter that starts again.
    bool fallsLikeGauge = false;
};

/// `series` of a range query with `step` seconds between its points; the endpoint has data from `begin` (Unix seconds)
/// on.
[[nodiscard]] CounterHistory counterHistory(const std::vector<alerting::Series> &series, double begin, double step);

} // namespace consolidation
