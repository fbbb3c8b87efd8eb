#pragma once

#include "rules/ruledocument.h"

#include <optional>
#include <string_view>
#include <vector>

namespace rules {

/// What a plain rule file holds, without its YAML trees.
struct PlainContent
{
    std::vector<RuleGroup> groups;
    std::vector<base::Diagnostic> diagnostics;
};

/// Reads a plain rule file piece by piece with up to `threads` threads: a piece's YAML trees are gone before the next
/// one is read. Nothing when the text is small, of another shape, or not valid YAML as a whole or in its pieces: then
/// it has to be read as a whole.
[[nodiscard]] std::optional<PlainContent> readInPieces(std::string_view text, const promql::Dialect &dialect,
                                                       unsigned threads);

} // namespace rules
