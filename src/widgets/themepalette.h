#pragma once

#include "widgets/theme.h"

#include <QPalette>

namespace widgets {

/// The palette that shows Fusion in a theme's colours.
[[nodiscard]] QPalette paletteFor(const Theme &theme);
/// The few rules of style that a palette cannot say: panel borders, paddings, tabs, check boxes of `indicatorSize`
/// pixels.
[[nodiscard]] QString styleSheetFor(const Theme &theme, int indicatorSize);

} // namespace widgets
