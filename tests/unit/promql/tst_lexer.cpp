#include "promql/lexer.h"
#include "support/registry.h"

#include <string>
#include <vector>

#include <QTest>

using promql::Lexer;
using promql::LexError;
using promql::LexToken;
using promql::TokenKind;

class TestLexer : public QObject
{
    Q_OBJECT

private slots:
    void splitsTokens_data();
    void splitsTokens();
    void findsKeywordsInAnyCase();
    void readsNumbersAndDurations_data();
    void readsNumbersAndDurations();
    void placesErrors_data();
    void placesErrors();
    void keepsComments();
    void terminatesOnAnyBytes();
};

namespace {

std::vector<LexToken> tokensOf(std::string_view text)
{
    std::vector<LexToken> tokens;
    Lexer lexer(text);
    for (LexToken token = lexer.next(); token.kind != TokenKind::EndOfInput; token = lexer.next())
        tokens.push_back(token);
    return tokens;
}

} // namespace

void TestLexer::splitsTokens_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("tokens");
    QTest::newRow("selector") << QByteArray("up{job=\"a\",x!~'b'}") << QByteArray("up|{|job|=|\"a\"|,|x|!~|'b'|}");
    QTest::newRow("operators") << QByteArray("a<=b>=c</d>/e==f!=g") << QByteArray("a|<=|b|>=|c|</|d|>/|e|==|f|!=|g");
    QTest::newRow("range") << QByteArray("a[5m:30s]@1") << QByteArray("a|[|5m|:|30s|]|@|1");
    QTest::newRow("colons in names") << QByteArray("job:up:sum + :x") << QByteArray("job:up:sum|+|:x");
    QTest::newRow("colon in brackets") << QByteArray("a[1h:5m]") << QByteArray("a|[|1h|:|5m|]");
    QTest::newRow("keyword as label") << QByteArray("a{by=\"x\"}") << QByteArray("a|{|by|=|\"x\"|}");
    QTest::newRow("raw string") << QByteArray("`a\\\n\"`") << QByteArray("`a\\\n\"`");
    QTest::newRow("comment between") << QByteArray("a # b\n+ c") << QByteArray("a|+|c");
    QTest::newRow("brace left open") << QByteArray("a{b=\"c\")+d") << QByteArray("a|{|b|=|\"c\"|)|+|d");
}

void TestLexer::splitsTokens()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, tokens);
    QByteArray joined;
    for (const LexToken &token : tokensOf({text.data(), static_cast<std::size_t>(text.size())})) {
        if (!joined.isEmpty())
            joined += '|';
        joined += text.mid(static_cast<int>(token.start), static_cast<int>(token.end - token.start));
    }
    QCOMPARE(joined, tokens);
}

void TestLexer::findsKeywordsInAnyCase()
{
    QCOMPARE(promql::keyword("Sum"), TokenKind::Sum);
    QCOMPARE(promql::keyword("COUNT_VALUES"), TokenKind::CountValues);
    QCOMPARE(promql::keyword("group_LEFT"), TokenKind::GroupLeft);
    QCOMPARE(promql::keyword("iNf"), TokenKind::Number);
    QCOMPARE(promql::keyword("summ"), TokenKind::Identifier);
    QCOMPARE(promql::keyword("s"), TokenKind::Identifier);
    // `fill` is a modifier only before a parenthesis.
    QCOMPARE(tokensOf("a + fill").back().kind, TokenKind::Identifier);
    QCOMPARE(tokensOf("a + fill (").at(2).kind, TokenKind::Fill);
}

void TestLexer::readsNumbersAndDurations_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("duration");
    QTest::addColumn<bool>("good");
    for (const char *number : {"0", "1.", ".5", "1e3", "1E-3", "0x1f", "1_000", "007", "nan"})
        QTest::newRow(number) << QByteArray(number) << false << true;
    for (const char *duration : {"5m", "1h30m", "2y3w", "500ms", "1d2h3m4s5ms"})
        QTest::newRow(duration) << QByteArray(duration) << true << true;
    for (const char *bad : {"1..2", "0b11", "5x", "1e", "1_", "5m1", "0x1.5", "12abc"})
        QTest::newRow(bad) << QByteArray(bad) << false << false;
}

void TestLexer::readsNumbersAndDurations()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, duration);
    QFETCH(bool, good);
    const std::vector<LexToken> tokens = tokensOf({text.data(), static_cast<std::size_t>(text.size())});
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens.front().error == LexError::None, good);
    if (good)
        QCOMPARE(tokens.front().kind, duration ? TokenKind::Duration : TokenKind::Number);
}

void TestLexer::placesErrors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("stray") << QByteArray("a $ b") << 2 << 3 << QByteArray("unexpected character: '$'");
    QTest::newRow("korean") << QByteArray("a 한") << 2 << 5 << QByteArray("unexpected character: '한'");
    QTest::newRow("string") << QByteArray("\"abc") << 0 << 4 << QByteArray("unterminated quoted string");
    QTest::newRow("escape") << QByteArray("\"a\\qb\"") << 2 << 4 << QByteArray("unknown escape sequence U+0071 'q'");
    QTest::newRow("hex") << QByteArray("\"\\xZ1\"") << 1 << 4
                         << QByteArray("illegal character U+005A 'Z' in escape sequence");
    QTest::newRow("surrogate") << QByteArray("\"\\ud800\"") << 1 << 7
                               << QByteArray("escape sequence is an invalid Unicode code point");
    QTest::newRow("utf-8") << QByteArray("\"a\xff\"") << 2 << 3 << QByteArray("invalid UTF-8 rune");
    QTest::newRow("not") << QByteArray("a ! b") << 3 << 4 << QByteArray("unexpected character after '!': ' '");
    QTest::newRow("bracket") << QByteArray("a]") << 1 << 2 << QByteArray("unexpected right bracket ']'");
    QTest::newRow("word in range") << QByteArray("a[b]") << 2 << 3
                                   << QByteArray("unexpected character in duration expression: 'b'");
}

void TestLexer::placesErrors()
{
    QFETCH(QByteArray, text);
    QFETCH(int, start);
    QFETCH(int, end);
    QFETCH(QByteArray, message);
    const std::string_view view(text.data(), static_cast<std::size_t>(text.size()));
    Lexer lexer(view);
    for (LexToken token = lexer.next(); token.kind != TokenKind::EndOfInput; token = lexer.next()) {
        if (token.error == LexError::None)
            continue;
        const promql::LexProblem &problem = lexer.problem();
        QCOMPARE(static_cast<int>(problem.range.start), start);
        QCOMPARE(static_cast<int>(problem.range.end), end);
        QCOMPARE(QByteArray::fromStdString(promql::lexErrorText(problem, view).english()), message);
        return;
    }
    QFAIL("no token has an error");
}

void TestLexer::keepsComments()
{
    Lexer lexer("a # one\r\n# two");
    QCOMPARE(lexer.nextWithComments().kind, TokenKind::Identifier);
    const LexToken first = lexer.nextWithComments();
    QCOMPARE(first.kind, TokenKind::Comment);
    QCOMPARE(static_cast<int>(first.start), 2);
    QCOMPARE(static_cast<int>(first.end), 7);
    QCOMPARE(static_cast<int>(lexer.nextWithComments().start), 9);
    QCOMPARE(lexer.nextWithComments().kind, TokenKind::EndOfInput);
}

void TestLexer::terminatesOnAnyBytes()
{
    for (int first = 0; first < 256; ++first) {
        for (const char *around : {"", "{", "[", "[1 ", "\"", "`"}) {
            std::string text = around;
            text += static_cast<char>(first);
            text += static_cast<char>(255 - first);
            const std::vector<LexToken> tokens = tokensOf(text);
            QVERIFY(tokens.size() <= text.size());
            for (const LexToken &token : tokens)
                QVERIFY(token.end > token.start && token.end <= text.size());
        }
    }
}

REGISTER_TEST(TestLexer);

#include "tst_lexer.moc"
