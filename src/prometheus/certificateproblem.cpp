#include "prometheus/certificateproblem.h"

#include <algorithm>

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

} // namespace

base::Error certificateProblem(const std::string &address, const QList<QSslError> &errors, const QString &said)
{
    QStringList all;
    for (const QSslError &error : errors)
        all.append(error.errorString());
    const std::string detail = (all.isEmpty() ? said : all.join(QLatin1Char('\n'))).toStdString();
    if (errors.isEmpty() && (said.contains(QLatin1String("certificate required")) ||
                             said.contains(QLatin1String("alert handshake failure")) ||
                             said.contains(QLatin1String("alert bad certificate"))))
        return {base::ErrorKind::Permission,
                {TRANSLATABLE("Core", "The server at %1 wants a client certificate. Name one in tls_config.cert_file "
                                      "and tls_config.key_file."),
                 {address}},
                detail};
    const auto worst = std::ranges::min_element(errors, {}, rank);
    return {base::ErrorKind::Network,
            worst == errors.end() ? sentenceOf(address, QSslError(), said.toStdString())
                                  : sentenceOf(address, *worst, worst->errorString().toStdString()),
            detail};
}

} // namespace prometheus
