#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>

namespace yaml {

[[nodiscard]] base::Diagnostic syntaxError(base::Text text, base::ByteRange range);

/// What yaml-cpp says of byte `at` with this message.
[[nodiscard]] base::Diagnostic yamlCppProblem(std::string_view text, std::size_t at, std::string message);

/// Whether a plain value is null: spelt out, or nothing at all.
[[nodiscard]] bool isNullWord(std::string_view value);
/// Behind a null that is spelt out at `at`; 0 when there is none.
[[nodiscard]] std::size_t nullWordEndAt(std::string_view text, std::size_t at);
/// Behind blanks, line ends and comments.
[[nodiscard]] std::size_t skipToToken(std::string_view text, std::size_t at);
/// Behind the anchor and the tag at `at`, without the blanks that follow them.
[[nodiscard]] std::size_t propertiesEnd(std::string_view text, std::size_t at);
/// What Prometheus's reader has against the tag at `at`: yaml-cpp takes what no blank separates from it for the value.
[[nodiscard]] std::optional<base::Diagnostic> tagProblem(std::string_view text, std::size_t at);
/// What it has against the anchor at `at`: yaml-cpp takes more characters for its name.
[[nodiscard]] std::optional<base::Diagnostic> anchorProblem(std::string_view text, std::size_t at);

} // namespace yaml
