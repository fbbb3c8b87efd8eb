#pragma once

#include "consolidation/comparison.h"
#include "consolidation/families.h"
#include "consolidation/proposal.h"

#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace consolidation {

struct Offer;

/// Families with what is proposed for each: those that save most rules first, those that stay apart last.
struct Report
{
    Documents documents;
    Findings findings;
    /// One for each family; empty ones where there is nothing to propose.
    std::vector<Proposal> proposals;
    /// One for each family: unproved until an endpoint was asked.
    std::vector<Proof> proofs;
    /// Families (indices) whose proposal cannot be written into the files. Known when allEdits() was called; the
    /// proposal has a note then.
    std::set<std::size_t> refused;
};

/// `open`: by patterns that include the next service, with what else they match in the rules as evidence.
/// A report that was stopped is not complete.
[[nodiscard]] Report reportOn(const Documents &documents, bool open = false, const std::stop_token &stop = {});

/// How many rules fewer there are with the proposal; negative when there are more.
[[nodiscard]] std::ptrdiff_t rulesSaved(const Proposal &proposal);

/// Of all rules, when every proposal is accepted that is not refused.
[[nodiscard]] std::size_t rulesAfter(const Report &report);

/// The edits of every proposal; tells the report what is refused, and the proposed rules where they stand by then.
[[nodiscard]] ProposalEdits allEdits(Report &report);

/// What `rulewright-cli consolidate --format json` prints, with its last line end.
[[nodiscard]] std::string toJson(const Report &report, const std::vector<Offer> &offers);

} // namespace consolidation
