#include "promql/rewrite.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <QTest>

using promql::parse;
using promql::Tree;

class TestRewrite : public QObject
{
    Q_OBJECT

private slots:
    void renamesMetrics_data();
    void renamesMetrics();
    void renamesLabels_data();
    void renamesLabels();
    void namesUnclearPlaces();
    void replacesExpressions_data();
    void replacesExpressions();
    void extractsExpressions();
    void staysValidOnTheCorpus();
};

namespace {

QByteArray applied(const QByteArray &text, const base::TextEdits &edits)
{
    const base::Result<std::string> result =
        base::applyEdits({text.data(), static_cast<std::size_t>(text.size())}, edits);
    return result ? QByteArray::fromStdString(*result) : QByteArray("(edits conflict)");
}

} // namespace

void TestRewrite::renamesMetrics_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *expr, const char *to, const char *result) {
        QTest::addRow("%s to %s", expr, to) << QByteArray(expr) << QByteArray(to) << QByteArray(result);
    };
    row("up + rate(up{job=\"up\"}[5m]) # up", "alive", "alive + rate(alive{job=\"up\"}[5m]) # up");
    row("up{}", "a:b", "a:b{}");
    row("up_total + up", "x", "up_total + x");
    row("{__name__='up', a=\"b\"}", "x", "{__name__='x', a=\"b\"}");
    row("{\"up\", a=\"b\"}", "my.up", "{\"my.up\", a=\"b\"}");
    row("{__name__!=\"up\",a=\"b\"}", "x", "{__name__!=\"x\",a=\"b\"}");
    row("{__name__=~\"down|up\"}", "a:b", "{__name__=~\"down|a:b\"}");
    row("{__name__=~\"up|x\"}", "a.b", "{__name__=~\"a\\\\.b|x\"}");
    row("up * 2", "my.up", "{\"my.up\"} * 2");
    row("up {a=\"b\"}[5m]", "my.up", " {\"my.up\", a=\"b\"}[5m]");
    row("up{}", "my.up", "{\"my.up\"}");
    row("up + x{a=\"b\"}", "my.up", "{\"my.up\"} + x{a=\"b\"}");
    row("sum by (up) (x{up=\"1\"})", "x", "sum by (up) (x{up=\"1\"})");
}

void TestRewrite::renamesMetrics()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, result);
    const promql::Rewrite rewrite = promql::renameMetric(parse(expr.toStdString()), "up", to.toStdString());
    QCOMPARE(applied(expr, rewrite.edits), result);
    QVERIFY(rewrite.unclear.empty());
}

void TestRewrite::renamesLabels_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *expr, const char *to, const char *result) {
        QTest::addRow("%s to %s", expr, to) << QByteArray(expr) << QByteArray(to) << QByteArray(result);
    };
    row("up{job=\"job\", x=\"y\"}", "service", "up{service=\"job\", x=\"y\"}");
    row("sum by (job) (up) + on (job, x) group_left (\"job\") job", "s",
        "sum by (s) (up) + on (s, x) group_left (s) job");
    row("sum without (job) (up{\"job\"=~\"a\"})", "a.b", "sum without (\"a.b\") (up{\"a.b\"=~\"a\"})");
    row("label_replace(up, 'job', \"job\", \"job\", \"job\")", "s", "label_replace(up, 's', \"job\", \"s\", \"job\")");
    row("label_join(up, \"x\", \"job\", \"job\", \"y\")", "s", "label_join(up, \"x\", \"job\", \"s\", \"y\")");
    row("count_values(\"job\", up)", "s", "count_values(\"s\", up)");
}

void TestRewrite::renamesLabels()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, result);
    const promql::Rewrite rewrite = promql::renameLabel(parse(expr.toStdString()), "job", to.toStdString());
    QCOMPARE(applied(expr, rewrite.edits), result);
    QVERIFY(rewrite.unclear.empty());
}

void TestRewrite::namesUnclearPlaces()
{
    const std::string text = "x + {__name__=~\"u.+\", a=\"b\"}";
    const promql::Rewrite rewrite = promql::renameMetric(parse(text), "up", "x");
    QVERIFY(rewrite.edits.empty());
    QCOMPARE(rewrite.unclear, (std::vector<base::ByteRange>{{text.find('{') + 1, text.find(',')}}));
    QVERIFY(promql::renameMetric(parse(text), "down", "x").unclear.empty());
}

void TestRewrite::replacesExpressions_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("replacement");
    // Empty when it cannot be done. The selector `x` is replaced.
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *expr, const char *replacement, const char *result) {
        QTest::addRow("%s by %s", expr, replacement)
            << QByteArray(expr) << QByteArray(replacement) << QByteArray(result);
    };
    row("2 * x", "a + b", "2 * (a + b)");
    row("2 * x", "sum(a)", "2 * sum(a)");
    row("sum(x)", "a + b", "sum(a + b)");
    row("(x)", "a + b", "(a + b)");
    row("-x ^ 2", "-1 * a", "-(-1 * a) ^ 2");
    row("x[1h:5m]", "a + b", "(a + b)[1h:5m]");
    row("1 + x", "a # why", "1 + a # why\n");
    row("rate(x[5m])", "a", "rate(a[5m])");
    row("rate(x[5m])", "sum(a)", "");
    row("1 + x offset 5m", "sum(a)", "");
    row("1 + x", "a +", "");
    row("1 + x", "'a'", "");
}

void TestRewrite::replacesExpressions()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, replacement);
    QFETCH(QByteArray, result);
    const Tree tree = parse(expr.toStdString());
    const promql::Expr *selector = nullptr;
    promql::walk(tree.root(), [&selector](const promql::Expr &node) {
        if (promql::as<promql::VectorSelector>(&node))
            selector = &node;
        return true;
    });
    QVERIFY(selector);
    const base::Result<base::TextEdits> edits = promql::replaceExpr(tree, *selector, replacement.toStdString());
    QCOMPARE(edits.ok(), !result.isEmpty());
    if (edits)
        QCOMPARE(applied(expr, *edits), result);
}

void TestRewrite::extractsExpressions()
{
    const QByteArray text = "(sum by (job) (rate(a[5m])) / sum by (job) (b)) > 0.1";
    const Tree tree = parse(text.toStdString());
    const std::size_t rate = static_cast<std::size_t>(text.indexOf("rate"));
    const promql::Expr *node = promql::exprAround(tree, {rate, rate + 4});
    QVERIFY(node);
    const base::Result<promql::Extraction> call = promql::extractExpr(tree, *node, "a:rate5m");
    QVERIFY(call.ok());
    QCOMPARE(call->expr, std::string("rate(a[5m])"));
    QCOMPARE(applied(text, call->edits), QByteArray("(sum by (job) (a:rate5m) / sum by (job) (b)) > 0.1"));
    const promql::Expr *ratio = promql::exprAround(tree, {0, 10});
    const base::Result<promql::Extraction> whole = promql::extractExpr(tree, *ratio, "job:errors:ratio");
    QVERIFY(whole.ok());
    QCOMPARE(whole->expr, std::string("sum by (job) (rate(a[5m])) / sum by (job) (b)"));
    QCOMPARE(applied(text, whole->edits), QByteArray("job:errors:ratio > 0.1"));
    const Tree scalar = parse("1 + 2");
    QVERIFY(!promql::extractExpr(scalar, *scalar.root(), "x").ok());
    QVERIFY(!promql::extractExpr(tree, *node, "").ok());
}

void TestRewrite::staysValidOnTheCorpus()
{
    for (const char *expr : corpus) {
        const Tree tree = parse(expr);
        std::vector<std::string> metrics;
        promql::walk(tree.root(), [&metrics](const promql::Expr &node) {
            if (const auto *selector = promql::as<promql::VectorSelector>(&node);
                selector && !selector->metric.value.empty())
                metrics.emplace_back(selector->metric.value);
            return true;
        });
        for (const std::string &metric : metrics) {
            for (const char *to : {"renamed", "re.named"}) {
                const QByteArray result = applied(expr, promql::renameMetric(tree, metric, to).edits);
                QVERIFY2(parse(result.toStdString()).valid(), result.constData());
            }
        }
        for (const char *to : {"renamed", "re.named"}) {
            const QByteArray result = applied(expr, promql::renameLabel(tree, "job", to).edits);
            QVERIFY2(parse(result.toStdString()).valid(), result.constData());
        }
    }
}

REGISTER_TEST(TestRewrite);

#include "tst_rewrite.moc"
