#pragma once

#include "consolidation/proposal.h"

#include <string>
#include <vector>

/// A proposal with one mistake made on purpose.
struct Mutant
{
    /// "join", "matcher", "threshold", "label", "window", "durations" or "operator".
    std::string kind;
    /// What was made of what.
    std::string what;
    consolidation::Proposal proposal;
};

/// Every proposal that differs from `whole` by one such mistake, made in each place of its expressions, labels and
/// durations that leaves room for it: another label in a join, a matcher less, another number, a label less, another
/// window, other durations, another operator or aggregation.
[[nodiscard]] std::vector<Mutant> mutantsOf(const consolidation::Proposal &whole);
