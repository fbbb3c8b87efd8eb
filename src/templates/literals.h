#pragma once

#include "templates/node.h"

#include <optional>
#include <string>
#include <string_view>

/// Literals of Go's source, read as its strconv reads them.
namespace templates {

/// The content of a string literal, quotes included; nothing when an escape is wrong.
[[nodiscard]] std::optional<std::string> unquote(std::string_view literal);

/// Nothing when it is no number; `error` then holds Go's words.
[[nodiscard]] std::optional<Number> parseNumber(std::string_view text, std::string &error);
[[nodiscard]] std::optional<Number> parseCharacter(std::string_view text, std::string &error);
/// `1+2i`.
[[nodiscard]] std::optional<Number> parseComplex(std::string_view text, std::string &error);

/// strconv.ParseFloat: decimal and hexadecimal, `_` between digits, inf, infinity and nan in any case. `error` holds
/// Go's words, such as `strconv.ParseFloat: parsing "x": invalid syntax`.
[[nodiscard]] std::optional<double> parseFloat(std::string_view text, std::string &error);

} // namespace templates
