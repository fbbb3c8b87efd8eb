#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rules {

/// Seconds of a duration as rule files write it (`1h30m`, `500ms`, `0`): units y w d h m s ms in this order, each at
/// most once. Nothing for anything else, a number without unit and what overflows Prometheus's nanoseconds included.
[[nodiscard]] std::optional<double> parseDuration(std::string_view text);

/// As Prometheus prints it, to the millisecond: `90s` is `1m30s`, `36h` is `1d12h`, `14d` is `2w`, `90d` stays.
/// Negative durations are `0s`.
[[nodiscard]] std::string formatDuration(double seconds);

} // namespace rules
