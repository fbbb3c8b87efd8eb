#pragma once

#include "rules/graphfold.h"
#include "widgets/dependencyview.h"
#include "widgets/graphitems.h"

namespace widgets {

/// What is known about the node, with its group or kind as detail if nothing is.
[[nodiscard]] NodeInfo nodeInfo(const std::map<std::string, NodeInfo> &infos, const rules::GraphNode &node);

/// As escaped rich text.
[[nodiscard]] QString nodeToolTip(const rules::GraphNode &node, const NodeInfo &info);

/// The card of a node, or of a fold with what it holds.
[[nodiscard]] CardContent cardContent(const rules::DependencyGraph &graph, const std::map<std::string, NodeInfo> &infos,
                                      const rules::FoldedNode &node);

} // namespace widgets
