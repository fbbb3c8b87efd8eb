#include "clitest.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

class TestParse : public QObject
{
    Q_OBJECT

private slots:
    void answersEveryLine();
    void placesTheFirstError();
    void honoursFeaturesAndVersion();
    void survivesBrokenLines();
    void refusesOperands();
};

namespace {

QList<QJsonObject> answers(const std::string &input)
{
    const CliRun result = runCli({"parse"}, input);
    QList<QJsonObject> objects;
    if (result.code != 0)
        return objects;
    for (const QByteArray &line : QByteArray::fromStdString(result.out).split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

} // namespace

void TestParse::answersEveryLine()
{
    const QList<QJsonObject> lines =
        answers("{\"expr\": \"sum(up)by(job)\"}\n\n{\"expr\": \"1\"}\n{\"expr\": \"'한'\"}");
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0]["valid"].toBool(), true);
    QCOMPARE(lines[0]["type"].toString(), QString("instant vector"));
    QCOMPARE(lines[0]["canonical"].toString(), QString("sum by (job) (up)"));
    QCOMPARE(lines[0]["pretty"].toString(), QString("sum by (job) (up)"));
    QCOMPARE(lines[1]["type"].toString(), QString("scalar"));
    QCOMPARE(lines[2]["canonical"].toString(), QString("\"한\""));
}

void TestParse::placesTheFirstError()
{
    const QList<QJsonObject> lines = answers("{\"expr\": \"'한' + up{\"}\n");
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines[0]["valid"].toBool(true), false);
    const QJsonObject error = lines[0]["error"].toObject();
    // Bytes; and types are not looked at where the text does not parse.
    QCOMPARE(error["start"].toInt(), 11);
    QCOMPARE(error["end"].toInt(), 11);
    QVERIFY(!error["message"].toString().isEmpty());
    QVERIFY(!lines[0].contains("canonical"));
}

void TestParse::honoursFeaturesAndVersion()
{
    const QList<QJsonObject> lines =
        answers("{\"expr\": \"limitk(1, up)\"}\n"
                "{\"expr\": \"limitk(1, up)\", \"features\": [\"all\"]}\n"
                "{\"expr\": \"limitk(1, up)\", \"features\": [\"promql-experimental-functions\"], "
                "\"version\": \"2.42\"}\n"
                "{\"expr\": \"up\", \"version\": \"2.41\"}\n");
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0]["valid"].toBool(), false);
    QCOMPARE(lines[1]["valid"].toBool(), true);
    QCOMPARE(lines[2]["valid"].toBool(), false);
    QCOMPARE(lines[3]["valid"].toBool(), false);
}

void TestParse::survivesBrokenLines()
{
    const QList<QJsonObject> lines =
        answers("{\"expr\": \n[1]\n{\"expr\": 5}\n{\"expr\": \"up\\u0000\"}\n\xff\n{\"expr\": \"up\"}\n");
    QCOMPARE(lines.size(), 6);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(lines[i]["valid"].toBool(true), false);
    QCOMPARE(lines[5]["valid"].toBool(), true);
    // Half of a surrogate pair is no character, and not any other one either: U+FFFD, which Prometheus refuses.
    const QList<QJsonObject> halves = answers("{\"expr\": \"'\\ud800x'\"}\n{\"expr\": \"'\\udc00'\"}\n"
                                              "{\"expr\": \"'\\ud83d\\ude00'\"}\n");
    QCOMPARE(halves.size(), 3);
    QCOMPARE(halves[0]["error"].toObject()["message"].toString(), QString("invalid UTF-8 rune"));
    QCOMPARE(halves[1]["error"].toObject()["message"].toString(), QString("invalid UTF-8 rune"));
    QCOMPARE(halves[2]["canonical"].toString(), QString::fromUtf8("\"\U0001F600\""));
}

void TestParse::refusesOperands()
{
    QCOMPARE(runCli({"parse", "up"}).code, 2);
    QCOMPARE(runCli({"parse", "--nothing"}).code, 2);
}

REGISTER_TEST(TestParse);

#include "tst_parse.moc"
