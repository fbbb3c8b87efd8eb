#include "checks/catalogue.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <QTest>

/// The checks of expressions: `text` is a rule file with the places of the diagnostics marked, `found` their ids.
class TestExprChecks : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void mendsMatchers_data();
    void mendsMatchers();
};

void TestExprChecks::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("found");
    const auto file = [](const char *name, const QByteArray &text, const char *found) {
        QTest::newRow(name) << text << QByteArray(found);
    };
    const auto expr = [&file](const char *name, const QByteArray &text, const char *found) {
        file(name, "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: '" + text + "'\n", found);
    };
    const auto alert = [&file](const char *name, const QByteArray &text, const char *found) {
        file(name, "groups:\n- name: g\n  interval: 1m\n  rules:\n  - alert: A\n    " + text + "\n", found);
    };
    expr("literal regex", "up{⟦job=~\"api\"⟧, ⟦x!~\"\"⟧}", "promql/regexp promql/regexp");
    expr("real regex", "up{job=~\"api.*\", a=~\"b|c\", d=~\"e.f\", g=~\"a\\\\\\\\.b\"}", "");
    expr("anchors", "up{job=~⟦\"^a.*$\"⟧, b!~⟦\"^b+\"⟧, c=~⟦\"c?$\"⟧}", "promql/regexp promql/regexp promql/regexp");
    expr("anchors that are needed", "up{job=~\"a\\\\\\\\$\", b=~\"(^a|b$)\"}", "");
    expr("rate of a counter", "rate(a_total[5m])", "");
    expr("rate of gauges", "⟦rate(up[5m])⟧ + ⟦irate(a_ratio{b=\"c\"}[5m])⟧", "promql/rate promql/rate");
    expr("delta of a gauge", "delta(a_ratio[5m])", "");
    expr("rate of a sum", "⟦rate(sum by (job) (a_total)[5m:1m])⟧", "promql/rate");
    expr("rate of a maximum of sums of rates", "increase(sum(rate(a_total[5m]))[1h:])", "");
    expr("sum of a rate", "sum(rate(a_total[5m]))", "");
    file("rate of a recorded sum",
         "groups:\n- name: g\n  rules:\n  - record: job:a:sum\n    expr: sum by (job) (a_total)\n  - record: x\n    "
         "expr: "
         "⟦rate(job:a:sum[5m])⟧\n  - record: y\n    expr: max_over_time(job:a:sum[5m])\n",
         "promql/rate");
    alert("for below the interval", "expr: up == 0\n    for: ⟦30s⟧", "alerts/for");
    alert("for of one interval", "expr: up == 0\n    for: 1m", "");
    alert("for of zero", "expr: up == 0\n    for: 0s", "");
    alert("absent without for", "expr: ⟦absent⟧(up{job=\"x\"})", "alerts/absent");
    alert("absent with for", "expr: absent(up{job=\"x\"})\n    for: 5m", "");
    alert("absent in a union", "expr: absent(up{job=\"x\"}) or up == 0", "");
    expr("label on one side only", "sum by (job) (a{job=\"x\"}) ⟦/⟧ sum(b)", "promql/impossible");
    expr("on a label that is gone", "a{pod=\"x\"} ⟦*⟧ on(pod) group_left() sum by (job) (b)", "promql/impossible");
    expr("different values", "a{env=\"p\"} ⟦/⟧ b{env=\"q\"}", "promql/impossible");
    expr("different values ignored", "a{env=\"p\"} / ignoring(env) b{env=\"q\"}", "");
    expr("different values in a union", "a{env=\"p\"} or b{env=\"q\"}", "");
    expr("the same labels", "sum by (job) (a) / sum by (job) (b{job=\"x\"})", "");
    expr("labels that may be there", "sum by (a) (x) / sum by (b) (y)", "");
    alert("heap of Node.js", "expr: ⟦nodejs_heap_size_used_bytes / nodejs_heap_size_total_bytes⟧ > 0.9",
          "promql/v8-heap");
    alert(
        "heap of Node.js in percent",
        "expr: (⟦sum by (pod) (nodejs_heap_size_used_bytes) / sum by (pod) (nodejs_heap_size_total_bytes)⟧) * 100 > 90",
        "promql/v8-heap");
    alert("heap of Java", "expr: jvm_memory_used_bytes / jvm_memory_max_bytes > 0.9", "");
}

void TestExprChecks::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, found);
    const support::Annotated source = support::annotated(text.toStdString());
    QByteArrayList ids;
    std::vector<base::ByteRange> ranges;
    for (const base::Diagnostic &each : checks::check(*rules::load("f.yml", source.text))) {
        ids += QByteArray::fromStdString(each.check);
        ranges.push_back(each.range);
    }
    QCOMPARE(ids.join(' '), found);
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, ranges)), text);
}

void TestExprChecks::mendsMatchers_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("plain") << QByteArray("expr: up{a=~\"b\"}") << QByteArray("expr: up{a=\"b\"}");
    QTest::newRow("negative") << QByteArray("expr: up{a !~ \"b\"}") << QByteArray("expr: up{a != \"b\"}");
    QTest::newRow("double quoted") << QByteArray("expr: \"up{a=~\\\"^b.$\\\"}\"")
                                   << QByteArray("expr: \"up{a=~\\\"b.\\\"}\"");
    QTest::newRow("literal") << QByteArray("expr: |\n      up{a=~\"^b+\"}\n      > 1")
                             << QByteArray("expr: |\n      up{a=~\"b+\"}\n      > 1");
    QTest::newRow("single quoted") << QByteArray("expr: 'up{a=~''b''}'") << QByteArray("expr: 'up{a=''b''}'");
}

void TestExprChecks::mendsMatchers()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const QByteArray head = "groups:\n- name: g\n  rules:\n  - record: r\n    ";
    const std::string text = (head + before + '\n').toStdString();
    const auto diagnostics = checks::check(*rules::load("f.yml", text));
    QCOMPARE(diagnostics.size(), std::size_t(1));
    QCOMPARE(diagnostics[0].fixes.size(), std::size_t(1));
    const auto fixed = base::applyEdits(text, diagnostics[0].fixes[0].edits);
    QVERIFY(fixed.ok());
    QCOMPARE(QByteArray::fromStdString(*fixed), head + after + '\n');
    QVERIFY(checks::check(*rules::load("f.yml", *fixed)).empty());
}

REGISTER_TEST(TestExprChecks);
#include "tst_exprchecks.moc"
