#include "consolidation/structure.h"

#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/regex.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using promql::MatchOp;

struct PlainMatcher
{
    std::string label;
    MatchOp op = MatchOp::Equal;
    std::string value;

    friend bool operator==(const PlainMatcher &, const PlainMatcher &) = default;
};

std::vector<PlainMatcher> matchersOf(const promql::VectorSelector &selector)
{
    std::vector<PlainMatcher> all;
    if (!selector.metric.value.empty())
        all.push_back({"__name__", MatchOp::Equal, std::string(selector.metric.value)});
    for (const promql::LabelMatcher &matcher : selector.matchers)
        all.push_back({std::string(matcher.name), matcher.op, std::string(matcher.value)});
    return all;
}

/// The values a matcher allows, where they can be listed.
std::optional<std::vector<std::string>> valuesOf(const PlainMatcher &matcher)
{
    if (matcher.op == MatchOp::Equal)
        return std::vector{matcher.value};
    if (matcher.op == MatchOp::RegexMatch)
        return promql::regexAlternatives(matcher.value);
    return std::nullopt;
}

bool accepts(const PlainMatcher &matcher, const std::string &value)
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

std::vector<const promql::VectorSelector *> selectorsIn(const promql::Tree &tree)
{
    std::vector<const promql::VectorSelector *> all;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&each))
            all.push_back(selector);
        return true;
    });
    return all;
}

void addSelectors(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Dialect &dialect = family.members.front().rule->tree->dialect();
    const promql::Tree tree = promql::parse(
        takeover.recording.empty() ? takeover.alerting.rule.expr : takeover.recording.front().rule.expr, dialect);
    const auto now = selectorsIn(tree);
    for (const std::size_t index : takeover.members) {
        const rules::Rule &rule = *family.members[index].rule;
        const auto old = selectorsIn(*rule.tree);
        Containment all = old.size() == now.size() ? Containment::Contained : Containment::Unknown;
        std::string odd;
        for (std::size_t i = 0; i < old.size() && all != Containment::NotContained && old.size() == now.size(); ++i) {
            const Containment one = containment(*old[i], *now[i]);
            if (one == Containment::Contained)
                continue;
            all = one;
            odd.clear();
            promql::appendSelector(odd, *old[i]);
        }
        if (all == Containment::NotContained)
            evidence.push_back({"selector",
                                odd,
                                {},
                                {},
                                {},
                                {TRANSLATABLE("Core", "The new rule does not select all that %1 selects: %2."),
                                 {rule.name.value, odd}}});
        else if (all == Containment::Unknown)
            evidence.push_back({"selector",
                                odd,
                                {},
                                {},
                                {},
                                {TRANSLATABLE("Core", "Whether the new rule selects all that %1 selects is unknown."),
                                 {rule.name.value}}});
    }
}

void addLoadingDay(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const Member &first = family.members[takeover.members.front()];
    const rules::NewRule &now = takeover.alerting.rule;
    std::set<std::pair<std::string, std::string>> was;
    for (const auto &[name, value] : first.rule->labels)
        was.emplace(name.value, value.value);
    const bool kept = first.rule->name.value == now.name &&
                      was == std::set<std::pair<std::string, std::string>>(now.labels.begin(), now.labels.end());
    const std::string wait = now.forDuration.empty() ? "0s" : now.forDuration;
    evidence.push_back(
        {"loading",
         {},
         {},
         {},
         {},
         kept
             ? base::Text(TRANSLATABLE("Core", "On the day it is loaded, only the first old rule hands over its state: "
                                               "other alerts that fire fall back to pending, may be resolved, and "
                                               "page again after %1."),
                          {wait})
             : base::Text(TRANSLATABLE("Core", "On the day it is loaded, no old rule hands over its state: alerts that "
                                               "fire fall back to pending, may be resolved, and page again after %1."),
                          {wait})});
}

} // namespace

Containment containment(const promql::VectorSelector &old, const promql::VectorSelector &now)
{
    const std::vector<PlainMatcher> before = matchersOf(old);
    Containment result = Containment::Contained;
    for (const PlainMatcher &matcher : matchersOf(now)) {
        if (std::ranges::find(before, matcher) != before.end())
            continue;
        // What the old matchers say of this label; without any, every value can occur.
        std::optional<std::vector<std::string>> values;
        bool any = true;
        for (const PlainMatcher &own : before) {
            if (own.label != matcher.label)
                continue;
            any = false;
            if (auto listed = valuesOf(own); listed && (!values || listed->size() < values->size()))
                values = std::move(listed);
        }
        if (values) {
            if (!std::ranges::all_of(*values, [&](const std::string &value) { return accepts(matcher, value); }))
                return Containment::NotContained;
        } else if (any && matcher.op != MatchOp::RegexMatch && matcher.op != MatchOp::RegexNoMatch) {
            return Containment::NotContained;
        } else if (!any || !(matcher.op == MatchOp::RegexMatch && matcher.value == ".*")) {
            result = Containment::Unknown;
        }
    }
    return result;
}

std::vector<Evidence> structureOf(const Family &family, const Proposal &proposal)
{
    std::vector<Evidence> evidence;
    for (const Takeover &takeover : proposal.takeovers) {
        addSelectors(family, takeover, evidence);
        addLoadingDay(family, takeover, evidence);
    }
    return evidence;
}

} // namespace consolidation
