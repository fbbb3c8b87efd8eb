#include "savefixture.h"
#include "support/registry.h"

#include <QTest>

using workspace::PlanProblem;
using workspace::SavePlan;

class TestSavePlan : public QObject
{
    Q_OBJECT

private slots:
    void carriesTheChange();
    void takesBuffersOverTheDisk();
    void changesNothingByItself();
    void isEmptyWithoutChanges();
    void plansOneRepository();
    void keepsToTheSourceWithoutTwin();
    void includesNewAndDeletedFilesOnRequest();
    void mergesTextsThatAreNoYaml();
    void feedsOneTwinFromTwoSources();
    void tellsWhatLiesBehindALink();
    void reportsProblems_data();
    void reportsProblems();
    void reportsConflicts();
    void settlesConflicts();
    void copiesOrLeavesAWholeFile();
    void carriesOnlyRules();
    void registersNewTwins();
    void takesWhatIsStaged();
    void reportsMissingClones();
    void reportsMissingRepositories();
    void acceptsATwinThatHasTheChange();
    void acceptsAReadOnlyFileItNeedNotWrite();
};

void TestSavePlan::carriesTheChange()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    QCOMPARE(plan.repositories.size(), std::size_t(2));
    QCOMPARE(plan.repositories[0].role, QString("source"));
    QCOMPARE(plan.repositories[0].ref, QString("refs/heads/main"));
    QCOMPARE(plan.repositories[0].headId, fixture.source.head());
    QCOMPARE(plan.repositories[0].files.at(0).path, QString("infra/rules/a.yaml"));
    const workspace::PlannedFile &twin = plan.repositories[1].files.at(0);
    QCOMPARE(twin.path, QString("base/rules/a.yaml"));
    QCOMPARE(twin.twinOf, QString("infra/rules/a.yaml"));
    QCOMPARE(*twin.after, fixture.twin("10m").toStdString());
    QCOMPARE(*twin.before, fixture.twin().toStdString());
    QVERIFY(twin.diff().starts_with("--- a/base/rules/a.yaml\n+++ b/base/rules/a.yaml\n@@ "));
    QVERIFY(twin.diff().find("-    for: 5m # ours\n+    for: 10m # ours\n") != std::string::npos);
}

void TestSavePlan::takesBuffersOverTheDisk()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("7m"));
    const SavePlan plan = fixture.plan({{fixture.source.path("infra/rules/a.yaml"), fixture.rules("9m").toStdString()},
                                        {fixture.source.path("unmapped.yaml"), "a: 1\n"}});
    QCOMPARE(*plan.repositories.at(0).files.at(0).after, fixture.rules("9m").toStdString());
    QCOMPARE(*plan.repositories.at(0).files.at(0).before, fixture.rules("7m").toStdString());
    QCOMPARE(*plan.repositories.at(1).files.at(0).after, fixture.twin("9m").toStdString());
    QCOMPARE(plan.repositories.at(0).files.size(), std::size_t(1));
}

void TestSavePlan::changesNothingByItself()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const QString before =
        fixture.source.changes() + fixture.source.head() + fixture.gitops.changes() + fixture.gitops.head();
    QVERIFY(!fixture.plan().empty());
    QCOMPARE(fixture.source.changes() + fixture.source.head() + fixture.gitops.changes() + fixture.gitops.head(),
             before);
}

void TestSavePlan::isEmptyWithoutChanges()
{
    const SaveFixture fixture;
    fixture.source.write("elsewhere.yaml", "a: 1\n");
    const SavePlan plan = fixture.plan();
    QVERIFY(plan.empty());
    QVERIFY(!plan.blocked());
    QVERIFY(plan.problems.empty());
}

void TestSavePlan::plansOneRepository()
{
    const SaveFixture fixture;
    fixture.source.commit("copy/a.yaml", fixture.twin());
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.gitops = workspace.source;
    workspace.mappings = {{"infra/rules", "copy"}};
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const auto plan = workspace::planSave(workspace, {});
    QCOMPARE(plan->repositories.size(), std::size_t(1));
    QCOMPARE(plan->repositories[0].files.size(), std::size_t(2));
    QCOMPARE(*plan->repositories[0].files[1].after, fixture.twin("10m").toStdString());
}

void TestSavePlan::keepsToTheSourceWithoutTwin()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/own.yaml", fixture.rules());
    fixture.source.write("infra/rules/own.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QVERIFY(!plan.blocked());
    QCOMPARE(plan.repositories.size(), std::size_t(1));
    QCOMPARE(plan.problems.at(0).kind, PlanProblem::Kind::MissingTwin);
    QCOMPARE(
        fixture.problems(plan),
        QString("- source/infra/rules/own.yaml has no copy at gitops/base/rules/own.yaml: only the source changes.\n"));
}

void TestSavePlan::includesNewAndDeletedFilesOnRequest()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/old.yaml", "a: 1\n");
    fixture.gitops.commit("base/rules/old.yaml", "a: 1\n");
    QVERIFY(QFile::remove(fixture.source.path("infra/rules/old.yaml")));
    fixture.source.write("infra/rules/sub/new.yaml", "b: 1\n");
    SavePlan plan = fixture.plan();
    QVERIFY(plan.empty());
    QCOMPARE(fixture.problems(plan),
             QString("- source/infra/rules/old.yaml was deleted; its deletion is not part of this save.\n"
                     "- source/infra/rules/sub/new.yaml is new and not part of this save. Add it to the repository to "
                     "save it.\n"));
    plan = fixture.plan({},
                        {fixture.source.path("infra/rules/old.yaml"), fixture.source.path("infra/rules/sub/new.yaml")});
    QVERIFY2(plan.problems.empty(), qPrintable(fixture.problems(plan)));
    QCOMPARE(plan.repositories.at(1).files.size(), std::size_t(2));
    QVERIFY(!plan.repositories[1].files[0].after);
    QCOMPARE(*plan.repositories[1].files[1].after, std::string("b: 1\n"));
    QVERIFY(plan.repositories[1].files[1].diff().starts_with("--- /dev/null\n+++ b/base/rules/sub/new.yaml\n"));
    QVERIFY(plan.repositories[1].files[0].diff().find("+++ /dev/null\n") != std::string::npos);
}

void TestSavePlan::mergesTextsThatAreNoYaml()
{
    const SaveFixture fixture;
    const QByteArray chart = "{{- if .Values.rules }}\na: {{ .x }}\nb: 1\nc: 1\nd: 1\n{{- end }}\n";
    fixture.source.commit("infra/rules/t.yaml", chart);
    fixture.gitops.commit("base/rules/t.yaml", QByteArray(chart).replace("d: 1", "d: own"));
    fixture.source.write("infra/rules/t.yaml", QByteArray(chart).replace("b: 1", "b: 2"));
    const SavePlan plan = fixture.plan();
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    QCOMPARE(*plan.repositories.at(1).files.at(0).after,
             QByteArray(chart).replace("d: 1", "d: own").replace("b: 1", "b: 2").toStdString());
}

void TestSavePlan::feedsOneTwinFromTwoSources()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/b.yaml", fixture.rules());
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.mappings = {{"infra/rules/a.yaml", "base/rules/a.yaml"}, {"infra/rules/b.yaml", "base/rules/a.yaml"}};
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    fixture.source.write("infra/rules/b.yaml", fixture.rules().replace("up == 0", "up == 1"));
    const auto plan = workspace::planSave(workspace, {});
    QCOMPARE(plan->repositories.at(1).files.size(), std::size_t(1));
    QCOMPARE(*plan->repositories[1].files[0].after, fixture.twin("10m").replace("up == 0", "up == 1").toStdString());
}

void TestSavePlan::tellsWhatLiesBehindALink()
{
    const SaveFixture fixture;
    fixture.source.commit("shared.yaml", fixture.rules());
    QVERIFY(QFile::remove(fixture.source.path("infra/rules/a.yaml")));
    QVERIFY(QFile::link("../../shared.yaml", fixture.source.path("infra/rules/a.yaml")));
    fixture.source.git({"commit", "--quiet", "-a", "-m", "Share it"});
    QCOMPARE(fixture.problems(fixture.plan()), QString());
    fixture.source.write("shared.yaml", fixture.rules("10m"));
    const workspace::SavePlan plan = fixture.plan();
    QVERIFY(plan.empty() && !plan.blocked());
    QCOMPARE(
        fixture.problems(plan),
        QString("- source/infra/rules/a.yaml is a symbolic link: what changed in shared.yaml behind it is not part "
                "of this save. Map that file itself.\n"));
}

void TestSavePlan::reportsProblems_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("sentence");
    int number = 0;
    QTest::newRow("no identity") << number++
                                 << "! git does not know who you are in gitops. Run: git config --global user.name "
                                    "\"Your Name\" and: git config --global user.email you@example.org\n";
    QTest::newRow("dirty twin")
        << number++ << "! gitops/base/rules/a.yaml has uncommitted changes. Commit or discard them first.\n";
    QTest::newRow("staged twin") << number++
                                 << "! gitops/base/rules/a.yaml has staged changes. Commit or unstage them first.\n";
    QTest::newRow("staged source") << number++
                                   << "! Other content of source/infra/rules/a.yaml is staged than what would be "
                                      "saved. Unstage it, or commit it first.\n";
    QTest::newRow("merge") << number++ << "! A merge is under way in gitops. Finish or abort it first.\n";
    QTest::newRow("detached")
        << number++ << "! HEAD is detached in gitops: a commit would belong to no branch. Check out a branch first.\n";
    QTest::newRow("read-only file") << number++ << "! gitops/base/rules/a.yaml is read-only.\n";
    QTest::newRow("linked folder")
        << number++ << "! gitops/base/rules/a.yaml is, or lies behind, a symbolic link. It is not written.\n";
    QTest::newRow("invalid yaml") << number++ << "! source/infra/rules/a.yaml is not valid YAML: ";
    QTest::newRow("binary") << number++ << "! source/infra/rules/a.yaml holds binary data.\n";
    QTest::newRow("uncommitted twin") << number++
                                      << "! gitops/base/rules/a.yaml is not committed yet. Commit it first.\n";
    QTest::newRow("deleted twin")
        << number++
        << "! gitops/base/rules/a.yaml is committed but not in the work tree (deleted, or a sparse checkout).\n";
    QTest::newRow("submodule") << number++
                               << "! gitops/base/rules/a.yaml lies in a submodule, which is a repository of its own.\n";
    QTest::newRow("behind") << number++
                            << "! The branch main in gitops is behind its upstream; missing commits: 2. Pull first, or "
                               "save to a new branch.\n";
    QTest::newRow("read-only repository") << number++ << "! The repository gitops is read-only.\n";
    QTest::newRow("unsaved twin") << number++
                                  << "! gitops/base/rules/a.yaml has unsaved changes. Save or discard them first.\n";
}

void TestSavePlan::reportsProblems()
{
    QFETCH(int, number);
    QFETCH(QString, sentence);
    const SaveFixture fixture;
    const TestRepository &source = fixture.source;
    const TestRepository &gitops = fixture.gitops;
    const QString twin = "base/rules/a.yaml";
    const QString file = "infra/rules/a.yaml";
    std::vector<workspace::BufferedFile> buffers;
    source.write(file, fixture.rules("10m"));
    const std::vector<std::function<void()>> arrange = {
        [&] {
            gitops.git({"config", "--unset", "user.name"});
            gitops.git({"config", "--unset", "user.email"});
            gitops.git({"config", "user.useConfigOnly", "true"});
        },
        [&] { gitops.write(twin, fixture.twin("6m")); },
        [&] {
            gitops.write(twin, fixture.twin("6m"));
            gitops.git({"add", "."});
            gitops.write(twin, fixture.twin());
        },
        [&] {
            source.write(file, fixture.rules("6m"));
            source.git({"add", "."});
            source.write(file, fixture.rules("10m"));
        },
        [&] {
            gitops.git({"checkout", "--quiet", "-b", "side"});
            gitops.commit("x", "1");
            gitops.git({"checkout", "--quiet", "main"});
            gitops.commit("y", "1");
            gitops.git({"merge", "--no-commit", "--no-ff", "side"});
        },
        [&] {
            gitops.git({"checkout", "--quiet", "--detach"});
        },
        [&] { QFile::setPermissions(gitops.path(twin), QFile::ReadOwner); },
        [&] {
            gitops.git({"mv", "base", "real"});
            QVERIFY(QFile::link("real", gitops.path("base")));
            gitops.git({"add", "."});
            gitops.git({"commit", "--quiet", "-m", "link"});
        },
        [&] { source.write(file, "groups: [\n"); },
        [&] { source.write(file, QByteArray("a\0b", 3)); },
        [&] {
            gitops.git({"rm", "--quiet", "--cached", twin});
            gitops.git({"commit", "--quiet", "-m", "forget"});
        },
        [&] { QVERIFY(QFile::remove(gitops.path(twin))); },
        [&] {
            gitops.git({"rm", "--quiet", "-r", "base"});
            gitops.git({"commit", "--quiet", "-m", "gone"});
            const TestRepository inner(gitops.path("base"));
            inner.commit("rules/a.yaml", fixture.twin());
        },
        [&] {
            gitops.git({"init", "--quiet", "--bare", "--initial-branch=main", fixture.folder.filePath("origin.git")});
            gitops.git({"remote", "add", "origin", fixture.folder.filePath("origin.git")});
            gitops.commit("x", "1");
            gitops.commit("x", "2");
            gitops.git({"push", "--quiet", "-u", "origin", "main"});
            gitops.git({"reset", "--quiet", "--hard", "HEAD~2"});
        },
        [&] { QFile::setPermissions(gitops.path(".git"), QFile::ReadOwner | QFile::ExeOwner); },
        [&] {
            buffers.push_back({gitops.path(twin), "a: 1\n"});
        },
    };
    arrange.at(static_cast<std::size_t>(number))();
    const SavePlan plan = fixture.plan(buffers);
    QFile::setPermissions(gitops.path(".git"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString problems = fixture.problems(plan);
    QVERIFY2(problems.startsWith(sentence), qPrintable(problems));
    QVERIFY(plan.blocked());
    QCOMPARE(plan.blocked(true), number != 13);
}

void TestSavePlan::reportsConflicts()
{
    const SaveFixture fixture;
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("7m"));
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QVERIFY(plan.blocked());
    QCOMPARE(plan.problems.at(0).kind, PlanProblem::Kind::Conflict);
    QCOMPARE(plan.problems[0].conflict->after, std::string("10m"));
    QCOMPARE(fixture.problems(plan), QString("! gitops/base/rules/a.yaml: groups › g › rules › Down › for differs on "
                                             "both sides: the source now has \"10m\", the copy has \"7m\".\n"));
}

void TestSavePlan::settlesConflicts()
{
    const SaveFixture fixture;
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("7m"));
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const std::string id = fixture.plan().problems.at(0).conflict->id;
    const auto settled = [&](const workspace::TwinChoice &choice) {
        const auto plan =
            workspace::planSave(fixture.workspace, {}, {}, {{fixture.gitops.path("base/rules/a.yaml"), choice}});
        if (plan->blocked())
            return QString::fromStdString(plan->problems.at(0).text.english());
        return plan->repositories.size() < 2 ? QString("only the source")
                                             : QString::fromStdString(*plan->repositories[1].files.at(0).after);
    };
    using Choice = yaml::TwinDecision::Choice;
    const auto decided = [&](Choice choice, const std::string &text = {}) {
        workspace::TwinChoice result;
        result.decisions[id] = {choice, text};
        return settled(result);
    };
    QCOMPARE(decided(Choice::Source), QString::fromUtf8(fixture.twin("10m")));
    QCOMPARE(decided(Choice::Text, "8m"), QString::fromUtf8(fixture.twin("8m")));
    QCOMPARE(decided(Choice::Twin), QString("only the source"));
    QVERIFY(decided(Choice::Text, "a: [").contains("cannot be written into the copy"));
}

void TestSavePlan::copiesOrLeavesAWholeFile()
{
    const SaveFixture fixture;
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("7m"));
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    using Kind = workspace::TwinChoice::Kind;
    const auto planned = [&](Kind kind, const std::string &text = {}) {
        workspace::TwinChoice choice;
        choice.kind = kind;
        choice.text = text;
        return *workspace::planSave(fixture.workspace, {}, {}, {{fixture.gitops.path("base/rules/a.yaml"), choice}});
    };
    const SavePlan copy = planned(Kind::CopySource);
    QVERIFY(!copy.blocked());
    QCOMPARE(*copy.repositories.at(1).files.at(0).after, fixture.rules("10m").toStdString());
    QCOMPARE(copy.repositories[1].files[0].losesLines,
             (std::vector<std::string>{"# platform", "  interval: 30s", "    for: 7m # ours",
                                       "    labels:", "      cluster: prod"}));
    QCOMPARE(planned(Kind::LeaveTwin).repositories.size(), std::size_t(1));
    QCOMPARE(*planned(Kind::Text, "groups: []\n").repositories.at(1).files.at(0).after, std::string("groups: []\n"));
}

void TestSavePlan::carriesOnlyRules()
{
    const SaveFixture fixture;
    const QByteArray resource =
        "kind: PrometheusRule\nspec: # ours\n  groups:\n  - name: g\n    rules:\n    - alert: Down\n"
        "      expr: up == 0\n      for: 5m\n";
    fixture.gitops.commit("base/rule.yaml", resource);
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.mappings = {{"infra/rules/a.yaml", "base/rule.yaml", {}, true, {}}};
    fixture.source.write("infra/rules/a.yaml", "# a comment of the source\n" + fixture.rules("10m"));
    const auto plan = workspace::planSave(workspace, {});
    QVERIFY2(!plan->blocked(), qPrintable(fixture.problems(*plan)));
    QCOMPARE(*plan->repositories.at(1).files.at(0).after, QByteArray(resource).replace("5m", "10m").toStdString());
    // A deleted rule file takes its groups away, not the resource.
    QVERIFY(QFile::remove(fixture.source.path("infra/rules/a.yaml")));
    const auto gone = workspace::planSave(workspace, {}, {fixture.source.path("infra/rules/a.yaml")});
    QVERIFY2(!gone->blocked(), qPrintable(fixture.problems(*gone)));
    QCOMPARE(*gone->repositories.at(1).files.at(0).after,
             std::string("kind: PrometheusRule\nspec: # ours\n  groups: []\n"));
    workspace.mappings[0].key = "x.yml";
    QVERIFY(fixture.problems(*workspace::planSave(workspace, {}, {fixture.source.path("infra/rules/a.yaml")}))
                .contains("no rules under the key"));
}

void TestSavePlan::registersNewTwins()
{
    const SaveFixture fixture;
    const QByteArray service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: metrics\n";
    fixture.source.commit("infra/rules/old.yaml", QByteArray(service).replace("metrics", "old"));
    fixture.gitops.commit("base/rules/old.yaml", QByteArray(service).replace("metrics", "old"));
    fixture.gitops.commit("base/rules/kustomization.yaml", "resources: # ours\n- old.yaml # gone soon\n- other.yaml\n");
    fixture.source.write("infra/rules/metrics.yaml", service);
    fixture.source.write("infra/rules/plain.yaml", fixture.rules());
    fixture.source.git({"rm", "--quiet", "infra/rules/old.yaml"});
    const SavePlan plan = fixture.plan(
        {}, {fixture.source.path("infra/rules/metrics.yaml"), fixture.source.path("infra/rules/plain.yaml")});
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    const auto &files = plan.repositories.at(1).files;
    const auto found =
        std::ranges::find(files, QString("base/rules/kustomization.yaml"), &workspace::PlannedFile::path);
    QVERIFY(found != files.end());
    // A rule file is no resource: a build would fail on it.
    QCOMPARE(*found->after, std::string("resources: # ours\n- other.yaml\n- metrics.yaml\n"));
    workspace::SaveOptions options;
    options.message = "Deploy the metrics Service";
    QVERIFY(workspace::executeSave(plan, options).ok());
    QVERIFY(fixture.gitops.changes().isEmpty());
    QVERIFY(!QFile::exists(fixture.gitops.path("base/rules/old.yaml")));
}

void TestSavePlan::takesWhatIsStaged()
{
    const SaveFixture fixture;
    fixture.source.commit("infra/rules/old.yaml", "a: 1\n");
    fixture.gitops.commit("base/rules/old.yaml", "a: 1\n");
    fixture.source.write("infra/rules/new.yaml", "b: 1\n");
    fixture.source.git({"add", "infra/rules/new.yaml"});
    fixture.source.git({"rm", "--quiet", "infra/rules/old.yaml"});
    const SavePlan plan = fixture.plan();
    QCOMPARE(fixture.problems(plan), QString());
    QCOMPARE(plan.repositories.at(0).files.size(), std::size_t(2));
    QCOMPARE(plan.repositories.at(1).files.size(), std::size_t(2));
}

void TestSavePlan::reportsMissingClones()
{
    const SaveFixture fixture;
    fixture.source.write("rulewright.yaml", "gitops: git@git.example.org:acme/platform.git\nmappings:\n"
                                            "- {source: infra/rules, gitops: base/rules}\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const auto plan = workspace::planSave(*workspace::readWorkspaceFile(fixture.source.path()), {});
    QVERIFY(plan->blocked(true));
    QVERIFY(fixture.problems(*plan).startsWith("! No clone of git@git.example.org:acme/platform.git is known here."));
}

void TestSavePlan::reportsMissingRepositories()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.gitops = fixture.folder.filePath("gone");
    QVERIFY(workspace::planSave(workspace, {})->blocked());
    QVERIFY(QDir(fixture.folder.path()).mkdir("plain"));
    workspace.gitops = fixture.folder.filePath("plain");
    const auto plain = workspace::planSave(workspace, {});
    QVERIFY(plain->blocked());
    QVERIFY(plain->problems[0].text.english().find("plain is in no git repository") != std::string::npos);
    fixture.source.git({"init", "--quiet", "--bare", fixture.folder.filePath("bare")});
    workspace.gitops = fixture.folder.filePath("bare");
    const auto bare = workspace::planSave(workspace, {});
    QVERIFY(bare->blocked());
    QVERIFY(bare->problems[0].text.english().find("bare repository") != std::string::npos);
}

void TestSavePlan::acceptsATwinThatHasTheChange()
{
    const SaveFixture fixture;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    fixture.gitops.write("base/rules/a.yaml", fixture.twin("10m"));
    const SavePlan byHand = fixture.plan();
    QVERIFY2(!byHand.blocked(), qPrintable(fixture.problems(byHand)));
    QCOMPARE(byHand.repositories.size(), std::size_t(2));
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("10m"));
    QCOMPARE(fixture.plan().repositories.size(), std::size_t(1));
}

void TestSavePlan::acceptsAReadOnlyFileItNeedNotWrite()
{
    const SaveFixture fixture;
    const QString file = fixture.source.path("infra/rules/a.yaml");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner));
    const SavePlan plan = fixture.plan();
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    QVERIFY(fixture.plan({{file, fixture.rules("11m").toStdString()}}).blocked());
}

REGISTER_TEST(TestSavePlan);

#include "tst_saveplan.moc"
