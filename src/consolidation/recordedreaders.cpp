#include "consolidation/candidate.h"

#include "promql/regex.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace consolidation {

namespace {

using promql::VectorSelector;

/// Whether matchers on the name select it; those without any may select everything and say nothing.
bool selectsByPattern(const VectorSelector &selector, const std::string &name)
{
    bool named = false;
    const bool all = std::ranges::all_of(selector.matchers, [&](const promql::LabelMatcher &matcher) {
        if (matcher.name != "__name__")
            return true;
        named = true;
        const bool isRegex = matcher.op == promql::MatchOp::RegexMatch || matcher.op == promql::MatchOp::RegexNoMatch;
        const bool matches = isRegex ? promql::Regex(matcher.value).matches(name) : matcher.value == name;
        return matches == (matcher.op == promql::MatchOp::Equal || matcher.op == promql::MatchOp::RegexMatch);
    });
    return named && all;
}

struct Reading
{
    std::size_t candidate = 0;
    const VectorSelector *selector = nullptr;
};

} // namespace

void findRecordedReaders(const std::vector<Candidate> &candidates, Findings &findings)
{
    const auto staysForItsNames = [](const Family &family) {
        return family.merge == Merge::None && family.members.front().rule->kind == rules::RuleKind::Recording &&
               std::ranges::any_of(family.members, [&](const Member &member) {
                   return member.rule->name.value != family.members.front().rule->name.value;
               });
    };
    if (std::ranges::none_of(findings.families, staysForItsNames))
        return;
    std::unordered_map<std::string_view, std::vector<Reading>> byName;
    std::vector<Reading> byPattern;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        promql::walk(candidates[i].member.rule->tree->root(), [&](const promql::Expr &each) {
            const auto *selector = promql::as<VectorSelector>(&each);
            if (selector && selector->metric.value.empty())
                byPattern.push_back({i, selector});
            else if (selector)
                byName[selector->metric.value].push_back({i, selector});
            return true;
        });
    }
    for (Family &family : findings.families) {
        if (!staysForItsNames(family))
            continue;
        for (std::size_t like = 0; like < family.members.size(); ++like) {
            const std::string &name = family.members[like].rule->name.value;
            std::vector<Reading> readings;
            if (const auto found = byName.find(name); found != byName.end())
                readings = found->second;
            std::ranges::copy_if(byPattern, std::back_inserter(readings),
                                 [&](const Reading &each) { return selectsByPattern(*each.selector, name); });
            for (const Reading &each : readings) {
                const Member &reader = candidates[each.candidate].member;
                const bool known = std::ranges::any_of(
                    family.readers, [&](const Reader &other) { return other.rule.ref == reader.ref; });
                if (!known)
                    family.readers.push_back({reader, each.selector->range, like});
            }
        }
    }
}

} // namespace consolidation
