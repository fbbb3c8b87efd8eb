#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string_view>

namespace yaml {

[[nodiscard]] base::Diagnostic syntaxError(base::Text text, base::ByteRange range);

/// Behind blanks, line ends and comments.
[[nodiscard]] std::size_t skipToToken(std::string_view text, std::size_t at);
/// Behind the anchor and the tag at `at`, without the blanks that follow them.
[[nodiscard]] std::size_t propertiesEnd(std::string_view text, std::size_t at);
/// What Prometheus's reader has against the tag at `at`: yaml-cpp takes what no blank separates from it for the value.
[[nodiscard]] std::optional<base::Diagnostic> tagProblem(std::string_view text, std::size_t at);
/// What it has against the anchor at `at`: yaml-cpp takes more characters for its name.
[[nodiscard]] std::optional<base::Diagnostic> anchorProblem(std::string_view text, std::size_t at);

} // namespace yaml
