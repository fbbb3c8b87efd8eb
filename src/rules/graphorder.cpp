#include "rules/graphlayers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

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
    LayerOrdering(Layers &layers, std::uint64_t seed)
        : m_g(layers),
          m_random(seed),
          m_nearStart(std::size_t(layers.vertexCount) + 1),
          m_near(layers.segmentCount * 2),
          m_fill(std::size_t(layers.vertexCount))
    {
        for (int vertex = 0; vertex < layers.vertexCount; ++vertex)
            m_nearStart[vertex + 1] = m_nearStart[vertex] + int(layers.before.size(vertex) + layers.after.size(vertex));
    }

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

    /// Moves every vertex to the best place of its layer; the number of crossings saved.
    std::int64_t sift()
    {
        std::int64_t saved = 0;
        for (int l = 0; l < layerCount(); ++l) {
            loadNeighbours(l);
            m_vertices = m_g.order[l];
            for (const int vertex : m_vertices)
                saved += siftVertex(l, vertex);
        }
        return saved;
    }

    /// Needs loadNeighbours(l).
    int siftVertex(int l, int vertex)
    {
        const std::span<const int> neighbours = near(vertex);
        const std::size_t before = m_g.before.size(vertex);
        loadSigns(neighbours.first(before), 0, m_boundary);
        loadSigns(neighbours.subspan(before), m_boundary, int(m_signs.size()));
        std::vector<int> &row = m_g.order[l];
        const int start = m_g.position[vertex];
        // A place beyond many losses is hardly ever the best one.
        const int mostLost = -10 * int(neighbours.size());
        int best = 0;
        int bestPosition = start;
        int sum = 0;
        for (int i = start + 1; i < int(row.size()) && sum >= mostLost; ++i) {
            sum -= signSum(row[i]);
            if (sum > best) {
                best = sum;
                bestPosition = i;
            }
        }
        sum = 0;
        for (int i = start - 1; i >= 0 && sum >= mostLost; --i) {
            sum += signSum(row[i]);
            if (sum > best) {
                best = sum;
                bestPosition = i;
            }
        }
        if (bestPosition > start)
            std::rotate(row.begin() + start, row.begin() + start + 1, row.begin() + bestPosition + 1);
        else if (bestPosition < start)
            std::rotate(row.begin() + bestPosition, row.begin() + start, row.begin() + start + 1);
        for (int i = std::min(start, bestPosition); i <= std::max(start, bestPosition); ++i)
            m_g.position[row[i]] = i;
        return best;
    }

    /// For the places [from, to): how many of the (sorted) neighbours are before it minus how many are after it.
    void loadSigns(std::span<const int> neighbours, int from, int to)
    {
        const int count = int(neighbours.size());
        int less = 0;
        for (const int place : neighbours) {
            if (place >= from) {
                std::fill(m_signs.begin() + from, m_signs.begin() + place, 2 * less - count);
                const int equal = int(std::count(neighbours.begin() + less, neighbours.end(), place));
                m_signs[place] = 2 * less + equal - count;
                from = place + 1;
            }
            ++less;
        }
        std::fill(m_signs.begin() + from, m_signs.begin() + to, count);
    }

    [[nodiscard]] std::span<const int> near(int vertex) const
    {
        return {m_near.data() + m_nearStart[vertex], m_near.data() + m_nearStart[vertex + 1]};
    }

    [[nodiscard]] int signSum(int vertex) const
    {
        int sum = 0;
        for (const int place : near(vertex))
            sum += m_signs[place];
        return sum;
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

    /// Prepares sifting in layer `l`: the places of its vertices' neighbours, sorted, by walking the layers around it.
    /// The places of the layer after follow those of the layer before.
    void loadNeighbours(int l)
    {
        for (const int vertex : m_g.order[l])
            m_fill[vertex] = m_nearStart[vertex];
        int place = 0;
        if (l > 0) {
            for (const int other : m_g.order[l - 1]) {
                for (const int vertex : m_g.after[other])
                    m_near[m_fill[vertex]++] = place;
                ++place;
            }
        }
        m_boundary = place;
        if (l + 1 < layerCount()) {
            for (const int other : m_g.order[l + 1]) {
                for (const int vertex : m_g.before[other])
                    m_near[m_fill[vertex]++] = place;
                ++place;
            }
        }
        m_signs.resize(std::size_t(place));
    }

    [[nodiscard]] int layerCount() const { return int(m_g.order.size()); }
    Layers &layers() { return m_g; }

private:
    struct Sorted
    {
        float key;
        int tie;
        int vertex;
        bool operator<(const Sorted &other) const { return key != other.key ? key < other.key : tie < other.tie; }
    };

    void sortLayer(int l, bool forward, bool reverseTies)
    {
        std::vector<int> &row = m_g.order[l];
        m_sorted.clear();
        for (const int vertex : row) {
            const auto neighbours = forward ? m_g.before[vertex] : m_g.after[vertex];
            if (neighbours.empty())
                continue;
            int sum = 0;
            for (const int other : neighbours)
                sum += m_g.position[other];
            const int position = m_g.position[vertex];
            m_sorted.push_back({float(sum) / float(neighbours.size()), reverseTies ? -position : position, vertex});
        }
        std::sort(m_sorted.begin(), m_sorted.end());
        std::size_t next = 0;
        for (int &slot : row) {
            if (!(forward ? m_g.before[slot] : m_g.after[slot]).empty())
                slot = m_sorted[next++].vertex;
        }
        m_g.updatePositions(l);
    }

    Layers &m_g;
    Random m_random;
    InversionCounter m_counter;
    std::vector<int> m_nearStart;
    std::vector<int> m_near;
    std::vector<int> m_fill;
    /// Where the places of the layer after begin.
    int m_boundary = 0;
    std::vector<int> m_signs;
    std::vector<int> m_vertices;
    std::vector<Sorted> m_sorted;
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

/// Of the orders with as many crossings the one that reads like the input: vertices with the same neighbours by their
/// index, and the whole picture not upside down.
void preferInputOrder(Layers &layers)
{
    std::int64_t agreement = 0;
    for (const std::vector<int> &row : layers.order) {
        for (std::size_t i = 1; i < row.size(); ++i)
            agreement += row[i] > row[i - 1] ? 1 : -1;
    }
    const auto sameNeighbours = [&](int a, int b) {
        return std::ranges::equal(layers.before[a], layers.before[b]) &&
               std::ranges::equal(layers.after[a], layers.after[b]);
    };
    const auto byNeighbours = [&](int a, int b) {
        const auto beforeA = layers.before[a];
        const auto beforeB = layers.before[b];
        if (!std::ranges::equal(beforeA, beforeB))
            return std::ranges::lexicographical_compare(beforeA, beforeB);
        const auto afterA = layers.after[a];
        const auto afterB = layers.after[b];
        return std::ranges::equal(afterA, afterB) ? a < b : std::ranges::lexicographical_compare(afterA, afterB);
    };
    std::vector<int> places;
    for (std::vector<int> &row : layers.order) {
        if (agreement < 0)
            std::reverse(row.begin(), row.end());
        const int l = layers.layer[row.front()];
        layers.updatePositions(l);
        std::vector<int> sorted = row;
        std::sort(sorted.begin(), sorted.end(), byNeighbours);
        for (std::size_t begin = 0; begin < sorted.size();) {
            std::size_t end = begin;
            places.clear();
            for (; end < sorted.size() && sameNeighbours(sorted[begin], sorted[end]); ++end)
                places.push_back(layers.position[sorted[end]]);
            std::sort(places.begin(), places.end());
            for (std::size_t i = 0; i < places.size(); ++i)
                row[std::size_t(places[i])] = sorted[begin + i];
            begin = end;
        }
        layers.updatePositions(l);
    }
}

/// Vertices of one layer with the same neighbours as one: no order is better than the best ones in which they stand
/// together, and together they move past others that would hold each of them back.
class Twins
{
public:
    explicit Twins(const Layers &layers) : m_groupOf(std::size_t(layers.vertexCount))
    {
        std::unordered_map<std::uint64_t, std::vector<int>> byNeighbours;
        for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
            std::vector<int> &candidates = byNeighbours[hash(layers, vertex)];
            const auto twin = std::find_if(candidates.begin(), candidates.end(), [&](int group) {
                const int other = m_members[std::size_t(group)].front();
                return layers.layer[other] == layers.layer[vertex] &&
                       sameNeighbours(layers.before[other], layers.before[vertex]) &&
                       sameNeighbours(layers.after[other], layers.after[vertex]);
            });
            if (twin == candidates.end()) {
                m_groupOf[std::size_t(vertex)] = int(m_members.size());
                candidates.push_back(int(m_members.size()));
                m_members.push_back({vertex});
            } else {
                m_groupOf[std::size_t(vertex)] = *twin;
                m_members[std::size_t(*twin)].push_back(vertex);
            }
        }
    }

    [[nodiscard]] bool any() const { return m_members.size() < m_groupOf.size(); }

    /// One segment for each of theirs: so a crossing of two counts as often as it is drawn.
    [[nodiscard]] Layers merged(const Layers &layers) const
    {
        std::vector<int> layerOf;
        layerOf.reserve(m_members.size());
        for (const std::vector<int> &group : m_members)
            layerOf.push_back(layers.layer[group.front()]);
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
        for (std::size_t l = 0; l < layers.order.size(); ++l) {
            layers.order[l].clear();
            for (const int group : merged.order[l])
                layers.order[l].insert(layers.order[l].end(), m_members[std::size_t(group)].begin(),
                                       m_members[std::size_t(group)].end());
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
        return sum(layers.before[vertex], 1) * 3 + sum(layers.after[vertex], 1ULL << 40);
    }

    static bool sameNeighbours(std::span<const int> a, std::span<const int> b)
    {
        return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
    }

    std::vector<int> m_groupOf;
    std::vector<std::vector<int>> m_members;
};

void searchForOrder(Layers &layers, double effort, const std::stop_token &stop)
{
    if (layers.order.size() < 2)
        return;
    using Order = std::vector<std::vector<int>>;
    LayerOrdering ordering(layers, 1);
    const auto use = [&](const Order &order) {
        layers.order = order;
        for (int l = 0; l < int(order.size()); ++l)
            layers.updatePositions(l);
    };
    const auto descend = [&](int rounds, std::int64_t crossings) {
        for (int i = 0; i < rounds && crossings > 0 && !stop.stop_requested(); ++i) {
            const std::int64_t saved = ordering.sift();
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
        ordering.sift();
        found.emplace_back(ordering.crossings(), layers.order);
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
    } else {
        searchForOrder(layers, effort, stop);
    }
    preferInputOrder(layers);
}

void repairOrder(Layers &layers, const std::vector<bool> &isNew, const std::stop_token &stop)
{
    LayerOrdering ordering(layers, 1);
    for (int round = 0; round < 4 && !stop.stop_requested(); ++round) {
        std::int64_t saved = 0;
        for (int l = 0; l < ordering.layerCount(); ++l) {
            ordering.loadNeighbours(l);
            const std::vector<int> row = layers.order[l];
            for (const int vertex : row) {
                if (isNew[vertex])
                    saved += ordering.siftVertex(l, vertex);
            }
        }
        if (saved == 0)
            break;
    }
}

} // namespace rules::layered
