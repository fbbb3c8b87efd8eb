#include "rules/graphsvg.h"
#include "support/registry.h"

#include <QTest>
#include <QXmlStreamReader>

namespace {

struct SvgContent
{
    int paths = 0;
    int cards = 0;
    QStringList texts;
    QStringList titles;
    QString error;
};

SvgContent read(const std::string &svg)
{
    SvgContent content;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        content.paths += xml.name() == u"path";
        content.cards += xml.attributes().value("class") == u"card";
        if (xml.name() == u"text")
            content.texts << xml.readElementText();
        else if (xml.name() == u"title")
            content.titles << xml.readElementText();
    }
    content.error = xml.hasError() ? xml.errorString() : QString();
    return content;
}

rules::GraphNode ruleNode(rules::NodeKind kind, const std::string &name)
{
    return {"rule:a.yml:0::g:" + name, kind, name, rules::RuleRef{"a.yml", 0, {}, "group <1>", 0}};
}

} // namespace

class TestGraphSvg : public QObject
{
    Q_OBJECT

private slots:
    void empty();
    void drawsEveryNodeAndEdge();
    void sharesTheLinesOfBundles();
    void leavesOutWhatNobodyCouldSee();
    void hostileNames_data();
    void hostileNames();
};

void TestGraphSvg::empty()
{
    const SvgContent content = read(rules::toSvg(rules::DependencyGraph{}));
    QCOMPARE(content.error, QString());
    QCOMPARE(content.cards, 0);
}

void TestGraphSvg::drawsEveryNodeAndEdge()
{
    rules::DependencyGraph graph;
    graph.nodes = {{"metric:up", rules::NodeKind::Metric, "up", {}},
                   ruleNode(rules::NodeKind::Recording, "job:up:sum"),
                   ruleNode(rules::NodeKind::Alerting, "Down")};
    graph.edges = {{0, 1, rules::Certainty::Exact, {}, {}},
                   {1, 2, rules::Certainty::Regex, 60.0, {}},
                   {0, 2, rules::Certainty::Indeterminate, {}, {}}};
    const std::string svg = rules::toSvg(graph);
    const SvgContent content = read(svg);
    QCOMPARE(content.error, QString());
    QCOMPARE(content.cards, 3);
    QCOMPARE(content.paths, 3 + 4); // and the legend's four
    QCOMPARE(content.texts.mid(0, 6), QStringList({"up", "metric", "job:up:sum", "group <1>", "Down", "group <1>"}));
    QCOMPARE(content.titles, QStringList({"up", "job:up:sum — a.yml › group <1>", "Down — a.yml › group <1>"}));
    QCOMPARE(svg, rules::toSvg(graph));
}

void TestGraphSvg::sharesTheLinesOfBundles()
{
    // A group with nothing but selectors without a name: everything may read everything.
    rules::DependencyGraph graph;
    constexpr std::size_t count = 150;
    for (std::size_t i = 0; i < count; ++i) {
        graph.nodes.push_back(ruleNode(rules::NodeKind::Recording, "r" + std::to_string(1000 + i)));
        for (std::size_t to = 0; to < count; ++to)
            graph.edges.push_back({i, to, rules::Certainty::Indeterminate, {}, {}});
    }
    graph.edges[1].certainty = rules::Certainty::Exact;
    const SvgContent content = read(rules::toSvg(graph));
    QCOMPARE(content.error, QString());
    QCOMPARE(content.cards, int(count) + 2); // the hub, and the legend's
    // The exact edge, the reader of one less, and to and from the hub of the others.
    QCOMPARE(content.paths, int(1 + (count - 1) + count + (count - 1)) + 4);
    QCOMPARE(content.titles.filter("149 rules each read all of 150 (indeterminate)").size(), 1);
    QCOMPARE(content.texts.filter("not drawn").size(), 0);
}

void TestGraphSvg::leavesOutWhatNobodyCouldSee()
{
    // No two rules read the same ones: there is nothing to share.
    rules::DependencyGraph graph;
    constexpr std::size_t count = 160;
    for (std::size_t i = 0; i < count; ++i) {
        graph.nodes.push_back(ruleNode(rules::NodeKind::Recording, "r" + std::to_string(1000 + i)));
        for (std::size_t to = 0; to < count; ++to) {
            if (to != i)
                graph.edges.push_back({i, to, rules::Certainty::Indeterminate, {}, {}});
        }
    }
    graph.edges[0].certainty = rules::Certainty::Exact;
    const SvgContent content = read(rules::toSvg(graph));
    QCOMPARE(content.error, QString());
    QCOMPARE(content.cards, int(count));
    QCOMPARE(content.paths, 1 + 4);
    QVERIFY(content.texts.contains("indeterminate (25439 not drawn)"));
}

void TestGraphSvg::hostileNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("script") << QByteArray("<script>alert(\"1\")&</script>") << "<script>alert(\"1\")&</script>";
    QTest::newRow("newline") << QByteArray("a\nb\tc") << "a b c";
    QTest::newRow("control") << QByteArray("a\x01\x7f") << QStringLiteral("a\uFFFD\u007f");
    QTest::newRow("broken bytes") << QByteArray("a\xff\xed\xa0\x80\xc0\x80")
                                  << QStringLiteral("a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    QTest::newRow("korean") << QByteArray("오류율") << QStringLiteral("오류율");
    QTest::newRow("emoji") << QByteArray("🔥") << QStringLiteral("🔥");
    QTest::newRow("long") << QByteArray(30, 'a') + QByteArray(30, 'b')
                          << QString(20, 'a') + QChar(0x2026) + QString(19, 'b');
    QTest::newRow("long and wide") << QByteArray("가").repeated(50)
                                   << QStringLiteral("가").repeated(10) + QChar(0x2026) +
                                          QStringLiteral("가").repeated(9);
}

void TestGraphSvg::hostileNames()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, shown);
    rules::DependencyGraph graph;
    graph.nodes = {ruleNode(rules::NodeKind::Alerting, name.toStdString())};
    const SvgContent content = read(rules::toSvg(graph));
    QCOMPARE(content.error, QString());
    QCOMPARE(content.texts.value(0), shown);
}

REGISTER_TEST(TestGraphSvg);

#include "tst_graphsvg.moc"
