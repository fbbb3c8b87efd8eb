#include "freshstart.h"
#include "graphfixture.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/changedialog.h"
#include "widgets/documentview.h"
#include "widgets/graphbar.h"
#include "widgets/mainwindow.h"
#include "widgets/reviewpage.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QFile>
#include <QMenu>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QWindow>

namespace {

constexpr const char *menuRules = R"(groups:
- name: g
  rules:
  - record: a:sum
    expr: sum(up{job="gateway"})
  - alert: Low
    expr: a:sum < 3
  - alert: High
    expr: a:sum > 5
)";

QStringList entriesOf(const QMenu &menu)
{
    QStringList entries;
    for (const QAction *action : menu.actions()) {
        if (!action->isSeparator())
            entries << action->text().remove('&');
    }
    return entries;
}

} // namespace

/// The menus of cards, of rows of the list and of folds, asked for as a person does.
class TestGraphMenus : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void rightClickIsForTheCardBelowIt();
    void rightClickBesideCardsOpensNothing();
    void keyIsForTheSelectedCard();
    void listTakesTheRowBelowThePointer();
    void listTakesItsCurrentRowByKey();
    void everyEntryDoesItsWork();
    void foldsOpenAndCloseAgain();

private:
    [[nodiscard]] widgets::GraphView *view() const { return m_window->graph()->findChild<widgets::GraphView *>(); }
    [[nodiscard]] QTreeView *list() const { return m_window->graph()->findChild<QTreeView *>("graphTree"); }
    [[nodiscard]] QPoint placeOf(const QString &card) const;
    [[nodiscard]] QModelIndex rowOf(const QString &name) const;
    [[nodiscard]] QMenu *menu() const;
    [[nodiscard]] std::string selectedName() const;
    /// Through the window system, which makes a context menu of it.
    void rightClick(QWidget *widget, const QPoint &at) const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const;
    /// Right click on a card, then the entry by keyboard.
    void choose(const QString &card, const QString &entry);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestGraphMenus::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(m_folder->filePath("rules.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(menuRules) > 0);
    file.close();
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
    m_window->openPath(m_folder->path());
    QTRY_VERIFY(!m_window->workspace()->graph().nodes.empty());
    m_window->actions()->action("show-graph")->trigger();
    QTRY_VERIFY(!m_window->graph()->visibleGraph().nodes.empty() && !m_window->graph()->isBusy());
    auto *showList = m_window->graph()->findChild<QAction *>("showList");
    showList->setChecked(true);
    emit showList->triggered(true);
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    view()->fit();
}

void TestGraphMenus::cleanup()
{
    m_window.reset();
    m_appearance.reset();
    m_folder.reset();
}

QPoint TestGraphMenus::placeOf(const QString &name) const
{
    const auto *scene = qobject_cast<widgets::GraphScene *>(view()->scene());
    for (int i = 0; i < scene->nodeCount(); ++i) {
        if (scene->card(i)->content().name == name)
            return view()->mapFromScene(scene->card(i)->pos());
    }
    return {-1, -1};
}

QModelIndex TestGraphMenus::rowOf(const QString &name) const
{
    const QAbstractItemModel &model = *list()->model();
    for (int section = 0; section < model.rowCount(); ++section) {
        const QModelIndex parent = model.index(section, 0);
        for (int row = 0; row < model.rowCount(parent); ++row) {
            if (model.index(row, 0, parent).data().toString() == name)
                return model.index(row, 0, parent);
        }
    }
    return {};
}

QMenu *TestGraphMenus::menu() const
{
    return qobject_cast<QMenu *>(QApplication::activePopupWidget());
}

std::string TestGraphMenus::selectedName() const
{
    const rules::DependencyGraph &graph = m_window->graph()->visibleGraph();
    const auto node = graph.find(m_window->graph()->selectedNode());
    return node ? graph.nodes[*node].name : std::string();
}

void TestGraphMenus::rightClick(QWidget *widget, const QPoint &at) const
{
    QTest::mouseClick(m_window->windowHandle(), Qt::RightButton, {}, widget->mapTo(m_window.get(), at));
}

void TestGraphMenus::press(Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    QTest::keyClick(m_window->windowHandle(), key, modifiers);
}

void TestGraphMenus::choose(const QString &card, const QString &entry)
{
    rightClick(view()->viewport(), placeOf(card));
    QVERIFY(menu());
    for (int i = 0; i < 20 && (!menu()->activeAction() || menu()->activeAction()->text().remove('&') != entry); ++i)
        QTest::keyClick(menu(), Qt::Key_Down);
    QVERIFY2(menu()->activeAction() && menu()->activeAction()->text().remove('&') == entry, qPrintable(entry));
    QTest::keyClick(menu(), Qt::Key_Return);
    QTRY_VERIFY(!menu());
}

void TestGraphMenus::rightClickIsForTheCardBelowIt()
{
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, placeOf("Low"));
    QCOMPARE(selectedName(), std::string("Low"));
    rightClick(view()->viewport(), placeOf("a:sum"));
    QVERIFY(menu());
    QCOMPARE(menu()->objectName(), QString("graphMenu"));
    QCOMPARE(entriesOf(*menu()),
             QStringList({"Open the rule", "Rename…", "Preview", "Show what reads it", "Show what feeds it",
                          "Show its neighbourhood", "Consolidate copies of it…", "Copy the name"}));
    QCOMPARE(selectedName(), std::string("a:sum"));
    menu()->close();
    // A metric is no rule: there is nothing to open or to rename.
    rightClick(view()->viewport(), placeOf("up"));
    QVERIFY(menu());
    QCOMPARE(entriesOf(*menu()),
             QStringList({"Show what reads it", "Show what feeds it", "Show its neighbourhood", "Copy the name"}));
    menu()->close();
}

void TestGraphMenus::rightClickBesideCardsOpensNothing()
{
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, placeOf("Low"));
    rightClick(view()->viewport(), view()->viewport()->rect().bottomLeft() + QPoint(2, -2));
    QVERIFY(!menu());
    QCOMPARE(selectedName(), std::string("Low"));
}

void TestGraphMenus::keyIsForTheSelectedCard()
{
    view()->setFocus();
    const QPoint beside = view()->viewport()->rect().bottomLeft() + QPoint(2, -2);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, beside);
    QCOMPARE(selectedName(), std::string());
    press(Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(!menu());
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, placeOf("Low"));
    press(Qt::Key_Left);
    QCOMPARE(selectedName(), std::string("a:sum"));
    press(Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(menu());
    QTest::keyClick(menu(), Qt::Key_O);
    QTRY_VERIFY(!menu());
    QTRY_VERIFY(m_window->currentView() && m_window->currentView()->currentRule());
    QCOMPARE(m_window->currentView()->currentRule()->index, std::size_t(0));
}

void TestGraphMenus::listTakesTheRowBelowThePointer()
{
    list()->setCurrentIndex(rowOf("Low"));
    list()->scrollTo(rowOf("a:sum"));
    rightClick(list()->viewport(), list()->visualRect(rowOf("a:sum")).center());
    QVERIFY(menu());
    QCOMPARE(selectedName(), std::string("a:sum"));
    QVERIFY(entriesOf(*menu()).contains("Open the rule"));
    menu()->close();
    // Headings and the room below the rows are nobody's.
    rightClick(list()->viewport(), list()->visualRect(rowOf("a:sum").parent()).center());
    QVERIFY(!menu());
    rightClick(list()->viewport(), list()->viewport()->rect().bottomLeft() + QPoint(5, -2));
    QVERIFY(!menu());
}

void TestGraphMenus::listTakesItsCurrentRowByKey()
{
    list()->setCurrentIndex(rowOf("High"));
    list()->setFocus();
    press(Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(menu());
    QTest::keyClick(menu(), Qt::Key_O);
    QTRY_VERIFY(m_window->currentView() && m_window->currentView()->currentRule());
    QCOMPARE(m_window->currentView()->currentRule()->index, std::size_t(2));
}

void TestGraphMenus::everyEntryDoesItsWork()
{
    choose("a:sum", "Show what reads it");
    QTRY_VERIFY(!m_window->graph()->visibleGraph().find("metric:up"));
    QCOMPARE(m_window->graph()->visibleGraph().nodes.size(), std::size_t(3));
    QTRY_VERIFY(!m_window->graph()->isBusy());
    choose("a:sum", "Show what feeds it");
    QTRY_COMPARE(m_window->graph()->visibleGraph().nodes.size(), std::size_t(2));
    QTRY_VERIFY(!m_window->graph()->isBusy());
    choose("a:sum", "Show its neighbourhood");
    QTRY_COMPARE(m_window->graph()->visibleGraph().nodes.size(), std::size_t(4));
    QTRY_VERIFY(!m_window->graph()->isBusy());
    choose("a:sum", "Rename…");
    const QPointer dialog = m_window->findChild<widgets::ChangeDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->reject();
    QTRY_VERIFY(!dialog);
    choose("Low", "Consolidate copies of it…");
    QTRY_VERIFY(m_window->findChild<widgets::ReviewPage *>()->isVisible());
}

void TestGraphMenus::foldsOpenAndCloseAgain()
{
    auto *bar = m_window->graph()->findChild<widgets::GraphBar *>();
    const auto *scene = qobject_cast<widgets::GraphScene *>(view()->scene());
    bar->setFolding(rules::Folding::File);
    QTRY_COMPARE(scene->nodeCount(), 1);
    rightClick(view()->viewport(), view()->mapFromScene(scene->card(0)->pos()));
    QVERIFY(menu());
    QCOMPARE(menu()->objectName(), QString("foldMenu"));
    QCOMPARE(entriesOf(*menu()), QStringList({"Unfold", "Copy the name"}));
    QTest::keyClick(menu(), Qt::Key_U);
    QTRY_COMPARE(scene->nodeCount(), 4);
    // Who opened it goes on from what it held.
    QVERIFY(scene->current() >= 0);
    rightClick(view()->viewport(), placeOf("Low"));
    QVERIFY(menu());
    QVERIFY(entriesOf(*menu()).contains("Fold again what it was in"));
    QTest::keyClick(menu(), Qt::Key_L);
    QTRY_COMPARE(scene->nodeCount(), 1);
    QCOMPARE(scene->current(), 0);
    view()->setFocus();
    press(Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(menu());
    QCOMPARE(menu()->objectName(), QString("foldMenu"));
    menu()->close();
}

REGISTER_TEST(TestGraphMenus);

#include "tst_graphmenus.moc"
