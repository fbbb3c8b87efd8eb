#pragma once

#include "alerting/alertstate.h"
#include "rules/ruledocument.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace backtest {

using alerting::Milliseconds;

/// When the rules of a group are evaluated: at t with t mod `interval` equal to `phase`, reading at t - `queryOffset`.
struct GroupTiming
{
    Milliseconds interval = 60000;
    Milliseconds queryOffset = 0;
    /// Nothing when nobody knows.
    std::optional<Milliseconds> phase;

    friend bool operator==(const GroupTiming &, const GroupTiming &) = default;
};

/// A recording rule as it is written or proposed.
struct RecordingRule
{
    /// Its group decides about what is earlier, later and elsewhere.
    rules::RuleRef ref;
    std::string name;
    /// Of its expression; never null.
    std::shared_ptr<const promql::Tree> tree;
    /// The group's and the rule's, the rule's win; an empty value removes the label. Sorted by name.
    alerting::Labels labels;
    GroupTiming timing;
};

/// Interval and query offset as the group says them; the phase is left open. `globalInterval` is for groups without an
/// interval of their own.
[[nodiscard]] GroupTiming timingOf(const rules::RuleGroup &group, Milliseconds globalInterval = 60000);

/// Labels of group and rule as Prometheus joins them, templates as they are written.
[[nodiscard]] alerting::Labels labelsOf(const rules::RuleGroup &group, const rules::Rule &rule);

/// What the state machine needs of an alerting rule.
[[nodiscard]] alerting::AlertSpec alertSpecOf(const rules::RuleGroup &group, const rules::Rule &rule);

[[nodiscard]] std::vector<RecordingRule>
recordingRulesOf(std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                 Milliseconds globalInterval = 60000);

/// Whether both name the same group.
[[nodiscard]] bool sameGroup(const rules::RuleRef &a, const rules::RuleRef &b);

} // namespace backtest
