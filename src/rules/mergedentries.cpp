#include "rules/rulesource.h"
#include "yaml/tags.h"

#include <algorithm>

namespace rules {

namespace {

constexpr int deepestMerge = 32;

/// `merged`: the mappings that were merged in so far. A second time they would bring nothing that is not there, and
/// aliases of aliases can name them without end.
void collectEntries(const yaml::Node &mapping, bool inherited, int depth, std::vector<EffectiveEntry> &entries,
                    std::vector<const yaml::Node *> &merged)
{
    if (mapping.kind != yaml::NodeKind::Mapping || depth > deepestMerge)
        return;
    if (inherited) {
        if (std::ranges::find(merged, &mapping) != merged.end())
            return;
        merged.push_back(&mapping);
    }
    for (const yaml::Entry &entry : mapping.entries) {
        const std::string &key = entry.key->resolved().value;
        // Prometheus's reader passes over a key that is null.
        if (entry.key->resolved().kind == yaml::NodeKind::Null)
            continue;
        if (yaml::isMergeKey(*entry.key))
            continue;
        const bool shadowed = inherited && std::ranges::any_of(entries, [&key](const EffectiveEntry &each) {
                                  return each.entry->key->resolved().value == key;
                              });
        if (!shadowed)
            entries.push_back(
                {&entry, &entry.value->resolved(), inherited || entry.value->kind == yaml::NodeKind::Alias});
    }
    for (const yaml::Entry &entry : mapping.entries) {
        if (!yaml::isMergeKey(*entry.key))
            continue;
        const yaml::Node &source = entry.value->resolved();
        if (source.kind == yaml::NodeKind::Mapping)
            collectEntries(source, true, depth + 1, entries, merged);
        for (const auto &item : source.items)
            collectEntries(item->resolved(), true, depth + 1, entries, merged);
    }
}

} // namespace

std::vector<EffectiveEntry> effectiveEntries(const yaml::Node &mapping)
{
    std::vector<EffectiveEntry> entries;
    std::vector<const yaml::Node *> merged;
    collectEntries(mapping, false, 0, entries, merged);
    return entries;
}

std::optional<EffectiveEntry> findEffective(const yaml::Node &mapping, std::string_view key)
{
    for (const EffectiveEntry &entry : effectiveEntries(mapping)) {
        if (entry.entry->key->resolved().value == key)
            return entry;
    }
    return std::nullopt;
}

} // namespace rules
