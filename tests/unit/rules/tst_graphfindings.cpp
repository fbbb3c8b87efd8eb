#include "graphlines.h"
#include "rules/graphfindings.h"
#include "support/registry.h"

#include <QTest>

#include <random>

using graphlines::Documents;
using graphlines::fileOf;

namespace {

QByteArray findingNames(const rules::DependencyGraph &graph, const std::vector<std::size_t> &nodes)
{
    QByteArrayList names;
    for (const std::size_t node : nodes)
        names += QByteArray::fromStdString(graph.nodes[node].name);
    return names.join(' ');
}

} // namespace

class TestGraphFindings : public QObject
{
    Q_OBJECT

private slots:
    void findsOrphans_data();
    void findsOrphans();
    void findsDanglingReferences();
    void findsCycles_data();
    void findsCycles();
    void findsTheLongestChain_data();
    void findsTheLongestChain();
    void longChainsDoNotOverflow();
    void findsRepeatedExpressions_data();
    void findsRepeatedExpressions();
    void randomGraphs();
};

void TestGraphFindings::findsOrphans_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *rules, const char *found) {
        QTest::newRow(rules) << QByteArray(rules) << QByteArray(found);
    };
    row("a: up\nb: a\n!A: b", "");
    row("a: up\nb: a", "b");
    row("a: a", "a");
    row("a: up\nb: {__name__=~\"a.*\"}\n!A: b", "");
    row("a: up\n!A: {job=\"x\"}", "a?");
    row("a: up // labels: {job: y}\n!A: {job=\"x\"}", "a");
    row("!A: up\nb: ALERTS", "b");
}

void TestGraphFindings::findsOrphans()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, found);
    const Documents documents{fileOf("f.yml", rules)};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QByteArrayList names;
    for (const rules::Orphan &orphan : rules::orphans(graph))
        names += QByteArray::fromStdString(graph.nodes[orphan.node].name) + (orphan.perhapsRead ? "?" : "");
    QCOMPARE(names.join(' '), found);
}

void TestGraphFindings::findsDanglingReferences()
{
    const Documents documents{fileOf("f.yml", "a:b: up\n!A: a:b + c:d + e:f\n!B: {__name__=~\"x:y\"}")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QCOMPARE(findingNames(graph, rules::danglingReferences(graph)), QByteArray("c:d e:f"));
    const std::set<std::string> known = {"e:f", "up"};
    QCOMPARE(findingNames(graph, rules::danglingReferences(graph, &known)), QByteArray("c:d"));
}

void TestGraphFindings::findsCycles_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *rules, const char *found) {
        QTest::newRow(rules) << QByteArray(rules) << QByteArray(found);
    };
    row("a: up\nb: a", "");
    row("a: a", "a");
    row("a: b\nb: a", "a b");
    row("a: b\nb: c\nc: a\nd: c\ne: f\nf: e", "a b c|e f");
    row("a: {job=\"x\"}", "");
    row("!A: ALERTS{alertname=\"A\"}", "");
}

void TestGraphFindings::findsCycles()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, found);
    const Documents documents{fileOf("f.yml", rules)};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QByteArrayList parts;
    for (const std::vector<std::size_t> &cycle : rules::cycles(graph))
        parts += findingNames(graph, cycle);
    QCOMPARE(parts.join('|'), found);
}

void TestGraphFindings::findsTheLongestChain_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("nodes");
    QTest::addColumn<double>("lag");
    QTest::newRow("none") << QByteArray("a: 1") << QByteArray() << 0.0;
    QTest::newRow("one") << QByteArray("a: up") << QByteArray("up a") << 0.0;
    QTest::newRow("branches") << QByteArray("a: up\nb: a\nc: b\n!A: c\n!B: a") << QByteArray("up a b c A") << 0.0;
    QTest::newRow("lag") << QByteArray("[g 30s]\na: up\n[h 2m]\nb: a\n[i 1m]\n!A: b") << QByteArray("up a b A")
                         << 150.0;
    QTest::newRow("more lag wins") << QByteArray("[g]\na: up\nb: a\n[h 5m]\nc: up\n[i 1m]\nd: c")
                                   << QByteArray("up c d") << 300.0;
    QTest::newRow("cycle") << QByteArray("a: b\nb: a\n!A: b") << QByteArray("b A") << 0.0;
    QTest::newRow("ALERTS and what has no name do not count")
        << QByteArray("a: up\n!A: a\nb: ALERTS + {x=\"y\"}") << QByteArray("up a A") << 0.0;
}

void TestGraphFindings::findsTheLongestChain()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, nodes);
    QFETCH(double, lag);
    const Documents documents{fileOf("f.yml", rules)};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    const rules::Chain chain = rules::longestChain(graph);
    QCOMPARE(findingNames(graph, chain.nodes), nodes);
    QCOMPARE(chain.lagSeconds, lag);
}

void TestGraphFindings::longChainsDoNotOverflow()
{
    rules::DependencyGraph graph;
    constexpr std::size_t count = 100'000;
    for (std::size_t i = 0; i < count; ++i) {
        graph.nodes.push_back({std::to_string(1'000'000 + i), rules::NodeKind::Recording, "r", {}});
        if (i > 0)
            graph.edges.push_back({i - 1, i, rules::Certainty::Exact, 0, {}});
    }
    QCOMPARE(rules::longestChain(graph).nodes.size(), count);
    graph.edges.push_back({count - 1, 0, rules::Certainty::Exact, 0, {}});
    QCOMPARE(rules::cycles(graph).size(), std::size_t(1));
    QVERIFY(rules::longestChain(graph).nodes.empty());
}

void TestGraphFindings::findsRepeatedExpressions_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *name, const char *rules, const char *found) {
        QTest::newRow(name) << QByteArray(rules) << QByteArray(found);
    };
    row("cheap", "!A: up_and_running_total == 0\n!B: up_and_running_total == 0", "");
    row("two thresholds", "!A: sum(rate(errors_total[5m])) > 1\n!B: sum(rate( errors_total [5m] )) > 2",
        "sum(rate(errors_total[5m])) 2");
    row("in one rule only", "!A: sum(rate(errors_total[5m])) > 1 and sum(rate(errors_total[5m])) < 5", "");
    row("the longest", "!A: sum(rate(errors_total[5m])) > 1\n!B: sum(rate(errors_total[5m])) > 1",
        "sum(rate(errors_total[5m])) > 1 2");
    row("a part that is read more often",
        "!A: sum(rate(errors_total[5m])) > 1\n!B: sum(rate(errors_total[5m])) > 1\n!C: sum(rate(errors_total[5m])) > 2",
        "sum(rate(errors_total[5m])) 3|sum(rate(errors_total[5m])) > 1 2");
    row("already recorded", "a: sum(rate(errors_total[5m]))\n!A: sum(rate(errors_total[5m])) > 1",
        "sum(rate(errors_total[5m])) 2 a");
    row("recorded twice and nothing else", "a: sum(rate(errors_total[5m]))\nb: sum(rate(errors_total[5m]))", "");
}

void TestGraphFindings::findsRepeatedExpressions()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, found);
    const Documents documents{fileOf("f.yml", rules)};
    QByteArrayList parts;
    for (const rules::RepeatedExpression &each : rules::repeatedExpressions(documents)) {
        QByteArray part = QByteArray::fromStdString(each.expr) + ' ' + QByteArray::number(each.places.size());
        for (const rules::RuleRef &recorded : each.recorded)
            part += ' ' + QByteArray::fromStdString(documents[0]->find(recorded)->name.value);
        parts += part;
        for (const auto &place : each.places) {
            const std::string &expr = documents[0]->find(place.rule)->expr.value;
            QVERIFY(place.range.end <= expr.size() && !place.range.empty());
        }
    }
    QCOMPARE(parts.join('|'), found);
}

/// What has to hold for any graph, on small random ones.
void TestGraphFindings::randomGraphs()
{
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const int count = 2 + int(random() % 8);
        QByteArray lines;
        for (int i = 0; i < count; ++i) {
            QByteArrayList reads;
            for (int k = int(random() % 3); k >= 0; --k)
                reads += "r" + QByteArray::number(int(random() % unsigned(count + 2)));
            lines += "r" + QByteArray::number(i) + ": " + reads.join(" + ") + "\n";
        }
        const Documents documents{fileOf("f.yml", lines.chopped(1))};
        const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
        std::set<std::pair<std::size_t, std::size_t>> pairs;
        for (const rules::GraphEdge &edge : graph.edges)
            QVERIFY(pairs.emplace(edge.from, edge.to).second);
        std::vector<int> cycleOf(graph.nodes.size(), -1);
        const auto cycles = rules::cycles(graph);
        for (std::size_t i = 0; i < cycles.size(); ++i) {
            for (const std::size_t node : cycles[i]) {
                QCOMPARE(cycleOf[node], -1);
                cycleOf[node] = int(i);
            }
        }
        const rules::Chain chain = rules::longestChain(graph);
        for (std::size_t i = 1; i < chain.nodes.size(); ++i) {
            QVERIFY(pairs.contains({chain.nodes[i - 1], chain.nodes[i]}));
            const int before = cycleOf[chain.nodes[i - 1]];
            QVERIFY(before < 0 || before != cycleOf[chain.nodes[i]]);
        }
        // Without its cycles every edge leads to a longer way back: no chain can beat the longest.
        if (cycles.empty() && !graph.edges.empty()) {
            std::vector<std::size_t> length(graph.nodes.size(), 1);
            for (std::size_t pass = 0; pass < graph.nodes.size(); ++pass) {
                for (const rules::GraphEdge &edge : graph.edges)
                    length[edge.to] = std::max(length[edge.to], length[edge.from] + 1);
            }
            QCOMPARE(chain.nodes.size(), *std::max_element(length.begin(), length.end()));
        }
    }
}

REGISTER_TEST(TestGraphFindings);

#include "tst_graphfindings.moc"
