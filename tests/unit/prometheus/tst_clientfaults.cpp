#include "prometheus/client.h"
#include "prometheus/responsedecoder.h"
#include "support/faultserver.h"
#include "support/registry.h"

#include <algorithm>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using alerting::QueryResult;
using prometheus::Client;
using prometheus::Endpoint;
using support::FaultServer;

/// Faults that a real Prometheus does not produce on demand.
class TestClientFaults : public QObject
{
    Q_OBJECT

private slots:
    void timesOut();
    void tellsPages();
    void followsTheSameOrigin();
    void staysWithinTheOrigin();
    void endsRedirectLoops();
    void refusesHugeAnswers();
    void refusesBombs();
    void tellsBrokenJson();
    void tellsCutOffAnswers();
    void sendsHeaders();
    void postsLongQueries();
    void closesWhenCancelled();
    void readsLargeAnswers();
    void readsWhileItArrives_data();
    void readsWhileItArrives();
    void capsEndlessAnswers_data();
    void capsEndlessAnswers();
};

namespace {

const QByteArray one = R"({"status":"success","data":{"resultType":"scalar","result":[1,"1"]}})";

FaultServer::Response answer(const QByteArray &body)
{
    FaultServer::Response response;
    response.body = body;
    return response;
}

Endpoint endpointOf(const FaultServer &server)
{
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = server.url().toStdString();
    return endpoint;
}

base::Result<QueryResult> ask(Client &client, const std::string &expr = "1")
{
    std::optional<base::Result<QueryResult>> got;
    const auto query = client.queryInstant(expr, 1, [&](base::Result<QueryResult> result) { got = std::move(result); });
    if (!QTest::qWaitFor([&] { return got.has_value(); }, 60'000))
        return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
    return *got;
}

std::string sentence(const base::Result<QueryResult> &result)
{
    return result ? "success" : result.error().text.english();
}

} // namespace

void TestClientFaults::timesOut()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.silent = true;
        return response;
    });
    Endpoint endpoint = endpointOf(server);
    endpoint.timeoutMilliseconds = 150;
    Client client(endpoint);
    const auto result = ask(client);
    QCOMPARE(sentence(result),
             std::string(
                 "prod did not answer within 0.15 s. Ask for a shorter range, or give the endpoint a longer timeout."));
    QVERIFY(result.error().kind == base::ErrorKind::Timeout);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestClientFaults::tellsPages()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.contentType = "text/html";
        response.body = "<html><head><title>Company sign-in</title></head><body>Please sign in</body></html>";
        return response;
    });
    Client client(endpointOf(server));
    QCOMPARE(sentence(ask(client)),
             std::string("prod did not answer as Prometheus does: HTTP 200 with “Company sign-in "
                         "Please sign in”. Check the address and its path."));
}

void TestClientFaults::followsTheSameOrigin()
{
    FaultServer server([](const FaultServer::Request &request) {
        FaultServer::Response response;
        response.body = one;
        if (!request.target.startsWith("/prom/")) {
            response.status = 302;
            response.headers = {"Location: /prom" + request.target};
        }
        return response;
    });
    Endpoint endpoint = endpointOf(server);
    endpoint.basicAuth.username = "me";
    Client client(endpoint);
    QVERIFY(ask(client));
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(!server.requests()[1].header("authorization").isEmpty());
    QVERIFY(ask(client, std::string(3000, ' ') + "1"));
    QCOMPARE(server.requests()[3].method, QByteArray("POST"));
    QCOMPARE(server.requests()[3].body, server.requests()[2].body);
}

void TestClientFaults::staysWithinTheOrigin()
{
    FaultServer other([](const FaultServer::Request &) { return answer(one); });
    FaultServer server([&](const FaultServer::Request &request) {
        FaultServer::Response response;
        response.status = 307;
        response.headers = {"Location: " + other.url().toUtf8() + request.target};
        return response;
    });
    Endpoint endpoint = endpointOf(server);
    endpoint.basicAuth.username = "me";
    Client client(endpoint);
    QCOMPARE(sentence(ask(client)),
             "prod redirects to " + other.url().toStdString() +
                 ", which is not followed so that no credentials go there. Enter the address that is meant.");
    QVERIFY(other.requests().isEmpty());
}

void TestClientFaults::endsRedirectLoops()
{
    FaultServer server([](const FaultServer::Request &request) {
        FaultServer::Response response;
        response.status = 302;
        response.headers = {"Location: " + request.target};
        return response;
    });
    Client client(endpointOf(server));
    QVERIFY(ask(client).error().kind == base::ErrorKind::Network);
    QCOMPARE(server.requests().size(), 6);
}

void TestClientFaults::refusesHugeAnswers()
{
    FaultServer server([](const FaultServer::Request &) { return answer(QByteArray(3 << 20, ' ')); });
    Client client(endpointOf(server));
    client.setMaxBytes(2 << 20);
    const auto result = ask(client);
    QCOMPARE(sentence(result),
             std::string("The answer of prod is larger than 2 MB. Ask for fewer series or a shorter range."));
}

/// Three hundred kilobytes that unpack to far more than is read.
void TestClientFaults::refusesBombs()
{
    FaultServer server([](const FaultServer::Request &) {
        // What HTTP calls deflate is what zlib writes; Qt puts four bytes of its own before it.
        FaultServer::Response response = answer(qCompress(QByteArray(300 << 20, ' '), 9).mid(4));
        response.headers = {"Content-Encoding: deflate"};
        return response;
    });
    Endpoint endpoint = endpointOf(server);
    // From this machine nothing is asked to be packed; this address is not known to be it.
    endpoint.url.replace(endpoint.url.find("127.0.0.1"), 9, "0.0.0.0");
    Client client(endpoint);
    const auto result = ask(client);
    QVERIFY(!result);
    QCOMPARE(sentence(result),
             std::string("The answer of prod is larger than 256 MB. Ask for fewer series or a shorter range."));
    QVERIFY(server.requests().first().header("accept-encoding").contains("deflate"));
}

void TestClientFaults::tellsBrokenJson()
{
    FaultServer server([](const FaultServer::Request &) { return answer(one.chopped(3)); });
    Client client(endpointOf(server));
    QCOMPARE(sentence(ask(client)),
             std::string("The answer of prod cannot be read: it is broken or cut off. Try again, "
                         "or check the proxy before the server."));
}

void TestClientFaults::tellsCutOffAnswers()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.body = one;
        response.cutOff = true;
        return response;
    });
    Client client(endpointOf(server));
    QCOMPARE(sentence(ask(client)),
             std::string("prod closed the connection before its answer was complete. Try again."));
}

void TestClientFaults::sendsHeaders()
{
    FaultServer server([](const FaultServer::Request &) { return answer(one); });
    Endpoint endpoint = endpointOf(server);
    endpoint.headers = {{"X-Scope-OrgID", "team a"}};
    endpoint.bearerTokenEnv = "RULEWRIGHT_TEST_TOKEN";
    qputenv("RULEWRIGHT_TEST_TOKEN", "t0ken");
    Client client(endpoint);
    QVERIFY(ask(client, "a+b"));
    const FaultServer::Request request = server.requests().first();
    QCOMPARE(request.header("x-scope-orgid"), QByteArray("team a"));
    QCOMPARE(request.header("authorization"), QByteArray("Bearer t0ken"));
    QCOMPARE(request.header("accept-encoding"), QByteArray("identity"));
    QCOMPARE(request.target, QByteArray("/api/v1/query?query=a%2Bb&time=1&timeout=30&max_source_resolution=0s"));
    qputenv("RULEWRIGHT_TEST_TOKEN", "t0ken\r\nX-Evil: 1");
    QCOMPARE(sentence(ask(client)), std::string("The endpoint's token is more than one line."));
    qunsetenv("RULEWRIGHT_TEST_TOKEN");
}

void TestClientFaults::postsLongQueries()
{
    FaultServer server([](const FaultServer::Request &) { return answer(one); });
    Client client(endpointOf(server));
    QVERIFY(ask(client, std::string(1500, 'a')));
    QCOMPARE(server.requests().last().method, QByteArray("GET"));
    QVERIFY(ask(client, std::string(2500, 'a')));
    const FaultServer::Request request = server.requests().last();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.target, QByteArray("/api/v1/query"));
    QCOMPARE(request.header("content-type"), QByteArray("application/x-www-form-urlencoded"));
    QVERIFY(request.body.startsWith("query=" + QByteArray(2500, 'a') + "&time=1"));
}

void TestClientFaults::closesWhenCancelled()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.silent = true;
        return response;
    });
    Client client(endpointOf(server));
    auto query = client.queryInstant("1", 1, [](const base::Result<QueryResult> &) { QFAIL("called back"); });
    QTRY_COMPARE(server.requests().size(), 1);
    query.reset();
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestClientFaults::readsLargeAnswers()
{
    QByteArray body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int series = 0; series < 100; ++series) {
        body +=
            (series ? "," : "") + QByteArray(R"({"metric":{"s":")") + QByteArray::number(series) + R"("},"values":[)";
        for (int i = 0; i < 5000; ++i)
            body += (i ? ",[" : "[") + QByteArray::number(1700000000 + i) + ",\"0.123456789\"]";
        body += "]}";
    }
    body += "]}}";
    FaultServer server([&](const FaultServer::Request &) { return answer(body); });
    Client client(endpointOf(server));
    const auto result = ask(client);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t(100));
    QCOMPARE(result->series.back().samples.size(), std::size_t(5000));
    QCOMPARE(result->series.back().samples.back().value, 0.123456789);
}

namespace {

/// A matrix of some megabytes whose labels look like what stands between two series.
QByteArray largeMatrix(const QByteArray &between = ",")
{
    QByteArray body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int series = 0; series < 60; ++series) {
        body += (series ? between : QByteArray()) + R"({"metric":{"__name__":"up","s":"a]},{\"metric\":{\"x\":\"é)" +
                QByteArray::number(series) + R"("},"values":[)";
        for (int i = 0; i < 2000; ++i)
            body += (i ? ",[" : "[") + QByteArray::number(1700000000.5 + i, 'f', 3) + ",\"" +
                    (i % 500 == 7 ? QByteArray("+Inf") : QByteArray::number(series * 0.1 + i)) + "\"]";
        body += "]}";
    }
    return body + R"(]},"warnings":["slow"],"infos":["fast"]})";
}

} // namespace

void TestClientFaults::readsWhileItArrives_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray matrix = largeMatrix();
    QTest::newRow("a matrix") << matrix << 200;
    QTest::newRow("spaces between series") << largeMatrix(" , ") << 200;
    QTest::newRow("an error's status") << matrix << 422;
    QTest::newRow("broken off") << matrix.left(matrix.size() / 2) << 200;
    QTest::newRow("more behind it") << matrix + "}" << 200;
    QByteArray broken = matrix;
    broken.replace(broken.size() / 2, 3, "\"x\"");
    QTest::newRow("broken within") << broken << 200;
    QByteArray number = matrix;
    const qsizetype at = number.indexOf("+Inf", number.size() / 3);
    number.replace(at, 4, "much");
    QTest::newRow("no number") << number << 200;
    QByteArray nobody = matrix;
    nobody.replace(nobody.indexOf(R"("metric")", nobody.size() / 2), 8, R"("nobody")");
    QTest::newRow("a series without labels") << nobody << 200;
    QByteArray histograms = matrix;
    histograms.insert(histograms.indexOf(R"(,{"metric")", histograms.size() / 2),
                      R"(,{"metric":{"h":"1"},"histograms":[[1,{"count":"1"}]]})");
    QTest::newRow("native histograms") << histograms << 200;
    QTest::newRow("a vector") << QByteArray(matrix).replace(R"("matrix")", R"("vector")") << 200;
}

void TestClientFaults::readsWhileItArrives()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    FaultServer server([&](const FaultServer::Request &) {
        FaultServer::Response response = answer(body);
        response.status = status;
        return response;
    });
    Client client(endpointOf(server));
    const base::Result<QueryResult> whole = prometheus::decodeQuery({"prod", status, body.toStdString()});
    const base::Result<QueryResult> came = ask(client);
    QCOMPARE(came.ok(), whole.ok());
    if (!whole) {
        QCOMPARE(sentence(came), sentence(whole));
        return;
    }
    QCOMPARE(int(came->type), int(whole->type));
    QCOMPARE(came->warnings, whole->warnings);
    QCOMPARE(came->infos, whole->infos);
    QCOMPARE(came->series.size(), whole->series.size());
    for (std::size_t i = 0; i < whole->series.size(); ++i) {
        QCOMPARE(came->series[i].labels, whole->series[i].labels);
        QCOMPARE(came->series[i].histograms, whole->series[i].histograms);
        QVERIFY(std::ranges::equal(came->series[i].samples, whole->series[i].samples, [](const auto &a, const auto &b) {
            return a.time == b.time && a.value == b.value;
        }));
    }
}

void TestClientFaults::capsEndlessAnswers_data()
{
    QTest::addColumn<bool>("chunked");
    QTest::newRow("chunked") << true;
    QTest::newRow("until the connection closes") << false;
}

/// A matrix that never ends: it is given up at the limit, and the connection is closed.
void TestClientFaults::capsEndlessAnswers()
{
    QFETCH(const bool, chunked);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QByteArray matrix = largeMatrix();
    const QByteArray head = matrix.left(matrix.indexOf(R"({"metric")"));
    const QByteArray series = matrix.mid(head.size(), matrix.lastIndexOf("]}") - head.size()) + ',';
    bool closed = false;
    qint64 sent = 0;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        const auto write = [&, socket, chunked](const QByteArray &bytes) {
            if (socket->state() != QAbstractSocket::ConnectedState)
                return;
            sent += bytes.size();
            socket->write(chunked ? QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n" : bytes);
        };
        connect(socket, &QTcpSocket::readyRead, socket, [socket, write, head, chunked] {
            if (!socket->readAll().contains("\r\n\r\n"))
                return;
            socket->write(QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n") +
                          (chunked ? "Transfer-Encoding: chunked" : "Connection: close") + "\r\n\r\n");
            write(head);
        });
        connect(socket, &QTcpSocket::bytesWritten, socket, [socket, write, series] {
            if (socket->bytesToWrite() == 0)
                write(series);
        });
        connect(socket, &QTcpSocket::disconnected, socket, [&closed] { closed = true; });
    });
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = "http://127.0.0.1:" + std::to_string(server.serverPort());
    Client client(endpoint);
    client.setMaxBytes(16 << 20);
    QCOMPARE(sentence(ask(client)),
             std::string("The answer of prod is larger than 16 MB. Ask for fewer series or a shorter range."));
    QTRY_VERIFY_WITH_TIMEOUT(closed, 30'000);
    // What both systems' buffers hold may have gone out besides.
    QVERIFY(sent < 64 << 20);
}

REGISTER_TEST(TestClientFaults);

#include "tst_clientfaults.moc"
