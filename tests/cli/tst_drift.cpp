#include "clitest.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "workspace/demofiles.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestDriftCommands : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatTheDemoHolds();
    void diagnosesTheDemo();
    void endsWithNoughtWhenNothingIsWrong();
    void namesFilesAsTheyWereGiven();
    void printsSarif();
    void comparesWithARealPrometheus();
    void sendsOptionsOfTheEndpoint();
    void saysWhyItCannotRun();
    void refusesBadUse_data();
    void refusesBadUse();
};

namespace {

/// The demo's repositories as they are, without git and without a server.
struct DemoFolder
{
    QTemporaryDir folder;

    DemoFolder()
    {
        const auto repositories = workspace::demoRepositories();
        if (!repositories)
            return;
        for (const workspace::DemoRepository &repository : *repositories) {
            const auto written = workspace::writeDemoFiles(repository, repository.commits.back(),
                                                           folder.filePath(repository.folder), "http://127.0.0.1:1");
            if (!written)
                qFatal("the demo cannot be written");
        }
    }
    [[nodiscard]] QString workspace() const { return folder.filePath("algosu"); }
};

/// `id ground file:line` with files relative to `folder`, sorted.
QStringList listed(const std::string &out, const QString &folder)
{
    QStringList lines;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(out));
    for (const QJsonValue &value : document.object().value("findings").toArray()) {
        const QJsonObject finding = value.toObject();
        if (QStringList(finding.keys()) != QStringList{"file", "fix", "ground", "id", "line", "severity", "text"})
            return {"other keys: " + finding.keys().join(' ')};
        QString file = finding.value("file").toString();
        file.remove(folder + '/');
        lines += finding.value("id").toString() + ' ' + file + ':' + QString::number(finding.value("line").toInt());
    }
    lines.sort();
    return lines;
}

void writeText(const QString &path, const QByteArray &text)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QVERIFY(workspace::writeDemoFile(path, text).ok());
}

} // namespace

void TestDriftCommands::findsWhatTheDemoHolds()
{
    const DemoFolder demo;
    const CliRun run = runCli({"drift", demo.workspace(), "--format", "json"});
    QCOMPARE(run.code, 1);
    const QString base = "platform-gitops/platform/base/monitoring/";
    QCOMPARE(listed(run.out, demo.folder.path()),
             (QStringList{"drift/missing-twin algosu/infra/k3s/monitoring/github-worker.yaml:1",
                          "drift/prometheus-config " + base + "prometheus-config.yaml:10",
                          "drift/prometheus-config " + base + "prometheus-config.yaml:20",
                          "drift/rule " + base + "prometheus-rules.yaml:206",
                          "registration/missing " + base + "alertmanager.yaml:2",
                          "registration/missing " + base + "grafana-service-dashboard.yaml:1"}));
    QVERIFY(run.err.find("not listed") != std::string::npos);
}

void TestDriftCommands::diagnosesTheDemo()
{
    const DemoFolder demo;
    const CliRun run = runCli({"doctor", demo.workspace(), "--format", "json"});
    QCOMPARE(run.code, 1);
    const QString base = "platform-gitops/platform/base/monitoring/";
    QCOMPARE(listed(run.out, demo.folder.path()),
             (QStringList{"delivery/alertmanager-not-deployed " + base + "alertmanager.yaml:31",
                          "delivery/dead-runbook algosu/infra/k3s/monitoring/prometheus-rules.yaml:25",
                          "delivery/defined-not-deployed algosu/infra/k3s/monitoring/github-worker.yaml:2",
                          "delivery/exporter-missing " + base + "prometheus-rules.yaml:238",
                          "delivery/job-not-scraped " + base + "prometheus-config.yaml:10",
                          "delivery/no-alertmanager " + base + "prometheus-config.yaml:10",
                          "delivery/receiver-nowhere " + base + "alertmanager.yaml:28",
                          "delivery/receiver-nowhere " + base + "alertmanager.yaml:29",
                          "delivery/target-unknown " + base + "prometheus-config.yaml:40",
                          "registration/missing " + base + "alertmanager.yaml:2",
                          "registration/missing " + base + "grafana-service-dashboard.yaml:1"}));
}

void TestDriftCommands::endsWithNoughtWhenNothingIsWrong()
{
    const QTemporaryDir folder;
    const QByteArray rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n";
    writeText(folder.filePath("s/rulewright.yaml"),
              "source: .\ngitops: ../g\nmappings:\n- source: r/\n  gitops: rules/\n");
    writeText(folder.filePath("s/r/a.yml"), rules);
    writeText(folder.filePath("g/rules/a.yml"), "# a copy\n" + rules);
    for (const char *command : {"drift", "doctor"}) {
        const CliRun run = runCli({command, folder.filePath("s/rulewright.yaml"), "--format", "json"});
        QCOMPARE(run.code, 0);
        QCOMPARE(run.out, std::string("{\"findings\": [\n]}\n"));
        QCOMPARE(runCli({command, folder.filePath("s")}).out, std::string());
    }
}

void TestDriftCommands::namesFilesAsTheyWereGiven()
{
    const QTemporaryDir folder;
    writeText(folder.filePath("s/rulewright.yaml"),
              "source: .\ngitops: ../g\nmappings:\n- source: r/\n  gitops: rules/\n");
    writeText(folder.filePath("s/r/a.yml"), "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n");
    writeText(folder.filePath("g/rules/a.yml"), "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 1\n");
    const CliRun absolute = runCli({"drift", folder.filePath("s")});
    QCOMPARE(absolute.out, folder.filePath("g/rules/a.yml").toStdString() +
                               ":4: warning: A (group g) differs in expr: source has `up == 0`, GitOps has `up == "
                               "1`. Take the source's value, or GitOps's. [drift/rule, gitops]\n");
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    const CliRun relative = runCli({"drift", "s"});
    QDir::setCurrent(before);
    QVERIFY(relative.out.starts_with("g/rules/a.yml:4: "));
}

void TestDriftCommands::printsSarif()
{
    const DemoFolder demo;
    const CliRun run = runCli({"drift", demo.workspace(), "--format", "sarif"});
    QCOMPARE(run.code, 1);
    const QJsonObject sarif = QJsonDocument::fromJson(QByteArray::fromStdString(run.out)).object();
    QCOMPARE(sarif.value("version").toString(), QString("2.1.0"));
    const QJsonArray results = sarif.value("runs").toArray().at(0).toObject().value("results").toArray();
    QCOMPARE(results.size(), 6);
    QCOMPARE(results.at(0).toObject().value("level").toString(), QString("error"));
}

void TestDriftCommands::comparesWithARealPrometheus()
{
    const QTemporaryDir folder;
    const QByteArray config = "global: {evaluation_interval: 1s}\nalerting:\n  alertmanagers:\n  - static_configs:\n"
                              "    - targets: ['127.0.0.1:9']\nrule_files: ['" +
                              folder.path().toUtf8() +
                              "/loaded/*.yml']\nscrape_configs:\n- job_name: a\n  static_configs:\n"
                              "  - targets: ['127.0.0.1:9']\n";
    const auto mapOf = [](const QByteArray &name, const QByteArray &key, const QByteArray &text) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata:\n  " + key + ": |\n    " +
               QByteArray(text.trimmed()).replace("\n", "\n    ") + "\n";
    };
    // Written otherwise, meant the same: B. The server's own group is nobody's business here.
    writeText(folder.filePath("loaded/a.yml"),
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 1}\n"
              "  - {alert: B, expr: 'sum(rate(x[300s]))by(job)>1', for: 60s}\n  - {record: extra:rule, expr: up}\n"
              "- name: other\n  rules:\n  - {alert: Own, expr: up == 7}\n");
    writeText(folder.filePath("s/rulewright.yaml"), "source: .\ngitops: ../g\nmappings: []\n");
    writeText(folder.filePath("g/kustomization.yaml"), "resources: [config.yaml, rules.yaml]\n");
    writeText(folder.filePath("g/config.yaml"), mapOf("config", "prometheus.yml", config + "- job_name: new\n"));
    writeText(
        folder.filePath("g/rules.yaml"),
        mapOf("rules", "a.yml",
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 0}\n"
              "  - {alert: B, expr: 'sum by (job) (rate(x[5m])) > 1', for: 1m}\n  - {alert: Gone, expr: up == 2}\n"));
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.configuration = config;
    QVERIFY2(server.start(options), qPrintable(server.error()));
    const CliRun run = runCli({"drift", folder.filePath("s"), "--endpoint", server.url(), "--format", "json"});
    QCOMPARE(run.code, 1);
    QStringList texts;
    for (const QJsonValue &value :
         QJsonDocument::fromJson(QByteArray::fromStdString(run.out)).object().value("findings").toArray()) {
        const QJsonObject finding = value.toObject();
        QCOMPARE(finding.value("ground").toString(), QString("endpoint"));
        texts += finding.value("id").toString() + ' ' + finding.value("text").toString().remove(server.url() + ' ');
    }
    texts.sort();
    const QString where = "SERVER";
    for (QString &text : texts)
        text.replace(QUrl(server.url()).authority(), where).replace("http://SERVER", where);
    QCOMPARE(
        texts.join('\n'),
        QString("drift/endpoint-config has not loaded the scrape job new, which the manifest has.\n"
                "drift/endpoint-rule A (group g) differs in expr: has loaded `up == 1`, GitOps has `up == 0`.\n"
                "drift/endpoint-rule has not loaded Gone (group g), which the manifests deploy.\n"
                "drift/endpoint-rule still has extra:rule (group g) loaded, which the manifests no longer deploy."));
}

void TestDriftCommands::sendsOptionsOfTheEndpoint()
{
    support::FaultServer server([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.body = R"({"status":"success","data":{"groups":[]}})";
        return response;
    });
    const QTemporaryDir folder;
    writeText(folder.filePath("rulewright.yaml"), "source: .\n");
    for (const char *command : {"drift", "doctor"}) {
        const qsizetype before = server.requests().size();
        const CliRun run = runCli({command, folder.path(), "--endpoint", server.url(), "--endpoint-option",
                                   "headers.X-Scope-OrgID=team-a", "--endpoint-option", "params.dedup=true"});
        QVERIFY2(run.code != 2, run.err.c_str());
        QVERIFY(server.requests().size() > before);
        const CliRun alone = runCli({command, folder.path(), "--endpoint-option", "timeout=1s"});
        QCOMPARE(alone.code, 2);
        QVERIFY2(alone.err.find("--endpoint-option needs --endpoint URL.") != std::string::npos, alone.err.c_str());
    }
    for (const support::FaultServer::Request &request : server.requests()) {
        QCOMPARE(request.header("x-scope-orgid"), QByteArray("team-a"));
        QVERIFY2(request.target.contains("dedup=true"), request.target.constData());
    }
}

void TestDriftCommands::saysWhyItCannotRun()
{
    const QTemporaryDir folder;
    writeText(folder.filePath("broken/rulewright.yaml"), "mappings: [\n");
    const CliRun broken = runCli({"doctor", folder.filePath("broken")});
    QCOMPARE(broken.code, 2);
    QVERIFY(broken.out.empty() && broken.err.find("rulewright.yaml") != std::string::npos);
    writeText(folder.filePath("lost/rulewright.yaml"), "source: .\ngitops: ../nowhere\n");
    const CliRun lost = runCli({"drift", folder.filePath("lost")});
    QCOMPARE(lost.code, 2);
    QVERIFY(lost.err.find("nowhere") != std::string::npos);
    writeText(folder.filePath("fine/rulewright.yaml"), "source: .\n");
    const CliRun down = runCli({"doctor", folder.filePath("fine"), "--endpoint", "http://127.0.0.1:9"});
    QCOMPARE(down.code, 2);
    QVERIFY(down.out.empty() && !down.err.empty());
    QCOMPARE(runCli({"doctor", folder.filePath("fine"), "--endpoint", "no-url"}).code, 2);
}

void TestDriftCommands::refusesBadUse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no workspace") << QStringList{"drift", "/nowhere"};
    QTest::newRow("two") << QStringList{"drift", "a", "b"};
    QTest::newRow("format") << QStringList{"doctor", ".", "--format", "sarif"};
    QTest::newRow("unknown format") << QStringList{"drift", ".", "--format", "xml"};
    QTest::newRow("option") << QStringList{"drift", "--strict"};
}

void TestDriftCommands::refusesBadUse()
{
    QFETCH(QStringList, arguments);
    const CliRun run = runCli(arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.empty());
    QVERIFY(!run.err.empty());
}

REGISTER_TEST(TestDriftCommands);

#include "tst_drift.moc"
