#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace promql {

/// Compiles a regular expression as Go would. Null when it is wrong; `error` then holds Go's words: "error parsing
/// regexp: …". `angleNames`: `(?<name>…)` is known, since Go 1.22. `memory` bounds the compiled program in bytes; Go
/// bounds repetitions (1000) instead.
[[nodiscard]] std::shared_ptr<const re2::RE2> compileGoRegex(std::string_view pattern, bool dotMatchesNewline,
                                                             bool angleNames, std::string &error,
                                                             std::int64_t memory = 64 << 20);

} // namespace promql
