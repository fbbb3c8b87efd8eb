#include "backtest/firings.h"

#include "alerting/alertidentity.h"

#include <algorithm>

namespace backtest {

namespace {

class Finder
{
public:
    explicit Finder(const BacktestResult &result) : m_result(result), m_expand(expanderFor(result.alert, result.server))
    {}

    /// Fills the series and value of a firing. While it is only kept firing, those of its last positive tick count.
    bool find(Firing &firing) const
    {
        const Ticks &ticks = m_result.values.ticks;
        const Milliseconds oldest = firing.begin - m_result.alert.keepFiringFor;
        for (Milliseconds tick = firing.begin; tick >= oldest && tick >= ticks.first; tick -= ticks.interval) {
            const auto index = static_cast<std::size_t>((tick - ticks.first) / ticks.interval);
            if (index < m_result.values.answers.size() && findAt(index, tick, firing))
                return true;
        }
        return false;
    }

private:
    bool findAt(std::size_t index, Milliseconds tick, Firing &firing) const
    {
        for (const alerting::AlertMachine::Value &value : m_result.values.answers[index].values) {
            if (m_result.threshold && !holds(value.value, m_result.threshold->op, m_result.threshold->value))
                continue;
            const alerting::Labels &series = m_result.values.series[value.series];
            if (!mayBe(series, firing.labels) ||
                alerting::identityLabels(m_result.alert, series, value.value, tick, m_expand) != firing.labels)
                continue;
            firing.series = series;
            firing.value = value.value;
            return true;
        }
        return false;
    }

    /// Before templates are expanded: what the rule does not set is the series' own.
    [[nodiscard]] bool mayBe(const alerting::Labels &series, const alerting::Labels &identity) const
    {
        return std::ranges::all_of(series, [&](const auto &label) {
            const auto &set = m_result.alert.labels;
            return label.first == "__name__" || label.first == "alertname" ||
                   std::ranges::binary_search(identity, label) ||
                   std::ranges::find(set, label.first, &alerting::Labels::value_type::first) != set.end();
        });
    }

    const BacktestResult &m_result;
    alerting::LabelExpander m_expand;
};

} // namespace

std::vector<Firing> firingsOf(const BacktestResult &result, std::size_t most)
{
    std::vector<Firing> firings;
    for (const alerting::AlertHistory &alert : result.history.alerts) {
        for (const alerting::Band &band : alert.firing)
            firings.push_back({alert.labels, {}, 0, band.begin, band.end});
    }
    std::ranges::stable_sort(firings, {}, &Firing::begin);
    if (firings.size() > most)
        firings.erase(firings.begin(), firings.end() - static_cast<std::ptrdiff_t>(most));
    const Finder finder(result);
    std::erase_if(firings, [&finder](Firing &firing) { return !finder.find(firing); });
    return firings;
}

} // namespace backtest
