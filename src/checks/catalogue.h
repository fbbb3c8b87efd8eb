#pragma once

#include "rules/ruledocument.h"

#include <span>
#include <string_view>
#include <vector>

/// What Rulewright says about rules beyond what Prometheus would reject. One file for each check.
namespace checks {

class CheckedRule;

/// Looks at each rule, or at each group.
struct Check
{
    /// Like "rules/duplicate": the diagnostics it makes carry it.
    const char *id;
    void (*ofRule)(CheckedRule &rule, std::vector<base::Diagnostic> &diagnostics) = nullptr;
    void (*ofGroup)(const rules::RuleGroup &group, std::vector<base::Diagnostic> &diagnostics) = nullptr;
};

/// In the order in which they run.
[[nodiscard]] std::span<const Check> catalogue();

/// The document's own diagnostics and those of every check, in the order of the text. With more `threads` the groups
/// are shared out; the result is the same.
[[nodiscard]] std::vector<base::Diagnostic> check(const rules::RuleDocument &document, unsigned threads = 1);

} // namespace checks
