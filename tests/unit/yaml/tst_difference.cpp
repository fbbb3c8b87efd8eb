#include "base/textedit.h"
#include "support/registry.h"
#include "yaml/difference.h"

#include <QTest>

using yaml::Difference;

class TestDifference : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void namesBytesThroughEmbeddedText();
    void takes_data();
    void takes();
    void refusesBrokenYaml();
};

namespace {

std::string shown(const Difference &difference)
{
    const char *kind = difference.kind == Difference::Kind::OnlyLeft    ? "-"
                       : difference.kind == Difference::Kind::OnlyRight ? "+"
                                                                        : "~";
    std::string text = kind;
    for (const std::string &each : difference.path)
        text += '/' + each;
    return text + ' ' + difference.leftValue + '|' + difference.rightValue + '\n';
}

std::string shownAll(const std::string &left, const std::string &right)
{
    std::string text;
    const auto found = yaml::differences(left, right);
    if (!found)
        return found.error().text.english();
    for (const Difference &difference : *found)
        text += shown(difference);
    return text;
}

const std::string configLeft =
    "kind: ConfigMap\nmetadata:\n  name: c\ndata:\n  p.yml: |\n    alerting:\n      a: 1\n"
    "    # jobs\n    scrape_configs:\n      - job_name: x\n        t: 1\n      - job_name: y\n";
const std::string configRight = "kind: ConfigMap\nmetadata:\n  name: c\ndata:\n  p.yml: |\n    scrape_configs:\n"
                                "      - job_name: y\n      - job_name: x\n        t: 2 # two\n";

} // namespace

void TestDifference::finds_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("expected");
    QTest::newRow("equal") << "a: 1 # one\nb: [x, y]\n"
                           << "b:\n- x\n- 'y'\na: 1\n"
                           << "";
    QTest::newRow("value") << "a: 1\n"
                           << "a: 2\n"
                           << "~/a 1|2\n";
    QTest::newRow("keys") << "a: 1\nb: 2\n"
                          << "b: 2\nc: {d: 3}\n"
                          << "-/a 1|\n+/c |{d: 3}\n";
    QTest::newRow("kinds") << "a: [1]\n"
                           << "a: 1\n"
                           << "~/a [1]|1\n";
    QTest::newRow("documents")
        << "kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata: {name: y}\nv: 1\n"
        << "kind: B\nmetadata: {name: y}\nv: 2\n---\nkind: C\nmetadata: {name: z}\n"
        << "-/A x {kind: A, metadata: {name: x}}|\n~/B y/v 1|2\n+/C z |{kind: C, metadata: {name: z}}\n";
    QTest::newRow("nothing and null") << "a:\nb:\n"
                                      << "a: [1]\n"
                                      << "~/a null|[1]\n-/b null|\n";
    QTest::newRow("a text in a text in a ConfigMap")
        << "kind: ConfigMap\ndata:\n  settings: |\n    inner: |\n      deep: |\n        a: {b: 1}\n        c: 2\n"
        << "kind: ConfigMap\ndata:\n  settings: |\n    inner: |\n      deep: |\n        a: {b: 3}\n        c: 2\n"
        << "~/data/settings/inner/deep/a/b 1|3\n";
    QTest::newRow("JSON in a text") << "a:\n  dashboard: '{\"panels\": [{\"title\": \"x\", \"n\": 1}], \"u\": 2}'\n"
                                    << "a:\n  dashboard: '{\"u\":2,\"panels\":[{\"title\":\"x\",\"n\":4}]}'\n"
                                    << "~/a/dashboard/panels/1/n 1|4\n";
    QTest::newRow("JSON written otherwise") << "a:\n  b: '{\"x\": 1, \"y\": [2]}'\n"
                                            << "a:\n  b: |-\n    {\"y\": [2],\n     \"x\": 1}\n"
                                            << "";
    QTest::newRow("a script is one value") << "run: |\n  a: b\n  echo 1\n"
                                           << "run: |\n  a: b\n  echo 2\n"
                                           << "~/run a: b\necho 1|a: b\necho 2\n";
    QTest::newRow("comments of a text nobody calls YAML count") << "run: |\n  a: b # 1\n  c: d\n"
                                                                << "run: |\n  a: b # 2\n  c: d\n"
                                                                << "~/run a: b # 1\nc: d|a: b # 2\nc: d\n";
    QTest::newRow("values of a chart")
        << "kind: Application\nmetadata: {name: x}\nspec:\n  values: |\n    # one\n    a: {b: 1}\n"
        << "kind: Application\nmetadata: {name: x}\nspec:\n  values: |\n    # two\n    a: {b: 2}\n"
        << "~/Application x/spec/values/a/b 1|2\n";
    QTest::newRow("values that are something else") << "values: |\n  one\n"
                                                    << "values: |\n  two\n"
                                                    << "~/values one|two\n";
    QTest::newRow("embedded") << QString::fromStdString(configLeft) << QString::fromStdString(configRight)
                              << "-/ConfigMap c/data/p.yml/alerting {a: 1}|\n"
                                 "~/ConfigMap c/data/p.yml/scrape_configs/job_name x/t 1|2\n";
}

void TestDifference::finds()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QTEST(QString::fromStdString(shownAll(left.toStdString(), right.toStdString())), "expected");
}

void TestDifference::namesBytesThroughEmbeddedText()
{
    const auto found = yaml::differences(configLeft, configRight);
    QVERIFY(found.ok());
    QCOMPARE(found->size(), std::size_t(2));
    const Difference &alerting = found->front();
    QCOMPARE(configLeft.substr(alerting.left.start, alerting.left.size()), std::string("alerting:\n      a: 1"));
    QVERIFY(alerting.right.empty());
    const Difference &target = found->back();
    QCOMPARE(configRight.substr(target.right.start, target.right.size()), std::string("2"));
}

void TestDifference::takes_data()
{
    finds_data();
}

/// Every difference can be taken by itself in either direction: it is gone then, and the others are as before.
void TestDifference::takes()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    const std::string leftText = left.toStdString();
    const std::string rightText = right.toStdString();
    const auto found = yaml::differences(leftText, rightText);
    QVERIFY(found.ok());
    for (const Difference &difference : *found) {
        if (difference.path.size() < 2 && difference.leftValue.starts_with("{kind"))
            continue;
        std::string others = shownAll(leftText, rightText);
        const std::string own = shown(difference);
        if (own.starts_with("-/A ") || own.starts_with("+/C ")) {
            // Whole documents are not taken by themselves.
            QVERIFY(difference.takeLeft.empty() && difference.takeRight.empty());
            continue;
        }
        others.erase(others.find(own), own.size());
        const auto newRight = base::applyEdits(rightText, difference.takeLeft);
        QVERIFY(newRight.ok());
        QCOMPARE(shownAll(leftText, *newRight), others);
        const auto newLeft = base::applyEdits(leftText, difference.takeRight);
        QVERIFY(newLeft.ok());
        QCOMPARE(shownAll(*newLeft, rightText), others);
    }
}

void TestDifference::refusesBrokenYaml()
{
    const auto found = yaml::differences("a: 1\n", "a: [\n");
    QVERIFY(!found.ok());
    QCOMPARE(found.error().kind, base::ErrorKind::Invalid);
}

REGISTER_TEST(TestDifference);

#include "tst_difference.moc"
