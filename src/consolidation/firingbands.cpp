#include "consolidation/firingbands.h"

#include <algorithm>
#include <limits>

namespace consolidation {

namespace {

constexpr alerting::Milliseconds endless = std::numeric_limits<alerting::Milliseconds>::max();

} // namespace

bool containedIn(const std::vector<alerting::Band> &inner, const std::vector<alerting::Band> &outer)
{
    return std::ranges::all_of(inner, [&](const alerting::Band &band) {
        return std::ranges::any_of(outer, [&](const alerting::Band &other) {
            return other.begin <= band.begin && other.end.value_or(endless) >= band.end.value_or(endless);
        });
    });
}

bool meetsAny(const alerting::Band &band, const std::vector<alerting::Band> &others)
{
    return std::ranges::any_of(others, [&](const alerting::Band &other) {
        return other.begin < band.end.value_or(endless) && band.begin < other.end.value_or(endless);
    });
}

std::size_t firingsWithin(const alerting::RuleHistory &history)
{
    std::size_t count = 0;
    for (const alerting::AlertHistory &alert : history.alerts)
        count += alert.firing.size();
    return count;
}

} // namespace consolidation
