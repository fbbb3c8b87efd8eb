#include "widgets/numbertext.h"

#include <array>
#include <charconv>
#include <cmath>

namespace widgets {

namespace {

QString notFinite(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("+Inf") : QStringLiteral("-Inf");
}

/// Four significant digits without trailing zeros; no exponent from 0.0001 to below 10 000.
QString fourDigits(double value)
{
    std::array<char, 32> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 4);
    return error == std::errc() ? QString::fromLatin1(buffer.data(), end - buffer.data()) : QString();
}

} // namespace

QString fullNumber(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    std::array<char, 352> buffer;
    const double size = std::abs(value);
    // Prometheus, too, writes exponents only far out.
    const auto format =
        size != 0 && (size < 1e-6 || size >= 1e21) ? std::chars_format::scientific : std::chars_format::fixed;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
    return error == std::errc() ? QString::fromLatin1(buffer.data(), end - buffer.data()) : QString();
}

QString shortNumber(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    struct Prefix
    {
        double factor;
        char letter;
    };
    constexpr std::array<Prefix, 5> prefixes = {{{1e15, 'P'}, {1e12, 'T'}, {1e9, 'G'}, {1e6, 'M'}, {1e3, 'k'}}};
    // What rounds up to the next prefix already has it.
    const double size = std::abs(value) * 1.00005;
    if (size >= 1e18)
        return fourDigits(value);
    for (const Prefix &prefix : prefixes) {
        if (size >= prefix.factor)
            return fourDigits(value / prefix.factor) + QLatin1Char(prefix.letter);
    }
    return fourDigits(value);
}

} // namespace widgets
