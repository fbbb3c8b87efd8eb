#pragma once

#include "alerting/alertstate.h"
#include "alerting/seriessource.h"
#include "backtest/tickvalues.h"

#include <optional>
#include <string>
#include <vector>

/// What a server recorded of an alert in ALERTS, and how a backtest agrees with it. Pure functions.
namespace backtest {

/// A firing that only one of both knows, or that begins or ends more than a tick apart.
struct Disagreement
{
    alerting::Labels labels;
    std::optional<alerting::Band> backtest;
    std::optional<alerting::Band> recorded;
};

struct Agreement
{
    /// Firings within a tick of each other, of all that either knows.
    std::size_t same = 0;
    std::size_t of = 0;
    /// In the order of time.
    std::vector<Disagreement> differences;
    /// What was compared begins here: where the server began to evaluate, if later than the backtest's range.
    Milliseconds since = 0;

    /// "same within a tick in 41 of 42 firings".
    [[nodiscard]] base::Text text() const;
};

/// The labels under which ALERTS shows an identity: a label that was templated to nothing stands there as it is
/// written.
[[nodiscard]] alerting::Labels recordedLabels(const alerting::AlertSpec &alert, const alerting::Labels &identity);

/// Samples of `ALERTS{alertname="…", alertstate="firing"}` as bands at the ticks, from `since` on; `queryOffset` before
/// their ticks. Ticks that are `unanswered` (in the order of time) say nothing: a rule that fails keeps its alerts, and
/// records none. Labels without name and state.
[[nodiscard]] std::vector<std::pair<alerting::Labels, std::vector<alerting::Band>>>
recordedFirings(const std::vector<alerting::Series> &alerts, const Ticks &ticks, Milliseconds since,
                Milliseconds queryOffset, const std::vector<Milliseconds> &unanswered = {});

/// From the first answered tick at or after `since` on.
[[nodiscard]] Agreement compareFirings(const alerting::AlertSpec &alert, const alerting::RuleHistory &history,
                                       const std::vector<alerting::Series> &alerts, const Ticks &ticks,
                                       Milliseconds since, Milliseconds queryOffset);

} // namespace backtest
