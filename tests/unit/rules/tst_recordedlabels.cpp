#include "promql/labelflow.h"
#include "rules/completionnames.h"
#include "rules/recordedlabels.h"
#include "support/registry.h"

#include <QTest>

using promql::LabelPresence;

/// What rules tell about the labels of the series that they write.
class TestRecordedLabels : public QObject
{
    Q_OBJECT

private slots:
    void expandsAcrossFiles();
    void unitesSeveralRules();
    void stopsAtCircles();
    void knowsAlerts();
    void offersNames();
};

namespace {

std::vector<std::shared_ptr<const rules::RuleDocument>> workspace()
{
    return {rules::load("a.yaml", "groups:\n"
                                  "- name: a\n"
                                  "  labels: {team: core}\n"
                                  "  rules:\n"
                                  "  - record: job:errors:rate5m\n"
                                  "    expr: sum by (job, instance) (rate(errors_total[5m]))\n"
                                  "    labels: {tier: web}\n"
                                  "  - record: twice\n"
                                  "    expr: max by (job) (up)\n"
                                  "  - record: twice\n"
                                  "    expr: max by (pod) (up)\n"
                                  "  - record: circle\n"
                                  "    expr: circle + other\n"),
            rules::load("b.yaml", "groups:\n"
                                  "- name: b\n"
                                  "  rules:\n"
                                  "  - record: team:errors:max\n"
                                  "    expr: max without (instance) (job:errors:rate5m)\n"
                                  "  - alert: ErrorsHigh\n"
                                  "    expr: team:errors:max{tier=\"web\"} > 1\n"
                                  "    labels: {severity: page, place: '{{ $labels.job }}'}\n"
                                  "  - alert: Down\n"
                                  "    expr: up == 0\n"
                                  "    labels: {severity: ticket}\n")};
}

promql::LabelSet labelsOf(rules::RecordedLabels &recorded, const char *expr)
{
    const promql::Tree tree = promql::parse(expr);
    promql::LabelSet set = promql::LabelFlow(tree, recorded.resolver()).of(*tree.root());
    for (auto &[name, fact] : set.named)
        fact.sources.clear();
    set.others.sources.clear();
    return set;
}

} // namespace

void TestRecordedLabels::expandsAcrossFiles()
{
    rules::RecordedLabels recorded(workspace());
    const promql::LabelSet set = labelsOf(recorded, "team:errors:max");
    QCOMPARE(set.of("__name__").value, std::optional<std::string>("team:errors:max"));
    QCOMPARE(set.of("job").presence, LabelPresence::Possible);
    QCOMPARE(set.of("job").reason, promql::LabelReason::Rule);
    QCOMPARE(set.of("instance").presence, LabelPresence::Impossible);
    QCOMPARE(set.of("tier").value, std::optional<std::string>("web"));
    QCOMPARE(set.of("team").value, std::optional<std::string>("core"));
    QCOMPARE(set.of("pod").presence, LabelPresence::Impossible);
    QVERIFY(labelsOf(recorded, "job:errors:rate5m{tier=\"db\"}").never);
    // Nobody writes it.
    QCOMPARE(labelsOf(recorded, "up").of("pod").presence, LabelPresence::Possible);
}

void TestRecordedLabels::unitesSeveralRules()
{
    rules::RecordedLabels recorded(workspace());
    const promql::LabelSet set = labelsOf(recorded, "twice");
    QCOMPARE(set.of("job").presence, LabelPresence::Possible);
    QCOMPARE(set.of("pod").presence, LabelPresence::Possible);
    QCOMPARE(set.of("instance").presence, LabelPresence::Impossible);
}

void TestRecordedLabels::stopsAtCircles()
{
    rules::RecordedLabels recorded(workspace());
    QCOMPARE(labelsOf(recorded, "circle").of("job").presence, LabelPresence::Possible);
}

void TestRecordedLabels::knowsAlerts()
{
    rules::RecordedLabels recorded(workspace());
    const promql::LabelSet one = labelsOf(recorded, "ALERTS{alertname=\"ErrorsHigh\"}");
    QCOMPARE(one.of("severity").value, std::optional<std::string>("page"));
    QCOMPARE(one.of("place").presence, LabelPresence::Possible);
    QCOMPARE(one.of("alertstate").presence, LabelPresence::Guaranteed);
    QCOMPARE(one.of("pod").presence, LabelPresence::Impossible);
    const promql::LabelSet all = labelsOf(recorded, "ALERTS_FOR_STATE");
    QCOMPARE(all.of("severity").presence, LabelPresence::Guaranteed);
    QVERIFY(!all.of("severity").value);
    QCOMPARE(all.of("alertstate").presence, LabelPresence::Impossible);
    QCOMPARE(all.of("pod").presence, LabelPresence::Possible);
    QCOMPARE(labelsOf(recorded, "ALERTS{alertname=\"Nobody\"}").of("alertname").presence, LabelPresence::Guaranteed);
}

void TestRecordedLabels::offersNames()
{
    const rules::CompletionNames names = rules::completionNames(workspace());
    QVERIFY(names.metrics.contains("team:errors:max") && names.metrics.contains("errors_total"));
    QVERIFY(names.metrics.contains("ALERTS") && names.metrics.contains("ALERTS_FOR_STATE"));
    QCOMPARE(names.valuesOf("ALERTS", "alertname"), (std::set<std::string>{"Down", "ErrorsHigh"}));
    QCOMPARE(names.valuesOf("ALERTS_FOR_STATE", "alertname"), (std::set<std::string>{"Down", "ErrorsHigh"}));
    QCOMPARE(names.valuesOf("ALERTS", "alertstate"), (std::set<std::string>{"firing", "pending"}));
    QCOMPARE(names.valuesOf("", "severity"), (std::set<std::string>{"page", "ticket"}));
    const auto &labels = names.labelsOfMetric.at("team:errors:max");
    QVERIFY(labels.complete);
    QCOMPARE(labels.names, (std::set<std::string>{"job", "team", "tier"}));
    QVERIFY(!names.labelsOfMetric.at("ALERTS").complete);
    QVERIFY(names.labelsOfMetric.at("ALERTS").names.contains("alertstate"));
    QVERIFY(rules::completionNames({}).metrics.empty());
}

REGISTER_TEST(TestRecordedLabels);

#include "tst_recordedlabels.moc"
