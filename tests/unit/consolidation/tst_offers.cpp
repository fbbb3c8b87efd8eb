#include "consolidation/manifestmemory.h"
#include "consolidation/offers.h"
#include "consolidation/openmatches.h"
#include "rulelines.h"
#include "support/registry.h"

#include <algorithm>

#include <QTest>

using consolidation::Offer;
using consolidation::Proposal;
using consolidation::Report;

namespace {

Report reportOf(const QByteArray &lines, bool open = false)
{
    return consolidation::reportOn({rulesOf("a.yml", lines)}, open);
}

/// `name: expr` of each rule that would be written, recording rules first.
QByteArray textOf(const Proposal &proposal)
{
    QByteArrayList lines;
    const auto add = [&](const consolidation::ProposedRule &rule) {
        lines += QByteArray::fromStdString(rule.rule.name + ": " + rule.rule.expr);
    };
    for (const consolidation::Takeover &takeover : proposal.takeovers) {
        std::ranges::for_each(takeover.recording, add);
        add(takeover.alerting);
    }
    return lines.join('\n');
}

std::vector<consolidation::ContainerMemory>
containersOf(const std::vector<std::pair<std::string, std::string>> &manifests)
{
    consolidation::ManifestMemory memory;
    for (const auto &[file, text] : manifests)
        memory.add(file, text);
    return memory.cappedContainers();
}

QByteArray kindsOf(const std::vector<Offer> &offers)
{
    QByteArrayList kinds;
    for (const Offer &offer : offers)
        kinds += offer.kind;
    return kinds.join(' ');
}

} // namespace

/// What is proposed for families, and offered beside them, without an endpoint.
class TestOffers : public QObject
{
    Q_OBJECT

private slots:
    void makesThresholdsSeries();
    void choosesWordsByLabel();
    void replacesNoWordsOfActions();
    void mergesRecordingRules();
    void countsOnlyWhatIsWritten();
    void writesAllProposalsAtOnce();
    void letsReadersReadTheRecordingRule();
    void findsMigrations_data();
    void findsMigrations();
    void offersNoServicesForCopies();
    void showsRatiosWhenHealthy_data();
    void showsRatiosWhenHealthy();
    void holdsHeapCapsAgainstLimits();
    void readsHeapCapsWhereTheyAre();
    void listsWhatOpenPatternsMatchInRules();
    void ranksByWhatIsSaved();
    void namesTheReadersOfRecordings();
};

void TestOffers::makesThresholdsSeries()
{
    const Report report =
        reportOf("Lag: sum by (topic) (lag{topic=\"orders\"}) > 100\nLag: sum by (topic) (lag{topic=~\"mails|sms\"}) > "
                 "2000\nLag: sum by (topic) (lag{topic=\"bills\"}) > 7");
    QCOMPARE(textOf(report.proposals.at(0)),
             QByteArray("topic:lag:sum: sum by (topic) (lag{topic=~\"orders|mails|sms|bills\"})\n"
                        "topic:lag:threshold: label_replace(vector(100), \"topic\", \"orders\", \"\", \"\")\n"
                        "or label_replace(vector(2000), \"topic\", \"mails\", \"\", \"\")\n"
                        "or label_replace(vector(2000), \"topic\", \"sms\", \"\", \"\")\n"
                        "or label_replace(vector(7), \"topic\", \"bills\", \"\", \"\")\n"
                        "Lag: topic:lag:sum > on (topic) group_left () topic:lag:threshold"));
    // Two copies would become three rules.
    const Report two = reportOf(
        "Lag: sum by (topic) (lag{topic=\"orders\"}) > 100\nLag: sum by (topic) (lag{topic=\"mails\"}) > 2000");
    QVERIFY(two.proposals.at(0).empty());
    QVERIFY(consolidation::alternatives(two.findings.families.at(0), two.documents).empty());
    QCOMPARE(consolidation::rulesAfter(two), std::size_t(2));
    // What is compared as it stands is named by the label that finds the threshold.
    QCOMPARE(textOf(reportOf("Lag: lag{topic=\"a\"} > 1\nLag: lag{topic=\"b\"} > 9").proposals.at(0)),
             QByteArray("topic:lag:threshold: label_replace(vector(1), \"topic\", \"a\", \"\", \"\")\n"
                        "or label_replace(vector(9), \"topic\", \"b\", \"\", \"\")\n"
                        "Lag: lag{topic=~\"a|b\"} > on (topic) group_left () topic:lag:threshold"));
    // Members that share a threshold stay together before that.
    const Report mixed = reportOf("Lag: lag{topic=\"a\"} > 1\nLag: lag{topic=\"b\"} > 1\nLag: lag{topic=\"c\"} > 9");
    QCOMPARE(textOf(mixed.proposals.at(0)), QByteArray("Lag: lag{topic=~\"a|b\"} > 1"));
    const auto all = consolidation::alternatives(mixed.findings.families[0], mixed.documents);
    QVERIFY(std::ranges::any_of(all, [](const Proposal &each) {
        return !each.takeovers.front().thresholds.empty() && each.takeovers.front().members.size() == 3;
    }));
    // Which series is whose is not known where a pattern selects them.
    QVERIFY(reportOf("Lag: lag{topic=~\"a.*\"} > 1\nLag: lag{topic=~\"b.*\"} > 9").proposals.at(0).empty());
}

void TestOffers::choosesWordsByLabel()
{
    const Report report = reportOf("Lag: lag{topic=\"a\"} > 1 // annotations: {summary: 'topic a lags, call ann'}\n"
                                   "Lag: lag{topic=\"b\"} > 1 // annotations: {summary: 'topic b lags, call bo'}");
    QCOMPARE(QByteArray::fromStdString(report.proposals.at(0).takeovers.at(0).alerting.rule.annotations.at(0).second),
             QByteArray("topic {{ $labels.topic }} lags, call "
                        "{{ if eq $labels.topic \"a\" }}ann{{ else if eq $labels.topic \"b\" }}bo{{ end }}"));
}

void TestOffers::replacesNoWordsOfActions()
{
    const Report report = reportOf(
        "Down: up{job=\"shop\"} == 0 // annotations: {summary: 'Shop {{ if eq $labels.job \"shop\" }}x{{ end }}'}\n"
        "Down: up{job=\"mail\"} == 0 // annotations: {summary: 'Mail {{ if eq $labels.job \"shop\" }}x{{ end }}'}");
    QCOMPARE(QByteArray::fromStdString(report.proposals.at(0).takeovers.at(0).alerting.rule.annotations.at(0).second),
             QByteArray("{{ $labels.job }} {{ if eq $labels.job \"shop\" }}x{{ end }}"));
}

void TestOffers::mergesRecordingRules()
{
    Report report =
        reportOf("=code:req:rate5m: sum by (code) (rate(req_total{verb=\"GET\"}[5m])) // labels: {verb: GET}\n"
                 "=code:req:rate5m: sum by (code) (rate(req_total{verb=\"LIST\"}[5m])) // labels: {verb: LIST}");
    QCOMPARE(textOf(report.proposals.at(0)),
             QByteArray("code:req:rate5m: sum by (code, verb) (rate(req_total{verb=~\"GET|LIST\"}[5m]))"));
    QVERIFY(report.proposals[0].takeovers[0].alerting.rule.labels.empty());
    QCOMPARE(consolidation::rulesAfter(report), std::size_t(1));
    const auto edits = consolidation::allEdits(report);
    QCOMPARE(edits.after.at("a.yml")->ruleCount(), std::size_t(1));
    // A label that no series carries stays with its own rule.
    const Report apart = reportOf("=req:rate5m: sum(rate(req_total{verb=\"GET\"}[5m])) // labels: {kind: read}\n"
                                  "=req:rate5m: sum(rate(req_total{verb=\"LIST\"}[5m])) // labels: {kind: write}");
    QVERIFY(apart.proposals.at(0).empty());
}

/// What cannot be written is said, and does not count.
void TestOffers::countsOnlyWhatIsWritten()
{
    Report report = consolidation::reportOn(
        {rulesOf("a.yml", "ADown: up{job=\"a\"} == 0 // for: 5m\nBDown: up{job=\"b\"} == 0 // for: 5m"),
         rules::load("b.yml", "groups:\n- name: g\n  rules:\n"
                              "  - {alert: OrdersLag, expr: 'lag{topic=\"orders\"} > 1', for: 5m}\n"
                              "  - {alert: MailsLag, expr: 'lag{topic=\"mails\"} > 1', for: &x 5m}\n"
                              "  - {alert: Other, expr: 'other{} > 1', for: *x}\n")});
    QCOMPARE(consolidation::rulesAfter(report), std::size_t(3));
    const auto edits = consolidation::allEdits(report);
    QCOMPARE(edits.refused.size(), std::size_t(1));
    QCOMPARE(edits.byFile.count("b.yml"), std::size_t(0));
    QCOMPARE(consolidation::rulesAfter(report), std::size_t(4));
    const std::size_t place = *report.refused.begin();
    QCOMPARE(edits.refused[0].family, &report.findings.families[place]);
    QCOMPARE(report.findings.families[place].id, std::string("Lag"));
    const consolidation::Note &note = report.proposals[place].notes.back();
    QVERIFY(note.kind == "refused" && note.text == edits.refused[0].error.text);
    // Asked again, it is said once.
    QCOMPARE(consolidation::allEdits(report).refused.size(), std::size_t(1));
    QCOMPARE(std::ranges::count(report.proposals[place].notes, "refused", &consolidation::Note::kind), 1);
}

void TestOffers::writesAllProposalsAtOnce()
{
    QByteArray lines;
    for (int family = 0; family < 60; ++family) {
        for (const char *job : {"a", "b", "c"})
            lines += "Hot" + QByteArray::number(family) + ": sum(x" + QByteArray::number(family) + "{job=\"" + job +
                     "\"}) > 1 // for: 5m\n";
    }
    Report report = reportOf(lines);
    const auto edits = consolidation::allEdits(report);
    QVERIFY(edits.refused.empty());
    const auto &after = edits.after.at("a.yml");
    QCOMPARE(after->ruleCount(), consolidation::rulesAfter(report));
    QVERIFY(after->diagnostics().empty());
    for (const Proposal &proposal : report.proposals) {
        const auto &takeover = proposal.takeovers.at(0);
        for (const consolidation::ProposedRule *each : {&takeover.recording.at(0), &takeover.alerting}) {
            QVERIFY(each->finalIndex.has_value());
            QCOMPARE(after->groups()[0].rules.at(*each->finalIndex).name.value, each->rule.name);
        }
        QCOMPARE(*takeover.recording[0].finalIndex + 1, *takeover.alerting.finalIndex);
    }
}

void TestOffers::letsReadersReadTheRecordingRule()
{
    const Report report = reportOf("Hot: sum by (job) (bad{job=\"a\"}) > 3\nHot: sum by (job) (bad{job=\"b\"}) > 3\n"
                                   "Worse: (sum by (job) (bad{job=\"b\"})) > 9");
    const std::vector<Offer> offers = consolidation::readerOffers(report);
    QCOMPARE(kindsOf(offers), QByteArray("reader"));
    QCOMPARE(textOf(offers[0].proposal).split('\n').last(), QByteArray("Worse: (job:bad:sum{job=\"b\"}) > 9"));
    QVERIFY(offers[0].proposal.notes.empty());
    // From another group its values are older.
    const Report apart =
        reportOf("[x 1m]\nHot: sum by (job) (bad{job=\"a\"}) > 3\nHot: sum by (job) (bad{job=\"b\"}) > 3\n"
                 "[y 1m]\nWorse: sum by (job) (bad{job=\"b\"}) > 9");
    const std::vector<Offer> lagging = consolidation::readerOffers(apart);
    QCOMPARE(lagging.at(0).proposal.notes.at(0).kind, std::string("staleness"));
}

void TestOffers::findsMigrations_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("kinds");
    QTest::newRow("heap ratio") << QByteArray("H: a_nodejs_heap_size_used_bytes / a_nodejs_heap_size_total_bytes > 0.9")
                                << QByteArray("heap-ratio");
    QTest::newRow("heap in camel case") << QByteArray("H: app_heapUsed / app_heapTotal * 100 > 90")
                                        << QByteArray("heap-ratio");
    QTest::newRow("heap of its limit") << QByteArray("H: heap_size_used_bytes / heap_size_limit_bytes > 0.9")
                                       << QByteArray();
    QTest::newRow("raw counter") << QByteArray("C: errors_total > 0") << QByteArray("raw-counter");
    QTest::newRow("sum of a counter") << QByteArray("C: sum by (job) (errors_total{a=\"b\"}) >= 1")
                                      << QByteArray("raw-counter");
    QTest::newRow("a counter's rate") << QByteArray("C: rate(errors_total[5m]) > 0") << QByteArray();
    QTest::newRow("a gauge") << QByteArray("C: errors > 0") << QByteArray();
    QTest::newRow("a large count") << QByteArray("C: errors_total > 1000") << QByteArray();
    QTest::newRow("bytes of memory") << QByteArray("M: process_resident_memory_bytes > 5e8")
                                     << QByteArray("literal-limit");
    QTest::newRow("memory of a number") << QByteArray(
                                               "M: container_memory_working_set_bytes / (512 * 1024 * 1024) > 0.9")
                                        << QByteArray("literal-limit");
    QTest::newRow("memory of its limit") << QByteArray("M: memory_usage_bytes / memory_limit_bytes > 0.9")
                                         << QByteArray();
    QTest::newRow("mebibytes of memory") << QByteArray("M: container_memory_rss / 1024 / 1024 > 450")
                                         << QByteArray("literal-limit");
    QTest::newRow("gigabytes of memory") << QByteArray("M: container_memory_rss / 1e9 > 1.5")
                                         << QByteArray("literal-limit");
    QTest::newRow("memory of a machine") << QByteArray("M: node_memory_Active_bytes > 5e9") << QByteArray();
    QTest::newRow("memory that is left") << QByteArray("M: app_memory_free_bytes < 5e8") << QByteArray();
    QTest::newRow("a limit of memory") << QByteArray("M: container_spec_memory_limit_bytes > 5e9") << QByteArray();
    QTest::newRow("memory below a number") << QByteArray("M: process_resident_memory_bytes < 5e8") << QByteArray();
    QTest::newRow("memory of one limit") << QByteArray("M: process_resident_memory_bytes / on (pod) "
                                                       "kube_pod_container_resource_limits{resource=\"memory\"} > 0.9")
                                         << QByteArray();
    QTest::newRow("what is left of a heap")
        << QByteArray("H: 1 - heap_used_bytes / heap_total_bytes < 0.1") << QByteArray();
    QTest::newRow("a counter of before") << QByteArray("C: errors_total offset 1h > 0") << QByteArray();
    QTest::newRow("a difference of counters")
        << QByteArray("C: errors_total - errors_total offset 1h > 0") << QByteArray();
    QTest::newRow("the largest counter") << QByteArray("C: max by (job) (errors_total) > 0")
                                         << QByteArray("raw-counter");
    QTest::newRow("bytes of a disk") << QByteArray("M: disk_free_bytes < 5e8") << QByteArray();
}

void TestOffers::findsMigrations()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, kinds);
    std::vector<Offer> offers = consolidation::findMigrations(reportOf(rules), {});
    // Whether there are other services is asked at an endpoint.
    std::erase_if(offers, [](const Offer &each) { return QByteArray(each.kind) == "single-service"; });
    QCOMPARE(kindsOf(offers), kinds);
}

void TestOffers::offersNoServicesForCopies()
{
    // Each waits in its own way, so nothing is proposed for them; a rule that has no copies may have other services.
    const auto offers = consolidation::findMigrations(
        reportOf(
            "Lag: lag{topic=\"a\"} > 1 // for: 1m\nLag: lag{topic=\"b\"} > 1 // for: 5m\nAge: age{topic=\"a\"} > 9"),
        {});
    QCOMPARE(kindsOf(offers), QByteArray("single-service"));
    QCOMPARE(offers.at(0).family.members.at(0).rule->name.value, std::string("Age"));
}

void TestOffers::showsRatiosWhenHealthy_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expr");
    const auto row = [](const char *name, const QByteArray &rules, const QByteArray &expr = {}) {
        QTest::newRow(name) << rules << expr;
    };
    row("rates", "A: rate(bad_total[5m]) / rate(all_total[5m]) > 0.1",
        "(rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m]) > 0.1");
    row("sums in percent", "A: 100 * sum by (job) (rate(bad_total[5m])) / sum by (job) (rate(all_total[5m])) > 5",
        "(100 * sum by (job) (rate(bad_total[5m])) or 0 * sum by (job) (rate(all_total[5m]))) / sum by (job) "
        "(rate(all_total[5m])) > 5");
    row("what is left", "A: 1 - rate(bad_total[5m]) / rate(all_total[5m]) < 0.99",
        "1 - (rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m]) < 0.99");
    row("with traffic", "A: rate(bad_total[5m]) / rate(all_total[5m]) > 0.1 and rate(all_total[5m]) > 1",
        "(rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m]) > 0.1 and rate(all_total[5m]) > 1");
    row("joined", "A: rate(bad_total[5m]) / on (job) rate(all_total[5m]) > 0.1",
        "(rate(bad_total[5m]) or on (job) 0 * rate(all_total[5m])) / on (job) rate(all_total[5m]) > 0.1");
    row("many joined",
        "A: rate(bad_total[5m]) / ignoring (code) group_left () sum without (code) (rate(all_total[5m])) > 1",
        "(rate(bad_total[5m]) or ignoring (code) 0 * sum without (code) (rate(all_total[5m]))) / ignoring (code) "
        "group_left () sum without (code) (rate(all_total[5m])) > 1");
    row("a recorded rate", "=r:bad: rate(bad_total[5m])\nA: r:bad / r:all > 0.1", "(r:bad or 0 * r:all) / r:all > 0.1");
    row("a recorded ratio", "=r:ratio: rate(bad_total[5m]) / rate(all_total[5m])",
        "(rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m])");
    // Nothing is missing there, or it is thought of.
    row("there already", "A: (rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m]) > 0.1");
    row("or nothing", "A: (rate(bad_total[5m]) / rate(all_total[5m]) or vector(0)) > 0.1");
    row("recorded with 0", "=r:bad: rate(bad_total[5m]) or vector(0)\nA: r:bad / r:all > 0.1");
    row("beside absent()", "A: rate(bad_total[5m]) / rate(all_total[5m]) > 0.1 or absent(bad_total)");
    row("beside another condition", "A: rate(bad_total[5m]) / rate(all_total[5m]) > 0.1 or up == 0",
        "(rate(bad_total[5m]) or 0 * rate(all_total[5m])) / rate(all_total[5m]) > 0.1 or up == 0");
    row("an average", "A: rate(time_sum[5m]) / rate(time_count[5m]) > 0.1");
    row("gauges", "A: used_bytes / size_bytes > 0.1");
    row("a ratio of successes", "A: rate(good_total[5m]) / rate(all_total[5m]) < 0.9");
    row("no ratio", "A: rate(bad_total[5m]) / 5 > 0.1");
    row("by how long", "A: rate(bad_total[5m]) / scalar(all) > 0.1");
    row("one for many", "A: rate(bad_total[5m]) / on (job) group_right () rate(all_total[5m]) > 0.1");
}

void TestOffers::showsRatiosWhenHealthy()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expr);
    const std::vector<Offer> offers = consolidation::findMigrations(reportOf(rules), {});
    QByteArrayList found;
    for (const Offer &offer : offers) {
        if (QByteArray(offer.kind) == "healthy-ratio")
            found += QByteArray::fromStdString(offer.proposal.takeovers.at(0).alerting.rule.expr);
    }
    QCOMPARE(found.join('|'), expr);
    // As a form of a family's proposal, too.
    const bool alert = rules.startsWith("A: ");
    const QByteArray twice =
        QByteArray(rules).replace("all_total", "all_total{job=\"x\"}").replace("bad_total", "bad_total{job=\"x\"}");
    if (!alert || !rules.contains("all_total") || !rules.contains("bad_total") || rules.contains("code"))
        return;
    const Report family = reportOf(twice + '\n' + QByteArray(twice).replace("\"x\"", "\"y\""));
    QCOMPARE(family.findings.families.size(), std::size_t(1));
    const auto forms = consolidation::alternatives(family.findings.families[0], family.documents);
    const bool offered = std::ranges::any_of(forms, [](const Proposal &each) {
        return std::ranges::any_of(each.notes, [](const auto &note) { return note.kind == "visible"; });
    });
    QCOMPARE(offered, !expr.isEmpty());
}

void TestOffers::readsHeapCapsWhereTheyAre()
{
    const std::string workload = R"(apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: shop}
  spec:
    template:
      spec:
        initContainers:
        - name: prepare
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=512}]
          resources: {limits: {memory: 256M}}
        containers:
        - name: command
          command: [node, --max-old-space-size=768, a.js]
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=100}]
          resources: {limits: {memory: 512Mi}}
        - name: shell
          args: ["exec node --max_old_space_size=300 a.js"]
          resources: {limits: {memory: 0.25Gi}}
        - name: all
          envFrom: [{configMapRef: {name: env}}]
          resources: {limits: {memory: 536870912}}
        - name: one
          env:
          - name: NODE_OPTIONS
            valueFrom: {configMapKeyRef: {name: env, key: OPTIONS}}
          resources: {limits: {memory: 600e6}}
        - name: tight
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=450}]
          resources: {limits: {memory: 512Mi}}
        - name: filled
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=450}]
          resources: {limits: {memory: "{{ .Values.memory }}"}}
        - name: fine
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=300}]
          resources: {limits: {memory: 1G}}
        - name: default
          env: [{name: NODE_OPTIONS, value: --max-old-space-size=0}]
          resources: {limits: {memory: 64Mi}}
)";
    const std::string config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata:\n"
                               "  NODE_OPTIONS: --max-old-space-size=1024\n  OPTIONS: --max-old-space-size=2048\n";
    const std::string helm = "kind: Deployment\n{{- if .Values.x }}\ncontainers:\n- env:\n  - value: "
                             "--max-old-space-size=900\n{{- end }}\n";
    const auto offers = consolidation::findMigrations(
        {}, containersOf({{"shop.yaml", workload}, {"config.yaml", config}, {"helm.yaml", helm}}));
    QByteArrayList lines;
    for (const Offer &offer : offers)
        lines += QByteArray::fromStdString(offer.file) + ' ' + QByteArray::number(offer.line) + ' ' +
                 QByteArray::fromStdString(offer.edits.empty() ? "-" : offer.edits[0].text) + ' ' +
                 QByteArray::fromStdString(offer.text.arguments.at(0));
    QCOMPARE(lines.join('\n'), QByteArray("shop.yaml 12 183 prepare\nshop.yaml 16 384 command\nshop.yaml 20 192 shell\n"
                                          "config.yaml 5 384 all\nconfig.yaml 6 429 one\nshop.yaml 31 384 tight\n"
                                          "shop.yaml 34 - filled\nhelm.yaml 5 - helm.yaml"));
    QVERIFY(offers[5].text.english().find("leaves little for what is not heap") != std::string::npos);
    QVERIFY(offers[6].text.english().find("no quantity that can be read: {{ .Values.memory }}") != std::string::npos);
}

void TestOffers::holdsHeapCapsAgainstLimits()
{
    const std::string manifest = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
      - name: web
        env:
        - {name: NODE_OPTIONS, value: "--enable-source-maps --max-old-space-size=1024"}
        resources: {limits: {memory: 512Mi}}
      - name: small
        env:
        - name: NODE_OPTIONS
          value: --max-old-space-size=192
        resources: {limits: {memory: 256Mi}}
      - name: free
        env:
        - name: NODE_OPTIONS
          value: --max-old-space-size=192
)";
    const auto containers = containersOf({{"shop.yaml", manifest}});
    QCOMPARE(containers.size(), std::size_t(3));
    const auto offers = consolidation::findMigrations({}, containers);
    QCOMPARE(kindsOf(offers), QByteArray("heap-cap heap-cap"));
    QCOMPARE(offers[0].line, std::size_t(10));
    const auto text = base::applyEdits(manifest, offers[0].edits);
    QVERIFY(text && text->find("--enable-source-maps --max-old-space-size=384\"") != std::string::npos);
    QVERIFY(offers[1].edits.empty());
    QVERIFY(containersOf({{"x.yaml", "NODE_OPTIONS: --max-old-space-size=1 ["}}).empty());
}

void TestOffers::listsWhatOpenPatternsMatchInRules()
{
    const Report report = reportOf("Hot: acme_shop_jobs_failed_total > 3\nHot: acme_mail_jobs_failed_total > 3\n"
                                   "Other: acme_shop_admin_jobs_failed_total > 7\nMore: acme_disk_jobs_total > 7",
                                   true);
    QByteArrayList matches;
    for (const consolidation::Evidence &each : report.proofs.at(0).evidence) {
        if (each.kind == "unintended")
            matches += QByteArray::fromStdString(each.after);
    }
    QCOMPARE(matches.join(' '), QByteArray("acme_shop_admin_jobs_failed_total"));
}

void TestOffers::namesTheReadersOfRecordings()
{
    const Report report = consolidation::reportOn(
        {rulesOf("a.yml", "=shop:req:rate5m: sum(rate(req_total{job=\"shop\"}[5m]))\n"
                          "=mail:req:rate5m: sum(rate(req_total{job=\"mail\"}[5m]))"),
         rulesOf("b.yml",
                 "Slow: shop:req:rate5m / other > 2\nAll: sum({__name__=~\".+:req:rate5m\"}) > 9\nUp: up == 0")});
    const consolidation::Family &family = report.findings.families.at(0);
    QCOMPARE(static_cast<int>(family.merge), static_cast<int>(consolidation::Merge::None));
    QVERIFY(report.proposals.at(0).empty());
    QByteArrayList names;
    for (const consolidation::Reader &reader : family.readers)
        names += QByteArray::fromStdString(reader.rule.ref.file + ' ' + reader.rule.rule->name.value);
    QCOMPARE(names.join(", "), QByteArray("b.yml Slow, b.yml All"));
}

void TestOffers::ranksByWhatIsSaved()
{
    // Of five copies two wait alike: they save one rule; three copies that differ in nothing else save two.
    const Report report = reportOf("Deep: depth{queue=\"a\"} > 1 // for: 1m\nDeep: depth{queue=\"b\"} > 1 // for: 1m\n"
                                   "Deep: depth{queue=\"c\"} > 1 // for: 2m\nDeep: depth{queue=\"d\"} > 1 // for: 3m\n"
                                   "Deep: depth{queue=\"e\"} > 1 // for: 4m\n"
                                   "Full: used{disk=\"a\"} > 9\nFull: used{disk=\"b\"} > 9\n"
                                   "Full: used{disk=\"c\"} > 9");
    QCOMPARE(report.findings.families.at(0).id, std::string("Full"));
    QCOMPARE(consolidation::rulesSaved(report.proposals[0]), std::ptrdiff_t(2));
    QCOMPARE(report.findings.families.at(1).members.size(), std::size_t(5));
    QVERIFY(consolidation::rulesSaved(report.proposals[1]) < 2);
}

REGISTER_TEST(TestOffers);
#include "tst_offers.moc"
