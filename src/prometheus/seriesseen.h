#pragma once

#include "prometheus/client.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {

/// Asks which of the queries (deployment::seriesQuery()) have an answer at `now` (Unix seconds), at most four at a
/// time. An empty one, and one that failed, has none. The client must outlive the returned query; dropping that
/// cancels.
[[nodiscard]] std::unique_ptr<alerting::PendingQuery>
askForSeries(Client &client, std::vector<std::string> queries, double now, std::function<void(std::vector<bool>)> done);

} // namespace prometheus
