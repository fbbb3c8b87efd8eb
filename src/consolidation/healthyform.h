#pragma once

#include "consolidation/families.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace consolidation {

/// The recording rules of all documents by their names. The rules must outlive it.
using RecordedExprs = std::multimap<std::string_view, const promql::Tree *>;
[[nodiscard]] RecordedExprs recordedExprs(const Documents &documents);

/// Whether the expression has a ratio of events that are rare, which has no series until the first of them. Not where
/// `or`, vector() or absent() provide for that already, nor where the rule alerts on a ratio of 0: events without which
/// nothing is well are not rare. `recorded` tells which recording rules count events.
[[nodiscard]] bool absentWhenHealthy(const promql::Tree &tree, const RecordedExprs &recorded);

/// The same with the ratio as `(events or 0 * all) / all`, which is 0 while there are no events and equal otherwise;
/// nothing without such a ratio.
[[nodiscard]] std::optional<std::string> visibleForm(const promql::Tree &tree, const RecordedExprs &recorded);

/// Why one would want it.
[[nodiscard]] base::Text visibleFormReason();

} // namespace consolidation
