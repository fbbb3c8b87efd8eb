#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <vector>

namespace consolidation {

enum class Containment { Contained, NotContained, Unknown };

/// Whether every series that the old matchers select is selected by the new ones: exact for `=`, `!=`, alternations of
/// literals, `.*`, `.+` and equal regular expressions; else unknown. Metric names are matchers on `__name__`, an absent
/// label is the empty value.
[[nodiscard]] Containment containment(const promql::VectorSelector &old, const promql::VectorSelector &now);

/// What can be said of a proposal without any series: which selectors contain the old ones, which labels alerts lose or
/// get, where series of several metrics may collide.
[[nodiscard]] std::vector<Evidence> structureOf(const Family &family, const Proposal &proposal);

} // namespace consolidation
