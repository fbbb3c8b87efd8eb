#include "repositories.h"
#include "support/registry.h"

#include <QTest>

using workspace::Git;

class TestGit : public QObject
{
    Q_OBJECT

private slots:
    void readsTheState();
    void countsAheadAndBehind();
    void seesOperations();
    void readsCommittedFiles();
    void findsTheRoot();
    void reportsFailures();
    void ignoresAForeignGitEnvironment();
};

void TestGit::readsTheState()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("a b"));
    auto status = Git(repository.path()).status();
    QVERIFY(status.ok());
    QCOMPARE(status->branch, QString("main"));
    QVERIFY(status->headId.isEmpty());
    const QString head = repository.commit("x.yaml", "a: 1\n");
    repository.commit("old.yaml", "a: 1\nb: 2\nc: 3\n");
    repository.git({"mv", "old.yaml", "new name.yaml"});
    repository.write("x.yaml", "a: 2\n");
    repository.write("untracked.yaml", "a: 2\n");
    status = Git(repository.path()).status();
    QCOMPARE(status->root, repository.path());
    QCOMPARE(status->changedFiles, 3);
    QVERIFY(!status->hasUpstream);
    QVERIFY(!status->bare);
    repository.git({"checkout", "--quiet", "--force", "--detach", head});
    status = Git(repository.path()).status();
    QVERIFY(status->branch.isEmpty());
    QCOMPARE(status->headId, head);
    repository.git({"init", "--quiet", "--bare", "bare.git"});
    status = Git(repository.path("bare.git")).status();
    QVERIFY(status.ok());
    QVERIFY(status->bare);
}

void TestGit::countsAheadAndBehind()
{
    const QTemporaryDir folder;
    const TestRepository first(folder.filePath("first"));
    first.commit("x", "1");
    first.git({"init", "--quiet", "--bare", "--initial-branch=main", folder.filePath("origin.git")});
    first.git({"remote", "add", "origin", folder.filePath("origin.git")});
    first.git({"push", "--quiet", "-u", "origin", "main"});
    const TestRepository second(folder.filePath("second"));
    second.git({"remote", "add", "origin", folder.filePath("origin.git")});
    second.git({"pull", "--quiet", "origin", "main"});
    second.commit("x", "2");
    second.commit("x", "3");
    second.git({"push", "--quiet", "origin", "main"});
    first.commit("y", "1");
    first.git({"fetch", "--quiet"});
    const auto status = Git(first.path()).status();
    QVERIFY(status->hasUpstream);
    QCOMPARE(status->ahead, 1);
    QCOMPARE(status->behind, 2);
}

void TestGit::seesOperations()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("x", "1\n");
    repository.git({"checkout", "--quiet", "-b", "side"});
    repository.commit("x", "side\n");
    repository.git({"checkout", "--quiet", "main"});
    repository.commit("x", "main\n");
    const Git git(repository.path());
    QCOMPARE(git.run({"merge", "side"})->exitCode, 1);
    QCOMPARE(git.status()->operation, QString("merge"));
    repository.git({"merge", "--abort"});
    QCOMPARE(git.run({"rebase", "side"})->exitCode, 1);
    QCOMPARE(git.status()->operation, QString("rebase"));
    repository.git({"rebase", "--abort"});
    QCOMPARE(git.run({"cherry-pick", "side"})->exitCode, 1);
    QCOMPARE(git.status()->operation, QString("cherry-pick"));
}

void TestGit::readsCommittedFiles()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("dir/오류.yaml", "a: 1\n");
    repository.write("dir/오류.yaml", "a: 2\n");
    const Git git(repository.path());
    QCOMPARE(git.fileAt("HEAD", "dir/오류.yaml")->value(), QByteArray("a: 1\n"));
    QVERIFY(!git.fileAt("HEAD", "none.yaml")->has_value());
    repository.commit(".gitattributes", "*.txt eol=crlf\n");
    repository.commit("x.txt", "a\r\nb\r\n");
    QCOMPARE(git.fileAt("HEAD", "x.txt")->value(), QByteArray("a\r\nb\r\n"));
}

void TestGit::findsTheRoot()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    QCOMPARE(*workspace::repositoryRoot(repository.path("not/there/yet.yaml")), repository.path());
    QVERIFY(QDir(folder.path()).mkdir("plain"));
    const auto none = workspace::repositoryRoot(folder.filePath("plain"));
    QCOMPARE(none.error().kind, base::ErrorKind::NotFound);
    QVERIFY(none.error().text.english().find("plain") != std::string::npos);
}

void TestGit::reportsFailures()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    const auto failed = Git(repository.path()).output({"rev-parse", "--verify", "nothing"});
    QVERIFY(!failed.error().detail.empty());
    QVERIFY(failed.error().text.english().find("rev-parse") != std::string::npos);
    QCOMPARE(Git(folder.filePath("gone")).run({"status"}).error().kind, base::ErrorKind::NotFound);
}

void TestGit::ignoresAForeignGitEnvironment()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    const TestRepository other(folder.filePath("other"));
    qputenv("GIT_DIR", other.path(".git").toUtf8());
    qputenv("GIT_INDEX_FILE", other.path(".git/index").toUtf8());
    const auto root = workspace::repositoryRoot(repository.path());
    qunsetenv("GIT_DIR");
    qunsetenv("GIT_INDEX_FILE");
    QCOMPARE(*root, repository.path());
}

REGISTER_TEST(TestGit);

#include "tst_git.moc"
