#pragma once

#include <functional>
#include <memory>

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QTcpServer>

namespace support {

/// A scripted HTTP server on 127.0.0.1 for faults that a real server does not produce on demand. It answers in the
/// thread that made it, so the test must run its event loop.
class FaultServer : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray method;
        /// With the query string.
        QByteArray target;
        /// Names in lower case.
        QList<std::pair<QByteArray, QByteArray>> headers;
        QByteArray body;

        [[nodiscard]] QByteArray header(const QByteArray &name) const;
    };
    struct Response
    {
        int status = 200;
        QByteArray body;
        QByteArray contentType = "application/json";
        /// Whole lines without line break, like "Location: /x".
        QList<QByteArray> headers;
        /// Accepts the request and never answers.
        bool silent = false;
        /// Promises more than it sends, then closes.
        bool cutOff = false;
    };
    using Script = std::function<Response(const Request &)>;

    explicit FaultServer(Script script);

    [[nodiscard]] QString url() const;
    [[nodiscard]] const QList<Request> &requests() const { return m_requests; }
    /// Connections that the client still holds open.
    [[nodiscard]] int openConnections() const { return m_open; }

private:
    void accept();
    void read(QTcpSocket *socket, QByteArray &buffer);

    Script m_script;
    QTcpServer m_server;
    QList<Request> m_requests;
    int m_open = 0;
};

} // namespace support
