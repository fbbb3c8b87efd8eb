#pragma once

#include "consolidation/proposal.h"

#include <string>
#include <vector>

/// A proposal with one mistake made on purpose.
struct Mutant
{
    /// "join", "group_left", "or", "matcher", "threshold", "label", "window", "durations" or "operator".
    std::string kind;
    /// What was made of what.
    std::string what;
    consolidation::Proposal proposal;
};

/// Every proposal that differs from `whole` by one such mistake, made in each place of its expressions, labels and
/// durations that leaves room for it: another label in a join, one more or none, an alternative less, a matcher less or
/// another, another number, a label or name less or another, another window, other durations, another operator,
/// function or aggregation.
[[nodiscard]] std::vector<Mutant> mutantsOf(const consolidation::Proposal &whole);
