#include "backtest/recordedlabels.h"

#include "promql/literals.h"
#include "rules/selectors.h"

#include <algorithm>
#include <map>
#include <set>

namespace backtest {

namespace {

/// Marks the series that a regular expression matches.
constexpr std::string_view matchTag = "__rw";

std::string labelNameText(std::string_view name)
{
    return promql::isLegacyLabelName(name) ? std::string(name) : promql::quote(name);
}

/// A value in the replacement of label_replace(), where `$` begins a reference.
std::string replacementText(std::string_view value)
{
    std::string escaped;
    for (const char c : value) {
        escaped += c;
        if (c == '$')
            escaped += '$';
    }
    return promql::quote(escaped);
}

std::string oneSeriesWith(std::string_view name, std::string_view value)
{
    return withLabel("vector(1)", name, value);
}

std::string filtered(const std::string &expr, const promql::LabelMatcher &matcher)
{
    const std::string on = " on(" + labelNameText(matcher.name) + ") ";
    const std::string tagOn = " on(" + std::string(matchTag) + ") ";
    const auto tagged = [&] {
        return "label_replace(" + expr + ", " + promql::quote(matchTag) + ", \"1\", " + promql::quote(matcher.name) +
               ", " + promql::quote(matcher.value) + ")";
    };
    switch (matcher.op) {
    case promql::MatchOp::Equal:
        return "(" + expr + " and" + on + oneSeriesWith(matcher.name, matcher.value) + ")";
    case promql::MatchOp::NotEqual:
        return "(" + expr + " unless" + on + oneSeriesWith(matcher.name, matcher.value) + ")";
    case promql::MatchOp::RegexMatch:
        return withLabel(tagged() + " and" + tagOn + oneSeriesWith(matchTag, "1"), matchTag, "");
    case promql::MatchOp::RegexNoMatch:
        return "(" + tagged() + " unless" + tagOn + oneSeriesWith(matchTag, "1") + ")";
    }
    return expr;
}

} // namespace

std::string withLabel(const std::string &expr, std::string_view name, std::string_view value)
{
    return "label_replace(" + expr + ", " + promql::quote(name) + ", " + replacementText(value) + ", \"\", \"\")";
}

std::string withRecordedLabels(std::string expr, bool scalar, const RecordingRule &rule)
{
    if (scalar)
        expr = "vector(" + expr + ")";
    for (const auto &[name, value] : rule.labels) {
        // The rule's name wins over a label of that name.
        if (name != "__name__")
            expr = withLabel(expr, name, value);
    }
    return withLabel(expr, "__name__", rule.name);
}

std::optional<std::string> matched(std::string expr, const std::vector<promql::LabelMatcher> &matchers,
                                   const RecordingRule &rule)
{
    for (const promql::LabelMatcher &matcher : matchers) {
        const auto own = std::ranges::find(rule.labels, matcher.name, &alerting::Labels::value_type::first);
        if (own == rule.labels.end())
            expr = filtered(expr, matcher);
        else if (!rules::NameTest(matcher).matches(own->second))
            return std::nullopt;
    }
    return expr;
}

std::string withAbsentLabels(std::string call, const std::vector<promql::LabelMatcher> &matchers)
{
    std::map<std::string_view, std::string_view> labels;
    std::set<std::string_view> seen;
    for (const promql::LabelMatcher &matcher : matchers) {
        // A label that is matched twice is dropped, however it is matched.
        if (matcher.op == promql::MatchOp::Equal && seen.insert(matcher.name).second)
            labels[matcher.name] = matcher.value;
        else
            labels.erase(matcher.name);
    }
    for (const auto &[name, value] : labels) {
        if (!value.empty())
            call = withLabel(call, name, value);
    }
    return call;
}

} // namespace backtest
