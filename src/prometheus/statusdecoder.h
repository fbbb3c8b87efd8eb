#pragma once

#include "prometheus/client.h"
#include "prometheus/responsedecoder.h"

#include <string>
#include <vector>

namespace prometheus {

/// The flags of the language, as --enable-feature names them, that the body of /api/v1/features (Prometheus since 3.8)
/// shows to be on.
[[nodiscard]] base::Result<std::vector<std::string>> decodeFeatures(const HttpAnswer &answer);

/// The bodies of /api/v1/alertmanagers (the active ones' addresses), /targets and /status/runtimeinfo, as decodeQuery()
/// reads others.
[[nodiscard]] base::Result<std::vector<std::string>> decodeAlertmanagers(const HttpAnswer &answer);
[[nodiscard]] base::Result<std::vector<ScrapeTarget>> decodeTargets(const HttpAnswer &answer);
[[nodiscard]] base::Result<RuntimeInfo> decodeRuntimeInfo(const HttpAnswer &answer);

} // namespace prometheus
