#include "backtest/readalerts.h"

#include "backtest/loadedlookup.h"
#include "backtest/recordingrule.h"
#include "rules/selectors.h"

#include <algorithm>

namespace backtest {

namespace {

bool mayReadAlert(const rules::Selector &selector, const rules::RuleGroup &group, const rules::Rule &rule)
{
    if (selector.nameMatchers.empty() || (!selector.matchesName("ALERTS") && !selector.matchesName("ALERTS_FOR_STATE")))
        return false;
    const alerting::Labels labels = labelsOf(group, rule);
    return std::ranges::all_of(selector.labelMatchers, [&](const rules::NameTest &test) {
        if (test.label() == "alertname")
            return test.matches(rule.name.value);
        const auto own = std::ranges::find(labels, test.label(), &alerting::Labels::value_type::first);
        // Other labels come from the series, or are written for each.
        return own == labels.end() || own->second.find("{{") != std::string::npos || test.matches(own->second);
    });
}

} // namespace

std::vector<std::string> unloadedAlertsRead(const promql::Expr *expr,
                                            std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                                            const alerting::LoadedRules *loaded)
{
    std::vector<std::string> names;
    for (const rules::Selector &selector : rules::selectorsOf(expr)) {
        for (const auto &document : documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    const bool read = rule.kind == rules::RuleKind::Alerting && mayReadAlert(selector, group, rule);
                    const std::string &name = rule.name.value;
                    if (read && std::ranges::find(names, name) == names.end() &&
                        !(loaded && findLoadedAlert(*loaded, group, rule)))
                        names.push_back(name);
                }
            }
        }
    }
    return names;
}

} // namespace backtest
