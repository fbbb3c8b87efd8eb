#include "rules/ruleedits.h"

#include "rules/edittarget.h"
#include "rules/rulenames.h"
#include "yaml/collectionedits.h"

#include <algorithm>
#include <array>
#include <map>

namespace rules {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::TextEdits;
using yaml::Node;

constexpr std::array<std::string_view, 7> ruleKeyOrder = {"record",          "alert",  "expr",       "for",
                                                          "keep_firing_for", "labels", "annotations"};
constexpr std::array<std::string_view, 6> groupKeyOrder = {"name",  "interval", "query_offset",
                                                           "limit", "labels",   "rules"};

/// Where a new key goes: behind the last own entry that comes before it in the usual order.
template <std::size_t N>
std::optional<std::size_t> entryBefore(const Node &mapping, const std::array<std::string_view, N> &order,
                                       std::string_view key)
{
    const auto rank = [&order](std::string_view each) { return std::ranges::find(order, each) - order.begin(); };
    std::optional<std::size_t> result;
    for (std::size_t i = 0; i < mapping.entries.size(); ++i) {
        const std::string &each = mapping.entries[i].key->value;
        if (each == "<<" || rank(each) < rank(key))
            result = i;
    }
    return result;
}

std::optional<std::size_t> ownEntry(const Node &mapping, std::string_view key)
{
    for (std::size_t i = 0; i < mapping.entries.size(); ++i) {
        if (mapping.entries[i].key->value == key)
            return i;
    }
    return std::nullopt;
}

bool isPairField(std::string_view field)
{
    return field == "labels" || field == "annotations";
}

/// Edits one mapping (a rule or a group) of a target.
class MappingEditor
{
public:
    MappingEditor(const EditTarget &target, const Node &mapping, bool rule)
        : m_target(target), m_mapping(mapping), m_rule(rule)
    {}

    [[nodiscard]] TextEdits set(std::string_view key, std::string_view value) const
    {
        // Prometheus takes a quoted number for a text.
        const bool number = key == "limit" && yaml::looksTyped(value) && !value.empty();
        if (const auto own = ownEntry(m_mapping, key)) {
            const Node &node = *m_mapping.entries[*own].value;
            if (number)
                return {{node.range, (node.range.empty() ? " " : "") + std::string(value)}};
            if (node.kind == yaml::NodeKind::Scalar || node.kind == yaml::NodeKind::Null)
                return yaml::setScalarEdits(m_target.text(), node, m_target.place(m_mapping), value);
            // An alias or a wrong type gives way to the value.
            return {{node.range, m_target.scalar(value, m_mapping)}};
        }
        return insert(key, number ? std::string(value) : m_target.scalar(value, m_mapping));
    }

    [[nodiscard]] TextEdits setPair(std::string_view field, std::string_view name, std::string_view value) const
    {
        const auto own = ownEntry(m_mapping, field);
        const Node *pairs = own ? m_mapping.entries[*own].value.get() : nullptr;
        if (pairs && pairs->kind == yaml::NodeKind::Mapping && !pairs->entries.empty()) {
            if (const auto entry = ownEntry(*pairs, name)) {
                const Node &node = *pairs->entries[*entry].value;
                if (node.kind == yaml::NodeKind::Scalar || node.kind == yaml::NodeKind::Null)
                    return yaml::setScalarEdits(m_target.text(), node, m_target.place(*pairs), value);
                return {{node.range, m_target.scalar(value, *pairs)}};
            }
            return yaml::insertEntryEdits(m_target.text(), *pairs, std::nullopt, m_target.key(name, *pairs),
                                          m_target.scalar(value, *pairs), m_target.lineEnd());
        }
        // An override hides everything that was merged in: it carries the inherited pairs on.
        std::vector<std::pair<std::string, std::string>> all = effectivePairs(field);
        const auto known =
            std::ranges::find(all, name, [](const auto &pair) -> std::string_view { return pair.first; });
        if (known != all.end())
            known->second = value;
        else
            all.emplace_back(name, value);
        return writePairs(field, all);
    }

    [[nodiscard]] Result<TextEdits> remove(std::string_view key) const
    {
        if (const auto own = ownEntry(m_mapping, key))
            return yaml::removeEntryEdits(m_target.text(), m_mapping, *own);
        if (findEffective(m_mapping, key))
            return inheritedError(key);
        return TextEdits{};
    }

    [[nodiscard]] Result<TextEdits> removePair(std::string_view field, std::string_view name) const
    {
        const auto own = ownEntry(m_mapping, field);
        const Node *pairs = own ? m_mapping.entries[*own].value.get() : nullptr;
        if (pairs && pairs->kind == yaml::NodeKind::Mapping) {
            if (const auto entry = ownEntry(*pairs, name))
                return pairs->entries.size() == 1 ? remove(field)
                                                  : yaml::removeEntryEdits(m_target.text(), *pairs, *entry);
            if (findEffective(*pairs, name))
                return inheritedError(name);
            return TextEdits{};
        }
        // The whole mapping is inherited: the rule gets its own, without the pair.
        std::vector<std::pair<std::string, std::string>> rest = effectivePairs(field);
        if (std::erase_if(rest, [name](const auto &pair) { return pair.first == name; }) == 0)
            return TextEdits{};
        if (!rest.empty())
            return writePairs(field, rest);
        return own ? TextEdits{{pairs->range, "{}"}} : insert(field, "{}");
    }

    [[nodiscard]] Result<TextEdits> renamePair(std::string_view field, std::string_view name,
                                               std::string_view newName) const
    {
        const auto own = ownEntry(m_mapping, field);
        const Node *pairs = own ? m_mapping.entries[*own].value.get() : nullptr;
        const auto entry = pairs ? ownEntry(*pairs, name) : std::nullopt;
        if (!entry)
            return Error{
                ErrorKind::NotFound, {TRANSLATABLE("Core", "There is no %1 here to rename."), {std::string(name)}}, {}};
        if (ownEntry(*pairs, newName))
            return Error{
                ErrorKind::Conflict, {TRANSLATABLE("Core", "There is already a %1 here."), {std::string(newName)}}, {}};
        yaml::ScalarPlace place = m_target.place(*pairs);
        place.key = true;
        return yaml::setScalarEdits(m_target.text(), *pairs->entries[*entry].key, place, newName);
    }

private:
    static Error inheritedError(std::string_view key)
    {
        return {
            ErrorKind::Refused,
            {TRANSLATABLE("Core", "%1 is inherited through a merge key: it cannot be removed here. Set another value, "
                                  "or remove it at its anchor."),
             {std::string(key)}},
            {}};
    }

    /// The pairs that Prometheus sees.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> effectivePairs(std::string_view field) const
    {
        std::vector<std::pair<std::string, std::string>> all;
        if (const auto effective = findEffective(m_mapping, field)) {
            for (const EffectiveEntry &pair : effectiveEntries(*effective->value))
                all.emplace_back(pair.entry->key->resolved().value, pair.value->value);
        }
        return all;
    }

    [[nodiscard]] TextEdits insert(std::string_view key, std::string_view valueText) const
    {
        const auto after =
            m_rule ? entryBefore(m_mapping, ruleKeyOrder, key) : entryBefore(m_mapping, groupKeyOrder, key);
        return yaml::insertEntryEdits(m_target.text(), m_mapping, after, m_target.key(key, m_mapping), valueText,
                                      m_target.lineEnd());
    }

    [[nodiscard]] TextEdits writePairs(std::string_view field,
                                       const std::vector<std::pair<std::string, std::string>> &pairs) const
    {
        std::string text;
        if (m_mapping.flow) {
            text = "{";
            for (const auto &[name, value] : pairs)
                text += (text.size() > 1 ? ", " : "") + m_target.key(name, m_mapping) + ": " +
                        m_target.scalar(value, m_mapping);
            text += "}";
        } else {
            const std::size_t indent = m_mapping.indent + 2;
            for (const auto &[name, value] : pairs) {
                text += std::string(m_target.lineEnd()) + std::string(indent, ' ') + m_target.keyText(name) + ": " +
                        m_target.scalarAt(value, indent);
            }
        }
        const auto own = ownEntry(m_mapping, field);
        if (!own)
            return insert(field, text);
        const Node &node = *m_mapping.entries[*own].value;
        if (!m_mapping.flow)
            return yaml::blockValueEdits(m_target.text(), node.range, text);
        return {{node.range, (node.kind == yaml::NodeKind::Null ? " " : "") + text}};
    }

    const EditTarget &m_target;
    const Node &m_mapping;
    bool m_rule;
};

Error noSuchRule(const RuleRef &rule)
{
    return {ErrorKind::NotFound,
            {TRANSLATABLE("Core", "There is no rule %1 in the group %2."), {std::to_string(rule.index), rule.group}},
            {}};
}

Error noSuchGroup(const RuleRef &rule)
{
    return {ErrorKind::NotFound, {TRANSLATABLE("Core", "There is no group %1."), {rule.group}}, {}};
}

Error unknownPath(std::string_view path)
{
    return {ErrorKind::Invalid,
            {TRANSLATABLE(
                 "Core",
                 "%1 names no field. Fields are expr, for, keep_firing_for, name, labels.NAME and annotations.NAME."),
             {std::string(path)}},
            {}};
}

/// Group fields are no keys of a rule.
std::optional<Error> groupFieldRefusal(const FieldPath &path)
{
    if (path.field != "interval" && path.field != "query_offset" && path.field != "limit")
        return std::nullopt;
    return Error{ErrorKind::Invalid,
                 {TRANSLATABLE("Core", "%1 is a field of the rule group, not of a rule."), {path.field}},
                 {}};
}

/// What holds for every change: the document can be edited.
std::optional<Error> refusal(const RuleDocument &document)
{
    if (auto refused = refusalOf(document))
        return *refused;
    if (document.source().groups.size() != document.groups().size())
        return Error{ErrorKind::Unsupported, {TRANSLATABLE("Core", "This file was opened for reading only.")}, {}};
    return std::nullopt;
}

struct FoundRule
{
    const GroupSource *group;
    const Node *node;
    EditTarget target;
    std::string_view nameKey;
};

Result<FoundRule> foundRule(const RuleDocument &document, const RuleRef &ref)
{
    const auto group = document.findGroupIndex(ref);
    if (!group)
        return noSuchGroup(ref);
    const GroupSource &source = document.source().groups[*group];
    if (ref.index >= source.ruleNodes.size())
        return noSuchRule(ref);
    const Rule &rule = document.groups()[*group].rules[ref.index];
    return FoundRule{&source, source.ruleNodes[ref.index].second,
                     EditTarget(document, document.source().lists[source.list].embedded),
                     rule.kind == RuleKind::Recording ? "record" : "alert"};
}

Result<FoundRule> findRule(const RuleDocument &document, const RuleRef &ref)
{
    if (const auto refused = refusal(document))
        return *refused;
    return foundRule(document, ref);
}

struct FoundGroup
{
    const Node *node;
    EditTarget target;
};

Result<FoundGroup> findGroup(const RuleDocument &document, const RuleRef &ref)
{
    if (const auto refused = refusal(document))
        return *refused;
    const auto index = document.findGroupIndex(ref);
    if (!index)
        return noSuchGroup(ref);
    const GroupSource &group = document.source().groups[*index];
    return FoundGroup{group.node, EditTarget(document, document.source().lists[group.list].embedded)};
}

/// The collection that holds `node` itself; null when there is none below `root`.
const Node *ownerOf(const Node *root, const Node *node)
{
    std::vector<const Node *> open;
    if (root)
        open.push_back(root);
    while (!open.empty()) {
        const Node *each = open.back();
        open.pop_back();
        for (const yaml::Entry &entry : each->entries) {
            if (entry.value.get() == node)
                return each;
            open.push_back(entry.value.get());
        }
        for (const auto &item : each->items) {
            if (item.get() == node)
                return each;
            open.push_back(item.get());
        }
    }
    return nullptr;
}

/// An anchor that goes leaves its aliases without a value: then nothing is removed.
Result<TextEdits> liftedRemoval(const EditTarget &target, const TextEdits &edits)
{
    if (target.text().find('&') != std::string_view::npos) {
        const auto after = base::applyEdits(target.text(), edits);
        if (!after || yaml::parse(*after).diagnostics.size() > yaml::parse(target.text()).diagnostics.size())
            return Error{
                ErrorKind::Conflict,
                {TRANSLATABLE("Core", "This part of the file is referred to from elsewhere. Edit the YAML itself.")},
                {}};
    }
    return target.lift(edits);
}

} // namespace

Result<FieldPath> FieldPath::parse(std::string_view text)
{
    const std::size_t dot = text.find('.');
    FieldPath path;
    path.field = text.substr(0, dot);
    if (dot == std::string_view::npos) {
        constexpr std::array<std::string_view, 7> plain = {
            "expr", "for", "keep_firing_for", "name", "interval", "query_offset", "limit"};
        if (std::ranges::find(plain, path.field) == plain.end())
            return unknownPath(text);
        return path;
    }
    std::string_view key = text.substr(dot + 1);
    if (key.size() >= 2 && key.front() == '"' && key.back() == '"') {
        for (std::size_t i = 1; i + 1 < key.size(); ++i) {
            if (key[i] == '\\' && i + 2 < key.size())
                ++i;
            path.key += key[i];
        }
    } else {
        path.key = key;
    }
    if (!isPairField(path.field) || path.key.empty())
        return unknownPath(text);
    return path;
}

std::string FieldPath::toString() const
{
    if (key.empty())
        return field;
    if (isClassicLabelName(key))
        return field + '.' + key;
    std::string quoted;
    for (const char c : key)
        quoted += (c == '"' || c == '\\' ? std::string("\\") : std::string()) + c;
    return field + ".\"" + quoted + '"';
}

Result<TextEdits> setFieldsEdits(const RuleDocument &document, const std::vector<FieldChange> &changes)
{
    if (const auto refused = refusal(document))
        return *refused;
    // Edits within one embedded text are lifted together: each of them alone would read the whole text again.
    std::map<const EmbeddedText *, TextEdits> byText;
    bool removes = false;
    for (const FieldChange &change : changes) {
        if (const auto refused = groupFieldRefusal(change.path))
            return *refused;
        auto found = foundRule(document, change.rule);
        if (!found)
            return found.error();
        const FieldPath &path = change.path;
        const MappingEditor editor(found->target, *found->node, true);
        const std::string_view key = path.field == "name" ? found->nameKey : std::string_view(path.field);
        Result<TextEdits> edits = TextEdits{};
        if (change.value)
            edits = isPairField(path.field) ? editor.setPair(path.field, path.key, *change.value)
                                            : editor.set(key, *change.value);
        else
            edits = isPairField(path.field) ? editor.removePair(path.field, path.key) : editor.remove(key);
        if (!edits)
            return edits.error();
        removes = removes || !change.value;
        TextEdits &all = byText[document.source().lists[found->group->list].embedded];
        all.insert(all.end(), edits->begin(), edits->end());
    }
    TextEdits result;
    for (const auto &[embedded, edits] : byText) {
        const EditTarget target(document, embedded);
        Result<TextEdits> lifted = removes ? liftedRemoval(target, edits) : target.lift(edits);
        if (!lifted)
            return lifted;
        result.insert(result.end(), lifted->begin(), lifted->end());
    }
    return result;
}

Result<TextEdits> setFieldEdits(const RuleDocument &document, const RuleRef &rule, const FieldPath &path,
                                std::string_view value)
{
    return setFieldsEdits(document, {{rule, path, std::string(value)}});
}

Result<TextEdits> removeFieldEdits(const RuleDocument &document, const RuleRef &rule, const FieldPath &path)
{
    if (path.field == "name" || path.field == "expr")
        return Error{
            ErrorKind::Refused, {TRANSLATABLE("Core", "A rule needs its %1: it cannot be removed."), {path.field}}, {}};
    if (const auto refused = groupFieldRefusal(path))
        return *refused;
    auto found = findRule(document, rule);
    if (!found)
        return found.error();
    const MappingEditor editor(found->target, *found->node, true);
    const auto edits = isPairField(path.field) ? editor.removePair(path.field, path.key) : editor.remove(path.field);
    return edits ? liftedRemoval(found->target, *edits) : edits;
}

Result<TextEdits> renameKeyEdits(const RuleDocument &document, const RuleRef &rule, const FieldPath &path,
                                 std::string_view newKey)
{
    auto found = findRule(document, rule);
    if (!found)
        return found.error();
    auto edits = MappingEditor(found->target, *found->node, true).renamePair(path.field, path.key, newKey);
    return edits ? Result<TextEdits>(found->target.lift(*edits)) : edits;
}

Result<TextEdits> setGroupFieldEdits(const RuleDocument &document, const RuleRef &group, const FieldPath &path,
                                     std::string_view value)
{
    const auto found = findGroup(document, group);
    if (!found)
        return found.error();
    const EditTarget &target = found->target;
    const MappingEditor editor(target, *found->node, false);
    if (path.field == "expr" || path.field == "for" || path.field == "keep_firing_for" || path.field == "annotations")
        return Error{
            ErrorKind::Invalid, {TRANSLATABLE("Core", "%1 is a field of a rule, not of the group."), {path.field}}, {}};
    if (path.field == "name" && value.empty())
        return Error{ErrorKind::Invalid, {TRANSLATABLE("Core", "A rule group needs a name.")}, {}};
    if (!value.empty())
        return target.lift(isPairField(path.field) ? editor.setPair(path.field, path.key, value)
                                                   : editor.set(path.field, value));
    const auto edits = isPairField(path.field) ? editor.removePair(path.field, path.key) : editor.remove(path.field);
    return edits ? liftedRemoval(target, *edits) : edits;
}

Result<TextEdits> renameGroupKeyEdits(const RuleDocument &document, const RuleRef &group, const FieldPath &path,
                                      std::string_view newKey)
{
    const auto found = findGroup(document, group);
    if (!found)
        return found.error();
    auto edits = MappingEditor(found->target, *found->node, false).renamePair(path.field, path.key, newKey);
    return edits ? Result<TextEdits>(found->target.lift(*edits)) : edits;
}

const Field *fieldOf(const Rule &rule, const FieldPath &path)
{
    if (path.field == "name")
        return &rule.name;
    if (path.field == "expr")
        return &rule.expr;
    if (path.field == "for")
        return rule.forDuration ? &*rule.forDuration : nullptr;
    if (path.field == "keep_firing_for")
        return rule.keepFiringFor ? &*rule.keepFiringFor : nullptr;
    const Pairs &pairs = path.field == "labels" ? rule.labels : rule.annotations;
    const auto found = std::ranges::find(pairs, path.key, [](const auto &pair) { return pair.first.value; });
    return found == pairs.end() ? nullptr : &found->second;
}

Result<TextEdits> setAtAnchorEdits(const RuleDocument &document, const RuleRef &rule, const FieldPath &path,
                                   std::string_view value)
{
    auto found = findRule(document, rule);
    if (!found)
        return found.error();
    const bool pair = isPairField(path.field);
    const std::string_view key = path.field == "name" ? found->nameKey : std::string_view(path.field);
    std::optional<EffectiveEntry> entry = findEffective(*found->node, key);
    if (pair && entry)
        entry = findEffective(*entry->value, path.key);
    const EmbeddedText *embedded = document.source().lists[found->group->list].embedded;
    const yaml::Stream &stream = embedded ? embedded->stream : document.stream();
    const Node *owner = nullptr;
    for (const yaml::Document &each : stream.documents)
        owner = owner || !entry ? owner : ownerOf(each.root.get(), entry->value);
    if (!owner || entry->value->kind != yaml::NodeKind::Scalar)
        return Error{
            ErrorKind::NotFound, {TRANSLATABLE("Core", "This value has no place of its own to be changed at.")}, {}};
    return found->target.lift(
        yaml::setScalarEdits(found->target.text(), *entry->value, found->target.place(*owner), value));
}

} // namespace rules
