#include "consolidation/loadingday.h"
#include "consolidation/report.h"
#include "consolidation/routing.h"
#include "consolidation/structure.h"
#include "rulelines.h"
#include "support/registry.h"

#include <algorithm>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using consolidation::Containment;
using consolidation::Evidence;
using consolidation::Proof;
using consolidation::Report;

namespace {

const promql::VectorSelector *selectorOf(const promql::Tree &tree)
{
    return promql::as<promql::VectorSelector>(tree.root());
}

QByteArray evidenceTextOf(const std::vector<Evidence> &evidence, const std::string &kind = {})
{
    QByteArrayList lines;
    for (const Evidence &each : evidence) {
        if (kind.empty() || each.kind == kind)
            lines += QByteArray::fromStdString(each.kind + ": " + each.text.english());
    }
    return lines.join('\n');
}

const std::string configuration = R"(route:
  receiver: default
  group_by: [alertname, service]
  routes:
  - matchers: ['service=~"gateway|identity"', severity="critical"]
    receiver: pager
    continue: true
  - match: {service: gateway}
    receiver: gateway-team
    group_by: ['...']
    mute_time_intervals: [weekend]
    routes:
    - match_re: {team: 'core|edge'}
      receiver: core
receivers:
- name: default
- name: pager
- name: gateway-team
- name: core
time_intervals:
- name: weekend
inhibit_rules:
- source_matchers: [alertname = ServiceDown]
  target_matchers: ['{severity="warning"}']
  equal: [service]
)";

} // namespace

class TestStructure : public QObject
{
    Q_OBJECT

private slots:
    void decidesContainment_data();
    void decidesContainment();
    void saysWhatLabelsAndSelectorsLose();
    void forecastsCollisions();
    void forecastsMixing_data();
    void forecastsMixing();
    void namesTheHeir_data();
    void namesTheHeir();
    void tellsLoadingDayByIdentity();
    void readsRoutes_data();
    void readsRoutes();
    void agreesWithAmtool();
    void refusesWhatIsNoConfiguration_data();
    void refusesWhatIsNoConfiguration();
    void inheritsGroups();
    void saysWhatRoutesTreatOtherwise();
};

void TestStructure::decidesContainment_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *old, const char *now, Containment expected) {
        QTest::addRow("%s in %s", old, now) << QByteArray(old) << QByteArray(now) << static_cast<int>(expected);
    };
    using enum Containment;
    row("a", "a", Contained);
    row("a", "b", NotContained);
    row("a", "{__name__=~\"a|b\"}", Contained);
    row("c", "{__name__=~\"a|b\"}", NotContained);
    row("a_x_total", "{__name__=~\"a_.+_total\"}", Contained);
    row("a_total", "{__name__=~\"a_.+_total\"}", NotContained);
    row("a{j=\"x\"}", "a{j=~\"x|y\"}", Contained);
    row("a{j=\"z\"}", "a{j=~\"x|y\"}", NotContained);
    row("a{j=~\"x|y\"}", "a{j=~\"x|y|z\"}", Contained);
    row("a{j=~\"x|y|z\"}", "a{j=~\"x|y\"}", NotContained);
    row("a{j=~\"x|y\",j!=\"y\"}", "a{j=\"x\"}", Contained);
    row("a{j=\"x\",k=\"1\"}", "a{j=\"x\"}", Contained);
    row("a{j=\"x\"}", "a{j=\"x\",k=\"1\"}", NotContained);
    row("a{j=\"x\"}", "a{j=\"x\",k=\"\"}", NotContained);
    row("a", "a{j!=\"x\"}", NotContained);
    row("a{j!=\"x\"}", "a{j!=\"x\"}", Contained);
    row("a{j!=\"x\",j!=\"y\"}", "a{j!=\"x\"}", Contained);
    row("a{j!=\"x\"}", "a{j!~\"x|y\"}", NotContained);
    row("a{j!~\"x|y\"}", "a{j!=\"x\"}", Contained);
    row("a{j!=\"x\"}", "a{j=~\"y|z\"}", NotContained);
    row("a", "a{j=~\".*\"}", Contained);
    row("a", "a{j=~\".+\"}", NotContained);
    row("a{j!=\"\"}", "a{j=~\".+\"}", Contained);
    row("a{j=~\"x.+\"}", "a{j=~\"x.+\"}", Contained);
    row("a{j=~\"x.+\"}", "a{j=~\"x.*\"}", Unknown);
    row("a{j=~\"x.+\"}", "a{j=\"x1\"}", Unknown);
    row("a", "a{j=~\"x.+\"}", Unknown);
    row("a{j=\"\"}", "a{j!=\"x\"}", Contained);
    row("a{j=\"x\",j=\"y\"}", "b", Contained);
}

void TestStructure::decidesContainment()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(int, expected);
    const promql::Tree before = promql::parse(old.toStdString());
    const promql::Tree after = promql::parse(now.toStdString());
    QVERIFY(selectorOf(before) && selectorOf(after));
    QCOMPARE(static_cast<int>(consolidation::containment(*selectorOf(before), *selectorOf(after))), expected);
}

void TestStructure::saysWhatLabelsAndSelectorsLose()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "Down: up{job=\"shop\"} == 0 // labels: {service: shop, team: x}\n"
                          "Down: up{job=\"stock\"} == 0 // labels: {service: stock, team: x}")});
    consolidation::Proposal proposal = report.proposals.at(0);
    const auto of = [&] { return evidenceTextOf(consolidation::structureOf(report.findings.families[0], proposal)); };
    QCOMPARE(of(), QByteArray());
    rules::NewRule &alert = proposal.takeovers.at(0).alerting.rule;
    std::erase_if(alert.labels, [](const auto &label) { return label.first == "team"; });
    const std::size_t at = alert.expr.find("stock");
    QVERIFY(at != std::string::npos);
    alert.expr.replace(at, 5, "mail");
    const QByteArray text = of();
    QVERIFY2(text.contains("The new rule does not select all that Down selects: up{job=\"stock\"}."), text);
    QVERIFY2(text.contains("label: The label team") || text.contains("lose the label team"), text);
}

void TestStructure::forecastsCollisions()
{
    const Report report =
        consolidation::reportOn({rulesOf("a.yml", "Hot: sum by (pod) (rate(acme_shop_bad_total[5m])) > 3\n"
                                                  "Hot: sum by (pod) (rate(acme_stock_bad_total[5m])) > 3")});
    const QByteArray text = evidenceTextOf(
        consolidation::structureOf(report.findings.families.at(0), report.proposals.at(0)), "collision-possible");
    QVERIFY2(text.contains("rate drops the names of {__name__=~\"acme_(shop|stock)_bad_total\"}"), text);
}

void TestStructure::forecastsMixing_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QByteArray>("finding");
    const auto row = [](const char *name, const char *rule, const char *finding) {
        QTest::newRow(name) << QByteArray(rule) << QByteArray(finding);
    };
    row("a sum of gauges", "Hot: sum by (pod) (acme_NAME_load) > 3",
        "mixing-possible: sum takes the series of {__name__=~\"acme_(shop|stock)_load\"} together where only their "
        "names "
        "tell them apart. They have to differ in a label that it keeps; an endpoint can tell.");
    row("in parentheses", "Hot: max by (pod) ((acme_NAME_load)) > 3",
        "mixing-possible: max takes the series of {__name__=~\"acme_(shop|stock)_load\"} together where only their "
        "names "
        "tell them apart. They have to differ in a label that it keeps; an endpoint can tell.");
    row("what a comparison leaves", "Hot: count by (pod) (acme_NAME_load < 1) > 3",
        "mixing-possible: count takes the series of {__name__=~\"acme_(shop|stock)_load\"} together where only their "
        "names tell them apart. They have to differ in a label that it keeps; an endpoint can tell.");
    row("names that became a label", "Hot: sum by (pod) (acme_NAME_load) > 3 // labels: {service: NAME}", "");
    row("what collides instead", "Hot: sum by (pod) (rate(acme_NAME_bad_total[5m])) > 3", "");
    row("one metric", "Hot: sum by (pod) (acme_load{job=\"NAME\"}) > 3", "");
    row("no aggregation", "Hot: acme_NAME_load > 3", "");
}

void TestStructure::forecastsMixing()
{
    QFETCH(QByteArray, rule);
    QFETCH(QByteArray, finding);
    const Report report = consolidation::reportOn({rulesOf("a.yml", QByteArray(rule).replace("NAME", "shop") + '\n' +
                                                                        QByteArray(rule).replace("NAME", "stock"))});
    QVERIFY(!report.proposals.at(0).empty());
    QCOMPARE(
        evidenceTextOf(consolidation::structureOf(report.findings.families[0], report.proposals[0]), "mixing-possible"),
        finding);
}

void TestStructure::namesTheHeir_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<int>("heir");
    QTest::newRow("the first of the same name and labels")
        << QByteArray("Down: up{job=\"a\"} == 0\nDown: up{job=\"b\"} == 0") << 0;
    QTest::newRow("labels that change") << QByteArray("Down: up{job=\"a\"} == 0 // labels: {service: a}\n"
                                                      "Down: up{job=\"b\"} == 0 // labels: {service: b}")
                                        << -1;
    QTest::newRow("names that change") << QByteArray("ADown: up{job=\"a\"} == 0\nBDown: up{job=\"b\"} == 0") << -1;
    QTest::newRow("another rule of that name before them")
        << QByteArray("Down: lag > 5\nDown: up{job=\"a\"} == 0\nDown: up{job=\"b\"} == 0") << 0;
}

void TestStructure::namesTheHeir()
{
    QFETCH(QByteArray, rules);
    QFETCH(int, heir);
    const Report report = consolidation::reportOn({rulesOf("a.yml", rules)});
    const auto found = consolidation::heirOf(report.findings.families.at(0), report.proposals.at(0).takeovers.at(0));
    QCOMPARE(found ? static_cast<int>(*found) : -1, heir);
}

void TestStructure::tellsLoadingDayByIdentity()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "Down: up{job=\"a\"} == 0 // for: 5m\nDown: up{job=\"b\"} == 0 // for: 5m")});
    const consolidation::Family &family = report.findings.families.at(0);
    consolidation::Takeover takeover = report.proposals.at(0).takeovers.at(0);
    Proof proof;
    const auto labels = [](const char *job) { return alerting::Labels{{"alertname", "Down"}, {"job", job}}; };
    const auto open = [](const alerting::Labels &own) {
        return alerting::AlertHistory{own, {}, {{1000, std::nullopt}}, 1};
    };
    proof.before = {open(labels("a")), open(labels("b"))};
    proof.after = proof.before;
    proof.identities = {{0, labels("a"), labels("a")}, {1, labels("b"), labels("b")}};
    const auto of = [&](alerting::Milliseconds interval) {
        return evidenceTextOf(consolidation::loadingDay(family, takeover, proof, interval));
    };
    // Alertmanager holds an alert for four intervals, at least four minutes.
    QCOMPARE(of(60000),
             QByteArray("loading: On loading day {alertname=\"Down\", job=\"a\"} keeps its state.\n"
                        "loading: On loading day {alertname=\"Down\", job=\"b\"} starts its `for` again: it is "
                        "resolved after about 4m and pages again after 5m."));
    QVERIFY(of(120000).contains("Alertmanager holds it for about 8m, so that it is not resolved."));
    // Another label is another alert.
    takeover.alerting.rule.labels.emplace_back("service", "x");
    for (Proof::Identity &identity : proof.identities)
        identity.after.emplace_back("service", "x");
    proof.after = {open(proof.identities[0].after), open(proof.identities[1].after)};
    QCOMPARE(of(60000).count("is resolved after about 4m, and"), 2);
    proof.after.pop_back();
    QVERIFY(of(60000).contains("{alertname=\"Down\", job=\"b\"} is resolved: the new rule does not see it."));
    for (alerting::AlertHistory &alert : proof.before)
        alert.firing.back().end = 2000;
    QVERIFY(of(60000).contains("Nothing is pending or firing at the end of the range"));
}

void TestStructure::readsRoutes_data()
{
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QByteArray>("receivers");
    QTest::newRow("the root") << QByteArray("service=web") << QByteArray("default");
    QTest::newRow("goes on") << QByteArray("service=gateway severity=critical") << QByteArray("pager gateway-team");
    QTest::newRow("the deepest") << QByteArray("service=gateway team=edge") << QByteArray("core");
    QTest::newRow("stops there") << QByteArray("service=identity severity=critical") << QByteArray("pager");
    QTest::newRow("anchored") << QByteArray("service=gateway team=edges") << QByteArray("gateway-team");
}

namespace {

alerting::Labels labelsFrom(const QByteArray &text)
{
    alerting::Labels labels;
    for (const QByteArray &word : text.split(' '))
        labels.emplace_back(word.left(word.indexOf('=')).toStdString(), word.mid(word.indexOf('=') + 1).toStdString());
    std::ranges::sort(labels);
    return labels;
}

QByteArray receiversOf(const consolidation::AlertmanagerConfig &config, const QByteArray &labels)
{
    QByteArrayList names;
    for (const consolidation::AlertRoute *route : consolidation::routesFor(config, labelsFrom(labels)))
        names += QByteArray::fromStdString(route->receiver);
    return names.join(' ');
}

} // namespace

void TestStructure::readsRoutes()
{
    QFETCH(QByteArray, labels);
    QFETCH(QByteArray, receivers);
    const auto config = consolidation::readAlertmanagerConfig(configuration);
    QVERIFY(config.ok());
    QCOMPARE(receiversOf(*config, labels), receivers);
    std::string map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: am}\ndata:\n  alertmanager.yml: |\n";
    for (const QByteArray &line : QByteArray::fromStdString(configuration).split('\n'))
        map += "    " + line.toStdString() + '\n';
    const auto inMap = consolidation::readAlertmanagerConfig(map);
    QVERIFY(inMap.ok());
    QCOMPARE(receiversOf(*inMap, labels), receivers);
}

void TestStructure::agreesWithAmtool()
{
    const QString amtool = QStandardPaths::findExecutable("amtool");
    if (amtool.isEmpty())
        QSKIP("amtool is not installed.");
    QTemporaryDir folder;
    QFile file(folder.filePath("alertmanager.yml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(configuration));
    file.close();
    const auto config = consolidation::readAlertmanagerConfig(configuration);
    for (const char *service : {"gateway", "identity", "web"}) {
        for (const char *severity : {"critical", "warning"}) {
            for (const char *team : {"core", "edge", "edges", "none"}) {
                const QByteArray labels = QByteArray("service=") + service + " severity=" + severity + " team=" + team;
                QStringList arguments = {"config", "routes", "test", "--config.file=" + file.fileName()};
                for (const QByteArray &label : labels.split(' '))
                    arguments += QString::fromUtf8(label);
                QProcess process;
                process.start(amtool, arguments);
                QVERIFY(process.waitForFinished());
                QByteArray expected = process.readAllStandardOutput().trimmed();
                QCOMPARE(receiversOf(*config, labels), expected.replace(',', ' '));
            }
        }
    }
}

void TestStructure::refusesWhatIsNoConfiguration_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("why");
    const QString none = "This is no Alertmanager configuration: it lacks route or receivers.";
    QTest::newRow("empty") << QByteArray() << none;
    QTest::newRow("rules") << QByteArray("groups: []\n") << none;
    QTest::newRow("no YAML") << QByteArray("route: {receiver: [\n") << "Line 2, column 1: this is no valid YAML: ";
    QTest::newRow("a receiver that is not there") << QByteArray("route:\n  receiver: a\nreceivers: [{name: b}]\n")
                                                  << "Line 2, column 13: there is no receiver \"a\".";
    QTest::newRow("no receiver") << QByteArray("route:\n  routes: []\nreceivers: [{name: b}]\n")
                                 << "Line 2, column 3: there is no receiver \"\".";
    QTest::newRow("a matcher without operator")
        << QByteArray("route: {receiver: a, routes: [{matchers: [service]}]}\nreceivers: [{name: a}]\n")
        << "Line 1, column 43: this matcher cannot be read: service.";
    QTest::newRow("a bad regular expression")
        << QByteArray("route:\n  receiver: a\n  routes:\n  - match_re:\n      x: '('\nreceivers: [{name: a}]\n")
        << "Line 5, column 10: this matcher cannot be read: ( (";
    QTest::newRow("one text for the matchers")
        << QByteArray("route: {receiver: a, routes: [{matchers: x=y}]}\nreceivers: [{name: a}]\n")
        << "Line 1, column 42: matchers are a list.";
    QTest::newRow("matchers of all alerts")
        << QByteArray("route: {receiver: a, match: {x: y}}\nreceivers: [{name: a}]\n")
        << "Line 1, column 8: the first route takes all alerts";
    QTest::newRow("all labels and one")
        << QByteArray("route:\n  receiver: a\n  group_by: ['...', job]\nreceivers: [{name: a}]\n")
        << "Line 3, column 13: group_by names each label once";
    QTest::newRow("an inhibition")
        << QByteArray("route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules:\n- target_matchers: ['a=~\"(\"']\n")
        << "Line 4, column 21: this matcher cannot be read: ( (";
    QTest::newRow("in a manifest") << QByteArray("kind: ConfigMap\ndata:\n  alertmanager.yml: |\n    route:\n"
                                                 "      receiver: \xea\xb0\x80\n    receivers:\n    - name: b\n")
                                   << "Line 5, column 17: there is no receiver \"가\".";
}

void TestStructure::refusesWhatIsNoConfiguration()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, why);
    const auto config = consolidation::readAlertmanagerConfig(text.toStdString());
    QVERIFY(!config.ok());
    const QString said = QString::fromStdString(config.error().text.english());
    QVERIFY2(said.startsWith(why), qPrintable(said));
}

void TestStructure::inheritsGroups()
{
    const auto config = consolidation::readAlertmanagerConfig(R"(route:
  receiver: a
  group_by: [job, alertname]
  routes:
  - match: {x: empty}
    group_by: []
  - match: {x: all}
    group_by: ['...']
    continue: yes
    routes:
    - match: {y: all}
      group_by: []
    - match: {y: own}
      group_by: [pod]
  - match_re: {x: al+}
receivers: [{name: a}]
)");
    QVERIFY(config.ok());
    const auto groups = [&](const QByteArray &labels) {
        QByteArrayList texts;
        for (const consolidation::AlertRoute *route : consolidation::routesFor(*config, labelsFrom(labels))) {
            QByteArray text = route->groupByAll ? "all" : "";
            for (const std::string &label : route->groupBy)
                text += (text.isEmpty() ? "" : " ") + QByteArray::fromStdString(label);
            texts += text;
        }
        return texts.join(", ");
    };
    QCOMPARE(groups("x=empty"), QByteArray("alertname job"));
    QCOMPARE(groups("x=all y=none"), QByteArray("all ..., alertname job"));
    QCOMPARE(groups("x=all y=all"), QByteArray("all ..., alertname job"));
    QCOMPARE(groups("x=all y=own"), QByteArray("pod, alertname job"));
}

void TestStructure::saysWhatRoutesTreatOtherwise()
{
    const auto config = consolidation::readAlertmanagerConfig(configuration);
    QVERIFY(config.ok());
    const auto changes = [&](const QByteArray &before, const QByteArray &after) {
        return evidenceTextOf(consolidation::routingChanges(*config, labelsFrom(before), labelsFrom(after)));
    };
    QCOMPARE(changes("alertname=A service=web severity=warning", "alertname=A service=web severity=warning"),
             QByteArray());
    // The lost static label: the team is no longer told, the time interval and the grouping change, nothing inhibits.
    const QByteArray lost = changes("alertname=A service=gateway severity=warning", "alertname=A severity=warning");
    QVERIFY2(lost.contains("to gateway-team, and would send it to default."), lost);
    QVERIFY2(lost.contains("grouping: "), lost);
    QVERIFY2(lost.contains("mute or active at other times: weekend before"), lost);
    QVERIFY2(lost.contains("Inhibition rule 1 compares other values"), lost);
    // Alone before and after.
    const QByteArray alone = changes("alertname=A service=gateway", "alertname=A service=gateway pod=x");
    QVERIFY2(!alone.contains("grouping: "), alone);
    const QByteArray severity = changes("alertname=A service=web severity=warning", "alertname=A service=web "
                                                                                    "severity=info");
    QVERIFY2(severity.contains("is inhibited by inhibition rule 1, and would no longer be."), severity);
    const QByteArray source =
        changes("alertname=ServiceDown service=web severity=info", "alertname=Down service=web severity=info");
    QVERIFY2(source.contains("inhibits others by inhibition rule 1, and would no longer."), source);
    // Without history: from the rules alone.
    const Report report =
        consolidation::reportOn({rulesOf("a.yml", "ADown: up{job=\"a\"} == 0 // labels: {service: web}\n"
                                                  "BDown: up{job=\"b\"} == 0 // labels: {service: web}")});
    const auto identities = consolidation::staticIdentities(report.findings.families.at(0), report.proposals.at(0));
    QCOMPARE(identities.size(), std::size_t(2));
    const QByteArray named = evidenceTextOf(consolidation::routingChanges(*config, identities));
    QVERIFY2(named.contains("grouping: "), named);
}

REGISTER_TEST(TestStructure);
#include "tst_structure.moc"
