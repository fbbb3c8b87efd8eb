#include "support/faultserver.h"

#include <QTcpSocket>

namespace support {

namespace {

FaultServer::Request parseRequest(const QByteArray &head)
{
    FaultServer::Request request;
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        if (colon > 0)
            request.headers.append({lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed()});
    }
    return request;
}

QByteArray serialize(const FaultServer::Response &response)
{
    const qsizetype promised = response.body.size() + (response.cutOff ? 1000 : 0);
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(response.status) +
                       " Scripted\r\nContent-Type: " + response.contentType +
                       "\r\nContent-Length: " + QByteArray::number(promised) + "\r\n";
    for (const QByteArray &header : response.headers)
        bytes += header + "\r\n";
    return bytes + "Connection: close\r\n\r\n" + response.body;
}

} // namespace

QByteArray FaultServer::Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

FaultServer::FaultServer(Script script) : m_script(std::move(script))
{
    connect(&m_server, &QTcpServer::newConnection, this, &FaultServer::accept);
    m_server.listen(QHostAddress::LocalHost);
}

QString FaultServer::url() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort());
}

void FaultServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++m_open;
        auto buffer = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, buffer] { read(socket, *buffer); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
    }
}

void FaultServer::read(QTcpSocket *socket, QByteArray &buffer)
{
    buffer += socket->readAll();
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    Request request = parseRequest(buffer.left(end));
    const qsizetype length = request.header("content-length").toLongLong();
    if (buffer.size() - end - 4 < length)
        return;
    request.body = buffer.mid(end + 4, length);
    buffer.clear();
    m_requests.append(request);
    const Response response = m_script(request);
    if (response.silent)
        return;
    socket->write(serialize(response));
    socket->disconnectFromHost();
}

} // namespace support
