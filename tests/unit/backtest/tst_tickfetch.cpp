#include "backtest/tickfetch.h"
#include "prometheus/client.h"
#include "support/faultserver.h"
#include "support/registry.h"

#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using support::FaultServer;

/// What a server may answer to the questions of a backtest.
class TestTickFetch : public QObject
{
    Q_OBJECT

private slots:
    void asksLessWhereAnswersAreTooLarge();
    void givesUpWhereOneTickIsTooLarge();

private:
    struct Outcome
    {
        std::optional<base::Error> error;
        std::size_t answered = 0;
        qsizetype asked = 0;
    };
    /// A server whose answers are 20 kB for each point, of which the client takes 100 kB, or `most`.
    static Outcome fetched(qint64 most);
};

TestTickFetch::Outcome TestTickFetch::fetched(qint64 most)
{
    FaultServer server([](const FaultServer::Request &request) {
        const QUrlQuery query(QUrl::fromEncoded(request.target));
        const double points =
            request.target.contains("query_range")
                ? (query.queryItemValue("end").toDouble() - query.queryItemValue("start").toDouble()) / 60 + 1
                : 1;
        FaultServer::Response response;
        response.body = R"({"status":"success","data":{"resultType":"matrix","result":[]}})" +
                        QByteArray(static_cast<qsizetype>(points) * 20'000, ' ');
        return response;
    });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    client.setMaxBytes(most);
    backtest::FetchPlan plan;
    plan.expr = "x";
    plan.ticks = {1'700'000'000'000, 60'000, 100};
    backtest::TickFetch fetch(plan, client);
    bool finished = false;
    fetch.start([&finished] { finished = true; });
    if (!QTest::qWaitFor([&finished] { return finished; }, 60'000))
        qFatal("The fetch does not end.");
    Outcome outcome{fetch.error(), 0, server.requests().size()};
    for (const backtest::TickAnswer &tick : fetch.values().answers)
        outcome.answered += tick.state == backtest::TickState::Answered;
    return outcome;
}

/// Halves until they fit, and in the end single ticks.
void TestTickFetch::asksLessWhereAnswersAreTooLarge()
{
    const Outcome halves = fetched(600'000);
    QVERIFY(!halves.error);
    QCOMPARE(halves.answered, std::size_t(100));
    // 100, twice 50, four times 25.
    QCOMPARE(halves.asked, qsizetype(7));
    const Outcome ticks = fetched(100'000);
    QVERIFY(!ticks.error);
    QCOMPARE(ticks.answered, std::size_t(100));
}

/// It would come again and again.
void TestTickFetch::givesUpWhereOneTickIsTooLarge()
{
    const Outcome outcome = fetched(10'000);
    QVERIFY(outcome.error);
    QVERIFY2(outcome.error->text.english().find("is larger than") != std::string::npos,
             outcome.error->text.english().c_str());
    QCOMPARE(outcome.answered, std::size_t(0));
    QVERIFY2(outcome.asked <= 5, qPrintable(QString::number(outcome.asked)));
}

REGISTER_TEST(TestTickFetch);

#include "tst_tickfetch.moc"
