#pragma once

#include <QString>

namespace widgets {

/// Every digit that tells the value from its neighbours, as Prometheus writes it: `0.1`, `NaN`, `+Inf`.
[[nodiscard]] QString fullNumber(double value);

/// About four digits for axes and read-outs: `12.5k`, `70.2M`, `0.004`, `3e-09`.
[[nodiscard]] QString shortNumber(double value);

} // namespace widgets
