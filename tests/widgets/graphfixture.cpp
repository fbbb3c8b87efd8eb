#include "graphfixture.h"

#include <algorithm>

using rules::Certainty;
using rules::NodeKind;

namespace graphfixture {

std::string ruleId(const std::string &name)
{
    return rules::RuleRef{"rules.yml", 0, {}, "group of " + name, 0}.id();
}

rules::DependencyGraph viewGraph()
{
    rules::DependencyGraph graph;
    const auto add = [&](NodeKind kind, const std::string &name) {
        if (kind == NodeKind::Metric)
            graph.nodes.push_back({"metric:" + name, kind, name, {}});
        else
            graph.nodes.push_back(
                {ruleId(name), kind, name, rules::RuleRef{"rules.yml", 0, {}, "group of " + name, 0}});
    };
    add(NodeKind::Metric, "up");
    add(NodeKind::Metric, "<b>errors</b>");
    add(NodeKind::Recording, "job:up:sum");
    for (const char *alert : {"Down", "ManyDown", "Errors", "Meta"})
        add(NodeKind::Alerting, alert);
    std::sort(graph.nodes.begin(), graph.nodes.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    const auto edge = [&](const std::string &from, const std::string &to, Certainty certainty) {
        graph.edges.push_back({*graph.find(from), *graph.find(to), certainty, {}, {}});
    };
    edge("metric:up", ruleId("job:up:sum"), Certainty::Exact);
    edge(ruleId("job:up:sum"), ruleId("Down"), Certainty::Exact);
    edge(ruleId("job:up:sum"), ruleId("ManyDown"), Certainty::Indeterminate);
    edge("metric:<b>errors</b>", ruleId("Errors"), Certainty::Regex);
    edge(ruleId("Errors"), ruleId("Meta"), Certainty::Meta);
    return graph;
}

} // namespace graphfixture
