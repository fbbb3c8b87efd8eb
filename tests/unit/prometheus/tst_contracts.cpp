#include "prometheus/client.h"
#include "prometheus/endpointoptions.h"
#include "promql/functions.h"
#include "support/faultserver.h"
#include "support/registry.h"

#include <optional>

#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using prometheus::Client;
using prometheus::Endpoint;
using prometheus::EndpointOptions;
using support::FaultServer;

/// Contracts, not servers: what Thanos, Mimir and Cortex are sent (paths, headers, parameters) and the shapes in which
/// their documentation says they answer. The engines themselves do not run here.
class TestContracts : public QObject
{
    Q_OBJECT

private slots:
    void reaches_data();
    void reaches();
    void asksVictoriaMetricsForItsSteps_data();
    void asksVictoriaMetricsForItsSteps();
    void keepsPartialResponses();
    void tellsThatTheTenantIsMissing();
    void tellsMimirsLimits();
    void readsWhatTheyAre_data();
    void readsWhatTheyAre();
    void liveWithoutStatusPages();
};

namespace {

const QByteArray emptyVector = R"({"status":"success","data":{"resultType":"vector","result":[]}})";

FaultServer::Response withBody(const QByteArray &body, int status = 200)
{
    FaultServer::Response response;
    response.status = status;
    response.body = body;
    return response;
}

FaultServer::Response page(int status, const QByteArray &text)
{
    FaultServer::Response response = withBody(text, status);
    response.contentType = "text/plain; charset=utf-8";
    return response;
}

Endpoint endpointWith(const FaultServer &server, const std::string &path, const EndpointOptions &options)
{
    const auto endpoint = prometheus::endpointFromOptions("fleet", server.url().toStdString() + path, options);
    return endpoint ? *endpoint : Endpoint();
}

/// Calls `ask` with a callback and waits for what it gets.
template <class T, class Ask> base::Result<T> answerOf(const Ask &ask)
{
    std::optional<base::Result<T>> got;
    const std::unique_ptr<alerting::PendingQuery> pending =
        ask([&got](const base::Result<T> &result) { got = result; });
    if (!QTest::qWaitFor([&got] { return got.has_value(); }, 20000))
        return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
    return *got;
}

base::Result<alerting::QueryResult> instantly(Client &client, const std::string &expr)
{
    return answerOf<alerting::QueryResult>([&](auto done) { return client.queryInstant(expr, 60, done); });
}

alerting::ServerFacts factsOf(Client &client)
{
    std::optional<alerting::ServerFacts> facts;
    const auto pending = client.serverFacts([&facts](alerting::ServerFacts answer) { facts = std::move(answer); });
    const bool answered = QTest::qWaitFor([&facts] { return facts.has_value(); }, 20000);
    return answered ? *facts : alerting::ServerFacts();
}

} // namespace

void TestContracts::reaches_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<EndpointOptions>("options");
    QTest::addColumn<QByteArray>("tenant");
    QTest::addColumn<QByteArray>("parameters");
    QTest::newRow("thanos") << QByteArray("/thanos")
                            << EndpointOptions{{"dedup", "true"}, {"partial_response", "false"}} << QByteArray()
                            << QByteArray("dedup=true&partial_response=false");
    QTest::newRow("thanos, another replica label")
        << QByteArray() << EndpointOptions{{"dedup", "true"}, {"params.replicaLabels[]", "prometheus_replica"}}
        << QByteArray() << QByteArray("dedup=true&replicaLabels%5B%5D=prometheus_replica");
    QTest::newRow("mimir") << QByteArray("/prometheus") << EndpointOptions{{"headers.X-Scope-OrgID", "team-a"}}
                           << QByteArray("team-a") << QByteArray();
    QTest::newRow("mimir, federated") << QByteArray("/prometheus/")
                                      << EndpointOptions{{"headers.X-Scope-OrgID", "team-a|team-b"}}
                                      << QByteArray("team-a|team-b") << QByteArray();
    QTest::newRow("cortex") << QByteArray("/api/prom") << EndpointOptions{{"headers.X-Scope-OrgID", "fake"}}
                            << QByteArray("fake") << QByteArray();
}

/// Every call there is: under the prefix, with the headers and the parameters, in the URL and in a form alike.
void TestContracts::reaches()
{
    QFETCH(QByteArray, path);
    QFETCH(EndpointOptions, options);
    QFETCH(QByteArray, tenant);
    QFETCH(QByteArray, parameters);
    FaultServer server([](const FaultServer::Request &) { return withBody(emptyVector); });
    Client client(endpointWith(server, path.toStdString(), options));
    using Strings = std::vector<std::string>;
    QVERIFY(instantly(client, "up"));
    QVERIFY(instantly(client, "up{job=~\"" + std::string(3000, 'x') + "\"}"));
    (void)answerOf<alerting::QueryResult>([&](auto done) { return client.queryRange({"up", 0, 60, 15}, done); });
    (void)answerOf<alerting::LoadedRules>([&](auto done) { return client.loadedRules(done); });
    (void)answerOf<prometheus::BuildInfo>([&](auto done) { return client.buildInfo(done); });
    (void)answerOf<Strings>([&](auto done) { return client.queryLabelNames("{job=\"a\"}", done); });
    (void)answerOf<Strings>([&](auto done) { return client.queryLabelValues("job", "{job=\"a\"}", done); });
    (void)answerOf<Strings>([&](auto done) { return client.labelValues("__name__", done); });
    (void)answerOf<Strings>([&](auto done) { return client.activeAlertmanagers(done); });
    (void)answerOf<std::vector<prometheus::ScrapeTarget>>([&](auto done) { return client.scrapeTargets(done); });
    (void)factsOf(client);
    QVERIFY(server.requests().size() >= 13);
    QByteArray prefix = path;
    if (prefix.endsWith('/'))
        prefix.chop(1);
    QStringList paths;
    for (const FaultServer::Request &request : server.requests()) {
        const QUrl url = QUrl::fromEncoded(request.target);
        QVERIFY2(url.path().toUtf8().startsWith(prefix + "/api/v1/"), request.target.constData());
        paths.append(url.path().mid(prefix.size() + 8));
        QCOMPARE(request.header("x-scope-orgid"), tenant);
        const QByteArray sent = request.method == "POST" ? request.body : url.query(QUrl::FullyEncoded).toUtf8();
        QVERIFY2(sent.contains(parameters), sent.constData());
        // Thanos would answer from downsampled blocks; the others do not know the parameter.
        const bool asks = paths.last() == "query" || paths.last() == "query_range";
        QCOMPARE(QUrlQuery(QString::fromUtf8(sent)).queryItemValue("max_source_resolution"),
                 asks ? QString("0s") : QString());
    }
    for (const char *one : {"query", "query_range", "rules", "labels", "label/job/values", "status/buildinfo"})
        QVERIFY2(paths.contains(one), one);
}

void TestContracts::asksVictoriaMetricsForItsSteps_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("metricsQl");
    QTest::addColumn<bool>("found");
    QTest::newRow("another server") << QByteArray("/prometheus") << QByteArray("Server: nginx") << false << false;
    QTest::newRow("by its header") << QByteArray() << QByteArray("X-Server-Hostname: vm-1") << false << true;
    QTest::newRow("by its language") << QByteArray() << QByteArray("Server: proxy") << true << true;
    QTest::newRow("a cluster's address") << QByteArray("/select/0/prometheus") << QByteArray("Server: p") << false
                                         << true;
    QTest::newRow("a cluster's address with a project")
        << QByteArray("/vm/select/12:3/prometheus/") << QByteArray("Server: p") << false << true;
    QTest::newRow("an address like it") << QByteArray("/select/all/prometheus") << QByteArray("Server: p") << false
                                        << false;
}

/// Only there: a parameter that a server does not know is at best ignored.
void TestContracts::asksVictoriaMetricsForItsSteps()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, header);
    QFETCH(bool, metricsQl);
    QFETCH(bool, found);
    FaultServer server([&](const FaultServer::Request &request) {
        FaultServer::Response response = withBody(emptyVector);
        if (request.target.contains("/status/"))
            response = withBody(R"({"status":"success","data":{}})");
        else if (request.target.contains("query=now") && !metricsQl)
            response = withBody(R"({"status":"error","errorType":"bad_data","error":"unknown function"})", 400);
        response.headers = {header};
        return response;
    });
    Client client(endpointWith(server, path.toStdString(), {}));
    QCOMPARE(factsOf(client).application, std::string(found ? "VictoriaMetrics" : ""));
    (void)answerOf<alerting::QueryResult>([&](auto done) { return client.queryRange({"up", 0, 60, 15}, done); });
    const QUrlQuery sent(QUrl::fromEncoded(server.requests().back().target));
    QCOMPARE(sent.queryItemValue("query"), QString("up"));
    QCOMPARE(sent.queryItemValue("nocache"), found ? QString("1") : QString());
    QCOMPARE(client.unsettledFrom() < client.serverNow(), found);
}

void TestContracts::keepsPartialResponses()
{
    // Thanos with a store that is away, partial_response=true.
    FaultServer server([](const FaultServer::Request &) {
        return withBody(R"({"status":"success","data":{"resultType":"vector","result":[
            {"metric":{"cluster":"east"},"value":[60,"1"]}]},
            "warnings":["No StoreAPIs matched for this query"],
            "infos":["PromQL info: metric might not be a counter, name does not end in _total"]})");
    });
    Client client(endpointWith(server, {}, {{"partial_response", "true"}}));
    const auto result = instantly(client, "up");
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t(1));
    QCOMPARE(result->warnings, std::vector<std::string>{"No StoreAPIs matched for this query"});
    QCOMPARE(result->infos.size(), std::size_t(1));
}

void TestContracts::tellsThatTheTenantIsMissing()
{
    FaultServer server([](const FaultServer::Request &request) {
        return request.header("x-scope-orgid").isEmpty() ? page(401, "no org id\n") : withBody(emptyVector);
    });
    Client without(endpointWith(server, "/prometheus", {}));
    const auto refused = instantly(without, "up");
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::Permission);
    QCOMPARE(refused.error().text.english(),
             std::string("fleet wants to know the tenant (HTTP 401). Set the header X-Scope-OrgID of the endpoint."));
    Client with(endpointWith(server, "/prometheus", {{"headers.X-Scope-OrgID", "team-a"}}));
    QVERIFY(instantly(with, "up"));
}

void TestContracts::tellsMimirsLimits()
{
    FaultServer::Response next;
    FaultServer server([&next](const FaultServer::Request &) { return next; });
    Client client(endpointWith(server, "/prometheus", {{"headers.X-Scope-OrgID", "team-a"}}));
    next = withBody(R"json({"status":"error","errorType":"execution","error":
        "the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)"
})json",
                    422);
    const auto chunks = instantly(client, "up");
    QCOMPARE(chunks.error().kind, base::ErrorKind::Refused);
    QVERIFY2(chunks.error().text.english().find("err-mimir-max-chunks-per-query") != std::string::npos,
             chunks.error().text.english().c_str());
    next =
        withBody(R"({"status":"error","errorType":"too_many_requests","error":"too many outstanding requests"})", 429);
    next.headers = {"Retry-After: 7"};
    const auto busy = instantly(client, "up");
    QCOMPARE(busy.error().kind, base::ErrorKind::Busy);
    QVERIFY2(busy.error().text.english().find("It asks to wait: 7 s.") != std::string::npos,
             busy.error().text.english().c_str());
}

void TestContracts::readsWhatTheyAre_data()
{
    QTest::addColumn<QByteArray>("buildInfo");
    QTest::addColumn<QByteArray>("application");
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("thanos") << QByteArray(R"({"version":"0.36.1","revision":"ce1d","branch":"HEAD","buildUser":"u",
        "buildDate":"20240807","goVersion":"go1.22.5"})")
                            << QByteArray("Thanos") << QByteArray("0.36.1");
    QTest::newRow("mimir") << QByteArray(R"({"application":"Grafana Mimir","version":"2.14.0","revision":"2e0ef0",
        "branch":"HEAD","goVersion":"go1.22.8","features":{"ruler_config_api":"true","alertmanager_config_api":"true"}})")
                           << QByteArray("Grafana Mimir") << QByteArray("2.14.0");
    QTest::newRow("prometheus") << QByteArray(R"({"version":"3.5.0","revision":"8be3a9","branch":"HEAD"})")
                                << QByteArray("Prometheus") << QByteArray("3.5.0");
}

void TestContracts::readsWhatTheyAre()
{
    QFETCH(QByteArray, buildInfo);
    QFETCH(QByteArray, application);
    QFETCH(QByteArray, version);
    FaultServer server([&buildInfo](const FaultServer::Request &request) {
        return request.target.contains("buildinfo") ? withBody(R"({"status":"success","data":)" + buildInfo + "}")
                                                    : page(404, "404 page not found\n");
    });
    Client client(endpointWith(server, {}, {}));
    const alerting::ServerFacts facts = factsOf(client);
    QCOMPARE(QByteArray::fromStdString(facts.application), application);
    QCOMPARE(QByteArray::fromStdString(facts.version), version);
    // Their versions are not Prometheus's: the newest language.
    const promql::Dialect dialect = facts.dialect();
    QCOMPARE(dialect.minor, application == "Prometheus" ? 5 : promql::newestVersion.minor);
}

/// Cortex has no status pages: what is not told keeps Prometheus's default, and nothing fails.
void TestContracts::liveWithoutStatusPages()
{
    FaultServer server([](const FaultServer::Request &request) {
        return request.target.contains("/query")
                   ? withBody(
                         R"({"status":"error","errorType":"bad_data","error":"unknown function with name \"now\""})",
                         400)
                   : page(404, "404 page not found\n");
    });
    Client client(endpointWith(server, "/api/prom", {{"headers.X-Scope-OrgID", "fake"}}));
    const alerting::ServerFacts facts = factsOf(client);
    QVERIFY(facts.application.empty() && facts.version.empty());
    QCOMPARE(facts.lookbackSeconds, 300.0);
    QVERIFY(!facts.externalLabelsKnown);
}

REGISTER_TEST(TestContracts);

#include "tst_contracts.moc"
