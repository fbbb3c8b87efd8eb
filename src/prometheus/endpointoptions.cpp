#include "prometheus/endpointoptions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <QDir>
#include <QFileInfo>
#include <QProcess>

namespace prometheus {

namespace {

constexpr std::string_view headerPrefix = "headers.";
constexpr std::string_view parameterPrefix = "params.";

base::Error invalidOption(const char *text, std::vector<std::string> arguments)
{
    return {base::ErrorKind::Invalid, {text, std::move(arguments)}, {}};
}

/// Where an option of plain text is kept.
std::string *textOption(Endpoint &endpoint, std::string_view key)
{
    if (key == "proxy_url")
        return &endpoint.proxyUrl;
    if (key == "tls_config.server_name")
        return &endpoint.serverName;
    if (key == "basic_auth.username")
        return &endpoint.basicAuth.username;
    if (key == "basic_auth.password_env")
        return &endpoint.basicAuth.passwordEnv;
    if (key == "authorization.credentials_env" || key == "bearer_token_env")
        return &endpoint.bearerTokenEnv;
    return nullptr;
}

std::string *fileOption(Endpoint &endpoint, std::string_view key)
{
    if (key == "basic_auth.password_file")
        return &endpoint.basicAuth.passwordFile;
    if (key == "authorization.credentials_file" || key == "bearer_token_file")
        return &endpoint.bearerTokenFile;
    if (key == "tls_config.ca_file")
        return &endpoint.caFile;
    if (key == "tls_config.cert_file")
        return &endpoint.certFile;
    if (key == "tls_config.key_file")
        return &endpoint.keyFile;
    return nullptr;
}

bool *switchOption(Endpoint &endpoint, std::string_view key)
{
    if (key == "basic_auth.password_keychain")
        return &endpoint.basicAuth.keychain;
    if (key == "authorization.credentials_keychain")
        return &endpoint.bearerKeychain;
    if (key == "tls_config.insecure_skip_verify")
        return &endpoint.insecureSkipVerify;
    return nullptr;
}

std::string resolvedFile(const std::string &file, const std::string &folder)
{
    if (folder.empty() || file.empty() || QFileInfo(QString::fromStdString(file)).isAbsolute())
        return file;
    return QDir::cleanPath(QDir(QString::fromStdString(folder)).filePath(QString::fromStdString(file))).toStdString();
}

base::Result<void> setOption(Endpoint &endpoint, const std::string &key, const std::string &value,
                             const std::string &folder)
{
    if (std::string *text = textOption(endpoint, key)) {
        *text = value;
        return {};
    }
    if (std::string *file = fileOption(endpoint, key)) {
        *file = resolvedFile(value, folder);
        return {};
    }
    if (key == "dedup" || key == "partial_response") {
        if (value != "true" && value != "false")
            return invalidOption(TRANSLATABLE("Core", "%1 must be true or false, not “%2”."), {key, value});
        endpoint.parameters.emplace_back(key, value);
        return {};
    }
    if (bool *on = switchOption(endpoint, key)) {
        if (value != "true" && value != "false")
            return invalidOption(TRANSLATABLE("Core", "%1 must be true or false, not “%2”."), {key, value});
        *on = value == "true";
        return {};
    }
    if (key == "via") {
        for (const QString &word : QProcess::splitCommand(QString::fromStdString(value)))
            endpoint.via.push_back(word.toStdString());
        return {};
    }
    if (key == "timeout") {
        const base::Result<int> timeout = timeoutFromText(value);
        if (!timeout)
            return timeout.error();
        endpoint.timeoutMilliseconds = *timeout;
        return {};
    }
    if (key == "authorization.type") {
        if (QByteArray::fromStdString(value).compare("bearer", Qt::CaseInsensitive) == 0)
            return {};
        return invalidOption(TRANSLATABLE("Core", "%1 must be Bearer; “%2” is not supported."), {key, value});
    }
    if (key.compare(0, headerPrefix.size(), headerPrefix) == 0) {
        endpoint.headers.emplace_back(key.substr(headerPrefix.size()), value);
        return {};
    }
    if (key.compare(0, parameterPrefix.size(), parameterPrefix) == 0) {
        endpoint.parameters.emplace_back(key.substr(parameterPrefix.size()), value);
        return {};
    }
    if (key == "basic_auth.password" || key == "authorization.credentials" || key == "bearer_token")
        return invalidOption(
            TRANSLATABLE("Core", "%1 would keep a secret in the workspace file. Write %1_file or %1_env instead."),
            {key});
    return invalidOption(TRANSLATABLE("Core", "Endpoints have no option “%1”."), {key});
}

struct DurationUnit
{
    std::string_view name;
    long long milliseconds;
};

/// In the order Prometheus demands within a duration.
constexpr std::array<DurationUnit, 4> durationUnits = {{{"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}}};
constexpr long long longestTimeout = 3600000;

} // namespace

base::Result<Endpoint> endpointFromOptions(const std::string &name, const std::string &url,
                                           const EndpointOptions &options, const std::string &folder)
{
    Endpoint endpoint;
    endpoint.name = name;
    endpoint.url = url;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const auto &[key, value] = options[i];
        const auto same = [&key = key](const auto &other) { return other.first == key; };
        if (std::any_of(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(i), same))
            return invalidOption(TRANSLATABLE("Core", "The endpoint option “%1” is written twice."), {key});
        if (const base::Result<void> set = setOption(endpoint, key, value, folder); !set)
            return set.error();
    }
    if (const base::Result<void> valid = validate(endpoint); !valid)
        return valid.error();
    return endpoint;
}

std::string commandText(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words) {
        std::string written = word;
        // Three quotation marks are one of the word.
        for (std::size_t at = written.find('"'); at != std::string::npos; at = written.find('"', at + 3))
            written.replace(at, 1, 3, '"');
        if (word.empty() || word.find_first_of(" \t\n") != std::string::npos)
            written = '"' + written + '"';
        text += (text.empty() ? "" : " ") + written;
    }
    return text;
}

EndpointOptions endpointOptions(const Endpoint &endpoint)
{
    EndpointOptions options;
    const auto text = [&](const char *key, const std::string &value) {
        if (!value.empty())
            options.emplace_back(key, value);
    };
    const auto enabled = [&](const char *key, bool on) {
        if (on)
            options.emplace_back(key, "true");
    };
    text("basic_auth.username", endpoint.basicAuth.username);
    text("basic_auth.password_file", endpoint.basicAuth.passwordFile);
    text("basic_auth.password_env", endpoint.basicAuth.passwordEnv);
    enabled("basic_auth.password_keychain", endpoint.basicAuth.keychain);
    text("authorization.credentials_file", endpoint.bearerTokenFile);
    text("authorization.credentials_env", endpoint.bearerTokenEnv);
    enabled("authorization.credentials_keychain", endpoint.bearerKeychain);
    text("tls_config.ca_file", endpoint.caFile);
    text("tls_config.cert_file", endpoint.certFile);
    text("tls_config.key_file", endpoint.keyFile);
    text("tls_config.server_name", endpoint.serverName);
    enabled("tls_config.insecure_skip_verify", endpoint.insecureSkipVerify);
    for (const auto &[name, value] : endpoint.headers)
        options.emplace_back(std::string(headerPrefix) + name, value);
    for (const auto &[name, value] : endpoint.parameters)
        options.emplace_back(std::string(parameterPrefix) + name, value);
    text("proxy_url", endpoint.proxyUrl);
    text("via", commandText(endpoint.via));
    if (endpoint.timeoutMilliseconds != Endpoint().timeoutMilliseconds)
        options.emplace_back("timeout", timeoutText(endpoint.timeoutMilliseconds));
    return options;
}

base::Result<int> timeoutFromText(const std::string &text)
{
    const base::Error error =
        invalidOption(TRANSLATABLE("Core", "“%1” is not a timeout. Write a duration up to 1h, like 30s."), {text});
    long long total = 0;
    std::size_t unit = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t digits = at;
        long long number = 0;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && number <= longestTimeout)
            number = number * 10 + (text[at++] - '0');
        const std::size_t letters = at;
        while (at < text.size() && text[at] >= 'a' && text[at] <= 'z')
            ++at;
        const std::string_view name = std::string_view(text).substr(letters, at - letters);
        while (unit < durationUnits.size() && durationUnits[unit].name != name)
            ++unit;
        if (digits == letters || unit == durationUnits.size())
            return error;
        total += number * durationUnits[unit++].milliseconds;
        if (total > longestTimeout)
            return error;
    }
    if (total <= 0)
        return error;
    return static_cast<int>(total);
}

std::string timeoutText(int milliseconds)
{
    std::string text;
    long long rest = milliseconds;
    for (const DurationUnit &unit : durationUnits) {
        if (rest >= unit.milliseconds)
            text += std::to_string(rest / unit.milliseconds) + std::string(unit.name);
        rest %= unit.milliseconds;
    }
    return text.empty() ? "0s" : text;
}

} // namespace prometheus
