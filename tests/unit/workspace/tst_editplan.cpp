#include "savefixture.h"
#include "support/registry.h"
#include "workspace/editplan.h"

#include <QTest>

using workspace::RepositoryChange;

/// Plans of what is done to files besides a person's own edits, carried out as every save.
class TestEditPlan : public QObject
{
    Q_OBJECT

private slots:
    void changesAddsAndRemoves();
    void refusesWhatWouldBeMixedUp_data();
    void refusesWhatWouldBeMixedUp();
    void staysInsideTheRepositories();
};

namespace {

const std::string sourceName = "infra/rules/a.yaml";
const std::string twinName = "base/rules/a.yaml";

deployment::FileEdit insertion(const char *role, const std::string &file, const std::string &text)
{
    return {role, file, {{{0, 0}, text}}};
}

} // namespace

void TestEditPlan::changesAddsAndRemoves()
{
    const SaveFixture fixture;
    fixture.gitops.hook("pre-commit", "exit 0\n");
    RepositoryChange change;
    change.edits = {insertion("source", sourceName, "# first\n"), insertion("gitops", "base/new.yaml", "a: 1\n")};
    change.removed = {{"gitops", twinName}};
    const auto plan = workspace::planChange(fixture.workspace, change);
    QVERIFY(plan.ok() && !plan->blocked());
    QCOMPARE(plan->repositories.size(), std::size_t(2));
    QCOMPARE(plan->repositories[0].role, QString("source"));
    QCOMPARE(plan->repositories[1].hooks, QStringList("pre-commit"));
    QVERIFY(fixture.source.changes().isEmpty() && fixture.gitops.changes().isEmpty());
    workspace::SaveOptions options;
    options.message = "Retire";
    QVERIFY(workspace::executeSave(*plan, options).ok());
    QCOMPARE(fixture.source.read("infra/rules/a.yaml"), "# first\n" + fixture.rules());
    QCOMPARE(fixture.gitops.read("base/new.yaml"), QByteArray("a: 1\n"));
    QCOMPARE(fixture.gitops.git({"ls-files"}), QString("base/new.yaml"));
    QVERIFY(fixture.source.changes().isEmpty() && fixture.gitops.changes().isEmpty());
}

void TestEditPlan::refusesWhatWouldBeMixedUp_data()
{
    QTest::addColumn<int>("state");
    QTest::newRow("changed on disk") << 0;
    QTest::newRow("staged, then put back on disk") << 1;
    QTest::newRow("unsaved in an editor") << 2;
}

void TestEditPlan::refusesWhatWouldBeMixedUp()
{
    QFETCH(int, state);
    const SaveFixture fixture;
    const QString path = fixture.gitops.path("base/rules/a.yaml");
    std::vector<workspace::BufferedFile> buffers;
    if (state < 2)
        fixture.gitops.write("base/rules/a.yaml", fixture.twin("9m"));
    if (state == 1) {
        fixture.gitops.git({"add", "."});
        fixture.gitops.write("base/rules/a.yaml", fixture.twin());
    }
    if (state == 2)
        buffers.push_back({path, fixture.twin("9m").toStdString()});
    RepositoryChange change;
    change.edits = {insertion("gitops", twinName, "# first\n")};
    const auto plan = workspace::planChange(fixture.workspace, change, buffers);
    QVERIFY(plan.ok());
    QVERIFY(plan->blocked());
    QVERIFY2(fixture.problems(*plan).contains("has changes of its own"), qPrintable(fixture.problems(*plan)));
}

void TestEditPlan::staysInsideTheRepositories()
{
    const SaveFixture fixture;
    QVERIFY(QFile::link(fixture.folder.path(), fixture.gitops.path("out")));
    for (const char *file : {"../escaped.yaml", "out/escaped.yaml", ".git/config"}) {
        RepositoryChange change;
        change.edits = {insertion("gitops", file, "a: 1\n")};
        const auto plan = workspace::planChange(fixture.workspace, change);
        QVERIFY2(!plan || plan->blocked(), file);
    }
    QVERIFY(!QFile::exists(fixture.folder.filePath("escaped.yaml")));
}

REGISTER_TEST(TestEditPlan);

#include "tst_editplan.moc"
