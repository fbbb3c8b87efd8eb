#include "base/textedit.h"
#include "deliveryfixture.h"
#include "support/registry.h"

#include <QTest>

class TestDelivery : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void comparesWithSource();
    void takesTheAlertingSection();
    void readsRunbooks_data();
    void readsRunbooks();
    void findsUnreadRecordings();
    void followsKustomizations_data();
    void followsKustomizations();
    void tellsTheSidesOfOneRepositoryApart();
    void matchesGlobs_data();
    void matchesGlobs();
};

void TestDelivery::finds_data()
{
    QTest::addColumn<TestFiles>("files");
    QTest::addColumn<QString>("expected");
    QTest::newRow("fine") << fine() << "";
    const auto files = [](const std::string &config, const std::string &rules = ruleFile) {
        return TestFiles{{"p/prometheus.yml", config}, {"p/rules/a.yml", rules}};
    };
    const std::string sender = "alerting:\n  alertmanagers:\n  - static_configs: [{targets: [am.example:9093]}]\n";
    const std::string jobs = "scrape_configs:\n- job_name: a\n";
    QTest::newRow("plain files") << files(sender + "rule_files: [rules/*.yml]\n" + jobs) << "";
    QTest::newRow("plain files, mounted elsewhere")
        << files(sender + "rule_files: [/etc/prometheus/rules/*.yml]\n" + jobs) << "";
    QTest::newRow("plain files without Alertmanager")
        << files("rule_files: [rules/*.yml]\n" + jobs) << "delivery/no-alertmanager p/prometheus.yml:1\n";
    QTest::newRow("plain file that nothing loads")
        << files(sender + "rule_files: [rules/*.yaml]\n" + jobs) << "delivery/rules-not-loaded p/rules/a.yml:1\n";
    QTest::newRow("plain files, a job")
        << files(sender + "rule_files: [rules/*.yml]\n" + jobs,
                 QString::fromStdString(ruleFile).replace("x > 1", "'up{job=\"b\"} == 0'").toStdString())
        << "delivery/job-not-scraped p/rules/a.yml:4\n";
    QTest::newRow("promtool's tests are no configuration")
        << files("rule_files: [rules/*.yaml]\nevaluation_interval: 1m\ntests: []\n") << "";
    QTest::newRow("no alerting section") << withConfig("rule_files: [/rules/*.yml]\nscrape_configs: []\n")
                                         << "delivery/no-alertmanager config.yaml:7\n";
    QTest::newRow("empty alerting section")
        << withConfig("rule_files: [/rules/*.yml]\nalerting:\n  alertmanagers: []\nscrape_configs: []\n")
        << "delivery/no-alertmanager config.yaml:9\n";
    QTest::newRow("nothing to alert on") << with(withConfig("scrape_configs: []\n"), "rules.yaml", "") << "";
    QTest::newRow("discovered Alertmanagers")
        << withConfig("alerting:\n  alertmanagers:\n  - kubernetes_sd_configs: [{role: pod}]\n"
                      "rule_files: [/rules/*.yml]\nscrape_configs: []\n")
        << "";
    QTest::newRow("no Service of Alertmanager")
        << with(fine(), "am.yaml", "") << "delivery/target-unknown config.yaml:10\n";
    QTest::newRow("its port") << with(fine(), "am.yaml", serviceOf("am", "9094"))
                              << "delivery/target-port config.yaml:10\n";
    const std::string selecting = serviceOf("am", "9093") + "  selector: {app: am}\n";
    const std::string pods = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: am}\nspec:\n  template:\n"
                             "    metadata: {labels: {app: am, x: y}}\n";
    QTest::newRow("no pod of Alertmanager")
        << with(fine(), "am.yaml", selecting) << "delivery/alertmanager-not-deployed config.yaml:10\n";
    QTest::newRow("pods of another name")
        << with(fine(), "am.yaml", selecting + QString::fromStdString(pods).replace("app: am", "app: b").toStdString())
        << "delivery/alertmanager-not-deployed config.yaml:10\n";
    QTest::newRow("a pod of Alertmanager") << with(fine(), "am.yaml", selecting + pods) << "";
    QTest::newRow("a chart that may bring pods")
        << with(fine(), "am.yaml",
                selecting + "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
                            "metadata: {name: am}\n")
        << "";
    QTest::newRow("the operator's pods") << with(fine(), "am.yaml",
                                                 selecting +
                                                     "---\napiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\n"
                                                     "metadata: {name: am}\n")
                                         << "";
    QTest::newRow("addresses from elsewhere")
        << withConfig(fineAlerting + "rule_files: [/rules/*.yml]\nscrape_configs:\n- job_name: a\n  static_configs:\n"
                                     "  - targets: [localhost:1, 10.0.0.1:2, host.example.org:3, 'a.example:4']\n")
        << "";
    QTest::newRow("a job's Service")
        << withConfig(fineAlerting + "rule_files: [/rules/*.yml]\nscrape_configs:\n- job_name: a\n  static_configs:\n"
                                     "  - targets: [gone.m.svc.cluster.local:1]\n")
        << "delivery/target-unknown config.yaml:15\n";
    QTest::newRow("agent") << with(withConfig("rule_files: [/rules/*.yml]\nscrape_configs: []\n"), "prometheus.yaml",
                                   workloadOf("p", "prom/prometheus",
                                              {{{"config", "/etc/prometheus", ""}}, {{"rules", "/rules", ""}}},
                                              "[--agent]"))
                           << "";

    const auto mounted = [](const std::string &text) { return with(fine(), "prometheus.yaml", text); };
    QTest::newRow("not mounted") << mounted(workloadOf("prometheus", "prom/prometheus",
                                                       {{{"config", "/etc/prometheus", ""}}}))
                                 << "delivery/rules-not-loaded rules.yaml:7\n";
    QTest::newRow("mounted elsewhere") << mounted(prometheusOf("/other")) << "delivery/rules-not-loaded rules.yaml:7\n";
    QTest::newRow("subPath") << mounted(prometheusOf("/rules/b.yml", ", subPath: a.yml")) << "";
    QTest::newRow("subPath of another key")
        << mounted(prometheusOf("/rules/b.yml", ", subPath: c.yml")) << "delivery/rules-not-loaded rules.yaml:7\n";
    QTest::newRow("ending") << with(fine(), "rules.yaml", mapOf("rules", "a.yaml", ruleFile))
                            << "delivery/rules-not-loaded rules.yaml:7\n";
    QTest::newRow("relative pattern") << with(withConfig(fineAlerting + "rule_files: [r/*.yml]\nscrape_configs: []\n"),
                                              "prometheus.yaml", prometheusOf("/etc/prometheus/r"))
                                      << "";
    QTest::newRow("unknown workload, fitting name") << mounted("") << "";
    QTest::newRow("unknown workload, other name") << with(mounted(""), "rules.yaml", mapOf("rules", "a.yaml", ruleFile))
                                                  << "delivery/rules-not-loaded rules.yaml:7\n";
    QTest::newRow("a sidecar may load them")
        << with(mounted(workloadOf("prometheus", "prom/prometheus", {{{"config", "/etc/prometheus", ""}}})), "s.yaml",
                workloadOf("s", "kiwigrid/k8s-sidecar:1", {}))
        << "";

    const auto rule = [](const std::string &expr) {
        return with(fine(), "rules.yaml",
                    mapOf("rules", "a.yml", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: '" + expr + "'}\n"));
    };
    QTest::newRow("job that is scraped") << rule("up{job=\"a\"}") << "";
    QTest::newRow("job that is not") << rule("up{job=\"b\"} == 0") << "delivery/job-not-scraped rules.yaml:10\n";
    QTest::newRow("one of several jobs") << rule("up{job=~\"a|b\"}") << "";
    QTest::newRow("any job") << rule("up{job!=\"b\"}") << "";
    const auto reader = [&](const std::string &labels) {
        return with(fine(), "rules.yaml",
                    mapOf("rules", "a.yml",
                          "groups:\n- name: g\n  rules:\n  - {alert: A, expr: x, labels: {s: b}}\n"
                          "  - {record: r, expr: 'ALERTS{alertname=\"A\"" +
                              labels + "} or r'}\n"));
    };
    QTest::newRow("alerts with their label") << reader(",s=\"b\"") << "";
    QTest::newRow("alerts with another label") << reader(",s=\"c\"") << "delivery/alerts-never-match rules.yaml:11\n";
    QTest::newRow("alerts have the jobs of their rules") << rule("ALERTS{job=\"b\"}") << "";
    QTest::newRow("exporter") << rule("kube_pod_info") << "delivery/exporter-missing rules.yaml:10\n";
    QTest::newRow("cAdvisor") << rule("container_memory_rss") << "delivery/exporter-missing rules.yaml:10\n";
    QTest::newRow("node-exporter") << rule("node_load1") << "delivery/exporter-missing rules.yaml:10\n";
    QTest::newRow("RabbitMQ") << rule("rabbitmq_queue_messages") << "delivery/exporter-missing rules.yaml:10\n";
    QTest::newRow("exporter that runs") << with(rule("kube_pod_info"), "ksm.yaml",
                                                workloadOf("ksm", "k8s.io/kube-state-metrics:v2", {}))
                                        << "";

    const auto alertmanager = [](const std::string &receivers, const std::string &image = "prom/alertmanager:v0.25.0",
                                 const std::string &route = "{receiver: team}") {
        TestFiles files = fine();
        files.emplace_back("amc.yaml",
                           mapOf("amc", "alertmanager.yml", "route: " + route + "\nreceivers:\n" + receivers));
        files.emplace_back("amw.yaml", workloadOf("am", image, {{{"amc", "/etc/alertmanager", ""}}}));
        return files;
    };
    QTest::newRow("receiver") << alertmanager("- name: team\n  webhook_configs: [{url: http://x}]\n") << "";
    QTest::newRow("receiver without integration")
        << alertmanager("- name: team\n") << "delivery/receiver-nowhere amc.yaml:9\n";
    QTest::newRow("receiver that is meant to be empty")
        << alertmanager("- name: team\n  webhook_configs: [{url: http://x}]\n- name: 'null'\n",
                        "prom/alertmanager:v0.25.0", "{receiver: team, routes: [{receiver: 'null'}]}")
        << "";
    QTest::newRow("everything into the void")
        << alertmanager("- name: 'null'\n", "prom/alertmanager:v0.25.0", "{receiver: 'null'}")
        << "delivery/receiver-nowhere amc.yaml:9\n";
    QTest::newRow("undefined receiver") << alertmanager("- name: other\n")
                                        << "delivery/undefined-receiver amc.yaml:7\n";
    QTest::newRow("too new for the version")
        << alertmanager("- name: team\n  jira_configs: [{project: x}]\n") << "delivery/receiver-version amc.yaml:10\n";
    QTest::newRow("version that reads it")
        << alertmanager("- name: team\n  jira_configs: [{project: x}]\n", "prom/alertmanager:v0.28.1") << "";
    QTest::newRow("unknown version") << alertmanager("- name: team\n  jira_configs: [{project: x}]\n",
                                                     "prom/alertmanager:latest")
                                     << "";

    const std::string api = "apiVersion: monitoring.coreos.com/v1\nkind: ";
    const std::string operated = api +
                                 "PrometheusRule\nmetadata:\n  name: r\n  namespace: m\n  labels: {team: a}\nspec:\n"
                                 "  groups: []\n";
    const auto server = [&](const std::string &spec) {
        return TestFiles{{"r.yaml", operated},
                         {"p.yaml", api +
                                        "Prometheus\nmetadata:\n  name: p\n  namespace: m\nspec:\n  alerting:\n"
                                        "    alertmanagers: [{name: a, port: web}]\n" +
                                        spec}};
    };
    QTest::newRow("selected") << server("  ruleSelector: {matchLabels: {team: a}}\n") << "";
    QTest::newRow("all selected") << server("  ruleSelector: {}\n") << "";
    QTest::newRow("not selected") << server("  ruleSelector: {matchLabels: {team: b}}\n")
                                  << "delivery/rule-not-selected r.yaml:1\n";
    QTest::newRow("no selector selects nothing") << server("") << "delivery/rule-not-selected r.yaml:1\n";
    QTest::newRow("expression")
        << server("  ruleSelector: {matchExpressions: [{key: team, operator: NotIn, values: [a]}]}\n")
        << "delivery/rule-not-selected r.yaml:1\n";
    QTest::newRow("other namespace")
        << with(server("  ruleSelector: {}\n"), "r.yaml",
                QString::fromStdString(operated).replace("namespace: m", "namespace: n").toStdString())
        << "delivery/rule-not-selected r.yaml:1\n";

    const auto monitored = [&](const std::string &monitor, const std::string &spec = "  serviceMonitorSelector: {}\n") {
        return TestFiles{{"m.yaml", api +
                                        "ServiceMonitor\nmetadata:\n  name: m\n  namespace: n\n  labels: {team: a}\n"
                                        "spec:\n" +
                                        monitor},
                         {"p.yaml", api + "Prometheus\nmetadata:\n  name: p\n  namespace: n\nspec:\n" + spec},
                         {"s.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  namespace: n\n"
                                    "  labels: {app: s}\nspec:\n  ports:\n  - {name: http, port: 80}\n"}};
    };
    const std::string fits = "  selector: {matchLabels: {app: s}}\n  endpoints: [{port: http}]\n";
    QTest::newRow("monitor") << monitored(fits) << "";
    QTest::newRow("monitor of nothing") << monitored("  selector: {matchLabels: {app: t}}\n")
                                        << "delivery/monitor-selects-nothing m.yaml:1\n";
    QTest::newRow("monitor of another namespace")
        << monitored("  selector: {matchLabels: {app: s}}\n  namespaceSelector: {matchNames: [o]}\n")
        << "delivery/monitor-selects-nothing m.yaml:1\n";
    QTest::newRow("monitor of any namespace")
        << monitored("  selector: {matchLabels: {app: s}}\n  namespaceSelector: {any: true}\n") << "";
    QTest::newRow("monitor of everything") << monitored("  selector: {}\n") << "";
    QTest::newRow("monitor of a port that is not there")
        << monitored("  selector: {matchLabels: {app: s}}\n  endpoints: [{port: metrics}]\n")
        << "delivery/target-port m.yaml:1\n";
    QTest::newRow("monitor that is selected")
        << monitored(fits, "  serviceMonitorSelector: {matchLabels: {team: a}}\n") << "";
    QTest::newRow("monitor that is not selected")
        << monitored(fits, "  serviceMonitorSelector: {matchLabels: {team: b}}\n")
        << "delivery/monitor-not-selected m.yaml:1\n";
    QTest::newRow("monitors without a selector")
        << monitored(fits, "  replicas: 1\n") << "delivery/monitor-not-selected m.yaml:1\n";
}

void TestDelivery::finds()
{
    QFETCH(TestFiles, files);
    const TestRepository gitops("gitops", files);
    QTEST(QString::fromStdString(shown(found(gitops, gitops))), "expected");
}

void TestDelivery::followsKustomizations_data()
{
    QTest::addColumn<QString>("overlay");
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("expected");
    QTest::newRow("labels of an overlay") << "labels: [{pairs: {team: a}}]\n"
                                          << "{matchLabels: {team: a}}"
                                          << "";
    QTest::newRow("other labels of an overlay") << "commonLabels: {team: b}\n"
                                                << "{matchLabels: {team: a}}"
                                                << "delivery/rule-not-selected base/r.yaml:1\n";
    QTest::newRow("a patch that may change them") << "patches: [{target: {kind: PrometheusRule}, patch: '[]'}]\n"
                                                  << "{matchLabels: {team: a}}"
                                                  << "";
    QTest::newRow("a patch of something else") << "patches: [{target: {kind: Service}, patch: '[]'}]\n"
                                               << "{matchLabels: {team: a}}"
                                               << "delivery/rule-not-selected base/r.yaml:1\n";
}

void TestDelivery::followsKustomizations()
{
    QFETCH(QString, overlay);
    QFETCH(QString, selector);
    const std::string api = "apiVersion: monitoring.coreos.com/v1\nkind: ";
    const TestRepository gitops(
        "gitops",
        {{"base/kustomization.yaml", "resources: [r.yaml, p.yaml]\n"},
         {"base/r.yaml", api + "PrometheusRule\nmetadata: {name: r}\nspec: {groups: []}\n"},
         {"base/p.yaml", api + "Prometheus\nmetadata: {name: p}\nspec:\n  alerting: {alertmanagers: [{name: a}]}\n" +
                             "  ruleSelector: " + selector.toStdString() + "\n"},
         {"prod/kustomization.yaml", "resources: [../base]\n" + overlay.toStdString()}});
    const std::vector<deployment::Rendering> renderings = {deployment::renderingOfFolder(gitops.repository, "prod")};
    const auto findings = deployment::deliveryFindings({gitops.repository,
                                                        gitops.repository,
                                                        renderings,
                                                        gitops.rules,
                                                        gitops.rules,
                                                        [](const std::string &) { return false; },
                                                        {}});
    QTEST(QString::fromStdString(shown(findings)), "expected");
}

void TestDelivery::tellsTheSidesOfOneRepositoryApart()
{
    TestFiles files = {
        {"deploy/kustomization.yaml", "resources: []\nimages: [{name: prom/alertmanager, newTag: v0.24.0}]\n"}};
    files.emplace_back("infra/am.yaml", workloadOf("am", "prom/alertmanager:v0.25.0", {}));
    files.emplace_back("infra/b.yaml", serviceOf("b", "1"));
    files.emplace_back("deploy/am.yaml", workloadOf("am", "prom/alertmanager:v0.25.0", {}));
    const TestRepository one("source", files);
    const std::vector<deployment::Rendering> renderings = {deployment::renderingOfFolder(one.repository, "deploy")};
    const auto findings =
        deployment::deliveryFindings({one.repository,
                                      one.repository,
                                      renderings,
                                      one.rules,
                                      one.rules,
                                      [](const std::string &path) { return path.starts_with("infra/"); },
                                      {}});
    QCOMPARE(QString::fromStdString(shown(findings)), QString("delivery/alertmanager-not-deployed deploy/am.yaml:1\n"
                                                              "delivery/defined-not-deployed infra/b.yaml:1\n"));
}

void TestDelivery::comparesWithSource()
{
    const std::string job = "- job_name: b\n  static_configs:\n  - targets: [b-metrics.m.svc:1]\n";
    const TestRepository source("source",
                                with(with(fine(), "config.yaml", mapOf("config", "prometheus.yml", fineConfig + job)),
                                     "b.yaml", serviceOf("b-metrics", "1")));
    const TestRepository gitops("gitops", fine());
    QCOMPARE(QString::fromStdString(shown(found(source, gitops))), QString("delivery/job-not-scraped config.yaml:7\n"
                                                                           "delivery/defined-not-deployed b.yaml:1\n"));
    // The job came along, its Service did not.
    const TestRepository half("gitops",
                              with(fine(), "config.yaml", mapOf("config", "prometheus.yml", fineConfig + job)));
    const auto findings = found(source, half);
    QCOMPARE(QString::fromStdString(shown(findings)), QString("delivery/defined-not-deployed b.yaml:1\n"
                                                              "delivery/target-not-deployed config.yaml:16\n"));
    QCOMPARE(findings.front().ground, deployment::Ground::Source);
    QVERIFY(findings.back().text.english().find("defined in source (b.yaml) and not deployed") != std::string::npos);
}

void TestDelivery::takesTheAlertingSection()
{
    const std::string without = fineConfig.substr(fineConfig.find("rule_files"));
    const std::string gitopsConfig = mapOf("config", "prometheus.yml", "# own\n" + without);
    const TestRepository source("source", fine());
    const TestRepository gitops("gitops", with(fine(), "config.yaml", gitopsConfig));
    const auto findings = found(source, gitops);
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(findings.front().edits.size(), std::size_t(1));
    const auto mended = base::applyEdits(gitopsConfig, findings.front().edits.front().edits);
    QVERIFY(mended.ok());
    QVERIFY(mended->find("# own\n") != std::string::npos);
    const TestRepository after("gitops", with(fine(), "config.yaml", *mended));
    QCOMPARE(QString::fromStdString(shown(found(source, after))), QString());
}

void TestDelivery::readsRunbooks_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("dead");
    QTest::newRow("there") << "docs/there.md" << false;
    QTest::newRow("anchor") << "docs/there.md#what" << false;
    QTest::newRow("gone") << "docs/gone.md" << true;
    QTest::newRow("from the top") << "/docs/gone.md" << true;
    QTest::newRow("elsewhere") << "https://wiki.example/x" << false;
    QTest::newRow("here, by address") << "https://git.example/team/shop/blob/main/docs/there.md" << false;
    QTest::newRow("gone, by address") << "https://git.example/team/shop/blob/main/docs/gone.md" << true;
    QTest::newRow("gone, GitLab") << "https://git.example/team/shop/-/blob/main/docs/gone.md" << true;
    QTest::newRow("another repository") << "https://git.example/team/other/blob/main/docs/gone.md" << false;
    QTest::newRow("template") << "docs/{{ $labels.job }}.md" << false;
    QTest::newRow("some wiki's name") << "HighLoad" << false;
}

void TestDelivery::readsRunbooks()
{
    QFETCH(QString, url);
    const std::string rule =
        "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: x\n    annotations:\n      runbook_url: \"" +
        url.toStdString() + "\"\n";
    const TestRepository source("source", {{"r.yml", rule}, {"docs/there.md", ""}});
    const auto findings = found(source, source, {"git@git.example:team/shop.git"});
    QTEST(!findings.empty(), "dead");
    if (!findings.empty())
        QCOMPARE(QString::fromStdString(shown(findings)), QString("delivery/dead-runbook r.yml:7\n"));
}

void TestDelivery::findsUnreadRecordings()
{
    const TestRepository source(
        "source", {{"r.yml", "groups:\n- name: g\n  rules:\n"
                             "  - {record: 'a:read', expr: x}\n  - {record: 'b:dash', expr: x}\n"
                             "  - {record: 'c:none', expr: x}\n  - {record: 'd:pattern', expr: x}\n"
                             "  - {alert: A, expr: 'a:read > 1'}\n  - {alert: B, expr: '{__name__=~\"d:.*\"}'}\n"},
                   {"dash.json", "{\"expr\": \"sum(b:dash)\"}"}});
    QCOMPARE(QString::fromStdString(shown(found(source, source))), QString("delivery/unread-recording r.yml:6\n"));
}

void TestDelivery::matchesGlobs_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("expected");
    QTest::newRow("star") << "/r/*.yml"
                          << "/r/a.yml" << true;
    QTest::newRow("star stops at a slash") << "/r/*.yml"
                                           << "/r/a/b.yml" << false;
    QTest::newRow("ending") << "/r/*.yml"
                            << "/r/a.yaml" << false;
    QTest::newRow("both endings") << "/r/*.y*ml"
                                  << "/r/a.yaml" << true;
    QTest::newRow("question mark") << "/r/a?.yml"
                                   << "/r/ab.yml" << true;
    QTest::newRow("set") << "/r/[a-c].yml"
                         << "/r/b.yml" << true;
    QTest::newRow("negated set") << "/r/[^a-c].yml"
                                 << "/r/b.yml" << false;
    QTest::newRow("escaped") << "/r/\\*.yml"
                             << "/r/a.yml" << false;
    QTest::newRow("folder") << "/r/*/*.yml"
                            << "/r/x/a.yml" << true;
}

void TestDelivery::matchesGlobs()
{
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QTEST(deployment::globMatches(pattern.toStdString(), path.toStdString()), "expected");
}

REGISTER_TEST(TestDelivery);

#include "tst_delivery.moc"
