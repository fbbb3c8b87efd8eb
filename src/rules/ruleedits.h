#pragma once

#include "rules/ruledocument.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Structured edits of a rule file, as text edits against RuleDocument::text(). Bytes outside what is changed stay.
namespace rules {

/// `expr`, `for`, `keep_firing_for`, `name`, `labels.severity`, `annotations.summary`, `labels."a.b"`; of a group:
/// `name`, `interval`, `query_offset`, `limit`, `labels.x`.
struct FieldPath
{
    std::string field;
    /// The label's or annotation's name; empty for plain fields.
    std::string key;

    /// Invalid with ErrorKind::Invalid and a sentence that names the path.
    static base::Result<FieldPath> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
};

/// What the rule has at `path`, merged or its own; null when it has none.
[[nodiscard]] const Field *fieldOf(const Rule &rule, const FieldPath &path);

[[nodiscard]] base::Result<base::TextEdits> setFieldEdits(const RuleDocument &document, const RuleRef &rule,
                                                          const FieldPath &path, std::string_view value);
/// One field of one rule gets a value, or goes.
struct FieldChange
{
    RuleRef rule;
    FieldPath path;
    /// Nothing removes the field.
    std::optional<std::string> value;
};
/// Several changes at once, at most one for each label or field of a rule: as fast for all rules of a file as for one.
/// Fails when one of them does.
[[nodiscard]] base::Result<base::TextEdits> setFieldsEdits(const RuleDocument &document,
                                                           const std::vector<FieldChange> &changes);
/// Sets the value where it stands, for a field that came through an alias or a merge key: everything that refers to it
/// changes too.
[[nodiscard]] base::Result<base::TextEdits> setAtAnchorEdits(const RuleDocument &document, const RuleRef &rule,
                                                             const FieldPath &path, std::string_view value);
/// Removing what is not there gives no edits.
[[nodiscard]] base::Result<base::TextEdits> removeFieldEdits(const RuleDocument &document, const RuleRef &rule,
                                                             const FieldPath &path);
[[nodiscard]] base::Result<base::TextEdits> renameKeyEdits(const RuleDocument &document, const RuleRef &rule,
                                                           const FieldPath &path, std::string_view newKey);
/// The group is named by `group` (its index is ignored).
[[nodiscard]] base::Result<base::TextEdits> setGroupFieldEdits(const RuleDocument &document, const RuleRef &group,
                                                               const FieldPath &path, std::string_view value);
[[nodiscard]] base::Result<base::TextEdits> renameGroupKeyEdits(const RuleDocument &document, const RuleRef &group,
                                                                const FieldPath &path, std::string_view newKey);

/// A rule to be written.
struct NewRule
{
    RuleKind kind = RuleKind::Alerting;
    std::string name;
    std::string expr;
    std::string forDuration;
    std::string keepFiringFor;
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<std::pair<std::string, std::string>> annotations;
};

/// Adds a rule to the group of `at`, before the rule with its index; behind the last one for a larger index.
[[nodiscard]] base::Result<base::TextEdits> addRuleEdits(const RuleDocument &document, const RuleRef &at,
                                                         const NewRule &rule);
[[nodiscard]] base::Result<base::TextEdits> duplicateRuleEdits(const RuleDocument &document, const RuleRef &rule);
[[nodiscard]] base::Result<base::TextEdits> deleteRuleEdits(const RuleDocument &document, const RuleRef &rule);
/// Moves within its group; `newIndex` counts without the moved rule. Comments above a rule move with it.
[[nodiscard]] base::Result<base::TextEdits> moveRuleEdits(const RuleDocument &document, const RuleRef &rule,
                                                          std::size_t newIndex);
/// Adds a group behind the last one of the document (and ConfigMap key) that `at` names.
[[nodiscard]] base::Result<base::TextEdits> addGroupEdits(const RuleDocument &document, const RuleRef &at,
                                                          std::string_view name);
[[nodiscard]] base::Result<base::TextEdits> deleteGroupEdits(const RuleDocument &document, const RuleRef &group);

} // namespace rules
