#include "prometheus/endpoint.h"

#include <algorithm>
#include <string_view>

#include <QUrl>

namespace prometheus {

namespace {

base::Error invalidEndpoint(const char *text, std::vector<std::string> arguments = {})
{
    return {base::ErrorKind::Invalid, {text, std::move(arguments)}, {}};
}

bool isHeaderName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

base::Result<void> validateUrl(const std::string &text)
{
    if (text.empty())
        return invalidEndpoint(TRANSLATABLE("Core", "The endpoint has no URL. Write one like http://127.0.0.1:9090."));
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const bool http = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !http || url.host().isEmpty())
        return invalidEndpoint(
            TRANSLATABLE("Core", "“%1” is not an http or https URL. Write one like http://127.0.0.1:9090."), {text});
    if (!url.userInfo().isEmpty())
        return invalidEndpoint(TRANSLATABLE(
            "Core", "The URL holds a user name or password. Use basic_auth with a password file instead."));
    if (url.hasQuery() || url.hasFragment())
        return invalidEndpoint(
            TRANSLATABLE("Core", "The URL must end with its path. Remove what follows the “?” or “#”."));
    return {};
}

base::Result<void> validateProxy(const std::string &text)
{
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const bool known = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("socks5");
    if (text.empty() || (url.isValid() && known && !url.host().isEmpty() && url.port() > 0 && url.userInfo().isEmpty()))
        return {};
    return invalidEndpoint(TRANSLATABLE("Core",
                                        "proxy_url must be like http://proxy:3128 or socks5://proxy:1080, without a "
                                        "user name."));
}

base::Result<void> validateHeaders(const Endpoint &endpoint)
{
    for (const auto &[name, value] : endpoint.headers) {
        if (!isHeaderName(name))
            return invalidEndpoint(TRANSLATABLE("Core", "“%1” is not a header name."), {name});
        if (QByteArray::fromStdString(name).compare("authorization", Qt::CaseInsensitive) == 0)
            return invalidEndpoint(TRANSLATABLE(
                "Core", "The Authorization header would hold a secret. Use basic_auth or authorization instead."));
        if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            return invalidEndpoint(TRANSLATABLE("Core", "The value of header %1 must be one line."), {name});
    }
    return {};
}

} // namespace

base::Result<void> validate(const Endpoint &endpoint)
{
    if (base::Result<void> url = validateUrl(endpoint.url); !url)
        return url;
    const Endpoint::BasicAuth &basic = endpoint.basicAuth;
    const int passwords = !basic.passwordFile.empty() + !basic.passwordEnv.empty() + basic.keychain;
    const int tokens = !endpoint.bearerTokenFile.empty() + !endpoint.bearerTokenEnv.empty() + endpoint.bearerKeychain;
    if (passwords + tokens > 1 || (!basic.username.empty() && tokens > 0))
        return invalidEndpoint(
            TRANSLATABLE("Core", "The endpoint names more than one password or token. Keep one of them."));
    if (passwords > 0 && basic.username.empty())
        return invalidEndpoint(TRANSLATABLE("Core", "A password needs a user name. Set basic_auth.username."));
    if (endpoint.certFile.empty() != endpoint.keyFile.empty())
        return invalidEndpoint(TRANSLATABLE(
            "Core", "A client certificate needs both files. Set tls_config.cert_file and tls_config.key_file."));
    if (endpoint.timeoutMilliseconds <= 0)
        return invalidEndpoint(TRANSLATABLE("Core", "The timeout must be longer than nothing. Write one like 30s."));
    if (const base::Result<void> proxy = validateProxy(endpoint.proxyUrl); !proxy)
        return proxy;
    return validateHeaders(endpoint);
}

bool operator==(const Endpoint &a, const Endpoint &b)
{
    return a.name == b.name && a.url == b.url && a.basicAuth == b.basicAuth && a.bearerTokenFile == b.bearerTokenFile &&
           a.bearerTokenEnv == b.bearerTokenEnv && a.bearerKeychain == b.bearerKeychain && a.caFile == b.caFile &&
           a.certFile == b.certFile && a.keyFile == b.keyFile && a.serverName == b.serverName &&
           a.insecureSkipVerify == b.insecureSkipVerify && a.headers == b.headers && a.parameters == b.parameters &&
           a.proxyUrl == b.proxyUrl && a.via == b.via && a.timeoutMilliseconds == b.timeoutMilliseconds;
}

} // namespace prometheus
