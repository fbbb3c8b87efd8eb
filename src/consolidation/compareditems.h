#pragma once

#include "promql/parser.h"

#include <set>
#include <string>
#include <vector>

/// What of an alert's condition is asked for and compared. Pure functions of its tree.
namespace consolidation {

/// The operands of the comparisons of an expression, outermost first, in its own words; the whole expression where
/// there is none. Behind them what is left of several where they meet, and the parts of each: what it divides where it
/// is a ratio, and the sides of `or`, `and` and `unless` inside it.
struct OperandExpr
{
    std::string expr;
    /// As in ObservedOperand.
    std::string part;
    bool needed = false;
};
[[nodiscard]] std::vector<OperandExpr> operandsOf(const promql::Tree &tree);

/// The parts of one operand, behind `all`.
void addParts(const promql::Expr *operand, std::vector<OperandExpr> &all);

/// The condition with its operands left open: `# > 5`. Joins are named without the labels of `told`.
[[nodiscard]] std::string conditionText(const promql::Expr *expr, const std::set<std::string> &told);

/// `x > 5` as `x > on () group_left () vector(5)`, which fires alike.
[[nodiscard]] std::string comparedWithSeries(const promql::Tree &tree, const std::string &threshold);

} // namespace consolidation
