#pragma once

#include "rules/dependencygraph.h"

#include <set>
#include <string>
#include <vector>

namespace rules {

enum class Folding {
    None,
    Group,
    File,
    Prefix,
    /// As File, and files (or metrics) with the same readers and the same sources become one, as do files that read
    /// each other.
    Overview
};

/// A node of a folded graph: a node of the graph itself, or a fold that stands for several.
struct FoldedNode
{
    /// Of the node; of a fold `fold:FILE`, `fold:FILE:DOCUMENT:KEY:GROUP`, `fold:metrics:PREFIX`, or
    /// `fold:overview:ID` with the first of the ids it stands for.
    std::string id;
    /// Of folds: the file, the group or the metric prefix; empty for several of them.
    std::string name;
    /// Indices into DependencyGraph::nodes, ascending; one for a node that is not folded.
    std::vector<std::size_t> members;
    bool isFold = false;
    /// Of folds of an overview that stand for several files or prefixes: how many.
    std::size_t parts = 0;
    /// These read each other.
    bool isCircle = false;
    /// The open fold that would hold it; empty if there is none.
    std::string openFold = {};
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

/// The folding that leaves at most `most` nodes and, where files are folded, edges; or the coarsest. Hundreds of files
/// are joined where many of them have the same sources and readers.
[[nodiscard]] Folding suitableFolding(const DependencyGraph &graph, std::size_t most = 2000);

} // namespace rules
