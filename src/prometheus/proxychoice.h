#pragma once

#include <QNetworkProxyFactory>

namespace prometheus {

/// The desktop's proxy, as Go's programs take it: never for this machine itself, which a command's forwarded port is.
class DesktopProxy : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace prometheus
