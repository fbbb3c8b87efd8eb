#pragma once

#include "rules/ruleedits.h"

#include <vector>

/// Edits of values that other rules share: what stands at an anchor is read wherever an alias or a merge key refers to
/// it.
namespace rules {

/// What else reads differently than before.
struct SharedChange
{
    std::vector<RuleRef> rules;
    /// Groups whose own fields change; their index says nothing.
    std::vector<RuleRef> groups;

    [[nodiscard]] bool empty() const { return rules.empty() && groups.empty(); }
    /// `GROUP › RULE` and `GROUP`, in the order of the file; `document` is the one that was edited.
    [[nodiscard]] std::vector<std::string> names(const RuleDocument &document) const;
};

/// What was meant to be edited: rules, or the own fields of a group.
struct Edited
{
    std::vector<RuleRef> rules;
    std::optional<RuleRef> group = {};
};

/// Rules and groups that are others in `after`, besides what was edited. Their places in the file have to be as before:
/// an edit that adds, moves or removes any is not for this.
[[nodiscard]] SharedChange sharedChange(const RuleDocument &document, const RuleDocument &after, const Edited &edited);
/// The same of edits that were not yet made. Costs nothing in files without anchors, and the reading of the changed
/// text in others.
[[nodiscard]] SharedChange sharedChange(const RuleDocument &document, const base::TextEdits &edits,
                                        const Edited &edited);

/// Changes one field of one rule and nothing of the others: those that share the value each get the old one as their
/// own. Refused where that cannot be written, as when the field is new or the whole rule is an alias.
[[nodiscard]] base::Result<base::TextEdits> setHereOnlyEdits(const RuleDocument &document, const FieldChange &change);

} // namespace rules
