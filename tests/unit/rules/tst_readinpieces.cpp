#include "rules/readinpieces.h"
#include "rules/ruledocument.h"
#include "support/registry.h"

#include <QTest>

namespace {

/// A plain rule file of more than a megabyte whose dashes stand at `column`.
std::string largeFile(std::size_t column, const std::string &extra = {}, const std::string &lineEnd = "\n")
{
    const std::string margin(column, ' ');
    std::string text = "# rules\ngroups:\n";
    for (int i = 0; text.size() < (5U << 18U); ++i) {
        const std::string n = std::to_string(i);
        text += margin + "- name: group " + n + "\n" + margin + "  rules:\n" + margin + "  - alert: A" + n + "\n" +
                margin + "    expr: |\n" + margin + "      sum by (job) (rate(errors_total{n=\"" + n + "\"}[5m]))\n" +
                margin + "        > " + (i % 50 == 0 ? "(" : "") + n + "\n" + margin + "    for: 5m\n" + margin +
                "    annotations: {summary: \"it's\n" + margin + "      broken\"}\n";
        if (i == 5000)
            text += extra;
    }
    if (lineEnd == "\n")
        return text;
    std::string result;
    for (const char c : text)
        result += c == '\n' ? lineEnd : std::string(1, c);
    return result;
}

QByteArray described(const rules::Field &field)
{
    return QByteArray::fromStdString(field.value) + '@' + QByteArray::number(qulonglong(field.range.start)) + '-' +
           QByteArray::number(qulonglong(field.range.end)) + '/' +
           QByteArray::number(qulonglong(field.map.toSource(field.value.size() / 2))) + (field.inherited ? "i;" : ";");
}

/// Everything that a reader can see of the document.
QByteArray described(const rules::RuleDocument &document)
{
    QByteArray result;
    for (const rules::RuleGroup &group : document.groups()) {
        result += "group " + described(group.name) + QByteArray::number(qulonglong(group.range.end)) + '\n';
        for (const rules::Rule &rule : group.rules) {
            result += described(rule.name) + described(rule.expr);
            if (rule.forDuration)
                result += described(*rule.forDuration);
            for (const auto &[name, value] : rule.annotations)
                result += described(name) + described(value);
            result += QByteArray::number(qulonglong(rule.range.start)) + '-' +
                      QByteArray::number(qulonglong(rule.range.end)) + '\n';
        }
    }
    for (const base::Diagnostic &each : document.diagnostics())
        result += QByteArray::number(qulonglong(each.range.start)) + '-' +
                  QByteArray::number(qulonglong(each.range.end)) + ' ' + QByteArray::fromStdString(each.check) + ' ' +
                  QByteArray::fromStdString(each.text.english()) + '\n';
    return result;
}

} // namespace

/// A large file that is read in pieces says the same as one that is read as a whole.
class TestReadInPieces : public QObject
{
    Q_OBJECT

private slots:
    void saysTheSame_data();
    void saysTheSame();
    void leavesSmallFilesAlone();
};

void TestReadInPieces::saysTheSame_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("inPieces");
    const auto row = [](const char *name, const std::string &text, bool inPieces) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << inPieces;
    };
    row("dashes at the margin", largeFile(0), true);
    row("dashes at 2", largeFile(2), true);
    row("CRLF", largeFile(2, {}, "\r\n"), true);
    row("BOM", "\xEF\xBB\xBF" + largeFile(4), true);
    row("document marker", "---\n" + largeFile(0), true);
    row("wrong rule", largeFile(0, "- name: x\n  rules: [{alert: A}]\n"), true);
    row("unknown group key", largeFile(0, "- name: x\n  intervall: 1m\n"), true);
    row("group name twice", largeFile(0, "- name: group 3\n"), false);
    row("alias of another piece",
        "groups:\n- &g\n  name: g\n  rules: []\n" + largeFile(0, "- <<: *g\n  name: h\n").substr(16), false);
    // The lines of a quoted text that look like items: 400 KB of them are cut somewhere.
    std::string quoted = "- name: \"x\n";
    for (int i = 0; i < 40'000; ++i)
        quoted += "- name: y\n";
    row("items inside a quoted text", largeFile(0, quoted + "\"\n"), false);
    row("unclosed quote", largeFile(0, "- name: \"x\n"), false);
    row("second document", largeFile(0, "---\ngroups: []\n"), false);
    row("another key", largeFile(0) + "other: 1\n", false);
    row("another key behind a deeper list", largeFile(2) + "other: 1\n", false);
    row("duplicate key", largeFile(0, "- name: x\n  name: y\n"), false);
    row("tab", largeFile(0, "\t- name: x\n"), false);
}

void TestReadInPieces::saysTheSame()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, inPieces);
    const std::string bytes = text.toStdString();
    QCOMPARE(rules::readInPieces(bytes, {}, 2).has_value(), inPieces);
    const auto whole = rules::load("f.yml", bytes);
    const auto read = rules::loadForReading("f.yml", bytes, {}, 3);
    QVERIFY(read->holdsRules() == whole->holdsRules());
    QVERIFY(described(*read) == described(*whole));
    QCOMPARE(read->ruleCount(), whole->ruleCount());
}

void TestReadInPieces::leavesSmallFilesAlone()
{
    QVERIFY(!rules::readInPieces("groups:\n- name: a\n- name: b\n", {}, 2));
    QVERIFY(!rules::readInPieces("", {}, 2));
}

REGISTER_TEST(TestReadInPieces);
#include "tst_readinpieces.moc"
