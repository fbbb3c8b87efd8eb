#pragma once

#include "yaml/twinalign.h"
#include "yaml/twinemit.h"

#include <optional>
#include <string>
#include <vector>

/// Three lists side by side: items of a sequence, or the documents of a text. Inside src/yaml only.
namespace yaml::twin {

/// For each index on one side the partner's on the other.
using Partners = std::vector<std::optional<std::size_t>>;

struct ListMerge
{
    ListMerge(std::vector<Item> before, std::vector<Item> after, std::vector<Item> twin, bool documents);

    std::vector<Item> before;
    std::vector<Item> after;
    std::vector<Item> twin;
    Partners afterOfBefore;
    Partners twinOfBefore;
    /// Without those that only the two have in common: both added them.
    Partners twinOfAfter;
    Partners beforeOfTwin;

    /// By the index in `after`: the source did not have it before.
    [[nodiscard]] std::vector<bool> newInAfter() const;

private:
    void pairRenamed(std::size_t index);
};

/// Partners follow each other in the same order on both sides.
[[nodiscard]] bool inOrder(const Partners &partners);

/// Before which part of the twin a new part of the source goes: behind its nearest predecessor that the twin has, else
/// before its nearest successor, else at the end.
[[nodiscard]] std::size_t slotOf(std::size_t index, const Partners &twinOfAfter, std::size_t twinParts);

/// The item's name, or its place from 1.
[[nodiscard]] std::string itemLabel(const Item &item, std::size_t index);

/// Removes and adds whole documents.
[[nodiscard]] base::TextEdits documentEdits(const Place &place, const PartChanges &changes);

} // namespace yaml::twin
