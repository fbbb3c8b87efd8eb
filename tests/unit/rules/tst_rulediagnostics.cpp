#include "rules/ruledocument.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <QTest>

namespace {

/// A rule file around one group's keys, one line each.
QByteArray inGroup(const QByteArray &keys)
{
    return "groups:\n- name: g\n  " + QByteArray(keys).replace('\n', "\n  ") + '\n';
}

/// A rule file around one rule's keys.
QByteArray inRule(const QByteArray &keys)
{
    return inGroup("rules:\n- " + QByteArray(keys).replace('\n', "\n  "));
}

const char *severityOf(base::Severity severity)
{
    constexpr const char *names[] = {"error", "warning", "hint"};
    return names[static_cast<int>(severity)];
}

} // namespace

class TestRuleDiagnostics : public QObject
{
    Q_OBJECT

private slots:
    void reports_data();
    void reports();
    void reportsInYaml_data();
    void reportsInYaml();
    void knowsVersions_data();
    void knowsVersions();
    void tellsWhereTheFirstOneIs_data();
    void tellsWhereTheFirstOneIs();
    void refusesMergesOfMerges();

private:
    static void columns();
    static void row(const char *name, const QByteArray &text, const QByteArray &diagnostics);
    void compare(const promql::Dialect &dialect);
};

void TestRuleDiagnostics::columns()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("diagnostics");
}

void TestRuleDiagnostics::row(const char *name, const QByteArray &text, const QByteArray &diagnostics)
{
    QTest::newRow(name) << text << (diagnostics.isEmpty() ? diagnostics : diagnostics + '\n');
}

/// The marked places are those of the diagnostics, in their order.
void TestRuleDiagnostics::compare(const promql::Dialect &dialect)
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, diagnostics);
    const support::Annotated source = support::annotated(text.toStdString());
    const auto document = rules::load("f.yml", source.text, dialect);
    QByteArray found;
    std::vector<base::ByteRange> ranges;
    for (const base::Diagnostic &each : document->diagnostics()) {
        const char *severity = each.severity == base::Severity::Error ? "" : severityOf(each.severity);
        found += QByteArray(severity) + (*severity ? " " : "") +
                 QByteArray::fromStdString(each.check + ": " + each.text.english()) + '\n';
        ranges.push_back(each.range);
    }
    QCOMPARE(found, diagnostics);
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, ranges)), text);
}

void TestRuleDiagnostics::reports_data()
{
    columns();
    row("nothing", inRule("alert: A\nexpr: up"), "");
    row("groups a text", "groups: ⟦x⟧\n", "rules/type: groups must be a list of rule groups.");
    row("group a text", "groups:\n- ⟦x⟧\n", "rules/type: A rule group must be a mapping with a name and rules.");
    row("group empty", "groups:\n⟦-⟧\n- ⟦~⟧\n",
        "warning rules/empty: This list item is empty: Prometheus passes over it.\nwarning rules/empty: This list item "
        "is empty: Prometheus passes over it.");
    row("group without name", "groups:\n- ⟦rules: []⟧\n", "rules/missing: This rule group has no name.");
    row("group name a list", "groups:\n- ⟦name: ⟦[a]⟧⟧\n",
        "rules/missing: This rule group has no name.\nrules/type: name must be a single value, not a list or a "
        "mapping.");
    row("unknown key in the file", "⟦x⟧: 1\ngroups: []\n",
        "rules/unknown-key: Prometheus does not know the key x in a rule file.");
    row("unknown key of a group", inGroup("⟦foo⟧: 1"),
        "rules/unknown-key: Prometheus does not know the group key foo.");
    row("Mimir key", inGroup("⟦source_tenants⟧: [a]"),
        "rules/unknown-key: Prometheus does not know the group key source_tenants. Mimir reads it.");
    row("Thanos key", inGroup("⟦partial_response_strategy⟧: warn"),
        "rules/unknown-key: Prometheus does not know the group key partial_response_strategy. Thanos reads it.");
    row("vmalert key", inGroup("⟦concurrency⟧: 2"),
        "rules/unknown-key: Prometheus does not know the group key concurrency. vmalert reads it.");
    row("Mimir key in a Mimir file", "namespace: n\ngroups:\n- name: g\n  source_tenants: [a]\n  ⟦foo⟧: 1\n",
        "rules/unknown-key: Prometheus does not know the group key foo.");
    row("interval without unit", inGroup("interval: ⟦30⟧"),
        "rules/duration: The duration 30 needs a unit: ms, s, m, h, d, w or y.");
    row("interval of two parts", inGroup("interval: ⟦1h 5m⟧"),
        "rules/duration: 1h 5m is not a duration. Write it like 5m or 1h30m.");
    row("empty interval", inGroup("interval: ⟦''⟧"),
        "rules/duration: A duration cannot be empty. Write it like 5m or 1h30m.");
    row("query_offset", inGroup("query_offset: ⟦x⟧"),
        "rules/duration: x is not a duration. Write it like 5m or 1h30m.");
    row("interval a list", inGroup("interval: ⟦[1m]⟧"),
        "rules/type: interval must be a single value, not a list or a mapping.");
    const auto inAnnotation = [](const QByteArray &text) {
        return inRule("alert: A\nexpr: up\nannotations:\n  a: " + text);
    };
    row("template", inAnnotation("'{{ $value | humanize }} {{ $labels.job }}'"), "");
    row("template function", inAnnotation("'x {{ $value | ⟦humanise⟧ }}'"),
        "template/function: There is no template function humanise. Prometheus rejects the file.");
    row("template function in a folded text", inAnnotation(">-\n    x\n    {{ ⟦nope⟧ }}"),
        "template/function: There is no template function nope. Prometheus rejects the file.");
    row("template function behind escapes", inAnnotation("\"\\t\\u00e9{{ ⟦nope⟧ }}\""),
        "template/function: There is no template function nope. Prometheus rejects the file.");
    row("template function of vmalert", inAnnotation("'{{ $value | ⟦queryEscape⟧ }}'"),
        "template/function: The template function queryEscape is vmalert's. Prometheus rejects the file.");
    row("template variable", inAnnotation("'{{ ⟦$label⟧.job }}'"),
        "template/variable: The template does not define the variable $label. Prometheus rejects the file.");
    row("template without end", inAnnotation("'{{ if true }}x⟦⟧'"),
        "template/syntax: The template does not parse: unexpected EOF. Prometheus rejects the file.");
    row("template action without end", inAnnotation("'{{ $value ⟦}⟧ x'"),
        "template/syntax: The template does not parse: unexpected \"}\" in operand. Prometheus rejects the file.");
    row("template of a label", inRule("alert: A\nexpr: up\nlabels: {a: '{{ ⟦nope⟧ }}'}"),
        "template/function: There is no template function nope. Prometheus rejects the file.");
    row("label of a recording rule is no template", inRule("record: a\nexpr: up\nlabels: {a: '{{ nope }}'}"), "");
    row("template for Helm", inAnnotation("'{{ .Release.Name }} {{ nope }}'"), "");
    row("limit", inGroup("limit: ⟦\"5\"⟧"), "rules/type: limit must be a whole number.");
    row("rules a text", inGroup("rules: ⟦x⟧"), "rules/type: rules must be a list.");
    row("group labels a list", inGroup("labels: ⟦[a]⟧"), "rules/type: labels must be a mapping of names to values.");
    row("group label __name__", inGroup("labels: {⟦__name__⟧: a}"), "rules/name: __name__ is not a label name.");
    row("rule a text", inGroup("rules:\n- ⟦x⟧"),
        "rules/type: A rule must be a mapping with alert or record, and expr.");
    row("rule empty", inGroup("rules:\n⟦-⟧"),
        "warning rules/empty: This list item is empty: Prometheus passes over it.");
    row("no name, no expr", inGroup("rules:\n- ⟦⟦for: 1m⟧⟧"),
        "rules/missing: This rule has neither alert nor record.\nrules/missing: This rule has no expr.");
    row("empty expr", inGroup("rules:\n- ⟦alert: A\n  expr: ''⟧"), "rules/missing: This rule has no expr.");
    row("both names", inRule("alert: A\nrecord: ⟦b⟧\nexpr: up"),
        "rules/missing: A rule has either alert or record, not both.");
    row("unknown key of a rule", inRule("alert: A\nexpr: up\n⟦fro⟧: 5m"),
        "rules/unknown-key: Prometheus does not know the rule key fro.");
    row("vmalert key of a rule", inRule("alert: A\nexpr: up\n⟦debug⟧: true"),
        "rules/unknown-key: Prometheus does not know the rule key debug. vmalert reads it.");
    row("expr a list", inGroup("rules:\n- ⟦alert: A\n  expr: ⟦[up]⟧⟧"),
        "rules/missing: This rule has no expr.\nrules/type: expr must be a single value, not a list or a mapping.");
    row("for", inRule("alert: A\nexpr: up\nfor: ⟦5⟧\nkeep_firing_for: ⟦5 m⟧"),
        "rules/duration: The duration 5 needs a unit: ms, s, m, h, d, w or y.\nrules/duration: 5 m is not a duration. "
        "Write it like 5m or 1h30m.");
    row("recording rule with alert fields",
        inRule("record: a\nexpr: up\nfor: ⟦5m⟧\nkeep_firing_for: ⟦1m⟧\nannotations:\n  ⟦a⟧: b\n  c: d"),
        "rules/recording-fields: A recording rule cannot have for.\nrules/recording-fields: A recording rule cannot "
        "have keep_firing_for.\n"
        "rules/recording-fields: A recording rule cannot have annotations.");
    row("recording rule with zero for", inRule("record: a\nexpr: up\nfor: 0s\nkeep_firing_for: 0\nannotations: {}"),
        "");
    row("label value a list", inRule("alert: A\nexpr: up\nlabels: {a: ⟦[b]⟧, c: ⟦{d: e}⟧}"),
        "rules/type: a must be a single value, not a list or a mapping.\nrules/type: c must be a single value, not a "
        "list or a mapping.");
    row("labels a text", inRule("alert: A\nexpr: up\nlabels: ⟦x⟧"),
        "rules/type: labels must be a mapping of names to values.");
    row("empty label name", inRule("alert: A\nexpr: up\nlabels: {⟦''⟧: b}\nannotations: {⟦''⟧: b}"),
        "rules/name: The name of a label cannot be empty.\nrules/name: The name of an annotation cannot be empty.");
    row("label __name__", inRule("alert: A\nexpr: up\nlabels: {⟦__name__⟧: b}\nannotations: {__name__: b}"),
        "rules/name: __name__ is not a label name.");
    row("error in a plain expression", inRule("alert: A\nexpr: ⟦foo⟧(up) # c"),
        "promql/syntax: unknown function with name \"foo\"");
    row("error in a quoted expression", inRule("alert: A\nexpr: \"up{a=\\\"b\\\"} + ⟦foo⟧(up)\""),
        "promql/syntax: unknown function with name \"foo\"");
    row("error in a literal expression", inRule("alert: A\nexpr: |\n  # c\n  up +\n  ⟦foo⟧(up)"),
        "promql/syntax: unknown function with name \"foo\"");
    row("error at an anchor", inRule("alert: A\n<<: {expr: 'up + ⟦foo⟧(up)'}"),
        "promql/syntax: unknown function with name \"foo\"");
    row("error in a ConfigMap's expression",
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules:\n      - record: a\n        expr: "
        "|\n          up +\n          ⟦foo⟧(up)\n",
        "promql/syntax: unknown function with name \"foo\"");
    row("in a ConfigMap",
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      ⟦foo⟧: 1\n      interval: ⟦x⟧\n",
        "rules/unknown-key: Prometheus does not know the group key foo.\nrules/duration: x is not a duration. Write it "
        "like 5m or 1h30m.");
    row("in a quoted ConfigMap", "kind: ConfigMap\ndata: {a: \"groups:\\n- name: g\\n  ⟦foo⟧: 1\\n\"}\n",
        "rules/unknown-key: Prometheus does not know the group key foo.");
    row("same names in two keys", "kind: ConfigMap\ndata: {a: 'groups: [{name: g}]', b: 'groups: [{name: g}]'}\n", "");
    row("second document", "groups: []\n⟦---⟧\ngroups: [x]\n",
        "warning rules/second-document: Prometheus reads only the first YAML document of a rule file. What follows is "
        "ignored.");
    row("empty first document", "---\n⟦---⟧\ngroups: [x]\n",
        "warning rules/second-document: Prometheus reads only the first YAML document of a rule file. What follows is "
        "ignored.");
    row("broken second document", "groups: []\n⟦---⟧\n[\n",
        "warning rules/second-document: Prometheus reads only the first YAML document of a rule file. What follows is "
        "ignored.");
    row("only a marker behind", "groups: []\n---\n# nothing\n", "");
    row("marker inside a literal", "groups:\n- name: |\n    a\n    ---\n    b\n", "");
}

void TestRuleDiagnostics::reports()
{
    compare({});
}

void TestRuleDiagnostics::reportsInYaml_data()
{
    columns();
    row("unclosed list", "groups: [\n⟦⟧", "yaml/syntax: This is not valid YAML: end of sequence flow not found.");
    row("key twice", "groups: []\n⟦groups⟧: []\n", "yaml/duplicate-key: The key groups stands here twice.");
    row("rule key twice", inRule("alert: A\nexpr: up\n⟦expr⟧: down"),
        "yaml/duplicate-key: The key expr stands here twice.");
    row("merge key twice", inGroup("<<: {interval: 1m}\n⟦<<⟧: {limit: 5}"),
        "yaml/duplicate-key: The key << stands here twice.");
    row("merge of a text", inGroup("<<: ⟦x⟧"), "yaml/merge: The merge key << takes a mapping or a list of mappings.");
    row("merge of nothing", inGroup("⟦<<⟧:"), "yaml/merge: The merge key << takes a mapping or a list of mappings.");
    row("control character", "groups: [] # ⟦\x01⟧\n", "yaml/syntax: YAML does not allow this control character.");
    row("not UTF-8", "groups: [] # ⟦\xFF⟧\n", "yaml/syntax: This byte is not UTF-8.");
    row("unclosed quote", "groups: ⟦\"⟧x\n", "yaml/syntax: This quote is never closed.");
    row("directive", "⟦%YAML⟧ 1.2\n---\ngroups: []\n", "yaml/syntax: Prometheus reads YAML 1.1 only.");
    row("unknown directive", "⟦%FOO x⟧\n---\ngroups: []\n",
        "yaml/syntax: YAML knows the directives %YAML and %TAG only.");
    row("unknown escape", inRule("alert: \"A⟦\\d⟧\"\nexpr: up"), "yaml/syntax: YAML does not know this escape.");
    row("unknown escape in a ConfigMap", "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: \"⟦\\d⟧\"\n",
        "yaml/syntax: YAML does not know this escape.");
    row("control character in a ConfigMap's escape", "kind: ConfigMap\ndata: {a: \"groups: []\\n# ⟦\\x01⟧\"}\n",
        "yaml/syntax: YAML does not allow this control character.");
}

void TestRuleDiagnostics::reportsInYaml()
{
    compare({});
}

void TestRuleDiagnostics::knowsVersions_data()
{
    columns();
    QTest::addColumn<int>("major");
    QTest::addColumn<int>("minor");
    const auto versions = [](const char *name, const QByteArray &text, const QByteArray &diagnostics, int major,
                             int minor) {
        QTest::newRow(name) << text << (diagnostics.isEmpty() ? diagnostics : diagnostics + '\n') << major << minor;
    };
    versions("query_offset in 2.52", inGroup("query_offset: ⟦1m⟧"),
             "rules/version: query_offset needs Prometheus 2.53 or newer.", 2, 52);
    versions("query_offset in 2.53", inGroup("query_offset: 1m"), "", 2, 53);
    versions("group labels in 2.55", inGroup("labels: {⟦a⟧: b}"),
             "rules/version: Labels of a group need Prometheus 3.0 or newer.", 2, 55);
    versions("group labels in 3.0", inGroup("labels: {a: b}"), "", 3, 0);
    versions("UTF-8 names in 2.55", inRule("record: ⟦a.b⟧\nexpr: up\nlabels: {⟦c.d⟧: e}"),
             "rules/name: The name a.b needs Prometheus 3.0 or newer.\nrules/name: The name c.d needs Prometheus 3.0 "
             "or newer.",
             2, 55);
    versions("UTF-8 annotation in 2.55", inRule("alert: A b\nexpr: up\nannotations: {⟦c.d⟧: e}"),
             "rules/name: The name c.d needs Prometheus 3.0 or newer.", 2, 55);
    versions("UTF-8 names in 3.0", inRule("record: a.b\nexpr: up\nlabels: {c.d: e}"), "", 3, 0);
    const QByteArray alias = "rules:\n- {alert: A, expr: &by up}\n- {record: x, expr: ";
    versions("alias in 3.2", inGroup(alias + "⟦*by⟧ }"),
             "warning rules/version: Prometheus before 3.3 does not follow this alias: it takes by, the name of the "
             "anchor, for the value of expr.",
             3, 2);
    versions("alias in 3.3", inGroup(alias + "*by }"), "", 3, 3);
    versions(
        "alias that is no metric in 2.55",
        inGroup("rules:\n- {record: &a-b x, expr: up}\n- {record: ⟦*a-b⟧ , expr: down}"),
        "rules/version: Prometheus before 3.3 does not follow this alias: it takes a-b, the name of the anchor, for "
        "the value of record.",
        2, 55);
    versions("null as a name in 3.2", inRule("alert: ⟦~⟧\nexpr: up"),
             "warning rules/version: Prometheus before 3.3 takes the word ~ for the value of alert.", 3, 2);
    versions("null as a name in 3.3", inRule("⟦alert: ~\nexpr: up⟧"),
             "rules/missing: This rule has neither alert nor record.", 3, 3);
    versions("null labels of a group in 2.55", inGroup("⟦labels⟧:"),
             "rules/version: Labels of a group need Prometheus 3.0 or newer.", 2, 55);
}

void TestRuleDiagnostics::knowsVersions()
{
    QFETCH(int, major);
    QFETCH(int, minor);
    promql::Dialect dialect;
    dialect.major = major;
    dialect.minor = minor;
    compare(dialect);
}

void TestRuleDiagnostics::tellsWhereTheFirstOneIs_data()
{
    columns();
    row("group name", "groups:\n- name: ⟦g⟧\n- name: h\n- name: 'g'\n- name: g\n",
        "rules/duplicate-group\nrules/duplicate-group");
    row("group name in a ConfigMap", "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: ⟦g⟧\n    - name: g\n",
        "rules/duplicate-group");
    row("key", "⟦groups⟧: []\ngroups: []\n", "yaml/duplicate-key");
    row("key in a ConfigMap", "kind: ConfigMap\ndata: {a: \"⟦groups⟧: []\\ngroups: []\"}\n", "yaml/duplicate-key");
}

void TestRuleDiagnostics::tellsWhereTheFirstOneIs()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, diagnostics);
    const support::Annotated source = support::annotated(text.toStdString());
    const auto document = rules::load("f.yml", source.text);
    QByteArray found;
    for (const base::Diagnostic &each : document->diagnostics()) {
        found += QByteArray::fromStdString(each.check) + '\n';
        QCOMPARE(each.related.size(), std::size_t(1));
        QCOMPARE(QByteArray::fromStdString(support::marked(source.text, {each.related[0].range})), text);
    }
    QCOMPARE(found, diagnostics);
}

/// Thirty rules, each of which merges the one before nine times: refused at once, as Prometheus does.
void TestRuleDiagnostics::refusesMergesOfMerges()
{
    std::string text = "groups:\n- name: g\n  rules:\n  - &r0 {alert: A, expr: up}\n";
    for (int i = 0; i < 30; ++i) {
        std::string sources;
        for (int k = 0; k < 9; ++k)
            sources += (k ? ", *r" : "*r") + std::to_string(i);
        text += "  - &r" + std::to_string(i + 1) + "\n    <<: [" + sources + "]\n";
    }
    const auto document = rules::load("f.yml", text);
    QCOMPARE(document->ruleCount(), std::size_t(0));
    QCOMPARE(document->diagnostics().size(), std::size_t(1));
    QCOMPARE(document->diagnostics().front().check, std::string("yaml/size"));
}

REGISTER_TEST(TestRuleDiagnostics);
#include "tst_rulediagnostics.moc"
