#include "base/textedit.h"
#include "deployment/drift.h"
#include "repositoryof.h"
#include "support/registry.h"

#include <QTest>

using deployment::DriftRow;

class TestDrift : public QObject
{
    Q_OBJECT

private slots:
    void comparesRules_data();
    void comparesRules();
    void comparesOtherContainers();
    void comparesManifests_data();
    void comparesManifests();
    void takesOneDifference();
    void showsMissingTwins();
    void showsWhatOnlyGitOpsHas();
};

namespace {

/// Both sides as one pair each: `id subject source|gitops`, expected ones in parentheses.
std::string compared(const std::string &source, const std::string &gitops)
{
    const TestRepository left("source", {{"a.yaml", source}});
    const TestRepository right("gitops", {{"b.yaml", gitops}});
    std::string text;
    for (const DriftRow &row : deployment::compareCopies(
             {left.repository, right.repository, left.rules, right.rules, {{{"a.yaml"}, "b.yaml"}}, {}})) {
        const std::string line = row.id + ' ' + row.subject + ' ' + row.source.text + '|' + row.gitops.text;
        text += (row.expected ? '(' + line + ')' : line) + '\n';
    }
    return text;
}

std::string ruleText(const std::string &body)
{
    return "groups:\n- name: g\n  rules:\n" + body;
}

std::string configMap(const std::string &key, const std::string &body, const std::string &extra = {})
{
    std::string text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n" + extra + "data:\n  " + key + ": |\n";
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = body.find('\n', at) + 1;
        text += "    " + body.substr(at, end - at);
        at = end;
    }
    return text;
}

std::string workloadText(const std::string &image, const std::string &replicas, const std::string &command)
{
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec:\n  replicas: " + replicas +
           "\n  template:\n    spec:\n      containers:\n      - name: d\n        image: " + image +
           "\n        command: [" + command + "]\n";
}

} // namespace

void TestDrift::comparesRules_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("gitops");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &source, const std::string &gitops, const char *expected) {
        QTest::newRow(name) << QString::fromStdString(ruleText(source)) << QString::fromStdString(ruleText(gitops))
                            << expected;
    };
    row("only forms differ", "  - alert: A\n    expr: |\n      sum by (b, a) (x) # why\n        > 1\n    for: 60s\n",
        "  - expr: 'sum(x) by (b,a) > 1'\n    alert: A\n    for: 1m\n", "");
    row("expression", "  - alert: A\n    expr: x > 1\n", "  - alert: A\n    expr: x > 2\n",
        "drift/rule A · expr x > 1|x > 2\n");
    row("for", "  - alert: A\n    expr: x\n    for: 5m\n", "  - alert: A\n    expr: x\n", "drift/rule A · for 5m|0s\n");
    row("labels", "  - alert: A\n    expr: x\n    labels: {s: a, t: b}\n",
        "  - alert: A\n    expr: x\n    labels: {s: c, u: d}\n",
        "drift/rule A · labels.s a|c\ndrift/rule A · labels.t b|\ndrift/rule A · labels.u |d\n");
    row("only in source", "  - alert: A\n    expr: x\n  - record: b\n    expr: y\n", "  - alert: A\n    expr: x\n",
        "drift/rule b y|\n");
    row("only in GitOps", "  - alert: A\n    expr: x\n", "  - alert: A\n    expr: x\n  - alert: B\n    expr: y\n",
        "drift/rule B |y\n");
    row("one of several equal names",
        "  - alert: A\n    expr: x\n  - alert: A\n    expr: y\n  - alert: A\n    expr: z\n",
        "  - alert: A\n    expr: z\n  - alert: A\n    expr: x\n  - alert: A\n    expr: w\n",
        "drift/rule A#1 · expr y|w\n");
    row("kind", "  - alert: A\n    expr: x\n", "  - record: A\n    expr: x\n", "drift/rule A x|\ndrift/rule A |x\n");
    QTest::newRow("group") << "groups:\n- name: g\n  interval: 30s\n  rules:\n  - {alert: A, expr: x}\n"
                           << "groups:\n- name: h\n  interval: 1m\n  limit: 3\n  rules:\n  - {alert: A, expr: x}\n"
                           << "drift/group g · name g|h\ndrift/group g · interval 30s|1m\ndrift/group g · limit 0|3\n";
    QTest::newRow("group labels are merged")
        << "groups:\n- name: g\n  labels: {team: a}\n  rules:\n  - {alert: A, expr: x}\n"
        << "groups:\n- name: g\n  rules:\n  - {alert: A, expr: x, labels: {team: a}}\n"
        << "";
}

void TestDrift::comparesRules()
{
    QFETCH(QString, source);
    QFETCH(QString, gitops);
    QTEST(QString::fromStdString(compared(source.toStdString(), gitops.toStdString())), "expected");
}

void TestDrift::comparesOtherContainers()
{
    const std::string plain = ruleText("  - alert: A\n    expr: x\n  - alert: B\n    expr: y\n");
    const std::string wrapped = configMap("r.yml", ruleText("  - alert: A\n    expr: x\n"));
    QCOMPARE(compared(plain, wrapped), std::string("drift/rule B y|\n"));
    QCOMPARE(compared("scrape_configs:\n- job_name: a\n- job_name: b\n",
                      configMap("prometheus.yml", "scrape_configs:\n- job_name: a\n")),
             std::string("drift/prometheus-config scrape_configs › b {job_name: b}|\n"));
    // Two source files that share a twin.
    const TestRepository left("source", {{"a.yml", ruleText("  - {alert: A, expr: x}\n")},
                                         {"b.yml", "groups:\n- name: h\n  rules:\n  - {alert: B, expr: y}\n"}});
    const TestRepository right("gitops",
                               {{"c.yaml", configMap("r.yml", ruleText("  - {alert: A, expr: x}\n") +
                                                                  "- name: h\n  rules:\n  - {alert: B, expr: z}\n")}});
    const auto rows = deployment::compareCopies(
        {left.repository, right.repository, left.rules, right.rules, {{{"a.yml", "b.yml"}, "c.yaml"}}, {}});
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows.front().subject, std::string("B · expr"));
    QCOMPARE(rows.front().source.at.file, std::string("b.yml"));
}

void TestDrift::comparesManifests_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("gitops");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &source, const std::string &gitops, const char *expected) {
        QTest::newRow(name) << QString::fromStdString(source) << QString::fromStdString(gitops) << expected;
    };
    row("what each environment has of its own", workloadText("x:latest", "1", "run"), workloadText("x:v3", "2", "run"),
        "(drift/manifest Deployment d › spec › replicas 1|2)\n"
        "(drift/manifest Deployment d › spec › template › spec › containers › d › image x:latest|x:v3)\n");
    row("what a program runs with", workloadText("x", "1", "run"), workloadText("x", "1", "stop"),
        "drift/manifest Deployment d › spec › template › spec › containers › d › command › 1 run|stop\n");
    row("alerting", configMap("prometheus.yml", "alerting:\n  alertmanagers: []\nrule_files: [a]\n"),
        configMap("prometheus.yml", "rule_files: [a, b]\n"),
        "drift/prometheus-config ConfigMap c › data › prometheus.yml › alerting {alertmanagers: []}|\n"
        "drift/prometheus-config ConfigMap c › data › prometheus.yml › rule_files › 2 |b\n");
    row("intervals and external labels",
        configMap("prometheus.yml", "global:\n  evaluation_interval: 30s\nscrape_configs: []\n"),
        configMap("prometheus.yml",
                  "global:\n  evaluation_interval: 1m\n  external_labels: {c: p}\nscrape_configs: []\n"),
        "drift/prometheus-config ConfigMap c › data › prometheus.yml › global › evaluation_interval 30s|1m\n"
        "(drift/prometheus-config ConfigMap c › data › prometheus.yml › global › external_labels |{c: p})\n");
    row("receivers", configMap("alertmanager.yml", "route: {receiver: a}\nreceivers:\n- name: a\n"),
        configMap("alertmanager.yml", "route: {receiver: b}\nreceivers:\n- name: b\n"),
        "drift/alertmanager-config ConfigMap c › data › alertmanager.yml › route › receiver a|b\n"
        "drift/alertmanager-config ConfigMap c › data › alertmanager.yml › receivers › a {name: a}|\n"
        "drift/alertmanager-config ConfigMap c › data › alertmanager.yml › receivers › b |{name: b}\n");
    row("rules are not listed twice", configMap("r.yml", ruleText("  - {alert: A, expr: x}\n")),
        configMap("r.yml", ruleText("  - {alert: A, expr: y}\n"), "  annotations: {sync: '1'}\n"),
        "drift/rule A · expr x|y\n(drift/manifest ConfigMap c › metadata › annotations |{sync: '1'})\n");
    row("broken", "a: 1\n", "a: [\n", "drift/unreadable b.yaml |\n");
}

void TestDrift::comparesManifests()
{
    QFETCH(QString, source);
    QFETCH(QString, gitops);
    QTEST(QString::fromStdString(compared(source.toStdString(), gitops.toStdString())), "expected");
}

void TestDrift::takesOneDifference()
{
    const std::string source = configMap(
        "r.yml", ruleText("  # ours\n  - alert: A\n    expr: x > 1\n    for: 5m\n  - alert: B\n    expr: y\n"));
    const std::string gitops =
        configMap("r.yml", ruleText("  - alert: A\n    expr: x > 2 # theirs\n    for: 10m\n"), "  labels: {own: a}\n");
    const TestRepository left("source", {{"a.yaml", source}});
    const TestRepository right("gitops", {{"b.yaml", gitops}});
    const auto rows = deployment::compareCopies(
        {left.repository, right.repository, left.rules, right.rules, {{{"a.yaml"}, "b.yaml"}}, {}});
    QCOMPARE(rows.size(), std::size_t(4));
    QCOMPARE(rows[0].subject, std::string("A · expr"));
    QCOMPARE(rows[0].takeSource.size(), std::size_t(1));
    const auto taken = base::applyEdits(gitops, rows[0].takeSource.front().edits);
    QVERIFY(taken.ok());
    QCOMPARE(*taken, configMap("r.yml", ruleText("  - alert: A\n    expr: x > 1 # theirs\n    for: 10m\n"),
                               "  labels: {own: a}\n"));
    const auto back = base::applyEdits(source, rows[0].takeGitOps.front().edits);
    QVERIFY(back.ok());
    QVERIFY(back->find("expr: x > 2\n") != std::string::npos);
    QVERIFY(back->find("for: 5m\n") != std::string::npos);
    QCOMPARE(rows[2].subject, std::string("B"));
    const auto added = base::applyEdits(gitops, rows[2].takeSource.front().edits);
    QVERIFY(added.ok());
    QVERIFY(added->find("- alert: B\n        expr: y\n") != std::string::npos);
    QCOMPARE(compared(source, *added), std::string("drift/rule A · expr x > 1|x > 2\ndrift/rule A · for 5m|10m\n"
                                                   "drift/manifest ConfigMap c › metadata › labels |{own: a}\n"));
}

void TestDrift::showsMissingTwins()
{
    const TestRepository left("source", {{"s/a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"},
                                         {"s/kustomization.yaml", "resources: []\n"}});
    const TestRepository right("gitops", {{"g/kustomization.yaml", "resources:\n- b.yaml\n"}});
    const auto rows = deployment::compareCopies({left.repository,
                                                 right.repository,
                                                 left.rules,
                                                 right.rules,
                                                 {{{"s/a.yaml"}, "g/a.yaml"}, {{"s/kustomization.yaml"}, "g/x.yaml"}},
                                                 {}});
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows.front().id, std::string("drift/missing-twin"));
    // The new file, and its registration.
    QCOMPARE(rows.front().takeSource.size(), std::size_t(2));
    QCOMPARE(rows.front().takeSource[0].file, std::string("g/a.yaml"));
    QCOMPARE(rows.front().takeSource[1].file, std::string("g/kustomization.yaml"));
    const auto findings = deployment::driftFindings(rows);
    QCOMPARE(shown(findings), std::string("drift/missing-twin s/a.yaml:1\n"));
    QCOMPARE(findings.front().ground, deployment::Ground::Source);
}

void TestDrift::showsWhatOnlyGitOpsHas()
{
    const TestRepository left("source", {});
    const TestRepository right("gitops", {{"r.yaml", ruleText("  - {alert: A, expr: x}\n")},
                                          {"s.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"}});
    const auto rows = deployment::compareCopies(
        {left.repository, right.repository, left.rules, right.rules, {}, {"r.yaml", "s.yaml"}});
    QCOMPARE(shown(deployment::driftFindings(rows)), std::string("drift/only-in-gitops r.yaml:1\n"));
}

REGISTER_TEST(TestDrift);

#include "tst_drift.moc"
