#include "rules/graphlayers.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace rules::layered {

std::vector<bool> breakCycles(int nodeCount, std::span<Arc> arcs)
{
    std::vector<bool> turned(arcs.size());
    std::vector<Arc> ids(arcs.begin(), arcs.end());
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i].weight = int(i);
    const Lists out(
        nodeCount, ids, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.weight; });
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
    // What nothing feeds comes first: then only arcs inside cycles are turned, and each cycle starts where it is
    // entered.
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

/// Gansner et al., "A technique for drawing directed graphs" (1993), section 2.3, with one simplification: the cut
/// value of a tree arc is, up to its sign, the sum of (outgoing − incoming weight) over the subtree below it, so that
/// only these sums are kept, and a pivot touches the subtree that moves and the tree path that changes, nothing else.
class NetworkSimplex
{
public:
    NetworkSimplex(int nodeCount, std::span<const Arc> arcs, std::vector<int> rank)
        : m_nodes(nodeCount),
          m_rank(std::move(rank)),
          m_tree(std::size_t(nodeCount)),
          m_stamp(std::size_t(nodeCount)),
          m_out(
              nodeCount, arcs, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; }),
          m_in(
              nodeCount, arcs, [](const Arc &a) { return a.to; }, [](const Arc &a) { return a.from; })
    {
        for (const Arc &arc : arcs) {
            m_tree[arc.from].net += arc.weight;
            m_tree[arc.to].net -= arc.weight;
        }
    }

    std::vector<int> run(const std::stop_token &stop)
    {
        moveSingleNodes();
        growTightTree();
        for (m_work = 0; m_work < mostWork && !stop.stop_requested();) {
            const int leaving = selectLeaving();
            if (leaving < 0)
                break;
            pivot(leaving);
        }
        return std::move(m_rank);
    }

private:
    /// In visited nodes. At 1 000 nodes three quarters of it are enough for the optimum, at 5 000 it ends within 0.2 %.
    static constexpr std::int64_t mostWork = 40'000;

    struct TreeNode
    {
        int parent = -1;
        int firstChild = -1;
        int nextSibling = -1;
        int previousSibling = -1;
        int depth = 0;
        /// The tree arc to the parent starts here.
        bool upwards = false;
        /// Nodes of the subtree.
        int size = 1;
        /// Outgoing minus incoming weight of the subtree.
        std::int64_t net = 0;
    };

    /// A cheap start: nodes one by one to where their arcs are shortest.
    void moveSingleNodes()
    {
        bool changed = true;
        for (int round = 0; changed && round < 16; ++round) {
            changed = false;
            for (int i = 0; i < m_nodes; ++i) {
                const int node = round % 2 == 0 ? i : m_nodes - 1 - i;
                const std::int64_t net = m_tree[node].net;
                int target = m_rank[node];
                if (net > 0 && m_out.size(node) > 0) {
                    target = std::numeric_limits<int>::max();
                    for (const int other : m_out[node])
                        target = std::min(target, m_rank[other] - 1);
                } else if (net < 0 && m_in.size(node) > 0) {
                    target = std::numeric_limits<int>::min();
                    for (const int other : m_in[node])
                        target = std::max(target, m_rank[other] + 1);
                }
                changed = changed || target != m_rank[node];
                m_rank[node] = target;
            }
        }
    }

    void attach(int child, int parent, bool upwards)
    {
        TreeNode &node = m_tree[child];
        node.parent = parent;
        node.upwards = upwards;
        node.previousSibling = -1;
        node.nextSibling = m_tree[parent].firstChild;
        if (node.nextSibling >= 0)
            m_tree[node.nextSibling].previousSibling = child;
        m_tree[parent].firstChild = child;
    }

    void detach(int child)
    {
        const TreeNode &node = m_tree[child];
        if (node.previousSibling >= 0)
            m_tree[node.previousSibling].nextSibling = node.nextSibling;
        else
            m_tree[node.parent].firstChild = node.nextSibling;
        if (node.nextSibling >= 0)
            m_tree[node.nextSibling].previousSibling = node.previousSibling;
    }

    /// A spanning tree of arcs of length one. The tree moves as a whole towards the arc that needs the smallest move;
    /// its members' ranks are kept relative to `shift`, so that moving it costs nothing.
    void growTightTree()
    {
        struct Entry
        {
            int key;
            int inner;
            int outer;
            bool operator>(const Entry &other) const { return key > other.key; }
        };
        using Heap = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;
        Heap leaving;  // slack + shift of arcs that start in the tree
        Heap entering; // slack − shift of arcs that end in it
        std::vector<char> inside(static_cast<std::size_t>(m_nodes));
        std::vector<int> added;
        added.reserve(std::size_t(m_nodes));
        int shift = 0;
        const auto add = [&](int node) {
            inside[node] = true;
            added.push_back(node);
            m_rank[node] -= shift;
            for (const int other : m_out[node]) {
                if (!inside[other])
                    leaving.push({m_rank[other] - m_rank[node] - 1, node, other});
            }
            for (const int other : m_in[node]) {
                if (!inside[other])
                    entering.push({m_rank[node] - m_rank[other] - 1, node, other});
            }
        };
        const auto drop = [&](Heap &heap) {
            while (!heap.empty() && inside[heap.top().outer])
                heap.pop();
        };
        add(0);
        while (true) {
            drop(leaving);
            drop(entering);
            if (leaving.empty() && entering.empty())
                break;
            const bool forward =
                entering.empty() || (!leaving.empty() && leaving.top().key - shift <= entering.top().key + shift);
            const Entry entry = forward ? leaving.top() : entering.top();
            shift += forward ? entry.key - shift : -(entry.key + shift);
            attach(entry.outer, entry.inner, !forward);
            m_tree[entry.outer].depth = m_tree[entry.inner].depth + 1;
            add(entry.outer);
        }
        for (int &rank : m_rank)
            rank += shift;
        for (std::size_t i = added.size() - 1; i > 0; --i) {
            TreeNode &parent = m_tree[m_tree[added[i]].parent];
            parent.net += m_tree[added[i]].net;
            parent.size += m_tree[added[i]].size;
        }
    }

    /// The root of a subtree that wants to move away from its parent, of some of them the one that gains most for its
    /// size; −1 at the optimum.
    int selectLeaving()
    {
        int best = -1;
        double bestGain = 0;
        int candidates = 0;
        for (int i = 0; i < m_nodes && candidates < 30; ++i) {
            m_cursor = m_cursor + 1 == m_nodes ? 0 : m_cursor + 1;
            const TreeNode &node = m_tree[m_cursor];
            if (node.parent < 0 || (node.upwards ? node.net >= 0 : node.net <= 0))
                continue;
            ++candidates;
            const double gain = double(std::abs(node.net)) / node.size;
            if (gain > bestGain) {
                bestGain = gain;
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
            for (int child = m_tree[m_subtree[i]].firstChild; child >= 0; child = m_tree[child].nextSibling) {
                m_stamp[child] = m_time;
                m_subtree.push_back(child);
            }
        }
        m_work += std::int64_t(m_subtree.size());
    }

    /// Moves the subtree until an arc from or to the rest becomes tight; that one replaces the arc to its parent.
    void pivot(int child)
    {
        collectSubtree(child);
        const bool left = m_tree[child].upwards;
        int smallest = std::numeric_limits<int>::max();
        int inner = -1;
        int outer = -1;
        for (const int node : m_subtree) {
            for (const int other : left ? m_in[node] : m_out[node]) {
                const int slack = std::abs(m_rank[other] - m_rank[node]) - 1;
                if (slack < smallest && m_stamp[other] != m_time) {
                    smallest = slack;
                    inner = node;
                    outer = other;
                }
            }
        }
        if (smallest > 0) {
            for (const int node : m_subtree)
                m_rank[node] += left ? -smallest : smallest;
        }
        exchange(child, inner, outer, !left);
    }

    void exchange(int child, int inner, int outer, bool upwards)
    {
        const std::int64_t moved = m_tree[child].net;
        const int size = m_tree[child].size;
        int a = m_tree[child].parent;
        int b = outer;
        while (a != b) {
            TreeNode &node = m_tree[m_tree[a].depth >= m_tree[b].depth ? a : b];
            const bool loses = &node == &m_tree[a];
            node.net += loses ? -moved : moved;
            node.size += loses ? -size : size;
            (loses ? a : b) = node.parent;
        }
        // Turn the path from the inner end up to the old root of the subtree upside down.
        int node = inner;
        int parent = outer;
        std::int64_t net = moved;
        int members = size;
        while (true) {
            TreeNode &current = m_tree[node];
            const int oldParent = current.parent;
            const bool oldUpwards = current.upwards;
            const std::int64_t oldNet = std::exchange(current.net, net);
            const int oldSize = std::exchange(current.size, members);
            detach(node);
            attach(node, parent, upwards);
            if (node == child)
                break;
            parent = node;
            upwards = !oldUpwards;
            net = moved - oldNet;
            members = size - oldSize;
            node = oldParent;
        }
        collectSubtree(inner);
        for (const int member : m_subtree)
            m_tree[member].depth = m_tree[m_tree[member].parent].depth + 1;
    }

    int m_nodes;
    std::vector<int> m_rank;
    std::vector<TreeNode> m_tree;
    std::vector<int> m_stamp;
    Lists m_out;
    Lists m_in;
    int m_time = 0;
    int m_cursor = -1;
    std::int64_t m_work = 0;
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

std::vector<int> assignLayers(int nodeCount, std::span<const Arc> arcs, std::vector<int> start,
                              const std::stop_token &stop)
{
    if (arcs.empty())
        return std::vector<int>(std::size_t(nodeCount), 0);
    const Lists out(
        nodeCount, arcs, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
    const Lists in(
        nodeCount, arcs, [](const Arc &a) { return a.to; }, [](const Arc &a) { return a.from; });
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
