#pragma once

#include "base/textedit.h"
#include "yaml/stream.h"

#include <optional>
#include <string>
#include <string_view>

/// Edits of block and flow collections that leave the bytes around alone. Positions are offsets of the parsed text.
namespace yaml {

/// The first byte of the line that holds `at`.
[[nodiscard]] std::size_t lineStartOf(std::string_view text, std::size_t at);
/// Behind the line break of the line that holds `at`; `at` itself when it begins a line (the end of a block scalar).
[[nodiscard]] std::size_t lineEndAfter(std::string_view text, std::size_t at);

/// A comment line that ends a text of its own (a rule that is switched off): what stands above it belongs to no item
/// below.
inline constexpr std::string_view closingComment = "# rulewright:end";

/// One item of a block sequence in whole lines.
struct ItemExtent
{
    /// From the first comment line right above the item to the line break behind its content and trailing comment.
    base::ByteRange lines;
    std::size_t dash = 0;
    std::size_t dashColumn = 0;
    /// Column of the item's own content.
    std::size_t contentColumn = 0;
};

[[nodiscard]] ItemExtent itemExtent(std::string_view text, const Node &sequence, std::size_t index);

/// Inserts `key: value` behind the entry with index `after` (at the end without one). `valueText` is scalar text, or
/// lines that begin with a line break for a nested block.
[[nodiscard]] base::TextEdits insertEntryEdits(std::string_view text, const Node &mapping,
                                               std::optional<std::size_t> after, std::string_view keyText,
                                               std::string_view valueText, std::string_view lineEnd);
/// Removes the entry with its line and trailing comment. The mapping must have another one.
[[nodiscard]] base::TextEdits removeEntryEdits(std::string_view text, const Node &mapping, std::size_t index);

/// Puts a nested block (lines that begin with a line break) in place of the value at `value`, which ends its line or
/// has only a comment behind it: the comment stays on the key's line.
[[nodiscard]] base::TextEdits blockValueEdits(std::string_view text, base::ByteRange value, std::string_view blockText);

/// Inserts a block item, given as whole lines, before the item `before` (behind the last one if there is none such).
/// Where blank lines part the items, they part the new one too.
[[nodiscard]] base::TextEdits insertItemEdits(std::string_view text, const Node &sequence, std::size_t before,
                                              std::string_view itemLines, std::string_view lineEnd);
/// Inserts `itemText` into a flow sequence.
[[nodiscard]] base::TextEdits insertFlowItemEdits(std::string_view text, const Node &sequence, std::size_t before,
                                                  std::string_view itemText);
/// Removes an item with the blank lines on one side of it; the last one of a block sequence leaves `[]`.
[[nodiscard]] base::TextEdits removeItemEdits(std::string_view text, const Node &sequence, std::size_t index,
                                              std::string_view lineEnd);

} // namespace yaml
