#include "yaml/twinalign.h"

#include "base/textdiff.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

// Pairing goes from certain to likely: the longest common run of equal items, equal items that moved, items of one
// name, and at last items that took each other's place between the same neighbours.

namespace yaml::twin {

namespace {

using Indexes = std::vector<std::size_t>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// How much of two nodes is alike, 0 … 1, without their texts: kinds, keys and equal scalars.
double likenessOf(const Node &a, const Node &b, int depth = 0)
{
    if (a.kind != b.kind)
        return 0;
    constexpr int maximumDepth = 4;
    if (a.kind == NodeKind::Mapping && depth < maximumDepth) {
        double sum = 0;
        for (const Entry &entry : a.entries) {
            if (const Node *other = b.find(entry.key->value))
                sum += likenessOf(*entry.value, *other, depth + 1);
        }
        return sum / static_cast<double>(std::max<std::size_t>({a.entries.size(), b.entries.size(), 1}));
    }
    if (a.kind == NodeKind::Sequence) {
        std::size_t same = 0;
        const std::size_t common = std::min(a.items.size(), b.items.size());
        for (std::size_t i = 0; i < common; ++i)
            same += likenessOf(*a.items[i], *b.items[i], depth + 1) > 0.5 ? 1 : 0;
        return static_cast<double>(same + 1) / static_cast<double>(std::max(a.items.size(), b.items.size()) + 1);
    }
    return a.value == b.value ? 1 : 0;
}

/// Pairs in order with the greatest sum of scores; a negative score forbids a pair.
Pairs bestPairs(const Indexes &from, const Indexes &to, const std::function<double(std::size_t, std::size_t)> &score)
{
    Pairs pairs;
    constexpr std::size_t maximumComparisons = 40'000;
    if (from.size() * to.size() > maximumComparisons) {
        for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i)
            pairs.emplace_back(from[i], to[i]);
        return pairs;
    }
    std::vector<std::vector<double>> scores(from.size(), std::vector<double>(to.size()));
    std::vector<std::vector<double>> best(from.size() + 1, std::vector<double>(to.size() + 1));
    for (std::size_t i = from.size(); i-- > 0;) {
        for (std::size_t k = to.size(); k-- > 0;) {
            scores[i][k] = score(from[i], to[k]);
            const double paired = scores[i][k] < 0 ? -1 : scores[i][k] + best[i + 1][k + 1];
            best[i][k] = std::max({best[i + 1][k], best[i][k + 1], paired});
        }
    }
    for (std::size_t i = 0, k = 0; i < from.size() && k < to.size();) {
        if (scores[i][k] >= 0 && best[i][k] == scores[i][k] + best[i + 1][k + 1])
            pairs.emplace_back(from[i++], to[k++]);
        else if (best[i][k] == best[i + 1][k])
            ++i;
        else
            ++k;
    }
    return pairs;
}

class Pairing
{
public:
    Pairing(const std::vector<Item> &from, const std::vector<Item> &to)
        : m_from(from), m_to(to), m_partner(from.size()), m_taken(to.size())
    {}

    std::vector<std::optional<std::size_t>> run(bool renames)
    {
        const std::vector<base::LineChange> changes = pairEqualRuns();
        pairMoved();
        pairNames();
        for (const base::LineChange &change : changes)
            pairPlaces(change, renames);
        return std::move(m_partner);
    }

private:
    void pair(std::size_t from, std::size_t to)
    {
        m_partner[from] = to;
        m_taken[to] = true;
    }

    std::vector<base::LineChange> pairEqualRuns()
    {
        const auto forms = [](const std::vector<Item> &items) {
            std::vector<std::string_view> views;
            views.reserve(items.size());
            for (const Item &item : items)
                views.push_back(item.form);
            return views;
        };
        std::vector<base::LineChange> changes = base::lineChanges(forms(m_from), forms(m_to));
        std::size_t from = 0;
        std::size_t to = 0;
        const auto equalUntil = [&](std::size_t end) {
            while (from < end)
                pair(from++, to++);
        };
        for (const base::LineChange &change : changes) {
            equalUntil(change.oldStart);
            from += change.oldCount;
            to += change.newCount;
        }
        equalUntil(m_from.size());
        return changes;
    }

    void pairMoved()
    {
        std::map<std::string_view, Indexes> left;
        for (std::size_t k = m_to.size(); k-- > 0;) {
            if (!m_taken[k])
                left[m_to[k].form].push_back(k);
        }
        for (std::size_t i = 0; i < m_from.size(); ++i) {
            const auto found = m_partner[i] ? left.end() : left.find(m_from[i].form);
            if (found == left.end() || found->second.empty())
                continue;
            pair(i, found->second.back());
            found->second.pop_back();
        }
    }

    void pairNames()
    {
        std::map<std::string_view, std::pair<Indexes, Indexes>> left;
        for (std::size_t i = 0; i < m_from.size(); ++i) {
            if (!m_partner[i] && !m_from[i].name.empty())
                left[m_from[i].name].first.push_back(i);
        }
        for (std::size_t k = 0; k < m_to.size(); ++k) {
            if (!m_taken[k] && !m_to[k].name.empty())
                left[m_to[k].name].second.push_back(k);
        }
        for (const auto &[name, both] : left) {
            // Squares prefer one close pair to two distant ones; the rest keeps equal names together at all.
            const auto score = [this](std::size_t i, std::size_t k) {
                const double alike = likenessOf(*m_from[i].node, *m_to[k].node);
                return alike * alike + 0.01;
            };
            for (const auto &[i, k] : bestPairs(both.first, both.second, score))
                pair(i, k);
        }
    }

    void pairPlaces(const base::LineChange &change, bool renames)
    {
        Indexes from;
        Indexes to;
        for (std::size_t i = change.oldStart; i < change.oldStart + change.oldCount; ++i) {
            if (!m_partner[i])
                from.push_back(i);
        }
        for (std::size_t k = change.newStart; k < change.newStart + change.newCount; ++k) {
            if (!m_taken[k])
                to.push_back(k);
        }
        const bool sameCount = from.size() == to.size();
        const auto score = [&](std::size_t i, std::size_t k) {
            const bool named = !m_from[i].name.empty() || !m_to[k].name.empty();
            const double alike = likenessOf(*m_from[i].node, *m_to[k].node);
            if (m_from[i].node->kind != m_to[k].node->kind || (named && !renames))
                return -1.0;
            return alike >= 0.5 || (!named && sameCount) ? alike * alike + 0.01 : -1.0;
        };
        for (const auto &[i, k] : bestPairs(from, to, score))
            pair(i, k);
    }

    const std::vector<Item> &m_from;
    const std::vector<Item> &m_to;
    std::vector<std::optional<std::size_t>> m_partner;
    std::vector<bool> m_taken;
};

std::string nameOf(const Node &item)
{
    constexpr std::array<std::string_view, 4> keys = {"alert", "record", "name", "job_name"};
    for (const std::string_view key : keys) {
        const Node *value = item.resolved().find(key);
        if (value != nullptr && value->kind == NodeKind::Scalar && !value->value.empty())
            return std::string(key) + ' ' + value->value;
    }
    return {};
}

} // namespace

std::vector<Item> itemsOf(const Side &side, const Node &sequence)
{
    std::vector<Item> items;
    for (const auto &item : sequence.items)
        items.push_back({item.get(), form(side, *item), nameOf(*item)});
    return items;
}

std::vector<Item> documentsOf(const Side &side)
{
    std::vector<Item> items;
    for (const Document &document : side.stream.documents) {
        const Node &root = document.root ? *document.root : nothing();
        Item item{&root, form(side, root), {}};
        const Node *kind = root.find("kind");
        const Node *metadata = root.find("metadata");
        const Node *name = metadata != nullptr ? metadata->find("name") : nullptr;
        if (kind != nullptr && name != nullptr)
            item.name = kind->value + ' ' + name->value;
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<std::optional<std::size_t>> pairItems(const std::vector<Item> &from, const std::vector<Item> &to,
                                                  bool renames)
{
    return Pairing(from, to).run(renames);
}

} // namespace yaml::twin
