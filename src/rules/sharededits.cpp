#include "rules/sharededits.h"

#include <algorithm>

namespace rules {

namespace {

bool sameField(const Field &a, const Field &b)
{
    return a.value == b.value;
}

bool sameField(const std::optional<Field> &a, const std::optional<Field> &b)
{
    return a.has_value() == b.has_value() && (!a || a->value == b->value);
}

/// Order says nothing: an override stands elsewhere than what it overrides.
bool samePairs(const Pairs &a, const Pairs &b)
{
    return a.size() == b.size() && std::ranges::all_of(a, [&b](const auto &pair) {
               return std::ranges::any_of(b, [&pair](const auto &other) {
                   return pair.first.value == other.first.value && pair.second.value == other.second.value;
               });
           });
}

bool sameRule(const Rule &a, const Rule &b)
{
    return a.kind == b.kind && sameField(a.name, b.name) && sameField(a.expr, b.expr) &&
           sameField(a.forDuration, b.forDuration) && sameField(a.keepFiringFor, b.keepFiringFor) &&
           samePairs(a.labels, b.labels) && samePairs(a.annotations, b.annotations);
}

bool sameOwnFields(const RuleGroup &a, const RuleGroup &b)
{
    return sameField(a.name, b.name) && sameField(a.interval, b.interval) && sameField(a.queryOffset, b.queryOffset) &&
           sameField(a.limit, b.limit) && samePairs(a.labels, b.labels);
}

bool mayShare(const RuleDocument &document)
{
    return document.text().find('&') != std::string::npos && document.text().find('*') != std::string::npos;
}

std::shared_ptr<const RuleDocument> editedDocument(const RuleDocument &document, const base::TextEdits &edits)
{
    auto text = base::applyEdits(document.text(), edits);
    return text ? load(document.file(), std::move(*text), document.dialect()) : nullptr;
}

base::Error notHereOnly(const FieldPath &path)
{
    return {base::ErrorKind::Refused,
            {TRANSLATABLE("Core", "%1 cannot change for this rule alone: others read it at the same place."),
             {path.toString()}},
            {}};
}

} // namespace

std::vector<std::string> SharedChange::names(const RuleDocument &document) const
{
    std::vector<std::string> result;
    for (const RuleRef &ref : groups)
        result.push_back(ref.group);
    for (const RuleRef &ref : rules) {
        const Rule *rule = document.find(ref);
        result.push_back(ref.group + " › " + (rule ? rule->name.value : std::to_string(ref.index)));
    }
    return result;
}

SharedChange sharedChange(const RuleDocument &document, const RuleDocument &after, const Edited &edited)
{
    SharedChange result;
    const auto ownGroup = edited.group ? document.findGroupIndex(*edited.group) : std::nullopt;
    const std::size_t count = std::min(document.groups().size(), after.groups().size());
    for (std::size_t i = 0; i < count; ++i) {
        const RuleGroup &before = document.groups()[i];
        const RuleGroup &now = after.groups()[i];
        if (i != ownGroup && !sameOwnFields(before, now))
            result.groups.push_back(document.refOf(before, 0));
        for (std::size_t j = 0; j < std::min(before.rules.size(), now.rules.size()); ++j) {
            const RuleRef ref = document.refOf(before, j);
            if (!sameRule(before.rules[j], now.rules[j]) && std::ranges::find(edited.rules, ref) == edited.rules.end())
                result.rules.push_back(ref);
        }
    }
    return result;
}

SharedChange sharedChange(const RuleDocument &document, const base::TextEdits &edits, const Edited &edited)
{
    const auto after = mayShare(document) ? editedDocument(document, edits) : nullptr;
    return after ? sharedChange(document, *after, edited) : SharedChange();
}

base::Result<base::TextEdits> setHereOnlyEdits(const RuleDocument &document, const FieldChange &change)
{
    auto plain = setFieldsEdits(document, {change});
    if (!plain)
        return plain;
    const SharedChange shared = sharedChange(document, *plain, {{change.rule}});
    if (shared.empty())
        return plain;
    if (!shared.groups.empty())
        return notHereOnly(change.path);
    std::vector<FieldChange> changes = {change};
    for (const RuleRef &ref : shared.rules) {
        const Rule *rule = document.find(ref);
        const Field *old = rule ? fieldOf(*rule, change.path) : nullptr;
        // What a rule does not have, it cannot be given as its own.
        if (!old)
            return notHereOnly(change.path);
        changes.push_back({ref, change.path, old->value});
    }
    auto edits = setFieldsEdits(document, changes);
    const auto after = edits ? editedDocument(document, *edits) : nullptr;
    const Rule *before = document.find(change.rule);
    const Rule *now = after ? after->find(change.rule) : nullptr;
    // The rule itself is found by its group's name and its index, which no field of a rule changes.
    const bool exact = before && now && after->diagnostics().size() <= document.diagnostics().size() + 1 &&
                       after->ruleCount() == document.ruleCount() &&
                       sharedChange(document, *after, {{change.rule}}).empty();
    const Field *value = exact ? fieldOf(*now, change.path) : nullptr;
    const bool asked = exact && (change.value ? value && value->value == *change.value : !value);
    return asked ? edits : base::Result<base::TextEdits>(notHereOnly(change.path));
}

} // namespace rules
