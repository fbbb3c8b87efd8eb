#pragma once

#include "consolidation/families.h"
#include "consolidation/proposal.h"

#include <set>
#include <string>

namespace widgets {

/// Names of recording rules that are other rules now, or read such; those that came and went included.
[[nodiscard]] std::set<std::string> recordedAnew(const consolidation::Documents &before,
                                                 const consolidation::Documents &after);

/// Whether a comparison of the family with a proposal of it still tells the truth when other rules have changed around
/// it: the members are where and what they were, and nothing that they or the proposal read is recorded anew.
[[nodiscard]] bool holdsStill(const consolidation::Family &was, const consolidation::Family &is,
                              const std::set<std::string> &recordedAnew);
[[nodiscard]] bool holdsStill(const consolidation::Proposal &was, const consolidation::Proposal &is,
                              const std::set<std::string> &recordedAnew);

} // namespace widgets
