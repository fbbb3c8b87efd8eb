#include "rules/ruleedits.h"
#include "support/registry.h"

#include <QTest>

namespace {

const char *const manifests = R"(apiVersion: v1
kind: ConfigMap
metadata: {name: outer}
data:
  inner.yaml: |
    apiVersion: v1
    kind: ConfigMap
    data:
      rules.yml: |
        groups:
        - name: deep
          rules:
          - alert: Deep   # stays
            expr: up == 0
            for: 5m
      quoted.yml: "groups:\n- name: quoted\n  rules:\n  - alert: Quoted\n    expr: 'up == 0'\n"
  resource.yaml: |-
    kind: PrometheusRule
    apiVersion: monitoring.coreos.com/v1
    spec:
      groups:
      - name: resource
        rules:
        - record: a:b
          expr: sum(up)
---
apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      values: |
        serverFiles:
          alerting_rules.yml:
            groups:
            - name: values
              rules:
              - alert: Values
                expr: up == 0
)";

std::shared_ptr<const rules::RuleDocument> documentOf(const std::string &text)
{
    return rules::load("nested.yaml", text);
}

/// The first rule of a group.
rules::RuleRef refOf(const rules::RuleDocument &document, const std::string &group)
{
    for (const rules::RuleGroup &each : document.groups()) {
        if (each.name.value == group)
            return document.refOf(each, 0);
    }
    return {};
}

/// Whether `after` differs from `before` in these lines only, each of which takes the place of one or none.
QByteArray addedLines(const std::string &before, const std::string &after)
{
    const QByteArrayList old = QByteArray::fromStdString(before).split('\n');
    QByteArrayList added;
    qsizetype at = 0;
    for (const QByteArray &line : QByteArray::fromStdString(after).split('\n')) {
        if (at < old.size() && old[at] == line)
            ++at;
        else if (at + 1 < old.size() && old[at + 1] == line)
            at += 2;
        else
            added.append(line.trimmed());
    }
    return added.join('\n');
}

} // namespace

/// Rules in a string in a string.
class TestNestedStrings : public QObject
{
    Q_OBJECT

private slots:
    void findsThem();
    void edits_data();
    void edits();
    void reportsAtTheRightBytes();
    void boundsRepeatedStrings();
};

void TestNestedStrings::findsThem()
{
    const auto document = documentOf(manifests);
    QCOMPARE(document->diagnostics().size(), std::size_t(0));
    QStringList found;
    for (const rules::RuleGroup &group : document->groups())
        found.append(
            QString("%1 %2 %3")
                .arg(qulonglong(group.document))
                .arg(QString::fromStdString(group.key.value_or("-")), QString::fromStdString(group.name.value)));
    QCOMPARE(found, QStringList({"0 inner.yaml/rules.yml deep", "0 inner.yaml/quoted.yml quoted",
                                 "0 resource.yaml resource", "1 - values"}));
    for (const rules::RuleGroup &group : document->groups()) {
        const rules::Rule &rule = group.rules.front();
        const std::string at =
            document->text().substr(rule.name.range.start, rule.name.range.end - rule.name.range.start);
        QCOMPARE(at, rule.name.value);
        QCOMPARE(document->text().substr(rule.expr.map.toSource(std::size_t(0)), 2), rule.expr.value.substr(0, 2));
    }
}

void TestNestedStrings::edits_data()
{
    QTest::addColumn<QByteArray>("group");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("literal in a literal")
        << QByteArray("deep") << QByteArray("for") << QByteArray("10m") << QByteArray("for: 10m");
    QTest::newRow("several lines") << QByteArray("deep") << QByteArray("annotations.summary") << QByteArray("a\nb\n")
                                   << QByteArray("annotations:\nsummary: |\na\nb");
    QTest::newRow("quoted in a literal")
        << QByteArray("quoted") << QByteArray("expr") << QByteArray("up == 1")
        << QByteArray(R"(quoted.yml: "groups:\n- name: quoted\n  rules:\n  - alert: Quoted\n    expr: 'up == 1'\n")");
    QTest::newRow("a resource") << QByteArray("resource") << QByteArray("labels.team") << QByteArray("a")
                                << QByteArray("labels:\nteam: a");
    QTest::newRow("values of an application")
        << QByteArray("values") << QByteArray("for") << QByteArray("1h") << QByteArray("for: 1h");
}

void TestNestedStrings::edits()
{
    QFETCH(QByteArray, group);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, lines);
    const auto document = documentOf(manifests);
    const auto field = rules::FieldPath::parse(path.toStdString());
    QVERIFY(field.ok());
    const auto edits =
        rules::setFieldEdits(*document, refOf(*document, group.toStdString()), *field, value.toStdString());
    QVERIFY(edits.ok());
    const auto text = base::applyEdits(document->text(), *edits);
    QVERIFY(text.ok());
    QCOMPARE(addedLines(document->text(), *text), lines);
    const auto after = documentOf(*text);
    QCOMPARE(after->diagnostics().size(), std::size_t(0));
    QCOMPARE(after->ruleCount(), document->ruleCount());
}

void TestNestedStrings::reportsAtTheRightBytes()
{
    std::string text = manifests;
    const std::size_t at = text.find("up == 0");
    text.replace(at, 7, "up ==(");
    const auto document = documentOf(text);
    QVERIFY(!document->diagnostics().empty());
    QCOMPARE(document->diagnostics().front().range.start, at + 5);
}

/// Each alias would be read anew.
void TestNestedStrings::boundsRepeatedStrings()
{
    std::string value(std::size_t(1) << 20U, '#');
    std::string text = "kind: ConfigMap\ndata:\n  a: &a |\n    groups: []\n    " + value + "\n";
    for (int i = 0; i < 200; ++i)
        text += "  k" + std::to_string(i) + ": *a\n";
    const auto document = documentOf(text);
    const auto tooLarge = [](const base::Diagnostic &each) { return each.check == "yaml/size"; };
    QCOMPARE(std::ranges::count_if(document->diagnostics(), tooLarge), 1);
}

REGISTER_TEST(TestNestedStrings);
#include "tst_nestedstrings.moc"
