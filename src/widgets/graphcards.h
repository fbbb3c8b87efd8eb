#pragma once

#include "rules/graphcomparison.h"
#include "rules/graphfold.h"
#include "rules/graphqueries.h"
#include "widgets/dependencyview.h"
#include "widgets/graphitems.h"

namespace widgets {

/// Everything that cards, list and tooltips say of nodes; all by node id.
struct GraphFacts
{
    std::map<std::string, NodeInfo> infos;
    std::map<std::string, NodeState> states;
    /// The endpoint that the states are of.
    QString endpoint;
    /// Between two versions: the change, and which fields differ.
    std::map<std::string, rules::Change> changes;
    std::map<std::string, std::vector<std::string>> changedFields;
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
