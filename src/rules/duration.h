#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rules {

/// Seconds of a duration as rule files write it (`1h30m`, `500ms`, `0`): units y w d h m s ms in this order, each at most
/// once. Nothing for anything else, a number without unit included.
[[nodiscard]] std::optional<double> parseDuration(std::string_view text);

/// The shortest text that parseDuration() reads back, as Prometheus prints it: `90s` is `1m30s`.
[[nodiscard]] std::string formatDuration(double seconds);

} // namespace rules
