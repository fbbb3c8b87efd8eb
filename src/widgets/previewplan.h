#pragma once

#include "promql/parser.h"
#include "promql/threshold.h"
#include "promql/unit.h"

#include <optional>
#include <string>

namespace widgets {

/// What a preview asks for an expression.
struct PreviewPlan
{
    /// Only white space and comments: nothing to ask.
    bool blank = false;
    /// Why it cannot be asked yet: what a parser misses while somebody types. Type errors are left to the server.
    std::optional<base::Text> incomplete;
    /// For the table.
    std::string expr;
    promql::Dialect dialect;
    /// For the chart: of a comparison with a number the compared side, so that values on the quiet side are seen too.
    /// Empty for strings and range vectors, which have no line.
    std::string chartExpr;
    std::optional<promql::Threshold> threshold;
    /// Of the charted values, guessed from names and operators.
    promql::Unit unit;
};

[[nodiscard]] PreviewPlan planPreview(const std::string &expr, const promql::Dialect &dialect = {});

/// A round step in seconds that gives about one point per pixel, and never more than 11 000 points.
[[nodiscard]] double stepFor(double rangeSeconds, int pixels);

/// `> 5` and the like.
[[nodiscard]] std::string thresholdLabel(const promql::Threshold &threshold);
/// `>` and the like.
[[nodiscard]] std::string comparisonLabel(promql::BinaryOp op);

} // namespace widgets
