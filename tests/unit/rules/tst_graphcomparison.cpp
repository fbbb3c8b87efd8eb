#include "graphlines.h"
#include "rules/graphcomparison.h"
#include "rules/graphsvg.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>

using graphlines::Documents;
using graphlines::fileOf;
using rules::Change;

namespace {

constexpr const char *changeSigns[] = {"=", "~", ">", "+", "-"};

/// Each node and edge with a sign: `=` unchanged, `~` changed, `>` rewired, `+` added, `-` removed.
QByteArray describeComparison(const rules::GraphComparison &comparison)
{
    QByteArrayList nodes;
    QByteArrayList edges;
    for (std::size_t i = 0; i < comparison.nodes.size(); ++i)
        nodes += changeSigns[int(comparison.nodes[i])] + QByteArray::fromStdString(comparison.graph.nodes[i].name);
    for (std::size_t i = 0; i < comparison.edges.size(); ++i) {
        const rules::GraphEdge &edge = comparison.graph.edges[i];
        edges += changeSigns[int(comparison.edges[i])] +
                 QByteArray::fromStdString(comparison.graph.nodes[edge.from].name + "-" +
                                           comparison.graph.nodes[edge.to].name);
    }
    std::ranges::sort(nodes);
    std::ranges::sort(edges);
    return nodes.join(' ') + " / " + edges.join(' ');
}

} // namespace

class TestGraphComparison : public QObject
{
    Q_OBJECT

private slots:
    void compares_data();
    void compares();
    void namesTheFields();
    void keepsIdsApart();
    void pairsAcrossFiles();
    void ofTheSameIsUnchanged();
    void turnsAround();
    void draws();
};

void TestGraphComparison::compares_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *before, const char *after, const char *expected) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QByteArray(expected);
    };
    row("same", "a: up\n!A: a > 1", "a: up\n!A: a  >1", "=A =a =up / =a-A =up-a");
    row("threshold", "!A: up > 1", "!A: up > 2", "=up ~A / =up-A");
    row("added", "a: up", "a: up\n!A: a", "+A =a =up / +a-A =up-a");
    row("removed", "a: up\n!A: a", "a: up", "-A =a =up / -a-A =up-a");
    row("rewired", "!A: x > 1", "a: x\n!A: a > 1", "+a =x >A / +a-A +x-a -x-A");
    row("other certainty", "a: 1\n!A: a", "a: 1\n!A: {__name__=~\"a\"}", "=a >A / >a-A");
    row("moved within the group", "a: up\nb: down", "b: down\na: up", "=a =b =down =up / =down-b =up-a");
    row("moved to another group", "[g]\na: up\n[h]\nb: a", "[g]\nb: a\n[h]\na: up", "=a =b =up / =a-b =up-a");
    row("renamed", "a: up\n!A: a", "b: up\n!A: b", "+b -a =up >A / +b-A +up-b -a-A -up-a");
    row("copies become one", "!E: a > 1\n!E: b > 1\n!E: c > 1", "!E: {__name__=~\"a|b|c\"} > 1",
        "+__name__=~\"a|b|c\" -E -E -a -b -c >E / +__name__=~\"a|b|c\"-E -a-E -b-E -c-E");
    row("one of three copies goes", "!E: a > 1\n!E: b > 1\n!E: c > 1", "!E: a > 1\n!E: c > 1",
        "-E -b =E =E =a =c / -b-E =a-E =c-E");
    row("cycle", "a: b\nb: a", "a: b\nb: up", "+up =a >b / +up-b -a-b =b-a");
    row("empty before", "[g]", "a: up", "+a +up / +up-a");
    row("empty after", "a: up", "[g]", "-a -up / -up-a");
    row("kind changes", "a: up", "!a: up", "+a -a =up / +up-a -up-a");
}

void TestGraphComparison::compares()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, expected);
    const Documents old{fileOf("f.yml", before)};
    const Documents now{fileOf("f.yml", after)};
    QCOMPARE(describeComparison(rules::compareRuleSets(old, now)), expected);
}

void TestGraphComparison::namesTheFields()
{
    const Documents old{fileOf("f.yml", "!A: up // for: 60s, labels: {a: b}, annotations: {x: y}")};
    const Documents now{fileOf("f.yml", "!A: up > 0 // for: 1m, labels: {a: c}, annotations: {x: y}")};
    const rules::GraphComparison comparison = rules::compareRuleSets(old, now);
    const std::size_t alert = *comparison.graph.find("rule:f.yml:0::g:0");
    QCOMPARE(comparison.fields[alert], (std::vector<std::string>{"expr", "labels"}));
    QCOMPARE(int(comparison.nodes[alert]), int(Change::Changed));
    QCOMPARE(comparison.count(Change::Changed), std::size_t(1));
}

void TestGraphComparison::keepsIdsApart()
{
    const Documents old{fileOf("f.yml", "a: up\nb: up")};
    const Documents now{fileOf("f.yml", "b: up")};
    const rules::GraphComparison comparison = rules::compareRuleSets(old, now);
    const auto removed = comparison.graph.find("before:rule:f.yml:0::g:0");
    QVERIFY(removed);
    QCOMPARE(comparison.graph.nodes[*removed].name, std::string("a"));
    const auto kept = comparison.graph.find("rule:f.yml:0::g:0");
    QCOMPARE(comparison.graph.nodes[*kept].name, std::string("b"));
    QCOMPARE(comparison.before[*kept]->index, std::size_t(1));
    QVERIFY(std::ranges::is_sorted(comparison.graph.nodes, {}, &rules::GraphNode::id));
}

void TestGraphComparison::pairsAcrossFiles()
{
    const Documents old{fileOf("src/a.yml", "[g]\na: up\n!A: a"), fileOf("src/b.yml", "[g]\n!A: down")};
    const Documents now{fileOf("/etc/b.yml", "[g]\n!A: down"), fileOf("/etc/a.yml", "[g]\na: up\n!A: a")};
    QCOMPARE(describeComparison(rules::compareRuleSets(old, now)),
             QByteArray("=A =A =a =down =up / =a-A =down-A =up-a"));
}

void TestGraphComparison::ofTheSameIsUnchanged()
{
    const Documents documents{fileOf("a.yml", "a: {x=\"y\"}\nb: a\nb: b\n!A: ALERTS\n!A: {__name__=~\"a|b\"}"),
                              fileOf("b.yml", "a: {x=\"y\"}\nb: a\nb: b\n!A: ALERTS")};
    const rules::GraphComparison comparison = rules::compareRuleSets(documents, documents);
    QCOMPARE(comparison.count(Change::Unchanged), comparison.nodes.size());
    QCOMPARE(rules::toJson(comparison.graph), rules::toJson(rules::buildDependencyGraph(documents)));
    for (const Change change : comparison.edges)
        QCOMPARE(int(change), int(Change::Unchanged));
}

void TestGraphComparison::turnsAround()
{
    const Documents old{fileOf("f.yml", "a: up\nb: a\n!A: b > 1\n!B: a")};
    const Documents now{fileOf("f.yml", "b: up\n!A: b > 2\n!C: up")};
    const rules::GraphComparison there = rules::compareRuleSets(old, now);
    const rules::GraphComparison back = rules::compareRuleSets(now, old);
    QCOMPARE(there.count(Change::Added), back.count(Change::Removed));
    QCOMPARE(there.count(Change::Removed), back.count(Change::Added));
    QCOMPARE(there.count(Change::Rewired), back.count(Change::Rewired));
    QCOMPARE(there.graph.edges.size(), back.graph.edges.size());
}

void TestGraphComparison::draws()
{
    const Documents old{fileOf("f.yml", "!A: x > 1\n!<script>: up")};
    const Documents now{fileOf("f.yml", "a: x\n!A: a > 1")};
    const std::string svg = rules::toSvg(rules::compareRuleSets(old, now));
    QVERIFY(svg.find("class=\"card rewired\"") != std::string::npos);
    QVERIFY(svg.find("class=\"card removed\"") != std::string::npos);
    QVERIFY(svg.find("added · g") != std::string::npos);
    QVERIFY(svg.find("<script>") == std::string::npos);
    QVERIFY(svg.find("&lt;script&gt;") != std::string::npos);
}

REGISTER_TEST(TestGraphComparison);

#include "tst_graphcomparison.moc"
