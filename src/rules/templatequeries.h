#pragma once

#include "templates/uses.h"

#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// Stands in a query where `printf` puts a value in at run time.
inline constexpr std::string_view templateHole = templates::queryHole;

/// The PromQL that the template of a label or an annotation runs: `query "…"`, `"…" | query`, and both with `printf
/// "…"`, whose verbs become templateHole. Queries held in variables are not followed. A template that does not parse
/// runs nothing.
[[nodiscard]] std::vector<std::string> templateQueries(std::string_view text);

} // namespace rules
