#include "freshstart.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/commandpalette.h"
#include "widgets/documentview.h"
#include "widgets/expreditor.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/pairstable.h"
#include "widgets/problemspanel.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/theme.h"
#include "widgets/yamleditor.h"
#include "workspace/settings.h"

#include <QDir>
#include <QFile>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

const QByteArray ruleText = R"(# Rules of the shop.
groups:
- name: errors   # first group
  interval: 30s
  rules:
  - record: shop:errors:rate5m
    expr: sum by (job) (rate(shop_errors_total[5m]))
  # Pages somebody.
  - alert: ManyErrors
    expr: |
      shop:errors:rate5m
        > 5
    for: 5m
    labels:
      severity: critical
    annotations:
      summary: "오류가 많습니다: {{ $value }}"
)";

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeFile(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start("git", arguments);
    process.waitForFinished();
    return process.readAllStandardOutput().trimmed();
}

void makeRepository(const QString &folder)
{
    git(folder, {"init", "-q", "-b", "main"});
    git(folder, {"config", "user.name", "Rule Author"});
    git(folder, {"config", "user.email", "author@localhost"});
    git(folder, {"add", "-A"});
    git(folder, {"commit", "-q", "-m", "First"});
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void opensAFolderAndShowsItsRules();
    void editsThroughTheFormTouchOnlyTheirBytes();
    void typingInTheYamlUpdatesTheForm();
    void undoTakesBackAFormEdit();
    void addsDuplicatesMovesAndDeletesRules();
    void editsLabelsInTheTable();
    void showsProblemsAndGoesThere();
    void findsRulesByName();
    void composingHangulIsNotAnalysed();
    void reloadsWhenCleanAndAsksWhenDirty();
    void refusesToSaveOverForeignChanges();
    void keepsUnsavedTextForTheNextStart();
    void saysWhyAFolderCannotBeOpened();
    void savesToBothRepositories();
    void sendsNothingBeforeTheEndpointIsAccepted();
    void switchesLanguageAndTheme();

private:
    [[nodiscard]] QStringList labelsOfAnotherTheme() const;

    [[nodiscard]] QString rulePath() const { return m_folder->filePath("rules.yaml"); }
    using DocumentView = widgets::DocumentView;
    DocumentView *open();
    static rules::RuleRef alertRef(const widgets::DocumentView *view)
    {
        return {view->document()->path().toStdString(), 0, std::nullopt, "errors", 1};
    }
    void commitLine(QLineEdit *line, const QString &text);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestMainWindow::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(writeFile(rulePath(), ruleText));
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

widgets::DocumentView *TestMainWindow::open()
{
    m_window->openPath(m_folder->path());
    DocumentView *view = m_window->currentView();
    if (view)
        m_window->showRule(alertRef(view));
    return view;
}

void TestMainWindow::commitLine(QLineEdit *line, const QString &text)
{
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Return);
}

void TestMainWindow::opensAFolderAndShowsItsRules()
{
    DocumentView *view = open();
    QVERIFY(view);
    QCOMPARE(view->document()->path(), rulePath());
    auto *tree = m_window->findChild<QTreeWidget *>("rulesTree");
    QCOMPARE(tree->findItems("ManyErrors", Qt::MatchExactly | Qt::MatchRecursive).size(), 1);
    QCOMPARE(view->form()->findChild<QLineEdit *>("ruleName")->text(), QString("ManyErrors"));
    QCOMPARE(view->form()->exprEditor()->expression(), std::string("shop:errors:rate5m\n  > 5"));
    QCOMPARE(m_window->workspace()->graph().nodes.size(), std::size_t(3));
    QVERIFY(!view->document()->isModified());
    QCOMPARE(QByteArray::fromStdString(view->yaml()->bytes()), ruleText);
}

void TestMainWindow::editsThroughTheFormTouchOnlyTheirBytes()
{
    DocumentView *view = open();
    commitLine(view->form()->findChild<QLineEdit *>("ruleFor"), "10m");
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), QByteArray(ruleText).replace("for: 5m", "for: 10m"));
    widgets::ExprEditor *expr = view->form()->exprEditor();
    expr->setFocus();
    expr->setCursorOffset(expr->bytes().size());
    QTest::keyClick(expr, Qt::Key_Backspace);
    QTest::keyClicks(expr, "7");
    view->form()->commitPending();
    const QByteArray wanted = QByteArray(ruleText).replace("for: 5m", "for: 10m").replace("> 5\n", "> 7\n");
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), wanted);
    QCOMPARE(QByteArray::fromStdString(view->yaml()->bytes()), wanted);
    m_window->actions()->action("save")->trigger();
    QCOMPARE(readFile(rulePath()), wanted);
    QVERIFY(!view->document()->isModified());
}

void TestMainWindow::typingInTheYamlUpdatesTheForm()
{
    DocumentView *view = open();
    widgets::YamlEditor *yaml = view->yaml();
    yaml->setFocus();
    yaml->setCursorOffset(static_cast<std::size_t>(ruleText.indexOf("> 5") + 3));
    QTest::keyClicks(yaml, "0");
    QCOMPARE(view->form()->exprEditor()->expression(), std::string("shop:errors:rate5m\n  > 50"));
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), QByteArray(ruleText).replace("> 5\n", "> 50\n"));
}

void TestMainWindow::undoTakesBackAFormEdit()
{
    DocumentView *view = open();
    commitLine(view->form()->findChild<QLineEdit *>("ruleFor"), "10m");
    m_window->actions()->action("undo")->trigger();
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), ruleText);
    QVERIFY(!view->document()->isModified());
    m_window->actions()->action("redo")->trigger();
    QVERIFY(view->document()->text().find("for: 10m") != std::string::npos);
}

void TestMainWindow::addsDuplicatesMovesAndDeletesRules()
{
    DocumentView *view = open();
    const auto count = [view] { return view->document()->rules()->ruleCount(); };
    m_window->actions()->action("new-alert")->trigger();
    QCOMPARE(count(), std::size_t(3));
    QCOMPARE(view->currentRule()->index, std::size_t(2));
    commitLine(view->form()->findChild<QLineEdit *>("ruleName"), "Fresh");
    QCOMPARE(view->document()->rules()->groups()[0].rules[2].name.value, std::string("Fresh"));
    m_window->actions()->action("move-rule-up")->trigger();
    QCOMPARE(view->document()->rules()->groups()[0].rules[1].name.value, std::string("Fresh"));
    m_window->actions()->action("duplicate-rule")->trigger();
    QCOMPARE(count(), std::size_t(4));
    m_window->actions()->action("delete-rule")->trigger();
    QCOMPARE(count(), std::size_t(3));
    while (view->canUndo())
        view->undo();
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), ruleText);
}

void TestMainWindow::editsLabelsInTheTable()
{
    DocumentView *view = open();
    auto *labels = view->form()->findChild<widgets::PairsTable *>("labelsTable");
    labels->item(0, 1)->setText("warning");
    QCOMPARE(QByteArray::fromStdString(view->document()->text()),
             QByteArray(ruleText).replace("severity: critical", "severity: warning"));
    labels->item(1, 0)->setText("team");
    QVERIFY(view->document()->text().find("      severity: warning\n      team: \"\"\n") != std::string::npos);
    labels->setCurrentCell(1, 0);
    QTest::keyClick(labels, Qt::Key_Delete);
    QCOMPARE(QByteArray::fromStdString(view->document()->text()),
             QByteArray(ruleText).replace("severity: critical", "severity: warning"));
}

void TestMainWindow::showsProblemsAndGoesThere()
{
    QVERIFY(writeFile(rulePath(), QByteArray(ruleText).replace("> 5", "> ")));
    DocumentView *view = open();
    auto *problems = m_window->findChild<widgets::ProblemsPanel *>();
    QVERIFY(problems->errorCount() > 0);
    QVERIFY(!view->yaml()->marks().empty());
    m_window->actions()->action("next-problem")->trigger();
    const base::ByteRange place = view->yaml()->marks().front().range;
    QCOMPARE(view->yaml()->selectedRange().start, place.start);
}

void TestMainWindow::findsRulesByName()
{
    DocumentView *view = open();
    m_window->showRule({view->document()->path().toStdString(), 0, std::nullopt, "errors", 0});
    m_window->actions()->action("go-to-rule")->trigger();
    auto *input = m_window->findChild<QLineEdit *>("paletteInput");
    QTest::keyClicks(input, "manyerr");
    QTest::keyClick(input, Qt::Key_Return);
    QCOMPARE(view->currentRule()->index, std::size_t(1));
    QVERIFY(widgets::fuzzyScore("mnyer", "ManyErrors") > 0);
    QVERIFY(widgets::fuzzyScore("xyz", "ManyErrors") < 0);
}

void TestMainWindow::composingHangulIsNotAnalysed()
{
    DocumentView *view = open();
    widgets::YamlEditor *yaml = view->yaml();
    yaml->setFocus();
    yaml->setCursorOffset(static_cast<std::size_t>(ruleText.indexOf("# Pages somebody.") + 17));
    const quint64 analysed = view->document()->rulesVersion();
    for (const QString &preedit : {QString("ㅎ"), QString("하"), QString("한")}) {
        QInputMethodEvent event(preedit, {});
        QCoreApplication::sendEvent(yaml, &event);
        QVERIFY(yaml->isComposing());
        QCOMPARE(view->document()->rulesVersion(), analysed);
    }
    QInputMethodEvent commit;
    commit.setCommitString("한");
    QCoreApplication::sendEvent(yaml, &commit);
    QVERIFY(!yaml->isComposing());
    QCOMPARE(view->document()->rulesVersion(), view->document()->version());
    QCOMPARE(QByteArray::fromStdString(view->document()->text()),
             QByteArray(ruleText).replace("# Pages somebody.", "# Pages somebody.한"));
}

void TestMainWindow::reloadsWhenCleanAndAsksWhenDirty()
{
    DocumentView *view = open();
    const QByteArray foreign = QByteArray(ruleText).replace("for: 5m", "for: 1m");
    QVERIFY(writeFile(rulePath(), foreign));
    m_window->workspace()->refresh();
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), foreign);
    QVERIFY(view->messages()->text().isEmpty());
    commitLine(view->form()->findChild<QLineEdit *>("ruleName"), "Mine");
    QVERIFY(writeFile(rulePath(), ruleText));
    m_window->workspace()->refresh();
    QVERIFY(view->document()->changedOnDisk());
    QVERIFY(view->messages()->text().contains("changed by another program"));
    QVERIFY(view->document()->text().find("Mine") != std::string::npos);
    view->document()->keepMine();
    QVERIFY(!view->document()->changedOnDisk());
}

void TestMainWindow::refusesToSaveOverForeignChanges()
{
    DocumentView *view = open();
    commitLine(view->form()->findChild<QLineEdit *>("ruleName"), "Mine");
    const QByteArray foreign = QByteArray(ruleText).replace("for: 5m", "for: 1m");
    QVERIFY(writeFile(rulePath(), foreign));
    m_window->actions()->action("save")->trigger();
    QCOMPARE(readFile(rulePath()), foreign);
    QVERIFY(m_window->messages()->text().contains("Nothing was saved"));
    QVERIFY(view->document()->isModified());
}

void TestMainWindow::keepsUnsavedTextForTheNextStart()
{
    DocumentView *view = open();
    commitLine(view->form()->findChild<QLineEdit *>("ruleName"), "Unsaved");
    m_window->close();
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
    m_window->restoreSession();
    view = m_window->currentView();
    QVERIFY(view);
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), ruleText);
    QVERIFY(m_window->messages()->text().contains("Unsaved changes from last time"));
    auto buttons = m_window->messages()->findChildren<QPushButton *>();
    QVERIFY(!buttons.isEmpty());
    buttons.first()->click();
    QVERIFY(view->document()->text().find("Unsaved") != std::string::npos);
    QVERIFY(view->document()->isModified());
}

void TestMainWindow::saysWhyAFolderCannotBeOpened()
{
    m_window->openPath(m_folder->filePath("missing"));
    auto *error = m_window->findChild<QLabel *>("welcomeError");
    QVERIFY(error->isVisible());
    QVERIFY(error->text().contains("There is no file or folder"));
    QVERIFY(!m_window->currentView());
}

void TestMainWindow::savesToBothRepositories()
{
    const QString source = m_folder->filePath("source");
    const QString gitops = m_folder->filePath("gitops");
    QVERIFY(writeFile(source + "/rulewright.yaml",
                      "source: .\ngitops: ../gitops\nmappings:\n- source: monitoring/\n  gitops: base/\n"));
    QVERIFY(writeFile(source + "/monitoring/rules.yaml", ruleText));
    const QByteArray twin = QByteArray(ruleText)
                                .replace("# Rules of the shop.", "# Deployed copy.")
                                .replace("severity: critical", "severity: critical\n      cluster: prod");
    QVERIFY(writeFile(gitops + "/base/rules.yaml", twin));
    makeRepository(source);
    makeRepository(gitops);
    m_window->openPath(source);
    DocumentView *view = m_window->currentView();
    QVERIFY(view);
    m_window->showRule(alertRef(view));
    commitLine(view->form()->findChild<QLineEdit *>("ruleFor"), "10m");
    QSignalSpy saved(m_window.get(), &widgets::MainWindow::savedToBoth);
    m_window->actions()->action("save-to-both")->trigger();
    auto *message = m_window->findChild<QPlainTextEdit *>("commitMessage");
    auto *button = m_window->findChild<QPushButton *>("saveToBothButton");
    QVERIFY(message && button);
    QTRY_VERIFY(m_window->findChild<QTreeWidget *>("saveFiles")->topLevelItemCount() == 2);
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(message, "Wait ten minutes");
    QTRY_VERIFY(button->isEnabled());
    button->click();
    QVERIFY(saved.wait(30000));
    QCOMPARE(readFile(source + "/monitoring/rules.yaml"), QByteArray(ruleText).replace("for: 5m", "for: 10m"));
    QCOMPARE(readFile(gitops + "/base/rules.yaml"), QByteArray(twin).replace("for: 5m", "for: 10m"));
    QCOMPARE(git(source, {"status", "--porcelain"}), QByteArray());
    QCOMPARE(git(gitops, {"status", "--porcelain"}), QByteArray());
    const auto trailer = [](const QString &folder) {
        return git(folder, {"log", "-1", "--format=%(trailers:key=Rulewright-Save,valueonly)"});
    };
    QVERIFY(!trailer(source).isEmpty());
    QCOMPARE(trailer(source), trailer(gitops));
    QVERIFY(!view->document()->isModified());
}

void TestMainWindow::sendsNothingBeforeTheEndpointIsAccepted()
{
    QVERIFY(writeFile(m_folder->filePath("rulewright.yaml"),
                      "source: .\nendpoints:\n- name: prod\n  url: http://127.0.0.1:9\n"));
    open();
    QVERIFY(m_window->messages()->text().contains("not contacted before you allow it"));
    QVERIFY(!m_window->actions()->action("run-preview")->isEnabled());
    m_window->messages()->findChildren<QPushButton *>().first()->click();
    QVERIFY(m_window->actions()->action("run-preview")->isEnabled());
}

QStringList TestMainWindow::labelsOfAnotherTheme() const
{
    const widgets::Theme &other =
        widgets::Theme::current().dark ? widgets::Theme::lightTheme() : widgets::Theme::darkTheme();
    QStringList result;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        const QColor color = label->palette().color(label->foregroundRole());
        if (color == other.muted || color == other.text || color == other.critical || color == other.warning)
            result += label->objectName() + ' ' + label->text();
    }
    return result;
}

void TestMainWindow::switchesLanguageAndTheme()
{
    open();
    m_appearance->setTheme(workspace::Preferences::ThemeChoice::Dark);
    QVERIFY(m_window->palette().color(QPalette::Window).lightness() < 128);
    // No text keeps the colour of the theme before.
    QTRY_COMPARE(labelsOfAnotherTheme(), QStringList());
    m_appearance->setTheme(workspace::Preferences::ThemeChoice::Light);
    QVERIFY(m_window->palette().color(QPalette::Window).lightness() > 128);
    QTRY_COMPARE(labelsOfAnotherTheme(), QStringList());
    const int before = m_window->currentView()->yaml()->textHeight(0);
    m_appearance->setTextSize(200);
    QVERIFY(m_window->currentView()->yaml()->textHeight(0) > before * 3 / 2);
    // It still fits on a small screen.
    QTRY_VERIFY2(m_window->minimumSizeHint().height() <= 800,
                 qPrintable(QString::number(m_window->minimumSizeHint().height())));
    m_appearance->setTextSize(100);
}

REGISTER_TEST(TestMainWindow);
#include "tst_mainwindow.moc"
