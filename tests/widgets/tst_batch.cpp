#include "fileswindow.h"
#include "freshstart.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/changedialog.h"
#include "widgets/diffview.h"
#include "widgets/documentview.h"
#include "widgets/groupform.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/pairstable.h"
#include "widgets/previewpanel.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/yamleditor.h"
#include "workspace/settings.h"

#include <algorithm>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

const QByteArray batchRules = R"(groups:
- name: one
  rules:
  # first
  - record: a:b
    expr: sum(up)
  - alert: A
    expr: a:b > 1 # note
  - alert: B
    expr: up == 0
    labels: {severity: page}
- name: two
  rules:
  - alert: C
    expr: up == 1
)";

const QByteArray batchOther = R"(groups:
- name: other
  rules:
  - alert: D
    expr: avg(a:b) > 2
)";

} // namespace

/// Changes of several rules and files at once, in the real window.
class TestBatch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void setsAFieldOfSeveralRules();
    void switchesRulesOffAndOn();
    void dropsRulesIntoAnotherFile();
    void deletesSeveralRules();
    void renamesARecordingRuleInAllFiles();
    void replacesInTheWorkspace();
    void findsRulesByField();
    void copiesAndPastesGroups();
    void editsAGroupAsAForm();
    void keepsTheGroupWhoseFileOpens();
    void showsTheGroupBehindManyRules();
    void quotesTheExpressionThatWasTyped();
    void asksWhereAnInheritedValueIsMeant();
    void tellsWhatElseAnEditChanged();
    void asksBeforeOthersChangeThroughAnAnchor();
    void showsBeforeAndAfter();
    void appliesATriedThreshold();

private:
    void choose(const QStringList &names);
    void trigger(const char *id) { m_window->actions()->action(id)->trigger(); }
    [[nodiscard]] widgets::ChangeDialog *dialog() const { return m_window->findChild<widgets::ChangeDialog *>(); }
    [[nodiscard]] QByteArray textOf(const char *name) const;
    void apply();

    std::unique_ptr<FilesWindow> m_files;
    widgets::MainWindow *m_window = nullptr;
};

void TestBatch::init()
{
    startFresh();
    m_files = std::make_unique<FilesWindow>(
        std::vector<std::pair<QString, QByteArray>>{{"a.yml", batchRules}, {"b.yml", batchOther}});
    m_window = &m_files->window;
    QVERIFY(m_window->currentView());
}

void TestBatch::cleanup()
{
    m_files.reset();
}

void TestBatch::choose(const QStringList &names)
{
    QTreeWidget *tree = m_window->tree()->view();
    tree->clearSelection();
    for (const QString &name : names) {
        const auto items = tree->findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(items.size(), 1);
        tree->setCurrentItem(items.front(), 0, QItemSelectionModel::Select);
        items.front()->setSelected(true);
    }
}

QByteArray TestBatch::textOf(const char *name) const
{
    const workspace::Document *document = m_window->workspace()->openDocument(m_files->folder.filePath(name));
    return document ? QByteArray::fromStdString(document->text()) : QByteArray();
}

void TestBatch::apply()
{
    QVERIFY(dialog());
    auto *button = dialog()->findChild<QPushButton *>("changeApply");
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
}

void TestBatch::setsAFieldOfSeveralRules()
{
    choose({"A", "B", "D"});
    trigger("set-field");
    dialog()->findChild<QComboBox *>("changeField")->setEditText("labels.team");
    dialog()->findChild<QLineEdit *>("changeValue")->setText("web");
    apply();
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules)
                                  .replace("> 1 # note\n", "> 1 # note\n    labels:\n      team: web\n")
                                  .replace("{severity: page}", "{severity: page, team: web}"));
    QCOMPARE(textOf("b.yml"), QByteArray(batchOther) + "    labels:\n      team: web\n");
    // One step of undo takes back all of a file.
    m_window->showRule({m_files->folder.filePath("a.yml").toStdString(), 0, std::nullopt, "one", 0});
    m_window->currentView()->undo();
    QCOMPARE(textOf("a.yml"), batchRules);
}

void TestBatch::switchesRulesOffAndOn()
{
    choose({"A", "B"});
    trigger("switch-off");
    QVERIFY(textOf("a.yml").contains(
        "  # rulewright:disabled\n#  - alert: A\n#    expr: a:b > 1 # note\n  # rulewright:end\n"));
    QTRY_COMPARE(m_window->tree()->view()->findItems("A (off)", Qt::MatchExactly | Qt::MatchRecursive).size(), 1);
    choose({"A (off)"});
    trigger("switch-on");
    QTRY_COMPARE(m_window->tree()->view()->findItems("A (off)", Qt::MatchExactly | Qt::MatchRecursive).size(), 0);
    choose({"B (off)"});
    trigger("switch-on");
    QCOMPARE(textOf("a.yml"), batchRules);
}

void TestBatch::dropsRulesIntoAnotherFile()
{
    choose({"A", "a:b"});
    rules::RuleRef at{m_files->folder.filePath("b.yml").toStdString(), 0, std::nullopt, "other", 0};
    emit m_window->tree()->rulesDropped(m_window->tree()->selectedRules(), at, false);
    QCOMPARE(textOf("b.yml"),
             QByteArray(batchOther)
                 .replace("  - alert: D",
                          "  # first\n  - record: a:b\n    expr: sum(up)\n  - alert: A\n    expr: a:b > 1 # note\n"
                          "  - alert: D"));
    QVERIFY(!textOf("a.yml").contains("record"));
    // And back within one file, to another group.
    QTRY_COMPARE(m_window->tree()->view()->findItems("C", Qt::MatchExactly | Qt::MatchRecursive).size(), 1);
    choose({"B"});
    at.file = m_files->folder.filePath("a.yml").toStdString();
    at.group = "two";
    at.index = 1;
    emit m_window->tree()->rulesDropped(m_window->tree()->selectedRules(), at, false);
    QVERIFY(
        textOf("a.yml").endsWith("    expr: up == 1\n  - alert: B\n    expr: up == 0\n    labels: {severity: page}\n"));
}

void TestBatch::deletesSeveralRules()
{
    choose({"A", "B"});
    trigger("delete-rule");
    const QByteArray text = textOf("a.yml");
    QVERIFY(!text.contains("alert: A") && !text.contains("alert: B") && text.contains("alert: C"));
    m_window->currentView()->undo();
    QCOMPARE(textOf("a.yml"), batchRules);
}

void TestBatch::renamesARecordingRuleInAllFiles()
{
    choose({"a:b"});
    trigger("rename-rule");
    dialog()->findChild<QLineEdit *>("changeValue")->setText("a:c");
    apply();
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules).replace("a:b", "a:c"));
    QCOMPARE(textOf("b.yml"), QByteArray(batchOther).replace("a:b", "a:c"));
}

void TestBatch::replacesInTheWorkspace()
{
    trigger("find-replace");
    dialog()->findChild<QComboBox *>("changeMode")->setCurrentIndex(1);
    dialog()->findChild<QLineEdit *>("changeSearch")->setText("up == (\\d)");
    dialog()->findChild<QLineEdit *>("changeValue")->setText("up != \\1");
    apply();
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules).replace("up == ", "up != "));
    dialog()->findChild<QLineEdit *>("changeSearch")->setText("(");
    QTRY_VERIFY(!dialog()->findChild<QPushButton *>("changeApply")->isEnabled());
}

void TestBatch::findsRulesByField()
{
    trigger("find-replace");
    dialog()->findChild<QComboBox *>("changeMode")->setCurrentIndex(2);
    dialog()->findChild<QComboBox *>("changeField")->setEditText("labels.severity");
    dialog()->findChild<QLineEdit *>("changeSearch")->setText("^page$");
    dialog()->findChild<QCheckBox *>("changeRemove")->setChecked(true);
    apply();
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules).replace("    labels: {severity: page}\n", ""));
}

void TestBatch::copiesAndPastesGroups()
{
    choose({"two"});
    trigger("copy-configmap");
    QVERIFY(QApplication::clipboard()->text().startsWith("apiVersion: v1\nkind: ConfigMap\n"));
    choose({"other"});
    trigger("paste-rules");
    QCOMPARE(textOf("b.yml"), QByteArray(batchOther) + "- name: two\n  rules:\n  - alert: C\n    expr: up == 1\n");
}

void TestBatch::editsAGroupAsAForm()
{
    const rules::RuleRef rule{m_files->folder.filePath("a.yml").toStdString(), 0, std::nullopt, "two", 0};
    m_window->showRule(rule);
    widgets::DocumentView *view = m_window->currentView();
    auto *form = view->findChild<widgets::GroupForm *>();
    QVERIFY(form && !form->isVisible());
    // Chosen in the tree, and by the cursor.
    choose({"two"});
    QVERIFY(form->isVisible() && !view->form()->isVisible());
    m_window->showRule(rule);
    QVERIFY(!form->isVisible() && view->form()->isVisible());
    view->showOffset({std::size_t(batchRules.indexOf("two")), std::size_t(batchRules.indexOf("two"))});
    QVERIFY(form->isVisible());
    auto *interval = form->findChild<QLineEdit *>("groupInterval");
    interval->setFocus();
    QTest::keyClicks(interval, "5");
    QVERIFY(!interval->toolTip().isEmpty());
    QTest::keyClicks(interval, "m");
    QVERIFY(interval->toolTip().isEmpty());
    QTest::keyClick(interval, Qt::Key_Return);
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules).replace("- name: two\n", "- name: two\n  interval: 5m\n"));
}

void TestBatch::keepsTheGroupWhoseFileOpens()
{
    QVERIFY(!m_window->workspace()->openDocument(m_files->folder.filePath("b.yml")));
    choose({"other"});
    QVERIFY(m_window->workspace()->openDocument(m_files->folder.filePath("b.yml")));
    QCOMPARE(m_window->tree()->view()->currentItem()->text(0), QString("other"));
    QVERIFY(m_window->currentView()->findChild<widgets::GroupForm *>()->isVisible());
}

void TestBatch::showsTheGroupBehindManyRules()
{
    QByteArray text = "groups:\n- name: many\n  rules:\n";
    for (int i = 0; i < 12; ++i)
        text += "  - alert: Many" + QByteArray::number(i) + "\n    expr: up == " + QByteArray::number(i) + '\n';
    const FilesWindow of({{"many.yml", text}});
    QTreeWidget *tree = of.window.tree()->view();
    const auto click = [&](const QString &name, Qt::KeyboardModifiers modifiers = {}) {
        QTreeWidgetItem *item = tree->findItems(name, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        QVERIFY(item);
        tree->scrollToItem(item);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, modifiers, tree->visualItemRect(item).center());
    };
    const auto showsGroup = [&] {
        return of.window.currentView()->findChild<widgets::GroupForm *>()->isVisible() &&
               !of.window.currentView()->form()->isVisible();
    };
    click("Many0");
    click("Many11", Qt::ShiftModifier);
    QCOMPARE(of.window.tree()->selectedRules().size(), std::size_t(12));
    QVERIFY(!showsGroup());
    click("many");
    QVERIFY(showsGroup());
    // By keyboard, from the group down over all of them and back.
    QTest::keyClick(tree, Qt::Key_Down);
    for (int i = 1; i < 12; ++i)
        QTest::keyClick(tree, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(of.window.tree()->selectedRules().size(), std::size_t(12));
    QTest::keyClick(tree, Qt::Key_Home);
    for (int i = 0; i < 10 && tree->currentItem()->text(0) != "many"; ++i)
        QTest::keyClick(tree, Qt::Key_Down);
    QVERIFY(showsGroup());
    // The group that is current already, after its rules were looked at in the YAML.
    const auto third = static_cast<std::size_t>(text.indexOf("Many3"));
    of.window.currentView()->showOffset({third, third});
    QVERIFY(!showsGroup());
    click("many");
    QVERIFY(showsGroup());
}

void TestBatch::quotesTheExpressionThatWasTyped()
{
    trigger("find-replace");
    dialog()->findChild<QComboBox *>("changeMode")->setCurrentIndex(1);
    dialog()->findChild<QLineEdit *>("changeSearch")->setText("a(");
    const auto says = [this](const QString &text) {
        const auto labels = dialog()->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->text() == text; });
    };
    QTRY_VERIFY(says("This is not a regular expression: missing ): a(."));
}

void TestBatch::tellsWhatElseAnEditChanged()
{
    const QByteArray text =
        "groups:\n- name: g\n  labels: &l {team: a}\n  rules:\n  - alert: A\n    expr: up\n    labels: &r "
        "{tier: x}\n  - alert: B\n    expr: up == 0\n    labels: *r\n- name: h\n  labels: *l\n  rules: []\n";
    const QString path = m_files->folder.filePath("shared.yml");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    m_window->openPath(path);
    m_window->showRule({path.toStdString(), 0, std::nullopt, "g", 0});
    widgets::DocumentView *view = m_window->currentView();
    const auto message = [view] { return view->findChild<widgets::MessageBar *>()->text(); };
    auto *labels = view->form()->findChild<widgets::PairsTable *>();
    QVERIFY(labels);
    emit labels->nameChanged("tier", "level");
    QVERIFY(QByteArray::fromStdString(view->document()->text()).contains("&r {level: x}"));
    QCOMPARE(message(), QString("Through an anchor, these were changed too: g › B."));
    view->undo();
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), text);
    auto *group = view->findChild<widgets::GroupForm *>();
    view->showGroup({path.toStdString(), 0, std::nullopt, "g", 0});
    QVERIFY(group->isVisible());
    emit group->findChild<widgets::PairsTable *>()->valueChanged("team", "b");
    QVERIFY(QByteArray::fromStdString(view->document()->text()).contains("&l {team: b}"));
    QCOMPARE(message(), QString("Through an anchor, these were changed too: h."));
}

void TestBatch::asksWhereAnInheritedValueIsMeant()
{
    const QByteArray text =
        "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    for: &f 5m\n  - alert: B\n    "
        "expr: up == 0\n    for: *f\n";
    for (const bool atAnchor : {false, true}) {
        const QString path = m_files->folder.filePath(atAnchor ? "anchor.yml" : "here.yml");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        m_window->openPath(path);
        m_window->showRule({path.toStdString(), 0, std::nullopt, "g", 1});
        widgets::DocumentView *view = m_window->currentView();
        auto *line = view->form()->findChild<QLineEdit *>("ruleFor");
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, "9m");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(QByteArray::fromStdString(view->document()->text()), text);
        const auto buttons = view->messages()->findChildren<QPushButton *>();
        const QString wanted = atAnchor ? "At the anchor" : "This rule only";
        for (QPushButton *button : buttons) {
            if (button->text() == wanted) {
                button->click();
                break;
            }
        }
        QCOMPARE(QByteArray::fromStdString(view->document()->text()),
                 atAnchor ? QByteArray(text).replace("&f 5m", "&f 9m") : QByteArray(text).replace("*f", "9m"));
    }
}

void TestBatch::asksBeforeOthersChangeThroughAnAnchor()
{
    const QByteArray text =
        "groups:\n- name: g\n  rules:\n  - &a\n    alert: A\n    expr: up == 0\n    for: 5m\n  - <<: *a\n"
        "    alert: B\n";
    const QByteArray alone =
        QByteArray(text).replace("for: 5m", "for: 9m").replace("alert: B\n", "alert: B\n    for: 5m\n");
    const QByteArray all = QByteArray(text).replace("5m", "9m");
    for (const auto &[choice, after] : {std::pair("This rule only", alone), {"All of them", all}, {"Leave it", text}}) {
        const QString path = m_files->folder.filePath(QString(choice).remove(' ') + ".yml");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        m_window->openPath(path);
        m_window->showRule({path.toStdString(), 0, std::nullopt, "g", 0});
        widgets::DocumentView *view = m_window->currentView();
        auto *line = view->form()->findChild<QLineEdit *>("ruleFor");
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, "9m");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(QByteArray::fromStdString(view->document()->text()), text);
        QVERIFY2(view->messages()->text().contains(QString::fromUtf8("g › B")), qPrintable(view->messages()->text()));
        for (QPushButton *button : view->messages()->findChildren<QPushButton *>()) {
            if (button->text() == choice) {
                button->click();
                break;
            }
        }
        QCOMPARE(QByteArray::fromStdString(view->document()->text()), after);
        QCOMPARE(line->text(), after == text ? QString("5m") : QString("9m"));
        if (after != text)
            view->undo();
        QCOMPARE(QByteArray::fromStdString(view->document()->text()), text);
    }
}

void TestBatch::showsBeforeAndAfter()
{
    choose({"A", "B", "C", "D"});
    trigger("set-field");
    QVERIFY(dialog());
    dialog()->findChild<QComboBox *>("changeField")->setEditText("labels.team");
    dialog()->findChild<QLineEdit *>("changeValue")->setText("web");
    auto *difference = dialog()->findChild<widgets::DiffView *>("changeDifference");
    const auto editors = difference->findChildren<widgets::CodeEditor *>();
    QCOMPARE(editors.size(), 2);
    const auto shows = [&editors](const char *text) {
        return std::any_of(editors.begin(), editors.end(),
                           [text](const auto *editor) { return editor->text().contains(text); });
    };
    // Nothing has changed yet, and the first file's change is there to be seen.
    QTRY_VERIFY_WITH_TIMEOUT(shows("labels: {severity: page, team: web}"), 30'000);
    QCOMPARE(textOf("a.yml"), batchRules);
    auto *places = dialog()->findChild<QTreeWidget *>("changePlaces");
    QCOMPARE(places->topLevelItemCount(), 2);
    places->setCurrentItem(places->topLevelItem(1)->child(0));
    QTRY_VERIFY_WITH_TIMEOUT(shows("avg(a:b) > 2"), 30'000);
    apply();
    QVERIFY(textOf("a.yml").contains("team: web"));
    m_window->currentView()->undo();
}

/// What was tried in the chart changes the rule that it was tried for, in one step.
void TestBatch::appliesATriedThreshold()
{
    choose({"A"});
    auto *preview = m_window->findChild<widgets::PreviewPanel *>();
    emit preview->expressionChangeRequested("another > 1", "another > 2.5");
    QCOMPARE(textOf("a.yml"), batchRules);
    emit preview->expressionChangeRequested("a:b > 1", "a:b > 2.5");
    QCOMPARE(textOf("a.yml"), QByteArray(batchRules).replace("a:b > 1 # note", "a:b > 2.5 # note"));
    m_window->currentView()->undo();
    QCOMPARE(textOf("a.yml"), batchRules);
}

REGISTER_TEST(TestBatch);
#include "tst_batch.moc"
