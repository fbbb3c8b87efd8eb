#pragma once

#include "alerting/loadedrules.h"
#include "prometheus/responsedecoder.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {

/// The body of /api/v1/rules, as decodeQuery() reads others.
[[nodiscard]] base::Result<alerting::LoadedRules> decodeRules(const HttpAnswer &answer);

/// Flags of /api/v1/status/flags; empty where they are not named.
struct ServerFlags
{
    std::string lookback;
    std::string retention;
    std::string externalUrl;
    /// Those of --enable-feature.
    std::vector<std::string> features;
};
[[nodiscard]] base::Result<ServerFlags> decodeFlags(const HttpAnswer &answer);
/// The retention of /api/v1/status/runtimeinfo, like `15d or 10GiB`; empty when it is not named.
[[nodiscard]] base::Result<std::string> decodeRetention(const HttpAnswer &answer);
/// The text of /api/v1/status/config.
[[nodiscard]] base::Result<std::string> decodeConfiguration(const HttpAnswer &answer);

/// Unix nanoseconds of an RFC 3339 time with any number of digits; nothing for anything else and for Go's zero time.
[[nodiscard]] std::optional<std::int64_t> nanosecondsOf(std::string_view time);

} // namespace prometheus
