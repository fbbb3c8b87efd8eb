#include "backtest/inlining.h"
#include "backtest/timeshift.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <QTest>

using backtest::InlineCandidate;
using backtest::InlineContext;
using backtest::InlineReason;
using backtest::Inlining;
using backtest::RecordingRule;

namespace {

constexpr backtest::Milliseconds second = 1000;
constexpr backtest::Milliseconds minute = 60000;

/// With what has to be switched on.
promql::Dialect newest()
{
    promql::Dialect dialect;
    dialect.experimentalFunctions = dialect.durationExpressions = true;
    dialect.extendedRangeSelectors = dialect.binopFillModifiers = true;
    return dialect;
}

InlineCandidate recording(const char *name, const char *expr, alerting::Labels labels = {}, const char *group = "g",
                          std::size_t index = 0)
{
    RecordingRule rule;
    rule.ref = {"f.yml", 0, std::nullopt, group, index};
    rule.name = name;
    rule.tree = std::make_shared<const promql::Tree>(promql::parse(expr, newest()));
    rule.labels = std::move(labels);
    rule.timing = {minute, 0, 12 * second};
    return {rule, InlineReason::NotLoaded, false};
}

struct Inlined
{
    QByteArray expr;
    QByteArray error;
    bool exact = false;
    std::size_t warnings = 0;
    Inlining inlining;
};

Inlined inlined(const std::string &expr, const std::vector<InlineCandidate> &rules,
                std::optional<rules::RuleRef> reader = {}, int major = 2)
{
    const promql::Tree tree = promql::parse(expr, newest());
    InlineContext context;
    context.rules = rules;
    context.reader = std::move(reader);
    context.majorVersion = major;
    const base::Result<Inlining> result = backtest::inlineRules(tree, context);
    Inlined answer;
    if (!result) {
        answer.error = result.error().text.english().c_str();
        return answer;
    }
    answer.expr = result->expr.c_str();
    answer.exact = result->exact;
    answer.warnings = result->warnings.size();
    answer.inlining = *result;
    if (!promql::parse(result->expr, newest()).valid())
        answer.error = "not valid: " + answer.expr;
    return answer;
}

const rules::RuleRef elsewhere{"f.yml", 0, std::nullopt, "other", 0};
const rules::RuleRef behind{"f.yml", 0, std::nullopt, "g", 9};
const rules::RuleRef before{"f.yml", 0, std::nullopt, "g", 0};

} // namespace

class TestInlining : public QObject
{
    Q_OBJECT

private slots:
    void forms_data();
    void forms();
    void refuses_data();
    void refuses();
    void readsWhatIsRecorded();
    void movesExtendedSelectors();
    void readsAhead();
    void severalRules();
    void otherExpression();
    void chains();
    void positions();
    void unknownPhase();
    void shifts();
};

void TestInlining::forms_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<int>("major");
    QTest::addColumn<QByteArray>("sent");
    const auto row = [](const char *name, const char *expr, int major, const QByteArray &sent) {
        QTest::newRow(name) << QByteArray(expr) << major << sent;
    };
    const QByteArray named = R"(label_replace(a offset -12s, "__name__", "r", "", ""))";
    row("instant", "r > 1", 2, "last_over_time((" + named + ")[59s999ms:1m] offset 12s) > 1");
    row("instant, 3.x", "r > 1", 3, "last_over_time((" + named + ")[1m:1m] offset 12s) > 1");
    row("range", "avg_over_time(r[5m])", 2, "avg_over_time((" + named + ")[5m:1m] offset 12s)");
    row("offset", "r offset 1h", 2, "last_over_time((" + named + ")[59s999ms:1m] offset 1h12s)");
    row("range, offset", "rate(r[5m] offset 1h)", 2, "rate((" + named + ")[5m:1m] offset 1h12s)");
    row("at", "r @ 1600000000", 2, "last_over_time((" + named + ")[59s999ms:1m] @ 1600000000 offset 12s)");
    row("equal", R"(r{l="v$1"})", 2,
        "last_over_time(((" + named + R"( and on(l) label_replace(vector(1), "l", "v$$1", "", "")))[59s999ms:1m] )" +
            "offset 12s)");
    row("absent", R"(absent(r{job="x", env!="p"}) > 0)", 3,
        "label_replace(absent(last_over_time((((" + named +
            R"( and on(job) label_replace(vector(1), "job", "x", "", "")) unless on(env) )" +
            R"(label_replace(vector(1), "env", "p", "", "")))[1m:1m] offset 12s)), "job", "x", "", "") > 0)");
    row("predicts", "predict_linear(r[5m], 60)", 2, "predict_linear((" + named + ")[5m:1m] offset 12s, (60) - 12)");
}

void TestInlining::forms()
{
    QFETCH(QByteArray, expr);
    QFETCH(int, major);
    const Inlined answer = inlined(expr.toStdString(), {recording("r", "a")}, elsewhere, major);
    QCOMPARE(answer.error, QByteArray());
    QTEST(answer.expr, "sent");
    QVERIFY(answer.exact);
    QCOMPARE(answer.inlining.inlined.size(), std::size_t(1));
    QCOMPARE(answer.inlining.inlined.front().selectors.size(), std::size_t(1));
}

void TestInlining::refuses_data()
{
    QTest::addColumn<QByteArray>("recorded");
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("at") << QByteArray("a @ 5") << QByteArray("r") << QByteArray("a @ 5");
    QTest::newRow("time") << QByteArray("time() - a") << QByteArray("r") << QByteArray("time()");
    QTest::newRow("timestamp inside") << QByteArray("timestamp(a)") << QByteArray("r") << QByteArray("timestamp()");
    QTest::newRow("date") << QByteArray("a * hour()") << QByteArray("r") << QByteArray("hour()");
    QTest::newRow("timestamp of it") << QByteArray("a") << QByteArray("timestamp((r))") << QByteArray("timestamp()");
    QTest::newRow("itself") << QByteArray("r + 1") << QByteArray("r") << QByteArray("reads itself");
    QTest::newRow("broken") << QByteArray("a +") << QByteArray("r") << QByteArray("errors");
    QTest::newRow("anchored") << QByteArray("a") << QByteArray("increase(r[5m] anchored)") << QByteArray("`anchored`");
    QTest::newRow("smoothed range") << QByteArray("a") << QByteArray("rate(r[5m] smoothed offset 1m)")
                                    << QByteArray("`smoothed`");
    QTest::newRow("smoothed instant") << QByteArray("a") << QByteArray("r smoothed") << QByteArray("`smoothed`");
    QTest::newRow("string") << QByteArray("\"a\"") << QByteArray("r") << QByteArray("no instant vector");
}

void TestInlining::refuses()
{
    QFETCH(QByteArray, recorded);
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, word);
    const Inlined answer = inlined(expr.toStdString(), {recording("r", recorded.constData())}, elsewhere);
    QVERIFY2(answer.error.contains(word), answer.error + " | " + answer.expr);
    const Inlined cycle = inlined("r", {recording("r", "s"), recording("s", "r", {}, "h")}, elsewhere);
    QVERIFY2(cycle.error.contains("each other"), cycle.error);
}

void TestInlining::readsWhatIsRecorded()
{
    InlineCandidate loaded = recording("r", "a");
    loaded.reason.reset();
    const Inlined answer = inlined("r > 1", {loaded}, elsewhere);
    QCOMPARE(answer.expr, QByteArray("r > 1"));
    QVERIFY(answer.exact);
    QVERIFY(answer.inlining.inlined.empty());
    // An earlier rule of the group has been evaluated at this very tick.
    QCOMPARE(
        inlined("r > 1", {recording("r", "time()", {{"t", "a$1b"}}, "g", 0)}, behind).expr,
        QByteArray("label_replace(label_replace(vector(time()), \"t\", \"a$$1b\", \"\", \"\"), \"__name__\", \"r\", "
                   "\"\", \"\") > 1"));
    // A later one not before the next.
    QCOMPARE(inlined("rate(r[5m])", {recording("r", "a", {}, "g", 3)}, before).expr,
             QByteArray("rate((label_replace(a offset -12s, \"__name__\", \"r\", \"\", \"\"))[4m59s999ms:1m] offset "
                        "12s1ms)"));
    QCOMPARE(inlined("max_over_time(r[1h:5m])", {recording("r", "a", {}, "g", 0)}, behind).expr,
             QByteArray("max_over_time(last_over_time((label_replace(a offset -12s, \"__name__\", \"r\", \"\", "
                        "\"\"))[59s999ms:1m] offset 12s)[1h:5m])"));
}

/// What a recording rule reads with `anchored` or `smoothed` is moved like anything else.
void TestInlining::movesExtendedSelectors()
{
    QCOMPARE(inlined("r", {recording("r", "increase(a[5m] anchored)")}, elsewhere, 3).expr,
             QByteArray("last_over_time((label_replace(increase(a[5m] anchored offset -12s), \"__name__\", \"r\", "
                        "\"\", \"\"))[1m:1m] offset 12s)"));
    const Inlined moved = inlined("r", {recording("r", "a smoothed offset 1m")}, elsewhere, 3);
    QVERIFY2(moved.expr.contains("a smoothed offset 48s"), moved.expr + moved.error);
    QVERIFY(moved.exact);
    // By then the sample behind is not there yet.
    QVERIFY(!inlined("r", {recording("r", "rate(a[5m] smoothed)")}, elsewhere, 3).exact);
    // The expression itself is sent as it stands where nothing is put in place.
    InlineCandidate loaded = recording("r", "a");
    loaded.reason.reset();
    QCOMPARE(inlined("delta(r[5m] anchored @ 5)", {loaded}, elsewhere, 3).expr,
             QByteArray("delta(r[5m] anchored @ 5)"));
}

void TestInlining::readsAhead()
{
    const auto ahead = [](const char *expr, backtest::Milliseconds queryOffset) {
        return backtest::readsAhead(*promql::parse(expr, newest()).root(), queryOffset);
    };
    QVERIFY(!ahead("a", 0));
    QVERIFY(ahead("a offset -1m", 0));
    QVERIFY(ahead("a offset -1m", 59000));
    QVERIFY(!ahead("a offset -1m", 60000));
    QVERIFY(!ahead("a @ 5 offset -1m", 0));
    QVERIFY(!ahead("max_over_time((a offset -1m)[5m:1m] offset 1m)", 0));
    QVERIFY(ahead("max_over_time((a offset -1m)[5m:1m] offset 30s)", 0));
    QVERIFY(ahead("1 + rate(a[5m] smoothed)", 0));
    QVERIFY(ahead("a smoothed", 0));
    QVERIFY(!ahead("a smoothed", 15000));
    QVERIFY(!ahead("a smoothed offset 15s", 0));
    QVERIFY(!ahead("rate(a[5m] anchored)", 0));
}

void TestInlining::severalRules()
{
    const Inlined apart =
        inlined("r", {recording("r", "a", {{"t", "1"}}), recording("r", "b", {{"t", "2"}}, "h")}, elsewhere);
    QVERIFY(apart.expr.contains(") or last_over_time("));
    QVERIFY(apart.exact);
    const Inlined mixed = inlined("r", {recording("r", "a"), recording("r", "b", {}, "h")}, elsewhere);
    QVERIFY(!mixed.exact);
    QCOMPARE(mixed.warnings, std::size_t(1));
    // A matcher on a static label leaves one of them.
    const Inlined chosen = inlined(
        "r{t=~\"1|3\"}", {recording("r", "a", {{"t", "1"}}), recording("r", "b", {{"t", "2"}}, "h")}, elsewhere);
    QCOMPARE(chosen.inlining.inlined.size(), std::size_t(1));
    QVERIFY(!chosen.expr.contains("b offset"));
    // A regular expression on the name also reads what the endpoint has.
    const Inlined names = inlined("{__name__=~\"r.\"}", {recording("r1", "a"), recording("r2", "b")}, elsewhere);
    QCOMPARE(names.error, QByteArray());
    QVERIFY2(names.expr.contains("{__name__!~\"r1|r2\", __name__=~\"r.\"}"), names.expr);
    QVERIFY(names.expr.contains("__rw_part"));
    QVERIFY(inlined("rate({__name__=~\"r.\"}[5m])", {recording("r1", "a")}, elsewhere).error.contains("one range"));
    const Inlined nameless = inlined("sum({job=\"x\"})", {recording("r1", "a")}, elsewhere);
    QVERIFY(!nameless.exact);
    QCOMPARE(nameless.expr, QByteArray("sum({job=\"x\"})"));
}

void TestInlining::otherExpression()
{
    InlineCandidate changed = recording("r", "a", {{"t", "new"}});
    changed.reason = InlineReason::OtherExpression;
    // What the endpoint still records under that name must not be read.
    QCOMPARE(inlined("r{t=\"old\"} > 1", {changed}, elsewhere).expr, QByteArray("(vector(1) unless vector(1)) > 1"));
    changed.alsoScraped = true;
    QVERIFY(!inlined("r", {changed}, elsewhere).exact);
}

void TestInlining::chains()
{
    // s reads r of the group before it at its own tick, t reads s from afar.
    const Inlined same = inlined("s", {recording("r", "a"), recording("s", "r * 2", {}, "g", 1)}, elsewhere);
    QCOMPARE(same.expr,
             QByteArray("last_over_time((label_replace(label_replace(a offset -12s, \"__name__\", \"r\", \"\", "
                        "\"\") * 2, \"__name__\", \"s\", \"\", \"\"))[59s999ms:1m] offset 12s)"));
    InlineCandidate other = recording("s", "rate(r[5m])", {}, "h");
    other.rule.timing = {30 * second, 0, 5 * second};
    const Inlined apart = inlined("s", {recording("r", "a"), other}, elsewhere);
    QCOMPARE(apart.expr,
             QByteArray("last_over_time((label_replace(rate((label_replace(a offset -12s, \"__name__\", \"r\", \"\", "
                        "\"\"))[5m:1m] offset 7s), \"__name__\", \"s\", \"\", \"\"))[29s999ms:30s] offset 5s)"));
    QCOMPARE(apart.inlining.inlined.size(), std::size_t(2));
}

void TestInlining::positions()
{
    const support::Annotated own = support::annotated("⟦foo⟧ / ⟦r⟧ > ⟦bar⟧");
    const Inlined answer = inlined(own.text, {recording("r", "a")}, elsewhere);
    const auto at = [&](const char *text) {
        return answer.inlining.ownRange(static_cast<std::size_t>(answer.expr.indexOf(text)));
    };
    QCOMPARE(at("foo").start, own.ranges[0].start);
    QCOMPARE(at("a offset"), own.ranges[1]);
    QCOMPARE(at("bar").start, own.ranges[2].start);
    QCOMPARE(answer.inlining.ownRange(99999).start, own.text.size());
}

void TestInlining::unknownPhase()
{
    InlineCandidate rule = recording("r", "a");
    rule.rule.timing.phase.reset();
    const Inlined answer = inlined("r", {rule}, elsewhere);
    QCOMPARE(answer.error, QByteArray());
    QVERIFY(!answer.exact);
}

void TestInlining::shifts()
{
    const auto shifted = [](const char *expr) {
        const base::Result<std::string> result = backtest::shiftedInTime(promql::parse(expr), 1500);
        return QByteArray(result ? result->c_str() : result.error().text.english().c_str());
    };
    QCOMPARE(shifted("a"), QByteArray("a offset -1s500ms"));
    QCOMPARE(shifted("rate(a{b=\"c\"}[5m] offset 1m) + a offset 1s500ms"),
             QByteArray("rate(a{b=\"c\"}[5m] offset 58s500ms) + a "));
    QCOMPARE(shifted("max_over_time((a - time())[1h:1m])"),
             QByteArray("max_over_time((a - time())[1h:1m] offset -1s500ms)"));
    QCOMPARE(shifted("predict_linear(a[1h], 60)"), QByteArray("predict_linear(a[1h] offset -1s500ms, (60) + 1.5)"));
    QVERIFY(shifted("a @ end()").contains("cannot be moved"));
}

REGISTER_TEST(TestInlining);

#include "tst_inlining.moc"
