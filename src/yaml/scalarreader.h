#pragma once

#include "yaml/stream.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads one scalar from its first byte, as libyaml (and so Prometheus) decodes it, and records where each byte came
/// from. Inside src/yaml only.
namespace yaml::reader {

struct Problem
{
    base::Text text;
    base::ByteRange range;
};

struct Scalar
{
    std::string value;
    std::vector<SourceMap::Piece> pieces;
    /// Behind the last byte of the scalar; block scalars include their last line end.
    std::size_t end = 0;
    std::optional<Problem> problem;
};

/// `at` is the opening quote.
[[nodiscard]] Scalar readSingleQuoted(std::string_view text, std::size_t at);
[[nodiscard]] Scalar readDoubleQuoted(std::string_view text, std::size_t at);
/// `at` is `|` or `>`; `parentIndent` the column of the enclosing block collection, -1 at the top.
[[nodiscard]] Scalar readBlock(std::string_view text, std::size_t at, int parentIndent);
/// A plain scalar whose decoded value is known: finds its end and its map.
[[nodiscard]] Scalar readPlain(std::string_view text, std::size_t at, std::string_view value);

/// The line separators LS and PS (U+2028, U+2029) stay where line breaks are folded, but `read` has blanks and a line
/// feed in their place. Puts those of `original` into the value.
void restoreSeparators(Scalar &scalar, std::string_view read, std::string_view original);

/// Behind the tag at `at`, where a blank or a line break has to follow.
[[nodiscard]] std::size_t tagEnd(std::string_view text, std::size_t at);
/// The bytes of the handle that a tag begins with: `!`, `!!` or `!name!`.
[[nodiscard]] std::size_t tagHandle(std::string_view tag);

[[nodiscard]] constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
/// Of an anchor's name.
[[nodiscard]] constexpr bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
[[nodiscard]] constexpr bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}
/// The bytes of the line break at `at`: 0, 1 or 2 (CRLF).
[[nodiscard]] std::size_t breakLength(std::string_view text, std::size_t at);

} // namespace yaml::reader
