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
//   3 assignLayers  network simplex: the least sum of arc lengths; free nodes to the emptiest layer   O(pivots · subtree)
//   4 orderLayers   several starts, each with four barycentre sweeps and one round of sifting (every vertex to the best
//                   place of its layer, which includes all exchanges of neighbours); the best two are sifted until
//                   nothing improves and shaken by further sweeps    O(M log W) a sweep, O(M · W) a round, less in practice
//   5 Relaxation    heights that minimise the length of all segments, a convex problem, solved column by column to
//                   its global minimum; passes have one height                                       O(M) a round
//   6 route         boxes fixed, passes with two heights (where they enter and leave the column): long arcs become
//                   taut strings; straight through columns, cubic curves in channels, one tangent where they meet
//   7 stack         components below each other, as close as their outlines allow
// Boxes stand in columns and passes keep their distance from them, channels hold no box: so no curve touches a box it
// does not belong to.
//
// Stability: with a previous layout, known nodes start in their old columns, keep their old order, and only new nodes and
// passes look for a place; components keep their order from top to bottom.

#include "rules/graphlayout.h"

#include "rules/graphlayers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace rules {

namespace {

using layered::Arc;
using layered::Layers;
using layered::Lists;
using layered::Relaxation;

/// Ten rounds end within 0.1 % of the shortest length; small graphs get more, where single edges are seen.
int rounds(const Layers &layers, double work)
{
    return std::clamp(int(work / (layers.vertexCount + double(layers.segmentCount))), 3, 60);
}

/// In deeper graphs edges from the first to the last column would cross everything.
constexpr int mostColumnsWithSides = 4;

/// More passes than this are not worth their memory: then the arcs of one node share theirs.
constexpr std::size_t mostPasses = 200'000;

struct Component
{
    std::vector<int> nodes;
    /// Indices into Drawing::arcs.
    std::vector<int> arcs;
    /// The first layer's column.
    int firstColumn = 0;
    /// By vertex: the nodes in the order of `nodes`, then the passes.
    std::optional<Layers> layers;
    /// By arc: its vertices from layer to layer.
    std::vector<std::vector<int>> paths;
    /// By vertex; where it was before, until place().
    std::vector<double> y;
    /// By vertex: heights where passes enter and leave their column.
    std::vector<double> enter;
    std::vector<double> leave;
};

class Drawing
{
public:
    Drawing(const LayoutGraph &graph, const LayoutOptions &options, const std::stop_token &stop)
        : m_graph(graph), m_options(options), m_stop(stop), m_nodeCount(int(graph.nodes.size())),
          m_hinted(options.previousNodes.size() == graph.nodes.size()), m_column(graph.nodes.size()),
          m_localIndex(graph.nodes.size())
    {
    }

    std::optional<GraphLayout> run()
    {
        collectArcs();
        assignColumns();
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

private:
    void collectArcs();
    void countParallelArcs();
    void assignColumns();
    void honourSides();
    void buildLayers(Component &component);
    void order(Component &component);
    bool orderAsBefore(Component &component);
    void placeColumns();
    void place(Component &component);
    void route(Component &component);
    void stackComponents();
    GraphLayout finish();
    std::vector<LayoutPoint> curve(const Component &component, const std::vector<int> &path, double shift) const;
    std::vector<LayoutPoint> selfCurve(std::size_t node, const LayoutPoint &centre) const;

    [[nodiscard]] bool isPass(const Component &c, int vertex) const { return vertex >= int(c.nodes.size()); }
    [[nodiscard]] double boxHeight(const Component &c, int vertex) const
    {
        return isPass(c, vertex) ? 0 : m_graph.nodes[c.nodes[vertex]].height;
    }
    [[nodiscard]] double boxWidth(const Component &c, int vertex) const
    {
        return m_graph.nodes[c.nodes[vertex]].width;
    }
    [[nodiscard]] int columnOf(const Component &c, int vertex) const { return c.firstColumn + c.layers->layer[vertex]; }
    /// The least distance between the centres of two vertices of a column.
    [[nodiscard]] double distance(const Component &c, int above, int below) const
    {
        const double boxes = (boxHeight(c, above) + boxHeight(c, below)) / 2;
        const int passes = int(isPass(c, above)) + int(isPass(c, below));
        return boxes + (passes == 0   ? m_options.rowGap
                        : passes == 1 ? std::max(m_options.edgeGap, m_options.rowGap / 2)
                                      : m_options.edgeGap);
    }

    const LayoutGraph &m_graph;
    const LayoutOptions &m_options;
    const std::stop_token &m_stop;
    int m_nodeCount;
    bool m_hinted;
    /// Acyclic.
    std::vector<Arc> m_arcs;
    std::vector<int> m_arcEdge;
    /// By arc: how many earlier ones join the same nodes.
    std::vector<int> m_parallel;
    std::vector<bool> m_turned;
    std::vector<Component> m_components;
    std::vector<int> m_column;
    std::vector<int> m_localIndex;
    std::vector<double> m_columnLeft;
    std::vector<double> m_columnWidth;
};

void Drawing::collectArcs()
{
    for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
        const LayoutGraph::Edge &edge = m_graph.edges[i];
        if (edge.from == edge.to)
            continue;
        m_arcs.push_back({int(edge.from), int(edge.to)});
        m_arcEdge.push_back(int(i));
    }
    m_turned = layered::breakCycles(m_nodeCount, m_arcs);
    countParallelArcs();
    std::vector<int> componentOf(static_cast<std::size_t>(m_nodeCount));
    for (std::vector<int> &nodes : layered::components(m_nodeCount, m_arcs)) {
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
    const Lists out(m_nodeCount, ids, [](const Arc &a) { return a.from; }, [](const Arc &a) { return a.to; });
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
        const std::vector<int> layers =
            layered::assignLayers(int(component.nodes.size()), arcs, std::move(start), m_stop);
        for (std::size_t i = 0; i < component.nodes.size(); ++i)
            m_column[component.nodes[i]] = layers[i];
    }
    honourSides();
    for (Component &component : m_components) {
        component.firstColumn = std::numeric_limits<int>::max();
        for (const int node : component.nodes)
            component.firstColumn = std::min(component.firstColumn, m_column[node]);
    }
}

void Drawing::honourSides()
{
    const int last = m_column.empty() ? 0 : *std::max_element(m_column.begin(), m_column.end());
    if (last >= mostColumnsWithSides)
        return;
    std::vector<bool> hasIn(static_cast<std::size_t>(m_nodeCount));
    std::vector<bool> hasOut(static_cast<std::size_t>(m_nodeCount));
    for (const Arc &arc : m_arcs) {
        hasOut[arc.from] = true;
        hasIn[arc.to] = true;
    }
    for (int node = 0; node < m_nodeCount; ++node) {
        if (m_graph.nodes[node].side == LayoutGraph::Side::First && !hasIn[node])
            m_column[node] = 0;
        else if (m_graph.nodes[node].side == LayoutGraph::Side::Last && !hasOut[node])
            m_column[node] = last;
    }
}

void Drawing::buildLayers(Component &component)
{
    std::vector<int> layerOf;
    layerOf.reserve(component.nodes.size());
    component.paths.reserve(component.arcs.size());
    for (const int node : component.nodes)
        layerOf.push_back(m_column[node] - component.firstColumn);
    std::size_t passes = 0;
    for (const int id : component.arcs)
        passes += std::size_t(m_column[m_arcs[id].to] - m_column[m_arcs[id].from] - 1);
    const bool share = passes > mostPasses;
    std::map<std::pair<int, int>, int> shared;
    std::vector<Arc> segments;
    for (const int id : component.arcs) {
        const int from = m_localIndex[m_arcs[id].from];
        const int to = m_localIndex[m_arcs[id].to];
        std::vector<int> path;
        path.reserve(std::size_t(layerOf[to] - layerOf[from]) + 1);
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
        component.paths.push_back(std::move(path));
    }
    component.layers.emplace(std::move(layerOf), segments);
}

void Drawing::order(Component &component)
{
    if (!orderAsBefore(component))
        layered::orderLayers(*component.layers, m_options.effort, m_stop);
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
        for (const std::vector<int> &path : component.paths) {
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
    for (std::size_t a = 0; a < component.paths.size(); ++a) {
        const std::vector<int> &path = component.paths[a];
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
    layered::repairOrder(layers, isNew, m_stop);
    component.y = std::move(y);
    return true;
}

void Drawing::placeColumns()
{
    const int columns = m_column.empty() ? 0 : *std::max_element(m_column.begin(), m_column.end()) + 1;
    m_columnWidth.assign(std::size_t(columns), 0);
    for (int node = 0; node < m_nodeCount; ++node)
        m_columnWidth[m_column[node]] = std::max(m_columnWidth[m_column[node]], m_graph.nodes[node].width);
    double x = 0;
    for (const double width : m_columnWidth) {
        m_columnLeft.push_back(x);
        x += width + m_options.columnGap;
    }
}

void Drawing::place(Component &component)
{
    const Layers &layers = *component.layers;
    Relaxation relaxation(layers.vertexCount);
    for (const std::vector<int> &row : layers.order) {
        std::vector<double> gaps(1, 0);
        for (std::size_t i = 1; i < row.size(); ++i)
            gaps.push_back(distance(component, row[i - 1], row[i]));
        relaxation.addColumn(row, std::move(gaps));
    }
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
        const double width = m_columnWidth[columnOf(component, vertex)];
        const double right = isPass(component, vertex) ? width / 2 : width - boxWidth(component, vertex);
        for (const int target : layers.after[vertex]) {
            const double left = isPass(component, target) ? m_columnWidth[columnOf(component, target)] / 2 : 0;
            relaxation.link(vertex, target, right + m_options.columnGap + left);
        }
    }
    if (component.y.empty())
        relaxation.pack();
    else
        relaxation.startNear(component.y);
    relaxation.run(rounds(layers, 120'000), 0.25, m_stop);
    component.y.resize(std::size_t(layers.vertexCount));
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex)
        component.y[vertex] = relaxation.height(vertex);
    route(component);
}

void Drawing::route(Component &component)
{
    const Layers &layers = *component.layers;
    const auto leaving = [&](int vertex) { return isPass(component, vertex) ? vertex + layers.vertexCount : vertex; };
    Relaxation relaxation(layers.vertexCount * 2);
    for (const std::vector<int> &row : layers.order) {
        std::vector<int> exits;
        std::vector<double> gaps(1, 0);
        for (std::size_t i = 0; i < row.size(); ++i) {
            exits.push_back(leaving(row[i]));
            if (i > 0)
                gaps.push_back(distance(component, row[i - 1], row[i]));
        }
        relaxation.addColumn(row, gaps);
        relaxation.addColumn(std::move(exits), std::move(gaps));
    }
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
        relaxation.setHeight(vertex, component.y[vertex]);
        relaxation.setHeight(leaving(vertex), component.y[vertex]);
        if (isPass(component, vertex))
            relaxation.link(vertex, leaving(vertex), std::max(m_columnWidth[columnOf(component, vertex)], 1.0));
        else
            relaxation.fix(vertex);
        for (const int target : layers.after[vertex])
            relaxation.link(leaving(vertex), target, m_options.columnGap);
    }
    if (layers.vertexCount > int(component.nodes.size()))
        relaxation.run(rounds(layers, 50'000), 0.5, m_stop);
    component.enter.resize(std::size_t(layers.vertexCount));
    component.leave.resize(std::size_t(layers.vertexCount));
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
        component.enter[vertex] = relaxation.height(vertex);
        component.leave[vertex] = relaxation.height(leaving(vertex));
    }
}

void Drawing::stackComponents()
{
    std::vector<std::size_t> sequence(m_components.size());
    std::iota(sequence.begin(), sequence.end(), std::size_t(0));
    std::vector<double> rank(m_components.size());
    for (std::size_t i = 0; i < m_components.size(); ++i) {
        double before = std::numeric_limits<double>::infinity();
        for (const int node : m_components[i].nodes) {
            if (m_hinted && m_options.previousNodes[node])
                before = std::min(before, m_options.previousNodes[node]->centre.y);
        }
        rank[i] = before;
    }
    std::stable_sort(sequence.begin(), sequence.end(), [&](std::size_t a, std::size_t b) {
        return rank[a] != rank[b] ? rank[a] < rank[b] : m_components[a].nodes.size() > m_components[b].nodes.size();
    });
    std::vector<double> bottom(m_columnWidth.size(), -m_options.rowGap);
    for (const std::size_t i : sequence) {
        Component &component = m_components[i];
        double shift = -std::numeric_limits<double>::infinity();
        const auto extent = [&](int vertex, double sign) {
            const double y = sign < 0 ? std::min(component.enter[vertex], component.leave[vertex])
                                      : std::max(component.enter[vertex], component.leave[vertex]);
            return y + sign * boxHeight(component, vertex) / 2;
        };
        for (std::size_t l = 0; l < component.layers->order.size(); ++l) {
            if (!component.layers->order[l].empty())
                shift = std::max(shift, bottom[component.firstColumn + int(l)] + m_options.rowGap -
                                            extent(component.layers->order[l].front(), -1));
        }
        for (std::vector<double> *heights : {&component.y, &component.enter, &component.leave}) {
            for (double &y : *heights)
                y += shift;
        }
        for (std::size_t l = 0; l < component.layers->order.size(); ++l) {
            if (!component.layers->order[l].empty())
                bottom[component.firstColumn + int(l)] = extent(component.layers->order[l].back(), 1);
        }
    }
}

void appendLine(std::vector<LayoutPoint> &curve, LayoutPoint end)
{
    const LayoutPoint start = curve.back();
    if (start == end)
        return;
    curve.push_back({std::lerp(start.x, end.x, 1.0 / 3), std::lerp(start.y, end.y, 1.0 / 3)});
    curve.push_back({std::lerp(start.x, end.x, 2.0 / 3), std::lerp(start.y, end.y, 2.0 / 3)});
    curve.push_back(end);
}

std::vector<LayoutPoint> Drawing::curve(const Component &component, const std::vector<int> &path, double shift) const
{
    const auto portShift = [&](int vertex) {
        const double limit = boxHeight(component, vertex) / 2 - 4;
        return limit > 0 ? std::clamp(shift, -limit, limit) : 0;
    };
    const auto slope = [&](int vertex) {
        const double width = m_columnWidth[columnOf(component, vertex)];
        return isPass(component, vertex) && width > 0 ? (component.leave[vertex] - component.enter[vertex]) / width : 0;
    };
    const int first = path.front();
    const double left = m_columnLeft[columnOf(component, first)];
    std::vector<LayoutPoint> result;
    result.reserve(6 * path.size());
    result.push_back({left + boxWidth(component, first), component.y[first] + portShift(first)});
    appendLine(result, {left + m_columnWidth[columnOf(component, first)], result.back().y});
    for (std::size_t i = 1; i < path.size(); ++i) {
        const int vertex = path[i];
        const double x = m_columnLeft[columnOf(component, vertex)];
        const bool last = i + 1 == path.size();
        const double y = last ? component.y[vertex] + portShift(vertex) : component.enter[vertex];
        const double reach = 0.4 * m_options.columnGap;
        const LayoutPoint start = result.back();
        result.push_back({start.x + reach, start.y + reach * slope(path[i - 1])});
        result.push_back({x - reach, y - reach * slope(vertex)});
        result.push_back({x, y});
        if (!last)
            appendLine(result, {x + m_columnWidth[columnOf(component, vertex)], component.leave[vertex]});
    }
    return result;
}

std::vector<LayoutPoint> Drawing::selfCurve(std::size_t node, const LayoutPoint &centre) const
{
    const LayoutGraph::Node &box = m_graph.nodes[node];
    const double right = centre.x + box.width / 2;
    const double rise = box.height / 4;
    const double reach = std::min(1.4 * box.height, 0.8 * m_options.columnGap);
    return {{right, centre.y + rise},
            {right + reach, centre.y + rise},
            {right + reach, centre.y - rise},
            {right, centre.y - rise}};
}

GraphLayout Drawing::finish()
{
    GraphLayout layout;
    layout.nodes.resize(m_graph.nodes.size());
    layout.edges.resize(m_graph.edges.size());
    double top = 0;
    for (const Component &component : m_components) {
        for (std::size_t i = 0; i < component.nodes.size(); ++i)
            top = std::min(top, component.y[i] - boxHeight(component, int(i)) / 2);
    }
    for (Component &component : m_components) {
        for (std::vector<double> *heights : {&component.y, &component.enter, &component.leave}) {
            for (double &y : *heights)
                y -= top;
        }
        for (std::size_t i = 0; i < component.nodes.size(); ++i) {
            const int node = component.nodes[i];
            const LayoutGraph::Node &box = m_graph.nodes[node];
            layout.nodes[node] = {{m_columnLeft[m_column[node]] + box.width / 2, component.y[i]}, m_column[node]};
            layout.height = std::max(layout.height, component.y[i] + box.height / 2);
            layout.width = std::max(layout.width, layout.nodes[node].centre.x + box.width / 2);
        }
        layout.crossings += std::size_t(layered::countCrossings(*component.layers));
        for (std::size_t i = 0; i < component.arcs.size(); ++i) {
            const int id = component.arcs[i];
            const int count = m_parallel[id];
            const double shift = (count % 2 == 0 ? -1 : 1) * double((count + 1) / 2) * 8;
            GraphLayout::Edge &edge = layout.edges[m_arcEdge[id]];
            edge.curve = curve(component, component.paths[i], shift);
            edge.reversed = m_turned[id];
            for (std::size_t p = 1; p + 1 < component.paths[i].size(); ++p)
                edge.passes.push_back(component.y[component.paths[i][p]]);
            if (edge.reversed)
                std::reverse(edge.curve.begin(), edge.curve.end());
            for (std::size_t p = 3; p < edge.curve.size(); p += 3)
                layout.edgeLength += std::hypot(edge.curve[p].x - edge.curve[p - 3].x, edge.curve[p].y - edge.curve[p - 3].y);
            for (const LayoutPoint &point : edge.curve)
                layout.height = std::max(layout.height, point.y);
        }
    }
    for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
        const std::size_t node = m_graph.edges[i].from;
        if (node == m_graph.edges[i].to) {
            layout.edges[i].curve = selfCurve(node, layout.nodes[node].centre);
            for (const LayoutPoint &point : layout.edges[i].curve)
                layout.width = std::max(layout.width, point.x);
        }
    }
    return layout;
}

} // namespace

std::optional<GraphLayout> layoutGraph(const LayoutGraph &graph, const LayoutOptions &options, const std::stop_token &stop)
{
    return Drawing(graph, options, stop).run();
}

} // namespace rules
