#include "rules/graphlayers.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <queue>

namespace rules::layered {

std::vector<bool> breakCycles(int nodeCount, std::span<Arc> arcs)
{
    std::vector<bool> turned(arcs.size());
    std::vector<Arc> ids(arcs.begin(), arcs.end());
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i].weight = int(i);
    const Lists out(nodeCount, ids, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.weight; });
    std::vector<int> incoming(std::size_t(nodeCount), 0);
    for (const Arc &arc : arcs)
        ++incoming[arc.to];
    enum : char { Unseen, Open, Done };
    std::vector<char> state(std::size_t(nodeCount), Unseen);
    std::vector<std::pair<int, std::size_t>> stack;
    const auto visit = [&](int root) {
        if (state[root] != Unseen)
            return;
        state[root] = Open;
        stack.emplace_back(root, 0);
        while (!stack.empty()) {
            auto &[node, next] = stack.back();
            if (next == out.size(node)) {
                state[node] = Done;
                stack.pop_back();
                continue;
            }
            const int id = out[node][next++];
            const int target = arcs[id].to;
            if (state[target] == Open) {
                turned[id] = true;
            } else if (state[target] == Unseen) {
                state[target] = Open;
                stack.emplace_back(target, 0);
            }
        }
    };
    // What nothing feeds comes first: then only arcs inside cycles are turned, and each cycle starts where it is entered.
    for (int node = 0; node < nodeCount; ++node) {
        if (incoming[node] == 0)
            visit(node);
    }
    for (int node = 0; node < nodeCount; ++node)
        visit(node);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        if (turned[i])
            std::swap(arcs[i].from, arcs[i].to);
    }
    return turned;
}

std::vector<std::vector<int>> components(int nodeCount, std::span<const Arc> arcs)
{
    std::vector<int> parent(static_cast<std::size_t>(nodeCount));
    std::iota(parent.begin(), parent.end(), 0);
    const auto find = [&](int node) {
        while (parent[node] != node)
            node = parent[node] = parent[parent[node]];
        return node;
    };
    for (const Arc &arc : arcs) {
        const int a = find(arc.from);
        const int b = find(arc.to);
        parent[std::max(a, b)] = std::min(a, b);
    }
    std::vector<std::vector<int>> result;
    std::vector<int> index(std::size_t(nodeCount), -1);
    for (int node = 0; node < nodeCount; ++node) {
        const int root = find(node);
        if (index[root] < 0) {
            index[root] = int(result.size());
            result.emplace_back();
        }
        result[index[root]].push_back(node);
    }
    return result;
}

namespace {

/// Gansner et al., "A technique for drawing directed graphs" (1993), section 2.3, with one simplification: the cut value
/// of a tree arc is, up to its sign, the sum of (outgoing − incoming weight) over the subtree below it, so that only these
/// sums are kept, and a pivot touches the subtree that moves and the tree path that changes, nothing else.
class NetworkSimplex
{
public:
    NetworkSimplex(int nodeCount, std::span<const Arc> arcs, std::vector<int> rank)
        : m_nodes(nodeCount), m_arcs(arcs), m_rank(std::move(rank)), m_inTree(arcs.size()),
          m_parent(std::size_t(nodeCount), -1), m_parentArc(std::size_t(nodeCount), -1),
          m_depth(std::size_t(nodeCount)), m_net(std::size_t(nodeCount)), m_stamp(std::size_t(nodeCount))
    {
        std::vector<Arc> ends;
        ends.reserve(arcs.size() * 2);
        for (std::size_t i = 0; i < arcs.size(); ++i) {
            ends.push_back({arcs[i].from, int(i)});
            ends.push_back({arcs[i].to, int(i)});
            m_net[arcs[i].from] += arcs[i].weight;
            m_net[arcs[i].to] -= arcs[i].weight;
        }
        m_incident = Lists(nodeCount, ends, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
    }

    std::vector<int> run(const std::stop_token &stop)
    {
        growTightTree();
        const std::int64_t pivots = 200 + 8 * std::int64_t(m_nodes);
        for (std::int64_t i = 0; i < pivots && !stop.stop_requested(); ++i) {
            const int leaving = selectLeaving();
            if (leaving < 0)
                break;
            pivot(leaving);
        }
        return std::move(m_rank);
    }

private:
    [[nodiscard]] int slack(int arc) const { return m_rank[m_arcs[arc].to] - m_rank[m_arcs[arc].from] - 1; }
    [[nodiscard]] int otherEnd(int arc, int node) const
    {
        return m_arcs[arc].from == node ? m_arcs[arc].to : m_arcs[arc].from;
    }

    /// A spanning tree of arcs of length one. The tree moves as a whole towards the arc that needs the smallest move; its
    /// members' ranks are kept relative to `shift`, so that moving it costs nothing.
    void growTightTree()
    {
        using Entry = std::pair<int, int>;
        using Heap = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;
        Heap leaving; // slack + shift of arcs that start in the tree
        Heap entering; // slack − shift of arcs that end in it
        std::vector<bool> inside(static_cast<std::size_t>(m_nodes));
        std::vector<int> added;
        added.reserve(std::size_t(m_nodes));
        int shift = 0;
        const auto add = [&](int node) {
            inside[node] = true;
            added.push_back(node);
            m_rank[node] -= shift;
            for (const int arc : m_incident[node]) {
                const int other = otherEnd(arc, node);
                if (inside[other])
                    continue;
                if (m_arcs[arc].from == node)
                    leaving.emplace(m_rank[other] - m_rank[node] - 1, arc);
                else
                    entering.emplace(m_rank[node] - m_rank[other] - 1, arc);
            }
        };
        const auto drop = [&](Heap &heap) {
            while (!heap.empty() && inside[m_arcs[heap.top().second].from] && inside[m_arcs[heap.top().second].to])
                heap.pop();
        };
        add(0);
        while (true) {
            drop(leaving);
            drop(entering);
            if (leaving.empty() && entering.empty())
                break;
            const bool forward =
                entering.empty() || (!leaving.empty() && leaving.top().first - shift <= entering.top().first + shift);
            const auto [key, arc] = forward ? leaving.top() : entering.top();
            const int child = forward ? m_arcs[arc].to : m_arcs[arc].from;
            shift += forward ? key - shift : -(key + shift);
            const int parent = otherEnd(arc, child);
            m_inTree[arc] = true;
            m_parent[child] = parent;
            m_parentArc[child] = arc;
            m_depth[child] = m_depth[parent] + 1;
            add(child);
        }
        for (int &rank : m_rank)
            rank += shift;
        for (std::size_t i = added.size() - 1; i > 0; --i)
            m_net[m_parent[added[i]]] += m_net[added[i]];
    }

    /// The root of a subtree that wants to move away from its parent; −1 at the optimum.
    int selectLeaving()
    {
        int best = -1;
        int candidates = 0;
        for (int i = 0; i < m_nodes && candidates < 30; ++i) {
            m_cursor = m_cursor + 1 == m_nodes ? 0 : m_cursor + 1;
            const int arc = m_parentArc[m_cursor];
            if (arc < 0)
                continue;
            const std::int64_t net = m_net[m_cursor];
            if (m_arcs[arc].from == m_cursor ? net < 0 : net > 0) {
                ++candidates;
                if (best < 0 || std::abs(net) > std::abs(m_net[best]))
                    best = m_cursor;
            }
        }
        return best;
    }

    void collectSubtree(int root)
    {
        ++m_time;
        m_subtree.assign(1, root);
        m_stamp[root] = m_time;
        for (std::size_t i = 0; i < m_subtree.size(); ++i) {
            const int node = m_subtree[i];
            for (const int arc : m_incident[node]) {
                const int other = otherEnd(arc, node);
                if (m_inTree[arc] && m_parent[other] == node && m_stamp[other] != m_time) {
                    m_stamp[other] = m_time;
                    m_subtree.push_back(other);
                }
            }
        }
    }

    void pivot(int child)
    {
        collectSubtree(child);
        const int leaving = m_parentArc[child];
        const bool left = m_arcs[leaving].from == child; // the subtree moves to smaller ranks
        int entering = -1;
        int smallest = std::numeric_limits<int>::max();
        for (const int node : m_subtree) {
            for (const int arc : m_incident[node]) {
                const int inner = left ? m_arcs[arc].to : m_arcs[arc].from;
                if (inner == node && m_stamp[otherEnd(arc, node)] != m_time && slack(arc) < smallest) {
                    smallest = slack(arc);
                    entering = arc;
                }
            }
        }
        const int step = left ? -smallest : smallest;
        for (const int node : m_subtree)
            m_rank[node] += step;
        exchange(child, leaving, entering);
    }

    void exchange(int child, int leaving, int entering)
    {
        const std::int64_t moved = m_net[child];
        const bool fromInside = m_stamp[m_arcs[entering].from] == m_time;
        const int inner = fromInside ? m_arcs[entering].from : m_arcs[entering].to;
        const int outer = otherEnd(entering, inner);
        int a = m_parent[child];
        int b = outer;
        while (a != b) {
            if (m_depth[a] >= m_depth[b]) {
                m_net[a] -= moved;
                a = m_parent[a];
            } else {
                m_net[b] += moved;
                b = m_parent[b];
            }
        }
        m_inTree[leaving] = false;
        m_inTree[entering] = true;
        // Turn the path inner … child upside down.
        int node = inner;
        int newParent = outer;
        int newArc = entering;
        std::int64_t newNet = moved;
        while (true) {
            const int oldParent = m_parent[node];
            const int oldArc = m_parentArc[node];
            const std::int64_t oldNet = m_net[node];
            m_parent[node] = newParent;
            m_parentArc[node] = newArc;
            m_net[node] = newNet;
            if (node == child)
                break;
            newParent = node;
            newArc = oldArc;
            newNet = moved - oldNet;
            node = oldParent;
        }
        collectSubtree(inner);
        for (const int member : m_subtree)
            m_depth[member] = m_depth[m_parent[member]] + 1;
    }

    int m_nodes;
    std::span<const Arc> m_arcs;
    std::vector<int> m_rank;
    Lists m_incident;
    std::vector<bool> m_inTree;
    std::vector<int> m_parent;
    std::vector<int> m_parentArc;
    std::vector<int> m_depth;
    std::vector<std::int64_t> m_net;
    std::vector<int> m_stamp;
    int m_time = 0;
    int m_cursor = -1;
    std::vector<int> m_subtree;
};

/// Nodes that are equally long whereever they stand go to the emptiest layer they may stand in.
void spreadFreeNodes(std::vector<int> &rank, const std::vector<bool> &keep, const Lists &in, const Lists &out,
                     std::span<const int> net)
{
    std::vector<int> population(std::size_t(*std::max_element(rank.begin(), rank.end())) + 1);
    for (const int r : rank)
        ++population[r];
    for (int node = 0; node < int(rank.size()); ++node) {
        if (net[node] != 0 || keep[node] || in.size(node) == 0)
            continue;
        int low = 0;
        int high = int(population.size()) - 1;
        for (const int other : in[node])
            low = std::max(low, rank[other] + 1);
        for (const int other : out[node])
            high = std::min(high, rank[other] - 1);
        int best = rank[node];
        for (int r = low; r <= high; ++r) {
            if (population[r] + 1 < population[best])
                best = r;
        }
        --population[rank[node]];
        ++population[best];
        rank[node] = best;
    }
}

} // namespace

std::vector<int> assignLayers(int nodeCount, std::span<const Arc> arcs, std::vector<int> start, const std::stop_token &stop)
{
    if (arcs.empty())
        return std::vector<int>(std::size_t(nodeCount), 0);
    const Lists out(nodeCount, arcs, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
    const Lists in(nodeCount, arcs, [](const Arc &a) { return a.to; }, [](const Arc &a) { return a.from; });
    std::vector<int> net(static_cast<std::size_t>(nodeCount));
    for (const Arc &arc : arcs) {
        net[arc.from] += arc.weight;
        net[arc.to] -= arc.weight;
    }
    const bool hinted = !start.empty();
    std::vector<int> rank = hinted ? std::move(start) : std::vector<int>(std::size_t(nodeCount), 0);
    std::vector<int> waiting(static_cast<std::size_t>(nodeCount));
    std::vector<int> ready;
    for (int node = 0; node < nodeCount; ++node) {
        waiting[node] = int(in.size(node));
        if (waiting[node] == 0)
            ready.push_back(node);
    }
    for (std::size_t i = 0; i < ready.size(); ++i) {
        for (const int target : out[ready[i]]) {
            rank[target] = std::max(rank[target], rank[ready[i]] + 1);
            if (--waiting[target] == 0)
                ready.push_back(target);
        }
    }
    rank = NetworkSimplex(nodeCount, arcs, std::move(rank)).run(stop);
    const int smallest = *std::min_element(rank.begin(), rank.end());
    for (int &r : rank)
        r -= smallest;
    if (!hinted)
        spreadFreeNodes(rank, std::vector<bool>(std::size_t(nodeCount)), in, out, net);
    return rank;
}

} // namespace rules::layered
