#include "yaml/difference.h"

#include "yaml/scalarwriter.h"
#include "yaml/twinalign.h"
#include "yaml/twinemit.h"
#include "yaml/twinlist.h"
#include "yaml/twintext.h"

#include <optional>

namespace yaml {

namespace {

using twin::Side;

/// A node and the collection that holds it.
struct Held
{
    const Node *node = nullptr;
    const Node *collection = nullptr;
    std::size_t index = 0;
};

/// One text of the pair at one level of embedding.
struct Level
{
    const Side &side;
    /// To the bytes of the outermost text; nothing at the outermost level.
    std::optional<SourceMap> map;

    [[nodiscard]] base::ByteRange outer(base::ByteRange range) const { return map ? map->toSource(range) : range; }
};

struct Take
{
    base::TextEdits right;
    base::TextEdits left;
};

std::string labelOf(const twin::Item &item, std::size_t index)
{
    return item.name.empty() ? std::to_string(index + 1) : item.name;
}

base::ByteRange trimmed(std::string_view text, base::ByteRange range)
{
    range.end = std::min(range.end, text.size());
    while (range.end > range.start && (text[range.end - 1] == '\n' || text[range.end - 1] == '\r'))
        --range.end;
    return range;
}

/// Compares two levels and collects what differs; edits are made against this level's texts and carried outwards by
/// the level around it.
class Comparison
{
public:
    Comparison(const Level &left, const Level &right, std::vector<std::string> path)
        : m_left(left),
          m_right(right),
          m_path(std::move(path)),
          m_leftEnd(lineEndOf(left.side.text)),
          m_rightEnd(lineEndOf(right.side.text))
    {}

    std::vector<Difference> run()
    {
        const std::vector<twin::Item> lefts = twin::documentsOf(m_left.side);
        const std::vector<twin::Item> rights = twin::documentsOf(m_right.side);
        const auto partners = twin::pairItems(lefts, rights, false);
        std::vector<bool> paired(rights.size());
        const bool several = lefts.size() > 1 || rights.size() > 1;
        for (std::size_t i = 0; i < lefts.size(); ++i) {
            const bool named = !lefts[i].name.empty();
            if (named || several)
                m_path.push_back(labelOf(lefts[i], i));
            if (partners[i]) {
                paired[*partners[i]] = true;
                compare({lefts[i].node, nullptr, i}, {rights[*partners[i]].node, nullptr, *partners[i]});
            } else if (lefts[i].node->kind != NodeKind::Null) {
                onlyLeft(documentRange(m_left, i), *lefts[i].node, documentEnd(m_right), {});
            }
            if (named || several)
                m_path.pop_back();
        }
        for (std::size_t k = 0; k < rights.size(); ++k) {
            if (paired[k] || rights[k].node->kind == NodeKind::Null)
                continue;
            m_path.push_back(labelOf(rights[k], k));
            onlyRight(documentEnd(m_left), documentRange(m_right, k), *rights[k].node, {});
            m_path.pop_back();
        }
        return std::move(m_found);
    }

private:
    static base::ByteRange documentRange(const Level &level, std::size_t index)
    {
        const Document &document = level.side.stream.documents[index];
        return document.root ? document.root->range : document.range;
    }
    static base::ByteRange documentEnd(const Level &level) { return {level.side.text.size(), level.side.text.size()}; }

    void add(Difference::Kind kind, base::ByteRange left, base::ByteRange right, const Node *leftNode,
             const Node *rightNode, Take take)
    {
        Difference difference;
        difference.kind = kind;
        difference.path = m_path;
        difference.left = m_left.outer(trimmed(m_left.side.text, left));
        difference.right = m_right.outer(trimmed(m_right.side.text, right));
        if (leftNode != nullptr)
            difference.leftValue = shown(m_left.side, *leftNode);
        if (rightNode != nullptr)
            difference.rightValue = shown(m_right.side, *rightNode);
        difference.takeLeft = std::move(take.right);
        difference.takeRight = std::move(take.left);
        m_found.push_back(std::move(difference));
    }
    void onlyLeft(base::ByteRange left, const Node &node, base::ByteRange right, Take take)
    {
        add(Difference::Kind::OnlyLeft, left, {right.start, right.start}, &node, nullptr, std::move(take));
    }
    void onlyRight(base::ByteRange left, base::ByteRange right, const Node &node, Take take)
    {
        add(Difference::Kind::OnlyRight, {left.start, left.start}, right, nullptr, &node, std::move(take));
    }

    static std::string shown(const Side &side, const Node &node)
    {
        if (node.kind == NodeKind::Scalar)
            return std::string(twin::meantValue(node));
        return node.kind == NodeKind::Null ? std::string("null") : twin::flowText(side, node);
    }

    void compare(const Held &left, const Held &right)
    {
        const Node &l = *left.node;
        const Node &r = *right.node;
        if (twin::form(m_left.side, l) == twin::form(m_right.side, r))
            return;
        if (l.kind == NodeKind::Mapping && r.kind == NodeKind::Mapping && l.tag == r.tag) {
            compareMappings(l, r);
        } else if (l.kind == NodeKind::Sequence && r.kind == NodeKind::Sequence && l.tag == r.tag) {
            compareSequences(l, r);
        } else if (m_left.side.inner(l) != nullptr && m_right.side.inner(r) != nullptr) {
            compareEmbedded(*m_left.side.inner(l), left, *m_right.side.inner(r), right);
        } else if (!compareTexts(left, right)) {
            Take take;
            if (left.collection != nullptr && right.collection != nullptr) {
                take.right = valueTaken(m_left.side, left, m_right.side, right, m_rightEnd);
                take.left = valueTaken(m_right.side, right, m_left.side, left, m_leftEnd);
            }
            add(Difference::Kind::Changed, l.range, r.range, &l, &r, std::move(take));
        }
    }

    static base::TextEdits valueTaken(const Side &from, const Held &wanted, const Side &to, const Held &own,
                                      std::string_view lineEnd)
    {
        const twin::Place place{to, from, to, lineEnd};
        return twin::valueEdits(place, *own.collection, own.index, *wanted.collection, wanted.index, *own.collection,
                                own.index);
    }

    /// `collection` of `to` gets the part `index` of `wanted`, before its part `slot`.
    static base::TextEdits partAdded(const Side &from, const Node &wanted, std::size_t index, const Side &to,
                                     const Node &collection, std::size_t slot, std::string_view lineEnd)
    {
        twin::PartChanges changes(twin::partCount(collection));
        changes.added[slot].push_back(index);
        const twin::Place place{to, from, to, lineEnd};
        return twin::partEdits(place, collection, wanted, collection, changes).value_or(base::TextEdits());
    }
    static base::TextEdits partRemoved(const Side &from, const Node &other, const Side &to, const Node &collection,
                                       std::size_t index, std::string_view lineEnd)
    {
        twin::PartChanges changes(twin::partCount(collection));
        changes.removed[index] = index;
        const twin::Place place{to, from, to, lineEnd};
        return twin::partEdits(place, collection, other, collection, changes).value_or(base::TextEdits());
    }

    Take leftPartTaken(const Node &l, std::size_t index, const Node &r, std::size_t slot) const
    {
        return {partAdded(m_left.side, l, index, m_right.side, r, slot, m_rightEnd),
                partRemoved(m_right.side, r, m_left.side, l, index, m_leftEnd)};
    }
    Take rightPartTaken(const Node &l, std::size_t slot, const Node &r, std::size_t index) const
    {
        return {partRemoved(m_left.side, l, m_right.side, r, index, m_rightEnd),
                partAdded(m_right.side, r, index, m_left.side, l, slot, m_leftEnd)};
    }

    void compareMappings(const Node &l, const Node &r)
    {
        const auto indexOf = [](const Node &mapping, const std::string &key) -> std::optional<std::size_t> {
            for (std::size_t i = 0; i < mapping.entries.size(); ++i) {
                if (mapping.entries[i].key->value == key)
                    return i;
            }
            return std::nullopt;
        };
        twin::Partners rightOfLeft(l.entries.size());
        twin::Partners leftOfRight(r.entries.size());
        for (std::size_t i = 0; i < l.entries.size(); ++i) {
            rightOfLeft[i] = indexOf(r, l.entries[i].key->value);
            if (rightOfLeft[i])
                leftOfRight[*rightOfLeft[i]] = i;
        }
        for (std::size_t i = 0; i < l.entries.size(); ++i) {
            const Entry &entry = l.entries[i];
            m_path.push_back(entry.key->value);
            if (const auto partner = rightOfLeft[i]) {
                compare({entry.value.get(), &l, i}, {r.entries[*partner].value.get(), &r, *partner});
            } else {
                const std::size_t slot = twin::slotOf(i, rightOfLeft, r.entries.size());
                onlyLeft(entry.range, *entry.value, r.range, leftPartTaken(l, i, r, slot));
            }
            m_path.pop_back();
        }
        for (std::size_t k = 0; k < r.entries.size(); ++k) {
            if (leftOfRight[k])
                continue;
            m_path.push_back(r.entries[k].key->value);
            const std::size_t slot = twin::slotOf(k, leftOfRight, l.entries.size());
            onlyRight(l.range, r.entries[k].range, *r.entries[k].value, rightPartTaken(l, slot, r, k));
            m_path.pop_back();
        }
    }

    void compareSequences(const Node &l, const Node &r)
    {
        const std::vector<twin::Item> lefts = twin::itemsOf(m_left.side, l);
        const std::vector<twin::Item> rights = twin::itemsOf(m_right.side, r);
        const twin::Partners rightOfLeft = twin::pairItems(lefts, rights, false);
        twin::Partners leftOfRight(rights.size());
        for (std::size_t i = 0; i < lefts.size(); ++i) {
            if (rightOfLeft[i])
                leftOfRight[*rightOfLeft[i]] = i;
        }
        for (std::size_t i = 0; i < lefts.size(); ++i) {
            m_path.push_back(labelOf(lefts[i], i));
            if (const auto partner = rightOfLeft[i]) {
                compare({lefts[i].node, &l, i}, {rights[*partner].node, &r, *partner});
            } else {
                const std::size_t slot = twin::slotOf(i, rightOfLeft, rights.size());
                onlyLeft(lefts[i].node->range, *lefts[i].node, r.range, leftPartTaken(l, i, r, slot));
            }
            m_path.pop_back();
        }
        for (std::size_t k = 0; k < rights.size(); ++k) {
            if (leftOfRight[k])
                continue;
            m_path.push_back(labelOf(rights[k], k));
            const std::size_t slot = twin::slotOf(k, leftOfRight, lefts.size());
            onlyRight(l.range, rights[k].node->range, *rights[k].node, rightPartTaken(l, slot, r, k));
            m_path.pop_back();
        }
    }

    static Level into(const Level &level, const Side &content, const Node &scalar)
    {
        return {content, level.map ? scalar.map.through(*level.map) : scalar.map};
    }

    /// Whether anything differs in there.
    bool compareEmbedded(const Side &leftContent, const Held &left, const Side &rightContent, const Held &right)
    {
        Comparison inner(into(m_left, leftContent, *left.node), into(m_right, rightContent, *right.node), m_path);
        std::vector<Difference> found = inner.run();
        for (Difference &difference : found) {
            difference.takeLeft = outwards(m_right.side, right, m_rightEnd, difference.takeLeft);
            difference.takeRight = outwards(m_left.side, left, m_leftEnd, difference.takeRight);
            m_found.push_back(std::move(difference));
        }
        return !found.empty();
    }

    /// Texts under keys that do not promise YAML, and hold it all the same. False where the texts are all that can be
    /// told: one is no YAML, or they differ in comments and style only, which may matter to who reads them. In JSON
    /// nothing of the kind can.
    bool compareTexts(const Held &left, const Held &right)
    {
        if (!mayHoldStructure(*left.node) || !mayHoldStructure(*right.node))
            return false;
        const Side leftContent(left.node->value);
        const Side rightContent(right.node->value);
        return twin::holdsStructure(leftContent.stream) && twin::holdsStructure(rightContent.stream) &&
               (compareEmbedded(leftContent, left, rightContent, right) ||
                (isFlow(leftContent) && isFlow(rightContent)));
    }

    static bool isFlow(const Side &side)
    {
        return side.stream.documents.size() == 1 && side.stream.documents.front().root->flow;
    }

    /// Several lines, or JSON on one: a sentence with a colon and a selector in braces are neither.
    static bool mayHoldStructure(const Node &node)
    {
        if (node.kind != NodeKind::Scalar)
            return false;
        const std::string_view value = twin::meantValue(node);
        return value.find('\n') != std::string_view::npos || value.starts_with("{\"") || value.starts_with("[{");
    }

    static base::TextEdits outwards(const Side &side, const Held &held, std::string_view lineEnd,
                                    const base::TextEdits &edits)
    {
        if (edits.empty())
            return {};
        const int indent = held.collection != nullptr ? static_cast<int>(held.collection->indent) : -1;
        const bool flow = held.collection != nullptr && held.collection->flow;
        return embeddedEdits(side.text, *held.node, {indent, flow, false, lineEnd}, edits);
    }

    Level m_left;
    Level m_right;
    std::vector<std::string> m_path;
    std::string_view m_leftEnd;
    std::string_view m_rightEnd;
    std::vector<Difference> m_found;
};

} // namespace

base::Result<std::vector<Difference>> differences(std::string_view left, std::string_view right)
{
    const Side leftSide(left);
    const Side rightSide(right);
    for (const Side *side : {&leftSide, &rightSide}) {
        if (!side->stream.ok())
            return base::Error{base::ErrorKind::Invalid, side->stream.diagnostics.front().text, {}};
    }
    return Comparison({leftSide, std::nullopt}, {rightSide, std::nullopt}, {}).run();
}

} // namespace yaml
