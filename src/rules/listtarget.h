#pragma once

#include "rules/edittarget.h"

#include <map>
#include <string>
#include <vector>

/// What edits of the lists of rules and groups share. Inside src/rules only.
namespace rules {

/// The group that a structural edit works in.
struct FoundGroup
{
    const GroupSource *source;
    const GroupList *list;
    EditTarget target;
};

/// Refuses groups that are not there.
[[nodiscard]] base::Result<FoundGroup> foundGroup(const RuleDocument &document, const RuleRef &ref);
/// Refuses read-only documents too, for which it reads the whole text.
[[nodiscard]] base::Result<FoundGroup> groupOf(const RuleDocument &document, const RuleRef &ref);

/// The rule that a structural edit works on: an item of its group's list.
struct FoundItem
{
    FoundGroup group;
    std::size_t item;

    [[nodiscard]] const yaml::Node &list() const { return *group.source->rules; }
    [[nodiscard]] const EditTarget &target() const { return group.target; }
};

/// Refuses rules that are not there and what stands behind an alias.
[[nodiscard]] base::Result<FoundItem> foundItem(const RuleDocument &document, const RuleRef &ref);
/// Refuses read-only documents too, for which it reads the whole text.
[[nodiscard]] base::Result<FoundItem> itemOf(const RuleDocument &document, const RuleRef &ref);

/// Structural edits may cut an anchor from its aliases: the result must parse, or nothing is changed. Edits of the
/// file.
[[nodiscard]] base::Result<base::TextEdits> checkedEdits(const RuleDocument &document, const EditTarget &target,
                                                         const base::TextEdits &edits);

/// Edits of several texts of the file (keys of a ConfigMap), checked and brought together.
using EditsByText = std::map<const EmbeddedText *, base::TextEdits>;
[[nodiscard]] base::Result<base::TextEdits> checkedEdits(const RuleDocument &document, const EditsByText &byText);

/// The lines of one item, always with a line end.
[[nodiscard]] std::string itemLines(const EditTarget &target, const yaml::Node &sequence, std::size_t item);
/// Whether the item begins on its owner's line (`- - x`) or its dash has company: no whole lines to work with.
[[nodiscard]] bool sharesLine(const EditTarget &target, const yaml::Node &sequence, std::size_t item);
[[nodiscard]] base::Error notByLines();

/// Removes several items of one block list; deletions that touch become one.
[[nodiscard]] base::TextEdits removeItemsEdits(const EditTarget &target, const yaml::Node &sequence,
                                               std::vector<std::size_t> items);

/// Lines moved to another column: `from` blanks fewer, `to` more. Line ends become `lineEnd`.
[[nodiscard]] std::string movedLines(std::string_view lines, std::size_t from, std::size_t to,
                                     std::string_view lineEnd);

} // namespace rules
