#include "widgets/timeaxis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace widgets {

namespace {

constexpr qint64 minuteSeconds = 60;
constexpr qint64 hourSeconds = 60 * minuteSeconds;
constexpr qint64 daySeconds = 24 * hourSeconds;
constexpr std::array<qint64, 23> tickSteps = {
    1,
    2,
    5,
    10,
    15,
    30,
    minuteSeconds,
    2 * minuteSeconds,
    5 * minuteSeconds,
    10 * minuteSeconds,
    15 * minuteSeconds,
    30 * minuteSeconds,
    hourSeconds,
    2 * hourSeconds,
    3 * hourSeconds,
    6 * hourSeconds,
    12 * hourSeconds,
    daySeconds,
    2 * daySeconds,
    5 * daySeconds,
    10 * daySeconds,
    30 * daySeconds,
    100 * daySeconds,
};

qint64 tickStep(double span, int most)
{
    for (const qint64 step : tickSteps) {
        if (span / static_cast<double>(step) <= most)
            return step;
    }
    const auto days = static_cast<qint64>(std::ceil(span / most / static_cast<double>(daySeconds)));
    return days * daySeconds;
}

/// A date on an axis or in a read-out.
QString dayText(const QDate &date)
{
    //: The form of a date without its year, as QLocale::toString reads it.
    return QLocale().toString(date, QCoreApplication::translate("widgets::TimeAxis", "MMM d"));
}

QString tickLabel(const QDateTime &at, qint64 step)
{
    if (at.time() == QTime(0, 0))
        return dayText(at.date());
    return at.time().toString(step < minuteSeconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

/// Below an hour every offset from UTC keeps round times round.
std::vector<TimeTick> shortSteps(double from, double to, qint64 step, const QTimeZone &zone)
{
    std::vector<TimeTick> ticks;
    const QDateTime first = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(std::floor(from)), zone);
    const qint64 offset = first.offsetFromUtc();
    const auto span = static_cast<double>(step);
    auto time = static_cast<qint64>(std::ceil((from + static_cast<double>(offset)) / span)) * step - offset;
    for (; static_cast<double>(time) <= to; time += step)
        ticks.push_back({static_cast<double>(time), tickLabel(QDateTime::fromSecsSinceEpoch(time, zone), step)});
    return ticks;
}

std::vector<TimeTick> wallClockSteps(double from, double to, qint64 step, const QTimeZone &zone)
{
    std::vector<TimeTick> ticks;
    const QDateTime first = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(std::floor(from)), zone);
    const qint64 days = std::max<qint64>(1, step / daySeconds);
    // Days of a step are counted from a fixed one, so that ticks stay put while the axis moves.
    QDate day = QDate::fromJulianDay(first.date().toJulianDay() / days * days);
    for (; static_cast<double>(day.startOfDay(zone).toSecsSinceEpoch()) <= to; day = day.addDays(days)) {
        for (qint64 second = 0; second < daySeconds; second += step) {
            const QTime clock = QTime(0, 0).addSecs(static_cast<int>(second));
            const QDateTime at(day, clock, zone);
            const auto time = static_cast<double>(at.toSecsSinceEpoch());
            // A time that daylight saving skips comes back as another one.
            if (at.time() == clock && time >= from && time <= to)
                ticks.push_back({time, tickLabel(at, step)});
        }
    }
    return ticks;
}

} // namespace

std::vector<TimeTick> roundTimes(double from, double to, int most, const QTimeZone &zone)
{
    if (!(to > from) || most < 1)
        return {};
    const qint64 step = tickStep(to - from, most);
    return step < hourSeconds ? shortSteps(from, to, step, zone) : wallClockSteps(from, to, step, zone);
}

QString timeText(double time, double step, const QTimeZone &zone)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::round(time * 1000)), zone);
    const QString clock =
        at.time().toString(step < minuteSeconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    return dayText(at.date()) + QStringLiteral(", ") + clock;
}

} // namespace widgets
