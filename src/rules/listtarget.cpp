#include "rules/listtarget.h"

#include "yaml/collectionedits.h"

#include <algorithm>

namespace rules {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::TextEdits;

Result<FoundGroup> foundGroup(const RuleDocument &document, const RuleRef &ref)
{
    const auto index = document.findGroupIndex(ref);
    if (!index || *index >= document.source().groups.size())
        return Error{ErrorKind::NotFound, {TRANSLATABLE("Core", "There is no group %1."), {ref.group}}, {}};
    const GroupSource &source = document.source().groups[*index];
    const GroupList &list = document.source().lists[source.list];
    return FoundGroup{&source, &list, EditTarget(document, list.embedded)};
}

Result<FoundGroup> groupOf(const RuleDocument &document, const RuleRef &ref)
{
    if (auto refused = refusalOf(document))
        return *refused;
    return foundGroup(document, ref);
}

Result<FoundItem> foundItem(const RuleDocument &document, const RuleRef &ref)
{
    auto group = foundGroup(document, ref);
    if (!group)
        return group.error();
    if (ref.index >= group->source->ruleNodes.size())
        return Error{
            ErrorKind::NotFound,
            {TRANSLATABLE("Core", "There is no rule %1 in the group %2."), {std::to_string(ref.index), ref.group}},
            {}};
    const std::size_t item = group->source->ruleNodes[ref.index].first;
    if (group->source->rules->items[item]->kind == yaml::NodeKind::Alias)
        return Error{ErrorKind::Unsupported,
                     {TRANSLATABLE("Core", "This rule is an alias of another one. Edit it at its anchor.")},
                     {}};
    return FoundItem{*group, item};
}

Result<FoundItem> itemOf(const RuleDocument &document, const RuleRef &ref)
{
    if (auto refused = refusalOf(document))
        return *refused;
    return foundItem(document, ref);
}

Result<TextEdits> checkedEdits(const RuleDocument &document, const EditTarget &target, const TextEdits &edits)
{
    const Result<std::string> inner = base::applyEdits(target.text(), edits);
    const std::size_t before = yaml::parse(target.text()).diagnostics.size();
    if (!inner || yaml::parse(*inner).diagnostics.size() > before)
        return Error{
            ErrorKind::Conflict,
            {TRANSLATABLE("Core", "This part of the file is referred to from elsewhere. Edit the YAML itself.")},
            {}};
    TextEdits lifted = target.lift(edits);
    if (!base::applyEdits(document.text(), lifted))
        return Error{ErrorKind::Conflict,
                     {TRANSLATABLE("Core", "This change does not fit into the file. Edit the YAML itself.")},
                     {}};
    return lifted;
}

Result<TextEdits> checkedEdits(const RuleDocument &document, const EditsByText &byText)
{
    TextEdits all;
    for (const auto &[embedded, edits] : byText) {
        auto checked = checkedEdits(document, EditTarget(document, embedded), edits);
        if (!checked)
            return checked;
        all.insert(all.end(), checked->begin(), checked->end());
    }
    return all;
}

std::string itemLines(const EditTarget &target, const yaml::Node &sequence, std::size_t item)
{
    const yaml::ItemExtent extent = yaml::itemExtent(target.text(), sequence, item);
    std::string lines(target.text().substr(extent.lines.start, extent.lines.size()));
    if (!lines.ends_with('\n'))
        lines += target.lineEnd();
    return lines;
}

bool sharesLine(const EditTarget &target, const yaml::Node &sequence, std::size_t item)
{
    const yaml::ItemExtent extent = yaml::itemExtent(target.text(), sequence, item);
    const std::string_view before = target.text().substr(extent.dash - extent.dashColumn, extent.dashColumn);
    return before.find_first_not_of(' ') != std::string_view::npos;
}

Error notByLines()
{
    return {ErrorKind::Unsupported,
            {TRANSLATABLE("Core", "This list shares its lines with others. Edit the YAML itself.")},
            {}};
}

TextEdits removeItemsEdits(const EditTarget &target, const yaml::Node &sequence, std::vector<std::size_t> items)
{
    if (items.size() == 1)
        return yaml::removeItemEdits(target.text(), sequence, items.front(), target.lineEnd());
    std::ranges::sort(items);
    TextEdits edits;
    for (const std::size_t item : items) {
        for (const base::TextEdit &edit : yaml::removeItemEdits(target.text(), sequence, item, target.lineEnd())) {
            if (!edits.empty() && edit.range.start <= edits.back().range.end)
                edits.back().range.end = std::max(edits.back().range.end, edit.range.end);
            else
                edits.push_back(edit);
        }
    }
    return edits;
}

std::string movedLines(std::string_view lines, std::size_t from, std::size_t to, std::string_view lineEnd)
{
    std::string result;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        std::string_view line = lines.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        // What has fewer blanks than the item's own column are lines whose indentation says nothing.
        line.remove_prefix(std::min({line.find_first_not_of(' '), from, line.size()}));
        if (!line.empty())
            result.append(to, ' ').append(line);
        result += lineEnd;
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    return result;
}

} // namespace rules
