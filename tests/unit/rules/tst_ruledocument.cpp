#include "rules/ruledocument.h"
#include "support/annotated.h"
#include "support/registry.h"

#include <algorithm>

#include <QTest>

namespace {

using rules::Container;
using rules::Field;
using rules::Pairs;

/// What a document says: every field as `path = value`, groups and rules by their places.
struct Listing
{
    std::string fields;
    std::vector<base::ByteRange> ranges;
    std::vector<base::ByteRange> inherited;
};

void list(Listing &listing, const std::string &path, const Field &field)
{
    listing.fields += path + " = " + field.value + '\n';
    (field.inherited ? listing.inherited : listing.ranges).push_back(field.range);
}

void list(Listing &listing, const std::string &path, const Pairs &pairs)
{
    for (const auto &[name, value] : pairs) {
        list(listing, path + '.' + name.value, value);
        if (!name.inherited)
            listing.ranges.push_back(name.range);
    }
}

Listing listingOf(const rules::RuleDocument &document)
{
    Listing listing;
    for (const rules::RuleGroup &group : document.groups()) {
        const std::string place = std::to_string(group.document) + (group.key ? ' ' + *group.key : std::string());
        list(listing, "group " + place, group.name);
        for (const auto &[path, field] :
             {std::pair{"interval", &group.interval}, {"query_offset", &group.queryOffset}, {"limit", &group.limit}}) {
            if (*field)
                list(listing, path, **field);
        }
        list(listing, "group labels", group.labels);
        for (const rules::Rule &rule : group.rules) {
            list(listing, rule.kind == rules::RuleKind::Recording ? "- record" : "- alert", rule.name);
            list(listing, "expr", rule.expr);
            if (rule.forDuration)
                list(listing, "for", *rule.forDuration);
            if (rule.keepFiringFor)
                list(listing, "keep_firing_for", *rule.keepFiringFor);
            list(listing, "labels", rule.labels);
            list(listing, "annotations", rule.annotations);
        }
    }
    std::ranges::sort(listing.ranges, {}, &base::ByteRange::start);
    return listing;
}

void addLoadRow(const char *name, const char *container, const char *text, const char *fields)
{
    QTest::newRow(name) << QByteArray(container) << QByteArray(text) << QByteArray(fields);
}

const char *nameOf(Container container)
{
    constexpr const char *names[] = {"plain", "configmap", "prometheusrule", "mimir", "json", "nested"};
    return names[static_cast<int>(container)];
}

} // namespace

class TestRuleDocument : public QObject
{
    Q_OBJECT

private slots:
    void readsContainers_data();
    void readsContainers();
    void readsStyles_data();
    void readsStyles();
    void marksInheritedFields_data();
    void marksInheritedFields();
    void mapsExpressionsByteByByte_data();
    void mapsExpressionsByteByByte();
    void findsRulesAndGroups();
    void tellsRuleFilesFromOthers_data();
    void tellsRuleFilesFromOthers();
    void keepsHelmTemplatesReadOnly_data();
    void keepsHelmTemplatesReadOnly();
    void survivesAnything();

private:
    void checkListing();
};

/// Marked places are the fields with a place of their own: values, and the names of labels and annotations.
void TestRuleDocument::checkListing()
{
    QFETCH(QByteArray, container);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fields);
    const support::Annotated source = support::annotated(text.toStdString());
    const auto document = rules::load("f.yml", source.text);
    QVERIFY(document->holdsRules());
    QCOMPARE(QByteArray(nameOf(document->container())), container);
    const Listing listing = listingOf(*document);
    QCOMPARE(QByteArray::fromStdString(listing.fields), fields);
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, listing.ranges)), text);
    QVERIFY2(document->diagnostics().empty(),
             document->diagnostics().empty() ? "" : document->diagnostics().front().text.english().c_str());
}

void TestRuleDocument::readsContainers_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fields");
    addLoadRow("plain", "plain", R"(# comment
groups:
  - name: ⟦g⟧   # one
    interval: ⟦30s⟧
    query_offset: ⟦1m⟧
    limit: ⟦5⟧
    labels:
      ⟦team⟧: ⟦a⟧
    rules:
      - alert: ⟦A⟧
        expr: ⟦up == 0⟧ # why
        for: ⟦5m⟧
        keep_firing_for: ⟦1m⟧
        labels: {⟦severity⟧: ⟦page⟧}
        annotations:
          ⟦summary⟧: ⟦'it''s {{ $labels.job }}'⟧
      - record: ⟦a:b⟧
        expr: ⟦sum(up)⟧
  - name: ⟦empty⟧
)",
               "group 0 = g\ninterval = 30s\nquery_offset = 1m\nlimit = 5\ngroup labels.team = a\n- alert = A\nexpr = "
               "up == 0\nfor = 5m\n"
               "keep_firing_for = 1m\nlabels.severity = page\nannotations.summary = it's {{ $labels.job }}\n- record = "
               "a:b\nexpr = sum(up)\n"
               "group 0 = empty\n");
    addLoadRow(
        "JSON", "json",
        R"({"groups": [{"name": ⟦"g"⟧, "rules": [{"record": ⟦"a"⟧, "expr": ⟦"up{job=\"x\"}"⟧, "labels": {⟦"l"⟧: ⟦"\u00e9"⟧}}]}]})",
        "group 0 = g\n- record = a\nexpr = up{job=\"x\"}\nlabels.l = \xC3\xA9\n");
    addLoadRow("ConfigMap", "configmap", R"(apiVersion: v1
kind: ConfigMap
metadata: {name: rules}
data:
  note.txt: groups of people
  a.yml: |
    groups:
    - name: ⟦g⟧
      rules:
      - alert: ⟦A⟧
        expr: ⟦|-
          up
            == 0
⟧  b.yml: "groups:\n- name: ⟦g⟧\n  rules:\n  - record: ⟦r⟧\n    expr: ⟦'up{a=\"b\"}'⟧\n"
---
kind: ConfigMap
data:
  a.yml: >-
    groups: [{name: ⟦h⟧}]
)",
               "group 0 a.yml = g\n- alert = A\nexpr = up\n  == 0\ngroup 0 b.yml = g\n- record = r\nexpr = "
               "up{a=\"b\"}\ngroup 1 a.yml = h\n");
    addLoadRow("PrometheusRule", "prometheusrule", R"(apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: x
spec:
  groups:
  - name: ⟦g⟧
    partial_response_strategy: warn
    rules:
    - record: ⟦one⟧
      expr: ⟦1⟧
    - alert: ⟦B⟧
      expr: ⟦|
        up
⟧      for: ⟦"5m"⟧
)",
               "group 0 = g\n- record = one\nexpr = 1\n- alert = B\nexpr = up\n\nfor = 5m\n");
    addLoadRow("List", "prometheusrule", R"(kind: List
items:
- kind: Deployment
- kind: PrometheusRule
  spec: {groups: [{name: ⟦g⟧, rules: [{record: ⟦a⟧, expr: ⟦up⟧}]}]}
- kind: ConfigMap
  data: {r.yml: "groups: [{name: ⟦h⟧}]"}
)",
               "group 0 = g\n- record = a\nexpr = up\ngroup 0 r.yml = h\n");
    addLoadRow("PrometheusRuleList", "prometheusrule",
               "kind: PrometheusRuleList\nitems:\n- kind: PrometheusRule\n  spec:\n    groups: [{name: ⟦g⟧}]\n",
               "group 0 = g\n");
    addLoadRow("Mimir", "mimir", R"(namespace: n
groups:
- name: ⟦g⟧
  source_tenants: [a, b]
  align_evaluation_time_on_interval: true
  rules:
  - record: ⟦a⟧
    expr: ⟦up⟧
)",
               "group 0 = g\n- record = a\nexpr = up\n");
    addLoadRow("Helm values", "nested", R"(image: x
alerts:
  enabled: true
  files:
    a.yml:
      groups:
      - name: ⟦g⟧
        rules:
        - record: ⟦a⟧
          expr: ⟦up⟧
  more:
  - additional:
      - {name: ⟦h⟧, rules: [{alert: ⟦B⟧, expr: ⟦up⟧}]}
)",
               "group 0 = g\n- record = a\nexpr = up\ngroup 0 = h\n- alert = B\nexpr = up\n");
}

void TestRuleDocument::readsContainers()
{
    checkListing();
}

void TestRuleDocument::readsStyles_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fields");
    const auto expr = [](const char *name, const QByteArray &value, const QByteArray &decoded) {
        QTest::newRow(name) << QByteArray("plain")
                            << "groups:\n- name: ⟦g⟧\n  rules:\n  - record: ⟦a⟧\n    expr: " + value
                            << "group 0 = g\n- record = a\nexpr = " + decoded + '\n';
    };
    expr("plain over lines", "⟦up\n      == 0⟧\n", "up == 0");
    expr("no line end", "⟦up⟧", "up");
    expr("literal", "⟦|\n      up\n      == 0\n⟧", "up\n== 0\n");
    expr("literal without line end", "⟦|\n      up⟧", "up");
    expr("literal strip", "⟦|-\n      up\n⟧\n\n", "up");
    expr("literal keep", "⟦|+\n      up\n\n⟧", "up\n\n");
    expr("literal with indicator", "⟦|2\n       up\n      == 0\n⟧", " up\n== 0\n");
    expr("literal with comment lines", "⟦|\n      # why\n      up\n⟧    # behind\n", "# why\nup\n");
    expr("folded", "⟦>-\n      up\n      == 0\n⟧", "up == 0");
    expr("double quoted over lines", "⟦\"up\n      == \\\n      0\"⟧\n", "up == 0");
    expr("anchored", "⟦&x up⟧\n", "up");
    expr("tagged", "⟦!!str up⟧ # c\n", "up");
    expr("hangul", "⟦'up{a=\"\xEA\xB0\x80\"}'⟧\n", "up{a=\"\xEA\xB0\x80\"}");
    addLoadRow("BOM", "plain", "\xEF\xBB\xBFgroups:\n- name: ⟦g⟧\n", "group 0 = g\n");
    addLoadRow("CRLF", "plain",
               "groups:\r\n- name: ⟦g⟧\r\n  rules:\r\n  - record: ⟦a⟧\r\n    expr: ⟦|\r\n      up\r\n      == 0\r\n⟧   "
               " labels:\r\n      ⟦l⟧: ⟦'x\r\n        y'⟧\r\n",
               "group 0 = g\n- record = a\nexpr = up\n== 0\n\nlabels.l = x y\n");
    addLoadRow("CR", "plain", "groups:\r- name: ⟦g⟧\r  rules:\r  - record: ⟦a⟧\r    expr: ⟦up⟧\r",
               "group 0 = g\n- record = a\nexpr = up\n");
    addLoadRow("empty values", "plain",
               "groups:\n- name: ⟦g⟧\n  interval:\n  rules:\n  - alert: ⟦A⟧\n    expr: ⟦up⟧\n    for: ~\n    labels:\n "
               "   annotations:\n      ⟦a⟧:⟦⟧\n      ⟦b⟧: ⟦''⟧\n      ⟦c⟧: ⟦null⟧\n",
               "group 0 = g\n- alert = A\nexpr = up\nannotations.a = \nannotations.b = \nannotations.c = \n");
    addLoadRow("first document only", "plain", "---\ngroups:\n- name: ⟦g⟧\n---\n# nothing\n", "group 0 = g\n");
}

void TestRuleDocument::readsStyles()
{
    checkListing();
}

void TestRuleDocument::marksInheritedFields_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fields");
    const auto row = [](const char *name, const char *text, const char *fields) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(fields);
    };
    row("merge", R"(groups:
- name: g
  rules:
  - &base
    alert: A
    expr: up
    for: ⟦5m⟧
    labels: {severity: ⟦page⟧}
  - <<: *base
    alert: B
    expr: down
)",
        "group 0 = g\n- alert = A\nexpr = up\nfor = 5m\nlabels.severity = page\n- alert = B\nexpr = down\nfor = "
        "5m\nlabels.severity = page\n");
    row("merge of a list, first wins", R"(groups:
- name: g
  rules:
  - alert: A
    <<: [{for: ⟦1m⟧, expr: ⟦one⟧}, {for: 2m, keep_firing_for: ⟦3m⟧}]
)",
        "group 0 = g\n- alert = A\nexpr = one\nfor = 1m\nkeep_firing_for = 3m\n");
    row("merged labels with an override", R"(groups:
- name: g
  rules:
  - alert: A
    expr: up
    labels: &l {team: ⟦a⟧, severity: page}
  - alert: B
    expr: up
    labels:
      <<: *l
      severity: warning
)",
        "group 0 = g\n- alert = A\nexpr = up\nlabels.team = a\nlabels.severity = page\n- alert = B\nexpr = "
        "up\nlabels.severity = warning\nlabels.team = a\n");
    row("aliased scalar", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: &e ⟦up⟧}\n  - {alert: B, expr: *e }\n",
        "group 0 = g\n- alert = A\nexpr = up\n- alert = B\nexpr = up\n");
    row("aliased rule", "groups:\n- name: g\n  rules:\n  - &r {record: ⟦a⟧, expr: ⟦up⟧}\n  - *r\n",
        "group 0 = g\n- record = a\nexpr = up\n- record = a\nexpr = up\n");
    row("aliased rules", "groups:\n- name: g\n  rules: &r\n  - {record: ⟦a⟧, expr: ⟦up⟧}\n- name: h\n  rules: *r\n",
        "group 0 = g\n- record = a\nexpr = up\ngroup 0 = h\n- record = a\nexpr = up\n");
    row("merged group",
        "groups:\n- &g {name: g, interval: ⟦1m⟧, rules: [{record: ⟦a⟧, expr: ⟦up⟧}]}\n- {<<: *g, name: h}\n",
        "group 0 = g\ninterval = 1m\n- record = a\nexpr = up\ngroup 0 = h\ninterval = 1m\n- record = a\nexpr = up\n");
}

/// Marked places are those that inherited fields name.
void TestRuleDocument::marksInheritedFields()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fields);
    const support::Annotated source = support::annotated(text.toStdString());
    const auto document = rules::load("f.yml", source.text);
    Listing listing = listingOf(*document);
    QCOMPARE(QByteArray::fromStdString(listing.fields), fields);
    std::ranges::sort(listing.inherited, {}, &base::ByteRange::start);
    // An anchor belongs to its value.
    for (base::ByteRange &range : listing.inherited) {
        if (source.text[range.start] == '&')
            range.start = source.text.find(' ', range.start) + 1;
    }
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, listing.inherited)), text);
    QVERIFY(document->diagnostics().empty());
}

void TestRuleDocument::mapsExpressionsByteByByte_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray head = "groups:\n- name: g\n  rules:\n  - record: a\n    expr: ";
    QTest::newRow("plain") << head + "sum(up) + ⟦needle⟧\n";
    QTest::newRow("plain over lines") << head + "sum(up)\n        + ⟦needle⟧\n";
    QTest::newRow("single quoted") << head + "'up{a=''x''} + ⟦needle⟧'\n";
    QTest::newRow("double quoted") << head + "\"up{a=\\\"\\u00e9\\\"} +\\n ⟦needle⟧\"\n";
    QTest::newRow("literal") << head + "|\n      up\n\n      + # c\n        ⟦needle⟧\n";
    QTest::newRow("folded") << head + ">\n      up\n\n      +\n      ⟦needle⟧\n";
    QTest::newRow("literal, CRLF") << QByteArray(head + "|\n      up\n      + ⟦needle⟧\n").replace('\n', "\r\n");
    QTest::newRow("literal in a literal")
        << QByteArray("kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules:\n      - record: a\n"
                      "        expr: |\n          up\n          + ⟦needle⟧\n");
    QTest::newRow("quoted in a quoted") << QByteArray(
        "kind: ConfigMap\ndata:\n  a: \"groups: [{name: g, rules: [{record: a, expr: \\\"up{a=\\\\\\\"b\\\\\\\"} + "
        "⟦needle⟧\\\"}]}]\"\n");
    QTest::newRow("literal in a quoted") << QByteArray(
        "kind: ConfigMap\ndata:\n  a: \"groups:\\n- name: g\\n  rules:\\n  - record: a\\n    expr: |\\n      up +\\n   "
        "   ⟦needle⟧\\n\"\n");
    QTest::newRow("in a folded with CRLF") << QByteArray("kind: ConfigMap\r\ndata:\r\n  a: >\r\n    groups: [{name: g, "
                                                         "rules:\r\n    [{record: a, expr: up + ⟦needle⟧}]}]\r\n");
}

void TestRuleDocument::mapsExpressionsByteByByte()
{
    QFETCH(QByteArray, text);
    const support::Annotated source = support::annotated(text.toStdString());
    const auto document = rules::load("f.yml", source.text);
    QCOMPARE(document->ruleCount(), std::size_t(1));
    const Field &expr = document->groups()[0].rules[0].expr;
    const std::size_t needle = expr.value.find("needle");
    QVERIFY(needle != std::string::npos);
    const base::ByteRange mapped = expr.map.toSource(base::ByteRange{needle, needle + 6});
    QCOMPARE(QByteArray::fromStdString(support::marked(source.text, {mapped})), text);
    for (std::size_t i = 0; i < 6; ++i)
        QCOMPARE(expr.map.toContent(mapped.start + i), needle + i);
}

void TestRuleDocument::findsRulesAndGroups()
{
    const support::Annotated source = support::annotated(R"(groups:
- name: g
  rules:
  - ⟦record: a
    expr: up⟧
  # between
  - ⟦alert: B
    expr: |
      up
⟧- name: h
  rules:
  - ⟦&x {record: c, expr: up}⟧
  - *x
)");
    const auto document = rules::load("dir/f.yml", source.text);
    QCOMPARE(document->ruleCount(), std::size_t(4));
    const rules::RuleRef second = document->refOf(document->groups()[0], 1);
    QCOMPARE(second.id(), std::string("rule:dir/f.yml:0::g:1"));
    QCOMPARE(document->find(second), &document->groups()[0].rules[1]);
    QCOMPARE(document->findGroup({"", 0, std::nullopt, "h", 9}), &document->groups()[1]);
    QCOMPARE(document->find({"", 0, std::nullopt, "h", 9}), nullptr);
    QCOMPARE(document->findGroup({"", 1, std::nullopt, "h", 0}), nullptr);
    QCOMPARE(document->findGroup({"", 0, "key", "h", 0}), nullptr);
    const rules::RuleRef expected[] = {document->refOf(document->groups()[0], 0), second,
                                       document->refOf(document->groups()[1], 0)};
    for (std::size_t i = 0; i < 3; ++i) {
        const base::ByteRange range = source.ranges[i];
        const auto &rule = *document->find(expected[i]);
        QCOMPARE(rule.range.start, range.start);
        QCOMPARE(rule.range.end, range.end);
        for (const std::size_t at : {range.start, (range.start + range.end) / 2, range.end})
            QVERIFY(document->ruleAt(at) == expected[i]);
    }
    QVERIFY(!document->ruleAt(0));
    QVERIFY(!document->ruleAt(source.text.find("# between")));
    QVERIFY(!document->ruleAt(source.text.size()));
}

void TestRuleDocument::tellsRuleFilesFromOthers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("holdsRules");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("no groups yet") << QByteArray("groups: []\n") << true;
    QTest::newRow("null groups") << QByteArray("groups:\n") << true;
    QTest::newRow("deployment") << QByteArray(
                                       "apiVersion: apps/v1\nkind: Deployment\nspec: {containers: [{name: a}]}\n")
                                << false;
    QTest::newRow("role") << QByteArray("apiVersion: rbac/v1\nkind: Role\nrules: [{verbs: [get]}]\n") << false;
    QTest::newRow("other groups") << QByteArray("apiVersion: v1\nkind: X\ngroups: [{name: a, users: [b]}]\n") << false;
    QTest::newRow("PrometheusRule without groups") << QByteArray("kind: PrometheusRule\nspec: {}\n") << false;
    QTest::newRow("ConfigMap of text") << QByteArray("kind: ConfigMap\ndata: {a: 'about groups: none'}\n") << false;
    QTest::newRow("ConfigMap with broken rules")
        << QByteArray("kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: [\n") << true;
    QTest::newRow("broken rule file") << QByteArray("groups:\n- name: [\n") << true;
    QTest::newRow("broken JSON rule file") << QByteArray("{\"groups\": [") << true;
    QTest::newRow("broken other file") << QByteArray("spec:\n- name: [\n") << false;
    QTest::newRow("workflow") << QByteArray("jobs:\n  a:\n    steps: [{name: a, run: b}]\n") << false;
}

void TestRuleDocument::tellsRuleFilesFromOthers()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, holdsRules);
    QCOMPARE(rules::load("f.yml", text.toStdString())->holdsRules(), holdsRules);
}

void TestRuleDocument::keepsHelmTemplatesReadOnly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    const QByteArray head = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations:\n      a: ";
    const auto row = [](const char *name, const QByteArray &text, int line) { QTest::newRow(name) << text << line; };
    row("annotation template", head + "'{{ $labels.x }}'\n", 0);
    row("trim marks in an annotation", head + "'{{- $labels.x -}}'\n", 0);
    row("backquotes in an annotation", head + "'{{ `x` }}'\n", 0);
    row("values", head + "'{{ .Values.x }}'\n", 7);
    row("release", head + "'{{ $labels.x }} {{ .Release.Name }}'\n", 7);
    row("include", head + "'{{ include \"x\" . }}'\n", 7);
    row("range around rules", "groups:\n{{- range .x }}\n- name: g\n{{- end }}\n", 2);
    row("trim mark in an expression", "groups:\n- name: g\n  rules:\n  - record: a\n    expr: 'up{a=\"{{- .x }}\"}'\n",
        5);
    row("backquotes in a name", "groups:\n- name: '{{ `g` }}'\n", 2);
    row("trim mark in a comment", "groups: [] # {{- x }}\n# {{- y }}\n", 1);
    row("comment line only", "# {{- y }}\ngroups: []\n", 0);
    row("values in a comment line", "# {{ .Values.x }}\ngroups: []\n", 1);
    row("values elsewhere, not in an action", "groups: [] # {{ x }} .Values\n", 0);
    row("unclosed action", head + "'{{ $x '\n", 0);
}

void TestRuleDocument::keepsHelmTemplatesReadOnly()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    const auto document = rules::load("f.yml", text.toStdString());
    QCOMPARE(document->readOnlyReason().has_value(), line > 0);
    if (line > 0)
        QCOMPARE(document->readOnlyReason()->arguments, std::vector<std::string>{std::to_string(line)});
}

void TestRuleDocument::survivesAnything()
{
    const std::string text = "\xEF\xBB\xBFgroups:\r\n- &g {name: \"a\\n\", interval: 1m}\n- name: b\n  rules:\n  - <<: "
                             "[{for: 1m}]\n    alert: A\n"
                             "    expr: >-\n      up{a=~'x'}\n      == 0\n    labels: {'a': *g , b: |\n      "
                             "x}\n---\nkind: ConfigMap\ndata:\n  x: |\n    groups:\n    - {}\n";
    // Every prefix, and every text with one byte gone or replaced: the answer may be anything, but it comes.
    for (std::size_t i = 0; i <= text.size(); ++i) {
        QVERIFY(rules::load("f", text.substr(0, i)));
        for (const char c : {'\0', '\n', '{', '-', '"', ' ', ':', '*', '|'}) {
            std::string changed = text;
            if (i < changed.size())
                changed[i] = c;
            const auto document = rules::load("f", changed);
            for (const base::Diagnostic &each : document->diagnostics())
                QVERIFY(each.range.start <= each.range.end && each.range.end <= changed.size());
        }
    }
}

REGISTER_TEST(TestRuleDocument);
#include "tst_ruledocument.moc"
