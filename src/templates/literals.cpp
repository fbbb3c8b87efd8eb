#include "templates/literals.h"

#include "templates/runes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace templates {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Appends the character or escape at `at` and moves behind it.
bool unquoteOne(std::string_view text, std::size_t &at, char quote, std::string &out, char32_t *single = nullptr)
{
    if (at >= text.size() || text[at] == quote)
        return false;
    if (text[at] != '\\') {
        const Rune rune = runeAt(text, at);
        out += text.substr(at, rune.size);
        at += rune.size;
        if (single)
            *single = rune.code;
        return true;
    }
    if (++at >= text.size())
        return false;
    const char c = text[at++];
    const auto put = [&](char32_t code, bool byte) {
        if (byte)
            out += static_cast<char>(code);
        else
            appendRune(out, code);
        if (single)
            *single = code;
        return true;
    };
    constexpr std::string_view names = "abfnrtv";
    if (const std::size_t named = names.find(c); named != std::string_view::npos)
        return put(static_cast<unsigned char>("\a\b\f\n\r\t\v"[named]), true);
    if (c == '\\' || c == quote)
        return put(static_cast<unsigned char>(c), true);
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    char32_t code = 0;
    if (digits > 0) {
        for (std::size_t i = 0; i < digits; ++i) {
            const int digit = at < text.size() ? hexDigit(text[at++]) : -1;
            if (digit < 0)
                return false;
            code = code << 4U | static_cast<char32_t>(digit);
        }
        if (c != 'x' && (code > maxRune || (code >= 0xD800 && code < 0xE000)))
            return false;
        return put(code, c == 'x');
    }
    if (c < '0' || c > '7' || at + 2 > text.size())
        return false;
    code = static_cast<char32_t>(c - '0');
    for (int i = 0; i < 2; ++i) {
        const char octal = text[at++];
        if (octal < '0' || octal > '7')
            return false;
        code = code << 3U | static_cast<char32_t>(octal - '0');
    }
    return code <= 0xFF && put(code, true);
}

/// Underscores stand between digits, or between a base prefix and a digit.
bool underscoresFit(std::string_view text)
{
    if (!text.empty() && (text[0] == '+' || text[0] == '-'))
        text.remove_prefix(1);
    char last = '^';
    bool hexadecimal = false;
    std::size_t i = 0;
    if (text.size() >= 2 && text[0] == '0' &&
        std::string_view("box").find(lowered(text[1])) != std::string_view::npos) {
        i = 2;
        last = '0';
        hexadecimal = lowered(text[1]) == 'x';
    }
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= '0' && c <= '9') || (hexadecimal && hexDigit(c) >= 0)) {
            last = '0';
        } else if (c == '_') {
            if (last != '0')
                return false;
            last = '_';
        } else {
            if (last == '_')
                return false;
            last = '!';
        }
    }
    return last != '_';
}

std::string withoutUnderscores(std::string_view text)
{
    std::string result(text);
    std::erase(result, '_');
    return result;
}

/// ParseUint with base 0; the sign is the caller's.
std::optional<std::uint64_t> parseDigits(std::string_view text)
{
    if (text.empty() || !underscoresFit(text))
        return std::nullopt;
    std::string digits = withoutUnderscores(text);
    int base = 10;
    if (digits[0] == '0' && digits.size() > 1) {
        const char prefix = lowered(digits[1]);
        base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
        digits.erase(0, prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1);
    }
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    return problem == std::errc() && end == digits.data() + digits.size() && !digits.empty() ? std::optional(value)
                                                                                             : std::nullopt;
}

std::optional<std::int64_t> parseSigned(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const std::optional<std::uint64_t> digits = parseDigits(text);
    constexpr std::uint64_t most = 1ULL << 63U;
    if (!digits || *digits > most || (*digits == most && !negative))
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - *digits : *digits);
}

} // namespace

std::optional<std::string> unquote(std::string_view literal)
{
    if (literal.size() < 2 || literal.front() != literal.back())
        return std::nullopt;
    const char quote = literal.front();
    const std::string_view text = literal.substr(1, literal.size() - 2);
    std::string result;
    if (quote == '`') {
        result = text;
        std::erase(result, '\r');
        return result;
    }
    for (std::size_t at = 0; at < text.size();) {
        if (!unquoteOne(text, at, quote, result))
            return std::nullopt;
    }
    return result;
}

std::optional<double> parseFloat(std::string_view text, std::string &error)
{
    const auto refuse = [&](const char *why) {
        error = "strconv.ParseFloat: parsing " + quoted(text) + ": " + why;
        return std::nullopt;
    };
    std::string_view digits = text;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.remove_prefix(1);
    std::string lower(digits);
    std::ranges::transform(lower, lower.begin(), lowered);
    double value = 0;
    if (lower == "inf" || lower == "infinity" || lower == "nan") {
        if (lower == "nan" && digits.size() != text.size())
            return refuse("invalid syntax");
        value = lower == "nan" ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
        return negative ? -value : value;
    }
    const bool hexadecimal = lower.starts_with("0x");
    if (digits.empty() || !underscoresFit(text) ||
        (!hexadecimal && lower.find_first_not_of("0123456789._e+-") != std::string::npos))
        return refuse("invalid syntax");
    std::string plain = withoutUnderscores(lower);
    if (hexadecimal)
        plain.erase(0, 2);
    // A sign before a digit and a missing exponent are wrong in both.
    const bool startsWell = !plain.empty() && (hexDigit(plain[0]) >= 0 || plain[0] == '.') && plain[0] != 'e';
    if (!startsWell || (hexadecimal && plain.find('p') == std::string::npos))
        return refuse("invalid syntax");
    const auto [end, problem] = std::from_chars(plain.data(), plain.data() + plain.size(), value,
                                                hexadecimal ? std::chars_format::hex : std::chars_format::general);
    if (end != plain.data() + plain.size() || problem == std::errc::invalid_argument)
        return refuse("invalid syntax");
    if (problem == std::errc::result_out_of_range) {
        // Too small is zero, too large an error.
        const std::size_t exponent = plain.find(hexadecimal ? 'p' : 'e');
        const bool tiny = exponent != std::string::npos ? plain.find('-', exponent) != std::string::npos
                                                        : plain.starts_with('.') || plain.starts_with("0.");
        if (!tiny)
            return refuse("value out of range");
        value = 0;
    }
    return negative ? -value : value;
}

std::optional<Number> parseCharacter(std::string_view text, std::string &error)
{
    std::string ignored;
    char32_t code = 0;
    std::size_t at = 1;
    if (!unquoteOne(text, at, '\'', ignored, &code)) {
        error = "invalid syntax";
        return std::nullopt;
    }
    if (text.substr(at) != "'") {
        error = "malformed character constant: " + std::string(text);
        return std::nullopt;
    }
    Number number;
    number.isInteger = number.isUnsigned = number.isFloat = true;
    number.integer = static_cast<std::int64_t>(code);
    number.unsignedInteger = code;
    number.real = static_cast<double>(code);
    return number;
}

std::optional<Number> parseNumber(std::string_view text, std::string &error)
{
    Number number;
    std::string ignored;
    if (text.ends_with('i')) {
        if (const auto imaginary = parseFloat(text.substr(0, text.size() - 1), ignored)) {
            number.isComplex = true;
            number.imaginary = *imaginary;
            if (*imaginary == 0)
                number.isFloat = number.isInteger = number.isUnsigned = true;
            return number;
        }
    }
    if (const auto value = parseDigits(text)) {
        number.isUnsigned = true;
        number.unsignedInteger = *value;
    }
    if (const auto value = parseSigned(text)) {
        number.isInteger = true;
        number.integer = *value;
        number.isUnsigned = number.isUnsigned || *value == 0;
    }
    if (number.isInteger || number.isUnsigned) {
        number.isFloat = true;
        number.real =
            number.isInteger ? static_cast<double>(number.integer) : static_cast<double>(number.unsignedInteger);
        return number;
    }
    const auto value = parseFloat(text, ignored);
    if (!value) {
        error = "illegal number syntax: " + quoted(text);
        return std::nullopt;
    }
    if (text.find_first_of(".eEpP") == std::string_view::npos) {
        error = "integer overflow: " + quoted(text);
        return std::nullopt;
    }
    number.isFloat = true;
    number.real = *value;
    constexpr double limit = 9223372036854775808.0;
    if (std::trunc(*value) == *value && *value >= -limit && *value < limit) {
        number.isInteger = true;
        number.integer = static_cast<std::int64_t>(*value);
    }
    if (std::trunc(*value) == *value && *value >= 0 && *value < 2 * limit) {
        number.isUnsigned = true;
        number.unsignedInteger = static_cast<std::uint64_t>(*value);
    }
    return number;
}

std::optional<Number> parseComplex(std::string_view text, std::string &error)
{
    // The second sign, unless it is an exponent's.
    std::size_t sign = 1;
    while (sign < text.size() && !((text[sign] == '+' || text[sign] == '-') && lowered(text[sign - 1]) != 'e' &&
                                   lowered(text[sign - 1]) != 'p'))
        ++sign;
    const auto real = parseFloat(text.substr(0, sign), error);
    const auto imaginary =
        sign + 1 < text.size() ? parseFloat(text.substr(sign, text.size() - sign - 1), error) : std::nullopt;
    if (!real || !imaginary) {
        error = "syntax error scanning complex number";
        return std::nullopt;
    }
    Number number;
    number.isComplex = true;
    number.real = *real;
    number.imaginary = *imaginary;
    return number;
}

} // namespace templates
