#include "promql/completion.h"
#include "rules/completionnames.h"
#include "support/registry.h"
#include "widgets/completionsource.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

using widgets::CompletionSource;

/// What the editors offer of rules that nobody has saved yet, without any endpoint.
class TestCompletionSource : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void offersAlertNames_data();
    void offersAlertNames();
    void offersRecordedNames();

private:
    std::unique_ptr<CompletionSource> m_source;
};

void TestCompletionSource::init()
{
    const auto document =
        rules::load("rules.yaml", "groups:\n"
                                  "- name: g\n"
                                  "  rules:\n"
                                  "  - {record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))'}\n"
                                  "  - {alert: TooManyErrors, expr: 'job:errors:rate5m > 1'}\n"
                                  "  - {alert: NobodyHome, expr: 'up == 0'}\n");
    m_source = std::make_unique<CompletionSource>();
    m_source->setWorkspaceNames(rules::completionNames(std::vector{document}));
}

void TestCompletionSource::offersAlertNames_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("ALERTS") << QByteArray("ALERTS{alertname=\"");
    QTest::newRow("ALERTS_FOR_STATE") << QByteArray("max(ALERTS_FOR_STATE{alertname=~\"");
}

void TestCompletionSource::offersAlertNames()
{
    QFETCH(QByteArray, before);
    const promql::CompletionContext context =
        promql::completionContext(before.toStdString(), static_cast<std::size_t>(before.size()));
    std::optional<std::vector<std::string>> offered;
    m_source->withValues(context, [&offered](const std::vector<std::string> &values) { offered = values; });
    QVERIFY(offered.has_value());
    QCOMPARE(*offered, (std::vector<std::string>{"NobodyHome", "TooManyErrors"}));
}

void TestCompletionSource::offersRecordedNames()
{
    const std::vector<std::string> metrics = m_source->metrics();
    QVERIFY(std::ranges::find(metrics, "job:errors:rate5m") != metrics.end());
    const std::string text = "job:errors:rate5m{";
    std::optional<std::vector<std::string>> labels;
    m_source->withLabels(promql::completionContext(text, text.size()),
                         [&labels](const std::vector<std::string> &names) { labels = names; });
    QVERIFY(labels.has_value());
    QCOMPARE(*labels, (std::vector<std::string>{"job"}));
}

REGISTER_TEST(TestCompletionSource);
#include "tst_completionsource.moc"
