#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <vector>

/// The steps of layoutGraph(). Nodes are ints here: graphs of more than 2³¹ nodes are out of reach anyway.
namespace rules::layered {

struct Arc
{
    int from = 0;
    int to = 0;
    int weight = 1;
};

/// Lists of ints by index in one block.
class Lists
{
public:
    Lists() = default;
    /// The list of `key(arc)` holds `value(arc)` for every arc, in the order of the arcs.
    template <class Key, class Value>
    Lists(int count, std::span<const Arc> arcs, Key key, Value value)
        : m_start(std::size_t(count) + 1), m_values(arcs.size())
    {
        for (const Arc &arc : arcs)
            ++m_start[std::size_t(key(arc)) + 1];
        for (std::size_t i = 1; i < m_start.size(); ++i)
            m_start[i] += m_start[i - 1];
        std::vector<int> next(m_start.begin(), m_start.end() - 1);
        for (std::size_t i = 0; i < arcs.size(); ++i)
            m_values[std::size_t(next[std::size_t(key(arcs[i]))]++)] = value(arcs[i]);
    }
    std::span<const int> operator[](int i) const { return {m_values.data() + m_start[i], size(i)}; }
    std::span<int> operator[](int i) { return {m_values.data() + m_start[i], size(i)}; }
    [[nodiscard]] std::size_t size(int i) const { return std::size_t(m_start[i + 1] - m_start[i]); }

private:
    std::vector<int> m_start;
    std::vector<int> m_values;
};

/// A graph in layers whose segments join neighbouring layers: a vertex is a node or a place where a long edge passes.
struct Layers
{
    Layers(std::vector<int> layerOf, std::span<const Arc> segments);

    int vertexCount = 0;
    std::size_t segmentCount = 0;
    /// Vertices of each layer in their order, and the inverse.
    std::vector<std::vector<int>> order;
    std::vector<int> layer;
    std::vector<int> position;
    /// Neighbours in the layer before and in the layer after.
    Lists before;
    Lists after;

    void updatePositions(int layerIndex);
};

/// Deterministic pseudo-random numbers (xorshift).
class Random
{
public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ULL + 1) {}
    std::uint32_t next()
    {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 7;
        m_state ^= m_state << 17;
        return std::uint32_t(m_state >> 32);
    }
    int below(int limit) { return int((std::uint64_t(next()) * std::uint64_t(limit)) >> 32); }

private:
    std::uint64_t m_state;
};

/// Turns some arcs around so that no cycle is left; true for the turned ones. Self-arcs must not be among them.
[[nodiscard]] std::vector<bool> breakCycles(int nodeCount, std::span<Arc> arcs);

/// Weakly connected components as lists of nodes, in the order of their smallest node.
[[nodiscard]] std::vector<std::vector<int>> components(int nodeCount, std::span<const Arc> arcs);

/// Integer layers of a connected acyclic graph with every arc at least one layer long and the weighted sum of arc
/// lengths minimal; the smallest is 0. `start` proposes layers (any ints, or empty) and wins ties.
[[nodiscard]] std::vector<int> assignLayers(int nodeCount, std::span<const Arc> arcs, std::vector<int> start,
                                            const std::stop_token &stop);

/// Orders every layer for few crossings. `keepOrder`: the present order is from an earlier layout, only repair it
/// around the vertices marked in `isNew`.
void orderLayers(Layers &layers, double effort, const std::stop_token &stop);
void repairOrder(Layers &layers, const std::vector<bool> &isNew, const std::stop_token &stop);

/// Pairs of segments that cross.
[[nodiscard]] std::int64_t countCrossings(const Layers &layers);

/// Heights for points in columns: minimises the sum of the lengths of all links while the points of a column keep their
/// order and their distances. The problem is convex and its constraints fall apart by column, so that going from column
/// to column, each time solving one column exactly, ends at the global minimum.
class Relaxation
{
public:
    explicit Relaxation(int pointCount) : m_y(std::size_t(pointCount)), m_fixed(std::size_t(pointCount)) {}

    void setHeight(int point, double y) { m_y[point] = y; }
    void fix(int point) { m_fixed[point] = true; }
    /// The point does not follow its links: it stays at `y`, as far as order and distances allow.
    void hold(int point, double y)
    {
        m_held.resize(m_y.size(), std::numeric_limits<double>::quiet_NaN());
        m_held[point] = y;
    }
    [[nodiscard]] double height(int point) const { return m_y[point]; }
    /// `gaps[i]` is the least distance from point i − 1 to point i; gaps[0] is ignored.
    void addColumn(std::vector<int> points, std::vector<double> gaps);
    void link(int a, int b, double horizontalDistance) { m_links.push_back({a, b, horizontalDistance}); }
    /// Puts every column's points as close together as they may be, around height 0.
    void pack();
    /// Puts every point as close to its wish as order and gaps allow.
    void startNear(const std::vector<double> &wishes);
    /// Goes over all columns, there and back, until a round moves no point by more than `tolerance`.
    void run(int rounds, double tolerance, const std::stop_token &stop);

private:
    struct Link
    {
        int a;
        int b;
        double distance;
    };
    struct Pull
    {
        int point;
        double squaredDistance;
    };
    struct Block
    {
        double sum;
        double weight;
        std::size_t count;
    };
    void buildPulls();
    double solveColumn(std::size_t column, double overRelaxation);
    void addToBlocks(double target, double weight);
    double moveToBlocks(std::size_t column);

    std::vector<double> m_y;
    std::vector<bool> m_fixed;
    /// Empty, or by point: where it is held; not a number for the others.
    std::vector<double> m_held;
    std::vector<std::vector<int>> m_columns;
    /// Cumulative gaps: the points of a packed column.
    std::vector<std::vector<double>> m_offsets;
    std::vector<Link> m_links;
    std::vector<std::size_t> m_pullStart;
    std::vector<Pull> m_pulls;
    std::vector<Block> m_blocks;
};

} // namespace rules::layered
