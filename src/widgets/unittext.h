#pragma once

#include "promql/unit.h"

#include <QString>

namespace widgets {

/// About four digits with the unit: `1.5 MiB/s`, `250 ms`, `4.2 h`, `7.9 %` (of a ratio too), `12.5k/s`. Without a unit
/// as shortNumber().
[[nodiscard]] QString unitNumber(double value, const promql::Unit &unit);

/// What it is called: `bytes per second`. Empty for none.
[[nodiscard]] QString unitName(const promql::Unit &unit);

/// The step between the marks of an axis that is nearest to `step` and round in the unit: in powers of 1024 for bytes,
/// in minutes, hours and days for seconds; 0 where decimal steps are right.
[[nodiscard]] double roundStep(double step, const promql::Unit &unit);

} // namespace widgets
