#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

namespace rules {

/// Lengths are in the unit of the node boxes; x grows from what is read to what reads it, y grows downwards.
struct LayoutPoint
{
    double x = 0;
    double y = 0;
    friend bool operator==(const LayoutPoint &, const LayoutPoint &) = default;
};

/// What is to be drawn. Nodes and edges are named by their index.
struct LayoutGraph
{
    /// First and Last ask for the outermost columns. They are honoured for nodes without incoming (outgoing) edges as
    /// long as there are at most four columns.
    enum class Side { Free, First, Last };
    struct Node
    {
        double width = 0;
        double height = 0;
        Side side = Side::Free;
    };
    /// Cycles, self-edges and parallel edges are allowed.
    struct Edge
    {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

struct GraphLayout
{
    struct Node
    {
        LayoutPoint centre;
        /// Counted within the band.
        int column = 0;
        int band = 0;
    };
    struct Edge
    {
        /// Control points of connected cubic Bézier curves from `from` to `to`: 3 n + 1 points, the curve passes
        /// through every third one. It starts and ends on the boxes and touches no other box.
        std::vector<LayoutPoint> curve;
        /// Drawn from right to left, because the edge is part of a cycle.
        bool reversed = false;
        /// Heights at which it passes the columns between its nodes, from left to right.
        std::vector<double> passes;
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    /// The picture is in [0, width] × [0, height].
    double width = 0;
    double height = 0;
    /// Pairs of edges that cross.
    std::size_t crossings = 0;
    /// Sum of the lengths of all edges but self-edges, measured on their polylines.
    double edgeLength = 0;
};

struct LayoutOptions
{
    /// Free space between columns, between the boxes of a column, and between two edges that pass through a column.
    double columnGap = 96;
    double rowGap = 16;
    double edgeGap = 8;
    /// Wished width / height of the picture. Unconnected parts below each other make it tall: they are distributed over
    /// bands side by side, each with its own columns. 0: one band.
    double aspect = 0;
    /// Scales the work spent on crossings; 1 stays below a tenth of a second up to 5 000 nodes.
    double effort = 1;
    /// Where nodes stood and edges passed before, by their present index; empty, or one entry each (no entry or no
    /// passes: new). Known nodes keep their column and their order where the edges allow it, so that a small change of
    /// the graph is a small change of the picture.
    std::vector<std::optional<GraphLayout::Node>> previousNodes;
    std::vector<std::vector<double>> previousPasses;
    /// Next to nothing is new: known nodes also keep their heights, except that they make room for what is new. Else
    /// they are placed anew in their order.
    bool steady = false;
};

/// Draws the graph in columns from left to right. The same input gives the same layout. Nothing if `stop` was
/// requested. Thread: any.
[[nodiscard]] std::optional<GraphLayout> layoutGraph(const LayoutGraph &graph, const LayoutOptions &options = {},
                                                     const std::stop_token &stop = {});

} // namespace rules
