#include "rules/graphlayers.h"

#include <algorithm>
#include <numeric>

namespace rules::layered {

Layers::Layers(std::vector<int> layerOf, std::span<const Arc> segments)
    : vertexCount(int(layerOf.size())), layer(std::move(layerOf)), position(layer.size()),
      before(vertexCount, segments, [](const Arc &a) { return a.to; }, [](const Arc &a) { return a.from; }),
      after(vertexCount, segments, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; })
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
        : m_g(layers), m_random(seed), m_key(std::size_t(layers.vertexCount)), m_before(layers.before),
          m_after(layers.after), m_fill(std::size_t(layers.vertexCount))
    {
    }

    [[nodiscard]] std::int64_t crossings()
    {
        std::int64_t sum = 0;
        for (int l = 0; l + 1 < layerCount(); ++l)
            sum += crossingsAfter(m_g, l, m_counter);
        return sum;
    }

    /// One pass over all layers; every vertex goes to the mean (or median) position of its neighbours in the layer before
    /// (forward) or after.
    void sweep(bool forward, bool median, bool reverseTies)
    {
        for (int i = 1; i < layerCount(); ++i) {
            const int l = forward ? i : layerCount() - 1 - i;
            sortLayer(l, forward, median, reverseTies);
        }
    }

    /// Exchanges neighbours as long as that saves crossings; true if it did.
    bool transpose(bool acceptTies)
    {
        bool improved = false;
        for (int l = 0; l < layerCount(); ++l) {
            loadNeighbours(l);
            std::vector<int> &row = m_g.order[l];
            bool changed = false;
            for (std::size_t i = 0; i + 1 < row.size(); ++i) {
                const std::int64_t saved = savedByExchange(row[i], row[i + 1]);
                if (saved > 0 || (acceptTies && saved == 0)) {
                    std::swap(row[i], row[i + 1]);
                    changed = true;
                    improved = improved || saved > 0;
                }
            }
            if (changed)
                m_g.updatePositions(l);
        }
        return improved;
    }

    /// Moves every vertex to the best place of its layer; the number of crossings saved.
    std::int64_t sift(int window)
    {
        std::int64_t saved = 0;
        for (int l = 0; l < layerCount(); ++l) {
            loadNeighbours(l);
            m_vertices = m_g.order[l];
            for (const int vertex : m_vertices)
                saved += siftVertex(m_g.order[l], vertex, window);
        }
        return saved;
    }

    std::int64_t siftVertex(std::vector<int> &row, int vertex, int window)
    {
        const int start = m_g.position[vertex];
        std::int64_t best = 0;
        int bestPosition = start;
        std::int64_t sum = 0;
        const int last = std::min(int(row.size()) - 1, start + window);
        for (int i = start + 1; i <= last; ++i) {
            sum += savedByExchange(vertex, row[i]);
            if (sum > best) {
                best = sum;
                bestPosition = i;
            }
        }
        sum = 0;
        const int first = std::max(0, start - window);
        for (int i = start - 1; i >= first; --i) {
            sum += savedByExchange(row[i], vertex);
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

    void loadNeighbours(int l)
    {
        if (l > 0)
            loadPositions(l, l - 1, m_g.after, m_before);
        if (l + 1 < layerCount())
            loadPositions(l, l + 1, m_g.before, m_after);
    }

    [[nodiscard]] int layerCount() const { return int(m_g.order.size()); }
    Layers &layers() { return m_g; }

private:
    void sortLayer(int l, bool forward, bool median, bool reverseTies)
    {
        std::vector<int> &row = m_g.order[l];
        m_sorted.clear();
        for (const int vertex : row) {
            const auto neighbours = forward ? m_g.before[vertex] : m_g.after[vertex];
            if (neighbours.empty())
                continue;
            if (median) {
                m_values.clear();
                for (const int other : neighbours)
                    m_values.push_back(m_g.position[other]);
                std::nth_element(m_values.begin(), m_values.begin() + std::ptrdiff_t(m_values.size() / 2), m_values.end());
                m_key[vertex] = float(m_values[m_values.size() / 2]);
            } else {
                int sum = 0;
                for (const int other : neighbours)
                    sum += m_g.position[other];
                m_key[vertex] = float(sum) / float(neighbours.size());
            }
            m_sorted.emplace_back(m_key[vertex], reverseTies ? -m_g.position[vertex] : m_g.position[vertex], vertex);
        }
        std::sort(m_sorted.begin(), m_sorted.end());
        std::size_t next = 0;
        for (int &slot : row) {
            if (!(forward ? m_g.before[slot] : m_g.after[slot]).empty())
                slot = std::get<2>(m_sorted[next++]);
        }
        m_g.updatePositions(l);
    }

    /// Sorted positions of the neighbours of layer `l` in the layer `from`, by walking that layer in its order.
    void loadPositions(int l, int from, const Lists &edges, Lists &positions)
    {
        for (const int vertex : m_g.order[l])
            m_fill[vertex] = 0;
        const std::vector<int> &row = m_g.order[from];
        for (std::size_t i = 0; i < row.size(); ++i) {
            for (const int vertex : edges[row[i]])
                positions[vertex][std::size_t(m_fill[vertex]++)] = int(i);
        }
    }

    /// Pairs (a of left, b of right) with a > b minus pairs with a < b.
    static std::int64_t difference(std::span<const int> left, std::span<const int> right)
    {
        if (left.size() == 1 && right.size() == 1)
            return (left[0] > right[0]) - (left[0] < right[0]);
        std::int64_t result = 0;
        std::size_t less = 0;
        std::size_t lessOrEqual = 0;
        for (const int b : right) {
            while (less < left.size() && left[less] < b)
                ++less;
            lessOrEqual = std::max(lessOrEqual, less);
            while (lessOrEqual < left.size() && left[lessOrEqual] == b)
                ++lessOrEqual;
            result += std::int64_t(left.size() - lessOrEqual) - std::int64_t(less);
        }
        return result;
    }

    [[nodiscard]] std::int64_t savedByExchange(int left, int right) const
    {
        return difference(m_before[left], m_before[right]) + difference(m_after[left], m_after[right]);
    }

    Layers &m_g;
    Random m_random;
    InversionCounter m_counter;
    std::vector<float> m_key;
    Lists m_before;
    Lists m_after;
    std::vector<int> m_fill;
    std::vector<int> m_vertices;
    std::vector<int> m_values;
    std::vector<std::tuple<float, int, int>> m_sorted;
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

void orderLayers(Layers &layers, double effort, const std::stop_token &stop)
{
    if (layers.order.size() < 2)
        return;
    LayerOrdering ordering(layers, 1);
    std::vector<std::vector<int>> best = layers.order;
    std::int64_t fewest = ordering.crossings();
    const auto keepBest = [&] {
        const std::int64_t now = ordering.crossings();
        if (now >= fewest)
            return false;
        fewest = now;
        best = layers.order;
        return true;
    };
    const int starts = std::clamp(int(effort * 20'000 / (layers.vertexCount + 1)), 2, 16);
    for (int start = 0; start < starts && fewest > 0 && !stop.stop_requested(); ++start) {
        ordering.searchOrder(start % 2 == 0);
        int idle = 0;
        for (int i = 0; i < 40 && idle < 4; ++i) {
            ordering.sweep((i + start) % 2 == 0, false, i % 4 >= 2);
            idle = keepBest() ? 0 : idle + 1;
        }
        for (int i = 0; i < 20 && ordering.transpose(i % 3 == 2); ++i) {
        }
        for (int i = 0; i < 10 && ordering.sift(layers.vertexCount > 5000 ? 20 : 1000) > 0; ++i) {
        }
        keepBest();
    }
    layers.order = std::move(best);
    for (int l = 0; l < int(layers.order.size()); ++l)
        layers.updatePositions(l);
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
                    saved += ordering.siftVertex(layers.order[l], vertex, int(row.size()));
            }
        }
        if (saved == 0)
            break;
    }
}

} // namespace rules::layered
