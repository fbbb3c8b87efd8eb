#include "clitest.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestExplain : public QObject
{
    Q_OBJECT

private slots:
    void printsTheTree();
    void printsJson();
    void reportsProblems();
    void refusesBadUse();
    void asksAServer();
    void tellsWhatTheServerSays();
};

void TestExplain::printsTheTree()
{
    const CliRun result = runCli({"explain", "sum by (job) (up{zone=\"a\"}) > 1"});
    QCOMPARE(result.code, 0);
    const QStringList lines = QString::fromStdString(result.out).split('\n');
    QCOMPARE(lines.value(0), QString("binary operation > : instant vector [0, 31)"));
    QVERIFY(result.out.find("  aggregation sum : instant vector [0, 27)") != std::string::npos);
    QVERIFY(result.out.find("~ zone=\"a\": guaranteed. A matcher decides it.") != std::string::npos);
    QVERIFY(result.out.find("  ~ any other label: impossible. The aggregation drops it.") != std::string::npos);
}

void TestExplain::printsJson()
{
    const CliRun result = runCli({"explain", "--format", "json", "rate(up{a='b'}[5m])"});
    QCOMPARE(result.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(result.out)).object();
    QCOMPARE(json["valid"].toBool(), true);
    const QJsonObject tree = json["tree"].toObject();
    QCOMPARE(tree["kind"].toString(), QString("call"));
    QCOMPARE(tree["labels"].toObject()["__name__"].toObject()["presence"].toString(), QString("impossible"));
    QCOMPARE(tree["labels"].toObject()["a"].toObject()["value"].toString(), QString("b"));
    QCOMPARE(tree["other_labels"].toObject()["presence"].toString(), QString("possible"));
    QCOMPARE(tree["children"].toArray().first().toObject()["type"].toString(), QString("range vector"));
}

void TestExplain::reportsProblems()
{
    const CliRun result = runCli({"explain", "sum(up"});
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.find("aggregation sum") != std::string::npos);
    QCOMPARE(result.err, std::string("3-4: unclosed left parenthesis [promql/syntax]\n"));
    const CliRun old = runCli({"explain", "--dialect", "2.42", "info(up)"});
    QCOMPARE(old.code, 1);
    QVERIFY(old.err.find("needs Prometheus ≥ 2.55 [promql/version]") != std::string::npos);
}

void TestExplain::refusesBadUse()
{
    QCOMPARE(runCli({"explain"}).code, 2);
    QCOMPARE(runCli({"explain", "up", "down"}).code, 2);
    QCOMPARE(runCli({"explain", "--format", "xml", "up"}).code, 2);
    QCOMPARE(runCli({"explain", "--dialect", "1.0", "up"}).code, 2);
}

void TestExplain::asksAServer()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 3600;
    QByteArray text = "# TYPE cx_requests counter\n";
    for (qint64 time = end - 3600; time <= end; time += 15)
        text += "cx_requests_total{job=\"gateway\"} " + QByteArray::number((time - end + 3600) * 2) + ' ' +
                QByteArray::number(time) + '\n';
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    const QTemporaryDir folder;
    QFile rules(folder.filePath("rules.yml"));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("groups:\n- name: g\n  rules:\n"
                "  - {record: 'job:req:rate5m', expr: 'sum by (job) (rate(cx_requests_total[5m]))'}\n");
    rules.close();
    const auto tree = [&](const QString &expr, const QString &time) {
        const CliRun run = runCli({"explain", expr, "--endpoint", server.url(), "--time", time, "--format", "json",
                                   "--rules", rules.fileName()});
        return run.code == 0 ? QJsonDocument::fromJson(QByteArray::fromStdString(run.out)).object()["tree"].toObject()
                             : QJsonObject();
    };
    const QString then = QString::number(end);
    const QJsonObject loaded = tree("rate(cx_requests_total[5m]) > 1", then);
    const QJsonObject result = loaded["result"].toObject();
    QCOMPARE(result["series"].toInt(), 1);
    QCOMPARE(result["label_names"].toArray(), (QJsonArray{"job"}));
    QCOMPARE(result["samples"].toArray().first().toObject()["value"].toString(), QString("2"));
    QVERIFY(result["milliseconds"].toDouble() > 0);
    QCOMPARE(result["turns_empty"].toBool(), false);
    // A rule that is not loaded, and the same time in its other spelling.
    const QJsonObject unsaved =
        tree("job:req:rate5m > 5", QDateTime::fromSecsSinceEpoch(end, Qt::UTC).toString(Qt::ISODate));
    QCOMPARE(unsaved["result"].toObject()["turns_empty"].toBool(), true);
    QVERIFY(unsaved["result"].toObject()["reasons"].toArray().first().toString().startsWith("The only value, 2,"));
    const QJsonObject selector = unsaved["children"].toArray().first().toObject();
    QCOMPARE(selector["result"].toObject()["series"].toInt(), 1);
    const QJsonObject rule = selector["rules"].toArray().first().toObject();
    QCOMPARE(rule["name"].toString(), QString("job:req:rate5m"));
    QCOMPARE(rule["tree"].toObject()["result"].toObject()["series"].toInt(), 1);
    // Now there is nothing any more, and it says since when.
    const CliRun now = runCli({"explain", "cx_requests_total", "--endpoint", server.url()});
    QCOMPARE(now.code, 0);
    QVERIFY2(now.out.find("! There were samples until ") != std::string::npos, now.out.c_str());
    QCOMPARE(runCli({"explain", "up", "--time", then}).code, 2);
    QCOMPARE(runCli({"explain", "up", "--endpoint", server.url(), "--time", "yesterday"}).code, 2);
}

void TestExplain::tellsWhatTheServerSays()
{
    support::FaultServer::Response next;
    support::FaultServer server([&next](const support::FaultServer::Request &) { return next; });
    const auto says = [&] {
        const CliRun run = runCli({"explain", "up", "--endpoint", server.url()});
        return run.code == 2 ? QString::fromStdString(run.err) : QString("exit code %1").arg(run.code);
    };
    next.body = "<html><title>Sign in</title></html>";
    next.contentType = "text/html";
    QVERIFY2(says().contains("did not answer as Prometheus does: HTTP 200 with “Sign in”"), qPrintable(says()));
    next.status = 429;
    next.headers = {"Retry-After: 30"};
    QVERIFY2(says().contains("It asks to wait: 30 s."), qPrintable(says()));
    next.status = 503;
    next.headers = {};
    QVERIFY2(says().contains("HTTP 503"), qPrintable(says()));
    next.status = 302;
    next.headers = {"Location: http://127.0.0.2:1/elsewhere"};
    QVERIFY2(says().contains("redirects to http://127.0.0.2:1, which is not followed"), qPrintable(says()));
}

REGISTER_TEST(TestExplain);

#include "tst_explain.moc"
