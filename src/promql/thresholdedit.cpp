#include "promql/thresholdedit.h"

#include "promql/threshold.h"

#include <array>
#include <charconv>
#include <cmath>

namespace promql {

std::optional<std::string> withThreshold(const Tree &tree, double value)
{
    const std::optional<Threshold> own = threshold(tree);
    if (!tree.valid() || !own || !std::isfinite(value))
        return std::nullopt;
    const Expr *expr = tree.root();
    while (const auto *paren = as<ParenExpr>(expr))
        expr = paren->expr;
    const auto *binary = as<BinaryExpr>(expr);
    const base::ByteRange range = (own->flipped ? binary->lhs : binary->rhs)->range;
    std::array<char, 64> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    if (error != std::errc())
        return std::nullopt;
    std::string text(tree.text());
    text.replace(range.start, range.size(), std::string(buffer.data(), end));
    return text;
}

} // namespace promql
