#include "checks/checklist.h"

namespace checks {

namespace {

using promql::BinaryOp;

/// Whether the value alone decides that the expression returns nothing: a filtering comparison, a set operator, an
/// absent(), or a selector of something that exists only while there is something to say (ALERTS, an _info of a state).
bool canBeEmptyByValue(const promql::Expr *expr)
{
    bool found = false;
    promql::walk(expr, [&found](const promql::Expr &each) {
        if (const auto *binary = promql::as<promql::BinaryExpr>(&each)) {
            const bool comparison = binary->op >= BinaryOp::Equal && binary->op <= BinaryOp::GreaterEqual;
            const bool set = binary->op == BinaryOp::And || binary->op == BinaryOp::Unless;
            found = found || (comparison && !binary->returnBool) || set;
        } else if (const auto *call = promql::as<promql::Call>(&each)) {
            found = found || call->name.value == "absent" || call->name.value == "absent_over_time";
        } else if (const auto *selector = promql::as<promql::VectorSelector>(&each)) {
            found = found || selector->metric.value.starts_with("ALERTS");
        }
        return !found;
    });
    return found;
}

} // namespace

/// An alert whose expression has a value whenever its metric exists fires all the time.
void alertsWithoutCondition(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics)
{
    for (const rules::RuleGroup &group : document.groups()) {
        for (const rules::Rule &rule : group.rules) {
            const bool judged =
                rule.kind == rules::RuleKind::Alerting && rule.tree->valid() && !rule.expr.value.empty();
            if (!judged || canBeEmptyByValue(rule.tree->root()))
                continue;
            base::Diagnostic diagnostic;
            diagnostic.check = "alerts/condition";
            diagnostic.severity = base::Severity::Hint;
            diagnostic.range = rule.expr.range;
            diagnostic.text = {TRANSLATABLE(
                "Core",
                "The expression has no condition: the alert fires for every series it returns, whatever the value.")};
            diagnostics.push_back(std::move(diagnostic));
        }
    }
}

} // namespace checks
