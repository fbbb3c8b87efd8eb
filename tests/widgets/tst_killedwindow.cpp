#include "freshstart.h"
#include "support/registry.h"
#include "unit/workspace/repositories.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace {

constexpr int killPatience = 60'000;
constexpr const char *folderVariable = "RULEWRIGHT_TEST_KILLED_FOLDER";
constexpr const char *homeVariable = "RULEWRIGHT_TEST_KILLED_HOME";

const QByteArray alertRules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n";
const QByteArray recordRules = "groups:\n- name: h\n  rules:\n  - record: a:b\n    expr: sum(up)\n";

QByteArray onDisk(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

/// As a person does, at the end of the file.
void typeAtTheEnd(widgets::MainWindow &window, const QString &path, const QString &text)
{
    for (const workspace::RuleFile &file : window.workspace()->files()) {
        if (file.path == path)
            window.showRule(file.rules->refOf(file.rules->groups()[0], 0));
    }
    widgets::YamlEditor *yaml = window.currentView()->yaml();
    QCOMPARE(window.currentView()->document()->path(), path);
    yaml->setFocus();
    QTest::keyClick(yaml, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(yaml, text);
}

} // namespace

/// What happens to unsaved changes beneath which something gives way: the process is killed, the branch is switched.
class TestKilledWindow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void typesUntilItIsKilled();
    void findsUnsavedChangesAgain();
    void keepsUnsavedChangesOverAnotherBranch();
};

void TestKilledWindow::init()
{
    if (!qEnvironmentVariableIsSet(folderVariable)) {
        startFresh();
        return;
    }
    // Each test program has a home of its own.
    qputenv("HOME", qgetenv(homeVariable));
    useTestSettings();
}

void TestKilledWindow::typesUntilItIsKilled()
{
    if (!qEnvironmentVariableIsSet(folderVariable))
        QSKIP("The other test starts this one as a process of its own.");
    const QDir folder(qEnvironmentVariable(folderVariable));
    widgets::Appearance appearance;
    widgets::MainWindow window(&appearance, 2);
    window.show();
    window.openPath(folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(window.workspace()->files().size(), std::size_t(2), killPatience);
    QTRY_VERIFY_WITH_TIMEOUT(window.currentView(), killPatience);
    typeAtTheEnd(window, folder.filePath("a.yml"), "# typed in a");
    typeAtTheEnd(window, folder.filePath("b.yml"), "# typed in b");
    QApplication::exec();
}

void TestKilledWindow::findsUnsavedChangesAgain()
{
    const QTemporaryDir temporary;
    const QDir folder(QDir(temporary.path()).canonicalPath());
    write(folder.filePath("a.yml"), alertRules);
    write(folder.filePath("b.yml"), recordRules);
    QProcess other;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(folderVariable, folder.path());
    environment.insert(homeVariable, QDir::homePath());
    other.setProcessEnvironment(environment);
    other.start(QCoreApplication::applicationFilePath(), {"TestKilledWindow", "typesUntilItIsKilled"});
    QVERIFY(other.waitForStarted(killPatience));
    const auto isKept = [](const std::string &typed) {
        return std::ranges::any_of(workspace::stashedTexts(),
                                   [&typed](const workspace::StashedText &each) { return each.text.ends_with(typed); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isKept("# typed in a") && isKept("# typed in b"), killPatience);
    QCOMPARE(other.state(), QProcess::Running);
    other.kill();
    QVERIFY(other.waitForFinished(killPatience));
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    QCOMPARE(onDisk(folder.filePath("a.yml")), alertRules);
    // Meanwhile somebody else has changed one of the files.
    write(folder.filePath("b.yml"), "# theirs\n" + recordRules);

    widgets::Appearance appearance;
    appearance.setLanguage("en");
    widgets::MainWindow window(&appearance, 2);
    window.show();
    window.openPath(folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(window.messages()->text(), QString("Unsaved changes from last time: a.yml, b.yml."),
                              killPatience);
    const auto buttons = window.messages()->findChildren<QPushButton *>();
    const auto restore = std::ranges::find(buttons, QString("Restore"),
                                           [](const QPushButton *each) { return each->text().remove('&'); });
    QVERIFY(restore != buttons.end());
    QTest::mouseClick(*restore, Qt::LeftButton);
    const workspace::Document *mine = window.workspace()->openDocument(folder.filePath("a.yml"));
    const workspace::Document *both = window.workspace()->openDocument(folder.filePath("b.yml"));
    QVERIFY(mine && both);
    QCOMPARE(QByteArray::fromStdString(mine->text()), alertRules + "# typed in a");
    QVERIFY(mine->isModified() && !mine->changedOnDisk());
    QCOMPARE(QByteArray::fromStdString(both->text()), recordRules + "# typed in b");
    QVERIFY(both->isModified() && both->changedOnDisk());
    QCOMPARE(onDisk(folder.filePath("b.yml")), "# theirs\n" + recordRules);
}

void TestKilledWindow::keepsUnsavedChangesOverAnotherBranch()
{
    const QTemporaryDir temporary;
    const TestRepository repository(QDir(temporary.path()).canonicalPath() + "/rules");
    repository.commit("a.yml", alertRules);
    repository.commit("b.yml", recordRules);
    repository.git({"checkout", "--quiet", "-b", "other"});
    const QByteArray others = QByteArray(alertRules).replace("up == 0", "up != 1");
    repository.commit("a.yml", others);
    repository.commit("b.yml", "# theirs\n" + recordRules);
    repository.git({"checkout", "--quiet", "main"});

    widgets::Appearance appearance;
    appearance.setLanguage("en");
    widgets::MainWindow window(&appearance, 2);
    window.show();
    window.openPath(repository.path());
    QTRY_COMPARE_WITH_TIMEOUT(window.workspace()->files().size(), std::size_t(2), killPatience);
    QTRY_VERIFY_WITH_TIMEOUT(window.currentView(), killPatience);
    for (const workspace::RuleFile &file : window.workspace()->files())
        window.showRule(file.rules->refOf(file.rules->groups()[0], 0));
    workspace::Document *clean = window.workspace()->openDocument(repository.path("a.yml"));
    workspace::Document *dirty = window.workspace()->openDocument(repository.path("b.yml"));
    QVERIFY(clean && dirty);
    typeAtTheEnd(window, repository.path("b.yml"), "# mine");

    repository.git({"checkout", "--quiet", "other"});
    QTRY_COMPARE_WITH_TIMEOUT(QByteArray::fromStdString(clean->text()), others, killPatience);
    QVERIFY(!clean->isModified());
    QTRY_VERIFY_WITH_TIMEOUT(dirty->changedOnDisk(), killPatience);
    QCOMPARE(QByteArray::fromStdString(dirty->text()), recordRules + "# mine");
    QVERIFY(dirty->isModified());
    // Nothing of the other branch is written over.
    QVERIFY(!dirty->save());
    QCOMPARE(onDisk(repository.path("b.yml")), "# theirs\n" + recordRules);
    QTRY_VERIFY_WITH_TIMEOUT(window.workspace()->roots().front().status &&
                                 window.workspace()->roots().front().status->branch == "other",
                             killPatience);

    // Back where it was typed, it can be saved.
    repository.git({"checkout", "--quiet", "main"});
    QTRY_COMPARE_WITH_TIMEOUT(QByteArray::fromStdString(clean->text()), alertRules, killPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!dirty->changedOnDisk(), killPatience);
    QVERIFY(dirty->save().ok());
    QCOMPARE(onDisk(repository.path("b.yml")), recordRules + "# mine");
}

REGISTER_TEST(TestKilledWindow);
#include "tst_killedwindow.moc"
