#include "widgets/backtesttext.h"

#include "backtest/statistics.h"
#include "rules/duration.h"
#include "widgets/chartdata.h"
#include "widgets/coretext.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace widgets {

namespace {

QString said(const char *text, int count = -1)
{
    return QCoreApplication::translate("Backtest", text, nullptr, count);
}

QString spelledDuration(backtest::Milliseconds duration)
{
    return QString::fromStdString(rules::formatDuration(static_cast<double>(duration) / 1000));
}

QString bandText(const alerting::Band &band)
{
    const auto text = [](backtest::Milliseconds time) {
        return timeText(static_cast<double>(time) / 1000, 1, QTimeZone::systemTimeZone());
    };
    return band.end ? text(band.begin) + QStringLiteral(" – ") + text(*band.end)
                    : text(band.begin) + QStringLiteral(" –");
}

} // namespace

QString shareText(double share)
{
    const double percent = share * 100;
    if (percent <= 0)
        return QStringLiteral("0 %");
    if (percent >= 100)
        return QStringLiteral("100 %");
    const double edge = std::min(percent, 100 - percent);
    // Neither nothing nor always may be read from what rounds to it.
    if (edge < 0.01)
        return percent < 50 ? QStringLiteral("< 0.01 %") : QStringLiteral("> 99.99 %");
    return QString::number(percent, 'f', edge >= 1 ? 1 : 2) + QStringLiteral(" %");
}

QString spanText(double seconds)
{
    constexpr double minute = 60;
    constexpr double hour = 3600;
    constexpr double day = 86400;
    if (seconds >= 2 * day)
        return said(QT_TRANSLATE_N_NOOP("Backtest", "%n day(s)"), static_cast<int>(std::lround(seconds / day)));
    if (seconds >= 2 * hour)
        return said(QT_TRANSLATE_N_NOOP("Backtest", "%n hour(s)"), static_cast<int>(std::lround(seconds / hour)));
    return said(QT_TRANSLATE_N_NOOP("Backtest", "%n minute(s)"),
                static_cast<int>(std::max(1L, std::lround(seconds / minute))));
}

QString verdictText(const backtest::BacktestResult &result, double rangeSeconds, bool untilNow)
{
    const alerting::RuleHistory &history = result.history;
    const QString span = spanText(rangeSeconds);
    const QString share = shareText(history.firingRatio());
    const int firings = static_cast<int>(history.firings());
    if (history.ticks == 0)
        return said(QT_TRANSLATE_NOOP("Backtest", "The range holds no evaluation of this rule."));
    if (history.firingTicks == 0 && history.unknownTicks == history.ticks)
        return said(QT_TRANSLATE_NOOP("Backtest", "Whether this rule would have been firing is not known."));
    if (history.firingTicks == 0)
        return (untilNow ? said(QT_TRANSLATE_NOOP("Backtest", "This rule would not have been firing in the last %1."))
                         : said(QT_TRANSLATE_NOOP("Backtest", "This rule would not have been firing in these %1.")))
            .arg(span);
    if (firings == 0)
        return (untilNow ? said(QT_TRANSLATE_NOOP("Backtest",
                                                  "This rule would have been firing %1 of the last %2, since before "
                                                  "they began."))
                         : said(QT_TRANSLATE_NOOP("Backtest", "This rule would have been firing %1 of these %2, since "
                                                              "before they began.")))
            .arg(share, span);
    return (untilNow ? said(QT_TRANSLATE_N_NOOP("Backtest",
                                                "This rule would have been firing %1 of the last %2, in %n firing(s)."),
                            firings)
                     : said(QT_TRANSLATE_N_NOOP("Backtest",
                                                "This rule would have been firing %1 of these %2, in %n firing(s)."),
                            firings))
        .arg(share, span);
}

namespace {

/// What tells an alert from the others of its rule: not what the rule sets for all of them.
alerting::Series distinguishing(const alerting::AlertHistory &alert, const alerting::AlertSpec &rule)
{
    alerting::Series series;
    series.labels = alert.labels;
    std::erase_if(series.labels, [&rule](const auto &label) {
        return label.first == "alertname" || std::ranges::find(rule.labels, label) != rule.labels.end();
    });
    return series;
}

std::vector<QString> namesOf(const std::vector<alerting::Series> &identities, const std::string &rule)
{
    std::vector<QString> names = shortNames(identities);
    for (QString &name : names) {
        if (name.isEmpty() || name == QLatin1String("{}"))
            name = QString::fromStdString(rule);
    }
    return names;
}

} // namespace

std::vector<QString> identityNames(const backtest::BacktestResult &result)
{
    std::vector<alerting::Series> identities;
    for (const alerting::AlertHistory &alert : result.history.alerts)
        identities.push_back(distinguishing(alert, result.alert));
    return namesOf(identities, result.alert.name);
}

std::vector<IdentityPair> identityPairs(const backtest::BacktestResult &result, const backtest::BacktestResult *before)
{
    std::vector<IdentityPair> pairs;
    std::vector<alerting::Series> identities;
    for (const alerting::AlertHistory &alert : result.history.alerts) {
        pairs.push_back({{}, &alert, nullptr});
        identities.push_back(distinguishing(alert, result.alert));
    }
    for (std::size_t i = 0; before && i < before->history.alerts.size(); ++i) {
        const alerting::AlertHistory &alert = before->history.alerts[i];
        // Histories are sorted by their labels.
        const auto same =
            std::ranges::lower_bound(result.history.alerts, alert.labels, {}, &alerting::AlertHistory::labels);
        if (same != result.history.alerts.end() && same->labels == alert.labels) {
            pairs[static_cast<std::size_t>(same - result.history.alerts.begin())].before = &alert;
            continue;
        }
        pairs.push_back({{}, nullptr, &alert});
        identities.push_back(distinguishing(alert, before->alert));
    }
    const std::vector<QString> names = namesOf(identities, result.alert.name);
    for (std::size_t i = 0; i < pairs.size(); ++i)
        pairs[i].name = names[i];
    return pairs;
}

QString beforeText(const backtest::BacktestResult &before)
{
    const alerting::RuleHistory &history = before.history;
    const QString share = shareText(history.firingRatio());
    if (history.firingTicks == 0 && history.unknownTicks == history.ticks)
        return said(QT_TRANSLATE_NOOP("Backtest", "As it was saved: not known."));
    if (history.firingTicks == 0)
        return said(QT_TRANSLATE_NOOP("Backtest", "As it was saved: not firing."));
    if (history.firings() == 0)
        return said(QT_TRANSLATE_NOOP("Backtest", "As it was saved: %1, since before the range began.")).arg(share);
    return said(QT_TRANSLATE_N_NOOP("Backtest", "As it was saved: %1, in %n firing(s)."),
                static_cast<int>(history.firings()))
        .arg(share);
}

QString methodText(const backtest::BacktestResult &result)
{
    QStringList parts;
    const backtest::AlertStatistics statistics =
        backtest::statisticsOf(result.history, result.values.ticks, result.from);
    if (statistics.firings > 0 || statistics.longest > 0) {
        parts += said(QT_TRANSLATE_NOOP("Backtest", "Longest firing: %1")).arg(spelledDuration(statistics.longest));
        parts += said(QT_TRANSLATE_N_NOOP("Backtest", "%n flap(s)"), static_cast<int>(statistics.flaps));
    }
    parts += said(QT_TRANSLATE_NOOP("Backtest", "Evaluated every %1")).arg(spelledDuration(result.timing.interval));
    parts += result.usedInstantQueries ? said(QT_TRANSLATE_NOOP("Backtest", "Asked tick by tick"))
                                       : said(QT_TRANSLATE_NOOP("Backtest", "Asked by range queries"));
    if (!result.server.version.empty()) {
        const QString name = result.server.application.empty() ? QStringLiteral("API")
                                                               : QString::fromStdString(result.server.application);
        parts += said(QT_TRANSLATE_NOOP("Backtest", "Answered by %1 %2"))
                     .arg(name, QString::fromStdString(result.server.version));
    }
    return parts.join(QStringLiteral(" · "));
}

QStringList caveats(const backtest::BacktestResult &result)
{
    QStringList texts;
    for (const base::Text &warning : result.warnings)
        texts += translated(warning);
    if (result.spread && shareText(result.spread->leastRatio) == shareText(result.spread->mostRatio) &&
        result.spread->leastFirings == result.spread->mostFirings)
        texts += said(QT_TRANSLATE_NOOP("Backtest", "At other times within the interval it comes out the same."));
    else if (result.spread)
        texts += said(QT_TRANSLATE_NOOP("Backtest", "Depending on when it is evaluated: %1 to %2 of the time, %3 to %4 "
                                                    "firings."))
                     .arg(shareText(result.spread->leastRatio), shareText(result.spread->mostRatio))
                     .arg(result.spread->leastFirings)
                     .arg(result.spread->mostFirings);
    if (result.history.unknownTicks > 0)
        texts += said(QT_TRANSLATE_NOOP("Backtest", "Nothing is known of %1 of the time."))
                     .arg(shareText(result.history.unknownRatio()));
    for (const backtest::SelfCheck &check : result.selfChecks) {
        const QString rule = QString::fromStdString(check.rule);
        texts += check.different == 0
                     ? said(QT_TRANSLATE_NOOP("Backtest", "Checked against what is recorded of %1: the same at all %2 "
                                                          "ticks."))
                           .arg(rule)
                           .arg(check.ticks)
                     : said(QT_TRANSLATE_NOOP("Backtest", "Checked against what is recorded of %1: different at %2 of "
                                                          "%3 ticks."))
                           .arg(rule)
                           .arg(check.different)
                           .arg(check.ticks);
    }
    return texts;
}

QString inlinedText(const std::string &rule, backtest::InlineReason reason)
{
    const QString name = QString::fromStdString(rule);
    switch (reason) {
    case backtest::InlineReason::NotLoaded:
        return said(QT_TRANSLATE_NOOP("Backtest", "%1 is not loaded at the endpoint; what it would record is put in "
                                                  "its place."))
            .arg(name);
    case backtest::InlineReason::OtherExpression:
        return said(QT_TRANSLATE_NOOP("Backtest", "%1 is loaded at the endpoint as another rule; what it would record "
                                                  "is put in its place."))
            .arg(name);
    case backtest::InlineReason::TooYoung:
        break;
    }
    return said(QT_TRANSLATE_NOOP("Backtest", "%1 is not recorded at the beginning of the range; what it would have "
                                              "recorded is put in its place."))
        .arg(name);
}

QStringList inlinedTexts(const backtest::BacktestResult &result)
{
    QStringList texts;
    for (std::size_t i = 0; i < result.inlining.inlined.size(); ++i)
        texts += inlinedText(result.inlinedRules[i].name, result.inlining.inlined[i].reason);
    return texts;
}

QString disagreementText(const backtest::Disagreement &disagreement)
{
    const QString labels = seriesText(disagreement.labels);
    if (!disagreement.recorded)
        return said(QT_TRANSLATE_NOOP("Backtest", "%1 would have been firing %2. ALERTS does not show it."))
            .arg(labels, bandText(*disagreement.backtest));
    if (!disagreement.backtest)
        return said(QT_TRANSLATE_NOOP("Backtest", "%1 was firing %2. The backtest does not show it."))
            .arg(labels, bandText(*disagreement.recorded));
    return said(QT_TRANSLATE_NOOP("Backtest", "%1 would have been firing %2. ALERTS shows %3."))
        .arg(labels, bandText(*disagreement.backtest), bandText(*disagreement.recorded));
}

} // namespace widgets
