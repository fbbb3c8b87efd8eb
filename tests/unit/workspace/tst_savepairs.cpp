#include "savefixture.h"
#include "support/registry.h"
#include "workspace/savepairs.h"

#include <QDateTime>
#include <QTest>

/// Two commits of one save, and the remotes that merge them one after the other.
class TestSavePairs : public QObject
{
    Q_OBJECT

private slots:
    void followsAPairUntilBothAreMerged();
    void countsFromTheMerge();
};

void TestSavePairs::followsAPairUntilBothAreMerged()
{
    const SaveFixture fixture;
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        const QString bare = repository->path() + ".git";
        repository->git({"init", "--quiet", "--bare", "--initial-branch=main", bare});
        repository->git({"remote", "add", "origin", bare});
        repository->git({"push", "--quiet", "-u", "origin", "main"});
    }
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    workspace::SaveOptions options;
    options.message = "Wait longer";
    options.branch = "wait";
    options.push = true;
    const auto saved = workspace::executeSave(fixture.plan(), options);
    QVERIFY(saved.ok() && saved->pushErrors.empty());
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QVERIFY(workspace::halfMergedSaves(fixture.workspace, now).empty());
    fixture.source.git({"push", "--quiet", "origin", "wait:main"});
    const auto pairs = workspace::halfMergedSaves(fixture.workspace, now);
    QCOMPARE(pairs.size(), std::size_t(1));
    QCOMPARE(pairs[0].id, saved->id);
    QVERIFY(pairs[0].sides.at(0).merged && !pairs[0].sides.at(1).merged);
    constexpr qint64 threeDays = 3 * 86400 + 60;
    QCOMPARE(workspace::pairText(pairs[0], now + threeDays).english(),
             std::string("Wait longer: merged in source, open in gitops for 3 days."));
    // A squashed merge is another commit with the same trailer.
    const QString squashed = fixture.gitops.git(
        {"commit-tree", "wait^{tree}", "-p", "main", "-m", "Wait longer (#7)\n\nRulewright-Save: " + saved->id});
    fixture.gitops.git({"push", "--quiet", "origin", squashed + ":refs/heads/main"});
    QVERIFY(workspace::halfMergedSaves(fixture.workspace, now).empty());
}

void TestSavePairs::countsFromTheMerge()
{
    const SaveFixture fixture;
    for (const TestRepository *repository : {&fixture.source, &fixture.gitops}) {
        const QString bare = repository->path() + ".git";
        repository->git({"init", "--quiet", "--bare", "--initial-branch=main", bare});
        repository->git({"remote", "add", "origin", bare});
        repository->git({"push", "--quiet", "-u", "origin", "main"});
    }
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    workspace::SaveOptions options;
    options.message = "Wait longer";
    options.branch = "wait";
    options.push = true;
    QVERIFY(workspace::executeSave(fixture.plan(), options).ok());
    // The server merges two days later.
    const qint64 later = QDateTime::currentSecsSinceEpoch() + 2 * 86400;
    const QString date = "@" + QString::number(later) + " +0000";
    const workspace::Git git(fixture.source.path());
    const auto merge = git.output({"commit-tree", "wait^{tree}", "-p", "main", "-p", "wait", "-m", "Merge"}, {},
                                  {"GIT_COMMITTER_DATE=" + date, "GIT_AUTHOR_DATE=" + date});
    QVERIFY(merge.ok());
    fixture.source.git({"push", "--quiet", "origin", merge->trimmed() + ":refs/heads/main"});
    const auto pairs = workspace::halfMergedSaves(fixture.workspace, later + 60);
    QCOMPARE(pairs.size(), std::size_t(1));
    QCOMPARE(pairs[0].sides[0].since, later);
    QCOMPARE(workspace::pairText(pairs[0], later + 60).english(),
             std::string("Wait longer: merged in source, open in gitops for less than two hours."));
}

REGISTER_TEST(TestSavePairs);

#include "tst_savepairs.moc"
