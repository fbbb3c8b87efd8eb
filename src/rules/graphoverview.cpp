#include "rules/graphoverview.h"

#include "rules/graphfindings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace rules {

namespace {

/// Units as a graph of their own.
struct Units
{
    std::vector<std::size_t> of;
    std::vector<std::string> ids;
    /// Rules of a file count as one kind.
    std::vector<NodeKind> kinds;
    DependencyGraph graph;
};

Units unitsOf(const DependencyGraph &graph, const std::vector<std::string> &names)
{
    Units units;
    units.of.resize(graph.nodes.size());
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const std::string &id = names[i].empty() ? graph.nodes[i].id : names[i];
        const auto [place, isNew] = places.try_emplace(id, units.ids.size());
        units.of[i] = place->second;
        if (isNew) {
            units.ids.push_back(id);
            units.kinds.push_back(NodeKind::Metric);
        }
        const bool rule = graph.nodes[i].rule.has_value();
        // A file's fold holds the metrics that only it reads.
        if (graph.nodes[i].kind != NodeKind::Metric)
            units.kinds[place->second] = rule ? NodeKind::Alerting : graph.nodes[i].kind;
    }
    units.graph.nodes.resize(units.ids.size());
    std::set<std::pair<std::size_t, std::size_t>> edges;
    for (const GraphEdge &edge : graph.edges) {
        if (units.of[edge.from] != units.of[edge.to])
            edges.emplace(units.of[edge.from], units.of[edge.to]);
    }
    for (const auto &[from, to] : edges)
        units.graph.edges.push_back({from, to, Certainty::Exact, {}, {}});
    return units;
}

} // namespace

Overview overviewOf(const DependencyGraph &graph, const std::vector<std::string> &names)
{
    const Units units = unitsOf(graph, names);
    const std::size_t count = units.ids.size();
    // By unit: the circle it is part of, named by its first unit.
    std::vector<std::size_t> circleOf(count);
    for (std::size_t i = 0; i < count; ++i)
        circleOf[i] = i;
    const std::vector<std::vector<std::size_t>> circles = cycles(units.graph);
    std::vector<bool> isCircle(count);
    for (const std::vector<std::size_t> &circle : circles) {
        for (const std::size_t unit : circle)
            circleOf[unit] = circle.front();
        isCircle[circle.front()] = true;
    }
    std::vector<std::set<std::size_t>> sources(count);
    std::vector<std::set<std::size_t>> readers(count);
    for (const GraphEdge &edge : units.graph.edges) {
        const std::size_t from = circleOf[edge.from];
        const std::size_t to = circleOf[edge.to];
        if (from != to) {
            sources[to].insert(from);
            readers[from].insert(to);
        }
    }
    // A circle keeps to itself: what is in it is not what stands beside it.
    using Surroundings = std::tuple<NodeKind, std::set<std::size_t>, std::set<std::size_t>, std::size_t>;
    std::map<Surroundings, std::vector<std::size_t>> joined;
    for (std::size_t unit = 0; unit < count; ++unit) {
        const std::size_t circle = circleOf[unit];
        joined[{units.kinds[circle], sources[circle], readers[circle], isCircle[circle] ? circle : count}].push_back(
            unit);
    }
    std::vector<Overview::Part> parts(count);
    for (const auto &[surroundings, members] : joined) {
        if (members.size() < 2)
            continue;
        const std::string &first = units.ids[*std::ranges::min_element(
            members, {}, [&units](std::size_t unit) -> const std::string & { return units.ids[unit]; })];
        for (const std::size_t unit : members)
            parts[unit] = {"fold:overview:" + first, members.size(), isCircle[circleOf[unit]]};
    }
    Overview overview;
    overview.nodes.reserve(graph.nodes.size());
    for (const std::size_t unit : units.of)
        overview.nodes.push_back(parts[unit]);
    return overview;
}

} // namespace rules
