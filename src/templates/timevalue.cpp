#include "templates/timevalue.h"

#include "templates/gofloat.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace templates {

namespace {

constexpr std::array<const char *, 12> months = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char *, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                  "Thursday", "Friday", "Saturday"};
constexpr std::int64_t nanosPerSecond = 1'000'000'000;

std::int64_t floorDivide(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

struct Clock
{
    int year = 0;
    unsigned month = 1;
    unsigned day = 1;
    unsigned weekday = 0;
    int yearDay = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanosecond = 0;
};

Clock clockOf(std::int64_t nanoseconds)
{
    const std::int64_t seconds = floorDivide(nanoseconds, nanosPerSecond);
    const std::int64_t day = floorDivide(seconds, 86400);
    const std::chrono::sys_days days{std::chrono::days(day)};
    const std::chrono::year_month_day date{days};
    const std::chrono::sys_days newYear{date.year() / std::chrono::January / 1};
    const auto ofDay = static_cast<int>(seconds - day * 86400);
    Clock clock;
    clock.year = static_cast<int>(date.year());
    clock.month = static_cast<unsigned>(date.month());
    clock.day = static_cast<unsigned>(date.day());
    clock.weekday = std::chrono::weekday(days).c_encoding();
    clock.yearDay = static_cast<int>((days - newYear).count()) + 1;
    clock.hour = ofDay / 3600;
    clock.minute = ofDay / 60 % 60;
    clock.second = ofDay % 60;
    clock.nanosecond = static_cast<int>(nanoseconds - seconds * nanosPerSecond);
    return clock;
}

std::string padded(std::int64_t number, std::size_t width, char fill = '0')
{
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), fill) + text : text;
}

/// `.000` prints all digits, `.999` none that are zero at the end.
std::string fraction(int nanosecond, std::string_view digits)
{
    std::string text = padded(nanosecond, 9).substr(0, digits.size() - 1);
    if (digits[1] == '9') {
        while (text.ends_with('0'))
            text.pop_back();
        if (text.empty())
            return text;
    }
    return digits[0] + text;
}

/// The length of a fraction of a layout: a point or comma, zeros or nines, and no digit behind.
std::size_t fractionLength(std::string_view layout)
{
    if (layout.size() < 2 || (layout[0] != '.' && layout[0] != ',') || (layout[1] != '0' && layout[1] != '9'))
        return 0;
    std::size_t end = 1;
    while (end < layout.size() && layout[end] == layout[1])
        ++end;
    const bool digitBehind = end < layout.size() && layout[end] >= '0' && layout[end] <= '9';
    return digitBehind || end > 10 ? 0 : end;
}

using Element = std::string (*)(const Clock &);
struct LayoutElement
{
    std::string_view text;
    Element format;
};

std::string hour12(const Clock &clock)
{
    return std::to_string(clock.hour % 12 == 0 ? 12 : clock.hour % 12);
}

/// Longer ones before those that they begin with.
constexpr std::array<LayoutElement, 34> elements = {{
    {"January", [](const Clock &c) { return std::string(months[c.month - 1]); }},
    {"Jan", [](const Clock &c) { return std::string(months[c.month - 1]).substr(0, 3); }},
    {"Monday", [](const Clock &c) { return std::string(weekdays[c.weekday]); }},
    {"Mon", [](const Clock &c) { return std::string(weekdays[c.weekday]).substr(0, 3); }},
    {"MST", [](const Clock &) { return std::string("UTC"); }},
    {"2006", [](const Clock &c) { return (c.year < 0 ? "-" : "") + padded(std::abs(c.year), 4); }},
    {"__2", [](const Clock &c) { return padded(c.yearDay, 3, ' '); }},
    {"_2006", [](const Clock &c) { return "_" + padded(c.year, 4); }},
    {"_2", [](const Clock &c) { return padded(c.day, 2, ' '); }},
    {"002", [](const Clock &c) { return padded(c.yearDay, 3); }},
    {"01", [](const Clock &c) { return padded(c.month, 2); }},
    {"02", [](const Clock &c) { return padded(c.day, 2); }},
    {"03", [](const Clock &c) { return padded(std::stoi(hour12(c)), 2); }},
    {"04", [](const Clock &c) { return padded(c.minute, 2); }},
    {"05", [](const Clock &c) { return padded(c.second, 2); }},
    {"06", [](const Clock &c) { return padded(c.year % 100, 2); }},
    {"15", [](const Clock &c) { return padded(c.hour, 2); }},
    {"1", [](const Clock &c) { return std::to_string(c.month); }},
    {"2", [](const Clock &c) { return std::to_string(c.day); }},
    {"3", hour12},
    {"4", [](const Clock &c) { return std::to_string(c.minute); }},
    {"5", [](const Clock &c) { return std::to_string(c.second); }},
    {"PM", [](const Clock &c) { return std::string(c.hour >= 12 ? "PM" : "AM"); }},
    {"pm", [](const Clock &c) { return std::string(c.hour >= 12 ? "pm" : "am"); }},
    {"-07:00:00", [](const Clock &) { return std::string("+00:00:00"); }},
    {"-07:00", [](const Clock &) { return std::string("+00:00"); }},
    {"-070000", [](const Clock &) { return std::string("+000000"); }},
    {"-0700", [](const Clock &) { return std::string("+0000"); }},
    {"-07", [](const Clock &) { return std::string("+00"); }},
    {"Z07:00:00", [](const Clock &) { return std::string("Z"); }},
    {"Z07:00", [](const Clock &) { return std::string("Z"); }},
    {"Z070000", [](const Clock &) { return std::string("Z"); }},
    {"Z0700", [](const Clock &) { return std::string("Z"); }},
    {"Z07", [](const Clock &) { return std::string("Z"); }},
}};

std::string durationText(std::int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return "0s";
    const bool negative = nanoseconds < 0;
    const std::uint64_t all =
        negative ? 0 - static_cast<std::uint64_t>(nanoseconds) : static_cast<std::uint64_t>(nanoseconds);
    const auto trimmed = [](std::uint64_t value, std::uint64_t unit) {
        std::string text = std::to_string(value / unit);
        std::string rest = std::to_string(unit + value % unit).substr(1);
        while (rest.ends_with('0'))
            rest.pop_back();
        return rest.empty() ? text : text + "." + rest;
    };
    std::string text;
    if (all < 1000) {
        text = std::to_string(all) + "ns";
    } else if (all < 1'000'000) {
        text = trimmed(all, 1000) + "\u00B5s";
    } else if (all < static_cast<std::uint64_t>(nanosPerSecond)) {
        text = trimmed(all, 1'000'000) + "ms";
    } else {
        constexpr std::uint64_t minute = 60ULL * nanosPerSecond;
        const std::uint64_t minutes = all / minute;
        if (minutes >= 60)
            text = std::to_string(minutes / 60) + "h";
        if (minutes > 0)
            text += std::to_string(minutes % 60) + "m";
        text += trimmed(all % minute, nanosPerSecond) + "s";
    }
    return (negative ? "-" : "") + text;
}

Value timeOf(std::int64_t nanoseconds)
{
    return intValue(nanoseconds, Type::Time);
}

constexpr std::array<TimeMethod, 23> timeMethods = {{
    {"Format", Type::String,
     [](const Value &time, const Value &layout) { return stringValue(formatTime(time.integer, layout.text)); }},
    {"String", Type::None, [](const Value &time, const Value &) { return stringValue(timeText(time)); }},
    {"UTC", Type::None, [](const Value &time, const Value &) { return time; }},
    {"Unix", Type::None,
     [](const Value &time, const Value &) { return intValue(floorDivide(time.integer, nanosPerSecond), Type::Int64); }},
    {"UnixMilli", Type::None,
     [](const Value &time, const Value &) { return intValue(floorDivide(time.integer, 1'000'000), Type::Int64); }},
    {"UnixMicro", Type::None,
     [](const Value &time, const Value &) { return intValue(floorDivide(time.integer, 1000), Type::Int64); }},
    {"UnixNano", Type::None, [](const Value &time, const Value &) { return intValue(time.integer, Type::Int64); }},
    {"Year", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).year); }},
    {"Month", Type::None,
     [](const Value &time, const Value &) { return intValue(clockOf(time.integer).month, Type::Month); }},
    {"Day", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).day); }},
    {"Weekday", Type::None,
     [](const Value &time, const Value &) { return intValue(clockOf(time.integer).weekday, Type::Weekday); }},
    {"YearDay", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).yearDay); }},
    {"Hour", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).hour); }},
    {"Minute", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).minute); }},
    {"Second", Type::None, [](const Value &time, const Value &) { return intValue(clockOf(time.integer).second); }},
    {"Nanosecond", Type::None,
     [](const Value &time, const Value &) { return intValue(clockOf(time.integer).nanosecond); }},
    {"IsZero", Type::None, [](const Value &, const Value &) { return boolValue(false); }},
    {"IsDST", Type::None, [](const Value &, const Value &) { return boolValue(false); }},
    {"Before", Type::Time,
     [](const Value &time, const Value &other) { return boolValue(time.integer < other.integer); }},
    {"After", Type::Time,
     [](const Value &time, const Value &other) { return boolValue(time.integer > other.integer); }},
    {"Equal", Type::Time,
     [](const Value &time, const Value &other) { return boolValue(time.integer == other.integer); }},
    {"Sub", Type::Time,
     [](const Value &time, const Value &other) {
         std::int64_t difference = 0;
         if (__builtin_sub_overflow(time.integer, other.integer, &difference))
             difference = time.integer < other.integer ? INT64_MIN : INT64_MAX;
         return intValue(difference, Type::Duration);
     }},
    {"Add", Type::Duration,
     [](const Value &time, const Value &duration) {
         std::int64_t sum = 0;
         if (__builtin_add_overflow(time.integer, duration.integer, &sum))
             sum = duration.integer < 0 ? INT64_MIN : INT64_MAX;
         return timeOf(sum);
     }},
}};

template <std::int64_t Unit> Value durationIn(const Value &duration, const Value &)
{
    const std::int64_t whole = duration.integer / Unit;
    return floatValue(static_cast<double>(whole) +
                      static_cast<double>(duration.integer % Unit) / static_cast<double>(Unit));
}

constexpr std::array<TimeMethod, 8> durationMethods = {{
    {"String", Type::None, [](const Value &duration, const Value &) { return stringValue(timeText(duration)); }},
    {"Seconds", Type::None, durationIn<nanosPerSecond>},
    {"Minutes", Type::None, durationIn<60 * nanosPerSecond>},
    {"Hours", Type::None, durationIn<3600 * nanosPerSecond>},
    {"Milliseconds", Type::None,
     [](const Value &duration, const Value &) { return intValue(duration.integer / 1'000'000, Type::Int64); }},
    {"Microseconds", Type::None,
     [](const Value &duration, const Value &) { return intValue(duration.integer / 1000, Type::Int64); }},
    {"Nanoseconds", Type::None,
     [](const Value &duration, const Value &) { return intValue(duration.integer, Type::Int64); }},
    {"Abs", Type::None,
     [](const Value &duration, const Value &) {
         const std::int64_t value = duration.integer;
         return intValue(value == INT64_MIN ? INT64_MAX : std::abs(value), Type::Duration);
     }},
}};

constexpr std::array<TimeMethod, 1> nameMethods = {{
    {"String", Type::None, [](const Value &name, const Value &) { return stringValue(timeText(name)); }},
}};

} // namespace

std::string formatTime(std::int64_t nanoseconds, std::string_view layout)
{
    const Clock clock = clockOf(nanoseconds);
    std::string text;
    while (!layout.empty()) {
        if (const std::size_t length = fractionLength(layout); length > 0) {
            text += fraction(clock.nanosecond, layout.substr(0, length));
            layout.remove_prefix(length);
            continue;
        }
        const auto *element = std::ranges::find_if(elements, [&layout](const LayoutElement &each) {
            // "Jan" and "Mon" are no elements where a word goes on.
            const bool word = each.text == "Jan" || each.text == "Mon";
            const std::string_view behind = layout.substr(std::min(each.text.size(), layout.size()));
            return layout.starts_with(each.text) &&
                   !(word && !behind.empty() && behind.front() >= 'a' && behind.front() <= 'z');
        });
        if (element == elements.end()) {
            text += layout.front();
            layout.remove_prefix(1);
        } else {
            text += element->format(clock);
            layout.remove_prefix(element->text.size());
        }
    }
    return text;
}

std::string timeText(const Value &value)
{
    switch (value.type) {
    case Type::Month:
        return value.integer >= 1 && value.integer <= 12 ? months[static_cast<std::size_t>(value.integer) - 1]
                                                         : "%!Month(" + std::to_string(value.integer) + ")";
    case Type::Weekday:
        return value.integer >= 0 && value.integer < 7 ? weekdays[static_cast<std::size_t>(value.integer)]
                                                       : "%!Weekday(" + std::to_string(value.integer) + ")";
    case Type::Duration:
        return durationText(value.integer);
    default:
        return formatTime(value.integer, "2006-01-02 15:04:05.999999999 -0700 MST");
    }
}

const TimeMethod *timeMethod(Type type, std::string_view name)
{
    const auto in = [name](const auto &methods) -> const TimeMethod * {
        const auto *found = std::ranges::find(methods, name, &TimeMethod::name);
        return found == methods.end() ? nullptr : found;
    };
    if (type == Type::Time)
        return in(timeMethods);
    if (type == Type::Duration)
        return in(durationMethods);
    return type == Type::Month || type == Type::Weekday ? in(nameMethods) : nullptr;
}

bool isUnsupportedTimeMethod(Type type, std::string_view name)
{
    constexpr std::array<std::string_view, 21> ofTime = {
        "AddDate",     "AppendFormat",    "Clock",         "Compare",       "Date",
        "GoString",    "GobEncode",       "GobDecode",     "ISOWeek",       "In",
        "Local",       "Location",        "Round",         "MarshalBinary", "MarshalJSON",
        "MarshalText", "UnmarshalBinary", "UnmarshalJSON", "Truncate",      "UnmarshalText",
        "Zone"};
    constexpr std::array<std::string_view, 2> ofDuration = {"Round", "Truncate"};
    return (type == Type::Time && std::ranges::find(ofTime, name) != ofTime.end()) ||
           (type == Type::Duration && std::ranges::find(ofDuration, name) != ofDuration.end());
}

} // namespace templates
