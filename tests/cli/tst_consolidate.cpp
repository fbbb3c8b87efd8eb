#include "clitest.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr char rules[] = R"(groups:
- name: lag
  interval: 1m
  rules:
  # orders
  - alert: OrdersLag
    expr: sum(queue_lag{topic="orders"}) > 100
    for: 5m
    labels: {severity: warning}
  - alert: Broken
    expr: sum(
  # mails
  - alert: MailsLag
    expr: sum(queue_lag{topic="mails"}) > 100
    for: 5m
    labels: {severity: warning}
  - alert: Full
    expr: disk_free_ratio < 0.1
    labels: {severity: warning}
  - alert: Fuller
    expr: disk_free_ratio < 0.01
    labels: {severity: critical}
)";

QJsonObject jsonOf(const CliRun &run)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(run.out)).object();
}

QStringList namesOf(const QJsonValue &references)
{
    QStringList names;
    for (const QJsonValue &reference : references.toArray())
        names += reference["name"].toString();
    return names;
}

} // namespace

class TestConsolidate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void printsTheContract();
    void offersOtherForms();
    void writesWhatItProposes();
    void keepsTheStructureWhenTheEndpointFails();
    void namesFilesThatCannotBeRead();
    void writesTestsOfTheFilesThemselves();
    void comparesRoutes();
    void refusesBadAlertmanagers();
    void refusesBadUse_data();
    void refusesBadUse();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath("rules.yaml"); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestConsolidate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(this->file());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(rules);
}

void TestConsolidate::printsTheContract()
{
    const CliRun run = runCli({"consolidate", m_folder->path(), "--format", "json"});
    QCOMPARE(run.code, 0);
    const QJsonObject json = jsonOf(run);
    const QJsonArray families = json["families"].toArray();
    QCOMPARE(families.size(), 2);
    const QJsonObject family = families[0].toObject();
    QCOMPARE(family["id"].toString(), QString("Lag"));
    QCOMPARE(family["merge"].toString(), QString("label-regex"));
    QCOMPARE(namesOf(family["rules"]), QStringList({"OrdersLag", "MailsLag"}));
    const QJsonObject reference = family["rules"].toArray()[1].toObject();
    QCOMPARE(reference["file"].toString(), file());
    QCOMPARE(reference["document"].toInt(-1), 0);
    QVERIFY(reference["key"].isNull());
    QCOMPARE(reference["group"].toString(), QString("lag"));
    QCOMPARE(reference["index"].toInt(), 2);
    const QJsonObject matcher = family["varies"].toArray()[1].toObject();
    QCOMPARE(matcher["slot"].toString(), QString("matcher"));
    const QJsonObject at = matcher["at"].toObject();
    QCOMPARE(at["path"].toString(), QString("expr"));
    QCOMPARE(QByteArray(rules).mid(at["start"].toInt(), at["end"].toInt() - at["start"].toInt()),
             QByteArray("\"orders\""));
    QCOMPARE(matcher["values"].toArray(), QJsonArray({"orders", "mails"}));
    QCOMPARE(family["drift"].toArray(), QJsonArray());
    const QJsonObject recording = family["proposal"]["recording"].toArray()[0].toObject();
    QCOMPARE(recording["record"].toString(), QString("topic:queue_lag:sum"));
    QCOMPARE(recording["index"].toInt(), 0);
    const QJsonObject alerting = family["proposal"]["alerting"].toArray()[0].toObject();
    QCOMPARE(alerting["alert"].toString(), QString("TopicLag"));
    QCOMPARE(alerting["expr"].toString(), QString("topic:queue_lag:sum > 100"));
    QCOMPARE(alerting["for"].toString(), QString("5m"));
    QCOMPARE(alerting["labels"]["severity"].toString(), QString("warning"));
    QCOMPARE(alerting["index"].toInt(), 1);
    QCOMPARE(family["verdict"].toString(), QString("unproved"));
    QCOMPARE(family["strength"].toString(), QString("structure"));
    QVERIFY(family["fired"].isObject() && family.contains("coverage") && family.contains("headroom"));
    for (const QJsonValue &evidence : family["evidence"].toArray()) {
        for (const char *key : {"kind", "old", "new", "from", "to", "text"})
            QVERIFY2(evidence.toObject().contains(key), key);
    }
    const QJsonObject tiers = families[1].toObject();
    QCOMPARE(tiers["merge"].toString(), QString("none"));
    QVERIFY(tiers["proposal"].isNull());
    QVERIFY(!tiers["remedy"].toString().isEmpty());
    QCOMPARE(namesOf(json["unread"]), QStringList({"Broken"}));
    QCOMPARE(json["rules"].toObject(), QJsonObject({{"before", 5}, {"after", 5}}));
    QVERIFY(json["kept_apart"].isArray());
}

/// Beside the proposal, and for rules that are no family's; heap caps of the manifests that stand beside the rules.
void TestConsolidate::offersOtherForms()
{
    QFile more(m_folder->filePath("more.yaml"));
    QVERIFY(more.open(QIODevice::WriteOnly));
    more.write(R"(groups:
- name: errors
  rules:
  - alert: ShopErrors
    expr: rate(bad_total{job="shop"}[5m]) / rate(all_total{job="shop"}[5m]) > 0.1
  - alert: MailErrors
    expr: rate(bad_total{job="mail"}[5m]) / rate(all_total{job="mail"}[5m]) > 0.1
  - alert: Failures
    expr: increase(failed_total[1h]) / increase(tried_total[1h]) > 0.5
)");
    more.close();
    QFile manifest(m_folder->filePath("pod.yaml"));
    QVERIFY(manifest.open(QIODevice::WriteOnly));
    manifest.write("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n"
                   "    command: [node, --max-old-space-size=600, a.js]\n    resources: {limits: {memory: 512Mi}}\n");
    manifest.close();
    const QJsonObject json = jsonOf(runCli({"consolidate", m_folder->path(), "--format", "json"}));
    QStringList titles;
    for (const QJsonValue &each : json["families"].toArray()) {
        if (!namesOf(each["rules"]).contains("ShopErrors"))
            continue;
        for (const QJsonValue &form : each["alternatives"].toArray())
            titles += form["title"].toString() + ": " + form["recording"].toArray().first()["expr"].toString();
    }
    QCOMPARE(titles.value(1), QString("0 while there are no events: (rate(bad_total{job=~\"shop|mail\"}[5m]) or 0 * "
                                      "rate(all_total{job=~\"shop|mail\"}[5m])) / rate(all_total{job=~\"shop|mail\"}"
                                      "[5m])"));
    QStringList offers;
    for (const QJsonValue &offer : json["offers"].toArray())
        offers += offer["kind"].toString() + ' ' + namesOf(offer["rules"]).join(' ');
    QCOMPARE(offers, QStringList({"heap-cap ", "healthy-ratio Failures"}));
}

void TestConsolidate::writesWhatItProposes()
{
    const CliRun diff = runCli({"consolidate", file(), "--format", "diff"});
    QCOMPARE(diff.code, 0);
    QVERIFY(diff.out.find("+  - record: topic:queue_lag:sum\n") != std::string::npos);
    QFile written(file());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray(rules));
    written.close();
    const CliRun run = runCli({"consolidate", file(), "--write"});
    QCOMPARE(run.code, 0);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QCOMPARE(text.left(text.indexOf("  - alert: Full")), QByteArray(R"(groups:
- name: lag
  interval: 1m
  rules:
  - record: topic:queue_lag:sum
    expr: sum by (topic) (queue_lag{topic=~"orders|mails"})
  # orders
  # mails
  - alert: TopicLag
    expr: topic:queue_lag:sum > 100
    for: 5m
    labels: {severity: warning}
  - alert: Broken
    expr: sum(
)"));
    QCOMPARE(jsonOf(run)["rules"].toObject()["after"].toInt(),
             jsonOf(runCli({"consolidate", file()}))["rules"].toObject()["before"].toInt());
}

void TestConsolidate::keepsTheStructureWhenTheEndpointFails()
{
    support::PrometheusServer server;
    QVERIFY2(server.start({}), qPrintable(server.error()));
    // Nothing listens; something answers that is not Prometheus.
    for (const QString &url : {QString("http://127.0.0.1:1"), server.url() + "/elsewhere"}) {
        const CliRun run = runCli({"consolidate", file(), "--endpoint", url, "--from", "0", "--to", "60"});
        QCOMPARE(run.code, 0);
        const QJsonObject family = jsonOf(run)["families"].toArray()[0].toObject();
        QCOMPARE(family["verdict"].toString(), QString("unproved"));
        QCOMPARE(family["strength"].toString(), QString("structure"));
        QCOMPARE(family["text"].toString(), QString("Unproved: the endpoint did not answer."));
        QCOMPARE(family["merge"].toString(), QString("label-regex"));
        QVERIFY(!family["proposal"].isNull());
    }
}

/// A file that is no YAML is named, and does not keep the others from being read.
void TestConsolidate::namesFilesThatCannotBeRead()
{
    QFile broken(m_folder->filePath("broken.yml"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("groups:\n- name: [\n");
    broken.close();
    const CliRun run = runCli({"consolidate", file(), broken.fileName()});
    QCOMPARE(run.code, 0);
    QVERIFY2(run.err.find("broken.yml:3:1: error: This is not valid YAML") != std::string::npos, run.err.c_str());
    QCOMPARE(jsonOf(run)["families"].toArray().size(), 2);
}

/// With --write the tests name the files that were written, with the recording rules that these hold besides.
void TestConsolidate::writesTestsOfTheFilesThemselves()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray history;
    history += "# TYPE work_items counter\n";
    for (const char *topic : {"orders", "mails"}) {
        for (qint64 time = end - 5400; time <= end; time += 15)
            history += QByteArray("work_items_total{topic=\"") + topic + "\"} " +
                       QByteArray::number((time - end + 5400) * (time > end - 2400 ? 3 : 1)) + ' ' +
                       QByteArray::number(time) + '\n';
    }
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {history + "# EOF\n"};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    const QByteArray text = "groups:\n- name: work\n  interval: 5m\n  rules:\n"
                            "  - record: topic:work_items:rate5m\n"
                            "    expr: sum by (topic) (rate(work_items_total[5m]))\n"
                            "  - alert: OrdersBusy\n    expr: topic:work_items:rate5m{topic=\"orders\"} * 60 > 90\n"
                            "    for: 5m\n"
                            "  - alert: MailsBusy\n    expr: topic:work_items:rate5m{topic=\"mails\"} * 60 > 90\n"
                            "    for: 5m\n";
    const auto write = [&](const QByteArray &bytes) {
        QFile rules(file());
        return rules.open(QIODevice::WriteOnly) && rules.write(bytes) == bytes.size();
    };
    const auto passes = [&](const QString &test) {
        QProcess process;
        process.start("promtool", {"test", "rules", test});
        process.waitForFinished();
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    };
    QVERIFY(write(text));
    const QStringList common = {
        "consolidate",        file(),   "--endpoint", server.url(), "--from", QString::number(end - 3600), "--to",
        QString::number(end), "--tests"};
    // Nothing is written yet: the test brings the rules along.
    const QString apart = m_folder->filePath("apart");
    const CliRun proposed = runCli(common + QStringList{apart});
    QCOMPARE(proposed.code, 0);
    QCOMPARE(QDir(apart).entryList(QDir::Files), (QStringList{"Busy.rules.yaml", "Busy.test.yaml"}));
    QVERIFY(passes(apart + "/Busy.test.yaml"));
    const QString tests = m_folder->filePath("ci/tests");
    const CliRun run = runCli(common + QStringList{tests, "--write"});
    QCOMPARE(run.code, 0);
    QCOMPARE(QDir(tests).entryList(QDir::Files), QStringList{"Busy.test.yaml"});
    QFile test(tests + "/Busy.test.yaml");
    QVERIFY(test.open(QIODevice::ReadOnly));
    const QByteArray named = test.readAll();
    QVERIFY2(named.contains("rule_files:\n  - \"../../" + QFileInfo(file()).fileName().toUtf8() + "\"\n"), named);
    QVERIFY2(named.contains("value: 1") && !named.contains("series: \"topic:work_items"), named);
    QVERIFY(passes(test.fileName()));
    QFile rules(file());
    QVERIFY(rules.open(QIODevice::ReadOnly));
    const QByteArray after = rules.readAll();
    rules.close();
    QVERIFY(after.contains("alert: TopicBusy"));
    QVERIFY(write(QByteArray(after).replace("> 90", "> 900")));
    QVERIFY(!passes(test.fileName()));
}

/// One alert of all topics comes by other routes, groups and inhibitions than those of one topic: with labels and
/// without, and also where the endpoint fails.
void TestConsolidate::comparesRoutes()
{
    QFile configuration(m_folder->filePath("alertmanager.yml"));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write(R"(route:
  receiver: all
  group_by: [job]
  routes:
  - match_re: {alertname: Orders.+}
    receiver: shop
    group_by: [alertname, topic]
    continue: true
  - matchers: ['alertname=~"Lag"', 'severity="warning"']
    receiver: nobody
  - matchers: ['severity="warning"']
    receiver: desk
    routes:
    - matchers: ['{topic="mails"}']
      receiver: post
receivers: [{name: all}, {name: shop}, {name: desk}, {name: post}, {name: nobody}]
inhibit_rules:
- source_match: {alertname: QueueDown}
  target_matchers: [alertname="MailsLag"]
  equal: [cluster]
- source_matchers: [alertname=~".*Lag"]
  target_match: {severity: info}
  equal: [cluster]
)");
    configuration.close();
    const auto routes = [&](const QStringList &more) {
        const CliRun run =
            runCli(QStringList{"consolidate", file(), "--alertmanager", configuration.fileName()} + more);
        QStringList texts;
        const QJsonObject family = jsonOf(run)["families"].toArray()[0].toObject();
        for (const QJsonValue &evidence : family["evidence"].toArray()) {
            const QString kind = evidence["kind"].toString();
            if (kind == "route" || kind == "grouping" || kind == "inhibition")
                texts += kind + ": " + evidence["old"].toString() + " -> " + evidence["new"].toString();
        }
        return run.code == 0 ? texts : QStringList{QString::fromStdString(run.err)};
    };
    // The receiver that stays groups as before; a regular expression is anchored.
    const QStringList expected = {"route: shop, desk -> desk", "route: desk -> post", "inhibition: cluster= -> "};
    QCOMPARE(routes({}), expected);
    QCOMPARE(routes({"--endpoint", "http://127.0.0.1:1", "--from", "0", "--to", "60"}), expected);
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("route: {receiver: all}\nreceivers: [{name: all}]\n");
    configuration.close();
    QCOMPARE(routes({}), QStringList{"route:  -> "});
    // Labels of series are not known without an endpoint.
    const CliRun alike = runCli({"consolidate", file(), "--alertmanager", configuration.fileName()});
    QVERIFY(alike.out.find("\"As far as the rules tell, Alertmanager treats the old and the new alerts alike") !=
            std::string::npos);
}

void TestConsolidate::refusesBadAlertmanagers()
{
    const QString path = m_folder->filePath("alertmanager.yml");
    const auto refusal = [&] {
        const CliRun run = runCli({"consolidate", file(), "--alertmanager", path, "--write"});
        return run.code == 2 && run.out.empty() ? run.err : std::string();
    };
    const std::string name = path.toStdString();
    QCOMPARE(refusal(), "rulewright-cli consolidate: " + name + " cannot be read: No such file or directory.\n");
    QFile configuration(path);
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("route:\n  receiver: team\nreceivers:\n- name: teams\n");
    configuration.close();
    QCOMPARE(refusal(),
             "rulewright-cli consolidate: " + name + ": Line 2, column 13: there is no receiver \"team\".\n");
    QFile written(file());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray(rules));
}

void TestConsolidate::refusesBadUse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no path") << QStringList();
    QTest::newRow("no such file") << QStringList{"nowhere.yaml"};
    QTest::newRow("unknown option") << QStringList{"FILE", "--all"};
    QTest::newRow("unknown format") << QStringList{"FILE", "--format", "text"};
    QTest::newRow("no times") << QStringList{"FILE", "--endpoint", "http://127.0.0.1:1"};
    QTest::newRow("times without endpoint") << QStringList{"FILE", "--from", "0", "--to", "60"};
    QTest::newRow("times backwards") << QStringList{"FILE", "--endpoint", "http://127.0.0.1:1", "--from", "60",
                                                    "--to", "0"};
    QTest::newRow("tests without endpoint") << QStringList{"FILE", "--tests", "."};
    QTest::newRow("no address") << QStringList{"FILE", "--endpoint", "nonsense", "--from", "0", "--to", "60"};
}

void TestConsolidate::refusesBadUse()
{
    QFETCH(QStringList, arguments);
    arguments.replaceInStrings("FILE", file());
    const CliRun run = runCli(QStringList{"consolidate"} + arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.empty());
    QVERIFY(!run.err.empty());
}

REGISTER_TEST(TestConsolidate);
#include "tst_consolidate.moc"
