#pragma once

#include <QString>
#include <QTimeZone>

#include <vector>

namespace widgets {

/// A place on a time axis.
struct TimeTick
{
    /// Unix seconds.
    double time = 0;
    QString label;
};

/// Round local times within [from, to] (Unix seconds), at most `most` of them and at least one step apart: 14:30:15,
/// 14:30, 15:00, Nov 22. Midnight shows the day. Steps of an hour and more follow the wall clock through a change of
/// daylight saving time.
[[nodiscard]] std::vector<TimeTick> roundTimes(double from, double to, int most, const QTimeZone &zone);

/// Date and time for read-outs, with seconds when `step` (seconds) is below a minute.
[[nodiscard]] QString timeText(double time, double step, const QTimeZone &zone);

} // namespace widgets
