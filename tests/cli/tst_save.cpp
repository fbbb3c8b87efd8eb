#include "clitest.h"
#include "support/registry.h"
#include "unit/workspace/savefixture.h"

#include <QTest>

class TestSave : public QObject
{
    Q_OBJECT

private slots:
    void savesBoth();
    void showsWhatItWouldDo();
    void hasNothingToSave();
    void saysWhenOneSideChanges();
    void refusesWithEveryReason();
    void savesToABranchWhenBehind();
    void catchesUpOnRequest();
    void tellsWhatWasNotPushed();
    void undoesAndNamesTheHook();
    void refusesBadUse_data();
    void refusesBadUse();
};

void TestSave::savesBoth()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "Wait longer"});
    QVERIFY2(result.code == 0, result.err.c_str());
    QVERIFY(result.err.empty());
    const QString expected = "source: " + fixture.source.head().left(12) +
                             " infra/rules/a.yaml\ngitops: " + fixture.gitops.head().left(12) +
                             " base/rules/a.yaml\nRulewright-Save: ";
    QVERIFY2(QString::fromStdString(result.out).startsWith(expected), result.out.c_str());
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("10m"));
    QCOMPARE(fixture.source.git({"log", "-1", "--format=%s"}), QString("Wait longer"));
}

void TestSave::showsWhatItWouldDo()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const QString before = fixture.source.head() + fixture.gitops.head();
    const CliRun result = runCli({"save", fixture.source.path("rulewright.yaml"), "--dry-run"});
    QCOMPARE(result.code, 0);
    QVERIFY(result.out.find(", branch main\n--- a/infra/rules/a.yaml\n+++ b/infra/rules/a.yaml\n@@ ") !=
            std::string::npos);
    QVERIFY(result.out.find("-    for: 5m # ours\n+    for: 10m # ours\n") != std::string::npos);
    QCOMPARE(fixture.source.head() + fixture.gitops.head(), before);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin());
}

void TestSave::hasNothingToSave()
{
    const SaveFixture fixture;
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.out, std::string("There is nothing to save.\n"));
}

void TestSave::saysWhenOneSideChanges()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("10m"));
    const QString gitops = fixture.gitops.head();
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(result.code, 0);
    QVERIFY(result.out.ends_with("Only the source repository changes.\n"));
    QCOMPARE(fixture.gitops.head(), gitops);
    QVERIFY(fixture.source.changes().isEmpty());
}

void TestSave::refusesWithEveryReason()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    fixture.gitops.write("base/rules/a.yaml", "mine: 1\n");
    fixture.gitops.git({"checkout", "--quiet", "--detach"});
    const QString before = fixture.source.head() + fixture.gitops.head();
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.empty());
    QVERIFY(result.err.find("base/rules/a.yaml has uncommitted changes") != std::string::npos);
    QVERIFY(result.err.find("HEAD is detached in") != std::string::npos);
    QVERIFY(result.err.ends_with("Nothing was changed in either repository.\n"));
    QCOMPARE(fixture.source.head() + fixture.gitops.head(), before);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), QByteArray("mine: 1\n"));
}

void TestSave::savesToABranchWhenBehind()
{
    const SaveFixture fixture;
    fixture.gitops.git({"init", "--quiet", "--bare", "--initial-branch=main", fixture.folder.filePath("origin.git")});
    fixture.gitops.git({"remote", "add", "origin", fixture.folder.filePath("origin.git")});
    fixture.gitops.commit("x", "1");
    fixture.gitops.git({"push", "--quiet", "-u", "origin", "main"});
    fixture.gitops.git({"reset", "--quiet", "--hard", "HEAD~1"});
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const CliRun refused = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(refused.code, 2);
    QVERIFY(refused.err.find("behind its upstream; missing commits: 1.") != std::string::npos);
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m", "--branch", "wait"});
    QVERIFY2(result.code == 0, result.err.c_str());
    QCOMPARE(fixture.source.git({"symbolic-ref", "--short", "HEAD"}), QString("wait"));
}

void TestSave::catchesUpOnRequest()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/a.yaml", fixture.rules("10m"));
    const CliRun silent = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(silent.code, 0);
    QCOMPARE(silent.out, std::string("There is nothing to save.\n"));
    QVERIFY(silent.err.find("base/rules/a.yaml lacks what was committed to infra/rules/a.yaml before") !=
            std::string::npos);
    const CliRun shown = runCli({"save", fixture.source.path(), "--dry-run", "--catch-up"});
    QVERIFY2(shown.out.find("  carries " + fixture.source.head().left(12).toStdString() +
                            " Change infra/rules/a.yaml\n") != std::string::npos,
             shown.out.c_str());
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin());
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m", "--catch-up"});
    QCOMPARE(result.code, 0);
    QVERIFY2(result.out.ends_with("Only the gitops repository changes.\n"), result.out.c_str());
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("10m"));
    QCOMPARE(fixture.gitops.git({"log", "-1", "--format=%(trailers:key=Source-Commit,valueonly)"}),
             fixture.source.head());
}

void TestSave::tellsWhatWasNotPushed()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m", "--push"});
    QCOMPARE(result.code, 1);
    QVERIFY(result.err.find("The commits are made, but main in") != std::string::npos);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("10m"));
}

void TestSave::undoesAndNamesTheHook()
{
    const SaveFixture fixture;
    fixture.gitops.hook("pre-commit", "echo 'rules need a ticket'; exit 1\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const CliRun result = runCli({"save", fixture.source.path(), "-m", "m"});
    QCOMPARE(result.code, 2);
    QVERIFY(result.err.find("the pre-commit hook of") != std::string::npos);
    QVERIFY(result.err.ends_with("rules need a ticket\n"));
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin());
    QCOMPARE(fixture.source.changes(), QString("M infra/rules/a.yaml"));
}

void TestSave::refusesBadUse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no message") << QStringList{"save"};
    QTest::newRow("empty message") << QStringList{"save", "-m", " "};
    QTest::newRow("two workspaces") << QStringList{"save", "a", "b", "-m", "m"};
    QTest::newRow("no workspace") << QStringList{"save", "/nowhere", "-m", "m"};
}

void TestSave::refusesBadUse()
{
    QFETCH(QStringList, arguments);
    const CliRun result = runCli(arguments);
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.empty());
    QVERIFY(result.err.starts_with("rulewright-cli save: "));
}

REGISTER_TEST(TestSave);

#include "tst_save.moc"
