#include "freshstart.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/expreditor.h"
#include "widgets/mainwindow.h"
#include "widgets/ruleform.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QByteArray composedRules = R"(groups:
- name: g
  rules:
  # note:
  - alert: A
    expr: up{job="x"} == 0
    annotations:
      summary: "down"
)";

/// The keys of 한글 as ibus-hangul sends them: the next syllable's first letter commits the one before.
struct ComposeStep
{
    const char *commit;
    const char *preedit;
};
constexpr ComposeStep hangul[] = {{"", "ㅎ"}, {"", "하"}, {"", "한"}, {"한", "ㄱ"}, {"", "그"}, {"", "글"}, {"글", ""}};

} // namespace

/// Korean input in the real window: sequences of input method events, with everything that may come in between.
class TestComposing : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void commitsInTheMiddle();
    void commitsInTheMiddleOfAnExpression();
    void noAnalysisAcrossTheTimer();
    void undoTakesTheWordBack();
    void undoWhileComposing();
    void savesWholeSyllables();
    void leavingTheEditorKeepsTheSyllable();
    void leavingTheExpressionKeepsTheSyllable();
    void cancelledSyllablesLeaveNothing();
    void namesInTheForm();

private:
    void start(int threads);
    static void send(QWidget *editor, const ComposeStep &step)
    {
        QInputMethodEvent event(QString::fromUtf8(step.preedit), {});
        event.setCommitString(QString::fromUtf8(step.commit));
        QCoreApplication::sendEvent(editor, &event);
    }
    /// Behind "# note:".
    widgets::YamlEditor *yamlAtNote();
    [[nodiscard]] QByteArray text() const
    {
        return QByteArray::fromStdString(m_window->currentView()->document()->text());
    }
    static QByteArray noted(const QByteArray &added)
    {
        return QByteArray(composedRules).replace("# note:", "# note:" + added);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestComposing::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(m_folder->filePath("rules.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(composedRules) == composedRules.size());
    file.close();
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    start(0);
}

void TestComposing::start(int threads)
{
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), threads);
    m_window->show();
    m_window->openPath(m_folder->path());
    QTRY_VERIFY(m_window->currentView());
    widgets::DocumentView *view = m_window->currentView();
    QTRY_VERIFY(view->document()->rulesVersion() == view->document()->version());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestComposing::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

widgets::YamlEditor *TestComposing::yamlAtNote()
{
    widgets::YamlEditor *yaml = m_window->currentView()->yaml();
    yaml->setFocus();
    yaml->setCursorOffset(std::size_t(composedRules.indexOf("# note:") + 7));
    return yaml;
}

void TestComposing::commitsInTheMiddle()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    const auto analysed = m_window->currentView()->document()->rulesVersion();
    for (const ComposeStep &step : hangul) {
        send(yaml, step);
        QCOMPARE(yaml->isComposing(), *step.preedit != '\0');
        QCOMPARE(QByteArray::fromStdString(yaml->bytes()), text());
        if (yaml->isComposing())
            QCOMPARE(m_window->currentView()->document()->rulesVersion(), analysed);
    }
    QCOMPARE(text(), noted("한글"));
    QCOMPARE(m_window->currentView()->document()->rulesVersion(), m_window->currentView()->document()->version());
}

void TestComposing::commitsInTheMiddleOfAnExpression()
{
    m_window->showRule({m_folder->filePath("rules.yaml").toStdString(), 0, std::nullopt, "g", 0});
    widgets::ExprEditor *expr = m_window->currentView()->form()->exprEditor();
    expr->setFocus();
    expr->setCursorOffset(std::string_view("up{job=\"x").size());
    for (const ComposeStep &step : hangul)
        send(expr, step);
    m_window->currentView()->commitPending();
    QCOMPARE(text(), QByteArray(composedRules).replace("job=\"x", "job=\"x한글"));
}

void TestComposing::noAnalysisAcrossTheTimer()
{
    m_window.reset();
    start(1);
    widgets::YamlEditor *yaml = yamlAtNote();
    workspace::Document *document = m_window->currentView()->document();
    // A key starts the timer of the analysis, and the syllable begins before it has run out.
    QTest::keyClicks(yaml->viewport(), " ");
    const auto typed = document->rulesVersion();
    QSignalSpy analysed(document, &workspace::Document::analysed);
    send(yaml, hangul[0]);
    send(yaml, hangul[1]);
    QVERIFY(!analysed.wait(500));
    QCOMPARE(document->rulesVersion(), typed);
    send(yaml, {"하", ""});
    QTRY_COMPARE(document->rulesVersion(), document->version());
    QCOMPARE(text(), noted(" 하"));
}

void TestComposing::undoTakesTheWordBack()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    for (const ComposeStep &step : hangul)
        send(yaml, step);
    int steps = 0;
    while (m_window->currentView()->canUndo() && steps < 10) {
        m_window->actions()->action("undo")->trigger();
        ++steps;
        // Whole syllables only: never a half one.
        QVERIFY2(text() == noted("한") || text() == noted(""), text());
    }
    QCOMPARE(text(), composedRules);
    QVERIFY(steps >= 1 && steps <= 2);
    while (m_window->currentView()->canRedo())
        m_window->actions()->action("redo")->trigger();
    QCOMPARE(text(), noted("한글"));
}

void TestComposing::undoWhileComposing()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    send(yaml, hangul[0]);
    send(yaml, hangul[1]);
    m_window->actions()->action("undo")->trigger();
    QVERIFY(!yaml->isComposing());
    QCOMPARE(text(), composedRules);
    QCOMPARE(QByteArray::fromStdString(yaml->bytes()), composedRules);
}

void TestComposing::savesWholeSyllables()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    for (int i = 0; i < 5; ++i)
        send(yaml, hangul[i]);
    m_window->actions()->action("save")->trigger();
    QVERIFY(!yaml->isComposing());
    QFile file(m_folder->filePath("rules.yaml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), noted("한그"));
    QVERIFY(!m_window->currentView()->document()->isModified());
    // And the analysis goes on.
    QCOMPARE(m_window->currentView()->document()->rulesVersion(), m_window->currentView()->document()->version());
}

void TestComposing::leavingTheEditorKeepsTheSyllable()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    send(yaml, hangul[0]);
    send(yaml, hangul[1]);
    m_window->currentView()->form()->exprEditor()->setFocus();
    QTRY_VERIFY(!yaml->isComposing());
    QCOMPARE(text(), noted("하"));
    QCOMPARE(m_window->currentView()->document()->rulesVersion(), m_window->currentView()->document()->version());
}

void TestComposing::leavingTheExpressionKeepsTheSyllable()
{
    m_window->showRule({m_folder->filePath("rules.yaml").toStdString(), 0, std::nullopt, "g", 0});
    widgets::ExprEditor *expr = m_window->currentView()->form()->exprEditor();
    expr->setFocus();
    expr->setCursorOffset(std::string_view("up{job=\"x").size());
    send(expr, hangul[0]);
    send(expr, hangul[1]);
    QCOMPARE(text(), composedRules);
    m_window->currentView()->yaml()->setFocus();
    QTRY_COMPARE(text(), QByteArray(composedRules).replace("job=\"x", "job=\"x하"));
}

void TestComposing::cancelledSyllablesLeaveNothing()
{
    widgets::YamlEditor *yaml = yamlAtNote();
    send(yaml, hangul[0]);
    send(yaml, hangul[1]);
    send(yaml, {"", ""});
    QVERIFY(!yaml->isComposing());
    QCOMPARE(text(), composedRules);
    QCOMPARE(QByteArray::fromStdString(yaml->bytes()), composedRules);
}

void TestComposing::namesInTheForm()
{
    m_window->showRule({m_folder->filePath("rules.yaml").toStdString(), 0, std::nullopt, "g", 0});
    auto *name = m_window->currentView()->form()->findChild<QLineEdit *>("ruleName");
    name->setFocus();
    name->setCursorPosition(1);
    for (const ComposeStep &step : hangul) {
        send(name, step);
        // A line's pre-edit text is not in the document before it is committed.
        QCOMPARE(text(), composedRules);
    }
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(text(), QByteArray(composedRules).replace("alert: A", "alert: A한글"));
}

REGISTER_TEST(TestComposing);

#include "tst_composing.moc"
