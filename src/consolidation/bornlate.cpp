#include "consolidation/bornlate.h"

#include <algorithm>

namespace consolidation {

namespace {

/// Points that an instant query still answers with an older sample lie closer together.
constexpr double lookback = 300;
/// A scrape more, for targets that are seen late.
constexpr double slack = 30;

} // namespace

CounterHistory counterHistory(const std::vector<alerting::Series> &series, double begin, double step)
{
    CounterHistory history;
    const double gap = std::max(lookback + slack, step * 1.5);
    // What is there at the beginning was scraped within the lookback before.
    const double late = std::max(2 * slack, step * 1.5);
    std::size_t changes = 0;
    std::size_t falls = 0;
    for (const alerting::Series &each : series) {
        const alerting::Sample *previous = nullptr;
        for (const alerting::Sample &sample : each.samples) {
            const bool away = previous && sample.time - previous->time > gap;
            if (!previous && sample.time - begin > late && sample.value > 0) {
                ++history.births;
                history.unseen += sample.value;
                if (!history.firstBirth || sample.time < *history.firstBirth) {
                    history.firstBirth = sample.time;
                    history.firstBorn = each.labels;
                }
            }
            history.returns += away && sample.value > 0 ? 1 : 0;
            if (previous && sample.value != previous->value) {
                ++changes;
                falls += sample.value > 0 && sample.value < previous->value ? 1 : 0;
            }
            previous = &sample;
        }
    }
    constexpr std::size_t mostRestarts = 2;
    history.fallsLikeGauge = falls > mostRestarts && falls * 4 >= changes;
    return history;
}

} // namespace consolidation
