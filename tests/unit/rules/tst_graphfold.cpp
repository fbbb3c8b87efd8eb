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
}

REGISTER_TEST(TestGraphFold);

#include "tst_graphfold.moc"
