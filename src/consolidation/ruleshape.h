#pragma once

#include "promql/parser.h"

#include <string>
#include <vector>

namespace consolidation {

/// A matcher of a selector; the one on the metric's name is kept apart where it is exact.
struct ShapeMatcher
{
    promql::MatchOp op = promql::MatchOp::Equal;
    std::string name;
    std::string value;
    /// Bytes of the value in the expression, quotes included.
    base::ByteRange range;
};

struct ShapeSelector
{
    /// The exactly named metric; empty when there is none.
    std::string metric;
    /// Bytes of the name in the expression.
    base::ByteRange metricRange;
    /// Sorted by name, then operator.
    std::vector<ShapeMatcher> matchers;
    /// Inside absent(), scalar() or beside `or vector(…)`, which answer for all of their input at once.
    bool answeredForAll = false;
};

/// A number that something is compared with, or a duration.
struct ShapeValue
{
    std::string value;
    base::ByteRange range;
};

/// What an expression is but for the parts in which copies of it may differ. Parentheses that say nothing, the order of
/// matchers and of grouping labels, `5 < x` for `x > 5`, and the order of `+` and `*` where it is exact are normalised;
/// the parts stand in the order of the normalised form.
struct RuleShape
{
    /// The tree with the names and operators of matchers; metric names, values of matchers, compared numbers and
    /// durations left open.
    std::string full;
    /// The same without any matcher.
    std::string bare;
    /// Operators, aggregations, functions, grouping labels and all other numbers left open too.
    std::string loose;
    std::vector<ShapeSelector> selectors;
    std::vector<ShapeValue> thresholds;
    std::vector<ShapeValue> durations;
    /// What `loose` leaves open, in its order: `>`, `sum`, `rate`.
    std::vector<std::string> operators;
    /// Numbers that nothing is compared with, in order: the quantile, the factor.
    std::vector<std::string> numbers;
    /// The grouping of aggregations and the matching of operators, in order: `by (job)`.
    std::vector<std::string> groupings;
    /// Every compared number is compared by `==` or `!=`.
    bool onlyStates = true;
};

[[nodiscard]] RuleShape shapeOf(const promql::Expr *expr);

/// Equal for expressions that mean the same but for what the shape normalises.
[[nodiscard]] std::string canonicalKey(const promql::Expr *expr);

/// What the outermost comparison compares with a constant, or its left side, without parentheses; the whole expression
/// where it compares nothing.
[[nodiscard]] const promql::Expr *comparedOperand(const promql::Expr *root);

/// The lower-case words of a name or sentence: letters and digits, split at capitals and at everything else.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

} // namespace consolidation
