#include "yaml/scalarwriter.h"
#include "yaml/twin.h"
#include "yaml/twinmerge.h"

#include <algorithm>
#include <optional>

// Rule groups carried from one container to another: a plain rule file to a key of a ConfigMap, say. The lists of
// groups are found on all three sides, paired, and merged as values; the rest of the twin is not looked at.

namespace yaml {

namespace {

using twin::Side;

/// A list of rule groups in a text.
struct GroupList
{
    const Side *side = nullptr;
    /// The mapping with the entry `groups`.
    const Node *owner = nullptr;
    /// For a rule file in a ConfigMap: the scalar that holds it, the mapping of that, and its key.
    const Node *scalar = nullptr;
    const Node *data = nullptr;
    std::string key;
};

bool isKind(const Node &root, std::string_view kind)
{
    const Node *value = root.find("kind");
    return value != nullptr && value->resolved().value == kind;
}

void findLists(const Side &side, const Node &root, std::vector<GroupList> &lists)
{
    if (root.kind != NodeKind::Mapping)
        return;
    if (const Node *items = root.find("items"); items != nullptr && root.find("kind") != nullptr) {
        for (const auto &item : items->resolved().items)
            findLists(side, item->resolved(), lists);
    }
    if (isKind(root, "ConfigMap")) {
        const Node *data = root.find("data");
        if (data == nullptr)
            return;
        for (const Entry &entry : data->resolved().entries) {
            const Side *inner = side.inner(*entry.value);
            const Node *content =
                inner != nullptr && !inner->stream.documents.empty() ? inner->stream.documents[0].root.get() : nullptr;
            if (content != nullptr && content->kind == NodeKind::Mapping && content->find("groups") != nullptr)
                lists.push_back({inner, content, entry.value.get(), &data->resolved(), entry.key->value});
        }
        return;
    }
    const Node *spec = isKind(root, "PrometheusRule") ? root.find("spec") : nullptr;
    const Node &owner = spec != nullptr ? spec->resolved() : root;
    if (owner.kind == NodeKind::Mapping && owner.find("groups") != nullptr)
        lists.push_back({&side, &owner, nullptr, nullptr, {}});
}

std::vector<GroupList> groupLists(const Side &side)
{
    std::vector<GroupList> lists;
    for (const Document &document : side.stream.documents) {
        if (document.root)
            findLists(side, *document.root, lists);
    }
    return lists;
}

std::string groupsForm(const GroupList &list)
{
    return twin::form(*list.side, *list.owner->find("groups"));
}

const GroupList *byKey(const std::vector<GroupList> &lists, const std::string &key)
{
    const auto found = std::ranges::find(lists, key, &GroupList::key);
    return found == lists.end() || key.empty() ? nullptr : &*found;
}

/// The twin's list for a list of the source.
const GroupList *partnerOf(const GroupList &source, const std::vector<GroupList> &lists, const std::string &fileName,
                           const std::string &key)
{
    if (!key.empty())
        return byKey(lists, key);
    for (const std::string &name : {source.key, fileName}) {
        if (const GroupList *list = byKey(lists, name))
            return list;
    }
    return lists.size() == 1 ? &lists.front() : nullptr;
}

base::Error noPartner(base::Text text)
{
    return {base::ErrorKind::Invalid, std::move(text), {}};
}

/// The text with the edits means the same but for this list of groups.
bool onlyGroupsChanged(const Side &before, const GroupList &list, const std::string &wanted, std::string_view text)
{
    const Side now(text);
    if (!now.stream.ok())
        return false;
    const std::string old = twin::formOfDocuments(before);
    const std::string result = twin::formOfDocuments(now);
    const std::string part = groupsForm(list);
    for (std::size_t at = old.find(part); at != std::string::npos; at = old.find(part, at + 1)) {
        if (result == old.substr(0, at) + wanted + old.substr(at + part.size()))
            return true;
    }
    return false;
}

} // namespace

base::Result<TwinChange> carryRulesToTwin(std::string_view before, std::string_view after, std::string_view twin,
                                          const std::string &fileName, const std::string &key,
                                          const TwinDecisions &decisions)
{
    const Side beforeSide(before);
    const Side afterSide(after);
    const Side twinSide(twin);
    if (!beforeSide.stream.ok() || !afterSide.stream.ok() || !twinSide.stream.ok())
        return noPartner(TRANSLATABLE("Core", "The source or its copy is not valid YAML."));
    const std::vector<GroupList> olds = groupLists(beforeSide);
    const std::vector<GroupList> news = groupLists(afterSide);
    const std::vector<GroupList> twins = groupLists(twinSide);
    twin::Decider decider(decisions);
    TwinChange all;
    for (std::size_t i = 0; i < std::max(olds.size(), news.size()); ++i) {
        if (i >= olds.size() || i >= news.size() || olds[i].key != news[i].key)
            return noPartner(TRANSLATABLE("Core", "Lists of rule groups were added or removed in the source. Make this "
                                                  "change in the copy by hand."));
        if (groupsForm(olds[i]) == groupsForm(news[i]))
            continue;
        const GroupList *own = partnerOf(news[i], twins, fileName, key);
        if (own == nullptr && !key.empty())
            return noPartner({TRANSLATABLE("Core", "The copy has no rules under the key \"%1\"."), {key}});
        if (own == nullptr)
            return noPartner(twins.empty()
                                 ? TRANSLATABLE("Core", "The copy holds no rules.")
                                 : TRANSLATABLE("Core", "The copy holds several rule files, and none is named "
                                                        "like the source. Name its key in the mapping."));
        const std::vector<std::string> path = own->key.empty() ? std::vector<std::string>() : std::vector{own->key};
        twin::Merged merged = twin::mergeEntries(*olds[i].side, *olds[i].owner, *news[i].side, *news[i].owner,
                                                 *own->side, *own->owner, "groups", path, decider);
        for (TwinConflict &conflict : merged.change.conflicts) {
            if (own->scalar != nullptr)
                conflict.range = own->scalar->map.toSource(conflict.range);
            all.conflicts.push_back(std::move(conflict));
        }
        base::TextEdits edits = merged.change.edits;
        if (own->scalar != nullptr && !edits.empty()) {
            const ScalarPlace place{static_cast<int>(own->data->indent), own->data->flow, false, lineEndOf(twin)};
            edits = embeddedEdits(twin, *own->scalar, place, edits);
        }
        const base::Result<std::string> result = base::applyEdits(std::string(twin), edits);
        if (all.conflicts.empty() && (!result || !onlyGroupsChanged(twinSide, *own, merged.form, *result)))
            return noPartner(TRANSLATABLE("Core", "The change cannot be written into the copy without changing other "
                                                  "parts of it. Make it there by hand."));
        all.edits.insert(all.edits.end(), edits.begin(), edits.end());
    }
    if (!all.conflicts.empty())
        all.edits.clear();
    return all;
}

} // namespace yaml
