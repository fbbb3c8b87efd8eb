#pragma once

#include "base/text.h"

#include <QString>

namespace widgets {

/// `{이/가}`, `{은/는}`, `{을/를}`, `{과/와}` and `{으로/로}` as they follow what stands before them.
[[nodiscard]] QString withParticles(QString text);

/// A sentence of the core in the language of the interface.
[[nodiscard]] QString translated(const base::Text &text);

} // namespace widgets
