#include "rules/itemtexts.h"

#include "rules/listtarget.h"
#include "yaml/collectionedits.h"

#include <algorithm>
#include <map>
#include <set>

namespace rules {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::TextEdits;
using yaml::Node;

/// The items of one block list, with their dashes at the margin.
Result<std::vector<std::string>> textsOf(const EditTarget &target, const Node &sequence,
                                         const std::vector<std::size_t> &items)
{
    std::vector<std::string> texts;
    for (const std::size_t item : items) {
        if (sequence.flow || sharesLine(target, sequence, item))
            return notByLines();
        const std::size_t column = yaml::itemExtent(target.text(), sequence, item).dashColumn;
        texts.push_back(movedLines(itemLines(target, sequence, item), column, 0, "\n"));
    }
    return texts;
}

std::string joined(const std::vector<std::string> &items)
{
    std::string text;
    for (const std::string &item : items)
        text += item;
    return text;
}

Result<TextEdits> insertLines(const RuleDocument &document, const EditTarget &target, const Node *sequence,
                              std::size_t before, const std::vector<std::string> &items, const Node &owner,
                              const char *key)
{
    const std::string text = joined(items);
    const std::string_view end = target.lineEnd();
    if (sequence && sequence->kind == yaml::NodeKind::Sequence && !sequence->items.empty()) {
        if (sequence->flow || sharesLine(target, *sequence, 0))
            return notByLines();
        const std::size_t column = yaml::itemExtent(target.text(), *sequence, 0).dashColumn;
        return checkedEdits(
            document, target,
            yaml::insertItemEdits(target.text(), *sequence, before, movedLines(text, 0, column, end), end));
    }
    if (owner.flow)
        return notByLines();
    std::string lines = std::string(end) + movedLines(text, 0, owner.indent, end);
    lines.resize(lines.size() - end.size());
    if (!sequence)
        return checkedEdits(document, target,
                            yaml::insertEntryEdits(target.text(), owner, std::nullopt, key, lines, end));
    return checkedEdits(document, target, yaml::blockValueEdits(target.text(), sequence->range, lines));
}

/// The name's scalar of a group's text; null when there is none.
const Node *nameOf(const yaml::Stream &stream)
{
    const Node *root = stream.documents.empty() ? nullptr : stream.documents.front().root.get();
    if (!root || root->kind != yaml::NodeKind::Sequence || root->items.size() != 1)
        return nullptr;
    return root->items.front()->find("name");
}

/// The groups with names that are not in `taken`.
std::vector<std::string> renamed(std::vector<std::string> groups, std::set<std::string> taken)
{
    for (std::string &group : groups) {
        const yaml::Stream stream = yaml::parse(group);
        const Node *node = nameOf(stream);
        if (!node || node->kind != yaml::NodeKind::Scalar)
            continue;
        std::string name = node->value;
        for (int n = 2; taken.contains(name); ++n)
            name = node->value + '-' + std::to_string(n);
        taken.insert(name);
        const auto changed = base::applyEdits(group, yaml::setScalarEdits(group, *node, {2, false, false, "\n"}, name));
        if (changed)
            group = *changed;
    }
    return groups;
}

std::set<std::string> namesIn(const RuleDocument &document)
{
    std::set<std::string> names;
    for (const RuleGroup &group : document.groups())
        names.insert(group.name.value);
    return names;
}

/// Items by the list that holds them; each list once, in the order of its first rule.
using ItemsByGroup = std::map<std::size_t, std::vector<std::size_t>>;

Result<ItemsByGroup> itemsByGroup(const RuleDocument &document, const std::vector<RuleRef> &refs)
{
    if (auto refused = refusalOf(document))
        return *refused;
    ItemsByGroup result;
    for (const RuleRef &ref : refs) {
        const auto found = foundItem(document, ref);
        if (!found)
            return found.error();
        if (!found->list().flow && sharesLine(found->target(), found->list(), found->item))
            return notByLines();
        std::vector<std::size_t> &items = result[*document.findGroupIndex(ref)];
        if (std::ranges::find(items, found->item) == items.end())
            items.push_back(found->item);
    }
    for (auto &[group, items] : result)
        std::ranges::sort(items);
    return result;
}

EditsByText removals(const RuleDocument &document, const ItemsByGroup &items)
{
    EditsByText byText;
    for (const auto &[group, list] : items) {
        const GroupSource &source = document.source().groups[group];
        const EmbeddedText *embedded = document.source().lists[source.list].embedded;
        const TextEdits edits = removeItemsEdits(EditTarget(document, embedded), *source.rules, list);
        TextEdits &all = byText[embedded];
        all.insert(all.end(), edits.begin(), edits.end());
    }
    return byText;
}

} // namespace

Result<ItemTexts> ruleTexts(const RuleDocument &document, const std::vector<RuleRef> &refs)
{
    auto items = itemsByGroup(document, refs);
    if (!items)
        return items.error();
    ItemTexts result;
    for (const auto &[group, list] : *items) {
        const GroupSource &source = document.source().groups[group];
        const EditTarget target(document, document.source().lists[source.list].embedded);
        auto texts = textsOf(target, *source.rules, list);
        if (!texts)
            return texts.error();
        result.items.insert(result.items.end(), texts->begin(), texts->end());
    }
    return result;
}

Result<ItemTexts> groupTexts(const RuleDocument &document, const std::vector<RuleRef> &groups)
{
    ItemTexts result;
    result.groups = true;
    for (const RuleRef &ref : groups) {
        auto group = groupOf(document, ref);
        if (!group)
            return group.error();
        auto texts = textsOf(group->target, group->list->groups->resolved(), {group->source->item});
        if (!texts)
            return texts.error();
        result.items.push_back(texts->front());
    }
    return result;
}

Result<TextEdits> insertRulesEdits(const RuleDocument &document, const RuleRef &at, const ItemTexts &rules)
{
    auto group = groupOf(document, at);
    if (!group)
        return group.error();
    const Node *list = group->source->rules;
    const std::size_t before = at.index < group->source->ruleNodes.size() ? group->source->ruleNodes[at.index].first
                               : list                                     ? list->items.size()
                                                                          : 0;
    return insertLines(document, group->target, list, before, rules.items, *group->source->node, "rules");
}

Result<TextEdits> insertGroupsEdits(const RuleDocument &document, const RuleRef &at, const ItemTexts &groups)
{
    if (auto refused = refusalOf(document))
        return *refused;
    const auto &lists = document.source().lists;
    const auto list = std::ranges::find_if(
        lists, [&at](const GroupList &each) { return each.document == at.document && each.key == at.key; });
    if (list == lists.end())
        return Error{ErrorKind::NotFound, {TRANSLATABLE("Core", "This file has no list of rule groups yet.")}, {}};
    const Node &sequence = list->groups->resolved();
    std::size_t before = sequence.items.size();
    if (const auto index = document.findGroupIndex(at))
        before = document.source().groups[*index].item + 1;
    return insertLines(document, EditTarget(document, list->embedded), &sequence, before,
                       renamed(groups.items, namesIn(document)), *list->owner, "groups");
}

Result<TextEdits> deleteRulesEdits(const RuleDocument &document, const std::vector<RuleRef> &refs)
{
    const auto items = itemsByGroup(document, refs);
    return items ? checkedEdits(document, removals(document, *items)) : Result<TextEdits>(items.error());
}

Result<TextEdits> moveRulesEdits(const RuleDocument &document, const std::vector<RuleRef> &refs, const RuleRef &at)
{
    const auto items = itemsByGroup(document, refs);
    if (!items)
        return items.error();
    const auto texts = ruleTexts(document, refs);
    if (!texts)
        return texts.error();
    auto group = groupOf(document, at);
    if (!group)
        return group.error();
    const EmbeddedText *embedded = group->list->embedded;
    auto byText = removals(document, *items);
    TextEdits &edits = byText[embedded];
    // Where rules of the same list go, the place for the new ones is counted without them.
    const Node *list = group->source->rules;
    std::size_t before = list ? list->items.size() : 0;
    if (at.index < group->source->ruleNodes.size())
        before = group->source->ruleNodes[at.index].first;
    const auto own = items->find(*document.findGroupIndex(at));
    const bool wholeList = own != items->end() && list && own->second.size() == list->items.size();
    if (wholeList)
        return TextEdits{};
    while (own != items->end() && list && before < list->items.size() &&
           std::ranges::find(own->second, before) != own->second.end())
        ++before;
    const std::string_view end = group->target.lineEnd();
    if (list && !list->items.empty()) {
        if (list->flow || sharesLine(group->target, *list, 0))
            return notByLines();
        const std::size_t column = yaml::itemExtent(group->target.text(), *list, 0).dashColumn;
        TextEdits inserted = yaml::insertItemEdits(group->target.text(), *list, before,
                                                   movedLines(joined(texts->items), 0, column, end), end);
        for (base::TextEdit &edit : inserted) {
            for (const base::TextEdit &removal : edits) {
                if (edit.range.start > removal.range.start && edit.range.start < removal.range.end)
                    edit.range = {removal.range.end, removal.range.end};
            }
        }
        edits.insert(edits.end(), inserted.begin(), inserted.end());
    } else {
        if (group->source->node->flow)
            return notByLines();
        std::string lines = std::string(end) + movedLines(joined(texts->items), 0, group->source->node->indent, end);
        lines.resize(lines.size() - end.size());
        const TextEdits inserted = list ? yaml::blockValueEdits(group->target.text(), list->range, lines)
                                        : yaml::insertEntryEdits(group->target.text(), *group->source->node,
                                                                 std::nullopt, "rules", lines, end);
        edits.insert(edits.end(), inserted.begin(), inserted.end());
    }
    return checkedEdits(document, byText);
}

Result<TextEdits> moveGroupEdits(const RuleDocument &document, const RuleRef &ref, std::size_t newIndex)
{
    auto group = groupOf(document, ref);
    if (!group)
        return group.error();
    const Node &groups = group->list->groups->resolved();
    const std::size_t item = group->source->item;
    newIndex = std::min(newIndex, groups.items.size() - 1);
    if (newIndex == item)
        return TextEdits{};
    const auto texts = groupTexts(document, {ref});
    if (!texts)
        return texts.error();
    const std::string_view end = group->target.lineEnd();
    const std::size_t column = yaml::itemExtent(group->target.text(), groups, item).dashColumn;
    TextEdits edits = yaml::removeItemEdits(group->target.text(), groups, item, end);
    const TextEdits inserted =
        yaml::insertItemEdits(group->target.text(), groups, newIndex < item ? newIndex : newIndex + 1,
                              movedLines(texts->items.front(), 0, column, end), end);
    edits.insert(edits.end(), inserted.begin(), inserted.end());
    return checkedEdits(document, group->target, edits);
}

Result<TextEdits> duplicateGroupEdits(const RuleDocument &document, const RuleRef &group)
{
    const auto texts = groupTexts(document, {group});
    return texts ? insertGroupsEdits(document, group, *texts) : Result<TextEdits>(texts.error());
}

std::string manifestOf(Container container, std::string_view name, const ItemTexts &groups)
{
    const std::string list = joined(groups.items);
    const std::string nameText = yaml::scalarText(name, yaml::ScalarStyle::Plain, {2, false, false, "\n"});
    if (container == Container::ConfigMap) {
        const std::string key =
            yaml::scalarText(std::string(name) + ".yml", yaml::ScalarStyle::Plain, {2, false, true, "\n"});
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + nameText + "\ndata:\n  " + key +
               ": |\n    groups:\n" + movedLines(list, 0, 4, "\n");
    }
    if (container == Container::PrometheusRule)
        return "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: " + nameText +
               "\nspec:\n  groups:\n" + movedLines(list, 0, 2, "\n");
    return "groups:\n" + list;
}

Result<ItemTexts> itemsIn(std::string_view text)
{
    const auto file = load({}, std::string(text));
    if (!file->groups().empty()) {
        std::vector<RuleRef> groups;
        for (const RuleGroup &group : file->groups())
            groups.push_back(file->refOf(group, 0));
        return groupTexts(*file, groups);
    }
    // A bare list: rules, or groups.
    const std::string_view body = text.substr(0, text.find_last_not_of(" \r\n\t") + 1);
    const std::size_t dash = body.find_first_not_of(" \r\n");
    if (dash != std::string_view::npos && (body[dash] == '-' || body[dash] == '#')) {
        const std::size_t line = yaml::lineStartOf(body, dash);
        const std::string lines = movedLines(body.substr(line), dash - line, 0, "\n");
        const auto groups = load({}, "groups:\n" + lines);
        const bool isGroups = std::ranges::any_of(
            groups->groups(), [](const RuleGroup &group) { return !group.name.value.empty() && !group.rules.empty(); });
        if (isGroups)
            return itemsIn("groups:\n" + lines);
        const auto rules = load({}, "groups:\n- name: g\n  rules:\n" + movedLines(lines, 0, 2, "\n"));
        if (rules->stream().ok() && rules->ruleCount() > 0) {
            std::vector<RuleRef> refs;
            for (std::size_t i = 0; i < rules->groups().front().rules.size(); ++i)
                refs.push_back(rules->refOf(rules->groups().front(), i));
            return ruleTexts(*rules, refs);
        }
    }
    return Error{ErrorKind::Invalid, {TRANSLATABLE("Core", "The clipboard holds neither rules nor rule groups.")}, {}};
}

} // namespace rules
