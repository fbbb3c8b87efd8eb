#include "checks/catalogue.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <algorithm>
#include <set>

#include <QTest>

namespace {

/// A rule file of one group with rules in flow style.
QByteArray fileOf(const QByteArrayList &rules)
{
    QByteArray text = "groups:\n- name: g\n  rules:\n";
    for (const QByteArray &rule : rules)
        text += "  - {" + rule + "}\n";
    return text;
}

} // namespace

class TestCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void namesItsChecks();
    void finds_data();
    void finds();
    void relatesDuplicates();
    void sortsWithTheDocumentsOwnDiagnostics();
};

void TestCatalogue::namesItsChecks()
{
    std::set<std::string> ids;
    for (const checks::Check &each : checks::catalogue()) {
        const std::string id = each.id;
        QVERIFY2(ids.insert(id).second, each.id);
        QVERIFY2(id.find('/') != std::string::npos, each.id);
        QVERIFY(each.ofRule || each.ofGroup);
    }
    QVERIFY(!ids.empty());
}

void TestCatalogue::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *name, const QByteArrayList &rules, const char *found) {
        QTest::newRow(name) << fileOf(rules) << QByteArray(found);
    };
    const char *const recordTwice =
        "warning rules/duplicate: The group records a with the same labels twice. The two may overwrite each other.";
    row("same record", {"record: a, expr: up", "record: ⟦a⟧, expr: down"}, recordTwice);
    row("same record three times", {"record: a, expr: x", "record: ⟦'a'⟧, expr: y", "record: ⟦a⟧, expr: z"},
        "warning rules/duplicate: The group records a with the same labels twice. The two may overwrite each other.\n"
        "warning rules/duplicate: The group records a with the same labels twice. The two may overwrite each other.");
    row("same record, same labels",
        {"record: a, expr: up, labels: {b: c, d: e}", "record: ⟦a⟧, expr: up, labels: {d: e, b: c}"}, recordTwice);
    row("same record, other labels", {"record: a, expr: up, labels: {b: c}", "record: a, expr: up, labels: {b: d}"},
        "");
    row("record and alert of one name", {"record: a, expr: up", "alert: a, expr: up == 0"}, "");
    row("same alert", {"alert: A, expr: up == 0", "alert: ⟦A⟧, expr: up == 0"},
        "warning rules/duplicate: The alert A stands in this group twice with the same expression and labels.");
    row("same alert, other expression", {"alert: A, expr: up == 0", "alert: A, expr: up == 1"}, "");
    row("same alert, other labels", {"alert: A, expr: up == 0, labels: {a: b}", "alert: A, expr: up == 0"}, "");
    row("labels that only look alike",
        {"record: a, expr: up, labels: {b: 'c', d: e}", "record: a, expr: up, labels: {b: 'cd', e: ''}"}, "");

    const char *const noCondition = "hint alerts/condition: The expression has no condition: the alert fires for every "
                                    "series it returns, whatever the value.";
    row("no condition", {"alert: A, expr: ⟦up⟧"}, noCondition);
    row("no condition in a rate", {"alert: A, expr: ⟦'sum(rate(x[5m])) by (job) / 2'⟧"}, noCondition);
    row("bool comparison", {"alert: A, expr: ⟦up == bool 0⟧"}, noCondition);
    row("union", {"alert: A, expr: ⟦up or down⟧"}, noCondition);
    row("comparison", {"alert: A, expr: up == 0"}, "");
    row("comparison inside", {"alert: A, expr: sum(up > 0)"}, "");
    row("comparison in a subquery", {"alert: A, expr: 'max_over_time((up > 1)[5m:])'"}, "");
    row("and", {"alert: A, expr: up and down"}, "");
    row("unless", {"alert: A, expr: up unless down"}, "");
    row("absent", {"alert: A, expr: absent(up), for: 5m"}, "");
    row("absent_over_time", {"alert: A, expr: 'absent_over_time(up[5m])'"}, "");
    row("ALERTS", {"alert: A, expr: count(ALERTS)"}, "");
    row("fires all the time", {"alert: A, expr: vector(1)"}, "");
    row("recording rule", {"record: a, expr: up"}, "");
    row("broken expression", {"alert: A, expr: 'up +⟦⟧'"}, "error promql/syntax: unexpected end of input");
}

/// Marked places are those of the diagnostics, in their order.
void TestCatalogue::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, found);
    const support::Annotated source = support::annotated(text.toStdString());
    QByteArrayList lines;
    std::vector<base::ByteRange> ranges;
    for (const base::Diagnostic &each : checks::check(*rules::load("f.yml", source.text))) {
        constexpr const char *severities[] = {"error ", "warning ", "hint "};
        lines += severities[static_cast<int>(each.severity)] +
                 QByteArray::fromStdString(each.check + ": " + each.text.english());
        ranges.push_back(each.range);
    }
    QCOMPARE(lines.join('\n'), found);
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, ranges)), text);
}

void TestCatalogue::relatesDuplicates()
{
    const support::Annotated source = support::annotated(
        fileOf({"record: ⟦a⟧, expr: up", "record: b, expr: up", "record: a, expr: up"}).toStdString());
    const auto diagnostics = checks::check(*rules::load("f.yml", source.text));
    QCOMPARE(diagnostics.size(), std::size_t(1));
    QCOMPARE(diagnostics[0].related.size(), std::size_t(1));
    QVERIFY(diagnostics[0].related[0].range == source.ranges[0]);
}

void TestCatalogue::sortsWithTheDocumentsOwnDiagnostics()
{
    const auto diagnostics = checks::check(*rules::load(
        "f.yml",
        fileOf({"alert: A, expr: up, for: 5", "record: a, expr: 'up +'", "alert: B, expr: up"}).toStdString()));
    QByteArrayList ids;
    for (const base::Diagnostic &each : diagnostics)
        ids += QByteArray::fromStdString(each.check);
    QCOMPARE(ids, QByteArrayList({"alerts/condition", "rules/duration", "promql/syntax", "alerts/condition"}));
}

REGISTER_TEST(TestCatalogue);
#include "tst_catalogue.moc"
