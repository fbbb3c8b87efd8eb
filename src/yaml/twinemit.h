#pragma once

#include "base/textedit.h"
#include "yaml/twintext.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// Writes the changes of one collection into the twin's text. Inside src/yaml only.
namespace yaml::twin {

/// Where the collection stands in each text.
struct Place
{
    const Side &before;
    const Side &after;
    const Side &twin;
    std::string_view lineEnd;
};

/// What happens to the parts of one of the twin's collections.
struct PartChanges
{
    explicit PartChanges(std::size_t twinParts) : removed(twinParts), added(twinParts + 1) {}

    /// For a removed part of the twin: its index in the source before the change.
    std::vector<std::optional<std::size_t>> removed;
    /// added[k]: parts of the source after the change that go before the twin's part k; the last entry: at the end.
    std::vector<std::vector<std::size_t>> added;

    [[nodiscard]] bool empty() const;
};

/// Nothing when the parts cannot be told apart as text (two of them on one line, comments between removed ones).
[[nodiscard]] std::optional<base::TextEdits> partEdits(const Place &place, const Node &before, const Node &after,
                                                       const Node &twin, const PartChanges &changes);

/// One item of a list in its new order: the twin's own item with what changes inside it, or a new one of the source.
struct OrderedItem
{
    std::optional<std::size_t> twin;
    std::size_t after = 0;
    base::TextEdits edits;
};

/// Rewrites a block sequence in another order; each item takes the comments above it along.
[[nodiscard]] std::optional<base::TextEdits> reorderEdits(const Place &place, const Node &after, const Node &twin,
                                                          const std::vector<OrderedItem> &order);

/// The values of two parts are written alike, comments included; only their columns may differ.
[[nodiscard]] bool sameSlotText(const Place &place, const Node &before, std::size_t beforeIndex, const Node &twin,
                                std::size_t twinIndex);

/// Replaces the value of a part of `twin` by that of a part of `after`. Scalars keep the twin's style where it had its
/// own.
[[nodiscard]] base::TextEdits valueEdits(const Place &place, const Node &before, std::size_t beforeIndex,
                                         const Node &after, std::size_t afterIndex, const Node &twin,
                                         std::size_t twinIndex);

} // namespace yaml::twin
