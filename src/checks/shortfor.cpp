#include "checks/checklist.h"
#include "rules/duration.h"

namespace checks {

/// A `for` between zero and the group's interval: alerts are looked at once in an interval, so that it is a whole
/// interval long.
void shortFor(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    const rules::RuleGroup &group = checked.group();
    const rules::Rule &rule = checked.rule();
    if (!checked.isAlert() || !rule.forDuration || !group.interval)
        return;
    const double interval = rules::parseDuration(group.interval->value).value_or(0);
    const double held = rules::parseDuration(rule.forDuration->value).value_or(0);
    if (held <= 0 || held >= interval)
        return;
    base::Diagnostic diagnostic;
    diagnostic.check = "alerts/for";
    diagnostic.severity = base::Severity::Hint;
    diagnostic.range = rule.forDuration->range;
    diagnostic.text = {TRANSLATABLE("Core", "for is shorter than the group's interval of %1: the alert fires at the "
                                            "second evaluation, %1 after the first."),
                       {rules::formatDuration(interval)}};
    diagnostics.push_back(std::move(diagnostic));
}

} // namespace checks
