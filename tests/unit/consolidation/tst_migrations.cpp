#include "consolidation/incidents.h"
#include "consolidation/offers.h"
#include "consolidation/provingrun.h"
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
using consolidation::Offer;
using consolidation::Proof;
using consolidation::Report;
using consolidation::Verdict;

namespace {

constexpr double mebibyte = 1024.0 * 1024.0;

QByteArray textOf(const std::vector<Evidence> &evidence)
{
    QByteArrayList lines;
    for (const Evidence &each : evidence)
        lines += QByteArray::fromStdString(each.kind + ": " + each.text.english());
    return lines.join('\n');
}

QByteArray notesOf(const Offer &offer)
{
    QByteArrayList lines;
    for (const consolidation::Note &note : offer.proposal.notes)
        lines += QByteArray::fromStdString(note.text.english());
    return lines.join('\n');
}

const consolidation::Takeover &takeoverOf(const Offer &offer)
{
    return offer.proposal.takeovers.at(0);
}

} // namespace

/// Migrations as an endpoint completes them: what is proposed has data there, counts what it says, and is judged by
/// incidents.
class TestMigrations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void joinsMemoryWithTheLimitOfItsContainer();
    void joinsPrefixedMetricsOfStaticTargets();
    void sharesALimitWithANumber_data();
    void sharesALimitWithANumber();
    void asksForNewEventsAsTheHistoryNeedsIt();
    void readsTheRecordingRuleThatIsThere();
    void widensToAllServicesWhereThatIsTheSame_data();
    void widensToAllServicesWhereThatIsTheSame();
    void judgesByIncidentsOfThoseWhoAreWatched();
    void saysWhyThereAreNoIncidents();
    void isEqualWhereThereWereEvents();

private:
    [[nodiscard]] std::vector<Offer> offersOf(const Report &report, const QByteArray &kind, qint64 from = 0);
    [[nodiscard]] Proof prove(const Offer &offer, const consolidation::Documents &documents);
    [[nodiscard]] std::vector<alerting::Series> ask(const std::string &expr, qint64 time);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    qint64 m_from = 0;
    qint64 m_to = 0;
};

void TestMigrations::initTestCase()
{
    constexpr qint64 hours = 4;
    m_to = QDateTime::currentSecsSinceEpoch() / 600 * 600 - 600;
    m_from = m_to - hours * 3600;
    QByteArray text;
    const auto family = [&](const char *name, const char *type) {
        text += QByteArray("# TYPE ") + name + ' ' + type + '\n';
    };
    using Value = std::function<double(double)>;
    const auto series = [&](const QByteArray &name, const Value &value) {
        for (qint64 time = m_from; time <= m_to; time += 60) {
            const double v = value(static_cast<double>(time - m_from) / 60);
            if (!std::isnan(v))
                text += name + ' ' + QByteArray::number(v, 'g', 17) + ' ' + QByteArray::number(time) + '\n';
        }
    };
    const auto constant = [](double number) { return Value([number](double) { return number; }); };
    // The memory leaks until the container of one pod is killed, and leaks again.
    const Value leak = [](double minute) { return (minute < 120 ? 100 + 3.4 * minute : 100) * mebibyte; };
    const auto web = [](const char *metric, const char *pod) {
        return QByteArray(metric) + "{job=\"web\",namespace=\"shop\",pod=\"" + pod + "\"}";
    };
    const QByteArrayList pods = {"web-7d9f-a", "web-7d9f-b"};
    for (const char *metric :
         {"nodejs_heap_size_used_bytes", "nodejs_heap_size_total_bytes", "process_resident_memory_bytes"}) {
        const double share = QByteArray(metric).contains("used")    ? 0.7
                             : QByteArray(metric).contains("total") ? 0.75
                                                                    : 1;
        family(metric, "gauge");
        series(web(metric, "web-7d9f-a"), [&](double minute) { return share * leak(minute); });
        series(web(metric, "web-7d9f-b"), [&](double) { return share * 150 * mebibyte; });
    }
    for (const char *service : {"billing", "mail"}) {
        for (const char *metric :
             {"nodejs_heap_size_used_bytes", "nodejs_heap_size_total_bytes", "process_resident_memory_bytes"}) {
            const QByteArray name = QByteArray("acme_") + service + '_' + metric;
            family(name.constData(), "gauge");
            series(name + "{job=\"" + service + "\",instance=\"10.0.0.1:80\"}", constant(100 * mebibyte));
        }
    }
    family("kube_pod_container_resource_limits", "gauge");
    const auto limit = [&](const QByteArray &nameSpace, const QByteArray &pod, const QByteArray &container,
                           double megabytes) {
        series("kube_pod_container_resource_limits{job=\"kube-state-metrics\",instance=\"k:80\",namespace=\"" +
                   nameSpace + "\",pod=\"" + pod + "\",container=\"" + container +
                   "\",resource=\"memory\",unit=\"byte\"}",
               constant(megabytes * mebibyte));
    };
    for (const QByteArray &pod : pods) {
        limit("shop", pod, "web", 512);
        limit("shop", pod, "proxy", 128);
    }
    limit("acme", "billing-1", "billing", 256);
    limit("acme", "mail-1", "mail", 256);
    // The same name in another namespace.
    limit("test", "web-1", "web", 64);
    family("container_memory_working_set_bytes", "gauge");
    for (const QByteArray &pod : pods)
        series("container_memory_working_set_bytes{job=\"cadvisor\",namespace=\"shop\",pod=\"" + pod +
                   "\",container=\"web\"}",
               leak);
    series("container_memory_working_set_bytes{job=\"cadvisor\",namespace=\"acme\",pod=\"mail-1\",container=\"mail\"}",
           constant(100 * mebibyte));
    family("kube_pod_container_status_restarts", "counter");
    const auto container = [](const char *metric, const QByteArray &pod, const char *more = "") {
        // Scraped without honor_labels: the scrape's own names are those of kube-state-metrics.
        return QByteArray(metric) + "{namespace=\"kube\",pod=\"ksm-1\",container=\"ksm\",exported_namespace=\"shop\"," +
               "exported_pod=\"" + pod + "\",exported_container=\"web\"" + more + '}';
    };
    series(container("kube_pod_container_status_restarts_total", "web-7d9f-a"),
           [](double minute) { return (minute >= 120 ? 1.0 : 0) + (minute >= 200 ? 1 : 0); });
    series(container("kube_pod_container_status_restarts_total", "web-7d9f-b"), constant(0));
    family("kube_pod_container_status_last_terminated_reason", "gauge");
    series(container("kube_pod_container_status_last_terminated_reason", "web-7d9f-a", ",reason=\"OOMKilled\""),
           [](double minute) { return minute >= 120 && minute < 200 ? 1 : std::nan(""); });
    series(container("kube_pod_container_status_last_terminated_reason", "web-7d9f-a", ",reason=\"Error\""),
           [](double minute) { return minute >= 200 ? 1 : std::nan(""); });
    family("up", "gauge");
    series("up{job=\"a\"}", constant(1));
    family("born", "counter");
    series("born_total{job=\"a\"}", [](double minute) { return minute < 60 ? std::nan("") : 3.0; });
    series("born_total{job=\"b\"}", [](double minute) { return minute < 90 ? 0.0 : 2.0; });
    family("away", "counter");
    series("away_total{job=\"a\"}", [](double minute) { return minute > 60 && minute < 100 ? std::nan("") : 7.0; });
    family("level_total", "gauge");
    series("level_total{job=\"a\"}", [](double minute) { return std::round(5 + 4 * std::sin(minute / 5)); });
    family("calls", "counter");
    for (const char *job : {"a", "b"})
        series(QByteArray("calls_total{job=\"") + job + "\"}", [](double minute) { return minute * 60; });
    family("bad", "counter");
    series("bad_total{job=\"a\"}", [](double minute) { return minute < 120 ? std::nan("") : (minute - 119) * 6; });
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
}

/// The offers of a kind, completed by the endpoint.
std::vector<Offer> TestMigrations::offersOf(const Report &report, const QByteArray &kind, qint64 from)
{
    std::vector<Offer> offers = consolidation::findMigrations(report, {});
    std::erase_if(offers, [&](const Offer &each) { return kind != each.kind; });
    for (Offer &offer : offers) {
        consolidation::MigrationRun run(offer, report, (from == 0 ? m_from : from) * 1000, m_to * 1000, *m_client);
        bool done = false;
        run.start([&] { done = true; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
    }
    return offers;
}

Proof TestMigrations::prove(const Offer &offer, const consolidation::Documents &documents)
{
    std::shared_ptr<backtest::ServerKnowledge> knowledge;
    const auto pending = backtest::askKnowledge(*m_client, [&](backtest::ServerKnowledge answer) {
        knowledge = std::make_shared<backtest::ServerKnowledge>(std::move(answer));
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(knowledge, 30000); }();
    consolidation::ProvingRun run(offer.family, offer.proposal, documents, (m_from + 1200) * 1000, m_to * 1000,
                                  *m_client, knowledge);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
    return run.proof();
}

std::vector<alerting::Series> TestMigrations::ask(const std::string &expr, qint64 time)
{
    std::vector<alerting::Series> series;
    bool done = false;
    const auto pending = m_client->queryInstant(expr, static_cast<double>(time), [&](const auto &result) {
        if (result)
            series = result->series;
        done = true;
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
    return series;
}

void TestMigrations::joinsMemoryWithTheLimitOfItsContainer()
{
    const Report report =
        consolidation::reportOn({rulesOf("a.yml", "[g 1m]\nHeap: nodejs_heap_size_used_bytes{job=\"web\"} / "
                                                  "nodejs_heap_size_total_bytes{job=\"web\"} > 0.9 // for: "
                                                  "2m; labels: {service: web}")});
    const std::vector<Offer> offers = offersOf(report, "heap-ratio");
    QCOMPARE(offers.size(), std::size_t(1));
    const consolidation::Takeover &takeover = takeoverOf(offers[0]);
    QCOMPARE(QByteArray::fromStdString(takeover.recording.at(0).rule.expr),
             QByteArray("label_replace(process_resident_memory_bytes{job=\"web\"}, \"container\", \"$1\", \"job\", "
                        "\"(.+)\")\n/ on (namespace, pod, container) group_left () min by (namespace, pod, container) "
                        "(kube_pod_container_resource_limits{resource=\"memory\"})"));
    QCOMPARE(takeover.recording[0].rule.name,
             std::string("namespace_pod_container:process_resident_memory_of_limit:ratio"));
    QCOMPARE(takeover.alerting.rule.expr, takeover.recording[0].rule.name + " > 0.9");
    // 150 MiB of the 512 of web, not of the 128 of the proxy beside it, nor of the 64 of another namespace.
    const auto series = ask(takeover.recording[0].rule.expr, m_to);
    QCOMPARE(series.size(), std::size_t(2));
    const auto idle = std::ranges::find_if(series, [](const alerting::Series &each) {
        return std::ranges::find(each.labels, std::pair<std::string, std::string>("pod", "web-7d9f-b")) !=
               each.labels.end();
    });
    QVERIFY(idle != series.end());
    QCOMPARE(idle->samples.back().value, 150.0 / 512);

    const Proof proof = prove(offers[0], report.documents);
    QVERIFY(proof.verdict != Verdict::Same);
    // What it became is known, and nobody is said to be watched who is not.
    QCOMPARE(proof.identities.size(), std::size_t(2));
    QVERIFY2(!textOf(proof.evidence).contains("also watches"), textOf(proof.evidence));
    QVERIFY2(!textOf(proof.evidence).contains("has nothing for"), textOf(proof.evidence));
}

void TestMigrations::joinsPrefixedMetricsOfStaticTargets()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "[g 1m]\n"
                          "BillingHeap: acme_billing_nodejs_heap_size_used_bytes / "
                          "acme_billing_nodejs_heap_size_total_bytes * 100 > 90 // labels: {service: billing}\n"
                          "MailHeap: acme_mail_nodejs_heap_size_used_bytes / acme_mail_nodejs_heap_size_total_bytes * "
                          "100 > 90 // labels: {service: mail}")});
    const std::vector<Offer> offers = offersOf(report, "heap-ratio");
    QCOMPARE(offers.size(), std::size_t(1));
    QVERIFY2(textOf(offers[0].evidence).contains("Joined on pod = pod, 0 of 2 series find their limit."),
             textOf(offers[0].evidence));
    QVERIFY2(textOf(offers[0].evidence).contains("Joined on job = container, 2 of 2 series find their limit."),
             textOf(offers[0].evidence));
    const consolidation::Takeover &takeover = takeoverOf(offers[0]);
    const auto series = ask(takeover.recording.at(0).rule.expr, m_to);
    QCOMPARE(series.size(), std::size_t(2));
    QCOMPARE(series[0].samples.back().value, 100.0 * 100 / 256);
    QCOMPARE(takeover.alerting.rule.expr, std::string("container:acme_process_resident_memory_of_limit:percent > 90"));
    QVERIFY(std::ranges::find(takeover.alerting.rule.labels,
                              std::pair<std::string, std::string>("service", "{{ $labels.container }}")) !=
            takeover.alerting.rule.labels.end());
    QCOMPARE(prove(offers[0], report.documents).identities.size(), std::size_t(2));
}

void TestMigrations::sharesALimitWithANumber_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<QByteArray>("why");
    const QByteArray web = "container_memory_working_set_bytes{container=\"web\"}";
    QTest::newRow("bytes") << web + " > 402653184" << QByteArray("> 0.75")
                           << QByteArray("limit: The number is 0.75 of the limit of 536870912 bytes.");
    QTest::newRow("mebibytes") << web + " / 1024 / 1024 >= 384" << QByteArray(">= 0.75")
                               << QByteArray("limit: The number is 0.75 of the limit of 536870912 bytes.");
    QTest::newRow("percent of bytes") << "100 * " + web + " / 536870912 > 75" << QByteArray("> 75")
                                      << QByteArray("limit: The number is 75 % of the limit of 536870912 bytes.");
    QTest::newRow("on the left") << "402653184 < " + web << QByteArray("> 0.75")
                                 << QByteArray("limit: The number is 0.75 of the limit of 536870912 bytes.");
    QTest::newRow("above the limit") << web + " > 1e9" << QByteArray("> 0.9")
                                     << QByteArray("limit: The number is not below the limit of 536870912 bytes");
    QTest::newRow("several limits") << QByteArray("container_memory_working_set_bytes > 402653184")
                                    << QByteArray("> 0.9") << QByteArray("limit: The containers have different limits");
}

void TestMigrations::sharesALimitWithANumber()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, condition);
    QFETCH(QByteArray, why);
    const Report report = consolidation::reportOn({rulesOf("a.yml", "Memory: " + expr)});
    const std::vector<Offer> offers = offersOf(report, "literal-limit");
    QCOMPARE(offers.size(), std::size_t(1));
    const consolidation::Takeover &takeover = takeoverOf(offers[0]);
    QVERIFY2(takeover.alerting.rule.expr.ends_with("ratio " + condition.toStdString()) ||
                 takeover.alerting.rule.expr.ends_with("percent " + condition.toStdString()),
             takeover.alerting.rule.expr.c_str());
    QVERIFY2(textOf(offers[0].evidence).contains(why), textOf(offers[0].evidence));
    QVERIFY(!ask(takeover.recording.at(0).rule.expr, m_to).empty());
}

void TestMigrations::asksForNewEventsAsTheHistoryNeedsIt()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "[g 1m]\nBorn: born_total > 0 // for: 1m\nAway: away_total > 0\nLevel: level_total > 0\n"
                          "Sum: sum by (job) (born_total) >= 1")});
    const std::vector<Offer> offers = offersOf(report, "raw-counter");
    QCOMPARE(offers.size(), std::size_t(4));
    QCOMPARE(QByteArray::fromStdString(takeoverOf(offers[0]).alerting.rule.expr),
             QByteArray("increase(born_total[6m]) > 0\nor (born_total unless born_total offset 6m) > 0"));
    const QByteArray evidence = textOf(offers[0].evidence);
    QVERIFY2(evidence.contains("1 series were born with a value above 0: increase() does not see 3 of their events."),
             evidence);
    QVERIFY2(evidence.contains("The first of them is {job=\"a\"} at "), evidence);
    // The event that the series is born with is there, which increase() misses, and it ends.
    const qint64 born = m_from + 60 * 60 + 120;
    QVERIFY(ask("increase(born_total{job=\"a\"}[6m]) > 0", born).empty());
    QCOMPARE(ask(takeoverOf(offers[0]).alerting.rule.expr, born).size(), std::size_t(1));
    QVERIFY(ask(takeoverOf(offers[0]).alerting.rule.expr, m_to).empty());
    QVERIFY(prove(offers[0], report.documents).verdict != Verdict::Same);

    // Where the endpoint has no data before, nothing is born with the first of them.
    const QByteArray whole = textOf(offersOf(report, "raw-counter", m_from - 86400).at(0).evidence);
    QVERIFY2(whole.contains("1 series were born"), whole);
    QVERIFY(!textOf(offersOf(report, "raw-counter", m_from - 86400).at(1).evidence).contains("born"));
    // A gap in what was scraped is no birth.
    QCOMPARE(takeoverOf(offers[1]).alerting.rule.expr, std::string("increase(away_total[5m]) > 0"));
    QVERIFY2(notesOf(offers[1]).contains("There is no such series in this range."), notesOf(offers[1]));
    QVERIFY(offers[2].proposal.empty());
    QVERIFY2(textOf(offers[2].evidence).contains("level_total falls as often as a gauge"), textOf(offers[2].evidence));
    QCOMPARE(QByteArray::fromStdString(takeoverOf(offers[3]).alerting.rule.expr),
             QByteArray("sum by (job) (increase(born_total[5m])) > 0\n"
                        "or sum by (job) ((born_total unless born_total offset 5m)) > 0"));
}

void TestMigrations::readsTheRecordingRuleThatIsThere()
{
    const QByteArray limits = " / on (namespace, pod, container) group_left () min by (namespace, pod, container) "
                              "(kube_pod_container_resource_limits{resource=\"memory\"})";
    const QByteArray memory = "container_memory_working_set_bytes{container=\"web\"}";
    const QByteArray name = "namespace_pod_container:container_memory_working_set_of_limit:ratio";
    const Report same =
        consolidation::reportOn({rulesOf("a.yml", '=' + name + ": " + memory + limits + "\nM: " + memory + " > 4e8")});
    const std::vector<Offer> reading = offersOf(same, "literal-limit");
    QVERIFY(takeoverOf(reading.at(0)).recording.empty());
    QVERIFY(takeoverOf(reading[0]).alerting.rule.expr.starts_with(name.toStdString() + " >"));
    // Of that name, but something else.
    const Report other = consolidation::reportOn({rulesOf("a.yml", '=' + name + ": up\nM: " + memory + " > 4e8")});
    QCOMPARE(takeoverOf(offersOf(other, "literal-limit").at(0)).recording.at(0).rule.name, name.toStdString() + "_2");
}

void TestMigrations::widensToAllServicesWhereThatIsTheSame_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("proposed");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("a selector") << QByteArray("calls_total{job=\"a\"} > 5")
                                << QByteArray("calls_total{job=~\"a|b\"} > 5") << QByteArray();
    QTest::newRow("a sum") << QByteArray("sum(rate(calls_total{job=\"a\"}[5m])) > 5")
                           << QByteArray("sum by (job) (rate(calls_total{job=~\"a|b\"}[5m]))") << QByteArray();
    QTest::newRow("absent()") << QByteArray("absent(calls_total{job=\"a\"})") << QByteArray()
                              << QByteArray("answer for all series at once");
    QTest::newRow("two of them") << QByteArray("calls_total{job=\"a\"} / on () calls_total{job=\"b\"} > 5")
                                 << QByteArray() << QByteArray();
    QTest::newRow("nobody else") << QByteArray("bad_total{job=\"a\"} > 5") << QByteArray() << QByteArray();
}

void TestMigrations::widensToAllServicesWhereThatIsTheSame()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, proposed);
    QFETCH(QByteArray, why);
    const Report report = consolidation::reportOn({rulesOf("a.yml", "One: " + expr)});
    const std::vector<Offer> offers = offersOf(report, "single-service");
    QCOMPARE(offers.size(), std::size_t(1));
    QCOMPARE(offers[0].proposal.empty(), proposed.isEmpty());
    // Without others there is nothing to say.
    QCOMPARE(*offers[0].text.source == '\0', proposed.isEmpty() && why.isEmpty());
    QVERIFY2(textOf(offers[0].evidence).contains(why), textOf(offers[0].evidence));
    if (proposed.isEmpty())
        return;
    const consolidation::Takeover &takeover = takeoverOf(offers[0]);
    const auto &rule = takeover.recording.empty() ? takeover.alerting.rule : takeover.recording[0].rule;
    QCOMPARE(QByteArray::fromStdString(rule.expr), proposed);
    const Proof proof = prove(offers[0], report.documents);
    QVERIFY2(proof.verdict == Verdict::Wider, textOf(proof.evidence));
    QCOMPARE(proof.included, std::vector<std::string>({"b"}));
}

void TestMigrations::judgesByIncidentsOfThoseWhoAreWatched()
{
    using consolidation::Incident;
    consolidation::IncidentSearch search(m_from * 1000, m_to * 1000, *m_client);
    bool done = false;
    search.start([&] { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 30000);
    QCOMPARE(search.incidents().size(), std::size_t(2));
    QCOMPARE(static_cast<int>(search.incidents()[0].kind), static_cast<int>(Incident::Kind::OomKill));
    // The reason of the first end is still answered for a while when the second one has another.
    QCOMPARE(static_cast<int>(search.incidents()[1].kind), static_cast<int>(Incident::Kind::Restart));
    QCOMPARE(search.incidents()[0].pod, std::string("web-7d9f-a"));

    const Report report = consolidation::reportOn({rulesOf(
        "a.yml", "[g 1m]\n"
                 "Heap: nodejs_heap_size_used_bytes{job=\"web\"} / nodejs_heap_size_total_bytes{job=\"web\"} > 0.9\n"
                 "[h 1m]\nMail: container_memory_working_set_bytes{container=\"mail\"} > 5e7")});
    const Offer heap = offersOf(report, "heap-ratio").at(0);
    const Proof proof = prove(heap, report.documents);
    consolidation::IncidentOptions options;
    options.to = m_to * 1000;
    const auto judged = consolidation::judgeIncidents(proof, search.incidents(), options);
    // The heap ratio never moves: it fires for both pods all the time. The memory is above 460.8 MiB from minute 107
    // until the kill at 120.
    QCOMPARE(judged.before, (consolidation::IncidentScore{2, 0, 1}));
    QCOMPARE(judged.after, (consolidation::IncidentScore{1, 1, 0}));
    QVERIFY(*judged.elsewhere().source == '\0');
    const std::vector<Evidence> evidence = consolidation::incidentEvidence(proof, search, m_to * 1000);
    QVERIFY2(textOf(evidence).contains("A firing counts from 30m before an incident until 10m after it."),
             textOf(evidence));
    QVERIFY2(textOf(evidence).contains("OOM kill of web (web-7d9f-a)."), textOf(evidence));

    // The kills of web say nothing of an alert for mail.
    const Offer mail = offersOf(report, "literal-limit").at(0);
    const Proof other = prove(mail, report.documents);
    const auto none = consolidation::judgeIncidents(other, search.incidents(), options);
    QCOMPARE(none.before.missed + none.after.missed, std::size_t(0));
    QCOMPARE(textOf(consolidation::incidentEvidence(other, search, m_to * 1000)),
             QByteArray("incidents: Of 2 incidents 2 befell what neither the old nor the new rules watch; they do not "
                        "count."));

    // Two incidents at once are both caught by the one firing; one that begins before the range counts as well.
    const Incident first{(m_from - 600) * 1000, (m_from + 110 * 60) * 1000, "web", Incident::Kind::Marked};
    const Incident second{(m_from + 112 * 60) * 1000, (m_from + 112 * 60) * 1000, {}, Incident::Kind::Marked};
    const auto overlapping = consolidation::judgeIncidents(proof, {first, second}, options);
    QCOMPARE(overlapping.after, (consolidation::IncidentScore{2, 0, 0}));
    // What was before the range was nobody's to catch.
    options.from = m_from * 1000;
    const Incident before{(m_from - 7200) * 1000, (m_from - 3600) * 1000, "web", Incident::Kind::Marked};
    const auto outside = consolidation::judgeIncidents(proof, {before, second}, options);
    QCOMPARE(outside.after, (consolidation::IncidentScore{1, 0, 0}));
    QVERIFY(outside.outside[0] && !outside.outside[1]);
    // Without any there is nothing to divide by, and every firing is a false alarm.
    QCOMPARE(consolidation::judgeIncidents(proof, {}, options).after, (consolidation::IncidentScore{0, 0, 1}));
}

void TestMigrations::saysWhyThereAreNoIncidents()
{
    const auto found = [&](qint64 from, qint64 to) {
        consolidation::IncidentSearch search(from * 1000, to * 1000, *m_client);
        bool done = false;
        search.start([&] { done = true; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
        return textOf(consolidation::incidentEvidence({}, search, to * 1000));
    };
    QCOMPARE(found(m_from, m_from + 3600),
             QByteArray("incidents: kube-state-metrics tells of no restart in this range: there is no incident to hold "
                        "the alerts against."));
    QVERIFY2(found(m_from - 86400, m_from - 80000).contains("cannot be found"), "");
}

void TestMigrations::isEqualWhereThereWereEvents()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "[g 1m]\nBad: sum by (job) (rate(bad_total[5m])) / sum by (job) (rate(calls_total[5m])) > "
                          "0.05\n=job:calls:rate5m: sum by (job) (rate(calls_total[5m]))")});
    const std::vector<Offer> offers = offersOf(report, "healthy-ratio");
    QCOMPARE(offers.size(), std::size_t(1));
    const std::string expr = takeoverOf(offers[0]).alerting.rule.expr;
    QCOMPARE(
        QByteArray::fromStdString(expr),
        QByteArray("(sum by (job) (rate(bad_total[5m])) or 0 * sum by (job) (rate(calls_total[5m]))) / sum by (job) "
                   "(rate(calls_total[5m])) > 0.05"));
    const std::string was = "sum by (job) (rate(bad_total[5m])) / sum by (job) (rate(calls_total[5m]))";
    const std::string is = expr.substr(0, expr.rfind(" > "));
    for (const qint64 minute : {60, 130, 239}) {
        const qint64 time = m_from + minute * 60;
        QCOMPARE(ask(was, time).size(), std::size_t(minute < 120 ? 0 : 1));
        QCOMPARE(ask(is, time).size(), std::size_t(2));
        QVERIFY(ask("(" + was + ") - (" + is + ") != 0", time).empty());
    }
    // Where nothing is called either, the ratio stays absent.
    QVERIFY(ask(is, m_from - 3600).empty());
    const Proof proof = prove(offers[0], report.documents);
    QVERIFY2(proof.verdict == Verdict::Wider, textOf(proof.evidence));
    QCOMPARE(*proof.firedBefore, *proof.firedAfter);
}

REGISTER_TEST(TestMigrations);
#include "tst_migrations.moc"
