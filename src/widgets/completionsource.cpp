#include "widgets/completionsource.h"

#include "prometheus/client.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "workspace/destruction.h"

namespace widgets {

namespace {

std::vector<std::string> united(std::set<std::string> all, const std::vector<std::string> &more)
{
    all.insert(more.begin(), more.end());
    return {all.begin(), all.end()};
}

/// What the endpoint is to look at: the metric and the matchers beside the place. Broken regexes are left out.
std::string selectorText(const std::string &metric, const std::vector<promql::WrittenMatcher> &matchers)
{
    std::string text;
    const auto add = [&text](const std::string &name, promql::MatchOp op, const std::string &value) {
        text += text.empty() ? "{" : ",";
        text += promql::isLegacyLabelName(name) ? name : promql::quote(name);
        text += std::string(promql::matchOpText(op)) + promql::quote(value);
    };
    if (!metric.empty())
        add("__name__", promql::MatchOp::Equal, metric);
    for (const promql::WrittenMatcher &matcher : matchers)
        add(matcher.name, matcher.op, matcher.value);
    if (text.empty() || !promql::parse(text + "}").valid())
        return metric.empty() ? std::string() : "{__name__=" + promql::quote(metric) + "}";
    return text + "}";
}

} // namespace

CompletionSource::CompletionSource(QObject *parent) : QObject(parent) {}

CompletionSource::~CompletionSource() = default;

void CompletionSource::setClient(prometheus::Client *client)
{
    m_client = client;
    m_endpointMetrics.clear();
    m_endpointLabels.clear();
    m_answers.clear();
    m_metricsQuery.reset();
    m_labelsQuery.reset();
    m_query.reset();
    if (!client)
        return;
    // An endpoint that does not answer says so in the preview; completion goes on with the workspace's names.
    m_metricsQuery = client->labelValues("__name__", [this](const base::Result<Names> &names) {
        if (names)
            m_endpointMetrics = *names;
        emit namesChanged();
    });
    m_labelsQuery = client->labelNames([this](const base::Result<Names> &names) {
        if (names)
            m_endpointLabels = *names;
        emit namesChanged();
    });
}

void CompletionSource::setWorkspaceNames(rules::CompletionNames names)
{
    workspace::destroyElsewhere(std::exchange(m_workspace, std::move(names)));
    emit namesChanged();
}

std::vector<std::string> CompletionSource::metrics() const
{
    return united(m_workspace.metrics, m_endpointMetrics);
}

void CompletionSource::withAnswer(const std::string &key, const Ask &ask, std::function<void(const Names &)> use)
{
    if (const auto known = m_answers.find(key); known != m_answers.end()) {
        use(known->second);
        return;
    }
    if (!m_client) {
        use({});
        return;
    }
    m_query = ask([this, key, use = std::move(use)](const base::Result<Names> &names) {
        if (names)
            m_answers[key] = *names;
        use(names ? *names : Names());
    });
}

std::set<std::string> CompletionSource::workspaceLabels(const std::vector<std::string> &metrics) const
{
    std::set<std::string> labels;
    bool complete = !metrics.empty();
    for (const std::string &metric : metrics) {
        const auto known = m_workspace.labelsOfMetric.find(metric);
        complete = complete && known != m_workspace.labelsOfMetric.end() && known->second.complete;
        if (known != m_workspace.labelsOfMetric.end())
            labels.insert(known->second.names.begin(), known->second.names.end());
    }
    if (!complete)
        labels.insert(m_workspace.labels.begin(), m_workspace.labels.end());
    return labels;
}

void CompletionSource::withLabels(const promql::CompletionContext &context, const Use &use)
{
    std::vector<std::string> metrics = context.metrics;
    if (!context.metric.empty())
        metrics.push_back(context.metric);
    std::set<std::string> own = workspaceLabels(metrics);
    // One metric narrows the endpoint's labels down; of several each would have to be asked.
    const std::string match = metrics.size() == 1 ? selectorText(metrics.front(), context.matchers) : std::string();
    if (match.empty()) {
        use(united(std::move(own), m_endpointLabels));
        return;
    }
    const auto ask = [this, match](const auto &done) { return m_client->labelNames(done, match); };
    withAnswer("labels " + match, ask, [this, own = std::move(own), use](const Names &names) {
        // What the endpoint does not have may be anything.
        use(united(own, names.empty() ? m_endpointLabels : names));
    });
}

void CompletionSource::withValues(const promql::CompletionContext &context, const Use &use)
{
    std::set<std::string> own = m_workspace.valuesOf(context.metric, context.label);
    const std::string &label = context.label;
    const std::string match = selectorText(context.metric, context.matchers);
    const auto ask = [this, label, match](const auto &done) { return m_client->labelValues(label, done, match); };
    withAnswer("values " + label + ' ' + match, ask,
               [own = std::move(own), use](const Names &names) { use(united(own, names)); });
}

} // namespace widgets
