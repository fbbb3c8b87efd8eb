#include "freshstart.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/comparedialog.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

namespace {

bool writeVersion(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool gitIn(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start("git", QStringList({"-c", "user.name=Ada", "-c", "user.email=ada@example.org"}) + arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

/// Rules that every version has, and one of its own. `Rewired` reads another metric in each of them.
QByteArray ruleRefsIn(const QByteArray &version)
{
    return "groups:\n- name: g\n  interval: 200ms\n  rules:\n"
           "  - record: same:sum\n    expr: vector(3)\n"
           "  - alert: Firing\n    expr: same:sum > 2\n"
           "  - alert: Rewired\n    expr: of_" +
           version + " > 0\n  - alert: Only" + version + "\n    expr: same:sum > 9\n";
}

struct VersionCase
{
    const char *name;
    /// The entry of the dialog.
    const char *entry;
};

constexpr VersionCase versions[] = {{"head", "Git revision"},
                                    {"disk", "Files on disk"},
                                    {"buffers", "What is being edited"},
                                    {"copies", "GitOps copies"},
                                    {"endpoint", "Loaded at prod"}};

} // namespace

/// The graph in the real window with a GitOps repository and a real Prometheus: five versions of one file.
class TestGraphVersions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void showsWhatTheEndpointSays();
    void comparesAnyTwoVersions_data();
    void comparesAnyTwoVersions();
    void comparesTwoRevisions();

private:
    [[nodiscard]] widgets::CardItem *card(const QString &name) const;
    widgets::CompareDialog *openDialog();
    void compare(widgets::CompareDialog *dialog);

    QTemporaryDir m_folder;
    support::PrometheusServer m_server;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestGraphVersions::initTestCase()
{
    startFresh();
    const QString source = m_folder.filePath("source");
    const QString gitops = m_folder.filePath("gitops");
    QVERIFY(writeVersion(m_folder.filePath("server/rules.yaml"), ruleRefsIn("endpoint")));
    support::PrometheusServer::Options options;
    options.configuration = "rule_files: ['" + m_folder.filePath("server/rules.yaml").toUtf8() + "']\n";
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    QVERIFY(writeVersion(source + "/rulewright.yaml",
                         "source: .\ngitops: ../gitops\nmappings:\n- source: monitoring/\n  gitops: base/\n"
                         "endpoints:\n- name: prod\n  url: " +
                             m_server.url().toUtf8() + "\n"));
    QVERIFY(writeVersion(source + "/monitoring/rules.yaml", ruleRefsIn("older")));
    QVERIFY(writeVersion(gitops + "/base/rules.yaml", ruleRefsIn("copies")));
    for (const QString &repository : {source, gitops}) {
        QVERIFY(gitIn(repository, {"init", "-q", "-b", "main"}));
        QVERIFY(gitIn(repository, {"add", "-A"}));
        QVERIFY(gitIn(repository, {"commit", "-q", "-m", "First"}));
    }
    QVERIFY(writeVersion(source + "/monitoring/rules.yaml", ruleRefsIn("head")));
    QVERIFY(gitIn(source, {"commit", "-q", "-a", "-m", "Second"}));
    QVERIFY(writeVersion(source + "/monitoring/rules.yaml", ruleRefsIn("disk")));

    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->resize(1280, 800);
    m_window->show();
    m_window->openPath(source);
    // The workspace file's endpoint is contacted when it was accepted.
    const auto buttons = m_window->messages()->findChildren<QPushButton *>();
    QVERIFY(!buttons.isEmpty());
    buttons.first()->click();
    widgets::DocumentView *view = m_window->currentView();
    QVERIFY(view);
    const std::string text = view->document()->text();
    QVERIFY(view->document()->apply({{{0, text.size()}, ruleRefsIn("buffers").toStdString()}}));
    QTRY_VERIFY(view->document()->rulesVersion() == view->document()->version());
    m_window->actions()->action("show-graph")->trigger();
    QTRY_VERIFY(card("Onlybuffers"));
}

void TestGraphVersions::cleanupTestCase()
{
    m_window.reset();
    m_appearance.reset();
    m_server.stop();
}

widgets::CardItem *TestGraphVersions::card(const QString &name) const
{
    const auto *view = m_window->graph()->findChild<widgets::GraphView *>("graphView");
    const auto *scene = qobject_cast<widgets::GraphScene *>(view->scene());
    for (int i = 0; i < scene->nodeCount(); ++i) {
        if (scene->card(i)->content().name == name)
            return scene->card(i);
    }
    return nullptr;
}

void TestGraphVersions::showsWhatTheEndpointSays()
{
    const auto detail = [this](const QString &name) { return card(name) ? card(name)->content().detail : QString(); };
    const auto askAgain = [this] {
        // Who comes back to the page sees the newest state.
        m_window->actions()->action("refresh-status")->trigger();
        QTest::qWait(50);
    };
    QTRY_VERIFY_WITH_TIMEOUT((askAgain(), detail("same:sum").contains("1 series")), 60000);
    QTRY_VERIFY_WITH_TIMEOUT((askAgain(), detail("Firing").contains("firing")), 60000);
    QVERIFY(detail("same:sum").contains("3"));
    QCOMPARE(int(card("Firing")->content().tone), int(widgets::CardContent::Tone::Firing));
    QVERIFY(detail("of_buffers").contains("missing at prod"));
    QVERIFY(card("of_buffers")->content().problem);
    QVERIFY(detail("Onlybuffers").contains("not loaded"));
}

widgets::CompareDialog *TestGraphVersions::openDialog()
{
    m_window->actions()->action("compare-versions")->trigger();
    for (widgets::CompareDialog *dialog : m_window->findChildren<widgets::CompareDialog *>()) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

void TestGraphVersions::compare(widgets::CompareDialog *dialog)
{
    if (m_window->graph()->isComparing())
        m_window->graph()->setComparison(nullptr, {});
    const QPointer guard(dialog);
    dialog->findChild<QPushButton *>("compareNow")->click();
    QTRY_VERIFY2_WITH_TIMEOUT(!guard || !guard->isVisible(),
                              qPrintable(guard ? guard->findChild<QLabel *>("compareProblem")->text() : QString()),
                              20000);
    QTRY_VERIFY(m_window->graph()->isComparing() && !m_window->graph()->isBusy());
}

void TestGraphVersions::comparesAnyTwoVersions_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("fromEntry");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("toEntry");
    for (const VersionCase &from : versions) {
        for (const VersionCase &to : versions)
            QTest::addRow("%s to %s", from.name, to.name) << from.name << from.entry << to.name << to.entry;
    }
}

void TestGraphVersions::comparesAnyTwoVersions()
{
    QFETCH(QString, from);
    QFETCH(QString, fromEntry);
    QFETCH(QString, to);
    QFETCH(QString, toEntry);
    widgets::CompareDialog *dialog = openDialog();
    QVERIFY(dialog);
    for (const auto &[name, entry] : {std::pair("before", fromEntry), std::pair("after", toEntry)}) {
        auto *kinds = dialog->findChild<QComboBox *>(QLatin1String(name));
        const int index = kinds->findText(entry);
        QVERIFY2(index >= 0, qPrintable(entry));
        kinds->setCurrentIndex(index);
    }
    compare(dialog);
    const auto changeOf = [this](const QString &name) {
        return card(name) ? card(name)->content().change : rules::Change::Changed;
    };
    QCOMPARE(int(changeOf("same:sum")), int(rules::Change::Unchanged));
    QCOMPARE(int(changeOf("Firing")), int(rules::Change::Unchanged));
    if (from == to) {
        QCOMPARE(int(changeOf("Only" + from)), int(rules::Change::Unchanged));
        QCOMPARE(int(changeOf("Rewired")), int(rules::Change::Unchanged));
        return;
    }
    QCOMPARE(int(changeOf("Only" + from)), int(rules::Change::Removed));
    QCOMPARE(int(changeOf("Only" + to)), int(rules::Change::Added));
    QCOMPARE(int(changeOf("Rewired")), int(rules::Change::Rewired));
}

void TestGraphVersions::comparesTwoRevisions()
{
    widgets::CompareDialog *dialog = openDialog();
    QVERIFY(dialog);
    for (const auto &[name, revision] : {std::pair("before", "HEAD~1"), std::pair("after", "main")}) {
        auto *kinds = dialog->findChild<QComboBox *>(QLatin1String(name));
        kinds->setCurrentIndex(kinds->findText("Git revision"));
        dialog->findChild<QLineEdit *>(QLatin1String(name) + QStringLiteral("Revision"))->setText(revision);
    }
    compare(dialog);
    QVERIFY(card("Onlyolder") && card("Onlyhead"));
    QCOMPARE(int(card("Onlyolder")->content().change), int(rules::Change::Removed));
    QCOMPARE(int(card("Onlyhead")->content().change), int(rules::Change::Added));
}

REGISTER_TEST(TestGraphVersions);

#include "tst_graphversions.moc"
