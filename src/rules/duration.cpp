#include "rules/duration.h"

#include "promql/literals.h"

#include <algorithm>

namespace rules {

std::optional<double> parseDuration(std::string_view text)
{
    if (text == "0")
        return 0.0;
    promql::DurationError error = promql::DurationError::None;
    const double seconds = promql::parseDuration(text, &error);
    return error == promql::DurationError::None ? std::optional(seconds) : std::nullopt;
}

std::string formatDuration(double seconds)
{
    return promql::formatDuration(std::max(seconds, 0.0));
}

} // namespace rules
