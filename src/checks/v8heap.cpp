#include "checks/checklist.h"
#include "checks/exprdiagnostic.h"

namespace checks {

namespace {

bool reads(const promql::Expr &expr, std::string_view ending)
{
    bool found = false;
    promql::walk(&expr, [&](const promql::Expr &each) {
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        found = found || (selector && selector->metric.value.ends_with(ending));
        return !found;
    });
    return found;
}

} // namespace

/// V8 makes its heap as large as it needs and gives it back late: used of total is near 1 in a healthy process.
void v8HeapRatio(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    promql::walk(checked.expr(), [&](const promql::Expr &each) {
        const auto *division = promql::as<promql::BinaryExpr>(&each);
        if (!division || division->op != promql::BinaryOp::Div ||
            !reads(*division->lhs, "nodejs_heap_size_used_bytes") ||
            !reads(*division->rhs, "nodejs_heap_size_total_bytes"))
            return true;
        diagnostics.push_back(
            exprDiagnostic("promql/v8-heap", base::Severity::Warning, checked.rule(), division->range,
                           {TRANSLATABLE("Core", "Node.js sizes its heap by what is used, so that this ratio is high "
                                                 "in a healthy process. Compare the resident memory with the "
                                                 "container's limit.")}));
        return false;
    });
}

} // namespace checks
