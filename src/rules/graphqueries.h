#pragma once

#include "rules/dependencygraph.h"

#include <array>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Questions to a dependency graph. Pure functions, for any thread; nodes are named by their index.
namespace rules {

inline constexpr std::size_t anyHops = std::numeric_limits<std::size_t>::max();

/// Upstream is what feeds a node, Downstream what reads it; Both is the two of them, not what else feeds a reader.
enum class Direction { Upstream, Downstream, Both };

/// By node: whether it is one of `starts` or within `hops` edges of one.
[[nodiscard]] std::vector<bool> reach(const DependencyGraph &graph, std::span<const std::size_t> starts,
                                      Direction direction, std::size_t hops = anyHops);

/// The kept nodes and the edges between them.
[[nodiscard]] DependencyGraph subgraph(const DependencyGraph &graph, const std::vector<bool> &kept);

/// The nodes within `hops` edges of any node of this name or id; empty if there is none.
[[nodiscard]] DependencyGraph focus(const DependencyGraph &graph, std::string_view name, std::size_t hops,
                                    Direction direction = Direction::Both);

/// What a filter asks of a node besides what the graph knows.
struct NodeTraits
{
    /// Values of the labels `severity` and `team` of rules, group labels included.
    std::string severity;
    std::string team;
    /// Missing at the endpoint, or a check found something.
    bool problem = false;
};

/// Every set that is not empty has to hold the node's value. An empty string in a set stands for rules without it.
struct GraphFilter
{
    std::set<std::string> severities;
    std::set<std::string> teams;
    std::set<std::string> files;
    std::set<std::string> groups;
    bool problemsOnly = false;
    /// By Certainty.
    std::array<bool, 4> certainties = {true, true, true, true};
    bool scrapeJobs = true;
    bool dashboards = true;

    /// Whether it leaves nodes out.
    [[nodiscard]] bool picksNodes() const
    {
        return !severities.empty() || !teams.empty() || !files.empty() || !groups.empty() || problemsOnly;
    }
};

/// The rules that pass the filter with everything that feeds them, and what passes it of the rest. With `problemsOnly`
/// also those that read a metric with a problem. `traits` by node; missing ones are empty.
[[nodiscard]] DependencyGraph filtered(const DependencyGraph &graph, std::span<const NodeTraits> traits,
                                       const GraphFilter &filter);

/// Who notices when the starts change or disappear.
struct BlastRadius
{
    /// Of the nodes below, those that read a start themselves.
    std::size_t direct = 0;
    std::vector<std::size_t> alerts;
    std::vector<std::size_t> recordings;
    std::vector<std::size_t> dashboards;
};

/// Everything downstream of the starts, along edges of all certainties; starts only where they read themselves.
[[nodiscard]] BlastRadius blastRadius(const DependencyGraph &graph, std::span<const std::size_t> starts);

/// The names of the labels that the rule reads: of matchers, grouping, vector matching and label_replace, and
/// `$labels.NAME` in its templates. Sorted.
[[nodiscard]] std::vector<std::string> labelsRead(const Rule &rule);

} // namespace rules
