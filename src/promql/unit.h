#pragma once

#include "promql/ast.h"

#include <cstdint>
#include <string_view>

namespace promql {

/// What a number counts.
enum class Quantity : std::uint8_t {
    Unknown,
    Bytes,
    Bits,
    Seconds,
    Milliseconds,
    /// 1 is all of it.
    Ratio,
    /// 100 is all of it.
    Percent,
};

struct Unit
{
    Quantity quantity = Quantity::Unknown;
    bool perSecond = false;

    [[nodiscard]] bool known() const { return quantity != Quantity::Unknown || perSecond; }
    friend bool operator==(const Unit &, const Unit &) = default;
};

/// The unit that a metric's name promises by the naming conventions: `_bytes`, `_seconds_total`, `:ratio_rate5m`.
/// https://prometheus.io/docs/practices/naming/
[[nodiscard]] Unit unitOfName(std::string_view name);

/// The unit of what an expression returns, as far as names and operators tell: a guess.
[[nodiscard]] Unit guessUnit(const Expr *expr);

} // namespace promql
