#include "breakages.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "mutants.h"
#include "prometheus/client.h"
#include "rulelines.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <QDateTime>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

using consolidation::Proof;
using consolidation::Proposal;
using consolidation::Report;
using consolidation::Verdict;

namespace {

constexpr qint64 scrape = 30;
constexpr qint64 length = 7200;

/// The value of a series at its n-th scrape.
using Course = std::function<double(qint64 n)>;

/// One metric's series, as OpenMetrics.
class Metric
{
public:
    Metric(QByteArray name, bool counter, qint64 end) : m_name(std::move(name)), m_end(end)
    {
        const QByteArray family = counter && m_name.endsWith("_total") ? m_name.chopped(6) : m_name;
        m_text = "# TYPE " + family + (counter ? " counter\n" : " gauge\n");
    }
    Metric &series(const QByteArray &labels, const Course &course)
    {
        for (qint64 n = 0; n <= length / scrape; ++n)
            m_text += m_name + '{' + labels + "} " + QByteArray::number(course(n), 'g', 12) + ' ' +
                      QByteArray::number(m_end - length + n * scrape) + '\n';
        return *this;
    }
    [[nodiscard]] QByteArray text() const { return m_text; }

private:
    QByteArray m_name;
    qint64 m_end;
    QByteArray m_text;
};

/// Rises by about `rate` a scrape, unevenly.
Course rising(double rate)
{
    return [rate](qint64 n) {
        return std::floor(rate * static_cast<double>(n) +
                          rate * std::sin(0.11 * rate + 0.05 * static_cast<double>(n)) * 8 + rate * 8);
    };
}

/// Swings around `middle`.
Course swinging(double middle, double width)
{
    return [=](qint64 n) { return middle + width * std::sin(middle + 0.09 * static_cast<double>(n)); };
}

QByteArray history(qint64 end)
{
    QByteArray text;
    const auto quoted = [](const QByteArray &label, const QByteArray &value) { return label + "=\"" + value + '"'; };
    const QByteArrayList jobs = {"shop", "stock", "mail"};
    Metric requests("http_requests_total", true, end);
    double share = 3;
    for (const QByteArray &job : jobs) {
        for (const char *instance : {"1", "2"}) {
            for (const auto &[status, part] : {std::pair("200", 9.0), std::pair("500", 2.0), std::pair("404", 1.0)})
                requests.series(quoted("job", job) + ',' + quoted("instance", job + instance) + ',' +
                                    quoted("status", status),
                                rising(share++ * part));
        }
    }
    text += requests.text();
    for (const QByteArray &job : jobs) {
        Metric own("acme_" + job + "_requests_total", true, end);
        for (const auto &[status, part] : {std::pair("200", 9.0), std::pair("500", 2.0), std::pair("404", 1.0)})
            own.series(quoted("job", job) + ',' + quoted("status", status), rising(share++ * part));
        text += own.text();
        for (const char *kind : {"used", "total"}) {
            Metric heap("acme_" + job + "_heap_" + kind + "_bytes", false, end);
            heap.series(quoted("job", job) + ',' + quoted("instance", job + "1"),
                        swinging(QByteArray(kind) == "used" ? 50 + share : 90 + share, 5));
            text += heap.text();
        }
    }
    Metric buckets("latency_seconds_bucket", true, end);
    for (const QByteArray &job : jobs) {
        for (const char *instance : {"1", "2"}) {
            double below = 0;
            for (const auto &[le, part] :
                 {std::pair("0.1", 4.0), std::pair("0.5", 3.0), std::pair("1", 1.0), std::pair("+Inf", 0.2)}) {
                below += part * share;
                const double factor = below;
                // The slow ones come in waves.
                const double wave = QByteArray(le) == "+Inf" ? 3 : 0;
                buckets.series(quoted("job", job) + ',' + quoted("instance", job + instance) + ',' + quoted("le", le),
                               [=](qint64 n) {
                                   const auto time = static_cast<double>(n);
                                   return factor * (time * 2 + std::sin(time / 9)) +
                                          wave * (2 * time - 20 * std::cos(time / 20));
                               });
            }
            ++share;
        }
    }
    text += buckets.text();
    Metric up("up", false, end);
    for (const QByteArray &job : jobs) {
        for (const char *instance : {"1", "2"}) {
            const auto period = static_cast<qint64>(share++);
            up.series(quoted("job", job) + ',' + quoted("instance", job + instance),
                      [period](qint64 n) { return n % (3 * period) < 8 ? 0 : 1; });
        }
    }
    text += up.text();
    Metric depth("queue_depth", false, end);
    for (const char *queue : {"orders", "mails", "spare"})
        for (const char *vhost : {"/", "old"})
            depth.series(quoted("queue", queue) + ',' + quoted("vhost", vhost), swinging(share += 3, 6));
    text += depth.text();
    Metric memory("memory_bytes", false, end);
    Metric limits("memory_limit", false, end);
    for (const QByteArray &job : jobs) {
        for (const char *pod : {"-a", "-b"}) {
            memory.series(quoted("container", job) + ',' + quoted("pod", job + pod) + ',' + quoted("image", "x"),
                          swinging(share += 5, 9));
            limits.series(quoted("container", job) + ',' + quoted("pod", job + pod) + ',' +
                              quoted("resource", "memory"),
                          swinging(90 + share, 1));
            limits.series(quoted("container", job) + ',' + quoted("pod", job + pod) + ',' + quoted("resource", "cpu"),
                          swinging(share, 1));
        }
    }
    text += memory.text() + limits.text();
    Metric restarts("restarts_total", true, end);
    for (const QByteArray &job : jobs)
        restarts.series(quoted("container", job) + ',' + quoted("pod", job + "-a"), rising(0.1 + 0.01 * share++));
    text += restarts.text();
    Metric disk("disk_free_bytes", false, end);
    for (const char *mount : {"/data", "/var", "/tmp"})
        for (const char *node : {"n1", "n2"})
            disk.series(quoted("mountpoint", mount) + ',' + quoted("node", node), swinging(share += 7, 11));
    text += disk.text();
    for (const char *name : {"bare_shop_depth", "bare_stock_depth"})
        text += Metric(name, false, end).series({}, swinging(share += 3, 2)).text();
    return text + "# EOF\n";
}

} // namespace

/// Families of several forms over a history in which each of their matchers, labels and numbers matters; every mistake
/// that a proposal leaves room for is made, and none may pass for the same, whether alerts fire there or not.
class TestMutations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void takesNoMutantForTheSame_data();
    void takesNoMutantForTheSame();
    void seesWhatGroupsChange_data();
    void seesWhatGroupsChange();
    void comparesLabelsMadeOfTheValue();
    void countsFiringsThatOutlastTheRange();
    void namesWhatTheEndpointCannotEvaluate();
    void cleanupTestCase();

private:
    [[nodiscard]] Proof prove(const consolidation::Family &family, const Proposal &proposal,
                              const consolidation::Documents &documents);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    std::shared_ptr<backtest::ServerKnowledge> m_knowledge;
    qint64 m_end = 0;
    std::map<std::string, std::size_t> m_made;
};

void TestMutations::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    support::PrometheusServer::Options options;
    options.openMetrics = {history(m_end)};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
    const auto pending = backtest::askKnowledge(*m_client, [&](backtest::ServerKnowledge answer) {
        m_knowledge = std::make_shared<backtest::ServerKnowledge>(std::move(answer));
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_knowledge, 30000);
}

Proof TestMutations::prove(const consolidation::Family &family, const Proposal &proposal,
                           const consolidation::Documents &documents)
{
    consolidation::ProvingRun run(family, proposal, documents, (m_end - 3600) * 1000, m_end * 1000, *m_client,
                                  m_knowledge);
    // QTRY_VERIFY looks every 50 ms only, and there are hundreds of these.
    QEventLoop loop;
    QTimer::singleShot(60000, &loop, &QEventLoop::quit);
    bool done = false;
    run.start([&] {
        done = true;
        loop.quit();
    });
    if (!done)
        loop.exec();
    [&] { QVERIFY(done); }();
    return run.proof();
}

void TestMutations::takesNoMutantForTheSame_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<bool>("fires");
    // `NAME` stands for what differs, `LIMIT` for a number that is exceeded, or never is.
    const auto row = [](const char *name, const QByteArray &rule, const QByteArrayList &names, const char *exceeded,
                        const char *never) {
        for (const bool fires : {true, false}) {
            QByteArray rules;
            for (const QByteArray &each : names)
                rules += QByteArray(rule).replace("NAME", each).replace("LIMIT", fires ? exceeded : never) + '\n';
            QTest::addRow("%s, %s", name, fires ? "fired" : "never fired") << rules.trimmed() << fires;
        }
    };
    row("a ratio by a label",
        "Errors: sum by (job) (rate(http_requests_total{job=\"NAME\",status=~\"5..\"}[5m])) / "
        "sum by (job) (rate(http_requests_total{job=\"NAME\"}[5m])) > LIMIT // for: 2m; labels: {severity: page}",
        {"shop", "stock"}, "0.17", "0.9");
    row("a ratio of prefixed metrics",
        "Errors: sum by (job) (rate(acme_NAME_requests_total{status=~\"5..\"}[5m])) / "
        "sum by (job) (rate(acme_NAME_requests_total[5m])) > LIMIT // for: 2m; labels: {severity: page}",
        {"shop", "stock"}, "0.17", "0.9");
    row("a static label",
        "Heap: acme_NAME_heap_used_bytes / acme_NAME_heap_total_bytes * 100 > LIMIT // labels: {service: NAME}",
        {"shop", "stock"}, "60", "200");
    row("a quantile",
        "Slow: histogram_quantile(0.9, sum by (job, le) (rate(latency_seconds_bucket{job=\"NAME\"}[5m]))) > LIMIT",
        {"shop", "stock"}, "0.5", "0.99");
    row("a gauge", "Queue: queue_depth{queue=\"NAME\",vhost=\"/\"} > LIMIT // for: 3m; labels: {team: core}",
        {"orders", "mails"}, "50", "1000");
    row("a state", "Down: up{job=\"NAME\"} == LIMIT // for: 1m", {"shop", "stock"}, "0", "2");
    row("a join",
        "Memory: memory_bytes{container=\"NAME\"} / on (pod) memory_limit{container=\"NAME\",resource=\"memory\"} > "
        "LIMIT // labels: {service: NAME}",
        {"shop", "stock"}, "0.5", "2");
    row("an increase", "Restarts: increase(restarts_total{container=\"NAME\"}[10m]) > LIMIT", {"shop", "stock"}, "2",
        "1000");
    row("two conditions",
        "Idle: sum by (job) (rate(http_requests_total{job=\"NAME\"}[5m])) < LIMIT and on (job) "
        "sum by (job) (up{job=\"NAME\"}) > 1",
        {"shop", "stock"}, "1000", "0.001");
    row("a forecast", "Disk: predict_linear(disk_free_bytes{mountpoint=\"NAME\"}[15m], 3600) < LIMIT // for: 1m",
        {"/data", "/var"}, "0", "-1e9");
    row("alternatives",
        "Errors: (sum by (job) (rate(http_requests_total{job=\"NAME\",status=~\"5..\"}[5m])) or "
        "0 * sum by (job) (rate(http_requests_total{job=\"NAME\",status!=\"\"}[5m]))) / "
        "sum by (job) (rate(http_requests_total{job=\"NAME\"}[5m])) > LIMIT // for: 2m; labels: {severity: page}",
        {"shop", "stock"}, "0.17", "0.9");
    row("an alternative that is never seen",
        "Queue: (queue_depth{queue=\"NAME\",vhost=\"/\"} or on (queue) -1 * queue_depth_before{queue=\"NAME\"}) > "
        "LIMIT",
        {"orders", "mails"}, "50", "1000");
    row("either of two",
        "Busy: sum by (job) (rate(http_requests_total{job=\"NAME\",status=\"500\"}[5m])) > LIMIT or "
        "sum by (job) (rate(http_requests_total{job=\"NAME\",status=\"404\"}[5m])) > 1e9",
        {"shop", "stock"}, "0.1", "1e9");
    row("a label of the other side",
        "Memory: memory_bytes{container=\"NAME\"} / on (pod) group_left (resource) "
        "memory_limit{container=\"NAME\",resource=\"memory\"} > LIMIT // labels: {service: NAME}",
        {"shop", "stock"}, "0.5", "2");
    row("a comparison of two series",
        "Over: memory_bytes{container=\"NAME\"} * LIMIT > on (pod) group_left () "
        "memory_limit{container=\"NAME\",resource=\"memory\"}",
        {"shop", "stock"}, "2", "0.01");
    row("what is excepted",
        "Queue: queue_depth{queue=\"NAME\",vhost=\"/\"} > LIMIT unless on (queue) "
        "queue_depth{queue=\"NAME\",vhost=\"old\"} > 900",
        {"orders", "mails"}, "50", "1000");
    for (const bool fires : {true, false}) {
        // Each member becomes an alternative of its own.
        QTest::addRow("labels that vary together, %s", fires ? "fired" : "never fired")
            << QByteArray("Queue: queue_depth{queue=\"orders\",vhost=\"/\"} > LIMIT\n"
                          "Queue: queue_depth{queue=\"mails\",vhost=\"old\"} > LIMIT")
                   .replace("LIMIT", fires ? "50" : "1000")
            << fires;
        QTest::addRow("labels that vary together in a sum, %s", fires ? "fired" : "never fired")
            << QByteArray(
                   "Busy: sum by (instance) (rate(http_requests_total{job=\"shop\",status=\"500\"}[5m])) > LIMIT\n"
                   "Busy: sum by (instance) (rate(http_requests_total{job=\"stock\",status=\"404\"}[5m])) > LIMIT")
                   .replace("LIMIT", fires ? "0.1" : "1000")
            << fires;
    }
    QTest::newRow("recording rules")
        << QByteArray("=job:requests:rate5m: sum by (job) (rate(acme_shop_requests_total{status=~\"5..\"}[5m]))\n"
                      "=job:requests:rate5m: sum by (job) (rate(acme_stock_requests_total{status=~\"5..\"}[5m]))")
        << false;
    for (const bool fires : {true, false}) {
        QTest::addRow("thresholds of their own, %s", fires ? "fired" : "never fired")
            << QByteArray("Queue: queue_depth{queue=\"orders\"} > ") + (fires ? "50" : "1000") +
                   "\nQueue: queue_depth{queue=\"mails\"} > " + (fires ? "55" : "2000")
            << fires;
    }
}

void TestMutations::takesNoMutantForTheSame()
{
    QFETCH(QByteArray, rules);
    QFETCH(bool, fires);
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\n" + rules)};
    const Report report = consolidation::reportOn(documents);
    QCOMPARE(report.proposals.size(), std::size_t(1));
    const consolidation::Family &family = report.findings.families.front();
    QByteArrayList survivors;
    bool first = true;
    for (const Proposal &whole : consolidation::alternatives(family, documents)) {
        const Proof proof = prove(family, whole, documents);
        // What another form adds may have had no occasion in the range.
        QVERIFY2(proof.verdict == Verdict::Same ||
                     (!first && (proof.verdict == Verdict::Wider || proof.doubt == Proof::Doubt::Form)),
                 evidenceOf(proof).constData());
        if (proof.verdict == Verdict::Same)
            QCOMPARE(proof.strength, fires ? "fired" : "values");
        QCOMPARE(*proof.firedBefore > 0, fires);
        std::map<std::string, int> made;
        for (const Mutant &mutant : mutantsOf(whole)) {
            // Without the alternative that another form adds, it is the first one again.
            if (!first && mutant.kind == "or")
                continue;
            // All of the form that is proposed while nothing fires, else some of each kind.
            if (++made[mutant.kind] > (first ? 2 : 1) && (fires || !first))
                continue;
            ++m_made[mutant.kind];
            const Proof judged = prove(family, mutant.proposal, documents);
            if (judged.verdict == Verdict::Same || judged.verdict == Verdict::Unproved)
                survivors += QByteArray::fromStdString(mutant.kind + ": " + mutant.what) + " is " + evidenceOf(judged);
        }
        first = false;
    }
    QVERIFY2(survivors.isEmpty(), survivors.join("\n---\n").constData());
}

void TestMutations::seesWhatGroupsChange_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QByteArray>("evidence");
    const QByteArray shop = "Queue: queue_depth{queue=\"orders\",vhost=\"/\"} > 45\n";
    const QByteArray stock = "Queue: queue_depth{queue=\"mails\",vhost=\"/\"} > 45\n";
    const auto row = [](const char *name, const QByteArray &rules, Verdict verdict, const char *evidence) {
        QTest::newRow(name) << rules << static_cast<int>(verdict) << QByteArray(evidence);
    };
    row("groups alike", "[a 1m]\n" + shop + "[b 1m]\n" + stock, Verdict::Same, "");
    row("another interval", "[a 1m]\n" + shop + "[b 5m]\n" + stock, Verdict::Different,
        "interval: The interval of Queue (b#0) changes from 5m to 1m.");
    row("another offset", "[a 1m]\n" + shop + "[b 1m offset]\n" + stock, Verdict::Different,
        "query_offset: The query_offset of Queue (b#0) changes from 2m to 0s.");
    row("a limit that each kept", "[a 1m limit]\n" + shop + stock, Verdict::Different,
        "limit: The new Queue fails at ");
}

/// What a group says holds for the rules in it: how often they are evaluated, and how many alerts one may have.
void TestMutations::seesWhatGroupsChange()
{
    QFETCH(QByteArray, rules);
    QFETCH(int, verdict);
    QFETCH(QByteArray, evidence);
    const auto plain = rulesOf("a.yml", QByteArray(rules).replace(" offset]", "]").replace(" limit]", "]"));
    std::string text = plain->text();
    const auto insert = [&](const char *mark, const std::string &group, const char *field) {
        if (rules.contains(mark))
            text.insert(text.find("  rules:", text.find("- name: " + group)), field);
    };
    insert(" offset]", "b", "  query_offset: 2m\n");
    insert(" limit]", "a", "  limit: 1\n");
    const consolidation::Documents documents = {rules::load("a.yml", text)};
    const Report report = consolidation::reportOn(documents);
    const Proof proof = prove(report.findings.families.at(0), report.proposals.at(0), documents);
    QVERIFY2(static_cast<int>(proof.verdict) == verdict, evidenceOf(proof).constData());
    QVERIFY2(evidenceOf(proof).contains(evidence), evidenceOf(proof).constData());
    QVERIFY(*proof.firedBefore > 0);
}

void TestMutations::comparesLabelsMadeOfTheValue()
{
    const QByteArray rule =
        "[g 1m]\nQueue: queue_depth{queue=\"NAME\",vhost=\"/\"} > LIMIT // labels: {level: \"{{ if gt $value "
        "45.0 }}high{{ else }}low{{ end }}\"}";
    for (const char *limit : {"40", "1000"}) {
        const QByteArray each = QByteArray(rule).replace("LIMIT", limit);
        const consolidation::Documents documents = {
            rulesOf("a.yml", QByteArray(each).replace("NAME", "orders") + '\n' +
                                 QByteArray(each).replace("[g 1m]\n", "").replace("NAME", "mails"))};
        const Report report = consolidation::reportOn(documents);
        Proposal proposal = report.proposals.at(0);
        const Proof whole = prove(report.findings.families[0], proposal, documents);
        QVERIFY2(whole.verdict == Verdict::Same, evidenceOf(whole).constData());
        for (const alerting::AlertHistory &alert : whole.before)
            QVERIFY(std::ranges::none_of(
                alert.labels, [](const auto &label) { return label.second.find("{{") != std::string::npos; }));
        // Whether or not a value between the two is seen.
        std::string &level = proposal.takeovers[0].alerting.rule.labels.at(0).second;
        level.replace(level.find("45.0"), 4, "45.1");
        const Proof other = prove(report.findings.families[0], proposal, documents);
        QVERIFY2(other.verdict == Verdict::Different, evidenceOf(other).constData());
    }
}

void TestMutations::countsFiringsThatOutlastTheRange()
{
    const consolidation::Documents documents = {rulesOf("a.yml",
                                                        "[g 1m]\nQueue: queue_depth{queue=\"orders\",vhost=\"/\"} > 1\n"
                                                        "Queue: queue_depth{queue=\"mails\",vhost=\"/\"} > 1")};
    const Report report = consolidation::reportOn(documents);
    Proposal proposal = report.proposals.at(0);
    const Proof whole = prove(report.findings.families[0], proposal, documents);
    QVERIFY2(whole.verdict == Verdict::Same, evidenceOf(whole).constData());
    QCOMPARE(whole.strength, "fired");
    QCOMPARE(*whole.firedBefore, std::size_t(2));
    replaced("orders|mails", "orders")(proposal);
    const Proof lost = prove(report.findings.families[0], proposal, documents);
    QVERIFY2(lost.verdict == Verdict::Narrower, evidenceOf(lost).constData());
    QCOMPARE(QByteArray::fromStdString(lost.sentence().english()),
             QByteArray("Narrower: firings of mails that are gone: 1."));
}

/// Two gauges without a label of their own: their rates collide, and where they are alerts themselves, these do.
void TestMutations::namesWhatTheEndpointCannotEvaluate()
{
    const auto proofOf = [&](const QByteArray &shop, const QByteArray &stock) {
        const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\n" + shop + '\n' + stock)};
        const Report report = consolidation::reportOn(documents);
        return prove(report.findings.families.at(0), report.proposals.at(0), documents);
    };
    const Proof rate = proofOf("Grows: deriv(bare_shop_depth[5m]) > 1", "Grows: deriv(bare_stock_depth[5m]) > 1");
    QVERIFY2(rate.verdict == Verdict::CannotTell, evidenceOf(rate).constData());
    QCOMPARE(QByteArray::fromStdString(rate.sentence().english()),
             QByteArray("Cannot tell: the endpoint cannot evaluate Grows."));
    const Proof gauge = proofOf("Deep: bare_shop_depth > 1", "Deep: bare_stock_depth > 1");
    QVERIFY2(gauge.verdict == Verdict::Different, evidenceOf(gauge).constData());
    QVERIFY2(evidenceOf(gauge).contains("collision: The new Deep fails at 61 of 61 evaluations: several of its alerts "
                                        "would have the same labels."),
             evidenceOf(gauge).constData());
}

void TestMutations::cleanupTestCase()
{
    for (const char *kind : {"join", "or", "matcher", "threshold", "label", "window", "durations", "operator"}) {
        QVERIFY2(m_made[kind] > 10, kind);
    }
    QVERIFY(m_made["group_left"] > 2);
}

REGISTER_TEST(TestMutations);
#include "tst_mutations.moc"
