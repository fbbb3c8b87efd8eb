#pragma once

#include "rules/ruledocument.h"

#include <span>
#include <string_view>
#include <vector>

/// What Rulewright says about rules beyond what Prometheus would reject. One file for each check.
namespace checks {

struct Check
{
    /// Like "rules/duplicate": the diagnostics it makes carry it.
    const char *id;
    void (*run)(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
};

/// In the order in which they run.
[[nodiscard]] std::span<const Check> catalogue();

/// The document's own diagnostics and those of every check, in the order of the text.
[[nodiscard]] std::vector<base::Diagnostic> check(const rules::RuleDocument &document);

} // namespace checks
