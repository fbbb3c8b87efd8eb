#pragma once

#include "templates/value.h"

#include <string>
#include <string_view>

/// What templates can do with times: they are UTC, and come from toTime.
namespace templates {

/// Of a Time, Duration, Month or Weekday, as its String method gives it.
[[nodiscard]] std::string timeText(const Value &value);

/// A time by a Go layout such as `2006-01-02 15:04:05`.
[[nodiscard]] std::string formatTime(std::int64_t nanoseconds, std::string_view layout);

struct TimeMethod
{
    std::string_view name;
    /// The type of its only parameter; None without one.
    Type parameter = Type::None;
    Value (*call)(const Value &time, const Value &argument) = nullptr;
};
/// A method of a Time, Duration, Month or Weekday; null when there is none.
[[nodiscard]] const TimeMethod *timeMethod(Type type, std::string_view name);
/// Whether Go has such a method that templates here cannot call.
[[nodiscard]] bool isUnsupportedTimeMethod(Type type, std::string_view name);

} // namespace templates
