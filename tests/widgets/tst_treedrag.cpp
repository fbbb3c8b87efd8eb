#include "fileswindow.h"
#include "freshstart.h"
#include "support/registry.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/rulestree.h"
#include "workspace/settings.h"

#include <algorithm>

#include <QApplication>
#include <QDragEnterEvent>
#include <QDragMoveEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

namespace {

const QByteArray draggedRules = R"(groups:
- name: one
  rules:
  # about A
  - alert: A
    expr: up == 0 # note
  - alert: B
    expr: up == 1
  - alert: C
    expr: up == 2
- name: two
  rules:
  - alert: D
    expr: up == 3
)";

const QByteArray otherRules = R"(groups:
- name: other
  rules:
  - alert: E
    expr: up == 4
)";

enum class Place { On, Above, Below };

} // namespace

/// Rules and groups dragged by mouse in the tree of the real window: what Qt sends while a drag goes on is sent here.
class TestTreeDrag : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void movesRulesInOneStep();
    void movesRulesToAnotherGroup();
    void copiesRulesWithControl();
    void movesAndCopiesToAnotherFile();
    void movesAndCopiesGroups();
    void refusesWhatIsNotItsOwn();

private:
    [[nodiscard]] QTreeWidget *tree() const { return m_window->tree()->view(); }
    [[nodiscard]] QTreeWidgetItem *item(const QString &name) const
    {
        return tree()->findItems(name, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    [[nodiscard]] QByteArray textOf(const char *name) const;
    void choose(const QStringList &names);
    /// Whether the drop was taken.
    bool drop(const QMimeData &data, const QString &target, Place place, Qt::KeyboardModifiers modifiers);
    void drag(const QStringList &names, const QString &target, Place place,
              Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void undo(const char *name);
    /// Group and name of each chosen item, in the order of the tree.
    [[nodiscard]] QStringList chosen() const;

    std::unique_ptr<FilesWindow> m_files;
    widgets::MainWindow *m_window = nullptr;
};

void TestTreeDrag::init()
{
    startFresh();
    m_files = std::make_unique<FilesWindow>(
        std::vector<std::pair<QString, QByteArray>>{{"a.yml", draggedRules}, {"b.yml", otherRules}});
    m_window = &m_files->window;
    QVERIFY(m_window->currentView());
    QVERIFY(tree()->dragEnabled() && tree()->acceptDrops());
}

void TestTreeDrag::cleanup()
{
    m_files.reset();
}

QByteArray TestTreeDrag::textOf(const char *name) const
{
    const workspace::Document *document = m_window->workspace()->openDocument(m_files->folder.filePath(name));
    return document ? QByteArray::fromStdString(document->text()) : QByteArray();
}

void TestTreeDrag::choose(const QStringList &names)
{
    tree()->clearSelection();
    for (const QString &name : names) {
        QVERIFY2(item(name), qPrintable(name));
        QVERIFY(item(name)->flags() & Qt::ItemIsDragEnabled);
        tree()->setCurrentItem(item(name), 0, QItemSelectionModel::Select);
        item(name)->setSelected(true);
    }
}

bool TestTreeDrag::drop(const QMimeData &data, const QString &target, Place place, Qt::KeyboardModifiers modifiers)
{
    tree()->scrollToItem(item(target));
    const QRect row = tree()->visualItemRect(item(target));
    const int y = place == Place::On ? row.center().y() : place == Place::Above ? row.top() : row.bottom();
    const QPoint at(row.center().x(), y);
    const Qt::DropActions actions = Qt::MoveAction | Qt::CopyAction;
    const Qt::DropAction action = modifiers & Qt::ControlModifier ? Qt::CopyAction : Qt::MoveAction;
    QDragEnterEvent enter(at, actions, &data, Qt::LeftButton, modifiers);
    enter.setDropAction(action);
    QApplication::sendEvent(tree()->viewport(), &enter);
    QDragMoveEvent move(at, actions, &data, Qt::LeftButton, modifiers);
    move.setDropAction(action);
    QApplication::sendEvent(tree()->viewport(), &move);
    const bool taken = move.isAccepted();
    QDropEvent event(QPointF(at), actions, &data, Qt::LeftButton, modifiers);
    event.setDropAction(action);
    QApplication::sendEvent(tree()->viewport(), &event);
    // Else Qt would take the dragged items out of the tree.
    return taken && event.dropAction() == Qt::IgnoreAction;
}

void TestTreeDrag::drag(const QStringList &names, const QString &target, Place place, Qt::KeyboardModifiers modifiers)
{
    choose(names);
    const std::unique_ptr<QMimeData> data(tree()->model()->mimeData(tree()->selectionModel()->selectedIndexes()));
    QVERIFY(data);
    QVERIFY(drop(*data, target, place, modifiers));
}

void TestTreeDrag::undo(const char *name)
{
    const auto views = m_window->findChildren<widgets::DocumentView *>();
    const auto view = std::ranges::find_if(views, [path = m_files->folder.filePath(name)](widgets::DocumentView *each) {
        return each->document()->path() == path;
    });
    QVERIFY(view != views.end());
    (*view)->undo();
}

void TestTreeDrag::movesRulesInOneStep()
{
    drag({"A", "B"}, "C", Place::Below);
    QByteArray moved = draggedRules;
    const QByteArray both = "  # about A\n  - alert: A\n    expr: up == 0 # note\n  - alert: B\n    expr: up == 1\n";
    const QByteArray last = "  - alert: C\n    expr: up == 2\n";
    QCOMPARE(textOf("a.yml"), moved.replace(both + last, last + both));
    undo("a.yml");
    QCOMPARE(textOf("a.yml"), draggedRules);
    drag({"C"}, "A", Place::Above);
    QVERIFY(textOf("a.yml").indexOf("alert: C") < textOf("a.yml").indexOf("alert: A"));
}

QStringList TestTreeDrag::chosen() const
{
    QStringList names;
    for (QTreeWidgetItemIterator it(tree(), QTreeWidgetItemIterator::Selected); *it; ++it)
        names += (*it)->parent()->text(0) + ' ' + (*it)->text(0);
    return names;
}

void TestTreeDrag::movesRulesToAnotherGroup()
{
    drag({"B"}, "two", Place::On);
    const QByteArray rule = "  - alert: B\n    expr: up == 1\n";
    QCOMPARE(textOf("a.yml"), QByteArray(draggedRules).replace(rule, "") + rule);
    QCOMPARE(chosen(), QStringList{"two B"});
    undo("a.yml");
    QCOMPARE(textOf("a.yml"), draggedRules);
    // Several stay chosen together, also where some come from above their new place.
    drag({"A", "B"}, "D", Place::Below);
    QCOMPARE(chosen(), (QStringList{"two A", "two B"}));
    undo("a.yml");
    drag({"A"}, "C", Place::Below);
    QCOMPARE(chosen(), QStringList{"one A"});
    undo("a.yml");
    drag({"A", "B"}, "E", Place::Above);
    QCOMPARE(chosen(), (QStringList{"other A", "other B"}));
}

void TestTreeDrag::copiesRulesWithControl()
{
    drag({"B"}, "D", Place::Above, Qt::ControlModifier);
    const QByteArray rule = "  - alert: B\n    expr: up == 1\n";
    QCOMPARE(textOf("a.yml"), QByteArray(draggedRules).replace("  - alert: D", rule + "  - alert: D"));
    undo("a.yml");
    QCOMPARE(textOf("a.yml"), draggedRules);
}

void TestTreeDrag::movesAndCopiesToAnotherFile()
{
    const QByteArray rule = "  - alert: C\n    expr: up == 2\n";
    drag({"C"}, "E", Place::Below, Qt::ControlModifier);
    QCOMPARE(textOf("b.yml"), otherRules + rule);
    QCOMPARE(textOf("a.yml"), draggedRules);
    undo("b.yml");
    QCOMPARE(textOf("b.yml"), otherRules);
    drag({"C"}, "E", Place::Below);
    QCOMPARE(textOf("b.yml"), otherRules + rule);
    QCOMPARE(textOf("a.yml"), QByteArray(draggedRules).replace(rule, ""));
    undo("a.yml");
    undo("b.yml");
    QCOMPARE(textOf("a.yml"), draggedRules);
    QCOMPARE(textOf("b.yml"), otherRules);
}

void TestTreeDrag::movesAndCopiesGroups()
{
    const QByteArray group = "- name: two\n  rules:\n  - alert: D\n    expr: up == 3\n";
    drag({"two"}, "one", Place::Above);
    QCOMPARE(textOf("a.yml"), QByteArray(draggedRules).replace(group, "").replace("groups:\n", "groups:\n" + group));
    undo("a.yml");
    QCOMPARE(textOf("a.yml"), draggedRules);
    drag({"two"}, "other", Place::Below, Qt::ControlModifier);
    QCOMPARE(textOf("b.yml"), otherRules + group);
    QCOMPARE(textOf("a.yml"), draggedRules);
    undo("b.yml");
    drag({"two"}, "other", Place::Below);
    QCOMPARE(textOf("b.yml"), otherRules + group);
    QCOMPARE(textOf("a.yml"), QByteArray(draggedRules).replace(group, ""));
}

void TestTreeDrag::refusesWhatIsNotItsOwn()
{
    QMimeData text;
    text.setText("- alert: X");
    QVERIFY(!drop(text, "A", Place::Below, Qt::NoModifier));
    QMimeData foreign;
    foreign.setData("application/x-rulewright-rules", "1 0");
    QVERIFY(!drop(foreign, "A", Place::Below, Qt::NoModifier));
    // Rules go to groups and rules, never to a file.
    choose({"B"});
    const std::unique_ptr<QMimeData> data(tree()->model()->mimeData(tree()->selectionModel()->selectedIndexes()));
    QVERIFY(!drop(*data, "b.yml", Place::On, Qt::NoModifier));
    QCOMPARE(textOf("a.yml"), draggedRules);
}

REGISTER_TEST(TestTreeDrag);

#include "tst_treedrag.moc"
