#include "widgets/graphhint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace widgets {

namespace {

/// An alert and the metric that it alone reads.
constexpr std::size_t fewAdded = 2;

} // namespace

void rememberLayout(const rules::FoldedGraph &before, const rules::GraphLayout &layout, const rules::FoldedGraph &now,
                    rules::LayoutOptions &options)
{
    std::map<std::string_view, std::size_t> nodes;
    for (std::size_t i = 0; i < before.nodes.size(); ++i)
        nodes[before.nodes[i].id] = i;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges;
    for (std::size_t i = 0; i < before.edges.size(); ++i)
        edges[{before.edges[i].from, before.edges[i].to}] = i;
    std::vector<std::optional<std::size_t>> same(now.nodes.size());
    std::size_t known = 0;
    options.previousNodes.resize(now.nodes.size());
    for (std::size_t i = 0; i < now.nodes.size(); ++i) {
        if (const auto it = nodes.find(now.nodes[i].id); it != nodes.end()) {
            same[i] = it->second;
            options.previousNodes[i] = layout.nodes[it->second];
            ++known;
        }
    }
    if (known * 2 < now.nodes.size()) {
        options.previousNodes.clear();
        return;
    }
    // What goes leaves a gap, and with another text size everything moves: then the picture is placed anew.
    const std::size_t added = now.nodes.size() - known;
    options.steady = known == before.nodes.size() && added > 0 && added <= std::max(fewAdded, known / 50);
    options.previousPasses.resize(now.edges.size());
    for (std::size_t i = 0; i < now.edges.size(); ++i) {
        const auto from = same[now.edges[i].from];
        const auto to = same[now.edges[i].to];
        const auto it = from && to ? edges.find({*from, *to}) : edges.end();
        if (it != edges.end())
            options.previousPasses[i] = layout.edges[it->second].passes;
    }
}

} // namespace widgets
