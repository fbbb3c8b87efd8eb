#include "rules/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace rules {

namespace {

struct DurationUnit
{
    std::string_view name;
    std::int64_t milliseconds;
    /// Whether formatDuration() uses it only for whole multiples, as Prometheus does.
    bool exact;
};

constexpr std::array<DurationUnit, 7> durationUnits = {{{"y", 31'536'000'000, true},
                                                        {"w", 604'800'000, true},
                                                        {"d", 86'400'000, true},
                                                        {"h", 3'600'000, false},
                                                        {"m", 60'000, false},
                                                        {"s", 1'000, false},
                                                        {"ms", 1, false}}};

} // namespace

std::optional<double> parseDuration(std::string_view text)
{
    if (text == "0")
        return 0.0;
    if (text.empty())
        return std::nullopt;
    std::int64_t total = 0;
    std::size_t nextUnit = 0;
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc() || count < 0 || end == text.data())
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const std::size_t length = text.starts_with("ms") ? 2 : 1;
        const std::string_view name = text.substr(0, length);
        while (nextUnit < durationUnits.size() && durationUnits[nextUnit].name != name)
            ++nextUnit;
        if (nextUnit == durationUnits.size())
            return std::nullopt;
        const std::int64_t unit = durationUnits[nextUnit].milliseconds;
        // Prometheus holds durations in 64-bit nanoseconds.
        const std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000;
        if (count > (most - total) / unit)
            return std::nullopt;
        total += count * unit;
        ++nextUnit;
        text.remove_prefix(length);
    }
    return static_cast<double>(total) / 1000.0;
}

std::string formatDuration(double seconds)
{
    auto rest = static_cast<std::int64_t>(std::llround(seconds * 1000.0));
    if (rest <= 0)
        return "0s";
    std::string result;
    for (const DurationUnit &unit : durationUnits) {
        if (unit.exact && rest % unit.milliseconds != 0)
            continue;
        const std::int64_t count = rest / unit.milliseconds;
        if (count == 0)
            continue;
        result += std::to_string(count);
        result += unit.name;
        rest -= count * unit.milliseconds;
    }
    return result;
}

} // namespace rules
