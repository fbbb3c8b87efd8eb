#include "rules/graphlayers.h"
#include "rules/graphsift.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace rules::layered {

Layers::Layers(std::vector<int> layerOf, std::span<const Arc> segments)
    : vertexCount(int(layerOf.size())),
      segmentCount(segments.size()),
      layer(std::move(layerOf)),
      position(layer.size()),
      before(
          vertexCount, segments, [](const Arc &a) { return a.to; }, [](const Arc &a) { return a.from; }),
      after(
          vertexCount, segments, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; })
{
    if (vertexCount == 0)
        return;
    order.resize(std::size_t(*std::max_element(layer.begin(), layer.end())) + 1);
    for (int vertex = 0; vertex < vertexCount; ++vertex) {
        position[vertex] = int(order[layer[vertex]].size());
        order[layer[vertex]].push_back(vertex);
    }
}

void Layers::updatePositions(int layerIndex)
{
    const std::vector<int> &row = order[layerIndex];
    for (std::size_t i = 0; i < row.size(); ++i)
        position[row[i]] = int(i);
}

namespace {

/// Counts, for numbers that come one after the other, how many earlier ones are larger.
class InversionCounter
{
public:
    void reset(std::size_t size)
    {
        m_tree.assign(size + 1, 0);
        m_total = 0;
    }
    [[nodiscard]] int larger(int value) const
    {
        int smallerOrEqual = 0;
        for (int i = value + 1; i > 0; i &= i - 1)
            smallerOrEqual += m_tree[i];
        return m_total - smallerOrEqual;
    }
    void add(int value)
    {
        ++m_total;
        for (int i = value + 1; i < int(m_tree.size()); i += i & -i)
            ++m_tree[i];
    }

private:
    std::vector<int> m_tree;
    int m_total = 0;
};

std::int64_t crossingsAfter(const Layers &g, int layerIndex, InversionCounter &counter)
{
    counter.reset(g.order[layerIndex + 1].size());
    std::int64_t crossings = 0;
    for (const int vertex : g.order[layerIndex]) {
        const auto targets = g.after[vertex];
        for (const int target : targets)
            crossings += counter.larger(g.position[target]);
        for (const int target : targets)
            counter.add(g.position[target]);
    }
    return crossings;
}

class LayerOrdering
{
public:
    LayerOrdering(Layers &layers, std::uint64_t seed) : m_g(layers), m_random(seed) {}

    [[nodiscard]] std::int64_t crossings()
    {
        std::int64_t sum = 0;
        for (int l = 0; l + 1 < layerCount(); ++l)
            sum += crossingsAfter(m_g, l, m_counter);
        return sum;
    }

    /// One pass over all layers; every vertex goes to the mean position of its neighbours in the layer before (forward)
    /// or after.
    void sweep(bool forward, bool reverseTies)
    {
        for (int i = 1; i < layerCount(); ++i) {
            const int l = forward ? i : layerCount() - 1 - i;
            sortLayer(l, forward, reverseTies);
        }
    }

    /// Order of discovery from randomly chosen vertices.
    void searchOrder(bool forward)
    {
        for (std::vector<int> &row : m_g.order)
            row.clear();
        std::vector<int> roots(static_cast<std::size_t>(m_g.vertexCount));
        std::iota(roots.begin(), roots.end(), 0);
        for (int i = m_g.vertexCount - 1; i > 0; --i)
            std::swap(roots[i], roots[m_random.below(i + 1)]);
        std::vector<char> seen(static_cast<std::size_t>(m_g.vertexCount));
        std::vector<int> queue;
        for (const int root : roots) {
            if (seen[root])
                continue;
            seen[root] = true;
            queue.assign(1, root);
            for (std::size_t i = 0; i < queue.size(); ++i) {
                const int vertex = queue[i];
                m_g.order[m_g.layer[vertex]].push_back(vertex);
                for (const auto &list : {forward ? m_g.after[vertex] : m_g.before[vertex],
                                         forward ? m_g.before[vertex] : m_g.after[vertex]}) {
                    for (const int other : list) {
                        if (!seen[other]) {
                            seen[other] = true;
                            queue.push_back(other);
                        }
                    }
                }
            }
        }
        for (int l = 0; l < layerCount(); ++l)
            m_g.updatePositions(l);
    }

    [[nodiscard]] int layerCount() const { return int(m_g.order.size()); }
    Layers &layers() { return m_g; }

private:
    void sortLayer(int l, bool forward, bool reverseTies)
    {
        std::vector<int> &row = m_g.order[l];
        m_keys.clear();
        m_before = row;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto neighbours = forward ? m_g.before[row[i]] : m_g.after[row[i]];
            if (neighbours.empty())
                continue;
            int sum = 0;
            for (const int other : neighbours)
                sum += m_g.position[other];
            // The mean above the place, in one number: floats that are not negative have the order of their bits.
            const auto mean = std::bit_cast<std::uint32_t>(float(sum) / float(neighbours.size()));
            m_keys.push_back(std::uint64_t(mean) << 32 | std::uint32_t(reverseTies ? row.size() - 1 - i : i));
        }
        std::sort(m_keys.begin(), m_keys.end());
        std::size_t next = 0;
        for (int &slot : row) {
            if ((forward ? m_g.before[slot] : m_g.after[slot]).empty())
                continue;
            const std::uint32_t place = std::uint32_t(m_keys[next++]);
            slot = m_before[reverseTies ? row.size() - 1 - place : place];
        }
        m_g.updatePositions(l);
    }

    Layers &m_g;
    Random m_random;
    InversionCounter m_counter;
    std::vector<std::uint64_t> m_keys;
    std::vector<int> m_before;
};

} // namespace

std::int64_t countCrossings(const Layers &layers)
{
    InversionCounter counter;
    std::int64_t sum = 0;
    for (int l = 0; l + 1 < int(layers.order.size()); ++l)
        sum += crossingsAfter(layers, l, counter);
    return sum;
}

namespace {

/// Whether the picture reads more like the input, vertices by their index from top to bottom, when it is turned upside
/// down.
bool isUpsideDown(const Layers &layers)
{
    std::int64_t agreement = 0;
    for (const std::vector<int> &row : layers.order) {
        for (std::size_t i = 1; i < row.size(); ++i)
            agreement += row[i] > row[i - 1] ? 1 : -1;
    }
    return agreement < 0;
}

void turnOver(Layers &layers)
{
    for (std::size_t l = 0; l < layers.order.size(); ++l) {
        std::reverse(layers.order[l].begin(), layers.order[l].end());
        layers.updatePositions(int(l));
    }
}

/// Vertices of one layer with the same neighbours as one: no order is better than the best ones in which they stand
/// together, and together they move past others that would hold each of them back. Among themselves they keep the order
/// of the input.
class Twins
{
public:
    explicit Twins(const Layers &layers) : m_groupOf(std::size_t(layers.vertexCount))
    {
        // A table of groups by hash, at most half full.
        std::vector<int> table(std::bit_ceil(std::size_t(layers.vertexCount) * 2 + 1), -1);
        const std::size_t mask = table.size() - 1;
        for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
            std::size_t slot = hash(layers, vertex) & mask;
            while (table[slot] >= 0 && !areTwins(layers, m_first[std::size_t(table[slot])], vertex))
                slot = (slot + 1) & mask;
            if (table[slot] < 0) {
                table[slot] = int(m_first.size());
                m_first.push_back(vertex);
            }
            m_groupOf[std::size_t(vertex)] = table[slot];
        }
    }

    [[nodiscard]] bool any() const { return m_first.size() < m_groupOf.size(); }

    /// One segment for each of theirs: so a crossing of two counts as often as it is drawn.
    [[nodiscard]] Layers merged(const Layers &layers) const
    {
        std::vector<int> layerOf;
        layerOf.reserve(m_first.size());
        for (const int vertex : m_first)
            layerOf.push_back(layers.layer[vertex]);
        std::vector<Arc> segments;
        segments.reserve(layers.segmentCount);
        for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
            for (const int target : layers.after[vertex])
                segments.push_back({m_groupOf[std::size_t(vertex)], m_groupOf[std::size_t(target)]});
        }
        return {std::move(layerOf), segments};
    }

    void applyOrder(const Layers &merged, Layers &layers) const
    {
        std::vector<Arc> members;
        members.reserve(m_groupOf.size());
        for (int vertex = 0; vertex < layers.vertexCount; ++vertex)
            members.push_back({m_groupOf[std::size_t(vertex)], vertex});
        const Lists membersOf(
            int(m_first.size()), members, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
        for (std::size_t l = 0; l < layers.order.size(); ++l) {
            layers.order[l].clear();
            for (const int group : merged.order[l])
                layers.order[l].insert(layers.order[l].end(), membersOf[group].begin(), membersOf[group].end());
            layers.updatePositions(int(l));
        }
    }

private:
    static std::uint64_t hash(const Layers &layers, int vertex)
    {
        const auto sum = [](std::span<const int> neighbours, std::uint64_t seed) {
            std::uint64_t result = 0;
            for (const int neighbour : neighbours) {
                std::uint64_t mixed = (std::uint64_t(neighbour) + seed) * 0x9E3779B97F4A7C15ULL;
                mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9ULL;
                result += mixed ^ (mixed >> 32);
            }
            return result;
        };
        const std::uint64_t both = sum(layers.before[vertex], 1) * 3 + sum(layers.after[vertex], 1ULL << 40);
        return both ^ (both >> 32);
    }

    static bool areTwins(const Layers &layers, int a, int b)
    {
        const auto same = [](std::span<const int> x, std::span<const int> y) {
            return x.size() == y.size() && std::is_permutation(x.begin(), x.end(), y.begin());
        };
        return layers.layer[a] == layers.layer[b] && same(layers.before[a], layers.before[b]) &&
               same(layers.after[a], layers.after[b]);
    }

    std::vector<int> m_groupOf;
    /// By group: its first vertex.
    std::vector<int> m_first;
};

void searchForOrder(Layers &layers, double effort, const std::stop_token &stop)
{
    if (layers.order.size() < 2)
        return;
    using Order = std::vector<std::vector<int>>;
    LayerOrdering ordering(layers, 1);
    Sifting sifting(layers);
    const auto use = [&](const Order &order) {
        layers.order = order;
        for (int l = 0; l < int(order.size()); ++l)
            layers.updatePositions(l);
    };
    const auto descend = [&](int rounds, std::int64_t crossings) {
        for (int i = 0; i < rounds && crossings > 0 && !stop.stop_requested(); ++i) {
            const std::int64_t saved = sifting.sift();
            crossings -= saved;
            if (saved * 500 < crossings)
                break;
        }
        return crossings;
    };
    // What a round costs decides how many there are, so that the time hardly depends on the size up to 5 000 nodes.
    const double rounds = effort * std::pow(10'000 / (layers.vertexCount + double(layers.segmentCount)), 1.5);
    const int starts = std::clamp(int(rounds), 1, 24);
    std::vector<std::pair<std::int64_t, Order>> found;
    for (int start = 0; start < starts && !stop.stop_requested(); ++start) {
        ordering.searchOrder(start % 2 == 0);
        // Sweeps tear apart what hangs on few neighbours: then sifting gets further from the search's order.
        for (int i = 0; i < 4 && start % 3 != 2; ++i)
            ordering.sweep((i + start) % 2 == 0, i >= 2);
        sifting.sift();
        // A single start has nothing to be compared with.
        const bool compared = starts > 1;
        found.emplace_back(compared ? ordering.crossings() : std::numeric_limits<std::int64_t>::max(), layers.order);
        if (found.back().first == 0)
            break;
    }
    if (found.empty())
        return;
    const auto fewer = [](const auto &a, const auto &b) { return a.first < b.first; };
    std::stable_sort(found.begin(), found.end(), fewer);
    found.resize(std::min<std::size_t>(found.size(), std::size_t(std::clamp(int(rounds) / 2, 2, 12))));
    for (auto &[crossings, order] : found) {
        use(order);
        crossings = descend(std::clamp(int(rounds), 1, 8), crossings);
        order = layers.order;
    }
    std::iter_swap(found.begin(), std::min_element(found.begin(), found.end(), fewer));
    auto &[fewest, best] = found.front();
    use(best);
    for (int i = 0; i < std::min(int(rounds) - 4, 12) && fewest > 0 && !stop.stop_requested(); ++i) {
        ordering.sweep(i % 2 == 0, i % 4 >= 2);
        ordering.sweep(i % 2 == 1, i % 4 >= 2);
        const std::int64_t crossings = descend(6, ordering.crossings());
        if (crossings < fewest) {
            fewest = crossings;
            best = layers.order;
        }
    }
    use(best);
}

} // namespace

void orderLayers(Layers &layers, double effort, const std::stop_token &stop)
{
    if (layers.order.size() < 2)
        return;
    if (const Twins twins(layers); twins.any()) {
        Layers merged = twins.merged(layers);
        searchForOrder(merged, effort, stop);
        twins.applyOrder(merged, layers);
        if (isUpsideDown(layers)) {
            turnOver(merged);
            twins.applyOrder(merged, layers);
        }
    } else {
        searchForOrder(layers, effort, stop);
        if (isUpsideDown(layers))
            turnOver(layers);
    }
}

void repairOrder(Layers &layers, const std::vector<bool> &isNew, const std::stop_token &stop)
{
    Sifting sifting(layers);
    for (int round = 0; round < 4 && !stop.stop_requested(); ++round) {
        if (sifting.sift(isNew) == 0)
            break;
    }
}

} // namespace rules::layered
