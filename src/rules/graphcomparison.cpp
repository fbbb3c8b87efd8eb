#include "rules/graphcomparison.h"

#include "promql/printer.h"
#include "rules/duration.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

namespace rules {

namespace {

/// A rule of one version, in the form that is compared.
struct VersionedRule
{
    RuleRef ref;
    RuleKind kind = RuleKind::Alerting;
    std::string name;
    std::string expr;
    std::string labels;
    std::string annotations;
    std::string forDuration;
    std::string keepFiringFor;
    /// Index into the other version's rules.
    std::optional<std::size_t> partner;
};

std::string sortedPairs(const Pairs &groupPairs, const Pairs &pairs)
{
    std::map<std::string, std::string> values;
    for (const Pairs *each : {&groupPairs, &pairs}) {
        for (const auto &[name, value] : *each)
            values[name.value] = value.value;
    }
    std::string text;
    for (const auto &[name, value] : values)
        text += name + '\0' + value + '\0';
    return text;
}

std::string comparableDuration(const std::optional<Field> &field)
{
    if (!field)
        return formatDuration(0);
    const auto seconds = parseDuration(field->value);
    return seconds ? formatDuration(*seconds) : field->value;
}

std::vector<VersionedRule> versionedRules(RuleSet documents)
{
    std::vector<VersionedRule> result;
    for (const auto &document : documents) {
        for (const RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const Rule &rule = group.rules[i];
                result.push_back({document->refOf(group, i), rule.kind, rule.name.value,
                                  rule.tree->valid() ? promql::print(rule.tree->root()) : rule.expr.value,
                                  sortedPairs(group.labels, rule.labels), sortedPairs({}, rule.annotations),
                                  comparableDuration(rule.forDuration), comparableDuration(rule.keepFiringFor),
                                  std::nullopt});
            }
        }
    }
    return result;
}

enum Part : unsigned { File = 1, Place = 2, Group = 4, Expression = 8, Labels = 16 };

/// What two rules of one kind and name have to share to be taken for the same, strictest first.
constexpr unsigned partsToShare[] = {
    File | Place | Group | Expression | Labels,
    File | Group | Expression | Labels,
    Group | Expression | Labels,
    File | Group | Labels,
    Group | Labels,
    Expression | Labels,
    File | Group | Expression,
    Group | Expression,
    File | Group,
    Group,
    Labels,
    Expression,
    0,
};

std::string keyOf(const VersionedRule &rule, unsigned parts)
{
    std::string key = (rule.kind == RuleKind::Recording ? "r" : "a") + rule.name;
    const auto add = [&](unsigned part, const std::string &text) {
        if (parts & part)
            key += '\x01' + text;
    };
    add(File, rule.ref.file);
    add(Group, rule.ref.group);
    add(Place,
        std::to_string(rule.ref.document) + ':' + rule.ref.key.value_or("") + ':' + std::to_string(rule.ref.index));
    add(Expression, rule.expr);
    add(Labels, rule.labels);
    return key;
}

void pairRules(std::vector<VersionedRule> &before, std::vector<VersionedRule> &after)
{
    for (const unsigned parts : partsToShare) {
        std::map<std::string, std::deque<std::size_t>> open;
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (!before[i].partner)
                open[keyOf(before[i], parts)].push_back(i);
        }
        if (open.empty())
            return;
        for (std::size_t i = 0; i < after.size(); ++i) {
            const auto found = after[i].partner ? open.end() : open.find(keyOf(after[i], parts));
            if (found == open.end() || found->second.empty())
                continue;
            after[i].partner = found->second.front();
            before[found->second.front()].partner = i;
            found->second.pop_front();
        }
    }
}

std::vector<std::string> differingFields(const VersionedRule &before, const VersionedRule &after)
{
    std::vector<std::string> fields;
    const auto compare = [&](const char *name, const std::string VersionedRule::*member) {
        if (before.*member != after.*member)
            fields.emplace_back(name);
    };
    compare("expr", &VersionedRule::expr);
    compare("for", &VersionedRule::forDuration);
    compare("keep_firing_for", &VersionedRule::keepFiringFor);
    compare("labels", &VersionedRule::labels);
    compare("annotations", &VersionedRule::annotations);
    return fields;
}

class Comparison
{
public:
    Comparison(RuleSet before, RuleSet after)
        : m_before(buildDependencyGraph(before)),
          m_after(buildDependencyGraph(after)),
          m_rulesBefore(versionedRules(before)),
          m_rulesAfter(versionedRules(after))
    {
        pairRules(m_rulesBefore, m_rulesAfter);
    }

    GraphComparison run()
    {
        placeNodes();
        placeEdges();
        for (std::size_t i = 0; i < m_result.edges.size(); ++i) {
            Change &reader = m_result.nodes[m_result.graph.edges[i].to];
            if (m_result.edges[i] != Change::Unchanged && (reader == Change::Unchanged || reader == Change::Changed))
                reader = Change::Rewired;
        }
        return sorted();
    }

private:
    static std::map<std::string, const VersionedRule *> byId(const std::vector<VersionedRule> &rules)
    {
        std::map<std::string, const VersionedRule *> result;
        for (const VersionedRule &rule : rules)
            result.try_emplace(rule.ref.id(), &rule);
        return result;
    }

    void addNode(GraphNode node, Change change)
    {
        m_result.graph.nodes.push_back(std::move(node));
        m_result.nodes.push_back(change);
        m_result.before.emplace_back();
        m_result.fields.emplace_back();
    }

    void placeNodes()
    {
        const auto rulesBefore = byId(m_rulesBefore);
        const auto rulesAfter = byId(m_rulesAfter);
        std::map<std::string, std::size_t> placeOf;
        for (const GraphNode &node : m_after.nodes) {
            placeOf.emplace(node.id, m_result.graph.nodes.size());
            Change change = m_before.find(node.id) ? Change::Unchanged : Change::Added;
            std::optional<RuleRef> ref;
            std::vector<std::string> fields;
            if (node.rule) {
                const VersionedRule &rule = *rulesAfter.at(node.id);
                change = rule.partner ? Change::Unchanged : Change::Added;
                if (rule.partner) {
                    ref = m_rulesBefore[*rule.partner].ref;
                    fields = differingFields(m_rulesBefore[*rule.partner], rule);
                    change = fields.empty() ? Change::Unchanged : Change::Changed;
                }
            }
            addNode(node, change);
            m_result.before.back() = std::move(ref);
            m_result.fields.back() = std::move(fields);
        }
        for (const GraphNode &node : m_before.nodes) {
            const VersionedRule *rule = node.rule ? rulesBefore.at(node.id) : nullptr;
            const auto same = placeOf.find(!rule           ? node.id
                                           : rule->partner ? m_rulesAfter[*rule->partner].ref.id()
                                                           : std::string());
            if (same != placeOf.end()) {
                m_placeBefore.push_back(same->second);
                continue;
            }
            m_placeBefore.push_back(m_result.graph.nodes.size());
            GraphNode removed = node;
            if (placeOf.contains(node.id))
                removed.id = "before:" + node.id;
            addNode(std::move(removed), Change::Removed);
            m_result.before.back() = node.rule;
        }
    }

    void placeEdges()
    {
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges;
        for (const GraphEdge &edge : m_after.edges) {
            edges.emplace(std::pair(edge.from, edge.to), m_result.graph.edges.size());
            m_result.graph.edges.push_back(edge);
            m_result.edges.push_back(Change::Added);
        }
        for (GraphEdge edge : m_before.edges) {
            edge.from = m_placeBefore[edge.from];
            edge.to = m_placeBefore[edge.to];
            const auto [same, isNew] = edges.try_emplace({edge.from, edge.to}, m_result.graph.edges.size());
            if (isNew) {
                m_result.graph.edges.push_back(std::move(edge));
                m_result.edges.push_back(Change::Removed);
            } else if (m_result.edges[same->second] == Change::Added) {
                m_result.edges[same->second] = m_result.graph.edges[same->second].certainty == edge.certainty
                                                   ? Change::Unchanged
                                                   : Change::Rewired;
            }
        }
    }

    GraphComparison sorted()
    {
        const auto order = [](std::size_t count, auto key) {
            std::vector<std::size_t> indices(count);
            std::iota(indices.begin(), indices.end(), 0);
            std::ranges::stable_sort(indices, {}, key);
            return indices;
        };
        const auto &nodes = m_result.graph.nodes;
        GraphComparison result;
        std::vector<std::size_t> places(nodes.size());
        for (const std::size_t i :
             order(nodes.size(), [&nodes](std::size_t i) -> const std::string & { return nodes[i].id; })) {
            places[i] = result.nodes.size();
            result.nodes.push_back(m_result.nodes[i]);
            result.before.push_back(std::move(m_result.before[i]));
            result.fields.push_back(std::move(m_result.fields[i]));
            result.graph.nodes.push_back(nodes[i]);
        }
        auto &edges = m_result.graph.edges;
        for (GraphEdge &edge : edges) {
            edge.from = places[edge.from];
            edge.to = places[edge.to];
        }
        for (const std::size_t i :
             order(edges.size(), [&edges](std::size_t i) { return std::pair(edges[i].from, edges[i].to); })) {
            result.graph.edges.push_back(std::move(edges[i]));
            result.edges.push_back(m_result.edges[i]);
        }
        return result;
    }

    DependencyGraph m_before;
    DependencyGraph m_after;
    std::vector<VersionedRule> m_rulesBefore;
    std::vector<VersionedRule> m_rulesAfter;
    /// By node of the older graph.
    std::vector<std::size_t> m_placeBefore;
    GraphComparison m_result;
};

} // namespace

std::size_t GraphComparison::count(Change change) const
{
    return std::size_t(std::ranges::count(nodes, change));
}

GraphComparison compareRuleSets(RuleSet before, RuleSet after)
{
    return Comparison(before, after).run();
}

GraphComparison changedPart(const GraphComparison &comparison)
{
    const auto changed = [&](std::size_t node) { return comparison.nodes[node] != Change::Unchanged; };
    std::vector<bool> kept(comparison.nodes.size());
    for (std::size_t node = 0; node < kept.size(); ++node)
        kept[node] = changed(node);
    for (const GraphEdge &edge : comparison.graph.edges) {
        if (changed(edge.from) || changed(edge.to))
            kept[edge.from] = kept[edge.to] = true;
    }
    GraphComparison part;
    std::vector<std::size_t> place(kept.size());
    for (std::size_t node = 0; node < kept.size(); ++node) {
        if (!kept[node])
            continue;
        place[node] = part.nodes.size();
        part.graph.nodes.push_back(comparison.graph.nodes[node]);
        part.nodes.push_back(comparison.nodes[node]);
        part.before.push_back(comparison.before[node]);
        part.fields.push_back(comparison.fields[node]);
    }
    for (std::size_t i = 0; i < comparison.edges.size(); ++i) {
        GraphEdge edge = comparison.graph.edges[i];
        if (!kept[edge.from] || !kept[edge.to])
            continue;
        edge.from = place[edge.from];
        edge.to = place[edge.to];
        part.graph.edges.push_back(std::move(edge));
        part.edges.push_back(comparison.edges[i]);
    }
    return part;
}

} // namespace rules
