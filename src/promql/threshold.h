#pragma once

#include "promql/parser.h"

#include <optional>

namespace promql {

/// A comparison with a constant at the top of an expression, as alerts have it.
struct Threshold
{
    /// As if the constant stood on the right: `5 < up` has Greater.
    BinaryOp op = BinaryOp::Greater;
    double value = 0;
    /// Bytes of the side that is compared, the one to be charted.
    base::ByteRange exprRange;
    /// The constant stands on the left.
    bool flipped = false;
};

/// Nothing unless the whole expression, parentheses around it apart, compares an instant vector with a constant and
/// filters by it (no `bool`). Arithmetic on constants counts as a constant.
[[nodiscard]] std::optional<Threshold> threshold(const Tree &tree);

/// The operator that says the same of swapped sides: `>` of `<`; other operators stay.
[[nodiscard]] BinaryOp mirrored(BinaryOp op);

/// The value of an expression of number literals, signs, parentheses and arithmetic.
[[nodiscard]] std::optional<double> constantValue(const Expr *expr);

} // namespace promql
