#pragma once

#include "rules/graphlayers.h"
#include "rules/graphlayout.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace rules::layered {

/// One run of layoutGraph(): what its steps hand to each other.
class Drawing
{
public:
    Drawing(const LayoutGraph &graph, const LayoutOptions &options, const std::stop_token &stop)
        : m_graph(graph),
          m_options(options),
          m_stop(stop),
          m_nodeCount(int(graph.nodes.size())),
          m_hinted(options.previousNodes.size() == graph.nodes.size()),
          m_column(graph.nodes.size()),
          m_localIndex(graph.nodes.size())
    {}

    std::optional<GraphLayout> run();

private:
    struct Component
    {
        std::vector<int> nodes;
        /// Indices into m_arcs.
        std::vector<int> arcs;
        int band = 0;
        /// The first layer's column.
        int firstColumn = 0;
        /// By vertex: the nodes in the order of `nodes`, then the passes.
        std::optional<Layers> layers;
        /// Of one arc after the other: its vertices from layer to layer, and by arc where they begin.
        std::vector<int> pathVertices;
        std::vector<std::size_t> pathStart;
        /// By vertex; where it was before, until place().
        std::vector<double> y;
        /// By vertex: whether y says where it was before; empty if none does.
        std::vector<bool> isKnown;
        /// By vertex: heights where passes enter and leave their column.
        std::vector<double> enter;
        std::vector<double> leave;
        std::vector<double> enterControl;
        std::vector<double> leaveControl;

        [[nodiscard]] std::span<const int> path(std::size_t arc) const
        {
            return std::span(pathVertices).subspan(pathStart[arc], pathStart[arc + 1] - pathStart[arc]);
        }

        void moveBy(double shift)
        {
            for (std::vector<double> *heights : {&y, &enter, &leave, &enterControl, &leaveControl}) {
                for (double &height : *heights)
                    height += shift;
            }
        }
    };
    /// Components below each other.
    struct Band
    {
        std::vector<int> components;
        /// By column.
        std::vector<double> left;
        std::vector<double> width;
    };

    void collectArcs();
    void countParallelArcs();
    void assignColumns();
    void assignBands();
    [[nodiscard]] std::vector<int> componentSequence() const;
    [[nodiscard]] double estimatedHeight(const Component &component) const;
    void honourSides();
    void buildLayers(Component &component);
    void order(Component &component);
    bool orderAsBefore(Component &component);
    void placeColumns();
    void place(Component &component);
    void route(Component &component);
    void placeControls(Component &component);
    void stackComponents();
    GraphLayout finish();
    std::vector<LayoutPoint> curve(const Component &component, std::span<const int> path, double shift) const;
    std::vector<LayoutPoint> selfCurve(std::size_t node, const LayoutPoint &centre) const;

    [[nodiscard]] bool isPass(const Component &c, int vertex) const { return vertex >= int(c.nodes.size()); }
    [[nodiscard]] double boxHeight(const Component &c, int vertex) const
    {
        return isPass(c, vertex) ? 0 : m_graph.nodes[c.nodes[vertex]].height;
    }
    [[nodiscard]] double boxWidth(const Component &c, int vertex) const { return m_graph.nodes[c.nodes[vertex]].width; }
    [[nodiscard]] int columnOf(const Component &c, int vertex) const { return c.firstColumn + c.layers->layer[vertex]; }
    [[nodiscard]] double columnLeft(const Component &c, int vertex) const
    {
        return m_bands[c.band].left[columnOf(c, vertex)];
    }
    [[nodiscard]] double columnWidth(const Component &c, int vertex) const
    {
        return m_bands[c.band].width[columnOf(c, vertex)];
    }
    /// How far from the middle of its box an edge may start.
    [[nodiscard]] double portLimit(const Component &c, int vertex) const
    {
        return std::max(boxHeight(c, vertex) / 2 - 4, 0.0);
    }
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
    std::vector<Band> m_bands;
    /// By node: its column within its band, its index within its component.
    std::vector<int> m_column;
    std::vector<int> m_localIndex;
};

} // namespace rules::layered
