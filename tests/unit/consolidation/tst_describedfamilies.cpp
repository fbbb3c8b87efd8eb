#include "consolidation/families.h"
#include "support/registry.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace {

using consolidation::Findings;
using consolidation::Member;

/// `group#index` of each, sorted.
QStringList refsOf(const std::vector<Member> &members)
{
    QStringList refs;
    for (const Member &member : members)
        refs += QString::fromStdString(member.ref.group + '#' + std::to_string(member.ref.index));
    refs.sort();
    return refs;
}

QStringList refsOf(const QJsonValue &rules)
{
    QStringList refs;
    for (const QJsonValue &rule : rules.toArray())
        refs += rule.toString();
    refs.sort();
    return refs;
}

} // namespace

/// Sets of rules as projects have them, each in a folder with what a person says of it: all families and nothing else,
/// how each is merged, whose copies are mistaken, and what looks alike and is not.
class TestDescribedFamilies : public QObject
{
    Q_OBJECT

private slots:
    void agrees_data();
    void agrees();
};

void TestDescribedFamilies::agrees_data()
{
    QTest::addColumn<QString>("folder");
    const QDir root(QStringLiteral(RULEWRIGHT_SOURCE_DIR "/tests/data/families"));
    const QStringList folders = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QVERIFY(folders.size() >= 12);
    for (const QString &folder : folders)
        QTest::newRow(qPrintable(folder)) << root.filePath(folder);
}

void TestDescribedFamilies::agrees()
{
    QFETCH(QString, folder);
    const QDir dir(folder);
    consolidation::Documents documents;
    for (const QString &name : dir.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        documents.push_back(rules::load(name.toStdString(), file.readAll().toStdString()));
    }
    QFile json(dir.filePath(QStringLiteral("described.json")));
    QVERIFY(json.open(QIODevice::ReadOnly));
    const QJsonObject described = QJsonDocument::fromJson(json.readAll()).object();
    QVERIFY(!described.isEmpty());
    const Findings findings = consolidation::findFamilies(documents);

    QStringList families;
    QStringList mistaken;
    for (const consolidation::Family &family : findings.families) {
        families += refsOf(family.members).join(' ') + ": " + consolidation::mergeName(family.merge);
        QVERIFY(family.merge != consolidation::Merge::None || !family.remedy.english().empty());
        for (const consolidation::Drift &drift : family.drift)
            mistaken += refsOf({family.members[drift.member]});
    }
    QStringList expected;
    for (const QJsonValue &family : described.value("families").toArray())
        expected += refsOf(family["rules"]).join(' ') + ": " + family["merge"].toString();
    families.sort();
    expected.sort();
    mistaken.sort();
    QCOMPARE(families.join('\n'), expected.join('\n'));
    QCOMPARE(mistaken, refsOf(described.value("drift")));

    const QJsonArray keptApart = described.value("kept_apart").toArray();
    for (const QJsonValue &pair : keptApart) {
        const bool named = std::ranges::any_of(findings.keptApart, [&](const consolidation::LookAlikes &each) {
            return refsOf(each.rules) == refsOf(pair) && !each.why.english().empty();
        });
        QVERIFY2(named, qPrintable(refsOf(pair).join(' ')));
    }
    const QJsonArray mustNotMerge = described.value("must_not_merge").toArray();
    for (const QJsonArray &pairs : {keptApart, mustNotMerge}) {
        for (const QJsonValue &pair : pairs) {
            for (const consolidation::Family &family : findings.families) {
                const QStringList members = refsOf(family.members);
                const QStringList apart = refsOf(pair);
                const bool all = std::ranges::all_of(apart, [&](const QString &ref) { return members.contains(ref); });
                QVERIFY2(!all || family.merge == consolidation::Merge::None, qPrintable(apart.join(' ')));
            }
        }
    }
}

REGISTER_TEST(TestDescribedFamilies);

#include "tst_describedfamilies.moc"
