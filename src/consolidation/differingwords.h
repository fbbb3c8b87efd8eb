#pragma once

#include "base/byterange.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace consolidation {

/// A place in which texts differ.
struct DifferingWords
{
    /// Bytes of it in each text, whole words; may be empty.
    std::vector<base::ByteRange> ranges;
};

/// The places in which the texts differ, in order: each word or run of words where the texts have the same number of
/// words, else all between what they begin and end with. Nothing when they are equal.
[[nodiscard]] std::vector<DifferingWords> differingWords(const std::vector<std::string_view> &texts);

} // namespace consolidation
