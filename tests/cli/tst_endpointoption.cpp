#include "clitest.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

/// What `--endpoint` and `--endpoint-option` do to commands that read rules.
class TestEndpointOption : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsRulesInTheLanguageOfTheServer();
    void letsTheDialectWin();
    void readsTheFeaturesOfTheServer();
    void sendsOptions();
    void refusesBadUse();
    void tellsWhatTheServerSays();

private:
    QTemporaryDir m_folder;
    QString m_rules;
    support::PrometheusServer m_server;
};

void TestEndpointOption::initTestCase()
{
    m_rules = m_folder.filePath("rules.yml");
    QFile file(m_rules);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: holt_winters(up[5m], 0.5, 0.5)\n");
    file.close();
    QVERIFY2(m_server.start(), qPrintable(m_server.error()));
}

void TestEndpointOption::readsRulesInTheLanguageOfTheServer()
{
    // Prometheus 2 has the function, the newest has not.
    QCOMPARE(runCli({"check", m_rules}).code, 1);
    const CliRun asked = runCli({"check", m_rules, "--endpoint", m_server.url()});
    QVERIFY2(asked.code == 0, asked.err.c_str());
    QCOMPARE(runCli({"explain", "holt_winters(up[5m], 0.5, 0.5)"}).code, 1);
    QCOMPARE(runCli({"explain", "holt_winters(up[5m], 0.5, 0.5)", "--endpoint", m_server.url()}).code, 0);
}

void TestEndpointOption::letsTheDialectWin()
{
    QCOMPARE(runCli({"check", m_rules, "--endpoint", m_server.url(), "--dialect", "3.0"}).code, 1);
    QCOMPARE(
        runCli({"explain", "holt_winters(up[5m], 0.5, 0.5)", "--endpoint", m_server.url(), "--dialect", "3.0"}).code,
        1);
}

void TestEndpointOption::readsTheFeaturesOfTheServer()
{
    // As Prometheus 3.8 and later answer.
    support::FaultServer server([](const support::FaultServer::Request &request) {
        support::FaultServer::Response response;
        response.body = R"({"status":"success","data":{}})";
        if (request.target.endsWith("/status/buildinfo"))
            response.body = R"({"status":"success","data":{"version":"3.9.0","revision":"abc"}})";
        if (request.target.contains("/api/v1/query"))
            response.body = R"({"status":"success","data":{"resultType":"vector","result":[
                               {"metric":{"job":"a"},"value":[1,"1"]}]}})";
        if (request.target.endsWith("/features"))
            response.body =
                R"({"status":"success","data":{"promql":{"anchored":true,"fill":false,"duration_expr":false},
                               "promql_functions":{"rate":true,"mad_over_time":true}}})";
        return response;
    });
    const auto check = [&](const char *expr) { return runCli({"explain", expr, "--endpoint", server.url()}).code; };
    QCOMPARE(check("mad_over_time(up[5m])"), 0);
    QCOMPARE(check("rate(up[5m] anchored)"), 0);
    QCOMPARE(check("up + fill(0) up"), 1);
    QCOMPARE(runCli({"explain", "mad_over_time(up[5m])"}).code, 1);
}

void TestEndpointOption::sendsOptions()
{
    support::FaultServer server([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.body = R"({"status":"success","data":{"version":"2.42.0","revision":"abc"}})";
        return response;
    });
    const CliRun run = runCli({"check", m_rules, "--endpoint", server.url() + "/prometheus/", "--endpoint-option",
                               "headers.X-Scope-OrgID=team-a|team-b", "--endpoint-option", "params.dedup=true"});
    QVERIFY2(run.code == 0, run.err.c_str());
    QVERIFY(server.requests().size() >= 2);
    for (const support::FaultServer::Request &request : server.requests()) {
        QCOMPARE(request.header("x-scope-orgid"), QByteArray("team-a|team-b"));
        QVERIFY2(request.target.startsWith("/prometheus/api/v1/"), request.target.constData());
        QVERIFY2(request.target.contains("dedup=true"), request.target.constData());
    }
}

void TestEndpointOption::refusesBadUse()
{
    QCOMPARE(runCli({"check", m_rules, "--endpoint", "not a url"}).code, 2);
    QCOMPARE(runCli({"check", m_rules, "--endpoint-option", "timeout=1s"}).code, 2);
    for (const char *bad : {"timeout", "=x", "headers.=x", "nonsense=1", "bearer_token=secret", "via=ssh x",
                            "authorization.credentials_keychain=true"}) {
        const CliRun run = runCli({"check", m_rules, "--endpoint", m_server.url(), "--endpoint-option", bad});
        QVERIFY2(run.code == 2 && !run.err.empty(), bad);
    }
}

void TestEndpointOption::tellsWhatTheServerSays()
{
    const CliRun down = runCli({"check", m_rules, "--endpoint", "http://127.0.0.1:1"});
    QCOMPARE(down.code, 2);
    QVERIFY2(down.err.find("Nothing listens at http://127.0.0.1:1.") != std::string::npos, down.err.c_str());
    support::FaultServer locked([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.status = 401;
        response.body = "no org id";
        response.contentType = "text/plain";
        return response;
    });
    const CliRun refused = runCli({"check", m_rules, "--endpoint", locked.url()});
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.find("no org id") != std::string::npos, refused.err.c_str());
}

REGISTER_TEST(TestEndpointOption);

#include "tst_endpointoption.moc"
