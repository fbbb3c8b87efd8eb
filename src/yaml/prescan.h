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

/// The text with line feeds only, which alone break lines for yaml-cpp: a lone CR, and the NEL, LS and PS that YAML 1.1
/// breaks lines at, become LF behind as many blanks as keep every offset.
[[nodiscard]] std::string withPlainBreaks(std::string_view text);
/// Whether there is an LS or PS.
[[nodiscard]] bool hasSeparators(std::string_view text);

} // namespace yaml
