#pragma once

#include "base/text.h"
#include "prometheus/endpoint.h"

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QNetworkReply;
QT_END_NAMESPACE

namespace prometheus {

/// Whether an endpoint is VictoriaMetrics, as far as its address and its answers have told: its range queries want to
/// be asked in another way. Shared by the requests of a client; GUI thread.
class ServerKind
{
public:
    /// By the address of a VictoriaMetrics cluster, `…/select/TENANT/prometheus`.
    explicit ServerKind(const Endpoint &endpoint);

    /// By a header that no other server sends.
    void note(const QNetworkReply &reply);
    void setVictoriaMetrics() { m_victoriaMetrics = true; }
    [[nodiscard]] bool isVictoriaMetrics() const { return m_victoriaMetrics; }

private:
    bool m_victoriaMetrics = false;
};

/// What people are told of answers that reach beyond Client::unsettledFrom().
[[nodiscard]] base::Text unsettledText();

} // namespace prometheus
