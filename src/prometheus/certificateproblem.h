#pragma once

#include "base/result.h"

#include <QList>
#include <QSslError>
#include <QString>

#include <string>

namespace prometheus {

/// Why there is no secure connection to the server at `address`: whose certificate it is and what is wrong with it, or
/// what the server says of ours. `said` is what the TLS library said, `clientFile` the certificate that was shown;
/// empty for none.
[[nodiscard]] base::Error certificateProblem(const std::string &address, const QList<QSslError> &errors,
                                             const QString &said, const std::string &clientFile);

/// Whether the server ended the connection over our certificate, or for want of one. Since TLS 1.3 the handshake is
/// over by then, and this comes instead of an answer.
[[nodiscard]] bool isAboutClientCertificate(const QString &said);

} // namespace prometheus
