#include "templates/gofloat.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace templates {

namespace {

/// Digits of `precision` (at most 10^6, as Go's fmt allows) fit; numbers have at most 309 more.
std::string converted(double value, std::chars_format format, int precision)
{
    std::string buffer(static_cast<std::size_t>(precision < 0 ? 0 : precision) + 400, '\0');
    const auto [end, problem] =
        precision < 0 ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format)
                      : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    buffer.resize(static_cast<std::size_t>(end - buffer.data()));
    return buffer;
}

/// %g with the shortest digits: an exponent below -4 or from 6 on is written as one.
std::string shortest(double value)
{
    const std::string scientific = converted(value, std::chars_format::scientific, -1);
    const std::size_t e = scientific.find('e');
    int exponent = 0;
    const bool positive = scientific[e + 1] == '+';
    std::from_chars(scientific.data() + e + (positive ? 2 : 1), scientific.data() + scientific.size(), exponent);
    constexpr int threshold = 6;
    return exponent < -4 || exponent >= threshold ? scientific : converted(value, std::chars_format::fixed, -1);
}

std::string signedExponent(int exponent)
{
    std::string text = exponent < 0 ? "-" : "+";
    const int magnitude = std::abs(exponent);
    text += magnitude < 10 ? "0" : "";
    return text + std::to_string(magnitude);
}

/// Mantissa and exponent as the bits say, the hidden one included: value = mantissa * 2^exponent.
struct Parts
{
    std::uint64_t mantissa = 0;
    int exponent = 0;
};

Parts partsOf(double value)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    constexpr std::uint64_t hidden = 1ULL << 52U;
    const auto biased = static_cast<int>(bits >> 52U & 0x7FFU);
    const std::uint64_t fraction = bits & (hidden - 1);
    return {biased == 0 ? fraction : fraction | hidden, (biased == 0 ? 1 : biased) - 1075};
}

std::string hexadecimal(double value, int precision)
{
    const Parts parts = partsOf(value);
    std::uint64_t mantissa = parts.mantissa;
    int exponent = parts.exponent;
    if (mantissa == 0)
        exponent = 0;
    else {
        // The leading digit is 1 and stands in bit 60: fifteen hexadecimal digits follow.
        exponent += 60;
        while ((mantissa & (1ULL << 60U)) == 0) {
            mantissa <<= 1U;
            --exponent;
        }
    }
    if (precision >= 0 && precision < 15) {
        const auto shift = static_cast<unsigned>(precision) * 4U;
        const std::uint64_t extra = (mantissa << shift) & ((1ULL << 60U) - 1);
        mantissa >>= 60U - shift;
        constexpr std::uint64_t half = 1ULL << 59U;
        if ((extra | (mantissa & 1U)) > half)
            ++mantissa;
        mantissa <<= 60U - shift;
        if ((mantissa & (1ULL << 61U)) != 0) {
            mantissa >>= 1U;
            ++exponent;
        }
    }
    std::string text = std::signbit(value) ? "-0x" : "0x";
    text += static_cast<char>('0' + (mantissa >> 60U & 1U));
    mantissa <<= 4U;
    std::string digits;
    const auto more = [&] { return precision < 0 ? mantissa != 0 : static_cast<int>(digits.size()) < precision; };
    while (more()) {
        digits += "0123456789abcdef"[mantissa >> 60U & 0xFU];
        mantissa <<= 4U;
    }
    if (!digits.empty())
        text += "." + digits;
    return text + "p" + signedExponent(exponent);
}

void makeUpper(std::string &text)
{
    for (char &c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

} // namespace

std::string formatFloat(double value, char format, int precision)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::string text;
    switch (format) {
    case 'e':
    case 'E':
        text = converted(value, std::chars_format::scientific, precision);
        break;
    case 'f':
        return converted(value, std::chars_format::fixed, precision);
    case 'b': {
        const Parts parts = partsOf(value);
        return (std::signbit(value) ? "-" : "") + std::to_string(parts.mantissa) + "p" +
               (parts.exponent < 0 ? "" : "+") + std::to_string(parts.exponent);
    }
    case 'x':
    case 'X':
        text = hexadecimal(value, precision);
        break;
    default:
        text = precision < 0 ? shortest(value)
                             : converted(value, std::chars_format::general, precision == 0 ? 1 : precision);
        break;
    }
    if (format == 'E' || format == 'G' || format == 'X')
        makeUpper(text);
    return text;
}

} // namespace templates
