#include "backtest/whatif.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backtest {

namespace {

WhatIf cellOf(alerting::AlertSpec alert, const TickValues &values, Milliseconds forDuration, double threshold,
              Milliseconds reportFrom, const alerting::LabelExpander &expand)
{
    alert.forDuration = forDuration;
    const alerting::RuleHistory history = simulate(alert, values, reportFrom, expand);
    return {forDuration, threshold, history.firingRatio(), history.firings()};
}

} // namespace

std::vector<WhatIf> whatIf(const alerting::AlertSpec &alert, const TickValues &operand, promql::BinaryOp op,
                           std::span<const double> thresholds, std::span<const Milliseconds> forDurations,
                           Milliseconds reportFrom, const alerting::LabelExpander &expand)
{
    std::vector<WhatIf> cells;
    for (const double threshold : thresholds) {
        const TickValues values = compared(operand, op, threshold);
        for (const Milliseconds duration : forDurations)
            cells.push_back(cellOf(alert, values, duration, threshold, reportFrom, expand));
    }
    return cells;
}

std::vector<WhatIf> whatIf(const alerting::AlertSpec &alert, const TickValues &values,
                           std::span<const Milliseconds> forDurations, Milliseconds reportFrom,
                           const alerting::LabelExpander &expand)
{
    std::vector<WhatIf> cells;
    for (const Milliseconds duration : forDurations)
        cells.push_back(cellOf(alert, values, duration, 0, reportFrom, expand));
    return cells;
}

std::vector<Milliseconds> forDurationsAround(Milliseconds own, Milliseconds interval)
{
    constexpr Milliseconds minute = 60000;
    constexpr std::array<Milliseconds, 9> usual = {0,           minute,      2 * minute,  5 * minute,  10 * minute,
                                                   15 * minute, 30 * minute, 60 * minute, 120 * minute};
    // The nearest two on either side that the interval can tell apart.
    std::vector<Milliseconds> durations;
    std::vector<Milliseconds> longer;
    for (const Milliseconds each : usual) {
        if (each < own && own - each >= interval)
            durations.push_back(each);
        else if (each > own && each - own >= interval)
            longer.push_back(each);
    }
    constexpr std::size_t eachSide = 2;
    // No `for` at all is always worth knowing.
    if (durations.size() > eachSide)
        durations = {durations.front(), durations.back()};
    durations.push_back(own);
    longer.resize(std::min(longer.size(), eachSide));
    durations.insert(durations.end(), longer.begin(), longer.end());
    return durations;
}

std::vector<double> thresholdsAround(double own)
{
    constexpr std::array<double, 5> factors = {0.5, 0.8, 1, 1.25, 2};
    if (own == 0 || !std::isfinite(own))
        return {own};
    std::vector<double> thresholds;
    for (const double factor : factors) {
        const double exact = own * factor;
        // Two digits are enough for a question; the rule's own threshold stays as it is.
        const double unit = std::pow(10, std::floor(std::log10(std::abs(exact))) - 1);
        const double round = unit >= 1 ? std::round(exact / unit) * unit : std::round(exact / unit) / (1 / unit);
        const double threshold = factor == 1 ? own : round;
        if (std::ranges::find(thresholds, threshold) == thresholds.end())
            thresholds.push_back(threshold);
    }
    std::ranges::sort(thresholds);
    return thresholds;
}

} // namespace backtest
