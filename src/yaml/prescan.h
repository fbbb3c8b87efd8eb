#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>

namespace yaml {

/// What yaml-cpp lets pass and Prometheus's reader rejects before it looks at the structure: invalid UTF-8, control
/// characters, a %YAML directive it does not know. The first problem, if any.
[[nodiscard]] std::optional<base::Diagnostic> prescan(std::string_view text);

/// The text with NEL (U+0085), which libyaml breaks lines at and yaml-cpp does not, as a blank and a line feed: every
/// offset stays. Nothing when there is none.
[[nodiscard]] std::optional<std::string> withoutNextLines(std::string_view text);

} // namespace yaml
