#include "breakages.h"
#include "consolidation/offers.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "consolidation/sameform.h"
#include "prometheus/client.h"
#include "rulelines.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <algorithm>
#include <functional>

#include <QDateTime>
#include <QTest>

using consolidation::Proof;
using consolidation::Proposal;
using consolidation::Report;
using consolidation::Verdict;

namespace {

/// An hour in which restarts and failures never grow, and traffic does.
QByteArray history(qint64 end)
{
    QByteArray text = "# TYPE restarts counter\n";
    const auto each = [&](const std::function<QByteArray(qint64)> &line) {
        for (qint64 time = end - 3600; time <= end; time += 30)
            text += line((time - end + 3600) / 30) + ' ' + QByteArray::number(time) + '\n';
    };
    for (const char *name : {"shop", "stock"})
        each([&](qint64) { return QByteArray("restarts_total{container=\"") + name + "\",pod=\"" + name + "-1\"} 4"; });
    text += "# TYPE kills counter\n";
    for (const char *name : {"shop", "stock"})
        each([&](qint64) { return QByteArray("kills_total{container=\"") + name + "\",pod=\"" + name + "-1\"} 4"; });
    for (const auto &[name, share] : {std::pair("shop", 3), std::pair("stock", 4), std::pair("mail", 2)}) {
        text += QByteArray("# TYPE acme_") + name + "_requests counter\n";
        for (const char *status : {"200", "500"}) {
            each([&name = name, status, share = share](qint64 n) {
                const bool failed = QByteArray(status) == "500";
                return QByteArray("acme_") + name + "_requests_total{job=\"" + name + "\",status=\"" + status + "\"} " +
                       QByteArray::number(failed ? 7 : (n * 90 + n % 7 * 5) * share);
            });
        }
    }
    return text + "# EOF\n";
}

} // namespace

/// Equal values where they could not have been otherwise, series that several old alerts fit, and input of other
/// groups.
class TestDoubts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void takesNoConstantForEvidence_data();
    void takesNoConstantForEvidence();
    void callsNothingMeantToDifferTheSame();
    void findsTheHeirByItsLabels();
    void readsOtherGroupsAsLateAsTheyCanBe();
    void comparesSharedExpressions();
    void takesPartsWithoutWhatTheWholeGets();

private:
    [[nodiscard]] Proof prove(const consolidation::Family &family, const Proposal &proposal,
                              const consolidation::Documents &documents);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    std::shared_ptr<backtest::ServerKnowledge> m_knowledge;
    qint64 m_end = 0;
};

void TestDoubts::initTestCase()
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

Proof TestDoubts::prove(const consolidation::Family &family, const Proposal &proposal,
                        const consolidation::Documents &documents)
{
    consolidation::ProvingRun run(family, proposal, documents, (m_end - 2400) * 1000, m_end * 1000, *m_client,
                                  m_knowledge);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 60000); }();
    return run.proof();
}

void TestDoubts::takesNoConstantForEvidence_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<Breakage>("breakage");
    const QByteArray restarts = "Restarts: increase(restarts_total{container=\"shop\"}[10m]) > 0\n"
                                "Restarts: increase(restarts_total{container=\"stock\"}[10m]) > 0";
    const auto row = [](const char *name, const QByteArray &rules, const Breakage &breakage) {
        QTest::newRow(name) << rules << breakage;
    };
    row("window", restarts, replaced("[10m]", "[12m]"));
    row("function", restarts, replaced("increase(", "delta("));
    row("metric", restarts, replaced("restarts_total", "kills_total"));
    row("offset", restarts, replaced("[10m]", "[10m] offset 1m"));
    row("factor", restarts, replaced("increase(", "2 * increase("));
    const QByteArray failures = "Failing: sum by (job) (rate(acme_shop_requests_total{status=\"500\"}[5m])) / "
                                "sum by (job) (rate(acme_shop_requests_total[5m])) > 0.5\n"
                                "Failing: sum by (job) (rate(acme_stock_requests_total{status=\"500\"}[5m])) / "
                                "sum by (job) (rate(acme_stock_requests_total[5m])) > 0.5";
    row("window of a numerator", failures, replaced("status=\"500\"}[5m]", "status=\"500\"}[6m]"));
    row("matcher of a numerator", failures, replaced("status=\"500\"", "status=~\"50.\""));
    row("aggregation", failures,
        replaced("sum by (job) (rate({__name__=~\"acme_(shop|stock)_requests_total\", status",
                 "max by (job) (rate({__name__=~\"acme_(shop|stock)_requests_total\", status"));
    row("recorded behind the alert", failures, [](Proposal &proposal) {
        QVERIFY(!proposal.takeovers.front().recording.empty());
        proposal.takeovers.front().recording.front().place.index = 9;
    });
    row("recorded in another group", failures,
        [](Proposal &proposal) { proposal.takeovers.front().recording.front().place.group = "other"; });
    const QByteArray counts = "Restarted: sum by (pod) (restarts_total{container=\"shop\"}) > 9\n"
                              "Restarted: sum by (pod) (restarts_total{container=\"stock\"}) > 9";
    row("aggregation over one series", counts, replaced("sum by", "avg by"));
    row("a matcher that says nothing", counts, replaced("container=~\"shop|stock\"", "pod=~\".+\""));
}

void TestDoubts::takesNoConstantForEvidence()
{
    QFETCH(QByteArray, rules);
    QFETCH(Breakage, breakage);
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\n" + rules)};
    const Report report = consolidation::reportOn(documents);
    QVERIFY(!report.proposals.at(0).empty());
    Proposal proposal = report.proposals[0];
    // What is proposed itself computes the same in more general words.
    const Proof whole = prove(report.findings.families[0], proposal, documents);
    QVERIFY2(whole.verdict == Verdict::Same, evidenceOf(whole).constData());
    breakage(proposal);
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QVERIFY2(proof.verdict != Verdict::Same && proof.verdict != Verdict::Unproved, evidenceOf(proof).constData());
}

void TestDoubts::callsNothingMeantToDifferTheSame()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum by (job) (rate(acme_shop_requests_total[5m])) > 5\n"
                         "Busy: sum by (job) (rate(acme_stock_requests_total[5m])) > 5")};
    const Report report = consolidation::reportOn(documents);
    Proposal proposal = report.proposals.at(0);
    QCOMPARE(static_cast<int>(prove(report.findings.families[0], proposal, documents).verdict),
             static_cast<int>(Verdict::Same));
    proposal.meantToDiffer = true;
    const Proof proof = prove(report.findings.families[0], proposal, documents);
    QCOMPARE(static_cast<int>(proof.verdict), static_cast<int>(Verdict::CannotTell));
    QCOMPARE(proof.strength, "structure");
    QVERIFY2(evidenceOf(proof).contains("meant: The change is meant to differ: mark incidents"), evidenceOf(proof));
}

/// The sums have no label that tells them apart; the alerts' own labels do.
void TestDoubts::findsTheHeirByItsLabels()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum(rate(acme_shop_requests_total[5m])) > 5 // labels: {service: shop}\n"
                         "Busy: sum(rate(acme_stock_requests_total[5m])) > 5 // labels: {service: stock}")};
    const Report report = consolidation::reportOn(documents);
    const Proof proof = prove(report.findings.families.at(0), report.proposals.at(0), documents);
    QVERIFY2(proof.verdict == Verdict::Same, evidenceOf(proof).constData());
    // With the labels of the other, each finds nobody.
    Proposal swapped = report.proposals[0];
    for (auto &[name, value] : swapped.takeovers.at(0).alerting.rule.labels)
        value = name == "service" ? "{{ if eq $labels.job \"shop\" }}stock{{ else }}shop{{ end }}" : value;
    const Proof other = prove(report.findings.families[0], swapped, documents);
    QVERIFY2(other.verdict != Verdict::Same, evidenceOf(other).constData());
}

void TestDoubts::readsOtherGroupsAsLateAsTheyCanBe()
{
    const QByteArray family = "[g 1m]\nBusy: sum by (job) (rate(acme_shop_requests_total[5m])) > 5\n"
                              "Busy: sum by (job) (rate(acme_stock_requests_total[5m])) > 5\n";
    const QByteArray reader = "Worse: sum by (job) (rate(acme_shop_requests_total[5m])) > 9";
    const auto verdictOf = [&](const QByteArray &group) {
        const consolidation::Documents documents = {rulesOf("a.yml", family + group + reader)};
        const Report report = consolidation::reportOn(documents);
        const auto offers = consolidation::readerOffers(report);
        return offers.size() == 1 ? prove(offers[0].family, offers[0].proposal, documents) : Proof();
    };
    const Proof here = verdictOf("");
    QVERIFY2(here.verdict == Verdict::Same, evidenceOf(here).constData());
    const Proof there = verdictOf("[other 1m]\n");
    QVERIFY2(there.verdict == Verdict::Different, evidenceOf(there).constData());
    QVERIFY2(evidenceOf(there).contains("staleness: Worse reads job:acme_requests:rate5m of the group g"),
             evidenceOf(there));
}

void TestDoubts::comparesSharedExpressions()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nBusy: sum by (job) (rate(acme_mail_requests_total[5m])) > 5\n"
                         "Idle: sum by (job) (rate(acme_mail_requests_total[5m])) < 1 and on (job) up == 1\n"
                         "[far 1m]\nOdd: abs(sum by (job) (rate(acme_mail_requests_total[5m])) - 3) > 4")};
    const Report report = consolidation::reportOn(documents);
    const auto offers = consolidation::sharedOffers(report);
    QCOMPARE(offers.size(), std::size_t(1));
    QCOMPARE(offers[0].family.members.size(), std::size_t(3));
    const Proposal &proposal = offers[0].proposal;
    QCOMPARE(proposal.takeovers[0].alerting.rule.expr, std::string("job:acme_mail_requests:rate5m > 5"));
    QCOMPARE(proposal.takeovers[2].alerting.rule.expr, std::string("abs(job:acme_mail_requests:rate5m - 3) > 4"));
    const auto edits = consolidation::offerEdits(offers[0], proposal, report);
    QVERIFY(edits.refused.empty());
    const auto &after = *edits.after.at("a.yml");
    QCOMPARE(after.groups()[0].rules.size(), std::size_t(3));
    QCOMPARE(after.groups()[0].rules[0].name.value, std::string("job:acme_mail_requests:rate5m"));
    QCOMPARE(after.groups()[1].rules.size(), std::size_t(1));
    // Two read what was recorded right before them, the third what may be a minute old.
    const Proof proof = prove(offers[0].family, proposal, documents);
    QVERIFY2(proof.verdict == Verdict::Different || proof.verdict == Verdict::CannotTell,
             evidenceOf(proof).constData());
    QVERIFY2(evidenceOf(proof).contains("staleness: Odd reads"), evidenceOf(proof));
    QVERIFY2(!evidenceOf(proof).contains("The values of {job=\"mail\"} differ at 0"), evidenceOf(proof));
    // One rule records it already: the others read that.
    const Report recorded =
        consolidation::reportOn({rulesOf("b.yml", "=mail:rate5m: sum by (job) (rate(acme_mail_requests_total[5m]))\n"
                                                  "Busy: sum by (job) (rate(acme_mail_requests_total[5m])) > 5")});
    const auto reading = consolidation::sharedOffers(recorded);
    QCOMPARE(reading.size(), std::size_t(1));
    QCOMPARE(reading[0].proposal.takeovers.at(0).alerting.rule.expr, std::string("mail:rate5m > 5"));
    QVERIFY(reading[0].proposal.takeovers[0].recording.empty());
}

/// The numerator has no label of the denominator, which the whole gets.
void TestDoubts::takesPartsWithoutWhatTheWholeGets()
{
    const auto values = [](const std::vector<alerting::Labels> &series) {
        backtest::TickValues all{{60000, 60000, 3}, series, {}};
        for (int tick = 0; tick < 3; ++tick) {
            backtest::TickAnswer answer{backtest::TickState::Answered, {}};
            for (std::size_t i = 0; i < series.size(); ++i)
                answer.values.push_back({i, tick + static_cast<double>(i)});
            all.answers.push_back(answer);
        }
        return all;
    };
    const alerting::Labels job = {{"job", "shop"}};
    const alerting::Labels container = {{"container", "shop"}};
    const alerting::Labels both = {{"container", "shop"}, {"job", "shop"}};
    consolidation::ObservedRule old;
    old.name = "Memory";
    old.alert.name = "Memory";
    old.condition = "# > 5";
    old.op = promql::BinaryOp::Greater;
    old.threshold = 5;
    old.gained = {{"container", "shop"}};
    old.operands = {{values({job}), {}}, {values({job}), "numerator"}, {values({container}), "denominator"}};
    consolidation::ObservedRule now = old;
    now.gained.clear();
    now.operands = {{values({both}), {}}, {values({job}), "numerator"}, {values({container}), "denominator"}};
    const Proof same = consolidation::compare({old}, now, 0);
    QVERIFY2(same.verdict == Verdict::Same, evidenceOf(same).constData());
    // Where the sides never meet, that of the parts does not make the two differ.
    old.operands[0].values = now.operands[0].values = values({});
    const Proof silent = consolidation::compare({old}, now, 0);
    QVERIFY2(silent.verdict == Verdict::CannotTell, evidenceOf(silent).constData());
    // The whole has to have the label.
    old.operands[0].values = values({job});
    now.operands[0].values = values({job});
    const Proof lost = consolidation::compare({old}, now, 0);
    QVERIFY2(lost.verdict == Verdict::Different, evidenceOf(lost).constData());
}

REGISTER_TEST(TestDoubts);
#include "tst_doubts.moc"
