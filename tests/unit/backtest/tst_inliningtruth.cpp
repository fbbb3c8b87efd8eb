#include "backtest/inlining.h"
#include "backtest/rulebacktest.h"
#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

/// Inlined expressions against what a real Prometheus recorded: promtool's backfill of the same rules, and groups that
/// a running server evaluates.
namespace {

using backtest::FetchPlan;
using backtest::InlineCandidate;
using backtest::InlineReason;
using backtest::Milliseconds;
using backtest::TickFetch;
using backtest::TickValues;

struct RecordedRule
{
    const char *name;
    const char *expr;
    const char *labels;
    const char *interval;
};

constexpr std::array<RecordedRule, 8> recorded = {{
    {"r:gauge", "g * 2", "", "1m"},
    {"r:sum", "sum by(job, team) (rate(c_total[3m]))", "", "1m"},
    {"r:static", "g", "team: 'a$1b'", "30s"},
    {"r:slow", "max by(job) (g)", "", "10m"},
    {"r:scalar", "scalar(sum(g)) / 3", "", "1m"},
    {"r:or", "g{team=\"t1\"} or on() g{team=\"t2\"}", "", "1m"},
    {"r:sub", "max_over_time((sum(g) - sum(g offset 2m))[10m:1m])", "", "2m"},
    {"r:predict", "predict_linear(c_total[10m], 600)", "", "1m"},
}};

std::map<std::string, double> at(const TickValues &values, std::size_t tick)
{
    std::map<std::string, double> result;
    for (const alerting::AlertMachine::Value &value : values.answers[tick].values) {
        std::string text;
        for (const auto &[name, label] : values.series[value.series])
            text += name + "=" + label + ",";
        result[text] = value.value;
    }
    return result;
}

QByteArray shown(const std::map<std::string, double> &values)
{
    QByteArray text;
    for (const auto &[labels, value] : values)
        text += labels.c_str() + QByteArray(" ") + QByteArray::number(value, 'g', 17) + "; ";
    return text.left(600);
}

/// To the last bit, but for regressions, whose sums depend on where time is counted from.
bool same(const std::map<std::string, double> &a, const std::map<std::string, double> &b, double tolerance)
{
    return std::ranges::equal(a, b, [tolerance](const auto &x, const auto &y) {
        return x.first == y.first && (x.second == y.second || (std::isnan(x.second) && std::isnan(y.second)) ||
                                      std::abs(x.second - y.second) <= tolerance * std::abs(x.second));
    });
}

} // namespace

class TestInliningTruth : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void matchesBackfill_data();
    void matchesBackfill();
    void matchesRunningGroups();

private:
    TickValues fetch(const std::string &expr, const backtest::Ticks &ticks);
    Milliseconds sampleOf(const std::string &selector, Milliseconds time);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    QTemporaryDir m_folder;
    qint64 m_start = 0;
    qint64 m_end = 0;
    std::vector<InlineCandidate> m_rules;
};

void TestInliningTruth::initTestCase()
{
    constexpr qint64 history = qint64{5} * 3600;
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    m_start = m_end - history;
    QByteArray gauges = "# TYPE g gauge\n";
    QByteArray counters = "# TYPE c counter\n";
    std::uint32_t state = 12345;
    const auto random = [&state] {
        state = state * 1664525U + 1013904223U;
        return state >> 16;
    };
    for (const char *labels : {"job=\"a\",team=\"t1\",i=\"x1\"", "job=\"a\",team=\"t2\",i=\"x2\"",
                               "job=\"b\",team=\"t1\",i=\"y\"", "job=\"b\",i=\"none\""}) {
        qint64 counter = 0;
        for (qint64 time = m_start; time <= m_end; time += 15) {
            // Missed scrapes and restarts. Series that end are for the running groups: promtool writes no stale
            // markers.
            const bool hole = random() % 9 == 0;
            counter = random() % 400 == 0 ? 0 : counter + random() % 50;
            if (hole)
                continue;
            const QByteArray stamp = QByteArray::number(time) + "\n";
            gauges += QByteArray("g{") + labels + "} " + QByteArray::number(random() % 1000) + " " + stamp;
            counters += QByteArray("c_total{") + labels + "} " + QByteArray::number(counter) + " " + stamp;
        }
    }
    support::PrometheusServer::Options options;
    // Fast enough for groups that run every second.
    QByteArray fast = "# TYPE fast gauge\n";
    for (const char *labels : {"job=\"a\"", "job=\"b\""}) {
        for (qint64 time = m_end - 45 * 60 - 60; time <= m_end - 40 * 60; ++time)
            fast += QByteArray("fast{") + labels + "} " + QByteArray::number(random() % 10) + " " +
                    QByteArray::number(time) + "\n";
    }
    options.openMetrics = {gauges + "# EOF\n", counters + "# EOF\n", fast + "# EOF\n"};
    // Groups that the server evaluates itself, on what was there a while ago.
    QFile live(m_folder.filePath("live.yml"));
    QVERIFY(live.open(QIODevice::WriteOnly));
    live.write("groups:\n"
               "- name: own\n  interval: 1s\n  rules:\n"
               "  - {record: 'l:later', expr: 'avg_over_time(l:base[5s]) + 0 * count_over_time(l:base[5s])'}\n"
               "  - {record: 'l:later_now', expr: 'l:base + 0'}\n"
               "  - {record: 'l:base', expr: 'fast offset 45m > 3', labels: {src: base}}\n"
               "  - {record: 'l:earlier', expr: 'max_over_time(l:base[5s]) - l:base'}\n"
               "  - {record: 'l:absent', expr: 'absent(l:base{job=\"nobody\",src=\"base\"})'}\n"
               "- name: far\n  interval: 2s\n  rules:\n"
               "  - {record: 'l:far', expr: 'deriv(l:base{job=~\"a|b\"}[7s]) + on(job) l:base offset 3s'}\n"
               "  - {record: 'l:count', expr: 'count_over_time(l:base{job!=\"a\"}[7s])'}\n"
               // A chain of two, and two rules of one name.
               "  - {record: 'l:chain', expr: 'sum_over_time(l:earlier[6s]) + l:earlier offset 2s'}\n"
               "  - {record: 'l:twins', expr: 'avg_over_time(l:twin[5s]) - l:twin'}\n"
               "  - {record: 'l:second_twin', expr: 'min_over_time(l:twin{of=~\"s.*\"}[5s])'}\n"
               "- name: twins\n  interval: 1s\n  rules:\n"
               "  - {record: 'l:twin', expr: 'fast offset 45m', labels: {of: first}}\n"
               "  - {record: 'l:twin', expr: '(fast offset 45m) ^ 2', labels: {of: second}}\n");
    live.close();
    options.configuration = "global: {scrape_interval: 15s}\nrule_files: ['" + live.fileName().toUtf8() + "']\n";
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    QList<QByteArray> files;
    for (const RecordedRule &rule : recorded) {
        QByteArray file = QByteArray("groups:\n- name: 'group ") + rule.name + "'\n  interval: " + rule.interval +
                          "\n  rules:\n  - record: " + rule.name + "\n    expr: '" + rule.expr + "'\n";
        if (*rule.labels)
            file += QByteArray("    labels: {") + rule.labels + "}\n";
        files += file;
    }
    QVERIFY2(m_server.recordHistory(files, m_start + 900, m_end - 60), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        const auto document = rules::load("f" + std::to_string(i), files[static_cast<int>(i)].toStdString());
        InlineCandidate candidate{backtest::recordingRulesOf(std::vector{document}).front(), InlineReason::NotLoaded,
                                  false};
        const Milliseconds sample =
            sampleOf("{__name__=\"" + std::string(recorded[i].name) + "\"}", (m_end - 120) * 1000);
        QVERIFY(sample > 0);
        candidate.rule.timing.phase = backtest::phaseOfSample(sample, candidate.rule.timing).phase;
        m_rules.push_back(candidate);
    }
}

Milliseconds TestInliningTruth::sampleOf(const std::string &selector, Milliseconds time)
{
    QEventLoop loop;
    Milliseconds sample = 0;
    const auto pending = m_client->queryInstant(
        selector + "[20m]", static_cast<double>(time) / 1000, [&](const base::Result<alerting::QueryResult> &answer) {
            if (answer && !answer->series.empty())
                sample = std::llround(answer->series.front().samples.back().time * 1000);
            loop.quit();
        });
    loop.exec();
    return sample;
}

TickValues TestInliningTruth::fetch(const std::string &expr, const backtest::Ticks &ticks)
{
    FetchPlan plan;
    plan.expr = expr;
    plan.ticks = ticks;
    TickFetch fetch(plan, *m_client);
    QEventLoop loop;
    fetch.start([&loop] { loop.quit(); });
    loop.exec();
    if (fetch.error())
        qWarning("%s: %s", expr.c_str(), fetch.error()->text.english().c_str());
    if (fetch.ruleError())
        qWarning("%s: %s", expr.c_str(), fetch.ruleError()->text.english().c_str());
    return fetch.values();
}

void TestInliningTruth::matchesBackfill_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<double>("tolerance");
    const auto row = [](const char *expr, double tolerance = 0) {
        QTest::newRow(expr) << QByteArray(expr) << tolerance;
    };
    row("r:gauge");
    row("r:gauge > 900");
    row("avg_over_time(r:gauge[5m])");
    row("max_over_time(r:gauge[7m])");
    row("delta(r:gauge[5m])", 1e-12);
    row("deriv(r:gauge[10m])", 1e-9);
    row("rate(r:gauge[5m] offset 13m)", 1e-12);
    row("changes(r:gauge[6m30s])");
    row("count_over_time(r:gauge[5m])");
    row("quantile_over_time(0.5, r:sum[9m])");
    row("stddev_over_time(r:sum[9m])");
    row("predict_linear(r:gauge[10m], 300)", 1e-6);
    row("r:gauge offset 17m");
    row("sum by(team) (r:sum)");
    row("r:gauge{job=\"a\"}");
    row("r:gauge{team=\"\"}");
    row("r:gauge{team!=\"t1\"}");
    row("r:gauge{team=~\"t1|\"}");
    row("r:gauge{i=~\"x.*\", team!~\".*2\"}");
    row("r:or{team=\"t2\"}");
    row("r:or{team=\"t1\"}");
    row("r:static{team=\"a$1b\", i!=\"y\"}");
    row("sum by(team) (max_over_time(r:static[3m]))");
    row("r:slow");
    row("count_over_time(r:slow[35m])");
    row("r:slow offset 4m");
    row("r:scalar");
    row("r:sub");
    row("min_over_time(r:sub[20m])");
    row("r:predict", 1e-9);
    row("absent(r:gauge{job=\"nobody\", i=\"q\"})");
    row("absent_over_time(r:gauge{job=\"b\", i=\"nobody\"}[2m])");
    row("max_over_time(sum(r:gauge)[10m:90s])");
    row("r:sum / on(job, team) r:gauge{i!=\"none\"} > bool 0.01");
    row("{__name__=~\"r:(gauge|sum)\", job=\"a\"}");
    row("topk(2, r:gauge)");
    row("histogram_quantile(0.9, label_replace(r:gauge, \"le\", \"1\", \"\", \"\"))");
    row("r:gauge @ end() - r:gauge");
}

void TestInliningTruth::matchesBackfill()
{
    QFETCH(QByteArray, expr);
    QFETCH(double, tolerance);
    const promql::Tree tree = promql::parse(expr.toStdString());
    QVERIFY(tree.valid());
    backtest::InlineContext context;
    context.rules = m_rules;
    const base::Result<backtest::Inlining> inlined = backtest::inlineRules(tree, context);
    QVERIFY2(inlined.ok(), inlined.ok() ? "" : inlined.error().text.english().c_str());
    QVERIFY(inlined->exact);
    QVERIFY(!inlined->inlined.empty());
    // Three hours at a phase of its own.
    const backtest::Ticks ticks =
        backtest::ticksBetween((m_end - 3 * 3600 - 300) * 1000, (m_end - 300) * 1000, 60000, 37123);
    const TickValues truth = fetch(expr.toStdString(), ticks);
    const TickValues answer = fetch(inlined->expr, ticks);
    QCOMPARE(answer.answers.size(), truth.answers.size());
    std::size_t values = 0;
    for (std::size_t i = 0; i < truth.answers.size(); ++i) {
        QVERIFY(truth.answers[i].state == backtest::TickState::Answered);
        QVERIFY(answer.answers[i].state == backtest::TickState::Answered);
        const auto expected = at(truth, i);
        const auto actual = at(answer, i);
        values += expected.size();
        QVERIFY2(same(expected, actual, tolerance), "tick " + QByteArray::number(qlonglong(i)) + "\n" +
                                                        shown(expected) + "\n" + shown(actual) + "\n" +
                                                        inlined->expr.c_str());
    }
    QVERIFY(values > 0 || expr == "r:or{team=\"t2\"}");
}

void TestInliningTruth::matchesRunningGroups()
{
    const std::string path = m_folder.filePath("live.yml").toStdString();
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto document = rules::load(path, file.readAll().toStdString());
    // Until the slowest has been evaluated some times.
    QTRY_VERIFY_WITH_TIMEOUT(sampleOf("l:far", QDateTime::currentMSecsSinceEpoch()) > 0, 20000);
    const Milliseconds begun = QDateTime::currentMSecsSinceEpoch();
    QTRY_VERIFY_WITH_TIMEOUT(sampleOf("l:far", QDateTime::currentMSecsSinceEpoch()) > begun + 16000, 40000);
    QEventLoop loop;
    backtest::ServerKnowledge knowledge;
    const auto pending = backtest::askKnowledge(*m_client, [&](backtest::ServerKnowledge answer) {
        knowledge = std::move(answer);
        loop.quit();
    });
    loop.exec();
    QVERIFY(knowledge.loaded);
    QCOMPARE(knowledge.facts.major, 2);
    std::vector<InlineCandidate> candidates;
    for (backtest::RecordingRule &rule : backtest::recordingsFor({document}, knowledge)) {
        QVERIFY2(rule.timing.phase, rule.name.c_str());
        QVERIFY(backtest::loadedStateOf(rule, *knowledge.loaded) == backtest::LoadedState::Same);
        candidates.push_back({rule, std::nullopt, false});
    }
    constexpr std::array<std::string_view, 3> unloaded = {"l:base", "l:earlier", "l:twin"};
    std::size_t compared = 0;
    for (const InlineCandidate &reader : candidates) {
        if (reader.rule.name == "l:base" || reader.rule.name == "l:twin")
            continue;
        // As if what is read were not loaded; the reader itself is what the server recorded.
        std::vector<InlineCandidate> rules = candidates;
        for (InlineCandidate &candidate : rules) {
            if (std::ranges::find(unloaded, candidate.rule.name) != unloaded.end())
                candidate.reason = InlineReason::NotLoaded;
        }
        backtest::InlineContext context;
        context.rules = rules;
        context.reader = reader.rule.ref;
        context.readerTiming = reader.rule.timing;
        const base::Result<backtest::Inlining> inlined = backtest::inlineRules(*reader.rule.tree, context);
        QVERIFY2(inlined.ok(), inlined.ok() ? "" : inlined.error().text.english().c_str());
        QVERIFY(inlined->exact);
        QVERIFY(!inlined->inlined.empty());
        const backtest::Ticks ticks =
            backtest::ticksBetween(begun + 9000, begun + 15000, reader.rule.timing.interval, *reader.rule.timing.phase);
        TickValues truth = fetch(reader.rule.name, ticks);
        for (alerting::Labels &labels : truth.series)
            std::erase_if(labels, [](const auto &label) { return label.first == "__name__"; });
        TickValues answer = fetch(inlined->expr, ticks);
        for (alerting::Labels &labels : answer.series)
            std::erase_if(labels, [](const auto &label) { return label.first == "__name__"; });
        std::size_t comparedHere = 0;
        for (std::size_t i = 0; i < ticks.count; ++i) {
            QVERIFY2(same(at(truth, i), at(answer, i), 1e-9),
                     QByteArray(reader.rule.name.c_str()) + " tick " + QByteArray::number(qlonglong(i)) + "\n" +
                         shown(at(truth, i)) + "\n" + shown(at(answer, i)) + "\n" + inlined->expr.c_str());
            comparedHere += at(truth, i).size();
        }
        QVERIFY2(comparedHere > 0, reader.rule.name.c_str());
        compared += comparedHere;
    }
    QVERIFY(compared > 20);
}

REGISTER_TEST(TestInliningTruth);

#include "tst_inliningtruth.moc"
