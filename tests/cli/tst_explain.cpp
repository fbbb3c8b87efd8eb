#include "clitest.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

class TestExplain : public QObject
{
    Q_OBJECT

private slots:
    void printsTheTree();
    void printsJson();
    void reportsProblems();
    void refusesBadUse();
};

void TestExplain::printsTheTree()
{
    const CliRun result = runCli({"explain", "sum by (job) (up{zone=\"a\"}) > 1"});
    QCOMPARE(result.code, 0);
    const QStringList lines = QString::fromStdString(result.out).split('\n');
    QCOMPARE(lines.value(0), QString("binary operation > : instant vector [0, 31)"));
    QVERIFY(result.out.find("  aggregation sum : instant vector [0, 27)") != std::string::npos);
    QVERIFY(result.out.find("~ zone=\"a\": guaranteed. A matcher decides it.") != std::string::npos);
    QVERIFY(result.out.find("  ~ any other label: impossible. The aggregation drops it.") != std::string::npos);
}

void TestExplain::printsJson()
{
    const CliRun result = runCli({"explain", "--format", "json", "rate(up{a='b'}[5m])"});
    QCOMPARE(result.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(result.out)).object();
    QCOMPARE(json["valid"].toBool(), true);
    const QJsonObject tree = json["tree"].toObject();
    QCOMPARE(tree["kind"].toString(), QString("call"));
    QCOMPARE(tree["labels"].toObject()["__name__"].toObject()["presence"].toString(), QString("impossible"));
    QCOMPARE(tree["labels"].toObject()["a"].toObject()["value"].toString(), QString("b"));
    QCOMPARE(tree["other_labels"].toObject()["presence"].toString(), QString("possible"));
    QCOMPARE(tree["children"].toArray().first().toObject()["type"].toString(), QString("range vector"));
}

void TestExplain::reportsProblems()
{
    const CliRun result = runCli({"explain", "sum(up"});
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.find("aggregation sum") != std::string::npos);
    QCOMPARE(result.err, std::string("3-4: unclosed left parenthesis [promql/syntax]\n"));
    const CliRun old = runCli({"explain", "--dialect", "2.42", "info(up)"});
    QCOMPARE(old.code, 1);
    QVERIFY(old.err.find("needs Prometheus ≥ 2.55 [promql/version]") != std::string::npos);
}

void TestExplain::refusesBadUse()
{
    QCOMPARE(runCli({"explain"}).code, 2);
    QCOMPARE(runCli({"explain", "up", "down"}).code, 2);
    QCOMPARE(runCli({"explain", "--format", "xml", "up"}).code, 2);
    QCOMPARE(runCli({"explain", "--dialect", "1.0", "up"}).code, 2);
}

REGISTER_TEST(TestExplain);

#include "tst_explain.moc"
