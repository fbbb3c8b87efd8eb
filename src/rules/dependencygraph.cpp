#include "rules/dependencygraph.h"

#include "rules/duration.h"
#include "rules/selectors.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace rules {

namespace {

constexpr double defaultInterval = 60;

/// A rule with what the graph asks of it.
struct Member
{
    const RuleDocument *document;
    const RuleGroup *group;
    const Rule *rule;
    std::size_t index;
    std::string id;
    std::map<std::string, std::string, std::less<>> staticLabels;
};

double intervalOf(const RuleGroup &group)
{
    const double seconds = group.interval ? parseDuration(group.interval->value).value_or(0) : 0;
    return seconds > 0 ? seconds : defaultInterval;
}

/// Labels whose values are known without evaluating anything: the rule's own over its group's, templates left out.
std::map<std::string, std::string, std::less<>> staticLabelsOf(const RuleGroup &group, const Rule &rule)
{
    std::map<std::string, std::string, std::less<>> labels;
    for (const Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs)
            labels[name.value] = value.value;
    }
    std::erase_if(labels, [](const auto &label) { return label.second.find("{{") != std::string::npos; });
    return labels;
}

bool refuted(const Member &member, const Selector &selector)
{
    return std::ranges::any_of(selector.labelMatchers, [&member](const NameTest &test) {
        const auto label = member.staticLabels.find(test.label());
        return label != member.staticLabels.end() && !test.matches(label->second);
    });
}

class Builder
{
public:
    explicit Builder(std::span<const std::shared_ptr<const RuleDocument>> documents)
    {
        for (const auto &document : documents) {
            for (const RuleGroup &group : document->groups()) {
                for (std::size_t i = 0; i < group.rules.size(); ++i)
                    m_members.push_back({document.get(), &group, &group.rules[i], i, document->refOf(group, i).id(),
                                         staticLabelsOf(group, group.rules[i])});
            }
        }
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            const Member &member = m_members[i];
            auto &byName = member.rule->kind == RuleKind::Recording ? m_recording : m_alerting;
            byName[member.rule->name.value].push_back(i);
        }
    }

    DependencyGraph build()
    {
        for (const Member &member : m_members)
            addRuleNode(member);
        for (const Member &reader : m_members) {
            for (const Selector &selector : selectorsOf(*reader.rule))
                read(reader, selector);
        }
        return finish();
    }

private:
    struct EdgeData
    {
        Certainty certainty;
        std::optional<double> lag;
        std::vector<base::ByteRange> selectors;
    };

    void addRuleNode(const Member &member)
    {
        const bool recording = member.rule->kind == RuleKind::Recording;
        m_nodes.try_emplace(member.id,
                            GraphNode{member.id, recording ? NodeKind::Recording : NodeKind::Alerting,
                                      member.rule->name.value, member.document->refOf(*member.group, member.index)});
    }

    void read(const Member &reader, const Selector &selector)
    {
        bool readsRule = false;
        const auto readMembers = [&](const std::vector<std::size_t> &members, Certainty certainty) {
            for (const std::size_t i : members) {
                if (refuted(m_members[i], selector))
                    continue;
                readsRule = true;
                addEdge(m_members[i].id, reader, certainty, lagOf(m_members[i], reader), selector.range);
            }
        };
        const bool readsAlerts = selector.matchesName("ALERTS") || selector.matchesName("ALERTS_FOR_STATE");
        if (selector.exactName) {
            // No series goes without a name.
            if (selector.exactName->empty())
                return;
            if (readsAlerts) {
                readAlerts(reader, selector);
                return;
            }
            if (const auto found = m_recording.find(*selector.exactName);
                found != m_recording.end() && selector.matchesName(*selector.exactName))
                readMembers(found->second, Certainty::Exact);
            if (!readsRule)
                readMetric(*selector.exactName, reader, Certainty::Exact, selector.range);
            return;
        }
        const Certainty certainty = selector.nameMatchers.empty() ? Certainty::Indeterminate : Certainty::Regex;
        const std::string prefix = selector.namePrefix();
        for (auto found = m_recording.lower_bound(prefix);
             found != m_recording.end() && found->first.starts_with(prefix); ++found) {
            if (selector.matchesName(found->first))
                readMembers(found->second, certainty);
        }
        if (certainty == Certainty::Indeterminate)
            return;
        if (readsAlerts && readAlerts(reader, selector))
            readsRule = true;
        if (!readsRule)
            readMetric(selector.nameText(), reader, Certainty::Regex, selector.range);
    }

    /// ALERTS reads the alerting rules that its `alertname` matchers leave. Says whether there are any.
    bool readAlerts(const Member &reader, const Selector &selector)
    {
        bool any = false;
        for (const auto &[name, members] : m_alerting) {
            const bool picked = std::ranges::all_of(selector.labelMatchers, [&name = name](const NameTest &test) {
                return test.label() != "alertname" || test.matches(name);
            });
            if (!picked)
                continue;
            for (const std::size_t i : members) {
                if (refuted(m_members[i], selector))
                    continue;
                addEdge(m_members[i].id, reader, Certainty::Meta, lagOf(m_members[i], reader), selector.range);
                any = true;
            }
        }
        return any;
    }

    void readMetric(const std::string &name, const Member &reader, Certainty certainty, base::ByteRange selector)
    {
        const std::string id = "metric:" + name;
        m_nodes.try_emplace(id, GraphNode{id, NodeKind::Metric, name, std::nullopt});
        addEdge(id, reader, certainty, std::nullopt, selector);
    }

    static std::optional<double> lagOf(const Member &from, const Member &reader)
    {
        if (from.group != reader.group)
            return intervalOf(*from.group);
        return from.index < reader.index ? 0 : intervalOf(*reader.group);
    }

    void addEdge(const std::string &from, const Member &reader, Certainty certainty, std::optional<double> lag,
                 base::ByteRange selector)
    {
        const auto [edge, added] = m_edges.try_emplace({from, reader.id}, EdgeData{certainty, lag, {}});
        edge->second.certainty = std::min(edge->second.certainty, certainty);
        if (!selector.empty() && std::ranges::find(edge->second.selectors, selector) == edge->second.selectors.end())
            edge->second.selectors.push_back(selector);
    }

    DependencyGraph finish()
    {
        DependencyGraph graph;
        std::unordered_map<std::string, std::size_t> places;
        for (auto &[id, node] : m_nodes) {
            places.emplace(id, graph.nodes.size());
            graph.nodes.push_back(std::move(node));
        }
        for (auto &[ends, data] : m_edges)
            graph.edges.push_back(
                {places.at(ends.first), places.at(ends.second), data.certainty, data.lag, std::move(data.selectors)});
        return graph;
    }

    std::vector<Member> m_members;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_recording;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_alerting;
    std::map<std::string, GraphNode> m_nodes;
    std::map<std::pair<std::string, std::string>, EdgeData> m_edges;
};

} // namespace

std::optional<std::size_t> DependencyGraph::find(std::string_view id) const
{
    const auto found =
        std::ranges::lower_bound(nodes, id, {}, [](const GraphNode &node) -> std::string_view { return node.id; });
    if (found == nodes.end() || found->id != id)
        return std::nullopt;
    return static_cast<std::size_t>(found - nodes.begin());
}

DependencyGraph buildDependencyGraph(std::span<const std::shared_ptr<const RuleDocument>> documents)
{
    return Builder(documents).build();
}

DependencyGraph focus(const DependencyGraph &graph, std::string_view name, std::size_t hops)
{
    std::vector<std::vector<std::size_t>> neighbours(graph.nodes.size());
    for (const GraphEdge &edge : graph.edges) {
        neighbours[edge.from].push_back(edge.to);
        neighbours[edge.to].push_back(edge.from);
    }
    std::vector<bool> kept(graph.nodes.size());
    std::vector<std::size_t> front;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].name == name) {
            kept[i] = true;
            front.push_back(i);
        }
    }
    for (std::size_t hop = 0; hop < hops && !front.empty(); ++hop) {
        std::vector<std::size_t> next;
        for (const std::size_t node : front) {
            for (const std::size_t neighbour : neighbours[node]) {
                if (!kept[neighbour]) {
                    kept[neighbour] = true;
                    next.push_back(neighbour);
                }
            }
        }
        front = std::move(next);
    }
    DependencyGraph result;
    std::vector<std::size_t> places(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        places[i] = result.nodes.size();
        if (kept[i])
            result.nodes.push_back(graph.nodes[i]);
    }
    for (const GraphEdge &edge : graph.edges) {
        if (!kept[edge.from] || !kept[edge.to])
            continue;
        result.edges.push_back(edge);
        result.edges.back().from = places[edge.from];
        result.edges.back().to = places[edge.to];
    }
    return result;
}

} // namespace rules
