#pragma once

#include "alerting/alertstate.h"

#include <cstddef>
#include <vector>

/// Firings as a comparison sees them.
namespace consolidation {

/// Whether each band lies within one of the others; one without end lasts for ever.
[[nodiscard]] bool containedIn(const std::vector<alerting::Band> &inner, const std::vector<alerting::Band> &outer);
/// Whether the band has a time in common with one of the others.
[[nodiscard]] bool meetsAny(const alerting::Band &band, const std::vector<alerting::Band> &others);
/// How many firings reach into the range, also those that began before it.
[[nodiscard]] std::size_t firingsWithin(const alerting::RuleHistory &history);

} // namespace consolidation
