#include "widgets/docktitle.h"

#include "support/registry.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>

/// Two docks in tabs and one alone, in a window that is shown.
class TestDockTitle : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void namesADockThatStandsAlone();
    void leavesTheNameToTheTabs();
    void theTabCanBeDraggedOut();
    void buttonsFloatAndClose();

private:
    QDockWidget *add(const QString &name, Qt::DockWidgetArea area);
    static bool shown(const QDockWidget *dock) { return dock->titleBarWidget()->height() > 0; }

    std::unique_ptr<QMainWindow> m_window;
    QDockWidget *m_alone = nullptr;
    QDockWidget *m_first = nullptr;
    QDockWidget *m_second = nullptr;
};

QDockWidget *TestDockTitle::add(const QString &name, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(name, m_window.get());
    dock->setObjectName(name);
    dock->setWidget(new QTextEdit(dock));
    new widgets::DockTitle(dock);
    m_window->addDockWidget(area, dock);
    return dock;
}

void TestDockTitle::init()
{
    m_window = std::make_unique<QMainWindow>();
    m_window->setDockOptions(m_window->dockOptions() | QMainWindow::GroupedDragging);
    m_window->resize(900, 700);
    m_alone = add("Rules", Qt::LeftDockWidgetArea);
    m_first = add("Preview", Qt::BottomDockWidgetArea);
    m_second = add("Problems", Qt::BottomDockWidgetArea);
    m_window->tabifyDockWidget(m_first, m_second);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestDockTitle::namesADockThatStandsAlone()
{
    QTRY_VERIFY(shown(m_alone));
    m_second->close();
    QTRY_VERIFY(shown(m_first));
    m_second->show();
    QTRY_VERIFY(!shown(m_first));
}

void TestDockTitle::leavesTheNameToTheTabs()
{
    QTRY_VERIFY(!shown(m_first));
    QTRY_VERIFY(!shown(m_second));
}

void TestDockTitle::theTabCanBeDraggedOut()
{
    QTRY_VERIFY(!shown(m_second));
    auto *tabs = m_window->findChild<QTabBar *>();
    QVERIFY(tabs);
    QTRY_COMPARE(tabs->count(), 2);
    const QPoint from = tabs->tabRect(1).center();
    QTest::mousePress(tabs, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step)
        QTest::mouseMove(tabs, from - QPoint(0, 40 * step));
    QTest::mouseRelease(tabs, Qt::LeftButton, {}, from - QPoint(0, 320));
    QTRY_VERIFY(m_second->isFloating() || m_window->tabifiedDockWidgets(m_second).isEmpty());
    QTRY_VERIFY(shown(m_second));
    QTRY_VERIFY(shown(m_first));
}

void TestDockTitle::buttonsFloatAndClose()
{
    const auto buttons = m_alone->titleBarWidget()->findChildren<QToolButton *>();
    QCOMPARE(buttons.size(), 2);
    buttons.first()->click();
    QTRY_VERIFY(m_alone->isFloating());
    buttons.first()->click();
    QTRY_VERIFY(!m_alone->isFloating());
    buttons.last()->click();
    QTRY_VERIFY(m_alone->isHidden());
}

REGISTER_TEST(TestDockTitle);

#include "tst_docktitle.moc"
