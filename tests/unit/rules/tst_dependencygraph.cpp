#include "graphlines.h"
#include "rules/dependencygraph.h"
#include "rules/graphqueries.h"
#include "rules/templatequeries.h"
#include "support/registry.h"

#include <algorithm>

#include <QTest>

using graphlines::Documents;
using graphlines::edgesOf;
using graphlines::fileOf;

class TestDependencyGraph : public QObject
{
    Q_OBJECT

private slots:
    void findsEdges_data();
    void findsEdges();
    void crossesFiles();
    void namesNodes();
    void keepsTheSelectorsOfAnEdge();
    void isTheSameForEveryOrder();
    void focuses_data();
    void focuses();
    void readsTemplates_data();
    void readsTemplates();
    void joinsManyRulesByPatterns();
    void printsJson();
    void printsDotAndMermaid();
    void printsAnyName_data();
    void printsAnyName();
};

void TestDependencyGraph::findsEdges_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("edges");
    const auto row = [](const char *name, const char *rules, const char *edges) {
        QTest::newRow(name) << QByteArray(rules) << QByteArray(edges);
    };
    row("metric", "a: up", "metric up -> a");
    row("earlier rule of the group", "a: 1\nb: a + a", "a -> b");
    row("later rule of the group", "b: a\na: 1", "a -> b 1m");
    row("itself", "a: a + 1", "a -> a 1m");
    row("interval of the group", "[g 30s]\nb: a\na: a", "a -> a 30s\na -> b 30s");
    row("another group", "[g 10s]\na: 1\n[h 2m]\nb: a", "a -> b 10s");
    row("cycle", "a: b\nb: a", "a -> b\nb -> a 1m");
    row("two rules of one name", "a: 1\na: 2\nb: a", "a -> b\na -> b");
    row("alerts read, nobody reads them by name", "a: up\n!A: a > 0\nb: A", "a -> A\nmetric A -> b\nmetric up -> a");
    row("no selector", "a: vector(1)", "");
    row("inside everything", "a: 1\nb: sum(rate(a[5m:1m] offset 1h)) by (x) / on() group_left() -(a)", "a -> b");
    row("broken expression", "a: 1\nb: sum(a) +", "a -> b");

    row("name as a matcher", "a: 1\nb: {__name__=\"a\"}", "a -> b");
    row("quoted name", "a.b: 1\nc: {\"a.b\"}", "a.b -> c");
    row("regex", "aa: 1\nab: 1\nb: {__name__=~\"a.\"}", "aa -> b regex\nab -> b regex");
    row("regex is anchored", "aab: 1\nb: {__name__=~\"a.\"}", "metric __name__=~\"a.\" -> b regex");
    row("regex of alternatives", "aa: 1\nbb: 1\nc: {__name__=~\"aa|bb|dd\"}", "aa -> c regex\nbb -> c regex");
    row("optional character", "a: 1\nab: 1\nc: {__name__=~\"ab?\"}", "a -> c regex\nab -> c regex");
    row("repeated character", "a: 1\nabb: 1\nc: {__name__=~\"ab*\"}", "a -> c regex\nabb -> c regex");
    row("counted character", "abb: 1\nab: 1\nc: {__name__=~\"ab{2}\"}", "abb -> c regex");
    row("case folded", "AB: 1\nc: {__name__=~\"(?i)ab\"}", "AB -> c regex");
    row("negated name", "a: 1\nb: 1\nc: {__name__!=\"a\",job=\"x\"}", "b -> c regex\nc -> c regex 1m");
    row("negated regex", "a: 1\nb: 1\nc: {__name__!~\"a|c\",job=\"x\"}", "b -> c regex");
    row("two matchers of the name", "aa: 1\nab: 1\nc: {__name__=~\"a.\",__name__!=\"ab\"}", "aa -> c regex");
    row("equal and regex", "aa: 1\nc: {__name__=\"aa\",__name__=~\"b.\"}", "metric aa -> c");
    row("regex without a match", "c: {__name__=~\"node_.+\",__name__!~\"x\"}",
        "metric __name__=~\"node_.+\",__name__!~\"x\" -> c regex");
    row("named group of Go", "ab: 1\nc: {__name__=~\"a(?P<x>b)\"}", "ab -> c regex");
    row("named group of newer Go", "ab: 1\nc: {__name__=~\"a(?<x>b)\"}", "ab -> c regex");
    row("any byte is no regex of Go", "ab: 1\nc: {__name__=~\"a\\\\C\"}", "metric __name__=~\"a\\\\C\" -> c regex");
    row("empty name", "a: 1\nc: {__name__=\"\",job=\"x\"}", "");
    row("no name", "a: 1\nc: {job=\"x\"}", "a -> c indeterminate\nc -> c indeterminate 1m");
    row("no name and no recording rule", "!A: {job=\"x\"}", "");
    row("exact before regex", "a: 1\nc: a + {__name__=~\"a\"}", "a -> c");
    row("regex before indeterminate", "a: 1\nc: {job=\"x\"} + {__name__=~\"a|c\"}", "a -> c regex\nc -> c regex 1m");

    row("static label", "a: 1 // labels: {l: x}\nb: a{l=\"x\"}", "a -> b");
    row("static label refutes", "a: 1 // labels: {l: x}\nb: a{l=\"y\"}", "metric a -> b");
    row("static label of one of two", "a: 1 // labels: {l: x}\na: 2 // labels: {l: y}\nb: a{l=\"y\"}", "a -> b");
    row("static label refutes by regex", "a: 1 // labels: {l: x}\nb: a{l=~\"y|z\"}\nc: a{l!~\"x\"}\nd: a{l!=\"x\"}",
        "metric a -> b\nmetric a -> c\nmetric a -> d");
    row("empty static label", "a: 1 // labels: {l: \"\"}\nb: a{l=\"\"}\nc: a{l=\"x\"}", "a -> b\nmetric a -> c");
    row("label from the expression", "a: up\nb: a{l=\"x\"}", "a -> b\nmetric up -> a");
    row("templated label refutes nothing", "!A: up // labels: {l: \"{{ $labels.x }}\"}\nb: ALERTS{l=\"y\"}",
        "A -> b meta\nmetric up -> A");
    row("static label without a name", "a: 1 // labels: {job: y}\nb: {job=\"x\"}", "b -> b indeterminate 1m");

    row("ALERTS", "!A: up\n!B: up\nc: ALERTS", "A -> c meta\nB -> c meta\nmetric up -> A\nmetric up -> B");
    row("ALERTS of a name", "!A: up\n!B: up\nc: ALERTS{alertname=\"A\"}",
        "A -> c meta\nmetric up -> A\nmetric up -> B");
    row("ALERTS by regex", "!A: up\n!B: up\nc: ALERTS_FOR_STATE{alertname=~\"B|C\"}",
        "B -> c meta\nmetric up -> A\nmetric up -> B");
    row("ALERTS of a static label",
        "!A: up // labels: {severity: page}\n!B: up\nc: ALERTS{severity=\"info\",alertstate=\"firing\"}",
        "B -> c meta\nmetric up -> A\nmetric up -> B");
    row("ALERTS of an alert with labels that Prometheus overwrites",
        "!A: up // labels: {alertname: B, alertstate: x}\nc: ALERTS{alertname=\"A\",alertstate=\"firing\"}\n"
        "d: ALERTS{alertname=\"B\"}",
        "A -> c meta\nmetric up -> A");
    row("ALERTS of nothing", "c: ALERTS{alertname=\"A\"}", "");
    row("ALERTS through a regex", "!A: up\nc: {__name__=~\"ALERTS.*\"}", "A -> c meta\nmetric up -> A");
    row("ALERTS through a regex without alerts", "c: {__name__=~\"ALERTS.*\"}",
        "metric __name__=~\"ALERTS.*\" -> c regex");
    row("alert that reads itself", "!A: ALERTS{alertname=\"A\"}", "A -> A meta 1m");

    row("annotation query", "a: 1\n!A: up // annotations: {x: \"{{ query `a` | first | value }}\"}",
        "a -> A\nmetric up -> A");
    row("annotation query of a metric", "!A: up // annotations: {x: \"{{ with query `b{c=\\\"d\\\"}` }}{{ end }}\"}",
        "metric b -> A\nmetric up -> A");
    row("annotation query with printf",
        "a: 1 // labels: {l: x}\n!A: up // annotations: {x: \"{{ with printf `a{l='%s'}` .x | query }}{{ end }}\"}",
        "a -> A\nmetric up -> A");
    row("label query", "a: 1\n!A: up // labels: {x: \"{{ query `a` }}\"}", "a -> A\nmetric up -> A");
    row("broken annotation query", "a: 1\n!A: up // annotations: {x: \"{{ query `a +` }}\"}", "metric up -> A");
}

void TestDependencyGraph::findsEdges()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, edges);
    const Documents documents{fileOf("f.yml", rules)};
    QCOMPARE(edgesOf(rules::buildDependencyGraph(documents)), edges);
}

void TestDependencyGraph::crossesFiles()
{
    const Documents documents{fileOf("b.yml", "[g 15s]\na: up"), fileOf("a.yml", "[g]\nb: a\n!A: b > 0")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QCOMPARE(edgesOf(graph), QByteArray("a -> b 15s\nb -> A\nmetric up -> a"));
    QVERIFY(graph.find("rule:b.yml:0::g:0"));
    QVERIFY(graph.find("rule:a.yml:0::g:1"));
    QVERIFY(!graph.find("rule:a.yml:0::g:2"));
}

void TestDependencyGraph::namesNodes()
{
    const Documents documents{rules::load(
        "dir/c.yml",
        "kind: ConfigMap\n---\nkind: ConfigMap\ndata:\n  r.yml: |\n    groups:\n    - name: g\n      rules:\n"
        "      - record: a\n        expr: up\n      - alert: A\n        expr: a\n")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QCOMPARE(graph.nodes.size(), std::size_t(3));
    QCOMPARE(graph.nodes[0].id, std::string("metric:up"));
    QCOMPARE(int(graph.nodes[0].kind), int(rules::NodeKind::Metric));
    QVERIFY(!graph.nodes[0].rule);
    QCOMPARE(graph.nodes[1].id, std::string("rule:dir/c.yml:1:r.yml:g:0"));
    QCOMPARE(int(graph.nodes[1].kind), int(rules::NodeKind::Recording));
    QVERIFY(*graph.nodes[1].rule == documents[0]->refOf(documents[0]->groups()[0], 0));
    QCOMPARE(graph.nodes[2].name, std::string("A"));
    QCOMPARE(int(graph.nodes[2].kind), int(rules::NodeKind::Alerting));
}

void TestDependencyGraph::keepsTheSelectorsOfAnEdge()
{
    const Documents documents{fileOf("f.yml", "a: 1\nb: a / a{x=\"y\"} + rate(a[5m])")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QCOMPARE(graph.edges.size(), std::size_t(1));
    const std::string &expr = documents[0]->groups()[0].rules[1].expr.value;
    QByteArrayList texts;
    for (const base::ByteRange &range : graph.edges[0].selectors)
        texts += QByteArray::fromStdString(expr.substr(range.start, range.size()));
    QCOMPARE(texts, QByteArrayList({"a", "a{x=\"y\"}", "a"}));
}

void TestDependencyGraph::isTheSameForEveryOrder()
{
    Documents documents{fileOf("a.yml", "a: up\nb: a\n!A: {__name__=~\".*\"}"),
                        fileOf("b.yml", "c: b + {x=\"y\"}\na: ALERTS"), fileOf("c.yml", "d: a + c")};
    const std::string json = rules::toJson(rules::buildDependencyGraph(documents));
    do {
        QCOMPARE(rules::toJson(rules::buildDependencyGraph(documents)), json);
    } while (std::ranges::next_permutation(documents, {}, [](const auto &document) { return document->file(); }).found);
}

void TestDependencyGraph::focuses_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("hops");
    QTest::addColumn<QByteArray>("edges");
    const auto row = [](const char *name, int hops, const char *edges) {
        QTest::addRow("%s %d", name, hops) << QByteArray(name) << hops << QByteArray(edges);
    };
    row("b", 0, "");
    row("b", 1, "a -> b\nb -> c");
    row("b", 2, "a -> b\nb -> c\nc -> A\nmetric m -> a");
    row("m", 1, "metric m -> a");
    row("b", 99, "a -> b\nb -> c\nc -> A\nmetric m -> a");
    row("rule:f.yml:0::g:1", 1, "a -> b\nb -> c");
    row("x", 99, "x -> x 1m");
    row("nothing", 5, "");
}

void TestDependencyGraph::focuses()
{
    QFETCH(QByteArray, name);
    QFETCH(int, hops);
    QFETCH(QByteArray, edges);
    const Documents documents{fileOf("f.yml", "a: m\nb: a\nc: b\n!A: c\nx: x\n!A2: a")};
    const rules::DependencyGraph graph =
        rules::focus(rules::buildDependencyGraph(documents), name.toStdString(), std::size_t(hops));
    QCOMPARE(edgesOf(graph), edges);
    QCOMPARE(graph.nodes.empty(), name == "nothing");
}

void TestDependencyGraph::readsTemplates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("queries");
    const auto row = [](const char *text, const QByteArrayList &queries) {
        QTest::newRow(text) << QByteArray(text) << queries;
    };
    row("query \"up\"", {});
    row("{{ query \"up\" }}", {"up"});
    row("{{query `a{b=\"c\"}`}}", {"a{b=\"c\"}"});
    row("{{ query \"a{b=\\\"c\\\"}\" | first | value | printf \"%.2f\" }}", {"a{b=\"c\"}"});
    row("{{ range query \"a\" }}{{ .Labels.x }}{{ end }} {{ query \"b\" }}", {"a", "b"});
    row("{{ \"up\" | query }}", {"up"});
    row("{{ with printf \"a{b='%s'}\" .Labels.b | query }}{{ end }}", {"a{b='\xEE\x80\x80'}"});
    row("{{ query (printf \"a{b=%q} > %d%%\" $value 5) }}", {"a{b=\"\xEE\x80\x80\"} > \xEE\x80\x80%"});
    row("{{ $x := query \"a\" | first }}{{ $x | value }}", {"a"});
    row("{{ define \"t\" }}{{ query \"a\" }}{{ end }}{{ if query `b` }}{{ else }}{{ (query \"c\") }}{{ end }}",
        {"b", "c", "a"});
    row("{{ $x := printf \"a%s\" \"b\" | query }}", {"a\xEE\x80\x80"});
    row("{{ $q := \"a\" }}{{ query $q }}", {});
    row("{{ (query \"a\") | len }}", {"a"});
    row("{{ query \"a }} b\" }}", {"a }} b"});
    row("{{ .query \"b\" }}{{ \"query\" }}{{/* query \"a\" */}}", {});
    row("{{ query \"a", {});
    row("{{ query \"a\" }}{{ unknown }}", {});
    row("{{ | query }}{{ query", {});
    row("{{", {});
}

void TestDependencyGraph::readsTemplates()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArrayList, queries);
    QByteArrayList found;
    for (const std::string &query : rules::templateQueries(text.toStdString()))
        found += QByteArray::fromStdString(query);
    QCOMPARE(found, queries);
}

void TestDependencyGraph::joinsManyRulesByPatterns()
{
    QByteArray lines;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i)
        lines += "r" + QByteArray::number(i) + ": {__name__=~\"r" + QByteArray::number(i + 1) + "x?\"}\n";
    const Documents documents{fileOf("f.yml", lines.chopped(1))};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    QCOMPARE(graph.edges.size(), std::size_t(count));
}

void TestDependencyGraph::printsJson()
{
    const Documents documents{fileOf("f.yml", "b: a\na: \"x\\u0001\" // labels: {l: x}\n!A: {__name__=~\"q\"}")};
    const char *const expected = R"({"nodes": [
{"id": "metric:__name__=~\"q\"", "kind": "metric", "name": "__name__=~\"q\"", "file": null, "document": null, "key": null, "group": null, "index": null},
{"id": "rule:f.yml:0::g:0", "kind": "recording", "name": "b", "file": "f.yml", "document": 0, "key": null, "group": "g", "index": 0},
{"id": "rule:f.yml:0::g:1", "kind": "recording", "name": "a", "file": "f.yml", "document": 0, "key": null, "group": "g", "index": 1},
{"id": "rule:f.yml:0::g:2", "kind": "alerting", "name": "A", "file": "f.yml", "document": 0, "key": null, "group": "g", "index": 2}
],
"edges": [
{"from": "metric:__name__=~\"q\"", "to": "rule:f.yml:0::g:2", "certainty": "regex", "lag": null},
{"from": "rule:f.yml:0::g:1", "to": "rule:f.yml:0::g:0", "certainty": "exact", "lag": "1m"}
]}
)";
    QCOMPARE(QByteArray::fromStdString(rules::toJson(rules::buildDependencyGraph(documents))), QByteArray(expected));
}

void TestDependencyGraph::printsDotAndMermaid()
{
    const Documents documents{
        fileOf("f.yml", "a: {__name__=~\"x\\\"#<\"}\n!A: a + ALERTS + b{j=\"k\"}\nc: {__name__=~\"a|x\"} + {j=\"k\"}")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    const char *const expectedDot = R"(digraph rules {
  rankdir=LR;
  n0 [label="__name__=~\"x\\\"#<\"", shape=ellipse, tooltip="metric:__name__=~\"x\\\"#<\""];
  n1 [label="b", shape=ellipse, tooltip="metric:b"];
  n2 [label="a", shape=diamond, tooltip="rule:f.yml:0::g:0"];
  n3 [label="A", shape=box, tooltip="rule:f.yml:0::g:1"];
  n4 [label="c", shape=diamond, tooltip="rule:f.yml:0::g:2"];
  n0 -> n2 [style=dashed, tooltip="regex"];
  n1 -> n3 [style=solid, tooltip="exact"];
  n2 -> n3 [style=solid, tooltip="exact"];
  n2 -> n4 [style=dashed, tooltip="regex"];
  n3 -> n3 [style=bold, tooltip="meta"];
  n4 -> n4 [style=dotted, tooltip="indeterminate"];
}
)";
    QCOMPARE(QByteArray::fromStdString(rules::toDot(graph)), QByteArray(expectedDot));
    const char *const expected = R"(flowchart LR
  n0(["__name__=~#34;x#92;#34;#35;#60;#34;"])
  n1(["b"])
  n2{{"a"}}
  n3["A"]
  n4{{"c"}}
  n0 -.-> n2
  n1 --> n3
  n2 --> n3
  n2 -.-> n4
  n3 ==> n3
  n4 -.-> n4
)";
    QCOMPARE(QByteArray::fromStdString(rules::toMermaid(graph)), QByteArray(expected));
}

void TestDependencyGraph::printsAnyName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("dot");
    QTest::addColumn<QByteArray>("mermaid");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("\"\"") << QByteArray("\" \"");
    QTest::newRow("line break") << QByteArray("a\r\nb") << QByteArray("\"a \\nb\"") << QByteArray("\"a #10;b\"");
    QTest::newRow("control characters") << QByteArray("a\x01\tb\x7f") << QByteArray("\"a  b \"")
                                        << QByteArray("\"a  b \"");
    QTest::newRow("escape of a string") << QByteArray("\\N\\n") << QByteArray("\"\\\\N\\\\n\"")
                                        << QByteArray("\"#92;N#92;n\"");
    QTest::newRow("directive") << QByteArray("%%{init}%%") << QByteArray("\"%%{init}%%\"")
                               << QByteArray("\"#37;#37;{init}#37;#37;\"");
    QTest::newRow("script") << QByteArray("<script>") << QByteArray("\"<script>\"") << QByteArray("\"#60;script#62;\"");
    QTest::newRow("Unicode") << QByteArray("한글 🔥") << QByteArray("\"한글 🔥\"") << QByteArray("\"한글 🔥\"");
}

void TestDependencyGraph::printsAnyName()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, dot);
    QFETCH(QByteArray, mermaid);
    rules::DependencyGraph graph;
    graph.nodes.push_back({"metric:x", rules::NodeKind::Metric, name.toStdString(), {}});
    QCOMPARE(QByteArray::fromStdString(rules::toDot(graph)),
             "digraph rules {\n  rankdir=LR;\n  n0 [label=" + dot + ", shape=ellipse, tooltip=\"metric:x\"];\n}\n");
    QCOMPARE(QByteArray::fromStdString(rules::toMermaid(graph)), "flowchart LR\n  n0([" + mermaid + "])\n");
}

REGISTER_TEST(TestDependencyGraph);
#include "tst_dependencygraph.moc"
