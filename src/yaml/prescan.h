#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string_view>

namespace yaml {

/// What yaml-cpp lets pass and Prometheus's reader rejects before it looks at the structure: invalid UTF-8, control
/// characters, a %YAML directive it does not know. The first problem, if any.
[[nodiscard]] std::optional<base::Diagnostic> prescan(std::string_view text);

} // namespace yaml
