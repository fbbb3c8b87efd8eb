#include "freshstart.h"
#include "support/registry.h"
#include "widgets/appearance.h"
#include "widgets/breadcrumb.h"
#include "widgets/documentview.h"
#include "widgets/expreditor.h"
#include "widgets/mainwindow.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <cstring>

namespace {

const QByteArray jumpRules = R"(groups:
- name: base
  rules:
  - record: one:sum
    expr: sum(up)
  - record: two:sum
    expr: sum(down)
- name: alerts
  rules:
  - alert: Ratio
    expr: two:sum / one:sum > 1
  - alert: Odd
    expr: rate(up{job=~"gateway"}[5m]) > 0
)";

const QByteArray jumpOther = R"(groups:
- name: other
  rules:
  - alert: Elsewhere
    expr: one:sum == 0
)";

} // namespace

/// The keys that lead from rule to rule, pressed in the real window.
class TestJumps : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void goesToTheSelectorUnderTheCursor();
    void offersWhatThereIs();
    void goesToDependentsAcrossFiles();
    void findsRulesFromTheKeyboard();
    void fixesFromTheKeyboard();
    void filtersTheOutline();
    void breadcrumbLeadsToSiblings();
    void breadcrumbByKeyboard();

private:
    [[nodiscard]] widgets::DocumentView *view() const { return m_window->currentView(); }
    [[nodiscard]] QString ruleName() const
    {
        const rules::Rule *rule =
            view() && view()->currentRule() ? view()->document()->rules()->find(*view()->currentRule()) : nullptr;
        return rule ? QString::fromStdString(rule->name.value) : QString();
    }
    [[nodiscard]] widgets::Breadcrumb *breadcrumb() const
    {
        return m_window->findChild<widgets::Breadcrumb *>("breadcrumb");
    }
    void show(const char *file, const char *group, std::size_t index)
    {
        m_window->showRule({m_folder->filePath(file).toStdString(), 0, std::nullopt, group, index});
    }
    /// Puts the cursor of the YAML behind the first `text`.
    void place(const char *text)
    {
        view()->yaml()->setFocus();
        view()->yaml()->setCursorOffset(view()->document()->text().find(text) + std::strlen(text));
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestJumps::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    for (const auto &[name, text] : {std::pair{"a.yml", jumpRules}, std::pair{"b.yml", jumpOther}}) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->resize(1280, 800);
    m_window->show();
    m_window->openPath(m_folder->path());
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_VERIFY(!m_window->workspace()->graph().nodes.empty());
    show("a.yml", "alerts", 0);
}

void TestJumps::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

void TestJumps::goesToTheSelectorUnderTheCursor()
{
    place("expr: two:s");
    press(Qt::Key_F12);
    QTRY_COMPARE(ruleName(), QString("two:sum"));
    show("a.yml", "alerts", 0);
    // From the form as well.
    view()->form()->exprEditor()->setFocus();
    view()->form()->exprEditor()->setCursorOffset(std::string_view("two:sum / one").size());
    press(Qt::Key_F12);
    QTRY_COMPARE(ruleName(), QString("one:sum"));
}

void TestJumps::offersWhatThereIs()
{
    place("alert: Rat");
    press(Qt::Key_F12);
    auto *list = m_window->findChild<QTreeWidget *>("paletteList");
    QTRY_VERIFY(list->isVisible());
    QCOMPARE(list->topLevelItemCount(), 2);
    auto *input = m_window->findChild<QLineEdit *>("paletteInput");
    QTest::keyClicks(input, "one");
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_COMPARE(ruleName(), QString("one:sum"));
}

void TestJumps::goesToDependentsAcrossFiles()
{
    show("a.yml", "base", 0);
    view()->yaml()->setFocus();
    press(Qt::Key_F12, Qt::ShiftModifier);
    auto *input = m_window->findChild<QLineEdit *>("paletteInput");
    QTRY_VERIFY(input->isVisible());
    QTest::keyClicks(input, "elsewhere");
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_COMPARE(ruleName(), QString("Elsewhere"));
    QVERIFY(view()->document()->path().endsWith("b.yml"));
}

void TestJumps::findsRulesFromTheKeyboard()
{
    view()->yaml()->setFocus();
    press(Qt::Key_P, Qt::ControlModifier);
    auto *input = m_window->findChild<QLineEdit *>("paletteInput");
    QTRY_VERIFY(input->isVisible() && input->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), "elsw");
    press(Qt::Key_Return);
    QTRY_COMPARE(ruleName(), QString("Elsewhere"));
}

void TestJumps::fixesFromTheKeyboard()
{
    // A regular expression that is none: the fix writes `=`.
    show("a.yml", "alerts", 1);
    const QByteArray fixed = QByteArray(jumpRules).replace("job=~\"gateway\"", "job=\"gateway\"");
    for (const bool inForm : {false, true}) {
        if (inForm) {
            view()->form()->exprEditor()->setFocus();
            view()->form()->exprEditor()->setCursorOffset(std::string_view("rate(up{job=~").size());
        } else {
            place("up{job=~");
        }
        press(Qt::Key_Return, Qt::AltModifier);
        auto *menu = m_window->findChild<QMenu *>("fixMenu");
        QVERIFY(menu && menu->isVisible());
        QVERIFY(menu->actions().size() >= 1 && menu->actions().front()->isEnabled());
        menu->actions().front()->trigger();
        QCOMPARE(QByteArray::fromStdString(view()->document()->text()), fixed);
        view()->undo();
        QCOMPARE(QByteArray::fromStdString(view()->document()->text()), jumpRules);
        delete menu;
        QTRY_VERIFY(view()->document()->rulesVersion() == view()->document()->version());
    }
}

void TestJumps::filtersTheOutline()
{
    view()->yaml()->setFocus();
    press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    auto *filter = m_window->findChild<QLineEdit *>("rulesFilter");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, "elsew");
    const QTreeWidget *tree = m_window->tree()->view();
    const auto hidden = [&](const QString &name) {
        return tree->findItems(name, Qt::MatchExactly | Qt::MatchRecursive).front()->isHidden();
    };
    QTRY_VERIFY(hidden("Ratio") && !hidden("Elsewhere"));
    filter->clear();
    QTRY_VERIFY(!hidden("Ratio"));
}

void TestJumps::breadcrumbLeadsToSiblings()
{
    QTRY_COMPARE(breadcrumb()->text(), QString("a.yml › alerts › Ratio"));
    const auto choose = [&](const char *crumb, const QString &place) {
        auto *button = breadcrumb()->findChild<QToolButton *>(crumb);
        QVERIFY(button && button->isVisible());
        emit button->menu()->aboutToShow();
        for (QAction *action : button->menu()->actions()) {
            if (action->text() == place) {
                action->trigger();
                return;
            }
        }
        QFAIL(qPrintable(place));
    };
    choose("crumb2", "Odd");
    QTRY_COMPARE(breadcrumb()->text(), QString("a.yml › alerts › Odd"));
    choose("crumb1", "base");
    QTRY_COMPARE(breadcrumb()->text(), QString("a.yml › base"));
    QVERIFY(view()->yaml()->hasFocus());
    choose("crumb0", "b.yml");
    QTRY_VERIFY(breadcrumb()->text().startsWith("b.yml"));
}

void TestJumps::breadcrumbByKeyboard()
{
    view()->yaml()->setFocus();
    press(Qt::Key_F6);
    auto *rule = breadcrumb()->findChild<QToolButton *>("crumb2");
    QTRY_VERIFY(rule->hasFocus());
    QCOMPARE(rule->accessibleName(), QString("Rule Ratio"));
    press(Qt::Key_Left);
    QVERIFY(breadcrumb()->findChild<QToolButton *>("crumb1")->hasFocus());
    press(Qt::Key_Right);
    press(Qt::Key_Down);
    QTRY_VERIFY(rule->menu()->isVisible());
    // A click opens the same menu.
    rule->menu()->close();
    press(Qt::Key_Down);
    QTRY_VERIFY(rule->menu()->isVisible());
    QTest::keyClick(rule->menu(), Qt::Key_Down);
    QTest::keyClick(rule->menu(), Qt::Key_Return);
    QTRY_COMPARE(ruleName(), QString("Odd"));
    QVERIFY(view()->yaml()->hasFocus());
}

REGISTER_TEST(TestJumps);

#include "tst_jumps.moc"
