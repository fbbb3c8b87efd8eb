#include "graphlines.h"
#include "rules/graphqueries.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>

using graphlines::Documents;
using graphlines::edgesOf;
using graphlines::fileOf;
using rules::Direction;
using rules::NodeKind;

namespace {

/// a feeds b and A2; b feeds c, c feeds A; x stands alone.
rules::DependencyGraph queriedGraph()
{
    const Documents documents{fileOf("f.yml", "[one]\na: m\nb: a\n[two]\nc: b + n\n!A: c\nx: x\n!A2: a")};
    return rules::buildDependencyGraph(documents);
}

QByteArray namesOf(const rules::DependencyGraph &graph, const std::vector<std::size_t> &nodes)
{
    QByteArrayList names;
    for (const std::size_t node : nodes)
        names += QByteArray::fromStdString(graph.nodes[node].name);
    std::ranges::sort(names);
    return names.join(' ');
}

QByteArray namesOf(const rules::DependencyGraph &graph)
{
    std::vector<std::size_t> all(graph.nodes.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = i;
    return namesOf(graph, all);
}

std::size_t nodeOf(const rules::DependencyGraph &graph, const char *name)
{
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].name == name)
            return i;
    }
    return graph.nodes.size();
}

} // namespace

class TestGraphQueries : public QObject
{
    Q_OBJECT

private slots:
    void focusesInADirection_data();
    void focusesInADirection();
    void filters_data();
    void filters();
    void hidesEdgesAndKinds();
    void findsTheBlastRadius();
    void knowsStaleness();
    void findsLabels_data();
    void findsLabels();
};

void TestGraphQueries::focusesInADirection_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("direction");
    QTest::addColumn<int>("hops");
    QTest::addColumn<QByteArray>("nodes");
    const auto row = [](const char *name, Direction direction, int hops, const char *nodes) {
        QTest::addRow("%s %d %d", name, int(direction), hops)
            << QByteArray(name) << int(direction) << hops << QByteArray(nodes);
    };
    row("b", Direction::Upstream, 99, "a b m");
    row("b", Direction::Upstream, 1, "a b");
    row("b", Direction::Downstream, 99, "A b c");
    row("b", Direction::Downstream, 1, "b c");
    row("b", Direction::Both, 1, "a b c");
    // What else feeds c is no neighbour of b.
    row("b", Direction::Both, 99, "A a b c m");
    row("c", Direction::Upstream, 1, "b c n");
    row("x", Direction::Both, 3, "x");
    row("a", Direction::Both, 0, "a");
}

void TestGraphQueries::focusesInADirection()
{
    QFETCH(QByteArray, name);
    QFETCH(int, direction);
    QFETCH(int, hops);
    QFETCH(QByteArray, nodes);
    QCOMPARE(namesOf(rules::focus(queriedGraph(), name.toStdString(), std::size_t(hops), Direction(direction))), nodes);
}

void TestGraphQueries::filters_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("nodes");
    QTest::newRow("nothing") << QByteArray() << QByteArray("A A2 a b c m n x");
    // An alert with everything that feeds it.
    QTest::newRow("severity") << QByteArray("severity=critical") << QByteArray("A a b c m n");
    QTest::newRow("no severity") << QByteArray("severity=") << QByteArray("A2 a m");
    QTest::newRow("team") << QByteArray("team=db") << QByteArray("a b m");
    QTest::newRow("group") << QByteArray("group=one") << QByteArray("a b m");
    QTest::newRow("file") << QByteArray("file=f.yml") << QByteArray("A A2 a b c m n x");
    QTest::newRow("another file") << QByteArray("file=g.yml") << QByteArray();
    QTest::newRow("problems") << QByteArray("problems") << QByteArray("a b c m n");
    QTest::newRow("both") << QByteArray("severity=critical group=one") << QByteArray();
}

void TestGraphQueries::filters()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, nodes);
    const rules::DependencyGraph graph = queriedGraph();
    std::vector<rules::NodeTraits> traits(graph.nodes.size());
    traits[nodeOf(graph, "A")].severity = "critical";
    traits[nodeOf(graph, "b")].team = "db";
    traits[nodeOf(graph, "b")].problem = true;
    traits[nodeOf(graph, "n")].problem = true;
    rules::GraphFilter filter;
    for (const QByteArray &word : what.split(' ')) {
        const std::string value = word.mid(word.indexOf('=') + 1).toStdString();
        if (word.startsWith("severity"))
            filter.severities = {value};
        else if (word.startsWith("team"))
            filter.teams = {value};
        else if (word.startsWith("group"))
            filter.groups = {value};
        else if (word.startsWith("file"))
            filter.files = {value};
        filter.problemsOnly = filter.problemsOnly || word == "problems";
    }
    QCOMPARE(namesOf(rules::filtered(graph, traits, filter)), nodes);
}

void TestGraphQueries::hidesEdgesAndKinds()
{
    const Documents documents{fileOf("f.yml", "a: up{job=\"j\"}\nb: {__name__=~\"a\"}\n!A: {x=\"y\"}\nc: ALERTS")};
    rules::Surroundings surroundings;
    surroundings.scrapeJobs = {{"j", "prometheus.yml"}};
    surroundings.dashboards = {{"d.json", 0, {}, "D", {"a"}}};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents, surroundings);
    rules::GraphFilter filter;
    filter.scrapeJobs = false;
    filter.certainties = {true, false, false, true};
    QCOMPARE(edgesOf(rules::filtered(graph, {}, filter)), QByteArray("A -> c meta\na -> dashboard D\nmetric up -> a"));
    filter = {};
    filter.dashboards = false;
    filter.certainties = {false, true, false, false};
    QCOMPARE(edgesOf(rules::filtered(graph, {}, filter)), QByteArray("a -> b regex"));
    QCOMPARE(namesOf(rules::filtered(graph, {}, filter)), QByteArray("A a b c j up"));
}

void TestGraphQueries::findsTheBlastRadius()
{
    const rules::DependencyGraph graph = queriedGraph();
    const std::size_t starts[] = {nodeOf(graph, "m")};
    rules::BlastRadius radius = rules::blastRadius(graph, starts);
    QCOMPARE(radius.direct, std::size_t(1));
    QCOMPARE(namesOf(graph, radius.alerts), QByteArray("A A2"));
    QCOMPARE(namesOf(graph, radius.recordings), QByteArray("a b c"));
    const std::size_t itself[] = {nodeOf(graph, "x")};
    radius = rules::blastRadius(graph, itself);
    QCOMPARE(namesOf(graph, radius.recordings), QByteArray("x"));
    const std::size_t leaf[] = {nodeOf(graph, "A")};
    radius = rules::blastRadius(graph, leaf);
    QVERIFY(radius.alerts.empty() && radius.recordings.empty() && radius.direct == 0);
}

void TestGraphQueries::knowsStaleness()
{
    const rules::DependencyGraph graph = queriedGraph();
    const auto between = [&graph](const char *from, const char *to) {
        for (const rules::GraphEdge &edge : graph.edges) {
            if (edge.from == nodeOf(graph, from) && edge.to == nodeOf(graph, to))
                return graph.stalenessOf(edge);
        }
        return rules::Staleness::None;
    };
    QCOMPARE(int(between("a", "b")), int(rules::Staleness::SameEvaluation));
    QCOMPARE(int(between("b", "c")), int(rules::Staleness::OtherGroup));
    QCOMPARE(int(between("x", "x")), int(rules::Staleness::PreviousEvaluation));
    QCOMPARE(int(between("m", "a")), int(rules::Staleness::None));
}

void TestGraphQueries::findsLabels_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QByteArray>("labels");
    const auto row = [](const char *rule, const char *labels) {
        QTest::newRow(rule) << QByteArray(rule) << QByteArray(labels);
    };
    row("a: up", "");
    row("a: up{job=\"x\",__name__=~\"u.\"}", "job");
    row("a: sum by (b, c) (up) / on (d) group_left (e) up", "b c d e");
    row("a: label_replace(up, \"dst\", \"$1\", \"src\", \"(.*)\")", "src");
    row("a: label_join(up, \"dst\", \",\", \"s1\", \"s2\")", "s1 s2");
    row("!A: up // annotations: {x: \"{{ $labels.pod }} {{ .Labels.node }}\"}", "node pod");
    row("!A: up // annotations: {x: \"$labels.pod\"}", "");
}

void TestGraphQueries::findsLabels()
{
    QFETCH(QByteArray, rule);
    QFETCH(QByteArray, labels);
    const auto document = fileOf("f.yml", rule);
    QByteArrayList found;
    for (const std::string &label : rules::labelsRead(document->groups()[0].rules[0]))
        found += QByteArray::fromStdString(label);
    QCOMPARE(found.join(' '), labels);
}

REGISTER_TEST(TestGraphQueries);

#include "tst_graphqueries.moc"
