#pragma once

#include "rules/ruledocument.h"
#include "rules/surroundings.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

enum class NodeKind { Metric, Recording, Alerting, ScrapeJob, Dashboard };
inline constexpr std::size_t nodeKindCount = 5;
/// Strongest first.
enum class Certainty { Exact, Regex, Indeterminate, Meta };

struct GraphNode
{
    /// `metric:NAME`, RuleRef::id(), `job:NAME` or Dashboard::id().
    std::string id;
    NodeKind kind = NodeKind::Metric;
    std::string name;
    /// Of rules.
    std::optional<RuleRef> rule;
    /// Of scrape jobs and dashboards: the file that holds it (the first one for jobs of one name).
    std::string file = {};
};

struct GraphEdge
{
    /// Indices into DependencyGraph::nodes; from what is read to the rule that reads it.
    std::size_t from = 0;
    std::size_t to = 0;
    Certainty certainty = Certainty::Exact;
    /// How much older the read value may be than the reader's evaluation, seconds: 0 for an earlier rule of the same
    /// group, the reader's interval for a later one (and itself), the producer's interval for another group; nothing
    /// for metrics and dashboards.
    std::optional<double> lagSeconds;
    /// The selectors that make the edge, as bytes of the reader's expression.
    std::vector<base::ByteRange> selectors;
};

/// Why a value that was read is older than its reader's evaluation.
enum class Staleness {
    /// What is read is scraped, not evaluated, or the reader is a dashboard.
    None,
    /// An earlier rule of the same group: the value of this very evaluation.
    SameEvaluation,
    /// A later rule of the same group, or the rule itself: the value of the evaluation before.
    PreviousEvaluation,
    /// A rule of another group, which has its own interval and phase.
    OtherGroup
};

/// Nodes sorted by id, edges by their ends; the same input gives the same graph. Follows Prometheus's own rule for
/// dependencies, across groups and files.
struct DependencyGraph
{
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;

    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    [[nodiscard]] Staleness stalenessOf(const GraphEdge &edge) const;
};

/// `surroundings` add scrape jobs, which feed the metrics whose selectors name them, and those dashboards that read a
/// rule or a metric of the rules. Half a graph if `stop` was requested.
[[nodiscard]] DependencyGraph buildDependencyGraph(std::span<const std::shared_ptr<const RuleDocument>> documents,
                                                   const Surroundings &surroundings = {},
                                                   const std::stop_token &stop = {});

/// Hands the JSON on in pieces of some 64 KiB: rules without metric names can make millions of edges.
void writeJson(const DependencyGraph &graph, const std::function<void(std::string_view)> &write);
[[nodiscard]] std::string toJson(const DependencyGraph &graph);
[[nodiscard]] std::string toDot(const DependencyGraph &graph);
[[nodiscard]] std::string toMermaid(const DependencyGraph &graph);

} // namespace rules
