#pragma once

#include "backtest/recordingrule.h"
#include "consolidation/proposal.h"

#include <span>

namespace consolidation {

/// What the new rule does otherwise than a member, beyond selecting several members' series at once: a window, a
/// function, a matcher, a label of a join. Such a difference may not show in values that never change.
struct FormDifference
{
    /// The old rule's name.
    std::string rule;
    /// As it is written in the expressions; empty where one has nothing of it.
    std::string before;
    std::string after;
};

/// Compares what is computed, with recording rules (also the proposed ones) written out; the compared numbers, the
/// grouping of aggregations and label_replace() do not count, as labels show them. Pure; the first difference of each
/// member at most.
[[nodiscard]] std::vector<FormDifference> formDifferences(const Family &family, const Takeover &takeover,
                                                          std::span<const backtest::RecordingRule> recordings);

} // namespace consolidation
