#pragma once

#include "alerting/loadedrules.h"
#include "cli/options.h"
#include "prometheus/endpoint.h"

namespace prometheus {
class Client;
}

namespace cli {

/// What commands that ask a server know besides `--endpoint URL`.
inline constexpr OptionSpec endpointOptionSpec = {"--endpoint-option", true, true};

/// Whether a server is to be asked: one was named, or an option of one was written, which endpointOption() judges.
[[nodiscard]] bool asksEndpoint(const Options &options);

/// The endpoint of `--endpoint` and of any `--endpoint-option KEY=VALUE`, the keys as in a workspace file. Files are
/// relative to the current folder.
[[nodiscard]] base::Result<prometheus::Endpoint> endpointOption(const Options &options);

/// The same for the server that `named` describes, whose options are replaced by those of the same key.
[[nodiscard]] base::Result<prometheus::Endpoint> endpointOption(const Options &options,
                                                                const prometheus::Endpoint &named);

/// Asks a server what it is and waits for the answer; fails when it cannot be reached or refuses.
[[nodiscard]] base::Result<alerting::ServerFacts> askFacts(prometheus::Client &client);

/// `--dialect` when it was written, else the language of the server.
[[nodiscard]] base::Result<promql::Dialect> dialectOption(const Options &options, const alerting::ServerFacts &facts);

} // namespace cli
