#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/graphstates.h"
#include "widgets/rulebadges.h"

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
    void saysWhatStandsBesideARule();
    void asksOnlyWhileWatched();
    void asksLessForTheListOfRules();
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
    states.setWatched(widgets::GraphStates::Watch::Closely);
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

void TestGraphStates::saysWhatStandsBesideARule()
{
    const std::vector documents{rules::load("rules.yml", R"(groups:
- name: g
  rules:
  - alert: Quiet
    expr: there > 1
  - alert: Blind
    expr: gone_total / there > 1
  - alert: Guard
    expr: absent(gone_total) == 1
  - alert: Both
    expr: absent(gone_total) or gone_total > 1
  - alert: Pattern
    expr: '{__name__=~"gone.*"} > 1'
  - alert: Fires
    expr: gone_total > 1
  - record: fresh:sum
    expr: sum(there)
  - alert: Waits
    expr: there > 2
  - alert: Fails
    expr: there > 3
  - alert: Unasked
    expr: there > 4
)")};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents);
    using Alert = widgets::NodeState::Alert;
    const auto rule = [](int index) { return "rule:rules.yml:0::g:" + std::to_string(index); };
    widgets::NodeStates states;
    states["metric:gone_total"].missing = true;
    states["metric:there"].series = 3;
    for (const int index : {0, 1, 2, 3, 4, 8})
        states[rule(index)].alert = Alert::Inactive;
    states[rule(5)].alert = Alert::Firing;
    states[rule(6)].alert = Alert::NotLoaded;
    states[rule(7)].alert = Alert::Pending;
    states[rule(8)].error = "found duplicate series";
    const widgets::RuleBadges badges = widgets::ruleBadges(graph, documents, states, "prod");
    const auto text = [&](int index) {
        const auto found = badges.find(rule(index));
        return found == badges.end() ? QString() : found->second.text;
    };
    QStringList texts;
    for (int index = 0; index < 10; ++index)
        texts << text(index);
    const QStringList expected{"", "no series", "", "no series", "", "firing", "not loaded", "pending", "error", ""};
    QCOMPARE(texts, expected);
    QCOMPARE(badges.at(rule(1)).explanation, QString("It reads names that prod has no series of now: gone_total."));
    QCOMPARE(badges.at(rule(8)).explanation, QString("prod cannot evaluate it: found duplicate series"));
}

void TestGraphStates::asksLessForTheListOfRules()
{
    prometheus::Client client(endpoint());
    widgets::GraphStates states;
    states.setClient(&client);
    states.setWatched(widgets::GraphStates::Watch::Seldom);
    QSignalSpy changed(&states, &widgets::GraphStates::changed);
    give(states, stateRules);
    QVERIFY(changed.wait());
    QVERIFY(states.states()->contains("metric:many_series"));
    QVERIFY(!states.knownSeries());
    // The graph needs the names, and does not wait for the next round.
    states.setWatched(widgets::GraphStates::Watch::Closely);
    QVERIFY(changed.wait());
    QVERIFY(states.knownSeries());
}

void TestGraphStates::asksOnlyWhileWatched()
{
    prometheus::Client client(endpoint());
    widgets::GraphStates states;
    states.setClient(&client);
    QSignalSpy changed(&states, &widgets::GraphStates::changed);
    give(states, stateRules);
    QVERIFY(!changed.wait(300));
    states.setWatched(widgets::GraphStates::Watch::Closely);
    QVERIFY(changed.wait());
    QVERIFY(!states.states()->empty());
}

void TestGraphStates::forgetsAnEndpointThatGoes()
{
    widgets::GraphStates states;
    {
        prometheus::Client client(endpoint());
        states.setWatched(widgets::GraphStates::Watch::Closely);
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
