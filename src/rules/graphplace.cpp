#include "rules/graphdrawing.h"

#include <cmath>
#include <limits>

namespace rules::layered {

namespace {

/// Of the channel: how far curves follow their direction at both ends.
constexpr double controlReach = 0.3;

/// Two rounds end within half a percent of the shortest length, ten within 0.1 %; small graphs get more, where single
/// edges are seen.
int rounds(const Layers &layers, double work, int least)
{
    return std::clamp(int(work / (layers.vertexCount + double(layers.segmentCount))), least, 60);
}

/// Without hypot's care for overflow, which takes longer than the rest of the loop.
double distanceBetween(LayoutPoint a, LayoutPoint b)
{
    return std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
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

} // namespace

void Drawing::placeColumns()
{
    double x = 0;
    for (Band &band : m_bands) {
        for (const int id : band.components) {
            for (const int node : m_components[id].nodes) {
                band.width.resize(std::max(band.width.size(), std::size_t(m_column[node]) + 1));
                band.width[m_column[node]] = std::max(band.width[m_column[node]], m_graph.nodes[node].width);
            }
        }
        for (const double width : band.width) {
            band.left.push_back(x);
            x += width + m_options.columnGap;
        }
    }
}

void Drawing::place(Component &component)
{
    const Layers &layers = *component.layers;
    if (layers.vertexCount == 1) {
        component.y.resize(1);
        component.enter = component.leave = component.enterControl = component.leaveControl = component.y;
        return;
    }
    Relaxation relaxation(layers.vertexCount);
    for (const std::vector<int> &row : layers.order) {
        std::vector<double> gaps(1, 0);
        for (std::size_t i = 1; i < row.size(); ++i)
            gaps.push_back(distance(component, row[i - 1], row[i]));
        relaxation.addColumn(row, std::move(gaps));
    }
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
        const double width = columnWidth(component, vertex);
        const double right = isPass(component, vertex) ? width / 2 : width - boxWidth(component, vertex);
        for (const int target : layers.after[vertex]) {
            const double left = isPass(component, target) ? columnWidth(component, target) / 2 : 0;
            relaxation.link(vertex, target, right + m_options.columnGap + left);
        }
    }
    if (component.y.empty())
        relaxation.pack();
    else
        relaxation.startNear(component.y);
    for (std::size_t i = 0; m_options.steady && i < component.isKnown.size(); ++i) {
        if (component.isKnown[i])
            relaxation.hold(int(i), component.y[i]);
    }
    relaxation.run(rounds(layers, 45'000, 2), 0.25, m_stop);
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
            relaxation.link(vertex, leaving(vertex), std::max(columnWidth(component, vertex), 1.0));
        else
            relaxation.fix(vertex);
        for (const int target : layers.after[vertex])
            relaxation.link(leaving(vertex), target, m_options.columnGap);
    }
    if (layers.vertexCount > int(component.nodes.size()))
        relaxation.run(rounds(layers, 30'000, 1), 0.5, m_stop);
    component.enter.resize(std::size_t(layers.vertexCount));
    component.leave.resize(std::size_t(layers.vertexCount));
    for (int vertex = 0; vertex < layers.vertexCount; ++vertex) {
        component.enter[vertex] = relaxation.height(vertex);
        component.leave[vertex] = relaxation.height(leaving(vertex));
    }
    placeControls(component);
}

/// Heights of the control points in the channels: on the lines through the columns as far as they keep the order of the
/// layer. Curves whose ends and control points have the same order do not cross.
void Drawing::placeControls(Component &component)
{
    const Layers &layers = *component.layers;
    const double reach = controlReach * m_options.columnGap;
    component.enterControl = component.enter;
    component.leaveControl = component.leave;
    for (int vertex = int(component.nodes.size()); vertex < layers.vertexCount; ++vertex) {
        const double width = columnWidth(component, vertex);
        const double rise = width > 0 ? reach * (component.leave[vertex] - component.enter[vertex]) / width : 0;
        component.enterControl[vertex] -= rise;
        component.leaveControl[vertex] += rise;
    }
    std::vector<std::pair<double, int>> blocks; // mean height and number of passes that share it
    for (std::vector<double> *controls : {&component.enterControl, &component.leaveControl}) {
        for (const std::vector<int> &row : layers.order) {
            for (std::size_t begin = 0; begin < row.size(); ++begin) {
                if (!isPass(component, row[begin]))
                    continue;
                std::size_t end = begin;
                blocks.clear();
                for (; end < row.size() && isPass(component, row[end]); ++end) {
                    std::pair<double, int> block = {(*controls)[row[end]], 1};
                    for (; !blocks.empty() && blocks.back().first > block.first; blocks.pop_back()) {
                        const int count = block.second + blocks.back().second;
                        block = {(block.first * block.second + blocks.back().first * blocks.back().second) / count,
                                 count};
                    }
                    blocks.push_back(block);
                }
                const auto bound = [&](std::size_t i, double sign) {
                    return component.y[row[i]] + sign * portLimit(component, row[i]);
                };
                const double low = begin > 0 ? bound(begin - 1, 1) : -std::numeric_limits<double>::infinity();
                const double high = end < row.size() ? bound(end, -1) : std::numeric_limits<double>::infinity();
                for (const auto &[height, count] : blocks) {
                    for (int i = 0; i < count; ++i)
                        (*controls)[row[begin++]] = std::clamp(height, low, high);
                }
            }
        }
    }
}

void Drawing::stackComponents()
{
    for (const Band &band : m_bands) {
        std::vector<double> bottom(band.width.size(), -m_options.rowGap);
        for (const int id : band.components) {
            Component &component = m_components[id];
            const auto extent = [&](int vertex, double sign) {
                const double y = sign < 0 ? std::min(component.enter[vertex], component.leave[vertex])
                                          : std::max(component.enter[vertex], component.leave[vertex]);
                return y + sign * boxHeight(component, vertex) / 2;
            };
            double shift = -std::numeric_limits<double>::infinity();
            int column = component.firstColumn;
            for (const std::vector<int> &row : component.layers->order)
                shift = std::max(shift, bottom[column++] + m_options.rowGap - extent(row.front(), -1));
            component.moveBy(shift);
            column = component.firstColumn;
            for (const std::vector<int> &row : component.layers->order)
                bottom[column++] = extent(row.back(), 1);
        }
    }
}

std::vector<LayoutPoint> Drawing::curve(const Component &component, std::span<const int> path, double shift) const
{
    // Edges leave and enter a box a little towards where they come from: shorter, and easier to tell apart.
    const auto port = [&](int vertex, double other) {
        const double limit = portLimit(component, vertex);
        const double y = component.y[vertex];
        return y + std::clamp(std::clamp(0.4 * (other - y), -limit, limit) + shift, -limit, limit);
    };
    const int first = path.front();
    const double left = columnLeft(component, first);
    std::vector<LayoutPoint> result;
    result.reserve(6 * path.size());
    result.push_back({left + boxWidth(component, first),
                      port(first, path.size() > 2 ? component.enter[path[1]] : component.y[path[1]])});
    appendLine(result, {left + columnWidth(component, first), result.back().y});
    for (std::size_t i = 1; i < path.size(); ++i) {
        const int vertex = path[i];
        const double x = columnLeft(component, vertex);
        const bool last = i + 1 == path.size();
        const double y = last ? port(vertex, i > 1 ? component.leave[path[i - 1]] : component.y[path[i - 1]])
                              : component.enter[vertex];
        const double reach = controlReach * m_options.columnGap;
        const LayoutPoint start = result.back();
        result.push_back({start.x + reach, i > 1 ? component.leaveControl[path[i - 1]] : start.y});
        result.push_back({x - reach, last ? y : component.enterControl[vertex]});
        result.push_back({x, y});
        if (!last)
            appendLine(result, {x + columnWidth(component, vertex), component.leave[vertex]});
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
        component.moveBy(-top);
        for (std::size_t i = 0; i < component.nodes.size(); ++i) {
            const int node = component.nodes[i];
            const LayoutGraph::Node &box = m_graph.nodes[node];
            layout.nodes[node] = {
                {columnLeft(component, int(i)) + box.width / 2, component.y[i]}, m_column[node], component.band};
            layout.height = std::max(layout.height, component.y[i] + box.height / 2);
            layout.width = std::max(layout.width, layout.nodes[node].centre.x + box.width / 2);
        }
        layout.crossings += std::size_t(countCrossings(*component.layers));
        for (std::size_t i = 0; i < component.arcs.size(); ++i) {
            const int id = component.arcs[i];
            const int count = m_parallel[id];
            const int steps = (count + 1) / 2;
            const double shift = (count % 2 == 0 ? -8 : 8) * double(steps);
            GraphLayout::Edge &edge = layout.edges[m_arcEdge[id]];
            const std::span<const int> path = component.path(i);
            edge.curve = curve(component, path, shift);
            edge.reversed = m_turned[id];
            edge.passes.reserve(path.size() - 2);
            for (std::size_t p = 1; p + 1 < path.size(); ++p)
                edge.passes.push_back(component.y[path[p]]);
            if (edge.reversed)
                std::reverse(edge.curve.begin(), edge.curve.end());
            for (std::size_t p = 3; p < edge.curve.size(); p += 3)
                layout.edgeLength += distanceBetween(edge.curve[p - 3], edge.curve[p]);
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

} // namespace rules::layered
