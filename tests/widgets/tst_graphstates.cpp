#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/graphstates.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr const char *stateRules = R"(groups:
- name: g
  interval: 200ms
  rules:
  - record: one:value
    expr: vector(0.25)
  - alert: Twice
    expr: label_replace(vector(1), "x", "a", "", "") or label_replace(vector(1), "x", "b", "", "")
    labels: {team: db}
  - alert: Twice
    expr: vector(0) > 1
  - alert: Slow
    expr: vector(1)
    for: 1h
  - alert: Broken
    expr: many_series * on () many_series
)";

} // namespace

class TestGraphStates : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tellsStatesAndSeries();
    void asksOnlyWhileWatched();
    void forgetsAnEndpointThatGoes();

private:
    [[nodiscard]] prometheus::Endpoint endpoint() const;
    void give(widgets::GraphStates &states, const std::string &text) const;

    QTemporaryDir m_folder;
    support::PrometheusServer m_server;
};

void TestGraphStates::initTestCase()
{
    const QString path = m_folder.filePath("rules.yml");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(stateRules);
    file.close();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QByteArray text = "# TYPE many_series gauge\n";
    for (int series = 0; series < 3; ++series) {
        for (qint64 time = now - 600; time <= now; time += 15)
            text += "many_series{s=\"" + QByteArray::number(series) + "\"} 1 " + QByteArray::number(time) + "\n";
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    options.configuration = "rule_files: ['" + path.toUtf8() + "']\n";
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

prometheus::Endpoint TestGraphStates::endpoint() const
{
    prometheus::Endpoint endpoint;
    endpoint.name = "test";
    endpoint.url = m_server.url().toStdString();
    return endpoint;
}

void TestGraphStates::give(widgets::GraphStates &states, const std::string &text) const
{
    const std::vector documents{rules::load("rules.yml", text)};
    states.setGraph(std::make_shared<const rules::DependencyGraph>(rules::buildDependencyGraph(documents)), documents);
}

void TestGraphStates::tellsStatesAndSeries()
{
    using Alert = widgets::NodeState::Alert;
    prometheus::Client client(endpoint());
    widgets::GraphStates states;
    const auto rule = [](int index) { return "rule:rules.yml:0::g:" + std::to_string(index); };
    const auto at = [&states](const std::string &id) {
        const auto found = states.states()->find(id);
        return found == states.states()->end() ? widgets::NodeState() : found->second;
    };
    states.setClient(&client);
    states.setWatched(true);
    give(states, std::string(stateRules) + "  - record: not:loaded\n    expr: gone_total + {__name__=~\"many_.*\"}\n");
    // The groups have to be evaluated once.
    QTRY_VERIFY_WITH_TIMEOUT((give(states, std::string(stateRules) + "  - record: not:loaded\n    expr: gone_total + "
                                                                     "{__name__=~\"many_.*\"}\n"),
                              QTest::qWaitFor([&] { return at(rule(0)).value.has_value(); }, 5000)),
                             60000);
    QCOMPARE(*at(rule(0)).series, std::size_t(1));
    QCOMPARE(*at(rule(0)).value, 0.25);
    QTRY_COMPARE_WITH_TIMEOUT(int(at(rule(1)).alert), int(Alert::Firing), 10000);
    QCOMPARE(at(rule(1)).instances, 2);
    // Two alerts of one name are told apart.
    QCOMPARE(int(at(rule(2)).alert), int(Alert::Inactive));
    QCOMPARE(int(at(rule(3)).alert), int(Alert::Pending));
    QVERIFY(at(rule(4)).error.contains("many-to-many") || at(rule(4)).error.contains("duplicate"));
    QCOMPARE(int(at(rule(5)).alert), int(Alert::NotLoaded));
    QVERIFY(!at(rule(5)).missing);
    QVERIFY(at("metric:gone_total").missing);
    QCOMPARE(*at("metric:many_series").series, std::size_t(3));
    QVERIFY(!at("metric:many_series").value);
    QCOMPARE(*at("metric:__name__=~\"many_.*\"").series, std::size_t(3));
    QVERIFY(states.knownSeries() && states.knownSeries()->contains("many_series"));
    QCOMPARE(states.endpointName(), QString("test"));
}

void TestGraphStates::asksOnlyWhileWatched()
{
    prometheus::Client client(endpoint());
    widgets::GraphStates states;
    states.setClient(&client);
    QSignalSpy changed(&states, &widgets::GraphStates::changed);
    give(states, stateRules);
    QVERIFY(!changed.wait(300));
    states.setWatched(true);
    QVERIFY(changed.wait());
    QVERIFY(!states.states()->empty());
}

void TestGraphStates::forgetsAnEndpointThatGoes()
{
    widgets::GraphStates states;
    {
        prometheus::Client client(endpoint());
        states.setWatched(true);
        states.setClient(&client);
        give(states, stateRules);
        QSignalSpy changed(&states, &widgets::GraphStates::changed);
        QVERIFY(changed.wait());
        give(states, stateRules);
        states.setClient(nullptr);
    }
    QVERIFY(states.states()->empty());
    QVERIFY(!states.knownSeries());
    QVERIFY(states.endpointName().isEmpty());
}

REGISTER_TEST(TestGraphStates);

#include "tst_graphstates.moc"
