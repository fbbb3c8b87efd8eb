#include "deployment/deliveryparts.h"
#include "rules/selectors.h"

#include <algorithm>
#include <map>

namespace deployment::delivery {

namespace {

using AlertLabels = std::map<std::string, std::string>;

/// The first matcher that an alert's own label contradicts; templated labels contradict nothing.
const rules::NameTest *refutedBy(const rules::Selector &selector, const AlertLabels &labels)
{
    for (const rules::NameTest &matcher : selector.labelMatchers) {
        const auto own = labels.find(matcher.label());
        if (own != labels.end() && own->second.find("{{") == std::string::npos && !matcher.matches(own->second))
            return &matcher;
    }
    return nullptr;
}

/// The rule as it is written: that of the rendering has no file.
void placeAtRule(const Context &context, Finding &finding, const std::string &group, const std::string &rule)
{
    for (const auto &[path, document] : context.input.gitopsRules) {
        for (const rules::RuleGroup &each : document->groups()) {
            const auto found = std::ranges::find_if(each.rules, [&](const rules::Rule &candidate) {
                return each.name.value == group && candidate.name.value == rule;
            });
            const auto manifest = context.input.gitops.find(path);
            if (found == each.rules.end() || !manifest)
                continue;
            finding.file = path;
            finding.range = found->expr.range;
            finding.line = manifest->lineOf(found->expr.range.start);
            return;
        }
    }
}

} // namespace

void checkAlertSelectors(Context &context)
{
    for (const Rendering &rendering : context.input.renderings) {
        auto documents = rulesIn(rendering, context.input.gitopsRules);
        if (rendering.rendered)
            documents = {rendering.rendered};
        std::multimap<std::string, AlertLabels> alerts;
        for (const auto &document : documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    AlertLabels labels;
                    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
                        for (const auto &[name, value] : *pairs)
                            labels[name.value] = value.value;
                    }
                    if (rule.kind == rules::RuleKind::Alerting)
                        alerts.emplace(rule.name.value, std::move(labels));
                }
            }
        }
        for (const auto &document : documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    for (const rules::Selector &selector : rules::selectorsOf(rule)) {
                        const auto name = std::ranges::find_if(selector.labelMatchers, [](const auto &matcher) {
                            return matcher.label() == "alertname" && matcher.op() == promql::MatchOp::Equal;
                        });
                        const std::string metric = selector.exactName.value_or("");
                        if (name == selector.labelMatchers.end() ||
                            (metric != "ALERTS" && metric != "ALERTS_FOR_STATE"))
                            continue;
                        const auto [first, last] = alerts.equal_range(name->value());
                        const bool refuted = first != last && std::all_of(first, last, [&](const auto &alert) {
                                                 return refutedBy(selector, alert.second) != nullptr;
                                             });
                        if (!refuted)
                            continue;
                        const rules::NameTest *matcher = refutedBy(selector, first->second);
                        Finding &finding = context.add("delivery/alerts-never-match", base::Severity::Warning,
                                                       rendering.ground, context.input.gitops.role, nullptr, {});
                        placeAtRule(context, finding, group.name.value, rule.name.value);
                        const std::string &carried = first->second.at(matcher->label());
                        if (rendering.name.empty()) {
                            finding.text = {
                                TRANSLATABLE("Core", "%1 reads alerts of %2 with %3, and they would carry "
                                                     "%4=\"%5\": it would never find one."),
                                {rule.name.value, name->value(), matcher->text(), matcher->label(), carried}};
                        } else {
                            finding.text = {TRANSLATABLE("Core", "In %6, %1 reads alerts of %2 with %3, and they would "
                                                                 "carry %4=\"%5\": it would never find one."),
                                            {rule.name.value, name->value(), matcher->text(), matcher->label(), carried,
                                             rendering.name}};
                        }
                        finding.fix = TRANSLATABLE("Core", "Let the matcher and the alert's label agree, in the "
                                                           "overlay too.");
                    }
                }
            }
        }
    }
}

} // namespace deployment::delivery
