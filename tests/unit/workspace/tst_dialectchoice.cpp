#include "promql/dialecttext.h"
#include "support/registry.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using workspace::DialectChoice;

namespace {

bool writeText(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

promql::Dialect dialectOf(int major, int minor)
{
    promql::Dialect dialect;
    dialect.major = major;
    dialect.minor = minor;
    return dialect;
}

/// holt_winters() left with 3.0.
const QByteArray oldRules = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: holt_winters(up[5m], 0.5, 0.5)\n";

} // namespace

class TestDialectChoice : public QObject
{
    Q_OBJECT

private slots:
    void ranksWhoDecides();
    void readsFilesInTheLanguageOfTheEndpoint();
    void readsFilesInTheLanguageOfTheWorkspaceFile();
    void keepsThePersonsChoice();
};

void TestDialectChoice::ranksWhoDecides()
{
    workspace::WorkspaceFile file;
    QCOMPARE(workspace::chooseDialect({}, file, {}).source, DialectChoice::Source::Newest);
    promql::Dialect endpoint = dialectOf(2, 42);
    endpoint.experimentalFunctions = true;
    QCOMPARE(workspace::chooseDialect({}, file, endpoint).source, DialectChoice::Source::Endpoint);
    file.version = promql::Version{3, 0};
    file.features = {"promql-duration-expr"};
    const DialectChoice named = workspace::chooseDialect({}, file, endpoint);
    QCOMPARE(named.source, DialectChoice::Source::File);
    QCOMPARE(named.dialect.minor, 0);
    QVERIFY(named.dialect.experimentalFunctions && named.dialect.durationExpressions);
    const DialectChoice chosen = workspace::chooseDialect(promql::Version{2, 53}, file, endpoint);
    QCOMPARE(chosen.source, DialectChoice::Source::Person);
    QCOMPARE(chosen.dialect.minor, 53);
}

void TestDialectChoice::readsFilesInTheLanguageOfTheEndpoint()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("rules.yaml");
    QVERIFY(writeText(path, oldRules));
    workspace::Scheduler scheduler(0);
    workspace::Workspace space(scheduler);
    QSignalSpy changes(&space, &workspace::Workspace::dialectChanged);
    space.open(folder.path());
    QTRY_VERIFY(space.findFile(path));
    const auto errors = [&] {
        return std::ranges::count(space.findFile(path)->diagnostics, base::Severity::Error,
                                  &base::Diagnostic::severity);
    };
    QVERIFY(errors() > 0);
    auto document = space.document(path);
    QVERIFY(document.ok());
    space.setEndpointDialect(dialectOf(2, 42));
    QTRY_COMPARE(errors(), 0);
    QCOMPARE(space.dialect().source, DialectChoice::Source::Endpoint);
    QVERIFY(changes.count() >= 1);
    // The open buffer too, and what is typed from now on.
    QTRY_VERIFY((*document)->rules()->groups().front().rules.front().tree->valid());
    QVERIFY((*document)->apply({{{0, 0}, "# typed\n"}}).ok());
    QTRY_COMPARE((*document)->rulesVersion(), (*document)->version());
    QCOMPARE(errors(), 0);
    space.setEndpointDialect(std::nullopt);
    QTRY_VERIFY(errors() > 0);
    QTRY_VERIFY(!(*document)->rules()->groups().front().rules.front().tree->valid());
}

void TestDialectChoice::readsFilesInTheLanguageOfTheWorkspaceFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("rules.yaml");
    QVERIFY(writeText(path, oldRules));
    QVERIFY(writeText(folder.filePath("rulewright.yaml"), "dialect: 2.42\n"));
    workspace::Scheduler scheduler(0);
    workspace::Workspace space(scheduler);
    space.setEndpointDialect(dialectOf(3, 5));
    space.open(folder.path());
    QTRY_VERIFY(space.findFile(path));
    QCOMPARE(space.dialect().source, DialectChoice::Source::File);
    QVERIFY(space.findFile(path)->rules->groups().front().rules.front().tree->valid());
    // What the endpoint is makes no difference then.
    space.setEndpointDialect(dialectOf(3, 5));
    QCOMPARE(space.dialect().source, DialectChoice::Source::File);
}

void TestDialectChoice::keepsThePersonsChoice()
{
    const QTemporaryDir folder;
    QVERIFY(writeText(folder.filePath("rules.yaml"), oldRules));
    workspace::Scheduler scheduler(0);
    {
        workspace::Workspace space(scheduler);
        space.open(folder.path());
        QTRY_VERIFY(space.isOpen());
        space.setChosenVersion(promql::Version{2, 45});
        QTRY_COMPARE(space.dialect().source, DialectChoice::Source::Person);
    }
    workspace::Workspace again(scheduler);
    again.open(folder.path());
    QTRY_VERIFY(again.isOpen());
    QCOMPARE(again.chosenVersion(), std::optional(promql::Version{2, 45}));
    QCOMPARE(again.dialect().dialect.minor, 45);
    again.setChosenVersion(std::nullopt);
    QTRY_COMPARE(again.dialect().source, DialectChoice::Source::Newest);
    QVERIFY(!workspace::chosenVersion(again.openedPath()));
}

REGISTER_TEST(TestDialectChoice);

#include "tst_dialectchoice.moc"
