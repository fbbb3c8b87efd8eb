#pragma once

#include "consolidation/comparison.h"

namespace consolidation {

/// How near `old` came to firing from the tick `first` on, into `proof`, unless another old rule came nearer.
void takeNearest(const ObservedRule &old, const ObservedRule &now, std::size_t first, Proof &proof);

} // namespace consolidation
