#pragma once

#include "deployment/endpointfacts.h"
#include "prometheus/client.h"

#include <functional>
#include <memory>

namespace prometheus {

/// Asks a server for everything that drift and delivery compare with. Fails when it does not answer for its rules; what
/// else it does not answer stays unknown. `now` in Unix seconds. The client must outlive the returned query; dropping
/// that cancels.
[[nodiscard]] std::unique_ptr<alerting::PendingQuery>
askForFacts(Client &client, double now, std::function<void(base::Result<deployment::EndpointFacts>)> done);

} // namespace prometheus
