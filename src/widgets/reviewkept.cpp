#include "widgets/reviewkept.h"

#include "consolidation/proposaltext.h"
#include "promql/parser.h"
#include "rules/selectors.h"

#include <algorithm>
#include <map>
#include <vector>

namespace widgets {

namespace {

/// What the rule and the timing of its group are.
std::string everythingOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    std::string text;
    consolidation::appendRuleText(text, consolidation::newRuleOf(rule));
    for (const auto &field : {group.interval, group.queryOffset, group.limit})
        text += (field ? field->value : std::string()) + '\n';
    for (const auto &[name, value] : group.labels)
        text += name.value + '=' + value.value + '\n';
    return text;
}

bool readsOneOf(const promql::Expr *expr, const std::set<std::string> &names)
{
    const std::vector<rules::Selector> selectors = rules::selectorsOf(expr);
    return std::ranges::any_of(selectors, [&names](const rules::Selector &selector) {
        return std::ranges::any_of(names, [&selector](const std::string &name) { return selector.matchesName(name); });
    });
}

} // namespace

std::set<std::string> recordedAnew(const consolidation::Documents &before, const consolidation::Documents &after)
{
    const auto recorded = [](const consolidation::Documents &documents) {
        std::multimap<std::string, std::string> all;
        for (const auto &document : documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    if (rule.kind == rules::RuleKind::Recording)
                        all.emplace(rule.name.value, everythingOf(group, rule));
                }
            }
        }
        return all;
    };
    const auto old = recorded(before);
    const auto now = recorded(after);
    std::set<std::string> names;
    for (const auto *all : {&old, &now}) {
        for (const auto &[name, text] : *all) {
            const auto [from, to] = old.equal_range(name);
            const auto [begin, end] = now.equal_range(name);
            if (!std::is_permutation(from, to, begin, end))
                names.insert(name);
        }
    }
    for (std::size_t known = 0; known != names.size();) {
        known = names.size();
        for (const auto &document : after) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    if (rule.kind == rules::RuleKind::Recording && !names.contains(rule.name.value) &&
                        readsOneOf(rule.tree->root(), names))
                        names.insert(rule.name.value);
                }
            }
        }
    }
    return names;
}

bool holdsStill(const consolidation::Family &was, const consolidation::Family &is,
                const std::set<std::string> &recordedAnew)
{
    return was.id == is.id &&
           std::ranges::equal(was.members, is.members,
                              [](const consolidation::Member &old, const consolidation::Member &now) {
                                  return old.ref == now.ref &&
                                         everythingOf(*old.group, *old.rule) == everythingOf(*now.group, *now.rule);
                              }) &&
           std::ranges::none_of(is.members, [&recordedAnew](const consolidation::Member &member) {
               return readsOneOf(member.rule->tree->root(), recordedAnew);
           });
}

bool holdsStill(const consolidation::Proposal &was, const consolidation::Proposal &is,
                const std::set<std::string> &recordedAnew)
{
    if (consolidation::proposalText(was) != consolidation::proposalText(is))
        return false;
    const auto reads = [&recordedAnew](const consolidation::ProposedRule &rule) {
        return readsOneOf(promql::parse(rule.rule.expr).root(), recordedAnew);
    };
    return std::ranges::none_of(is.takeovers, [&reads](const consolidation::Takeover &takeover) {
        return reads(takeover.alerting) || std::ranges::any_of(takeover.recording, reads);
    });
}

} // namespace widgets
