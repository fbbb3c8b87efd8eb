#pragma once

#include "prometheus/client.h"

#include <string>
#include <vector>

/// The bodies of Prometheus's HTTP API. Pure functions for any thread.
/// https://prometheus.io/docs/prometheus/latest/querying/api/
namespace prometheus {

/// What came back over HTTP: any status, any body.
struct HttpAnswer
{
    /// The server as sentences name it, like `prod` or `http://127.0.0.1:9090`.
    std::string server;
    int status = 200;
    std::string body;
    /// The header Retry-After; empty when there is none.
    std::string retryAfter = {};
};

/// All of them: an answer of `{"status": "error"}` gives Invalid (bad_data), Timeout, Cancelled or Refused with
/// `errorType: message` as detail, whatever the HTTP status; a body that is not the API's gives Unsupported (or
/// Permission for 401 and 403, Network for 5xx) and a sentence with its first words.
[[nodiscard]] base::Result<alerting::QueryResult> decodeQuery(const HttpAnswer &answer);
[[nodiscard]] base::Result<std::vector<std::string>> decodeStrings(const HttpAnswer &answer);
/// `milliseconds` is left at 0.
[[nodiscard]] base::Result<BuildInfo> decodeBuildInfo(const HttpAnswer &answer);

/// The first words a person would read in a page: no tags, one line, at most `length` bytes of whole characters.
[[nodiscard]] std::string firstWords(const std::string &page, std::size_t length = 80);

} // namespace prometheus
