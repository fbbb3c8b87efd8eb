#include "graphlines.h"
#include "rules/surroundings.h"
#include "support/registry.h"

#include <QTest>

using graphlines::Documents;
using graphlines::edgesOf;
using graphlines::fileOf;

namespace {

rules::Surroundings surroundingsOf(const char *text)
{
    rules::Surroundings surroundings;
    rules::collectSurroundings("dir/x.yml", yaml::parse(text), surroundings);
    return surroundings;
}

QByteArray queriesOf(const rules::Surroundings &surroundings)
{
    QByteArrayList queries;
    for (const rules::Dashboard &dashboard : surroundings.dashboards) {
        for (const std::string &query : dashboard.queries)
            queries += QByteArray::fromStdString(query);
    }
    return queries.join(" | ");
}

constexpr const char *dashboardText =
    "{\"title\": \"Gateway\", \"schemaVersion\": 39, \"panels\": [\n"
    "  {\"datasource\": {\"type\": \"prometheus\"}, \"targets\": [{\"expr\": "
    "\"rate(a{job=~\\\"$job\\\"}[$__rate_interval])\"}]},\n"
    "  {\"type\": \"row\", \"panels\": [{\"targets\": [{\"expr\": \"b > ${limit}\"}, {\"expr\": \"\"}]}]},\n"
    "  {\"datasource\": {\"type\": \"loki\"}, \"targets\": [{\"expr\": \"{app=\\\"x\\\"} |= \\\"error\\\"\"}]}],\n"
    "  \"templating\": {\"list\": [\n"
    "    {\"query\": \"label_values(c{x=\\\"y\\\"}, instance)\"}, {\"query\": {\"query\": \"query_result(topk(3, "
    "d))\"}},\n"
    "    {\"query\": \"label_values(job)\"}, {\"query\": \"a,b,c\"}]}}";

} // namespace

class TestSurroundings : public QObject
{
    Q_OBJECT

private slots:
    void readsScrapeJobs();
    void readsDashboards();
    void readsConfigMaps();
    void fillsVariables_data();
    void fillsVariables();
    void joinsTheGraph_data();
    void joinsTheGraph();
};

void TestSurroundings::readsScrapeJobs()
{
    const auto found = surroundingsOf("global: {}\nscrape_configs:\n- job_name: gateway\n- job_name: 'a b'\n- {}\n");
    QCOMPARE(found.scrapeJobs.size(), std::size_t(2));
    QCOMPARE(found.scrapeJobs[1].name, std::string("a b"));
    QCOMPARE(found.scrapeJobs[1].file, std::string("dir/x.yml"));
    QVERIFY(surroundingsOf("scrape_configs: nonsense").scrapeJobs.empty());
    QVERIFY(surroundingsOf("- scrape_configs").scrapeJobs.empty());
    QVERIFY(surroundingsOf("").scrapeJobs.empty());
}

void TestSurroundings::readsDashboards()
{
    const auto found = surroundingsOf(dashboardText);
    QCOMPARE(found.dashboards.size(), std::size_t(1));
    QCOMPARE(found.dashboards[0].title, std::string("Gateway"));
    QCOMPARE(found.dashboards[0].id(), std::string("dashboard:dir/x.yml:0:"));
    QCOMPARE(queriesOf(found), QByteArray("rate(a{job=~\"\xEE\x80\x80\"}[5m]) | b > grafana_variable__ | "
                                          "c{x=\"y\"} | topk(3, d)"));
    QVERIFY(surroundingsOf("{\"panels\": 5}").dashboards.empty());
    QVERIFY(surroundingsOf("{\"panels\": [], \"title\": \"x\"").dashboards.empty());
}

void TestSurroundings::readsConfigMaps()
{
    const std::string indented = QByteArray(dashboardText).replace('\n', "\n    ").toStdString();
    const std::string text = "kind: Service\n---\nkind: ConfigMap\ndata:\n  gateway.json: |\n    " + indented +
                             "\n  prometheus.yml: |\n    scrape_configs:\n    - job_name: gateway\n  other: 'x'\n";
    rules::Surroundings found;
    rules::collectSurroundings("cm.yml", yaml::parse(text), found);
    QCOMPARE(found.dashboards.size(), std::size_t(1));
    QCOMPARE(found.dashboards[0].id(), std::string("dashboard:cm.yml:1:gateway.json"));
    QCOMPARE(found.dashboards[0].queries.size(), std::size_t(4));
    QCOMPARE(found.scrapeJobs.size(), std::size_t(1));
    const auto listed = surroundingsOf("kind: ConfigMapList\nitems:\n- kind: ConfigMap\n  data:\n    p: |\n"
                                       "      scrape_configs: [{job_name: j}]\n");
    QCOMPARE(listed.scrapeJobs.size(), std::size_t(1));
}

void TestSurroundings::fillsVariables_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("filled");
    const auto row = [](const char *query, const char *filled) {
        QTest::newRow(query) << QByteArray(query) << QByteArray(filled);
    };
    row("up", "up");
    row("up{job=\"$job\"}", "up{job=\"\xEE\x80\x80\"}");
    row("up{job=~\"${job:regex}.*\"}", "up{job=~\"\xEE\x80\x80.*\"}");
    row("up{job=~\"[[job]]\"}", "up{job=~\"\xEE\x80\x80\"}");
    row("up{job=~\"a$\"}", "up{job=~\"a$\"}");
    row("rate(a[$interval])", "rate(a[5m])");
    row("rate(a[${__rate_interval}])", "rate(a[5m])");
    row("a offset $__interval", "a offset 5m");
    row("sum by ($by) (a_$name)", "sum by (grafana_variable__) (a_grafana_variable__)");
    row("up{job=\"a\\\"$b\"}", "up{job=\"a\\\"\xEE\x80\x80\"}");
    row("${", "${");
}

void TestSurroundings::fillsVariables()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, filled);
    QCOMPARE(QByteArray::fromStdString(rules::withoutVariables(query.toStdString())), filled);
}

void TestSurroundings::joinsTheGraph_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("edges");
    const auto row = [](const char *name, const char *rules, const char *query, const char *edges) {
        QTest::newRow(name) << QByteArray(rules) << QByteArray(query) << QByteArray(edges);
    };
    row("a rule", "a: up", "a", "a -> dashboard D\nmetric up -> a");
    row("a metric of the rules", "a: up", "up > 0", "metric up -> a\nmetric up -> dashboard D");
    row("a metric of no rule", "a: up", "down", "metric up -> a");
    row("by regex", "a: up", "{__name__=~\"a|b\"}", "a -> dashboard D regex\nmetric up -> a");
    row("ALERTS", "!A: up", "ALERTS", "A -> dashboard D meta\nmetric up -> A");
    row("a variable as the name", "a: up", "grafana_variable__{x=\"y\"}", "metric up -> a");
    row("a variable as the value", "a: up // labels: {l: x}", "a{l=\"\xEE\x80\x80\"}",
        "a -> dashboard D\nmetric up -> a");
    row("broken", "a: up", "a +", "metric up -> a");
    row("job", "a: up{job=\"gateway\"}", "", "job gateway -> metric up\nmetric up -> a");
    row("job by regex", "a: up{job=~\"gate.*\"}", "", "job gateway -> metric up regex\nmetric up -> a");
    row("other job", "a: up{job=\"x\"}", "", "metric up -> a");
    row("job of no name", "a: {job=\"gateway\"}", "", "a -> a indeterminate 1m\njob gateway -> a");
    row("job of a recorded series", "a: up\nb: a{job=\"gateway\"}", "", "a -> b\nmetric up -> a");
}

void TestSurroundings::joinsTheGraph()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, edges);
    const Documents documents{fileOf("f.yml", rules)};
    rules::Surroundings surroundings;
    surroundings.scrapeJobs = {{"gateway", "p.yml"}, {"gateway", "q.yml"}};
    surroundings.dashboards = {{"d.json", 0, {}, "D", {query.toStdString()}}};
    const rules::DependencyGraph graph = rules::buildDependencyGraph(documents, surroundings);
    QCOMPARE(edgesOf(graph), edges);
    QCOMPARE(graph.nodes[*graph.find("job:gateway")].file, std::string("p.yml"));
    QCOMPARE(graph.find("dashboard:d.json:0:").has_value(), edges.contains("dashboard"));
}

REGISTER_TEST(TestSurroundings);

#include "tst_surroundings.moc"
