#pragma once

#include "widgets/backtestsession.h"

#include <QString>
#include <QStringList>

#include <vector>

/// What a backtest says in sentences and cells.
namespace widgets {

/// `12.4 %`, with as many digits as it takes to tell it from nothing and from always.
[[nodiscard]] QString shareText(double share);

/// "7 days", "6 hours", "90 minutes".
[[nodiscard]] QString spanText(double seconds);

/// "This rule would have been firing 12.4 % of the last 7 days, in 3 firings."
[[nodiscard]] QString verdictText(const backtest::BacktestResult &result, double rangeSeconds, bool untilNow);

/// Names of the identities in the order of the history: the labels in which they differ, without the rule's own.
[[nodiscard]] std::vector<QString> identityNames(const backtest::BacktestResult &result);

/// One alert now and as the rule was saved; null where it would never have been pending.
struct IdentityPair
{
    QString name;
    const alerting::AlertHistory *now = nullptr;
    const alerting::AlertHistory *before = nullptr;
};
/// The identities of both, those of `result` first; alerts with the same labels are one pair. Points into them.
[[nodiscard]] std::vector<IdentityPair> identityPairs(const backtest::BacktestResult &result,
                                                      const backtest::BacktestResult *before);

/// How the result compares with the rule as it was saved.
[[nodiscard]] QString beforeText(const backtest::BacktestResult &before);

/// Longest firing, flaps, evaluation, way of asking, and who answered.
[[nodiscard]] QString methodText(const backtest::BacktestResult &result);

/// Everything that limits what the result says, a paragraph each: warnings, the spread, unknown ticks, self-checks.
[[nodiscard]] QStringList caveats(const backtest::BacktestResult &result);

/// Why a rule was inlined.
[[nodiscard]] QString inlinedText(const std::string &rule, backtest::InlineReason reason);

/// A line for each rule that was inlined, and why.
[[nodiscard]] QStringList inlinedTexts(const backtest::BacktestResult &result);

/// "firing 10:03–10:09 here, not recorded".
[[nodiscard]] QString disagreementText(const backtest::Disagreement &disagreement);

} // namespace widgets
