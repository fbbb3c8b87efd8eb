#pragma once

#include "yaml/twintext.h"

#include <optional>
#include <string>
#include <vector>

/// Which items of two lists are the same one. Inside src/yaml only.
namespace yaml::twin {

struct Item
{
    const Node *node = nullptr;
    /// form() of the node.
    std::string form;
    /// What names the item within its list: an alert's name, say; empty when nothing does.
    std::string name;
};

[[nodiscard]] std::vector<Item> itemsOf(const Side &side, const Node &sequence);
/// Documents are named by kind and metadata.name.
[[nodiscard]] std::vector<Item> documentsOf(const Side &side);

/// For each item of `from` its partner's index in `to`. Equal items come first, then equal names (several of one name
/// by likeness, in order), then what stands in the same place: unnamed items always, renamed ones when `renames` and
/// alike.
[[nodiscard]] std::vector<std::optional<std::size_t>> pairItems(const std::vector<Item> &from,
                                                                const std::vector<Item> &to, bool renames);

} // namespace yaml::twin
