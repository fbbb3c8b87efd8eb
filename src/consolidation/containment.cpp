#include "consolidation/structure.h"

#include "promql/regex.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace consolidation {

namespace {

using promql::MatchOp;

/// What one label may be, an absent label being the empty value: these values or all but these, and regular expressions
/// that cannot be listed.
struct AllowedValues
{
    std::set<std::string> values;
    bool allBut = true;
    std::vector<promql::LabelMatcher> opaque;

    [[nodiscard]] bool nothing() const { return !allBut && values.empty(); }
};

bool accepts(const promql::LabelMatcher &matcher, const std::string &value)
{
    switch (matcher.op) {
    case MatchOp::Equal:
        return matcher.value == value;
    case MatchOp::NotEqual:
        return matcher.value != value;
    case MatchOp::RegexMatch:
        return promql::Regex(matcher.value).matches(value);
    case MatchOp::RegexNoMatch:
        return !promql::Regex(matcher.value).matches(value);
    }
    return false;
}

void restrictTo(AllowedValues &allowed, const std::set<std::string> &values, bool allBut)
{
    std::set<std::string> both;
    if (allowed.allBut && allBut) {
        std::ranges::set_union(allowed.values, values, std::inserter(both, both.end()));
    } else if (allowed.allBut) {
        std::ranges::set_difference(values, allowed.values, std::inserter(both, both.end()));
    } else if (allBut) {
        std::ranges::set_difference(allowed.values, values, std::inserter(both, both.end()));
    } else {
        std::ranges::set_intersection(allowed.values, values, std::inserter(both, both.end()));
    }
    allowed.allBut = allowed.allBut && allBut;
    allowed.values = std::move(both);
}

void restrictTo(AllowedValues &allowed, const promql::LabelMatcher &matcher)
{
    const bool negative = matcher.op == MatchOp::NotEqual || matcher.op == MatchOp::RegexNoMatch;
    if (matcher.op == MatchOp::Equal || matcher.op == MatchOp::NotEqual) {
        restrictTo(allowed, {std::string(matcher.value)}, negative);
    } else if (const auto listed = promql::regexAlternatives(matcher.value)) {
        restrictTo(allowed, {listed->begin(), listed->end()}, negative);
    } else if (matcher.value == ".*") {
        restrictTo(allowed, {}, !negative);
    } else if (matcher.value == ".+") {
        restrictTo(allowed, {std::string()}, !negative);
    } else {
        allowed.opaque.push_back(matcher);
    }
}

using AllowedByLabel = std::map<std::string, AllowedValues, std::less<>>;

AllowedByLabel allowedBy(const promql::VectorSelector &selector)
{
    AllowedByLabel all;
    if (!selector.metric.value.empty())
        restrictTo(all["__name__"], {std::string(selector.metric.value)}, false);
    for (const promql::LabelMatcher &matcher : selector.matchers)
        restrictTo(all[std::string(matcher.name)], matcher);
    for (auto &[label, allowed] : all) {
        // Of a list the regular expressions leave a list.
        if (!allowed.allBut) {
            std::erase_if(allowed.values, [&own = allowed.opaque](const std::string &value) {
                return !std::ranges::all_of(own, [&](const auto &matcher) { return accepts(matcher, value); });
            });
            allowed.opaque.clear();
        }
    }
    return all;
}

Containment contained(const AllowedValues &old, const AllowedValues &now)
{
    const auto isAllowed = [&](const std::string &value) { return now.values.contains(value) != now.allBut; };
    if (!old.allBut) {
        const bool all = std::ranges::all_of(old.values, [&](const std::string &value) {
            return isAllowed(value) &&
                   std::ranges::all_of(now.opaque, [&](const auto &each) { return accepts(each, value); });
        });
        return all ? Containment::Contained : Containment::NotContained;
    }
    // Endlessly many values: only endlessly many can hold them.
    const bool listed = now.allBut && std::ranges::includes(old.values, now.values);
    const bool samePatterns = std::ranges::all_of(now.opaque, [&](const promql::LabelMatcher &each) {
        return std::ranges::any_of(
            old.opaque, [&](const promql::LabelMatcher &own) { return own.op == each.op && own.value == each.value; });
    });
    if (listed && samePatterns)
        return Containment::Contained;
    return old.opaque.empty() && !listed ? Containment::NotContained : Containment::Unknown;
}

} // namespace

struct SelectorReach::Allowed
{
    AllowedByLabel byLabel;
};

SelectorReach::SelectorReach(const promql::VectorSelector &selector)
    : m_allowed(std::make_unique<Allowed>(Allowed{allowedBy(selector)}))
{}

SelectorReach::~SelectorReach() = default;
SelectorReach::SelectorReach(SelectorReach &&) noexcept = default;
SelectorReach &SelectorReach::operator=(SelectorReach &&) noexcept = default;

Containment SelectorReach::holds(const promql::VectorSelector &old) const
{
    const AllowedByLabel before = allowedBy(old);
    if (std::ranges::any_of(before, [](const auto &each) { return each.second.nothing(); }))
        return Containment::Contained;
    Containment result = Containment::Contained;
    const AllowedValues any;
    for (const auto &[label, allowed] : m_allowed->byLabel) {
        const auto own = before.find(label);
        const Containment one = contained(own == before.end() ? any : own->second, allowed);
        if (one == Containment::NotContained)
            return one;
        if (one == Containment::Unknown)
            result = one;
    }
    return result;
}

Containment containment(const promql::VectorSelector &old, const promql::VectorSelector &now)
{
    return SelectorReach(now).holds(old);
}

} // namespace consolidation
