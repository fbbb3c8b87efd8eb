#include "repositories.h"
#include "support/registry.h"
#include "workspace/builder.h"
#include "workspace/inspection.h"
#include "workspace/lineorigin.h"
#include "workspace/savebuild.h"

#include <QTest>

#include <algorithm>
#include <tuple>

class TestInspection : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatIsUnknownWithoutABuilder();
    void comparesWhatABuilderPrints();
    void namesABuildThatFails();
    void buildsNothingRemote();
    void buildsOnlyLocalFilesBeforeTheyAreAccepted_data();
    void buildsOnlyLocalFilesBeforeTheyAreAccepted();
    void rendersWithARealBuilder();
    void buildsWhatASaveWouldCommit();
    void readsBuffersOverTheDisk();
    void findsTheCommitOfLines();

private:
    void writeOverlay(const TestRepository &gitops, const QByteArray &extra = {});
};

namespace {

const QByteArray rule = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: r\nspec:\n"
                        "  groups:\n  - name: g\n    rules:\n    - alert: A\n      expr: x\n      labels:\n"
                        "        severity: critical\n";

workspace::WorkspaceFile fileOf(const TestRepository &repository)
{
    workspace::WorkspaceFile file;
    file.source = file.gitops = repository.path();
    return file;
}

/// A stand-in for kustomize: it prints what the file `output` in the built folder holds.
QString writeScript(const TestRepository &repository, const QByteArray &text)
{
    repository.write("bin/kustomize", "#!/bin/sh\n" + text);
    QFile::setPermissions(repository.path("bin/kustomize"),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser | QFile::ExeUser);
    return repository.path("bin");
}

} // namespace

void TestInspection::writeOverlay(const TestRepository &gitops, const QByteArray &extra)
{
    gitops.write("base/kustomization.yaml", "resources: [rule.yaml]\n");
    gitops.write("base/rule.yaml", rule);
    gitops.write("prod/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\n" + extra);
    gitops.write("prod/patch.yaml", "- op: replace\n");
    gitops.write("prod/output", QByteArray(rule).replace("critical", "warning"));
}

void TestInspection::saysWhatIsUnknownWithoutABuilder()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    writeOverlay(gitops);
    workspace::InspectionOptions options;
    options.searchPath = folder.filePath("nothing-here");
    QVERIFY(!workspace::findBuilder(options.searchPath));
    const auto inspection = workspace::inspect(fileOf(gitops), options);
    QVERIFY(inspection.rows.empty());
    QCOMPARE(inspection.unknown.size(), std::size_t(1));
    QCOMPARE(
        QString::fromStdString(inspection.unknown.front().english()),
        QString("What patches of prod/kustomization.yaml changes in prod is unknown: there is no rendering of it."));
}

void TestInspection::comparesWhatABuilderPrints()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    writeOverlay(gitops);
    workspace::InspectionOptions options;
    options.searchPath = writeScript(gitops, "cat \"$2/output\"\n");
    const auto inspection = workspace::inspect(fileOf(gitops), options);
    QVERIFY(inspection.unknown.empty());
    QCOMPARE(inspection.rows.size(), std::size_t(1));
    const deployment::DriftRow &row = inspection.rows.front();
    QCOMPARE(row.id, std::string("drift/overlay"));
    QCOMPARE(row.subject, std::string("A · labels.severity"));
    QCOMPARE(row.file, std::string("base/rule.yaml"));
    QVERIFY(row.ground == deployment::Ground::Rendering);
}

void TestInspection::namesABuildThatFails()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    writeOverlay(gitops);
    workspace::InspectionOptions options;
    options.searchPath =
        writeScript(gitops, "echo '# Warning: old' >&2; echo \"Error: no such op in $2/x\" >&2; exit 1\n");
    const auto inspection = workspace::inspect(fileOf(gitops), options);
    QCOMPARE(inspection.registration.size(), std::size_t(1));
    QCOMPARE(inspection.registration.front().id, std::string("registration/build"));
    QCOMPARE(inspection.registration.front().text.english(),
             std::string("The build of prod fails: no such op in prod/x"));
}

void TestInspection::buildsNothingRemote()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    writeOverlay(gitops, "components: ['https://git.example/o/r//c?ref=v1']\n");
    workspace::InspectionOptions options;
    options.searchPath = writeScript(gitops, "touch \"$2/built\"\n");
    const auto inspection = workspace::inspect(fileOf(gitops), options);
    QVERIFY(!QFile::exists(gitops.path("prod/built")));
    QVERIFY(!inspection.unknown.empty());
    options.mayBuild = false;
    writeOverlay(gitops);
    QVERIFY(!workspace::inspect(fileOf(gitops), options).unknown.empty());
    QVERIFY(!QFile::exists(gitops.path("prod/built")));
}

void TestInspection::buildsOnlyLocalFilesBeforeTheyAreAccepted_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("prod");
    // What the reason names; empty where the build runs.
    QTest::addColumn<QString>("named");
    const QByteArray prod = "resources: [../base]\n";
    const QByteArray base = "resources: [rule.yaml]\n";
    QTest::newRow("local") << base << prod + "patches: [{path: patch.yaml}]\nnamePrefix: p-\n"
                           << "";
    QTest::newRow("literals may hold addresses")
        << base << prod + "configMapGenerator:\n- name: c\n  literals: ['URL=https://a.example/x']\n"
        << "";
    QTest::newRow("a missing file is the build's to tell")
        << QByteArray("resources: [rule.yaml, gone.yaml]\n") << prod << "";
    QTest::newRow("a base out of the repository")
        << base << QByteArray("resources: [../../other/base]\n") << "../../other/base";
    QTest::newRow("an absolute path") << base << QByteArray("resources: [/etc/base]\n") << "/etc/base";
    QTest::newRow("an address without scheme, below") << QByteArray("resources: [rule.yaml, gitlab.com/a/b]\n") << prod
                                                      << "base/kustomization.yaml names gitlab.com/a/b";
    QTest::newRow("scp's form of an address")
        << QByteArray("resources: ['user@host:a/b']\n") << prod << "user@host:a/b";
    QTest::newRow("a patch by address") << base << prod + "patches: [{path: 'https://a.example/p.yaml'}]\n"
                                        << "-";
    QTest::newRow("charts") << base << prod + "helmCharts: [{name: c}]\n"
                            << "helmCharts";
    QTest::newRow("plugins") << base << prod + "generators: [plugin.yaml]\n"
                             << "generators";
    QTest::newRow("plugins below") << QByteArray("transformers: [plugin.yaml]\n") << prod << "transformers";
    QTest::newRow("keys in another case") << base << prod + "Components: ['a']\n"
                                          << "Components";
    QTest::newRow("paths in another case") << base << prod + "patches: [{Path: p.yaml}]\n"
                                           << "prod";
    QTest::newRow("aliases") << base << prod + "metadata: {labels: &l {a: b}}\ncommonLabels: *l\n"
                             << "prod";
    QTest::newRow("broken") << QByteArray("resources: [\n") << prod << "base";
}

void TestInspection::buildsOnlyLocalFilesBeforeTheyAreAccepted()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, prod);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    writeOverlay(gitops);
    gitops.write("base/kustomization.yaml", base);
    gitops.write("prod/kustomization.yaml", prod);
    workspace::InspectionOptions options;
    options.searchPath = writeScript(gitops, "touch \"$2/built\"; cat \"$2/output\"\n");
    options.accepted = false;
    const auto inspection = workspace::inspect(fileOf(gitops), options);
    QCOMPARE(QFile::exists(gitops.path("prod/built")), named.isEmpty());
    if (named.isEmpty() || named == "-")
        return;
    const bool said = std::ranges::any_of(inspection.unknown, [&](const base::Text &text) {
        const QString sentence = QString::fromStdString(text.english());
        return sentence.startsWith("prod is not built before you accept the workspace file in the window: ") &&
               sentence.contains(named);
    });
    QVERIFY(said);
    options.accepted = true;
    std::ignore = workspace::inspect(fileOf(gitops), options);
    QVERIFY(QFile::exists(gitops.path("prod/built")));
}

void TestInspection::rendersWithARealBuilder()
{
    if (!workspace::findBuilder())
        QSKIP("Neither kustomize nor kubectl is installed.");
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    gitops.write("base/kustomization.yaml",
                 "resources: [rule.yaml]\nconfigMapGenerator:\n- name: c\n  files: [c.yml]\n");
    gitops.write("base/c.yml", "groups: []\n");
    gitops.write("base/rule.yaml", rule);
    gitops.write("prod/kustomization.yaml",
                 "resources: [../base]\nnamePrefix: p-\npatches:\n- target: {kind: PrometheusRule}\n  patch: |\n"
                 "    - {op: replace, path: /spec/groups/0/rules/0/labels/severity, value: warning}\n");
    const auto inspection = workspace::inspect(fileOf(gitops));
    QVERIFY(inspection.unknown.empty());
    QCOMPARE(inspection.renderings.size(), std::size_t(1));
    QCOMPARE(inspection.renderings.front().objects.size(), std::size_t(2));
    for (const deployment::DeployedObject &object : inspection.renderings.front().objects)
        QVERIFY2(object.origin, object.resource.name.c_str());
    QCOMPARE(inspection.rows.size(), std::size_t(1));
    QCOMPARE(inspection.rows.front().subject, std::string("A · labels.severity"));
}

void TestInspection::buildsWhatASaveWouldCommit()
{
    const QTemporaryDir folder;
    const TestRepository gitops(QDir(folder.path()).canonicalPath() + "/g");
    gitops.commit("kustomization.yaml", "resources: [rule.yaml]\n");
    gitops.commit("rule.yaml", rule);
    // A real builder where there is one; else one that knows this repository only.
    QString searchPath;
    if (!workspace::findBuilder())
        searchPath =
            writeScript(gitops, "grep -q gone \"$2/kustomization.yaml\" && { echo 'Error: gone.yaml' >&2; exit 1; }\n"
                                "exit 0\n");
    const auto problemsOf = [&](const std::string &before, const std::string &after) {
        workspace::SavePlan plan;
        workspace::PlannedRepository repository;
        repository.role = "source";
        repository.root = gitops.path();
        repository.headId = gitops.head();
        workspace::PlannedFile file;
        file.path = "kustomization.yaml";
        file.before = file.head = before;
        file.after = after;
        repository.files.push_back(file);
        plan.repositories.push_back(repository);
        workspace::checkBuilds(fileOf(gitops), plan, searchPath);
        return plan.problems;
    };
    const std::string fine = "resources: [rule.yaml]\n";
    const std::string broken = "resources: [rule.yaml, gone.yaml]\n";
    QVERIFY(problemsOf(fine, fine + "# a comment\n").empty());
    const auto problems = problemsOf(fine, broken);
    QCOMPARE(problems.size(), std::size_t(1));
    QVERIFY(problems.front().blocking);
    QVERIFY(problems.front().text.english().find("gone.yaml") != std::string::npos);
    QVERIFY(problems.front().text.english().find(folder.path().toStdString()) == std::string::npos);
    const auto old = problemsOf(broken, broken + "# a comment\n");
    QCOMPARE(old.size(), std::size_t(1));
    QVERIFY(!old.front().blocking);
}

void TestInspection::readsBuffersOverTheDisk()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    gitops.write("kustomization.yaml", "resources: []\n");
    gitops.write("rule.yaml", rule);
    workspace::InspectionOptions options;
    options.mayBuild = false;
    QCOMPARE(workspace::inspect(fileOf(gitops), options).registration.size(), std::size_t(1));
    options.buffers[gitops.path("kustomization.yaml")] = "resources: [rule.yaml]\n";
    QVERIFY(workspace::inspect(fileOf(gitops), options).registration.empty());
}

void TestInspection::findsTheCommitOfLines()
{
    const QTemporaryDir folder;
    const TestRepository gitops(folder.filePath("g"));
    const QString first = gitops.commit("a.yaml", "a: 1\nb: 2\nc: 3\n");
    const QString second = gitops.commit("a.yaml", "a: 1\nb: 3\n");
    const auto line = workspace::originOfLines(gitops.path("a.yaml"), 1, 1);
    QVERIFY(line.ok() && line.value());
    QCOMPARE((*line)->commitId, first);
    const auto both = workspace::originOfLines(gitops.path("a.yaml"), 1, 2);
    QVERIFY(both.ok() && both.value());
    QCOMPARE((*both)->summary, QString("Change a.yaml"));
    const auto gone = workspace::lastChangeOf(gitops.path("a.yaml"), "c: 3");
    QVERIFY(gone.ok() && gone.value());
    QCOMPARE((*gone)->commitId, second);
    const auto never = workspace::lastChangeOf(gitops.path("a.yaml"), "d: 4");
    QVERIFY(never.ok() && !never.value());
    gitops.write("a.yaml", "a: 5\n");
    const auto uncommitted = workspace::originOfLines(gitops.path("a.yaml"), 1, 1);
    QVERIFY(uncommitted.ok() && !uncommitted.value());
}

REGISTER_TEST(TestInspection);

#include "tst_inspection.moc"
