#include "promql/labelflow.h"
#include "support/registry.h"
#include "unit/promql/corpus.h"

#include <QTest>

using promql::LabelFact;
using promql::LabelFlow;
using promql::LabelPresence;
using promql::LabelReason;
using promql::LabelSet;
using promql::parse;
using promql::Tree;

class TestLabelFlow : public QObject
{
    Q_OBJECT

private slots:
    void followsLabels_data();
    void followsLabels();
    void knowsTheReason();
    void expandsRecordingRules();
    void coversEveryNode();
};

void TestLabelFlow::followsLabels_data()
{
    QTest::addColumn<QByteArray>("expr");
    // label=value! guaranteed, label! guaranteed, label- impossible, label? possible; "others" for all other labels.
    QTest::addColumn<QByteArray>("facts");
    const auto row = [](const char *expr, const char *facts) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(facts);
    };
    row("up", "__name__=up! job? others?");
    row("up{a=\"x\", b=\"\", c!=\"\", d=~\"y\", e=~\"y.*\", f!~\".*\", g!=\"x\", h!~\".+\"}",
        "a=x! b- c! d=y! e! f! g? h- others?");
    row("rate(up{a=\"x\"}[5m])", "__name__- a=x! others?");
    row("last_over_time(up[5m])", "__name__=up!");
    row("sum(up{a=\"x\"})", "a- __name__- others-");
    row("sum by (a, b) (up{a=\"x\"})", "a=x! b? others-");
    row("sum without (a) (up{a=\"x\", b=\"y\"})", "a- b=y! __name__- others?");
    row("topk by (a) (3, up)", "__name__=up! b? others?");
    row("count_values by (a) (\"v\", up)", "v! a? others-");
    row("up{a=\"x\"} > 1", "__name__=up! a=x!");
    row("up > bool 1", "__name__-");
    row("2 * up", "__name__- a?");
    row("up atan2 1", "__name__=up!");
    row("-up", "__name__-");
    row("a{x=\"1\"} / on (x, y) b{y=\"2\", z=\"3\"}", "x=1! y=2! z- others-");
    row("a{x=\"1\"} / b{x!=\"\", y=\"2\"}", "x=1! y=2! others?");
    row("a / sum by (x) (b)", "x? y- others-");
    row("a{x=\"1\"} / ignoring (x) b", "x- y?");
    row("a == ignoring (x) b", "__name__=a! x-");
    row("a{p=\"1\"} * on (x) group_left (t) b{t=\"2\", x=\"3\"}", "p=1! t=2! x=3! q?");
    row("a * on (x) group_left (t) sum by (x) (b)", "t- q?");
    row("a{p=\"1\"} * on (x) group_right () b{q=\"2\"}", "q=2! p?");
    row("a{x=\"1\", y=\"2\"} or b{x=\"1\", z=\"3\"}", "x=1! y? z? __name__! others?");
    row("sum by (x) (a) or vector(0)", "x? y-");
    row("a{x=\"1\"} and on (x) b{x=~\".+\"}", "x=1! y?");
    row("a and sum by (x) (b{x=\"1\"})", "x=1! y-");
    row("a and ignoring (y) sum by (x) (b)", "x? y? z-");
    row("a and on (y) sum by (x) (b)", "x? y- z?");
    row("a unless b{x=\"1\"}", "x?");
    row("vector(1)", "others-");
    row("time()", "others-");
    row("hour()", "others-");
    row("scalar(up{a=\"x\"}) + 1", "a-");
    row("absent(up{a=\"x\", b=~\"y\", c=\"1\", c=\"2\", d=\"\"})", "a=x! b- c- d- __name__- others-");
    row("absent(sum(up{a=\"x\"}))", "a- others-");
    row("absent_over_time((up{a=\"x\"}[5m]))", "a=x! others-");
    row("label_replace(up, \"d\", \"x\", \"\", \"\")", "d=x! a? __name__=up!");
    row("label_replace(up{s=\"ab\"}, \"d\", \"$1\", \"s\", \"(.*)\")", "d=ab!");
    row("label_replace(up, \"d\", \"x\", \"s\", \"a.*\")", "d?");
    row("label_replace(up{s=\"b\", d=\"y\"}, \"d\", \"x\", \"s\", \"a.*\")", "d=y!");
    row("label_replace(up{d=\"y\"}, \"d\", \"\", \"s\", \".*\")", "d-");
    row("label_replace(sum(up), \"d\", \"x\", \"s\", \"\")", "d=x! s-");
    row("label_join(up{a=\"x\", b=\"y\"}, \"d\", \"-\", \"a\", \"b\")", "d=x-y!");
    row("label_join(up, \"d\", \"\", \"a\", \"b\")", "d?");
    row("label_join(sum(up), \"d\", \"\", \"a\")", "d-");
    row("histogram_quantile(0.9, sum by (le, a) (rate(b[5m])))", "le- a? c-");
    row("max_over_time(sum by (a) (up)[1h:])", "a? b-");
}

void TestLabelFlow::followsLabels()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, facts);
    const Tree tree = parse(expr.toStdString());
    QVERIFY(tree.valid());
    const LabelFlow flow(tree);
    const LabelSet &set = flow.of(*tree.root());
    QVERIFY(!set.never);
    for (const QByteArray &wanted : facts.split(' ')) {
        QByteArray name = wanted.chopped(1);
        QByteArray value;
        if (const auto equals = name.indexOf('='); equals >= 0) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        }
        const LabelFact &fact = name == "others" ? set.others : set.of(name.toStdString());
        const char mark = fact.presence == LabelPresence::Guaranteed ? '!'
                          : fact.presence == LabelPresence::Possible ? '?'
                                                                     : '-';
        const QByteArray found =
            name + (fact.value ? "=" + QByteArray::fromStdString(*fact.value) : QByteArray()) + mark;
        QCOMPARE(found, wanted);
    }
}

void TestLabelFlow::knowsTheReason()
{
    const std::string text = "sum by (job) (rate(a{zone=\"x\"}[5m])) * on (job) group_left (team) owners";
    const Tree tree = parse(text);
    const LabelFlow flow(tree);
    const LabelSet &set = flow.of(*tree.root());
    QCOMPARE(set.of("team").reason, LabelReason::Included);
    QCOMPARE(set.of("team").place, (base::ByteRange{text.find("team"), text.find("team") + 4}));
    QCOMPARE(set.of("zone").reason, LabelReason::Aggregation);
    QCOMPARE(set.of("zone").place, (base::ByteRange{0, 3}));
    QCOMPARE(set.of("job").sources.size(), std::size_t(2));
    QCOMPARE(set.of("team").sources.size(), std::size_t(1));
    QCOMPARE(set.of("team").sources.front()->metric.value, std::string_view("owners"));
    for (const char *label : {"team", "zone", "job", "__name__"})
        QVERIFY(!promql::labelReasonText(set.of(label)).english().empty());
    const Tree contradiction = parse("up{a=\"x\", a=\"y\"}");
    QVERIFY(LabelFlow(contradiction).of(*contradiction.root()).never);
}

void TestLabelFlow::expandsRecordingRules()
{
    const Tree rule = parse("sum by (job) (rate(http_requests_total[5m]))");
    LabelSet recorded = LabelFlow(rule).of(*rule.root());
    recorded.named["team"] = {LabelPresence::Guaranteed, LabelReason::Rule, {}, "core", {}};
    const auto resolve = [&recorded](const promql::VectorSelector &selector) -> std::optional<LabelSet> {
        if (selector.metric.value == "job:http_requests:rate5m")
            return recorded;
        return std::nullopt;
    };
    const Tree tree = parse("job:http_requests:rate5m{job=\"api\"}");
    const LabelFlow flow(tree, resolve);
    const LabelSet &set = flow.of(*tree.root());
    QCOMPARE(set.of("job").presence, LabelPresence::Guaranteed);
    QCOMPARE(set.of("team").value, std::optional<std::string>("core"));
    QCOMPARE(set.of("instance").presence, LabelPresence::Impossible);
    QCOMPARE(set.of("__name__").value, std::optional<std::string>("job:http_requests:rate5m"));
    const Tree wrong = parse("job:http_requests:rate5m{instance=\"a\"}");
    QVERIFY(LabelFlow(wrong, resolve).of(*wrong.root()).never);
}

void TestLabelFlow::coversEveryNode()
{
    for (const char *expr : corpus) {
        const Tree tree = parse(expr);
        const LabelFlow flow(tree);
        promql::walk(tree.root(), [&](const promql::Expr &node) {
            const bool scalar = node.type == promql::ValueType::Scalar || node.type == promql::ValueType::String;
            if (scalar && flow.of(node).others.presence != LabelPresence::Impossible)
                qFatal("a scalar has labels");
            return true;
        });
    }
    const Tree damaged = parse("sum by (a (up{b=\"c\"");
    QVERIFY(!damaged.valid());
    QCOMPARE(LabelFlow(damaged).of(*damaged.root()).of("b").presence, LabelPresence::Impossible);
}

REGISTER_TEST(TestLabelFlow);

#include "tst_labelflow.moc"
