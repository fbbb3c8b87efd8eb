#include "backtest/agreement.h"
#include "support/registry.h"

#include <QTest>

using alerting::Band;
using backtest::Agreement;
using backtest::Milliseconds;

/// What ALERTS holds beside what a backtest says.
class TestAlertsAgreement : public QObject
{
    Q_OBJECT

private slots:
    void countsWithinATick();
    void keepsFiringsThroughFailures();
    void beginsAtATick();
    void knowsLabelsThatAreTemplatedToNothing();
};

namespace {

constexpr backtest::Ticks tenSeconds = {3, 10, 100};

Milliseconds at(std::size_t tick)
{
    return tenSeconds.at(tick);
}

/// Firing at these ticks, as the server records it.
alerting::Series recordedAt(const std::vector<std::size_t> &ticks, alerting::Labels labels = {{"s", "a"}})
{
    alerting::Series series;
    labels.insert(labels.end(), {{"__name__", "ALERTS"}, {"alertname", "A"}, {"alertstate", "firing"}});
    std::ranges::sort(labels);
    series.labels = std::move(labels);
    for (const std::size_t tick : ticks)
        series.samples.push_back({static_cast<double>(at(tick)) / 1000, 1});
    return series;
}

alerting::RuleHistory historyOf(std::vector<Band> firing, std::vector<Milliseconds> unanswered = {})
{
    alerting::RuleHistory history;
    alerting::AlertHistory alert;
    alert.labels = {{"alertname", "A"}, {"s", "a"}};
    alert.firing = std::move(firing);
    history.alerts = {alert};
    history.unanswered = std::move(unanswered);
    return history;
}

Agreement compare(const alerting::RuleHistory &history, const alerting::Series &recorded, Milliseconds since = 0)
{
    return backtest::compareFirings({}, history, {recorded}, tenSeconds, since, 0);
}

} // namespace

void TestAlertsAgreement::countsWithinATick()
{
    const alerting::RuleHistory history =
        historyOf({{at(10), at(13)}, {at(20), at(22)}, {at(30), at(35)}, {at(97), {}}});
    // A tick later, not at all, two ticks longer, and one that only the server knows.
    const Agreement agreement = compare(history, recordedAt({11, 12, 30, 31, 32, 33, 34, 35, 36, 50, 97, 98, 99}));
    QCOMPARE(agreement.text().english(), std::string("same within a tick in 2 of 5 firings"));
    QCOMPARE(agreement.differences.size(), std::size_t(3));
    QVERIFY(agreement.differences[0].backtest && !agreement.differences[0].recorded);
    QCOMPARE(agreement.differences[1].recorded->end, std::optional(at(37)));
    QVERIFY(!agreement.differences[2].backtest);
    QCOMPARE(agreement.differences[2].recorded->begin, at(50));
}

/// Where the rule fails it keeps its alerts, and the server records nothing of them.
void TestAlertsAgreement::keepsFiringsThroughFailures()
{
    const alerting::Series recorded = recordedAt({10, 11, 14, 15, 20, 21, 22});
    const std::vector<Milliseconds> failed = {at(12), at(13), at(16), at(17), at(18)};
    const Agreement kept = compare(historyOf({{at(10), at(19)}, {at(20), at(23)}}, failed), recorded);
    QCOMPARE(kept.text().english(), std::string("same within a tick in 2 of 2 firings"));
    // Ticks that were answered are gaps.
    QCOMPARE(compare(historyOf({{at(10), at(19)}, {at(20), at(23)}}), recorded).same, std::size_t(1));
    // Up to the end of the range, and with a sample at a tick of which the backtest knows nothing.
    const std::vector<Milliseconds> last = {at(50), at(98), at(99)};
    const Agreement open = compare(historyOf({{at(51), at(60)}, {at(96), {}}}, last),
                                   recordedAt({50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 96, 97}));
    QCOMPARE(open.text().english(), std::string("same within a tick in 2 of 2 firings"));
    QVERIFY(open.differences.empty());
}

/// What is compared begins between two ticks, behind the last one of a firing.
void TestAlertsAgreement::beginsAtATick()
{
    const Agreement agreement =
        compare(historyOf({{at(10), at(13)}, {at(20), at(22)}}), recordedAt({10, 11, 12, 20, 21}), at(12) + 4);
    QCOMPARE(agreement.text().english(), std::string("same within a tick in 1 of 1 firings"));
    // Or where the rule fails.
    const Agreement failing = compare(historyOf({{at(10), at(20)}}, {at(12), at(13), at(14), at(15)}),
                                      recordedAt({10, 11, 16, 17, 18, 19}), at(12));
    QCOMPARE(failing.text().english(), std::string("same within a tick in 1 of 1 firings"));
}

void TestAlertsAgreement::knowsLabelsThatAreTemplatedToNothing()
{
    alerting::AlertSpec alert;
    alert.name = "A";
    alert.labels = {{"team", "{{ $labels.team }}"}};
    const Agreement agreement = backtest::compareFirings(
        alert, historyOf({{at(10), at(12)}}), {recordedAt({10, 11}, {{"s", "a"}, {"team", "{{ $labels.team }}"}})},
        tenSeconds, 0, 0);
    QCOMPARE(agreement.same, std::size_t(1));
    QVERIFY(agreement.differences.empty());
}

REGISTER_TEST(TestAlertsAgreement);

#include "tst_alertsagreement.moc"
