#pragma once

#include "rules/ruledocument.h"

#include <optional>
#include <string>

namespace rules {

struct ExpressionPlace
{
    std::string expr;
    /// Byte of `expr`.
    std::size_t offset = 0;
};

/// The rule's own expression that holds byte `offset` of `text`, where `text` may be newer than `document`. A change
/// within one rule costs the reading of that rule (fractions of a millisecond) where the rule has lines of its own;
/// other changes cost the reading of the whole text. An empty result where no expression is, or `text` is broken there.
[[nodiscard]] std::optional<ExpressionPlace> expressionAt(const RuleDocument &document, const std::string &text,
                                                          std::size_t offset);

} // namespace rules
