#pragma once

#include "rules/graphlayers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rules::layered {

/// Sifting: a vertex moves to the place of its layer where its segments cross fewest others.
class Sifting
{
public:
    explicit Sifting(Layers &layers) : m_g(layers) {}

    /// Moves every vertex of every layer once, of those for which `chosen` is true if it is not empty. Returns the
    /// number of crossings saved.
    std::int64_t sift(const std::vector<bool> &chosen = {});

private:
    /// The neighbours of a layer's vertices in one of the layers beside it, as places there, sorted. Vertices go by the
    /// place that they have when the layer is loaded, so that all that is read for a layer lies together.
    class Side
    {
    public:
        /// `toNeighbours` of the layer's vertices, `toLayer` of those of the layer beside it.
        void load(const Layers &layers, const std::vector<int> &layer, const Lists &toNeighbours,
                  const std::vector<int> &beside, const Lists &toLayer);
        /// Where there is no layer.
        void clear(std::size_t vertices)
        {
            m_start.assign(vertices + 1, 0);
            m_near.assign(vertices, {});
        }
        void select(int vertex);
        /// Neighbours of the selected vertex.
        [[nodiscard]] int count() const { return m_count; }
        /// Over the neighbours of `other`: how many neighbours of the selected vertex are before it minus how many are
        /// after it. Only where the selected vertex has neighbours.
        [[nodiscard]] int signSum(int other) const
        {
            const Near &near = m_near[std::size_t(other)];
            int sum = -near.missing * m_count;
            for (const int place : near.places)
                sum += signAt(place);
            for (int i = near.restBegin; i < near.restEnd; ++i)
                sum += signAt(m_places[std::size_t(i)]);
            return sum;
        }

    private:
        static constexpr int beyondAll = 1 << 30;

        /// Most vertices have few neighbours on a side: then no branch of the innermost loop depends on how many.
        struct Near
        {
            static constexpr int count = 2;
            std::array<int, count> places{beyondAll, beyondAll};
            int missing = count;
            int restBegin = 0;
            int restEnd = 0;
        };

        [[nodiscard]] int signAt(int place) const { return m_signs[std::size_t(std::clamp(place - m_low, 0, m_last))]; }
        [[nodiscard]] std::span<const int> placesOf(int vertex) const
        {
            return {m_places.data() + m_start[std::size_t(vertex)], m_places.data() + m_start[std::size_t(vertex) + 1]};
        }

        std::vector<Near> m_near;
        std::vector<int> m_start;
        std::vector<int> m_places;
        std::vector<int> m_fill;
        int m_count = 0;
        /// The difference at the places from just before the selected vertex's first neighbour, m_low, to just after
        /// its last one; further out it is the same.
        std::vector<int> m_signs;
        int m_low = 0;
        int m_last = 0;
    };

    int siftVertex(int vertex);

    Layers &m_g;
    Side m_before;
    Side m_after;
    /// The loaded layer, its present order, and the inverse of that.
    std::vector<int> m_vertices;
    std::vector<int> m_row;
    std::vector<int> m_place;
};

} // namespace rules::layered
