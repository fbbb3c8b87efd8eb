#pragma once

#include "consolidation/comparison.h"

#include <vector>

namespace consolidation {

enum class Containment { Contained, NotContained, Unknown };

/// Whether every series that the old matchers select is selected by the new ones: exact for `=`, `!=` and alternations
/// of literals, and for equal matchers; else unknown. Metric names are matchers on `__name__`.
[[nodiscard]] Containment containment(const promql::VectorSelector &old, const promql::VectorSelector &now);

/// What can be said of a proposal without any series: which selectors contain the old ones, and what happens on the day
/// it is loaded.
[[nodiscard]] std::vector<Evidence> structureOf(const Family &family, const Proposal &proposal);

} // namespace consolidation
