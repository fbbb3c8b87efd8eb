#include "promql/completion.h"
#include "promql/lexer.h"
#include "promql/parser.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <string>
#include <vector>

#include <QTest>

using promql::Expr;
using promql::ExprKind;
using promql::LexToken;
using promql::parse;
using promql::Tree;

/// Damaged expressions: every prefix, and every token left out.
class TestRecovery : public QObject
{
    Q_OBJECT

private slots:
    void prefixesStayTyped();
    void lostTokensStayTyped();
    void completionSurvivesLostTokens();
    void understandsWhatWasMeant_data();
    void understandsWhatWasMeant();
};

namespace {

std::vector<LexToken> recoveryTokens(std::string_view text)
{
    std::vector<LexToken> tokens;
    promql::Lexer lexer(text);
    for (LexToken token = lexer.next(); token.kind != promql::TokenKind::EndOfInput; token = lexer.next())
        tokens.push_back(token);
    return tokens;
}

/// Whether the innermost node around the byte is one of the language.
bool isTyped(const Tree &tree, std::size_t offset)
{
    const Expr *innermost = nullptr;
    promql::walk(tree.root(), [&](const Expr &expr) {
        if (!expr.range.contains(offset))
            return false;
        innermost = &expr;
        return true;
    });
    return innermost && (innermost->kind != ExprKind::Error || innermost->type != promql::ValueType::None);
}

/// Every node lies within its parent and has no negative size.
bool isNested(const Expr &expr, std::size_t size)
{
    bool good = expr.range.start <= expr.range.end && expr.range.end <= size;
    promql::forEachChild(expr, [&](const Expr &child) {
        good =
            good && child.range.start >= expr.range.start && child.range.end <= expr.range.end && isNested(child, size);
    });
    return good;
}

struct Damage
{
    std::string text;
    std::size_t start;
    std::size_t length;

    /// Where a byte of the whole text is now.
    [[nodiscard]] std::size_t moved(std::size_t offset) const { return offset > start ? offset - length + 1 : offset; }
};

/// The token becomes a space, so that its neighbours stay apart.
Damage without(std::string_view text, const LexToken &token)
{
    Damage damage{std::string(text), token.start, token.end - token.start};
    damage.text.replace(token.start, damage.length, " ");
    return damage;
}

} // namespace

void TestRecovery::prefixesStayTyped()
{
    for (const std::string_view expr : corpus) {
        for (std::size_t length = 1; length < expr.size(); ++length)
            QVERIFY2(isNested(*parse(std::string(expr.substr(0, length))).root(), length),
                     std::string(expr.substr(0, length)).c_str());
        const std::vector<LexToken> tokens = recoveryTokens(expr);
        for (const LexToken &last : tokens) {
            const std::string prefix(expr.substr(0, last.end));
            const Tree tree = parse(prefix);
            for (const LexToken &token : tokens) {
                if (token.end < last.end)
                    QVERIFY2(isTyped(tree, token.start), (prefix + " at " + std::to_string(token.start)).c_str());
            }
        }
    }
}

void TestRecovery::lostTokensStayTyped()
{
    int all = 0;
    int typed = 0;
    for (const std::string_view expr : corpus) {
        const std::vector<LexToken> tokens = recoveryTokens(expr);
        for (const LexToken &lost : tokens) {
            const Damage damage = without(expr, lost);
            const Tree tree = parse(damage.text);
            QVERIFY2(isNested(*tree.root(), damage.text.size()), damage.text.c_str());
            for (const LexToken &token : tokens) {
                if (token.start == lost.start)
                    continue;
                ++all;
                typed += isTyped(tree, damage.moved(token.start)) ? 1 : 0;
            }
        }
    }
    QVERIFY2(typed * 1000 >= all * 995, (std::to_string(typed) + " of " + std::to_string(all)).c_str());
}

void TestRecovery::completionSurvivesLostTokens()
{
    int all = 0;
    int same = 0;
    for (const std::string_view expr : corpus) {
        const std::vector<LexToken> tokens = recoveryTokens(expr);
        std::vector<promql::CompletionKinds> whole;
        for (std::size_t offset = 0; offset <= expr.size(); ++offset)
            whole.push_back(promql::completionContext(expr, offset).kinds);
        for (const LexToken &lost : tokens) {
            const Damage damage = without(expr, lost);
            for (std::size_t offset = 0; offset <= expr.size(); ++offset) {
                if (offset >= lost.start && offset <= lost.end)
                    continue;
                ++all;
                same += promql::completionContext(damage.text, damage.moved(offset)).kinds == whole[offset] ? 1 : 0;
            }
        }
    }
    // Real rules reach 99.7 %; here every expression is a corner.
    QVERIFY2(same * 1000 >= all * 980, (std::to_string(same) + " of " + std::to_string(all)).c_str());
}

void TestRecovery::understandsWhatWasMeant_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<int>("problems");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *expr, int problems, ExprKind kind) {
        QTest::newRow(expr) << QByteArray(expr) << problems << static_cast<int>(kind);
    };
    row("up job=\"a\"}", 1, ExprKind::VectorSelector);
    row("up{job=\"a\"", 1, ExprKind::VectorSelector);
    row("up{job=\"a\"[5m]", 1, ExprKind::MatrixSelector);
    row("up 5m]", 1, ExprKind::MatrixSelector);
    row("rate(up[5m)", 1, ExprKind::Call);
    row("rate up[5m])", 1, ExprKind::Call);
    row("sum(rate(up[5m]) by (job)", 1, ExprKind::Aggregation);
    row("sum (job) (up)", 1, ExprKind::Aggregation);
    row("sum(up) (job)", 1, ExprKind::Aggregation);
    row("(up) by (job)", 1, ExprKind::Aggregation);
    row("by (job) (up)", 1, ExprKind::Aggregation);
    row("a / (job, x) b", 1, ExprKind::BinaryExpr);
    row("a on (job) b", 1, ExprKind::BinaryExpr);
    row("a +", 1, ExprKind::BinaryExpr);
    row("a == 5 and", 1, ExprKind::BinaryExpr);
    row("a $$$$ b", 1, ExprKind::Error);
}

void TestRecovery::understandsWhatWasMeant()
{
    QFETCH(QByteArray, expr);
    QFETCH(int, problems);
    QFETCH(int, kind);
    const Tree tree = parse(expr.toStdString());
    QCOMPARE(static_cast<int>(tree.diagnostics().size()), problems);
    QCOMPARE(static_cast<int>(tree.root()->kind), kind);
}

REGISTER_TEST(TestRecovery);

#include "tst_recovery.moc"
