#include "promql/help.h"
#include "support/registry.h"

#include <QTest>

using promql::parse;
using promql::Tree;

class TestHelp : public QObject
{
    Q_OBJECT

private slots:
    void describesEveryFunction();
    void writesSignatures_data();
    void writesSignatures();
    void hovers_data();
    void hovers();
    void helpsWithCalls_data();
    void helpsWithCalls();
};

void TestHelp::describesEveryFunction()
{
    for (const promql::Function &function : promql::functions()) {
        QVERIFY2(!promql::summaryOf(function).english().empty(), std::string(function.name).c_str());
        const promql::Signature signature = promql::signatureOf(function);
        QCOMPARE(signature.arguments.size(), std::size_t(function.argumentCount));
        for (const base::ByteRange &argument : signature.arguments) {
            // A name, a space, a type.
            const std::string text = signature.text.substr(argument.start, argument.size());
            QVERIFY2(text.find(' ') != std::string::npos && text.front() != ' ', signature.text.c_str());
        }
    }
    for (const promql::AggregationInfo &aggregation : promql::aggregations())
        QVERIFY(!promql::summaryOf(aggregation).english().empty());
}

void TestHelp::writesSignatures_data()
{
    QTest::addColumn<QByteArray>("function");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("one") << QByteArray("rate") << QByteArray("rate(v range-vector)");
    QTest::newRow("none") << QByteArray("time") << QByteArray("time()");
    QTest::newRow("several") << QByteArray("clamp") << QByteArray("clamp(v instant-vector, min scalar, max scalar)");
    QTest::newRow("optional") << QByteArray("round") << QByteArray("round(v instant-vector, [to scalar])");
    QTest::newRow("repeated") << QByteArray("label_join")
                              << QByteArray(
                                     "label_join(v instant-vector, dst string, separator string, src string, ...)");
}

void TestHelp::writesSignatures()
{
    QFETCH(QByteArray, function);
    QFETCH(QByteArray, signature);
    QCOMPARE(QByteArray::fromStdString(promql::signatureOf(*promql::findFunction(function.toStdString())).text),
             signature);
}

void TestHelp::hovers_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("title");
    QTest::newRow("function") << QByteArray("sum(ra|te(up[5m]))") << QByteArray("rate(v range-vector)");
    QTest::newRow("aggregation") << QByteArray("t|opk(3, up)") << QByteArray("topk(k scalar, v instant-vector)");
    QTest::newRow("selector") << QByteArray("sum(u|p{job='a'})") << QByteArray("up{job=\"a\"}");
    QTest::newRow("nothing") << QByteArray("1 |+ 2") << QByteArray();
}

void TestHelp::hovers()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, title);
    const int offset = expr.indexOf('|');
    const Tree tree = parse(expr.remove(offset, 1).toStdString());
    const std::optional<promql::Hover> hover = promql::hoverAt(tree, static_cast<std::size_t>(offset));
    QCOMPARE(hover ? QByteArray::fromStdString(hover->title) : QByteArray(), title);
}

void TestHelp::helpsWithCalls_data()
{
    QTest::addColumn<QByteArray>("expr");
    // The active argument's signature, empty for no help.
    QTest::addColumn<QByteArray>("argument");
    const auto row = [](const char *expr, const char *argument) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(argument);
    };
    row("clamp(|", "v instant-vector");
    row("clamp(up{a=\"b\", c=\"d\"}, |", "min scalar");
    row("clamp(up, 1, |2)", "max scalar");
    row("clamp(rate(|up[5m]), 1, 2)", "v range-vector");
    row("clamp(up, 1, 2)|", "");
    row("clamp(sum by (a, b) (up), |1, 2)", "min scalar");
    row("topk by (a, b) (3, |up)", "v instant-vector");
    row("topk(|3, up) by (a, b)", "k scalar");
    row("label_join(up, \"a\", \",\", \"b\", \"c\", |", "src string, ...");
    row("(1 + |2)", "");
    row("nosuch(|", "");
}

void TestHelp::helpsWithCalls()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, argument);
    const int offset = expr.indexOf('|');
    const Tree tree = parse(expr.remove(offset, 1).toStdString());
    const std::optional<promql::CallHelp> help = promql::callHelpAt(tree, static_cast<std::size_t>(offset));
    QCOMPARE(help.has_value(), !argument.isEmpty());
    if (!help)
        return;
    const base::ByteRange range = help->signature.arguments.at(help->activeArgument);
    QCOMPARE(QByteArray::fromStdString(help->signature.text.substr(range.start, range.size())), argument);
}

REGISTER_TEST(TestHelp);

#include "tst_help.moc"
