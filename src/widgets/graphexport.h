#pragma once

#include "base/result.h"
#include "rules/dependencygraph.h"
#include "rules/graphcomparison.h"

#include <QColor>
#include <QPicture>
#include <QRectF>
#include <QString>

#include <memory>

namespace widgets {

class GraphScene;

/// What can be written of a dependency graph.
struct GraphExport
{
    /// Never null.
    std::shared_ptr<const rules::DependencyGraph> graph;
    /// The two versions the graph shows; null for one version.
    std::shared_ptr<const rules::GraphComparison> comparison;
    /// The scene shows folds, so its picture is not that of the graph.
    bool folded = false;
    /// What the scene paints, in its coordinates.
    QPicture picture;
    QRectF area;
    QColor background;

    /// GUI thread.
    void takePicture(GraphScene &scene);
};

/// Writes the graph as `svg`, `png`, `pdf`, `dot`, `mmd` or `json`, atomically. Thread: any.
[[nodiscard]] base::Result<void> exportGraph(const GraphExport &what, const QString &format, const QString &path);

} // namespace widgets
