#include "prometheus/requestbuilder.h"

#include <array>
#include <charconv>

#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace prometheus {

namespace {

constexpr qint64 largestSecret = 64LL << 10;

base::Error credentialError(base::ErrorKind kind, const char *text, std::vector<std::string> arguments,
                            std::string detail = {})
{
    return {kind, {text, std::move(arguments)}, std::move(detail)};
}

base::Result<QByteArray> readSmallFile(const std::string &path, qint64 limit)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return credentialError(
            file.exists() ? base::ErrorKind::Permission : base::ErrorKind::NotFound,
            TRANSLATABLE("Core", "The endpoint's file %1 cannot be read. Check its path and permissions."), {path},
            file.errorString().toStdString());
    return file.read(limit);
}

/// A password or token by reference; empty when the endpoint names none.
base::Result<QByteArray> secretOf(const std::string &file, const std::string &variable, bool keychain,
                                  const std::string &keychainSecret)
{
    if (!file.empty()) {
        const base::Result<QByteArray> text = readSmallFile(file, largestSecret);
        return text ? base::Result<QByteArray>(text->trimmed()) : text;
    }
    if (!variable.empty()) {
        if (!qEnvironmentVariableIsSet(variable.c_str()))
            return credentialError(
                base::ErrorKind::NotFound,
                TRANSLATABLE("Core", "The environment variable %1 that holds the endpoint's secret is not set."),
                {variable});
        return qgetenv(variable.c_str());
    }
    if (keychain && keychainSecret.empty())
        return credentialError(base::ErrorKind::Permission,
                               TRANSLATABLE("Core", "The keychain has not given the endpoint's password. Unlock it, or "
                                                    "name a password file."),
                               {});
    return QByteArray::fromStdString(keychain ? keychainSecret : std::string());
}

base::Result<void> setCredentials(QNetworkRequest &request, const Endpoint &endpoint, const std::string &keychainSecret)
{
    const Endpoint::BasicAuth &basic = endpoint.basicAuth;
    if (!basic.username.empty()) {
        const base::Result<QByteArray> password =
            secretOf(basic.passwordFile, basic.passwordEnv, basic.keychain, keychainSecret);
        if (!password)
            return password.error();
        const QByteArray pair = QByteArray::fromStdString(basic.username) + ':' + *password;
        request.setRawHeader("Authorization", "Basic " + pair.toBase64());
        return {};
    }
    const base::Result<QByteArray> token =
        secretOf(endpoint.bearerTokenFile, endpoint.bearerTokenEnv, endpoint.bearerKeychain, keychainSecret);
    if (!token)
        return token.error();
    // A line break would smuggle further headers in.
    if (token->contains('\n') || token->contains('\r'))
        return credentialError(base::ErrorKind::Invalid,
                               TRANSLATABLE("Core", "The endpoint's token is more than one line."), {});
    if (!token->isEmpty())
        request.setRawHeader("Authorization", "Bearer " + *token);
    return {};
}

base::Result<void> setTls(QNetworkRequest &request, const Endpoint &endpoint)
{
    if (request.url().scheme() != QLatin1String("https"))
        return {};
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    constexpr qint64 largestPem = 8LL << 20;
    if (!endpoint.caFile.empty()) {
        const base::Result<QByteArray> pem = readSmallFile(endpoint.caFile, largestPem);
        if (!pem)
            return pem.error();
        const QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
        if (certificates.isEmpty())
            return credentialError(base::ErrorKind::Invalid,
                                   TRANSLATABLE("Core", "%1 holds no certificate in PEM form."), {endpoint.caFile});
        tls.setCaCertificates(certificates);
    }
    if (!endpoint.certFile.empty()) {
        const base::Result<QByteArray> certificate = readSmallFile(endpoint.certFile, largestPem);
        const base::Result<QByteArray> keyText = readSmallFile(endpoint.keyFile, largestPem);
        if (!certificate || !keyText)
            return certificate ? keyText.error() : certificate.error();
        QSslKey key(*keyText, QSsl::Rsa);
        if (key.isNull())
            key = QSslKey(*keyText, QSsl::Ec);
        const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificate, QSsl::Pem);
        if (chain.isEmpty() || key.isNull())
            return credentialError(
                base::ErrorKind::Invalid,
                TRANSLATABLE("Core", "The client certificate %1 or its key %2 cannot be read as PEM."),
                {endpoint.certFile, endpoint.keyFile});
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(key);
    }
    if (!endpoint.serverName.empty())
        request.setPeerVerifyName(QString::fromStdString(endpoint.serverName));
    if (endpoint.insecureSkipVerify)
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    request.setSslConfiguration(tls);
    return {};
}

} // namespace

bool isThisMachine(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

QUrl apiUrl(const Endpoint &endpoint, const std::string &path)
{
    QString base = QString::fromStdString(endpoint.url);
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    return QUrl(base + QLatin1String("/api/v1/") + QString::fromStdString(path));
}

QByteArray encoded(const Parameters &parameters)
{
    QByteArray text;
    for (const auto &[name, value] : parameters) {
        if (!text.isEmpty())
            text += '&';
        text += QByteArray::fromStdString(name).toPercentEncoding() + '=' +
                QByteArray::fromStdString(value).toPercentEncoding();
    }
    return text;
}

base::Result<QNetworkRequest> makeRequest(const Endpoint &endpoint, const QUrl &url, const std::string &keychainSecret)
{
    if (const base::Result<void> valid = validate(endpoint); !valid)
        return valid.error();
    QNetworkRequest request(url);
    // Redirects are followed by hand: Qt's own ways turn POST into GET or carry credentials elsewhere.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    // Qt 6.4 never tells that a server of HTTP/2 ended the connection right after the handshake, as it does for want of
    // a client certificate.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Constant series compress better than Qt's bomb check believes; the size is bounded while reading.
    request.setDecompressedSafetyCheckThreshold(-1);
    request.setRawHeader("User-Agent", "Rulewright");
    request.setRawHeader("Accept", "application/json");
    if (isThisMachine(url.host()))
        request.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : endpoint.headers)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    if (const base::Result<void> set = setCredentials(request, endpoint, keychainSecret); !set)
        return set.error();
    if (const base::Result<void> set = setTls(request, endpoint); !set)
        return set.error();
    return request;
}

std::string displayName(const Endpoint &endpoint)
{
    return endpoint.name.empty() ? endpoint.url : endpoint.name;
}

std::string secondsText(double seconds)
{
    std::array<char, 352> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), seconds, std::chars_format::fixed);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("0");
}

} // namespace prometheus
