#include "prometheus/client.h"
#include "prometheus/serverclock.h"
#include "support/faultserver.h"
#include "support/registry.h"

#include <QDateTime>
#include <QEventLoop>
#include <QLocale>
#include <QTest>

using prometheus::ServerClock;

namespace {

constexpr qint64 noon = 1'700'000'000'000;

QByteArray dateOf(qint64 milliseconds)
{
    return QLocale::c()
        .toString(QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC), "ddd, dd MMM yyyy hh:mm:ss 'GMT'")
        .toLatin1();
}

} // namespace

class TestServerClock : public QObject
{
    Q_OBJECT

private slots:
    void readsDates_data();
    void readsDates();
    void narrowsDown();
    void tellsOfItsServer();
    void saysIt();
};

void TestServerClock::readsDates_data()
{
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<qint64>("took");
    QTest::addColumn<double>("ahead");
    QTest::newRow("equal") << dateOf(noon) << qint64(20) << 0.0;
    QTest::newRow("a second is nothing") << dateOf(noon + 1000) << qint64(20) << 0.0;
    QTest::newRow("ahead") << dateOf(noon + 250'000) << qint64(0) << 250.5;
    QTest::newRow("behind") << dateOf(noon - 3'600'000) << qint64(0) << -3599.5;
    QTest::newRow("a slow answer explains it") << dateOf(noon + 8000) << qint64(10'000) << 0.0;
    QTest::newRow("none") << QByteArray() << qint64(20) << 0.0;
    QTest::newRow("nonsense") << QByteArray("yesterday") << qint64(20) << 0.0;
}

void TestServerClock::readsDates()
{
    QFETCH(QByteArray, date);
    QFETCH(qint64, took);
    ServerClock clock;
    clock.note(date, noon, noon + took);
    QTEST(clock.aheadSeconds(), "ahead");
}

void TestServerClock::narrowsDown()
{
    ServerClock clock;
    clock.note(dateOf(noon + 60'000), noon, noon + 4000);
    clock.note(dateOf(noon + 70'000), noon + 10'900, noon + 10'900);
    // Between 59.1 and 60.1 seconds.
    QCOMPARE(clock.aheadSeconds(), 59.6);
    // Somebody set a clock.
    clock.note(dateOf(noon + 100'000), noon + 100'000, noon + 100'000);
    QCOMPARE(clock.aheadSeconds(), 0.0);
}

void TestServerClock::tellsOfItsServer()
{
    support::FaultServer server([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.headers += "Date: " + dateOf(QDateTime::currentMSecsSinceEpoch() + 7'200'000);
        response.body = R"({"status":"success","data":{"resultType":"vector","result":[]}})";
        return response;
    });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    QCOMPARE(client.clockAheadSeconds(), 0.0);
    QEventLoop loop;
    const auto pending =
        client.queryInstant("up", 1, [&loop](const base::Result<alerting::QueryResult> &) { loop.quit(); });
    loop.exec();
    QVERIFY(std::abs(client.clockAheadSeconds() - 7200) < 5);
    QVERIFY(client.serverNow() > static_cast<double>(QDateTime::currentSecsSinceEpoch()) + 7190);
    alerting::ServerFacts facts;
    const auto asking = client.serverFacts([&](alerting::ServerFacts answer) {
        facts = std::move(answer);
        loop.quit();
    });
    loop.exec();
    QVERIFY(std::abs(facts.clockAheadSeconds - 7200) < 5);
}

void TestServerClock::saysIt()
{
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    QCOMPARE(prometheus::clockText(endpoint, 250.4).english(),
             std::string("The clock of prod is 4m10s ahead of this machine's. Its own now is used."));
    QCOMPARE(prometheus::clockText(endpoint, -7200).english(),
             std::string("The clock of prod is 2h behind this machine's. Its own now is used."));
}

REGISTER_TEST(TestServerClock);

#include "tst_serverclock.moc"
