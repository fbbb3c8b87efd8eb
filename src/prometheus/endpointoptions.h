#pragma once

#include "prometheus/endpoint.h"

namespace prometheus {

/// Key and value as a workspace file or command line writes them, like `basic_auth.username`.
using EndpointOptions = std::vector<std::pair<std::string, std::string>>;

/// An endpoint from its options, with Prometheus's key names: basic_auth.{username,password_file},
/// authorization.{type,credentials_file}, bearer_token_file,
/// tls_config.{ca_file,cert_file,key_file,server_name,insecure_skip_verify}, headers.NAME, params.NAME, dedup and
/// partial_response (short for params of these names), proxy_url, via, timeout.
/// Where Prometheus has a `_file` for a secret, `_env` names an environment variable and `_keychain: true` the desktop
/// keychain. Secrets themselves are refused. Relative files are resolved against `folder` unless that is empty.
[[nodiscard]] base::Result<Endpoint> endpointFromOptions(const std::string &name, const std::string &url,
                                                         const EndpointOptions &options,
                                                         const std::string &folder = {});

/// The options that give `endpoint` back, in a fixed order and without defaults.
[[nodiscard]] EndpointOptions endpointOptions(const Endpoint &endpoint);

/// A command as one writes it, words with spaces in quotation marks; the option `via` is read like that.
[[nodiscard]] std::string commandText(const std::vector<std::string> &words);

/// Milliseconds of a duration as Prometheus writes them, `1m30s` or `500ms`; Invalid for anything else and for more
/// than an hour.
[[nodiscard]] base::Result<int> timeoutFromText(const std::string &text);

/// The shortest such text, like `30s`.
[[nodiscard]] std::string timeoutText(int milliseconds);

} // namespace prometheus
