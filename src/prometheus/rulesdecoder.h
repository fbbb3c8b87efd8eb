#pragma once

#include "alerting/loadedrules.h"
#include "prometheus/responsedecoder.h"

#include <optional>
#include <string>
#include <string_view>

namespace prometheus {

/// The body of /api/v1/rules, as decodeQuery() reads others.
[[nodiscard]] base::Result<alerting::LoadedRules> decodeRules(const HttpAnswer &answer);

/// The flag query.lookback-delta of /api/v1/status/flags; empty when it is not named.
[[nodiscard]] base::Result<std::string> decodeLookback(const HttpAnswer &answer);
/// The text of /api/v1/status/config.
[[nodiscard]] base::Result<std::string> decodeConfiguration(const HttpAnswer &answer);

/// Unix nanoseconds of an RFC 3339 time with any number of digits; nothing for anything else and for Go's zero time.
[[nodiscard]] std::optional<std::int64_t> nanosecondsOf(std::string_view time);

} // namespace prometheus
