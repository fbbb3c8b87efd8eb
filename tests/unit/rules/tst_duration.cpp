#include "rules/duration.h"
#include "support/registry.h"

#include <QTest>

class TestDuration : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void printsAsPrometheus_data();
    void printsAsPrometheus();
};

void TestDuration::reads_data()
{
    QTest::addColumn<double>("seconds");
    QTest::newRow("0") << 0.0;
    QTest::newRow("0s") << 0.0;
    QTest::newRow("0ms") << 0.0;
    QTest::newRow("5m") << 300.0;
    QTest::newRow("05m") << 300.0;
    QTest::newRow("1h30m") << 5400.0;
    QTest::newRow("90s") << 90.0;
    QTest::newRow("1500ms") << 1.5;
    QTest::newRow("1s500ms") << 1.5;
    QTest::newRow("1y1w1d1h1m1s1ms") << 31'536'000.0 + 604'800 + 86'400 + 3'600 + 60 + 1 + 0.001;
    QTest::newRow("292y") << 292 * 31'536'000.0;
}

void TestDuration::reads()
{
    QFETCH(double, seconds);
    const auto read = rules::parseDuration(QTest::currentDataTag());
    QVERIFY(read);
    QCOMPARE(*read, seconds);
}

void TestDuration::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "5",
                             "300",
                             "00",
                             "-5m",
                             "-0s",
                             "+5m",
                             "5 m",
                             " 5m",
                             "5m ",
                             "5M",
                             "1m1h",
                             "1m1m",
                             "1.5h",
                             "m",
                             "5min",
                             "0x5s",
                             "1e3s",
                             "5m0",
                             "293y",
                             "99999999999999999999s",
                             "1d12",
                             "\xEF\xBC\x95m"})
        QTest::newRow(text) << QByteArray(text);
}

void TestDuration::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!rules::parseDuration(text.toStdString()));
}

void TestDuration::printsAsPrometheus_data()
{
    QTest::addColumn<double>("seconds");
    QTest::newRow("0s") << 0.0;
    QTest::newRow("1ms") << 0.001;
    QTest::newRow("1s500ms") << 1.5;
    QTest::newRow("1m30s") << 90.0;
    QTest::newRow("1h30m") << 5400.0;
    QTest::newRow("1d12h") << 129'600.0;
    QTest::newRow("8d") << 8 * 86'400.0;
    QTest::newRow("2w") << 14 * 86'400.0;
    QTest::newRow("90d") << 90 * 86'400.0;
    QTest::newRow("1y") << 365 * 86'400.0;
    QTest::newRow("366d12h") << 366.5 * 86'400;
}

void TestDuration::printsAsPrometheus()
{
    QFETCH(double, seconds);
    QCOMPARE(rules::formatDuration(seconds), std::string(QTest::currentDataTag()));
    QCOMPARE(rules::parseDuration(QTest::currentDataTag()).value_or(-1), seconds);
    QCOMPARE(rules::formatDuration(-seconds), std::string("0s"));
}

REGISTER_TEST(TestDuration);
#include "tst_duration.moc"
