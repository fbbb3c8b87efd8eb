#pragma once

#include "deployment/liveness.h"
#include "prometheus/client.h"

#include <functional>
#include <memory>
#include <vector>

namespace prometheus {

/// Asks which of the rules left series within the last `seconds` before `now` (Unix seconds), at most four queries at a
/// time. A rule that was removed, and one whose query failed, left none. The client must outlive the returned query;
/// dropping that cancels.
[[nodiscard]] std::unique_ptr<alerting::PendingQuery> askForSeries(Client &client,
                                                                   const std::vector<deployment::ChangedRule> &rules,
                                                                   double seconds, double now,
                                                                   std::function<void(std::vector<bool>)> done);

} // namespace prometheus
