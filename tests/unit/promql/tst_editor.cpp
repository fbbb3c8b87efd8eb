#include "promql/highlight.h"
#include "promql/regex.h"
#include "promql/threshold.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <QTest>

using promql::TokenClass;

/// Highlighting, brackets, thresholds and regular expressions.
class TestEditor : public QObject
{
    Q_OBJECT

private slots:
    void highlights_data();
    void highlights();
    void highlightsInOrder();
    void matchesBrackets();
    void findsThresholds_data();
    void findsThresholds();
    void judgesRegexes_data();
    void judgesRegexes();
    void matchesLikeGo();
    void listsAlternatives();
};

void TestEditor::highlights_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("classes");
    // One letter a token: c comment, m metric, l label, s string, n number, d duration, f function, a aggregation,
    // k keyword, o operator, b bracket, ! error.
    const auto row = [](const char *expr, const char *classes) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(classes);
    };
    row("up{job=\"a\"} == 0 # x", "mblosbonc");
    row("sum by (job) (rate(up[5m] offset 1h))", "akblbbfbmbdbkdbb");
    row("sum(up) by (by, x)", "abmbkblolb");
    row("a / on (b) group_left c", "mokblbkm");
    row("a > bool b", "mokm");
    row("and and or", "mom");
    row("sum + offset", "mom");
    row("up @ start()", "mofbb");
    row("max_over_time(up[2m + step():1m])", "fbmbdofbbodbb");
    row("up $ \"x", "m!!");
    row("sum(", "ab");
    row("a + fill (0) b", "mokbnbm");
}

void TestEditor::highlights()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, classes);
    QByteArray found;
    for (const promql::Token &token : promql::highlight(expr.toStdString()))
        found += "cmlsndfakob!"[static_cast<int>(token.tokenClass)];
    QCOMPARE(found, classes);
}

void TestEditor::highlightsInOrder()
{
    for (const std::string_view expr : corpus) {
        std::size_t end = 0;
        for (const promql::Token &token : promql::highlight(expr)) {
            QVERIFY(token.range.start >= end && token.range.end > token.range.start);
            QVERIFY2(token.tokenClass != TokenClass::Error, std::string(expr).c_str());
            end = token.range.end;
        }
        QVERIFY(end <= expr.size());
    }
}

void TestEditor::matchesBrackets()
{
    const std::string text = "sum(up{a=\")\"}[5m]) # )";
    QCOMPARE(promql::matchingBracket(text, 3), (base::ByteRange{17, 18}));
    QCOMPARE(promql::matchingBracket(text, 17), (base::ByteRange{3, 4}));
    QCOMPARE(promql::matchingBracket(text, 6), (base::ByteRange{12, 13}));
    QVERIFY(promql::matchingBracket(text, 10).empty());
    QVERIFY(promql::matchingBracket("(a", 0).empty());
}

void TestEditor::findsThresholds_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("side");
    QTest::addColumn<int>("op");
    QTest::addColumn<double>("value");
    QTest::addColumn<bool>("flipped");
    using promql::BinaryOp;
    const auto row = [](const char *expr, const char *side, BinaryOp op = {}, double value = 0, bool flipped = false) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(side) << static_cast<int>(op) << value << flipped;
    };
    row("up == 0", "up", BinaryOp::Equal, 0);
    row("((rate(x[5m]) > (0.5)))", "rate(x[5m])", BinaryOp::Greater, 0.5);
    row("24 * 60 > -x", "-x", BinaryOp::Less, 1440, true);
    row("a / b >= -5m", "a / b", BinaryOp::GreaterEqual, -300);
    row("a > b", "");
    row("a > bool 5", "");
    row("a > 5 and b", "");
    row("a >", "");
    row("a", "");
}

void TestEditor::findsThresholds()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, side);
    QFETCH(int, op);
    QFETCH(double, value);
    QFETCH(bool, flipped);
    const std::optional<promql::Threshold> found = promql::threshold(promql::parse(expr.toStdString()));
    QCOMPARE(found.has_value(), !side.isEmpty());
    if (!found)
        return;
    QCOMPARE(expr.mid(static_cast<int>(found->exprRange.start), static_cast<int>(found->exprRange.size())), side);
    QCOMPARE(static_cast<int>(found->op), op);
    QCOMPARE(found->value, value);
    QCOMPARE(found->flipped, flipped);
}

void TestEditor::judgesRegexes_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<bool>("matchesEmpty");
    const auto row = [](const char *pattern, bool valid, bool matchesEmpty) {
        QTest::newRow(pattern) << QByteArray(pattern) << valid << matchesEmpty;
    };
    row("", true, true);
    row(".*", true, true);
    row(".+", true, false);
    row("a|", true, true);
    row("(a|b*)c?", true, true);
    row("(a|b)+", true, false);
    row("a**", false, false);
    row("*a", false, false);
    row("(a", false, false);
    row("a)", false, false);
    row("[a-", false, false);
    row("a{2000}", false, false);
    row("a{0,3}", true, true);
    row("(?i:abc)|^$", true, true);
    row("(?<name>a)", true, false);
    row("(?<=a)b", false, false);
    row("a\\Cb", false, false);
    row("[\\C]", false, false);
    row("\\Q\\C\\E", true, false);
    row("\\pL\\d", true, false);
    row("\\", false, false);
}

void TestEditor::judgesRegexes()
{
    QFETCH(QByteArray, pattern);
    QFETCH(bool, valid);
    QFETCH(bool, matchesEmpty);
    const promql::RegexVerdict verdict = promql::judgeRegex(pattern.toStdString());
    QCOMPARE(verdict.valid, valid);
    QCOMPARE(verdict.matchesEmpty, matchesEmpty);
    const promql::Regex regex(pattern.toStdString());
    QCOMPARE(regex.valid(), valid);
    QCOMPARE(regex.matches(""), matchesEmpty);
}

void TestEditor::matchesLikeGo()
{
    QVERIFY(!promql::Regex("b").matches("abc"));
    QVERIFY(promql::Regex("a|abc").matches("abc"));
    QVERIFY(promql::Regex("a.b").matches("a\nb"));
    QVERIFY(!promql::Regex("a.b", {.dotMatchesNewline = false}).matches("a\nb"));
    QVERIFY(promql::Regex("한.").matches("한글"));
}

void TestEditor::listsAlternatives()
{
    using Strings = std::vector<std::string>;
    QCOMPARE(promql::regexAlternatives("a|b\\.c"), std::optional(Strings{"a", "b.c"}));
    QCOMPARE(promql::regexAlternatives("(a|b)"), std::optional(Strings{"a", "b"}));
    QCOMPARE(promql::regexAlternatives("a"), std::optional(Strings{"a"}));
    QVERIFY(!promql::regexAlternatives("a.*"));
    QVERIFY(!promql::regexAlternatives("(a|b)c"));
    QVERIFY(!promql::regexAlternatives("\\d"));
}

REGISTER_TEST(TestEditor);

#include "tst_editor.moc"
