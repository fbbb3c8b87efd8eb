#include "savefixture.h"
#include "support/registry.h"

#include <QTest>

#include <random>

using workspace::PlanProblem;
using workspace::SavePlan;
using workspace::TwinHistory;

/// What was committed to the source without a save: noticed, named, and carried when asked for.
class TestPairHistory : public QObject
{
    Q_OBJECT

private slots:
    void knowsWhereACommonPastEnds();
    void namesWhatWasNotTransferred();
    void leavesItOutUnlessAsked();
    void catchesUpInFilesThatAreNotSaved();
    void showsConflictsOfCatchingUp();
    void forgetsWhatWasTakenBack();
    void seesBranchesMergedLater();
    void knowsWhatAHandCarried();
    void keepsEachCopysOwnOut();
    void comparesRulesInsideAConfigMap();
    void saysWhenHistoryIsNotHere();
    void losesNothingOverManySaves();
};

namespace {

const QString rulesFile = "infra/rules/a.yaml";
const QString pairedFile = "base/rules/a.yaml";

QByteArray twoRules(const QByteArray &first, const QByteArray &second)
{
    return SaveFixture::rules(first) + "  - alert: Slow\n    expr: lag > 1\n    for: " + second + "\n";
}

QByteArray twoTwins(const QByteArray &first, const QByteArray &second)
{
    return SaveFixture::twin(first) + "  - alert: Slow\n    expr: lag > 1\n    for: " + second + "\n";
}

/// Both repositories with two rules that agree.
struct Pair : SaveFixture
{
    Pair()
    {
        source.commit(rulesFile, twoRules("5m", "1m"));
        gitops.commit(pairedFile, twoTwins("5m", "1m"));
    }

    [[nodiscard]] workspace::TwinChoices catchUp() const
    {
        workspace::TwinChoice choice;
        choice.catchUp = true;
        return {{gitops.path(pairedFile), choice}};
    }

    [[nodiscard]] SavePlan planned(const workspace::TwinChoices &choices = {}) const
    {
        auto made = workspace::planSave(workspace, {}, {}, choices);
        if (!made)
            throw std::runtime_error(made.error().text.english() + made.error().detail);
        return std::move(made.value());
    }

    [[nodiscard]] workspace::SaveResult saved(const workspace::TwinChoices &choices = {}) const
    {
        workspace::SaveOptions options;
        options.message = "Save";
        auto result = workspace::executeSave(planned(choices), options);
        if (!result)
            throw std::runtime_error(result.error().text.english() + result.error().detail);
        return std::move(result.value());
    }
};

QStringList missing(const SavePlan &plan)
{
    QStringList subjects;
    for (const TwinHistory &history : plan.histories) {
        for (const workspace::SourceChange &change : history.notTransferred)
            subjects += change.subject;
    }
    return subjects;
}

} // namespace

void TestPairHistory::knowsWhereACommonPastEnds()
{
    const Pair pair;
    pair.source.write(rulesFile, twoRules("10m", "1m"));
    SavePlan plan = pair.planned();
    QCOMPARE(plan.histories.size(), std::size_t(1));
    QCOMPARE(plan.histories[0].ground, TwinHistory::Ground::SameContent);
    QCOMPARE(plan.histories[0].commonId, pair.source.head());
    (void)pair.saved();
    // The platform decides otherwise: that is its own now, and nobody calls it missing.
    pair.gitops.commit(pairedFile, twoTwins("7m", "1m"));
    pair.source.write(rulesFile, twoRules("10m", "2m"));
    plan = pair.planned();
    QCOMPARE(plan.histories[0].ground, TwinHistory::Ground::SavedTogether);
    QCOMPARE(plan.histories[0].commonId, pair.source.head());
    QCOMPARE(missing(plan), QStringList());
    (void)pair.saved();
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("7m", "2m"));
}

void TestPairHistory::namesWhatWasNotTransferred()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    const QString elsewhere = pair.source.head();
    pair.source.write(rulesFile, twoRules("10m", "2m"));
    const SavePlan plan = pair.planned();
    QCOMPARE(missing(plan), QStringList("Change " + rulesFile));
    QCOMPARE(plan.histories[0].notTransferred[0].commitId, elsewhere);
    QCOMPARE(plan.histories[0].notTransferred[0].author, QString("Ada"));
    QCOMPARE(pair.problems(plan),
             "- gitops/base/rules/a.yaml lacks what was committed to infra/rules/a.yaml before, and "
             "this save does not carry it: " +
                 elsewhere.left(7) + " Change infra/rules/a.yaml\n");
    QVERIFY(!plan.blocked());
}

void TestPairHistory::leavesItOutUnlessAsked()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    pair.source.write(rulesFile, twoRules("10m", "2m"));
    (void)pair.saved();
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("5m", "2m"));
    QCOMPARE(pair.gitops.git({"log", "-1", "--format=%(trailers:key=Not-Transferred,valueonly)"}), pairedFile);
    // The save of the pair has not made it a common past.
    QCOMPARE(missing(pair.planned()), QStringList("Change " + rulesFile));
    (void)pair.saved(pair.catchUp());
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("10m", "2m"));
    QCOMPARE(pair.gitops.git({"log", "-1", "--format=%(trailers:key=Source-Commit,valueonly)"}), pair.source.head());
    QCOMPARE(missing(pair.planned()), QStringList());
}

void TestPairHistory::catchesUpInFilesThatAreNotSaved()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    const SavePlan plan = pair.planned();
    QVERIFY(plan.empty());
    QCOMPARE(missing(plan), QStringList("Change " + rulesFile));
    const QString source = pair.source.head();
    const workspace::SaveResult result = pair.saved(pair.catchUp());
    QCOMPARE(result.commits.size(), std::size_t(1));
    QCOMPARE(result.commits[0].role, QString("gitops"));
    QCOMPARE(pair.source.head(), source);
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("10m", "1m"));
}

void TestPairHistory::showsConflictsOfCatchingUp()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    pair.gitops.commit(pairedFile, twoTwins("7m", "1m"));
    const SavePlan plan = pair.planned(pair.catchUp());
    QVERIFY(plan.blocked());
    const auto conflict = std::ranges::find(plan.problems, PlanProblem::Kind::Conflict, &PlanProblem::kind);
    QVERIFY(conflict != plan.problems.end() && conflict->conflict);
    QCOMPARE(conflict->conflict->before, std::string("5m"));
    QCOMPARE(conflict->conflict->after, std::string("10m"));
    QVERIFY(conflict->conflict->twin.starts_with("7m"));
}

void TestPairHistory::forgetsWhatWasTakenBack()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    pair.source.commit(rulesFile, twoRules("5m", "1m"));
    QCOMPARE(missing(pair.planned()), QStringList());
}

void TestPairHistory::seesBranchesMergedLater()
{
    const Pair pair;
    pair.source.git({"checkout", "--quiet", "-b", "side"});
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    pair.source.git({"commit", "--quiet", "--amend", "-m", "On a branch"});
    pair.source.git({"checkout", "--quiet", "main"});
    pair.source.write(rulesFile, twoRules("5m", "2m"));
    (void)pair.saved();
    pair.source.git({"checkout", "--quiet", "-b", "merged"});
    // Both changed neighbouring rules, far enough apart for git.
    pair.source.git({"merge", "--quiet", "-m", "Merge", "-X", "ours", "side"});
    pair.source.write(rulesFile, twoRules("10m", "2m"));
    pair.source.git({"add", "."});
    pair.source.git({"commit", "--quiet", "--amend", "--no-edit"});
    QCOMPARE(missing(pair.planned()), QStringList("On a branch"));
}

void TestPairHistory::knowsWhatAHandCarried()
{
    const Pair pair;
    pair.source.commit(rulesFile, twoRules("10m", "1m"));
    pair.gitops.commit(pairedFile, twoTwins("10m", "1m"));
    pair.source.commit(rulesFile, twoRules("10m", "3m"));
    // Carried, and then decided otherwise.
    pair.gitops.commit(pairedFile, twoTwins("10m", "3m"));
    pair.gitops.commit(pairedFile, twoTwins("10m", "9m"));
    QCOMPARE(missing(pair.planned()), QStringList());
}

void TestPairHistory::keepsEachCopysOwnOut()
{
    const SaveFixture fixture;
    const auto deployment = [](const QByteArray &image, const QByteArray &port) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: gateway\nspec:\n  template:\n    spec:\n"
               "      containers:\n      - name: gateway\n        image: acme/gateway:" +
               image + "\n        ports:\n        - name: http\n          containerPort: " + port + "\n";
    };
    fixture.source.commit("infra/rules/d.yaml", deployment("dev", "80"));
    fixture.gitops.commit("base/rules/d.yaml", deployment("1.0", "80"));
    fixture.source.commit("infra/rules/d.yaml", deployment("dev2", "80"));
    QCOMPARE(missing(fixture.plan()), QStringList());
    fixture.source.commit("infra/rules/d.yaml", deployment("dev2", "8080"));
    QCOMPARE(missing(fixture.plan()), QStringList("Change infra/rules/d.yaml"));
}

void TestPairHistory::comparesRulesInsideAConfigMap()
{
    SaveFixture fixture;
    fixture.workspace.mappings = {{"infra/rules/a.yaml", "base/map.yaml", {}, true, {}}};
    const auto map = [](QByteArray rules) {
        rules.chop(1);
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rules\ndata:\n  a.yaml: |\n    " +
               rules.replace("\n", "\n    ") + "\n";
    };
    fixture.gitops.commit("base/map.yaml", map(SaveFixture::rules()));
    QCOMPARE(missing(fixture.plan()), QStringList());
    fixture.source.commit(rulesFile, fixture.rules("10m"));
    QCOMPARE(missing(fixture.plan()), QStringList("Change " + rulesFile));
    fixture.gitops.commit("base/map.yaml", map(SaveFixture::rules("10m")));
    QCOMPARE(missing(fixture.plan()), QStringList());
}

void TestPairHistory::saysWhenHistoryIsNotHere()
{
    const Pair pair;
    pair.gitops.commit(pairedFile, twoTwins("7m", "1m"));
    pair.source.commit(rulesFile, twoRules("6m", "1m"));
    const QString shallow = pair.folder.filePath("shallow");
    pair.source.git({"clone", "--quiet", "--depth=1", "file://" + pair.source.path(), shallow});
    const TestRepository clone = TestRepository::existing(shallow);
    clone.git({"config", "user.name", "Ada"});
    clone.git({"config", "user.email", "ada@example.org"});
    clone.write(rulesFile, twoRules("6m", "2m"));
    workspace::WorkspaceFile file = pair.workspace;
    file.source = shallow;
    const auto plan = workspace::planSave(file, {});
    QVERIFY(plan.ok());
    QCOMPARE(plan->histories[0].ground, TwinHistory::Ground::Unknown);
    QVERIFY(plan->histories[0].unknown.english().find("shallow") != std::string::npos);
}

/// Commits, saves and catching up in any order: the twin never loses what is its own, and once caught up it has all of
/// the source.
void TestPairHistory::losesNothingOverManySaves()
{
    constexpr unsigned rounds = 2;
    int caughtUp = 0;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        const Pair pair;
        QByteArray first = "5m";
        QByteArray second = "1m";
        for (int step = 0; step < 5; ++step) {
            (random() % 2 == 0 ? first : second) = QByteArray::number(10 + step) + "m";
            if (random() % 2 == 0) {
                pair.source.commit(rulesFile, twoRules(first, second));
            } else {
                pair.source.write(rulesFile, twoRules(first, second));
                // What changes once more what was left out has no common ground without it.
                const workspace::TwinChoices choices =
                    pair.planned().blocked() ? pair.catchUp() : workspace::TwinChoices();
                if (pair.planned(choices).blocked())
                    pair.source.git({"commit", "--quiet", "-a", "-m", "By hand"});
                else
                    (void)pair.saved(choices);
            }
            const QByteArray twin = pair.gitops.read(pairedFile);
            QVERIFY(twin.contains("# ours") && twin.contains("cluster: prod") && twin.contains("interval: 30s"));
        }
        // Both sides may have gone different ways: then a person is asked, and nothing is written.
        if (pair.planned(pair.catchUp()).blocked())
            continue;
        ++caughtUp;
        if (!missing(pair.planned()).isEmpty())
            (void)pair.saved(pair.catchUp());
        QVERIFY2(pair.gitops.read(pairedFile) == twoTwins(first, second),
                 "seed " + QByteArray::number(seed) + '\n' + pair.gitops.read(pairedFile));
    }
    QVERIFY(caughtUp > 0);
}

REGISTER_TEST(TestPairHistory);

#include "tst_pairhistory.moc"
