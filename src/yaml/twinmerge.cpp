#include "yaml/twinmerge.h"

#include "base/textdiff.h"
#include "yaml/scalarwriter.h"
#include "yaml/twinemit.h"
#include "yaml/twinlist.h"
#include "yaml/twinoverwrite.h"

#include <algorithm>
#include <map>
#include <set>

// Walks the three trees together. Each step returns the form of what the twin's node becomes, and adds the edits that
// make it so. Forms are built from the trees, edits from the texts: comparing both at the end finds every mistake in
// the writing.

namespace yaml::twin {

namespace {

using Kind = TwinConflict::Kind;

/// A node with the collection that holds it; no collection for a document's root.
struct Spot
{
    const Node *node = nullptr;
    const Node *collection = nullptr;
    std::size_t index = 0;
};

Spot spot(const Node &collection, std::size_t index)
{
    return {&partValue(collection, index), &collection, index};
}

std::string sourceText(const Side &side, const Node *node)
{
    return node == nullptr ? std::string() : std::string(side.text.substr(node->range.start, node->range.size()));
}

class Merger
{
public:
    Merger(const Side &before, const Side &after, const Side &twin, std::vector<std::string> path, Decider &decider)
        : m_before(before),
          m_after(after),
          m_twin(twin),
          m_lineEnd(lineEndOf(twin.text)),
          m_place{before, after, twin, m_lineEnd},
          m_path(std::move(path)),
          m_decider(decider)
    {}

    Merged run();
    Merged runEntries(const Node &before, const Node &after, const Node &twin, std::string_view key);

private:
    std::string mergeNode(const Spot &before, const Spot &after, const Spot &twin);
    std::string mergeMapping(const Node &before, const Node &after, const Node &twin);
    std::string mergeSequence(const Node &before, const Node &after, const Node &twin);
    std::string mergeEmbedded(const Spot &before, const Spot &after, const Spot &twin);
    void replace(const Spot &before, const Spot &after, const Spot &twin);
    void add(const std::optional<base::TextEdits> &edits, const Node &twin);
    /// How the conflict was settled; when it was not, it is noted and there is none.
    const TwinDecision *conflict(Kind kind, const Node *before, const Node *after, const Node *twin,
                                 const Node &around);
    [[nodiscard]] static bool takesSource(const TwinDecision *decision)
    {
        return decision != nullptr && decision->choice == TwinDecision::Choice::Source;
    }
    std::string settle(const TwinDecision &decision, const Node &after, const Node &twin, const Node *collection);
    /// Runs `step` one level deeper in the path and returns the edits it made apart from the others.
    template <class Step> base::TextEdits within(std::string name, const Step &step);

    [[nodiscard]] bool same(const Side &a, const Node &nodeA, const Side &b, const Node &nodeB,
                            bool strict = false) const
    {
        return form(a, nodeA, strict) == form(b, nodeB, strict);
    }

    const Side &m_before;
    const Side &m_after;
    const Side &m_twin;
    std::string_view m_lineEnd;
    Place m_place;
    std::vector<std::string> m_path;
    Decider &m_decider;
    base::TextEdits m_edits;
    std::vector<TwinConflict> m_conflicts;
};

std::string pathText(const std::vector<std::string> &path)
{
    std::string text;
    for (const std::string &name : path)
        text += (text.empty() ? "" : " › ") + name;
    return text;
}

/// The beginning of a value, for a sentence.
std::string shortened(const Side &side, const Node *node)
{
    std::string text = node != nullptr && node->kind == NodeKind::Scalar ? node->value : sourceText(side, node);
    constexpr std::size_t longest = 60;
    const std::size_t lineEnd = text.find('\n');
    std::size_t size = std::min(lineEnd, text.size());
    if (size > longest) {
        size = longest;
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
            --size;
    }
    if (size == text.size())
        return text;
    return text.substr(0, size) + "…";
}

const TwinDecision *Merger::conflict(Kind kind, const Node *before, const Node *after, const Node *twin,
                                     const Node &around)
{
    const std::string path = pathText(m_path);
    const std::string id = m_decider.nextId(path);
    if (const TwinDecision *decision = m_decider.decision(id); decision != nullptr && kind != Kind::NotCarried)
        return decision;
    TwinConflict result{kind,
                        id,
                        path,
                        {},
                        shownText(m_before, before),
                        shownText(m_after, after),
                        shownText(m_twin, twin),
                        twin != nullptr ? twin->range : around.range};
    switch (kind) {
    case Kind::BothChanged:
        result.text = {
            TRANSLATABLE("Core", "%1 differs on both sides: the source now has \"%2\", the copy has \"%3\"."),
            {result.path, shortened(m_after, after), shortened(m_twin, twin)}};
        break;
    case Kind::MissingInTwin:
        result.text = {TRANSLATABLE("Core", "%1 was changed in the source, but the copy does not have it."),
                       {result.path}};
        break;
    case Kind::RemovedButChanged:
        result.text = {
            TRANSLATABLE("Core", "%1 was removed from the source, but the copy has values of its own there."),
            {result.path}};
        break;
    case Kind::NotCarried:
        result.text = {TRANSLATABLE("Core", "The change of %1 cannot be written into the copy. Make it there by hand."),
                       {result.path}};
        break;
    }
    m_conflicts.push_back(std::move(result));
    return nullptr;
}

/// Writes what was decided for a place that both sides have; the form of what the twin then holds there.
std::string Merger::settle(const TwinDecision &decision, const Node &after, const Node &twin, const Node *collection)
{
    if (decision.choice == TwinDecision::Choice::Twin)
        return form(m_twin, twin);
    const bool own = decision.choice == TwinDecision::Choice::Text;
    std::optional<Overwrite> written =
        overwrite(m_twin, twin, collection, own ? decision.text : shownText(m_after, &after), m_lineEnd);
    if (!written) {
        conflict(Kind::NotCarried, nullptr, &after, &twin, twin);
        return {};
    }
    m_edits.push_back(std::move(written->edit));
    return own ? std::move(written->form) : form(m_after, after);
}

void Merger::add(const std::optional<base::TextEdits> &edits, const Node &twin)
{
    if (edits)
        m_edits.insert(m_edits.end(), edits->begin(), edits->end());
    else
        conflict(Kind::NotCarried, nullptr, nullptr, &twin, twin);
}

template <class Step> base::TextEdits Merger::within(std::string name, const Step &step)
{
    base::TextEdits outer = std::move(m_edits);
    m_edits.clear();
    m_path.push_back(std::move(name));
    step();
    m_path.pop_back();
    std::swap(outer, m_edits);
    return outer;
}

void Merger::replace(const Spot &before, const Spot &after, const Spot &twin)
{
    if (twin.collection != nullptr && before.collection != nullptr && after.collection != nullptr) {
        add(valueEdits(m_place, *before.collection, before.index, *after.collection, after.index, *twin.collection,
                       twin.index),
            *twin.node);
        return;
    }
    std::string text = moved(sourceText(m_after, after.node), m_after.column(after.node->range.start),
                             m_twin.column(twin.node->range.start), m_lineEnd);
    m_edits.push_back({twin.node->range, std::move(text)});
}

std::string Merger::mergeNode(const Spot &before, const Spot &after, const Spot &twin)
{
    const Node &b = *before.node;
    const Node &a = *after.node;
    const Node &t = *twin.node;
    if (same(m_before, b, m_after, a, true))
        return form(m_twin, t);
    const bool arrived = same(m_after, a, m_twin, t);
    const bool untouched = same(m_before, b, m_twin, t);
    const auto all = [&](NodeKind kind) { return b.kind == kind && a.kind == kind && t.kind == kind; };
    if (arrived) {
        // Only its writing changed (80 to "80"): that is carried where the twin wrote it like the source.
        if (all(NodeKind::Scalar) && sourceText(m_before, &b) == sourceText(m_twin, &t))
            replace(before, after, twin);
        return form(m_twin, t);
    }
    // A block list that became `[]` (or the other way round) is taken as it is where the twin has nothing of its own,
    // not even a comment.
    const auto sameText = [&] {
        return twin.collection != nullptr && before.collection != nullptr &&
               sameSlotText(m_place, *before.collection, before.index, *twin.collection, twin.index);
    };
    const bool mergeable = b.tag == a.tag && b.anchor == a.anchor && (b.flow == a.flow || !untouched || !sameText());
    if (all(NodeKind::Mapping) && mergeable)
        return mergeMapping(b, a, t);
    if (all(NodeKind::Sequence) && mergeable)
        return mergeSequence(b, a, t);
    if (m_before.inner(b) != nullptr && m_after.inner(a) != nullptr && m_twin.inner(t) != nullptr)
        return mergeEmbedded(before, after, twin);
    if (untouched) {
        replace(before, after, twin);
        return form(m_after, a);
    }
    if (m_twin.plainTexts.contains(&t) && m_before.plainTexts.contains(&b) && all(NodeKind::Scalar)) {
        if (const std::optional<std::string> merged = base::mergeLines(b.value, a.value, t.value)) {
            const int indent = twin.collection != nullptr ? static_cast<int>(twin.collection->indent) : -1;
            add(setScalarEdits(m_twin.text, t, {indent, false, false, m_lineEnd}, *merged), t);
            Node wanted;
            wanted.kind = NodeKind::Scalar;
            wanted.style = t.style;
            wanted.tag = t.tag;
            wanted.value = *merged;
            return form(m_twin, wanted);
        }
    }
    const TwinDecision *decision = conflict(Kind::BothChanged, &b, &a, &t, t);
    return decision != nullptr ? settle(*decision, a, t, twin.collection) : std::string();
}

std::string Merger::mergeEmbedded(const Spot &before, const Spot &after, const Spot &twin)
{
    const Node &t = *twin.node;
    Merged inner =
        mergeSides(*m_before.inner(*before.node), *m_after.inner(*after.node), *m_twin.inner(t), m_path, m_decider);
    for (TwinConflict &each : inner.change.conflicts) {
        each.range = t.map.toSource(each.range);
        m_conflicts.push_back(std::move(each));
    }
    if (!inner.change.edits.empty()) {
        const int indent = twin.collection != nullptr ? static_cast<int>(twin.collection->indent) : -1;
        const bool flow = twin.collection != nullptr && twin.collection->flow;
        add(embeddedEdits(m_twin.text, t, {indent, flow, false, m_lineEnd}, inner.change.edits), t);
    }
    const std::string own = form(m_twin, t);
    const std::string ownContent = formOfDocuments(*m_twin.inner(t));
    return own.substr(0, own.size() - ownContent.size()) + inner.form;
}

std::string Merger::mergeMapping(const Node &before, const Node &after, const Node &twin)
{
    const auto keysOf = [](const Side &side, const Node &node) {
        std::map<std::string, std::size_t> keys;
        for (std::size_t i = 0; i < node.entries.size(); ++i)
            keys.emplace(form(side, *node.entries[i].key), i);
        return keys;
    };
    const auto beforeKeys = keysOf(m_before, before);
    const auto afterKeys = keysOf(m_after, after);
    const auto twinKeys = keysOf(m_twin, twin);
    const auto find = [](const auto &keys, const std::string &key) {
        const auto found = keys.find(key);
        return found == keys.end() ? std::optional<std::size_t>() : std::optional(found->second);
    };
    PartChanges changes(twin.entries.size());
    Partners twinOfAfter(after.entries.size());
    std::map<std::string, std::string> forms;
    std::set<std::string> takenAnyway;
    for (const auto &[key, index] : twinKeys)
        forms[key] = form(m_twin, *twin.entries[index].value);
    for (const auto &[key, b] : beforeKeys) {
        const std::optional<std::size_t> a = find(afterKeys, key);
        const std::optional<std::size_t> t = find(twinKeys, key);
        const Node &old = *before.entries[b].value;
        const base::TextEdits edits = within(before.entries[b].key->value, [&, key = key, b = b] {
            if (a && t) {
                forms[key] = mergeNode(spot(before, b), spot(after, *a), spot(twin, *t));
            } else if (t && same(m_before, old, m_twin, *twin.entries[*t].value)) {
                changes.removed[*t] = b;
                forms.erase(key);
            } else if (t) {
                const Node *own = twin.entries[*t].value.get();
                if (takesSource(conflict(Kind::RemovedButChanged, &old, nullptr, own, twin))) {
                    changes.removed[*t] = b;
                    forms.erase(key);
                }
            } else if (a && !same(m_before, old, m_after, *after.entries[*a].value, true)) {
                if (takesSource(conflict(Kind::MissingInTwin, &old, after.entries[*a].value.get(), nullptr, twin)))
                    takenAnyway.insert(key);
            }
        });
        m_edits.insert(m_edits.end(), edits.begin(), edits.end());
        if (a && t)
            twinOfAfter[*a] = t;
    }
    for (const auto &[key, a] : afterKeys) {
        const std::optional<std::size_t> t = find(twinKeys, key);
        if (beforeKeys.contains(key) || !t)
            continue;
        twinOfAfter[a] = t;
        const Node &wanted = *after.entries[a].value;
        const Node &own = *twin.entries[*t].value;
        const base::TextEdits edits = within(after.entries[a].key->value, [&, key = key] {
            Node empty;
            empty.kind = NodeKind::Mapping;
            if (wanted.kind == NodeKind::Mapping && own.kind == NodeKind::Mapping)
                forms[key] = mergeMapping(empty, wanted, own);
            else if (!same(m_after, wanted, m_twin, own)) {
                if (const TwinDecision *decision = conflict(Kind::BothChanged, nullptr, &wanted, &own, twin))
                    forms[key] = settle(*decision, wanted, own, &twin);
            }
        });
        m_edits.insert(m_edits.end(), edits.begin(), edits.end());
    }
    for (std::size_t a = 0; a < after.entries.size(); ++a) {
        const std::string key = form(m_after, *after.entries[a].key);
        if ((beforeKeys.contains(key) && !takenAnyway.contains(key)) || twinKeys.contains(key))
            continue;
        changes.added[slotOf(a, twinOfAfter, twin.entries.size())].push_back(a);
        forms[key] = form(m_after, *after.entries[a].value);
    }
    add(partEdits(m_place, before, after, twin, changes), twin);
    std::vector<std::string> entries;
    entries.reserve(forms.size());
    for (const auto &[key, value] : forms)
        entries.push_back(key + value);
    return mappingForm(twin, std::move(entries));
}

std::string Merger::mergeSequence(const Node &before, const Node &after, const Node &twin)
{
    ListMerge list(itemsOf(m_before, before), itemsOf(m_after, after), itemsOf(m_twin, twin), false);
    std::vector<bool> isNew = list.newInAfter();
    PartChanges changes(list.twin.size());
    std::vector<std::string> forms;
    for (const Item &item : list.twin)
        forms.push_back(item.form);
    std::vector<base::TextEdits> itemEdits(list.twin.size());
    for (std::size_t b = 0; b < list.before.size(); ++b) {
        const std::optional<std::size_t> a = list.afterOfBefore[b];
        const std::optional<std::size_t> t = list.twinOfBefore[b];
        base::TextEdits edits = within(itemLabel(list.before[b], b), [&] {
            if (a && t) {
                forms[*t] = mergeNode(spot(before, b), spot(after, *a), spot(twin, *t));
            } else if (t && list.before[b].form == list.twin[*t].form) {
                changes.removed[*t] = b;
            } else if (t) {
                if (takesSource(
                        conflict(Kind::RemovedButChanged, list.before[b].node, nullptr, list.twin[*t].node, twin)))
                    changes.removed[*t] = b;
            } else if (a && list.before[b].form != list.after[*a].form) {
                const auto has = [&](const Item &item) { return item.form == list.after[*a].form; };
                if (std::ranges::none_of(list.twin, has))
                    isNew[*a] = takesSource(
                        conflict(Kind::MissingInTwin, list.before[b].node, list.after[*a].node, nullptr, twin));
            }
        });
        if (t)
            itemEdits[*t] = std::move(edits);
    }
    std::vector<bool> added(list.after.size());
    for (std::size_t a = 0; a < list.after.size(); ++a) {
        if (!isNew[a])
            continue;
        std::optional<std::size_t> own;
        for (std::size_t t = 0; t < list.twin.size() && !own; ++t) {
            if (!list.beforeOfTwin[t] && list.twin[t].form == list.after[a].form)
                own = t;
        }
        for (std::size_t t = 0; t < list.twin.size() && !own; ++t) {
            if (!list.beforeOfTwin[t] && !list.after[a].name.empty() && list.twin[t].name == list.after[a].name) {
                itemEdits[t] = within(itemLabel(list.after[a], a), [&] {
                    const Node &wanted = *list.after[a].node;
                    const Node &there = *list.twin[t].node;
                    if (const TwinDecision *decision = conflict(Kind::BothChanged, nullptr, &wanted, &there, twin))
                        forms[t] = settle(*decision, wanted, there, &twin);
                });
                own = t;
            }
        }
        list.twinOfAfter[a] = own;
        added[a] = !own;
    }
    const auto stays = [&](std::size_t t) { return !changes.removed[t].has_value(); };
    const bool reordered = !inOrder(list.afterOfBefore) && !inOrder(list.twinOfAfter);
    std::vector<OrderedItem> order;
    if (!reordered) {
        for (std::size_t a = 0; a < list.after.size(); ++a) {
            if (added[a])
                changes.added[slotOf(a, list.twinOfAfter, list.twin.size())].push_back(a);
        }
        for (std::size_t slot = 0; slot <= list.twin.size(); ++slot) {
            for (const std::size_t a : changes.added[slot])
                order.push_back({std::nullopt, a, {}});
            if (slot < list.twin.size() && stays(slot))
                order.push_back({slot, 0, {}});
        }
        for (const base::TextEdits &edits : itemEdits)
            m_edits.insert(m_edits.end(), edits.begin(), edits.end());
        add(partEdits(m_place, before, after, twin, changes), twin);
    } else {
        // What only the twin has follows its old neighbour.
        const auto takeOwn = [&](std::size_t from) {
            for (std::size_t t = from; t < list.twin.size(); ++t) {
                if (std::ranges::find(list.twinOfAfter, std::optional(t)) != list.twinOfAfter.end())
                    return;
                if (stays(t))
                    order.push_back({t, 0, itemEdits[t]});
            }
        };
        takeOwn(0);
        for (std::size_t a = 0; a < list.after.size(); ++a) {
            if (added[a])
                order.push_back({std::nullopt, a, {}});
            if (!list.twinOfAfter[a])
                continue;
            order.push_back({list.twinOfAfter[a], 0, itemEdits[*list.twinOfAfter[a]]});
            takeOwn(*list.twinOfAfter[a] + 1);
        }
        add(inOrder(list.twinOfBefore) ? reorderEdits(m_place, after, twin, order) : std::nullopt, twin);
    }
    std::vector<std::string> items;
    items.reserve(order.size());
    for (const OrderedItem &item : order)
        items.push_back(item.twin ? forms[*item.twin] : list.after[item.after].form);
    return sequenceForm(twin, items);
}

Merged Merger::run()
{
    ListMerge list(documentsOf(m_before), documentsOf(m_after), documentsOf(m_twin), true);
    std::vector<bool> isNew = list.newInAfter();
    PartChanges changes(list.twin.size());
    std::vector<std::string> forms;
    for (const Item &item : list.twin)
        forms.push_back(item.form);
    for (std::size_t b = 0; b < list.before.size(); ++b) {
        const std::optional<std::size_t> a = list.afterOfBefore[b];
        const std::optional<std::size_t> t = list.twinOfBefore[b];
        const auto step = [&] {
            if (a && t)
                forms[*t] = mergeNode({list.before[b].node}, {list.after[*a].node}, {list.twin[*t].node});
            else if (t && list.before[b].form == list.twin[*t].form)
                changes.removed[*t] = b;
            else if (t) {
                if (takesSource(
                        conflict(Kind::RemovedButChanged, list.before[b].node, nullptr, list.twin[*t].node, nothing())))
                    changes.removed[*t] = b;
            } else if (a && list.before[b].form != list.after[*a].form)
                isNew[*a] = takesSource(
                    conflict(Kind::MissingInTwin, list.before[b].node, list.after[*a].node, nullptr, nothing()));
        };
        if (list.before.size() == 1 && list.twin.size() == 1) {
            step();
            continue;
        }
        const std::string label = list.before[b].name.empty() ? '#' + std::to_string(b + 1) : list.before[b].name;
        const base::TextEdits edits = within(label, step);
        m_edits.insert(m_edits.end(), edits.begin(), edits.end());
    }
    std::vector<bool> added(list.after.size());
    for (std::size_t a = 0; a < list.after.size(); ++a) {
        const auto alike = [&](const Item &item) { return item.form == list.after[a].form; };
        added[a] = isNew[a] && std::ranges::none_of(list.twin, alike);
        if (added[a])
            changes.added[slotOf(a, list.twinOfAfter, list.twin.size())].push_back(a);
    }
    add(documentEdits(m_place, changes), nothing());
    if (!inOrder(list.afterOfBefore) && !inOrder(list.twinOfAfter) && m_conflicts.empty())
        conflict(Kind::NotCarried, nullptr, nullptr, nullptr, nothing());
    std::vector<std::string> roots;
    for (std::size_t slot = 0; slot <= list.twin.size(); ++slot) {
        for (const std::size_t a : changes.added[slot])
            roots.push_back(list.after[a].form);
        if (slot < list.twin.size() && !changes.removed[slot])
            roots.push_back(forms[slot]);
    }
    return {{std::move(m_edits), std::move(m_conflicts)}, documentsForm(roots)};
}

Merged Merger::runEntries(const Node &before, const Node &after, const Node &twin, std::string_view key)
{
    const auto indexOf = [&](const Node &owner) {
        const auto found = std::ranges::find(owner.entries, key,
                                             [](const Entry &entry) { return std::string_view(entry.key->value); });
        return static_cast<std::size_t>(found - owner.entries.begin());
    };
    std::string wanted;
    m_edits = within(std::string(key), [&] {
        wanted = mergeNode(spot(before, indexOf(before)), spot(after, indexOf(after)), spot(twin, indexOf(twin)));
    });
    return {{std::move(m_edits), std::move(m_conflicts)}, std::move(wanted)};
}

bool means(std::string_view text, const std::string &wanted)
{
    const Side side(text);
    return side.stream.ok() && formOfDocuments(side) == wanted;
}

base::TextEdits editsBetween(std::string_view before, std::string_view after)
{
    const std::vector<std::string_view> oldLines = base::splitLines(before);
    const std::vector<std::string_view> newLines = base::splitLines(after);
    const auto offset = [](const std::vector<std::string_view> &lines, std::size_t line, std::string_view text) {
        return line == lines.size() ? text.size() : static_cast<std::size_t>(lines[line].data() - text.data());
    };
    base::TextEdits edits;
    for (const base::LineChange &change : base::lineChanges(oldLines, newLines)) {
        const std::size_t start = offset(newLines, change.newStart, after);
        const std::size_t end = offset(newLines, change.newStart + change.newCount, after);
        edits.push_back(
            {{offset(oldLines, change.oldStart, before), offset(oldLines, change.oldStart + change.oldCount, before)},
             std::string(after.substr(start, end - start))});
    }
    return edits;
}

} // namespace

std::string Decider::nextId(const std::string &path)
{
    const int number = ++m_seen[path];
    return number == 1 ? path : path + " #" + std::to_string(number);
}

const TwinDecision *Decider::decision(const std::string &id) const
{
    const auto found = m_decisions.find(id);
    return found == m_decisions.end() ? nullptr : &found->second;
}

Merged mergeEntries(const Side &before, const Node &beforeOwner, const Side &after, const Node &afterOwner,
                    const Side &twin, const Node &twinOwner, std::string_view key, const std::vector<std::string> &path,
                    Decider &decider)
{
    return Merger(before, after, twin, path, decider).runEntries(beforeOwner, afterOwner, twinOwner, key);
}

Merged mergeSides(const Side &before, const Side &after, const Side &twin, const std::vector<std::string> &path,
                  Decider &decider)
{
    Merged merged = Merger(before, after, twin, path, decider).run();
    if (!merged.change.conflicts.empty()) {
        merged.change.edits.clear();
        return merged;
    }
    // Where the source's lines fit, its comments and its layout come along.
    const std::optional<std::string> byLines = base::mergeLines(before.text, after.text, twin.text);
    if (byLines && means(*byLines, merged.form)) {
        merged.change.edits = editsBetween(twin.text, *byLines);
        return merged;
    }
    const base::Result<std::string> byPath = base::applyEdits(twin.text, merged.change.edits);
    if (byPath && means(*byPath, merged.form))
        return merged;
    merged.change.edits.clear();
    const std::string place = pathText(path);
    merged.change.conflicts.push_back(
        {Kind::NotCarried,
         decider.nextId(place),
         place,
         {TRANSLATABLE(
              "Core",
              "The change cannot be written into the copy without changing other parts of it. Make it there by hand."),
          {}},
         std::string(before.text),
         std::string(after.text),
         std::string(twin.text),
         {0, twin.text.size()}});
    return merged;
}

} // namespace yaml::twin
