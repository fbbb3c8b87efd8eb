#include "yaml/collectionedits.h"

#include "yaml/scalarreader.h"

#include <algorithm>

namespace yaml {

namespace {

bool blankBetween(std::string_view text, std::size_t start, std::size_t end)
{
    return std::ranges::all_of(text.substr(start, end - start), [](char c) { return reader::isBlank(c); });
}

/// The dash of a block item: the first one behind what stands before it.
std::size_t findDash(std::string_view text, const Node &sequence, std::size_t index)
{
    std::size_t at = index == 0 ? sequence.range.start : sequence.items[index - 1]->range.end;
    const std::size_t limit = sequence.items[index]->range.start;
    while (at < limit) {
        const char c = text[at];
        if (c == '#') {
            while (at < limit && !reader::isBreak(text[at]))
                ++at;
        } else if (c == '-') {
            return at;
        } else {
            ++at;
        }
    }
    return limit;
}

bool isCommentLine(std::string_view text, std::size_t lineStart)
{
    const std::size_t first = text.find_first_not_of(" \t", lineStart);
    return first != std::string_view::npos && text[first] == '#';
}

bool isClosingComment(std::string_view text, std::size_t lineStart)
{
    const std::size_t first = std::min(text.find_first_not_of(" \t", lineStart), text.size());
    const std::size_t end = std::min(text.find_first_of("\r\n", first), text.size());
    return text.substr(first, end - first) == closingComment;
}

/// Whether the text ends within a block scalar that would take a line break put behind it for its own.
bool endsInOpenBlock(std::string_view text, const Node &value)
{
    if (text.empty() || reader::isBreak(text.back()))
        return false;
    const Node *last = &value;
    while (!last->entries.empty() || !last->items.empty())
        last = last->entries.empty() ? last->items.back().get() : last->entries.back().value.get();
    const bool block = last->style == ScalarStyle::Literal || last->style == ScalarStyle::Folded;
    const std::string_view own = text.substr(last->range.start, last->range.size());
    return block && last->range.end == text.size() &&
           own.substr(0, own.find_first_of("\r\n")).find('-') == std::string_view::npos;
}

/// Line ends put on a text that goes behind a last line without one.
base::TextEdit linesAt(std::string_view text, std::size_t at, std::string lines, std::string_view lineEnd)
{
    const bool unfinished = at > 0 && at == text.size() && !reader::isBreak(text[at - 1]);
    if (unfinished) {
        lines.insert(0, lineEnd);
        if (lines.ends_with(lineEnd))
            lines.resize(lines.size() - lineEnd.size());
    }
    return {{at, at}, std::move(lines)};
}

/// Where the key of a block sequence ends (behind its colon, or its value's anchor), comments left out; nothing when
/// the line above `itemsStart` is not the key's.
std::size_t keyLineEnd(std::string_view text, const Node &sequence, std::size_t itemsStart)
{
    std::size_t end = itemsStart;
    std::string_view line;
    do {
        if (end == 0)
            return std::string_view::npos;
        end -= end > 1 && text[end - 1] == '\n' && text[end - 2] == '\r' ? 2 : 1;
        const std::size_t start = lineStartOf(text, end);
        line = text.substr(start, end - start);
        end = start;
    } while (line.find_first_not_of(" \t") == std::string_view::npos || isCommentLine(text, end));
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '#' && reader::isBlank(line[i - 1]))
            line = line.substr(0, i);
    }
    while (!line.empty() && reader::isBlank(line.back()))
        line.remove_suffix(1);
    const bool anchored = sequence.range.start >= end && sequence.range.start < end + line.size();
    return anchored || line.ends_with(':') ? end + line.size() : std::string_view::npos;
}

} // namespace

std::size_t lineStartOf(std::string_view text, std::size_t at)
{
    while (at > 0 && !reader::isBreak(text[at - 1]))
        --at;
    return at;
}

std::size_t lineEndAfter(std::string_view text, std::size_t at)
{
    if (at > 0 && at <= text.size() && reader::isBreak(text[at - 1]))
        return at;
    while (at < text.size() && !reader::isBreak(text[at]))
        ++at;
    return at + reader::breakLength(text, at);
}

ItemExtent itemExtent(std::string_view text, const Node &sequence, std::size_t index)
{
    ItemExtent extent;
    extent.dash = findDash(text, sequence, index);
    const std::size_t dashLine = lineStartOf(text, extent.dash);
    extent.dashColumn = extent.dash - dashLine;
    const std::size_t content = sequence.items[index]->range.start;
    extent.contentColumn = lineStartOf(text, content) == dashLine ? content - dashLine : extent.dashColumn + 2;
    const std::size_t floor = index == 0 ? 0 : lineEndAfter(text, sequence.items[index - 1]->range.end);
    std::size_t start = dashLine;
    while (start > floor && start > 0) {
        const std::size_t above =
            lineStartOf(text, start - reader::breakLength(text, start - 1) -
                                  (start > 1 && text[start - 1] == '\n' && text[start - 2] == '\r' ? 1 : 0));
        if (above < floor || above >= start || !isCommentLine(text, above) || isClosingComment(text, above))
            break;
        start = above;
    }
    extent.lines = {start, lineEndAfter(text, sequence.items[index]->range.end)};
    return extent;
}

namespace {

/// The blank lines between the item `index` and the one before it, when there is nothing else between them.
std::string_view blankLinesAbove(std::string_view text, const Node &sequence, std::size_t index)
{
    if (index == 0 || index >= sequence.items.size())
        return {};
    const std::size_t start = lineEndAfter(text, sequence.items[index - 1]->range.end);
    const std::string_view between = text.substr(start, itemExtent(text, sequence, index).lines.start - start);
    const bool blank = std::ranges::all_of(between, [](char c) { return reader::isBlank(c) || reader::isBreak(c); });
    return blank ? between : std::string_view();
}

} // namespace

base::TextEdits insertEntryEdits(std::string_view text, const Node &mapping, std::optional<std::size_t> after,
                                 std::string_view keyText, std::string_view valueText, std::string_view lineEnd)
{
    std::string entry(keyText);
    entry += ':';
    if (!valueText.starts_with(lineEnd))
        entry += ' ';
    entry += valueText;
    if (mapping.flow) {
        if (mapping.entries.empty()) {
            const std::size_t at = text.find('{', mapping.range.start) + 1;
            return {{{at, at}, entry}};
        }
        const Entry &previous = mapping.entries[after.value_or(mapping.entries.size() - 1)];
        const std::size_t keyLine = lineStartOf(text, previous.range.start);
        const bool ownLine = blankBetween(text, keyLine, previous.range.start);
        const std::string separator =
            ownLine ? "," + std::string(lineEnd) + std::string(text.substr(keyLine, previous.range.start - keyLine))
                    : ", ";
        return {{{previous.range.end, previous.range.end}, separator + entry}};
    }
    const Entry &previous = mapping.entries[after.value_or(mapping.entries.size() - 1)];
    const std::size_t at = lineEndAfter(text, previous.range.end);
    const std::size_t previousLine = lineStartOf(text, previous.range.start);
    if (at == text.size() && endsInOpenBlock(text, *previous.value) &&
        blankBetween(text, previousLine, previous.range.start))
        return {{{previousLine, previousLine}, std::string(mapping.indent, ' ') + entry + std::string(lineEnd)}};
    return {linesAt(text, at, std::string(mapping.indent, ' ') + entry + std::string(lineEnd), lineEnd)};
}

base::TextEdits removeEntryEdits(std::string_view text, const Node &mapping, std::size_t index)
{
    const Entry &entry = mapping.entries[index];
    if (mapping.flow) {
        if (index > 0)
            return {{{mapping.entries[index - 1].range.end, entry.range.end}, ""}};
        if (mapping.entries.size() == 1)
            return {{entry.range, ""}};
        // The next entry stays on its own line.
        std::size_t end = text.find(',', entry.range.end) + 1;
        while (end < mapping.entries[1].range.start && reader::isBlank(text[end]))
            ++end;
        return {{{entry.range.start, end}, ""}};
    }
    const std::size_t lineStart = lineStartOf(text, entry.range.start);
    if (blankBetween(text, lineStart, entry.range.start))
        return {{{lineStart, lineEndAfter(text, entry.range.end)}, ""}};
    // On the line of its item's dash: what follows, a comment or the next entry, moves up to the dash.
    std::size_t end = entry.range.end;
    if (index + 1 < mapping.entries.size()) {
        end = lineEndAfter(text, end);
        while (end < text.size() && (reader::isBlank(text[end]) || reader::isBreak(text[end])))
            ++end;
    }
    return {{{entry.range.start, end}, ""}};
}

base::TextEdits blockValueEdits(std::string_view text, base::ByteRange value, std::string_view blockText)
{
    while (value.start > 0 && reader::isBlank(text[value.start - 1]))
        --value.start;
    const std::size_t lineEnd = std::min(text.find_first_of("\r\n", value.end), text.size());
    if (blankBetween(text, value.end, lineEnd))
        return {{{value.start, lineEnd}, std::string(blockText)}};
    return {{value, ""}, {{lineEnd, lineEnd}, std::string(blockText)}};
}

base::TextEdits insertItemEdits(std::string_view text, const Node &sequence, std::size_t before,
                                std::string_view itemLines, std::string_view lineEnd)
{
    const std::size_t count = sequence.items.size();
    if (before < count) {
        const std::size_t at = itemExtent(text, sequence, before).lines.start;
        return {linesAt(text, at,
                        std::string(itemLines) +
                            std::string(blankLinesAbove(text, sequence, std::max<std::size_t>(before, 1))),
                        lineEnd)};
    }
    const std::size_t at = lineEndAfter(text, sequence.items[count - 1]->range.end);
    return {
        linesAt(text, at, std::string(blankLinesAbove(text, sequence, count - 1)) + std::string(itemLines), lineEnd)};
}

base::TextEdits insertFlowItemEdits(std::string_view text, const Node &sequence, std::size_t before,
                                    std::string_view itemText)
{
    if (sequence.items.empty()) {
        const std::size_t at = text.find('[', sequence.range.start) + 1;
        return {{{at, at}, std::string(itemText)}};
    }
    if (before < sequence.items.size()) {
        const std::size_t at = sequence.items[before]->range.start;
        return {{{at, at}, std::string(itemText) + ", "}};
    }
    const std::size_t at = sequence.items.back()->range.end;
    return {{{at, at}, ", " + std::string(itemText)}};
}

base::TextEdits removeItemEdits(std::string_view text, const Node &sequence, std::size_t index,
                                std::string_view lineEnd)
{
    if (sequence.flow) {
        const auto &items = sequence.items;
        if (index > 0)
            return {{{items[index - 1]->range.end, items[index]->range.end}, ""}};
        const std::size_t end = items.size() > 1 ? items[1]->range.start : items[0]->range.end;
        return {{{items[0]->range.start, end}, ""}};
    }
    const ItemExtent extent = itemExtent(text, sequence, index);
    if (const std::size_t count = sequence.items.size(); count > 1) {
        // Of the blank lines around an item one side goes with it.
        base::ByteRange lines = extent.lines;
        const std::size_t above = blankLinesAbove(text, sequence, index).size();
        if (index + 1 == count)
            lines.start -= above;
        else if (index == 0 || above > 0)
            lines.end += blankLinesAbove(text, sequence, index + 1).size();
        return {{lines, ""}};
    }
    // Nothing left: `rules:` would be null, `rules: []` says it.
    const std::size_t key = keyLineEnd(text, sequence, extent.lines.start);
    if (key != std::string_view::npos)
        return {{{key, key}, " []"}, {extent.lines, ""}};
    return {{extent.lines, std::string(extent.dashColumn + 2, ' ') + "[]" + std::string(lineEnd)}};
}

} // namespace yaml
