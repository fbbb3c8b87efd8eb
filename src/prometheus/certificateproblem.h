#pragma once

#include "base/result.h"

#include <QList>
#include <QSslError>
#include <QString>

#include <string>

namespace prometheus {

/// Why there is no secure connection to the server at `address`: whose certificate it is and what is wrong with it, or
/// that the server wants one of ours. `said` is what the TLS library said.
[[nodiscard]] base::Error certificateProblem(const std::string &address, const QList<QSslError> &errors,
                                             const QString &said);

} // namespace prometheus
