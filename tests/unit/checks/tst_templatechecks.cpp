#include "checks/catalogue.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <QTest>

namespace {

/// An alerting rule around `keys`, written in block style.
QByteArray alertOf(const QByteArray &expr, const QByteArray &keys)
{
    return "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: " + expr + "\n    " +
           QByteArray(keys).replace('\n', "\n    ") + '\n';
}

QByteArray annotationOf(const QByteArray &expr, const QByteArray &text)
{
    return alertOf(expr, "annotations:\n  a: " + text);
}

const char *const byJob = "sum by (job) (rate(errors_total[5m])) > 1";

} // namespace

class TestTemplateChecks : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void mends_data();
    void mends();
    void tellsWhatDropsTheLabel();
};

void TestTemplateChecks::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *name, const QByteArray &text, const char *found = "") {
        QTest::newRow(name) << text << QByteArray(found);
    };
    const char *const noInstance = "template/label: The label instance is always empty here: the result of the "
                                   "expression cannot have it.";
    row("label that is there", annotationOf(byJob, "'{{ $labels.job }}'"));
    row("label that may be there", annotationOf("up == 0", "'{{ $labels.instance }}'"));
    row("dropped label", annotationOf(byJob, "'{{ $labels.job }} {{ ⟦$labels.instance⟧ }}'"), noInstance);
    row("dropped label of the dot", annotationOf(byJob, "'{{ ⟦.Labels.instance⟧ | toUpper }}'"), noInstance);
    row("dropped label of the root", annotationOf(byJob, "'{{ with 1 }}{{ ⟦$.Labels.instance⟧ }}{{ end }}'"),
        noInstance);
    row("dropped label by index", annotationOf(byJob, "'{{ index $labels ⟦\"instance\"⟧ }}'"), noInstance);
    row("dropped label in a condition", annotationOf(byJob, "'{{ if ⟦$labels.instance⟧ }}x{{ end }}'"), noInstance);
    row("dropped label in a folded text", annotationOf(byJob, ">-\n      on\n      {{ ⟦$labels.instance⟧ }}"),
        noInstance);
    row("another dot", annotationOf(byJob, "'{{ range query \"up\" }}{{ .Labels.instance }}{{ end }}'"));
    row("another variable",
        annotationOf(byJob, "'{{ $labels := (query \"up\" | first).Labels }}{{ $labels.instance }}'"));
    row("metric name", annotationOf("rate(x[5m]) > 1", "'{{ ⟦$labels.__name__⟧ }}'"),
        "template/label: The label __name__ is always empty here: the result of the expression cannot have it.");
    row("label of the rule", alertOf(byJob, "labels:\n  team: core\nannotations:\n  a: '{{ ⟦$labels.team⟧ }}'"),
        "template/label: The label team is always empty here: the labels of the rule itself are not among those of "
        "the series.");
    row("value in a label", alertOf("up == 0", "for: 5m\nlabels:\n  a: 'is {{ ⟦$value⟧ }}'"),
        "template/value-in-label: The value is part of the label a: whenever it changes this is another alert, and "
        "its for starts again.");
    row("value in a label without for", alertOf("up == 0", "labels:\n  a: '{{ ⟦.Value⟧ | humanize }}'"),
        "template/value-in-label: The value is part of the label a: whenever it changes the alert resolves and "
        "another one fires.");
    row("value in a label by a variable", alertOf("up == 0", "labels:\n  a: '{{ $v := $value | humanize }}{{ ⟦$v⟧ }}'"),
        "template/value-in-label: The value is part of the label a: whenever it changes the alert resolves and "
        "another one fires.");
    row("value in a condition of a label",
        alertOf("up == 0", "labels:\n  a: '{{ if gt $value 1.0 }}critical{{ else }}warning{{ end }}'"));
    row("value compared in a label", alertOf("up == 0", "labels:\n  a: '{{ gt $value 1.0 }}'"));
    row("query", annotationOf("up == 0", "'{{ query \"up\" | first | value }}'"));
    row("wrong query", annotationOf("up == 0", "'{{ query \"sum⟦(⟧up\" | first | value }}'"),
        "template/query: The query of this template is wrong: unclosed left parenthesis. The text becomes an error.");
    row("wrong query behind an escape", annotationOf("up == 0", "'{{ query \"up{a=\\\"b\\\"} ⟦er⟧\" | first }}'"),
        "template/query: The query of this template is wrong: unexpected identifier \"er\". The text becomes an "
        "error.");
    row("query with a hole", annotationOf("up == 0", "'{{ printf \"up{%s\" $labels.job | query | first }}'"));
    row("unknown field", annotationOf("up == 0", "'{{ ⟦.Foo⟧ }}'"),
        "template/fails: Prometheus cannot expand this: can't evaluate field Foo in type struct { Labels "
        "map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }. The text "
        "becomes an error.");
    row("label of a label", annotationOf("up == 0", "'{{ ⟦$labels.job.x⟧ }}'"),
        "template/fails: Prometheus cannot expand this: can't evaluate field x in type string. The text becomes an "
        "error.");
    row("too many arguments", annotationOf("up == 0", "'{{ $value | ⟦humanize⟧ 3 }}'"),
        "template/fails: Prometheus cannot expand this: wrong number of args for humanize: want 1 got 2. The text "
        "becomes an error.");
    row("float against integer", annotationOf("up == 0", "'{{ if ⟦gt $value 90⟧ }}x{{ end }}'"),
        "template/fails: Prometheus cannot expand this: error calling gt: incompatible types for comparison. The text "
        "becomes an error.");
    row("number of a label", annotationOf("up == 0", "'{{ humanize $labels.job }}'"));
    row("first of nothing", annotationOf("up == 0", "'{{ query \"up\" | first | label \"job\" }}'"));
    row("wrong verb", annotationOf("up == 0", "'{{ ⟦printf \"%d\" $value⟧ }}'"),
        "template/printf: A verb of printf does not fit its argument: it prints %!d(float64=1.5).");
    row("missing argument", annotationOf("up == 0", "'{{ ⟦printf \"%s %s\" $labels.job⟧ }}'"),
        "template/printf: A verb of printf does not fit its argument: it prints %!s(MISSING).");
    row("Helm", annotationOf(byJob, "'{{ .Release.Name }} {{ $labels.instance }}'"));
    row("recording rule", "groups:\n- name: g\n  rules:\n  - {record: a, expr: up, labels: {b: '{{ .Foo }}'}}\n");
}

/// Marked places are those of the template diagnostics, in their order.
void TestTemplateChecks::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, found);
    const support::Annotated source = support::annotated(text.toStdString());
    QByteArrayList lines;
    std::vector<base::ByteRange> ranges;
    for (const base::Diagnostic &each : checks::check(*rules::load("f.yml", source.text))) {
        if (!each.check.starts_with("template/"))
            continue;
        lines += QByteArray::fromStdString(each.check + ": " + each.text.english());
        ranges.push_back(each.range);
    }
    QCOMPARE(lines.join('\n'), found);
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, ranges)), text);
}

void TestTemplateChecks::mends_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("mended");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &mended) {
        QTest::newRow(name) << text << mended;
    };
    row("function", annotationOf("up == 0", "'{{ $value | humanise }}' # c"),
        annotationOf("up == 0", "'{{ $value | humanize }}' # c"));
    row("variable", annotationOf("up == 0", ">-\n      on\n      {{ $label.job }}"),
        annotationOf("up == 0", ">-\n      on\n      {{ $labels.job }}"));
    row("float", annotationOf("up == 0", "'{{ if gt $value 90 }}x{{ end }}'"),
        annotationOf("up == 0", "'{{ if gt $value 90.0 }}x{{ end }}'"));
    row("verb", annotationOf("up == 0", "\"{{ printf \\\"%d%%\\\" $value }}\""),
        annotationOf("up == 0", "\"{{ printf \\\"%d%%\\\" $value }}\""));
    row("only verb", annotationOf("up == 0", "\"{{ printf \\\"%d x\\\" $value }}\""),
        annotationOf("up == 0", "\"{{ printf \\\"%.0f x\\\" $value }}\""));
    row("label of the rule", alertOf(byJob, "labels:\n  team: core\nannotations:\n  a: '{{ $labels.team }}'"),
        alertOf(byJob, "labels:\n  team: core\nannotations:\n  a: '{{ \"core\" }}'"));
}

void TestTemplateChecks::mends()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, mended);
    std::string result = text.toStdString();
    for (const base::Diagnostic &each : checks::check(*rules::load("f.yml", text.toStdString()))) {
        if (!each.fixes.empty()) {
            const auto edited = base::applyEdits(result, each.fixes.front().edits);
            QVERIFY(edited.ok());
            result = *edited;
        }
    }
    QCOMPARE(QByteArray::fromStdString(result), mended);
}

void TestTemplateChecks::tellsWhatDropsTheLabel()
{
    const support::Annotated source =
        support::annotated(annotationOf("⟦sum by (job) (up)⟧ > 1", "'{{ $labels.instance }}'").toStdString());
    const auto diagnostics = checks::check(*rules::load("f.yml", source.text));
    QCOMPARE(diagnostics.size(), std::size_t(1));
    QCOMPARE(diagnostics[0].related.size(), std::size_t(1));
    QVERIFY(source.ranges[0].contains(diagnostics[0].related[0].range));
    QCOMPARE(diagnostics[0].related[0].text.english(), std::string("The aggregation drops it."));
}

REGISTER_TEST(TestTemplateChecks);
#include "tst_templatechecks.moc"
