#include "base/textedit.h"
#include "deliveryfixture.h"
#include "support/registry.h"

#include <QTest>

/// What the board offers to change: after it, the finding is gone, and nothing else of the manifest has changed.
class TestDeliveryFixes : public QObject
{
    Q_OBJECT

private slots:
    void mends_data();
    void mends();
    void carriesWhatOnlySourceHas();
    void namesTheEnvironment();
};

void TestDeliveryFixes::mends_data()
{
    QTest::addColumn<TestFiles>("files");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("inserted");
    QTest::newRow("a pattern") << with(fine(), "rules.yaml", mapOf("rules", "a.yaml", ruleFile))
                               << "delivery/rules-not-loaded rules.yaml:7\n"
                               << "rule_files: [/rules/*.yml, /rules/a.yaml]";
    QTest::newRow("a pattern in a block list")
        << with(withConfig(fineAlerting + "rule_files: # ours\n- /rules/*.yml # theirs\nscrape_configs: []\n"),
                "rules.yaml", mapOf("rules", "a.yaml", ruleFile))
        << "delivery/rules-not-loaded rules.yaml:7\n"
        << "    rule_files: # ours\n    - /rules/*.yml # theirs\n    - /rules/a.yaml\n";
    QTest::newRow("no rule_files") << withConfig(fineAlerting + "scrape_configs: []\n")
                                   << "delivery/rules-not-loaded rules.yaml:7\n"
                                   << "rule_files:\n    - /rules/a.yml\n";
    QTest::newRow("a mount") << with(fine(), "prometheus.yaml",
                                     workloadOf("prometheus", "prom/prometheus:v2.42.0",
                                                {{{"config", "/etc/prometheus", ""}}}))
                             << "delivery/rules-not-loaded rules.yaml:7\n"
                             << "        - name: rules\n          mountPath: /rules\n";
    QTest::newRow("unknown workload") << with(with(fine(), "prometheus.yaml", ""), "rules.yaml",
                                              mapOf("rules", "a.yaml", ruleFile))
                                      << "delivery/rules-not-loaded rules.yaml:7\n"
                                      << "/rules/a.yaml";
    const std::string sender = "alerting:\n  alertmanagers:\n  - static_configs: [{targets: [am.example:9093]}]\n";
    QTest::newRow("plain files") << TestFiles{{"p/prometheus.yml",
                                               sender + "rule_files: [rules/*.yaml]\nscrape_configs: []\n"},
                                              {"p/rules/a.yml", ruleFile}}
                                 << "delivery/rules-not-loaded p/rules/a.yml:1\n"
                                 << "[rules/*.yaml, rules/a.yml]";
    QTest::newRow("plain files, absolute")
        << TestFiles{{"p/prometheus.yml", sender + "rule_files: [/etc/p/*.yaml]\nscrape_configs: []\n"},
                     {"p/rules/a.yml", ruleFile}}
        << "delivery/rules-not-loaded p/rules/a.yml:1\n"
        << "[/etc/p/*.yaml, /etc/p/a.yml]";
    QTest::newRow("no alerting section") << withConfig("rule_files: [/rules/*.yml]\nscrape_configs: []\n")
                                         << "delivery/no-alertmanager config.yaml:7\n"
                                         << "- targets:\n          - am:9093\n";
    QTest::newRow("a port") << with(fine(), "am.yaml", serviceOf("am", "9094"))
                            << "delivery/target-port config.yaml:10\n"
                            << "targets: [am.m.svc:9094]";
    const std::string api = "apiVersion: monitoring.coreos.com/v1\nkind: ";
    const auto selected = [&](const std::string &metadata) {
        return TestFiles{{"r.yaml", api + "PrometheusRule\nmetadata:" + metadata + "\nspec:\n  groups: []\n"},
                         {"p.yaml", api + "Prometheus\nmetadata: {name: p}\nspec:\n  alerting:\n"
                                          "    alertmanagers: [{name: a, port: web}]\n"
                                          "  ruleSelector: {matchLabels: {team: b, \"on\": \"1\"}}\n"}};
    };
    QTest::newRow("labels") << selected("\n  name: r # r\n  labels:\n    team: a # theirs\n    x: y")
                            << "delivery/rule-not-selected r.yaml:1\n"
                            << "    team: b # theirs\n";
    QTest::newRow("no labels") << selected("\n  name: r # r") << "delivery/rule-not-selected r.yaml:1\n"
                               << "\"on\": \"1\"";
    QTest::newRow("labels in a line") << selected(" {name: r, labels: {x: y}}")
                                      << "delivery/rule-not-selected r.yaml:1\n"
                                      << "team: b";
    QTest::newRow("a monitor") << TestFiles{{"m.yaml", api + "ServiceMonitor\nmetadata:\n  name: m\nspec:\n"
                                                             "  selector: {}\n"},
                                            {"s.yaml", serviceOf("s", "1")},
                                            {"p.yaml", api + "Prometheus\nmetadata: {name: p}\nspec:\n"
                                                             "  serviceMonitorSelector: {matchLabels: {team: a}}\n"}}
                               << "delivery/monitor-not-selected m.yaml:1\n"
                               << "  labels:\n    team: a\n";
}

void TestDeliveryFixes::mends()
{
    QFETCH(TestFiles, files);
    QFETCH(QString, inserted);
    const TestRepository before("gitops", files);
    const auto findings = found(before, before);
    QTEST(QString::fromStdString(shown(findings)), "expected");
    QCOMPARE(findings.front().edits.size(), std::size_t(1));
    const deployment::FileEdit &edit = findings.front().edits.front();
    const auto text = base::applyEdits(before.repository.find(edit.file)->text(), edit.edits);
    QVERIFY(text.ok());
    QVERIFY2(text->find(inserted.toStdString()) != std::string::npos, text->c_str());
    const TestRepository after("gitops", with(files, edit.file, *text));
    QVERIFY2(shown(found(after, after)).empty(), (shown(found(after, after)) + *text).c_str());
}

void TestDeliveryFixes::carriesWhatOnlySourceHas()
{
    const TestRepository source("source", {{"infra/b.yaml", "# why\n" + serviceOf("b", "1")},
                                           {"infra/c.yaml", serviceOf("c", "1") + "---\n" + serviceOf("d", "1")}});
    const TestFiles files = {{"base/kustomization.yaml", "resources:\n- c.yaml # all\n"},
                             {"base/c.yaml", serviceOf("c", "2")}};
    const TestRepository gitops("gitops", files);
    const std::vector<deployment::Rendering> renderings = {deployment::renderingOfFolder(gitops.repository, "base")};
    const auto findings =
        deployment::deliveryFindings({source.repository,
                                      gitops.repository,
                                      renderings,
                                      source.rules,
                                      gitops.rules,
                                      [](const std::string &) { return true; },
                                      {},
                                      [](const std::string &path) { return "base/" + deployment::fileNameOf(path); }});
    QCOMPARE(QString::fromStdString(shown(findings)), QString("delivery/defined-not-deployed infra/b.yaml:2\n"
                                                              "delivery/defined-not-deployed infra/c.yaml:9\n"));
    QCOMPARE(findings[0].edits.size(), std::size_t(2));
    QCOMPARE(findings[0].edits[0].file, std::string("base/b.yaml"));
    QCOMPARE(*base::applyEdits("", findings[0].edits[0].edits), "# why\n" + serviceOf("b", "1"));
    QCOMPARE(findings[0].edits[1].file, std::string("base/kustomization.yaml"));
    QCOMPARE(*base::applyEdits(files[0].second, findings[0].edits[1].edits),
             std::string("resources:\n- c.yaml # all\n- b.yaml\n"));
    // The twin has the rest in its own way.
    QCOMPARE(findings[1].edits.size(), std::size_t(1));
    QCOMPARE(*base::applyEdits(files[1].second, findings[1].edits[0].edits),
             serviceOf("c", "2") + "---\n" + serviceOf("d", "1"));
}

void TestDeliveryFixes::namesTheEnvironment()
{
    const TestRepository gitops("gitops",
                                with(fine(), "rules.yaml",
                                     mapOf("rules", "a.yml",
                                           "groups:\n- name: g\n  rules:\n  - {alert: A, expr: x, labels: {s: b}}\n"
                                           "  - {record: r, expr: 'ALERTS{alertname=\"A\",s=\"c\"} or r'}\n")));
    std::vector<deployment::Rendering> renderings = {deployment::renderingOfFiles(gitops.repository, {})};
    renderings.front().name = "prod";
    const auto findings = deployment::deliveryFindings({gitops.repository,
                                                        gitops.repository,
                                                        renderings,
                                                        gitops.rules,
                                                        gitops.rules,
                                                        [](const std::string &) { return false; },
                                                        {}});
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(findings.front().text.english(),
             std::string("In prod, r reads alerts of A with s=\"c\", and they would carry s=\"b\": it would never find "
                         "one."));
}

REGISTER_TEST(TestDeliveryFixes);

#include "tst_deliveryfixes.moc"
