#pragma once

#include "rules/ruledocument.h"

#include <optional>
#include <string>
#include <vector>

/// Rules and groups that are switched off: their lines stay in the file as comments between two marker lines, so that
/// Prometheus does not read them and every byte comes back when they are switched on again.
namespace rules {

/// Lines that were switched off here, by this text alone: `# rulewright:disabled`, then each line behind a `#`, then
/// `# rulewright:end`.
struct DisabledItem
{
    /// File bytes from the first marker line to behind the last one.
    base::ByteRange range;
    /// Of the rule or group; empty when it cannot be told.
    std::string name;
    bool isGroup = false;
    bool isRecording = false;
    /// The group that stands around or before it.
    std::optional<RuleRef> group;
};

[[nodiscard]] std::vector<DisabledItem> disabledItems(const RuleDocument &document);

/// Fails in flow lists (JSON has no comments), and where an anchor would go that is used elsewhere.
[[nodiscard]] base::Result<base::TextEdits> disableRulesEdits(const RuleDocument &document,
                                                              const std::vector<RuleRef> &refs);
[[nodiscard]] base::Result<base::TextEdits> disableGroupEdits(const RuleDocument &document, const RuleRef &group);
/// `item` is one of disabledItems(document).
[[nodiscard]] base::Result<base::TextEdits> enableEdits(const RuleDocument &document, const DisabledItem &item);

} // namespace rules
