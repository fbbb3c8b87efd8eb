#pragma once

#include "rules/ruledocument.h"

#include "base/result.h"
#include "base/textedit.h"

#include <string>
#include <utility>
#include <vector>

namespace rules {

/// The comments of a rule: the lines right above it, those behind and between its fields, those inside its expression
/// (unless that stands behind an alias). Each begins with `#`; lines that follow one another are one comment of several
/// lines, without their margin. Fails where the rule has no place of its own in the file.
[[nodiscard]] base::Result<std::vector<std::string>> commentsOf(const RuleDocument &document, const RuleRef &ref);

/// Puts comments as lines of their own right above rules, below those that stand there. Fails for lists that have no
/// lines for them (JSON, flow lists).
[[nodiscard]] base::Result<base::TextEdits>
addCommentsEdits(const RuleDocument &document,
                 const std::vector<std::pair<RuleRef, std::vector<std::string>>> &comments);

} // namespace rules
