#include "consolidation/report.h"
#include "rulelines.h"
#include "support/registry.h"

#include <QTest>

namespace {

using consolidation::Report;

/// `=name: expr` and `name: expr` of each proposed rule, then its labels and annotations; the reason where a family
/// stays apart.
QByteArray proposalsOf(const Report &report)
{
    QByteArrayList lines;
    const auto add = [&](const rules::NewRule &rule) {
        lines += QByteArray::fromStdString((rule.kind == rules::RuleKind::Recording ? "=" : "") + rule.name + ": " +
                                           rule.expr);
        for (const auto &[name, value] : rule.labels)
            lines += QByteArray::fromStdString("  " + name + '=' + value);
        for (const auto &[name, value] : rule.annotations)
            lines += QByteArray::fromStdString("  " + name + ": " + value);
    };
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (report.findings.families[i].merge == consolidation::Merge::None)
            lines += QByteArray::fromStdString(report.findings.families[i].why.english());
        for (const consolidation::Takeover &takeover : report.proposals[i].takeovers) {
            for (const consolidation::ProposedRule &recording : takeover.recording)
                add(recording.rule);
            add(takeover.alerting.rule);
        }
    }
    return lines.join('\n');
}

} // namespace

/// What is proposed for a family selects what its members select and says what they say, no more.
class TestMerging : public QObject
{
    Q_OBJECT

private slots:
    void selectsNoMore_data();
    void selectsNoMore();
    void saysTheSame_data();
    void saysTheSame();
    void namesCopiesInOtherFilesAlike();
    void findsNothingTheSecondTime_data();
    void findsNothingTheSecondTime();
};

void TestMerging::selectsNoMore_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &rules, const QByteArray &expected) {
        QTest::newRow(name) << rules << expected;
    };
    row("every combination is there",
        "Hot: x{job=\"a\", env=\"p\"} > 1\nHot: x{job=\"a\", env=\"q\"} > 1\nHot: x{job=\"b\", env=\"p\"} > 1\n"
        "Hot: x{job=\"b\", env=\"q\"} > 1",
        "Hot: x{job=~\"a|b\", env=~\"p|q\"} > 1");
    row("pairs of values", "Hot: x{job=\"a\", env=\"p\"} > 1\nHot: x{job=\"b\", env=\"q\"} > 1",
        "Hot: (x{job=\"a\", env=\"p\"} or x{job=\"b\", env=\"q\"}) > 1");
    row("as few selectors as hold the pairs",
        "Hot: x{job=\"a\", env=\"p\"} > 1\nHot: x{job=\"b\", env=\"p\"} > 1\nHot: x{job=\"c\", env=\"q\"} > 1",
        "Hot: (x{job=~\"a|b\", env=\"p\"} or x{job=\"c\", env=\"q\"}) > 1");
    row("a range cannot be joined, what it is read by can",
        "Hot: sum by (job, env) (rate(x_total{job=\"a\", env=\"p\"}[5m] offset 1h)) > 1\n"
        "Hot: sum by (job, env) (rate(x_total{job=\"b\", env=\"q\"}[5m] offset 1h)) > 1",
        "=job_env:x:rate5m: sum by (job, env) (rate(x_total{job=\"a\", env=\"p\"}[5m] offset 1h) or "
        "rate(x_total{job=\"b\", env=\"q\"}[5m] offset 1h))\nHot: job_env:x:rate5m > 1");
    row("behind group_left",
        "Hot: x{job=\"a\", env=\"p\"} * on (job, env) group_left w{job=\"a\", env=\"p\"} > 1\n"
        "Hot: x{job=\"b\", env=\"q\"} * on (job, env) group_left w{job=\"b\", env=\"q\"} > 1",
        "=instance:x:value: (x{job=\"a\", env=\"p\"} or x{job=\"b\", env=\"q\"}) * on (job, env) group_left () "
        "(w{job=\"a\", env=\"p\"} or w{job=\"b\", env=\"q\"})\nHot: instance:x:value > 1");
    row("a pattern beside a value", "Hot: x{job=~\"a.+\", env=\"p\"} > 1\nHot: x{job=~\"b.+\", env=\"q\"} > 1",
        "Hot: (x{job=~\"a.+\", env=\"p\"} or x{job=~\"b.+\", env=\"q\"}) > 1");
    row("sides that only some pairs of the copies join",
        "Hot: x{job=\"a\"} * on (instance) w{zone=\"1\"} > 1\nHot: x{job=\"b\"} * on (instance) w{zone=\"2\"} > 1",
        "One rule would also bring together what no copy does: job=\"a\" and zone=\"2\".");
    row("sides that every pair of the copies joins",
        "Hot: x{job=\"a\"} and on (instance) w{zone=\"1\"} > 1\nHot: x{job=\"b\"} and on (instance) w{zone=\"1\"} > 1\n"
        "Hot: x{job=\"a\"} and on (instance) w{zone=\"2\"} > 1\nHot: x{job=\"b\"} and on (instance) w{zone=\"2\"} > 1",
        "Hot: x{job=~\"a|b\"} and on (instance) w{zone=~\"1|2\"} > 1");
    row("pairs of values with thresholds of their own",
        "Hot: x{job=\"a\", env=\"p\"} > 1\nHot: x{job=\"b\", env=\"q\"} > 2",
        "=job_env:x:threshold: label_replace(label_replace(vector(1), \"job\", \"a\", \"\", \"\"), \"env\", \"p\", "
        "\"\", "
        "\"\")\nor label_replace(label_replace(vector(2), \"job\", \"b\", \"\", \"\"), \"env\", \"q\", \"\", \"\")\n"
        "Hot: (x{job=\"a\", env=\"p\"} or x{job=\"b\", env=\"q\"}) > on (job, env) group_left () job_env:x:threshold");
    row("a value borrowed from another copy",
        "Hot: bad{job=\"a\"} / all{job=\"a\"} > 1\nHot: bad{job=\"b\"} / all{job=\"a\"} > 1\n"
        "Hot: bad{job=\"c\"} / all{job=\"c\"} > 1",
        "=instance:bad:ratio: bad{job=~\"a|b|c\"} / all{job=~\"a|b|c\"}\nHot: instance:bad:ratio > 1");
    row("gauges that their names tell apart",
        "ShopDeep: sum by (pod) (acme_shop_depth) > 9 // labels: {service: shop}\n"
        "MailDeep: sum by (pod) (acme_mail_depth) > 9 // labels: {service: mail}",
        "=pod_service:acme_depth:sum: sum by (pod, service) (label_replace({__name__=~\"acme_(shop|mail)_depth\"}, "
        "\"service\", \"$1\", \"__name__\", \"acme_(.+)_depth\"))\nServiceDeep: pod_service:acme_depth:sum > 9");
    row("sides of gauges that their names tell apart",
        "ShopFull: sum(shop_heap_used) / on () max(shop_heap_most) > 9 // labels: {app: shop}\n"
        "MailFull: sum(mail_heap_used) / on () max(mail_heap_most) > 9 // labels: {app: mail}",
        "=app:heap_used:ratio: sum by (app) (label_replace({__name__=~\"(shop|mail)_heap_used\"}, \"app\", \"$1\", "
        "\"__name__\", \"(.+)_heap_used\")) / on (app) max by (app) "
        "(label_replace({__name__=~\"(shop|mail)_heap_most\"}, "
        "\"app\", \"$1\", \"__name__\", \"(.+)_heap_most\"))\nAppFull: app:heap_used:ratio > 9");
    row("gauges joined with what all of them are held against",
        "ShopBig: shop_heap_bytes / on (pod) group_left () limit_bytes > 9 // labels: {service: shop}\n"
        "MailBig: mail_heap_bytes / on (pod) group_left () limit_bytes > 9 // labels: {service: mail}",
        "=instance:heap_bytes:ratio: label_replace({__name__=~\"(shop|mail)_heap_bytes\"}, \"service\", \"$1\", "
        "\"__name__\", "
        "\"(.+)_heap_bytes\") / on (pod) group_left () limit_bytes\nServiceBig: instance:heap_bytes:ratio > 9");
    row("a label that a join drops",
        "ShopLate: late{job=\"shop\"} / on (pod) most > 9 // labels: {job: shop}\n"
        "MailLate: late{job=\"mail\"} / on (pod) most > 9 // labels: {job: mail}",
        "=pod_job:late:ratio_max: max by (pod, job) (late{job=~\"shop|mail\"} / on (pod) group_left () most)\n"
        "JobLate: pod_job:late:ratio_max > 9");
    row("a label that a join drops, and nothing needs",
        "Late: late{job=\"a\"} / on (pod) most > 9\nLate: late{job=\"b\"} / on (pod) most > 9",
        "=instance:late:ratio: late{job=~\"a|b\"} / on (pod) most\nLate: instance:late:ratio > 9");
    row("a label that a join drops from the right",
        "ShopLate: sum by (pod) (most * on (pod) late{job=\"shop\"}) > 9 // labels: {service: shop}\n"
        "MailLate: sum by (pod) (most * on (pod) late{job=\"mail\"}) > 9 // labels: {service: mail}",
        "=pod_job:most:sum: sum by (pod, job) (max by (pod, job) (most * on (pod) group_right () "
        "late{job=~\"shop|mail\"}))\nJobLate: pod_job:most:sum > 9\n  service={{ $labels.job }}");
    row("counters have no names to tell them apart",
        "ShopBad: sum by (namespace) (rate(shop_http_bad_total[5m])) > 9 // labels: {service: shop}\n"
        "MailBad: sum by (namespace) (rate(mail_http_bad_total[5m])) > 9 // labels: {service: mail}",
        "=namespace_job:http_bad:rate5m: sum by (namespace, job) "
        "(rate({__name__=~\"(shop|mail)_http_bad_total\"}[5m]))\n"
        "JobBad: namespace_job:http_bad:rate5m > 9\n  service={{ $labels.job }}");
    row("nothing is dropped that tells them apart",
        "StoreBig: sum without (dest) (mq_topic_bytes_used) > 9\nStoreBig: sum without (dest) (mq_queue_bytes_used) > "
        "9",
        "=instance:mq_bytes_used:sum: sum without (dest) ({__name__=~\"mq_(topic|queue)_bytes_used\"})\n"
        "StoreBig: instance:mq_bytes_used:sum > 9");
    row("sides that meet by no label",
        "Full: sum(used{queue=\"a\"}) / on () max(most{queue=\"a\"}) > 9\n"
        "Full: sum(used{queue=\"b\"}) / on () max(most{queue=\"b\"}) > 9",
        "=queue:used:ratio: sum by (queue) (used{queue=~\"a|b\"}) / on (queue) max by (queue) "
        "(most{queue=~\"a|b\"})\nFull: queue:used:ratio > 9");
    row("a filter that met by no label",
        "Busy: sum by (job) (calls{job=\"a\"}) > 1 and on () depth{job=\"a\"} > 10\n"
        "Busy: sum by (job) (calls{job=\"b\"}) > 1 and on () depth{job=\"b\"} > 10",
        "Busy: sum by (job) (calls{job=~\"a|b\"}) > 1 and on (job) depth{job=~\"a|b\"} > 10");
    row("a name with a code",
        "WebShop5xx: x{job=\"shop\"} > 1\nWebMail5xx: x{job=\"mail\"} > 1\nWebBlog5xx: x{job=\"blog\"} > 1",
        "Web5xx: x{job=~\"shop|mail|blog\"} > 1");
    row("a value that means no label", "Hot: x{job=\"\"} > 1\nHot: x{job=\"b\"} > 1",
        "One of them watches the series that have no label job.");
    row("metrics that differ with their labels", "Hot: a_shop_x{job=\"x|z\"} > 1\nHot: a_mail_x{job=\"x\"} > 1",
        "Hot: (a_shop_x{job=\"x|z\"} or a_mail_x{job=\"x\"}) > 1");
    row("metrics that would hide each other", "Hot: a_shop_x{job=~\"x|z\"} > 1\nHot: a_mail_x{job=\"x\"} > 1",
        "Which metric is read depends on the labels: in one rule the series of one metric would hide those of "
        "another.");
    row("classes that wait each in their own way read each their own recording rule",
        "Hot: rate(x{job=\"a\"}[5m]) > 1 // for: 1m\nHot: rate(x{job=\"b\"}[5m]) > 1 // for: 1m\n"
        "Hot: rate(x{job=\"c\"}[5m]) > 1 // for: 9m\nHot: rate(x{job=\"d\"}[5m]) > 1 // for: 9m",
        "=instance:x:rate5m: rate(x{job=~\"a|b\"}[5m])\nHot: instance:x:rate5m > 1\n"
        "=instance:hot:rate5m: rate(x{job=~\"c|d\"}[5m])\nHot: instance:hot:rate5m > 1");
}

void TestMerging::selectsNoMore()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expected);
    QCOMPARE(proposalsOf(consolidation::reportOn({rulesOf("a.yml", rules)})), expected);
}

void TestMerging::saysTheSame_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &rules, const QByteArray &expected) {
        QTest::newRow(name) << rules << expected;
    };
    row("the label with the words",
        "ShopApiSlow: x{job=\"shop-api\"} > 1 // annotations: {summary: Job shop-api is slow}\n"
        "MailSlow: x{job=\"mail\"} > 1 // annotations: {summary: Job mail is slow}",
        "JobSlow: x{job=~\"shop-api|mail\"} > 1\n  summary: Job {{ $labels.job }} is slow");
    row("the label with the words in other letters",
        "ShopSlow: x{job=\"shop-api\"} > 1 // annotations: {summary: The Shop API is slow}\n"
        "MailSlow: x{job=\"mail\"} > 1 // annotations: {summary: The Mail is slow}",
        "JobSlow: x{job=~\"shop-api|mail\"} > 1\n  summary: The {{ $labels.job }} is slow");
    row("an address takes no other letters",
        "ShopSlow: x{job=\"SHOP\"} > 1 // annotations: {runbook: https://wiki/shop-slow}\n"
        "MailSlow: x{job=\"MAIL\"} > 1 // annotations: {runbook: https://wiki/mail-slow}",
        "JobSlow: x{job=~\"SHOP|MAIL\"} > 1\n  runbook: https://wiki/{{ if eq $labels.job \"SHOP\" }}shop{{ else if eq "
        "$labels.job \"MAIL\" }}mail{{ end }}-slow");
    row("a pattern is no value that a label could show",
        "ShopSlow: x{job=~\".*shop.*\"} > 1 // annotations: {summary: Shop is slow}\n"
        "MailSlow: x{job=~\".*mail.*\"} > 1 // annotations: {summary: Mail is slow}",
        "JobSlow: x{job=~\".*shop.*|.*mail.*\"} > 1\n  summary: {{ if match \"^(?:.*shop.*)$\" $labels.job }}Shop{{ "
        "else "
        "if match \"^(?:.*mail.*)$\" $labels.job }}Mail{{ end }} is slow");
    row("two labels that differ, each with its own words",
        "AQuerySlow: x{job=\"q\", handler=\"query\"} > 1 // annotations: {summary: q answers query late}\n"
        "AFindSlow: x{job=\"q\", handler=\"find\"} > 1 // annotations: {summary: q answers find late}\n"
        "AReadSlow: x{job=\"r\", handler=\"read\"} > 1 // annotations: {summary: r answers read late}",
        "ASlow: (x{job=\"q\", handler=~\"query|find\"} or x{job=\"r\", handler=\"read\"}) > 1\n"
        "  summary: {{ $labels.job }} answers {{ $labels.handler }} late");
    row("only the names of the metrics differ",
        "NovaAgentDown: os_nova_agent_state{x=\"y\"} != 1 // annotations: {summary: A nova agent is down}\n"
        "CinderAgentDown: os_cinder_agent_state{x=\"y\"} != 1 // annotations: {summary: A cinder agent is down}",
        "AgentDown: {__name__=~\"os_(nova|cinder)_agent_state\", x=\"y\"} != 1\n"
        "  summary: A nova/cinder agent is down");
    row("an annotation that the first lacks",
        "Slow: x{job=\"a\"} > 1\nSlow: x{job=\"b\"} > 1 // annotations: {runbook: look}\n"
        "Slow: x{job=\"c\"} > 1 // annotations: {runbook: look}",
        "Slow: x{job=~\"b|a|c\"} > 1\n  runbook: look");
    row("a label that no other carries",
        "Slow: x{job=\"a\"} > 1 // labels: {owner: ann}\nSlow: x{job=\"b\"} > 1 // labels: {owner: bo}",
        "Slow: x{job=~\"a|b\"} > 1\n  owner={{ if eq $labels.job \"a\" }}ann{{ else if eq $labels.job \"b\" }}bo{{ end "
        "}}");
    row("names that share their last word", "ShopDown: up{job=\"a\"} == 0\nMailDown: up{job=\"b\"} == 0",
        "JobDown: up{job=~\"a|b\"} == 0");
    row("names that share two words", "ShopApiDown: up{job=\"a\"} == 0\nMailApiDown: up{job=\"b\"} == 0",
        "ApiDown: up{job=~\"a|b\"} == 0");
    row("names with joints", "shop_is_down: up{job=\"a\"} == 0\nmail_is_down: up{job=\"b\"} == 0",
        "is_down: up{job=~\"a|b\"} == 0");
    row("names that share their first word only", "NetShop: up{job=\"a\"} == 0\nNetMail: up{job=\"b\"} == 0",
        "NetShopOrMail: up{job=~\"a|b\"} == 0");
    row("names that share nothing", "ShopGone: up{job=\"a\"} == 0\nMailDead: up{job=\"b\"} == 0",
        "ShopGoneOrMailDead: up{job=~\"a|b\"} == 0");
}

void TestMerging::saysTheSame()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expected);
    QCOMPARE(proposalsOf(consolidation::reportOn({rulesOf("a.yml", rules)})), expected);
}

/// Two files of which one is a copy stay in step; in one file a name says one thing.
void TestMerging::namesCopiesInOtherFilesAlike()
{
    const QByteArray rules = "Bad: sum by (job) (rate(x_total{job=\"a\"}[5m])) > 1\n"
                             "Bad: sum by (job) (rate(x_total{job=\"b\"}[5m])) > 1";
    const QByteArray proposed = "=job:x:rate5m: sum by (job) (rate(x_total{job=~\"a|b\"}[5m]))\nBad: job:x:rate5m > 1";
    QCOMPARE(proposalsOf(consolidation::reportOn({rulesOf("a.yml", rules), rulesOf("b.yml", rules)})),
             proposed + '\n' + proposed);
    QCOMPARE(proposalsOf(consolidation::reportOn(
                 {rulesOf("a.yml", rules), rulesOf("b.yml", QByteArray(rules).replace("\"b\"", "\"c\""))})),
             proposed + "\n=job:bad:rate5m: sum by (job) (rate(x_total{job=~\"a|c\"}[5m]))\nBad: job:bad:rate5m > 1");
}

void TestMerging::findsNothingTheSecondTime_data()
{
    QTest::addColumn<QByteArray>("rules");
    const auto row = [](const char *name, const QByteArray &rules) { QTest::newRow(name) << rules; };
    row("tiers of a label that need not name instances",
        "HighMemoryUse: u{what=\"mem\"} > 80 // labels: {severity: warning}\n"
        "HighMemoryUse: u{what=\"mem\"} > 90 // labels: {severity: critical}\n"
        "HighCpuUse: u{what=\"cpu\"} > 80 // labels: {severity: warning}\n"
        "HighCpuUse: u{what=\"cpu\"} > 90 // labels: {severity: critical}");
    row("some thresholds are shared, some are not",
        "Lag: sum by (topic) (lag{topic=\"a\"}) > 1\nLag: sum by (topic) (lag{topic=\"b\"}) > 2\n"
        "Lag: sum by (topic) (lag{topic=\"c\"}) > 3\nLag: sum by (topic) (lag{topic=\"d\"}) > 1");
    row("two classes of one family",
        "Hot: rate(x{job=~\"a.*\", area=\"p\"}[5m]) > 1\nHot: rate(x{job=~\"b.*\", area=\"p\"}[5m]) > 1\n"
        "Hot: rate(x{job=~\"c.*\", area=\"q\"}[5m]) > 2\nHot: rate(x{job=~\"d.*\", area=\"q\"}[5m]) > 2");
}

/// What is proposed leaves nothing to propose once it is written.
void TestMerging::findsNothingTheSecondTime()
{
    QFETCH(QByteArray, rules);
    Report report = consolidation::reportOn({rulesOf("a.yml", rules)});
    const consolidation::ProposalEdits edits = consolidation::allEdits(report);
    QVERIFY(edits.refused.empty());
    QCOMPARE(edits.after.size(), std::size_t(1));
    const Report again = consolidation::reportOn({edits.after.begin()->second});
    QCOMPARE(consolidation::rulesAfter(report), again.findings.ruleCount);
    for (const consolidation::Proposal &proposal : again.proposals)
        QVERIFY2(proposal.empty(), proposalsOf(again));
}

REGISTER_TEST(TestMerging);
#include "tst_merging.moc"
