#pragma once

#include "rules/ruledocument.h"
#include "rules/ruleedits.h"

#include <string>
#include <string_view>
#include <vector>

/// Rules and groups as text, to carry them elsewhere: within a file, to another file, into another container. An item
/// is whole lines with its dash at the margin and LF as line end; comments right above an item belong to it.
namespace rules {

/// Items of one kind.
struct ItemTexts
{
    bool groups = false;
    std::vector<std::string> items;
};

/// Fails for rules of a flow list, and for what stands behind an alias.
[[nodiscard]] base::Result<ItemTexts> ruleTexts(const RuleDocument &document, const std::vector<RuleRef> &refs);
[[nodiscard]] base::Result<ItemTexts> groupTexts(const RuleDocument &document, const std::vector<RuleRef> &groups);

/// Puts rules before the rule of `at`, behind the last one for a larger index.
[[nodiscard]] base::Result<base::TextEdits> insertRulesEdits(const RuleDocument &document, const RuleRef &at,
                                                             const ItemTexts &rules);
/// Puts groups behind the group of `at`, or behind the last one of the document and ConfigMap key that it names. Names
/// that are taken get a number.
[[nodiscard]] base::Result<base::TextEdits> insertGroupsEdits(const RuleDocument &document, const RuleRef &at,
                                                              const ItemTexts &groups);
/// New rules, each added as addRuleEdits() adds it; several at one place keep their order.
[[nodiscard]] base::Result<base::TextEdits> addRulesEdits(const RuleDocument &document,
                                                          const std::vector<std::pair<RuleRef, NewRule>> &rules);
[[nodiscard]] base::Result<base::TextEdits> deleteRulesEdits(const RuleDocument &document,
                                                             const std::vector<RuleRef> &refs);
/// Rules of one file go before the rule of `at` in another group, or elsewhere in their own, in the order of the file.
[[nodiscard]] base::Result<base::TextEdits> moveRulesEdits(const RuleDocument &document,
                                                           const std::vector<RuleRef> &refs, const RuleRef &at);
/// Moves a group within its list; `newIndex` counts without it.
[[nodiscard]] base::Result<base::TextEdits> moveGroupEdits(const RuleDocument &document, const RuleRef &group,
                                                           std::size_t newIndex);
[[nodiscard]] base::Result<base::TextEdits> duplicateGroupEdits(const RuleDocument &document, const RuleRef &group);

/// A whole file of this container (Plain, ConfigMap or PrometheusRule) that holds the groups. `name` is the resource's
/// name and, with `.yml`, the ConfigMap's key.
[[nodiscard]] std::string manifestOf(Container container, std::string_view name, const ItemTexts &groups);
/// What a piece of text holds: a file of any container gives its groups, a list of rules its rules; nothing else does.
[[nodiscard]] base::Result<ItemTexts> itemsIn(std::string_view text);

} // namespace rules
