#include "prometheus/certificateproblem.h"

#include <algorithm>
#include <array>

#include <QDateTime>
#include <QSslCertificate>

namespace prometheus {

namespace {

std::string nameOf(const QStringList &commonNames, const QStringList &organizations)
{
    const QStringList &names = commonNames.isEmpty() ? organizations : commonNames;
    return names.join(QStringLiteral(", ")).toStdString();
}

/// Whom a certificate is made out to: its alternative names, else its subject.
std::string bearerOf(const QSslCertificate &certificate)
{
    const QStringList alternatives = certificate.subjectAlternativeNames().values();
    return alternatives.isEmpty() ? nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
                                           certificate.subjectInfo(QSslCertificate::Organization))
                                  : alternatives.join(QStringLiteral(", ")).toStdString();
}

std::string dayOf(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'")).toStdString();
}

base::Text sentenceOf(const std::string &address, const QSslError &error, const std::string &said)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::CertificateExpired:
        return {TRANSLATABLE("Core", "The certificate of %1 has expired: it was valid until %2. Renew it at the "
                                     "server."),
                {address, dayOf(certificate.expiryDate())}};
    case QSslError::CertificateNotYetValid:
        return {TRANSLATABLE("Core", "The certificate of %1 is valid only from %2 on. Check the clocks of both "
                                     "machines."),
                {address, dayOf(certificate.effectiveDate())}};
    case QSslError::HostNameMismatch:
        return {TRANSLATABLE("Core", "The certificate of %1 is made out to “%2”. Check the address, or name it in "
                                     "tls_config.server_name."),
                {address, bearerOf(certificate)}};
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return {TRANSLATABLE("Core", "The certificate of %1 is issued by “%2”, which is not trusted here. Name the "
                                     "authority's certificate in tls_config.ca_file."),
                {address, nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
                                 certificate.issuerInfo(QSslCertificate::Organization))}};
    default:
        return {TRANSLATABLE("Core", "No secure connection to %1: %2. Check the address, or name the authority's "
                                     "certificate in tls_config.ca_file."),
                {address, said}};
    }
}

/// What stands in the way whatever else is mended comes first.
int rank(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
        return 0;
    case QSslError::HostNameMismatch:
        return 1;
    default:
        return 2;
    }
}

/// What the server says of the certificate that it was shown.
base::Text clientSentenceOf(const std::string &address, const std::string &file)
{
    if (file.empty())
        return {TRANSLATABLE("Core", "The server at %1 wants a client certificate. Name one in tls_config.cert_file "
                                     "and tls_config.key_file."),
                {address}};
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(QString::fromStdString(file));
    const QSslCertificate own = chain.isEmpty() ? QSslCertificate() : chain.front();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!own.isNull() && own.expiryDate() < now)
        return {TRANSLATABLE("Core", "The client certificate %1 has expired: it was valid until %2. The server at %3 "
                                     "does not accept it. Renew it."),
                {file, dayOf(own.expiryDate()), address}};
    if (!own.isNull() && own.effectiveDate() > now)
        return {TRANSLATABLE("Core", "The client certificate %1 is valid only from %2 on. The server at %3 does not "
                                     "accept it. Check the clock of this machine."),
                {file, dayOf(own.effectiveDate()), address}};
    return {TRANSLATABLE("Core", "The server at %1 does not accept the client certificate %2, issued by “%3”. Name one "
                                 "of an authority that the server trusts in tls_config.cert_file."),
            {address, file,
             nameOf(own.issuerInfo(QSslCertificate::CommonName), own.issuerInfo(QSslCertificate::Organization))}};
}

} // namespace

bool isAboutClientCertificate(const QString &said)
{
    // As OpenSSL words the alerts of RFC 8446, 6.2.
    static constexpr std::array<const char *, 8> alerts = {
        "alert certificate required", "alert bad certificate",     "alert certificate expired",
        "alert unknown ca",           "alert certificate unknown", "alert unsupported certificate",
        "alert certificate revoked",  "alert access denied"};
    return std::ranges::any_of(alerts, [&said](const char *alert) { return said.contains(QLatin1String(alert)); });
}

base::Error certificateProblem(const std::string &address, const QList<QSslError> &errors, const QString &said,
                               const std::string &clientFile)
{
    QStringList all;
    for (const QSslError &error : errors)
        all.append(error.errorString());
    const std::string detail = (all.isEmpty() ? said : all.join(QLatin1Char('\n'))).toStdString();
    // Before TLS 1.3 a server that wants a certificate may only say that it does not go on.
    const bool refused = clientFile.empty() && said.contains(QLatin1String("alert handshake failure"));
    if (errors.isEmpty() && (refused || isAboutClientCertificate(said)))
        return {base::ErrorKind::Permission, clientSentenceOf(address, clientFile), detail};
    const auto worst = std::ranges::min_element(errors, {}, rank);
    return {base::ErrorKind::Network,
            worst == errors.end() ? sentenceOf(address, QSslError(), said.toStdString())
                                  : sentenceOf(address, *worst, worst->errorString().toStdString()),
            detail};
}

} // namespace prometheus
