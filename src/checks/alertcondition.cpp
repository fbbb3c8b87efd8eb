#include "checks/checklist.h"

namespace checks {

namespace {

using promql::BinaryOp;

/// Whether the expression reads series and returns all of them whatever their values: it has no filtering comparison,
/// no set operator, no absent(), and reads nothing that exists only while there is something to say (ALERTS). An
/// expression that reads no series (`vector(1)`) is meant to fire all the time.
bool returnsAllItReads(const promql::Expr *expr)
{
    bool reads = false;
    bool filters = false;
    promql::walk(expr, [&](const promql::Expr &each) {
        if (const auto *binary = promql::as<promql::BinaryExpr>(&each)) {
            const bool comparison = binary->op >= BinaryOp::Equal && binary->op <= BinaryOp::GreaterEqual;
            const bool set = binary->op == BinaryOp::And || binary->op == BinaryOp::Unless;
            filters = filters || (comparison && !binary->returnBool) || set;
        } else if (const auto *call = promql::as<promql::Call>(&each)) {
            filters = filters || call->name.value == "absent" || call->name.value == "absent_over_time";
        } else if (const auto *selector = promql::as<promql::VectorSelector>(&each)) {
            reads = true;
            filters = filters || selector->metric.value == "ALERTS" || selector->metric.value == "ALERTS_FOR_STATE";
        }
        return !filters;
    });
    return reads && !filters;
}

} // namespace

/// An alert whose expression has a value whenever its metric exists fires all the time.
void alertsWithoutCondition(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    if (!checked.isAlert() || !checked.expr() || !returnsAllItReads(checked.expr()))
        return;
    base::Diagnostic diagnostic;
    diagnostic.check = "alerts/condition";
    diagnostic.severity = base::Severity::Hint;
    diagnostic.range = checked.rule().expr.range;
    diagnostic.text = {TRANSLATABLE(
        "Core", "The expression has no condition: the alert fires for every series it returns, whatever the value.")};
    diagnostics.push_back(std::move(diagnostic));
}

} // namespace checks
