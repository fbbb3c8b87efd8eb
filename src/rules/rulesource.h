#pragma once

#include "rules/ruledocument.h"
#include "yaml/scalarwriter.h"

#include <memory>
#include <vector>

/// Where groups and rules stand in the YAML trees, for the code that edits them.
namespace rules {

/// Rule YAML inside a scalar: a ConfigMap's key, or a string inside such a string.
struct EmbeddedText
{
    /// The scalar in the tree of `outer`, or of the file.
    const yaml::Node *scalar = nullptr;
    /// The text that holds the scalar; null for the file.
    const EmbeddedText *outer = nullptr;
    /// From the scalar's content to file bytes.
    yaml::SourceMap map;
    yaml::ScalarPlace place;
    /// The tree of the scalar's content; its ranges are offsets of `scalar->value`.
    yaml::Stream stream;
};

/// Edits of an embedded text as edits of the file `text`. Null for the file itself.
[[nodiscard]] base::TextEdits liftedEdits(std::string_view text, const EmbeddedText *embedded, base::TextEdits edits);

/// The sequence of groups of one container, and where it was found.
struct GroupList
{
    /// Null when the groups stand in the file itself.
    const EmbeddedText *embedded = nullptr;
    /// The mapping that holds the key `groups` and the sequence (or null value) behind it.
    const yaml::Node *owner = nullptr;
    const yaml::Node *groups = nullptr;
    std::size_t document = 0;
    std::optional<std::string> key;
};

struct GroupSource
{
    std::size_t list = 0;
    /// Index of the group within its list's sequence.
    std::size_t item = 0;
    const yaml::Node *node = nullptr;
    /// The `rules` value; null when there is none.
    const yaml::Node *rules = nullptr;
    /// For each rule of the group: its item index and mapping.
    std::vector<std::pair<std::size_t, const yaml::Node *>> ruleNodes;
};

struct DocumentSource
{
    std::vector<std::unique_ptr<EmbeddedText>> embedded;
    std::vector<GroupList> lists;
    /// In step with RuleDocument::groups().
    std::vector<GroupSource> groups;
};

/// An entry of a mapping as Prometheus sees it: its own, or merged in by `<<`.
struct EffectiveEntry
{
    const yaml::Entry *entry = nullptr;
    /// The value behind an alias.
    const yaml::Node *value = nullptr;
    bool inherited = false;
};

/// Own entries in their order, then merged ones that no earlier one shadows. `<<` itself is left out.
[[nodiscard]] std::vector<EffectiveEntry> effectiveEntries(const yaml::Node &mapping);
[[nodiscard]] std::optional<EffectiveEntry> findEffective(const yaml::Node &mapping, std::string_view key);

} // namespace rules
