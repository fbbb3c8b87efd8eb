#include "alerting/readtime.h"

#include <optional>

namespace alerting {

namespace {

std::optional<double> constantSeconds(const promql::DurationExpr *duration)
{
    if (!duration)
        return std::nullopt;
    if (duration->op == promql::DurationOp::Literal)
        return duration->seconds;
    const std::optional<double> inner = constantSeconds(duration->lhs);
    if (duration->op == promql::DurationOp::Paren)
        return inner;
    if (duration->op == promql::DurationOp::Negate && inner)
        return -*inner;
    return std::nullopt;
}

} // namespace

double secondsBefore(const promql::Expr &selector)
{
    if (const auto *vector = promql::as<promql::VectorSelector>(&selector))
        return constantSeconds(vector->modifiers.offset).value_or(0);
    if (const auto *matrix = promql::as<promql::MatrixSelector>(&selector))
        return constantSeconds(matrix->modifiers.offset).value_or(0);
    return 0;
}

double readTime(const promql::Modifiers &modifiers, double time)
{
    const double at = modifiers.at == promql::AtKind::Timestamp ? modifiers.atSeconds : time;
    return at - constantSeconds(modifiers.offset).value_or(0);
}

} // namespace alerting
