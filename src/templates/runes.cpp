#include "templates/runes.h"

#include <array>
#include <clocale>
#include <cstdint>
#include <cwctype>
#include <locale.h>
#include <re2/re2.h>
#include <wctype.h>

namespace templates {

namespace {

std::string encoded(char32_t code)
{
    std::string text;
    appendRune(text, code);
    return text;
}

bool matches(const re2::RE2 &set, char32_t code)
{
    return re2::RE2::FullMatch(encoded(code), set);
}

/// Unicode's simple case mappings, whatever the person's locale is; null when the C library has none.
locale_t unicodeLocale()
{
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

char32_t mapped(char32_t code, const char *mapping)
{
    const locale_t locale = unicodeLocale();
    if (!locale || code > maxRune)
        return code;
    return static_cast<char32_t>(towctrans_l(static_cast<wint_t>(code), wctrans_l(mapping, locale), locale));
}

std::string mappedText(std::string_view text, const char *mapping)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Rune rune = runeAt(text, i);
        appendRune(result, mapped(rune.code, mapping));
        i += rune.size;
    }
    return result;
}

bool separatesWords(char32_t code)
{
    if (code < 0x80)
        return !isAlphaNumeric(code);
    constexpr std::array<char32_t, 2> spaces = {0x85, 0xA0};
    if (isLetter(code) || isDigit(code))
        return false;
    static const re2::RE2 space("\\p{Z}");
    return code == spaces[0] || code == spaces[1] || matches(space, code);
}

void appendHex(std::string &out, char32_t code, int digits, const char *alphabet = "0123456789abcdef")
{
    for (int i = digits - 1; i >= 0; --i)
        out += alphabet[(code >> (4U * static_cast<unsigned>(i))) & 0xFU];
}

void appendEscaped(std::string &out, Rune rune, unsigned char byte, char quote, bool asciiOnly)
{
    if (rune.code == runeError && rune.size == 1) {
        out += "\\x";
        appendHex(out, byte, 2);
        return;
    }
    const char32_t code = rune.code;
    if (code == static_cast<char32_t>(quote) || code == U'\\') {
        out += '\\';
        out += static_cast<char>(code);
        return;
    }
    if (asciiOnly ? code < 0x80 && isPrint(code) : isPrint(code)) {
        appendRune(out, code);
        return;
    }
    constexpr std::string_view named = "\a\b\f\n\r\t\v";
    const std::size_t at = code < 0x80 ? named.find(static_cast<char>(code)) : std::string_view::npos;
    if (at != std::string_view::npos) {
        out += '\\';
        out += "abfnrtv"[at];
    } else if (code < 0x20 || code == 0x7F) {
        out += "\\x";
        appendHex(out, code, 2);
    } else if (code < 0x10000) {
        out += "\\u";
        appendHex(out, code, 4);
    } else {
        out += "\\U";
        appendHex(out, code, 8);
    }
}

} // namespace

Rune runeAt(std::string_view text, std::size_t offset)
{
    if (offset >= text.size())
        return {};
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(offset);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || offset + size > text.size())
        return {runeError, 1};
    char32_t code = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(offset + i) & 0xC0U) != 0x80U)
            return {runeError, 1};
        code = code << 6U | (byte(offset + i) & 0x3FU);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    if (overlong || (code >= 0xD800 && code < 0xE000) || code > maxRune)
        return {runeError, 1};
    return {code, size};
}

void appendRune(std::string &out, char32_t code)
{
    if (code > maxRune || (code >= 0xD800 && code < 0xE000))
        code = runeError;
    const auto tail = [&out, code](unsigned shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | code >> 6U);
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | code >> 12U);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | code >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::size_t runeCount(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += runeAt(text, i).size)
        ++count;
    return count;
}

bool isLetter(char32_t code)
{
    if (code < 0x80)
        return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z');
    static const re2::RE2 letter("\\pL");
    return matches(letter, code);
}

bool isDigit(char32_t code)
{
    if (code < 0x80)
        return code >= U'0' && code <= U'9';
    static const re2::RE2 digit("\\p{Nd}");
    return matches(digit, code);
}

bool isPrint(char32_t code)
{
    if (code < 0x80)
        return code >= 0x20 && code < 0x7F;
    static const re2::RE2 printable("[\\pL\\pM\\pN\\pP\\pS]");
    return code <= maxRune && matches(printable, code);
}

bool isAlphaNumeric(char32_t code)
{
    return code == U'_' || isLetter(code) || isDigit(code);
}

std::string toUpper(std::string_view text)
{
    return mappedText(text, "toupper");
}

std::string toLower(std::string_view text)
{
    return mappedText(text, "tolower");
}

std::string toTitle(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    char32_t previous = U' ';
    for (std::size_t i = 0; i < text.size();) {
        const Rune rune = runeAt(text, i);
        appendRune(result, separatesWords(previous) ? mapped(rune.code, "totitle") : rune.code);
        previous = rune.code;
        i += rune.size;
    }
    return result;
}

std::string runeName(char32_t code)
{
    std::string text = "U+";
    appendHex(text, code, code > 0xFFFFF ? 6 : code > 0xFFFF ? 5 : 4, "0123456789ABCDEF");
    if (isPrint(code))
        text += " '" + encoded(code) + "'";
    return text;
}

std::string quoted(std::string_view text, bool asciiOnly)
{
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const Rune rune = runeAt(text, i);
        appendEscaped(result, rune, static_cast<unsigned char>(text[i]), '"', asciiOnly);
        i += rune.size;
    }
    return result + '"';
}

std::string quotedRune(char32_t code, bool asciiOnly)
{
    if (code > maxRune || (code >= 0xD800 && code < 0xE000))
        code = runeError;
    std::string result = "'";
    appendEscaped(result, {code, 4}, 0, '\'', asciiOnly);
    return result + "'";
}

bool canBackquote(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const Rune rune = runeAt(text, i);
        const bool control = rune.code < 0x20 && rune.code != U'\t';
        if ((rune.code == runeError && rune.size == 1) || control || rune.code == U'`' || rune.code == 0x7F ||
            rune.code == 0xFEFF)
            return false;
        i += rune.size;
    }
    return true;
}

} // namespace templates
