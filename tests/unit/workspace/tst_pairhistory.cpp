#include "rules/ruledocument.h"
#include "savefixture.h"
#include "support/registry.h"
#include "support/seeds.h"
#include "yaml/twin.h"

#include <QTest>

#include <map>
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
    void carriesBackWhatWasSaved();
    void takesAwayWhatTheSourceTookAway();
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

void TestPairHistory::carriesBackWhatWasSaved()
{
    const Pair pair;
    pair.source.write(rulesFile, twoRules("10m", "1m"));
    (void)pair.saved();
    // Reverted in the source alone: that the copy once was like that means nothing now.
    pair.source.commit(rulesFile, twoRules("5m", "1m"));
    QCOMPARE(missing(pair.planned()), QStringList("Change " + rulesFile));
    // Another change is carried without it, and so is what was changed twice since.
    pair.source.write(rulesFile, twoRules("5m", "2m"));
    (void)pair.saved();
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("10m", "2m"));
    pair.source.commit(rulesFile, twoRules("5m", "1m"));
    QCOMPARE(missing(pair.planned()).size(), 2);
    (void)pair.saved(pair.catchUp());
    QCOMPARE(pair.gitops.read(pairedFile), twoTwins("5m", "1m"));
    QCOMPARE(missing(pair.planned()), QStringList());
    // The same by hand, without a save to go by.
    pair.source.commit(rulesFile, twoRules("20m", "1m"));
    pair.gitops.commit(pairedFile, twoTwins("20m", "1m"));
    pair.source.commit(rulesFile, twoRules("5m", "1m"));
    QCOMPARE(missing(pair.planned()).size(), 1);
}

void TestPairHistory::takesAwayWhatTheSourceTookAway()
{
    const Pair pair;
    pair.source.commit(rulesFile, SaveFixture::rules("5m"));
    // The copy holds all of the source, and one rule too much that is not its own.
    QCOMPARE(missing(pair.planned()), QStringList("Change " + rulesFile));
    (void)pair.saved(pair.catchUp());
    QCOMPARE(pair.gitops.read(pairedFile), SaveFixture::twin("5m"));
    QCOMPARE(missing(pair.planned()), QStringList());
    // What the source never had stays, and nobody calls it too much.
    pair.gitops.commit(pairedFile, twoTwins("5m", "7m"));
    pair.source.commit(rulesFile, SaveFixture::rules("6m"));
    pair.gitops.commit(pairedFile, twoTwins("6m", "7m"));
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

namespace {

/// A pair of files under random work: commits to the source alone, saves, changes carried by hand, and what only the
/// twin has. Nothing that both have is ever decided otherwise in the twin, so that there is always one right end.
class RandomWork : public Pair
{
public:
    explicit RandomWork(unsigned seed) : m_random(seed)
    {
        for (int i = 0; i < 3; ++i)
            m_rules.push_back({"R" + QByteArray::number(i), "5m", QByteArray::number(i)});
        source.commit(rulesFile, text());
        QByteArray twin = "# platform\ngroups:\n- name: g\n  interval: 30s # ours\n  rules:\n";
        for (const Rule &rule : m_rules) {
            own(rule.name + " cluster", "prod0");
            twin += "  - alert: " + rule.name + "\n    # ours\n    expr: up < " + rule.threshold + "\n    for: '" +
                    rule.duration + "'\n    labels:\n      cluster: prod0\n";
        }
        own("Own expr", "vector(1)");
        gitops.commit(pairedFile, twin + "  - alert: Own\n    expr: vector(1)\n");
    }

    /// One step; what was done, for a failure's message.
    QByteArray step()
    {
        switch (m_random() % 6) {
        case 0:
            changeSource();
            source.commit(rulesFile, text());
            return "commit";
        case 1:
            return carryByHand();
        case 2:
            return changeTwin();
        case 3:
            changeSource();
            source.write(rulesFile, text());
            return save(true);
        default:
            changeSource();
            source.write(rulesFile, text());
            return save(false);
        }
    }

    QByteArray save(bool all)
    {
        SavePlan plan = planned(all ? catchUp() : workspace::TwinChoices());
        // What changes once more what was left out has no common ground without it.
        const bool leftOut = plan.blocked();
        if (leftOut)
            plan = planned(catchUp());
        if (plan.empty())
            return "nothing to save";
        if (plan.blocked())
            throw std::runtime_error("blocked: " + problems(plan).toStdString() +
                                     gitops.read(pairedFile).toStdString());
        workspace::SaveOptions options;
        options.message = "Save";
        auto result = workspace::executeSave(plan, options);
        if (!result)
            throw std::runtime_error(result.error().text.english() + result.error().detail);
        return all ? "save all" : leftOut ? "save all, as it must be" : "save";
    }

    /// What is wrong with the twin: something of its own is gone or, when it should have `all`, it is not the source.
    [[nodiscard]] std::string wrong(bool all) const
    {
        const std::map<QByteArray, QByteArray> found = facts(gitops.read(pairedFile));
        std::string text;
        for (const auto &[fact, value] : m_own) {
            if (!found.contains(fact) || found.at(fact) != value)
                text += "lost " + fact.toStdString() + '\n';
        }
        if (gitops.read(pairedFile).count("# ours") != 4 || !gitops.read(pairedFile).startsWith("# platform\n"))
            text += "lost a comment\n";
        if (!all)
            return text;
        std::map<QByteArray, QByteArray> expected = m_own;
        for (const auto &[fact, value] : facts(this->text()))
            expected.emplace(fact, value);
        for (const auto &[fact, value] : expected) {
            if (!found.contains(fact) || found.at(fact) != value)
                text += "not " + fact.toStdString() + '=' + value.toStdString() + '\n';
        }
        for (const auto &[fact, value] : found) {
            if (!expected.contains(fact))
                text += "still " + fact.toStdString() + '\n';
        }
        return text;
    }

private:
    struct Rule
    {
        QByteArray name;
        QByteArray duration;
        QByteArray threshold;
        bool added = false;
        bool ownParts = false;
    };

    [[nodiscard]] QByteArray text() const
    {
        QByteArray text = "groups:\n- name: g\n  rules:\n";
        for (const Rule &rule : m_rules)
            text +=
                "  - alert: " + rule.name + "\n    expr: up < " + rule.threshold + "\n    for: " + rule.duration + '\n';
        return text;
    }

    /// `Rule field` and its value, of everything but the group's interval.
    static std::map<QByteArray, QByteArray> facts(const QByteArray &text)
    {
        std::map<QByteArray, QByteArray> facts;
        const auto document = rules::load("a.yaml", text.toStdString());
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                const QByteArray name = QByteArray::fromStdString(rule.name.value) + ' ';
                facts[name + "expr"] = QByteArray::fromStdString(rule.expr.value);
                if (rule.forDuration)
                    facts[name + "for"] = QByteArray::fromStdString(rule.forDuration->value);
                for (const auto &[label, value] : rule.labels)
                    facts[name + QByteArray::fromStdString(label.value)] = QByteArray::fromStdString(value.value);
            }
        }
        return facts;
    }

    void own(const QByteArray &fact, const QByteArray &value) { m_own[fact] = value; }
    QByteArray fresh() { return QByteArray::number(++m_count + 10); }

    void changeSource()
    {
        const std::size_t at = m_random() % m_rules.size();
        switch (m_random() % 5) {
        case 0:
            m_rules.insert(m_rules.begin() + static_cast<std::ptrdiff_t>(at),
                           {"New" + fresh(), "1m", fresh(), true, false});
            return;
        case 1:
            // A rule in which the twin has parts of its own is a person's to decide about.
            if (m_rules[at].added && !m_rules[at].ownParts) {
                m_rules.erase(m_rules.begin() + static_cast<std::ptrdiff_t>(at));
                return;
            }
            [[fallthrough]];
        case 2:
            m_rules[at].threshold = fresh();
            return;
        default:
            m_rules[at].duration = fresh() + 'm';
        }
    }

    QByteArray changeTwin()
    {
        QByteArray twin = gitops.read(pairedFile);
        Rule &rule = m_rules[m_random() % m_rules.size()];
        const qsizetype name = twin.indexOf("alert: " + rule.name + '\n');
        if (name < 0)
            return "nothing of its own to change";
        if (!rule.added) {
            const qsizetype at = twin.indexOf("prod", name);
            own(rule.name + " cluster", "prod" + fresh());
            twin.replace(at, twin.indexOf('\n', at) - at, m_own[rule.name + " cluster"]);
        } else if (!rule.ownParts) {
            rule.ownParts = true;
            own(rule.name + " team", fresh());
            const qsizetype margin = name - twin.lastIndexOf('\n', name) - 1;
            twin.insert(twin.indexOf('\n', name) + 1,
                        QByteArray(margin, ' ') + "labels: {team: '" + m_own[rule.name + " team"] + "'}\n");
        }
        if (twin == gitops.read(pairedFile))
            return "nothing of its own to change";
        gitops.commit(pairedFile, twin);
        return "change of its own";
    }

    QByteArray carryByHand()
    {
        const std::string before = text().toStdString();
        changeSource();
        source.commit(rulesFile, text());
        const std::string twin = gitops.read(pairedFile).toStdString();
        const auto change = yaml::carryToTwin(before, text().toStdString(), twin);
        if (!change || !change->conflicts.empty() || change->edits.empty())
            return "commit, nothing by hand";
        gitops.commit(pairedFile, QByteArray::fromStdString(*base::applyEdits(twin, change->edits)));
        return "by hand";
    }

    std::mt19937 m_random;
    std::vector<Rule> m_rules;
    /// What only the twin has.
    std::map<QByteArray, QByteArray> m_own;
    int m_count = 0;
};

} // namespace

/// Commits, saves, changes by hand and catching up in any order: the twin never loses what is its own, nobody is asked
/// about what is clear, and once caught up it has all of the source.
void TestPairHistory::losesNothingOverManySaves()
{
    const auto [first, last] = support::seedRange(0, 11);
    for (quint32 seed = first; seed <= last; ++seed) {
        RandomWork work(seed);
        QByteArray done = "seed " + QByteArray::number(seed);
        try {
            for (int step = 0; step < 6; ++step) {
                done += ", " + work.step();
                QVERIFY2(work.wrong(false).empty(), done + '\n' + work.wrong(false).c_str());
            }
            done += ", at last " + work.save(true);
            QVERIFY2(work.wrong(true).empty(), done + '\n' + work.wrong(true).c_str() + work.gitops.read(pairedFile) +
                                                   work.source.read(rulesFile));
            QVERIFY2(missing(work.planned()).isEmpty(),
                     done + ", missing " + missing(work.planned()).join(", ").toUtf8());
        } catch (const std::exception &error) {
            QFAIL(done + '\n' + error.what());
        }
    }
}

REGISTER_TEST(TestPairHistory);

#include "tst_pairhistory.moc"
