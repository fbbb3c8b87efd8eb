#include "yaml/twinlist.h"

#include <algorithm>

namespace yaml::twin {

namespace {

/// Where a document's own lines begin (its `---` line, if it has one) in a text of several.
std::size_t documentStart(const Side &side, std::size_t index)
{
    if (index == 0)
        return side.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (index >= side.stream.documents.size())
        return side.text.size();
    const Document &previous = side.stream.documents[index - 1];
    std::size_t at = previous.root ? side.behindLine(previous.root->range.end) : previous.range.start;
    while (at < side.text.size() && !side.text.substr(at).starts_with("---"))
        at = side.behindLine(at + 1);
    return std::min(at, side.text.size());
}

std::string_view documentContent(const Side &side, std::size_t index)
{
    std::size_t start = documentStart(side, index);
    if (side.text.substr(start).starts_with("---"))
        start = side.behindLine(start + 1);
    std::string_view content = side.text.substr(start, documentStart(side, index + 1) - start);
    while (content.ends_with('\n') || content.ends_with('\r'))
        content.remove_suffix(1);
    return content;
}

} // namespace

ListMerge::ListMerge(std::vector<Item> b, std::vector<Item> a, std::vector<Item> t, bool documents)
    : before(std::move(b)),
      after(std::move(a)),
      twin(std::move(t)),
      twinOfAfter(after.size()),
      beforeOfTwin(twin.size())
{
    const auto pair = [&](const std::vector<Item> &from, const std::vector<Item> &to, bool renames) {
        if (documents && from.size() == 1 && to.size() == 1)
            return Partners{0};
        return pairItems(from, to, renames);
    };
    afterOfBefore = pair(before, after, true);
    twinOfBefore = pair(before, twin, documents);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (twinOfBefore[i])
            beforeOfTwin[*twinOfBefore[i]] = i;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!afterOfBefore[i])
            continue;
        if (!twinOfBefore[i])
            pairRenamed(i);
        twinOfAfter[*afterOfBefore[i]] = twinOfBefore[i];
    }
}

/// The twin may have been renamed already.
void ListMerge::pairRenamed(std::size_t index)
{
    const Item &wanted = after[*afterOfBefore[index]];
    for (std::size_t t = 0; t < twin.size() && !wanted.name.empty() && wanted.name != before[index].name; ++t) {
        if (beforeOfTwin[t] || twin[t].name != wanted.name)
            continue;
        beforeOfTwin[t] = index;
        twinOfBefore[index] = t;
        return;
    }
}

std::vector<bool> ListMerge::newInAfter() const
{
    std::vector<bool> isNew(after.size(), true);
    for (const std::optional<std::size_t> &index : afterOfBefore) {
        if (index)
            isNew[*index] = false;
    }
    return isNew;
}

bool inOrder(const Partners &partners)
{
    std::optional<std::size_t> last;
    for (const std::optional<std::size_t> &partner : partners) {
        if (partner && last && *partner < *last)
            return false;
        if (partner)
            last = partner;
    }
    return true;
}

std::size_t slotOf(std::size_t index, const Partners &twinOfAfter, std::size_t twinParts)
{
    for (std::size_t i = index; i-- > 0;) {
        if (twinOfAfter[i])
            return *twinOfAfter[i] + 1;
    }
    for (std::size_t i = index + 1; i < twinOfAfter.size(); ++i) {
        if (twinOfAfter[i])
            return *twinOfAfter[i];
    }
    return twinParts;
}

std::string itemLabel(const Item &item, std::size_t index)
{
    return item.name.empty() ? '#' + std::to_string(index + 1) : item.name.substr(item.name.find(' ') + 1);
}

base::TextEdits documentEdits(const Place &place, const PartChanges &changes)
{
    const Side &twin = place.twin;
    const std::string lineEnd(place.lineEnd);
    base::TextEdits edits;
    for (std::size_t i = 0; i < changes.removed.size(); ++i) {
        if (changes.removed[i])
            edits.push_back({{documentStart(twin, i), documentStart(twin, i + 1)}, {}});
    }
    for (std::size_t slot = 0; slot < changes.added.size(); ++slot) {
        const std::size_t at = documentStart(twin, slot);
        // The first document need not be marked; every other begins with its line of dashes.
        const bool unmarked = slot == 0 && !twin.stream.documents.empty() && !twin.text.substr(at).starts_with("---");
        const bool openEnd = at == twin.text.size() && !twin.text.empty() && !twin.text.ends_with('\n');
        for (const std::size_t a : changes.added[slot]) {
            const std::string mark = "---" + lineEnd;
            const std::string content = moved(documentContent(place.after, a), 0, 0, lineEnd) + lineEnd;
            edits.push_back(
                {{at, at}, unmarked ? content + mark : (openEnd ? lineEnd : std::string()) + mark + content});
        }
    }
    return edits;
}

} // namespace yaml::twin
