#include "promql/literals.h"

#include "promql/characters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace promql {

namespace {

constexpr char32_t invalidCodePoint = 0xFFFFFFFF;

/// Decodes the sequence at `position` and moves behind it; invalidCodePoint and one byte when it is broken.
char32_t decodeUtf8(std::string_view text, std::size_t &position)
{
    const auto lead = static_cast<unsigned char>(text[position]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    const bool possible = lead < 0x80 || (lead >= 0xC2 && lead <= 0xF4 && position + length <= text.size());
    if (!possible) {
        ++position;
        return invalidCodePoint;
    }
    char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[position + i]);
        if ((byte & 0xC0U) != 0x80U) {
            ++position;
            return invalidCodePoint;
        }
        code = code << 6U | (byte & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
        ++position;
        return invalidCodePoint;
    }
    position += length;
    return code;
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | code >> 6U);
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | code >> 12U);
        out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | code >> 18U);
        out += static_cast<char>(0x80U | (code >> 12U & 0x3FU));
        out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

struct CodeRange
{
    char32_t first;
    char32_t last;
};

/// Separators, controls, formats, surrogates and private use beyond ASCII: what Go escapes in a quoted string.
constexpr CodeRange unprintable[] = {
    {0x7F, 0xA0},        {0xAD, 0xAD},       {0x600, 0x605},     {0x61C, 0x61C},     {0x6DD, 0x6DD},
    {0x70F, 0x70F},      {0x890, 0x891},     {0x8E2, 0x8E2},     {0x1680, 0x1680},   {0x180E, 0x180E},
    {0x2000, 0x200F},    {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000},   {0xD800, 0xF8FF},
    {0xFDD0, 0xFDEF},    {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD},
    {0x110CD, 0x110CD},  {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE00FF},
    {0xE01F0, 0x10FFFF},
};

bool isPrintable(char32_t code)
{
    if (code < 0x7F)
        return code >= 0x20;
    const auto *range = std::ranges::lower_bound(unprintable, code, {}, &CodeRange::last);
    return range == std::end(unprintable) || code < range->first;
}

void appendHex(std::string &out, std::uint32_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[value >> static_cast<unsigned>(shift) & 0xFU];
}

void appendEscaped(std::string &out, std::string_view text, char mark)
{
    for (std::size_t position = 0; position < text.size();) {
        const char c = text[position];
        if (c >= 0x20 && c < 0x7F && c != mark && c != '\\') {
            out += c;
            ++position;
            continue;
        }
        const std::size_t start = position;
        const char32_t code = decodeUtf8(text, position);
        if (code == invalidCodePoint) {
            out += "\\x";
            appendHex(out, static_cast<unsigned char>(c), 2);
        } else if (code == static_cast<unsigned char>(mark) || code == '\\') {
            out += '\\';
            out += c;
        } else if (isPrintable(code)) {
            out += text.substr(start, position - start);
        } else if (code >= 0x07 && code <= 0x0D) {
            out += '\\';
            out += "abtnvfr"[code - 0x07];
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
}

/// Go's rule: `_` only between digits, a base prefix counting as one.
bool underscoresInPlace(std::string_view text)
{
    if (text.find('_') == std::string_view::npos)
        return true;
    char before = '^';
    std::size_t start = 0;
    bool hex = false;
    if (text.size() >= 2 && text[0] == '0') {
        const char prefix = lowerCase(text[1]);
        if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
            start = 2;
            before = '0';
            hex = prefix == 'x';
        }
    }
    for (const char c : text.substr(start)) {
        if (isDigit(c) || (hex && lowerCase(c) >= 'a' && lowerCase(c) <= 'f')) {
            before = '0';
        } else if (c == '_') {
            if (before != '0')
                return false;
            before = '_';
        } else {
            if (before == '_')
                return false;
            before = '!';
        }
    }
    return before != '_';
}

std::optional<double> parseInteger(std::string_view digits, int radix)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, radix);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
        return std::nullopt;
    return static_cast<double>(value);
}

} // namespace

std::string unquote(std::string_view raw)
{
    if (raw.size() < 2)
        return {};
    const char mark = raw.front();
    const std::string_view body = raw.substr(1, raw.size() - (raw.back() == mark ? 2 : 1));
    if (mark == '`' || body.find('\\') == std::string_view::npos)
        return std::string(body);
    std::string text;
    text.reserve(body.size());
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '\\' || i + 1 >= body.size()) {
            text += body[i];
            continue;
        }
        const char c = body[++i];
        const std::size_t simple = std::string_view("abtnvfr").find(c);
        if (simple != std::string_view::npos) {
            text += static_cast<char>(0x07 + simple);
            continue;
        }
        const bool octal = c >= '0' && c <= '7';
        const std::size_t count = octal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (count == 0) {
            text += c;
            continue;
        }
        const std::size_t start = octal ? i : i + 1;
        const std::string_view digits = body.substr(std::min(start, body.size()), count);
        std::uint32_t code = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), code, octal ? 8 : 16);
        if (c == 'u' || c == 'U')
            appendUtf8(text, code);
        else
            text += static_cast<char>(code);
        i = start + digits.size() - 1;
    }
    return text;
}

void appendQuoted(std::string &out, std::string_view text)
{
    out += '"';
    appendEscaped(out, text, '"');
    out += '"';
}

std::string quote(std::string_view text)
{
    std::string quoted;
    quoted.reserve(text.size() + 2);
    appendQuoted(quoted, text);
    return quoted;
}

std::string quoteCharacter(std::string_view text)
{
    if (!isUtf8(text))
        return "'\uFFFD'";
    std::string quoted = "'";
    appendEscaped(quoted, text, '\'');
    return quoted + "'";
}

std::optional<double> parseNumber(std::string_view text, bool *outOfRange)
{
    if (outOfRange)
        *outOfRange = false;
    if (text.empty() || !underscoresInPlace(text))
        return std::nullopt;
    if (text.size() == 3 && isAlpha(text[0]))
        return lowerCase(text[0]) == 'i' ? std::numeric_limits<double>::infinity()
                                         : std::numeric_limits<double>::quiet_NaN();
    std::string withoutMarks;
    if (text.find('_') != std::string_view::npos) {
        std::ranges::copy_if(text, std::back_inserter(withoutMarks), [](char c) { return c != '_'; });
        text = withoutMarks;
    }
    const char prefix = text.size() > 1 && text[0] == '0' ? lowerCase(text[1]) : '\0';
    if (prefix == 'x')
        return parseInteger(text.substr(2), 16);
    if (prefix >= '0' && prefix <= '7') {
        if (const std::optional<double> octal = parseInteger(text.substr(1), 8))
            return octal;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size())
        return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        // Too small is zero; too large is an error. The exponent's sign tells which, or a leading "0.".
        const std::size_t exponent = text.find_first_of("eE");
        const bool tiny = exponent != std::string_view::npos ? text.substr(exponent + 1).starts_with('-')
                                                             : text.starts_with('0') || text.starts_with('.');
        if (tiny)
            return 0.0;
        if (outOfRange)
            *outOfRange = true;
        return std::nullopt;
    }
    return value;
}

double parseDuration(std::string_view text, DurationError *error, std::string_view *unit)
{
    struct Unit
    {
        std::string_view name;
        std::uint64_t milliseconds;
    };
    static constexpr std::array<Unit, 7> units = {
        {{"y", 31536000000}, {"w", 604800000}, {"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}}};
    constexpr std::uint64_t most = 9223372036854;
    *error = DurationError::None;
    std::uint64_t total = 0;
    std::size_t next = 0;
    const char *position = text.data();
    const char *const end = text.data() + text.size();
    while (position != end) {
        std::uint64_t count = 0;
        const auto [digitsEnd, failure] = std::from_chars(position, end, count);
        const char *nameEnd = digitsEnd;
        while (nameEnd != end && !isDigit(*nameEnd))
            ++nameEnd;
        if (digitsEnd == position || nameEnd == digitsEnd || failure != std::errc()) {
            *error = DurationError::Invalid;
            return 0;
        }
        const std::string_view name(digitsEnd, static_cast<std::size_t>(nameEnd - digitsEnd));
        const std::size_t found = static_cast<std::size_t>(std::ranges::find(units, name, &Unit::name) - units.begin());
        if (found == units.size()) {
            *error = DurationError::UnknownUnit;
            if (unit)
                *unit = name;
            return 0;
        }
        // From the largest unit to the smallest, each once.
        if (found < next) {
            *error = DurationError::Invalid;
            return 0;
        }
        next = found + 1;
        const std::uint64_t factor = units[found].milliseconds;
        if (count > most / factor || total > most - count * factor) {
            *error = DurationError::OutOfRange;
            return 0;
        }
        total += count * factor;
        position = nameEnd;
    }
    if (text.empty())
        *error = DurationError::Invalid;
    return static_cast<double>(total) / 1000;
}

std::string formatDuration(double seconds)
{
    if (seconds < 0)
        return "-" + formatDuration(-seconds);
    if (std::isnan(seconds))
        return "0s";
    constexpr double mostNanoseconds = 9.2e18;
    const double nanoseconds = std::min(std::round(seconds * 1e9), mostNanoseconds);
    auto rest = static_cast<std::uint64_t>(nanoseconds) / 1000000;
    if (rest == 0)
        return "0s";
    std::string text;
    const auto unit = [&text, &rest](std::uint64_t milliseconds, const char *name, bool exact) {
        if (exact && rest % milliseconds != 0)
            return;
        const std::uint64_t count = rest / milliseconds;
        if (count == 0)
            return;
        text += std::to_string(count) + name;
        rest -= count * milliseconds;
    };
    unit(31536000000, "y", true);
    unit(604800000, "w", true);
    unit(86400000, "d", false);
    unit(3600000, "h", false);
    unit(60000, "m", false);
    unit(1000, "s", false);
    unit(1, "ms", false);
    return text;
}

std::string formatNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 400> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("0");
}

bool isLegacyLabelName(std::string_view text)
{
    return !text.empty() && isAlpha(text.front()) && std::ranges::all_of(text, isAlphanumeric);
}

bool isLegacyMetricName(std::string_view text)
{
    return !text.empty() && !isDigit(text.front()) &&
           std::ranges::all_of(text, [](char c) { return isAlphanumeric(c) || c == ':'; });
}

bool isUtf8(std::string_view text)
{
    for (std::size_t position = 0; position < text.size();) {
        if (static_cast<unsigned char>(text[position]) < 0x80)
            ++position;
        else if (decodeUtf8(text, position) == invalidCodePoint)
            return false;
    }
    return true;
}

} // namespace promql
