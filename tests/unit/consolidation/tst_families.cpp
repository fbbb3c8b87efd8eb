#include "consolidation/families.h"
#include "rulelines.h"
#include "support/registry.h"

#include <algorithm>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace {

using consolidation::Findings;

QByteArray namesOf(const std::vector<consolidation::Member> &members)
{
    QByteArrayList names;
    for (const consolidation::Member &member : members)
        names += QByteArray::fromStdString(member.rule->name.value);
    return names.join(' ');
}

QByteArray namesOf(const std::vector<consolidation::Reader> &readers)
{
    std::vector<consolidation::Member> rules;
    for (const consolidation::Reader &reader : readers)
        rules.push_back(reader.rule);
    return namesOf(rules);
}

/// `merge: names` of each family, then `apart: names`, then `drift: name`, a line each, sorted.
QByteArray textOf(const Findings &findings)
{
    QByteArrayList lines;
    for (const consolidation::Family &family : findings.families) {
        lines += QByteArray(consolidation::mergeName(family.merge)) + ": " + namesOf(family.members);
        for (const consolidation::Drift &drift : family.drift)
            lines += "drift: " + QByteArray::fromStdString(family.members[drift.member].rule->name.value);
    }
    for (const consolidation::LookAlikes &alikes : findings.keptApart)
        lines += "apart: " + namesOf(alikes.rules);
    std::ranges::sort(lines);
    return lines.join('\n');
}

} // namespace

class TestFamilies : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void keepsApart_data();
    void keepsApart();
    void saysWhatVaries();
    void crossesFilesAndGroups();
    void keepsRulesThatDoNotParseOut();
    void offersTheRecordingRuleToOthers();
    void namesTheRuleThatRecordsAnExpression();
    void findsThoseOfTheDemo();
    void agreesWithHandDescribedFamilies();
    void staysFast();
};

void TestFamilies::finds_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &rules, const QByteArray &expected) {
        QTest::newRow(name) << rules << expected;
    };
    row("copies by job",
        "ShopDown: up{job=\"shop\"} == 0\nStockDown: up{job=\"stock\"} == 0\nMailDown: up{job=\"mail\"} == 0",
        "label-regex: ShopDown StockDown MailDown");
    row("copies by a part of the metric",
        "SlowQueue: sum by (pod) (rate(acme_shop_jobs_failed_total[5m])) > 3\n"
        "SlowQueue: sum by (pod) (rate(acme_stock_jobs_failed_total[5m])) > 3",
        "metric-regex: SlowQueue SlowQueue");
    row("both metrics of a ratio change together",
        "Errors: acme_shop_errors_total / acme_shop_requests_total > 0.1\n"
        "Errors: acme_web_store_errors_total / acme_web_store_requests_total > 0.1",
        "metric-regex: Errors Errors");
    row("thresholds of their own",
        "Lag: sum(queue_lag{topic=\"orders\"}) > 100\nLag: sum(queue_lag{topic=\"mails\"}) > 2000",
        "template: Lag Lag");
    row("a duration of their own",
        "Down: up{job=\"a\"} == 0 // for: 1m\nDown: up{job=\"b\"} == 0 // for: 5m\nDown: up{job=\"c\"} == 0 // for: 1m",
        "template: Down Down Down");
    row("a label that follows from the matcher",
        "Down: up{job=\"shop\"} == 0 // labels: {service: shop}\nDown: up{job=\"stock\"} == 0 // labels: {service: "
        "stock}",
        "label-regex: Down Down");
    row("a label of its own",
        "Down: up{job=\"shop\"} == 0 // labels: {owner: ann}\nDown: up{job=\"stock\"} == 0 // labels: {owner: bo}",
        "template: Down Down");
    row("order of matchers, of labels and parentheses",
        "Hot: (sum by (a, b) (rate(x_total{job=\"s\", env=\"p\"}[5m]))) > 1\n"
        "Hot: sum by (b, a) (rate(x_total{env=\"p\", job=\"t\"}[5m])) > (1)",
        "label-regex: Hot Hot");
    row("the constant on the left, factors the other way round",
        "Hot: 80 < (100 * cpu_ratio{job=\"s\"})\nHot: cpu_ratio{job=\"t\"} * 100 > 80", "label-regex: Hot Hot");
    row("tiers",
        "DiskLow: disk_free_ratio < 0.2 // labels: {severity: warning}\n"
        "DiskGone: disk_free_ratio < 0.05 // labels: {severity: critical}",
        "none: DiskLow DiskGone");
    row("tiers of copies stay two rules",
        "LagHigh: sum(lag{topic=\"a\"}) > 5 // labels: {severity: warning}\n"
        "LagHigh: sum(lag{topic=\"b\"}) > 5 // labels: {severity: warning}\n"
        "LagHuge: sum(lag{topic=\"a\"}) > 50 // labels: {severity: critical}\n"
        "LagHuge: sum(lag{topic=\"b\"}) > 50 // labels: {severity: critical}",
        "apart: LagHigh LagHuge\nlabel-regex: LagHigh LagHigh\nlabel-regex: LagHuge LagHuge\n"
        "none: LagHigh LagHuge\nnone: LagHigh LagHuge");
    row("other windows", "Burn: sum(rate(bad_total[5m])) > 9\nBurnSlow: sum(rate(bad_total[1h])) > 2",
        "none: Burn BurnSlow");
    row("state codes", "LinkOpen: breaker_state == 2\nLinkHalf: breaker_state == 1", "none: LinkOpen LinkHalf");
    row("mirrors",
        "ReadSlow: rate(db_disk_read_seconds_total[5m]) > 1\nWriteSlow: rate(db_disk_write_seconds_total[5m]) > 1",
        "none: ReadSlow WriteSlow");
    row("mirrors by one short name",
        "HitsLow: rate(cache_hits_total[5m]) < 1\nMissesHigh: rate(cache_misses_total[5m]) < 1",
        "none: HitsLow MissesHigh");
    row("mirrors of which one word has an end",
        "SlowReads: rate(disk_read_seconds_total[5m]) / rate(disk_reads_done_total[5m]) > 1\n"
        "SlowWrites: rate(disk_write_seconds_total[5m]) / rate(disk_writes_done_total[5m]) > 2",
        "none: SlowReads SlowWrites");
    row("absent() answers for all", "Gone: absent(up{job=\"a\"})\nGone: absent(up{job=\"b\"})", "none: Gone Gone");
    row("a vector() that stands in",
        "Quiet: (sum(rate(in_total{job=\"a\"}[5m])) or vector(0)) < 1\nQuiet: (sum(rate(in_total{job=\"b\"}[5m])) or "
        "vector(0)) < 1",
        "none: Quiet Quiet");
    row("each leaves out another", "Hot: x{job!=\"a\"} > 1\nHot: x{job!=\"b\"} > 1\nHot: x{job!=\"c\"} > 1",
        "none: Hot Hot Hot");
    row("recording rules of one name",
        "=job:req:rate5m: sum by (job) (rate(req_total{job=\"a\"}[5m]))\n"
        "=job:req:rate5m: sum by (job) (rate(req_total{job=\"b\"}[5m]))",
        "label-regex: job:req:rate5m job:req:rate5m");
    row("recording rules of one name, a label of their own",
        "=req:rate5m: sum by (code) (rate(req_total{verb=~\"GET|LIST\"}[5m])) // labels: {verb: read}\n"
        "=req:rate5m: sum by (code) (rate(req_total{verb=~\"POST|PUT\"}[5m])) // labels: {verb: write}",
        "none: req:rate5m req:rate5m");
    row("recording rules of other names",
        "=shop:req:rate5m: sum(rate(req_total{job=\"shop\"}[5m]))\n"
        "=mail:req:rate5m: sum(rate(req_total{job=\"mail\"}[5m]))",
        "none: shop:req:rate5m mail:req:rate5m");
    row("recording rules of other windows",
        "=job:bad:rate5m: sum by (job) (rate(bad_total[5m]))\n=job:bad:rate1h: sum by (job) (rate(bad_total[1h]))",
        "none: job:bad:rate5m job:bad:rate1h");
    row("an alert and a recording rule are no copies",
        "Hot: sum(rate(x_total{job=\"a\"}[5m])) > 1\n=hot: sum(rate(x_total{job=\"b\"}[5m])) > 1", "");
    row("one of them lacks a matcher",
        "Hot: sum(rate(x_total{job=\"a\", code=\"500\"}[5m])) > 1\nHot: sum(rate(x_total{job=\"b\"}[5m])) > 1\n"
        "Hot: sum(rate(x_total{job=\"c\", code=\"500\"}[5m])) > 1",
        "drift: Hot\nlabel-regex: Hot Hot Hot");
    row("one of them lacks a matcher, under a name of its own",
        "HomepageDown: up{job=\"probe\", target=\"home\"} == 0\nLoginDown: up{job=\"probe\", target=\"login\"} == 0\n"
        "CheckoutDown: up{target=\"checkout\"} == 0",
        "drift: CheckoutDown\nlabel-regex: HomepageDown LoginDown CheckoutDown");
    row("an aggregated one lacks a matcher",
        "ShopFull: sum by (pod) (conns{db=\"shop\", state!=\"idle\"}) > 80\n"
        "StockFull: sum by (pod) (conns{state!=\"idle\", db=\"stock\"}) > 80\nMailFull: sum by (pod) "
        "(conns{db=\"mail\"}) > 80",
        "drift: MailFull\nlabel-regex: ShopFull StockFull MailFull");
    row("one side of a ratio lacks a matcher, and another one borrows",
        "Hot: max by (pod) (used{area=\"heap\", app=\"a\"}) / max by (pod) (most{area=\"heap\", app=\"a\"}) > 0.9\n"
        "Hot: max by (pod) (used{area=\"heap\", app=\"b\"}) / max by (pod) (most{area=\"heap\", app=\"b\"}) > 0.9\n"
        "HotC: max by (pod) (used{area=\"heap\", app=\"c\"}) / max by (pod) (most{area=\"heap\", app=\"b\"}) > 0.9\n"
        "HotD: max by (pod) (used{area=\"heap\", app=\"d\"}) / max by (pod) (most{app=\"d\"}) > 0.9",
        "drift: HotC\ndrift: HotD\nlabel-regex: Hot Hot HotC HotD");
    row("pairs of values", "LagA: lag{group=\"a\", topic=\"x\"} > 1\nLagB: lag{group=\"b\", topic=\"y\"} > 1",
        "label-regex: LagA LagB");
    row("a join of which one side differs",
        "HotA: sum by (node) (cpu{container=\"a\"} * on (pod) group_left (node) pods) > 4\n"
        "HotB: sum by (node) (cpu{container=\"b\"} * on (pod) group_left (node) pods) > 4",
        "label-regex: HotA HotB");
    row("a join of which both sides differ, each in its own label",
        "HotA: cpu{container=\"a\"} * on (pod) group_left (node) pods{zone=\"1\"} > 4\n"
        "HotB: cpu{container=\"b\"} * on (pod) group_left (node) pods{zone=\"2\"} > 4",
        "none: HotA HotB");
    row("mirrors under other words for their sides",
        "NetRxDrop: rate(net_receive_drop_total[5m]) > 1\nNetTxDrop: rate(net_transmit_drop_total[5m]) > 1",
        "none: NetRxDrop NetTxDrop");
    row("recording rules of other metrics and names",
        "=shop:bad:rate5m: sum by (job) (rate(acme_shop_bad_total[5m]))\n"
        "=mail:bad:rate5m: sum by (job) (rate(acme_mail_bad_total[5m]))",
        "none: shop:bad:rate5m mail:bad:rate5m");
    row("deadlines",
        "ApiExpires: cert_end{site=\"api\"} - time() < 3600\nWebExpires: cert_end{site=\"web\"} - time() < 3600",
        "label-regex: ApiExpires WebExpires");
    row("forecasts",
        "DataFills: predict_linear(free{mountpoint=\"/data\"}[6h], 3600) < 0\n"
        "LogFills: predict_linear(free{mountpoint=\"/log\"}[6h], 3600) < 0",
        "label-regex: DataFills LogFills");
    row("checks of one exporter with other texts",
        "OsdFull: health{name=\"OSD_FULL\"} > 0 // annotations: {summary: A disk is full and blocks all writes}\n"
        "PoolFull: health{name=\"POOL_FULL\"} > 0 // annotations: {summary: The quota of some pool is used up}\n"
        "MdsFull: health{name=\"MDS_FULL\"} > 0 // annotations: {summary: Clients cannot keep their caches small}",
        "apart: OsdFull MdsFull\napart: OsdFull PoolFull");
    row("checks of one exporter with labels of their own",
        "OsdSlow: health{name=\"OSD\"} > 0 // labels: {oid: 1.2}\nMonSlow: health{name=\"MON\"} > 0 // labels: {oid: "
        "1.3}",
        "apart: OsdSlow MonSlow");
    row("what a split family leaves",
        "HighMemUse: u{what=\"mem\"} > 8 // labels: {severity: warning}\nHighMemUse: u{what=\"mem\"} > 9 // labels: "
        "{severity: "
        "critical}\nHighCpuUse: u{what=\"cpu\"} > 8 // labels: {severity: warning}\n"
        "HighCpuUse: u{what=\"cpu\"} > 9 // labels: {severity: critical}",
        "apart: HighMemUse HighMemUse\nlabel-regex: HighMemUse HighCpuUse\nlabel-regex: HighMemUse HighCpuUse\nnone: "
        "HighCpuUse HighCpuUse\n"
        "none: HighMemUse HighMemUse");
    row("one of them reads two services",
        "Hot: bad{job=\"a\"} / all{job=\"a\"} > 1\nHot: bad{job=\"b\"} / all{job=\"a\"} > 1\nHot: bad{job=\"c\"} / "
        "all{job=\"c\"} > 1",
        "drift: Hot\nlabel-regex: Hot Hot Hot");
    row("one of them has no summary",
        "Hot: x{job=\"a\"} > 1 // annotations: {summary: a}\nHot: x{job=\"b\"} > 1\nHot: x{job=\"c\"} > 1 // "
        "annotations: {summary: c}",
        "drift: Hot\nlabel-regex: Hot Hot Hot");
    row("one of them divides by another",
        "Hot: sum(bad{job=\"a\"}) / sum(all{job=\"a\"}) > 1\nHot: sum(bad{job=\"b\"}) / sum(all{job=\"a\"}) > 1\n"
        "Hot: sum(bad{job=\"c\"}) / sum(all{job=\"c\"}) > 1",
        "drift: Hot\nlabel-regex: Hot Hot Hot");
    row("several values taken together",
        "Over: sum(quota{resource=~\"(cpu|requests.cpu)\"}) / sum(node{resource=\"cpu\"}) > 1\n"
        "Over: sum(quota{resource=~\"(mem|requests.mem)\"}) / sum(node{resource=\"mem\"}) > 1",
        "none: Over Over");
    row("lists of values taken together", "DownA: sum(up{job=~\"a|b\"}) < 2\nDownC: sum(up{job=~\"c|d\"}) < 2",
        "none: DownA DownC");
    row("lists of values one by one", "DownA: up{job=~\"a|b\"} < 1\nDownC: up{job=~\"c|d\"} < 1",
        "label-regex: DownA DownC");
    row("other values on the other side",
        "LagA: sum(sent{job=\"a\"}) - sum(seen{job=\"a-in\"}) > 5\nLagB: sum(sent{job=\"b\"}) - "
        "sum(seen{job=\"b-in\"}) > 5",
        "none: LagA LagB");
    row("a side without the label",
        "ShareA: sum(sent{job=\"a\"}) / sum(sent) > 0.5\nShareB: sum(sent{job=\"b\"}) / sum(sent) > 0.5",
        "none: ShareA ShareB");
    row("a condition without the label",
        "LoadA: sum(sent{job=\"a\"}) > 5 and on () vector(1)\nLoadB: sum(sent{job=\"b\"}) > 5 and on () vector(1)",
        "label-regex: LoadA LoadB");
}

void TestFamilies::finds()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expected);
    QCOMPARE(textOf(consolidation::findFamilies({rulesOf("a.yml", rules)})), expected);
}

void TestFamilies::keepsApart_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const QByteArray &rules, const QByteArray &why) {
        QTest::newRow(name) << rules << why;
    };
    row("operator", "A: sum(lag{topic=\"a\"}) > 5\nB: sum(lag{topic=\"b\"}) < 5",
        "They use another operator: > and <.");
    row("aggregation", "A: sum(lag{topic=\"a\"}) > 5\nB: max(lag{topic=\"b\"}) > 5",
        "They aggregate in another way: sum and max.");
    row("function", "A: rate(bad_total{job=\"a\"}[5m]) > 5\nB: increase(bad_total{job=\"b\"}[5m]) > 5",
        "They use another function: rate and increase.");
    row("set operator", "A: x{job=\"a\"} and y > 5\nB: x{job=\"b\"} unless y > 5",
        "They use another operator: and and unless.");
    row("grouping", "A: sum by (job) (lag{topic=\"a\"}) > 5\nB: sum by (pod) (lag{topic=\"b\"}) > 5",
        "They group by other labels.");
    row("labels", "A: sum(lag{topic=\"a\"}) > 5\nB: sum(lag{queue=\"b\"}) > 5",
        "They select by other labels: topic and queue.");
    row("status codes",
        "Server: sum(rate(http_total{code=~\"5..\"}[5m])) > 0\nClient: sum(rate(http_total{code=~\"4..\"}[5m])) > 9",
        "They watch another code: 5.. and 4...");
    row("unrelated series", "OrderQueueLong: app_order_queue_length > 5\nMailQueueLong: app_mail_age_seconds > 5",
        "They have the same shape over unrelated series: app_order_queue_length and app_mail_age_seconds.");
    row("exporters", "PostgresDown: postgres_up == 0\nRedisDown: redis_up == 0",
        "They have the same shape over unrelated series: postgres_up and redis_up.");
    row("windows of other jobs", "A: rate(bad_total{job=\"a\"}[5m]) > 5\nB: rate(bad_total{job=\"b\"}[1h]) > 5",
        "They look at other windows.");
    row("another story about the same metric",
        "BruteForce: rate(events_total{event=\"login\"}[5m]) > 5\nRefunds: rate(events_total{event=\"refund\"}[5m]) > "
        "5",
        "They watch another event: login and refund.");
    row("sides of one thing of two jobs",
        "HitsLow: rate(cache_hits_total{job=\"a\"}[5m]) < 1\nMissesHigh: rate(cache_misses_total{job=\"b\"}[5m]) < 1",
        "cache_hits_total and cache_misses_total are two sides of one thing, not two of a kind.");
    row("another quantile",
        "Slow: histogram_quantile(0.95, rate(t_bucket{job=\"a\"}[5m])) > 1\n"
        "Slow: histogram_quantile(0.99, rate(t_bucket{job=\"b\"}[5m])) > 1",
        "They compute with other numbers: 0.95 and 0.99.");
    row("the largest of another number", "Top: topk(3, load{job=\"a\"}) > 1\nTop: topk(5, load{job=\"b\"}) > 1",
        "They compute with other numbers: 3 and 5.");
    row("states of other jobs",
        "A: breaker_state{job=\"a\"} == 1 // labels: {severity: warning}\nB: breaker_state{kind=\"b\"} == 2 // labels: "
        "{severity: critical}",
        "They select by other labels: job and kind.");
    row("another form", "A: lag > 5\nB: avg(lag) > 5", "They read the same series in another form.");
    row("a colour with its own severity",
        "Red: cluster_status{color=\"red\"} == 1 // labels: {severity: critical}\n"
        "Yellow: cluster_status{color=\"yellow\"} == 1 // labels: {severity: warning}",
        "They watch another color: red and yellow.");
}

void TestFamilies::keepsApart()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, why);
    const Findings findings = consolidation::findFamilies({rulesOf("a.yml", rules)});
    QVERIFY2(findings.families.empty(), textOf(findings).constData());
    QCOMPARE(findings.keptApart.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(findings.keptApart[0].why.english()), why);
}

void TestFamilies::saysWhatVaries()
{
    const auto document =
        rulesOf("a.yml", "OrdersLag: sum(lag{topic=\"orders\"}) > 10 // for: 5m; labels: {topic: orders, team: a}; "
                         "annotations: {summary: Order topic lags by 10, description: Look at it}\n"
                         "MailsLag: sum(lag{topic=\"mails\"}) > 20 // for: 1m; labels: {topic: mails, team: a}; "
                         "annotations: {summary: Mail topic lags by 20, description: Look at it}");
    const Findings findings = consolidation::findFamilies({document});
    QCOMPARE(findings.families.size(), std::size_t(1));
    QByteArrayList lines;
    for (const consolidation::Variation &variation : findings.families[0].varies) {
        QCOMPARE(variation.values.size(), std::size_t(2));
        QByteArrayList values;
        for (const std::string &value : variation.values)
            values += QByteArray::fromStdString(value);
        lines += QByteArray(consolidation::slotName(variation.slot)) + ' ' + QByteArray::fromStdString(variation.path) +
                 " `" +
                 QByteArray::fromStdString(document->text().substr(variation.place.start, variation.place.size())) +
                 "` " + values.join(' ');
    }
    QCOMPARE(lines.join('\n'),
             QByteArray("label name `'OrdersLag'` OrdersLag MailsLag\nmatcher expr `\"orders\"` orders mails\n"
                        "threshold expr `10` 10 20\nduration for `5m` 5m 1m\n"
                        "label labels.topic `orders` orders mails\n"
                        "annotation annotations.summary `Order` Order Mail\n"
                        "annotation annotations.summary `10` 10 20"));
    QByteArrayList constant;
    for (const auto &[path, value] : findings.families[0].constant)
        constant += QByteArray::fromStdString(path + ' ' + value);
    QCOMPARE(constant.join('\n'), QByteArray("expr sum(lag{topic=\"<topic>\"}) > <threshold>\nlabels.team a\n"
                                             "annotations.description Look at it"));
}

void TestFamilies::crossesFilesAndGroups()
{
    const Findings findings = consolidation::findFamilies(
        {rulesOf("a.yml", "[x]\nShopDown: up{job=\"shop\"} == 0"),
         rulesOf("b.yml", "[y 30s]\nOther: a > 1\n[z]\nStockDown: up{job=\"stock\"} == 0")});
    QCOMPARE(findings.ruleCount, std::size_t(3));
    QCOMPARE(findings.families.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(findings.families[0].id), QByteArray("Down"));
    QCOMPARE(QByteArray::fromStdString(findings.families[0].members[1].ref.id()), QByteArray("rule:b.yml:0::z:0"));
    // A second copy of the file is a family of its own, not a reason to see none.
    const QByteArray file = "ShopDown: up{job=\"shop\"} == 0\nStockDown: up{job=\"stock\"} == 0";
    QCOMPARE(textOf(consolidation::findFamilies({rulesOf("a.yml", file), rulesOf("b.yml", file)})),
             QByteArray("label-regex: ShopDown StockDown\nlabel-regex: ShopDown StockDown"));
}

void TestFamilies::keepsRulesThatDoNotParseOut()
{
    const Findings findings =
        consolidation::findFamilies({rulesOf("a.yml", "A: up{job=\"shop\"} == 0\nB: sum(\nC: up{job=\"stock\"} == 0")});
    QCOMPARE(textOf(findings), QByteArray("label-regex: A C"));
    QCOMPARE(namesOf(findings.unread), QByteArray("B"));
    QCOMPARE(findings.ruleCount, std::size_t(3));
    // What Prometheus refuses for another reason would be merged without what is wrong with it.
    const auto refused = rules::load("b.yml", R"(groups:
- name: g
  rules:
  - {alert: A, expr: "up{job='a'} == 0", for: 5x}
  - {alert: B, expr: "up{job='b'} == 0", unknown: 1}
  - {alert: C, expr: "up{job='c'} == 0"}
  - {alert: D, expr: "up{job='d'} == 0", expr: "up{job='x'} == 0"}
  - {alert: E, expr: "up{job='e'} == 0", labels: [x]}
  - {alert: F, record: f, expr: "up{job='f'} == 0"}
  - {alert: G, expr: "up{job='g'} == 0"}
)");
    const Findings rest = consolidation::findFamilies({refused});
    QCOMPARE(textOf(rest), QByteArray("label-regex: C G"));
    QCOMPARE(namesOf(rest.unread), QByteArray("A B D E F"));
    QCOMPARE(rest.ruleCount, std::size_t(7));
}

void TestFamilies::offersTheRecordingRuleToOthers()
{
    const Findings findings = consolidation::findFamilies(
        {rulesOf("a.yml", "Hot: sum by (pod) (rate(acme_shop_bad_total[5m])) > 3\n"
                          "Hot: sum by (pod) (rate(acme_stock_bad_total[5m])) > 3\n"
                          "Budget: sum by (pod) (rate(acme_shop_bad_total[5m])) / on () group_left () quota > 0.9")});
    QCOMPARE(namesOf(findings.families.at(0).readers), QByteArray("Budget"));
    // The order of matchers, of factors and parentheses say nothing.
    const Findings other = consolidation::findFamilies({rulesOf(
        "a.yml", "Hot: sum(bad{job=\"a\", env=\"p\"}) * 100 > 3\nHot: sum(bad{job=\"b\", env=\"p\"}) * 100 > 3\n"
                 "Worse: ((100 * sum(bad{env=\"p\", job=\"b\"}))) > 9\nPart: sum(bad{env=\"p\", job=\"b\"}) > 9")});
    QCOMPARE(namesOf(other.families.at(0).readers), QByteArray("Worse"));
    QCOMPARE(other.families[0].readers[0].like, std::size_t(1));
}

void TestFamilies::namesTheRuleThatRecordsAnExpression()
{
    const Findings findings =
        consolidation::findFamilies({rulesOf("a.yml", "=job:bad:rate5m: sum by (job) (rate(bad_total[5m]))\n"
                                                      "Bad: sum by (job) (rate(bad_total[5m])) > 3")});
    QCOMPARE(findings.shared.size(), std::size_t(1));
    QCOMPARE(namesOf(findings.shared[0].rules), QByteArray("job:bad:rate5m Bad"));
    QVERIFY(findings.shared[0].recordedBy.has_value());
    QCOMPARE(findings.shared[0].recordedBy->ref.index, std::size_t(0));
}

void TestFamilies::findsThoseOfTheDemo()
{
    const QString file = RULEWRIGHT_SOURCE_DIR "/resources/demo/source/infra/k3s/monitoring/prometheus-rules.yaml";
    QFile input(file);
    QVERIFY(input.open(QIODevice::ReadOnly));
    const Findings findings =
        consolidation::findFamilies({rules::load(file.toStdString(), input.readAll().toStdString())});
    QCOMPARE(textOf(findings),
             QByteArray("apart: HighErrorRate CriticalErrorRate\n"
                        "metric-regex: HighErrorRate HighErrorRate HighErrorRate HighErrorRate\n"
                        "metric-regex: HighLatencyP95 HighLatencyP95\n"
                        "metric-regex: HighMemoryUsage HighMemoryUsage HighMemoryUsage HighMemoryUsage\n"
                        "none: HighErrorRate CriticalErrorRate"));
    QCOMPARE(namesOf(findings.families[0].readers), QByteArray("CriticalErrorRate"));
}

void TestFamilies::agreesWithHandDescribedFamilies()
{
    const QString folder = qEnvironmentVariable("RULEWRIGHT_FAMILIES", "/work/shared/corpus/families");
    const QStringList files = QDir(folder).entryList({"*.yaml"}, QDir::Files);
    if (files.isEmpty())
        QSKIP("The described families are not on this machine.");
    for (const QString &name : files) {
        QFile yaml(folder + '/' + name);
        QFile json(folder + '/' + name.chopped(5) + ".json");
        QVERIFY(yaml.open(QIODevice::ReadOnly) && json.open(QIODevice::ReadOnly));
        const Findings findings = consolidation::findFamilies({rules::load("f.yaml", yaml.readAll().toStdString())});
        const QJsonObject described = QJsonDocument::fromJson(json.readAll()).object();
        const auto refsOf = [](const QJsonValue &rules) {
            QStringList refs;
            for (const QJsonValue &rule : rules.toArray())
                refs += rule.toObject().value("ref").toString();
            refs.sort();
            return refs;
        };
        const auto refsOfFamily = [](const consolidation::Family &family) {
            QStringList refs;
            for (const consolidation::Member &member : family.members)
                refs += QString::fromStdString(member.ref.group + '#' + std::to_string(member.ref.index));
            refs.sort();
            return refs;
        };
        for (const QJsonValue &family : described.value("families").toArray()) {
            const QStringList wanted = refsOf(family.toObject().value("rules"));
            const auto found = std::ranges::find_if(
                findings.families, [&](const consolidation::Family &each) { return refsOfFamily(each) == wanted; });
            QVERIFY2(found != findings.families.end(), qPrintable(name + ": " + wanted.join(' ')));
            QCOMPARE(QString(consolidation::mergeName(found->merge)), family.toObject().value("merge").toString());
        }
        for (const QJsonValue &apart : described.value("must_not_merge").toArray()) {
            const QStringList rules = refsOf(apart.toObject().value("rules"));
            for (const consolidation::Family &family : findings.families) {
                const QStringList members = refsOfFamily(family);
                const bool all = std::ranges::all_of(rules, [&](const QString &ref) { return members.contains(ref); });
                QVERIFY2(!all || family.merge == consolidation::Merge::None, qPrintable(rules.join(' ')));
            }
        }
    }
}

void TestFamilies::staysFast()
{
    const auto millisecondsFor = [](int rules) {
        QByteArray lines;
        for (int i = 0; i < rules; ++i) {
            const QByteArray family = QByteArray::number(i / 10);
            const QByteArray copy = QByteArray::number(i % 10);
            lines += "Family" + family + "Alert: sum by (job) (rate(acme" + family + "_svc" + copy +
                     "_errors_total{code=~\"5..\"}[5m])) / sum by (job) (rate(acme" + family + "_svc" + copy +
                     "_requests_total[5m])) > 0.05\n";
        }
        const auto document = rulesOf("a.yml", lines);
        QElapsedTimer timer;
        timer.start();
        const Findings findings = consolidation::findFamilies({document});
        const auto elapsed = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        return findings.families.size() == static_cast<std::size_t>(rules) / 10 ? elapsed : -1;
    };
    // Ten times the rules: ten times the time, where a quadratic step would need a hundred times. The seconds are
    // measured by bench_consolidation.
    const double few = std::min(millisecondsFor(500), millisecondsFor(500));
    const double many = millisecondsFor(5000);
    QVERIFY(few > 0 && many > 0);
    QVERIFY2(many < few * 30, qPrintable(QString("%1 ms, %2 ms").arg(few).arg(many)));
}

REGISTER_TEST(TestFamilies);

#include "tst_families.moc"
