#pragma once

#include "prometheus/client.h"
#include "prometheus/responsedecoder.h"

#include <string>
#include <vector>

namespace prometheus {

/// The bodies of /api/v1/alertmanagers (the active ones' addresses), /targets and /status/runtimeinfo, as decodeQuery()
/// reads others.
[[nodiscard]] base::Result<std::vector<std::string>> decodeAlertmanagers(const HttpAnswer &answer);
[[nodiscard]] base::Result<std::vector<ScrapeTarget>> decodeTargets(const HttpAnswer &answer);
[[nodiscard]] base::Result<RuntimeInfo> decodeRuntimeInfo(const HttpAnswer &answer);

} // namespace prometheus
