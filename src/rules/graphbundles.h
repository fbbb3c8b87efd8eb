#pragma once

#include "rules/dependencygraph.h"

#include <cstddef>
#include <vector>

namespace rules {

/// Edges of one certainty from each of `from` to each of `to`: all pairs, and nothing else.
struct EdgeBundle
{
    Certainty certainty = Certainty::Indeterminate;
    /// Indices of nodes, ascending; at least two each.
    std::vector<std::size_t> from;
    std::vector<std::size_t> to;
};

/// The edges of a graph: those of `single`, as indices, and those of the bundles; each once.
struct BundledEdges
{
    std::vector<std::size_t> single;
    std::vector<EdgeBundle> bundles;
};

/// Puts readers that read the same nodes into one bundle, where that saves lines: n rules without a metric's name that
/// read n recording rules take 2 n lines instead of n². Exact edges stay single. The same graph gives the same bundles.
[[nodiscard]] BundledEdges bundled(const DependencyGraph &graph);

} // namespace rules
