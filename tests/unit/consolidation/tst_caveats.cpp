#include "consolidation/caveats.h"
#include "consolidation/emptiness.h"
#include "consolidation/incidents.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "prometheus/client.h"
#include "rulelines.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <QDateTime>
#include <QTest>

using consolidation::Evidence;
using consolidation::Proof;
using consolidation::Verdict;

namespace {

QByteArray textOf(const std::vector<Evidence> &evidence, const std::string &kind)
{
    QByteArrayList lines;
    for (const Evidence &each : evidence) {
        if (kind.empty() || each.kind == kind)
            lines += QByteArray::fromStdString(each.kind + ": " + each.text.english());
    }
    return lines.join('\n');
}

/// Answers range queries for steps at round times, as Mimir does by default.
class AlignedSource : public alerting::SeriesSource
{
public:
    explicit AlignedSource(alerting::SeriesSource &source) : m_source(source) {}

    std::unique_ptr<alerting::PendingQuery> queryInstant(const std::string &expr, double time, Callback done) override
    {
        return m_source.queryInstant(expr, time, std::move(done));
    }
    std::unique_ptr<alerting::PendingQuery> queryRange(const alerting::RangeQuery &query, Callback done) override
    {
        alerting::RangeQuery aligned = query;
        aligned.start = std::floor(query.start / query.stepSeconds) * query.stepSeconds;
        aligned.end = std::floor(query.end / query.stepSeconds) * query.stepSeconds;
        return m_source.queryRange(aligned, std::move(done));
    }

private:
    alerting::SeriesSource &m_source;
};

} // namespace

/// What misleads a comparison, the mistakes of refactorings by hand, and incidents, over a history in a real
/// Prometheus.
class TestCaveats : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void namesWhatMisleads_data();
    void namesWhatMisleads();
    void namesNothingWithoutSigns();
    void namesABackendThatAlignsSteps();
    void listsEveryCauseOfEmptiness();
    void showsARecordingRuleOverNothing();
    void showsAJoinThatNeverMeets();
    void showsALostStaticLabel();
    void showsThatMoreServicesAreWatched();
    void showsANewLabelAndAStalerInput();
    void findsIncidentsAndWhoCatchesThem();

private:
    [[nodiscard]] std::vector<Evidence> caveats(const std::string &expr,
                                                const std::function<void(consolidation::CaveatRequest &)> &change = {},
                                                alerting::SeriesSource *source = nullptr);
    [[nodiscard]] std::vector<Evidence> causes(const std::string &expr);
    [[nodiscard]] Proof prove(const consolidation::Family &family, const consolidation::Proposal &proposal,
                              const consolidation::Documents &documents);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    qint64 m_from = 0;
    qint64 m_to = 0;
};

void TestCaveats::initTestCase()
{
    constexpr qint64 hours = 8;
    m_to = QDateTime::currentSecsSinceEpoch() / 600 * 600 - 600;
    m_from = m_to - hours * 3600;
    QByteArray text;
    const auto family = [&](const char *name, const char *type) {
        text += QByteArray("# TYPE ") + name + ' ' + type + '\n';
    };
    const auto series = [&](const QByteArray &name, qint64 step, const std::function<double(qint64)> &value) {
        for (qint64 time = m_from; time <= m_to; time += step) {
            const double v = value(time);
            if (!std::isnan(v))
                text += name + ' ' + QByteArray::number(v, 'g', 17) + ' ' + QByteArray::number(time) + '\n';
        }
    };
    const auto minute = [this](qint64 time) { return static_cast<double>(time - m_from) / 60; };
    family("two", "counter");
    series("two_total{job=\"svc\"}", 60, [&](qint64 t) { return minute(t) + ((t / 60) % 2 == 0 ? 1000 : 0); });
    family("one", "counter");
    series("one_total{job=\"svc\"}", 60, [&](qint64 t) { return std::fmod(minute(t), 300); });
    family("pair", "gauge");
    series("pair{job=\"x\",prometheus_replica=\"a\"}", 60, minute);
    series("pair{job=\"x\",prometheus_replica=\"b\"}", 60, minute);
    family("thin", "gauge");
    series("thin{job=\"x\"}", 60, [&](qint64 t) { return minute(t) < 240 && t % 600 != 0 ? std::nan("") : 1.0; });
    family("base", "gauge");
    series("base{job=\"x\"}", 60, minute);
    family("job:base:sum", "gauge");
    series("job:base:sum{job=\"x\"}", 60, [&](qint64 t) { return minute(t) * (minute(t) < 240 ? 2 : 1); });
    family("job:fine:sum", "gauge");
    series("job:fine:sum{job=\"x\"}", 60, minute);
    family("ALERTS", "gauge");
    series("ALERTS{alertname=\"Fired\",alertstate=\"firing\"}", 60,
           [&](qint64 t) { return minute(t) < 60 ? 1.0 : std::nan(""); });
    for (const char *name : {"shop", "stock", "mail"}) {
        const QByteArray metric = QByteArray("acme_") + name + "_requests";
        family(metric.constData(), "counter");
        series(metric + "_total{job=\"" + name + "\",pod=\"" + name + "-1\"}", 60,
               [&](qint64 t) { return minute(t) * 600; });
    }
    for (const char *name : {"shop", "stock"}) {
        const QByteArray metric = QByteArray("acme_") + name + "_memory_bytes";
        family(metric.constData(), "gauge");
        // A leak until the container is killed.
        series(metric + "{job=\"" + name + "\",instance=\"" + name + ":80\"}", 60,
               [&](qint64 t) { return name[1] == 'h' && minute(t) >= 200 && minute(t) < 260 ? 95.0 : 40.0; });
    }
    family("limit_bytes", "gauge");
    for (const char *name : {"shop", "stock"})
        series(QByteArray("limit_bytes{container=\"") + name + "\",pod=\"" + name + "-7d9f\"}", 60,
               [](qint64) { return 100.0; });
    family("kube_pod_container_status_restarts", "counter");
    series("kube_pod_container_status_restarts_total{namespace=\"n\",pod=\"shop-7d9f\",container=\"shop\"}", 60,
           [&](qint64 t) { return minute(t) >= 260 ? 1.0 : 0.0; });
    series("kube_pod_container_status_restarts_total{namespace=\"n\",pod=\"stock-7d9f\",container=\"stock\"}", 60,
           [&](qint64 t) { return minute(t) >= 400 ? 1.0 : 0.0; });
    family("kube_pod_container_status_last_terminated_reason", "gauge");
    series(
        "kube_pod_container_status_last_terminated_reason{namespace=\"n\",pod=\"shop-7d9f\",container=\"shop\",reason="
        "\"OOMKilled\"}",
        60, [&](qint64 t) { return minute(t) >= 260 ? 1.0 : std::nan(""); });
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
}

std::vector<Evidence> TestCaveats::caveats(const std::string &expr,
                                           const std::function<void(consolidation::CaveatRequest &)> &change,
                                           alerting::SeriesSource *source)
{
    consolidation::CaveatRequest request;
    request.alerts = {"Quiet"};
    request.exprs = {expr};
    request.from = m_from * 1000;
    request.to = m_to * 1000;
    request.fired = true;
    if (change)
        change(request);
    consolidation::CaveatRun run(std::move(request), source ? *source : *m_client);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
    return run.evidence();
}

std::vector<Evidence> TestCaveats::causes(const std::string &expr)
{
    consolidation::EmptinessRun run({expr}, (m_to - 3 * 3600) * 1000, m_to * 1000, 0, *m_client);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
    return run.causes();
}

Proof TestCaveats::prove(const consolidation::Family &family, const consolidation::Proposal &proposal,
                         const consolidation::Documents &documents)
{
    std::shared_ptr<backtest::ServerKnowledge> knowledge;
    const auto pending = backtest::askKnowledge(*m_client, [&](backtest::ServerKnowledge answer) {
        knowledge = std::make_shared<backtest::ServerKnowledge>(std::move(answer));
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(knowledge, 30000); }();
    consolidation::ProvingRun run(family, proposal, documents, (m_from + 1200) * 1000, m_to * 1000, *m_client,
                                  knowledge);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 60000); }();
    return run.proof();
}

void TestCaveats::namesWhatMisleads_data()
{
    using Change = std::function<void(consolidation::CaveatRequest &)>;
    QTest::addColumn<QString>("expr");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *expr, const Change &change, const char *expected) {
        QTest::newRow(name) << QString(expr) << change << QByteArray(expected);
    };
    row("replicas behind one Service", "sum(rate(two_total[5m]))", {}, "resets: The counter two_total{} went back 30");
    row("an HA pair", "sum(pair{job=\"x\"})", {},
        "duplicates: Series of pair{job=\"x\"} differ only in the label prometheus_replica");
    row("thinner older samples", "thin", {}, "downsampled: Older samples of thin{} lie about 9m apart, newer ones 1m");
    row(
        "a firing before the range", "base",
        [this](consolidation::CaveatRequest &request) {
            request.fired = false;
            request.alerts = {"Fired"};
            request.from = (m_to - 3 * 3600) * 1000;
        },
        "retention: Fired fired until about");
    row(
        "a short retention", "base",
        [](consolidation::CaveatRequest &request) {
            request.fired = false;
            request.retention = 7 * 86400000LL;
        },
        "retention: Quiet did not fire in this range, and the endpoint keeps only 1w");
    row(
        "an older expression", "job:base:sum",
        [](consolidation::CaveatRequest &request) {
            backtest::RecordingRule rule;
            rule.name = "job:base:sum";
            rule.tree = std::make_shared<promql::Tree>(promql::parse("sum by (job) (base)"));
            request.recordings = {rule};
        },
        "recorded: Until about");
}

void TestCaveats::namesWhatMisleads()
{
    QFETCH(QString, expr);
    QFETCH(std::function<void(consolidation::CaveatRequest &)>, change);
    QFETCH(QByteArray, expected);
    const QByteArray text = textOf(caveats(expr.toStdString(), change), {});
    QVERIFY2(text.contains(expected), text);
    QCOMPARE(text.count('\n'), 0);
}

void TestCaveats::namesNothingWithoutSigns()
{
    backtest::RecordingRule rule;
    rule.name = "job:fine:sum";
    rule.tree = std::make_shared<promql::Tree>(promql::parse("sum by (job) (base)"));
    const auto change = [&](consolidation::CaveatRequest &request) { request.recordings = {rule}; };
    QCOMPARE(textOf(caveats("rate(one_total[5m]) + job:fine:sum + base", change), {}), QByteArray());
}

void TestCaveats::namesABackendThatAlignsSteps()
{
    AlignedSource aligned(*m_client);
    const QByteArray text = textOf(caveats("base", {}, &aligned), {});
    QVERIFY2(text.contains("aligned: The endpoint moves the steps of range queries to round times (here by 17s)"),
             text);
}

void TestCaveats::listsEveryCauseOfEmptiness()
{
    const QByteArray text = textOf(causes("nothing_total{job=\"a\"} / on (job) one_total{job=\"b\",env=\"prod\"}"), {});
    QVERIFY2(text.contains("no-series: There is no series nothing_total{} in this range."), text);
    QVERIFY2(text.contains("retention: nothing_total{} has no sample in the"), text);
    QVERIFY2(text.contains("no-value: No series one_total{} has job=\"b\" in this range."), text);
    QVERIFY2(text.contains("no-label: No series one_total{} has the label env in this range."), text);
    const QByteArray ended = textOf(causes("ALERTS{alertname=\"Fired\"}"), {});
    QVERIFY2(ended.contains("until: "), ended);
}

void TestCaveats::showsARecordingRuleOverNothing()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum by (job) (rate(acme_shop_requests_total[5m])) > 5\n"
                         "Busy: sum by (job) (rate(acme_stock_requests_total[5m])) > 5")};
    const consolidation::Report report = consolidation::reportOn(documents);
    consolidation::Proposal proposal = report.proposals.at(0);
    std::string &expr = proposal.takeovers.at(0).recording.at(0).rule.expr;
    const std::size_t at = expr.find("_requests_total");
    QVERIFY(at != std::string::npos);
    expr.replace(at, 15, "_http_requests_total");
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QCOMPARE(static_cast<int>(proof.verdict), static_cast<int>(Verdict::Narrower));
    QVERIFY(proof.nothingNew);
    const QByteArray text = textOf(proof.evidence, {});
    QVERIFY2(text.contains("no-series: "), text);
    QVERIFY2(text.contains("The new rule does not select all that Busy selects"), text);
    QVERIFY(QByteArray::fromStdString(proof.sentence().english()).startsWith("Narrower: the new rule has no data"));
}

void TestCaveats::showsAJoinThatNeverMeets()
{
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\nMemory: acme_shop_memory_bytes > 80\n"
                                                                 "Memory: acme_stock_memory_bytes > 80")};
    const consolidation::Report report = consolidation::reportOn(documents);
    consolidation::Proposal proposal = report.proposals.at(0);
    consolidation::Takeover &takeover = proposal.takeovers.at(0);
    takeover.recording.clear();
    takeover.alerting.rule.expr =
        "{__name__=~\"acme_(shop|stock)_memory_bytes\"} / on (pod) group_left () limit_bytes > 0.8";
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QVERIFY(proof.verdict != Verdict::Same);
    const QByteArray text = textOf(proof.evidence, "no-match");
    QVERIFY2(text.contains("The two sides of / never meet, though both have series."), text);
    QVERIFY2(text.contains("The label pod must match, but only the right side has it"), text);
    QVERIFY2(text.contains("values of job on the left are values of container on the right"), text);
}

void TestCaveats::showsALostStaticLabel()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum(rate(acme_shop_requests_total[5m])) > 5 // labels: {service: shop}\n"
                         "Busy: sum(rate(acme_stock_requests_total[5m])) > 5 // labels: {service: stock}")};
    const consolidation::Report report = consolidation::reportOn(documents);
    consolidation::Proposal proposal = report.proposals.at(0);
    for (consolidation::Takeover &takeover : proposal.takeovers) {
        takeover.alerting.rule.labels.clear();
        takeover.recording.clear();
        takeover.gained.clear();
        takeover.alerting.rule.expr = "sum by (job) (rate({__name__=~\"acme_(shop|stock)_requests_total\"}[5m])) > 5";
    }
    const QByteArray before = textOf(consolidation::reportOn(documents).proofs.at(0).evidence, "label");
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QVERIFY(proof.verdict != Verdict::Same);
    const QByteArray text = textOf(proof.evidence, "label");
    QVERIFY2(text.contains("Alerts of Busy would lose the label service."), text);
    QVERIFY2(!before.contains("lose the label service"), before);
}

void TestCaveats::showsThatMoreServicesAreWatched()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum by (job) (rate(acme_shop_requests_total[5m])) > 5\n"
                         "Busy: sum by (job) (rate(acme_stock_requests_total[5m])) > 5")};
    const consolidation::Report report = consolidation::reportOn(documents);
    consolidation::Proposal proposal = report.proposals.at(0);
    const Proof same = prove(report.findings.families[0], proposal, documents);
    QCOMPARE(static_cast<int>(same.verdict), static_cast<int>(Verdict::Same));
    std::string &expr = proposal.takeovers.at(0).recording.at(0).rule.expr;
    const std::size_t at = expr.find("(shop|stock)");
    QVERIFY(at != std::string::npos);
    expr.replace(at, 12, ".+");
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QCOMPARE(static_cast<int>(proof.verdict), static_cast<int>(Verdict::Wider));
    QCOMPARE(proof.included, std::vector<std::string>{"mail"});
    QCOMPARE(QByteArray::fromStdString(proof.sentence().english()), QByteArray("Wider: mail is included now."));
}

void TestCaveats::showsANewLabelAndAStalerInput()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBudget: sum(rate(acme_shop_requests_total[5m])) > 5 // labels: {severity: page}\n"
                         "[other 1m]\nUnrelated: base > 5")};
    consolidation::Family family;
    family.id = "Budget";
    family.merge = consolidation::Merge::MetricRegex;
    const rules::RuleGroup &group = documents[0]->groups().front();
    family.members = {{documents[0], documents[0]->refOf(group, 0), &group, &group.rules.front()}};
    consolidation::Proposal proposal;
    consolidation::Takeover takeover;
    takeover.members = {0};
    takeover.alerting.place = family.members[0].ref;
    takeover.alerting.rule.name = "Budget";
    takeover.alerting.rule.expr = "job:acme_requests:rate5m{job=\"shop\"} > 5";
    takeover.alerting.rule.labels = {{"severity", "page"}};
    consolidation::ProposedRule recording;
    recording.rule.kind = rules::RuleKind::Recording;
    recording.rule.name = "job:acme_requests:rate5m";
    recording.rule.expr = "sum by (job) (rate({__name__=~\"acme_(shop|stock)_requests_total\"}[5m]))";
    recording.place = documents[0]->refOf(documents[0]->groups().back(), 0);
    takeover.recording = {recording};
    proposal.takeovers = {takeover};
    const Proof proof = prove(family, proposal, documents);
    QVERIFY(proof.verdict != Verdict::Same);
    const QByteArray text = textOf(proof.evidence, {});
    QVERIFY2(text.contains("staleness: Budget reads job:acme_requests:rate5m of the group other"), text);
    QVERIFY2(text.contains("{job=\"shop\"}"), text);
}

void TestCaveats::findsIncidentsAndWhoCatchesThem()
{
    using consolidation::Incident;
    consolidation::IncidentSearch search(m_from * 1000, m_to * 1000, *m_client);
    bool done = false;
    search.start([&] { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 30000);
    QVERIFY(!search.error());
    QCOMPARE(search.incidents().size(), std::size_t(2));
    const Incident &kill = search.incidents()[0];
    QCOMPARE(static_cast<int>(kill.kind), static_cast<int>(Incident::Kind::OomKill));
    QCOMPARE(kill.subject, std::string("shop"));
    QVERIFY(std::abs(kill.to - (m_from + 260 * 60) * 1000) <= 60000);
    const Incident &restart = search.incidents()[1];
    QCOMPARE(static_cast<int>(restart.kind), static_cast<int>(Incident::Kind::Restart));
    QCOMPARE(restart.subject, std::string("stock"));

    // Meant to differ: a threshold on the bytes, noisy for both, becomes a share of the limit.
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\nMemory: acme_shop_memory_bytes > 30\n"
                                                                 "Memory: acme_stock_memory_bytes > 30")};
    const consolidation::Report report = consolidation::reportOn(documents);
    consolidation::Proposal proposal = report.proposals.at(0);
    consolidation::Takeover &takeover = proposal.takeovers.at(0);
    takeover.recording.clear();
    takeover.alerting.rule.expr =
        "{__name__=~\"acme_(shop|stock)_memory_bytes\"} / on (job) group_left () label_replace(limit_bytes, \"job\", "
        "\"$1\", \"container\", \"(.+)\") > 0.8";
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QVERIFY(proof.verdict != Verdict::Same);
    consolidation::IncidentOptions options;
    options.to = m_to * 1000;
    const auto judged = consolidation::judgeIncidents(proof, search.incidents(), options);
    // The old ones fire all the time: that catches everything, and tells nothing.
    QCOMPARE(judged.before, (consolidation::IncidentScore{2, 0, 0}));
    QCOMPARE(judged.after, (consolidation::IncidentScore{1, 1, 0}));
    QCOMPARE(judged.caught, (std::vector<std::pair<bool, bool>>{{true, true}, {true, false}}));
    QCOMPARE(QByteArray::fromStdString(judged.sentence().english()),
             QByteArray("Before: 2 caught, 0 missed, 0 false alarms. After: 1 caught, 1 missed, 0 false alarms."));
    // Without incidents every firing is a false alarm; one that somebody marks counts for anybody.
    QCOMPARE(consolidation::judgeIncidents(proof, {}, options).after, (consolidation::IncidentScore{0, 0, 1}));
    const Incident marked{(m_from + 100 * 60) * 1000, (m_from + 110 * 60) * 1000, {}, Incident::Kind::Marked};
    const auto missed = consolidation::judgeIncidents(proof, {marked}, options);
    QCOMPARE(missed.after, (consolidation::IncidentScore{0, 1, 1}));
    QCOMPARE(missed.before, (consolidation::IncidentScore{1, 0, 0}));
}

REGISTER_TEST(TestCaveats);
#include "tst_caveats.moc"
