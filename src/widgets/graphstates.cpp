#include "widgets/graphstates.h"

#include "prometheus/client.h"
#include "prometheus/requestbuilder.h"
#include "promql/printer.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr int stateInterval = 30'000;
constexpr std::size_t namesOfBatch = 150;
/// Thousands of names more would keep a server busy for a picture that nobody can read.
constexpr std::size_t mostBatches = 20;
/// Each pattern is a query of its own.
constexpr std::size_t mostPatterns = 40;
constexpr const char *metricLabel = "__name__";

/// Names of metrics are letters, digits, `_` and `:`, others need quoting in a regex.
std::string quotedRegex(const std::string &name)
{
    std::string result;
    for (const char c : name) {
        if (std::string_view(R"(\.+*?()|[]{}^$)").find(c) != std::string_view::npos)
            result += '\\';
        result += c;
    }
    return result;
}

std::string quotedString(const std::string &text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        if (c == '\n')
            result += "\\n";
        else
            result += c;
    }
    return result + '"';
}

/// Labels without templates, which the server has as they are written.
alerting::Labels sortedLabels(const rules::RuleGroup &group, const rules::Rule &rule)
{
    std::map<std::string, std::string> labels;
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs)
            labels[name.value] = value.value;
    }
    return {labels.begin(), labels.end()};
}

NodeState stateOf(const alerting::LoadedRule &rule)
{
    NodeState state;
    if (rule.alerting) {
        state.alert = NodeState::Alert::Inactive;
        for (const char *wanted : {"firing", "pending"}) {
            state.instances = int(std::ranges::count(rule.alerts, wanted, &alerting::LoadedAlert::state));
            if (state.instances > 0) {
                state.alert = wanted[0] == 'f' ? NodeState::Alert::Firing : NodeState::Alert::Pending;
                break;
            }
        }
    }
    if (rule.health == "err")
        state.error = QString::fromStdString(rule.lastError);
    return state;
}

} // namespace

GraphStates::GraphStates(QObject *parent) : QObject(parent)
{
    m_timer.setInterval(stateInterval);
    connect(&m_timer, &QTimer::timeout, this, &GraphStates::ask);
}

GraphStates::~GraphStates() = default;

QString GraphStates::endpointName() const
{
    return m_client ? QString::fromStdString(prometheus::displayName(m_client->endpoint())) : QString();
}

void GraphStates::setClient(prometheus::Client *client)
{
    m_queries.clear();
    m_open = 0;
    m_client = client;
    m_states.clear();
    m_known.reset();
    emit changed();
    ask();
}

void GraphStates::setGraph(const rules::DependencyGraph &graph, const Documents &documents)
{
    m_rules.clear();
    // Answers under way are about other batches.
    m_queries.clear();
    m_open = 0;
    m_nodesOf.clear();
    m_batches.clear();
    m_patterns.clear();
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::Rule &rule = group.rules[i];
                m_rules.push_back({document->refOf(group, i).id(), rule.kind == rules::RuleKind::Alerting,
                                   rule.name.value, group.name.value,
                                   rule.tree->valid() ? promql::print(rule.tree->root()) : rule.expr.value,
                                   sortedLabels(group, rule)});
            }
        }
    }
    for (const rules::GraphNode &node : graph.nodes) {
        const bool pattern = node.kind == rules::NodeKind::Metric && node.name.starts_with("__name__");
        if (pattern && m_patterns.size() < mostPatterns)
            m_patterns.emplace_back(node.id, '{' + node.name + '}');
        else if (!pattern && (node.kind == rules::NodeKind::Metric || node.kind == rules::NodeKind::Recording))
            m_nodesOf.emplace(node.name, node.id);
    }
    for (auto it = m_nodesOf.begin(); it != m_nodesOf.end(); it = m_nodesOf.upper_bound(it->first)) {
        if (m_batches.empty() || m_batches.back().size() == namesOfBatch)
            m_batches.emplace_back();
        m_batches.back().push_back(it->first);
    }
    ask();
}

void GraphStates::setWatched(bool watched)
{
    if (m_watched == watched)
        return;
    m_watched = watched;
    if (!watched)
        m_timer.stop();
    else if (m_stale)
        ask();
    else if (m_client)
        m_timer.start();
}

void GraphStates::ask()
{
    m_timer.stop();
    m_stale = true;
    if (!m_client || !m_watched || m_rules.empty())
        return;
    m_stale = false;
    m_queries.clear();
    m_open = 2;
    m_queries.push_back(m_client->loadedRules([this](const base::Result<alerting::LoadedRules> &loaded) {
        if (loaded)
            takeRules(*loaded);
        answered();
    }));
    m_queries.push_back(m_client->labelValues("__name__", [this](const base::Result<std::vector<std::string>> &names) {
        m_known.reset();
        if (names)
            m_known.emplace(names->begin(), names->end());
        answered();
    }));
    askForSeries();
}

void GraphStates::askForSeries()
{
    const double now = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    for (std::size_t batch = 0; batch < std::min(m_batches.size(), mostBatches); ++batch) {
        std::string names;
        for (const std::string &name : m_batches[batch])
            names += (names.empty() ? "" : "|") + quotedRegex(name);
        // Names with one series bring their value along.
        const std::string selector = "{__name__=~" + quotedString(names) + "}";
        const std::string count = "count by (__name__) (" + selector + ")";
        ++m_open;
        m_queries.push_back(m_client->queryInstant(count, now, [this, batch](const auto &result) {
            if (result)
                takeSeries(batch, *result);
            answered();
        }));
        ++m_open;
        const std::string value = "sum by (__name__) (" + selector + ") and on (__name__) (" + count + " == 1)";
        m_queries.push_back(m_client->queryInstant(value, now, [this, batch](const auto &result) {
            for (const std::string &name : result ? m_batches[batch] : std::vector<std::string>()) {
                const auto [first, last] = m_nodesOf.equal_range(name);
                for (auto it = first; it != last; ++it)
                    m_states[it->second].value.reset();
            }
            for (const alerting::Series &series : result ? result->series : std::vector<alerting::Series>()) {
                const auto name = std::ranges::find(series.labels, std::string(metricLabel),
                                                    &std::pair<std::string, std::string>::first);
                if (name == series.labels.end() || series.samples.empty())
                    continue;
                const auto [first, last] = m_nodesOf.equal_range(name->second);
                for (auto it = first; it != last; ++it)
                    m_states[it->second].value = series.samples.back().value;
            }
            answered();
        }));
    }
    for (const auto &[id, selector] : m_patterns) {
        ++m_open;
        m_queries.push_back(m_client->queryInstant("count(" + selector + ")", now, [this, id = id](const auto &result) {
            if (result)
                takePattern(id, *result);
            answered();
        }));
    }
}

/// A rule of the workspace is the loaded one of the same kind and name that shares most of expression, group and
/// labels; each loaded rule is given away once, the best matches first.
void GraphStates::takeRules(const alerting::LoadedRules &loaded)
{
    struct Candidate
    {
        const alerting::LoadedRule *rule;
        const std::string *group;
        alerting::Labels labels;
        bool taken = false;
    };
    std::multimap<std::string, Candidate> byName;
    for (const alerting::LoadedGroup &group : loaded) {
        for (const alerting::LoadedRule &rule : group.rules) {
            alerting::Labels labels = rule.labels;
            std::ranges::sort(labels);
            byName.emplace((rule.alerting ? 'a' : 'r') + rule.name, Candidate{&rule, &group.name, std::move(labels)});
        }
    }
    std::vector<const alerting::LoadedRule *> partners(m_rules.size());
    for (int wanted = 7; wanted >= 0; --wanted) {
        for (std::size_t i = 0; i < m_rules.size(); ++i) {
            const LocalRule &local = m_rules[i];
            const auto [first, last] = byName.equal_range((local.alerting ? 'a' : 'r') + local.name);
            for (auto it = first; it != last && !partners[i]; ++it) {
                Candidate &candidate = it->second;
                const int rank = 4 * int(candidate.rule->expr == local.expr) +
                                 2 * int(*candidate.group == local.group) + int(candidate.labels == local.labels);
                if (candidate.taken || rank != wanted)
                    continue;
                candidate.taken = true;
                partners[i] = candidate.rule;
            }
        }
    }
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        NodeState state;
        state.alert = NodeState::Alert::NotLoaded;
        if (partners[i])
            state = stateOf(*partners[i]);
        NodeState &known = m_states[m_rules[i].id];
        known.alert = state.alert;
        known.instances = state.instances;
        known.error = state.error;
    }
}

void GraphStates::takeSeries(std::size_t batch, const alerting::QueryResult &result)
{
    std::map<std::string, std::size_t> counts;
    for (const alerting::Series &series : result.series) {
        for (const auto &[name, value] : series.labels) {
            if (name == metricLabel && !series.samples.empty())
                counts[value] = std::size_t(series.samples.back().value);
        }
    }
    for (const std::string &name : m_batches[batch]) {
        const auto [first, last] = m_nodesOf.equal_range(name);
        for (auto it = first; it != last; ++it) {
            NodeState &state = m_states[it->second];
            const auto count = counts.find(name);
            state.missing = count == counts.end();
            state.series = state.missing ? std::nullopt : std::optional(count->second);
        }
    }
}

void GraphStates::takePattern(const std::string &id, const alerting::QueryResult &result)
{
    NodeState &state = m_states[id];
    state.missing = result.series.empty();
    state.series.reset();
    if (!state.missing && !result.series.front().samples.empty())
        state.series = std::size_t(result.series.front().samples.back().value);
}

void GraphStates::answered()
{
    // One change of the picture, not one for each answer.
    if (--m_open > 0)
        return;
    // What is not loaded has no series yet: that is no news.
    for (const LocalRule &rule : m_rules) {
        NodeState &state = m_states[rule.id];
        state.missing = state.missing && state.alert != NodeState::Alert::NotLoaded;
    }
    emit changed();
    if (m_watched)
        m_timer.start();
}

} // namespace widgets
