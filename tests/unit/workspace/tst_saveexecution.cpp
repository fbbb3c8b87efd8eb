#include "savefixture.h"
#include "support/registry.h"

#include <QProcess>
#include <QTest>

using workspace::Recovery;
using workspace::SaveOptions;
using workspace::SavePlan;

class TestSaveExecution : public QObject
{
    Q_OBJECT

private slots:
    void commitsBoth();
    void leavesOtherWorkAlone();
    void writesNewFilesAndDeletesOld();
    void commitsOneRepositoryOnce();
    void keepsModesAndLineEnds();
    void hooksSeeTheNewFilesAndMayChangeThem();
    void undoesEverythingWhenSomethingFails_data();
    void undoesEverythingWhenSomethingFails();
    void savesToANewBranch();
    void pushesAndTellsWhatWasRejected();
    void survivesBeingKilledAnywhere_data();
    void survivesBeingKilledAnywhere();
    void recoversWhatCannotGoForward();
    void keepsWhatSomebodyWroteAfterACrash();
    void refusesASecondSaveAtTheSameTime();
    void worksInALinkedWorkTree();
};

namespace {

const QString sourceFile = "infra/rules/a.yaml";
const QString twinFile = "base/rules/a.yaml";

SaveOptions withMessage(const QString &message)
{
    SaveOptions options;
    options.message = message;
    return options;
}

QString trailer(const TestRepository &repository, const QString &key, const QString &revision = "HEAD")
{
    return repository.git({"log", "-1", "--format=%(trailers:key=" + key + ",valueonly)", revision}).trimmed();
}

/// Nothing that a save makes is left: locks, temporary files, journals.
QStringList leftovers(const TestRepository &repository)
{
    QStringList found;
    const auto look = [&](const QString &folder) {
        for (const QFileInfo &entry :
             QDir(folder).entryInfoList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)) {
            const QString name = entry.fileName();
            if (name.endsWith(".lock") || name.startsWith(".rulewright-") ||
                (folder.endsWith("/rulewright") && name != "lock" && name != "kept"))
                found += entry.filePath();
        }
    };
    for (const char *folder : {".git", ".git/rulewright", ".git/refs/heads", "infra/rules", "base/rules"})
        look(repository.path(folder));
    return found;
}

struct State
{
    QString head;
    QString index;
    QByteArray file;
    QByteArray other;

    State(const TestRepository &repository, const QString &path)
        : head(repository.head()),
          index(repository.git({"ls-files", "--stage"})),
          file(repository.read(path)),
          other(repository.read("other"))
    {}
    bool operator==(const State &) const = default;
};

} // namespace

void TestSaveExecution::commitsBoth()
{
    const SaveFixture fixture;
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const auto result = workspace::executeSave(fixture.plan(), withMessage("Wait longer\n\n#12 asked for it\n"));
    QVERIFY2(result.ok(), result.ok() ? "" : (result.error().text.english() + result.error().detail).c_str());
    QCOMPARE(result->commits.size(), std::size_t(2));
    QCOMPARE(fixture.source.head(), result->commits[0].commitId);
    QCOMPARE(fixture.gitops.head(), result->commits[1].commitId);
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("10m"));
    QVERIFY(fixture.source.changes().isEmpty());
    QVERIFY(fixture.gitops.changes().isEmpty());
    QCOMPARE(trailer(fixture.source, "Rulewright-Save"), result->id);
    QCOMPARE(trailer(fixture.gitops, "Rulewright-Save"), result->id);
    QCOMPARE(trailer(fixture.gitops, "Source-Commit"), fixture.source.head());
    QCOMPARE(fixture.gitops.git({"log", "-1", "--format=%s"}), QString("Wait longer"));
    QVERIFY(fixture.gitops.git({"log", "-1", "--format=%b"}).startsWith("#12 asked for it\n\nRulewright-Save: "));
    QCOMPARE(fixture.gitops.git({"reflog", "-1", "--format=%gs"}), QString("commit: Wait longer"));
    QCOMPARE(leftovers(fixture.source) + leftovers(fixture.gitops), QStringList());
    QVERIFY(fixture.plan().empty());
}

void TestSaveExecution::leavesOtherWorkAlone()
{
    const SaveFixture fixture;
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        repository->commit("other", "1\n");
        repository->commit("third", "1\n");
        repository->write("other", "staged\n");
        repository->git({"add", "other"});
        repository->write("other", "staged\nand more\n");
        repository->write("third", "changed\n");
        repository->write("untracked", "x\n");
    }
    fixture.source.write(sourceFile, fixture.rules("10m"));
    fixture.source.git({"add", sourceFile});
    QVERIFY(workspace::executeSave(fixture.plan(), withMessage("m")).ok());
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        QCOMPARE(repository->git({"status", "--porcelain"}), QString("MM other\n M third\n?? untracked"));
        QCOMPARE(repository->git({"show", "--format=", "--name-only", "HEAD"}),
                 repository == &fixture.source ? sourceFile : twinFile);
        QCOMPARE(repository->read("other"), QByteArray("staged\nand more\n"));
    }
}

void TestSaveExecution::writesNewFilesAndDeletesOld()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/old.yaml", "a: 1\n");
    fixture.gitops.commit("base/rules/old.yaml", "a: 1\n");
    QVERIFY(QFile::remove(fixture.source.path("infra/rules/old.yaml")));
    fixture.source.write("infra/rules/x/y/새 규칙.yaml", "b: 1\n");
    const SavePlan plan = fixture.plan(
        {}, {fixture.source.path("infra/rules/old.yaml"), fixture.source.path("infra/rules/x/y/새 규칙.yaml")});
    const auto result = workspace::executeSave(plan, withMessage("m"));
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    QVERIFY(!QFile::exists(fixture.gitops.path("base/rules/old.yaml")));
    QCOMPARE(fixture.gitops.read("base/rules/x/y/새 규칙.yaml"), QByteArray("b: 1\n"));
    QVERIFY(fixture.source.changes().isEmpty());
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveExecution::commitsOneRepositoryOnce()
{
    const SaveFixture fixture;
    fixture.source.commit("copy/a.yaml", fixture.twin());
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.gitops = workspace.source;
    workspace.mappings = {{"infra/rules", "copy"}};
    const QString before = fixture.source.head();
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const auto result = workspace::executeSave(*workspace::planSave(workspace, {}), withMessage("m"));
    QCOMPARE(result->commits.size(), std::size_t(1));
    QCOMPARE(fixture.source.git({"rev-parse", "HEAD~1"}), before);
    QCOMPARE(fixture.source.read("copy/a.yaml"), fixture.twin("10m"));
    QCOMPARE(trailer(fixture.source, "Source-Commit"), QString());
    QVERIFY(fixture.source.changes().isEmpty());
}

void TestSaveExecution::keepsModesAndLineEnds()
{
    const SaveFixture fixture;
    constexpr auto mode =
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser | QFile::WriteUser | QFile::ExeUser;
    fixture.gitops.commit(".gitattributes", "*.yaml eol=crlf\n");
    fixture.gitops.write(twinFile, fixture.twin().replace("\n", "\r\n"));
    QVERIFY(QFile::setPermissions(fixture.gitops.path(twinFile), mode));
    fixture.gitops.git({"add", "."});
    fixture.gitops.git({"commit", "--quiet", "-m", "mode"});
    fixture.source.write(sourceFile, fixture.rules("10m"));
    QVERIFY(workspace::executeSave(fixture.plan(), withMessage("m")).ok());
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("10m").replace("\n", "\r\n"));
    QCOMPARE(QFile::permissions(fixture.gitops.path(twinFile)), mode);
    QVERIFY(fixture.gitops.git({"ls-tree", "HEAD", twinFile}).startsWith("100755"));
    QCOMPARE(fixture.gitops.git({"cat-file", "-p", "HEAD:" + twinFile}) + '\n', QString::fromUtf8(fixture.twin("10m")));
    QVERIFY2(fixture.gitops.changes().isEmpty(), qPrintable(fixture.gitops.changes()));
}

void TestSaveExecution::hooksSeeTheNewFilesAndMayChangeThem()
{
    const SaveFixture fixture;
    fixture.gitops.hook("pre-commit",
                        "git diff --cached --name-only > ../seen\ngrep 'for: 10m' base/rules/a.yaml >> ../seen\n"
                        "echo '# formatted' >> base/rules/a.yaml && git add base/rules/a.yaml\n"
                        "echo list > list && git add list\n");
    fixture.gitops.hook("commit-msg", "echo 'Checked-By: hook' >> \"$1\"\n");
    fixture.gitops.hook("post-commit", "git rev-parse HEAD > ../after\n");
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const auto result = workspace::executeSave(fixture.plan(), withMessage("m"));
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    QCOMPARE(fixture.gitops.read("../seen"), QByteArray("base/rules/a.yaml\n    for: 10m # ours\n"));
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("10m") + "# formatted\n");
    QCOMPARE(fixture.gitops.git({"show", "HEAD:list"}), QString("list"));
    QCOMPARE(trailer(fixture.gitops, "Checked-By"), QString("hook"));
    QCOMPARE(fixture.gitops.read("../after").trimmed(), fixture.gitops.head().toLatin1());
    QVERIFY2(fixture.gitops.changes().isEmpty(), qPrintable(fixture.gitops.changes()));
}

void TestSaveExecution::undoesEverythingWhenSomethingFails_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("sentence");
    int number = 0;
    QTest::newRow("hook refuses") << number++ << "the pre-commit hook of gitops refused the commit";
    QTest::newRow("hook changes and refuses") << number++ << "the pre-commit hook of gitops refused the commit";
    QTest::newRow("message hook refuses") << number++ << "the commit-msg hook of gitops refused the commit";
    QTest::newRow("index locked") << number++ << "another git command is at work in gitops";
    QTest::newRow("branch moved") << number++ << "somebody committed to main in gitops while you were editing";
    QTest::newRow("branch moved during the save")
        << number++ << "somebody committed to main in gitops while you were editing";
    QTest::newRow("branch locked") << number++ << "git refused to move the branch main in gitops";
    QTest::newRow("transaction hook refuses") << number++ << "git refused to move the branch main in gitops";
    QTest::newRow("file changed") << number++ << "base/rules/a.yaml was changed on disk meanwhile";
    QTest::newRow("other branch") << number++ << "another branch was checked out in gitops";
    QTest::newRow("hook empties the message") << number++ << "the commit message is empty after the hooks of gitops";
    QTest::newRow("signing fails") << number++ << "could not make the signed commit in";
}

void TestSaveExecution::undoesEverythingWhenSomethingFails()
{
    QFETCH(int, number);
    QFETCH(QString, sentence);
    const SaveFixture fixture;
    const TestRepository &gitops = fixture.gitops;
    fixture.source.write(sourceFile, fixture.rules("7m"));
    const SavePlan plan = fixture.plan({{fixture.source.path(sourceFile), fixture.rules("10m").toStdString()}});
    QVERIFY(!plan.blocked());
    SaveOptions options = withMessage("m");
    const auto atStep = [&](const char *name, const std::function<void()> &action) {
        options.onStep = [name, action](const char *step) {
            if (QByteArray(step) == name)
                action();
        };
    };
    const std::vector<std::function<void()>> arrange = {
        [&] { gitops.hook("pre-commit", "echo 'not today' >&2; exit 1\n"); },
        [&] { gitops.hook("pre-commit", "echo x >> base/rules/a.yaml; exit 1\n"); },
        [&] { gitops.hook("commit-msg", "exit 1\n"); },
        [&] { gitops.write(".git/index.lock", ""); },
        [&] { gitops.commit("more", "1\n"); },
        [&] {
            atStep("prepare branch", [&] {
                const QString tree = gitops.git({"rev-parse", "HEAD^{tree}"});
                gitops.git(
                    {"update-ref", "refs/heads/main", gitops.git({"commit-tree", tree, "-p", "HEAD", "-m", "other"})});
            });
        },
        [&] { atStep("prepare branch", [&] { gitops.write(".git/refs/heads/main.lock", "someone"); }); },
        [&] { gitops.hook("reference-transaction", "test \"$1\" != prepared\n"); },
        [&] { gitops.write(twinFile, fixture.twin("8m")); },
        [&] {
            gitops.git({"checkout", "--quiet", "-b", "side"});
        },
        [&] { gitops.hook("commit-msg", ": > \"$1\"\n"); },
        [&] {
            gitops.git({"config", "commit.gpgsign", "true"});
            gitops.git({"config", "gpg.program", "/bin/false"});
        },
    };
    arrange.at(static_cast<std::size_t>(number))();
    const State source(fixture.source, sourceFile);
    State target(gitops, twinFile);
    const auto result = workspace::executeSave(plan, options);
    QVERIFY(!result.ok());
    QString text = QString::fromStdString(result.error().text.english());
    text.replace(QDir(fixture.folder.path()).canonicalPath() + '/', QString());
    QVERIFY2(text.contains(sentence), qPrintable(text));
    if (number == 0)
        QCOMPARE(result.error().detail, std::string("not today"));
    if (number == 5)
        target.head = gitops.head();
    QVERIFY(State(fixture.source, sourceFile) == source);
    QVERIFY(State(gitops, twinFile) == target);
    QStringList foreign;
    if (number == 3)
        foreign += gitops.path(".git/index.lock");
    if (number == 6)
        foreign += gitops.path(".git/refs/heads/main.lock");
    QCOMPARE(leftovers(fixture.source) + leftovers(gitops), foreign);
    QCOMPARE(workspace::recoverSave({fixture.source.path(), gitops.path()}).outcome, Recovery::Outcome::Nothing);
}

void TestSaveExecution::savesToANewBranch()
{
    const SaveFixture fixture;
    const QString sourceMain = fixture.source.head();
    fixture.source.write(sourceFile, fixture.rules("10m"));
    fixture.source.write("untracked", "x");
    SaveOptions options = withMessage("m");
    options.branch = "no..branch";
    QCOMPARE(workspace::executeSave(fixture.plan(), options).error().kind, base::ErrorKind::Invalid);
    options.branch = "alerts/wait";
    QVERIFY(workspace::executeSave(fixture.plan(), options).ok());
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        QCOMPARE(repository->git({"symbolic-ref", "HEAD"}), QString("refs/heads/alerts/wait"));
        QCOMPARE(repository->git({"rev-parse", "main"}), repository->git({"rev-parse", "HEAD~1"}));
    }
    QCOMPARE(fixture.source.git({"rev-parse", "main"}), sourceMain);
    QCOMPARE(fixture.source.changes(), QString("?? untracked"));
    fixture.source.write(sourceFile, fixture.rules("11m"));
    options.branch = "main";
    QCOMPARE(workspace::executeSave(fixture.plan(), options).error().kind, base::ErrorKind::Conflict);
    options.branch = "alerts/wait";
    QVERIFY(workspace::executeSave(fixture.plan(), options).ok());
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("11m"));
}

void TestSaveExecution::pushesAndTellsWhatWasRejected()
{
    const SaveFixture fixture;
    const auto origin = [&](const TestRepository &repository, const QString &name) {
        const QString path = fixture.folder.filePath(name);
        repository.git({"init", "--quiet", "--bare", "--initial-branch=main", path});
        repository.git({"remote", "add", "origin", path});
        repository.git({"push", "--quiet", "-u", "origin", "main"});
        return path;
    };
    const QString sourceOrigin = origin(fixture.source, "source.git");
    const QString gitopsOrigin = origin(fixture.gitops, "gitops.git");
    fixture.source.write(sourceFile, fixture.rules("10m"));
    SaveOptions options = withMessage("m");
    options.push = true;
    auto result = workspace::executeSave(fixture.plan(), options);
    QVERIFY(result.ok() && result->pushErrors.empty());
    QCOMPARE(fixture.source.git({"-C", sourceOrigin, "rev-parse", "main"}), fixture.source.head());
    QCOMPARE(fixture.gitops.git({"-C", gitopsOrigin, "rev-parse", "main"}), fixture.gitops.head());
    const TestRepository other(fixture.folder.filePath("other"));
    other.git({"pull", "--quiet", gitopsOrigin, "main"});
    other.commit("x", "1");
    other.git({"push", "--quiet", gitopsOrigin, "main"});
    fixture.source.write(sourceFile, fixture.rules("11m"));
    result = workspace::executeSave(fixture.plan(), options);
    // What one remote refuses is pushed to neither.
    QCOMPARE(result->pushErrors.size(), std::size_t(2));
    QCOMPARE(result->pushErrors[1].first, QString("gitops"));
    QVERIFY(result->pushErrors[1].second.detail.find("rejected") != std::string::npos);
    QCOMPARE(fixture.source.git({"-C", sourceOrigin, "rev-parse", "main"}),
             fixture.source.git({"rev-parse", "HEAD~1"}));
    options.branch = "wait";
    fixture.source.write(sourceFile, fixture.rules("12m"));
    result = workspace::executeSave(fixture.plan(), options);
    QVERIFY(result->pushErrors.empty());
    QCOMPARE(fixture.gitops.git({"rev-parse", "origin/wait"}), fixture.gitops.head());
}

void TestSaveExecution::survivesBeingKilledAnywhere_data()
{
    QTest::addColumn<QString>("branch");
    QTest::addColumn<int>("firstStep");
    QTest::newRow("on the branch") << QString() << 0;
    // The branch makes no difference before it is moved.
    QTest::newRow("new branch") << QString("wait") << 13;
}

void TestSaveExecution::survivesBeingKilledAnywhere()
{
    QFETCH(QString, branch);
    QFETCH(int, firstStep);
    int finished = 0;
    int undone = 0;
    bool completed = false;
    for (int step = firstStep; !completed; ++step) {
        const SaveFixture fixture;
        for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
            repository->commit("other", "1\n");
            repository->write("other", "staged\n");
            repository->git({"add", "other"});
            repository->write("other", "mine\n");
        }
        fixture.source.write(sourceFile, fixture.rules("10m"));
        const State oldSource(fixture.source, sourceFile);
        const State oldGitops(fixture.gitops, twinFile);
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {"save-child", fixture.source.path(), QString::number(step), branch});
        QVERIFY(child.waitForFinished());
        completed = child.exitStatus() == QProcess::NormalExit;
        if (completed)
            QCOMPARE(child.exitCode(), 0);
        // The next start may know one repository only: the other one's pointer or the journal itself leads to both.
        const Recovery recovery =
            workspace::recoverSave({step % 2 == 0 ? fixture.source.path() : fixture.gitops.path()});
        const Recovery rest = workspace::recoverSave({fixture.source.path(), fixture.gitops.path()});
        const QByteArray where = "step " + QByteArray::number(step);
        QVERIFY2(recovery.outcome != Recovery::Outcome::Failed && rest.outcome != Recovery::Outcome::Failed, where);
        const bool sourceMoved = fixture.source.head() != oldSource.head;
        const bool gitopsMoved = fixture.gitops.head() != oldGitops.head;
        QVERIFY2(sourceMoved == gitopsMoved, where);
        QCOMPARE(leftovers(fixture.source) + leftovers(fixture.gitops), QStringList());
        QCOMPARE(fixture.source.read(sourceFile), fixture.rules("10m"));
        QCOMPARE(fixture.source.read("other"), QByteArray("mine\n"));
        QCOMPARE(fixture.gitops.git({"show", ":other"}), QString("staged"));
        if (sourceMoved) {
            finished += completed ? 0 : 1;
            QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("10m"));
            QCOMPARE(trailer(fixture.gitops, "Source-Commit"), fixture.source.head());
            QCOMPARE(fixture.gitops.changes(), QString("MM other"));
            QCOMPARE(fixture.source.changes(), QString("MM other"));
            QCOMPARE(fixture.gitops.git({"symbolic-ref", "--short", "HEAD"}), branch.isEmpty() ? "main" : branch);
        } else {
            ++undone;
            QVERIFY2(State(fixture.source, sourceFile) == oldSource, where);
            QVERIFY2(State(fixture.gitops, twinFile) == oldGitops, where);
            QCOMPARE(fixture.gitops.git({"for-each-ref", "--format=%(refname)"}), QString("refs/heads/main"));
        }
    }
    qInfo("killed at %d steps: %d times undone, %d times finished", undone + finished, undone, finished);
    QVERIFY(undone > 3);
    QVERIFY(finished > 3);
}

void TestSaveExecution::recoversWhatCannotGoForward()
{
    // Killed between the two commits, then somebody committed to the other branch: the first one has to come back.
    bool found = false;
    for (int step = 14; !found && step < 30; ++step) {
        const SaveFixture fixture;
        fixture.source.write(sourceFile, fixture.rules("10m"));
        const QString sourceHead = fixture.source.head();
        const QString gitopsHead = fixture.gitops.head();
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {"save-child", fixture.source.path(), QString::number(step)});
        QVERIFY(child.waitForFinished());
        found = fixture.source.head() != sourceHead && fixture.gitops.head() == gitopsHead;
        if (!found)
            continue;
        QFile::remove(fixture.gitops.path(".git/index.lock"));
        QFile::remove(fixture.gitops.path(".git/refs/heads/main.lock"));
        QFile::remove(fixture.gitops.path(".git/HEAD.lock"));
        const QString other = fixture.gitops.commit("more", "1\n");
        const Recovery recovery = workspace::recoverSave({fixture.gitops.path()});
        QCOMPARE(recovery.outcome, Recovery::Outcome::Undone);
        QCOMPARE(fixture.source.head(), sourceHead);
        QCOMPARE(fixture.gitops.head(), other);
        QCOMPARE(fixture.source.read(sourceFile), fixture.rules("10m"));
        QCOMPARE(fixture.gitops.read(twinFile), fixture.twin());
        QVERIFY(fixture.gitops.changes().isEmpty());
        QCOMPARE(leftovers(fixture.source) + leftovers(fixture.gitops), QStringList());
    }
    QVERIFY(found);
}

void TestSaveExecution::keepsWhatSomebodyWroteAfterACrash()
{
    const SaveFixture fixture;
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const QString head = fixture.gitops.head();
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"save-child", fixture.source.path(), "8"});
    QVERIFY(child.waitForFinished());
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin("10m"));
    fixture.gitops.write(twinFile, "mine: 1\n");
    const Recovery recovery = workspace::recoverSave({fixture.source.path()});
    QCOMPARE(recovery.outcome, Recovery::Outcome::Undone);
    QVERIFY(recovery.text.english().find(twinFile.toStdString()) != std::string::npos);
    QCOMPARE(fixture.gitops.read(twinFile), QByteArray("mine: 1\n"));
    QCOMPARE(fixture.gitops.head(), head);
}

void TestSaveExecution::refusesASecondSaveAtTheSameTime()
{
    const SaveFixture fixture;
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    SaveOptions options = withMessage("m");
    int inner = 0;
    options.onStep = [&](const char *step) {
        if (QByteArray(step) != "make commit" || inner++ > 0)
            return;
        QCOMPARE(workspace::executeSave(plan, withMessage("n")).error().kind, base::ErrorKind::Busy);
        QCOMPARE(workspace::recoverSave({fixture.gitops.path()}).outcome, Recovery::Outcome::InProgress);
    };
    QVERIFY(workspace::executeSave(plan, options).ok());
    QCOMPARE(inner, 2);
}

void TestSaveExecution::worksInALinkedWorkTree()
{
    const SaveFixture fixture;
    const QString linked = QDir(fixture.folder.path()).canonicalPath() + "/linked";
    fixture.gitops.git({"worktree", "add", "--quiet", "-b", "side", linked});
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.gitops = linked;
    fixture.source.write(sourceFile, fixture.rules("10m"));
    const auto result = workspace::executeSave(*workspace::planSave(workspace, {}), withMessage("m"));
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    QCOMPARE(fixture.gitops.git({"rev-parse", "side"}), result->commits.at(1).commitId);
    QCOMPARE(fixture.gitops.git({"-C", linked, "status", "--porcelain"}), QString());
    QCOMPARE(fixture.gitops.read(twinFile), fixture.twin());
}

REGISTER_TEST(TestSaveExecution);

#include "tst_saveexecution.moc"
