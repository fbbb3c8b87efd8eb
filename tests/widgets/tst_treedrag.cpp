#include "support/registry.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/rulestree.h"
#include "workspace/document.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDrag>
#include <QFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>
#include <QWindow>

namespace {

const QByteArray draggedRules = R"(groups:
- name: one
  rules:
  # first
  - record: a:b
    expr: sum(up)
  - alert: A
    expr: a:b > 1 # note
  - alert: B
    expr: up == 0
- name: two
  rules:
  - alert: C
    expr: up == 1
)";

const QByteArray draggedOther = R"(groups:
- name: other
  rules:
  - alert: D
    expr: avg(a:b) > 2
)";

} // namespace

/// Rules and groups dragged with the mouse through the real tree of the window.
class TestTreeDrag : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void movesARuleWithinItsGroup();
    void movesARuleIntoAnotherGroup();
    void movesSeveralRulesIntoAnotherFile();
    void movesAGroup();
    void filesTakeNothing();

private:
    enum class Where { Above, On, Below };
    [[nodiscard]] QTreeWidget *tree() const { return m_window->tree()->view(); }
    [[nodiscard]] QTreeWidgetItem *item(const QString &name) const;
    [[nodiscard]] QByteArray textOf(const char *name) const;
    void drag(const QString &from, const QString &to, Where where);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestTreeDrag::init()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("rulewright-test");
    QCoreApplication::setApplicationName("rulewright-test");
    QSettings().clear();
    for (const workspace::StashedText &each : workspace::stashedTexts())
        workspace::dropStash(each.path);
    m_folder = std::make_unique<QTemporaryDir>();
    for (const auto &[name, text] : {std::pair{"a.yml", draggedRules}, std::pair{"b.yml", draggedOther}}) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->resize(1280, 900);
    m_window->show();
    m_window->openPath(m_folder->path());
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    tree()->expandAll();
}

void TestTreeDrag::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

QTreeWidgetItem *TestTreeDrag::item(const QString &name) const
{
    const auto items = tree()->findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
    return items.size() == 1 ? items.front() : nullptr;
}

QByteArray TestTreeDrag::textOf(const char *name) const
{
    const workspace::Document *document = m_window->workspace()->openDocument(m_folder->filePath(name));
    return document ? QByteArray::fromStdString(document->text()) : QByteArray();
}

void TestTreeDrag::drag(const QString &from, const QString &to, Where where)
{
    QVERIFY(item(from) && item(to));
    QWindow *window = m_window->windowHandle();
    const auto inWindow = [this](QPoint place) { return tree()->viewport()->mapTo(m_window.get(), place); };
    const QRect target = tree()->visualItemRect(item(to));
    QPoint end = target.center();
    if (where == Where::Above)
        end.setY(target.top());
    else if (where == Where::Below)
        end.setY(target.bottom());
    const QPoint start = inWindow(tree()->visualItemRect(item(from)).center());
    // The drag runs an event loop of its own: what the hand does next comes out of a timer.
    int step = 0;
    QTimer hand;
    hand.setInterval(10);
    connect(&hand, &QTimer::timeout, this, [&] {
        ++step;
        if (step <= 3)
            QTest::mouseMove(window, inWindow(end) - QPoint(0, 3 - step));
        else if (step == 4)
            QTest::mouseRelease(window, Qt::LeftButton, {}, inWindow(end));
        else if (step == 100)
            QDrag::cancel();
    });
    QTest::mousePress(window, Qt::LeftButton, {}, start);
    hand.start();
    QTest::mouseMove(window, start + QPoint(0, QApplication::startDragDistance()));
    QTest::mouseMove(window, start + QPoint(0, 2 * QApplication::startDragDistance()));
    QTRY_VERIFY(step >= 4);
    QVERIFY2(step < 100, "the drag was not dropped");
}

void TestTreeDrag::movesARuleWithinItsGroup()
{
    tree()->setCurrentItem(item("B"));
    drag("B", "A", Where::Above);
    QTRY_VERIFY(textOf("a.yml").indexOf("alert: B") < textOf("a.yml").indexOf("alert: A"));
    QByteArray expected = draggedRules;
    expected.replace("  - alert: B\n    expr: up == 0\n", "");
    expected.replace("  - alert: A\n", "  - alert: B\n    expr: up == 0\n  - alert: A\n");
    QCOMPARE(textOf("a.yml"), expected);
    m_window->currentView()->undo();
    QCOMPARE(textOf("a.yml"), draggedRules);
}

void TestTreeDrag::movesARuleIntoAnotherGroup()
{
    tree()->setCurrentItem(item("A"));
    drag("A", "C", Where::Below);
    QTRY_VERIFY(textOf("a.yml").endsWith("expr: up == 1\n  - alert: A\n    expr: a:b > 1 # note\n"));
    QCOMPARE(textOf("a.yml").count("alert: A"), 1);
}

void TestTreeDrag::movesSeveralRulesIntoAnotherFile()
{
    tree()->setCurrentItem(item("a:b"));
    item("A")->setSelected(true);
    item("a:b")->setSelected(true);
    drag("A", "D", Where::Above);
    QTRY_COMPARE(textOf("b.yml"),
                 QByteArray(draggedOther)
                     .replace("  - alert: D",
                              "  # first\n  - record: a:b\n    expr: sum(up)\n  - alert: A\n    expr: a:b > 1 # note\n"
                              "  - alert: D"));
    QVERIFY(!textOf("a.yml").contains("a:b"));
}

void TestTreeDrag::movesAGroup()
{
    tree()->setCurrentItem(item("two"));
    drag("two", "one", Where::Above);
    QTRY_VERIFY(textOf("a.yml").indexOf("name: two") < textOf("a.yml").indexOf("name: one"));
    QVERIFY(textOf("a.yml").contains("# first\n  - record: a:b"));
}

void TestTreeDrag::filesTakeNothing()
{
    tree()->setCurrentItem(item("A"));
    drag("A", "b.yml", Where::On);
    QCOMPARE(textOf("a.yml"), draggedRules);
    QVERIFY(textOf("b.yml").isEmpty() || textOf("b.yml") == draggedOther);
}

REGISTER_TEST(TestTreeDrag);

#include "tst_treedrag.moc"
