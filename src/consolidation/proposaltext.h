#pragma once

#include "base/result.h"
#include "consolidation/proposal.h"

#include <string>
#include <string_view>

namespace consolidation {

/// The rule as it is written.
[[nodiscard]] rules::NewRule newRuleOf(const rules::Rule &rule);

/// A rule as an item of the YAML list under `rules:`, with `margin` before each line.
void appendRuleText(std::string &text, const rules::NewRule &rule, std::string_view margin = {});

/// The proposed rules as the YAML list that stands under `rules:`, without indentation: recording rules before the
/// alert that reads them.
[[nodiscard]] std::string proposalText(const Proposal &proposal);

/// The proposal with the rules that `text` holds instead; for each takeover any number of recording rules and then its
/// alert, as proposalText() writes them. Invalid with the first problem where they do not parse (the detail is its
/// line, 1-based), or are not so many alerts.
[[nodiscard]] base::Result<Proposal> editedProposal(const Proposal &proposal, const std::string &text);

} // namespace consolidation
