#include "graphfixture.h"
#include "rules/graphfold.h"
#include "support/registry.h"
#include "widgets/dependencytree.h"
#include "widgets/dependencyview.h"
#include "widgets/graphbar.h"
#include "widgets/graphlegend.h"
#include "widgets/graphpicture.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/backgroundpool.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

using rules::Certainty;
using rules::NodeKind;
using widgets::Emphasis;

using graphfixture::ruleId;
using graphfixture::ViewFixture;
using graphfixture::viewGraph;

class TestDependencyView : public QObject
{
    Q_OBJECT

private slots:
    void emptyState();
    void clickSelectsAndLightsUp();
    void arrowKeysWalkEdges();
    void enterAndDoubleClickActivate();
    void treeSharesTheSelection();
    void treeFollowsEdges();
    void selectNodeIsSilent();
    void searchMarksAndSteps();
    void highlightLightsNodes();
    void zoomKeepsThePointUnderTheCursor();
    void pinchZooms();
    void touchPadZooms();
    void dragPans();
    void screenReadersFindEveryNode();
    void legendHidesCertainties();
    void foldsOpenOnActivation();
    void manyNodesFoldByThemselves();
    void largeGraphsAreWorkedOnElsewhere();
    void tooManyEdgesAreFolded();
    void newestGraphWins();
    void smallChangeKeepsThePicture();
    void hiddenViewWaits();
    void namesAreNeverMarkup();
    void followsThePalette();
};

void TestDependencyView::emptyState()
{
    widgets::DependencyView view;
    view.setGraph({}, {});
    view.show();
    auto *page = view.findChild<widgets::StatePage *>();
    QVERIFY(page && page->isVisible());
    QVERIFY(page->sentence().endsWith('.'));
    QVERIFY(!view.findChild<widgets::GraphView *>("graphView")->isVisible());
    view.setPreparing(true);
    QCOMPARE(page->sentence(), QString("The graph is being drawn."));
    view.setGraph(viewGraph(), {});
    QVERIFY(!page->isVisible());
    QTRY_VERIFY(!view.isBusy());
}

void TestDependencyView::clickSelectsAndLightsUp()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph(), {{ruleId("Down"), {"> 0 for 5m", "critical", false}}}));
    QCOMPARE(f.scene->nodeCount(), 7);
    QCOMPARE(f.card("Down")->content().detail, QString("> 0 for 5m"));
    QCOMPARE(f.card("ManyDown")->content().detail, QString("group of ManyDown"));
    QSignalSpy selected(&f.view, &widgets::DependencyView::nodeSelected);
    f.click("job:up:sum");
    QCOMPARE(selected.size(), 1);
    QCOMPARE(f.view.selectedNode(), ruleId("job:up:sum"));
    QCOMPARE(f.lit(), QStringList({"Down", "ManyDown", "job:up:sum", "up"}));
    QCOMPARE(f.card("Errors")->emphasis(), Emphasis::Faded);
    int litCurves = 0;
    for (const widgets::CurveItem *curve : f.scene->curves())
        litCurves += curve->emphasis() == Emphasis::Lit;
    QCOMPARE(litCurves, 3);
    // One of two siblings: the other one and its edge stay quiet.
    f.click("Down");
    QCOMPARE(f.lit(), QStringList({"Down", "job:up:sum", "up"}));
    QTest::keyClick(f.graphView, Qt::Key_Escape);
    QCOMPARE(f.view.selectedNode(), std::string());
    QCOMPARE(f.card("Errors")->emphasis(), Emphasis::Normal);
}

void TestDependencyView::arrowKeysWalkEdges()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    f.view.selectNode("metric:up");
    QTest::keyClick(f.graphView, Qt::Key_Right);
    QCOMPARE(f.view.selectedNode(), ruleId("job:up:sum"));
    QTest::keyClick(f.graphView, Qt::Key_Right);
    const std::string alert = f.view.selectedNode();
    QVERIFY(alert == ruleId("Down") || alert == ruleId("ManyDown"));
    QTest::keyClick(f.graphView, Qt::Key_Left);
    QTest::keyClick(f.graphView, Qt::Key_Left);
    QCOMPARE(f.view.selectedNode(), std::string("metric:up"));
    QTest::keyClick(f.graphView, Qt::Key_Left);
    QCOMPARE(f.view.selectedNode(), std::string("metric:up"));
    // Up and down pass through the whole column.
    std::set<std::string> seen = {f.view.selectedNode()};
    for (const auto key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Up, Qt::Key_Up, Qt::Key_Up}) {
        QTest::keyClick(f.graphView, key);
        seen.insert(f.view.selectedNode());
    }
    QVERIFY(seen.contains("metric:<b>errors</b>"));
}

void TestDependencyView::enterAndDoubleClickActivate()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy activated(&f.view, &widgets::DependencyView::nodeActivated);
    f.click("Down");
    QTest::keyClick(f.graphView, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QTest::mouseDClick(f.graphView->viewport(), Qt::LeftButton, {}, f.graphView->mapFromScene(f.card("up")->pos()));
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated.last().first().value<std::string>(), std::string("metric:up"));
}

void TestDependencyView::treeSharesTheSelection()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    auto *model = qobject_cast<widgets::DependencyTree *>(f.tree->model());
    f.click("job:up:sum");
    QCOMPARE(f.tree->currentIndex().data().toString(), QString("job:up:sum"));
    QSignalSpy selected(&f.view, &widgets::DependencyView::nodeSelected);
    f.tree->setFocus();
    f.tree->setCurrentIndex(model->indexOf(*viewGraph().find("metric:up")));
    QCOMPARE(selected.size(), 1);
    QCOMPARE(f.scene->card(f.scene->current())->content().name, QString("up"));
    QSignalSpy activated(&f.view, &widgets::DependencyView::nodeActivated);
    QTest::keyClick(f.tree, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
}

void TestDependencyView::treeFollowsEdges()
{
    widgets::DependencyTree model;
    const auto shared = std::make_shared<const rules::DependencyGraph>(viewGraph());
    const rules::DependencyGraph &graph = *shared;
    widgets::GraphFacts facts;
    facts.infos =
        std::make_shared<const widgets::NodeInfos>(widgets::NodeInfos{{ruleId("ManyDown"), {"> 3", "warning", true}}});
    model.setContent(widgets::DependencyTree::contentOf(shared, facts));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), QString("Alerting rules (4)"));
    const QModelIndex up = model.indexOf(*graph.find("metric:up"));
    QCOMPARE(model.rowCount(up), 1);
    const QModelIndex feeds = model.index(0, 0, up);
    QCOMPARE(feeds.data().toString(), QString("Feeds (1)"));
    const QModelIndex sum = model.index(0, 0, feeds);
    QCOMPARE(sum.data().toString(), QString("job:up:sum"));
    QCOMPARE(model.rowCount(sum), 2);
    const QModelIndex many = model.index(1, 0, sum);
    QCOMPARE(many.data(Qt::AccessibleTextRole).toString(),
             QString("ManyDown, alerting rule, warning, > 3, has a problem, indeterminate"));
    QCOMPARE(many.parent(), sum);
    QVERIFY(!model.hasChildren(many));
    const QModelIndex fedBy = model.index(0, 0, model.indexOf(*graph.find(ruleId("Down"))));
    QCOMPARE(fedBy.data().toString(), QString("Fed by (1)"));
    QCOMPARE(model.index(0, 0, model.index(0, 0, fedBy)).data().toString(), QString("up"));
    model.setMatches(widgets::GraphMatches::of("down", graph, graph, facts).nodes);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    model.setMatches({});
    QCOMPARE(model.rowCount(), 3);
}

void TestDependencyView::selectNodeIsSilent()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy selected(&f.view, &widgets::DependencyView::nodeSelected);
    f.view.selectNode(ruleId("Errors"));
    QCOMPARE(f.view.selectedNode(), ruleId("Errors"));
    QCOMPARE(f.tree->currentIndex().data().toString(), QString("Errors"));
    f.view.selectNode("metric:unknown");
    QCOMPARE(f.view.selectedNode(), std::string());
    QCOMPARE(f.scene->current(), -1);
    QCOMPARE(selected.size(), 0);
}

void TestDependencyView::searchMarksAndSteps()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    auto *search = f.view.findChild<QLineEdit *>("graphSearch");
    QTest::keyClicks(search, "DOWN");
    QVERIFY(f.card("Down")->isMatched() && f.card("ManyDown")->isMatched());
    QVERIFY(!f.card("up")->isMatched());
    QCOMPARE(f.card("up")->emphasis(), Emphasis::Faded);
    QTest::keyClick(search, Qt::Key_Return);
    const std::string first = f.view.selectedNode();
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(f.view.selectedNode() != first && !f.view.selectedNode().empty());
    QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(f.view.selectedNode(), first);
    search->clear();
    QVERIFY(!f.card("Down")->isMatched());
}

void TestDependencyView::highlightLightsNodes()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    f.view.setHighlight({"metric:up", ruleId("job:up:sum")});
    QCOMPARE(f.lit(), QStringList({"job:up:sum", "up"}));
    f.view.setHighlight({});
    QCOMPARE(f.lit(), QStringList());
}

void TestDependencyView::zoomKeepsThePointUnderTheCursor()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    const qreal before = f.graphView->scaleFactor();
    QTest::keyClick(f.graphView, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(f.graphView->scaleFactor() > before);
    QTest::keyClick(f.graphView, Qt::Key_Minus, Qt::ControlModifier);
    QVERIFY(std::abs(f.graphView->scaleFactor() - before) < 1e-6);
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(f.graphView, Qt::Key_Plus, Qt::ControlModifier);
    const QPoint cursor = f.graphView->viewport()->rect().center() + QPoint(40, -30);
    QTest::mouseMove(f.graphView->viewport(), cursor);
    const QPointF under = f.graphView->mapToScene(cursor);
    QWheelEvent wheel(cursor, f.graphView->viewport()->mapToGlobal(cursor), {}, {0, 120}, {}, {}, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(f.graphView->viewport(), &wheel);
    QVERIFY((f.graphView->mapToScene(cursor) - under).manhattanLength() < 3);
    f.view.findChild<QToolButton *>("fitGraph")->click();
    const QRectF visible = f.graphView->mapToScene(f.graphView->viewport()->rect()).boundingRect();
    for (int i = 0; i < f.scene->nodeCount(); ++i)
        QVERIFY(visible.contains(f.scene->card(i)->sceneBoundingRect()));
}

void TestDependencyView::pinchZooms()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(f.graphView, Qt::Key_Plus, Qt::ControlModifier);
    QWidget *viewport = f.graphView->viewport();
    const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
    const QPoint centre = viewport->rect().center() + QPoint(30, 20);
    const qreal before = f.graphView->scaleFactor();
    const QPointF under = f.graphView->mapToScene(centre);
    const auto fingers = [&](int apart) { return std::pair(centre - QPoint(apart, 0), centre + QPoint(apart, 0)); };
    QTest::touchEvent(viewport, screen.get())
        .press(0, fingers(40).first, viewport)
        .press(1, fingers(40).second, viewport);
    for (int apart = 45; apart <= 60; apart += 5)
        QTest::touchEvent(viewport, screen.get())
            .move(0, fingers(apart).first, viewport)
            .move(1, fingers(apart).second, viewport);
    QTest::touchEvent(viewport, screen.get())
        .release(0, fingers(60).first, viewport)
        .release(1, fingers(60).second, viewport);
    QVERIFY2(f.graphView->scaleFactor() > before * 1.2, qPrintable(QString::number(f.graphView->scaleFactor())));
    QVERIFY((f.graphView->mapToScene(centre) - under).manhattanLength() < 12);
}

void TestDependencyView::touchPadZooms()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    const qreal before = f.graphView->scaleFactor();
    const QPoint centre = f.graphView->viewport()->rect().center();
    QNativeGestureEvent gesture(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, centre, centre,
                                f.graphView->viewport()->mapToGlobal(centre), 0.25, {});
    QApplication::sendEvent(f.graphView->viewport(), &gesture);
    QVERIFY(std::abs(f.graphView->scaleFactor() - before * 1.25) < 1e-6);
}

void TestDependencyView::dragPans()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    for (int i = 0; i < 10; ++i)
        QTest::keyClick(f.graphView, Qt::Key_Plus, Qt::ControlModifier);
    f.graphView->centerOn(f.scene->sceneRect().center());
    QWidget *viewport = f.graphView->viewport();
    const QPointF before = f.graphView->mapToScene(QPoint(0, 0));
    const QPoint start = viewport->rect().center();
    QTest::mousePress(viewport, Qt::LeftButton, {}, start);
    QTest::mouseMove(viewport, start - QPoint(30, 5));
    QTest::mouseMove(viewport, start - QPoint(60, 10));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, start - QPoint(60, 10));
    const QPointF moved = (f.graphView->mapToScene(QPoint(0, 0)) - before) * f.graphView->scaleFactor();
    QVERIFY2((moved - QPointF(60, 10)).manhattanLength() < 3,
             qPrintable(QStringLiteral("%1 %2").arg(moved.x()).arg(moved.y())));
    // A drag picks nothing.
    QVERIFY(f.view.selectedNode().empty());
}

void TestDependencyView::screenReadersFindEveryNode()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(f.tree);
    QVERIFY(list && list->tableInterface());
    QCOMPARE(list->text(QAccessible::Name), QString("Dependency list"));
    QStringList names;
    for (int row = 0; row < list->tableInterface()->rowCount(); ++row)
        names << list->tableInterface()->cellAt(row, 0)->text(QAccessible::Name);
    for (const rules::GraphNode &node : viewGraph().nodes)
        QVERIFY2(names.filter(QString::fromStdString(node.name)).size() >= 1, node.name.c_str());
    f.click("Down");
    QVERIFY(f.tree->currentIndex().data().toString().contains("Down"));
    QVERIFY(list->focusChild());
    QVERIFY(list->focusChild()->text(QAccessible::Name).contains("Down"));
}

void TestDependencyView::legendHidesCertainties()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QCOMPARE(f.scene->curves().size(), std::size_t(5));
    auto *legend = f.view.findChild<widgets::GraphLegend *>();
    QCheckBox *regex = legend->findChildren<QCheckBox *>().at(1);
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    regex->click();
    QVERIFY(done.wait());
    QCOMPARE(f.scene->curves().size(), std::size_t(4));
    legend->findChild<QToolButton *>("closeLegend")->click();
    QVERIFY(!legend->isVisible());
    f.view.findChild<QAction *>("showLegend")->trigger();
    QVERIFY(legend->isVisible());
}

void TestDependencyView::foldsOpenOnActivation()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    f.view.findChild<widgets::GraphBar *>()->setFolding(rules::Folding::File);
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 1);
    QVERIFY(f.scene->card(0)->content().isFold);
    f.view.selectNode(ruleId("Down"));
    QCOMPARE(f.scene->current(), 0);
    QCOMPARE(f.view.selectedNode(), ruleId("Down"));
    f.graphView->setFocus();
    QTest::keyClick(f.graphView, Qt::Key_Return);
    QVERIFY(done.wait());
    QCOMPARE(f.scene->nodeCount(), 7);
    QCOMPARE(f.scene->card(f.scene->current())->content().name, QString("Down"));
}

void TestDependencyView::manyNodesFoldByThemselves()
{
    rules::DependencyGraph graph;
    for (std::size_t i = 0; i < 2500; ++i) {
        const rules::RuleRef ref{"f" + std::to_string(1000 + i / 100) + ".yml", 0, {}, "g", i % 100};
        graph.nodes.push_back({ref.id(), NodeKind::Alerting, "alert " + std::to_string(i), ref});
    }
    std::sort(graph.nodes.begin(), graph.nodes.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    ViewFixture f;
    QVERIFY(f.show(graph));
    QCOMPARE(f.scene->nodeCount(), 25);
    QCOMPARE(f.tree->model()->rowCount(f.tree->model()->index(0, 0)), 2500);
}

void TestDependencyView::largeGraphsAreWorkedOnElsewhere()
{
    rules::DependencyGraph graph;
    widgets::NodeInfos infos;
    for (std::size_t i = 0; i < 6000; ++i) {
        const rules::RuleRef ref{"f" + std::to_string(1000 + i / 100) + ".yml", 0, {}, "g", 100 + i % 100};
        graph.nodes.push_back({ref.id(), NodeKind::Alerting, "alert " + std::to_string(10000 + i), ref});
        infos[ref.id()].severity = i % 2 ? "warning" : "critical";
        infos[ref.id()].labels = QStringList{i < 10 ? "rack" : "job"};
    }
    ViewFixture f;
    f.view.setGraph(std::make_shared<const rules::DependencyGraph>(graph),
                    std::make_shared<const widgets::NodeInfos>(infos), {});
    // What is chosen before it is there is chosen.
    const std::string chosen = graph.nodes[1234].id;
    f.view.selectNode(chosen);
    f.view.resize(1000, 700);
    f.view.show();
    f.graphView = f.view.findChild<widgets::GraphView *>("graphView");
    f.scene = qobject_cast<widgets::GraphScene *>(f.graphView->scene());
    f.tree = f.view.findChild<QTreeView *>("graphTree");
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.isBusy(), 30000);
    QCOMPARE(f.scene->nodeCount(), 60);
    QCOMPARE(f.view.selectedNode(), chosen);
    QCOMPARE(f.tree->currentIndex().data().toString(), QString("alert 11234"));
    QVERIFY(f.scene->card(f.scene->current())->content().isFold);

    auto *search = f.view.findChild<QLineEdit *>("graphSearch");
    auto *counts = f.view.findChild<QLabel *>("graphCounts");
    f.view.selectNode({});
    search->setText("alert 1");
    search->setText("rack");
    QTRY_VERIFY_WITH_TIMEOUT(f.scene->card(0)->isMatched() && !f.scene->card(5)->isMatched(), 30000);
    QVERIFY2(counts->text().startsWith("Label rack: Read by 10 alert"), qPrintable(counts->text()));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(f.view.selectedNode(), graph.nodes[0].id);
    search->clear();

    rules::GraphFilter filter;
    filter.severities = {"none of them"};
    f.view.setFilter(filter);
    filter.severities = {"critical"};
    f.view.setFilter(filter);
    QVERIFY(f.view.isBusy());
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.isBusy(), 30000);
    QCOMPARE(f.view.visibleGraph().nodes.size(), std::size_t(3000));

    // The view may go while others work for it.
    auto other = std::make_unique<widgets::DependencyView>();
    other->setGraph(graph, infos);
    other->show();
    other.reset();
    f.view.setGraph({}, {});
    QVERIFY(f.view.visibleGraph().nodes.empty());
    workspace::backgroundPool()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(f.view.visibleGraph().nodes.empty());
}

void TestDependencyView::tooManyEdgesAreFolded()
{
    rules::DependencyGraph graph;
    for (std::size_t i = 0; i < 660; ++i) {
        const rules::RuleRef ref{"f" + std::to_string(10 + i / 33) + ".yml", 0, {}, "g", 10 + i % 33};
        graph.nodes.push_back({ref.id(), NodeKind::Recording, "rule " + std::to_string(i), ref});
    }
    for (std::size_t from = 0; from < 330; ++from) {
        for (std::size_t to = 330; to < 660; ++to)
            graph.edges.push_back({from, to, Certainty::Exact, {}, {}});
    }
    ViewFixture f;
    QVERIFY(f.show(graph));
    auto *bar = f.view.findChild<widgets::GraphBar *>();
    auto *counts = f.view.findChild<QLabel *>("graphCounts");
    QVERIFY(f.scene->nodeCount() <= 20);
    QVERIFY(!counts->text().contains("Too much"));
    // 108 900 lines are asked for.
    bar->setFolding(rules::Folding::None);
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.isBusy(), 30000);
    QVERIFY2(counts->text().startsWith("Too much to draw one by one: folded."), qPrintable(counts->text()));
    QVERIFY(f.scene->nodeCount() <= 20);
    bar->setFolding(rules::Folding::File);
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.isBusy(), 30000);
    QVERIFY(!counts->text().contains("Too much"));
    QCOMPARE(f.scene->nodeCount(), 20);
}

void TestDependencyView::newestGraphWins()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    rules::DependencyGraph graph = viewGraph();
    for (int i = 0; i < 5; ++i) {
        graph.nodes.push_back({"z" + std::to_string(i), NodeKind::Metric, "z" + std::to_string(i), {}});
        f.view.setGraph(graph, {});
        QVERIFY(f.view.isBusy());
    }
    QTRY_VERIFY(!f.view.isBusy());
    QCOMPARE(f.scene->nodeCount(), 12);
    QCOMPARE(done.size(), 1);
}

void TestDependencyView::smallChangeKeepsThePicture()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    f.view.selectNode(ruleId("job:up:sum"));
    const QPoint before = f.graphView->mapFromScene(f.card("job:up:sum")->pos());
    rules::DependencyGraph graph = viewGraph();
    graph.nodes.push_back({"z", NodeKind::Metric, "z", {}});
    graph.edges.push_back({graph.nodes.size() - 1, *graph.find(ruleId("job:up:sum")), Certainty::Exact, {}, {}});
    QSignalSpy done(&f.view, &widgets::DependencyView::laidOut);
    f.view.setGraph(graph, {});
    QVERIFY(done.wait());
    QCOMPARE(f.view.selectedNode(), ruleId("job:up:sum"));
    QCOMPARE(f.lit(), QStringList({"Down", "ManyDown", "job:up:sum", "up", "z"}));
    const QPoint after = f.graphView->mapFromScene(f.card("job:up:sum")->pos());
    QVERIFY2((after - before).manhattanLength() < 80, qPrintable(QString::number((after - before).manhattanLength())));
}

void TestDependencyView::hiddenViewWaits()
{
    widgets::DependencyView view;
    QSignalSpy done(&view, &widgets::DependencyView::laidOut);
    view.setGraph(viewGraph(), {});
    auto *scene = qobject_cast<widgets::GraphScene *>(view.findChild<widgets::GraphView *>("graphView")->scene());
    QCoreApplication::processEvents();
    QCOMPARE(scene->nodeCount(), 0);
    view.show();
    QVERIFY(done.wait());
    QCOMPARE(scene->nodeCount(), 7);
}

void TestDependencyView::namesAreNeverMarkup()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QVERIFY(f.card("<b>errors</b>"));
    QVERIFY(f.card("<b>errors</b>")->content().toolTip.contains("&lt;b&gt;errors"));
}

void TestDependencyView::followsThePalette()
{
    ViewFixture f;
    QVERIFY(f.show(viewGraph()));
    QPalette dark = f.view.palette();
    dark.setColor(QPalette::Window, widgets::Theme::darkTheme().window);
    f.view.setPalette(dark);
    QCOMPARE(f.scene->backgroundBrush().color(), widgets::Theme::darkTheme().raised);
    QPalette light = f.view.palette();
    light.setColor(QPalette::Window, widgets::Theme::lightTheme().window);
    f.view.setPalette(light);
    QCOMPARE(f.scene->backgroundBrush().color(), widgets::Theme::lightTheme().raised);
}

REGISTER_TEST(TestDependencyView);

#include "tst_dependencyview.moc"
