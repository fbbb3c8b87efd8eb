#include "prometheus/client.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <optional>

#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

using prometheus::Client;
using prometheus::Endpoint;

/// A forward proxy: it passes requests with an absolute address on, and opens tunnels.
class ForwardProxy : public QObject
{
    Q_OBJECT

public:
    ForwardProxy()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *client = m_server.nextPendingConnection())
                serve(client);
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()); }
    /// The first lines of all requests.
    [[nodiscard]] const QList<QByteArray> &lines() const { return m_lines; }
    /// Answers everything with this instead.
    void refuse(const QByteArray &answer) { m_refusal = answer; }
    /// Goes wherever the address leads, but from there to this port.
    void redirectTo(quint16 port) { m_port = port; }

private:
    void serve(QTcpSocket *client)
    {
        auto *upstream = new QTcpSocket(client);
        auto buffer = std::make_shared<QByteArray>();
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        connect(client, &QTcpSocket::readyRead, this, [this, client, upstream, buffer] {
            if (upstream->state() == QAbstractSocket::ConnectedState) {
                upstream->write(client->readAll());
                return;
            }
            *buffer += client->readAll();
            if (buffer->contains("\r\n\r\n") && upstream->state() == QAbstractSocket::UnconnectedState)
                open(client, upstream, *buffer);
        });
        connect(upstream, &QTcpSocket::readyRead, client, [client, upstream] { client->write(upstream->readAll()); });
        connect(upstream, &QTcpSocket::disconnected, client, [client, upstream] {
            client->write(upstream->readAll());
            client->disconnectFromHost();
        });
    }

    void open(QTcpSocket *client, QTcpSocket *upstream, const QByteArray &head)
    {
        const QByteArray line = head.left(head.indexOf("\r\n"));
        m_lines.append(line);
        if (!m_refusal.isEmpty()) {
            client->write(m_refusal);
            client->disconnectFromHost();
            return;
        }
        const QList<QByteArray> words = line.split(' ');
        const bool tunnel = words.value(0) == "CONNECT";
        const QUrl target(QString::fromUtf8(tunnel ? "https://" + words.value(1) : words.value(1)));
        connect(upstream, &QTcpSocket::connected, client, [client, upstream, head, line, words, target, tunnel] {
            if (tunnel) {
                client->write("HTTP/1.1 200 Connection established\r\n\r\n");
                return;
            }
            // To the server with the path alone, as it expects.
            const QByteArray own = words.value(0) + ' ' + target.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) +
                                   ' ' + words.value(2);
            upstream->write(own + head.mid(line.size()));
        });
        upstream->connectToHost(QHostAddress::LocalHost, m_port != 0 ? m_port : quint16(target.port(80)));
    }

    QTcpServer m_server;
    QList<QByteArray> m_lines;
    QByteArray m_refusal;
    quint16 m_port = 0;
};

/// `proxy_url`: what goes through the proxy and what is told when it cannot.
class TestProxy : public QObject
{
    Q_OBJECT

private slots:
    void passesRequests();
    void opensTunnels();
    void asksTheProxyForTheHost();
    void tellsThatTheProxyIsDown();
    void tellsThatTheProxyWantsAName();
    void tellsWhatTheProxySays();

private:
    static base::Result<alerting::QueryResult> ask(const Endpoint &endpoint)
    {
        Client client(endpoint);
        std::optional<base::Result<alerting::QueryResult>> got;
        const auto query = client.queryInstant("vector(3)", 1'700'000'000,
                                               [&](base::Result<alerting::QueryResult> result) { got = result; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 30000))
            return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
        return *got;
    }

    static std::string sentenceOf(const base::Result<alerting::QueryResult> &result)
    {
        return result ? "success" : result.error().text.english();
    }
};

void TestProxy::passesRequests()
{
    support::PrometheusServer server;
    QVERIFY2(server.start(), qPrintable(server.error()));
    ForwardProxy proxy;
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = server.url().toStdString();
    endpoint.proxyUrl = proxy.url();
    const auto result = ask(endpoint);
    QVERIFY2(result, sentenceOf(result).c_str());
    QCOMPARE(result->series.front().samples.front().value, 3.0);
    QCOMPARE(proxy.lines().size(), 1);
    QVERIFY2(proxy.lines().front().startsWith("GET " + server.url().toUtf8() + "/api/v1/query?query=vector"),
             proxy.lines().front().constData());
}

void TestProxy::opensTunnels()
{
    // Nobody speaks TLS at the other end: the tunnel itself is what counts.
    support::FaultServer server([](const support::FaultServer::Request &) { return support::FaultServer::Response(); });
    ForwardProxy proxy;
    proxy.redirectTo(quint16(QUrl(server.url()).port()));
    Endpoint endpoint;
    endpoint.url = "https://metrics.example.org:8443/prometheus";
    endpoint.proxyUrl = proxy.url();
    endpoint.timeoutMilliseconds = 2000;
    const auto result = ask(endpoint);
    QVERIFY(!result);
    QCOMPARE(proxy.lines().value(0), QByteArray("CONNECT metrics.example.org:8443 HTTP/1.1"));
}

void TestProxy::asksTheProxyForTheHost()
{
    support::PrometheusServer server;
    QVERIFY2(server.start(), qPrintable(server.error()));
    ForwardProxy proxy;
    proxy.redirectTo(quint16(QUrl(server.url()).port()));
    Endpoint endpoint;
    // This machine cannot resolve it, and need not.
    endpoint.url = "http://prometheus.cluster.invalid:9090";
    endpoint.proxyUrl = proxy.url();
    const auto result = ask(endpoint);
    QVERIFY2(result, sentenceOf(result).c_str());
}

void TestProxy::tellsThatTheProxyIsDown()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const std::string gone = "http://127.0.0.1:" + std::to_string(probe.serverPort());
    probe.close();
    Endpoint endpoint;
    endpoint.url = "http://prometheus.cluster.invalid:9090";
    endpoint.proxyUrl = gone;
    const std::string said = sentenceOf(ask(endpoint));
    QVERIFY2(said == "The proxy " + gone + " cannot be reached. Check proxy_url and the network.", said.c_str());
    endpoint.proxyUrl = "http://proxy.cluster.invalid:3128";
    QCOMPARE(sentenceOf(ask(endpoint)),
             std::string("The proxy http://proxy.cluster.invalid:3128 cannot be reached. Check proxy_url and the "
                         "network."));
}

void TestProxy::tellsThatTheProxyWantsAName()
{
    ForwardProxy proxy;
    proxy.refuse("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"corp\"\r\n"
                 "Content-Length: 0\r\n\r\n");
    Endpoint endpoint;
    endpoint.url = "http://prometheus.cluster.invalid:9090";
    endpoint.proxyUrl = proxy.url();
    const std::string said =
        "The proxy " + proxy.url() + " wants a user name and password, which Rulewright does not send.";
    QCOMPARE(sentenceOf(ask(endpoint)).substr(0, said.size()), said);
    endpoint.url = "https://prometheus.cluster.invalid:9090";
    QCOMPARE(sentenceOf(ask(endpoint)).substr(0, said.size()), said);
}

void TestProxy::tellsWhatTheProxySays()
{
    ForwardProxy proxy;
    proxy.refuse("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 37\r\n\r\n"
                 "<h1>Squid</h1>Host is not reachable.\n");
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = "http://prometheus.cluster.invalid:9090";
    endpoint.proxyUrl = proxy.url();
    QCOMPARE(sentenceOf(ask(endpoint)),
             std::string("prod answered with HTTP 502 and “Squid Host is not reachable.”. Check the server, or the "
                         "proxy before it."));
}

REGISTER_TEST(TestProxy);

#include "tst_proxy.moc"
