#pragma once

#include "rules/dependencygraph.h"

#include <set>
#include <string>
#include <vector>

namespace rules {

enum class Folding { None, Group, File, Prefix };

/// A node of a folded graph: a node of the graph itself, or a fold that stands for several.
struct FoldedNode
{
    /// Of the node; of a fold `fold:FILE`, `fold:FILE:DOCUMENT:KEY:GROUP` or `fold:metrics:PREFIX`.
    std::string id;
    /// Of folds: the file, the group or the metric prefix.
    std::string name;
    /// Indices into DependencyGraph::nodes, ascending; one for a node that is not folded.
    std::vector<std::size_t> members;
    bool isFold = false;
};

struct FoldedEdge
{
    std::size_t from = 0;
    std::size_t to = 0;
    /// The strongest of the edges it stands for, as indices into DependencyGraph::edges.
    Certainty certainty = Certainty::Exact;
    std::vector<std::size_t> members;
};

struct FoldedGraph
{
    std::vector<FoldedNode> nodes;
    std::vector<FoldedEdge> edges;
    /// By node of the graph: the folded node that shows it.
    std::vector<std::size_t> nodeOf;
};

/// Rules of one group (or file) become one node, with the metrics that only they read; by prefix, metrics whose names
/// begin with the same word become one. The ids in `open` stay unfolded.
/// Edges inside a fold disappear. Folding::None gives the graph itself.
[[nodiscard]] FoldedGraph fold(const DependencyGraph &graph, Folding folding, const std::set<std::string> &open = {});

/// The folding that leaves at most `most` nodes, or the coarsest.
[[nodiscard]] Folding suitableFolding(const DependencyGraph &graph, std::size_t most = 2000);

} // namespace rules
