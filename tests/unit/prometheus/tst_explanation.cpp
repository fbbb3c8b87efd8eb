#include "alerting/explanation.h"
#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"

#include <memory>

#include <QDateTime>
#include <QTest>

using alerting::ExplainedNode;
using alerting::Explanation;

/// Explains expressions against a real Prometheus: what each part returns, and why a part returns nothing.
class TestExplanation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void countsEveryPart();
    void reasons_data();
    void reasons();
    void tellsAllCausesThatHold();
    void explainsAtAnyTime();
    void looksIntoSubqueries();
    void tellsTheTimeBesidesTheMatchers();
    void tellsWhatIsKeptNoLonger();
    void keepsErrorsWithTheirPart();
    void cancels();

private:
    [[nodiscard]] std::unique_ptr<Explanation> explain(const std::string &expr, double time,
                                                       prometheus::Client *client = nullptr);

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    qint64 m_end = 0;
};

void TestExplanation::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    const auto row = [](QByteArray &text, const char *series, double value, qint64 time) {
        text += series + QByteArray(" ") + QByteArray::number(value) + ' ' + QByteArray::number(time) + '\n';
    };
    QByteArray text = "# TYPE rw_memory gauge\n";
    for (const char *service : {"gateway", "identity"}) {
        const QByteArray series =
            QByteArray("rw_memory{job=\"") + service + "\",pod=\"" + service + "-7f\",instance=\"10.0.0.1\"}";
        for (qint64 time = m_end - 7200; time <= m_end; time += 30)
            row(text, series.constData(), 100, time);
    }
    text += "# TYPE rw_limit gauge\n";
    for (const char *service : {"gateway", "identity"}) {
        const QByteArray series = QByteArray("rw_limit{container=\"") + service + "\",pod=\"" + service + "-limit\"}";
        for (qint64 time = m_end - 7200; time <= m_end; time += 30)
            row(text, series.constData(), 200, time);
    }
    // Gone half an hour before the end; its last sample is on the half minute.
    text += "# TYPE rw_gone gauge\n";
    for (qint64 time = m_end - 7200; time <= m_end - 1800; time += 30)
        row(text, "rw_gone{job=\"gateway\"}", 1, time);
    text += "# TYPE rw_two gauge\n";
    for (qint64 time = m_end - 7200; time <= m_end; time += 30) {
        row(text, "rw_two{a=\"1\",b=\"2\"}", 1, time);
    }
    for (qint64 time = m_end - 7200; time <= m_end; time += 30)
        row(text, "rw_two{a=\"3\",b=\"4\"}", 1, time);
    text += "# EOF\n";
    support::PrometheusServer::Options options;
    options.openMetrics = {text};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
}

std::unique_ptr<Explanation> TestExplanation::explain(const std::string &expr, double time, prometheus::Client *client)
{
    const auto tree = std::make_shared<const promql::Tree>(promql::parse(expr));
    prometheus::Client &asked = client ? *client : *m_client;
    auto explanation =
        std::make_unique<Explanation>(tree, time, alerting::MissingSeries::Sources{asked, asked, "prod"});
    int changes = 0;
    bool finished = false;
    explanation->start([&changes](std::size_t) { ++changes; }, [&finished] { finished = true; });
    if (!QTest::qWaitFor([&finished] { return finished; }, 20000) || changes == 0)
        return nullptr;
    return explanation;
}

void TestExplanation::countsEveryPart()
{
    const auto explanation =
        explain("sum by (job) (rate(rw_memory[5m])) >= bool ((scalar(sum(rw_limit)) - 1))", double(m_end));
    QVERIFY(explanation);
    const std::vector<ExplainedNode> &nodes = explanation->nodes();
    // bool, sum, rate, range, minus, scalar, sum, selector, 1
    QCOMPARE(nodes.size(), std::size_t(9));
    QCOMPARE(nodes[0].seriesCount, std::size_t(2));
    QCOMPARE(nodes[1].labelNames, (std::set<std::string>{"job"}));
    QCOMPARE(nodes[2].labelNames, (std::set<std::string>{"instance", "job", "pod"}));
    QCOMPARE(nodes[3].seriesCount, std::size_t(2));
    QVERIFY(nodes[3].series.front().samples.front().value >= 10);
    QCOMPARE(nodes[4].scalar, std::optional<double>(399));
    QCOMPARE(nodes[8].state, ExplainedNode::State::NotAsked);
    QCOMPARE(nodes[7].parent, std::optional<std::size_t>(6));
    for (const ExplainedNode &node : nodes) {
        QVERIFY(!node.turnsEmpty);
        QVERIFY(node.state == ExplainedNode::State::NotAsked || node.milliseconds > 0);
    }
}

void TestExplanation::reasons_data()
{
    QTest::addColumn<QByteArray>("expr");
    // The part that turns empty, as text, and what the first reason begins with.
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *expr, const char *part, const char *reason) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(part) << QByteArray(reason);
    };
    row("sum(rw_never) > 1", "rw_never", "No series at prod within its retention (100y): rw_never.");
    row("rate(rw_never[5m])", "rw_never[5m]", "No series at prod within its retention (100y): rw_never.");
    row("rw_memory{team=\"x\"}", "rw_memory{team=\"x\"}", "No series of rw_memory at prod has the label team (it has ");
    row("rw_memory{job=\"billing\"}", "rw_memory{job=\"billing\"}",
        "No series of rw_memory at prod has job=\"billing\": the label's values are \"gateway\", \"identity\".");
    row("rw_memory{job=~\"bill.*\"}", "rw_memory{job=~\"bill.*\"}",
        "No series of rw_memory at prod has job=~\"bill.*\"");
    row("rw_two{a=\"1\",b=\"4\"}", "rw_two{a=\"1\",b=\"4\"}", "Each matcher matches series of rw_two at prod, but no");
    row("{job=\"billing\"}", "{job=\"billing\"}", "No series at prod within its retention (100y): {job=\"billing\"}.");
    row("rw_memory / on (pod) rw_limit", "rw_memory / on (pod) rw_limit",
        "The two sides share no value of the label pod: \"gateway-7f\", \"identity-7f\" on the left, "
        "\"gateway-limit\", ");
    row("rw_memory / rw_limit", "rw_memory / rw_limit",
        "The label container must match, but only the right side has it");
    row("rw_memory > 500", "rw_memory > 500", "None of the 2 values passes > 500: they run from 100 to 100.");
    row("50 > rw_memory", "50 > rw_memory", "None of the 2 values passes 50 >: they run from 100 to 100.");
    row("rw_memory > rw_memory", "rw_memory > rw_memory", "2 series of the left side have a match, but none passes");
    row("rw_memory unless rw_memory", "rw_memory unless rw_memory", "Every series of the left side has a match");
    row("absent(rw_memory)", "absent(rw_memory)", "The series are there, so that absent() returns nothing.");
    row("rate(rw_memory[20s])", "rate(rw_memory[20s])", "rate() needs two samples of a series in its window");
    row("histogram_quantile(0.9, rw_memory)", "histogram_quantile(0.9, rw_memory)", "The series have no label le");
    row("sum(rw_memory > 1) / sum(rw_never)", "rw_never", "No series at prod within its retention");
}

void TestExplanation::reasons()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, part);
    QFETCH(QByteArray, reason);
    const auto explanation = explain(expr.toStdString(), double(m_end));
    QVERIFY(explanation);
    int marked = 0;
    for (const ExplainedNode &node : explanation->nodes()) {
        if (!node.turnsEmpty)
            continue;
        ++marked;
        const std::string_view text =
            explanation->tree().text().substr(node.expr->range.start, node.expr->range.size());
        QCOMPARE(QByteArray(text.data(), qsizetype(text.size())), part);
        QVERIFY(!node.reasons.empty());
        const std::string first = node.reasons.front().english();
        QVERIFY2(QByteArray::fromStdString(first).startsWith(reason), first.c_str());
    }
    QCOMPARE(marked, 1);
}

void TestExplanation::tellsAllCausesThatHold()
{
    const auto selector = explain("rw_memory{job=\"billing\",team=\"x\",pod=~\"gate.*\"}", double(m_end));
    QVERIFY(selector);
    QCOMPARE(selector->nodes().front().reasons.size(), std::size_t(2));
    // The values of one side's label are those of another label of the other side.
    const auto join = explain("rw_memory / on (pod) rw_limit", double(m_end));
    QVERIFY(join);
    const std::vector<base::Text> &reasons = join->nodes().front().reasons;
    QVERIFY(reasons.size() >= 2);
    QCOMPARE(reasons[1].english(), std::string("2 values of job on the left are values of container on the right: "
                                               "label_replace() can make them meet."));
    const auto common = explain("rw_memory - ignoring (job) rw_gone offset 40m", double(m_end));
    QVERIFY(common);
    QCOMPARE(common->nodes().front().reasons.back().english(),
             std::string("on (job) would match 1 of 2 series of the left side."));
    // The many side has to be named.
    const auto last = [this](const std::string &expr) {
        const auto explained = explain(expr, double(m_end));
        return explained ? explained->nodes().front().reasons.back().english() : std::string();
    };
    const std::string many = R"(label_replace(rw_memory, "k", "v", "", ""))";
    const std::string one = R"(label_replace(vector(1), "k", "v", "", ""))";
    QCOMPARE(last(many + " * on (pod) " + one), std::string("on (k) group_left would match 2 of 2 series of the left "
                                                            "side."));
    QCOMPARE(last(one + " * on (pod) " + many), std::string("on (k) group_right would match 1 of 1 series of the left "
                                                            "side."));
    QCOMPARE(last(many + " and on (pod) " + one), std::string("on (k) would match 2 of 2 series of the left side."));
}

void TestExplanation::explainsAtAnyTime()
{
    const auto then = explain("rw_gone", double(m_end - 3600));
    QVERIFY(then);
    QCOMPARE(then->nodes().front().seriesCount, std::size_t(1));
    const auto now = explain("rw_gone", double(m_end));
    QVERIFY(now);
    QCOMPARE(now->nodes().front().reasons.front().english(),
             "There were samples until " + alerting::timeText(double(m_end - 1800)) + ", and none since.");
    const auto moved = explain("rw_gone offset -50m", double(m_end - 3600));
    QVERIFY(moved);
    QCOMPARE(moved->nodes().front().reasons.front().english(),
             "There were samples until " + alerting::timeText(double(m_end - 1800)) + ", and none since.");
    const auto before = explain("rw_gone", double(m_end - 4 * 3600));
    QVERIFY(before);
    const std::string reason = before->nodes().front().reasons.front().english();
    QVERIFY2(reason.starts_with("The series are there only from about "), reason.c_str());
}

void TestExplanation::looksIntoSubqueries()
{
    // rw_gone has ended, but the window still holds it: nothing turns empty.
    const auto held = explain("max_over_time((rw_gone > 0)[1h:1m]) > 0", double(m_end));
    QVERIFY(held);
    const std::vector<ExplainedNode> &nodes = held->nodes();
    QCOMPARE(nodes[0].seriesCount, std::size_t(1));
    QCOMPARE(nodes[3].windows.size(), std::size_t(1));
    QCOMPARE(nodes[3].seriesCount, std::size_t(1));
    QVERIFY(nodes[3].series.front().samples.front().value > 25);
    for (const ExplainedNode &node : nodes)
        QVERIFY(!node.turnsEmpty);
    const auto never = explain("max_over_time((rw_gone > 5)[1h:1m] offset 1m)", double(m_end));
    QVERIFY(never);
    QVERIFY(never->nodes()[2].turnsEmpty);
    QVERIFY(never->nodes()[2].reasons.front().english().starts_with("Its parts have series within the window"));
}

void TestExplanation::tellsTheTimeBesidesTheMatchers()
{
    const auto both = explain("rw_gone{job=\"billing\"}", double(m_end));
    QVERIFY(both);
    const std::vector<base::Text> &reasons = both->nodes().front().reasons;
    QCOMPARE(reasons.size(), std::size_t(2));
    QVERIFY(reasons[0].english().starts_with("No series of rw_gone at prod has job=\"billing\""));
    QCOMPARE(reasons[1].english(), "Besides, there were samples of rw_gone until " +
                                       alerting::timeText(double(m_end - 1800)) + ", and none since.");
    const auto one = explain("rw_memory{job=\"billing\"}", double(m_end));
    QVERIFY(one);
    QCOMPARE(one->nodes().front().reasons.size(), std::size_t(1));
}

/// A server that keeps a day had samples three days ago, and deleted them.
void TestExplanation::tellsWhatIsKeptNoLonger()
{
    const auto block = [](qint64 from, qint64 to) {
        QByteArray text = "# TYPE rw_kept gauge\n";
        for (qint64 time = from; time <= to; time += 60)
            text += "rw_kept{job=\"a\"} 1 " + QByteArray::number(time) + '\n';
        return text + "# EOF\n";
    };
    constexpr qint64 day = 86400;
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {block(m_end - 3 * day, m_end - 3 * day + 3600), block(m_end - 7200, m_end)};
    options.retention = "1d";
    QVERIFY2(server.start(options), qPrintable(server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto before = explain("sum(rw_kept)", double(m_end - 3 * day + 1800), &client);
    QVERIFY(before);
    const std::vector<base::Text> &reasons = before->nodes()[1].reasons;
    QCOMPARE(reasons.size(), std::size_t(2));
    QCOMPARE(reasons[0].english(), std::string("Of this time prod keeps nothing any more: its retention is 1d."));
    QVERIFY(reasons[1].english().starts_with("The series are there only from about"));
    // Within it, nothing is said of it.
    const auto within = explain("rw_kept", double(m_end - day / 2), &client);
    QVERIFY(within);
    QCOMPARE(within->nodes().front().reasons.size(), std::size_t(1));
}

void TestExplanation::keepsErrorsWithTheirPart()
{
    const auto explanation = explain("sum(rw_memory / on (instance) rw_memory) or vector(1)", double(m_end));
    QVERIFY(explanation);
    const std::vector<ExplainedNode> &nodes = explanation->nodes();
    QVERIFY(nodes[0].error && nodes[1].error && nodes[2].error);
    QVERIFY(!nodes[3].error);
    QCOMPARE(nodes[3].seriesCount, std::size_t(2));
}

void TestExplanation::cancels()
{
    const auto tree = std::make_shared<const promql::Tree>(promql::parse("sum(rw_memory) + sum(rw_limit)"));
    bool finished = false;
    {
        Explanation explanation(tree, double(m_end), {*m_client, *m_client, "prod"});
        explanation.start([](std::size_t) {}, [&finished] { finished = true; });
    }
    // Whatever comes afterwards, another question is answered, the cancelled one is not.
    QVERIFY(explain("rw_memory", double(m_end)));
    QVERIFY(!finished);
}

REGISTER_TEST(TestExplanation);

#include "tst_explanation.moc"
