#include "prometheus/client.h"
#include "support/faultserver.h"
#include "support/registry.h"
#include "widgets/previewpanel.h"
#include "widgets/statepage.h"

#include <QLabel>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>

using prometheus::Client;
using support::FaultServer;
using widgets::PreviewPanel;
using State = widgets::PreviewPanel::State;

/// What a person sees in the preview while a server misbehaves, and that the preview is well again when the server is.
class TestPreviewFaults : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatIsWrongAndRecovers_data();
    void tellsWhatIsWrongAndRecovers();
    void tellsThatNothingListens();
    void keepsCredentialsFromOtherHosts();
    void drawsWhatIsNoNumber();
    void tellsOfHistograms();
    void tellsWhatIsNotSettled();
    void cancelsAtAnyTime_data();
    void cancelsAtAnyTime();
};

namespace {

constexpr int recovered = 30000;
constexpr double faultTime = 1'700'000'000;

FaultServer::Response responseOf(int status, const QByteArray &body, const QByteArray &type = "application/json")
{
    FaultServer::Response response;
    response.status = status;
    response.body = body;
    response.contentType = type;
    return response;
}

FaultServer::Response withHeader(FaultServer::Response response, const QByteArray &header)
{
    response.headers.append(header);
    return response;
}

/// As a server answers that is well.
FaultServer::Response wellAnswer(const FaultServer::Request &request)
{
    if (request.target.contains("/query_range"))
        return responseOf(200, R"({"status":"success","data":{"resultType":"matrix","result":[
                                  {"metric":{"job":"a"},"values":[[1699999900,"1"],[1700000000,"2"]]}]}})");
    if (request.target.contains("/query"))
        return responseOf(200, R"({"status":"success","data":{"resultType":"vector","result":[
                                  {"metric":{"job":"a"},"value":[1700000000,"2"]}]}})");
    return responseOf(404, "no such page", "text/plain");
}

prometheus::Endpoint faultEndpoint(const QString &url)
{
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = url.toStdString();
    return endpoint;
}

std::unique_ptr<PreviewPanel> faultPanel(Client &client)
{
    auto panel = std::make_unique<PreviewPanel>();
    panel->resize(1000, 320);
    panel->setEvaluationTime(faultTime);
    panel->setClient(&client);
    panel->show();
    return panel;
}

/// All that the panel says, whichever label it stands in.
QString wordsOf(const PreviewPanel &panel)
{
    QStringList words;
    for (const QLabel *label : panel.findChildren<QLabel *>()) {
        if (label->isVisible())
            words += label->text();
    }
    for (const auto *page : panel.findChildren<widgets::StatePage *>()) {
        if (page->isVisible())
            words += page->sentence();
    }
    return words.join('\n');
}

} // namespace

Q_DECLARE_METATYPE(FaultServer::Response)

void TestPreviewFaults::tellsWhatIsWrongAndRecovers_data()
{
    QTest::addColumn<FaultServer::Response>("response");
    QTest::addColumn<QString>("said");
    const auto error = [](const char *type, const char *text) {
        return QByteArray(R"({"status":"error","errorType":")") + type + R"(","error":")" + text + R"("})";
    };
    QTest::newRow("too many requests") << withHeader(responseOf(429, "slow down", "text/plain"), "Retry-After: 30")
                                       << "prod has too many requests (HTTP 429). It asks to wait: 30 s.";
    QTest::newRow("unavailable") << responseOf(503, "upstream connect error", "text/plain")
                                 << "prod answered with HTTP 503 and “upstream connect error”.";
    QTest::newRow("execution") << responseOf(422, error("execution", "query processing would load too many samples"))
                               << "prod cannot answer the query: query processing would load too many samples";
    QTest::newRow("timeout of the server")
        << responseOf(503, error("timeout", "query timed out in expression evaluation"))
        << "prod gave up on the query: query timed out in expression evaluation";
    QTest::newRow("a page") << responseOf(200, "<html><title>Sign in</title><p>Company</html>", "text/html")
                            << "prod did not answer as Prometheus does: HTTP 200 with “Sign in Company”.";
    QTest::newRow("no credentials") << responseOf(401, "Unauthorized", "text/plain")
                                    << "prod does not accept the credentials (HTTP 401).";
    QTest::newRow("broken") << responseOf(200, R"({"status":"success","data":{"resultType":"vector","result":[{)")
                            << "The answer of prod cannot be read: it is broken or cut off.";
    FaultServer::Response cut = wellAnswer({"GET", "/query", {}, {}});
    cut.cutOff = true;
    QTest::newRow("cut off") << cut << "prod closed the connection before its answer was complete.";
    FaultServer::Response silent;
    silent.silent = true;
    QTest::newRow("slow") << silent << "prod did not answer within 0.2 s.";
    QTest::newRow("too large") << responseOf(200, "{" + QByteArray(3 << 20, ' '))
                               << "The answer of prod is larger than 1 MB.";
    // What HTTP calls deflate is what zlib writes; Qt puts four bytes of its own before it.
    const FaultServer::Response bomb =
        withHeader(responseOf(200, qCompress(QByteArray(64 << 20, ' '), 9).mid(4)), "Content-Encoding: deflate");
    QTest::newRow("bomb") << bomb << "The answer of prod is larger than 1 MB.";
    QTest::newRow("packed unasked") << bomb << "prod sent its answer packed (deflate), which was not asked for.";
}

void TestPreviewFaults::tellsWhatIsWrongAndRecovers()
{
    QFETCH(FaultServer::Response, response);
    QFETCH(QString, said);
    bool well = false;
    FaultServer server([&](const FaultServer::Request &request) { return well ? wellAnswer(request) : response; });
    prometheus::Endpoint endpoint = faultEndpoint(server.url());
    if (response.silent)
        endpoint.timeoutMilliseconds = 200;
    // From this machine nothing is asked to be packed; this address is not known to be it.
    if (QTest::currentDataTag() == QByteArray("bomb"))
        endpoint.url.replace(endpoint.url.find("127.0.0.1"), 9, "0.0.0.0");
    Client client(endpoint);
    client.setMaxBytes(1 << 20);
    const auto panel = faultPanel(client);
    panel->setExpression("x > 1");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Error, recovered);
    QVERIFY2(wordsOf(*panel).contains(said), qPrintable(wordsOf(*panel)));
    well = true;
    panel->refreshNow();
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY2(!wordsOf(*panel).contains(said), qPrintable(wordsOf(*panel)));
    // And what is there stays understandable when it fails again.
    well = false;
    panel->refreshNow();
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Error, recovered);
    QVERIFY2(wordsOf(*panel).contains(said), qPrintable(wordsOf(*panel)));
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, recovered);
}

void TestPreviewFaults::tellsThatNothingListens()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const quint16 port = probe.serverPort();
    probe.close();
    Client client(faultEndpoint(QString("http://127.0.0.1:%1").arg(port)));
    const auto panel = faultPanel(client);
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Error, recovered);
    QVERIFY2(wordsOf(*panel).contains(QString("Nothing listens at http://127.0.0.1:%1.").arg(port)),
             qPrintable(wordsOf(*panel)));
}

void TestPreviewFaults::keepsCredentialsFromOtherHosts()
{
    FaultServer other(wellAnswer);
    FaultServer server([&](const FaultServer::Request &request) {
        return withHeader(responseOf(302, ""), "Location: " + other.url().toUtf8() + request.target);
    });
    prometheus::Endpoint endpoint = faultEndpoint(server.url());
    endpoint.basicAuth.username = "me";
    Client client(endpoint);
    const auto panel = faultPanel(client);
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Error, recovered);
    QVERIFY2(wordsOf(*panel).contains("prod redirects to " + other.url()), qPrintable(wordsOf(*panel)));
    QVERIFY(other.requests().isEmpty());
}

void TestPreviewFaults::drawsWhatIsNoNumber()
{
    FaultServer server([](const FaultServer::Request &request) {
        if (request.target.contains("/query_range"))
            return responseOf(200, R"({"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"job":"a"},"values":[[1699999800,"NaN"],[1699999900,"+Inf"],[1700000000,"-Inf"]]},
                {"metric":{"job":"b"},"values":[[1699999800,"1"],[1699999900,"NaN"],[1700000000,"3e300"]]}]}})");
        if (request.target.contains("/query"))
            return responseOf(200, R"({"status":"success","data":{"resultType":"vector","result":[
                {"metric":{"job":"a"},"value":[1700000000,"-Inf"]},{"metric":{"job":"b"},"value":[1700000000,"NaN"]}]}})");
        return wellAnswer(request);
    });
    Client client(faultEndpoint(server.url()));
    const auto panel = faultPanel(client);
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY(!panel->grab().isNull());
}

void TestPreviewFaults::tellsOfHistograms()
{
    FaultServer server([](const FaultServer::Request &request) {
        const QByteArray histogram = R"({"count":"3","sum":"1.5","buckets":[[0,"0.1","1","3"]]})";
        if (request.target.contains("/query_range"))
            return responseOf(200, R"({"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"job":"a"},"histograms":[[1700000000,)" +
                                       histogram + "]]}]}}");
        if (request.target.contains("/query"))
            return responseOf(200, R"({"status":"success","data":{"resultType":"vector","result":[
                {"metric":{"job":"a"},"histogram":[1700000000,)" +
                                       histogram + "]}]}}");
        return wellAnswer(request);
    });
    Client client(faultEndpoint(server.url()));
    const auto panel = faultPanel(client);
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY2(wordsOf(*panel).contains("histogram"), qPrintable(wordsOf(*panel)));
}

/// The newest half minute of VictoriaMetrics, and nothing older.
void TestPreviewFaults::tellsWhatIsNotSettled()
{
    FaultServer server(
        [](const FaultServer::Request &request) { return withHeader(wellAnswer(request), "X-Server-Hostname: vm"); });
    Client client(faultEndpoint(server.url()));
    const auto panel = faultPanel(client);
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY(!wordsOf(*panel).contains("VictoriaMetrics"));
    panel->setEvaluationTime(std::nullopt);
    panel->refreshNow();
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY2(wordsOf(*panel).contains("VictoriaMetrics repeats or leaves out what is younger than 30s"),
             qPrintable(wordsOf(*panel)));
    // What was answered before is as it was.
    panel->setExpression("y");
    panel->setExpression("x");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    QVERIFY(wordsOf(*panel).contains("VictoriaMetrics"));
}

void TestPreviewFaults::cancelsAtAnyTime_data()
{
    QTest::addColumn<int>("answered");
    for (int answered = 0; answered < 3; ++answered)
        QTest::addRow("after %d answers", answered) << answered;
}

/// The server answers so many questions and then no more: what is under way goes with the panel, the client or another
/// expression.
void TestPreviewFaults::cancelsAtAnyTime()
{
    QFETCH(int, answered);
    int left = answered;
    FaultServer server([&](const FaultServer::Request &request) {
        FaultServer::Response response = wellAnswer(request);
        response.silent = request.target.contains("/query") && left-- <= 0;
        return response;
    });
    auto client = std::make_unique<Client>(faultEndpoint(server.url()));
    auto panel = faultPanel(*client);
    panel->setExpression("x");
    const auto queries = [&server] {
        return std::ranges::count_if(
            server.requests(), [](const FaultServer::Request &request) { return request.target.contains("/query"); });
    };
    QTRY_COMPARE_WITH_TIMEOUT(int(queries()), std::min(answered + 1, 2), recovered);
    // Another expression.
    left = 2;
    panel->setExpression("y");
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::Result, recovered);
    // The client.
    left = 0;
    panel->refreshNow();
    const auto asked = queries();
    QTRY_VERIFY_WITH_TIMEOUT(queries() > asked || server.openConnections() > 0, recovered);
    client.reset();
    QTRY_COMPARE_WITH_TIMEOUT(panel->state(), State::NoEndpoint, recovered);
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, recovered);
    // The panel.
    Client another(faultEndpoint(server.url()));
    panel->setClient(&another);
    QTRY_VERIFY_WITH_TIMEOUT(server.openConnections() > 0, recovered);
    panel.reset();
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, recovered);
}

REGISTER_TEST(TestPreviewFaults);

#include "tst_previewfaults.moc"
