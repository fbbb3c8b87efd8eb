#include "backtest/explainedfetch.h"
#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>

using alerting::ExplainedNode;

namespace {

constexpr const char *explainedRules = R"(groups:
- name: g
  interval: 30s
  rules:
  - record: job:requests:rate5m
    expr: sum by (job) (rate(ex_requests_total[5m]))
    labels: {tier: front}
  - record: job:twice:rate5m
    expr: 2 * job:requests:rate5m
  - record: job:none:rate5m
    expr: sum by (job) (rate(ex_never_total[5m]))
  - record: job:clock
    expr: ex_requests_total @ 100
  - alert: Busy
    expr: job:twice:rate5m{job="gateway"} > 1
)";

} // namespace

/// Explains expressions that read recording rules which the server has not loaded.
class TestExplainedFetch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsRulesInTheirPlace();
    void tellsWhyARuleReturnsNothing();
    void tellsWhichMatchersRefuse();
    void ignoresRulesThatAreEmptyNowButNotInTheRange();
    void explainsAsItIsWhatCannotBeInlined();
    void asksNothingWithoutRules();

private:
    struct Explained
    {
        backtest::ExplanationSource source;
        std::unique_ptr<alerting::Explanation> explanation;
    };
    [[nodiscard]] Explained explain(const std::string &expr, double time);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    backtest::Documents m_documents;
    qint64 m_end = 0;
};

void TestExplainedFetch::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray text = "# TYPE ex_requests counter\n";
    for (const char *job : {"gateway", "identity"}) {
        for (qint64 time = m_end - 7200; time <= m_end; time += 15)
            text += QByteArray("ex_requests_total{job=\"") + job + "\"} " +
                    QByteArray::number((time - m_end + 7200) * 3) + ' ' + QByteArray::number(time) + '\n';
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
    m_documents = {rules::load("rules.yml", explainedRules)};
    QVERIFY(m_documents.front()->ruleCount() == 5);
}

TestExplainedFetch::Explained TestExplainedFetch::explain(const std::string &expr, double time)
{
    Explained result;
    const auto tree = std::make_shared<const promql::Tree>(promql::parse(expr));
    backtest::ExplainedFetch fetch({tree, m_documents, {}, time}, *m_client);
    bool known = false;
    fetch.start([&](backtest::ExplanationSource source) {
        result.source = std::move(source);
        known = true;
    });
    if (!QTest::qWaitFor([&known] { return known; }, 20000))
        return result;
    result.explanation = std::make_unique<alerting::Explanation>(
        result.source.expression, time, alerting::MissingSeries::Sources{*m_client, *m_client, "prod"});
    bool finished = false;
    result.explanation->start([](std::size_t) {}, [&finished] { finished = true; });
    if (!QTest::qWaitFor([&finished] { return finished; }, 20000))
        result.explanation.reset();
    return result;
}

void TestExplainedFetch::readsRulesInTheirPlace()
{
    const Explained result = explain("job:twice:rate5m{job=\"gateway\"} > 1", double(m_end));
    QVERIFY(result.explanation);
    QCOMPARE(result.source.inlined.size(), std::size_t(2));
    QCOMPARE(result.source.inlined.front().second, backtest::InlineReason::NotLoaded);
    const std::vector<ExplainedNode> &nodes = result.explanation->nodes();
    // >, the selector, the rule's *, 2, its selector, the rule's sum, rate, range, and 1
    QCOMPARE(nodes.size(), std::size_t(9));
    QCOMPARE(nodes[0].seriesCount, std::size_t(1));
    QCOMPARE(nodes[1].seriesCount, std::size_t(1));
    QCOMPARE(nodes[1].series.front().labels,
             (alerting::Labels{{"__name__", "job:twice:rate5m"}, {"job", "gateway"}, {"tier", "front"}}));
    QCOMPARE(nodes[1].series.front().samples.front().value, 6.0);
    QCOMPARE(nodes[2].rule, std::string("job:twice:rate5m"));
    QCOMPARE(nodes[2].seriesCount, std::size_t(2));
    QCOMPARE(nodes[5].rule, std::string("job:requests:rate5m"));
    QCOMPARE(nodes[5].parent, std::optional<std::size_t>(4));
    QCOMPARE(nodes[7].seriesCount, std::size_t(2));
    for (const ExplainedNode &node : nodes)
        QVERIFY(!node.turnsEmpty && !node.error);
}

void TestExplainedFetch::tellsWhyARuleReturnsNothing()
{
    const Explained result = explain("job:none:rate5m > 1", double(m_end));
    QVERIFY(result.explanation);
    const std::vector<ExplainedNode> &nodes = result.explanation->nodes();
    const auto empty = std::ranges::find_if(nodes, &ExplainedNode::turnsEmpty);
    QVERIFY(empty != nodes.end());
    QCOMPARE(empty->expression->tree->text().substr(empty->expr->range.start, empty->expr->range.size()),
             std::string_view("ex_never_total[5m]"));
    QVERIFY(empty->reasons.front().english().starts_with("No series at prod within its retention (100y): "));
    QCOMPARE(std::ranges::count_if(nodes, &ExplainedNode::turnsEmpty), 1);
}

void TestExplainedFetch::tellsWhichMatchersRefuse()
{
    const Explained label = explain("job:requests:rate5m{job=\"billing\"}", double(m_end));
    QVERIFY(label.explanation);
    QVERIFY(label.explanation->nodes().front().turnsEmpty);
    QCOMPARE(label.explanation->nodes().front().reasons.front().english(),
             std::string("The expression of job:requests:rate5m, which is read in its place, has series, but none that "
                         "the selector selects at this time."));
}

void TestExplainedFetch::ignoresRulesThatAreEmptyNowButNotInTheRange()
{
    // A quarter of an hour behind the last sample the rule has nothing, but its range has.
    const Explained result = explain("max_over_time(job:requests:rate5m[1h])", double(m_end + 900));
    QVERIFY(result.explanation);
    const std::vector<ExplainedNode> &nodes = result.explanation->nodes();
    QCOMPARE(nodes[0].seriesCount, std::size_t(2));
    QCOMPARE(nodes[2].rule, std::string("job:requests:rate5m"));
    QCOMPARE(nodes[2].seriesCount, std::size_t(0));
    for (const ExplainedNode &node : nodes)
        QVERIFY(!node.turnsEmpty);
}

void TestExplainedFetch::explainsAsItIsWhatCannotBeInlined()
{
    const Explained result = explain("max_over_time(job:clock[5m]) > 1", double(m_end));
    QVERIFY(result.explanation);
    QVERIFY(result.source.refused);
    QVERIFY(result.source.expression->replacements.empty());
    QVERIFY(result.explanation->nodes().front().seriesCount == 0);
}

void TestExplainedFetch::asksNothingWithoutRules()
{
    const auto tree = std::make_shared<const promql::Tree>(promql::parse("up"));
    backtest::ExplainedFetch fetch({tree, m_documents, {}, double(m_end)}, *m_client);
    bool known = false;
    fetch.start([&known](const backtest::ExplanationSource &source) {
        known = source.inlined.empty() && source.expression->replacements.empty();
    });
    QVERIFY(known);
}

REGISTER_TEST(TestExplainedFetch);

#include "tst_explainedfetch.moc"
