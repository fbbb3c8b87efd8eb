#include "backtest/loadeddocuments.h"
#include "rules/graphcomparison.h"
#include "support/registry.h"

#include <QTest>

class TestLoadedDocuments : public QObject
{
    Q_OBJECT

private slots:
    void holdsWhatTheServerSays();
};

void TestLoadedDocuments::holdsWhatTheServerSays()
{
    alerting::LoadedRule alert;
    alert.alerting = true;
    alert.name = "A \"quoted\"\n<script>";
    alert.expr = "up{job=\"한글\"} == 0";
    alert.forSeconds = 90;
    alert.labels = {{"severity", "page"}, {"team", "db"}};
    alert.annotations = {{"summary", "{{ $labels.job }}: \\d"}};
    alerting::LoadedRule record;
    record.name = "a:b";
    record.expr = "sum(up)";
    const alerting::LoadedRules loaded = {{"g", "/etc/a.yml", 30, 0, 0, {record, alert}},
                                          {"h", "/etc/b.yml", 60, 0, 0, {record}}};
    const auto documents = backtest::documentsOf(loaded, "prod");
    QCOMPARE(documents.size(), std::size_t(2));
    QCOMPARE(documents[0]->file(), std::string("prod:/etc/a.yml"));
    QCOMPARE(documents[0]->diagnostics().size(), std::size_t(0));
    const rules::RuleGroup &group = documents[0]->groups().at(0);
    QCOMPARE(group.interval->value, std::string("30s"));
    QCOMPARE(group.rules[1].name.value, alert.name);
    QCOMPARE(group.rules[1].expr.value, alert.expr);
    QCOMPARE(group.rules[1].forDuration->value, std::string("1m30s"));

    // The same rules in a file, labels on the group.
    const std::vector files{rules::load("a.yml", R"(groups:
- name: g
  interval: 30s
  labels: {team: db}
  rules:
  - {record: "a:b", expr: sum( up )}
  - {alert: "A \"quoted\"\n<script>", expr: "up{job='한글'} == 0", for: 90s, labels: {severity: page},
     annotations: {summary: '{{ $labels.job }}: \d'}}
)")};
    const rules::GraphComparison comparison = rules::compareRuleSets(std::span(documents).first(1), files);
    for (std::size_t i = 0; i < comparison.nodes.size(); ++i) {
        const bool recording = comparison.graph.nodes[i].kind == rules::NodeKind::Recording;
        // The group's label is on the recording rule, too: the server of this test did not say so.
        QCOMPARE(int(comparison.nodes[i]), int(recording ? rules::Change::Changed : rules::Change::Unchanged));
    }
}

REGISTER_TEST(TestLoadedDocuments);

#include "tst_loadeddocuments.moc"
