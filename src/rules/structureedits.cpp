#include "rules/itemtexts.h"
#include "rules/listtarget.h"
#include "rules/ruleedits.h"
#include "yaml/collectionedits.h"

#include <algorithm>
#include <map>

namespace rules {

namespace {

using base::ByteRange;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::TextEdits;
using yaml::ItemExtent;
using yaml::Node;

std::string flowRule(const EditTarget &target, const Node &like, const NewRule &rule)
{
    std::string text = "{";
    const auto add = [&](std::string_view key, std::string_view value) {
        text += (text.size() > 1 ? ", " : "") + target.key(key, like) + ": " + target.scalar(value, like);
    };
    add(rule.kind == RuleKind::Recording ? "record" : "alert", rule.name);
    add("expr", rule.expr);
    if (!rule.forDuration.empty())
        add("for", rule.forDuration);
    if (!rule.keepFiringFor.empty())
        add("keep_firing_for", rule.keepFiringFor);
    for (const auto &[field, pairs] :
         {std::pair{"labels", &rule.labels}, std::pair{"annotations", &rule.annotations}}) {
        if (pairs->empty())
            continue;
        std::string inner = "{";
        for (const auto &[name, value] : *pairs)
            inner += (inner.size() > 1 ? ", " : "") + target.key(name, like) + ": " + target.scalar(value, like);
        text += ", " + target.key(field, like) + ": " + inner + "}";
    }
    return text + "}";
}

/// A rule as lines of a block sequence whose dashes stand at `dashColumn`.
std::string blockRule(const EditTarget &target, std::size_t dashColumn, std::size_t contentColumn, const NewRule &rule)
{
    const std::string end(target.lineEnd());
    const std::string margin(contentColumn, ' ');
    std::string text = std::string(dashColumn, ' ') + '-' + std::string(contentColumn - dashColumn - 1, ' ');
    text += std::string(rule.kind == RuleKind::Recording ? "record: " : "alert: ") +
            target.scalarAt(rule.name, contentColumn) + end;
    text += margin + "expr: " + target.scalarAt(rule.expr, contentColumn) + end;
    if (!rule.forDuration.empty())
        text += margin + "for: " + target.scalarAt(rule.forDuration, contentColumn) + end;
    if (!rule.keepFiringFor.empty())
        text += margin + "keep_firing_for: " + target.scalarAt(rule.keepFiringFor, contentColumn) + end;
    for (const auto &[field, pairs] :
         {std::pair{"labels", &rule.labels}, std::pair{"annotations", &rule.annotations}}) {
        if (pairs->empty())
            continue;
        text += margin + field + ':' + end;
        for (const auto &[name, value] : *pairs)
            text += margin + "  " + target.keyText(name) + ": " + target.scalarAt(value, contentColumn + 2) + end;
    }
    return text;
}

/// Edits of the text in which the group stands.
TextEdits newRuleEdits(const FoundGroup &group, std::size_t index, const NewRule &rule)
{
    const EditTarget &target = group.target;
    const Node &mapping = *group.source->node;
    const Node *rules = group.source->rules;
    const std::string end(target.lineEnd());
    const bool flow = mapping.flow || (rules && rules->flow && !rules->items.empty());
    if (flow) {
        if (!rules || rules->kind != yaml::NodeKind::Sequence)
            return yaml::insertEntryEdits(target.text(), mapping, std::nullopt, target.key("rules", mapping),
                                          "[" + flowRule(target, mapping, rule) + "]", end);
        const Node &like = rules->items.empty() ? mapping : rules->items.front()->resolved();
        return yaml::insertFlowItemEdits(target.text(), *rules, index, flowRule(target, like, rule));
    }
    if (rules && rules->kind == yaml::NodeKind::Sequence && !rules->items.empty()) {
        const ItemExtent extent = yaml::itemExtent(target.text(), *rules, 0);
        const std::size_t before =
            index < group.source->ruleNodes.size() ? group.source->ruleNodes[index].first : rules->items.size();
        return yaml::insertItemEdits(target.text(), *rules, before,
                                     blockRule(target, extent.dashColumn, extent.contentColumn, rule), end);
    }
    std::string lines = blockRule(target, mapping.indent, mapping.indent + 2, rule);
    lines.resize(lines.size() - end.size());
    if (!rules)
        return yaml::insertEntryEdits(target.text(), mapping, std::nullopt, "rules", end + lines, end);
    return yaml::blockValueEdits(target.text(), rules->range, end + lines);
}

} // namespace

Result<TextEdits> addRuleEdits(const RuleDocument &document, const RuleRef &at, const NewRule &rule)
{
    return addRulesEdits(document, {{at, rule}});
}

Result<TextEdits> addRulesEdits(const RuleDocument &document, const std::vector<std::pair<RuleRef, NewRule>> &rules)
{
    if (auto refused = refusalOf(document))
        return *refused;
    EditsByText byText;
    for (const auto &[at, rule] : rules) {
        auto group = foundGroup(document, at);
        if (!group)
            return group.error();
        TextEdits &all = byText[group->list->embedded];
        const TextEdits own = newRuleEdits(*group, at.index, rule);
        all.insert(all.end(), own.begin(), own.end());
    }
    return checkedEdits(document, byText);
}

Result<TextEdits> duplicateRuleEdits(const RuleDocument &document, const RuleRef &rule)
{
    const auto found = itemOf(document, rule);
    if (!found)
        return found.error();
    const Node &rules = found->list();
    const EditTarget &target = found->target();
    if (rules.flow) {
        const ByteRange range = rules.items[found->item]->range;
        return checkedEdits(document, target,
                            yaml::insertFlowItemEdits(target.text(), rules, found->item + 1,
                                                      target.text().substr(range.start, range.size())));
    }
    if (sharesLine(target, rules, found->item))
        return notByLines();
    return checkedEdits(document, target,
                        yaml::insertItemEdits(target.text(), rules, found->item + 1,
                                              itemLines(target, rules, found->item), target.lineEnd()));
}

Result<TextEdits> deleteRuleEdits(const RuleDocument &document, const RuleRef &rule)
{
    const auto found = itemOf(document, rule);
    if (!found)
        return found.error();
    const Node &rules = found->list();
    if (!rules.flow && sharesLine(found->target(), rules, found->item))
        return notByLines();
    return checkedEdits(document, found->target(),
                        yaml::removeItemEdits(found->target().text(), rules, found->item, found->target().lineEnd()));
}

Result<TextEdits> moveRuleEdits(const RuleDocument &document, const RuleRef &rule, std::size_t newIndex)
{
    const auto found = itemOf(document, rule);
    if (!found)
        return found.error();
    const Node &rules = found->list();
    const EditTarget &target = found->target();
    const std::size_t last = found->group.source->ruleNodes.size() - 1;
    newIndex = std::min(newIndex, last);
    if (newIndex == rule.index)
        return TextEdits{};
    // Counted without the moved rule: behind its old place, the item before which it goes is one further on.
    const std::size_t beforeRule = newIndex < rule.index ? newIndex : newIndex + 1;
    const std::size_t before =
        beforeRule <= last ? found->group.source->ruleNodes[beforeRule].first : rules.items.size();
    TextEdits edits = yaml::removeItemEdits(target.text(), rules, found->item, target.lineEnd());
    TextEdits inserted;
    if (rules.flow) {
        const ByteRange range = rules.items[found->item]->range;
        inserted =
            yaml::insertFlowItemEdits(target.text(), rules, before, target.text().substr(range.start, range.size()));
    } else {
        if (sharesLine(target, rules, found->item))
            return notByLines();
        inserted = yaml::insertItemEdits(target.text(), rules, before, itemLines(target, rules, found->item),
                                         target.lineEnd());
    }
    edits.insert(edits.end(), inserted.begin(), inserted.end());
    return checkedEdits(document, target, edits);
}

Result<TextEdits> addGroupEdits(const RuleDocument &document, const RuleRef &at, std::string_view name)
{
    if (auto refused = refusalOf(document))
        return *refused;
    const auto &lists = document.source().lists;
    const auto list = std::ranges::find_if(
        lists, [&at](const GroupList &each) { return each.document == at.document && each.key == at.key; });
    if (list == lists.end())
        return Error{ErrorKind::NotFound, {TRANSLATABLE("Core", "This file has no list of rule groups yet.")}, {}};
    const EditTarget target(document, list->embedded);
    const Node &groups = list->groups->resolved();
    const std::string end(target.lineEnd());
    if (groups.kind == yaml::NodeKind::Sequence && groups.flow && !groups.items.empty()) {
        const Node &like = groups.items.front()->resolved();
        const std::string text = "{" + target.key("name", like) + ": " + target.scalar(name, like) + ", " +
                                 target.key("rules", like) + ": []}";
        return checkedEdits(document, target,
                            yaml::insertFlowItemEdits(target.text(), groups, groups.items.size(), text));
    }
    const auto lines = [&](std::size_t dash, std::size_t content) {
        return std::string(dash, ' ') + "-" + std::string(content - dash - 1, ' ') +
               "name: " + target.scalarAt(name, content) + end + std::string(content, ' ') + "rules: []" + end;
    };
    if (groups.kind == yaml::NodeKind::Sequence && !groups.items.empty()) {
        if (sharesLine(target, groups, 0))
            return notByLines();
        const ItemExtent extent = yaml::itemExtent(target.text(), groups, 0);
        return checkedEdits(document, target,
                            yaml::insertItemEdits(target.text(), groups, groups.items.size(),
                                                  lines(extent.dashColumn, extent.contentColumn), end));
    }
    if (list->owner->flow)
        return notByLines();
    std::string text = end + lines(list->owner->indent, list->owner->indent + 2);
    text.resize(text.size() - end.size());
    return checkedEdits(document, target, yaml::blockValueEdits(target.text(), groups.range, text));
}

Result<TextEdits> deleteGroupEdits(const RuleDocument &document, const RuleRef &ref)
{
    auto group = groupOf(document, ref);
    if (!group)
        return group.error();
    const Node &groups = group->list->groups->resolved();
    if (groups.items[group->source->item]->kind == yaml::NodeKind::Alias)
        return Error{ErrorKind::Unsupported,
                     {TRANSLATABLE("Core", "This group is an alias of another one. Edit it at its anchor.")},
                     {}};
    if (!groups.flow && sharesLine(group->target, groups, group->source->item))
        return notByLines();
    return checkedEdits(
        document, group->target,
        yaml::removeItemEdits(group->target.text(), groups, group->source->item, group->target.lineEnd()));
}

} // namespace rules
