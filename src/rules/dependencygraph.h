#pragma once

#include "rules/ruledocument.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rules {

enum class NodeKind { Metric, Recording, Alerting };
/// Strongest first.
enum class Certainty { Exact, Regex, Indeterminate, Meta };

struct GraphNode
{
    /// `metric:NAME` or RuleRef::id().
    std::string id;
    NodeKind kind = NodeKind::Metric;
    std::string name;
    /// Of rules.
    std::optional<RuleRef> rule;
};

struct GraphEdge
{
    /// Indices into DependencyGraph::nodes; from what is read to the rule that reads it.
    std::size_t from = 0;
    std::size_t to = 0;
    Certainty certainty = Certainty::Exact;
    /// How much older the read value may be than the reader's evaluation, seconds: 0 for an earlier rule of the same
    /// group, the reader's interval for a later one (and itself), the producer's interval for another group; nothing
    /// for metrics.
    std::optional<double> lagSeconds;
    /// The selectors that make the edge, as bytes of the reader's expression.
    std::vector<base::ByteRange> selectors;
};

/// Sorted by id; the same input gives the same graph. Follows Prometheus's own rule for dependencies, across groups and
/// files.
struct DependencyGraph
{
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;

    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
};

[[nodiscard]] DependencyGraph buildDependencyGraph(std::span<const std::shared_ptr<const RuleDocument>> documents);

/// The nodes within `hops` edges of any node named `name`, in both directions, and the edges between them.
[[nodiscard]] DependencyGraph focus(const DependencyGraph &graph, std::string_view name, std::size_t hops);

[[nodiscard]] std::string toJson(const DependencyGraph &graph);
[[nodiscard]] std::string toDot(const DependencyGraph &graph);
[[nodiscard]] std::string toMermaid(const DependencyGraph &graph);

} // namespace rules
