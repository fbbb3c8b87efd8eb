#pragma once

#include <array>
#include <cstdint>

namespace promql {

/// Classes of bytes as PromQL's lexer sees them. Bytes of multi-byte UTF-8 sequences have none.
enum CharacterClass : std::uint8_t { SpaceCharacter = 1, AlphaCharacter = 2, DigitCharacter = 4, HexCharacter = 8 };

inline constexpr std::array<std::uint8_t, 256> characterClasses = [] {
    std::array<std::uint8_t, 256> classes{};
    for (const unsigned char c : {' ', '\t', '\n', '\r'})
        classes[c] = SpaceCharacter;
    for (unsigned c = 'a'; c <= 'z'; ++c)
        classes[c] = classes[c - 'a' + 'A'] = AlphaCharacter | (c <= 'f' ? HexCharacter : 0);
    classes['_'] = AlphaCharacter;
    for (unsigned c = '0'; c <= '9'; ++c)
        classes[c] = DigitCharacter | HexCharacter;
    return classes;
}();

constexpr bool hasClass(char c, int wanted)
{
    return (characterClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}
constexpr bool isSpace(char c)
{
    return hasClass(c, SpaceCharacter);
}
constexpr bool isAlpha(char c)
{
    return hasClass(c, AlphaCharacter);
}
constexpr bool isDigit(char c)
{
    return hasClass(c, DigitCharacter);
}
constexpr bool isAlphanumeric(char c)
{
    return hasClass(c, AlphaCharacter | DigitCharacter);
}
constexpr char lowerCase(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace promql
