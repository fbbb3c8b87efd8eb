#include "widgets/unittext.h"

#include "widgets/numbertext.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <QCoreApplication>

namespace widgets {

namespace {

using promql::Quantity;

struct Scale
{
    double factor;
    const char *suffix;
};

constexpr std::array<Scale, 6> byteScales = {{{1125899906842624.0, " PiB"},
                                              {1099511627776.0, " TiB"},
                                              {1073741824.0, " GiB"},
                                              {1048576.0, " MiB"},
                                              {1024.0, " KiB"},
                                              {0.0, " B"}}};
constexpr std::array<Scale, 5> bitScales = {
    {{1e12, " Tbit"}, {1e9, " Gbit"}, {1e6, " Mbit"}, {1e3, " kbit"}, {0, " bit"}}};
/// From two of a unit on it is used: 90 s reads better than 1.5 min.
constexpr std::array<Scale, 7> secondScales = {
    {{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}, {1e-3, " ms"}, {1e-6, " µs"}, {1e-9, " ns"}}};

QString scaledNumber(double value, std::span<const Scale> scales)
{
    const double size = std::abs(value) * 1.00005;
    for (const Scale &scale : scales) {
        if (size >= scale.factor)
            return shortNumber(scale.factor > 0 ? value / scale.factor : value) + QString::fromUtf8(scale.suffix);
    }
    return shortNumber(value);
}

QString secondsNumber(double value)
{
    const double size = std::abs(value) * 1.00005;
    if (size == 0)
        return QStringLiteral("0 s");
    for (const Scale &scale : secondScales) {
        if (size >= scale.factor * (scale.factor > 1 ? 2 : 1))
            return shortNumber(value / scale.factor) + QString::fromUtf8(scale.suffix);
    }
    return shortNumber(value) + QStringLiteral(" s");
}

} // namespace

QString unitNumber(double value, const promql::Unit &unit)
{
    if (!std::isfinite(value))
        return shortNumber(value);
    QString text;
    switch (unit.quantity) {
    case Quantity::Bytes:
        text = scaledNumber(value, byteScales);
        break;
    case Quantity::Bits:
        text = scaledNumber(value, bitScales);
        break;
    case Quantity::Seconds:
        return secondsNumber(value);
    case Quantity::Milliseconds:
        return secondsNumber(value / 1000);
    case Quantity::Ratio:
        return shortNumber(value * 100) + QStringLiteral(" %");
    case Quantity::Percent:
        return shortNumber(value) + QStringLiteral(" %");
    case Quantity::Unknown:
        text = shortNumber(value);
        break;
    }
    return unit.perSecond ? text + QStringLiteral("/s") : text;
}

QString unitName(const promql::Unit &unit)
{
    const auto said = [](const char *text) { return QCoreApplication::translate("Unit", text); };
    switch (unit.quantity) {
    case Quantity::Bytes:
        return unit.perSecond ? said(QT_TRANSLATE_NOOP("Unit", "bytes per second"))
                              : said(QT_TRANSLATE_NOOP("Unit", "bytes"));
    case Quantity::Bits:
        return unit.perSecond ? said(QT_TRANSLATE_NOOP("Unit", "bits per second"))
                              : said(QT_TRANSLATE_NOOP("Unit", "bits"));
    case Quantity::Seconds:
        return said(QT_TRANSLATE_NOOP("Unit", "seconds"));
    case Quantity::Milliseconds:
        return said(QT_TRANSLATE_NOOP("Unit", "milliseconds"));
    case Quantity::Ratio:
        return said(QT_TRANSLATE_NOOP("Unit", "ratio, shown in percent"));
    case Quantity::Percent:
        return said(QT_TRANSLATE_NOOP("Unit", "percent"));
    case Quantity::Unknown:
        break;
    }
    return unit.perSecond ? said(QT_TRANSLATE_NOOP("Unit", "per second")) : QString();
}

double roundStep(double step, const promql::Unit &unit)
{
    constexpr std::array<double, 16> times = {15,   30,   60,    120,   300,   600,   900,    1800,
                                              3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800};
    if (unit.quantity == Quantity::Bytes && step >= 64) {
        const double unitStep = std::pow(1024, std::floor(std::log(step) / std::log(1024.0)));
        return unitStep * std::exp2(std::round(std::log2(step / unitStep)));
    }
    const double second = unit.quantity == Quantity::Milliseconds ? 1000 : 1;
    if ((unit.quantity != Quantity::Seconds && unit.quantity != Quantity::Milliseconds) || step < times[0] * second ||
        step > times.back() * second)
        return 0;
    return second *
           *std::ranges::min_element(times, {}, [=](double each) { return std::abs(std::log(each * second / step)); });
}

} // namespace widgets
