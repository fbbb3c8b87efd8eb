#include "checks/checklist.h"
#include "checks/exprdiagnostic.h"
#include "rules/duration.h"

namespace checks {

/// After Prometheus was down for longer than the lookback delta nothing is there until the first scrape: without `for`
/// such an alert fires at once.
void absentAlerts(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    if (!checked.isAlert() || !checked.expr())
        return;
    const rules::Rule &rule = checked.rule();
    const double held = rule.forDuration ? rules::parseDuration(rule.forDuration->value).value_or(0) : 0;
    const auto *call = promql::as<promql::Call>(&withoutParens(*checked.expr()));
    if (held > 0 || !call || call->name.value != "absent")
        return;
    diagnostics.push_back(
        exprDiagnostic("alerts/absent", base::Severity::Hint, rule, call->name.range,
                       {TRANSLATABLE("Core", "absent() without for fires at once when Prometheus was down for longer "
                                             "than the lookback delta. Give it a for of a few scrape intervals.")}));
}

} // namespace checks
