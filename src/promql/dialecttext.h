#pragma once

#include "promql/functions.h"
#include "promql/parser.h"

#include <optional>
#include <string_view>

namespace promql {

/// A known version, written like `2.42`; nothing for other texts and other versions.
[[nodiscard]] std::optional<Version> versionFromText(std::string_view text);

/// Sets what a flag of Prometheus's --enable-feature switches on; false when it is none of the language's.
bool enableFeature(Dialect &dialect, std::string_view flag);

/// The same version with the same flags.
[[nodiscard]] bool sameDialect(const Dialect &a, const Dialect &b);

} // namespace promql
