#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yaml {

/// What Prometheus's reader finds wrong behind the first document of a file. It reads no further than this document,
/// but its scanner is two tokens ahead of it: an unclosed quote there, or a value where none can be, fails the file;
/// whatever comes later does not. `from` is the first byte behind the document: its marker, or what follows without
/// one.
[[nodiscard]] std::optional<base::Diagnostic> lookaheadProblem(std::string_view text, std::size_t from);

/// What Prometheus's reader and yaml-cpp read differently.
struct OddToken
{
    enum class Kind {
        /// A `?` in a flow collection without a blank behind it: an explicit key all the same.
        Question,
        /// The characters of a tag behind its exclamation marks.
        Tag,
        /// The colon at the end of a plain scalar in a flow collection, which belongs to the scalar.
        Colon,
        /// From the sign of an explicit key, which is null, to the colon of its value.
        NullKey,
    };
    Kind kind = Kind::Question;
    base::ByteRange range;
};

struct ScannedText
{
    /// What makes Prometheus's reader give up before it looks at the structure.
    std::optional<base::Diagnostic> problem;
    /// The problem are flow collections in flow collections, too many to be read.
    bool tooDeep = false;
    std::vector<OddToken> odd;
    /// Behind the flow collection that is the first document, where it stands alone.
    std::optional<std::size_t> end;
    /// The first `...`, where something stands before it.
    std::optional<std::size_t> firstEnd;
};
/// Reads from byte `from` on, the first of a line.
[[nodiscard]] ScannedText scanText(std::string_view text, std::size_t from);

/// The text from `shift` on as yaml-cpp reads in it what Prometheus's reader does; every offset stays.
[[nodiscard]] std::string forYamlCpp(std::string_view text, std::size_t shift, const ScannedText &scanned);

} // namespace yaml
