#include "widgets/graphstates.h"

#include "prometheus/client.h"
#include "prometheus/requestbuilder.h"
#include "promql/printer.h"
#include "workspace/destruction.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr int stateInterval = 30'000;
constexpr int seldomInterval = 300'000;
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
    m_joining.drop();
    m_open = 0;
    m_client = client;
    m_loaded.reset();
    m_states = std::make_shared<const NodeStates>();
    m_known.reset();
    emit changed();
    ask();
}

void GraphStates::setGraph(std::shared_ptr<const rules::DependencyGraph> graph, Documents documents)
{
    // Answers under way are about other batches.
    m_queries.clear();
    m_preparing.drop();
    m_joining.drop();
    m_open = 0;
    m_graph = std::move(graph);
    m_documents = std::move(documents);
    m_questions.reset();
    ask();
}

bool GraphStates::isSmall() const
{
    constexpr std::size_t mostAtOnce = 2000;
    return m_graph->nodes.size() <= mostAtOnce;
}

GraphStates::Questions GraphStates::questionsOf(const rules::DependencyGraph &graph, const Documents &documents)
{
    Questions questions;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::Rule &rule = group.rules[i];
                questions.rules.push_back({document->refOf(group, i).id(), rule.kind == rules::RuleKind::Alerting,
                                           rule.name.value, group.name.value,
                                           rule.tree->valid() ? promql::print(rule.tree->root()) : rule.expr.value,
                                           sortedLabels(group, rule)});
            }
        }
    }
    for (const rules::GraphNode &node : graph.nodes) {
        const bool pattern = node.kind == rules::NodeKind::Metric && node.name.starts_with("__name__");
        if (pattern && questions.patterns.size() < mostPatterns)
            questions.patterns.emplace_back(node.id, '{' + node.name + '}');
        else if (!pattern && (node.kind == rules::NodeKind::Metric || node.kind == rules::NodeKind::Recording))
            questions.nodesOf.emplace(node.name, node.id);
    }
    const auto &nodesOf = questions.nodesOf;
    auto &batches = questions.batches;
    for (auto it = nodesOf.begin(); it != nodesOf.end(); it = nodesOf.upper_bound(it->first)) {
        if (batches.empty() || batches.back().size() == namesOfBatch)
            batches.emplace_back();
        batches.back().push_back(it->first);
    }
    return questions;
}

void GraphStates::prepare()
{
    m_preparing.run<Questions>(
        this, isSmall(), [graph = m_graph, documents = m_documents] { return questionsOf(*graph, documents); },
        [this](Questions &questions) {
            m_questions = std::make_shared<const Questions>(std::move(questions));
            ask();
        });
}

void GraphStates::setWatched(Watch watched)
{
    const Watch before = std::exchange(m_watched, watched);
    if (watched == before)
        return;
    m_timer.setInterval(watched == Watch::Closely ? stateInterval : seldomInterval);
    const bool closer = watched == Watch::Closely && before == Watch::Seldom;
    if (watched == Watch::None)
        m_timer.stop();
    else if (m_stale || closer)
        ask();
    else if (m_client)
        m_timer.start();
}

void GraphStates::ask()
{
    m_timer.stop();
    m_stale = true;
    if (!m_client || m_watched == Watch::None || m_documents.empty())
        return;
    if (!m_questions) {
        prepare();
        return;
    }
    m_stale = false;
    m_queries.clear();
    m_open = 1;
    m_loaded.reset();
    m_names.reset();
    m_series.clear();
    m_queries.push_back(m_client->loadedRules([this](base::Result<alerting::LoadedRules> loaded) {
        if (loaded)
            m_loaded = workspace::destroyedElsewhere(std::make_shared<const alerting::LoadedRules>(std::move(*loaded)));
        answered();
    }));
    if (m_watched == Watch::Closely)
        askForNames();
    askForSeries();
}

void GraphStates::askForNames()
{
    ++m_open;
    m_queries.push_back(m_client->labelValues("__name__", [this](base::Result<std::vector<std::string>> names) {
        m_names.emplace();
        if (names)
            *m_names =
                workspace::destroyedElsewhere(std::make_shared<const std::vector<std::string>>(std::move(*names)));
        answered();
    }));
}

void GraphStates::askForSeries()
{
    const double now = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    for (std::size_t batch = 0; batch < std::min(m_questions->batches.size(), mostBatches); ++batch) {
        std::string names;
        for (const std::string &name : m_questions->batches[batch])
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
            for (const std::string &name : result ? m_questions->batches[batch] : std::vector<std::string>()) {
                const auto [first, last] = m_questions->nodesOf.equal_range(name);
                for (auto it = first; it != last; ++it)
                    m_series[it->second].value.reset();
            }
            for (const alerting::Series &series : result ? result->series : std::vector<alerting::Series>()) {
                const auto name = std::ranges::find(series.labels, std::string(metricLabel),
                                                    &std::pair<std::string, std::string>::first);
                if (name == series.labels.end() || series.samples.empty())
                    continue;
                const auto [first, last] = m_questions->nodesOf.equal_range(name->second);
                for (auto it = first; it != last; ++it)
                    m_series[it->second].value = series.samples.back().value;
            }
            answered();
        }));
    }
    for (const auto &[id, selector] : m_questions->patterns) {
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
std::shared_ptr<const NodeStates> GraphStates::joined(const Questions &questions, const Loaded &loaded,
                                                      const NodeStates &before, const NodeStates &series)
{
    struct Candidate
    {
        const alerting::LoadedRule *rule;
        const std::string *group;
        alerting::Labels labels;
        bool taken = false;
    };
    std::multimap<std::string, Candidate> byName;
    const alerting::LoadedRules none;
    for (const alerting::LoadedGroup &group : loaded ? *loaded : none) {
        for (const alerting::LoadedRule &rule : group.rules) {
            alerting::Labels labels = rule.labels;
            std::ranges::sort(labels);
            byName.emplace((rule.alerting ? 'a' : 'r') + rule.name, Candidate{&rule, &group.name, std::move(labels)});
        }
    }
    NodeStates states = before;
    for (const auto &[id, answer] : series) {
        NodeState &state = states[id];
        state.series = answer.series;
        state.value = answer.value;
        state.missing = answer.missing;
    }
    std::vector<const alerting::LoadedRule *> partners(questions.rules.size());
    for (int wanted = 7; wanted >= 0; --wanted) {
        for (std::size_t i = 0; i < questions.rules.size(); ++i) {
            const LocalRule &local = questions.rules[i];
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
    for (std::size_t i = 0; i < questions.rules.size(); ++i) {
        const LocalRule &rule = questions.rules[i];
        NodeState &node = states[rule.id];
        // Without an answer the last one holds.
        if (loaded) {
            NodeState state;
            state.alert = NodeState::Alert::NotLoaded;
            if (partners[i])
                state = stateOf(*partners[i]);
            node.alert = state.alert;
            node.instances = state.instances;
            node.error = state.error;
        }
        // What is not loaded has no series yet: that is no news.
        node.missing = node.missing && node.alert != NodeState::Alert::NotLoaded;
    }
    return std::make_shared<const NodeStates>(std::move(states));
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
    for (const std::string &name : m_questions->batches[batch]) {
        const auto [first, last] = m_questions->nodesOf.equal_range(name);
        for (auto it = first; it != last; ++it) {
            NodeState &state = m_series[it->second];
            const auto count = counts.find(name);
            state.missing = count == counts.end();
            state.series = state.missing ? std::nullopt : std::optional(count->second);
        }
    }
}

void GraphStates::takePattern(const std::string &id, const alerting::QueryResult &result)
{
    NodeState &state = m_series[id];
    state.missing = result.series.empty();
    state.series.reset();
    if (!state.missing && !result.series.front().samples.empty())
        state.series = std::size_t(result.series.front().samples.back().value);
}

GraphStates::SeriesNames GraphStates::namesOf(const std::vector<std::string> &names, const SeriesNames &before)
{
    auto known = std::make_shared<const std::set<std::string>>(names.begin(), names.end());
    return before && *before == *known ? before : workspace::destroyedElsewhere<std::set<std::string>>(known);
}

bool GraphStates::areAnswersSmall() const
{
    constexpr std::size_t mostGroups = 200;
    constexpr std::size_t mostNames = 5000;
    return isSmall() && (!m_loaded || m_loaded->size() <= mostGroups) &&
           (!m_names || !*m_names || (*m_names)->size() <= mostNames);
}

void GraphStates::answered()
{
    // One change of the picture, not one for each answer.
    if (--m_open > 0)
        return;
    m_joining.run<Joined>(
        this, areAnswersSmall(),
        [questions = m_questions, loaded = std::move(m_loaded), before = m_states, series = std::move(m_series),
         names = std::move(m_names), known = m_known]() -> Joined {
            return {joined(*questions, loaded, *before, series), !names   ? known
                                                                 : *names ? namesOf(**names, known)
                                                                          : nullptr};
        },
        [this](const Joined &result) {
            m_states = result.states;
            m_known = result.known;
            emit changed();
            if (m_watched != Watch::None)
                m_timer.start();
        });
    m_names.reset();
    m_loaded.reset();
    m_series.clear();
}

} // namespace widgets
