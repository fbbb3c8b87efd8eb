#include "ruleeditcases.h"
#include "rules/ruleedits.h"
#include "support/registry.h"

#include <algorithm>

#include <QTest>

namespace {

using base::ErrorKind;
using base::Result;
using base::TextEdits;
using rules::FieldPath;
using rules::RuleDocument;
using rules::RuleRef;

RuleRef refFrom(const QByteArray &text)
{
    RuleRef ref;
    QByteArray rest = text;
    if (const qsizetype slash = rest.indexOf('/'); slash >= 0) {
        ref.key = rest.left(slash).toStdString();
        rest = rest.mid(slash + 1);
    }
    const qsizetype colon = rest.lastIndexOf(':');
    ref.group = rest.left(colon < 0 ? rest.size() : colon).toStdString();
    ref.index = colon < 0 ? 0 : rest.mid(colon + 1).toULongLong();
    return ref;
}

FieldPath pathFrom(const QByteArray &text)
{
    const auto path = FieldPath::parse(text.toStdString());
    return path ? *path : FieldPath{"no such path", {}};
}

rules::NewRule newRule()
{
    rules::NewRule rule;
    rule.name = "New";
    rule.expr = "up{job=\"x\"} == 0";
    rule.forDuration = "5m";
    rule.labels = {{"severity", "page"}};
    rule.annotations = {{"summary", "{{ $labels.job }}: down"}};
    return rule;
}

Result<TextEdits> editsOf(const RuleDocument &document, const QByteArray &command)
{
    // The last part keeps its blanks.
    QByteArrayList parts;
    QByteArray rest = command;
    const auto take = [&rest] {
        const qsizetype blank = rest.indexOf(' ');
        const QByteArray part = rest.left(blank < 0 ? rest.size() : blank);
        rest = blank < 0 ? QByteArray() : rest.mid(blank + 1);
        return part;
    };
    const QByteArray verb = take();
    if (verb == "add-group")
        return rules::addGroupEdits(document, refFrom(rest.contains('/') ? rest : rest),
                                    rest.mid(rest.indexOf('/') + 1).toStdString());
    const RuleRef ref = refFrom(take());
    if (verb == "add")
        return rules::addRuleEdits(document, ref, newRule());
    if (verb == "duplicate")
        return rules::duplicateRuleEdits(document, ref);
    if (verb == "delete")
        return rules::deleteRuleEdits(document, ref);
    if (verb == "delete-group")
        return rules::deleteGroupEdits(document, ref);
    if (verb == "move")
        return rules::moveRuleEdits(document, ref, rest.toULongLong());
    const FieldPath path = pathFrom(take());
    if (verb == "set")
        return rules::setFieldEdits(document, ref, path, rest.toStdString());
    if (verb == "unset")
        return rules::removeFieldEdits(document, ref, path);
    if (verb == "rename")
        return rules::renameKeyEdits(document, ref, path, rest.toStdString());
    if (verb == "anchor")
        return rules::setAtAnchorEdits(document, ref, path, rest.toStdString());
    if (verb == "group-rename")
        return rules::renameGroupKeyEdits(document, ref, path, rest.toStdString());
    if (verb == "group")
        return rules::setGroupFieldEdits(document, ref, path, rest.toStdString());
    return base::Error{ErrorKind::Invalid, {"no such command"}, {}};
}

void addRows(const std::vector<RuleEditCase> &cases)
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("after");
    for (const RuleEditCase &each : cases)
        QTest::newRow(each.name) << each.before << each.command << each.after;
}

} // namespace

class TestRuleEdits : public QObject
{
    Q_OBJECT

private slots:
    void editsFields_data();
    void editsFields();
    void editsStructure_data();
    void editsStructure();
    void editsManyFieldsAtOnce();
    void refuses_data();
    void refuses();
    void readsPaths_data();
    void readsPaths();

private:
    static void checkEdit();
};

void TestRuleEdits::checkEdit()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, command);
    QFETCH(QByteArray, after);
    const std::string text = before.toStdString();
    const auto document = rules::load("f.yml", text);
    const auto edits = editsOf(*document, command);
    QVERIFY2(edits.ok(), edits.ok() ? "" : edits.error().text.english().c_str());
    const auto changed = base::applyEdits(text, *edits);
    QVERIFY(changed.ok());
    QCOMPARE(QByteArray::fromStdString(*changed), after);
    const auto undone = base::applyEdits(*changed, base::inverseEdits(text, *edits));
    QCOMPARE(QByteArray::fromStdString(*undone), before);
    const auto again = rules::load("f.yml", *changed);
    QVERIFY2(again->stream().ok(),
             again->stream().ok() ? "" : again->stream().diagnostics.front().text.english().c_str());
    QVERIFY2(again->diagnostics().size() <= document->diagnostics().size(), "The edit brought a problem.");
    // The same edit again finds nothing left to do.
    if (command.startsWith("set ") || command.startsWith("unset ") || command.startsWith("group ")) {
        const auto repeated = editsOf(*again, command);
        QVERIFY(repeated.ok());
        QCOMPARE(QByteArray::fromStdString(*base::applyEdits(*changed, *repeated)), after);
    }
}

void TestRuleEdits::editsFields_data()
{
    addRows(fieldEditCases());
}

void TestRuleEdits::editsFields()
{
    checkEdit();
}

void TestRuleEdits::editsStructure_data()
{
    addRows(structureEditCases());
}

void TestRuleEdits::editsStructure()
{
    checkEdit();
}

void TestRuleEdits::editsManyFieldsAtOnce()
{
    const std::string text =
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules:\n      - {record: r, expr: up}\n"
        "      - record: s\n        expr: |\n          up\n  b: \"groups:\\n- name: g\\n  rules:\\n  - record: t\\n    "
        "expr: up\\n\"\n";
    const auto document = rules::load("f.yml", text);
    const RuleRef first{"f.yml", 0, "a", "g", 0};
    const RuleRef second{"f.yml", 0, "a", "g", 1};
    const RuleRef third{"f.yml", 0, "b", "g", 0};
    const auto edits = rules::setFieldsEdits(*document, {{third, {"expr", {}}, "z"},
                                                         {first, {"expr", {}}, "x"},
                                                         {second, {"expr", {}}, "y\n"},
                                                         {first, {"name", {}}, "q"}});
    QVERIFY(edits.ok());
    std::string expected = text;
    expected.replace(expected.find("record: r, expr: up"), 19, "record: q, expr: x");
    expected.replace(expected.find("          up"), 12, "          y");
    expected.replace(expected.find("expr: up\\n"), 10, "expr: z\\n");
    QCOMPARE(*base::applyEdits(text, *edits), expected);
    QVERIFY(
        !rules::setFieldsEdits(*document, {{first, {"expr", {}}, "x"}, {{"f.yml", 0, "a", "h", 0}, {"expr", {}}, "x"}})
             .ok());
    QVERIFY(rules::setFieldsEdits(*document, {})->empty());
}

void TestRuleEdits::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<int>("kind");
    const QByteArray plain =
        "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up, labels: {a: b, c: d}}\n  - *r\n";
    const auto row = [](const char *name, const QByteArray &text, const char *command, ErrorKind kind) {
        QTest::newRow(name) << text << QByteArray(command) << int(kind);
    };
    row("no such group", plain, "set h:0 expr x", ErrorKind::NotFound);
    row("no such rule", plain, "set g:2 expr x", ErrorKind::NotFound);
    row("no such key", plain, "set key/g:0 expr x", ErrorKind::NotFound);
    row("expr cannot go", plain, "unset g:0 expr", ErrorKind::Refused);
    row("name cannot go", plain, "unset g:0 name", ErrorKind::Refused);
    row("a group's field", plain, "set g:0 interval 1m", ErrorKind::Invalid);
    row("a group's field goes", plain, "unset g:0 limit", ErrorKind::Invalid);
    row("a rule's field of a group", plain, "group g expr x", ErrorKind::Invalid);
    row("group name goes", plain, "group g name ", ErrorKind::Invalid);
    const QByteArray merged =
        "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    <<: {for: 5m}\n    labels:\n"
        "      <<: {a: b}\n      c: d\n  - alert: B\n    expr: up\n    labels: &l\n      x: y\n"
        "  - alert: C\n    expr: up\n    labels: *l\n";
    row("inherited field", merged, "unset g:0 for", ErrorKind::Refused);
    row("inherited label", merged, "unset g:0 labels.a", ErrorKind::Refused);
    row("anchor that an alias needs", merged, "unset g:1 labels.x", ErrorKind::Conflict);
    row("rename of nothing", plain, "rename g:0 labels.x y", ErrorKind::NotFound);
    row("rename onto another", plain, "rename g:0 labels.a c", ErrorKind::Conflict);
    row("group of nothing", plain, "group h interval 1m", ErrorKind::NotFound);
    row("delete an alias", plain, "delete g:1", ErrorKind::Unsupported);
    row("duplicate an alias", plain, "duplicate g:1", ErrorKind::Unsupported);
    row("delete what an alias needs", plain, "delete g:0", ErrorKind::Conflict);
    row("delete of nothing", plain, "delete g:7", ErrorKind::NotFound);
    row("add to no group", plain, "add h:0", ErrorKind::NotFound);
    row("delete no group", plain, "delete-group h", ErrorKind::NotFound);
    row("group that is an alias", "groups:\n- &g {name: g, rules: []}\n- *g\n- name: h\n", "delete-group g",
        ErrorKind::Conflict);
    row("no list of groups", "spec: 1\n", "add-group g", ErrorKind::NotFound);
    row("Helm template", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: {a: '{{ .Values.x }}'}}\n",
        "set g:0 expr x", ErrorKind::Unsupported);
    row("structure of a Helm template",
        "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: {a: '{{ .Values.x }}'}}\n", "delete g:0",
        ErrorKind::Unsupported);
    row("compact nested lists", "groups:\n- name: g\n  rules:\n  - - x\n", "delete g:0", ErrorKind::NotFound);
}

void TestRuleEdits::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, command);
    QFETCH(int, kind);
    const auto edits = editsOf(*rules::load("f.yml", text.toStdString()), command);
    QVERIFY(!edits.ok());
    QCOMPARE(int(edits.error().kind), kind);
    QVERIFY(!edits.error().text.english().empty());
}

void TestRuleEdits::readsPaths_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char *text, const char *field, const char *key, const char *printed) {
        QTest::newRow(text) << QByteArray(field) << QByteArray(key) << QByteArray(printed);
    };
    row("expr", "expr", "", "expr");
    row("keep_firing_for", "keep_firing_for", "", "keep_firing_for");
    row("labels.severity", "labels", "severity", "labels.severity");
    row("labels.\"a.b\"", "labels", "a.b", "labels.\"a.b\"");
    row("labels.a.b", "labels", "a.b", "labels.\"a.b\"");
    row("annotations.\"a\\\"b\"", "annotations", "a\"b", "annotations.\"a\\\"b\"");
    row("annotations.\"a\\\\\"", "annotations", "a\\", "annotations.\"a\\\\\"");
    row("labels.\"x\"", "labels", "x", "labels.x");
    for (const char *bad :
         {"", "exprs", "labels", "labels.", "labels.\"\"", "expr.x", "alert", "record", "rules", ".x"})
        row(bad, "", "", "");
}

void TestRuleEdits::readsPaths()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, printed);
    const auto path = FieldPath::parse(QTest::currentDataTag());
    QCOMPARE(path.ok(), !field.isEmpty());
    if (!path)
        return;
    QCOMPARE(path->field, field.toStdString());
    QCOMPARE(path->key, key.toStdString());
    QCOMPARE(path->toString(), printed.toStdString());
}

REGISTER_TEST(TestRuleEdits);
#include "tst_ruleedits.moc"
