#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <optional>

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using prometheus::Client;
using prometheus::Endpoint;

/// Certificates that `openssl` makes and a TLS server of Qt's: whom the client trusts, what it says of whom it does
/// not, and what it shows of itself.
class TestTls : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trustsTheOwnAuthority();
    void tellsWhatIsWrongWithACertificate_data();
    void tellsWhatIsWrongWithACertificate();
    void looksForTheNameThatWasGiven();
    void acceptsAnythingWhenTold();
    void showsTheClientsCertificate_data();
    void showsTheClientsCertificate();
    void answersToTheClientsCertificate_data();
    void answersToTheClientsCertificate();
    void neverRedirectsCredentialsElsewhere();

private:
    struct Server
    {
        QSslServer server;
        QByteArray answer;
        QList<QByteArray> requests;
        QList<QByteArray> clients;
    };
    bool openssl(const QStringList &arguments);
    bool makeCertificate(const QString &name, const QString &subject, const QStringList &more,
                         const QString &algorithm = "rsa:2048");
    [[nodiscard]] std::unique_ptr<Server> serve(const QString &certificate, bool wantsClient = false) const;
    [[nodiscard]] Endpoint endpointOf(const Server &server, const char *host = "127.0.0.1") const;
    [[nodiscard]] static base::Result<alerting::QueryResult> ask(Client &client);
    [[nodiscard]] QString path(const QString &file) const { return m_folder.filePath(file); }

    QTemporaryDir m_folder;
};

bool TestTls::openssl(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(m_folder.path());
    process.start("openssl", arguments);
    if (process.waitForFinished() && process.exitCode() == 0)
        return true;
    qWarning("openssl: %s", process.readAll().constData());
    return false;
}

/// NAME.pem and NAME.key, signed by the authority.
bool TestTls::makeCertificate(const QString &name, const QString &subject, const QStringList &more,
                              const QString &algorithm)
{
    QStringList request{"req",         "-newkey", algorithm,     "-nodes", "-keyout",
                        name + ".key", "-out",    name + ".csr", "-subj",  subject};
    if (algorithm == "ec")
        request += {"-pkeyopt", "ec_paramgen_curve:prime256v1"};
    QFile extensions(path(name + ".ext"));
    if (!extensions.open(QIODevice::WriteOnly))
        return false;
    extensions.write("subjectAltName=" + (more.isEmpty() ? QByteArray("IP:127.0.0.1") : more.first().toUtf8()) + '\n');
    extensions.close();
    return openssl(request) &&
           openssl(QStringList{"x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                               "-CAcreateserial", "-out", name + ".pem", "-extfile", name + ".ext"} +
                   (more.size() > 1 ? more.mid(1) : QStringList{"-days", "2"}));
}

void TestTls::initTestCase()
{
    QVERIFY(openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj",
                     "/CN=Rulewright Test Authority", "-days", "2"}));
    QVERIFY(makeCertificate("good", "/CN=good", {}));
    QVERIFY(makeCertificate("elsewhere", "/CN=metrics.internal", {"DNS:metrics.internal"}));
    // A negative number of days ended before it began.
    QVERIFY(makeCertificate("expired", "/CN=expired", {"IP:127.0.0.1", "-days", "-1"}));
    QVERIFY(openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "own.key", "-out", "own.pem", "-subj",
                     "/CN=own", "-days", "2", "-addext", "subjectAltName=IP:127.0.0.1"}));
    QVERIFY(makeCertificate("client", "/CN=rule author", {"DNS:client"}));
    QVERIFY(makeCertificate("ecclient", "/CN=rule author", {"DNS:client"}, "ec"));
}

std::unique_ptr<TestTls::Server> TestTls::serve(const QString &certificate, bool wantsClient) const
{
    auto served = std::make_unique<Server>();
    const auto read = [this](const QString &file) {
        QFile input(path(file));
        return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
    };
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(read(certificate + ".pem")));
    tls.setPrivateKey(QSslKey(read(certificate + ".key"), QSsl::Rsa));
    tls.setPeerVerifyMode(wantsClient ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    if (wantsClient)
        tls.setCaCertificates(QSslCertificate::fromPath(path("ca.pem")));
    served->server.setSslConfiguration(tls);
    served->answer = R"({"status":"success","data":{"resultType":"scalar","result":[1,"1"]}})";
    Server *raw = served.get();
    connect(&raw->server, &QTcpServer::pendingConnectionAvailable, &raw->server, [raw] {
        while (auto *socket = qobject_cast<QSslSocket *>(raw->server.nextPendingConnection())) {
            auto buffer = std::make_shared<QByteArray>();
            const auto take = [raw, socket, buffer] {
                *buffer += socket->readAll();
                if (!buffer->contains("\r\n\r\n"))
                    return;
                raw->requests.append(*buffer);
                raw->clients.append(
                    socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).join(' ').toUtf8());
                buffer->clear();
                const QByteArray head = raw->answer.startsWith("HTTP/")
                                            ? QByteArray()
                                            : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                                                  QByteArray::number(raw->answer.size()) +
                                                  "\r\nConnection: close\r\n\r\n";
                socket->write(head + raw->answer);
                socket->disconnectFromHost();
            };
            connect(socket, &QSslSocket::readyRead, &raw->server, take);
            connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
            if (socket->bytesAvailable() > 0)
                take();
        }
    });
    return served->server.listen(QHostAddress::LocalHost) ? std::move(served) : nullptr;
}

Endpoint TestTls::endpointOf(const Server &server, const char *host) const
{
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = std::string("https://") + host + ":" + std::to_string(server.server.serverPort());
    endpoint.caFile = path("ca.pem").toStdString();
    endpoint.timeoutMilliseconds = 10000;
    return endpoint;
}

base::Result<alerting::QueryResult> TestTls::ask(Client &client)
{
    std::optional<base::Result<alerting::QueryResult>> got;
    const auto query =
        client.queryInstant("1", 1, [&got](base::Result<alerting::QueryResult> result) { got = std::move(result); });
    if (!QTest::qWaitFor([&got] { return got.has_value(); }, 20000))
        return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
    return *got;
}

void TestTls::trustsTheOwnAuthority()
{
    const auto server = serve("good");
    QVERIFY(server);
    Client client(endpointOf(*server));
    const auto result = ask(client);
    QVERIFY2(result, result ? "" : result.error().text.english().c_str());
}

void TestTls::tellsWhatIsWrongWithACertificate_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QByteArray>("wrong");
    QTest::newRow("unknown authority") << "good" << false
                                       << QByteArray("is issued by “Rulewright Test Authority”, which is not trusted "
                                                     "here. Name the authority's certificate in tls_config.ca_file.");
    QTest::newRow("self-signed") << "own" << true << QByteArray("is issued by “own”, which is not trusted here.");
    QTest::newRow("another host") << "elsewhere" << true
                                  << QByteArray("is made out to “metrics.internal”. Check the address, or name it in "
                                                "tls_config.server_name.");
    QTest::newRow("expired") << "expired" << true << QByteArray("has expired: it was valid until ");
}

void TestTls::tellsWhatIsWrongWithACertificate()
{
    QFETCH(QString, certificate);
    QFETCH(bool, trusted);
    QFETCH(QByteArray, wrong);
    const auto server = serve(certificate);
    QVERIFY(server);
    Endpoint endpoint = endpointOf(*server);
    endpoint.basicAuth.username = "me";
    if (!trusted)
        endpoint.caFile.clear();
    Client client(endpoint);
    const auto result = ask(client);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, base::ErrorKind::Network);
    const std::string said = result.error().text.english();
    // What is wrong, and with whom.
    QVERIFY2(said.find(wrong.toStdString()) != std::string::npos, said.c_str());
    QVERIFY2(said.starts_with("The certificate of " + endpoint.url), said.c_str());
    // Nothing was said to a server that is not trusted.
    QVERIFY(server->requests.isEmpty());
}

void TestTls::looksForTheNameThatWasGiven()
{
    const auto server = serve("elsewhere");
    QVERIFY(server);
    Endpoint endpoint = endpointOf(*server);
    endpoint.serverName = "metrics.internal";
    Client client(endpoint);
    const auto result = ask(client);
    QVERIFY2(result, result ? "" : result.error().text.english().c_str());
}

void TestTls::acceptsAnythingWhenTold()
{
    const auto server = serve("expired");
    QVERIFY(server);
    Endpoint endpoint = endpointOf(*server);
    endpoint.caFile.clear();
    endpoint.insecureSkipVerify = true;
    Client client(endpoint);
    QVERIFY(ask(client));
}

void TestTls::showsTheClientsCertificate_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::newRow("RSA") << "client";
    QTest::newRow("elliptic curve") << "ecclient";
}

void TestTls::showsTheClientsCertificate()
{
    QFETCH(QString, certificate);
    const auto server = serve("good", true);
    QVERIFY(server);
    Endpoint endpoint = endpointOf(*server);
    endpoint.certFile = path(certificate + ".pem").toStdString();
    endpoint.keyFile = path(certificate + ".key").toStdString();
    Client client(endpoint);
    const auto result = ask(client);
    QVERIFY2(result, result ? "" : result.error().text.english().c_str());
    QCOMPARE(server->clients, QList<QByteArray>{"rule author"});
}

void TestTls::answersToTheClientsCertificate_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("trusted") << "client" << QByteArray();
    QTest::newRow("none") << "" << QByteArray("wants a client certificate. Name one in tls_config.cert_file");
    QTest::newRow("of another authority") << "own" << QByteArray("own.pem, issued by “own”. Name one of an authority");
    QTest::newRow("expired") << "expired" << QByteArray("expired.pem has expired: it was valid until ");
}

/// A server of Go's, which Prometheus is.
void TestTls::answersToTheClientsCertificate()
{
    QFETCH(QString, certificate);
    QFETCH(QByteArray, said);
    QFile web(path("web.yml"));
    QVERIFY(web.open(QIODevice::WriteOnly));
    web.write(QString("tls_server_config: {cert_file: '%1', key_file: '%2', client_ca_file: '%3', client_auth_type: "
                      "RequireAndVerifyClientCert}\n")
                  .arg(path("good.pem"), path("good.key"), path("ca.pem"))
                  .toUtf8());
    web.close();
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.arguments = {"--web.config.file=" + web.fileName()};
    options.tls = true;
    QVERIFY2(server.start(options), qPrintable(server.error()));
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = server.url().toStdString();
    endpoint.caFile = path("ca.pem").toStdString();
    if (!certificate.isEmpty()) {
        endpoint.certFile = path(certificate + ".pem").toStdString();
        endpoint.keyFile = path(certificate + ".key").toStdString();
    }
    // Longer than anybody waits here: the refusal is an answer, and comes at once.
    endpoint.timeoutMilliseconds = 600000;
    Client client(endpoint);
    const auto answered = ask(client);
    const std::string text = answered ? std::string() : answered.error().text.english();
    QCOMPARE(answered.ok(), said.isEmpty());
    QVERIFY2(text.find(said.toStdString()) != std::string::npos,
             (text + " | " + (answered ? std::string() : answered.error().detail)).c_str());
}

void TestTls::neverRedirectsCredentialsElsewhere()
{
    const auto other = serve("good");
    const auto server = serve("good");
    QVERIFY(other && server);
    QFile token(path("token"));
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("secret-token\n");
    token.close();
    server->answer = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://127.0.0.1:" +
                     QByteArray::number(other->server.serverPort()) +
                     "/api/v1/query?query=1\r\nConnection: close\r\n\r\n";
    Endpoint endpoint = endpointOf(*server);
    endpoint.bearerTokenFile = token.fileName().toStdString();
    Client client(endpoint);
    const auto result = ask(client);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, base::ErrorKind::Network);
    QCOMPARE(server->requests.size(), 1);
    QVERIFY(server->requests.first().contains("Authorization: Bearer secret-token\r\n"));
    QVERIFY(other->requests.isEmpty());
}

REGISTER_TEST(TestTls);

#include "tst_tls.moc"
