#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <cmath>

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using alerting::QueryResult;
using prometheus::Client;
using prometheus::Endpoint;

/// Against a real Prometheus.
class TestClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void queriesInstantly();
    void queriesRanges();
    void answersLater();
    void asksInAForm();
    void tellsWhereTheServerStumbled();
    void tellsExecutionErrors();
    void listsLabels();
    void readsBuildInfo();
    void tellsWrongPaths();
    void tellsNothingListens();
    void cancelsSilently();
    void answersWhenTheClientGoes();
    void authenticates();
    void checksCertificates();

private:
    [[nodiscard]] base::Result<QueryResult> instant(Client &client, const std::string &expr);
    [[nodiscard]] Endpoint endpoint() const;

    support::PrometheusServer m_server;
    qint64 m_end = 0;
};

namespace {

base::Error noAnswer()
{
    return {base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
}

} // namespace

void TestClient::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray text = "# TYPE rw_load gauge\n";
    for (int series = 0; series < 3; ++series) {
        for (qint64 time = m_end - 3600; time <= m_end; time += 30)
            text += "rw_load{job=\"job" + QByteArray::number(series) + "\"} " + QByteArray::number(series * 10) + " " +
                    QByteArray::number(time) + "\n";
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

Endpoint TestClient::endpoint() const
{
    Endpoint endpoint;
    endpoint.name = "test";
    endpoint.url = m_server.url().toStdString();
    return endpoint;
}

base::Result<QueryResult> TestClient::instant(Client &client, const std::string &expr)
{
    std::optional<base::Result<QueryResult>> got;
    const auto query = client.queryInstant(expr, static_cast<double>(m_end),
                                           [&](base::Result<QueryResult> result) { got = std::move(result); });
    return QTest::qWaitFor([&] { return got.has_value(); }, 10000) ? *got : noAnswer();
}

void TestClient::queriesInstantly()
{
    Client client(endpoint());
    const auto vector = instant(client, "rw_load{job!=\"job0\"} > 5");
    QVERIFY(vector);
    QCOMPARE(vector->series.size(), std::size_t(2));
    QVERIFY(vector->milliseconds > 0);
    const alerting::Labels labels = {{"__name__", "rw_load"}, {"job", "job1"}};
    QVERIFY(vector->series[0].labels == labels);
    QCOMPARE(vector->series[0].samples[0].value, 10.0);
    QCOMPARE(vector->series[0].samples[0].time, static_cast<double>(m_end));
    const auto matrix = instant(client, "rw_load{job=\"job2\"}[5m]");
    QVERIFY(matrix);
    QCOMPARE(matrix->type, QueryResult::Type::Matrix);
    QVERIFY(matrix->series[0].samples.size() >= 10);
    const auto scalar = instant(client, "0 / 0");
    QVERIFY(scalar);
    QCOMPARE(scalar->type, QueryResult::Type::Scalar);
    QVERIFY(std::isnan(scalar->series[0].samples[0].value));
    const auto string = instant(client, "\"a+b & c=d % 한글\"");
    QVERIFY(string);
    QCOMPARE(string->string, std::string("a+b & c=d % 한글"));
}

void TestClient::queriesRanges()
{
    Client client(endpoint());
    std::optional<base::Result<QueryResult>> got;
    const double end = static_cast<double>(m_end);
    const auto query = client.queryRange({"rw_load * 2", end - 600, end, 60},
                                         [&](base::Result<QueryResult> result) { got = std::move(result); });
    QTRY_VERIFY(got);
    QVERIFY(*got);
    QCOMPARE((*got)->series.size(), std::size_t(3));
    QCOMPARE((*got)->series[2].samples.size(), std::size_t(11));
    QCOMPARE((*got)->series[2].samples[0].value, 40.0);
    QCOMPARE((*got)->series[2].samples[0].time, end - 600);
}

void TestClient::answersLater()
{
    Client client(endpoint());
    bool called = false;
    const auto query = client.queryInstant("1", 1, [&](const base::Result<QueryResult> &) { called = true; });
    QVERIFY(!called);
    QTRY_VERIFY(called);
    Endpoint broken = endpoint();
    broken.bearerTokenFile = "/nonexistent/token";
    Client without(broken);
    std::optional<base::Result<QueryResult>> got;
    const auto failing =
        without.queryInstant("1", 1, [&](base::Result<QueryResult> result) { got = std::move(result); });
    QVERIFY(!got);
    QTRY_VERIFY(got);
    QCOMPARE(got->error().text.english(),
             std::string("The endpoint's file /nonexistent/token cannot be read. Check its path and permissions."));
}

void TestClient::asksInAForm()
{
    Client client(endpoint());
    std::string expr = "rw_load{job=\"job1\"}";
    for (int i = 0; i < 800; ++i)
        expr += " + 0 * 1234";
    const auto result = instant(client, expr);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t(1));
}

void TestClient::tellsWhereTheServerStumbled()
{
    Client client(endpoint());
    const std::string expr = "rw_load\n  + sum(";
    const auto result = instant(client, expr);
    QVERIFY(!result);
    QVERIFY2(result.error().kind == base::ErrorKind::Invalid, result.error().text.english().c_str());
    const prometheus::QueryError error = prometheus::parseQueryError(result.error().detail, expr);
    QCOMPARE(error.errorType, std::string("bad_data"));
    QVERIFY2(error.offset >= 10 && error.offset <= expr.size(), result.error().detail.c_str());
    QVERIFY2(error.message.find("parse error") == std::string::npos, error.message.c_str());
    const prometheus::QueryError function =
        prometheus::parseQueryError(instant(client, "1 + nope(rw_load)").error().detail, "1 + nope(rw_load)");
    QCOMPARE(function.offset, std::size_t(4));
    QCOMPARE(function.message, std::string("unknown function with name \"nope\""));
}

void TestClient::tellsExecutionErrors()
{
    Client client(endpoint());
    const auto result = instant(client, "rw_load * on() rw_load");
    QVERIFY(!result);
    QVERIFY(result.error().kind == base::ErrorKind::Refused);
    const prometheus::QueryError error = prometheus::parseQueryError(result.error().detail, "rw_load * on() rw_load");
    QCOMPARE(error.errorType, std::string("execution"));
    QCOMPARE(error.offset, std::string::npos);
}

void TestClient::listsLabels()
{
    Client client(endpoint());
    std::vector<std::string> values;
    std::vector<std::string> names;
    const auto first = client.labelValues("job", [&](const auto &result) {
        if (result)
            values = *result;
    });
    const auto second = client.labelNames([&](const auto &result) {
        if (result)
            names = *result;
    });
    QTRY_VERIFY(!values.empty() && !names.empty());
    QVERIFY(values == (std::vector<std::string>{"job0", "job1", "job2"}));
    QVERIFY(names == (std::vector<std::string>{"__name__", "job"}));
}

void TestClient::readsBuildInfo()
{
    Client client(endpoint());
    std::optional<base::Result<prometheus::BuildInfo>> got;
    const auto query = client.buildInfo([&](auto result) { got = std::move(result); });
    QTRY_VERIFY(got);
    QVERIFY(*got);
    QCOMPARE((*got)->application, std::string("Prometheus"));
    QVERIFY((*got)->version.find('.') != std::string::npos);
    QVERIFY((*got)->milliseconds > 0);
}

void TestClient::tellsWrongPaths()
{
    Endpoint wrong = endpoint();
    wrong.url += "/nowhere/";
    Client client(wrong);
    const auto result = instant(client, "1");
    QVERIFY(!result);
    QVERIFY(result.error().kind == base::ErrorKind::Unsupported);
    QCOMPARE(result.error().text.english(),
             std::string("test did not answer as Prometheus does: HTTP 404 with “404 page "
                         "not found”. Check the address and its path."));
}

void TestClient::tellsNothingListens()
{
    Endpoint closed;
    closed.name = "gone";
    closed.url = "http://127.0.0.1:1/prefix";
    Client client(closed);
    const auto result = instant(client, "1");
    QVERIFY(!result);
    QVERIFY(result.error().kind == base::ErrorKind::Network);
    QCOMPARE(result.error().text.english(),
             std::string("Nothing listens at http://127.0.0.1:1. Start the server, or check the address."));
}

void TestClient::cancelsSilently()
{
    Client client(endpoint());
    int calls = 0;
    auto cancelled = client.queryInstant("1", 1, [&](const base::Result<QueryResult> &) { ++calls; });
    cancelled.reset();
    QVERIFY(instant(client, "2"));
    QCOMPARE(calls, 0);
    std::unique_ptr<alerting::PendingQuery> own;
    own = client.queryInstant("1", 1, [&](const base::Result<QueryResult> &) {
        ++calls;
        own.reset();
    });
    QTRY_COMPARE(calls, 1);
}

void TestClient::answersWhenTheClientGoes()
{
    auto client = std::make_unique<Client>(endpoint());
    std::optional<base::Result<QueryResult>> got;
    const auto query = client->queryInstant("1", 1, [&](base::Result<QueryResult> result) { got = std::move(result); });
    client.reset();
    QVERIFY(!got);
    QTRY_VERIFY(got);
    QVERIFY(!*got);
    QVERIFY(got->error().kind == base::ErrorKind::Cancelled);
}

void TestClient::authenticates()
{
    QTemporaryDir folder;
    QFile web(folder.filePath("web.yml"));
    QVERIFY(web.open(QIODevice::WriteOnly));
    // bcrypt of "secret", cost 4.
    web.write("basic_auth_users:\n  me: $2b$04$PG9gd8JH2cMPoLuUBrByvehFoWeV3GaYRGVHTIyGNQu.4.B5dJAMa\n");
    web.close();
    QFile password(folder.filePath("password"));
    QVERIFY(password.open(QIODevice::WriteOnly));
    password.write("secret\n");
    password.close();
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.arguments = {"--web.config.file=" + web.fileName()};
    options.authorization = "Basic " + QByteArray("me:secret").toBase64();
    QVERIFY2(server.start(options), qPrintable(server.error()));

    Endpoint plain;
    plain.name = "locked";
    plain.url = server.url().toStdString();
    Client anonymous(plain);
    const auto refused = instant(anonymous, "1");
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == base::ErrorKind::Permission);

    Endpoint byFile = plain;
    byFile.basicAuth = {"me", password.fileName().toStdString(), {}, false};
    Client withFile(byFile);
    QVERIFY(instant(withFile, "1"));

    Endpoint byVariable = plain;
    byVariable.basicAuth = {"me", {}, "RULEWRIGHT_TEST_PASSWORD", false};
    Client withVariable(byVariable);
    QVERIFY(instant(withVariable, "1").error().kind == base::ErrorKind::NotFound);
    qputenv("RULEWRIGHT_TEST_PASSWORD", "secret");
    QVERIFY(instant(withVariable, "1"));
    qputenv("RULEWRIGHT_TEST_PASSWORD", "wrong");
    QVERIFY(instant(withVariable, "1").error().kind == base::ErrorKind::Permission);
    qunsetenv("RULEWRIGHT_TEST_PASSWORD");

    Endpoint byKeychain = plain;
    byKeychain.basicAuth = {"me", {}, {}, true};
    Client withKeychain(byKeychain);
    QVERIFY(instant(withKeychain, "1").error().kind == base::ErrorKind::Permission);
    withKeychain.setKeychainSecret("secret");
    QVERIFY(instant(withKeychain, "1"));
}

void TestClient::checksCertificates()
{
    const QString data = QStringLiteral(RULEWRIGHT_SOURCE_DIR "/tests/data/tls/");
    QTemporaryDir folder;
    QFile web(folder.filePath("web.yml"));
    QVERIFY(web.open(QIODevice::WriteOnly));
    web.write(QStringLiteral("tls_server_config: {cert_file: %1cert.pem, key_file: %1key.pem}\n").arg(data).toUtf8());
    web.close();
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.arguments = {"--web.config.file=" + web.fileName()};
    options.tls = true;
    QVERIFY2(server.start(options), qPrintable(server.error()));

    Endpoint untrusted;
    untrusted.name = "secure";
    untrusted.url = server.url().toStdString();
    Client distrusting(untrusted);
    const auto refused = instant(distrusting, "1");
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == base::ErrorKind::Network);
    QVERIFY2(refused.error().text.english().find("which is not trusted here") != std::string::npos,
             refused.error().text.english().c_str());

    Endpoint trusted = untrusted;
    trusted.caFile = (data + "cert.pem").toStdString();
    Client trusting(trusted);
    QTRY_VERIFY(instant(trusting, "1"));

    Endpoint careless = untrusted;
    careless.insecureSkipVerify = true;
    Client skipping(careless);
    QVERIFY(instant(skipping, "1"));

    Endpoint wrong = untrusted;
    wrong.caFile = (data + "key.pem").toStdString();
    Client without(wrong);
    QCOMPARE(instant(without, "1").error().text.english(), wrong.caFile + " holds no certificate in PEM form.");

    Endpoint plain = untrusted;
    plain.url.replace(0, 5, "http");
    Client unencrypted(plain);
    QVERIFY(instant(unencrypted, "1").error().kind == base::ErrorKind::Unsupported);
}

REGISTER_TEST(TestClient);

#include "tst_client.moc"
