#include "promql/completion.h"
#include "support/registry.h"

#include <QTest>

using promql::CompletionContext;
using promql::completionContext;
using promql::CompletionKind;
using promql::CompletionKinds;

class TestCompletion : public QObject
{
    Q_OBJECT

private slots:
    void offersByPlace_data();
    void offersByPlace();
    void knowsTheSelector();
    void knowsTheMetricsOfLists();
};

namespace {

/// The text without its `|`, and where that was.
struct Marked
{
    std::string text;
    std::size_t offset;
};

Marked marked(const QByteArray &text)
{
    const int bar = text.indexOf('|');
    QByteArray rest = text;
    rest.remove(bar, 1);
    return {rest.toStdString(), static_cast<std::size_t>(bar)};
}

QByteArray kindsText(const CompletionContext &context)
{
    QByteArray names;
    const auto add = [&](CompletionKind kind, const char *name) {
        if (context.kinds.has(kind))
            names += QByteArray(names.isEmpty() ? "" : " ") + name;
    };
    add(CompletionKind::Metric, "metric");
    add(CompletionKind::Label, "label");
    add(CompletionKind::LabelValue, "value");
    add(CompletionKind::Function, "function");
    add(CompletionKind::Aggregation, "aggregation");
    add(CompletionKind::Modifier, "modifier");
    add(CompletionKind::Duration, "duration");
    add(CompletionKind::Operator, "operator");
    return names;
}

} // namespace

void TestCompletion::offersByPlace_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("kinds");
    QTest::addColumn<QByteArray>("prefix");
    const auto row = [](const char *expr, const char *kinds, const char *prefix = "") {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(kinds) << QByteArray(prefix);
    };
    const char *operand = "metric function aggregation";
    row("|", operand);
    row("  |", operand);
    row("u|", operand, "u");
    row("sum(u|p)", operand, "u");
    row("sum(|)", operand);
    row("rate(http_|[5m])", operand, "http_");
    row("up + |", "metric function aggregation modifier");
    row("up + b|", "metric function aggregation modifier", "b");
    row("up |", "modifier operator");
    row("up a|", "modifier operator", "a");
    row("up{|", "label");
    row("up{j|", "label", "j");
    row("up{job=\"a\", |}", "label");
    row("up{job|}", "label", "job");
    row("up{job |}", "operator");
    row("up{job=|}", "value");
    row("up{job=\"|\"}", "value");
    row("up{job=~\"ap|i\"}", "value", "ap");
    row("up{job=\"ap|", "value", "ap");
    row("up[|", "duration");
    row("up[5|", "duration", "5");
    row("up[5m:|]", "duration");
    row("up offset |", "duration");
    row("up @ |", "modifier");
    row("sum by (|) (up)", "label");
    row("sum by (job, in|) (up)", "label", "in");
    row("sum |", "modifier operator");
    row("sum(up) b|", "modifier operator", "b");
    row("a / on (|) b", "label");
    row("a / on (x) g|", "metric function aggregation modifier", "g");
    row("label_replace(up, \"d|\", \"\", \"\", \"\")", "label", "d");
    row("label_replace(up, \"d\", \"$|1\", \"\", \"\")", "");
    row("up > 5|", "");
    row("up # com|ment", "");
    row("up\n|# comment", "modifier operator");
}

void TestCompletion::offersByPlace()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, kinds);
    QFETCH(QByteArray, prefix);
    const Marked place = marked(expr);
    const CompletionContext context = completionContext(place.text, place.offset);
    QCOMPARE(kindsText(context), kinds);
    QVERIFY(context.prefix.end == place.offset || kinds.isEmpty());
    if (!kinds.isEmpty())
        QCOMPARE(QByteArray::fromStdString(place.text.substr(context.prefix.start, context.prefix.size())), prefix);
}

void TestCompletion::knowsTheSelector()
{
    const Marked place = marked("sum(http_requests_total{code=~\"5..\", job='a|', env!=\"x\"}) > 1");
    const CompletionContext context = completionContext(place.text, place.offset);
    QCOMPARE(context.metric, std::string("http_requests_total"));
    QCOMPARE(context.label, std::string("job"));
    QCOMPARE(context.quote, '\'');
    QCOMPARE(context.matchers.size(), std::size_t(2));
    QCOMPARE(context.matchers[0], (promql::WrittenMatcher{promql::MatchOp::RegexMatch, "code", "5.."}));
    QCOMPARE(context.matchers[1], (promql::WrittenMatcher{promql::MatchOp::NotEqual, "env", "x"}));
}

void TestCompletion::knowsTheMetricsOfLists()
{
    Marked place = marked("sum by (job, |) (rate(a[5m]) / {__name__=\"b\"})");
    QCOMPARE(completionContext(place.text, place.offset).metrics, (std::vector<std::string>{"a", "b"}));
    place = marked("x + (a * on (|) group_left b)");
    QCOMPARE(completionContext(place.text, place.offset).metrics, (std::vector<std::string>{"a", "b"}));
    place = marked("label_join(a, \"x|\", \",\", \"y\")");
    QCOMPARE(completionContext(place.text, place.offset).metrics, (std::vector<std::string>{"a"}));
}

REGISTER_TEST(TestCompletion);

#include "tst_completion.moc"
