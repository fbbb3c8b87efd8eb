#include "breakages.h"
#include "consolidation/offers.h"
#include "consolidation/openmatches.h"
#include "consolidation/proposaltext.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "consolidation/unittests.h"
#include "prometheus/client.h"
#include "rulelines.h"
#include "support/registry.h"
#include "workspace/demo.h"

#include <algorithm>
#include <functional>

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using consolidation::Proof;
using consolidation::Proposal;
using consolidation::Report;
using consolidation::Verdict;

/// Proposals for the demo's families, whole and broken on purpose, over its history in a real Prometheus.
class TestProving : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void judgesTheDemosFamilies();
    void takesNoBrokenProposalForTheSame_data();
    void takesNoBrokenProposalForTheSame();
    void seesWhatAlertsThatNeverFireLose_data();
    void seesWhatAlertsThatNeverFireLose();
    void takesNoBrokenAlternativeForTheSame_data();
    void takesNoBrokenAlternativeForTheSame();
    void saysNothingWithoutAnswers();
    void takesEditedRules();
    void provesThresholdsThatAreSeries();
    void seesWhatIsVisibleWhileHealthy();
    void asksForWhatMigrationsNeed();
    void findsTheOtherServices();
    void listsWhatOpenPatternsMatch();
    void writesTestsThatPromtoolPasses();

private:
    [[nodiscard]] Proof prove(const consolidation::Family &family, const Proposal &proposal, const QString &url,
                              const consolidation::Documents &documents);
    [[nodiscard]] std::size_t placeOf(const Report &report, const std::string &id) const;

    QTemporaryDir m_folder;
    std::unique_ptr<workspace::Demo> m_demo;
    QString m_url;
    qint64 m_end = 0;
    consolidation::Documents m_documents;
    Report m_report;
};

namespace {

Breakage alertReplaced(const std::string &from, const std::string &to)
{
    return [=](Proposal &proposal) {
        std::string &expr = proposal.takeovers.front().alerting.rule.expr;
        QVERIFY2(expr.find(from) != std::string::npos, expr.c_str());
        expr.replace(expr.find(from), from.size(), to);
    };
}

Breakage changed(const std::function<void(rules::NewRule &)> &change)
{
    return [=](Proposal &proposal) { change(proposal.takeovers.front().alerting.rule); };
}

} // namespace

void TestProving::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch();
    m_demo = std::make_unique<workspace::Demo>();
    QSignalSpy ready(m_demo.get(), &workspace::Demo::ready);
    QSignalSpy failed(m_demo.get(), &workspace::Demo::failed);
    m_demo->start(m_folder.path(), m_end);
    QTRY_VERIFY_WITH_TIMEOUT(ready.count() + failed.count() > 0, 240000);
    QVERIFY(failed.isEmpty());
    m_url = ready.at(0).at(1).toString();
    QFile file(m_folder.filePath("algosu/infra/k3s/monitoring/prometheus-rules.yaml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_documents = {rules::load(file.fileName().toStdString(), file.readAll().toStdString())};
    m_report = consolidation::reportOn(m_documents);
}

Proof TestProving::prove(const consolidation::Family &family, const Proposal &proposal, const QString &url,
                         const consolidation::Documents &documents)
{
    prometheus::Endpoint endpoint;
    endpoint.url = url.toStdString();
    prometheus::Client client(endpoint);
    std::shared_ptr<backtest::ServerKnowledge> knowledge;
    const auto pending = backtest::askKnowledge(client, [&](backtest::ServerKnowledge answer) {
        knowledge = std::make_shared<backtest::ServerKnowledge>(std::move(answer));
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(knowledge, 30000); }();
    if (!knowledge)
        return {};
    consolidation::ProvingRun run(family, proposal, documents, (m_end - 7 * 86400 + 600) * 1000, m_end * 1000, client,
                                  knowledge);
    bool done = false;
    run.start([&] { done = true; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 120000); }();
    return run.proof();
}

std::size_t TestProving::placeOf(const Report &report, const std::string &id) const
{
    const auto found = std::ranges::find(report.findings.families, id, &consolidation::Family::id);
    return static_cast<std::size_t>(found - report.findings.families.begin());
}

void TestProving::judgesTheDemosFamilies()
{
    const auto proofOf = [&](const std::string &id) {
        const std::size_t place = placeOf(m_report, id);
        return prove(m_report.findings.families[place], m_report.proposals[place], m_url, m_documents);
    };
    const Proof memory = proofOf("HighMemoryUsage");
    QVERIFY2(memory.verdict == Verdict::Same, evidenceOf(memory).constData());
    QCOMPARE(memory.strength, "fired");
    QVERIFY(*memory.firedBefore > 10);
    QCOMPARE(*memory.firedAfter, *memory.firedBefore);
    QVERIFY(*memory.coverage > 0.99);

    const Proof latency = proofOf("HighLatencyP95");
    QVERIFY2(latency.verdict == Verdict::Same, evidenceOf(latency).constData());
    QCOMPARE(*latency.firedBefore, std::size_t(1));
    QVERIFY(*latency.nearest > 2);

    const Proof errors = proofOf("HighErrorRate");
    QVERIFY2(errors.verdict == Verdict::CannotTell, evidenceOf(errors).constData());
    QVERIFY(std::ranges::any_of(errors.evidence, [](const auto &each) { return each.kind == "no-series"; }));
}

void TestProving::takesNoBrokenProposalForTheSame_data()
{
    QTest::addColumn<QString>("family");
    QTest::addColumn<Breakage>("breakage");
    const auto row = [](const char *name, const char *family, const Breakage &breakage) {
        QTest::newRow(name) << QString(family) << breakage;
    };
    row("threshold", "HighLatencyP95", alertReplaced("> 1", "> 1.1"));
    row("a threshold that changes no firing", "HighMemoryUsage", alertReplaced("> 80", "> 80.001"));
    row("operator", "HighLatencyP95", alertReplaced("> 1", ">= 1"));
    row("for", "HighLatencyP95", changed([](rules::NewRule &rule) { rule.forDuration = "4m"; }));
    row("keep_firing_for", "HighLatencyP95", changed([](rules::NewRule &rule) { rule.keepFiringFor = "1m"; }));
    row("window", "HighLatencyP95", replaced("[5m]", "[6m]"));
    row("quantile", "HighLatencyP95", replaced("0.95", "0.94"));
    row("a lost grouping label", "HighLatencyP95", replaced("(job, le)", "(le)"));
    row("another grouping label", "HighLatencyP95", replaced("(job, le)", "(job, instance, le)"));
    row("one member forgotten", "HighLatencyP95", replaced("(gateway|submission)", "(gateway)"));
    row("one too many", "HighLatencyP95", replaced("(gateway|submission)", "(gateway|submission|identity)"));
    row("any name", "HighLatencyP95", replaced("(gateway|submission)", ".+"));
    row("a lost static label", "HighMemoryUsage", replaced("\"service\"", "\"svc\""));
    row("a changed severity", "HighMemoryUsage",
        changed([](rules::NewRule &rule) { rule.labels.front().second = "critical"; }));
    row("a label lost", "HighMemoryUsage", changed([](rules::NewRule &rule) { rule.labels.clear(); }));
    row("a label too many", "HighMemoryUsage",
        changed([](rules::NewRule &rule) { rule.labels.emplace_back("team", "core"); }));
    row("joined on a label that differs", "HighMemoryUsage",
        replaced("/ label_replace", "/ on (job, pod, nothing) label_replace"));
    row("joined on less", "HighMemoryUsage", replaced("/ label_replace", "/ on (service) label_replace"));
    row("used for total", "HighMemoryUsage", replaced("_total_bytes", "_used_bytes"));
    row("scaled otherwise", "HighMemoryUsage", replaced("* 100", "* 99.9"));
    row("an offset", "HighMemoryUsage", replaced("_used_bytes\"}", "_used_bytes\"} offset 1m"));
}

void TestProving::takesNoBrokenProposalForTheSame()
{
    QFETCH(QString, family);
    QFETCH(Breakage, breakage);
    const std::size_t place = placeOf(m_report, family.toStdString());
    Proposal proposal = m_report.proposals[place];
    breakage(proposal);
    const Proof proof = prove(m_report.findings.families[place], proposal, m_url, m_documents);
    QVERIFY2(proof.verdict != Verdict::Same && proof.verdict != Verdict::Unproved, evidenceOf(proof).constData());
    QVERIFY(!proof.evidence.empty());
}

void TestProving::seesWhatAlertsThatNeverFireLose_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<Breakage>("breakage");
    const auto row = [](const char *name, const QByteArray &rules, const Breakage &breakage) {
        QTest::newRow(name) << rules << breakage;
    };
    const QByteArray errors =
        "Errors: sum by (job) (rate(algosu_gateway_http_requests_total{status_code=~\"5..\"}[5m])) / "
        "sum by (job) (rate(algosu_gateway_http_requests_total[5m])) > 0.5\n"
        "Errors: sum by (job) (rate(algosu_submission_http_requests_total{status_code=~\"5..\"}[5m])) / "
        "sum by (job) (rate(algosu_submission_http_requests_total[5m])) > 0.5";
    row("a dropped matcher", errors, replaced(", status_code=~\"5..\"", ""));
    row("another matcher", errors, replaced("5..", "4.."));
    row("window", errors, replaced("[5m]", "[10m]"));
    row("threshold", errors, alertReplaced("0.5", "0.6"));
    row("joined on what is not there", errors, replaced("/ sum by (job)", "/ on (pod) sum by (job)"));
    row("another metric", errors, replaced("http_requests_total\"}[5m]", "http_request_duration_seconds_count\"}[5m]"));
    const QByteArray unacked = "Unacked: rabbitmq_queue_messages_unacked{queue=\"submission.created\"} > 1e6\n"
                               "Unacked: rabbitmq_queue_messages_unacked{queue=\"github.push\"} > 1e6";
    row("one queue more", unacked, replaced("submission\\\\.created|github\\\\.push", ".+"));
    row("one queue less", unacked, replaced("submission\\\\.created|", ""));
    row("a lost label", unacked, [](Proposal &proposal) {
        std::string &expr = proposal.takeovers.front().alerting.rule.expr;
        expr = "sum without (queue) (" + expr.substr(0, expr.find('>')) + ") > 1e6";
    });
    row("other durations", unacked, changed([](rules::NewRule &rule) { rule.forDuration = "5m"; }));
    const QByteArray never =
        "Never: algosu_gateway_http_errors_total > 5\nNever: algosu_identity_http_errors_total > 5";
    row("no data at all", never, alertReplaced("> 5", "> 5"));
    row("no data and another threshold", never, alertReplaced("> 5", "> 6"));
}

void TestProving::seesWhatAlertsThatNeverFireLose()
{
    QFETCH(QByteArray, rules);
    QFETCH(Breakage, breakage);
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\n" + rules)};
    const Report report = consolidation::reportOn(documents);
    QVERIFY(!report.proposals.at(0).empty());
    Proposal proposal = report.proposals[0];
    if (!QByteArray(QTest::currentDataTag()).startsWith("no data")) {
        const Proof whole = prove(report.findings.families[0], proposal, m_url, documents);
        QVERIFY2(whole.verdict == Verdict::Same, evidenceOf(whole).constData());
        QCOMPARE(whole.strength, "values");
        QCOMPARE(*whole.firedBefore, std::size_t(0));
    }
    breakage(proposal);
    const Proof proof = prove(report.findings.families[0], proposal, m_url, documents);
    QVERIFY2(proof.verdict != Verdict::Same && proof.verdict != Verdict::Unproved, evidenceOf(proof).constData());
}

void TestProving::takesNoBrokenAlternativeForTheSame_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::newRow("thresholds of their own, never fired")
        << QByteArray("Unacked: rabbitmq_queue_messages_unacked{queue=\"submission.created\"} > 1000000 // for: 5m\n"
                      "Unacked: rabbitmq_queue_messages_unacked{queue=\"github.push\"} > 2000000 // for: 5m");
    QTest::newRow("a ratio, never fired")
        << QByteArray("Errors: sum by (job) (rate(algosu_gateway_http_requests_total{status_code=~\"5..\"}[5m])) / "
                      "sum by (job) (rate(algosu_gateway_http_requests_total[5m])) > 0.5\n"
                      "Errors: sum by (job) (rate(algosu_submission_http_requests_total{status_code=~\"5..\"}[5m])) / "
                      "sum by (job) (rate(algosu_submission_http_requests_total[5m])) > 0.5");
    QTest::newRow("a ratio that fired, with a static label")
        << QByteArray("Errors: sum by (job) (rate(algosu_gateway_http_requests_total{status_code=~\"5..\"}[5m])) / "
                      "sum by (job) (rate(algosu_gateway_http_requests_total[5m])) > 0.05 // labels: {team: core}\n"
                      "Errors: sum by (job) (rate(algosu_submission_http_requests_total{status_code=~\"5..\"}[5m])) / "
                      "sum by (job) (rate(algosu_submission_http_requests_total[5m])) > 0.05 // labels: {team: core}");
}

/// Each form that is offered, with each kind of mistake that it leaves room for.
void TestProving::takesNoBrokenAlternativeForTheSame()
{
    QFETCH(QByteArray, rules);
    const consolidation::Documents documents = {rulesOf("a.yml", "[g 1m]\n" + rules)};
    const Report report = consolidation::reportOn(documents);
    const consolidation::Family &family = report.findings.families.at(0);
    const auto replaceAll = [](Proposal &proposal, const std::string &from, const std::string &to) {
        bool did = false;
        const auto in = [&](std::string &expr) {
            for (std::size_t at = expr.find(from); at != std::string::npos; at = expr.find(from, at + to.size())) {
                expr.replace(at, from.size(), to);
                did = true;
            }
        };
        for (consolidation::Takeover &takeover : proposal.takeovers) {
            in(takeover.alerting.rule.expr);
            for (consolidation::ProposedRule &recording : takeover.recording)
                in(recording.rule.expr);
        }
        return did;
    };
    const std::vector<std::pair<const char *, std::function<bool(Proposal &)>>> mistakes = {
        {"window", [&](Proposal &proposal) { return replaceAll(proposal, "[5m]", "[7m]"); }},
        {"dropped matcher", [&](Proposal &proposal) { return replaceAll(proposal, ", status_code=~\"5..\"", ""); }},
        {"threshold", [&](Proposal &proposal) { return replaceAll(proposal, "2000000", "2000001"); }},
        {"threshold of a ratio", [&](Proposal &proposal) { return replaceAll(proposal, "> 0.", "> 0.1"); }},
        {"join label",
         [&](Proposal &proposal) { return replaceAll(proposal, "/ sum by (job)", "/ on (pod) sum by (job)"); }},
        {"lost label",
         [&](Proposal &proposal) {
             std::vector<std::pair<std::string, std::string>> &labels = proposal.takeovers.front().alerting.rule.labels;
             const bool had = !labels.empty();
             labels.clear();
             return had;
         }},
        {"for", [&](Proposal &proposal) {
             proposal.takeovers.front().alerting.rule.forDuration = "6m";
             return true;
         }}};
    std::size_t broken = 0;
    std::size_t same = 0;
    for (const Proposal &whole : consolidation::alternatives(family, documents)) {
        const Proof proof = prove(family, whole, m_url, documents);
        same += proof.verdict == Verdict::Same ? 1 : 0;
        QVERIFY(proof.verdict != Verdict::Narrower && proof.verdict != Verdict::Unproved);
        for (const auto &[name, mistake] : mistakes) {
            Proposal proposal = whole;
            if (!mistake(proposal))
                continue;
            ++broken;
            const Proof judged = prove(family, proposal, m_url, documents);
            QVERIFY2(judged.verdict != Verdict::Same && judged.verdict != Verdict::Unproved,
                     whole.title.source + QByteArray(", ") + name + ": " + evidenceOf(judged));
        }
    }
    QVERIFY(same > 0);
    QVERIFY(broken > 1);
}

void TestProving::takesEditedRules()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "Hot: sum by (pod) (rate(acme_shop_bad_total[5m])) > 3 // for: 5m; labels: {team: a}\n"
                         "Hot: sum by (pod) (rate(acme_stock_bad_total[5m])) > 3 // for: 5m; labels: {team: a}")};
    const Report report = consolidation::reportOn(documents);
    const Proposal &proposal = report.proposals.at(0);
    const std::string text = consolidation::proposalText(proposal);
    const auto again = consolidation::editedProposal(proposal, text);
    QVERIFY(again.ok());
    QCOMPARE(QByteArray::fromStdString(consolidation::proposalText(*again)), QByteArray::fromStdString(text));
    QCOMPARE(again->takeovers[0].alerting.rule.labels, proposal.takeovers[0].alerting.rule.labels);
    const auto refused = [&](const std::string &from, const std::string &to) {
        std::string changed = text;
        const std::size_t at = changed.find(from);
        if (at == std::string::npos)
            return QByteArray("not there: ") + QByteArray::fromStdString(from);
        const auto result = consolidation::editedProposal(proposal, changed.replace(at, from.size(), to));
        return result ? QByteArray()
                      : QByteArray::fromStdString(result.error().detail + ' ' + result.error().text.english());
    };
    QCOMPARE(refused("> 3", "> 4"), QByteArray());
    QVERIFY(!refused("- alert", "- record").isEmpty());
    QVERIFY(!refused("for: 5m", "for: 5").isEmpty());
    QVERIFY(!refused("> 3", "> > 3").isEmpty());
    QVERIFY(!consolidation::editedProposal(proposal, "").ok());
    QVERIFY(!consolidation::editedProposal(proposal, text + text).ok());
}

void TestProving::saysNothingWithoutAnswers()
{
    const std::size_t place = placeOf(m_report, "HighMemoryUsage");
    const Proof proof =
        prove(m_report.findings.families[place], m_report.proposals[place], "http://127.0.0.1:1", m_documents);
    QVERIFY2(proof.verdict == Verdict::Unproved, evidenceOf(proof).constData());
    QCOMPARE(proof.strength, "structure");
    QCOMPARE(QByteArray(proof.sentence().source), QByteArray("Unproved: the endpoint did not answer."));
}

void TestProving::provesThresholdsThatAreSeries()
{
    const consolidation::Documents documents = {
        rulesOf("a.yml", "[g 1m]\nUnacked: rabbitmq_queue_messages_unacked{queue=\"submission.created\"} > 50\n"
                         "Unacked: rabbitmq_queue_messages_unacked{queue=\"github.push\"} > 900")};
    const Report report = consolidation::reportOn(documents);
    const consolidation::Takeover &takeover = report.proposals.at(0).takeovers.at(0);
    QCOMPARE(takeover.thresholds, std::vector<std::string>({"50", "900"}));
    const Proof proof = prove(report.findings.families[0], report.proposals[0], m_url, documents);
    QVERIFY2(proof.verdict == Verdict::Same, evidenceOf(proof).constData());
    QVERIFY(*proof.firedBefore > 0);
    // Each copy has a threshold of its own; the one that was exceeded most counts.
    QVERIFY(proof.nearest && proof.threshold && *proof.nearest > *proof.threshold);
    Proposal broken = report.proposals[0];
    std::string &expr = broken.takeovers[0].recording[0].rule.expr;
    expr.replace(expr.find("vector(50)"), 10, "vector(51)");
    const Proof other = prove(report.findings.families[0], broken, m_url, documents);
    QVERIFY2(other.verdict != Verdict::Same, evidenceOf(other).constData());
}

void TestProving::seesWhatIsVisibleWhileHealthy()
{
    const consolidation::Documents documents = {rulesOf(
        "a.yml", "[g 1m]\nErrors: sum by (job) (rate(algosu_identity_http_requests_total{status_code=~\"5..\"}[5m])) / "
                 "sum by (job) (rate(algosu_identity_http_requests_total[5m])) > 0.5\n"
                 "Errors: sum by (job) (rate(algosu_problem_http_requests_total{status_code=~\"5..\"}[5m])) / "
                 "sum by (job) (rate(algosu_problem_http_requests_total[5m])) > 0.5")};
    const Report report = consolidation::reportOn(documents);
    const auto forms = consolidation::alternatives(report.findings.families.at(0), documents);
    const auto healthy = std::ranges::find_if(forms, [](const Proposal &each) {
        return std::ranges::any_of(each.notes, [](const auto &note) { return note.kind == "visible"; });
    });
    QVERIFY(healthy != forms.end());
    const std::string expr = healthy->takeovers.at(0).recording.at(0).rule.expr;
    QVERIFY2(expr.find(" or 0 * ") != std::string::npos, expr.c_str());
    prometheus::Endpoint endpoint;
    endpoint.url = m_url.toStdString();
    prometheus::Client client(endpoint);
    const auto seriesOf = [&](const std::string &query) {
        std::map<std::string, double> values;
        bool done = false;
        const auto pending = client.queryInstant(query, static_cast<double>(m_end), [&](const auto &result) {
            for (const alerting::Series &series : result ? result->series : std::vector<alerting::Series>())
                values[series.labels.empty() ? "" : series.labels.front().second] = series.samples.back().value;
            done = true;
        });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 30000); }();
        return values;
    };
    // Nobody has had an error lately: the ratio is absent, the visible form is 0 for both.
    QVERIFY(!seriesOf(report.proposals.at(0).takeovers.at(0).recording.at(0).rule.expr).contains("problem"));
    QCOMPARE(seriesOf(expr), (std::map<std::string, double>{{"identity", 0.0}, {"problem", 0.0}}));
}

void TestProving::asksForWhatMigrationsNeed()
{
    std::vector<consolidation::Offer> offers = consolidation::findMigrations(m_report, {});
    const auto complete = [&](const char *kind) -> consolidation::Offer & {
        const auto found = std::ranges::find_if(
            offers, [&](const consolidation::Offer &each) { return std::string_view(each.kind) == kind; });
        prometheus::Endpoint endpoint;
        endpoint.url = m_url.toStdString();
        prometheus::Client client(endpoint);
        consolidation::MigrationRun run(*found, m_report, (m_end - 7 * 86400 + 600) * 1000, m_end * 1000, client);
        bool done = false;
        run.start([&] { done = true; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 60000); }();
        return *found;
    };
    const auto said = [](const consolidation::Offer &offer, const std::string &text) {
        return std::ranges::any_of(offer.evidence, [&](const consolidation::Evidence &each) {
            return each.text.english().find(text) != std::string::npos;
        });
    };
    const consolidation::Offer &heap = complete("heap-ratio");
    QCOMPARE(heap.proposal.takeovers.size(), std::size_t(1));
    QVERIFY(said(heap, "Joined on pod = pod, 0 of 4 series"));
    QVERIFY(said(heap, "Joined on job = container, 4 of 4 series"));
    const Proof memory = prove(heap.family, heap.proposal, m_url, m_documents);
    QVERIFY2(memory.verdict != Verdict::Same && memory.verdict != Verdict::CannotTell, evidenceOf(memory).constData());
    // The new alert knows of the container that was killed.
    QCOMPARE(*memory.firedAfter, std::size_t(1));
    QVERIFY(*memory.firedBefore > 10);

    const consolidation::Offer &counter = complete("raw-counter");
    QVERIFY(said(counter, "were born with a value above 0"));
    const std::string expr = counter.proposal.takeovers.at(0).alerting.rule.expr;
    QVERIFY2(expr.find("increase(algosu_submission_dlq_messages_total[5m]) > 0\nor (") == 0, expr.c_str());
}

void TestProving::findsTheOtherServices()
{
    const consolidation::Documents documents = {rulesOf("a.yml",
                                                        "[g 1m]\nSlow: algosu_gateway_nodejs_active_handles > 1e6\n"
                                                        "Slow: algosu_identity_nodejs_active_handles > 1e6\n"
                                                        "Files: algosu_gateway_process_open_fds > 1e6\nUnacked: "
                                                        "rabbitmq_queue_messages_unacked{queue=\"github.push\"} > 1e6\n"
                                                        "Fails: algosu_identity_auth_failures_total > 1e6")};
    const Report report = consolidation::reportOn(documents);
    std::map<std::string, std::string> texts;
    for (consolidation::Offer &offer : consolidation::findMigrations(report, {})) {
        if (std::string_view(offer.kind) != "single-service")
            continue;
        prometheus::Endpoint endpoint;
        endpoint.url = m_url.toStdString();
        prometheus::Client client(endpoint);
        consolidation::MigrationRun run(offer, report, (m_end - 86400) * 1000, m_end * 1000, client);
        bool done = false;
        run.start([&] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 30000);
        texts[offer.family.id] = offer.text.english();
        if (offer.proposal.empty())
            continue;
        const Proof proof = prove(offer.family, offer.proposal, m_url, documents);
        QVERIFY2(proof.verdict == Verdict::Wider, evidenceOf(proof).constData());
    }
    QCOMPARE(texts["Files"], std::string("Files watches only gateway. At the endpoint the same series are there for: "
                                         "ai_analysis, identity, problem, submission."));
    QCOMPARE(texts["Unacked"],
             std::string("Unacked watches only github.push. At the endpoint the same series are there for: "
                         "analysis.requested, submission.created."));
    QCOMPARE(texts["Fails"], std::string());
}

void TestProving::listsWhatOpenPatternsMatch()
{
    const Report report = consolidation::reportOn(m_documents, true);
    const std::size_t place = placeOf(report, "HighLatencyP95");
    prometheus::Endpoint endpoint;
    endpoint.url = m_url.toStdString();
    prometheus::Client client(endpoint);
    consolidation::OpenMatchRun run(report.findings.families[place], report.proposals[place], (m_end - 86400) * 1000,
                                    m_end * 1000, client);
    bool done = false;
    run.start([&] { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 30000);
    QByteArrayList matches;
    for (const consolidation::Evidence &each : run.matches()) {
        if (each.kind == "unintended")
            matches += QByteArray::fromStdString(each.after);
    }
    QCOMPARE(matches.join(' '), QByteArray("algosu_ai_analysis_http_request_duration_seconds_bucket "
                                           "algosu_identity_http_request_duration_seconds_bucket "
                                           "algosu_problem_http_request_duration_seconds_bucket"));
}

void TestProving::writesTestsThatPromtoolPasses()
{
    const QString promtool = QStandardPaths::findExecutable("promtool");
    QVERIFY(!promtool.isEmpty());
    QTemporaryDir folder;
    prometheus::Endpoint endpoint;
    endpoint.url = m_url.toStdString();
    prometheus::Client client(endpoint);
    for (const char *id : {"HighMemoryUsage", "HighLatencyP95"}) {
        const std::size_t place = placeOf(m_report, id);
        const consolidation::Family &family = m_report.findings.families[place];
        const Proof proof = prove(family, m_report.proposals[place], m_url, m_documents);
        consolidation::UnitTestRun run(family, m_report.proposals[place], proof, m_end * 1000, client);
        bool done = false;
        run.start([&] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 60000);
        QVERIFY(!run.error());
        QCOMPARE(run.files().size(), std::size_t(2));
        QVERIFY(run.files()[1].text.find("value: 1") != std::string::npos);
        for (const auto &[name, text] : run.files()) {
            QFile file(folder.filePath(QString::fromStdString(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString(text));
        }
        const auto passes = [&](const QString &file) {
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start(promtool, {"test", "rules", file});
            process.waitForFinished();
            if (process.exitCode() != 0)
                qInfo().noquote() << process.readAll();
            return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        };
        const QString test = QString::fromStdString(run.files()[1].name);
        QVERIFY(passes(test));
        // The test is worth something: with another threshold it fails.
        QFile rules(folder.filePath(QString::fromStdString(run.files()[0].name)));
        QVERIFY(rules.open(QIODevice::ReadWrite));
        QByteArray text = rules.readAll();
        text.replace(" > ", " > 1000 + ");
        rules.seek(0);
        rules.write(text);
        rules.close();
        QVERIFY(!passes(test));
    }
}

REGISTER_TEST(TestProving);
#include "tst_proving.moc"
