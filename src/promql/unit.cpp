#include "promql/unit.h"

#include "promql/functions.h"
#include "promql/threshold.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

// A value has a dimension: a quantity to the power of one, by seconds or not. Operators calculate with dimensions as
// physics does; what leaves the few that are known here is unknown.
namespace promql {

namespace {

struct Dimension
{
    Quantity quantity = Quantity::Unknown;
    bool perSecond = false;
    /// A point in time, in seconds.
    bool timestamp = false;
    /// A plain number, which takes any unit.
    std::optional<double> constant = {};

    [[nodiscard]] bool sameAs(const Dimension &other) const
    {
        return quantity == other.quantity && perSecond == other.perSecond;
    }
};

constexpr Dimension nothing;

bool isOneOf(std::string_view text, std::span<const std::string_view> among)
{
    return std::ranges::find(among, text) != among.end();
}

/// `rate5m`, `irate1h`: a recording rule's operation.
bool isRateWindow(std::string_view token)
{
    for (const std::string_view prefix : {"irate", "rate"}) {
        if (token.starts_with(prefix) && token.size() > prefix.size())
            return token.find_first_not_of("0123456789", prefix.size()) == token.size() - 1;
    }
    return token == "rate" || token == "irate";
}

std::optional<Quantity> quantityOf(std::string_view token)
{
    if (token == "bytes")
        return Quantity::Bytes;
    if (token == "bits")
        return Quantity::Bits;
    if (token == "seconds")
        return Quantity::Seconds;
    if (token == "milliseconds" || token == "ms")
        return Quantity::Milliseconds;
    if (token == "ratio")
        return Quantity::Ratio;
    if (token == "percent" || token == "percentage" || token == "pct")
        return Quantity::Percent;
    return std::nullopt;
}

std::vector<std::string_view> tokensOf(std::string_view name)
{
    std::vector<std::string_view> tokens;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find_first_of("_:.", at), name.size());
        if (end > at)
            tokens.push_back(name.substr(at, end - at));
        at = end + 1;
    }
    return tokens;
}

/// `quantile` for what histogram_quantile() reads: the buckets' bounds, not their counts.
Dimension dimensionOfName(std::string_view name, bool quantile)
{
    std::vector<std::string_view> tokens = tokensOf(name);
    Dimension dimension;
    if (tokens.size() > 2 && tokens[tokens.size() - 2] == "per" && tokens.back() == "second") {
        dimension.perSecond = true;
        tokens.resize(tokens.size() - 2);
    }
    constexpr std::array<std::string_view, 4> counts = {"count", "bucket", "created", "info"};
    for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) {
        if (isOneOf(*token, counts) && !quantile)
            return *token == "created" ? Dimension{Quantity::Seconds, false, true, {}} : dimension;
        if (const std::optional<Quantity> quantity = quantityOf(*token)) {
            dimension.quantity = *quantity;
            const bool afterTimestamp = std::next(token) != tokens.rend() && *std::next(token) == "timestamp";
            dimension.timestamp = *quantity == Quantity::Seconds && afterTimestamp;
            // A ratio of two rates is none.
            if (*quantity == Quantity::Ratio || *quantity == Quantity::Percent)
                dimension.perSecond = false;
            return dimension;
        }
        dimension.perSecond = dimension.perSecond || isRateWindow(*token);
    }
    return dimension;
}

Dimension joined(const Dimension &a, const Dimension &b)
{
    if (a.constant)
        return b;
    return b.constant || a.sameAs(b) ? a : nothing;
}

Dimension scaled(Dimension dimension, double factor)
{
    const bool same = std::abs(factor) == 1;
    if (dimension.quantity == Quantity::Ratio && factor == 100)
        dimension.quantity = Quantity::Percent;
    else if (dimension.quantity == Quantity::Percent && factor == 0.01)
        dimension.quantity = Quantity::Ratio;
    else if (dimension.quantity == Quantity::Seconds && factor == 1000)
        dimension.quantity = Quantity::Milliseconds;
    else if (dimension.quantity == Quantity::Milliseconds && factor == 0.001)
        dimension.quantity = Quantity::Seconds;
    else if (dimension.quantity == Quantity::Bytes && factor == 8)
        dimension.quantity = Quantity::Bits;
    else if (!same)
        return nothing;
    return dimension;
}

Dimension product(const Dimension &a, const Dimension &b)
{
    if (a.constant)
        return scaled(b, *a.constant);
    if (b.constant)
        return scaled(a, *b.constant);
    if (a.quantity == Quantity::Ratio)
        return b;
    return b.quantity == Quantity::Ratio ? a : nothing;
}

Dimension quotient(const Dimension &a, const Dimension &b)
{
    if (b.constant && *b.constant != 0)
        return a.constant ? Dimension{Quantity::Unknown, false, false, *a.constant / *b.constant}
                          : scaled(a, 1 / *b.constant);
    if (a.constant || a.timestamp || b.timestamp)
        return nothing;
    if (a.sameAs(b) && (a.quantity != Quantity::Unknown || a.perSecond))
        return {Quantity::Ratio, false, false, {}};
    // Seconds spent each second by requests each second, and the like.
    if (b.quantity == Quantity::Unknown && b.perSecond && a.perSecond)
        return {a.quantity, false, false, {}};
    return b.quantity == Quantity::Ratio ? a : nothing;
}

Dimension dimensionOf(const Expr *expr, bool quantile);

Dimension combined(BinaryOp op, const Dimension &lhs, const Dimension &rhs)
{
    if (isComparison(op))
        return lhs.constant ? rhs : lhs;
    switch (op) {
    case BinaryOp::And:
    case BinaryOp::Unless:
        return lhs;
    case BinaryOp::Or:
        return joined(lhs, rhs);
    case BinaryOp::Add:
    case BinaryOp::Sub:
        if (lhs.timestamp && rhs.timestamp)
            return {Quantity::Seconds, false, false, {}};
        return joined(lhs, rhs);
    case BinaryOp::Mul:
        return product(lhs, rhs);
    case BinaryOp::Div:
        return quotient(lhs, rhs);
    case BinaryOp::Mod:
        return lhs;
    default:
        return nothing;
    }
}

Dimension dimensionOfChain(const BinaryExpr &last, bool quantile)
{
    const LeftChain chain(last);
    Dimension dimension = dimensionOf(chain.first(), quantile);
    for (const BinaryExpr *node : chain.operators())
        dimension = node->returnBool ? nothing : combined(node->op, dimension, dimensionOf(node->rhs, quantile));
    return dimension;
}

Dimension dimensionOfCall(const Call &call, bool quantile)
{
    constexpr std::array<std::string_view, 3> rates = {"rate", "irate", "deriv"};
    constexpr std::array<std::string_view, 14> counts = {
        "absent", "absent_over_time",  "changes", "count_over_time",  "histogram_count",  "hour", "minute",
        "month",  "present_over_time", "resets",  "stddev_over_time", "stdvar_over_time", "year", "sgn"};
    constexpr std::array<std::string_view, 6> unlike = {"exp", "ln", "log2", "log10", "sqrt", "histogram_fraction"};
    const std::string_view name = call.name.value;
    if (name == "time" || name == "timestamp")
        return {Quantity::Seconds, false, true, {}};
    if (name == "histogram_fraction")
        return {Quantity::Ratio, false, false, {}};
    if (call.arguments.empty() || isOneOf(name, counts) || isOneOf(name, unlike))
        return nothing;
    if (name == "histogram_quantile" || name == "histogram_avg" || name == "histogram_sum") {
        Dimension dimension = dimensionOf(call.arguments.back(), true);
        dimension.perSecond = false;
        return dimension;
    }
    const auto isSeries = [](const Expr *argument) {
        return argument->type == ValueType::InstantVector || argument->type == ValueType::RangeVector;
    };
    const auto series = std::ranges::find_if(call.arguments, isSeries);
    if (series == call.arguments.end())
        return name == "vector" || name == "scalar" ? dimensionOf(call.arguments.front(), quantile) : nothing;
    Dimension dimension = dimensionOf(*series, quantile);
    if (isOneOf(name, rates)) {
        if (dimension.timestamp || dimension.perSecond)
            return nothing;
        dimension.perSecond = true;
    }
    return dimension;
}

Dimension dimensionOf(const Expr *expr, bool quantile)
{
    if (const std::optional<double> value = constantValue(expr))
        return {Quantity::Unknown, false, false, value};
    if (const auto *selector = as<VectorSelector>(expr)) {
        std::string_view name = selector->metric.value;
        for (const LabelMatcher &matcher : selector->matchers) {
            if (name.empty() && matcher.name == "__name__" && matcher.op == MatchOp::Equal)
                name = matcher.value;
        }
        return dimensionOfName(name, quantile);
    }
    if (const auto *matrix = as<MatrixSelector>(expr))
        return dimensionOf(matrix->selector, quantile);
    if (const auto *subquery = as<Subquery>(expr))
        return dimensionOf(subquery->expr, quantile);
    if (const auto *paren = as<ParenExpr>(expr))
        return dimensionOf(paren->expr, quantile);
    if (const auto *unary = as<UnaryExpr>(expr))
        return dimensionOf(unary->expr, quantile);
    if (const auto *call = as<Call>(expr))
        return dimensionOfCall(*call, quantile);
    if (const auto *binary = as<BinaryExpr>(expr))
        return dimensionOfChain(*binary, quantile);
    if (const auto *aggregation = as<Aggregation>(expr)) {
        const bool counts = aggregation->op == AggregateOp::Count || aggregation->op == AggregateOp::Group ||
                            aggregation->op == AggregateOp::CountValues || aggregation->op == AggregateOp::Stdvar;
        return counts ? nothing : dimensionOf(aggregation->expr, quantile);
    }
    return nothing;
}

Unit unitOf(const Dimension &dimension)
{
    if (dimension.timestamp || dimension.constant)
        return {};
    // Seconds each second, as of CPU time, are a plain number.
    const bool time = dimension.quantity == Quantity::Seconds || dimension.quantity == Quantity::Milliseconds;
    const bool share = dimension.quantity == Quantity::Ratio || dimension.quantity == Quantity::Percent;
    if (dimension.perSecond && (time || share))
        return {};
    return {dimension.quantity, dimension.perSecond};
}

} // namespace

Unit unitOfName(std::string_view name)
{
    return unitOf(dimensionOfName(name, false));
}

Unit guessUnit(const Expr *expr)
{
    return expr ? unitOf(dimensionOf(expr, false)) : Unit();
}

} // namespace promql
