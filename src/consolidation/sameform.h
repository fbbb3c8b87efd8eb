#pragma once

#include "backtest/recordingrule.h"
#include "consolidation/proposal.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace consolidation {

/// What the new rule does otherwise than a member, beyond selecting several members' series at once: a window, a
/// function, a matcher, a label of a join. Such a difference need not show in the values of a range.
struct FormDifference
{
    /// The old rule's name.
    std::string rule;
    /// As it is written in the expressions; empty where `or` gives what had nothing something else.
    std::string before;
    std::string after;
};

/// Labels that tell the members apart in the series of the new rule.
[[nodiscard]] std::set<std::string> toldLabels(const Family &family, const Takeover &takeover);

/// Compares what is computed node by node, with recording rules (also the proposed ones) written out. What the alert
/// compares with and label_replace() do not count, as conditions and labels are compared by themselves; groupings and
/// joins may gain labels that tell the members apart, and selectors widen in these where the values show what that
/// adds: unless some of it was `unseen`. Pure; the first difference of each
/// member at most, and alternatives that no member has or that could take the place of another.
[[nodiscard]] std::vector<FormDifference> formDifferences(const Family &family, const Takeover &takeover,
                                                          std::span<const backtest::RecordingRule> recordings,
                                                          bool unseen = false);

} // namespace consolidation
