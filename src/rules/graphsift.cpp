#include "rules/graphsift.h"

#include <algorithm>
#include <numeric>

namespace rules::layered {

namespace {

/// Crossings that the way from a good place to a better one may cost, for each neighbour: beyond more of them there is
/// hardly ever one.
constexpr int mostLostPerNeighbour = 3;

} // namespace

void Sifting::Side::load(const Layers &layers, const std::vector<int> &layer, const Lists &toNeighbours,
                         const std::vector<int> &beside, const Lists &toLayer)
{
    m_start.assign(1, 0);
    for (const int vertex : layer)
        m_start.push_back(m_start.back() + int(toNeighbours.size(vertex)));
    m_places.resize(std::size_t(m_start.back()));
    m_fill.assign(m_start.begin(), m_start.end() - 1);
    for (std::size_t place = 0; place < beside.size(); ++place) {
        for (const int vertex : toLayer[beside[place]])
            m_places[std::size_t(m_fill[std::size_t(layers.position[vertex])]++)] = int(place);
    }
    m_near.resize(layer.size());
    for (std::size_t i = 0; i < layer.size(); ++i) {
        const std::span<const int> places = placesOf(int(i));
        Near &near = m_near[i];
        const std::size_t few = std::min(places.size(), near.places.size());
        near.places.fill(beyondAll);
        std::copy_n(places.begin(), few, near.places.begin());
        near.missing = int(near.places.size() - few);
        near.restBegin = m_start[i] + int(few);
        near.restEnd = m_start[i + 1];
    }
}

void Sifting::Side::select(int vertex)
{
    const std::span<const int> places = placesOf(vertex);
    m_count = int(places.size());
    if (places.empty())
        return;
    m_low = places.front() - 1;
    m_last = places.back() + 1 - m_low;
    m_signs.resize(std::max(m_signs.size(), std::size_t(m_last) + 1));
    int from = 0;
    for (int less = 0; less < m_count;) {
        const int place = places[std::size_t(less)];
        int equal = 1;
        while (less + equal < m_count && places[std::size_t(less + equal)] == place)
            ++equal;
        std::fill(m_signs.begin() + from, m_signs.begin() + (place - m_low), 2 * less - m_count);
        from = place - m_low + 1;
        m_signs[std::size_t(from) - 1] = 2 * less + equal - m_count;
        less += equal;
    }
    m_signs[std::size_t(m_last)] = m_count;
}

std::int64_t Sifting::sift(const std::vector<bool> &chosen)
{
    std::int64_t saved = 0;
    const int layerCount = int(m_g.order.size());
    for (int l = 0; l < layerCount; ++l) {
        std::vector<int> &row = m_g.order[std::size_t(l)];
        if (row.size() < 2)
            continue;
        if (l > 0)
            m_before.load(m_g, row, m_g.before, m_g.order[std::size_t(l) - 1], m_g.after);
        else
            m_before.clear(row.size());
        if (l + 1 < layerCount)
            m_after.load(m_g, row, m_g.after, m_g.order[std::size_t(l) + 1], m_g.before);
        else
            m_after.clear(row.size());
        m_vertices = row;
        m_row.resize(row.size());
        std::iota(m_row.begin(), m_row.end(), 0);
        m_place = m_row;
        for (std::size_t i = 0; i < m_vertices.size(); ++i) {
            if (chosen.empty() || chosen[std::size_t(m_vertices[i])])
                saved += siftVertex(int(i));
        }
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = m_vertices[std::size_t(m_row[i])];
        m_g.updatePositions(l);
    }
    return saved;
}

int Sifting::siftVertex(int vertex)
{
    m_before.select(vertex);
    m_after.select(vertex);
    const int mostLost = -mostLostPerNeighbour * (m_before.count() + m_after.count());
    const int start = m_place[std::size_t(vertex)];
    int best = 0;
    int bestPlace = start;
    const auto walk = [&](int step, int end) {
        int sum = 0;
        int highest = 0;
        for (int i = start + step; i != end && sum - highest >= mostLost; i += step) {
            const int other = m_row[std::size_t(i)];
            int signs = 0;
            if (m_before.count() > 0)
                signs += m_before.signSum(other);
            if (m_after.count() > 0)
                signs += m_after.signSum(other);
            sum -= step * signs;
            highest = std::max(highest, sum);
            if (sum > best) {
                best = sum;
                bestPlace = i;
            }
        }
    };
    walk(1, int(m_row.size()));
    walk(-1, -1);
    const auto at = [&](int place) { return m_row.begin() + place; };
    if (bestPlace > start)
        std::rotate(at(start), at(start + 1), at(bestPlace + 1));
    else if (bestPlace < start)
        std::rotate(at(bestPlace), at(start), at(start + 1));
    for (int i = std::min(start, bestPlace); i <= std::max(start, bestPlace); ++i)
        m_place[std::size_t(m_row[std::size_t(i)])] = i;
    return best;
}

} // namespace rules::layered
