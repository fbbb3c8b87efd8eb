#pragma once

#include "consolidation/proposal.h"

#include <optional>
#include <string>
#include <vector>

/// Thresholds that differ from member to member as series of one recording rule.
namespace consolidation {

struct ThresholdSeries
{
    /// `label_replace(vector(100), "topic", "orders", "", "") or …`, a series for each member.
    std::string expr;
    /// The labels on which the compared series find theirs.
    std::vector<std::string> labels;
    /// Of each member, as in its expression.
    std::vector<std::string> thresholds;
};

/// For members (indices into the family) that compare with constants of their own and whose series carry labels that
/// are known for each of them; nothing for others.
[[nodiscard]] std::optional<ThresholdSeries>
thresholdSeries(const Family &family, const std::vector<std::size_t> &members, const std::vector<std::string> &labels);

} // namespace consolidation
