#pragma once

#include "promql/ast.h"
#include "promql/parser.h"

#include <compare>
#include <span>
#include <string>
#include <string_view>

namespace promql {

/// A version of Prometheus.
struct Version
{
    int major = 0;
    int minor = 0;

    friend auto operator<=>(const Version &, const Version &) = default;
};

/// The oldest version that is told apart; what is older has always been there.
inline constexpr Version oldestVersion{2, 42};
inline constexpr Version newestVersion{3, 14};

[[nodiscard]] constexpr Version versionOf(const Dialect &dialect)
{
    return {dialect.major, dialect.minor};
}

[[nodiscard]] std::string versionText(Version version);

/// A function of the language.
struct Function
{
    std::string_view name;
    ValueType argumentTypes[5] = {};
    std::uint8_t argumentCount = 0;
    /// How many arguments more than `argumentCount - 1` there may be: 0 means exactly `argumentCount`, -1 any number.
    std::int8_t variadic = 0;
    ValueType returnType = ValueType::InstantVector;
    /// Needs --enable-feature=promql-experimental-functions, from `added` on until `stable`.
    bool experimental = false;
    Version added = oldestVersion;
    /// The first version without it.
    Version removed = {99, 0};
    /// The first version in which an experimental function needs no flag.
    Version stable = {99, 0};

    [[nodiscard]] std::span<const ValueType> arguments() const { return {argumentTypes, argumentCount}; }
    [[nodiscard]] bool needsFlag(Version version) const { return experimental && version < stable; }
    [[nodiscard]] std::size_t minimumArguments() const;
    /// No limit: the largest size_t.
    [[nodiscard]] std::size_t maximumArguments() const;
};

/// All functions of every known version, sorted by name.
[[nodiscard]] std::span<const Function> functions();

/// Null when there is none of that name in any version. Case matters.
[[nodiscard]] const Function *findFunction(std::string_view name);

/// An aggregation operator.
struct AggregationInfo
{
    std::string_view name;
    AggregateOp op;
    /// None when it takes no parameter.
    ValueType parameter = ValueType::None;
    bool experimental = false;
    Version added = oldestVersion;
};

/// In the order of AggregateOp.
[[nodiscard]] std::span<const AggregationInfo> aggregations();
[[nodiscard]] const AggregationInfo &aggregationInfo(AggregateOp op);

/// The operator as it is written: `+`, `==`, `and`.
[[nodiscard]] std::string_view operatorText(BinaryOp op);
[[nodiscard]] constexpr bool isComparison(BinaryOp op)
{
    return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual;
}
[[nodiscard]] constexpr bool isSetOperator(BinaryOp op)
{
    return op == BinaryOp::And || op == BinaryOp::Or || op == BinaryOp::Unless;
}
/// 1 (`or`) to 6 (`^`).
[[nodiscard]] constexpr int precedence(BinaryOp op)
{
    switch (op) {
    case BinaryOp::Or:
        return 1;
    case BinaryOp::And:
    case BinaryOp::Unless:
        return 2;
    case BinaryOp::Add:
    case BinaryOp::Sub:
        return 4;
    case BinaryOp::Mul:
    case BinaryOp::Div:
    case BinaryOp::Mod:
    case BinaryOp::Atan2:
        return 5;
    case BinaryOp::Pow:
        return 6;
    default:
        return 3;
    }
}
inline constexpr int powerPrecedence = 6;

[[nodiscard]] std::string_view matchOpText(MatchOp op);

} // namespace promql
