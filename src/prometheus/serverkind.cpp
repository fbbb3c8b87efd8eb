#include "prometheus/serverkind.h"

#include "alerting/loadedrules.h"
#include "promql/literals.h"

#include <QNetworkReply>
#include <QRegularExpression>
#include <QUrl>

namespace prometheus {

ServerKind::ServerKind(const Endpoint &endpoint)
{
    static const QRegularExpression ofCluster(QStringLiteral("/select/[0-9]+(:[0-9]+)?/prometheus/?$"));
    m_victoriaMetrics = ofCluster.match(QUrl(QString::fromStdString(endpoint.url)).path()).hasMatch();
}

void ServerKind::note(const QNetworkReply &reply)
{
    if (reply.hasRawHeader("X-Server-Hostname"))
        m_victoriaMetrics = true;
}

base::Text unsettledText()
{
    return {TRANSLATABLE("Core", "VictoriaMetrics repeats or leaves out what is younger than %1: the newest values are "
                                 "not known yet."),
            {promql::formatDuration(alerting::victoriaMetricsLatencyOffset)}};
}

} // namespace prometheus
