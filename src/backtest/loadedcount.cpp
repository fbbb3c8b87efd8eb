#include "backtest/loadedcount.h"

#include "backtest/loadedlookup.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace backtest {

LoadedCount countLoaded(std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                        const alerting::LoadedRules &loaded)
{
    std::map<std::pair<bool, std::string>, std::vector<const std::string *>> expressions;
    for (const alerting::LoadedGroup &group : loaded) {
        for (const alerting::LoadedRule &rule : group.rules)
            expressions[{rule.alerting, rule.name}].push_back(&rule.expr);
    }
    LoadedCount count;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                ++count.rules;
                const auto named = expressions.find({rule.kind == rules::RuleKind::Alerting, rule.name.value});
                const bool there =
                    named != expressions.end() && std::ranges::any_of(named->second, [&rule](const std::string *expr) {
                        return sameExpr(*rule.tree, *expr);
                    });
                count.loaded += there ? 1 : 0;
            }
        }
    }
    return count;
}

} // namespace backtest
