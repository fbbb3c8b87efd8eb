#include "promql/lexer.h"
#include "promql/literals.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <limits>
#include <vector>

#include <QTest>

using promql::parse;
using promql::prettyPrint;
using promql::print;
using promql::Tree;

class TestPrinter : public QObject
{
    Q_OBJECT

private slots:
    void printsCanonically_data();
    void printsCanonically();
    void printsLiterals();
    void breaksLongExpressions();
    void keepsComments_data();
    void keepsComments();
    void reparsesToTheSame();
    void commentsAnywhereAreKept();
    void leavesDamagedTextAlone();
};

void TestPrinter::printsCanonically_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *expr, const char *canonical) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(canonical);
    };
    row("up{ job = 'a',instance!=\"b\" , }", "up{instance!=\"b\",job=\"a\"}");
    row("{__name__=\"up\",job=~`a\\d`}", "{__name__=\"up\",job=~\"a\\\\d\"}");
    row("{\"my.metric\", \"a.b\"=\"c\"}", "{\"a.b\"=\"c\",__name__=\"my.metric\"}");
    row("up{}", "up");
    row("SUM(up)BY(job)", "sum by (job) (up)");
    row("sum by () (up)", "sum(up)");
    row("sum without () (up)", "sum without () (up)");
    row("quantile(0.5,up)", "quantile(0.5, up)");
    row("a+on(x)group_left b", "a + on (x) group_left () b");
    row("a+ignoring()b", "a + b");
    row("a == bool 1", "a == bool 1");
    row("rate(up[90s]offset 0s)", "rate(up[1m30s])");
    row("up offset -(3600)", "up offset -(3600)");
    row("up @ 1.23456 offset 1d", "up @ 1.235 offset 1d");
    row("up offset NaN", "up");
    row("up[0.0005]", "up[0.0005]");
    row("up[0.5]", "up[500ms]");
    row("up[300]", "up[5m]");
    row("up[1h:0x3c]", "up[1h:1m]");
    row("up[2*5m+1]", "up[2 * 5m + 1]");
    row("1_000+0x10+1e3-.5", "1000 + 16 + 1000 - 0.5");
    row("-1", "-1");
    row("- -1", "1");
    row("+up", "+up");
    row("90m > 1.5", "1h30m > 1.5");
    row("'\\x41\\n\"'", "\"A\\n\\\"\"");
    row("(a)+((b))", "(a) + ((b))");
}

void TestPrinter::printsCanonically()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, canonical);
    QCOMPARE(QByteArray::fromStdString(print(parse(expr.toStdString()).root())), canonical);
}

void TestPrinter::printsLiterals()
{
    QCOMPARE(promql::formatDuration(90061.001), std::string("1d1h1m1s1ms"));
    QCOMPARE(promql::formatDuration(14 * 86400), std::string("2w"));
    QCOMPARE(promql::formatDuration(365.0 * 86400), std::string("1y"));
    QCOMPARE(promql::formatDuration(400.0 * 86400), std::string("400d"));
    QCOMPARE(promql::formatDuration(0.0001), std::string("0s"));
    QCOMPARE(promql::formatDuration(-60), std::string("-1m"));
    QCOMPARE(promql::formatNumber(1e21), std::string("1000000000000000000000"));
    QCOMPARE(promql::formatNumber(0.1), std::string("0.1"));
    QCOMPARE(promql::formatNumber(-std::numeric_limits<double>::infinity()), std::string("-Inf"));
    QCOMPARE(promql::formatNumber(std::numeric_limits<double>::quiet_NaN()), std::string("NaN"));
    QCOMPARE(promql::quote("한\t\xff\u200b\U000e0001"), std::string("\"한\\t\\xff\\u200b\\U000e0001\""));
    QCOMPARE(promql::unquote("'\\u00e9\\101\\''"), std::string("éA'"));
}

void TestPrinter::breaksLongExpressions()
{
    const Tree tree = parse("sum by (job) (rate(a[5m])) / -on (job) group_left count(b) > 5");
    QVERIFY(!tree.valid());
    const Tree valid = parse("topk(3, -sum by (job) (rate(a[5m] offset 1m))[1h:]) > 5");
    QVERIFY(!valid.valid());
    const Tree good = parse("max_over_time(sum by (job) (rate(a[5m]))[1h:]) / on (job) -(b or c) > bool 5");
    QCOMPARE(QByteArray::fromStdString(prettyPrint(good, 10)), QByteArray("    max_over_time(\n"
                                                                          "      sum by (job) (\n"
                                                                          "        rate(\n"
                                                                          "          a[5m]\n"
                                                                          "        )\n"
                                                                          "      )[1h:]\n"
                                                                          "    )\n"
                                                                          "  / on (job)\n"
                                                                          "    -(b or c)\n"
                                                                          "> bool\n"
                                                                          "  5"));
    QCOMPARE(prettyPrint(good, 1000), print(good.root()));
}

void TestPrinter::keepsComments_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("pretty");
    QTest::newRow("around") << QByteArray("# before\nup # behind\n# after\n")
                            << QByteArray("# before\nup # behind\n# after");
    QTest::newRow("operands") << QByteArray("a # left\n+ # odd\n# right\nb")
                              << QByteArray("  a # left\n+\n  # odd\n  # right\n  b");
    QTest::newRow("arguments") << QByteArray("clamp(up, # value\n0, 1 # most\n)")
                               << QByteArray("clamp(\n  up, # value\n  0,\n  1 # most\n)");
    QTest::newRow("selector") << QByteArray("1 + up{ # odd\njob=\"a\"}")
                              << QByteArray("  1\n+\n  # odd\n  up{job=\"a\"}");
    QTest::newRow("grouping") << QByteArray("sum by (a, # one\nb) (up)")
                              << QByteArray("sum by (a, b) (\n  # one\n  up\n)");
    QTest::newRow("no comment") << QByteArray("up{a=\"# no\"}") << QByteArray("up{a=\"# no\"}");
}

void TestPrinter::keepsComments()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, pretty);
    const Tree tree = parse(expr.toStdString());
    QVERIFY(tree.valid());
    QCOMPARE(QByteArray::fromStdString(prettyPrint(tree)), pretty);
}

void TestPrinter::reparsesToTheSame()
{
    for (const char *expr : corpus) {
        const Tree tree = parse(expr);
        const std::string canonical = print(tree.root());
        const Tree again = parse(canonical);
        QVERIFY2(again.valid(), canonical.c_str());
        QCOMPARE(print(again.root()), canonical);
        for (const std::size_t width : {1U, 20U, 100U}) {
            const std::string pretty = prettyPrint(tree, width);
            const Tree broken = parse(pretty);
            QVERIFY2(broken.valid(), pretty.c_str());
            QCOMPARE(print(broken.root()), canonical);
            QCOMPARE(prettyPrint(broken, width), pretty);
        }
    }
}

void TestPrinter::commentsAnywhereAreKept()
{
    const auto countComments = [](std::string_view text) {
        int count = 0;
        promql::Lexer lexer(text);
        for (auto token = lexer.nextWithComments(); token.kind != promql::TokenKind::EndOfInput;
             token = lexer.nextWithComments())
            count += token.kind == promql::TokenKind::Comment ? 1 : 0;
        return count;
    };
    int checked = 0;
    for (const char *expr : corpus) {
        std::vector<std::size_t> ends = {0};
        promql::Lexer lexer(expr);
        for (auto token = lexer.next(); token.kind != promql::TokenKind::EndOfInput; token = lexer.next())
            ends.push_back(token.end);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            // A second comment a few tokens further on.
            for (const std::size_t other : {i, std::min(i + 3, ends.size() - 1)}) {
                std::string text = expr;
                text.insert(ends[other], " # behind\n");
                text.insert(ends[i], "\n  # own line\n");
                const Tree tree = parse(text);
                if (!tree.valid())
                    continue; // Before the first number in brackets no comment may stand.
                ++checked;
                for (const std::size_t width : {10U, 100U}) {
                    const std::string pretty = prettyPrint(tree, width);
                    const Tree again = parse(pretty);
                    QVERIFY2(again.valid(), pretty.c_str());
                    QCOMPARE(print(again.root()), print(tree.root()));
                    QCOMPARE(countComments(pretty), countComments(text));
                    QCOMPARE(prettyPrint(again, width), pretty);
                }
            }
        }
    }
    QVERIFY(checked > 500);
}

void TestPrinter::leavesDamagedTextAlone()
{
    const std::string text = "sum( up # x\n";
    QCOMPARE(prettyPrint(parse(text)), text);
}

REGISTER_TEST(TestPrinter);

#include "tst_printer.moc"
