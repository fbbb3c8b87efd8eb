#include "rules/sharededits.h"
#include "support/registry.h"

#include <QTest>

namespace {

/// `A` is an anchor that `B` and `C` merge; `D` takes the labels, `E` the whole expression by an alias.
const std::string sharedText = R"(groups:
- name: g
  rules:
  - &a
    alert: A
    expr: &e |
      up == 0
    for: 5m # how long
    labels: &l
      severity: page
      team: x
  - <<: *a
    alert: B
  - <<: *a
    alert: C
    for: 1m
    labels: {severity: none}
- name: h
  rules:
  - alert: D
    expr: up == 1
    labels: *l
  - alert: E
    expr: *e
)";

std::string textWith(std::string text, const std::string &old, const std::string &with)
{
    const std::size_t at = text.find(old);
    return at == std::string::npos ? "no such place: " + old : text.replace(at, old.size(), with);
}

} // namespace

/// What an edit at an anchor changes elsewhere, and edits that change nothing elsewhere.
class TestSharedEdits : public QObject
{
    Q_OBJECT

private slots:
    void namesOtherRules_data();
    void namesOtherRules();
    void editsHereOnly_data();
    void editsHereOnly();
    void refusesWhatOthersCannotKeep();
    void namesOtherGroups();
};

void TestSharedEdits::namesOtherRules_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("index");
    QTest::addColumn<QStringList>("others");
    QTest::newRow("merged") << "for" << 0 << QStringList{"g › B"};
    QTest::newRow("in an aliased mapping") << "labels.severity" << 0 << QStringList{"g › B", "h › D"};
    QTest::newRow("aliased and merged") << "expr" << 0 << QStringList{"g › B", "g › C", "h › E"};
    QTest::newRow("overridden everywhere") << "name" << 0 << QStringList();
    QTest::newRow("new at the anchor") << "annotations.summary" << 0 << QStringList{"g › B", "g › C"};
    QTest::newRow("not at an anchor") << "for" << 1 << QStringList();
}

void TestSharedEdits::namesOtherRules()
{
    QFETCH(QString, path);
    QFETCH(int, index);
    const auto document = rules::load("a.yml", sharedText);
    const rules::RuleRef ref = document->refOf(document->groups()[0], std::size_t(index));
    const auto field = rules::FieldPath::parse(path.toStdString());
    QVERIFY(field);
    const auto edits = rules::setFieldEdits(*document, ref, *field, "10m");
    QVERIFY(edits);
    QStringList others;
    for (const std::string &name : rules::sharedChange(*document, *edits, {{ref}}).names(*document))
        others += QString::fromStdString(name);
    QTEST(others, "others");
}

void TestSharedEdits::editsHereOnly_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *path, const char *value, const std::string &text) {
        QTest::newRow(path) << QString(path) << QString(value) << QString::fromStdString(text);
    };
    row("for", "10m", textWith(textWith(sharedText, "for: 5m", "for: 10m"), "alert: B\n", "alert: B\n    for: 5m\n"));
    row("labels.severity", "warn",
        textWith(textWith(textWith(sharedText, "severity: page", "severity: warn"), "alert: B\n",
                          "alert: B\n    labels:\n      severity: page\n      team: x\n"),
                 "labels: *l", "labels:\n      severity: page\n      team: x"));
    row("name", "Z", textWith(sharedText, "alert: A", "alert: Z"));
}

void TestSharedEdits::editsHereOnly()
{
    QFETCH(QString, path);
    QFETCH(QString, value);
    const auto document = rules::load("a.yml", sharedText);
    const rules::RuleRef ref = document->refOf(document->groups()[0], 0);
    const auto edits =
        rules::setHereOnlyEdits(*document, {ref, *rules::FieldPath::parse(path.toStdString()), value.toStdString()});
    QVERIFY2(edits, edits ? "" : edits.error().text.english().c_str());
    const auto after = base::applyEdits(document->text(), *edits);
    QVERIFY(after);
    QTEST(QString::fromStdString(*after), "text");
    QVERIFY(rules::sharedChange(*document, *rules::load("a.yml", *after), {{ref}}).empty());
}

void TestSharedEdits::refusesWhatOthersCannotKeep()
{
    const auto document = rules::load("a.yml", sharedText);
    const rules::RuleRef ref = document->refOf(document->groups()[0], 0);
    // The others have no annotation that could be written out.
    const auto added = rules::setHereOnlyEdits(*document, {ref, {"annotations", "summary"}, "x"});
    QVERIFY(!added);
    QVERIFY(added.error().kind == base::ErrorKind::Refused);
    // A rule that is an alias as a whole has no place of its own.
    const auto alias = rules::load("a.yml", "groups:\n- name: g\n  rules:\n  - &a {alert: A, expr: up == 0}\n  - *a\n");
    QVERIFY(!rules::setHereOnlyEdits(*alias, {alias->refOf(alias->groups()[0], 0), {"expr", {}}, "up == 1"}));
}

void TestSharedEdits::namesOtherGroups()
{
    const auto document = rules::load(
        "a.yml", "groups:\n- &g {name: a, interval: 1m, rules: []}\n- {<<: *g, name: b}\n- {name: c, rules: []}\n");
    const rules::RuleRef group = document->refOf(document->groups()[0], 0);
    const auto edits = rules::setGroupFieldEdits(*document, group, {"interval", {}}, "2m");
    QVERIFY(edits);
    const auto names = rules::sharedChange(*document, *edits, {{}, group}).names(*document);
    QVERIFY(names == std::vector<std::string>{"b"});
}

REGISTER_TEST(TestSharedEdits);
#include "tst_sharededits.moc"
