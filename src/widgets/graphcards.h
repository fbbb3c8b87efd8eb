#pragma once

#include "rules/graphcomparison.h"
#include "rules/graphfold.h"
#include "rules/graphqueries.h"
#include "widgets/dependencyview.h"
#include "widgets/graphitems.h"

#include <QStringList>

#include <map>
#include <memory>
#include <string>

namespace widgets {

/// Everything that cards, list and tooltips say of nodes. Cheap to copy: what is large is shared and never changes.
struct GraphFacts
{
    /// By node id; null for none.
    std::shared_ptr<const NodeInfos> infos;
    std::shared_ptr<const NodeStates> states;
    /// The endpoint that the states are of.
    QString endpoint;
    /// What the nodes are between two versions.
    std::shared_ptr<const rules::GraphComparison> comparison;
    /// Folders: files below them are named from there.
    QStringList roots;

    [[nodiscard]] QString shownFile(const std::string &file) const;
    /// Null for nodes of which nothing is known.
    [[nodiscard]] const NodeInfo *infoOf(const rules::GraphNode &node) const;
    [[nodiscard]] const NodeState *stateOf(const rules::GraphNode &node) const;
    /// Unchanged without a comparison.
    [[nodiscard]] rules::Change changeOf(const rules::GraphNode &node) const;
    /// Missing at the endpoint or with an error there, or a check found something.
    [[nodiscard]] bool hasProblem(const rules::GraphNode &node) const;
};

/// What is known about the node, with its group or kind as detail if nothing is.
[[nodiscard]] NodeInfo nodeInfo(const GraphFacts &facts, const rules::GraphNode &node);

/// As escaped rich text.
[[nodiscard]] QString nodeToolTip(const GraphFacts &facts, const rules::GraphNode &node);

/// Who reads whom, how sure that is, how old the value may be, and the selectors; escaped rich text.
[[nodiscard]] QString edgeToolTip(const GraphFacts &facts, const rules::DependencyGraph &graph,
                                  const rules::GraphEdge &edge);

/// The card of a node, or of a fold with what it holds.
[[nodiscard]] CardContent cardContent(const rules::DependencyGraph &graph, const GraphFacts &facts,
                                      const rules::FoldedNode &node);

/// "3 alerts and 1 recording rule read it", or that nothing does.
[[nodiscard]] QString blastRadiusText(const rules::BlastRadius &radius);

[[nodiscard]] QString changeText(rules::Change change);

} // namespace widgets
