#include "promql/completion.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "promql/threshold.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <ctime>

#include <QTest>

using promql::as;
using promql::Dialect;
using promql::parse;
using promql::Tree;
using promql::ValueType;

class TestParser : public QObject
{
    Q_OBJECT

private slots:
    void acceptsTheCorpus();
    void letsInfoSelectEverything();
    void reportsErrors_data();
    void reportsErrors();
    void typesExpressions_data();
    void typesExpressions();
    void groupsByPrecedence_data();
    void groupsByPrecedence();
    void fillsSelectors();
    void fillsAggregations();
    void fillsMatching();
    void tellsWhatTheDialectLacks_data();
    void tellsWhatTheDialectLacks();
    void boundsNesting_data();
    void boundsNesting();
    void readsLongChains();
    void isLinear();
};

namespace {

Dialect everything()
{
    Dialect dialect;
    dialect.experimentalFunctions = true;
    dialect.extendedRangeSelectors = true;
    dialect.binopFillModifiers = true;
    return dialect;
}

} // namespace

void TestParser::acceptsTheCorpus()
{
    for (const char *expr : corpus) {
        const Tree tree = parse(expr);
        const std::string message = tree.valid() ? std::string() : tree.diagnostics().front().text.english();
        QVERIFY2(tree.valid(), (std::string(expr) + ": " + message).c_str());
    }
}

void TestParser::letsInfoSelectEverything()
{
    QVERIFY(parse("info(info(up, {}), {a=~\".*\"})", everything()).valid());
    QVERIFY(!parse("info(up, {}) + {}", everything()).valid());
    QVERIFY(!parse("info(up, target_info)", everything()).valid());
    QVERIFY(!parse("info(up, ({a=\"b\"}))", everything()).valid());
}

void TestParser::reportsErrors_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *expr, int start, int end, const char *message) {
        QTest::newRow(expr) << QByteArray(expr) << start << end << QByteArray(message);
    };
    row("", 0, 0, "no expression found in input");
    row("  # nothing", 0, 11, "no expression found in input");
    row("up +", 4, 4, "unexpected end of input");
    row("up + ) 3", 5, 6, "unexpected right parenthesis ')'");
    row("sum(up", 3, 4, "unclosed left parenthesis");
    row("up{job=\"a\"", 10, 10, "unexpected end of input inside braces");
    row("up[5m", 5, 5, "unclosed left bracket");
    row("up{job=a}", 7, 8, "unexpected identifier \"a\" in label matching, expected string");
    row("up{job}", 6, 7, "unexpected \"}\" in label matching, expected label matching operator");
    row("up{job=\"a\" x=\"b\"}", 11, 12, "unexpected identifier \"x\" in label matching, expected \",\" or \"}\"");
    row("up{,}", 3, 4, "unexpected \",\" in label matching, expected identifier or \"}\"");
    row("up{a=~\"(\"}", 3, 9, "error parsing regexp: missing closing ): `(`");
    row("up{a=~\"\\\\C\"}", 3, 11, "error parsing regexp: invalid escape sequence: `\\C`");
    row("sum by job (up)", 7, 10, "unexpected identifier \"job\" in grouping opts, expected \"(\"");
    row("sum by (a b) (up)", 10, 11, "unexpected identifier \"b\" in grouping opts, expected \",\" or \")\"");
    row("sum by (without) (up)", 8, 15, "unexpected <without> in grouping opts, expected label");
    row("sum()", 0, 5, "no arguments for aggregate expression provided");
    row("topk(up)", 0, 8, "wrong number of arguments for aggregate expression provided, expected 2, got 1");
    row("rate(up)", 5, 7, "expected type range vector in call to function \"rate\", got instant vector");
    row("rate(up[5m],)", 11, 12, "trailing commas not allowed in function call args");
    row("rat(up[5m])", 0, 3, "unknown function with name \"rat\"");
    row("clamp(up, 1)", 0, 12, "expected 3 argument(s) in call to \"clamp\", got 2");
    row("label_join(up)", 0, 14, "expected at least 3 argument(s) in call to \"label_join\", got 1");
    row("round(up, 1, 2)", 0, 15, "expected at most 2 argument(s) in call to \"round\", got 3");
    row("1 > 2", 2, 3, "comparisons between scalars must use BOOL modifier");
    row("a + bool b", 2, 8, "bool modifier can only be used on comparison operators");
    row("a and 1", 0, 7, "set operator \"and\" not allowed in binary scalar expression");
    row("a + on (x) 1", 0, 12, "vector matching only allowed between instant vectors");
    row("a or on (x) group_left b", 0, 24, "no grouping allowed for \"or\" operation");
    row("a + on (x, y) group_left (y) b", 2, 28, "label \"y\" must not occur in ON and GROUP clause at once");
    row("a + group_left (x) b", 4, 14, "unexpected <group_left>");
    row("\"a\" + b", 0, 3, "binary expression must contain only scalar and instant vector types");
    row("-a[5m]", 0, 6,
        "unary expression only allowed on expressions of type scalar or instant vector, got \"range vector\"");
    row("{}", 0, 2, "vector selector must contain at least one non-empty matcher");
    row("{a=~\"b*\", c!=\"d\"}", 0, 17, "vector selector must contain at least one non-empty matcher");
    row("up{__name__=\"x\"}", 0, 16, "metric name must not be set twice: \"up\" or \"x\"");
    row("(up)[5m]", 4, 8, "ranges only allowed for vector selectors");
    row("up offset 1m [5m]", 13, 17, "no offset modifiers allowed before range");
    row("up offset 1m offset 2m", 0, 12, "offset may not be set multiple times");
    row("up @ 1 @ 2", 0, 6, "@ <timestamp> may not be set multiple times");
    row("sum(up) offset 1m", 0, 7,
        "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
    row("up @ Inf", 0, 2, "timestamp out of bounds for @ modifier: +Inf");
    row("up[0s]", 3, 5, "duration must be greater than 0");
    row("up[1h:0]", 6, 7, "duration must be greater than 0");
    row("up[1m5h]", 3, 7, "not a valid duration string: \"1m5h\"");
    row("up[1h / 0]", 6, 7, "division by zero");
    row("up[5m]] ", 6, 7, "unexpected right bracket ']'");
    row("rate(up[5m])[1h:5m][1h]", 19, 23, "ranges only allowed for vector selectors");
    row("up[5m][1h:1m]", 0, 13, "subquery is only allowed on instant vector, got matrix instead");
    row("1e400", 0, 5, "error parsing number: strconv.ParseFloat: parsing \"1e400\": value out of range");
    row("a b", 2, 3, "unexpected identifier \"b\"");
    row("up[7dd]", 3, 6, "bad number or duration syntax: \"7dd\"");
    row("up[1h:5mx]", 6, 9, "bad number or duration syntax: \"5mx\"");
    row("up[3ds]", 3, 6, "unknown unit \"ds\" in duration \"3ds\"");
    row("up[", 3, 3, "unexpected end of input in duration expression");
    row("max(up[", 7, 7, "unexpected end of input in duration expression");
    row("{", 1, 1, "unexpected end of input inside braces");
    row("by{__name__=\"a\" x}", 16, 17, "unexpected identifier \"x\" in label matching, expected \",\" or \"}\"");
    row("max by (\"a) (up)", 8, 16, "unterminated quoted string");
    row("quantile(up,)", 11, 12, "trailing commas not allowed in function call args");
    row("a unless bool 2", 2, 13, "bool modifier can only be used on comparison operators");
    row("rate({}[5m]) + {}", 5, 7, "vector selector must contain at least one non-empty matcher");
    row("abs(rate(1))", 9, 10, "expected type range vector in call to function \"rate\", got scalar");
    row("info(up, 2)", 9, 10, "expected type instant vector in call to function \"info\", got scalar");
    row("info(up, sum(up))", 9, 16, "expected label selectors only");
    row("sum(a b)", 6, 7, "unexpected identifier \"b\" in aggregation");
    row("max by (x) (rate(a[5m]) + on (y) (z,))", 35, 36, "unexpected \",\" in aggregation");
    row("(sum(a) b)", 8, 9, "unexpected identifier \"b\"");
    row("avg(rate(a b))", 11, 12, "unexpected identifier \"b\" in aggregation");
    row("by (a)", 3, 4, "unexpected \"(\"");
    row("abs(job=~\"a\"})", 8, 9, "unexpected character after '=': '~'");
    row("abs(job=\"a\"})", 7, 8, "unexpected \"=\"");
    row("unknown(up)]", 0, 7, "unknown function with name \"unknown\"");
    row("unknown(up, a b)", 14, 15, "unexpected identifier \"b\"");
    row("unknown(other(up))", 8, 13, "unknown function with name \"other\"");
    row("up > 400Mi", 5, 10, "bad number or duration syntax: \"400\"");
    row("up !", 4, 4, "unexpected character after '!': '\uFFFD'");
    row("a && b", 2, 3, "unexpected character: '&'");
}

void TestParser::reportsErrors()
{
    QFETCH(QByteArray, expr);
    QFETCH(int, start);
    QFETCH(int, end);
    QFETCH(QByteArray, message);
    const Tree tree = parse(expr.toStdString(), everything());
    QVERIFY(!tree.valid());
    const base::Diagnostic &first = tree.diagnostics().front();
    QCOMPARE(QByteArray::fromStdString(first.text.english()), message);
    QCOMPARE(static_cast<int>(first.range.start), start);
    QCOMPARE(static_cast<int>(first.range.end), end);
}

void TestParser::typesExpressions_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("number") << QByteArray("-1 * 2") << QByteArray("scalar");
    QTest::newRow("duration") << QByteArray("5m") << QByteArray("scalar");
    QTest::newRow("call") << QByteArray("scalar(up)") << QByteArray("scalar");
    QTest::newRow("bool") << QByteArray("1 > bool 2") << QByteArray("scalar");
    QTest::newRow("string") << QByteArray("('x')") << QByteArray("string");
    QTest::newRow("mixed") << QByteArray("1 + up") << QByteArray("instant vector");
    QTest::newRow("range") << QByteArray("up[5m]") << QByteArray("range vector");
    QTest::newRow("subquery") << QByteArray("(up)[1h:]") << QByteArray("range vector");
}

void TestParser::typesExpressions()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, type);
    const Tree tree = parse(expr.toStdString());
    QVERIFY(tree.valid());
    QCOMPARE(QByteArray(promql::typeName(tree.root()->type)), type);
}

void TestParser::groupsByPrecedence_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("same");
    const auto row = [](const char *expr, const char *same) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(same);
    };
    row("a + b * c ^ d ^ e", "(a + (b * (c ^ (d ^ e))))");
    row("a - b - c", "((a - b) - c)");
    row("a or b and c unless d", "(a or ((b and c) unless d))");
    row("a == b < c", "((a == b) < c)");
    row("-a ^ b * c", "(-(a ^ b) * c)");
    row("a ^ -b ^ c", "(a ^ -(b ^ c))");
    row("a atan2 b % c", "((a atan2 b) % c)");
    row("foo offset -2 ^ 2", "(foo offset -2 ^ 2)");
    row("a </ b > c", "((a </ b) > c)");
}

namespace {

std::string parenthesized(const promql::Expr *expr)
{
    if (const auto *binary = as<promql::BinaryExpr>(expr)) {
        const std::string text = promql::print(expr);
        const std::string lhs = promql::print(binary->lhs);
        const std::string rhs = promql::print(binary->rhs);
        return "(" + parenthesized(binary->lhs) + text.substr(lhs.size(), text.size() - lhs.size() - rhs.size()) +
               parenthesized(binary->rhs) + ")";
    }
    if (const auto *unary = as<promql::UnaryExpr>(expr))
        return "-" + parenthesized(unary->expr);
    std::string text = promql::print(expr);
    const std::size_t offset = text.find(" offset -2s");
    return offset == std::string::npos ? text : text.substr(0, offset) + " offset -2";
}

} // namespace

void TestParser::groupsByPrecedence()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, same);
    const Tree tree = parse(expr.toStdString());
    QVERIFY(tree.valid());
    QCOMPARE(QByteArray::fromStdString(parenthesized(tree.root())), same);
}

void TestParser::fillsSelectors()
{
    const std::string text = "rate(job:x{a=\"b\\n\", \"c.d\"!~`e.*`, \"my.metric\"}[5m] @ -3 offset -1h)";
    const Tree tree = parse(text);
    const auto *call = as<promql::Call>(tree.root());
    QVERIFY(call);
    const auto *matrix = as<promql::MatrixSelector>(call->arguments.front());
    QVERIFY(matrix);
    QCOMPARE(matrix->window->seconds, 300.0);
    QVERIFY(matrix->window->hasUnit);
    QCOMPARE(matrix->modifiers.at, promql::AtKind::Timestamp);
    QCOMPARE(matrix->modifiers.atSeconds, -3.0);
    QCOMPARE(matrix->modifiers.offset->seconds, -3600.0);
    QCOMPARE(matrix->modifiers.offsetRange, (base::ByteRange{text.find("offset"), text.size() - 1}));
    const promql::VectorSelector &selector = *matrix->selector;
    QCOMPARE(selector.metric.value, std::string_view("job:x"));
    QCOMPARE(selector.matchers.size(), std::size_t(3));
    QCOMPARE(selector.matchers[0].value, std::string_view("b\n"));
    QCOMPARE(selector.matchers[1].name, std::string_view("c.d"));
    QCOMPARE(selector.matchers[1].op, promql::MatchOp::RegexNoMatch);
    QCOMPARE(selector.matchers[1].valueRange, (base::ByteRange{text.find('`'), text.rfind('`') + 1}));
    QCOMPARE(selector.matchers[2].name, std::string_view("__name__"));
    QCOMPARE(selector.matchers[2].value, std::string_view("my.metric"));
    QVERIFY(!tree.valid());
}

void TestParser::fillsAggregations()
{
    const Tree tree = parse("TOPK(3, up) WITHOUT (job, \"a.b\",)");
    QVERIFY(tree.valid());
    const auto *node = as<promql::Aggregation>(tree.root());
    QVERIFY(node);
    QCOMPARE(node->op, promql::AggregateOp::Topk);
    QVERIFY(node->grouped && node->without);
    QCOMPARE(node->labels.size(), std::size_t(2));
    QCOMPARE(node->labels[1].value, std::string_view("a.b"));
    QVERIFY(as<promql::NumberLiteral>(node->parameter));
    QVERIFY(as<promql::VectorSelector>(node->expr));
    QCOMPARE(node->range, (base::ByteRange{0, tree.text().size()}));
}

void TestParser::fillsMatching()
{
    const Tree tree = parse("a == bool on (x) group_right (y) fill_left (-1) fill_right (2) b", everything());
    QVERIFY(tree.valid());
    const auto *node = as<promql::BinaryExpr>(tree.root());
    QVERIFY(node);
    QVERIFY(node->returnBool && node->matching.on && node->matching.written);
    QCOMPARE(node->matching.cardinality, promql::MatchCardinality::OneToMany);
    QCOMPARE(node->matching.labels.front().value, std::string_view("x"));
    QCOMPARE(node->matching.include.front().value, std::string_view("y"));
    QCOMPARE(node->matching.fillLeft, -1.0);
    QCOMPARE(node->matching.fillRight, 2.0);
    QCOMPARE(node->opRange, (base::ByteRange{2, 4}));
    QCOMPARE(node->matching.range, (base::ByteRange{5, tree.text().size() - 2}));
}

void TestParser::tellsWhatTheDialectLacks_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<int>("major");
    QTest::addColumn<int>("minor");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *expr, int major, int minor, const char *message) {
        QTest::addRow("%s in %d.%d", expr, major, minor) << QByteArray(expr) << major << minor << QByteArray(message);
    };
    row("mad_over_time(up[5m])", 2, 42, "function \"mad_over_time\" needs Prometheus ≥ 2.49");
    row("mad_over_time(up[5m])", 3, 14,
        "function \"mad_over_time\" needs --enable-feature=promql-experimental-functions");
    row("first_over_time(up[5m])", 3, 13,
        "function \"first_over_time\" needs --enable-feature=promql-experimental-functions");
    row("first_over_time(up[5m])", 3, 14, "");
    row("holt_winters(up[5m], 0.1, 0.1)", 2, 42, "");
    row("holt_winters(up[5m], 0.1, 0.1)", 3, 0,
        "unknown function with name \"holt_winters\": Prometheus 3.0 replaced it by double_exponential_smoothing");
    row("limitk(1, up)", 2, 42, "aggregation limitk needs Prometheus ≥ 2.54");
    row("limitk(1, up)", 3, 14, "aggregation limitk needs --enable-feature=promql-experimental-functions");
    row("{\"a.b\"}", 2, 55, "a quoted name in braces needs Prometheus ≥ 3.0");
    row("sum by (\"a.b\") (up)", 2, 55, "a quoted label name needs Prometheus ≥ 3.0");
    row("up[5 * 1m]", 3, 3, "a duration expression needs Prometheus ≥ 3.4");
    row("up[5 * 1m]", 3, 13, "a duration expression needs --enable-feature=promql-duration-expr");
    row("up[5 * 1m]", 3, 14, "");
    row("up[300]", 2, 53, "a duration without unit needs Prometheus ≥ 2.54");
    row("up + 5m", 2, 53, "a duration as a number needs Prometheus ≥ 2.54");
    row("up + 1_000", 2, 42, "a number with underscores needs Prometheus ≥ 2.54");
    row("up anchored", 3, 6, "modifier anchored needs Prometheus ≥ 3.7");
    row("up anchored", 3, 7, "modifier anchored needs --enable-feature=promql-extended-range-selectors");
    row("a + fill (0) b", 3, 14, "modifier fill needs --enable-feature=promql-binop-fill-modifiers");
    row("a </ 1", 3, 9, "operator </ needs Prometheus ≥ 3.10");
    row("up{a=~\"(?<x>b)\"}", 3, 14, "");
    row("up{a=~\"(?<x>b)\"}", 2, 42, "error parsing regexp: invalid or unsupported Perl syntax: `(?<`");
}

void TestParser::tellsWhatTheDialectLacks()
{
    QFETCH(QByteArray, expr);
    QFETCH(int, major);
    QFETCH(int, minor);
    QFETCH(QByteArray, message);
    Dialect dialect;
    dialect.major = major;
    dialect.minor = minor;
    const Tree tree = parse(expr.toStdString(), dialect);
    const std::string first = tree.valid() ? std::string() : tree.diagnostics().front().text.english();
    QCOMPARE(QByteArray::fromStdString(first), message);
}

void TestParser::boundsNesting_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("parentheses") << QByteArray("(") << QByteArray(")");
    QTest::newRow("calls") << QByteArray("abs(") << QByteArray(")");
    QTest::newRow("aggregations") << QByteArray("sum by (a) (") << QByteArray(")");
    QTest::newRow("signs") << QByteArray("-") << QByteArray();
    QTest::newRow("powers") << QByteArray("a ^ ") << QByteArray();
    QTest::newRow("subqueries") << QByteArray() << QByteArray("[1m:]");
    QTest::newRow("durations") << QByteArray("a[(") << QByteArray(")]");
    QTest::newRow("braces") << QByteArray("{") << QByteArray("}");
    QTest::newRow("stray") << QByteArray(") ] } = : ") << QByteArray();
    QTest::newRow("operands") << QByteArray("a ") << QByteArray();
    QTest::newRow("unreadable") << QByteArray("\x00 \xff $ \"", 8) << QByteArray();
}

void TestParser::boundsNesting()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    constexpr int count = 100000;
    const QByteArray expr = before.repeated(count) + "up" + after.repeated(count);
    const Tree tree = parse(expr.toStdString());
    QVERIFY(!tree.valid());
    QVERIFY(tree.diagnostics().size() <= 100);
    const std::string printed = promql::print(tree.root());
    QVERIFY(printed.size() <= static_cast<std::size_t>(expr.size()) * 4);
}

void TestParser::readsLongChains()
{
    const std::string operand = "up - 1 or ";
    std::string expr;
    for (int i = 0; i < 100000; ++i)
        expr += operand;
    expr += "up";
    const Tree tree = parse(expr);
    QVERIFY(tree.valid());
    QCOMPARE(promql::print(tree.root()), expr);
    QCOMPARE(promql::prettyPrint(tree), expr);
    int selectors = 0;
    promql::walk(tree.root(), [&selectors](const promql::Expr &node) {
        selectors += node.kind == promql::ExprKind::VectorSelector ? 1 : 0;
        return true;
    });
    QCOMPARE(selectors, 100001);
    QVERIFY(!promql::constantValue(tree.root()));
    QCOMPARE(promql::LabelFlow(tree).of(*tree.root()).of("job").presence, promql::LabelPresence::Possible);
    QVERIFY(promql::completionContext(expr, expr.size()).kinds.has(promql::CompletionKind::Metric));
    std::string sum = "1";
    for (int i = 1; i < 100000; ++i)
        sum += " + 1";
    QCOMPARE(promql::constantValue(parse(sum).root()), std::optional<double>(100000));
    // An error at the far end is found as well.
    QVERIFY(!parse(expr + " + 'x'").valid());
}

void TestParser::isLinear()
{
    // A megabyte of what rules really hold; ten times as long takes about ten times as long, not a hundred times.
    const auto timeOf = [](int count) {
        std::string expr = "{job=~\"";
        for (int i = 0; i < count; ++i)
            expr += "node-" + std::to_string(i) + "|";
        expr += "x\"}";
        // Of this process alone, however busy the machine is.
        const std::clock_t before = std::clock();
        const Tree tree = parse(std::move(expr));
        return tree.valid() ? qint64(std::clock() - before) * 1000 : -1;
    };
    const qint64 small = timeOf(10000);
    const qint64 large = timeOf(100000);
    QVERIFY(small >= 0 && large >= 0);
    QVERIFY2(large < small * 50 + 50000000, "grows faster than the text");
}

REGISTER_TEST(TestParser);

#include "tst_parser.moc"
