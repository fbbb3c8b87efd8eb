#include "promql/dialects.h"
#include "support/registry.h"

#include <QFile>
#include <QTest>

/// The one table of differences, and the page that shows it.
class TestDialects : public QObject
{
    Q_OBJECT

private slots:
    void isInOrder();
    void isDocumented();
};

void TestDialects::isInOrder()
{
    for (std::size_t i = 0; i < promql::dialectDifferences.size(); ++i) {
        const promql::DialectDifference &each = promql::dialectDifferences[i];
        QCOMPARE(static_cast<std::size_t>(each.novelty), i);
        QVERIFY(promql::oldestVersion < each.since && each.since <= promql::newestVersion);
        QVERIFY(i == 0 || promql::dialectDifferences[i - 1].since <= each.since);
    }
}

void TestDialects::isDocumented()
{
    QFile page(RULEWRIGHT_SOURCE_DIR "/docs/dialects.md");
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    const auto row = [](promql::Version since, std::string_view what, std::string_view flag) {
        return "| " + QByteArray::fromStdString(promql::versionText(since)) + " | " +
               QByteArray(what.data(), qsizetype(what.size())) + " | " +
               (flag.empty() ? QByteArray() : '`' + QByteArray(flag.data(), qsizetype(flag.size())) + "` ") + "|\n";
    };
    QByteArray missing;
    int rows = 0;
    const auto expect = [&](const QByteArray &line) {
        ++rows;
        if (!text.contains(line))
            missing += line;
    };
    for (const promql::DialectDifference &each : promql::dialectDifferences)
        expect(row(each.since, each.what, each.flag));
    constexpr std::string_view flag = "promql-experimental-functions";
    for (const promql::Function &each : promql::functions()) {
        const std::string name = '`' + std::string(each.name) + '`';
        if (each.added > promql::oldestVersion || each.experimental)
            expect(row(each.added, name, each.experimental ? flag : std::string_view()));
        if (each.stable <= promql::newestVersion)
            expect(row(each.stable, name + ", without the flag", {}));
        if (each.removed <= promql::newestVersion)
            expect(row(each.removed, name + " is gone", {}));
    }
    for (const promql::AggregationInfo &each : promql::aggregations()) {
        if (each.added > promql::oldestVersion || each.experimental)
            expect(row(each.added, '`' + std::string(each.name) + '`', each.experimental ? flag : std::string_view()));
    }
    QVERIFY2(missing.isEmpty(), missing.constData());
    QCOMPARE(int(text.count("\n| ")), rows + 1);
}

REGISTER_TEST(TestDialects);
#include "tst_dialects.moc"
