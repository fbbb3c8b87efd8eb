#pragma once

#include "base/byterange.h"

#include <string_view>
#include <vector>

namespace promql {

enum class TokenClass {
    Comment,
    Metric,
    Label,
    String,
    Number,
    Duration,
    Function,
    Aggregation,
    Keyword,
    Operator,
    Bracket,
    Error
};

struct Token
{
    base::ByteRange range;
    TokenClass tokenClass;

    friend bool operator==(const Token &, const Token &) = default;
};

/// The tokens of an expression in the order of the text, without spaces. Works on any text, damaged or unfinished.
[[nodiscard]] std::vector<Token> highlight(std::string_view text);

/// The other bracket of the pair that one of stands at `offset`, braces and parentheses included, strings and comments
/// not; an empty range when there is none.
[[nodiscard]] base::ByteRange matchingBracket(std::string_view text, std::size_t offset);

} // namespace promql
