#include "graphfixture.h"
#include "rules/graphcomparison.h"
#include "support/registry.h"
#include "widgets/graphbar.h"
#include "widgets/graphcards.h"
#include "widgets/graphexport.h"
#include "widgets/graphfindingspanel.h"
#include "widgets/graphhint.h"
#include "widgets/graphinfos.h"
#include "widgets/graphminimap.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using graphfixture::ruleId;
using graphfixture::ViewFixture;
using graphfixture::viewGraph;
using rules::Change;
using rules::Direction;
using rules::NodeKind;

namespace {

QStringList shownNames(const widgets::DependencyView &view)
{
    QStringList names;
    for (const rules::GraphNode &node : view.visibleGraph().nodes)
        names << QString::fromStdString(node.name);
    names.sort();
    return names;
}

QString countText(const widgets::DependencyView &view)
{
    return view.findChild<QLabel *>("graphCounts")->text();
}

std::shared_ptr<const rules::RuleDocument> toolsFile(const std::string &rules)
{
    return rules::load("rules.yml", "groups:\n- name: g\n  rules:\n" + rules);
}

} // namespace

class TestGraphTools : public QObject
{
    Q_OBJECT

private slots:
    void focusLeavesTheNeighbourhood();
    void focusEndsWithItsNode();
    void filtersBySeverity();
    void filterMenuOffersWhatThereIs();
    void saysWhenNothingIsLeft();
    void jobsAndDashboardsStandBehindASwitch();
    void selectionTellsTheBlastRadius();
    void searchFindsLabels();
    void statesChangeCardsInPlace();
    void longNamesAreElidedInTheMiddle();
    void fewNewNodesKeepThePictureSteady();
    void edgesTellOfThemselves();
    void showsTwoVersions();
    void listsFindings();
    void exports_data();
    void exports();
    void exportAsksForAFile();
    void minimapStandsAboveManyNodes();
    void newNodesMoveIn();
};

void TestGraphTools::focusLeavesTheNeighbourhood()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    auto *button = f.view.findChild<QToolButton *>("graphFocus");
    QVERIFY(!button->isEnabled());
    f.click("job:up:sum");
    QVERIFY(button->isEnabled());
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    button->click();
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"Down", "ManyDown", "job:up:sum", "up"}));
    QCOMPARE(f.scene->nodeCount(), 4);
    f.view.focusOn(ruleId("job:up:sum"), Direction::Upstream);
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"job:up:sum", "up"}));
    QCOMPARE(f.view.selectedNode(), ruleId("job:up:sum"));
    button->click();
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 7);
}

void TestGraphTools::focusEndsWithItsNode()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    f.view.focusOn("metric:up", Direction::Both, 1);
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"job:up:sum", "up"}));
    rules::DependencyGraph graph = viewGraph();
    const std::size_t up = *graph.find("metric:up");
    std::vector<bool> kept(graph.nodes.size(), true);
    kept[up] = false;
    f.view.setGraph(rules::subgraph(graph, kept), {});
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 6);
}

void TestGraphTools::filtersBySeverity()
{
    ViewFixture f;
    QVERIFY(
        f.show(viewGraph(), {{ruleId("Down"), {"", "critical", false}}, {ruleId("Errors"), {"", "warning", true}}}));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    rules::GraphFilter filter;
    filter.severities = {"critical"};
    f.view.setFilter(filter);
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"Down", "job:up:sum", "up"}));
    QVERIFY(countText(f.view).startsWith("3 of 7 nodes"));
    filter = {};
    filter.problemsOnly = true;
    f.view.setFilter(filter);
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"<b>errors</b>", "Errors"}));
}

void TestGraphTools::filterMenuOffersWhatThereIs()
{
    ViewFixture f;
    widgets::NodeInfo down{"", "critical", false, "db"};
    QVERIFY(f.show(viewGraph(), {{ruleId("Down"), down}, {ruleId("Errors"), {"", "warning", false}}}));
    QMenu *menu = f.view.findChild<QToolButton *>("graphFilter")->menu();
    emit menu->aboutToShow();
    QStringList texts;
    QAction *critical = nullptr;
    for (QAction *action : menu->actions()) {
        if (action->isCheckable())
            texts << action->text();
        critical = action->text() == "critical" ? action : critical;
    }
    QCOMPARE(texts, QStringList({"critical", "warning", "Only what has problems"}));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    QVERIFY(critical);
    critical->trigger();
    QVERIFY(done.wait());
    QCOMPARE(shownNames(f.view), QStringList({"Down", "job:up:sum", "up"}));
    QCOMPARE(f.view.findChild<QToolButton *>("graphFilter")->text(), QString("Filter: 1"));
}

void TestGraphTools::saysWhenNothingIsLeft()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    rules::GraphFilter filter;
    filter.files = {"other.yml"};
    f.view.setFilter(filter);
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 0);
    bool said = false;
    for (const QLabel *label : f.graphView->findChildren<QLabel *>())
        said = said || (label->isVisible() && label->text().startsWith("Nothing passes the filters."));
    QVERIFY(said);
}

void TestGraphTools::jobsAndDashboardsStandBehindASwitch()
{
    rules::DependencyGraph graph = viewGraph();
    graph.nodes.insert(graph.nodes.begin(), {"job:gateway", NodeKind::ScrapeJob, "gateway", {}, "prometheus.yml"});
    graph.nodes.insert(graph.nodes.begin(), {"dashboard:d.json:0:", NodeKind::Dashboard, "D", {}, "d.json"});
    for (rules::GraphEdge &edge : graph.edges) {
        edge.from += 2;
        edge.to += 2;
    }
    graph.edges.push_back({*graph.find("job:gateway"), *graph.find("metric:up"), rules::Certainty::Exact, {}, {}});
    graph.edges.push_back(
        {*graph.find("metric:up"), *graph.find("dashboard:d.json:0:"), rules::Certainty::Exact, {}, {}});
    std::ranges::sort(graph.edges, {}, [](const rules::GraphEdge &edge) { return std::pair(edge.from, edge.to); });
    ViewFixture f;
    QVERIFY(f.show(graph));
    QCOMPARE(f.scene->nodeCount(), 7);
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    QMenu *menu = f.view.findChild<QToolButton *>("graphViewMenu")->menu();
    emit menu->aboutToShow();
    for (QAction *action : menu->actions()) {
        if (action->text() == "Scrape jobs" || action->text() == "Dashboards")
            action->trigger();
    }
    QVERIFY(done.wait());
    QTRY_VERIFY(!f.view.isBusy());
    QCOMPARE(f.scene->nodeCount(), 9);
    QVERIFY(f.card("gateway")->x() < f.card("up")->x());
    QVERIFY(f.card("D")->x() > f.card("up")->x());
    // Hidden or not, dashboards notice.
    f.view.selectNode("metric:up");
    QCOMPARE(countText(f.view), QString("Read by 2 alert(s) · 1 recording rule(s) · 1 dashboard(s)"));
}

void TestGraphTools::selectionTellsTheBlastRadius()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QCOMPARE(countText(f.view), QString("7 nodes · 5 edges"));
    f.view.selectNode("metric:up");
    QCOMPARE(countText(f.view), QString("Read by 2 alert(s) · 1 recording rule(s)"));
    f.view.selectNode(ruleId("Down"));
    // Alerts are for people.
    QCOMPARE(countText(f.view), QString("7 nodes · 5 edges"));
    f.view.selectNode({});
    QCOMPARE(countText(f.view), QString("7 nodes · 5 edges"));
}

void TestGraphTools::searchFindsLabels()
{
    ViewFixture f;
    widgets::NodeInfo sum;
    sum.labels = QStringList({"instance", "job"});
    QVERIFY(f.show(viewGraph(), {{ruleId("job:up:sum"), sum}}));
    auto *search = f.view.findChild<QLineEdit *>("graphSearch");
    QTest::keyClicks(search, "instance");
    QVERIFY(f.card("job:up:sum")->isMatched());
    QVERIFY(!f.card("up")->isMatched());
    QCOMPARE(countText(f.view), QString("Label instance: Read by 2 alert(s) · 1 recording rule(s)"));
    search->setText("insta");
    QVERIFY(!f.card("job:up:sum")->isMatched());
}

void TestGraphTools::statesChangeCardsInPlace()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph(), {{ruleId("Down"), {"> 0 for 5m", "critical", false}}}));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    std::map<std::string, widgets::NodeState> states;
    states["metric:up"].series = 12;
    states["metric:<b>errors</b>"].missing = true;
    states[ruleId("job:up:sum")].series = 1;
    states[ruleId("job:up:sum")].value = 0.25;
    states[ruleId("Down")].alert = widgets::NodeState::Alert::Firing;
    states[ruleId("Down")].instances = 3;
    states[ruleId("Errors")].error = "unknown function";
    f.view.setStates(std::make_shared<const widgets::NodeStates>(states), "prod");
    QCOMPARE(f.card("up")->content().detail, QString("12 series"));
    QCOMPARE(f.card("<b>errors</b>")->content().detail, QString("missing at prod"));
    QVERIFY(f.card("<b>errors</b>")->content().problem);
    QCOMPARE(f.card("job:up:sum")->content().detail, QString("1 series · 0.25"));
    QCOMPARE(f.card("Down")->content().detail, QString("> 0 for 5m · firing 3×"));
    QCOMPARE(int(f.card("Down")->content().tone), int(widgets::CardContent::Tone::Firing));
    QVERIFY(f.card("Errors")->content().toolTip.contains("unknown function"));
    QVERIFY(!f.view.isBusy());
    QCOMPARE(done.size(), 0);
    f.view.setStates({}, {});
    QCOMPARE(f.card("Down")->content().detail, QString("> 0 for 5m"));
}

void TestGraphTools::longNamesAreElidedInTheMiddle()
{
    const widgets::GraphStyle style = widgets::GraphStyle::of(QApplication::font(), QApplication::palette());
    QSizeF size;
    const auto picture = [&](const QString &name) {
        widgets::CardContent content;
        content.name = name;
        size = {style.cardWidth(content), style.cardHeight};
        widgets::CardItem card(style, content, 0, size);
        QImage image(QSize(1200, 200), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.translate(600, 100);
        card.paint(&painter, nullptr, nullptr);
        return image;
    };
    const QString middle(80, 'x');
    const QImage longName = picture("job:begin" + middle + "end:sum");
    const QRectF card(QPointF(600, 100) - QPointF(size.width(), size.height()) / 2, size);
    // What is left out is the middle, and only there.
    QCOMPARE(picture("job:begin" + middle + middle + "end:sum"), longName);
    QVERIFY(picture("bob:begin" + middle + "end:sum") != longName);
    QVERIFY(picture("job:begin" + middle + "end:max") != longName);
    QVERIFY(picture("job:begin" + middle.left(4) + "end:sum") != longName);
    // Nothing is written beside the card; its shadow is pale.
    for (int y = 0; y < longName.height(); ++y) {
        for (int x = 0; x < longName.width(); ++x) {
            if (!card.adjusted(-6, -6, 6, 6).contains(x, y))
                QVERIFY2(qGray(longName.pixel(x, y)) > 200, qPrintable(QString("%1, %2").arg(x).arg(y)));
        }
    }
    // The whole name is told on hover.
    rules::DependencyGraph graph = viewGraph();
    const std::string whole = "up_" + middle.toStdString() + "_total";
    graph.nodes[*graph.find("metric:up")].name = whole;
    ViewFixture f;
    QVERIFY(f.show(graph));
    QVERIFY(f.card(QString::fromStdString(whole))->content().toolTip.contains(QString::fromStdString(whole)));
}

void TestGraphTools::fewNewNodesKeepThePictureSteady()
{
    const auto folded = [](const QStringList &ids) {
        rules::FoldedGraph graph;
        for (const QString &id : ids)
            graph.nodes.push_back({id.toStdString(), {}, {graph.nodes.size()}});
        return graph;
    };
    const auto isSteady = [&](const QStringList &before, const QStringList &now) {
        rules::GraphLayout layout;
        layout.nodes.resize(std::size_t(before.size()));
        rules::LayoutOptions options;
        widgets::rememberLayout(folded(before), layout, folded(now), options);
        return options.steady;
    };
    QVERIFY(isSteady({"a", "b", "c"}, {"a", "b", "c", "d"}));
    QVERIFY(isSteady({"a", "b", "c"}, {"a", "b", "c", "d", "e"}));
    QVERIFY(!isSteady({"a", "b", "c"}, {"a", "b", "c", "d", "e", "f"}));
    // A gap closes; another text size places all anew.
    QVERIFY(!isSteady({"a", "b", "c"}, {"a", "b"}));
    QVERIFY(!isSteady({"a", "b", "c"}, {"a", "b", "d"}));
    QVERIFY(!isSteady({"a", "b", "c"}, {"a", "b", "c"}));
}

void TestGraphTools::edgesTellOfThemselves()
{
    const auto document = toolsFile("  - record: a\n    expr: up\n  - record: b\n    expr: a{x=\"<y>\"} / a\n");
    const std::vector documents{document};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    widgets::GraphFacts facts;
    widgets::NodeInfos infos;
    infos["rule:rules.yml:0::g:1"].expression = "a{x=\"<y>\"} / a";
    facts.infos = std::make_shared<const widgets::NodeInfos>(infos);
    const QString text = widgets::edgeToolTip(facts, graph, graph.edges.back());
    QVERIFY2(text.contains("b reads a by its name."), qPrintable(text));
    QVERIFY2(text.contains("the same evaluation"), qPrintable(text));
    QVERIFY2(text.contains("a{x=&quot;&lt;y&gt;&quot;}\na</pre>"), qPrintable(text));

    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    const widgets::CurveItem *curve = f.scene->curves().front();
    const QPointF on = curve->points().front();
    QCOMPARE(f.scene->edgeAt(on, 4), 0);
    QCOMPARE(f.scene->edgeAt({-500, -500}, 4), -1);
}

void TestGraphTools::showsTwoVersions()
{
    const std::vector before{toolsFile("  - alert: A\n    expr: x > 1\n  - alert: Old\n    expr: up\n")};
    const std::vector after{toolsFile("  - record: r\n    expr: x\n  - alert: A\n    expr: r > 1\n")};
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    const auto comparison = std::make_shared<const rules::GraphComparison>(rules::compareRuleSets(before, after));
    f.view.setComparison(comparison, "HEAD → buffers",
                         std::make_shared<const widgets::NodeInfos>(widgets::graphInfos(*comparison, before, after)));
    QVERIFY(done.wait());
    QVERIFY(f.view.isComparing());
    QCOMPARE(int(f.card("A")->content().change), int(Change::Rewired));
    QCOMPARE(f.card("A")->content().detail, QString("rewired: expr"));
    QCOMPARE(int(f.card("Old")->content().change), int(Change::Removed));
    QCOMPARE(int(f.card("r")->content().change), int(Change::Added));
    QCOMPARE(int(f.card("x")->content().change), int(Change::Unchanged));
    const QString tip = f.card("A")->content().toolTip;
    QVERIFY2(tip.contains("Before:</p><pre>x &gt; 1</pre><p>After:</p><pre>r &gt; 1</pre>"), qPrintable(tip));
    QVERIFY2(f.card("Old")->content().toolTip.contains("<pre>up</pre>"), qPrintable(f.card("Old")->content().toolTip));
    // The graph of the workspace waits behind it.
    f.view.setGraph(viewGraph(), {});
    QVERIFY(!f.view.isBusy());
    QSignalSpy closed(&f.view, &widgets::DependencyView::comparisonClosed);
    auto *close = f.view.findChild<QPushButton *>("closeComparison");
    QVERIFY(close->isVisible());
    close->click();
    QCOMPARE(closed.size(), 1);
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 7);
    QVERIFY(!close->isVisible());
}

void TestGraphTools::listsFindings()
{
    const std::vector documents{toolsFile("  - record: lonely:sum\n    expr: sum(rate(errors_total[5m]))\n"
                                          "  - alert: A\n    expr: sum(rate(errors_total[5m])) > 1 and gone:sum\n"
                                          "  - record: circle\n    expr: circle + 1\n")};
    ViewFixture f;
    f.view.setGraph(rules::buildDependencyGraph(documents), {}, documents);
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    f.view.resize(1000, 700);
    f.view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&f.view));
    auto *panel = f.view.findChild<widgets::GraphFindingsPanel *>();
    QTRY_VERIFY(panel->count() > 0);
    QStringList sections;
    for (int i = 0; i < panel->view()->topLevelItemCount(); ++i)
        sections << panel->view()->topLevelItem(i)->text(0);
    QCOMPARE(sections, QStringList({"Longest chain: 1 step(s)", "Circles (1)", "Recorded by nobody (1)",
                                    "Read by nobody (2)", "Computed several times (1)"}));
    QTRY_VERIFY(!f.view.isBusy());
    auto *side = f.view.findChild<QTabWidget *>("graphSide");
    QCOMPARE(side->tabText(1), QString("Findings 5"));
    side->setCurrentIndex(1);
    panel->view()->setCurrentItem(panel->view()->topLevelItem(2)->child(0));
    QCOMPARE(f.view.selectedNode(), std::string("metric:gone:sum"));
    // The endpoint has it after all.
    f.view.setStates({}, "prod", std::make_shared<const std::set<std::string>>(std::set<std::string>{"gone:sum"}));
    QTRY_COMPARE(panel->count(), 4);
}

void TestGraphTools::exports_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("svg") << QByteArray("<?xml");
    QTest::newRow("png") << QByteArray("\x89PNG");
    QTest::newRow("pdf") << QByteArray("%PDF-");
    QTest::newRow("dot") << QByteArray("digraph");
    QTest::newRow("mmd") << QByteArray("flowchart LR");
    QTest::newRow("json") << QByteArray("{\"nodes\"");
}

void TestGraphTools::exports()
{
    QFETCH(QByteArray, start);
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    const QTemporaryDir folder;
    const QString path = folder.filePath("graph");
    const QString format = QString::fromLatin1(QTest::currentDataTag());
    widgets::GraphExport what;
    what.graph = std::make_shared<const rules::DependencyGraph>(f.view.visibleGraph());
    what.takePicture(*f.scene);
    QVERIFY(widgets::exportGraph(what, format, path).ok());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY2(bytes.startsWith(start), bytes.left(40).constData());
    QVERIFY(format == "dot" || format == "json" || !bytes.contains("<b>errors"));
    if (format == "png") {
        const QImage image = QImage::fromData(bytes);
        QCOMPARE(image.width(), qRound(f.scene->sceneRect().width() * 2));
    }
    // Folds are drawn as the scene shows them.
    what.folded = true;
    if (format == "svg") {
        QVERIFY(widgets::exportGraph(what, format, path).ok());
        QFile folded(path);
        QVERIFY(folded.open(QIODevice::ReadOnly));
        const QByteArray picture = folded.readAll();
        QVERIFY2(picture.startsWith(start) && picture.contains("&lt;b&gt;errors"), picture.left(200).constData());
        QVERIFY(!picture.contains("<b>errors"));
    }
    const auto failed = widgets::exportGraph(what, format, folder.filePath("no/such/folder/graph"));
    QVERIFY(!failed.ok());
    QVERIFY(QString::fromStdString(failed.error().text.arguments.at(0)).endsWith("graph"));
}

void TestGraphTools::exportAsksForAFile()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    f.view.exportAs("dot");
    auto *dialog = f.view.findChild<QFileDialog *>("exportDialog");
    QVERIFY(dialog && dialog->isVisible());
    const QTemporaryDir folder;
    QSignalSpy exported(&f.view, &widgets::DependencyView::exported);
    emit dialog->fileSelected(folder.filePath("x.dot"));
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, 30000);
    QVERIFY(QFile::exists(folder.filePath("x.dot")));
    dialog->close();
}

void TestGraphTools::minimapStandsAboveManyNodes()
{
    ViewFixture small;
    QVERIFY(small.show(viewGraph()));
    QVERIFY(!small.view.findChild<widgets::GraphMinimap *>()->isVisible());
    rules::DependencyGraph graph;
    for (int i = 0; i < 300; ++i) {
        const std::string name = "m" + std::to_string(1000 + i);
        graph.nodes.push_back({"metric:" + name, NodeKind::Metric, name, {}});
    }
    ViewFixture f;
    QVERIFY(f.show(graph));
    auto *minimap = f.view.findChild<widgets::GraphMinimap *>();
    QVERIFY(minimap->isVisible());
    f.graphView->zoomBy(20);
    QTest::mouseClick(f.graphView->viewport(), Qt::LeftButton, {}, minimap->rect().topLeft() + QPoint(1, 1));
    const QRectF visible = f.graphView->mapToScene(f.graphView->viewport()->rect()).boundingRect();
    QVERIFY(visible.contains(f.scene->sceneRect().topLeft() + QPointF(30, 30)));
}

void TestGraphTools::newNodesMoveIn()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    rules::DependencyGraph graph = viewGraph();
    graph.nodes.push_back({"z", NodeKind::Metric, "z", {}});
    graph.edges.push_back({graph.nodes.size() - 1, *graph.find(ruleId("job:up:sum")), rules::Certainty::Exact, {}, {}});
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    f.view.setGraph(graph, {});
    QVERIFY(done.wait());
    // At the end everything stands where the layout put it.
    QTRY_COMPARE(f.card("z")->opacity(), 1.0);
    for (int i = 0; i < f.scene->nodeCount(); ++i)
        QTRY_VERIFY(f.scene->card(i)->transform().isIdentity());
    for (std::size_t i = 0; i < f.scene->curves().size(); ++i)
        QTRY_COMPARE(f.scene->curves()[i]->opacity(), 1.0);
}

REGISTER_TEST(TestGraphTools);

#include "tst_graphtools.moc"
