// Layered drawing of a directed graph, left to right, after Sugiyama, Tagawa and Toda (1981).
//
// Terms
//   arc        an edge without its direction inside cycles; self-edges are none
//   layer      nodes with the same column; every arc leads to a later layer
//   vertex     a node, or a pass: the place where a long arc goes through a layer
//   segment    the part of an arc between neighbouring layers
//   channel    the empty strip between two columns of boxes
//
// Steps (n nodes, m arcs, N vertices, M segments, W vertices in the widest layer)
//   1 breakCycles   depth-first search from what nothing feeds, arcs back into the open path are turned       O(n + m)
//   2 components    each is laid out by itself: arcs of two components never cross
//   3 assignLayers  network simplex: the least sum of arc lengths; free nodes to the emptiest layer
//                                                                                               O(pivots · subtree)
//   4 orderLayers   vertices with the same neighbours move as one; several starts in the order of a breadth-first
//                   search, two of three with four barycentre sweeps, each with one round of sifting (every vertex to
//                   the best place of its layer, which includes all exchanges of neighbours); the best ones are sifted
//                   until nothing improves, the very best is shaken by further sweeps
//                                                    O(M log W) a sweep, O(M · W) a round, less in practice
//   5 Relaxation    heights that minimise the length of all segments, a convex problem, solved column by column to
//                   its global minimum; passes have one height                                       O(M) a round
//   6 route         boxes fixed, passes with two heights (where they enter and leave the column): long arcs become
//                   taut strings; straight through columns, cubic curves in channels, one tangent where they meet
//   7 stack         components below each other, as close as their outlines allow
// Boxes stand in columns and passes keep their distance from them, channels hold no box: so no curve touches a box it
// does not belong to.
//
// Stability: with a previous layout, known nodes start in their old columns, keep their old order, and only new nodes
// and passes look for a place; components keep their order from top to bottom. Where next to nothing is new, known
// nodes keep their heights, too: what is new pushes them aside by no more than its own height, unless it opens a
// column.

#include "rules/graphlayout.h"

#include "rules/graphdrawing.h"

#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace rules {

namespace layered {

namespace {

/// In deeper graphs edges from the first to the last column would cross everything.
constexpr int mostColumnsWithSides = 4;

/// More passes than this are not worth their memory: then the arcs of one node share theirs.
constexpr std::size_t mostPasses = 200'000;

} // namespace

std::optional<GraphLayout> Drawing::run()
{
    collectArcs();
    assignColumns();
    assignBands();
    honourSides();
    for (Component &component : m_components) {
        buildLayers(component);
        order(component);
        if (m_stop.stop_requested())
            return std::nullopt;
    }
    placeColumns();
    for (Component &component : m_components)
        place(component);
    stackComponents();
    if (m_stop.stop_requested())
        return std::nullopt;
    return finish();
}

void Drawing::collectArcs()
{
    for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
        const LayoutGraph::Edge &edge = m_graph.edges[i];
        if (edge.from == edge.to)
            continue;
        m_arcs.push_back({int(edge.from), int(edge.to)});
        m_arcEdge.push_back(int(i));
    }
    m_turned = breakCycles(m_nodeCount, m_arcs);
    countParallelArcs();
    std::vector<int> componentOf(static_cast<std::size_t>(m_nodeCount));
    for (std::vector<int> &nodes : components(m_nodeCount, m_arcs)) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            m_localIndex[nodes[i]] = int(i);
            componentOf[nodes[i]] = int(m_components.size());
        }
        m_components.emplace_back().nodes = std::move(nodes);
    }
    for (std::size_t i = 0; i < m_arcs.size(); ++i)
        m_components[componentOf[m_arcs[i].from]].arcs.push_back(int(i));
}

void Drawing::countParallelArcs()
{
    std::vector<Arc> ids;
    ids.reserve(m_arcs.size());
    for (std::size_t i = 0; i < m_arcs.size(); ++i)
        ids.push_back({m_arcs[i].from, int(i)});
    const Lists out(
        m_nodeCount, ids, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
    std::vector<std::pair<int, int>> seen(std::size_t(m_nodeCount), {-1, 0});
    m_parallel.resize(m_arcs.size());
    for (int node = 0; node < m_nodeCount; ++node) {
        for (const int id : out[node]) {
            auto &[from, count] = seen[m_arcs[id].to];
            count = from == node ? count + 1 : 0;
            from = node;
            m_parallel[id] = count;
        }
    }
}

void Drawing::assignColumns()
{
    for (Component &component : m_components) {
        std::vector<Arc> arcs;
        for (const int id : component.arcs)
            arcs.push_back({m_localIndex[m_arcs[id].from], m_localIndex[m_arcs[id].to]});
        std::vector<int> start;
        if (m_hinted) {
            for (const int node : component.nodes)
                start.push_back(m_options.previousNodes[node] ? m_options.previousNodes[node]->column : 0);
        }
        const std::vector<int> layers = assignLayers(int(component.nodes.size()), arcs, std::move(start), m_stop);
        for (std::size_t i = 0; i < component.nodes.size(); ++i)
            m_column[component.nodes[i]] = layers[i];
    }
}

/// Deep components first, then large ones; known ones as they stood.
std::vector<int> Drawing::componentSequence() const
{
    struct Key
    {
        double before = std::numeric_limits<double>::infinity();
        int columns = 0;
        std::size_t nodes = 0;
    };
    std::vector<Key> keys(m_components.size());
    for (std::size_t i = 0; i < m_components.size(); ++i) {
        keys[i].nodes = m_components[i].nodes.size();
        for (const int node : m_components[i].nodes) {
            keys[i].columns = std::max(keys[i].columns, m_column[node]);
            if (m_hinted && m_options.previousNodes[node])
                keys[i].before = std::min(keys[i].before, m_options.previousNodes[node]->centre.y);
        }
    }
    std::vector<int> sequence(m_components.size());
    std::iota(sequence.begin(), sequence.end(), 0);
    std::stable_sort(sequence.begin(), sequence.end(), [&](int a, int b) {
        if (keys[a].before != keys[b].before)
            return keys[a].before < keys[b].before;
        return keys[a].columns != keys[b].columns ? keys[a].columns > keys[b].columns : keys[a].nodes > keys[b].nodes;
    });
    return sequence;
}

/// Of the fullest column, passes included.
double Drawing::estimatedHeight(const Component &component) const
{
    std::vector<double> heights;
    const auto add = [&](int column, double height) {
        heights.resize(std::max(heights.size(), std::size_t(column) + 1));
        heights[column] += height;
    };
    for (const int node : component.nodes)
        add(m_column[node], m_graph.nodes[node].height + m_options.rowGap);
    for (const int id : component.arcs) {
        for (int column = m_column[m_arcs[id].from] + 1; column < m_column[m_arcs[id].to]; ++column)
            add(column, m_options.edgeGap);
    }
    return *std::max_element(heights.begin(), heights.end());
}

void Drawing::assignBands()
{
    const std::vector<int> sequence = componentSequence();
    std::vector<double> heights;
    std::vector<double> columnWidths;
    double sum = 0;
    for (const Component &component : m_components) {
        heights.push_back(m_options.aspect > 0 ? estimatedHeight(component) : 0);
        sum += heights.back();
    }
    for (int node = 0; node < m_nodeCount; ++node) {
        columnWidths.resize(std::max(columnWidths.size(), std::size_t(m_column[node]) + 1));
        columnWidths[m_column[node]] = std::max(columnWidths[m_column[node]], m_graph.nodes[node].width);
    }
    const double width = std::accumulate(columnWidths.begin(), columnWidths.end(), 0.0) +
                         m_options.columnGap * double(columnWidths.size());
    const double tallest = heights.empty() ? 0 : *std::max_element(heights.begin(), heights.end());
    const double wanted = m_options.aspect > 0 && width > 0 ? std::sqrt(sum * width / m_options.aspect) : 0;
    const double limit = std::max(tallest, wanted);
    std::vector<double> used;
    int current = 0;
    for (const int id : sequence) {
        Component &component = m_components[id];
        int band = -1;
        if (m_hinted && m_options.aspect > 0) {
            for (const int node : component.nodes) {
                if (m_options.previousNodes[node])
                    band = std::max(band, std::min(m_options.previousNodes[node]->band, m_nodeCount));
            }
        }
        if (band < 0) {
            while (current < int(used.size()) && used[current] > 0 && used[current] + heights[id] > limit * 1.01)
                ++current;
            band = m_options.aspect > 0 ? current : 0;
        }
        used.resize(std::max(used.size(), std::size_t(band) + 1));
        m_bands.resize(used.size());
        used[band] += heights[id];
        component.band = band;
        m_bands[band].components.push_back(id);
    }
}

void Drawing::honourSides()
{
    std::vector<bool> hasIn(static_cast<std::size_t>(m_nodeCount));
    std::vector<bool> hasOut(static_cast<std::size_t>(m_nodeCount));
    for (const Arc &arc : m_arcs) {
        hasOut[arc.from] = true;
        hasIn[arc.to] = true;
    }
    for (const Band &band : m_bands) {
        int last = 0;
        for (const int id : band.components) {
            for (const int node : m_components[id].nodes)
                last = std::max(last, m_column[node]);
        }
        for (const int id : band.components) {
            Component &component = m_components[id];
            component.firstColumn = std::numeric_limits<int>::max();
            for (const int node : component.nodes) {
                const LayoutGraph::Side side = m_graph.nodes[node].side;
                if (side == LayoutGraph::Side::First && !hasIn[node] && last < mostColumnsWithSides)
                    m_column[node] = 0;
                else if (side == LayoutGraph::Side::Last && !hasOut[node] && last < mostColumnsWithSides)
                    m_column[node] = last;
                component.firstColumn = std::min(component.firstColumn, m_column[node]);
            }
        }
    }
}

void Drawing::buildLayers(Component &component)
{
    std::vector<int> layerOf;
    layerOf.reserve(component.nodes.size());
    for (const int node : component.nodes)
        layerOf.push_back(m_column[node] - component.firstColumn);
    std::size_t passes = 0;
    for (const int id : component.arcs)
        passes += std::size_t(m_column[m_arcs[id].to] - m_column[m_arcs[id].from] - 1);
    const bool share = passes > mostPasses;
    std::vector<int> &path = component.pathVertices;
    path.reserve(passes + 2 * component.arcs.size());
    component.pathStart.reserve(component.arcs.size() + 1);
    std::map<std::pair<int, int>, int> shared;
    std::vector<Arc> segments;
    segments.reserve(std::min(passes, mostPasses) + component.arcs.size());
    for (const int id : component.arcs) {
        const int from = m_localIndex[m_arcs[id].from];
        const int to = m_localIndex[m_arcs[id].to];
        component.pathStart.push_back(path.size());
        path.push_back(from);
        for (int layer = layerOf[from] + 1; layer < layerOf[to]; ++layer) {
            int pass = int(layerOf.size());
            if (share) {
                const auto [it, isNew] = shared.try_emplace({from, layer}, pass);
                pass = it->second;
                if (!isNew) {
                    path.push_back(pass);
                    continue;
                }
            }
            layerOf.push_back(layer);
            segments.push_back({path.back(), pass});
            path.push_back(pass);
        }
        segments.push_back({path.back(), to});
        path.push_back(to);
    }
    component.pathStart.push_back(path.size());
    component.layers.emplace(std::move(layerOf), segments);
}

void Drawing::order(Component &component)
{
    if (!orderAsBefore(component))
        orderLayers(*component.layers, m_options.effort, m_stop);
}

/// The order of the previous layout, if it knows enough of the component.
bool Drawing::orderAsBefore(Component &component)
{
    if (!m_hinted)
        return false;
    Layers &layers = *component.layers;
    std::vector<double> y(std::size_t(layers.vertexCount), std::numeric_limits<double>::quiet_NaN());
    std::vector<bool> isNew(std::size_t(layers.vertexCount), true);
    std::size_t known = 0;
    for (std::size_t i = 0; i < component.nodes.size(); ++i) {
        const std::optional<GraphLayout::Node> &previous = m_options.previousNodes[component.nodes[i]];
        if (!previous)
            continue;
        y[i] = previous->centre.y;
        isNew[i] = false;
        ++known;
    }
    if (known * 2 < component.nodes.size())
        return false;
    // New nodes stand at the mean of their known neighbours, later ones of a chain after earlier ones.
    for (bool changed = true; changed;) {
        changed = false;
        std::vector<std::pair<double, int>> sums(component.nodes.size());
        for (std::size_t arc = 0; arc < component.arcs.size(); ++arc) {
            const std::span<const int> path = component.path(arc);
            const int a = path.front();
            const int b = path.back();
            if (std::isnan(y[a]) != std::isnan(y[b])) {
                auto &[sum, count] = sums[std::isnan(y[a]) ? a : b];
                sum += std::isnan(y[a]) ? y[b] : y[a];
                ++count;
            }
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            if (sums[i].second > 0) {
                y[i] = sums[i].first / sums[i].second;
                changed = true;
            }
        }
    }
    for (std::size_t a = 0; a < component.arcs.size(); ++a) {
        const std::span<const int> path = component.path(a);
        const std::size_t edge = std::size_t(m_arcEdge[component.arcs[a]]);
        const bool isKnown = edge < m_options.previousPasses.size() &&
                             m_options.previousPasses[edge].size() + 2 == path.size() && path.size() > 2;
        for (std::size_t i = 1; i + 1 < path.size(); ++i) {
            y[path[i]] = isKnown ? m_options.previousPasses[edge][i - 1]
                                 : std::lerp(y[path.front()], y[path.back()], double(i) / double(path.size() - 1));
            isNew[path[i]] = !isKnown;
        }
    }
    for (int l = 0; l < int(layers.order.size()); ++l) {
        std::stable_sort(layers.order[l].begin(), layers.order[l].end(), [&](int a, int b) { return y[a] < y[b]; });
        layers.updatePositions(l);
    }
    repairOrder(layers, isNew, m_stop);
    component.y = std::move(y);
    isNew.flip();
    component.isKnown = std::move(isNew);
    return true;
}

} // namespace layered

std::optional<GraphLayout> layoutGraph(const LayoutGraph &graph, const LayoutOptions &options,
                                       const std::stop_token &stop)
{
    return layered::Drawing(graph, options, stop).run();
}

} // namespace rules
