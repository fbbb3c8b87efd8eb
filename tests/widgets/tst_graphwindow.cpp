#include "freshstart.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/changedialog.h"
#include "widgets/comparedialog.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

namespace {

bool writeGraphFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool runGit(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start("git", QStringList({"-c", "user.name=Ada", "-c", "user.email=ada@example.org"}) + arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

constexpr const char *graphRules = R"(groups:
- name: g
  rules:
  - record: a:sum
    expr: sum(up{job="gateway"})
  - alert: Low
    expr: a:sum < 3
    labels: {severity: critical, team: db}
)";

constexpr const char *graphDashboard = R"json({"title": "Overview", "panels": [{"targets": [{"expr": "a:sum"}]}]})json";

} // namespace

/// The graph in the real window, over real files and a real repository.
class TestGraphWindow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void knowsJobsAndDashboards();
    void opensAMenuOnNodes();
    void menuRenamesARecordingRuleEverywhere();
    void menuOpensAnAlertToBeRenamed();
    void comparesARevisionWithTheBuffers();
    void saysWhyVersionsCannotBeCompared();

private:
    [[nodiscard]] std::string idOf(const std::string &name) const;
    void choose(const std::string &node, const QString &entry);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestGraphWindow::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(writeGraphFile(m_folder->filePath("rules.yaml"), graphRules));
    QVERIFY(writeGraphFile(m_folder->filePath("overview.json"), graphDashboard));
    QVERIFY(writeGraphFile(m_folder->filePath("prometheus.yml"), "scrape_configs:\n- job_name: gateway\n"));
    QVERIFY(runGit(m_folder->path(), {"init", "-q", "-b", "main"}));
    QVERIFY(runGit(m_folder->path(), {"add", "-A"}));
    QVERIFY(runGit(m_folder->path(), {"commit", "-q", "-m", "First"}));
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
    m_window->openPath(m_folder->path());
    QTRY_VERIFY(!m_window->workspace()->graph().nodes.empty());
    m_window->actions()->action("show-graph")->trigger();
    QTRY_VERIFY(!m_window->graph()->visibleGraph().nodes.empty() && !m_window->graph()->isBusy());
}

void TestGraphWindow::cleanup()
{
    m_window.reset();
    m_appearance.reset();
    m_folder.reset();
}

std::string TestGraphWindow::idOf(const std::string &name) const
{
    for (const rules::GraphNode &node : m_window->workspace()->graph().nodes) {
        if (node.name == name)
            return node.id;
    }
    return {};
}

void TestGraphWindow::knowsJobsAndDashboards()
{
    const rules::DependencyGraph &graph = m_window->workspace()->graph();
    QVERIFY(graph.find("job:gateway"));
    const std::string dashboard = idOf("Overview");
    QVERIFY(QString::fromStdString(dashboard).endsWith("/overview.json:0:"));
    QTRY_VERIFY(m_window->graph()->visibleGraph().find(idOf("a:sum")));
    // They stand behind a switch.
    QVERIFY(!m_window->graph()->visibleGraph().find("job:gateway"));
    QVERIFY(!m_window->graph()->visibleGraph().find(dashboard));
    m_window->graph()->selectNode(idOf("a:sum"));
    QTRY_COMPARE(m_window->graph()->findChild<QLabel *>("graphCounts")->text(),
                 QString("Read by 1 alert(s) · 1 dashboard(s)"));
}

void TestGraphWindow::opensAMenuOnNodes()
{
    emit m_window->graph()->nodeMenuRequested(idOf("a:sum"), {10, 10});
    auto *menu = m_window->findChild<QMenu *>("graphMenu");
    QVERIFY(menu);
    QAction *downstream = nullptr;
    for (QAction *action : menu->actions()) {
        if (action->text().remove('&') == "Show what reads it")
            downstream = action;
    }
    QVERIFY(downstream);
    downstream->trigger();
    QCOMPARE(m_window->graph()->visibleGraph().nodes.size(), std::size_t(2));
    menu->close();
}

void TestGraphWindow::choose(const std::string &node, const QString &entry)
{
    emit m_window->graph()->nodeMenuRequested(idOf(node), {10, 10});
    QAction *wanted = nullptr;
    auto *menu = m_window->findChild<QMenu *>("graphMenu");
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (action->text().remove('&') == entry)
            wanted = action;
    }
    QVERIFY2(wanted, qPrintable(entry));
    wanted->trigger();
    menu->close();
}

void TestGraphWindow::menuRenamesARecordingRuleEverywhere()
{
    choose("a:sum", "Rename…");
    auto *dialog = m_window->findChild<widgets::ChangeDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->findChild<QLineEdit *>("changeValue")->setText("gateways:up:sum");
    auto *apply = dialog->findChild<QPushButton *>("changeApply");
    QTRY_VERIFY(apply->isEnabled());
    apply->click();
    const QString path = m_folder->filePath("rules.yaml");
    const auto document = m_window->workspace()->document(path);
    QVERIFY(document);
    QVERIFY((*document)->text().find("record: gateways:up:sum") != std::string::npos);
    QVERIFY((*document)->text().find("expr: gateways:up:sum < 3") != std::string::npos);
    QTRY_VERIFY(!idOf("gateways:up:sum").empty());
    QVERIFY(idOf("a:sum").empty());
}

void TestGraphWindow::menuOpensAnAlertToBeRenamed()
{
    choose("Low", "Rename…");
    QVERIFY(m_window->currentView());
    QCOMPARE(m_window->currentView()->currentRule()->index, std::size_t(1));
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), QString("ruleName"));
}

void TestGraphWindow::comparesARevisionWithTheBuffers()
{
    const auto document = m_window->workspace()->document(m_folder->filePath("rules.yaml"));
    QVERIFY(document);
    const std::size_t at = (*document)->text().find("< 3") + 2;
    QVERIFY((*document)->apply({{{at, at + 1}, "2"}}));
    QTRY_VERIFY(m_window->workspace()->files().front().rules->text().find("< 2") != std::string::npos);
    m_window->actions()->action("compare-versions")->trigger();
    const QPointer dialog = m_window->findChild<widgets::CompareDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    // What a reviewer wants first: the last commit against what is being edited.
    QCOMPARE(dialog->findChild<QLineEdit *>("beforeRevision")->text(), QString("HEAD"));
    QCOMPARE(dialog->findChild<QComboBox *>("after")->currentText(), QString("What is being edited"));
    dialog->findChild<QPushButton *>("compareNow")->click();
    QTRY_VERIFY(m_window->graph()->isComparing());
    QTRY_VERIFY(!dialog);
    QVERIFY(m_window->graph()->isVisible());
    QCOMPARE(m_window->graph()->visibleGraph().nodes.size(), std::size_t(3));
    auto *close = m_window->graph()->findChild<QPushButton *>("closeComparison");
    close->click();
    QVERIFY(!m_window->graph()->isComparing());
}

void TestGraphWindow::saysWhyVersionsCannotBeCompared()
{
    m_window->actions()->action("compare-versions")->trigger();
    auto *dialog = m_window->findChild<widgets::CompareDialog *>();
    QVERIFY(dialog);
    auto *revision = dialog->findChild<QLineEdit *>("beforeRevision");
    auto *compare = dialog->findChild<QPushButton *>("compareNow");
    revision->clear();
    QVERIFY(!compare->isEnabled());
    revision->setText("no-such-branch");
    compare->click();
    auto *problem = dialog->findChild<QLabel *>("compareProblem");
    QTRY_COMPARE(problem->text(), QString("The repository has no commit no-such-branch."));
    QVERIFY(dialog->isVisible() && compare->isEnabled());
    dialog->reject();
}

REGISTER_TEST(TestGraphWindow);

#include "tst_graphwindow.moc"
