#include "rules/graphfindings.h"

#include <algorithm>
#include <utility>

namespace rules {

namespace {

bool isCertain(const GraphEdge &edge)
{
    return edge.certainty == Certainty::Exact || edge.certainty == Certainty::Regex;
}

/// Edges that chains and cycles follow, by the node they leave.
std::vector<std::vector<std::size_t>> certainEdges(const DependencyGraph &graph)
{
    std::vector<std::vector<std::size_t>> out(graph.nodes.size());
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        if (isCertain(graph.edges[i]))
            out[graph.edges[i].from].push_back(i);
    }
    return out;
}

/// Tarjan's strongly connected components with a stack of its own: chains may be as long as there are rules.
/// O(nodes + edges). Components come out readers first.
class Components
{
public:
    explicit Components(const DependencyGraph &graph)
        : m_graph(graph),
          m_out(certainEdges(graph)),
          m_order(graph.nodes.size(), -1),
          m_low(graph.nodes.size()),
          m_open(graph.nodes.size())
    {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            if (m_order[i] < 0)
                visit(i);
        }
    }

    std::vector<std::vector<std::size_t>> take() { return std::move(m_components); }

private:
    void enter(std::size_t node)
    {
        m_order[node] = m_low[node] = m_next++;
        m_open[node] = true;
        m_path.push_back(node);
        m_calls.emplace_back(node, 0);
    }

    void visit(std::size_t start)
    {
        enter(start);
        while (!m_calls.empty()) {
            const std::size_t node = m_calls.back().first;
            if (m_calls.back().second < m_out[node].size()) {
                const std::size_t next = m_graph.edges[m_out[node][m_calls.back().second++]].to;
                if (m_order[next] < 0)
                    enter(next);
                else if (m_open[next])
                    m_low[node] = std::min(m_low[node], m_order[next]);
                continue;
            }
            m_calls.pop_back();
            if (!m_calls.empty())
                m_low[m_calls.back().first] = std::min(m_low[m_calls.back().first], m_low[node]);
            if (m_low[node] == m_order[node])
                close(node);
        }
    }

    void close(std::size_t root)
    {
        std::vector<std::size_t> component;
        std::size_t node = 0;
        do {
            node = m_path.back();
            m_path.pop_back();
            m_open[node] = false;
            component.push_back(node);
        } while (node != root);
        std::ranges::sort(component);
        m_components.push_back(std::move(component));
    }

    const DependencyGraph &m_graph;
    std::vector<std::vector<std::size_t>> m_out;
    std::vector<long> m_order;
    std::vector<long> m_low;
    std::vector<bool> m_open;
    std::vector<std::size_t> m_path;
    std::vector<std::pair<std::size_t, std::size_t>> m_calls;
    std::vector<std::vector<std::size_t>> m_components;
    long m_next = 0;
};

} // namespace

std::vector<Orphan> orphans(const DependencyGraph &graph)
{
    std::vector<bool> read(graph.nodes.size());
    std::vector<bool> perhaps(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges) {
        if (edge.from == edge.to)
            continue;
        (isCertain(edge) ? read : perhaps)[edge.from] = true;
    }
    std::vector<Orphan> result;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].kind == NodeKind::Recording && !read[i])
            result.push_back({i, perhaps[i]});
    }
    return result;
}

std::vector<std::size_t> danglingReferences(const DependencyGraph &graph, const std::set<std::string> *known)
{
    std::vector<bool> named(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges)
        named[edge.from] = named[edge.from] || edge.certainty == Certainty::Exact;
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const GraphNode &node = graph.nodes[i];
        if (node.kind == NodeKind::Metric && named[i] && node.name.find(':') != std::string::npos &&
            !(known && known->contains(node.name)))
            result.push_back(i);
    }
    return result;
}

std::vector<std::vector<std::size_t>> cycles(const DependencyGraph &graph)
{
    std::vector<std::vector<std::size_t>> result = Components(graph).take();
    std::vector<bool> readsItself(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges) {
        if (edge.from == edge.to && isCertain(edge))
            readsItself[edge.from] = true;
    }
    std::erase_if(result, [&](const auto &component) { return component.size() == 1 && !readsItself[component[0]]; });
    std::ranges::sort(result);
    return result;
}

Chain longestChain(const DependencyGraph &graph)
{
    const std::vector<std::vector<std::size_t>> components = Components(graph).take();
    std::vector<std::size_t> componentOf(graph.nodes.size());
    for (std::size_t i = 0; i < components.size(); ++i) {
        for (const std::size_t node : components[i])
            componentOf[node] = i;
    }
    const std::vector<std::vector<std::size_t>> out = certainEdges(graph);
    struct Best
    {
        std::size_t length = 0;
        double lag = 0;
        /// Of the node after this one; none at the end.
        std::size_t next = std::size_t(-1);
    };
    // Readers come first: what a node leads to is known when it is asked. Inside a cycle the way ends.
    std::vector<Best> best(graph.nodes.size());
    std::size_t start = graph.nodes.size();
    for (const std::vector<std::size_t> &component : components) {
        for (const std::size_t node : component) {
            for (const std::size_t id : out[node]) {
                const GraphEdge &edge = graph.edges[id];
                if (componentOf[edge.to] == componentOf[node])
                    continue;
                const Best candidate{best[edge.to].length + 1, best[edge.to].lag + edge.lagSeconds.value_or(0),
                                     edge.to};
                if (std::pair(candidate.length, candidate.lag) > std::pair(best[node].length, best[node].lag))
                    best[node] = candidate;
            }
            if (best[node].length == 0)
                continue;
            const auto rank = [&](std::size_t i) { return std::pair(best[i].length, best[i].lag); };
            if (start == graph.nodes.size() || rank(node) > rank(start) || (rank(node) == rank(start) && node < start))
                start = node;
        }
    }
    Chain chain;
    if (start == graph.nodes.size())
        return chain;
    chain.lagSeconds = best[start].lag;
    for (std::size_t node = start; node != std::size_t(-1); node = best[node].next)
        chain.nodes.push_back(node);
    return chain;
}

} // namespace rules
