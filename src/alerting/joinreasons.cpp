#include "alerting/joinreasons.h"

#include "alerting/missingseries.h"
#include "promql/functions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace alerting {

namespace {

using Values = std::set<std::string>;
using ValuesByLabel = std::map<std::string, Values>;

ValuesByLabel valuesOf(const std::vector<Series> &series)
{
    ValuesByLabel values;
    for (const Series &each : series) {
        for (const auto &[name, value] : each.labels) {
            if (name != "__name__")
                values[name].insert(value);
        }
    }
    return values;
}

std::size_t sharedValues(const Values &a, const Values &b)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(a, [&b](const std::string &value) { return b.contains(value); }));
}

std::string valueOf(const Series &series, std::string_view label)
{
    for (const auto &[name, value] : series.labels) {
        if (name == label)
            return value;
    }
    return {};
}

std::vector<std::string> keyOf(const Series &series, const std::vector<std::string> &labels)
{
    std::vector<std::string> key;
    key.reserve(labels.size());
    for (const std::string &label : labels)
        key.push_back(valueOf(series, label));
    return key;
}

/// How many series of the left side have a partner on the right one.
std::size_t matched(const std::vector<Series> &left, const std::vector<Series> &right,
                    const std::vector<std::string> &labels)
{
    std::set<std::vector<std::string>> keys;
    for (const Series &series : right)
        keys.insert(keyOf(series, labels));
    return static_cast<std::size_t>(
        std::ranges::count_if(left, [&](const Series &series) { return keys.contains(keyOf(series, labels)); }));
}

/// Whether several series have the same values of the labels.
bool ambiguous(const std::vector<Series> &all, const std::vector<std::string> &labels)
{
    std::set<std::vector<std::string>> keys;
    return std::ranges::any_of(all, [&](const Series &series) { return !keys.insert(keyOf(series, labels)).second; });
}

std::string joined(const std::vector<std::string> &labels)
{
    std::string text;
    for (const std::string &label : labels)
        text += (text.empty() ? "" : ", ") + label;
    return text;
}

/// The labels that have to be equal.
std::vector<std::string> matchingLabels(const promql::VectorMatching &matching, const ValuesByLabel &left,
                                        const ValuesByLabel &right)
{
    std::set<std::string> labels;
    std::set<std::string> written;
    for (const promql::Name &label : matching.labels)
        written.emplace(label.value);
    if (matching.on)
        return {written.begin(), written.end()};
    for (const ValuesByLabel *side : {&left, &right}) {
        for (const auto &[label, values] : *side) {
            if (!written.contains(label))
                labels.insert(label);
        }
    }
    return {labels.begin(), labels.end()};
}

std::string few(const Values &values)
{
    return listText({values.begin(), values.end()}, 3);
}

void addMismatches(const std::vector<std::string> &labels, const ValuesByLabel &left, const ValuesByLabel &right,
                   std::vector<base::Text> &reasons)
{
    for (const std::string &label : labels) {
        const auto onLeft = left.find(label);
        const auto onRight = right.find(label);
        if (onLeft == left.end() && onRight == right.end())
            continue;
        if (onLeft == left.end())
            reasons.push_back({TRANSLATABLE("Core", "The label %1 must match, but only the right side has it: %2."),
                               {label, few(onRight->second)}});
        else if (onRight == right.end())
            reasons.push_back({TRANSLATABLE("Core", "The label %1 must match, but only the left side has it: %2."),
                               {label, few(onLeft->second)}});
        else if (sharedValues(onLeft->second, onRight->second) == 0)
            reasons.push_back(
                {TRANSLATABLE("Core", "The two sides share no value of the label %1: %2 on the left, %3 on "
                                      "the right."),
                 {label, few(onLeft->second), few(onRight->second)}});
    }
}

/// What `on` with these labels would do; the many side of a match has to be named.
base::Text matchOn(const std::vector<std::string> &labels, std::size_t count, const std::vector<Series> &left,
                   const std::vector<Series> &right, bool setOperator)
{
    const bool manyLeft = !setOperator && ambiguous(left, labels);
    const bool manyRight = !setOperator && ambiguous(right, labels);
    if (manyLeft && manyRight)
        return {TRANSLATABLE("Core", "on (%1) would match, but several series of each side share these labels: "
                                     "aggregate one side by them first."),
                {joined(labels)}};
    const std::string on = "on (" + joined(labels) + ")" + (manyLeft ? " group_left" : manyRight ? " group_right" : "");
    return {TRANSLATABLE("Core", "%1 would match %2 of %3 series of the left side."),
            {on, std::to_string(count), std::to_string(left.size())}};
}

/// The labels that both sides have and that share values.
void addWhatWouldMatch(const std::vector<Series> &leftSeries, const std::vector<Series> &rightSeries,
                       const ValuesByLabel &left, const ValuesByLabel &right, bool setOperator,
                       std::vector<base::Text> &reasons)
{
    std::vector<std::string> common;
    for (const auto &[label, values] : left) {
        const auto other = right.find(label);
        if (other != right.end() && sharedValues(values, other->second) > 0)
            common.push_back(label);
    }
    if (const std::size_t count = common.empty() ? 0 : matched(leftSeries, rightSeries, common); count > 0) {
        reasons.push_back(matchOn(common, count, leftSeries, rightSeries, setOperator));
        return;
    }
    // One label named differently on the two sides.
    struct Pair
    {
        std::string left;
        std::string right;
        std::size_t shared = 0;
    };
    std::vector<Pair> pairs;
    for (const auto &[label, values] : left) {
        for (const auto &[other, otherValues] : right) {
            if (const std::size_t shared = sharedValues(values, otherValues); shared > 0)
                pairs.push_back({label, other, shared});
        }
    }
    std::ranges::stable_sort(pairs, std::ranges::greater(), &Pair::shared);
    constexpr std::size_t mostPairs = 2;
    for (std::size_t i = 0; i < std::min(mostPairs, pairs.size()); ++i) {
        if (pairs[i].left == pairs[i].right)
            reasons.push_back({TRANSLATABLE("Core", "on (%1) would match: %2 of its values are on both sides."),
                               {pairs[i].left, std::to_string(pairs[i].shared)}});
        else
            reasons.push_back({TRANSLATABLE("Core", "%3 values of %1 on the left are values of %2 on the right: "
                                                    "label_replace() can make them meet."),
                               {pairs[i].left, pairs[i].right, std::to_string(pairs[i].shared)}});
    }
}

} // namespace

std::vector<base::Text> joinReasons(const promql::BinaryExpr &node, const std::vector<Series> &leftSeries,
                                    const std::vector<Series> &rightSeries)
{
    std::vector<base::Text> reasons;
    if (node.op == promql::BinaryOp::Unless)
        return {
            {TRANSLATABLE("Core", "Every series of the left side has a match on the right side, so that unless removes "
                                  "it.")}};
    const ValuesByLabel left = valuesOf(leftSeries);
    const ValuesByLabel right = valuesOf(rightSeries);
    const std::vector<std::string> labels = matchingLabels(node.matching, left, right);
    if (const std::size_t pairs = matched(leftSeries, rightSeries, labels); pairs > 0 && !promql::isComparison(node.op))
        return {{TRANSLATABLE("Core", "%1 series of the left side have a match, but never at the same time."),
                 {std::to_string(pairs)}}};
    else if (pairs > 0)
        return {{TRANSLATABLE("Core", "%1 series of the left side have a match, but none passes the comparison %2."),
                 {std::to_string(pairs), std::string(promql::operatorText(node.op))}}};
    addMismatches(labels, left, right, reasons);
    if (reasons.empty())
        reasons.push_back(
            {TRANSLATABLE("Core", "Each matching label shares values, but no two series share all of them: "
                                  "%1."),
             {joined(labels)}});
    addWhatWouldMatch(leftSeries, rightSeries, left, right, promql::isSetOperator(node.op), reasons);
    return reasons;
}

} // namespace alerting
