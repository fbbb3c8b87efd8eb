#pragma once

#include "promql/ast.h"

#include <string>
#include <unordered_map>

/// The pieces that the canonical and the pretty form share.
namespace promql {

void appendDuration(std::string &out, const DurationExpr &duration);
/// Name and braces, without modifiers; the matchers sorted.
void appendSelector(std::string &out, const VectorSelector &selector);
void appendSelectorModifiers(std::string &out, const VectorSelector &selector);
/// `[5m] offset 1h` of a range selector.
void appendMatrixSuffix(std::string &out, const MatrixSelector &node);
void appendSubquerySuffix(std::string &out, const Subquery &node);
/// The operator and its grouping, up to the parenthesis.
void appendAggregationHead(std::string &out, const Aggregation &node);
/// The operator with all its modifiers.
void appendOperator(std::string &out, const BinaryExpr &node);
void appendNumber(std::string &out, const NumberLiteral &node);
/// How many bytes print() makes of each node below a node, itself included.
using PrintedLengths = std::unordered_map<const Expr *, std::size_t>;
[[nodiscard]] PrintedLengths printedLengths(const Expr &expr);
[[nodiscard]] std::string formatTimestamp(double seconds);
[[nodiscard]] std::string formatFill(double value);

} // namespace promql
