#include "checks/checklist.h"
#include "rules/duration.h"

namespace checks {

/// A `for` between zero and the group's interval: alerts are looked at once in an interval, so that it is a whole
/// interval long.
void shortFor(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics)
{
    for (const rules::RuleGroup &group : document.groups()) {
        const double interval = group.interval ? rules::parseDuration(group.interval->value).value_or(0) : 0;
        for (const rules::Rule &rule : group.rules) {
            const double held = rule.forDuration ? rules::parseDuration(rule.forDuration->value).value_or(0) : 0;
            if (rule.kind != rules::RuleKind::Alerting || held <= 0 || held >= interval)
                continue;
            base::Diagnostic diagnostic;
            diagnostic.check = "alerts/for";
            diagnostic.severity = base::Severity::Hint;
            diagnostic.range = rule.forDuration->range;
            diagnostic.text = {TRANSLATABLE("Core",
                                            "for is shorter than the group's interval of %1: the alert fires at the "
                                            "second evaluation, %1 after the first."),
                               {rules::formatDuration(interval)}};
            diagnostics.push_back(std::move(diagnostic));
        }
    }
}

} // namespace checks
