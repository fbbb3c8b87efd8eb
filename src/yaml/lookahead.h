#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string_view>

namespace yaml {

/// What Prometheus's reader finds wrong behind the first document of a file. It reads no further than this document,
/// but its scanner is two tokens ahead of it: an unclosed quote there, or a value where none can be, fails the file;
/// whatever comes later does not. `from` is the first byte behind the document: its marker, or what follows without
/// one.
[[nodiscard]] std::optional<base::Diagnostic> lookaheadProblem(std::string_view text, std::size_t from);

} // namespace yaml
