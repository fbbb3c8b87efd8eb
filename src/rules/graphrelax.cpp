#include "rules/graphlayers.h"

#include <algorithm>
#include <cmath>

namespace rules::layered {

void Relaxation::addColumn(std::vector<int> points, std::vector<double> gaps)
{
    double offset = 0;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        offset += i == 0 ? 0 : gaps[i];
        gaps[i] = offset;
    }
    m_columns.push_back(std::move(points));
    m_offsets.push_back(std::move(gaps));
}

void Relaxation::pack()
{
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        for (std::size_t i = 0; i < m_columns[c].size(); ++i)
            m_y[m_columns[c][i]] = m_offsets[c][i] - m_offsets[c].back() / 2;
    }
}

void Relaxation::buildPulls()
{
    m_pullStart.assign(m_y.size() + 1, 0);
    for (const Link &link : m_links) {
        ++m_pullStart[std::size_t(link.a) + 1];
        ++m_pullStart[std::size_t(link.b) + 1];
    }
    for (std::size_t i = 1; i < m_pullStart.size(); ++i)
        m_pullStart[i] += m_pullStart[i - 1];
    m_pulls.resize(m_links.size() * 2);
    std::vector<std::size_t> next(m_pullStart.begin(), m_pullStart.end() - 1);
    for (const Link &link : m_links) {
        const double squared = link.distance * link.distance;
        m_pulls[next[link.a]++] = {link.b, squared};
        m_pulls[next[link.b]++] = {link.a, squared};
    }
}

void Relaxation::run(int rounds, double tolerance, const std::stop_token &stop)
{
    buildPulls();
    for (int round = 0; round < rounds && !stop.stop_requested(); ++round) {
        const double overRelaxation = round < 2 ? 1 : 1.6;
        double moved = 0;
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            moved = std::max(moved, solveColumn(c, overRelaxation));
        for (std::size_t c = m_columns.size(); c-- > 0;)
            moved = std::max(moved, solveColumn(c, overRelaxation));
        if (moved < tolerance)
            break;
    }
}

/// Replaces each length √(d² + Δ²) by the parabola that touches it at the present heights and lies above it elsewhere,
/// and minimises their sum under the column's order by pooling adjacent violators.
double Relaxation::solveColumn(std::size_t column, double overRelaxation)
{
    const std::vector<int> &points = m_columns[column];
    const std::vector<double> &offsets = m_offsets[column];
    m_blocks.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const int point = points[i];
        const double y = m_y[point];
        double weight = 1e-9;
        double target = y;
        if (m_fixed[point]) {
            weight = 1e9;
        } else if (!m_held.empty() && !std::isnan(m_held[point])) {
            weight = 1;
            target = m_held[point];
        } else {
            double sum = weight * y;
            for (std::size_t p = m_pullStart[point]; p < m_pullStart[std::size_t(point) + 1]; ++p) {
                const double other = m_y[m_pulls[p].point];
                const double pull = 1 / std::sqrt(m_pulls[p].squaredDistance + (y - other) * (y - other));
                sum += pull * other;
                weight += pull;
            }
            target = y + overRelaxation * (sum / weight - y);
        }
        addToBlocks(target - offsets[i], weight);
    }
    return moveToBlocks(column);
}

/// Appends one point to the blocks that share a shift; a block that would come above the one before it joins that.
void Relaxation::addToBlocks(double target, double weight)
{
    Block block{target * weight, weight, 1};
    while (!m_blocks.empty() && m_blocks.back().sum * block.weight >= block.sum * m_blocks.back().weight) {
        block.sum += m_blocks.back().sum;
        block.weight += m_blocks.back().weight;
        block.count += m_blocks.back().count;
        m_blocks.pop_back();
    }
    m_blocks.push_back(block);
}

double Relaxation::moveToBlocks(std::size_t column)
{
    const std::vector<int> &points = m_columns[column];
    const std::vector<double> &offsets = m_offsets[column];
    double moved = 0;
    std::size_t i = 0;
    for (const Block &block : m_blocks) {
        const double base = block.sum / block.weight;
        for (const std::size_t end = i + block.count; i < end; ++i) {
            double &y = m_y[points[i]];
            if (m_fixed[points[i]])
                continue;
            moved = std::max(moved, std::abs(y - base - offsets[i]));
            y = base + offsets[i];
        }
    }
    return moved;
}

void Relaxation::startNear(const std::vector<double> &wishes)
{
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        m_blocks.clear();
        for (std::size_t i = 0; i < m_columns[c].size(); ++i)
            addToBlocks(wishes[m_columns[c][i]] - m_offsets[c][i], 1);
        moveToBlocks(c);
    }
}

} // namespace rules::layered
