#include "widgets/previewplan.h"

#include "promql/functions.h"
#include "widgets/numbertext.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace widgets {

namespace {

/// The first syntax error that is not a function which only the server may know.
std::optional<base::Text> missing(const promql::Tree &tree)
{
    std::vector<base::ByteRange> unknownFunctions;
    promql::walk(tree.root(), [&](const promql::Expr &expr) {
        const auto *call = promql::as<promql::Call>(&expr);
        if (call && !call->function)
            unknownFunctions.push_back(call->name.range);
        return true;
    });
    for (const base::Diagnostic &diagnostic : tree.diagnostics()) {
        const bool unknown =
            std::find(unknownFunctions.begin(), unknownFunctions.end(), diagnostic.range) != unknownFunctions.end();
        if (diagnostic.check == "promql/syntax" && !unknown)
            return diagnostic.text;
    }
    return std::nullopt;
}

bool onlyComments(const std::string &expr)
{
    std::size_t at = 0;
    while ((at = expr.find_first_not_of(" \t\r\n", at)) != std::string::npos && expr[at] == '#')
        at = std::min(expr.find('\n', at), expr.size());
    return at == std::string::npos;
}

} // namespace

PreviewPlan planPreview(const std::string &expr, const promql::Dialect &dialect)
{
    PreviewPlan plan;
    plan.expr = expr;
    plan.dialect = dialect;
    plan.blank = onlyComments(expr);
    if (plan.blank)
        return plan;
    const promql::Tree tree = promql::parse(expr, dialect);
    plan.incomplete = missing(tree);
    const promql::ValueType type = tree.root()->type;
    if (type == promql::ValueType::String || type == promql::ValueType::RangeVector)
        return plan;
    plan.chartExpr = expr;
    if (!tree.valid())
        return plan;
    plan.unit = promql::guessUnit(tree.root());
    plan.threshold = promql::threshold(tree);
    if (plan.threshold)
        plan.chartExpr = expr.substr(plan.threshold->exprRange.start, plan.threshold->exprRange.size());
    return plan;
}

double stepFor(double rangeSeconds, int pixels)
{
    constexpr double mostPoints = 11000;
    constexpr std::array<double, 17> roundSteps = {1,   2,   5,   10,   15,   20,   30,   60,   120,
                                                   300, 600, 900, 1200, 1800, 3600, 7200, 14400};
    const double least = std::max(rangeSeconds / std::max(1, pixels), rangeSeconds / (mostPoints - 1));
    for (const double step : roundSteps) {
        if (step >= least)
            return step;
    }
    return std::ceil(least / 3600) * 3600;
}

std::string comparisonLabel(promql::BinaryOp op)
{
    return std::string(promql::operatorText(op));
}

std::string thresholdLabel(const promql::Threshold &threshold)
{
    return std::string(promql::operatorText(threshold.op)) + " " + fullNumber(threshold.value).toStdString();
}

} // namespace widgets
