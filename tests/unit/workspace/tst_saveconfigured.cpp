#include "savefixture.h"
#include "support/registry.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

/// Saves where git's configuration has a say: object formats, line ends, filters, hooks elsewhere, signatures, and
/// repositories that stand in the middle of something.
class TestSaveConfigured : public QObject
{
    Q_OBJECT

private slots:
    void writesSha256();
    void convertsLineEnds();
    void runsFilters();
    void refusesWhatAFilterCannotDo();
    void findsHooksElsewhere();
    void signsAsThePersonDoes();
    void refusesUnfinishedStates_data();
    void refusesUnfinishedStates();
};

namespace {

const QString configuredSource = "infra/rules/a.yaml";
const QString configuredTwin = "base/rules/a.yaml";

base::Result<workspace::SaveResult> save(const SaveFixture &fixture)
{
    workspace::SaveOptions options;
    options.message = "Wait longer";
    fixture.source.write(configuredSource, fixture.rules("10m"));
    return workspace::executeSave(fixture.plan(), options);
}

} // namespace

void TestSaveConfigured::writesSha256()
{
    SaveFixture fixture;
    QVERIFY(QDir(fixture.gitops.path(".git")).removeRecursively());
    fixture.gitops.git({"init", "--quiet", "--initial-branch=main", "--object-format=sha256"});
    fixture.gitops.git({"config", "user.name", "Ada"});
    fixture.gitops.git({"config", "user.email", "ada@example.org"});
    fixture.gitops.commit(configuredTwin, fixture.twin());
    const auto result = save(fixture);
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    constexpr qsizetype idSize = 64;
    QCOMPARE(fixture.gitops.head().size(), idSize);
    QCOMPARE(fixture.gitops.git({"log", "-1", "--format=%(trailers:key=Source-Commit,valueonly)"}),
             fixture.source.head());
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin("10m"));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveConfigured::convertsLineEnds()
{
    const SaveFixture fixture;
    fixture.gitops.git({"config", "core.autocrlf", "true"});
    QVERIFY(QFile::remove(fixture.gitops.path(configuredTwin)));
    fixture.gitops.git({"checkout", "--quiet", "--", configuredTwin});
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin().replace("\n", "\r\n"));
    QVERIFY(save(fixture).ok());
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin("10m").replace("\n", "\r\n"));
    QCOMPARE(fixture.gitops.git({"cat-file", "-p", "HEAD:" + configuredTwin}) + '\n',
             QString::fromUtf8(fixture.twin("10m")));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveConfigured::runsFilters()
{
    const SaveFixture fixture;
    fixture.gitops.git({"config", "filter.stamp.clean", "sed -e /^#stamp/d"});
    fixture.gitops.git({"config", "filter.stamp.smudge", "sed -e '$ a #stamp'"});
    fixture.gitops.git({"config", "filter.stamp.required", "true"});
    fixture.gitops.write(".git/info/attributes", "*.yaml filter=stamp\n");
    QVERIFY(QFile::remove(fixture.gitops.path(configuredTwin)));
    fixture.gitops.git({"checkout", "--quiet", "--", configuredTwin});
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin() + "#stamp\n");
    const auto result = save(fixture);
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin("10m") + "#stamp\n");
    QCOMPARE(fixture.gitops.git({"cat-file", "-p", "HEAD:" + configuredTwin}) + '\n',
             QString::fromUtf8(fixture.twin("10m")));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

/// As where git-lfs is configured and not installed.
void TestSaveConfigured::refusesWhatAFilterCannotDo()
{
    const SaveFixture fixture;
    fixture.gitops.git({"config", "filter.large.clean", "no-such-filter clean"});
    fixture.gitops.git({"config", "filter.large.smudge", "no-such-filter smudge"});
    fixture.gitops.git({"config", "filter.large.required", "true"});
    fixture.gitops.write(".git/info/attributes", "*.yaml filter=large\n");
    fixture.source.write(configuredSource, fixture.rules("10m"));
    const auto plan = workspace::planSave(fixture.workspace, {});
    std::string reason = plan ? std::string() : plan.error().detail;
    for (const workspace::PlanProblem &problem : plan ? plan->problems : std::vector<workspace::PlanProblem>())
        reason += problem.text.english();
    QVERIFY2(reason.find("no-such-filter") != std::string::npos, reason.c_str());
    QVERIFY(!plan || plan->blocked());
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin());
}

void TestSaveConfigured::findsHooksElsewhere()
{
    const SaveFixture fixture;
    const QString folder = fixture.folder.filePath("hooks");
    QDir().mkpath(folder);
    QFile hook(folder + "/pre-commit");
    QVERIFY(hook.open(QIODevice::WriteOnly));
    hook.write("#!/bin/sh\nsed -i s/10m/11m/ base/rules/a.yaml && git add base/rules/a.yaml\n");
    hook.close();
    QVERIFY(hook.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    fixture.gitops.git({"config", "core.hooksPath", folder});
    fixture.source.write(configuredSource, fixture.rules("10m"));
    QCOMPARE(fixture.plan().repositories.at(1).hooks, QStringList("pre-commit"));
    QVERIFY(save(fixture).ok());
    QCOMPARE(fixture.gitops.read(configuredTwin), fixture.twin("11m"));
    QCOMPARE(fixture.gitops.git({"cat-file", "-p", "HEAD:" + configuredTwin}) + '\n',
             QString::fromUtf8(fixture.twin("11m")));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveConfigured::signsAsThePersonDoes()
{
    if (QStandardPaths::findExecutable("ssh-keygen").isEmpty())
        QSKIP("There is no ssh-keygen here.");
    const SaveFixture fixture;
    const QString key = fixture.folder.filePath("key");
    QCOMPARE(QProcess::execute("ssh-keygen", {"-q", "-t", "ed25519", "-N", "", "-f", key}), 0);
    QFile publicKey(key + ".pub");
    QVERIFY(publicKey.open(QIODevice::ReadOnly));
    QFile allowed(fixture.folder.filePath("allowed"));
    QVERIFY(allowed.open(QIODevice::WriteOnly));
    allowed.write("ada@example.org " + publicKey.readAll());
    allowed.close();
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        repository->git({"config", "gpg.format", "ssh"});
        repository->git({"config", "user.signingKey", key + ".pub"});
        repository->git({"config", "commit.gpgSign", "true"});
        repository->git({"config", "gpg.ssh.allowedSignersFile", allowed.fileName()});
    }
    const auto result = save(fixture);
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().detail.c_str());
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops})
        QCOMPARE(repository->git({"log", "-1", "--format=%G?"}), QString("G"));
}

void TestSaveConfigured::refusesUnfinishedStates_data()
{
    QTest::addColumn<QString>("marker");
    QTest::addColumn<QString>("word");
    QTest::newRow("merge") << "MERGE_HEAD"
                           << "A merge is under way";
    QTest::newRow("rebase") << "rebase-merge/head-name"
                            << "A rebase is under way";
    QTest::newRow("am") << "rebase-apply/next"
                        << "A rebase is under way";
    QTest::newRow("cherry-pick") << "CHERRY_PICK_HEAD"
                                 << "A cherry-pick is under way";
    QTest::newRow("revert") << "REVERT_HEAD"
                            << "A revert is under way";
    QTest::newRow("bisect") << "BISECT_LOG"
                            << "A bisect is under way";
    QTest::newRow("no commit") << ""
                               << "has no commit yet";
}

void TestSaveConfigured::refusesUnfinishedStates()
{
    QFETCH(QString, marker);
    QFETCH(QString, word);
    const SaveFixture fixture;
    if (marker.isEmpty())
        fixture.gitops.git({"update-ref", "-d", "refs/heads/main"});
    else
        fixture.gitops.write(".git/" + marker, fixture.gitops.head().toLatin1() + '\n');
    fixture.source.write(configuredSource, fixture.rules("10m"));
    const workspace::SavePlan plan = fixture.plan();
    QVERIFY(plan.blocked());
    QVERIFY2(fixture.problems(plan).contains(word), qPrintable(fixture.problems(plan)));
}

REGISTER_TEST(TestSaveConfigured);

#include "tst_saveconfigured.moc"
