#pragma once

#include "prometheus/endpoint.h"

#include <QNetworkRequest>
#include <QUrl>

#include <string>
#include <utility>
#include <vector>

/// From an endpoint to requests that Qt can send.
namespace prometheus {

/// Parameters of an API call, unencoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `path` below /api/v1, like "query".
[[nodiscard]] QUrl apiUrl(const Endpoint &endpoint, const std::string &path);

/// `a=b&c=d`, for a query string and for a form alike.
[[nodiscard]] QByteArray encoded(const Parameters &parameters);

/// Headers, credentials and TLS of a request. Reads the files and environment variables that the endpoint names, so
/// that rotated secrets take effect; `keychainSecret` is what the keychain gave, empty when it was not asked.
[[nodiscard]] base::Result<QNetworkRequest> makeRequest(const Endpoint &endpoint, const QUrl &url,
                                                        const std::string &keychainSecret);

/// `localhost`, or a loopback address.
[[nodiscard]] bool isThisMachine(const QString &host);

/// Name of the endpoint for sentences: its name, else its URL.
[[nodiscard]] std::string displayName(const Endpoint &endpoint);

/// Seconds as the API reads them, without exponent and no more digits than needed.
[[nodiscard]] std::string secondsText(double seconds);

} // namespace prometheus
