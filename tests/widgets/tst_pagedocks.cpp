#include "freshstart.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/mainwindow.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

/// The panels around a page: which are there at first, and that they come back as they were.
class TestPageDocks : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void everyPageHasItsOwn();
    void leavesTheRoomToThePage();
    void oneOfThemBringsTheOthers();
    void theOneAskedForIsInFront();
    void comeBackAtTheNextStart();

private:
    void start();
    [[nodiscard]] QDockWidget *dock(const char *name) const { return m_window->findChild<QDockWidget *>(name); }
    [[nodiscard]] QStringList shown() const;
    [[nodiscard]] bool isInFront(const char *name) const
    {
        return dock(name)->isVisible() && m_window->rect().contains(dock(name)->geometry());
    }
    void trigger(const char *action) const { m_window->actions()->action(action)->trigger(); }
    void goToEditor() const
    {
        m_window->showRule({m_folder->filePath("rules.yaml").toStdString(), 0, std::nullopt, "g", 0});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestPageDocks::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(m_folder->filePath("rules.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n");
    file.close();
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    start();
    m_window->openPath(m_folder->path());
    goToEditor();
}

void TestPageDocks::start()
{
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->resize(1600, 1000);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestPageDocks::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

QStringList TestPageDocks::shown() const
{
    QStringList names;
    for (const char *name :
         {"rulesDock", "inspectorDock", "previewDock", "problemsDock", "deliveryDock", "followDock"}) {
        if (!dock(name)->isHidden())
            names << name;
    }
    return names;
}

void TestPageDocks::everyPageHasItsOwn()
{
    const QStringList all{"rulesDock", "inspectorDock", "previewDock", "problemsDock", "deliveryDock", "followDock"};
    QCOMPARE(shown(), all);
    for (const char *page : {"show-graph", "show-review"}) {
        trigger(page);
        QCOMPARE(shown(), QStringList("rulesDock"));
    }
    trigger("show-drift");
    QCOMPARE(shown(), QStringList({"rulesDock", "previewDock", "problemsDock", "deliveryDock", "followDock"}));
    QTRY_VERIFY(isInFront("deliveryDock"));
    // What is opened and closed beside a page is so again there, and only there.
    dock("inspectorDock")->show();
    goToEditor();
    QCOMPARE(shown(), all);
    QTRY_VERIFY(isInFront("previewDock"));
    dock("problemsDock")->close();
    trigger("show-drift");
    QCOMPARE(shown(), all);
    QTRY_VERIFY(isInFront("deliveryDock"));
    goToEditor();
    QCOMPARE(shown(), QStringList({"rulesDock", "inspectorDock", "previewDock", "deliveryDock", "followDock"}));
}

void TestPageDocks::leavesTheRoomToThePage()
{
    m_window->resize(1600, m_window->minimumSizeHint().height());
    QVERIFY(m_window->height() < m_window->fontMetrics().height() * 45);
    trigger("show-drift");
    QVERIFY(!shown().contains("deliveryDock") && !shown().contains("previewDock"));
    trigger("show-delivery");
    QTRY_VERIFY(isInFront("deliveryDock"));
}

void TestPageDocks::oneOfThemBringsTheOthers()
{
    trigger("show-graph");
    trigger("show-preview");
    QCOMPARE(shown(), QStringList({"rulesDock", "previewDock", "problemsDock", "deliveryDock", "followDock"}));
    QTRY_VERIFY(isInFront("previewDock"));
    trigger("show-review");
    QCOMPARE(shown(), QStringList("rulesDock"));
    trigger("show-graph");
    QCOMPARE(shown().size(), 5);
}

void TestPageDocks::theOneAskedForIsInFront()
{
    trigger("show-problems");
    trigger("show-graph");
    // From the menu of a node: to its rule, and its preview.
    goToEditor();
    trigger("show-preview");
    // Timers that were started before come first.
    bool later = false;
    QTimer::singleShot(0, this, [&later] { later = true; });
    QTRY_VERIFY(later);
    QTRY_VERIFY(isInFront("previewDock") && !isInFront("problemsDock"));
}

void TestPageDocks::comeBackAtTheNextStart()
{
    dock("followDock")->close();
    trigger("show-review");
    dock("inspectorDock")->show();
    m_window->close();
    m_window.reset();
    start();
    m_window->restoreSession();
    goToEditor();
    QCOMPARE(shown(), QStringList({"rulesDock", "inspectorDock", "previewDock", "problemsDock", "deliveryDock"}));
    trigger("show-review");
    QCOMPARE(shown(), QStringList({"rulesDock", "inspectorDock"}));
}

REGISTER_TEST(TestPageDocks);
#include "tst_pagedocks.moc"
