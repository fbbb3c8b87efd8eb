#include "demofigures.h"
#include "rules/ruledocument.h"
#include "support/registry.h"
#include "workspace/demo.h"
#include "workspace/git.h"
#include "workspace/workspacefile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <map>

using workspace::Demo;

class TestDemo : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void writesTwoRepositoriesThatCanBePushed();
    void opensAsAWorkspace();
    void holdsTwentyAlertsThatPromtoolAccepts();
    void deploysLessThanTheSourceSays();
    void buildsWithKustomize();
    void loadsTheDeployedRules();
    void showsTheFigures();
    void showsWhatEveryAlertDid();
    void goesOnAfterTheEnd();
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
    void leavesNothingBehindWhenCancelled();

private:
    [[nodiscard]] QString file(const QString &relative) const { return m_folder.filePath(relative); }
    [[nodiscard]] QByteArray read(const QString &relative) const;
    [[nodiscard]] std::shared_ptr<const rules::RuleDocument> rulesOf(const QString &relative) const;
    void compare(const std::vector<std::pair<QString, QString>> &rows) const;

    QTemporaryDir m_folder;
    std::unique_ptr<Demo> m_demo;
    qint64 m_end = 0;
    QString m_workspace;
    QString m_url;
};

namespace {

constexpr auto sourceRules = "algosu/infra/k3s/monitoring/prometheus-rules.yaml";
constexpr auto gitopsRules = "platform-gitops/platform/base/monitoring/prometheus-rules.yaml";

double secondsOf(const std::string &duration)
{
    return std::stod(duration) * (duration.back() == 'm' ? 60 : 1);
}

/// "HighErrorRate (gateway)": the first service that the expression reads, if it reads one.
QString alertTitle(const rules::Rule &rule)
{
    static const QRegularExpression service("algosu_(gateway|identity|submission|problem|ai_analysis|github_worker)_");
    const QRegularExpressionMatch match = service.match(QString::fromStdString(rule.expr.value));
    const QString name = QString::fromStdString(rule.name.value);
    return match.hasMatch() ? name + " (" + match.captured(1).replace('_', '-') + ')' : name;
}

std::string errorRatio(const std::string &service)
{
    const std::string counter = "algosu_" + service + "_http_requests_total";
    return "sum by (job) (rate(" + counter + "{status_code=~\"5..\"}[5m])) / sum by (job) (rate(" + counter +
           "[5m])) * 100";
}

std::string latency95(const std::string &service)
{
    return "histogram_quantile(0.95, sum by (job, le) (rate(algosu_" + service +
           "_http_request_duration_seconds_bucket[5m])))";
}

} // namespace

QByteArray TestDemo::read(const QString &relative) const
{
    QFile in(file(relative));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

std::shared_ptr<const rules::RuleDocument> TestDemo::rulesOf(const QString &relative) const
{
    return rules::load(relative.toStdString(), read(relative).toStdString());
}

void TestDemo::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch();
    m_demo = std::make_unique<Demo>();
    m_demo->setContinueInterval(1000);
    QSignalSpy ready(m_demo.get(), &Demo::ready);
    QSignalSpy failed(m_demo.get(), &Demo::failed);
    QSignalSpy progress(m_demo.get(), &Demo::progress);
    m_demo->start(m_folder.path(), m_end);
    QTRY_VERIFY_WITH_TIMEOUT(ready.count() + failed.count() > 0, 240000);
    if (!failed.isEmpty()) {
        const auto error = failed.at(0).at(0).value<base::Error>();
        QFAIL(qPrintable(QString::fromStdString(error.text.english() + '\n' + error.detail)));
    }
    m_workspace = ready.at(0).at(0).toString();
    m_url = ready.at(0).at(1).toString();
    // Progress never goes back and ends with all of its steps.
    int last = 0;
    for (const QList<QVariant> &step : std::as_const(progress)) {
        QVERIFY(!step.at(0).toString().isEmpty());
        QVERIFY(step.at(1).toInt() >= last);
        last = step.at(1).toInt();
    }
    QCOMPARE(last, progress.last().at(2).toInt());
}

void TestDemo::writesTwoRepositoriesThatCanBePushed()
{
    const std::map<QString, int> commits = {{"algosu", 2}, {"platform-gitops", 1}};
    for (const auto &[name, count] : commits) {
        const workspace::Git git(file(name));
        const base::Result<workspace::RepositoryStatus> status = git.status();
        QVERIFY(status.ok());
        QCOMPARE(status->branch, QString("main"));
        QCOMPARE(status->changedFiles, 0);
        QVERIFY(status->hasUpstream);
        QCOMPARE(git.output({"rev-list", "--count", "HEAD"})->trimmed(), QByteArray::number(count));
        QCOMPARE(git.output({"log", "-1", "--format=%an <%ae>"})->trimmed(),
                 QByteArray("Rulewright demo <demo@localhost>"));
        QVERIFY(git.output({"commit", "-q", "--allow-empty", "-m", "Try a push"}).ok());
        QVERIFY(git.output({"push", "-q"}).ok());
        const workspace::Git origin(file("origin/" + name + ".git"));
        QCOMPARE(*origin.output({"rev-parse", "main"}), *git.output({"rev-parse", "HEAD"}));
    }
    const QByteArray change = *workspace::Git(file("algosu")).output({"diff", "HEAD~2", "HEAD~1"});
    QVERIFY(change.contains("-            expr: algosu_github_worker_circuit_breaker_state == 1"));
    QVERIFY(change.contains("+            expr: algosu_github_worker_circuit_breaker_state == 2"));
}

void TestDemo::opensAsAWorkspace()
{
    const base::Result<workspace::WorkspaceFile> opened = workspace::readWorkspaceFile(m_workspace);
    QVERIFY(opened.ok());
    QCOMPARE(QFileInfo(opened->source).canonicalFilePath(), QFileInfo(file("algosu")).canonicalFilePath());
    QCOMPARE(opened->endpoints.size(), std::size_t(1));
    QCOMPARE(opened->endpoints[0].url, m_url);
    const std::vector<QString> twins = opened->twinsOf(opened->source + "/infra/k3s/monitoring/prometheus-rules.yaml");
    QCOMPARE(twins.size(), std::size_t(1));
    QCOMPARE(QFileInfo(twins[0]).canonicalFilePath(), QFileInfo(file(gitopsRules)).canonicalFilePath());
}

void TestDemo::holdsTwentyAlertsThatPromtoolAccepts()
{
    for (const char *where : {sourceRules, gitopsRules}) {
        const std::shared_ptr<const rules::RuleDocument> document = rulesOf(where);
        QCOMPARE(document->ruleCount(), std::size_t(20));
        QVERIFY(document->diagnostics().empty());
        std::map<std::string, int> names;
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                QCOMPARE(rule.kind, rules::RuleKind::Alerting);
                ++names[rule.name.value];
                const bool staticService = std::any_of(rule.labels.begin(), rule.labels.end(), [](const auto &label) {
                    return label.first.value == "service";
                });
                QCOMPARE(staticService, rule.name.value == "HighMemoryUsage");
                // Every text for people is Korean.
                QVERIFY(std::any_of(rule.annotations.begin(), rule.annotations.end(), [](const auto &annotation) {
                    return QString::fromStdString(annotation.second.value).contains(QRegularExpression("[가-힣]"));
                }));
            }
        }
        QCOMPARE(names["HighErrorRate"], 4);
        QCOMPARE(names["HighMemoryUsage"], 4);
        QCOMPARE(names["HighLatencyP95"], 2);
        QCOMPARE(names.size(), std::size_t(13));
    }
    // What the server loads is the rule file of the GitOps ConfigMap.
    QProcess promtool;
    promtool.start("promtool", {"check", "rules", "--lint=none", file("prometheus/rules/algosu-alerts.yml")});
    QVERIFY(promtool.waitForFinished());
    QCOMPARE(promtool.exitCode(), 0);
    QVERIFY(promtool.readAllStandardOutput().contains("SUCCESS: 20 rules found"));
}

void TestDemo::deploysLessThanTheSourceSays()
{
    const QByteArray source = read("algosu/infra/k3s/monitoring/prometheus-config.yaml");
    const QByteArray gitops = read("platform-gitops/platform/base/monitoring/prometheus-config.yaml");
    for (const char *lost : {"alerting:", "job_name: github-worker"}) {
        QVERIFY(source.contains(lost));
        QVERIFY(!gitops.contains(lost));
    }
    QVERIFY(QFile::exists(file("algosu/infra/k3s/monitoring/github-worker.yaml")));
    QVERIFY(!QFile::exists(file("platform-gitops/platform/base/monitoring/github-worker.yaml")));
    const QByteArray kustomization = read("platform-gitops/platform/base/monitoring/kustomization.yaml");
    QStringList unregistered;
    const QStringList manifests =
        QDir(file("platform-gitops/platform/base/monitoring")).entryList({"*.yaml"}, QDir::Files);
    for (const QString &manifest : manifests) {
        if (manifest != "kustomization.yaml" && !kustomization.contains("- " + manifest.toUtf8()))
            unregistered += manifest;
    }
    QCOMPARE(unregistered, QStringList({"alertmanager.yaml", "grafana-service-dashboard.yaml"}));
    // Image tags and environment entries of its own, in every service.
    const QStringList services = QDir(file("algosu/infra/k3s/apps")).entryList({"*.yaml"}, QDir::Files);
    QCOMPARE(services.size(), 6);
    for (const QString &service : services) {
        const QByteArray mirror = read("algosu/infra/k3s/apps/" + service);
        const QByteArray deployed = read("platform-gitops/platform/base/apps/" + service);
        QVERIFY(mirror.contains(":latest") && !deployed.contains(":latest"));
        QVERIFY(!mirror.contains("LOG_LEVEL") && deployed.contains("LOG_LEVEL"));
    }
    // The receivers of Alertmanager have nothing to send to.
    QVERIFY(!read("algosu/infra/k3s/monitoring/alertmanager.yaml").contains("_configs:"));
}

void TestDemo::buildsWithKustomize()
{
    const QString kubectl = QStandardPaths::findExecutable("kubectl");
    if (kubectl.isEmpty())
        QSKIP("kubectl is not installed");
    QProcess kustomize;
    kustomize.start(kubectl, {"kustomize", file("platform-gitops/platform/overlays/prod")});
    QVERIFY(kustomize.waitForFinished());
    QCOMPARE(kustomize.exitCode(), 0);
    const QByteArray rendered = kustomize.readAllStandardOutput();
    QVERIFY(rendered.contains("name: prometheus-rules"));
    QVERIFY(!rendered.contains("name: alertmanager\n"));
}

void TestDemo::loadsTheDeployedRules()
{
    QNetworkAccessManager network;
    std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(QUrl(m_url + "/api/v1/rules"))));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QVERIFY(finished.wait());
    int rules = 0;
    QString breaker;
    const QJsonArray groups = QJsonDocument::fromJson(reply->readAll())["data"]["groups"].toArray();
    for (const QJsonValue &group : groups) {
        const QJsonArray entries = group["rules"].toArray();
        for (const QJsonValue &rule : entries) {
            ++rules;
            if (rule["name"].toString() == "CircuitBreakerOpen")
                breaker = rule["query"].toString();
        }
    }
    QCOMPARE(rules, 20);
    QCOMPARE(breaker, QString("algosu_github_worker_circuit_breaker_state == 1"));
}

void TestDemo::compare(const std::vector<std::pair<QString, QString>> &rows) const
{
    QFile figures(RULEWRIGHT_SOURCE_DIR "/resources/demo/FIGURES.md");
    QVERIFY(figures.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(figures.readAll());
    QStringList missing;
    for (const auto &[what, figure] : rows) {
        const QString row = "| " + what + " | " + figure + " |";
        if (!text.contains(row + '\n'))
            missing += row;
    }
    QVERIFY2(missing.isEmpty(), qPrintable("FIGURES.md does not say:\n" + missing.join('\n')));
}

void TestDemo::showsTheFigures()
{
    DemoQueries demo(m_url, m_end);
    const auto count = [&](const char *expr) {
        return demo.number(std::string("count(") + expr + ") or vector(0)", 0);
    };
    const std::string limits =
        "label_replace(kube_pod_container_resource_limits{resource=\"memory\"}, \"job\", \"$1\", "
        "\"container\", \"(.+)\")";
    const auto ofLimit = [&](const std::string &service) {
        return "algosu_" + service + "_process_resident_memory_bytes / on (job) " + limits + " * 100";
    };
    const std::string deadLetters = "algosu_submission_dlq_messages_total{queue=\"submission.created.dlq\"}";
    compare({
        {"Series over the seven days", count(R"(last_over_time({__name__=~"up|algosu_.+|kube_.+|rabbitmq_.+"}[7d]))")},
        {"Gateway heap, used of total, at the end",
         demo.number("algosu_gateway_nodejs_heap_size_used_bytes / algosu_gateway_nodejs_heap_size_total_bytes * 100",
                     1, "%")},
        {"Gateway resident memory at the end",
         demo.number("algosu_gateway_process_resident_memory_bytes / 1024 / 1024", 0, "MiB")},
        {"Gateway resident memory of its limit of 1 GiB, at the end", demo.number(ofLimit("gateway"), 1, "%")},
        {"Series of the error counters that five alerts read",
         count(R"(last_over_time({__name__=~"algosu_.+_http_errors_total"}[7d]))")},
        {"Gateway 5xx, highest share", demo.peak(errorRatio("gateway"), 1, "%")},
        {"Submission 5xx, highest share", demo.peak(errorRatio("submission"), 1, "%")},
        {"AI analysis 5xx, highest share (no alert covers it)", demo.peak(errorRatio("ai_analysis"), 1, "%")},
        {"Identity 5xx, highest share", demo.peak(errorRatio("identity"), 1, "%")},
        {"Identity 5xx ratio, share of the time with a sample",
         demo.number("count_over_time((" + errorRatio("identity") + ")[7d:30s]) / 20160 * 100", 1, "%")},
        {"Problem 5xx series (not a single error)",
         count(R"(count_over_time(algosu_problem_http_requests_total{status_code!~"[23].."}[7d]))")},
        {"5xx above 5 % for 5 minutes, gateway", demo.firing(errorRatio("gateway") + " > 5", 300)},
        {"5xx above 5 % for 5 minutes, submission", demo.firing(errorRatio("submission") + " > 5", 300)},
        {"5xx above 5 % for 5 minutes, AI analysis", demo.firing(errorRatio("ai_analysis") + " > 5", 300)},
        {"Submission p95, highest", demo.peak(latency95("submission"), 2, "s")},
        {"Gateway p95, highest", demo.peak(latency95("gateway"), 2, "s")},
        {"p95 above 1 s for 3 minutes, AI analysis (slow by nature)",
         demo.firing(latency95("ai_analysis") + " > 1", 180)},
        {"Submission resident memory of its limit, highest (then killed)", demo.peak(ofLimit("submission"), 1, "%")},
        {"Submission heap, used of total, highest",
         demo.number("max_over_time((algosu_submission_nodejs_heap_size_used_bytes / "
                     "algosu_submission_nodejs_heap_size_total_bytes * 100)[7d:30s])",
                     1, "%")},
        {"Containers that were OOM-killed",
         count("kube_pod_container_status_last_terminated_reason{reason=\"OOMKilled\"}")},
        {"github-worker last scraped",
         demo.number("(time() - max_over_time(timestamp(up{job=\"github-worker\"})[7d:30s])) / 3600", 1,
                     "h before the end")},
        {"Resident memory joined with its limit on (pod)",
         count(
             R"({__name__=~"algosu_.+_process_resident_memory_bytes"} * on (pod) kube_pod_container_resource_limits{resource="memory"})")},
        {"Resident memory joined with its limit on the job named after the container",
         demo.number("count({__name__=~\"algosu_.+_process_resident_memory_bytes\"} / on (job) " + limits + ')', 0)},
        {"Dead letters of submission.created, counted (the process restarted once)",
         demo.number("max_over_time(" + deadLetters + "[7d]) + " + deadLetters, 0)},
        {"Dead letters of submission.created, seen by increase()",
         demo.number("sum_over_time((increase(" + deadLetters + "[1m]) / 2)[7d:30s])", 0)},
    });
    QCOMPARE(demo.problems(), QStringList());
}

void TestDemo::showsWhatEveryAlertDid()
{
    DemoQueries demo(m_url, m_end);
    std::vector<std::pair<QString, QString>> rows;
    const std::shared_ptr<const rules::RuleDocument> document = rulesOf(sourceRules);
    for (const rules::RuleGroup &group : document->groups()) {
        for (const rules::Rule &rule : group.rules)
            rows.emplace_back(alertTitle(rule),
                              demo.firing(rule.expr.value, rule.forDuration ? secondsOf(rule.forDuration->value) : 0));
    }
    QCOMPARE(rows.size(), std::size_t(20));
    compare(rows);
    QCOMPARE(demo.problems(), QStringList());
}

void TestDemo::goesOnAfterTheEnd()
{
    const auto blocks = [this] {
        return QDir(file("prometheus/data")).entryList({"01*"}, QDir::Dirs | QDir::NoDotAndDotDot).size();
    };
    const qsizetype before = blocks();
    QTRY_VERIFY_WITH_TIMEOUT(blocks() > before, 90000);
}

void TestDemo::refusesWhatItCannotDo_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<QString>("says");
    QTest::newRow("folder in use") << "folder"
                                   << "is not empty";
    QTest::newRow("future") << "future"
                            << "in the future";
    QTest::newRow("no prometheus") << "path"
                                   << "The demo needs prometheus";
    QTest::newRow("no git") << "git"
                            << "The demo needs git";
    QTest::newRow("file in the way") << "file"
                                     << "cannot make its folder";
    QTest::newRow("promtool fails") << "promtool"
                                    << "promtool failed";
    QTest::newRow("server ends") << "server"
                                 << "ended unexpectedly";
}

void TestDemo::refusesWhatItCannotDo()
{
    QFETCH(QString, obstacle);
    QFETCH(QString, says);
    QTemporaryDir folder;
    QTemporaryDir tools;
    QString target = folder.filePath("demo");
    qint64 end = QDateTime::currentSecsSinceEpoch();
    // Stands for a program of the system: the real one, or a script.
    const auto link = [&](const QString &name) {
        QVERIFY(QFile::link(QStandardPaths::findExecutable(name), tools.filePath(name)));
    };
    const auto script = [&](const QString &name, const QByteArray &commands) {
        QFile file(tools.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + commands);
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    };
    const QByteArray outOfOrder = "echo out of order >&2\nexit 3\n";
    const QByteArray path = qgetenv("PATH");
    if (obstacle == "folder")
        target = m_folder.path();
    if (obstacle == "future")
        end += 3600;
    if (obstacle == "file")
        target = file("algosu/README.md");
    if (obstacle == "git") {
        link("prometheus");
        link("promtool");
    }
    if (obstacle == "promtool") {
        link("prometheus");
        link("git");
        script("promtool", outOfOrder);
    }
    if (obstacle == "server") {
        link("git");
        script("promtool", "exit 0\n");
        script("prometheus", outOfOrder);
    }
    const bool ownTools = QStringList({"path", "git", "promtool", "server"}).contains(obstacle);
    if (ownTools)
        qputenv("PATH", tools.path().toUtf8());
    Demo demo;
    QSignalSpy failed(&demo, &Demo::failed);
    demo.start(target, end);
    QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), 120000);
    qputenv("PATH", path);
    const auto error = failed.at(0).at(0).value<base::Error>();
    QVERIFY2(QString::fromStdString(error.text.english()).contains(says), error.text.english().c_str());
    if (obstacle == "promtool" || obstacle == "server")
        QCOMPARE(QString::fromStdString(error.detail), QString("out of order"));
    QCOMPARE(failed.count(), 1);
}

void TestDemo::leavesNothingBehindWhenCancelled()
{
    auto folder = std::make_unique<QTemporaryDir>();
    const QString path = folder->path();
    auto demo = std::make_unique<Demo>();
    int steps = 0;
    connect(demo.get(), &Demo::progress, this, [&](const QString &, int done, int) { steps = done; });
    demo->start(path, QDateTime::currentSecsSinceEpoch());
    QTRY_VERIFY_WITH_TIMEOUT(steps >= 2, 60000);
    demo.reset();
    // No thread or process of the demo writes into the folder any more.
    QVERIFY(folder->remove());
    QTest::qWait(300);
    QVERIFY(!QFile::exists(path));
}

void TestDemo::cleanupTestCase()
{
    m_demo.reset();
    QTcpSocket socket;
    socket.connectToHost("127.0.0.1", static_cast<quint16>(QUrl(m_url).port()));
    QVERIFY(!socket.waitForConnected(2000));
}

REGISTER_TEST(TestDemo);

#include "tst_demo.moc"
