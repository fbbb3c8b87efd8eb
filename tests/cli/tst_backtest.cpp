#include "clitest.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace {

constexpr int historyMinutes = 600;

/// Minutes at which a series of the test's history is above its threshold.
bool backtestSeriesPositive(const QString &series, int minute)
{
    if (series == "b")
        return minute % 40 < 12 || (minute > 300 && minute % 3 == 0);
    return minute % 90 < 31 && minute % 90 != 20;
}

} // namespace

class TestBacktest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void agreesWithPromtool_data();
    void agreesWithPromtool();
    void inlines();
    void refuses();
    void collidesOverTheRange();
    void leavesTheFutureUnknown();
    void chooses();
    void givesUpOnServersThatAreDown();
    void givesUpOnServersThatRefuseEverything_data();
    void givesUpOnServersThatRefuseEverything();

private:
    QJsonObject backtest(const QByteArray &rule, int fromMinute, int toMinute, CliRun *run = nullptr);
    QString write(const QString &name, const QByteArray &text);
    /// Whether `promtool test rules` sees exactly these series firing at these minutes.
    bool promtoolConfirms(const QByteArray &rule, const QMap<int, QStringList> &firing, QString &output);

    support::PrometheusServer m_server;
    QTemporaryDir m_folder;
    qint64 m_start = 0;
};

void TestBacktest::initTestCase()
{
    m_start = (QDateTime::currentSecsSinceEpoch() / 60 - historyMinutes - 10) * 60;
    QByteArray text = "# TYPE x gauge\n";
    for (const QString series : {"a", "b"}) {
        for (int minute = 0; minute <= historyMinutes; ++minute)
            text += QString("x{s=\"%1\"} %2 %3\n")
                        .arg(series)
                        .arg(backtestSeriesPositive(series, minute))
                        .arg(m_start + minute * 60)
                        .toUtf8();
    }
    // Two names that share a label set, one after the other.
    text += "# TYPE y_first gauge\n";
    for (int minute = 0; minute < 100; ++minute)
        text += QString("y_first 1 %1\n").arg(m_start + minute * 60).toUtf8();
    text += "# TYPE y_second gauge\n";
    for (int minute = 120; minute < 200; ++minute)
        text += QString("y_second 1 %1\n").arg(m_start + minute * 60).toUtf8();
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

QString TestBacktest::write(const QString &name, const QByteArray &text)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
    return file.fileName();
}

QJsonObject TestBacktest::backtest(const QByteArray &rule, int fromMinute, int toMinute, CliRun *run)
{
    const QString file = write("rules.yml", "groups:\n- name: g\n  interval: 1m\n  rules:\n" + rule);
    const CliRun result =
        runCli({"backtest", file, "--endpoint", m_server.url(), "--from", QString::number(m_start + fromMinute * 60),
                "--to", QString::number(m_start + toMinute * 60), "--format", "json"});
    if (run)
        *run = result;
    return QJsonDocument::fromJson(QByteArray::fromStdString(result.out))["rules"][0].toObject();
}

bool TestBacktest::promtoolConfirms(const QByteArray &rule, const QMap<int, QStringList> &firing, QString &output)
{
    write("oracle.yml", "groups:\n- name: g\n  rules:\n" + rule);
    QByteArray test = "rule_files: [oracle.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n";
    for (const QString series : {"a", "b"}) {
        test += "  - series: 'x{s=\"" + series.toUtf8() + "\"}'\n    values: '";
        for (int minute = 0; minute <= historyMinutes; ++minute)
            test += backtestSeriesPositive(series, minute) ? "1 " : "0 ";
        test += "'\n";
    }
    test += "  alert_rule_test:\n";
    for (auto at = firing.begin(); at != firing.end(); ++at) {
        test += "  - eval_time: " + QByteArray::number(at.key()) + "m\n    alertname: A\n    exp_alerts:\n";
        for (const QString &series : at.value())
            test += "    - exp_labels: {s: " + series.toUtf8() + "}\n";
        if (at.value().isEmpty())
            test.insert(test.size() - 1, " []");
    }
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start("promtool", {"test", "rules", write("test.yml", test)});
    promtool.waitForFinished(60000);
    output = promtool.readAll().left(2000);
    return promtool.exitStatus() == QProcess::NormalExit && promtool.exitCode() == 0;
}

void TestBacktest::agreesWithPromtool_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::newRow("at once") << QByteArray("  - {alert: A, expr: x > 0}\n");
    QTest::newRow("for") << QByteArray("  - {alert: A, expr: x > 0, for: 5m}\n");
    QTest::newRow("keep firing") << QByteArray("  - {alert: A, expr: x > 0, for: 4m, keep_firing_for: 5m}\n");
}

void TestBacktest::agreesWithPromtool()
{
    QFETCH(QByteArray, rule);
    const QJsonObject result = backtest(rule, 60, historyMinutes - 1);
    QCOMPARE(result["method"].toString(), "range");
    const double phase = result["phase"].toDouble();
    // Ticks lie within a minute of constant samples: each is the oracle's tick at the minute before it.
    QMap<int, QStringList> firing;
    int ticks = 0;
    int firingTicks = 0;
    for (int minute = 60; minute < historyMinutes - 1; ++minute) {
        const double time = static_cast<double>(m_start + minute * 60) + phase;
        QStringList &now = firing[minute];
        for (const QJsonValue alert : result["alerts"].toArray()) {
            for (const QJsonValue band : alert["firing"].toArray()) {
                if (time >= band[0].toDouble() - 0.0005 && (band[1].isNull() || time < band[1].toDouble() - 0.0005))
                    now += alert["labels"]["s"].toString();
            }
        }
        ++ticks;
        firingTicks += now.isEmpty() ? 0 : 1;
    }
    QVERIFY(firingTicks > 20 && firingTicks < ticks);
    QVERIFY(std::abs(result["firing_ratio"].toDouble() - static_cast<double>(firingTicks) / ticks) < 0.005);
    QString output;
    QVERIFY2(promtoolConfirms(rule, firing, output), qPrintable(output));
    // The oracle does object to what is wrong.
    firing[100] += "nobody";
    QVERIFY(!promtoolConfirms(rule, firing, output));
}

void TestBacktest::inlines()
{
    const QJsonObject direct = backtest("  - {alert: A, expr: x > 0, for: 3m}\n", 60, 500);
    CliRun run;
    const QJsonObject chained =
        backtest("  - {record: r, expr: x}\n  - {alert: A, expr: r > 0, for: 3m}\n", 60, 500, &run);
    QCOMPARE(run.code, int(cli::Fine));
    // The server does not have the group, so the phase is anybody's guess, the same one both times.
    QCOMPARE(chained["phase_source"].toString(), "unknown");
    QCOMPARE(chained["exact"].toBool(true), false);
    QVERIFY(run.err.find("approximate") != std::string::npos);
    QCOMPARE(chained["inlined"][0]["rule"].toString(), "r");
    QCOMPARE(chained["inlined"][0]["reason"].toString(), "not loaded");
    QCOMPARE(chained["sent"].toArray().size(), 1);
    QCOMPARE(chained["alerts"], direct["alerts"]);
    QVERIFY(direct["firings"].toInt() > 5);
    const QJsonArray spread = direct["spread"]["firings"].toArray();
    QVERIFY(spread[0].toInt() <= direct["firings"].toInt() && direct["firings"].toInt() <= spread[1].toInt());
    QVERIFY(direct["agreement"].isNull());
}

void TestBacktest::refuses()
{
    CliRun run;
    backtest("  - {record: r, expr: time() - x}\n  - {alert: A, expr: 'max_over_time(r[5m]) > 0'}\n", 10, 190, &run);
    QCOMPARE(run.code, int(cli::CouldNotRun));
    QVERIFY(run.err.find("time()") != std::string::npos);
    backtest("  - {alert: A, expr: x > 0, labels: {v: '{{ query \"x\" | len }}'}}\n", 10, 190, &run);
    QCOMPARE(run.code, int(cli::CouldNotRun));
    QVERIFY(run.err.find("query") != std::string::npos);
    const QJsonObject templated =
        backtest("  - {alert: A, expr: x > 0, labels: {v: '{{ $value }} of {{ $labels.s }}'}}\n", 10, 190);
    QCOMPARE(templated["alerts"][0]["labels"]["v"].toString(), "1 of a");
}

void TestBacktest::collidesOverTheRange()
{
    // A range query fails where every instant query works: the names never meet.
    const QJsonObject result = backtest("  - {alert: A, expr: 'rate({__name__=~\"y_.*\"}[5m]) >= 0'}\n", 10, 190);
    // So it is split until they do not meet in a piece either.
    QCOMPARE(result["method"].toString(), "range");
    QCOMPARE(result["unknown_ratio"].toDouble(-1), 0.0);
    QVERIFY(result["firing_ratio"].toDouble() > 0.5);
}

void TestBacktest::leavesTheFutureUnknown()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const int nowMinute = static_cast<int>((now - m_start) / 60);
    CliRun run;
    QJsonObject result = backtest("  - {alert: A, expr: vector(1), for: 3m}\n", nowMinute - 60, nowMinute + 60, &run);
    QCOMPARE(run.code, int(cli::Fine));
    QVERIFY(run.err.find("beyond the server's now") != std::string::npos);
    QVERIFY(std::abs(result["unknown_ratio"].toDouble() - 0.5) < 0.02);
    QVERIFY(std::abs(result["firing_ratio"].toDouble() - 0.5) < 0.02);
    result = backtest("  - {alert: A, expr: vector(1)}\n", nowMinute + 10, nowMinute + 60, &run);
    QCOMPARE(run.code, int(cli::Fine));
    QCOMPARE(result["unknown_ratio"].toDouble(), 1.0);
    QCOMPARE(result["firing_ratio"].toDouble(), 0.0);
}

void TestBacktest::chooses()
{
    const QString file = write("two.yml", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: x > 0}\n"
                                          "  - {record: r, expr: x}\n  - {alert: B, expr: x > 0}\n"
                                          "- name: h\n  rules:\n  - {alert: A, expr: x > 0}\n");
    const auto chosen = [&](const QStringList &options, int *code = nullptr) {
        const CliRun run = runCli(QStringList{"backtest", file, "--endpoint", m_server.url(), "--from",
                                              QString::number(m_start), "--to", QString::number(m_start + 600)} +
                                  options);
        if (code)
            *code = run.code;
        QStringList rules;
        const QJsonArray all = QJsonDocument::fromJson(QByteArray::fromStdString(run.out))["rules"].toArray();
        for (const QJsonValue rule : all)
            rules += rule["group"].toString() + "/" + rule["rule"].toString() + rule["index"].toVariant().toString();
        return rules;
    };
    QCOMPARE(chosen({}), QStringList({"g/A0", "g/B2", "h/A0"}));
    QCOMPARE(chosen({"--rule", "A"}), QStringList({"g/A0", "h/A0"}));
    QCOMPARE(chosen({"--rule", "A", "--group", "h", "--format", "json"}), QStringList({"h/A0"}));
    int code = 0;
    QCOMPARE(chosen({"--rule", "r"}, &code), QStringList());
    QCOMPARE(code, int(cli::CouldNotRun));
}

void TestBacktest::givesUpOnServersThatAreDown()
{
    QByteArray rules = "groups:\n- name: g\n  rules:\n";
    for (int i = 0; i < 500; ++i)
        rules += "  - {alert: A" + QByteArray::number(i) + ", expr: x > 0}\n";
    const CliRun run =
        runCli({"backtest", write("many.yml", rules), "--endpoint", "http://127.0.0.1:1", "--from", "1", "--to", "2"});
    QCOMPARE(run.code, int(cli::CouldNotRun));
    QVERIFY(run.out.empty());
    // Once, not for each rule.
    QCOMPARE(QByteArray(run.err.c_str()).count("Nothing listens"), 1);
    const CliRun backwards =
        runCli({"backtest", write("many.yml", rules), "--endpoint", "http://127.0.0.1:1", "--from", "5", "--to", "2"});
    QCOMPARE(backwards.code, int(cli::CouldNotRun));
    QVERIFY(backwards.err.find("--from 5 is later than --to 2") != std::string::npos);
}

void TestBacktest::givesUpOnServersThatRefuseEverything_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("429") << 429 << QByteArray("slow down") << QByteArray("Retry-After: 17") << QByteArray("17 s");
    QTest::newRow("503") << 503 << QByteArray("upstream") << QByteArray("X-A: b") << QByteArray("HTTP 503");
    QTest::newRow("422") << 422
                         << QByteArray(R"({"status":"error","errorType":"execution","error":"too many samples"})")
                         << QByteArray("X-A: b") << QByteArray("cannot answer the query: too many samples");
    QTest::newRow("a page") << 200 << QByteArray("<html><title>Sign in</title></html>") << QByteArray("X-A: b")
                            << QByteArray("did not answer as Prometheus does");
    QTest::newRow("redirect") << 302 << QByteArray() << QByteArray("Location: http://localhost:9/api/v1/query")
                              << QByteArray("redirects to http://localhost:9");
}

/// Whatever the reason: no result, one sentence and not one for each rule.
void TestBacktest::givesUpOnServersThatRefuseEverything()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, said);
    support::FaultServer server([&](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.status = status;
        response.body = body;
        response.headers = {header};
        return response;
    });
    QByteArray rules = "groups:\n- name: g\n  interval: 1m\n  rules:\n";
    for (int i = 0; i < 50; ++i)
        rules += "  - {alert: A" + QByteArray::number(i) + ", expr: x > 0}\n";
    const CliRun run = runCli({"backtest", write("many.yml", rules), "--endpoint", server.url(), "--from", "1700000000",
                               "--to", "1700003600"});
    QCOMPARE(run.code, int(cli::CouldNotRun));
    QVERIFY2(run.out.empty(), run.out.c_str());
    QCOMPARE(QByteArray(run.err.c_str()).count(said), 1);
}

REGISTER_TEST(TestBacktest);

#include "tst_backtest.moc"
