#include "yaml/twinemit.h"

#include "yaml/scalarwriter.h"

#include <algorithm>

namespace yaml::twin {

namespace {

std::string withoutMargins(std::string_view text)
{
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool atLineStart = i == 0 || text[i - 1] == '\n';
        if (atLineStart)
            i = std::min(text.find_first_not_of(" \t", i), text.size());
        if (i < text.size() && text[i] != '\r')
            lines += text[i];
    }
    return lines;
}

/// Comments and blank lines of a removed part go with it when the source had the same above its part.
std::size_t removalStart(const Place &place, const Part &own, const Part &source)
{
    std::size_t start = place.twin.lineStart(own.start);
    const std::string comments = withoutMargins(place.twin.text.substr(own.comments, own.start - own.comments));
    const std::string known = withoutMargins(place.before.text.substr(source.comments, source.start - source.comments));
    const bool sameComments = comments == known;
    if (sameComments)
        start = place.twin.lineStart(own.comments);
    if (sameComments && own.blankAbove && source.blankAbove && start > 0)
        start = place.twin.lineStart(start - 1);
    return start;
}

class BlockWriter
{
public:
    BlockWriter(const Place &place, const Node &after, const Node &twin)
        : m_place(place), m_after(after), m_margin(twin.indent, ' ')
    {}

    /// The part at the collection's column, with a blank line above it if the source has one.
    [[nodiscard]] std::string line(std::size_t index) const
    {
        const bool blank = !m_after.flow && partOf(m_place.after, m_after, index).blankAbove;
        return (blank ? std::string(m_place.lineEnd) : std::string()) + m_margin + bare(index) +
               std::string(m_place.lineEnd);
    }
    /// Without the first line's margin and without line end.
    [[nodiscard]] std::string bare(std::size_t index) const
    {
        return blockPart(m_place.after, m_after, index, m_margin.size(), m_place.lineEnd);
    }
    [[nodiscard]] const std::string &margin() const { return m_margin; }

private:
    const Place &m_place;
    const Node &m_after;
    std::string m_margin;
};

std::vector<Part> partsOf(const Side &side, const Node &collection)
{
    std::vector<Part> parts;
    for (std::size_t i = 0; i < partCount(collection); ++i)
        parts.push_back(partOf(side, collection, i));
    return parts;
}

/// The edit for a collection of which nothing stays.
base::TextEdit onlyAdded(const Place &place, const Node &after, const Node &twin, const PartChanges &changes,
                         base::ByteRange range)
{
    const BlockWriter writer(place, after, twin);
    std::string text;
    for (const std::vector<std::size_t> &indexes : changes.added) {
        for (const std::size_t index : indexes)
            text += (text.empty() ? std::string() : std::string(place.lineEnd) + writer.margin()) + writer.bare(index);
    }
    if (!text.empty())
        return {range, text};
    // An empty collection stands behind its key or dash; on a line of its own it needs a deeper column than that.
    const std::size_t before = place.twin.text.substr(0, range.start).find_last_not_of(" \t\r\n");
    const bool behindKey =
        before != std::string_view::npos && (place.twin.text[before] == ':' || place.twin.text[before] == '-');
    if (behindKey)
        range.start = before + 1;
    return {range, std::string(behindKey ? " " : "  ") + (twin.kind == NodeKind::Mapping ? "{}" : "[]")};
}

std::optional<base::TextEdits> blockEdits(const Place &place, const Node &before, const Node &after, const Node &twin,
                                          const PartChanges &changes)
{
    const std::vector<Part> parts = partsOf(place.twin, twin);
    const auto stays = [&](std::size_t i) { return !changes.removed[i].has_value(); };
    std::size_t firstStaying = 0;
    while (firstStaying < parts.size() && !stays(firstStaying))
        ++firstStaying;
    if (firstStaying == parts.size())
        return base::TextEdits{onlyAdded(place, after, twin, changes, {parts.front().start, parts.back().end})};
    base::TextEdits edits;
    std::size_t removeFrom = 0;
    if (!parts[0].ownLine && firstStaying > 0) {
        // The first part shares its line with a dash: the next one takes its place there.
        if (parts[firstStaying].comments != parts[firstStaying].start)
            return std::nullopt;
        edits.push_back({{parts[0].start, parts[firstStaying].start}, {}});
        removeFrom = firstStaying;
    }
    for (std::size_t i = removeFrom; i < parts.size(); ++i) {
        if (stays(i))
            continue;
        if (!parts[i].ownLine)
            return std::nullopt;
        edits.push_back(
            {{removalStart(place, parts[i], partOf(place.before, before, *changes.removed[i])), parts[i].after}, {}});
    }
    const BlockWriter writer(place, after, twin);
    for (std::size_t slot = 0; slot < changes.added.size(); ++slot) {
        std::size_t previous = slot;
        while (previous > 0 && !stays(previous - 1))
            --previous;
        for (const std::size_t index : changes.added[slot]) {
            if (previous > 0) {
                const std::size_t at = parts[previous - 1].after;
                const bool openEnd = at == place.twin.text.size() && !place.twin.text.ends_with('\n');
                std::string line = writer.line(index);
                if (openEnd)
                    line = std::string(place.lineEnd) + line.substr(0, line.size() - place.lineEnd.size());
                edits.push_back({{at, at}, line});
            } else if (parts[firstStaying].ownLine && (parts[0].ownLine || firstStaying == 0)) {
                const std::size_t at = place.twin.lineStart(parts[firstStaying].start);
                edits.push_back({{at, at}, writer.margin() + writer.bare(index) + std::string(place.lineEnd)});
            } else {
                const std::size_t at = parts[firstStaying].start;
                edits.push_back({{at, at}, writer.bare(index) + std::string(place.lineEnd) + writer.margin()});
            }
        }
    }
    return edits;
}

std::optional<base::TextEdits> flowEdits(const Place &place, const Node &after, const Node &twin,
                                         const PartChanges &changes)
{
    const std::vector<Part> parts = partsOf(place.twin, twin);
    const std::string_view text = place.twin.text;
    const auto isSeparator = [](std::string_view between) {
        return between.find_first_not_of(", \t\r\n") == std::string_view::npos;
    };
    std::string separator = ", ";
    std::size_t column = 0;
    if (!parts.empty()) {
        column = place.twin.column(parts[0].start);
        const std::string_view lead = text.substr(place.twin.lineStart(parts[0].start), column);
        if (place.twin.startsLine(parts[0].start))
            separator = "," + std::string(place.lineEnd) + std::string(lead);
    }
    if (parts.size() > 1) {
        const std::string_view between = text.substr(parts[0].end, parts[1].start - parts[0].end);
        if (isSeparator(between))
            separator = between;
    }
    const auto stays = [&](std::size_t i) { return !changes.removed[i].has_value(); };
    base::TextEdits edits;
    std::string whole;
    bool anyStays = false;
    for (std::size_t slot = 0; slot < changes.added.size(); ++slot) {
        for (const std::size_t index : changes.added[slot])
            whole += (whole.empty() ? "" : separator) + flowPart(place.after, after, index, column, place.lineEnd);
        anyStays = anyStays || (slot < parts.size() && stays(slot));
    }
    if (parts.empty()) {
        const std::size_t open = text.find(twin.kind == NodeKind::Mapping ? '{' : '[', twin.range.start);
        if (open == std::string_view::npos || open >= twin.range.end)
            return std::nullopt;
        return base::TextEdits{{{open + 1, open + 1}, whole}};
    }
    if (!anyStays)
        return base::TextEdits{{{parts.front().start, parts.back().end}, whole}};
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t end = i;
        while (end < parts.size() && !stays(end))
            ++end;
        if (end > i && i > 0)
            edits.push_back({{parts[i - 1].end, parts[end - 1].end}, {}});
        else if (end > i)
            edits.push_back({{parts[0].start, parts[end].start}, {}});
        i = std::max(end, i + 1);
    }
    for (std::size_t slot = 0; slot < changes.added.size(); ++slot) {
        std::size_t previous = slot;
        while (previous > 0 && !stays(previous - 1))
            --previous;
        std::size_t next = slot;
        while (next < parts.size() && !stays(next))
            ++next;
        for (const std::size_t index : changes.added[slot]) {
            const std::string part = flowPart(place.after, after, index, column, place.lineEnd);
            if (previous > 0)
                edits.push_back({{parts[previous - 1].end, parts[previous - 1].end}, separator + part});
            else
                edits.push_back({{parts[next].start, parts[next].start}, part + separator});
        }
    }
    return edits;
}

/// What stands behind a part's key or dash, as it reads at `column`.
std::string slotText(const Side &side, const Node &collection, std::size_t index, std::size_t column,
                     std::string_view lineEnd)
{
    const Part part = partOf(side, collection, index);
    return moved(side.text.substr(part.slot, part.end - part.slot), side.column(part.start), column, lineEnd);
}

} // namespace

bool PartChanges::empty() const
{
    return std::ranges::none_of(removed, [](const auto &index) { return index.has_value(); }) &&
           std::ranges::all_of(added, [](const auto &indexes) { return indexes.empty(); });
}

std::optional<base::TextEdits> partEdits(const Place &place, const Node &before, const Node &after, const Node &twin,
                                         const PartChanges &changes)
{
    if (changes.empty())
        return base::TextEdits();
    return twin.flow ? flowEdits(place, after, twin, changes) : blockEdits(place, before, after, twin, changes);
}

std::optional<base::TextEdits> reorderEdits(const Place &place, const Node &after, const Node &twin,
                                            const std::vector<OrderedItem> &order)
{
    const std::vector<Part> parts = partsOf(place.twin, twin);
    const bool lines = !twin.flow && std::ranges::all_of(parts, [](const Part &part) { return part.ownLine; });
    if (!lines || parts.empty())
        return std::nullopt;
    const std::size_t start = place.twin.lineStart(parts.front().comments);
    const std::size_t end = parts.back().after;
    const BlockWriter writer(place, after, twin);
    std::string text;
    for (const OrderedItem &item : order) {
        if (!text.empty() && !text.ends_with('\n'))
            text += place.lineEnd;
        if (!item.twin) {
            text += writer.line(item.after);
            continue;
        }
        const std::size_t chunkStart = *item.twin == 0 ? start : parts[*item.twin - 1].after;
        base::TextEdits edits = item.edits;
        for (base::TextEdit &edit : edits) {
            edit.range.start -= chunkStart;
            edit.range.end -= chunkStart;
        }
        const base::Result<std::string> chunk =
            base::applyEdits(place.twin.text.substr(chunkStart, parts[*item.twin].after - chunkStart), edits);
        if (!chunk)
            return std::nullopt;
        std::string_view lines = *chunk;
        while (text.empty() && (lines.starts_with('\n') || lines.starts_with("\r\n")))
            lines.remove_prefix(lines.find('\n') + 1);
        text += lines;
    }
    if (text.ends_with('\n') && end == place.twin.text.size() && !place.twin.text.ends_with('\n'))
        text.resize(text.size() - place.lineEnd.size());
    return base::TextEdits{{{start, end}, text}};
}

bool sameSlotText(const Place &place, const Node &before, std::size_t beforeIndex, const Node &twin,
                  std::size_t twinIndex)
{
    return slotText(place.before, before, beforeIndex, 0, "\n") == slotText(place.twin, twin, twinIndex, 0, "\n");
}

base::TextEdits valueEdits(const Place &place, const Node &before, std::size_t beforeIndex, const Node &after,
                           std::size_t afterIndex, const Node &twin, std::size_t twinIndex)
{
    const Part own = partOf(place.twin, twin, twinIndex);
    const Node &ownValue = partValue(twin, twinIndex);
    const Node &wantedValue = partValue(after, afterIndex);
    const std::size_t ownColumn = place.twin.column(own.start);
    const bool sameText = sameSlotText(place, before, beforeIndex, twin, twinIndex);
    if (!sameText && ownValue.kind == NodeKind::Scalar && wantedValue.kind == NodeKind::Scalar) {
        const ScalarPlace scalarPlace{static_cast<int>(twin.indent), twin.flow, false, place.lineEnd};
        // The twin keeps its own line ends at the end, unless they are the source's too.
        const Node &oldValue = partValue(before, beforeIndex);
        const std::string_view ownEnd = std::string_view(ownValue.value).substr(meantValue(ownValue).size());
        const bool sameEnd = ownEnd == std::string_view(oldValue.value).substr(meantValue(oldValue).size());
        const std::string value =
            sameEnd ? wantedValue.value : std::string(meantValue(wantedValue)) + std::string(ownEnd);
        return setScalarEdits(place.twin.text, ownValue, scalarPlace, value);
    }
    std::string text;
    const bool spaced = own.slot > own.start;
    if (twin.flow && !after.flow) {
        text = (spaced ? " " : "") + flowText(place.after, wantedValue);
    } else if (!twin.flow && after.flow) {
        text = ' ' + moved(place.after.text.substr(wantedValue.range.start, wantedValue.range.size()),
                           place.after.column(wantedValue.range.start), ownColumn + 2, place.lineEnd);
    } else {
        text = slotText(place.after, after, afterIndex, ownColumn, place.lineEnd);
    }
    if (isBlockScalar(wantedValue) && wantedValue.value.ends_with('\n') && own.end == place.twin.text.size())
        text += place.lineEnd;
    return {{{own.slot, own.end}, text}};
}

} // namespace yaml::twin
