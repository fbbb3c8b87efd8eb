#pragma once

#include "rules/graphfold.h"
#include "rules/graphlayout.h"

namespace widgets {

/// Tells the layout of `now` where the nodes and edges it shares with `before` were, by their ids; nothing if less than
/// half of its nodes are known.
void rememberLayout(const rules::FoldedGraph &before, const rules::GraphLayout &layout, const rules::FoldedGraph &now,
                    rules::LayoutOptions &options);

} // namespace widgets
