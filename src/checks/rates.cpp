#include "checks/checklist.h"
#include "checks/exprdiagnostic.h"

#include <algorithm>
#include <array>

namespace checks {

namespace {

/// Names that by the conventions of Prometheus and OpenMetrics are never counters.
bool namesGauge(std::string_view name)
{
    constexpr std::array<std::string_view, 4> endings = {"_info", "_ratio", "_timestamp_seconds", "_celsius"};
    return name == "up" ||
           std::ranges::any_of(endings, [name](std::string_view ending) { return name.ends_with(ending); });
}

/// Sums and averages lose the series that a counter's resets belong to.
const promql::Aggregation *aggregatesCounters(const promql::Expr &expr)
{
    const auto *aggregation = promql::as<promql::Aggregation>(&withoutParens(expr));
    if (!aggregation || callsRate(*aggregation))
        return nullptr;
    using promql::AggregateOp;
    const bool loses = aggregation->op == AggregateOp::Sum || aggregation->op == AggregateOp::Avg;
    return loses && promql::as<promql::VectorSelector>(&withoutParens(*aggregation->expr)) ? aggregation : nullptr;
}

void checkRate(const rules::Rule &rule, const promql::Call &call, const DocumentFacts &facts,
               std::vector<base::Diagnostic> &diagnostics)
{
    if (call.arguments.size() != 1)
        return;
    const std::string function(call.name.value);
    const promql::Expr &argument = withoutParens(*call.arguments.front());
    if (const auto *subquery = promql::as<promql::Subquery>(&argument)) {
        if (aggregatesCounters(*subquery->expr))
            diagnostics.push_back(exprDiagnostic(
                "promql/rate", base::Severity::Warning, rule, call.range,
                {TRANSLATABLE("Core",
                              "%1() of an aggregation: when one counter restarts, the sum drops, and the result is "
                              "a spike. Aggregate the rate instead: sum(rate(…))."),
                 {function}}));
        return;
    }
    const auto *matrix = promql::as<promql::MatrixSelector>(&argument);
    if (!matrix || matrix->selector->metric.value.empty())
        return;
    const std::string_view name = matrix->selector->metric.value;
    if (namesGauge(name)) {
        diagnostics.push_back(exprDiagnostic(
            "promql/rate", base::Severity::Warning, rule, call.range,
            {TRANSLATABLE("Core", "%1() is for counters, and %2 is a gauge by its name. Use delta() or deriv()."),
             {function, std::string(name)}}));
        return;
    }
    const auto source = facts.recorded.find(name);
    if (source == facts.recorded.end() || !aggregatesCounters(*source->second->tree->root()))
        return;
    base::Diagnostic diagnostic = exprDiagnostic(
        "promql/rate", base::Severity::Warning, rule, call.range,
        {TRANSLATABLE("Core",
                      "%1() of %2, which is recorded as an aggregation: when one counter restarts, the sum drops, and "
                      "the result is a spike. Record the rate instead."),
         {function, std::string(name)}});
    diagnostic.related.push_back({source->second->name.range, {TRANSLATABLE("Core", "It is recorded here.")}});
    diagnostics.push_back(std::move(diagnostic));
}

} // namespace

/// rate(), irate() and increase() over what is no counter (any more).
void ratesOfNoCounter(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    promql::walk(checked.expr(), [&](const promql::Expr &each) {
        if (const auto *call = promql::as<promql::Call>(&each); call && isRate(*call))
            checkRate(checked.rule(), *call, checked.facts(), diagnostics);
        return true;
    });
}

} // namespace checks
