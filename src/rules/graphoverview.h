#pragma once

#include "rules/dependencygraph.h"

#include <string>
#include <vector>

namespace rules {

/// What an overview joins, by node of the graph.
struct Overview
{
    struct Part
    {
        /// Of the joined fold; empty for nodes that stay in their own.
        std::string id;
        std::size_t parts = 0;
        bool isCircle = false;
    };
    std::vector<Part> nodes;
};

/// Joins units, the folds named by `units` (by node; empty: the node itself): those that read each other, then those
/// of one kind that have the same sources and the same readers. The result has no circles.
[[nodiscard]] Overview overviewOf(const DependencyGraph &graph, const std::vector<std::string> &units);

} // namespace rules
