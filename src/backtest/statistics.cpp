#include "backtest/statistics.h"

#include <algorithm>

namespace backtest {

AlertStatistics statisticsOf(const alerting::AlertHistory &alert, const Ticks &ticks, Milliseconds from)
{
    AlertStatistics statistics;
    statistics.firings = alert.firings;
    const Milliseconds behind = ticks.at(ticks.count);
    Milliseconds firing = 0;
    std::optional<Milliseconds> ended;
    for (const alerting::Band &band : alert.firing) {
        const Milliseconds length = band.end.value_or(behind) - band.begin;
        firing += length;
        statistics.longest = std::max(statistics.longest, length);
        if (ended && band.begin - *ended < flapGap)
            ++statistics.flaps;
        ended = band.end;
    }
    const Ticks reported = ticksBetween(from, behind - ticks.interval, ticks.interval, ticks.first);
    if (reported.count > 0)
        statistics.share = static_cast<double>(firing / ticks.interval) / static_cast<double>(reported.count);
    return statistics;
}

AlertStatistics statisticsOf(const alerting::RuleHistory &history, const Ticks &ticks, Milliseconds from)
{
    AlertStatistics sum;
    sum.share = history.firingRatio();
    for (const alerting::AlertHistory &alert : history.alerts) {
        const AlertStatistics each = statisticsOf(alert, ticks, from);
        sum.firings += each.firings;
        sum.longest = std::max(sum.longest, each.longest);
        sum.flaps += each.flaps;
    }
    return sum;
}

} // namespace backtest
