#pragma once

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
    };
    BasicAuth basicAuth;
    std::string bearerTokenFile;
    std::string bearerTokenEnv;
    bool bearerKeychain = false;
    std::string caFile;
    std::string certFile;
    std::string keyFile;
    bool insecureSkipVerify = false;
    /// Extra request headers such as X-Scope-OrgID.
    std::vector<std::pair<std::string, std::string>> headers;
    int timeoutMilliseconds = 30000;

    friend bool operator==(const Endpoint &, const Endpoint &);
};

} // namespace prometheus
