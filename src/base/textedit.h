#pragma once

#include "base/byterange.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace base {

/// Replaces the bytes of `range` by `text`. An empty range inserts.
struct TextEdit
{
    ByteRange range;
    std::string text;

    friend bool operator==(const TextEdit &, const TextEdit &) = default;
};

/// Edits of one text, all against the text before any of them. They must not overlap; two insertions at one place keep
/// their order.
using TextEdits = std::vector<TextEdit>;

/// The text after all edits. Fails with ErrorKind::Conflict when edits overlap or leave the text.
[[nodiscard]] Result<std::string> applyEdits(std::string_view text, TextEdits edits);

/// Edits that undo `edits` when applied to the text after them. `before` is the text that `edits` are against.
[[nodiscard]] TextEdits inverseEdits(std::string_view before, TextEdits edits);

/// The offset after `edits` of what stood at `offset` before; an offset inside a replaced range moves to the
/// replacement's end.
[[nodiscard]] std::size_t mapOffset(std::size_t offset, const TextEdits &edits);

/// The smallest single edit that turns `before` into `after` (common prefix and suffix kept, UTF-8 sequences never
/// split); none if equal.
[[nodiscard]] TextEdits differenceEdits(std::string_view before, std::string_view after);

} // namespace base
