#include "consolidation/thresholdseries.h"

#include "consolidation/mergedexpr.h"
#include "consolidation/mergedselector.h"
#include "promql/literals.h"
#include "promql/regex.h"
#include "promql/threshold.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using LabelSet = std::vector<std::pair<std::string, std::string>>;

/// Every combination of the values of the labels.
std::vector<LabelSet> combinations(const std::vector<std::pair<std::string, std::vector<std::string>>> &values)
{
    std::vector<LabelSet> sets = {{}};
    for (const auto &[label, each] : values) {
        std::vector<LabelSet> longer;
        for (const LabelSet &set : sets) {
            for (const std::string &value : each) {
                longer.push_back(set);
                longer.back().emplace_back(label, value);
            }
        }
        sets = std::move(longer);
    }
    return sets;
}

std::string seriesOf(const std::string &value, const LabelSet &labels)
{
    std::string text = "vector(" + value + ')';
    for (const auto &[label, content] : labels) {
        // `$` refers to groups in a replacement.
        std::string replacement;
        for (const char c : content)
            replacement += c == '$' ? "$$" : std::string(1, c);
        text =
            "label_replace(" + text + ", " + promql::quote(label) + ", " + promql::quote(replacement) + ", \"\", \"\")";
    }
    return text;
}

} // namespace

std::optional<ThresholdSeries> thresholdSeries(const Family &family, const std::vector<std::size_t> &members,
                                               const std::vector<std::string> &labels)
{
    ThresholdSeries series;
    std::set<LabelSet> seen;
    for (const std::size_t member : members) {
        const promql::Tree &tree = *family.members[member].rule->tree;
        const auto threshold = promql::threshold(tree);
        if (!threshold || labels.empty())
            return std::nullopt;
        // The constant has to be what differs, and all that differs.
        std::size_t differing = 0;
        for (const Variation &variation : family.varies)
            differing += variation.slot == Slot::Threshold ? 1 : 0;
        if (differing != 1)
            return std::nullopt;
        std::vector<std::pair<std::string, std::vector<std::string>>> values;
        for (const std::string &label : labels) {
            const auto variation = std::ranges::find_if(family.varies, [&](const Variation &each) {
                return each.slot == Slot::Matcher && each.name == label && !each.ranges[member].empty();
            });
            if (variation == family.varies.end())
                return std::nullopt;
            auto own = selectedValues(family.members[member], saidIn(*variation, family, member).range);
            if (!own || own->empty())
                return std::nullopt;
            values.emplace_back(label, std::move(*own));
        }
        series.thresholds.push_back(promql::formatNumber(threshold->value));
        for (const LabelSet &set : combinations(values)) {
            // Two thresholds for one series: the members overlap.
            if (!seen.insert(set).second)
                return std::nullopt;
            series.expr += (series.expr.empty() ? "" : "\nor ") + seriesOf(series.thresholds.back(), set);
        }
    }
    series.labels = labels;
    return series;
}

} // namespace consolidation
