#pragma once

#include "base/result.h"

#include <string>
#include <utility>
#include <vector>

namespace prometheus {

/// How to reach a Prometheus-compatible server. Secrets appear by reference only; key names are Prometheus's own.
struct Endpoint
{
    std::string name;
    /// With an optional path prefix, without /api/v1.
    std::string url;
    struct BasicAuth
    {
        std::string username;
        std::string passwordFile;
        /// Name of an environment variable.
        std::string passwordEnv;
        /// The password lives in the desktop keychain under this endpoint's name.
        bool keychain = false;

        friend bool operator==(const BasicAuth &, const BasicAuth &) = default;
    };
    BasicAuth basicAuth;
    std::string bearerTokenFile;
    std::string bearerTokenEnv;
    bool bearerKeychain = false;
    std::string caFile;
    std::string certFile;
    std::string keyFile;
    /// The name that the server's certificate must bear; empty for the URL's host.
    std::string serverName;
    bool insecureSkipVerify = false;
    /// Extra request headers such as X-Scope-OrgID.
    std::vector<std::pair<std::string, std::string>> headers;
    /// Extra parameters of every request, such as Thanos's dedup and partial_response.
    std::vector<std::pair<std::string, std::string>> parameters;
    /// http:// or socks5:// with host and port; empty for the desktop's.
    std::string proxyUrl;
    /// A command that makes the URL reachable, word by word; started only after the person accepted it.
    std::vector<std::string> via;
    int timeoutMilliseconds = 30000;

    friend bool operator==(const Endpoint &, const Endpoint &);
};

/// Whether requests can be made of it: an http(s) URL with a host and without credentials, one way to authenticate,
/// headers that are headers. Files are not opened.
[[nodiscard]] base::Result<void> validate(const Endpoint &endpoint);

} // namespace prometheus
