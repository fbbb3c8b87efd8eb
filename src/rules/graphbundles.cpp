#include "rules/graphbundles.h"

#include <algorithm>
#include <array>
#include <map>

namespace rules {

namespace {

/// Less than this many pairs for each line of the bundle is easier to follow line by line.
constexpr std::size_t fewestPairsOfLine = 2;

} // namespace

BundledEdges bundled(const DependencyGraph &graph)
{
    BundledEdges result;
    // By certainty and reader; edges are sorted by their sources, so these are too.
    std::array<std::map<std::size_t, std::vector<std::size_t>>, 4> sources;
    for (const GraphEdge &edge : graph.edges)
        sources[static_cast<std::size_t>(edge.certainty)][edge.to].push_back(edge.from);
    std::vector<std::array<bool, 4>> inBundle(graph.nodes.size());
    for (const Certainty certainty : {Certainty::Regex, Certainty::Indeterminate, Certainty::Meta}) {
        const auto kind = static_cast<std::size_t>(certainty);
        std::map<std::vector<std::size_t>, std::vector<std::size_t>> readers;
        for (auto &[reader, read] : sources[kind])
            readers[std::move(read)].push_back(reader);
        for (auto &[from, to] : readers) {
            const bool saves = from.size() * to.size() >= fewestPairsOfLine * (from.size() + to.size());
            if (from.size() < 2 || to.size() < 2 || !saves)
                continue;
            for (const std::size_t reader : to)
                inBundle[reader][kind] = true;
            result.bundles.push_back({certainty, from, std::move(to)});
        }
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        if (!inBundle[graph.edges[i].to][static_cast<std::size_t>(graph.edges[i].certainty)])
            result.single.push_back(i);
    }
    return result;
}

} // namespace rules
