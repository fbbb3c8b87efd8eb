#include "promql/dialecttext.h"
#include "support/registry.h"

#include <QTest>

class TestDialectText : public QObject
{
    Q_OBJECT

private slots:
    void readsVersions();
    void enablesFeatures();
    void compares();
};

void TestDialectText::readsVersions()
{
    QCOMPARE(promql::versionFromText("2.42"), std::optional(promql::Version{2, 42}));
    QCOMPARE(promql::versionFromText("3.0"), std::optional(promql::Version{3, 0}));
    QCOMPARE(promql::versionFromText("3.10"), std::optional(promql::Version{3, 10}));
    for (const char *bad :
         {"", "3", ".", "3.", ".1", "2.41", "2.56", "3.15", "4.0", "3.1.2", "3.-1", "-3.1", "3.1 ", "x.y"})
        QVERIFY2(!promql::versionFromText(bad), bad);
}

void TestDialectText::enablesFeatures()
{
    promql::Dialect dialect;
    QVERIFY(promql::enableFeature(dialect, "promql-experimental-functions"));
    QVERIFY(dialect.experimentalFunctions && !dialect.durationExpressions);
    QVERIFY(!promql::enableFeature(dialect, "exemplar-storage"));
    QVERIFY(promql::parse("limitk(2, up)", dialect).valid());
    QVERIFY(!promql::parse("limitk(2, up)").valid());
}

void TestDialectText::compares()
{
    promql::Dialect a;
    promql::Dialect b;
    QVERIFY(promql::sameDialect(a, b));
    b.binopFillModifiers = true;
    QVERIFY(!promql::sameDialect(a, b));
    a.binopFillModifiers = true;
    a.minor = 3;
    QVERIFY(!promql::sameDialect(a, b));
}

REGISTER_TEST(TestDialectText);

#include "tst_dialecttext.moc"
