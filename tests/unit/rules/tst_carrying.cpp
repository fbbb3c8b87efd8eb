#include "rules/disabling.h"
#include "rules/itemtexts.h"
#include "rules/rename.h"
#include "rules/search.h"
#include "support/registry.h"

#include <algorithm>

#include <QTest>

namespace {

using rules::Container;
using rules::RuleRef;

const char plainText[] = "# top\n"
                         "groups:\n"
                         "# about g\n"
                         "- name: g # c\n"
                         "  interval: 1m\n"
                         "  rules:\n"
                         "  # about A\n"
                         "  - alert: A # a\n"
                         "    expr: |\n"
                         "      up\n"
                         "        == 0\n"
                         "\n"
                         "  - record: a:b\n"
                         "    expr: 'sum(up)'\n"
                         "  - alert: C\n"
                         "    expr: a:b > 1\n"
                         "    labels: {severity: page}\n"
                         "- name: h\n"
                         "  rules:\n"
                         "    - alert: D\n"
                         "      expr: up{a=\"#\"} == 1\n"
                         "    # end\n"
                         "- name: empty\n"
                         "  rules: []\n";

std::shared_ptr<const rules::RuleDocument> carried(const std::string &text)
{
    return rules::load("f.yml", text);
}

RuleRef carriedRef(const char *group, std::size_t index, std::optional<std::string> key = {})
{
    return {"f.yml", 0, std::move(key), group, index};
}

std::string indented(std::string_view text, const char *margin)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t end = text.find('\n') + 1;
        result += (end > 1 ? margin : "") + std::string(text.substr(0, end));
        text.remove_prefix(end);
    }
    return result;
}

/// The groups with the names of their rules: `g(A a:b C) h(D)`.
QByteArray outline(const rules::RuleDocument &document)
{
    QByteArray result;
    for (const rules::RuleGroup &group : document.groups()) {
        QByteArray names;
        for (const rules::Rule &rule : group.rules)
            names += (names.isEmpty() ? "" : " ") + QByteArray::fromStdString(rule.name.value);
        result += (result.isEmpty() ? "" : " ") + QByteArray::fromStdString(group.name.value) + '(' + names + ')';
    }
    return result;
}

std::string after(const std::string &text, const base::Result<base::TextEdits> &edits)
{
    if (!edits)
        return "refused: " + edits.error().text.english();
    const auto changed = base::applyEdits(text, *edits);
    return changed ? *changed : "the edits overlap";
}

#define COMPARE_TEXT(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray(expected))

} // namespace

/// Rules and groups that are carried about, switched off, renamed and found.
class TestCarrying : public QObject
{
    Q_OBJECT

private slots:
    void moves_data();
    void moves();
    void movesGroups();
    void duplicatesGroups();
    void switchesOffAndOn_data();
    void switchesOffAndOn();
    void switchesOffGroups();
    void refusesToSwitchOff();
    void converts();
    void readsClipboards();
    void renames();
    void findsText();
    void replacesText();
    void findsRulesAndSetsFields();
};

void TestCarrying::moves_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("group");
    QTest::addColumn<int>("index");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("to another group's start")
        << QByteArray("g0") << QByteArray("h") << 0 << QByteArray("g(a:b C) h(A D) empty()");
    QTest::newRow("two to another group's end")
        << QByteArray("g0 g2") << QByteArray("h") << 9 << QByteArray("g(a:b) h(D A C) empty()");
    QTest::newRow("two neighbours to an empty group")
        << QByteArray("g1 g2") << QByteArray("empty") << 0 << QByteArray("g(A) h(D) empty(a:b C)");
    QTest::newRow("all of a group") << QByteArray("g0 g1 g2") << QByteArray("h") << 0
                                    << QByteArray("g() h(A a:b C D) empty()");
    QTest::newRow("down in its own group")
        << QByteArray("g0") << QByteArray("g") << 2 << QByteArray("g(a:b A C) h(D) empty()");
    QTest::newRow("two down in their own group")
        << QByteArray("g0 g1") << QByteArray("g") << 9 << QByteArray("g(C A a:b) h(D) empty()");
    QTest::newRow("up in its own group") << QByteArray("g2") << QByteArray("g") << 0
                                         << QByteArray("g(C A a:b) h(D) empty()");
    QTest::newRow("from two groups") << QByteArray("g2 h0") << QByteArray("empty") << 0
                                     << QByteArray("g(A a:b) h() empty(C D)");
    QTest::newRow("to its own place") << QByteArray("g1") << QByteArray("g") << 1
                                      << QByteArray("g(A a:b C) h(D) empty()");
}

void TestCarrying::moves()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, group);
    QFETCH(int, index);
    QFETCH(QByteArray, expected);
    const std::string configMap = "kind: ConfigMap\ndata:\n  a.yml: |\n" + indented(plainText, "    ");
    for (const std::string &text : {std::string(plainText), configMap}) {
        const std::optional<std::string> key = text == configMap ? std::optional<std::string>("a.yml") : std::nullopt;
        std::vector<RuleRef> refs;
        for (const QByteArray &each : rules.split(' '))
            refs.push_back(carriedRef(each.left(1).constData(), each.mid(1).toULongLong(), key));
        const auto document = carried(text);
        const std::string moved =
            after(text, rules::moveRulesEdits(*document, refs, carriedRef(group.constData(), std::size_t(index), key)));
        const auto changed = carried(moved);
        QVERIFY2(changed->stream().ok(), moved.c_str());
        QCOMPARE(outline(*changed), expected);
        // Nothing is lost on the way: the same lines, but for their margins.
        const auto lines = [](const std::string &all) {
            QByteArrayList list;
            for (const QByteArray &line : QByteArray::fromStdString(all).split('\n')) {
                if (!line.trimmed().isEmpty() && !line.contains("rules:"))
                    list += line.trimmed();
            }
            std::ranges::sort(list);
            return list;
        };
        QCOMPARE(lines(moved), lines(text));
    }
}

void TestCarrying::movesGroups()
{
    const auto document = carried(plainText);
    QCOMPARE(outline(*carried(after(plainText, rules::moveGroupEdits(*document, carriedRef("g", 0), 1)))),
             QByteArray("h(D) g(A a:b C) empty()"));
    QCOMPARE(outline(*carried(after(plainText, rules::moveGroupEdits(*document, carriedRef("empty", 0), 0)))),
             QByteArray("empty() g(A a:b C) h(D)"));
}

void TestCarrying::duplicatesGroups()
{
    const auto document = carried(plainText);
    const std::string text = after(plainText, rules::duplicateGroupEdits(*document, carriedRef("h", 0)));
    QCOMPARE(outline(*carried(text)), QByteArray("g(A a:b C) h(D) h-2(D) empty()"));
    QVERIFY(text.find("- name: h-2\n  rules:\n    - alert: D\n") != std::string::npos);
}

void TestCarrying::switchesOffAndOn_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    const QByteArray plain = plainText;
    const QByteArray map =
        "kind: ConfigMap\ndata:\n  a.yml: |\n" + QByteArray::fromStdString(indented(plainText, "    "));
    QTest::newRow("plain") << plain << QByteArray();
    QTest::newRow("CRLF") << QByteArray(plain).replace('\n', "\r\n") << QByteArray();
    QTest::newRow("no line end at the end") << plain.left(plain.indexOf("    # end") - 1) << QByteArray();
    QTest::newRow("ConfigMap") << map << QByteArray("a.yml");
    QTest::newRow("ConfigMap, CRLF") << QByteArray(map).replace('\n', "\r\n") << QByteArray("a.yml");
}

void TestCarrying::switchesOffAndOn()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, key);
    const std::optional<std::string> mapKey = key.isEmpty() ? std::nullopt : std::optional(key.toStdString());
    const std::string before = text.toStdString();
    const std::vector<std::vector<RuleRef>> choices = {{carriedRef("g", 0, mapKey)},
                                                       {carriedRef("g", 2, mapKey)},
                                                       {carriedRef("h", 0, mapKey)},
                                                       {carriedRef("g", 0, mapKey), carriedRef("g", 1, mapKey)},
                                                       {carriedRef("g", 1, mapKey), carriedRef("h", 0, mapKey)}};
    for (const auto &refs : choices) {
        const auto document = carried(before);
        const std::string off = after(before, rules::disableRulesEdits(*document, refs));
        auto changed = carried(off);
        QVERIFY2(changed->stream().ok(), off.c_str());
        QCOMPARE(changed->ruleCount(), document->ruleCount() - refs.size());
        const auto items = rules::disabledItems(*changed);
        QCOMPARE(items.size(), refs.size());
        for (std::size_t i = 0; i < refs.size(); ++i) {
            QCOMPARE(items[i].name, document->find(refs[i])->name.value);
            QVERIFY(!items[i].isGroup && items[i].group && items[i].group->group == refs[i].group);
        }
        std::string on = off;
        while (!rules::disabledItems(*changed).empty()) {
            on = after(on, rules::enableEdits(*changed, rules::disabledItems(*changed).front()));
            changed = carried(on);
        }
        COMPARE_TEXT(on, text);
    }
}

void TestCarrying::switchesOffGroups()
{
    const auto document = carried(plainText);
    const std::string off = after(plainText, rules::disableGroupEdits(*document, carriedRef("g", 0)));
    const auto changed = carried(off);
    QCOMPARE(outline(*changed), QByteArray("h(D) empty()"));
    const auto items = rules::disabledItems(*changed);
    QCOMPARE(items.size(), std::size_t(1));
    QVERIFY(items[0].isGroup);
    COMPARE_TEXT(items[0].name, "g");
    COMPARE_TEXT(after(off, rules::enableEdits(*changed, items[0])), plainText);
}

void TestCarrying::refusesToSwitchOff()
{
    const std::string anchored =
        "groups:\n- name: g\n  rules:\n  - &a\n    alert: A\n    expr: up\n  - <<: *a\n    alert: B\n";
    QCOMPARE(rules::disableRulesEdits(*carried(anchored), {carriedRef("g", 0)}).error().kind,
             base::ErrorKind::Conflict);
    const std::string flow = R"({"groups": [{"name": "g", "rules": [{"alert": "A", "expr": "up"}]}]})";
    QCOMPARE(rules::disableRulesEdits(*carried(flow), {carriedRef("g", 0)}).error().kind, base::ErrorKind::Unsupported);
}

void TestCarrying::converts()
{
    const auto document = carried(plainText);
    const auto texts = rules::groupTexts(*document, {carriedRef("g", 0), carriedRef("h", 0)});
    QVERIFY(texts.ok());
    for (const Container container : {Container::Plain, Container::ConfigMap, Container::PrometheusRule}) {
        const auto converted = carried(rules::manifestOf(container, "my-rules", *texts));
        QVERIFY(converted->container() == container && converted->diagnostics().empty());
        QCOMPARE(outline(*converted), QByteArray("g(A a:b C) h(D)"));
        // And back, with comments and styles.
        const auto back = rules::itemsIn(converted->text());
        QVERIFY(back.ok() && back->groups);
        COMPARE_TEXT(rules::manifestOf(Container::Plain, {}, *back),
                     rules::manifestOf(Container::Plain, {}, *texts).c_str());
    }
    QVERIFY(texts->items[0].find("  # about A\n  - alert: A # a\n") != std::string::npos);
    QVERIFY(texts->items[0].starts_with("# about g\n- name: g # c\n"));
}

void TestCarrying::readsClipboards()
{
    const auto rulesOnly = rules::itemsIn("    - alert: X\n      expr: up\n    # c\n    - record: y\n      expr: up\n");
    QVERIFY(rulesOnly.ok() && !rulesOnly->groups);
    QCOMPARE(rulesOnly->items.size(), std::size_t(2));
    COMPARE_TEXT(rulesOnly->items[1], "# c\n- record: y\n  expr: up\n");
    const auto groups = rules::itemsIn("- name: x\n  rules:\n  - alert: X\n    expr: up\n");
    QVERIFY(groups.ok() && groups->groups);
    for (const char *text : {"", "hello", "a: b", "- 1\n- 2\n", "{"})
        QVERIFY(!rules::itemsIn(text).ok());
    const auto document = carried(plainText);
    const std::string pasted = after(plainText, rules::insertRulesEdits(*document, carriedRef("h", 9), *rulesOnly));
    QCOMPARE(outline(*carried(pasted)), QByteArray("g(A a:b C) h(D X y) empty()"));
    QVERIFY(pasted.find("\n    - alert: X\n      expr: up\n") != std::string::npos);
}

void TestCarrying::renames()
{
    const auto one = rules::load("one.yml", plainText);
    const auto two = rules::load(
        "two.yml", "groups:\n- name: g\n  rules:\n  - alert: X\n    expr: 'rate(a:b[5m]) > {__name__=~\"a:.*\"}'\n"
                   "    annotations:\n      d: '{{ query \"a:b\" }} xa:b'\n");
    const auto three = rules::load("three.yml", "groups: []\n");
    const std::vector<std::shared_ptr<const rules::RuleDocument>> documents = {one, two, three};
    const auto rename = rules::renameRecordingRule(documents, "a:b", "a:c");
    QVERIFY(rename.ok());
    QCOMPARE(rename->files.size(), std::size_t(2));
    std::string expected = plainText;
    expected.replace(expected.find("record: a:b"), 11, "record: a:c");
    expected.replace(expected.find("expr: a:b > 1"), 13, "expr: a:c > 1");
    COMPARE_TEXT(after(plainText, rename->files[0].edits), expected.c_str());
    QVERIFY(after(two->text(), rename->files[1].edits).find("rate(a:c[5m]) > {__name__=~\"a:.*\"}") !=
            std::string::npos);
    QCOMPARE(rename->unclear.size(), std::size_t(2));
    for (const rules::UnclearPlace &place : rename->unclear)
        COMPARE_TEXT(place.file, "two.yml");
    promql::Dialect old;
    old.major = 2;
    old.minor = 42;
    QVERIFY(!rules::renameRecordingRule(documents, "a:b", "a b", old).ok());
    QVERIFY(!rules::renameRecordingRule(documents, "a:b", "").ok());
}

void TestCarrying::findsText()
{
    const std::string text = "up Up upper\nup";
    const auto count = [&text](const rules::TextQuery &query) {
        const auto found = rules::findText(text, query);
        return found ? int(found->size()) : -1;
    };
    QCOMPARE(count({"up"}), 4);
    QCOMPARE(count({"up", false, true}), 3);
    QCOMPARE(count({"up", false, true, true}), 2);
    QCOMPARE(count({"^up", true}), 2);
    QCOMPARE(count({"up$", true}), 1);
    QCOMPARE(count({"u.", true, true}), 3);
    QCOMPARE(count({"x*", true}), 0);
    QCOMPARE(count({"(", true}), -1);
    QCOMPARE(count({"("}), 0);
    QCOMPARE(count({""}), 0);
}

void TestCarrying::replacesText()
{
    const std::string text = "job=\"api\" job=\"web\"";
    const auto replaced = [&text](const rules::TextQuery &query, const char *by) {
        return QByteArray::fromStdString(after(text, rules::replaceTextEdits(text, query, by)));
    };
    QCOMPARE(replaced({"job"}, "service"), QByteArray("service=\"api\" service=\"web\""));
    QCOMPARE(replaced({"job=\"(\\w+)\"", true}, "\\1"), QByteArray("api web"));
    QCOMPARE(replaced({"job=\"(\\w+)\"", true}, "\\2").left(7), QByteArray("refused"));
    QCOMPARE(replaced({"job"}, "\\1"), QByteArray("\\1=\"api\" \\1=\"web\""));
    QCOMPARE(replaced({"job"}, "job"), QByteArray(text.c_str()));
}

void TestCarrying::findsRulesAndSetsFields()
{
    const auto document = carried(plainText);
    const auto found = rules::findRules(*document, {{"expr", {}}, {"up\\b", true}});
    QVERIFY(found.ok());
    QCOMPARE(found->size(), std::size_t(3));
    const auto missing = rules::findRules(*document, {{"labels", "severity"}, {""}, true});
    QVERIFY(missing.ok());
    QCOMPARE(missing->size(), std::size_t(3));
    const std::string labelled =
        after(plainText, rules::setFieldOfRulesEdits(*document, *missing, {"labels", "severity"}, "warn"));
    const auto changed = carried(labelled);
    QVERIFY2(changed->diagnostics().empty(), labelled.c_str());
    QCOMPARE(rules::findRules(*changed, {{"labels", "severity"}, {"warn"}})->size(), std::size_t(3));
    // Recording rules get no `for`.
    const auto all = rules::findRules(*document, {{"name", {}}, {""}});
    QCOMPARE(all->size(), std::size_t(4));
    const auto held = carried(after(plainText, rules::setFieldOfRulesEdits(*document, *all, {"for", {}}, "5m")));
    QCOMPARE(rules::findRules(*held, {{"for", {}}, {"5m"}})->size(), std::size_t(3));
    COMPARE_TEXT(after(held->text(), rules::setFieldOfRulesEdits(*held, *all, {"for", {}}, std::nullopt)), plainText);
}

REGISTER_TEST(TestCarrying);
#include "tst_carrying.moc"
