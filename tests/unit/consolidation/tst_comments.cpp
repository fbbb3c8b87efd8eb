#include "consolidation/offers.h"
#include "support/registry.h"

#include <QTest>

/// No comment of rules that are consolidated is lost, wherever it stands.
class TestComments : public QObject
{
    Q_OBJECT

private slots:
    void carriesEach_data();
    void carriesEach();
    void saysOnceWhatIsSaidAlike();
    void refusesWhereTheyHaveNoPlace();
    void leavesRulesThatAreSwitchedOff();
};

namespace {

const QByteArray family = "groups:\n"
                          "- name: g # group\n"
                          "  rules: # rules\n"
                          "  # above a\n"
                          "  - alert: Slow # behind a\n"
                          "    # between a\n"
                          "    expr: |  # header a\n"
                          "      # expr a\n"
                          "      rate(slow_total{job=\"a\"}[5m]) > 3 # expr end a\n"
                          "    for: 5m # for a\n"
                          "    labels: {severity: page} # labels a\n"
                          "  # above b, 1\n"
                          "  # above b, 2\n"
                          "  - # dash b\n"
                          "    alert: Slow # behind b\n"
                          "    expr: > # header b\n"
                          "      rate(slow_total{job=\"b\"}[5m]) > 3\n"
                          "    for: 5m\n"
                          "    labels: # labels b\n"
                          "      # inside b\n"
                          "      severity: \"page\" # severity b\n"
                          "\n"
                          "  - alert: Slow\n"
                          "    expr: 'rate(slow_total{job=\"c\"}[5m]) # \"no\" end\n"
                          "\n"
                          "      > 3'\n"
                          "    for: 5m\n"
                          "    labels: { severity: page, # in flow c\n"
                          "    }\n"
                          "  # at the end\n"
                          "- name: h\n"
                          "  rules: []\n";

/// The comments of `family`, apart from those whose place is not a rule's.
const QByteArrayList ofRules = {"above a",    "behind a", "between a", "header a",   "expr a",     "for a",
                                "expr end a", "labels a", "behind b",  "above b, 1", "dash b",     "above b, 2",
                                "header b",   "labels b", "inside b",  "in flow c",  "\"no\" end", "severity b"};

QByteArray inConfigMap(const QByteArray &text)
{
    QByteArray map = "kind: ConfigMap\nmetadata: {name: x}\ndata:\n  r.yml: |\n";
    for (const QByteArray &line : text.split('\n'))
        map += line.isEmpty() ? "\n" : "    " + line + "\n";
    return map;
}

QByteArray consolidated(const QByteArray &text)
{
    const auto document = rules::load("a.yml", text.toStdString());
    consolidation::Report report = consolidation::reportOn({document}, false);
    const auto edits = consolidation::allEdits(report);
    if (!edits.refused.empty())
        return QByteArray::fromStdString(edits.refused.front().error.text.english());
    return QByteArray::fromStdString(edits.after.at("a.yml")->text());
}

} // namespace

void TestComments::carriesEach_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << family;
    QTest::newRow("CRLF") << QByteArray(family).replace("\n", "\r\n");
    QTest::newRow("ConfigMap") << inConfigMap(family);
    QByteArray quoted = family;
    quoted.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    QTest::newRow("quoted in a ConfigMap") << "kind: ConfigMap\ndata:\n  r.yml: \"" + quoted + "\"\n";
}

void TestComments::carriesEach()
{
    QFETCH(QByteArray, text);
    const QByteArray after = consolidated(text);
    const auto document = rules::load("a.yml", after.toStdString());
    QVERIFY2(document->diagnostics().empty(), after.constData());
    QCOMPARE(document->ruleCount(), std::size_t(2));
    QByteArrayList all = ofRules;
    all << "group"
        << "rules"
        << "at the end";
    for (QByteArray comment : std::as_const(all)) {
        if (text.contains("\\n"))
            comment.replace("\"", "\\\"");
        QVERIFY2(after.count("# " + comment) == 1, (comment + " in\n" + after).constData());
    }
}

void TestComments::saysOnceWhatIsSaidAlike()
{
    const QByteArray after = consolidated("groups:\n- name: g\n  rules:\n"
                                          "  # Pages.\n  - alert: Slow\n    expr: slow{job=\"a\"} > 3 # s\n"
                                          "  # Pages.\n  - alert: Slow\n    expr: slow{job=\"b\"} > 3 # s\n"
                                          "  # At night.\n  - alert: Slow\n    expr: slow{job=\"c\"} > 3 # s\n");
    QCOMPARE(after, QByteArray("groups:\n- name: g\n  rules:\n"
                               "  # Pages.\n  # At night.\n  - alert: Slow\n    expr: slow{job=~\"a|b|c\"} > 3 # s\n"));
}

void TestComments::refusesWhereTheyHaveNoPlace()
{
    const QByteArray flow = "groups: [{name: g, rules: [\n"
                            "  {alert: Slow, expr: 'slow{job=\"a\"} > 3'},\n"
                            "  {alert: Slow, %1expr: 'slow{job=\"b\"} > 3'}]}]\n";
    QCOMPARE(consolidated(QByteArray(flow).replace("%1", "# why\n   ")),
             QByteArray("This list has no lines for the comments of its rules. Edit the YAML itself."));
    QVERIFY(consolidated(QByteArray(flow).replace("%1", "")).contains("a|b"));
}

void TestComments::leavesRulesThatAreSwitchedOff()
{
    const QByteArray off = "  # rulewright:disabled\n#  - alert: Off\n#    expr: up == 0\n  # rulewright:end\n";
    const QByteArray after = consolidated("groups:\n- name: g\n  rules:\n"
                                          "  - alert: Slow\n    expr: slow{job=\"a\"} > 3\n" +
                                          off + "  # b\n  - alert: Slow\n    expr: slow{job=\"b\"} > 3\n");
    QCOMPARE(after, "groups:\n- name: g\n  rules:\n"
                    "  # b\n  - alert: Slow\n    expr: slow{job=~\"a|b\"} > 3\n" +
                        off);
}

REGISTER_TEST(TestComments);

#include "tst_comments.moc"
