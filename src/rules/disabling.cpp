// A rule is switched off by its own text:
//
//     # rulewright:disabled
//     #  - alert: A
//     #    expr: up == 0
//     # rulewright:end
//
// The marker lines stand in the column of the item's dash; every other line is the old one behind a `#` in the first
// column, so that no byte of it is lost.

#include "rules/disabling.h"

#include "rules/listtarget.h"
#include "yaml/collectionedits.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace rules {

namespace {

using base::Result;
using base::TextEdits;

constexpr std::string_view beginMarker = "# rulewright:disabled";
constexpr std::string_view endMarker = yaml::closingComment;

/// A line of a text without its line end.
struct Line
{
    std::string_view text;
    std::size_t start = 0;
    std::size_t next = 0;
};

Line lineAt(std::string_view text, std::size_t at)
{
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return {line, at, std::min(end + 1, text.size())};
}

bool isMarker(const Line &line, std::string_view marker)
{
    const std::size_t first = line.text.find_first_not_of(' ');
    return first != std::string_view::npos && line.text.substr(first) == marker;
}

struct Block
{
    base::ByteRange range;
    std::vector<Line> lines;
    std::size_t column = 0;
};

std::vector<Block> blocksOf(std::string_view text)
{
    std::vector<Block> blocks;
    for (std::size_t at = text.find(beginMarker); at != std::string_view::npos; at = text.find(beginMarker, at + 1)) {
        const Line begin = lineAt(text, yaml::lineStartOf(text, at));
        if (!isMarker(begin, beginMarker))
            continue;
        Block block{{begin.start, 0}, {}, at - begin.start};
        std::size_t next = begin.next;
        while (next < text.size()) {
            const Line line = lineAt(text, next);
            next = line.next;
            if (isMarker(line, endMarker)) {
                block.range.end = next;
                break;
            }
            if (!line.text.starts_with('#'))
                break;
            block.lines.push_back(line);
        }
        if (block.range.end > 0 && !block.lines.empty())
            blocks.push_back(std::move(block));
    }
    return blocks;
}

/// Fills in what the lines say: they are one item of a list.
void describe(const Block &block, DisabledItem &item)
{
    std::string text;
    for (const Line &line : block.lines)
        text.append(line.text.substr(1)).append("\n");
    const yaml::Stream stream = yaml::parse(text);
    const yaml::Node *root = stream.documents.empty() ? nullptr : stream.documents.front().root.get();
    if (!root || root->items.empty())
        return;
    const yaml::Node &mapping = root->items.front()->resolved();
    const auto value = [&mapping](const char *key) {
        const yaml::Node *node = mapping.find(key);
        return node ? node->resolved().value : std::string();
    };
    item.isGroup = mapping.find("rules") != nullptr;
    item.isRecording = mapping.find("record") != nullptr;
    item.name = item.isGroup ? value("name") : item.isRecording ? value("record") : value("alert");
}

/// One item as comments. `lines` begin with the item's first line and end with a line end.
std::string commented(std::string_view lines, std::size_t column, std::string_view lineEnd)
{
    const std::string margin(column, ' ');
    std::string result = margin + std::string(beginMarker) + std::string(lineEnd);
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        const std::size_t length = end == std::string_view::npos ? lines.size() : end + 1;
        result.append("#").append(lines.substr(0, length));
        lines.remove_prefix(length);
    }
    if (!result.ends_with('\n'))
        result += lineEnd;
    return result + margin + std::string(endMarker) + std::string(lineEnd);
}

Result<base::TextEdit> disableItem(const EditTarget &target, const yaml::Node &sequence, std::size_t item)
{
    if (sequence.flow || sharesLine(target, sequence, item))
        return notByLines();
    const yaml::ItemExtent extent = yaml::itemExtent(target.text(), sequence, item);
    const std::string_view lines = target.text().substr(extent.lines.start, extent.lines.size());
    std::string text = commented(lines, extent.dashColumn, target.lineEnd());
    // A file that ended without a line end still does.
    if (!lines.ends_with('\n'))
        text.resize(text.size() - target.lineEnd().size());
    return base::TextEdit{extent.lines, std::move(text)};
}

} // namespace

std::vector<DisabledItem> disabledItems(const RuleDocument &document)
{
    std::vector<DisabledItem> items;
    const auto collect = [&](const EmbeddedText *embedded, std::size_t file, const std::optional<std::string> &key) {
        for (const Block &block : blocksOf(EditTarget(document, embedded).text())) {
            DisabledItem item;
            item.range = embedded ? embedded->map.toSource(block.range) : block.range;
            describe(block, item);
            for (const RuleGroup &group : document.groups()) {
                const bool before = group.range.start <= item.range.start;
                if (before && (!embedded || (group.document == file && group.key == key)))
                    item.group = document.refOf(group, group.rules.size());
            }
            items.push_back(std::move(item));
        }
    };
    if (document.text().find("rulewright:disabled") == std::string::npos)
        return items;
    bool plain = false;
    for (const GroupList &list : document.source().lists) {
        if (list.embedded)
            collect(list.embedded, list.document, list.key);
        else
            plain = true;
    }
    if (plain)
        collect(nullptr, 0, std::nullopt);
    return items;
}

Result<TextEdits> disableRulesEdits(const RuleDocument &document, const std::vector<RuleRef> &refs)
{
    if (auto refused = refusalOf(document))
        return *refused;
    EditsByText byText;
    for (const RuleRef &ref : refs) {
        const auto found = foundItem(document, ref);
        if (!found)
            return found.error();
        auto edit = disableItem(found->target(), found->list(), found->item);
        if (!edit)
            return edit.error();
        byText[found->group.list->embedded].push_back(std::move(*edit));
    }
    return checkedEdits(document, byText);
}

Result<TextEdits> disableGroupEdits(const RuleDocument &document, const RuleRef &ref)
{
    auto group = groupOf(document, ref);
    if (!group)
        return group.error();
    auto edit = disableItem(group->target, group->list->groups->resolved(), group->source->item);
    return edit ? checkedEdits(document, group->target, {std::move(*edit)}) : Result<TextEdits>(edit.error());
}

Result<TextEdits> enableEdits(const RuleDocument &document, const DisabledItem &item)
{
    if (auto refused = refusalOf(document))
        return *refused;
    const auto edits = [&](const EmbeddedText *embedded) -> std::optional<Result<TextEdits>> {
        const EditTarget target(document, embedded);
        for (const Block &block : blocksOf(target.text())) {
            const base::ByteRange range = embedded ? embedded->map.toSource(block.range) : block.range;
            if (range != item.range)
                continue;
            std::string text;
            for (const Line &line : block.lines)
                text += target.text().substr(line.start + 1, line.next - line.start - 1);
            const bool ended = target.text().substr(0, block.range.end).ends_with('\n');
            if (!ended && text.ends_with('\n'))
                text.resize(text.size() - (text.ends_with("\r\n") ? 2 : 1));
            return checkedEdits(document, target, {{block.range, std::move(text)}});
        }
        return std::nullopt;
    };
    for (const GroupList &list : document.source().lists) {
        if (auto found = edits(list.embedded))
            return *found;
    }
    return base::Error{base::ErrorKind::NotFound, {TRANSLATABLE("Core", "This is not switched off any more.")}, {}};
}

} // namespace rules
