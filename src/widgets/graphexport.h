#pragma once

#include "base/result.h"
#include "rules/dependencygraph.h"
#include "rules/graphcomparison.h"

#include <QString>

namespace widgets {

class GraphScene;

/// What can be written of a dependency graph.
struct GraphExport
{
    const rules::DependencyGraph &graph;
    /// The picture, for PNG and PDF.
    GraphScene &scene;
    /// The two versions the graph shows, if it does.
    const rules::GraphComparison *comparison = nullptr;
};

/// Writes the graph as `svg`, `png`, `pdf`, `dot`, `mmd` or `json`, atomically. GUI thread.
[[nodiscard]] base::Result<void> exportGraph(const GraphExport &what, const QString &format, const QString &path);

} // namespace widgets
