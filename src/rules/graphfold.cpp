#include "rules/graphfold.h"

#include "rules/graphoverview.h"

#include <algorithm>
#include <map>
#include <optional>

namespace rules {

namespace {

/// Shared metrics of graphs that are folded by file are folded by the first word of their names from this number on.
constexpr std::size_t fewestMetricsOfPrefix = 8;
/// Of graphs that are folded by prefix: a fold of one hides a name for nothing.
constexpr std::size_t fewestMetricsOfFold = 2;
/// More edges for each node are a knot, however few the nodes are.
constexpr std::size_t edgesOfNode = 10;

/// More cards are not taken in at a glance.
constexpr std::size_t mostFiles = 100;

std::string foldId(const RuleRef &rule, Folding folding)
{
    if (folding == Folding::File || folding == Folding::Overview)
        return "fold:" + rule.file;
    return "fold:" + rule.file + ':' + std::to_string(rule.document) + ':' + rule.key.value_or("") + ':' + rule.group;
}

std::string prefixOf(const std::string &metric)
{
    return metric.substr(0, metric.find_first_of("_:"));
}

/// By node: the id of its fold; empty for nodes that stand for themselves.
std::vector<std::string> foldIds(const DependencyGraph &graph, Folding folding)
{
    std::vector<std::string> ids(graph.nodes.size());
    if (folding == Folding::None)
        return ids;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].rule && folding != Folding::Prefix)
            ids[i] = foldId(*graph.nodes[i].rule, folding);
    }
    std::vector<std::optional<std::string>> reader(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges) {
        if (graph.nodes[edge.from].kind != NodeKind::Metric)
            continue;
        std::optional<std::string> &only = reader[edge.from];
        if (!only)
            only = ids[edge.to];
        else if (*only != ids[edge.to])
            only = std::string();
    }
    std::map<std::string, std::vector<std::size_t>> shared;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].kind != NodeKind::Metric)
            continue;
        if (reader[i] && !reader[i]->empty())
            ids[i] = *reader[i];
        else if (folding != Folding::Group)
            shared[prefixOf(graph.nodes[i].name)].push_back(i);
    }
    const bool byFile = folding == Folding::Group || folding == Folding::File;
    for (const auto &[prefix, metrics] : shared) {
        if (metrics.size() < (byFile ? fewestMetricsOfPrefix : fewestMetricsOfFold))
            continue;
        for (const std::size_t metric : metrics)
            ids[metric] = "fold:metrics:" + prefix;
    }
    return ids;
}

} // namespace

FoldedGraph fold(const DependencyGraph &graph, Folding folding, const std::set<std::string> &open)
{
    FoldedGraph result;
    result.nodeOf.resize(graph.nodes.size());
    const std::vector<std::string> ids = foldIds(graph, folding);
    const Overview overview = folding == Folding::Overview ? overviewOf(graph, ids) : Overview();
    std::map<std::string, std::size_t> folds;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const GraphNode &node = graph.nodes[i];
        const Overview::Part part = overview.nodes.empty() ? Overview::Part() : overview.nodes[i];
        const bool joins = !part.id.empty() && !open.contains(part.id);
        const std::string &id = joins ? part.id : ids[i];
        const std::string outer = joins ? std::string() : part.id;
        if (id.empty() || open.contains(id)) {
            result.nodeOf[i] = result.nodes.size();
            result.nodes.push_back({node.id, node.name, {i}});
            result.nodes.back().openFold = id.empty() ? outer : id;
            continue;
        }
        const auto [it, isNew] = folds.try_emplace(id, result.nodes.size());
        if (isNew)
            result.nodes.push_back({id, {}, {}, true});
        FoldedNode &fold = result.nodes[it->second];
        fold.openFold = outer;
        fold.members.push_back(i);
        if (joins) {
            fold.parts = part.parts;
            fold.isCircle = part.isCircle;
        } else if (node.rule) {
            fold.name = folding == Folding::Group ? node.rule->group : node.rule->file;
        } else if (fold.name.empty()) {
            fold.name = prefixOf(node.name);
        }
        result.nodeOf[i] = it->second;
    }
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const GraphEdge &edge = graph.edges[i];
        const std::size_t from = result.nodeOf[edge.from];
        const std::size_t to = result.nodeOf[edge.to];
        if (from == to && result.nodes[from].isFold)
            continue;
        const auto [it, isNew] = edges.try_emplace({from, to}, result.edges.size());
        if (isNew)
            result.edges.push_back({from, to, edge.certainty, {}});
        FoldedEdge &folded = result.edges[it->second];
        folded.certainty = std::min(folded.certainty, edge.certainty);
        folded.members.push_back(i);
    }
    return result;
}

Folding suitableFolding(const DependencyGraph &graph, std::size_t most)
{
    if (graph.nodes.size() <= most && graph.edges.size() <= most * edgesOfNode)
        return Folding::None;
    if (const FoldedGraph groups = fold(graph, Folding::Group);
        groups.nodes.size() <= most && groups.edges.size() <= most)
        return Folding::Group;
    const FoldedGraph files = fold(graph, Folding::File);
    if (files.edges.size() > most)
        return Folding::Overview;
    // Hundreds of files that share a few metrics are one long column; many of them read the same.
    const bool many = files.nodes.size() > mostFiles;
    return many && fold(graph, Folding::Overview).nodes.size() * 2 < files.nodes.size() ? Folding::Overview
                                                                                        : Folding::File;
}

} // namespace rules
