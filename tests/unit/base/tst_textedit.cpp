#include "base/textedit.h"
#include "support/registry.h"

#include <QCoreApplication>
#include <QTest>

using namespace base;

class TestTextEdit : public QObject
{
    Q_OBJECT

private slots:
    void appliesInOrderAndUndoes();
    void refusesOverlaps();
    void findsTheSmallestDifference();
};

void TestTextEdit::appliesInOrderAndUndoes()
{
    const std::string before = "alert: A\nfor: 5m\n";
    const TextEdits edits = {{{14, 16}, "10m"}, {{7, 8}, "Busy"}, {{0, 0}, "# note\n"}};
    const Result<std::string> after = applyEdits(before, edits);
    QVERIFY(after.ok());
    QCOMPARE(*after, std::string("# note\nalert: Busy\nfor: 10m\n"));
    QCOMPARE(*applyEdits(*after, inverseEdits(before, edits)), before);
    QCOMPARE(mapOffset(9, edits), std::size_t(19));
}

void TestTextEdit::refusesOverlaps()
{
    QCOMPARE(applyEdits("abc", {{{0, 2}, "x"}, {{1, 3}, "y"}}).error().kind, ErrorKind::Conflict);
    QVERIFY(!applyEdits("abc", {{{2, 9}, "x"}}).ok());
}

void TestTextEdit::findsTheSmallestDifference()
{
    QCOMPARE(differenceEdits("same", "same"), TextEdits());
    QCOMPARE(differenceEdits("for: 5m", "for: 15m"), (TextEdits{{{5, 5}, "1"}}));
    // 가 and 각 share their first two bytes: the edit must replace the whole syllable.
    QCOMPARE(differenceEdits("가", "각"), (TextEdits{{{0, 3}, "각"}}));
}

REGISTER_TEST(TestTextEdit);
TEST_MAIN(QCoreApplication)

#include "tst_textedit.moc"
