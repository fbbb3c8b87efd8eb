#pragma once

#include "base/result.h"

#include <QString>

namespace widgets {

/// A sentence of the core in the interface's language.
[[nodiscard]] QString textOf(const base::Text &text);
[[nodiscard]] QString textOf(const base::Error &error);

} // namespace widgets
