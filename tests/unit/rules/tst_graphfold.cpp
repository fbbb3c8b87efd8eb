#include "rules/graphfold.h"
#include "support/registry.h"

#include <QTest>

namespace {

using rules::Certainty;
using rules::NodeKind;

rules::GraphNode foldedRule(const std::string &name, const std::string &file, const std::string &group)
{
    const rules::RuleRef ref{file, 0, {}, group, 0};
    return {"rule:" + name, NodeKind::Recording, name, ref};
}

/// m1 is read by one group, m2 by two groups of one file, m3 by two files; a → b inside g1, b → c across files.
rules::DependencyGraph sampleGraph()
{
    rules::DependencyGraph graph;
    graph.nodes = {{"metric:m1", NodeKind::Metric, "m1", {}},
                   {"metric:m2", NodeKind::Metric, "m2", {}},
                   {"metric:m3", NodeKind::Metric, "m3", {}},
                   foldedRule("a", "x.yml", "g1"),
                   foldedRule("b", "x.yml", "g1"),
                   foldedRule("d", "x.yml", "g2"),
                   foldedRule("c", "y.yml", "g1")};
    graph.edges = {
        {0, 3, Certainty::Exact, {}, {}}, {0, 4, Certainty::Regex, {}, {}}, {1, 3, Certainty::Exact, {}, {}},
        {1, 5, Certainty::Exact, {}, {}}, {2, 5, Certainty::Exact, {}, {}}, {2, 6, Certainty::Exact, {}, {}},
        {3, 4, Certainty::Exact, {}, {}}, {3, 6, Certainty::Meta, {}, {}},  {4, 6, Certainty::Regex, {}, {}}};
    return graph;
}

QString describe(const rules::FoldedGraph &graph)
{
    QStringList parts;
    for (const rules::FoldedNode &node : graph.nodes)
        parts << QStringLiteral("%1%2").arg(node.isFold ? "+" : "", QString::fromStdString(node.name)) +
                     (node.isFold ? QString::number(node.members.size()) : QString());
    for (const rules::FoldedEdge &edge : graph.edges)
        parts << QStringLiteral("%1-%2x%3c%4")
                     .arg(edge.from)
                     .arg(edge.to)
                     .arg(edge.members.size())
                     .arg(int(edge.certainty));
    return parts.join(' ');
}

} // namespace

class TestGraphFold : public QObject
{
    Q_OBJECT

private slots:
    void noneIsTheGraphItself();
    void byGroup();
    void byFile();
    void openFoldsStayOpen();
    void knotsFoldWhateverTheirNodes();
    void overviewJoinsWhatStandsAlike();
    void metricsByPrefix();
    void onlyMetricsByPrefix();
    void chooses();
};

void TestGraphFold::noneIsTheGraphItself()
{
    const rules::DependencyGraph graph = sampleGraph();
    const rules::FoldedGraph folded = rules::fold(graph, rules::Folding::None);
    QCOMPARE(folded.nodes.size(), graph.nodes.size());
    QCOMPARE(folded.edges.size(), graph.edges.size());
    QCOMPARE(folded.nodes[3].id, std::string("rule:a"));
}

void TestGraphFold::byGroup()
{
    QCOMPARE(describe(rules::fold(sampleGraph(), rules::Folding::Group)),
             QString("+g13 m2 m3 +g21 +g11 1-0x1c0 1-3x1c0 2-3x1c0 2-4x1c0 0-4x2c1"));
}

void TestGraphFold::byFile()
{
    const rules::FoldedGraph folded = rules::fold(sampleGraph(), rules::Folding::File);
    QCOMPARE(describe(folded), QString("+x.yml5 m3 +y.yml1 1-0x1c0 1-2x1c0 0-2x2c1"));
    QCOMPARE(folded.nodes[0].members, (std::vector<std::size_t>{0, 1, 3, 4, 5}));
    QCOMPARE(folded.nodeOf, (std::vector<std::size_t>{0, 0, 1, 0, 0, 0, 2}));
}

void TestGraphFold::openFoldsStayOpen()
{
    const rules::FoldedGraph folded = rules::fold(sampleGraph(), rules::Folding::File, {"fold:x.yml"});
    QCOMPARE(describe(folded), QString("m1 m2 m3 a b d +y.yml1 0-3x1c0 0-4x1c1 1-3x1c0 1-5x1c0 2-5x1c0 2-6x1c0 3-4x1c0 "
                                       "3-6x1c3 4-6x1c1"));
}

void TestGraphFold::metricsByPrefix()
{
    rules::DependencyGraph graph;
    graph.nodes = {foldedRule("a", "x.yml", "g"), foldedRule("b", "y.yml", "g")};
    for (std::size_t i = 0; i < 8; ++i) {
        graph.nodes.push_back({"", NodeKind::Metric, "node_" + std::to_string(i), {}});
        graph.edges.push_back({i + 2, 0, Certainty::Exact, {}, {}});
        graph.edges.push_back({i + 2, 1, Certainty::Exact, {}, {}});
    }
    QCOMPARE(describe(rules::fold(graph, rules::Folding::File)), QString("+x.yml1 +y.yml1 +node8 2-0x8c0 2-1x8c0"));
}

void TestGraphFold::onlyMetricsByPrefix()
{
    rules::DependencyGraph graph;
    graph.nodes = {{"metric:kube_a", NodeKind::Metric, "kube_a", {}},
                   {"metric:kube_b", NodeKind::Metric, "kube_b", {}},
                   {"metric:up", NodeKind::Metric, "up", {}},
                   foldedRule("r", "x.yml", "g")};
    graph.edges = {
        {0, 3, Certainty::Exact, {}, {}}, {1, 3, Certainty::Regex, {}, {}}, {2, 3, Certainty::Exact, {}, {}}};
    QCOMPARE(describe(rules::fold(graph, rules::Folding::Prefix)), QString("+kube2 up r 0-2x2c0 1-2x1c0"));
    QCOMPARE(rules::fold(graph, rules::Folding::Prefix, {"fold:metrics:kube"}).nodes.size(), std::size_t(4));
}

void TestGraphFold::chooses()
{
    const rules::DependencyGraph graph = sampleGraph();
    QCOMPARE(rules::suitableFolding(graph, 7), rules::Folding::None);
    QCOMPARE(rules::suitableFolding(graph, 6), rules::Folding::Group);
    QCOMPARE(rules::suitableFolding(graph, 4), rules::Folding::File);
    // Two files and a shared metric between them are three edges.
    QCOMPARE(rules::suitableFolding(graph, 2), rules::Folding::Overview);

    // 120 files that read one of two metrics are two cards, not a column of 120.
    rules::DependencyGraph column;
    column.nodes = {{"metric:a", NodeKind::Metric, "a", {}}, {"metric:b", NodeKind::Metric, "b", {}}};
    for (std::size_t i = 0; i < 120; ++i) {
        for (const char *group : {"g", "h"}) {
            column.edges.push_back({i % 2, column.nodes.size(), Certainty::Exact, {}, {}});
            column.nodes.push_back(foldedRule("r", "f" + std::to_string(100 + i) + ".yml", group));
        }
    }
    std::ranges::sort(column.edges, {}, [](const rules::GraphEdge &edge) { return std::pair(edge.from, edge.to); });
    QCOMPARE(rules::suitableFolding(column, 200), rules::Folding::Overview);
    QCOMPARE(rules::fold(column, rules::Folding::Overview).nodes.size(), std::size_t(4));
}

void TestGraphFold::knotsFoldWhateverTheirNodes()
{
    rules::DependencyGraph graph;
    for (int i = 0; i < 30; ++i) {
        graph.nodes.push_back(foldedRule("r" + std::to_string(10 + i), "x.yml", "g" + std::to_string(i)));
        for (std::size_t to = 0; to < 30; ++to)
            graph.edges.push_back({std::size_t(i), to, Certainty::Indeterminate, {}, {}});
    }
    QCOMPARE(rules::suitableFolding(graph, 30), rules::Folding::File);
    QCOMPARE(rules::suitableFolding(graph, 100), rules::Folding::None);
}

void TestGraphFold::overviewJoinsWhatStandsAlike()
{
    // p.yml and q.yml read each other; t.yml and u.yml read p; v.yml reads p and a metric of its own.
    rules::DependencyGraph graph;
    graph.nodes = {foldedRule("p", "p.yml", "g"),           foldedRule("q", "q.yml", "g"),
                   foldedRule("t", "t.yml", "g"),           foldedRule("u", "u.yml", "g"),
                   foldedRule("v", "v.yml", "g"),           {"metric:m", NodeKind::Metric, "m", {}},
                   {"metric:n", NodeKind::Metric, "n", {}}, {"metric:o", NodeKind::Metric, "o", {}}};
    const auto edge = [&graph](std::size_t from, std::size_t to) {
        graph.edges.push_back({from, to, Certainty::Exact, {}, {}});
    };
    edge(0, 1);
    edge(1, 0);
    edge(0, 2);
    edge(1, 3);
    edge(0, 4);
    edge(5, 4);
    // Two metrics with the same readers.
    edge(6, 2);
    edge(6, 3);
    edge(7, 2);
    edge(7, 3);
    const rules::FoldedGraph folded = rules::fold(graph, rules::Folding::Overview);
    QCOMPARE(folded.nodes.size(), std::size_t(4));
    const auto nodeOf = [&folded](std::size_t node) -> const rules::FoldedNode & {
        return folded.nodes[folded.nodeOf[node]];
    };
    QVERIFY(nodeOf(0).isCircle && nodeOf(0).parts == 2 && folded.nodeOf[0] == folded.nodeOf[1]);
    QVERIFY(!nodeOf(2).isCircle && nodeOf(2).parts == 2 && folded.nodeOf[2] == folded.nodeOf[3]);
    QCOMPARE(nodeOf(4).name, std::string("v.yml"));
    QCOMPARE(folded.nodeOf[5], folded.nodeOf[4]);
    QVERIFY(nodeOf(6).parts == 2 && folded.nodeOf[6] == folded.nodeOf[7]);
    QCOMPARE(folded.edges.size(), std::size_t(3));
    // It opens into its files, and those into their rules.
    const rules::FoldedGraph open = rules::fold(graph, rules::Folding::Overview, {nodeOf(0).id});
    QCOMPARE(open.nodes.size(), std::size_t(5));
    QCOMPARE(open.nodes[open.nodeOf[0]].name, std::string("p.yml"));
    const rules::FoldedGraph all = rules::fold(graph, rules::Folding::Overview, {nodeOf(0).id, "fold:p.yml"});
    QCOMPARE(all.nodes[all.nodeOf[0]].id, std::string("rule:p"));
}

REGISTER_TEST(TestGraphFold);

#include "tst_graphfold.moc"
