#include "prometheus/proxychoice.h"

#include "prometheus/requestbuilder.h"

namespace prometheus {

QList<QNetworkProxy> DesktopProxy::queryProxy(const QNetworkProxyQuery &query)
{
    return isThisMachine(query.peerHostName()) ? QList{QNetworkProxy(QNetworkProxy::NoProxy)}
                                               : systemProxyForQuery(query);
}

} // namespace prometheus
