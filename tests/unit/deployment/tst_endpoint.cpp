#include "deployment/detection.h"
#include "deployment/drift.h"
#include "deployment/endpointdelivery.h"
#include "repositoryof.h"
#include "support/registry.h"

#include <QTest>

using deployment::ComparedGroup;
using deployment::DriftCell;
using deployment::DriftRow;
using deployment::EndpointFacts;

class TestEndpointFacts : public QObject
{
    Q_OBJECT

private slots:
    void fillsTheThirdColumn();
    void findsWhatOnlyTheServerHas();
    void cannotSeeEverything();
    void explainsTheOperator();
    void comparesConfigurations();
    void judgesTheServer();
    void detectsMappings();
    void detectsFilesOfOtherNames();
    void detectsWithinOneRepository();
    void detectsABaseAndItsOverlays();
};

namespace {

std::string groupText(const std::string &rules, const std::string &extra = {})
{
    return "groups:\n- name: g\n" + extra + "  rules:\n" + rules;
}

std::vector<ComparedGroup> groupsOf(const std::string &text, const std::string &role = {})
{
    return deployment::comparedGroups(*rules::load("rules.yml", text), role);
}

EndpointFacts factsOf(const std::string &text)
{
    EndpointFacts facts;
    facts.name = "prod";
    facts.groups = groupsOf(text);
    for (ComparedGroup &group : *facts.groups) {
        // As the API says it: always a number, never an offset.
        group.interval = group.interval.value_or(60);
        group.queryOffset.reset();
        facts.health.emplace_back(group.rules.size(), EndpointFacts::LoadedRule{"ok", {}});
        facts.lastEvaluations.push_back(1);
    }
    return facts;
}

std::string shownRows(const std::vector<DriftRow> &rows)
{
    std::string text;
    for (const DriftRow &row : rows)
        text +=
            row.id + ' ' + row.subject + ' ' + row.source.text + '|' + row.gitops.text + '|' + row.endpoint.text + '\n';
    return text;
}

} // namespace

void TestEndpointFacts::fillsTheThirdColumn()
{
    const std::string source = groupText("  - {alert: A, expr: x > 2}\n  - {alert: B, expr: y}\n");
    const std::string gitops = groupText("  - {alert: A, expr: x > 1}\n");
    const TestRepository left("source", {{"rules.yml", source}});
    const TestRepository right("gitops", {{"rules.yml", gitops}});
    auto rows = deployment::compareCopies(
        {left.repository, right.repository, left.rules, right.rules, {{{"rules.yml"}, "rules.yml"}}, {}});
    deployment::compareEndpoint(rows, groupsOf(gitops), groupsOf(source), factsOf(gitops), "gitops");
    QCOMPARE(shownRows(rows), std::string("drift/rule A · expr x > 2|x > 1|x > 1\ndrift/rule B y||\n"));
    QVERIFY(rows[1].endpoint.state == DriftCell::State::Absent);
}

void TestEndpointFacts::findsWhatOnlyTheServerHas()
{
    const std::string gitops = groupText("  - {alert: A, expr: x > 1, for: 5m}\n  - {alert: B, expr: y}\n");
    const std::string loaded = groupText("  - {alert: A, expr: x > 1, for: 10m}\n  - {alert: C, expr: z}\n") +
                               "- name: other\n  rules:\n  - {alert: D, expr: z}\n";
    std::vector<DriftRow> rows;
    deployment::compareEndpoint(rows, groupsOf(gitops), groupsOf(gitops), factsOf(loaded), "gitops");
    QCOMPARE(shownRows(rows), std::string("drift/endpoint-rule A · for 5m|5m|10m\ndrift/endpoint-rule B y|y|\n"
                                          "drift/endpoint-rule C ||z\n"));
    for (const deployment::Finding &finding : deployment::driftFindings(rows))
        QVERIFY(finding.ground == deployment::Ground::Endpoint);
}

void TestEndpointFacts::cannotSeeEverything()
{
    const std::string rule = "  - {alert: A, expr: x, labels: {team: a}}\n";
    const std::string written = groupText("  - {alert: A, expr: x}\n", "  labels: {team: a}\n  query_offset: 1m\n");
    std::vector<DriftRow> rows;
    deployment::compareEndpoint(rows, groupsOf(written), {}, factsOf(groupText(rule)), "gitops");
    QCOMPARE(shownRows(rows), std::string());
    deployment::compareEndpoint(rows, groupsOf(groupText(rule, "  interval: 30s\n")), {}, factsOf(groupText(rule)),
                                "gitops");
    QCOMPARE(shownRows(rows), std::string("drift/endpoint-rule g · interval |30s|1m\n"));
}

void TestEndpointFacts::explainsTheOperator()
{
    EndpointFacts facts = factsOf(groupText(
        "  - {alert: A, expr: 'x{namespace=\"m\"} > on () y{a=\"b\",namespace=\"m\"}', labels: {namespace: m}}\n"));
    const std::string written = groupText("  - {alert: A, expr: 'x > on () y{a=\"b\"}'}\n");
    std::vector<DriftRow> rows;
    deployment::compareEndpoint(rows, groupsOf(written), {}, facts, "gitops");
    QCOMPARE(rows.size(), std::size_t(2));
    rows.clear();
    facts.groups->front().file = "/etc/prometheus/rules/prometheus-k8s-rulefiles-0/m-r.yaml";
    deployment::compareEndpoint(rows, groupsOf(written), {}, facts, "gitops");
    QCOMPARE(shownRows(rows), std::string());
}

void TestEndpointFacts::comparesConfigurations()
{
    const auto config = deployment::readPrometheusConfig(
        "global: {evaluation_interval: 30s}\nalerting: {alertmanagers: [{static_configs: [{targets: [a]}]}]}\n"
        "rule_files: [a]\nscrape_configs: [{job_name: x}, {job_name: y}]\n");
    QVERIFY(config);
    EndpointFacts facts;
    facts.name = "prod";
    facts.config = "global:\n  evaluation_interval: 1m\n  scrape_interval: 1m\nrule_files:\n- /etc/prometheus/a\n"
                   "scrape_configs:\n"
                   "- job_name: y\n- job_name: z\n";
    std::vector<DriftRow> rows;
    deployment::compareEndpointConfig(rows, *config, {"gitops", "c.yaml", {0, 0}, 3}, facts);
    QCOMPARE(
        shownRows(rows),
        std::string("drift/endpoint-config alerting |alertmanagers|\ndrift/endpoint-config scrape_configs › x |x|\n"
                    "drift/endpoint-config scrape_configs › z ||z\n"
                    "drift/endpoint-config global › evaluation_interval |30s|1m\n"));
}

void TestEndpointFacts::judgesTheServer()
{
    const std::string text =
        groupText("  - {alert: A, expr: 'up{job=\"gone\"} == 0'}\n  - {alert: B, expr: present > 1}\n"
                  "  - {alert: C, expr: missing > 1}\n  - {alert: Watchdog, expr: vector(1)}\n");
    const TestRepository repository("source", {{"r.yml", text}});
    const std::vector<deployment::Rendering> none;
    const deployment::DeliveryInput input{repository.repository,
                                          repository.repository,
                                          none,
                                          repository.rules,
                                          repository.rules,
                                          [](const std::string &) { return false; },
                                          {}};
    EndpointFacts facts = factsOf(text);
    facts.retention = "7d";
    QCOMPARE(shown(deployment::endpointFindings(input, facts)), std::string());
    facts.health[0][1] = {"err", "boom"};
    facts.activeAlertmanagers.emplace();
    facts.reloaded = false;
    facts.targets = {{"here", "http://a", "up", {}}, {"down", "http://b", "down", "refused"}};
    facts.metricNames = {"up", "present"};
    facts.firingWindow = 2 * 86400;
    facts.firings = {{"A", 0.95}, {"B", 0.2}, {"Watchdog", 1}};
    QCOMPARE(QString::fromStdString(shown(deployment::endpointFindings(input, facts))),
             QString("delivery/no-alertmanager :0\ndelivery/reload-failed :0\ndelivery/rule-failing r.yml:5\n"
                     "delivery/job-down :0\ndelivery/fires-always r.yml:4\ndelivery/job-not-scraped r.yml:4\n"
                     "delivery/metric-missing r.yml:6\ndelivery/never-fired r.yml:6\n"));
}

void TestEndpointFacts::detectsMappings()
{
    const auto object = [](const std::string &name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n";
    };
    const TestRepository source("source", {{"infra/mon/a.yaml", object("a")},
                                           {"infra/mon/b.yaml", object("b")},
                                           {"infra/rules/r.yml", groupText("  - {alert: A, expr: x}\n")},
                                           {"infra/mon/kustomization.yaml", "resources: []\n"}});
    const TestRepository gitops("gitops", {{"base/mon/a.yaml", object("a")},
                                           {"base/mon/b.yaml", object("b")},
                                           {"base/rules/r.yml", groupText("  - {alert: B, expr: y}\n")},
                                           {"old/a.yaml", object("a")},
                                           {"base/other/b.yaml", object("z")}});
    const auto found = deployment::detectMappings(source.repository, source.rules, gitops.repository, gitops.rules);
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].source + " > " + found[0].gitops, std::string("infra/mon > base/mon"));
    QCOMPARE(found[0].evidence.front().shared, std::string("ConfigMap a"));
    QCOMPARE(found[1].source + " > " + found[1].gitops, std::string("infra/rules > base/rules"));
    QCOMPARE(deployment::workspaceFileText("../gitops", found),
             std::string("source: .\ngitops: ../gitops\nmappings:\n- source: infra/mon/\n  gitops: base/mon/\n"
                         "- source: infra/rules/\n  gitops: base/rules/\n"));
}

void TestEndpointFacts::detectsFilesOfOtherNames()
{
    const std::string map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prometheus-rules\n";
    const std::string argo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: prod}\nspec:\n"
                             "  sources:\n  - {repoURL: x, chart: c}\n  - {repoURL: y, path: overlays/prod}\n";
    const std::string flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
                             "metadata: {name: stage}\nspec: {path: ./overlays/stage}\n";
    const TestRepository source("source", {{"infra/rules.yaml", map}, {"infra/unrelated.yaml", "a: 1\n"}});
    const TestRepository gitops("gitops", {{"base/prometheus-rules-cm.yaml", map},
                                           {"base/kustomization.yaml", "resources: [prometheus-rules-cm.yaml]\n"},
                                           {"overlays/prod/kustomization.yaml", "resources: [../../base]\n"},
                                           {"overlays/stage/kustomization.yaml", "resources: [../../base]\n"},
                                           {"clusters/a/app.yaml", argo},
                                           {"clusters/b/stage.yaml", flux}});
    const auto found = deployment::detectMappings(source.repository, source.rules, gitops.repository, gitops.rules);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(deployment::workspaceFileText("../ops", found, deployment::environmentsOf(gitops.repository).list),
             std::string("source: .\ngitops: ../ops\nmappings:\n- source: infra/rules.yaml\n"
                         "  gitops: base/prometheus-rules-cm.yaml\nenvironments:\n- name: prod\n"
                         "  build: overlays/prod\n- name: stage\n  build: overlays/stage\n"));
}

void TestEndpointFacts::detectsWithinOneRepository()
{
    const std::string object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    const TestRepository one(
        "source",
        {{"src/a.yaml", object}, {"deploy/a.yaml", object}, {"deploy/kustomization.yaml", "resources: [a.yaml]\n"}});
    const auto found = deployment::detectMappings(one.repository, one.rules, one.repository, one.rules);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].source + " > " + found[0].gitops, std::string("src > deploy"));
}

void TestEndpointFacts::detectsABaseAndItsOverlays()
{
    const auto object = [](const std::string &name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n";
    };
    // Written at the top, deployed as a base and as copies of it; one file has another name there.
    const TestRepository source("source", {{"a.yaml", object("a")}, {"b.yaml", object("b")}, {"c.yaml", object("c")}});
    const TestRepository gitops("gitops", {{"k8s/base/a.yaml", object("a")},
                                           {"k8s/base/b.yaml", object("b")},
                                           {"k8s/base/prometheus-c.yaml", object("c")},
                                           {"k8s/overlays/prod/a.yaml", object("a")},
                                           {"k8s/overlays/prod/b.yaml", object("b")},
                                           {"k8s/overlays/dev/a.yaml", object("a")}});
    const auto found = deployment::detectMappings(source.repository, source.rules, gitops.repository, gitops.rules);
    QCOMPARE(QString::fromStdString(deployment::workspaceFileText("../gitops", found)),
             QString("source: .\ngitops: ../gitops\nmappings:\n- source: .\n  gitops: k8s/base/\n"
                     "- source: .\n  gitops: k8s/overlays/prod/\n- source: c.yaml\n"
                     "  gitops: k8s/base/prometheus-c.yaml\n"));
}

REGISTER_TEST(TestEndpointFacts);

#include "tst_endpoint.moc"
