#include "rules/graphqueries.h"

#include <algorithm>
#include <cctype>

namespace rules {

namespace {

using Neighbours = std::vector<std::vector<std::size_t>>;

Neighbours neighboursOf(const DependencyGraph &graph, bool upstream)
{
    Neighbours neighbours(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges)
        neighbours[upstream ? edge.to : edge.from].push_back(upstream ? edge.from : edge.to);
    return neighbours;
}

void spread(const Neighbours &neighbours, std::span<const std::size_t> starts, std::size_t hops,
            std::vector<bool> &reached)
{
    std::vector<bool> seen(neighbours.size());
    std::vector<std::size_t> front(starts.begin(), starts.end());
    for (const std::size_t start : starts)
        seen[start] = true;
    for (std::size_t hop = 0; hop < hops && !front.empty(); ++hop) {
        std::vector<std::size_t> next;
        for (const std::size_t node : front) {
            for (const std::size_t neighbour : neighbours[node]) {
                if (!seen[neighbour]) {
                    seen[neighbour] = true;
                    next.push_back(neighbour);
                }
            }
        }
        front = std::move(next);
    }
    for (std::size_t i = 0; i < seen.size(); ++i)
        reached[i] = reached[i] || seen[i];
}

bool passes(const std::set<std::string> &wanted, const std::string &value)
{
    return wanted.empty() || wanted.contains(value);
}

bool passes(const GraphNode &node, const NodeTraits &traits, const GraphFilter &filter)
{
    if (filter.problemsOnly && !traits.problem)
        return false;
    if (!node.rule)
        return filter.severities.empty() && filter.teams.empty() && filter.groups.empty() &&
               (filter.files.empty() || (!node.file.empty() && filter.files.contains(node.file)));
    // Recording rules page nobody: they have no severity that a filter could ask for.
    return (node.kind != NodeKind::Alerting || passes(filter.severities, traits.severity)) &&
           (node.kind == NodeKind::Alerting || filter.severities.empty()) && passes(filter.teams, traits.team) &&
           passes(filter.files, node.rule->file) && passes(filter.groups, node.rule->group);
}

void addLabelsOf(const promql::Expr *root, std::set<std::string> &labels)
{
    const auto addAll = [&labels](std::span<const promql::Name> names) {
        for (const promql::Name &name : names)
            labels.emplace(name.value);
    };
    promql::walk(root, [&](const promql::Expr &expr) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&expr)) {
            for (const promql::LabelMatcher &matcher : selector->matchers) {
                if (matcher.name != "__name__")
                    labels.emplace(matcher.name);
            }
        } else if (const auto *aggregation = promql::as<promql::Aggregation>(&expr)) {
            addAll(aggregation->labels);
        } else if (const auto *binary = promql::as<promql::BinaryExpr>(&expr)) {
            addAll(binary->matching.labels);
            addAll(binary->matching.include);
        } else if (const auto *call = promql::as<promql::Call>(&expr)) {
            // The sources: label_replace(v, dst, replacement, src, regex), label_join(v, dst, separator, src…).
            const bool replaces = call->name.value == "label_replace";
            const bool joins = call->name.value == "label_join";
            for (std::size_t i = 3; (replaces || joins) && i < call->arguments.size() && (joins || i == 3); ++i) {
                if (const auto *text = promql::as<promql::StringLiteral>(call->arguments[i]))
                    labels.emplace(text->value);
            }
        }
        return true;
    });
}

void addLabelsOfTemplate(std::string_view text, std::set<std::string> &labels)
{
    if (text.find("{{") == std::string_view::npos)
        return;
    for (const std::string_view start : {std::string_view("$labels."), std::string_view(".Labels.")}) {
        for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
            std::size_t end = at + start.size();
            const std::size_t begin = end;
            while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_'))
                ++end;
            if (end > begin)
                labels.emplace(text.substr(begin, end - begin));
        }
    }
}

} // namespace

std::vector<bool> reach(const DependencyGraph &graph, std::span<const std::size_t> starts, Direction direction,
                        std::size_t hops)
{
    std::vector<bool> reached(graph.nodes.size());
    if (direction != Direction::Downstream)
        spread(neighboursOf(graph, true), starts, hops, reached);
    if (direction != Direction::Upstream)
        spread(neighboursOf(graph, false), starts, hops, reached);
    return reached;
}

DependencyGraph subgraph(const DependencyGraph &graph, const std::vector<bool> &kept)
{
    DependencyGraph result;
    std::vector<std::size_t> places(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        places[i] = result.nodes.size();
        if (kept[i])
            result.nodes.push_back(graph.nodes[i]);
    }
    for (const GraphEdge &edge : graph.edges) {
        if (!kept[edge.from] || !kept[edge.to])
            continue;
        result.edges.push_back(edge);
        result.edges.back().from = places[edge.from];
        result.edges.back().to = places[edge.to];
    }
    return result;
}

DependencyGraph focus(const DependencyGraph &graph, std::string_view name, std::size_t hops, Direction direction)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].name == name || graph.nodes[i].id == name)
            starts.push_back(i);
    }
    return subgraph(graph, reach(graph, starts, direction, hops));
}

DependencyGraph filtered(const DependencyGraph &graph, std::span<const NodeTraits> traits, const GraphFilter &filter)
{
    std::vector<bool> shown(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const NodeKind kind = graph.nodes[i].kind;
        shown[i] =
            (kind != NodeKind::ScrapeJob || filter.scrapeJobs) && (kind != NodeKind::Dashboard || filter.dashboards);
    }
    DependencyGraph visible = graph;
    std::erase_if(visible.edges, [&](const GraphEdge &edge) {
        return !filter.certainties[static_cast<std::size_t>(edge.certainty)] || !shown[edge.from] || !shown[edge.to];
    });
    if (!filter.picksNodes())
        return subgraph(visible, shown);
    std::vector<std::size_t> picked;
    std::vector<std::size_t> problems;
    const NodeTraits none;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!shown[i] || !passes(graph.nodes[i], i < traits.size() ? traits[i] : none, filter))
            continue;
        picked.push_back(i);
        if (filter.problemsOnly && graph.nodes[i].kind == NodeKind::Metric)
            problems.push_back(i);
    }
    std::vector<bool> kept = reach(visible, picked, Direction::Upstream);
    const std::vector<bool> readers = reach(visible, problems, Direction::Downstream, 1);
    for (std::size_t i = 0; i < kept.size(); ++i)
        kept[i] = kept[i] || readers[i];
    return subgraph(visible, kept);
}

BlastRadius blastRadius(const DependencyGraph &graph, std::span<const std::size_t> starts)
{
    std::vector<bool> reached(graph.nodes.size());
    std::vector<std::size_t> queue;
    const auto addReadersOf = [&](std::size_t node) {
        // Edges are sorted by what is read.
        for (auto edge = std::ranges::lower_bound(graph.edges, node, {}, &GraphEdge::from);
             edge != graph.edges.end() && edge->from == node; ++edge) {
            if (!reached[edge->to]) {
                reached[edge->to] = true;
                queue.push_back(edge->to);
            }
        }
    };
    for (const std::size_t start : starts)
        addReadersOf(start);
    const std::size_t direct = queue.size();
    for (std::size_t i = 0; i < queue.size(); ++i)
        addReadersOf(queue[i]);
    BlastRadius radius;
    radius.direct = direct;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!reached[i])
            continue;
        if (graph.nodes[i].kind == NodeKind::Alerting)
            radius.alerts.push_back(i);
        else if (graph.nodes[i].kind == NodeKind::Recording)
            radius.recordings.push_back(i);
        else if (graph.nodes[i].kind == NodeKind::Dashboard)
            radius.dashboards.push_back(i);
    }
    return radius;
}

std::vector<std::string> labelsRead(const Rule &rule)
{
    std::set<std::string> labels;
    addLabelsOf(rule.tree->root(), labels);
    for (const Pairs *pairs : {&rule.labels, &rule.annotations}) {
        for (const auto &[name, value] : *pairs)
            addLabelsOfTemplate(value.value, labels);
    }
    return {labels.begin(), labels.end()};
}

} // namespace rules
