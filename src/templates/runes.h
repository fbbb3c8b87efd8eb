#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Characters as Go's unicode and utf8 packages see them.
namespace templates {

inline constexpr char32_t runeError = 0xFFFD;
inline constexpr char32_t maxRune = 0x10FFFF;

struct Rune
{
    char32_t code = 0;
    /// Bytes of the text; 1 for a broken sequence, whose code is runeError, 0 at the end.
    std::size_t size = 0;
};

[[nodiscard]] Rune runeAt(std::string_view text, std::size_t offset);
/// Surrogates and what is above maxRune become runeError.
void appendRune(std::string &out, char32_t code);
[[nodiscard]] std::size_t runeCount(std::string_view text);

[[nodiscard]] bool isLetter(char32_t code);
/// A decimal digit of any script.
[[nodiscard]] bool isDigit(char32_t code);
[[nodiscard]] bool isPrint(char32_t code);
/// A letter, a digit or `_`.
[[nodiscard]] bool isAlphaNumeric(char32_t code);

[[nodiscard]] std::string toUpper(std::string_view text);
[[nodiscard]] std::string toLower(std::string_view text);
/// The first letter of each word in title case, as Go's strings.Title.
[[nodiscard]] std::string toTitle(std::string_view text);

/// `U+0021 '!'`, as Go's %#U.
[[nodiscard]] std::string runeName(char32_t code);
/// A Go string literal; with `asciiOnly` what is not ASCII is escaped.
[[nodiscard]] std::string quoted(std::string_view text, bool asciiOnly = false);
[[nodiscard]] std::string quotedRune(char32_t code, bool asciiOnly = false);
/// Whether a raw literal (`…`) can hold the text.
[[nodiscard]] bool canBackquote(std::string_view text);

} // namespace templates
