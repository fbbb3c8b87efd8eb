#include "rules/templatecompletion.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>

class TestTemplateCompletion : public QObject
{
    Q_OBJECT

private slots:
    void offers_data();
    void offers();
    void followsTheDialect();
    void namesTheLabel();
    void knowsTheLabelsOfTheSeries();
};

void TestTemplateCompletion::offers_data()
{
    // The place is where the text ends, or at the bar.
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("typed");
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("notOffered");
    const auto row = [](const char *text, int typed, const char *offered, const char *notOffered = "") {
        QTest::newRow(text) << QByteArray(text) << typed << QByteArray(offered) << QByteArray(notOffered);
    };
    row("down: {{ $labels.", 0, "(labels)");
    row("down: {{ $labels.jo", 2, "(labels)");
    row("{{ .Labels.jo|}} at", 2, "(labels)");
    row("{{ $value | hum", 3, "humanizeDuration", "(labels)");
    row("{{ $va", 3, "$value", "humanize");
    row("{{ $", 1, "$labels");
    row("{{ .", 0, "Labels", "humanize");
    row("{{ i", 1, "if");
    row("{{ range query \"up\" }}{{ .Labels.in", 2, "(labels)");
    row("{{ `a` }}{{- ", 0, "$labels");
    row("{{ ($x).", -1, "");
    row("down", -1, "");
    row("{{ $value }} of", -1, "");
    row("{{ query \"sum(", -1, "");
    row("{{/* $labels.", -1, "");
    row("{{ query `a}}b` | f", 1, "first");
    row("{ $labels.", -1, "");
}

void TestTemplateCompletion::offers()
{
    QFETCH(QByteArray, text);
    QFETCH(int, typed);
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, notOffered);
    std::string written = text.toStdString();
    std::size_t offset = written.size();
    // A bar that stands before the end of an action.
    if (const std::size_t bar = written.find("|}}"); bar != std::string::npos) {
        written.erase(bar, 1);
        offset = bar;
    }
    const auto completion = rules::templateCompletion(written, offset, {});
    QCOMPARE(completion.has_value(), typed >= 0);
    if (!completion)
        return;
    QCOMPARE(int(completion->typed), typed);
    const auto has = [&](const QByteArray &word) {
        return word == "(labels)" ? completion->labels
                                  : std::ranges::find(completion->words, word.toStdString()) != completion->words.end();
    };
    QVERIFY(has(offered));
    QVERIFY(notOffered.isEmpty() || !has(notOffered));
    QVERIFY(std::ranges::is_sorted(completion->words));
}

void TestTemplateCompletion::followsTheDialect()
{
    promql::Dialect old;
    old.major = 2;
    old.minor = 42;
    const auto has = [](const promql::Dialect &dialect, const char *name) {
        const auto completion = rules::templateCompletion("{{ ", 3, dialect);
        return completion && std::ranges::find(completion->words, name) != completion->words.end();
    };
    QVERIFY(has({}, "urlQueryEscape"));
    QVERIFY(!has(old, "urlQueryEscape"));
    QVERIFY(has(old, "humanize"));
}

void TestTemplateCompletion::namesTheLabel()
{
    const std::string text = "{{ $labels.job }} on {{ .Labels.instance }}, $labels.none";
    const auto job = rules::templateLabelAt(text, 12);
    QVERIFY(job);
    QCOMPARE(job->name, std::string("job"));
    QCOMPARE(text.substr(job->range.start, job->range.size()), std::string("job"));
    const auto instance = rules::templateLabelAt(text, text.find("instance") + 3);
    QVERIFY(instance);
    QCOMPARE(instance->name, std::string("instance"));
    QVERIFY(!rules::templateLabelAt(text, 4));
    QVERIFY(!rules::templateLabelAt(text, text.find("none")));
    QVERIFY(!rules::templateLabelAt(text, text.size() + 5));
}

void TestTemplateCompletion::knowsTheLabelsOfTheSeries()
{
    const rules::SeriesLabels exact = rules::seriesLabels(promql::parse("sum by (job, pod) (rate(up[5m])) > 1"));
    QCOMPARE(exact.names, (std::vector<std::string>{"job", "pod"}));
    QVERIFY(!exact.others);
    const rules::SeriesLabels open = rules::seriesLabels(promql::parse("up{zone=\"a\"} == 0"));
    QCOMPARE(open.names, (std::vector<std::string>{"zone"}));
    QVERIFY(open.others);
}

REGISTER_TEST(TestTemplateCompletion);

#include "tst_templatecompletion.moc"
