#include "rules/dependencygraph.h"

#include "rules/duration.h"
#include "rules/selectors.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace rules {

namespace {

constexpr double defaultInterval = 60;
constexpr std::size_t noEdge = std::numeric_limits<std::size_t>::max();

/// A rule with what the graph asks of it.
struct Member
{
    const RuleGroup *group;
    const Rule *rule;
    std::size_t index;
    std::size_t node;
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
    if (rule.kind == RuleKind::Alerting) {
        // Prometheus writes its own values over these.
        labels.erase("alertname");
        labels.erase("alertstate");
    }
    return labels;
}

bool refuted(const Member &member, const Selector &selector)
{
    return std::ranges::any_of(selector.labelMatchers, [&member](const NameTest &test) {
        const auto label = member.staticLabels.find(test.label());
        return label != member.staticLabels.end() && !test.matches(label->second);
    });
}

/// Who reads: a rule, or a dashboard.
struct Reader
{
    std::size_t node;
    const Member *member = nullptr;
};

class Builder
{
public:
    Builder(std::span<const std::shared_ptr<const RuleDocument>> documents, const Surroundings &surroundings)
        : m_surroundings(surroundings)
    {
        for (const auto &document : documents) {
            for (const RuleGroup &group : document->groups()) {
                for (std::size_t i = 0; i < group.rules.size(); ++i)
                    addRule(*document, group, i);
            }
        }
        for (const ScrapeJob &job : surroundings.scrapeJobs)
            m_jobs.try_emplace(job.name, node("job:" + job.name, NodeKind::ScrapeJob, job.name, job.file));
    }

    DependencyGraph build(const std::stop_token &stop)
    {
        for (const Member &member : m_members) {
            if (stop.stop_requested())
                return {};
            for (const Selector &selector : selectorsOf(*member.rule))
                read({member.node, &member}, selector);
        }
        for (const Dashboard &dashboard : m_surroundings.dashboards)
            addDashboard(dashboard);
        return finish();
    }

private:
    void addRule(const RuleDocument &document, const RuleGroup &group, std::size_t index)
    {
        const Rule &rule = group.rules[index];
        const bool recording = rule.kind == RuleKind::Recording;
        RuleRef ref = document.refOf(group, index);
        const std::size_t place =
            node(ref.id(), recording ? NodeKind::Recording : NodeKind::Alerting, rule.name.value, {});
        m_nodes[place].rule = std::move(ref);
        (recording ? m_recording : m_alerting)[rule.name.value].push_back(m_members.size());
        m_members.push_back({&group, &rule, index, place, staticLabelsOf(group, rule)});
    }

    std::size_t node(std::string id, NodeKind kind, const std::string &name, const std::string &file)
    {
        const auto [place, isNew] = m_places.try_emplace(id, m_nodes.size());
        if (isNew)
            m_nodes.push_back({std::move(id), kind, name, std::nullopt, file});
        return place->second;
    }

    void addDashboard(const Dashboard &dashboard)
    {
        std::vector<Selector> selectors;
        for (const std::string &query : dashboard.queries) {
            const promql::Tree tree = promql::parse(query);
            if (tree.valid())
                std::ranges::move(selectorsOf(tree.root()), std::back_inserter(selectors));
        }
        const std::size_t edges = m_edges.size();
        const std::size_t place = node(dashboard.id(), NodeKind::Dashboard, dashboard.title, dashboard.file);
        for (Selector &selector : selectors) {
            // Its ranges count in queries of which there are many.
            selector.range = {};
            read({place, nullptr}, selector);
        }
        if (m_edges.size() == edges && place + 1 == m_nodes.size()) {
            m_places.erase(m_nodes.back().id);
            m_nodes.pop_back();
        }
    }

    void read(const Reader &reader, const Selector &selector)
    {
        bool readsRule = false;
        const auto readMembers = [&](const std::vector<std::size_t> &members, Certainty certainty) {
            for (const std::size_t i : members) {
                if (refuted(m_members[i], selector))
                    continue;
                readsRule = true;
                addEdge(m_members[i].node, reader, certainty, lagOf(m_members[i], reader), selector.range);
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
                readMetric(*selector.exactName, reader, Certainty::Exact, selector);
            return;
        }
        const Certainty certainty = selector.nameMatchers.empty() ? Certainty::Indeterminate : Certainty::Regex;
        const std::string prefix = selector.namePrefix();
        for (auto found = m_recording.lower_bound(prefix);
             found != m_recording.end() && found->first.starts_with(prefix); ++found) {
            if (selector.matchesName(found->first))
                readMembers(found->second, certainty);
        }
        if (certainty == Certainty::Indeterminate) {
            feedFromJobs(reader, selector);
            return;
        }
        if (readsAlerts && readAlerts(reader, selector))
            readsRule = true;
        if (!readsRule)
            readMetric(selector.nameText(), reader, Certainty::Regex, selector);
    }

    /// ALERTS reads the alerting rules that its `alertname` matchers leave. Says whether there are any.
    bool readAlerts(const Reader &reader, const Selector &selector)
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
                addEdge(m_members[i].node, reader, Certainty::Meta, lagOf(m_members[i], reader), selector.range);
                any = true;
            }
        }
        return any;
    }

    void readMetric(const std::string &name, const Reader &reader, Certainty certainty, const Selector &selector)
    {
        const std::string id = "metric:" + name;
        // What only dashboards read is no part of a picture of rules.
        if (!reader.member && !m_places.contains(id))
            return;
        const std::size_t metric = node(id, NodeKind::Metric, name, {});
        addEdge(metric, reader, certainty, std::nullopt, selector.range);
        feedFromJobs({metric, nullptr}, selector);
    }

    /// A selector that says something of `job` reads what the jobs that fit have scraped.
    void feedFromJobs(const Reader &reader, const Selector &selector)
    {
        const auto isJob = [](const NameTest &test) { return test.label() == "job"; };
        if (m_jobs.empty() || std::ranges::none_of(selector.labelMatchers, isJob))
            return;
        bool exact = false;
        for (const NameTest &test : selector.labelMatchers)
            exact = exact || (isJob(test) && test.op() == promql::MatchOp::Equal);
        for (const auto &[name, job] : m_jobs) {
            const bool fits = std::ranges::all_of(selector.labelMatchers, [&isJob, &name = name](const NameTest &test) {
                return !isJob(test) || test.matches(name);
            });
            if (fits)
                addEdge(job, reader, exact ? Certainty::Exact : Certainty::Regex, std::nullopt, {});
        }
    }

    static std::optional<double> lagOf(const Member &from, const Reader &reader)
    {
        if (!reader.member)
            return std::nullopt;
        if (from.group != reader.member->group)
            return intervalOf(*from.group);
        return from.index < reader.member->index ? 0 : intervalOf(*reader.member->group);
    }

    void addEdge(std::size_t from, const Reader &reader, Certainty certainty, std::optional<double> lag,
                 base::ByteRange selector)
    {
        GraphEdge &edge = edgeOf(from, reader.node, lag);
        edge.certainty = std::min(edge.certainty, certainty);
        if (!selector.empty() && std::ranges::find(edge.selectors, selector) == edge.selectors.end())
            edge.selectors.push_back(selector);
    }

    GraphEdge &edgeOf(std::size_t from, std::size_t to, std::optional<double> lag)
    {
        // Readers are asked one after the other: the last edge from a node is this one, or there is none yet. The few
        // exceptions are joined in the end.
        m_lastEdges.resize(m_nodes.size(), noEdge);
        std::size_t &last = m_lastEdges[from];
        if (last == noEdge || m_edges[last].to != to) {
            last = m_edges.size();
            m_edges.push_back({from, to, Certainty::Meta, lag, {}});
        }
        return m_edges[last];
    }

    /// Edges of one pair stand side by side: of scrape jobs, and of groups that share a name within a file.
    static void joinEqual(std::vector<GraphEdge> &edges)
    {
        std::size_t kept = 0;
        for (std::size_t i = 1; i < edges.size(); ++i) {
            GraphEdge &last = edges[kept];
            GraphEdge &edge = edges[i];
            if (last.from != edge.from || last.to != edge.to) {
                if (++kept != i)
                    edges[kept] = std::move(edge);
                continue;
            }
            last.certainty = std::min(last.certainty, edge.certainty);
            last.lagSeconds = std::max(last.lagSeconds, edge.lagSeconds);
            for (const base::ByteRange &selector : edge.selectors) {
                if (std::ranges::find(last.selectors, selector) == last.selectors.end())
                    last.selectors.push_back(selector);
            }
            std::ranges::sort(last.selectors, {}, &base::ByteRange::start);
        }
        edges.resize(std::min(edges.size(), kept + 1));
    }

    DependencyGraph finish()
    {
        std::vector<std::size_t> order(m_nodes.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::sort(order, {}, [this](std::size_t i) -> const std::string & { return m_nodes[i].id; });
        std::vector<std::size_t> places(m_nodes.size());
        DependencyGraph graph;
        graph.nodes.reserve(m_nodes.size());
        for (const std::size_t i : order) {
            places[i] = graph.nodes.size();
            graph.nodes.push_back(std::move(m_nodes[i]));
        }
        graph.edges = std::move(m_edges);
        for (GraphEdge &edge : graph.edges) {
            edge.from = places[edge.from];
            edge.to = places[edge.to];
        }
        std::ranges::sort(graph.edges, {}, [](const GraphEdge &edge) { return std::pair(edge.from, edge.to); });
        joinEqual(graph.edges);
        return graph;
    }

    const Surroundings &m_surroundings;
    std::vector<Member> m_members;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_recording;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_alerting;
    std::map<std::string, std::size_t> m_jobs;
    std::vector<GraphNode> m_nodes;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<GraphEdge> m_edges;
    /// By node: the edge from it that was added last.
    std::vector<std::size_t> m_lastEdges;
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

Staleness DependencyGraph::stalenessOf(const GraphEdge &edge) const
{
    const std::optional<RuleRef> &read = nodes[edge.from].rule;
    const std::optional<RuleRef> &reader = nodes[edge.to].rule;
    if (!read || !reader)
        return Staleness::None;
    RuleRef place = *read;
    place.index = reader->index;
    if (place != *reader)
        return Staleness::OtherGroup;
    return read->index < reader->index ? Staleness::SameEvaluation : Staleness::PreviousEvaluation;
}

DependencyGraph buildDependencyGraph(std::span<const std::shared_ptr<const RuleDocument>> documents,
                                     const Surroundings &surroundings, const std::stop_token &stop)
{
    return Builder(documents, surroundings).build(stop);
}

} // namespace rules
