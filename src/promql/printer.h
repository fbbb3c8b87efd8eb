#pragma once

#include "promql/parser.h"

#include <string>

namespace promql {

/// The canonical one-line form, as /api/v1/rules and /format_query's String() print it.
[[nodiscard]] std::string print(const Expr *expr);

/// The pretty form: expressions whose canonical form is longer than `lineLength` bytes are broken like promtool's
/// formatter does, and comments are kept. Re-parses to an equal tree. A text with errors comes back as it is.
[[nodiscard]] std::string prettyPrint(const Tree &tree, std::size_t lineLength = 100);

/// The same without comments.
[[nodiscard]] std::string prettyPrint(const Expr *expr, std::size_t lineLength = 100);

/// "scalar", "string", "instant vector", "range vector" or "none", as Prometheus says it.
[[nodiscard]] const char *typeName(ValueType type);

} // namespace promql
