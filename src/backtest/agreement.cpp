#include "backtest/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace backtest {

namespace {

using alerting::Band;
using alerting::Labels;

std::string valueOf(const Labels &labels, std::string_view name)
{
    const auto at = std::ranges::find(labels, name, &Labels::value_type::first);
    return at == labels.end() ? std::string() : at->second;
}

/// What of the bands lies at or after `since`.
std::vector<Band> clipped(std::vector<Band> bands, Milliseconds since)
{
    std::erase_if(bands, [since](const Band &band) { return band.end && *band.end <= since; });
    for (Band &band : bands)
        band.begin = std::max(band.begin, since);
    return bands;
}

bool withinTick(const Band &a, const Band &b, Milliseconds interval, Milliseconds last)
{
    // Open at the last tick is as good as ended right behind it.
    const Milliseconds endA = a.end.value_or(last + interval);
    const Milliseconds endB = b.end.value_or(last + interval);
    return std::abs(a.begin - b.begin) <= interval && std::abs(endA - endB) <= interval;
}

} // namespace

base::Text Agreement::text() const
{
    return {TRANSLATABLE("Core", "same within a tick in %1 of %2 firings"), {std::to_string(same), std::to_string(of)}};
}

Labels recordedLabels(const alerting::AlertSpec &alert, const Labels &identity)
{
    std::map<std::string, std::string> labels;
    for (const auto &[name, value] : alert.labels) {
        if (!value.empty())
            labels[name] = value;
    }
    for (const auto &[name, value] : identity)
        labels[name] = value;
    return {labels.begin(), labels.end()};
}

std::vector<std::pair<Labels, std::vector<Band>>> recordedFirings(const std::vector<alerting::Series> &alerts,
                                                                  const Ticks &ticks, Milliseconds since,
                                                                  Milliseconds queryOffset,
                                                                  const std::vector<Milliseconds> &unanswered)
{
    std::map<Labels, std::vector<Band>> bands;
    const Milliseconds last = ticks.at(ticks.count == 0 ? 0 : ticks.count - 1);
    const auto answeredBehind = [&](Milliseconds tick) {
        do
            tick += ticks.interval;
        while (std::ranges::binary_search(unanswered, tick));
        return tick;
    };
    for (const alerting::Series &series : alerts) {
        if (valueOf(series.labels, "alertstate") != "firing")
            continue;
        Labels labels = series.labels;
        std::erase_if(labels,
                      [](const auto &label) { return label.first == "__name__" || label.first == "alertstate"; });
        std::vector<Band> &of = bands[labels];
        std::optional<Milliseconds> before;
        for (const alerting::Sample &sample : series.samples) {
            // To the tick it belongs to, however the phases differ.
            const Milliseconds time = std::llround(sample.time * 1000) + queryOffset;
            const double steps = static_cast<double>(time - ticks.first) / static_cast<double>(ticks.interval);
            const Milliseconds tick = ticks.first + std::llround(steps) * ticks.interval;
            if (tick < since || tick > last || (before && tick == *before) ||
                std::ranges::binary_search(unanswered, tick))
                continue;
            if (!before || tick > answeredBehind(*before)) {
                if (before)
                    of.back().end = answeredBehind(*before);
                of.push_back({tick, {}});
            }
            before = tick;
        }
        if (before && answeredBehind(*before) <= last)
            of.back().end = answeredBehind(*before);
    }
    std::erase_if(bands, [](const auto &entry) { return entry.second.empty(); });
    return {bands.begin(), bands.end()};
}

Agreement compareFirings(const alerting::AlertSpec &alert, const alerting::RuleHistory &history,
                         const std::vector<alerting::Series> &alerts, const Ticks &ticks, Milliseconds since,
                         Milliseconds queryOffset)
{
    Agreement agreement;
    agreement.since = since;
    // A band that ends before the first tick is none, and a tick without an answer is no beginning.
    if (since > ticks.first)
        since = ticks.first + (since - ticks.first + ticks.interval - 1) / ticks.interval * ticks.interval;
    while (std::ranges::binary_search(history.unanswered, since))
        since += ticks.interval;
    const Milliseconds last = ticks.at(ticks.count == 0 ? 0 : ticks.count - 1);
    std::map<Labels, std::vector<Band>> recorded;
    for (auto &[labels, bands] : recordedFirings(alerts, ticks, since, queryOffset, history.unanswered))
        recorded[labels] = std::move(bands);
    const auto differ = [&agreement](const Labels &labels, std::optional<Band> ours, std::optional<Band> theirs) {
        ++agreement.of;
        agreement.differences.push_back({labels, ours, theirs});
    };
    for (const alerting::AlertHistory &identity : history.alerts) {
        std::vector<Band> theirs;
        if (const auto at = recorded.find(recordedLabels(alert, identity.labels)); at != recorded.end())
            theirs = std::move(recorded.extract(at).mapped());
        for (const Band &band : clipped(identity.firing, since)) {
            const auto same = std::ranges::find_if(
                theirs, [&](const Band &other) { return withinTick(band, other, ticks.interval, last); });
            if (same != theirs.end()) {
                ++agreement.same;
                ++agreement.of;
                theirs.erase(same);
                continue;
            }
            const auto overlapping = std::ranges::find_if(theirs, [&](const Band &other) {
                return other.begin < band.end.value_or(last + 1) && band.begin < other.end.value_or(last + 1);
            });
            if (overlapping == theirs.end()) {
                differ(identity.labels, band, std::nullopt);
                continue;
            }
            differ(identity.labels, band, *overlapping);
            theirs.erase(overlapping);
        }
        for (const Band &band : theirs)
            differ(identity.labels, std::nullopt, band);
    }
    for (const auto &[labels, bands] : recorded) {
        for (const Band &band : bands)
            differ(labels, std::nullopt, band);
    }
    const auto beginOf = [](const Disagreement &each) {
        return each.backtest ? each.backtest->begin : each.recorded->begin;
    };
    std::ranges::stable_sort(agreement.differences, {}, beginOf);
    return agreement;
}

} // namespace backtest
