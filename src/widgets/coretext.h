#pragma once

#include "base/text.h"

#include <QString>

namespace widgets {

/// A sentence of the core in the language of the interface.
[[nodiscard]] QString translated(const base::Text &text);

} // namespace widgets
