#include "repositories.h"
#include "rules/graphcomparison.h"
#include "support/registry.h"
#include "workspace/ruleversions.h"
#include "workspace/workspace.h"

#include <QTest>

using workspace::RuleVersion;

namespace {

QByteArray versionText(const QByteArray &threshold)
{
    return "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up > " + threshold + "\n";
}

/// The expressions of all rules, of a readable version.
QStringList expressionsOf(const workspace::VersionSources &sources, const RuleVersion &version)
{
    const auto documents = workspace::readVersion(sources, version);
    if (!documents)
        return {QString::fromStdString(documents.error().text.english())};
    QStringList expressions;
    for (const auto &document : *documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules)
                expressions << QString::fromStdString(rule.expr.value);
        }
    }
    return expressions;
}

} // namespace

class TestRuleVersions : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryVersion();
    void saysWhatIsMissing();
};

void TestRuleVersions::readsEveryVersion()
{
    const QTemporaryDir folder;
    const TestRepository source(folder.filePath("source"));
    const TestRepository gitops(folder.filePath("gitops"));
    const QString first = source.commit("rules/한 글.yaml", versionText("1"));
    source.commit("rules/한 글.yaml", versionText("2"));
    source.commit("other.yaml", "kind: Service\n");
    source.commit("rulewright.yaml", "source: .\ngitops: ../gitops\nmappings:\n- source: rules/\n  gitops: base/\n");
    gitops.commit("base/한 글.yaml", versionText("5"));
    source.write("rules/한 글.yaml", versionText("3"));

    workspace::Scheduler scheduler(0);
    workspace::Workspace workspace(scheduler);
    workspace.open(source.path());
    const auto document = workspace.document(source.path("rules/한 글.yaml"));
    QVERIFY(document);
    const std::size_t at = (*document)->text().find("> 3") + 2;
    QVERIFY((*document)->apply({{{at, at + 1}, "4"}}));
    QTRY_VERIFY(!workspace.files().empty() && workspace.files()[0].rules->text().find("> 4") != std::string::npos);

    const workspace::VersionSources sources = workspace::versionSources(workspace);
    QCOMPARE(expressionsOf(sources, {RuleVersion::Kind::Buffers, {}}), QStringList("up > 4"));
    QCOMPARE(expressionsOf(sources, {RuleVersion::Kind::Disk, {}}), QStringList("up > 3"));
    QCOMPARE(expressionsOf(sources, {RuleVersion::Kind::Revision, "HEAD"}), QStringList("up > 2"));
    QCOMPARE(expressionsOf(sources, {RuleVersion::Kind::Revision, first}), QStringList("up > 1"));
    QCOMPARE(expressionsOf(sources, {RuleVersion::Kind::GitOps, {}}), QStringList("up > 5"));

    const auto old = workspace::readVersion(sources, {RuleVersion::Kind::Revision, "HEAD"});
    const auto now = workspace::readVersion(sources, {RuleVersion::Kind::GitOps, {}});
    const rules::GraphComparison comparison = rules::compareRuleSets(*old, *now);
    QCOMPARE(comparison.count(rules::Change::Changed), std::size_t(1));
    QCOMPARE(comparison.count(rules::Change::Unchanged), std::size_t(1));
}

void TestRuleVersions::saysWhatIsMissing()
{
    const QTemporaryDir folder;
    const TestRepository source(folder.filePath("source"));
    source.commit("rules.yaml", versionText("1"));
    workspace::VersionSources sources;
    sources.source = source.path();
    for (const char *revision : {"nosuchbranch", "--help", ""}) {
        const auto documents =
            workspace::readVersion(sources, {RuleVersion::Kind::Revision, QString::fromLatin1(revision)});
        QVERIFY(!documents);
        QCOMPARE(int(documents.error().kind), int(base::ErrorKind::NotFound));
    }
    QDir(folder.path()).mkpath("plain");
    sources.source = folder.filePath("plain");
    QVERIFY(!workspace::readVersion(sources, {RuleVersion::Kind::Revision, "HEAD"}));
}

REGISTER_TEST(TestRuleVersions);

#include "tst_ruleversions.moc"
