#include "alerting/notification.h"
#include "backtest/firings.h"
#include "backtest/rulebacktest.h"
#include "backtest/whatif.h"
#include "prometheus/client.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

/// Backtests against the alerts of groups that a real Prometheus evaluates every second.
namespace {

using backtest::BacktestRequest;
using backtest::Milliseconds;
using backtest::RuleBacktest;

constexpr const char *groupText =
    "groups:\n"
    "- name: live\n  interval: 1s\n  rules:\n"
    "  - {record: 'base:NAME', expr: 'fast offset 45m', labels: {src: base}}\n"
    "  - {alert: Plain, expr: 'fast offset 45m > 5', labels: {severity: page}}\n"
    "  - {alert: Held, expr: 'fast offset 45m > 2', for: 2s}\n"
    "  - {alert: Kept, expr: 'fast offset 45m > 7', for: 0s, keep_firing_for: 3s}\n"
    "  - {alert: Both, expr: 'fast offset 45m > 3', for: 1s, keep_firing_for: 2s}\n"
    "  - {alert: Chained, expr: 'base:NAME{src=\"base\"} > 4', for: 1s}\n"
    "  - {alert: Ranged, expr: 'avg_over_time(base:NAME[4s]) > 4.5'}\n"
    "  - alert: Told\n    expr: steady offset 45m > 5\n    for: 2s\n"
    "    labels: {tier: '{{ $labels.job }}-{{ if gt $value 7.0 }}hot{{ else }}warm{{ end }}'}\n"
    "    annotations:\n"
    "      summary: '{{ .Labels.__name__ }} of {{ $labels.job }} is {{ $value | humanize }}'\n"
    "      others: '{{ with query \"steady offset 45m\" }}{{ range . }}{{ .Labels.job }}:"
    "{{ .Value }} {{ end }}{{ end }}'\n"
    "      broken: 'at {{ .Nope }}'\n"
    "- name: limited\n  interval: 1s\n  limit: 1\n  rules:\n"
    "  - {alert: Limited, expr: 'fast offset 45m > 4'}\n"
    "- name: other\n  interval: 2s\n  rules:\n"
    "  - {alert: Far, expr: 'max_over_time(base:NAME{job=~\"a|b\"}[5s]) > 8', for: 2s}\n";

std::string groupsWith(const char *name)
{
    return QString(groupText).replace("NAME", name).toStdString();
}

/// Which identities are in the state at a tick.
using States = std::map<Milliseconds, std::set<std::string>>;

std::string identityText(const alerting::Labels &labels)
{
    std::string text;
    for (const auto &[name, value] : labels) {
        if (name != "__name__" && name != "alertstate")
            text += name + "=" + value + ",";
    }
    return text;
}

States statesOf(const backtest::BacktestResult &result, bool firing, Milliseconds from, Milliseconds to)
{
    States states;
    for (std::size_t i = 0; i < result.values.ticks.count; ++i) {
        const Milliseconds tick = result.values.ticks.at(i);
        if (tick < from || tick > to)
            continue;
        for (const alerting::AlertHistory &alert : result.history.alerts) {
            for (const alerting::Band &band : firing ? alert.firing : alert.pending) {
                if (band.begin <= tick && (!band.end || tick < *band.end))
                    states[tick].insert(identityText(alert.labels));
            }
        }
    }
    return states;
}

QByteArray shown(const States &states)
{
    QByteArray text;
    for (const auto &[tick, identities] : states) {
        for (const std::string &identity : identities)
            text += QByteArray::number(tick) + " " + identity.c_str() + "\n";
    }
    return text;
}

void runToEnd(RuleBacktest &run)
{
    QEventLoop loop;
    bool done = false;
    run.start([&] {
        done = true;
        loop.quit();
    });
    if (!done)
        loop.exec();
}

} // namespace

class TestRuleBacktest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameAsTheServer_data();
    void sameAsTheServer();
    void operandAnswersWhatIf();
    void notifiesAsTheServer();
    void resumesAfterAFailedPiece();
    void checksItselfAgainstWhatIsRecorded();
    void tellsWhatReadsAhead();
    void tellsWhichAlertsAreMissing();
    void cancels();

private:
    [[nodiscard]] BacktestRequest requestFor(const char *alert, const char *name) const;
    States recordedStates(const std::string &alert, const char *state, Milliseconds from);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    std::shared_ptr<backtest::ServerKnowledge> m_knowledge = std::make_shared<backtest::ServerKnowledge>();
    QTemporaryDir m_folder;
    Milliseconds m_from = 0;
    Milliseconds m_to = 0;
};

void TestRuleBacktest::initTestCase()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QByteArray fast = "# TYPE fast gauge\n";
    std::uint32_t state = 99;
    for (const char *job : {"a", "b"}) {
        for (qint64 time = now - 46 * 60; time <= now - 43 * 60; ++time) {
            state = state * 1664525U + 1013904223U;
            fast += QByteArray("fast{job=\"") + job + "\"} " + QByteArray::number((state >> 16) % 10) + " " +
                    QByteArray::number(time) + "\n";
        }
    }
    fast += "# TYPE steady gauge\n";
    for (const auto &[job, value] : {std::pair{"a", "6.25"}, std::pair{"b", "12500"}, std::pair{"c", "1"}}) {
        for (qint64 time = now - 46 * 60; time <= now - 43 * 60; time += 10)
            fast += QByteArray("steady{job=\"") + job + "\"} " + value + " " + QByteArray::number(time) + "\n";
    }
    QFile live(m_folder.filePath("live.yml"));
    QVERIFY(live.open(QIODevice::WriteOnly));
    live.write(groupsWith("loaded").c_str());
    live.close();
    support::PrometheusServer::Options options;
    options.openMetrics = {fast + "# EOF\n"};
    options.configuration = "global: {scrape_interval: 15s}\nrule_files: ['" + live.fileName().toUtf8() + "']\n";
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
    const auto evaluated = [this] {
        bool there = false;
        QEventLoop loop;
        const auto pending = m_client->queryInstant("ALERTS{alertname=\"Far\"}",
                                                    static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000,
                                                    [&](const base::Result<alerting::QueryResult> &answer) {
                                                        there = answer && !answer->series.empty();
                                                        loop.quit();
                                                    });
        loop.exec();
        return there;
    };
    QTRY_VERIFY_WITH_TIMEOUT(evaluated(), 30000);
    // After what the machine may not know of the time before the server started; then some firings.
    const Milliseconds begun = QDateTime::currentMSecsSinceEpoch();
    m_from = begun + 8000;
    m_to = begun + 30000;
    QTRY_VERIFY_WITH_TIMEOUT(QDateTime::currentMSecsSinceEpoch() > m_to + 3000, 40000);
    QEventLoop loop;
    const auto pending = backtest::askKnowledge(*m_client, [&](backtest::ServerKnowledge answer) {
        *m_knowledge = std::move(answer);
        loop.quit();
    });
    loop.exec();
    QVERIFY(m_knowledge->loaded && m_knowledge->loaded->size() == 3);
}

BacktestRequest TestRuleBacktest::requestFor(const char *alert, const char *name) const
{
    BacktestRequest request;
    const auto document = rules::load(m_folder.filePath("live.yml").toStdString(), groupsWith(name));
    request.documents = {document};
    for (const rules::RuleGroup &group : document->groups()) {
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            if (group.rules[i].name.value == alert)
                request.rule = document->refOf(group, i);
        }
    }
    request.from = m_from;
    request.to = m_to;
    return request;
}

States TestRuleBacktest::recordedStates(const std::string &alert, const char *state, Milliseconds from)
{
    States states;
    QEventLoop loop;
    const auto pending = m_client->queryInstant("ALERTS{alertname=\"" + alert + "\",alertstate=\"" + state + "\"}[1m]",
                                                static_cast<double>(m_to) / 1000,
                                                [&](const base::Result<alerting::QueryResult> &answer) {
                                                    for (const alerting::Series &series : answer->series) {
                                                        for (const alerting::Sample &sample : series.samples) {
                                                            const Milliseconds time = std::llround(sample.time * 1000);
                                                            if (time >= from && time <= m_to)
                                                                states[time].insert(identityText(series.labels));
                                                        }
                                                    }
                                                    loop.quit();
                                                });
    loop.exec();
    return states;
}

void TestRuleBacktest::sameAsTheServer_data()
{
    QTest::addColumn<QByteArray>("alert");
    QTest::addColumn<QByteArray>("recording");
    for (const char *alert : {"Plain", "Held", "Kept", "Both", "Chained", "Ranged", "Limited", "Far"})
        QTest::newRow(alert) << QByteArray(alert) << QByteArray("loaded");
    // The same rules with a recording rule that the server has under another name only.
    for (const char *alert : {"Chained", "Ranged", "Far"})
        QTest::addRow("%s, inlined", alert) << QByteArray(alert) << QByteArray("unloaded");
}

void TestRuleBacktest::sameAsTheServer()
{
    QFETCH(QByteArray, alert);
    QFETCH(QByteArray, recording);
    RuleBacktest run(requestFor(alert.constData(), recording.constData()), *m_client, m_knowledge);
    runToEnd(run);
    QVERIFY2(!run.error(), run.error() ? run.error()->text.english().c_str() : "");
    const backtest::BacktestResult &result = run.result();
    QVERIFY(result.exact);
    QVERIFY(result.phaseSource == backtest::PhaseSource::ActiveAt || result.phaseSource == backtest::PhaseSource::Hash);
    QCOMPARE(result.inlining.inlined.size(), std::size_t(recording == "unloaded" ? 1 : 0));
    // What keep_firing_for carries over from before is not known.
    const Milliseconds settled = result.history.doubtUntil ? *result.history.doubtUntil + 1000 : m_from;
    QVERIFY(settled < m_from + 6000);
    const States firing = recordedStates(alert.toStdString(), "firing", settled);
    QVERIFY(!firing.empty());
    QCOMPARE(shown(statesOf(result, true, settled, m_to)), shown(firing));
    QCOMPARE(shown(statesOf(result, false, settled, m_to)),
             shown(recordedStates(alert.toStdString(), "pending", settled)));
    if (recording == "loaded") {
        QVERIFY(result.agreement);
        QVERIFY(result.agreement->of > 0);
        QCOMPARE(result.agreement->same, result.agreement->of);
        QVERIFY(result.agreement->differences.empty());
    } else {
        QVERIFY(!result.agreement);
    }
}

void TestRuleBacktest::operandAnswersWhatIf()
{
    BacktestRequest request = requestFor("Held", "loaded");
    RuleBacktest direct(request, *m_client, m_knowledge);
    runToEnd(direct);
    request.operand = true;
    request.longestFor = 5000;
    RuleBacktest run(request, *m_client, m_knowledge);
    runToEnd(run);
    const backtest::BacktestResult &result = run.result();
    QVERIFY(result.threshold);
    QCOMPARE(result.sent.front(), std::string("fast offset 45m"));
    QCOMPARE(shown(statesOf(result, true, m_from, m_to)), shown(statesOf(direct.result(), true, m_from, m_to)));
    // Other thresholds and durations from the same answer, as if each had been asked.
    const std::vector<double> thresholds = {2, 4, 6};
    const std::vector<Milliseconds> durations = {0, 2000, 5000};
    const std::vector<backtest::WhatIf> cells =
        backtest::whatIf(result.alert, result.values, result.threshold->op, thresholds, durations, result.from);
    QCOMPARE(cells.size(), std::size_t(9));
    QCOMPARE(cells[1].firings, direct.result().history.firings());
    const std::string changed = QString::fromStdString(groupsWith("loaded"))
                                    .replace("fast offset 45m > 2', for: 2s", "fast offset 45m > 4', for: 5s")
                                    .toStdString();
    request.documents = {rules::load(request.documents.front()->file(), changed)};
    request.operand = false;
    RuleBacktest other(request, *m_client, m_knowledge);
    runToEnd(other);
    QCOMPARE(cells[5].threshold, 4.0);
    QCOMPARE(cells[5].forDuration, Milliseconds(5000));
    QCOMPARE(cells[5].firings, other.result().history.firings());
    QCOMPARE(cells[5].firingRatio, other.result().history.firingRatio());
    // It is not what is loaded, so there is nothing to agree with.
    QVERIFY(!other.result().agreement);
}

/// What a firing's notification says is what the server renders for its alert.
void TestRuleBacktest::notifiesAsTheServer()
{
    QProcess curl;
    curl.start("curl", {"-s", m_server.url() + "/api/v1/alerts"});
    QVERIFY(curl.waitForFinished(10'000));
    std::map<std::string, std::map<QString, QString>> told;
    const QJsonArray alerts = QJsonDocument::fromJson(curl.readAll())["data"]["alerts"].toArray();
    for (const QJsonValue alert : alerts) {
        const QJsonObject labels = alert["labels"].toObject();
        if (labels["alertname"].toString() != "Told")
            continue;
        alerting::Labels identity;
        for (auto label = labels.begin(); label != labels.end(); ++label)
            identity.emplace_back(label.key().toStdString(), label->toString().toStdString());
        std::ranges::sort(identity);
        const QJsonObject annotations = alert["annotations"].toObject();
        for (auto each = annotations.begin(); each != annotations.end(); ++each)
            told[identityText(identity)][each.key()] = each->toString();
    }
    QCOMPARE(told.size(), std::size_t(2));
    for (const bool operand : {false, true}) {
        BacktestRequest request = requestFor("Told", "loaded");
        request.operand = operand;
        RuleBacktest run(request, *m_client, m_knowledge);
        runToEnd(run);
        const std::vector<backtest::Firing> firings = backtest::firingsOf(run.result(), 100);
        QCOMPARE(firings.size(), std::size_t(2));
        QCOMPARE(backtest::firingsOf(run.result(), 1).size(), std::size_t(1));
        const rules::RuleGroup *group = request.documents[0]->findGroup(request.rule);
        const rules::Rule *rule = request.documents[0]->find(request.rule);
        for (const backtest::Firing &firing : firings) {
            QCOMPARE(firing.value, identityText(firing.labels).find("job=a") != std::string::npos ? 6.25 : 12500);
            alerting::NotificationRequest notification;
            notification.context.alert = rule->name.value;
            notification.context.dialect = m_knowledge->facts.dialect();
            notification.time = static_cast<double>(firing.begin) / 1000;
            for (const auto &[name, value] : rule->annotations)
                notification.annotations.push_back({name.value, value.value});
            for (const auto &[name, value] : backtest::labelsOf(*group, *rule))
                notification.labels.push_back({name, value});
            notification.instances.push_back({firing.series, firing.value});
            alerting::NotificationRun expansion(std::move(notification), m_client.get());
            bool finished = false;
            expansion.start([&finished] { finished = true; });
            QTRY_VERIFY(finished);
            const alerting::RenderedInstance &instance = expansion.instances().at(0);
            QCOMPARE(QByteArray(identityText(instance.labels).c_str()),
                     QByteArray(identityText(firing.labels).c_str()));
            const auto server = told.find(identityText(instance.labels));
            QVERIFY(server != told.end());
            QCOMPARE(instance.annotations.size(), server->second.size());
            for (const alerting::RenderedText &text : instance.annotations)
                QCOMPARE(QString::fromStdString(text.text), server->second[QString::fromStdString(text.name)]);
        }
    }
}

void TestRuleBacktest::resumesAfterAFailedPiece()
{
    // A minute of ticks a second, four at a time; one piece fails once.
    int failures = 0;
    int asked = 0;
    support::FaultServer server([&](const support::FaultServer::Request &request) {
        support::FaultServer::Response response;
        ++asked;
        const QUrlQuery query(QUrl(QString::fromUtf8(request.target)).query());
        const double start = query.queryItemValue("start").toDouble();
        if (start == 12 && failures++ == 0) {
            response.status = 503;
            response.body = "overloaded";
            return response;
        }
        QByteArray values;
        for (double time = start; time <= query.queryItemValue("end").toDouble(); ++time)
            values += QByteArray(values.isEmpty() ? "" : ",") + "[" + QByteArray::number(time) + ",\"1\"]";
        response.body =
            R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[)" + values +
            "]}]}}";
        return response;
    });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    backtest::FetchPlan plan;
    plan.expr = "a";
    plan.ticks = {0, 1000, 60};
    plan.pointsPerQuery = 4;
    backtest::TickFetch fetch(plan, client);
    std::size_t progressed = 0;
    const auto run = [&] {
        QEventLoop loop;
        fetch.start([&loop] { loop.quit(); },
                    [&](const backtest::FetchProgress &progress) {
                        QVERIFY(progress.done <= progress.total);
                        QVERIFY(progress.secondsLeft);
                        ++progressed;
                    });
        loop.exec();
    };
    run();
    QVERIFY(fetch.error() && fetch.error()->kind == base::ErrorKind::Network);
    QVERIFY(!fetch.complete());
    QCOMPARE(fetch.progress().done, std::size_t(56));
    QCOMPARE(progressed, std::size_t(15));
    // What failed is unknown, not inactive.
    const alerting::RuleHistory history = backtest::simulate({"A", 0, 0, 0, {}}, fetch.values(), 0);
    QCOMPARE(history.unknownTicks, std::size_t(4));
    QCOMPARE(history.firingTicks, std::size_t(56));
    asked = 0;
    run();
    QVERIFY(fetch.complete() && !fetch.error());
    QCOMPARE(asked, 1);
    QCOMPARE(backtest::simulate({"A", 0, 0, 0, {}}, fetch.values(), 0).firingTicks, std::size_t(60));
}

void TestRuleBacktest::checksItselfAgainstWhatIsRecorded()
{
    // A minute before the server began to record, so that the rule is put in place of its series all along.
    BacktestRequest request = requestFor("Chained", "loaded");
    request.from = m_from - 60000;
    RuleBacktest run(request, *m_client, m_knowledge);
    runToEnd(run);
    QVERIFY2(!run.error(), run.error() ? run.error()->text.english().c_str() : "");
    const backtest::BacktestResult &result = run.result();
    QCOMPARE(result.inlining.inlined.size(), std::size_t(1));
    QVERIFY(result.inlining.inlined.front().reason == backtest::InlineReason::TooYoung);
    QCOMPARE(result.selfChecks.size(), std::size_t(1));
    QCOMPARE(result.selfChecks.front().rule, std::string("base:loaded"));
    QVERIFY(result.selfChecks.front().ticks >= 15);
    QCOMPARE(result.selfChecks.front().different, std::size_t(0));
    // It would say so: the same rule with another expression is another series.
    QVERIFY(result.values.ticks.count > result.selfChecks.front().ticks);
}

void TestRuleBacktest::tellsWhatReadsAhead()
{
    BacktestRequest request = requestFor("Plain", "loaded");
    const auto document = rules::load("ahead.yml", "groups:\n- name: g\n  interval: 1s\n  rules:\n"
                                                   "  - {record: 'ahead:fast', expr: 'fast offset -1m'}\n"
                                                   "  - {alert: Ahead, expr: 'ahead:fast offset 46m > 2'}\n"
                                                   "  - {alert: Own, expr: 'fast offset -1s > 2'}\n");
    request.documents = {document};
    for (const std::size_t index : {std::size_t(1), std::size_t(2)}) {
        request.rule = document->refOf(document->groups().front(), index);
        RuleBacktest run(request, *m_client, m_knowledge);
        runToEnd(run);
        bool told = false;
        for (const base::Text &warning : run.result().warnings)
            told = told || warning.english().find("reads ahead of its evaluation") != std::string::npos;
        for (const base::Text &warning : run.result().inlining.warnings)
            told = told || warning.english().find("reads ahead of its evaluation") != std::string::npos;
        QVERIFY2(told, index == 1 ? "inlined" : "own");
        QVERIFY(!run.result().exact);
    }
}

/// Alerts are not put in place of what the server has not recorded of them.
void TestRuleBacktest::tellsWhichAlertsAreMissing()
{
    BacktestRequest request = requestFor("Plain", "loaded");
    const auto document =
        rules::load("meta.yml", "groups:\n- name: g\n  interval: 1s\n  rules:\n"
                                "  - {alert: Base, expr: 'fast > 2', labels: {team: a}}\n"
                                "  - {alert: Meta, expr: 'ALERTS{alertname=\"Base\", team=\"a\", s=\"x\"} == 1'}\n"
                                "  - {alert: Other, expr: 'ALERTS{alertname=~\"B.*\", team=\"b\"} or fast > 9'}\n"
                                "  - {alert: Any, expr: 'count({__name__=~\"ALERTS.*\"}) > 0'}\n");
    request.documents.push_back(document);
    const auto missing = [&](std::size_t index) {
        request.rule = document->refOf(document->groups().front(), index);
        RuleBacktest run(request, *m_client, m_knowledge);
        runToEnd(run);
        QStringList names;
        for (const base::Text &warning : run.result().warnings) {
            if (warning.english().find("reads ALERTS of") != std::string::npos)
                names += QString::fromStdString(warning.english()).section(' ', 4, 4);
        }
        return names;
    };
    QCOMPARE(missing(1), QStringList("Base,"));
    QCOMPARE(missing(2), QStringList());
    // Not those that the server has loaded as they are written.
    const QStringList any = missing(3);
    QVERIFY(any.contains("Base,") && any.contains("Meta,") && !any.contains("Plain,"));
}

void TestRuleBacktest::cancels()
{
    RuleBacktest run(requestFor("Far", "unloaded"), *m_client, m_knowledge);
    bool finished = false;
    run.start([&finished] { finished = true; });
    run.cancel();
    QTest::qWait(0);
    QVERIFY(!finished);
    runToEnd(run);
    QVERIFY(run.answered() && !run.error());
}

REGISTER_TEST(TestRuleBacktest);

#include "tst_rulebacktest.moc"
