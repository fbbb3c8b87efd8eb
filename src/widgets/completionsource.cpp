#include "widgets/completionsource.h"

#include "prometheus/client.h"

namespace widgets {

namespace {

std::vector<std::string> united(const std::set<std::string> &first, const std::vector<std::string> &second)
{
    std::set<std::string> all = first;
    all.insert(second.begin(), second.end());
    return {all.begin(), all.end()};
}

} // namespace

CompletionSource::CompletionSource(QObject *parent) : QObject(parent) {}

CompletionSource::~CompletionSource() = default;

void CompletionSource::setClient(prometheus::Client *client)
{
    m_client = client;
    m_endpointMetrics.clear();
    m_endpointLabels.clear();
    m_values.clear();
    m_metricsQuery.reset();
    m_labelsQuery.reset();
    m_valuesQuery.reset();
    if (!client)
        return;
    // An endpoint that does not answer says so in the preview; completion goes on with the workspace's names.
    m_metricsQuery = client->labelValues("__name__", [this](const base::Result<std::vector<std::string>> &names) {
        if (names)
            m_endpointMetrics = *names;
        emit namesChanged();
    });
    m_labelsQuery = client->labelNames([this](const base::Result<std::vector<std::string>> &names) {
        if (names)
            m_endpointLabels = *names;
        emit namesChanged();
    });
}

void CompletionSource::setWorkspaceNames(std::set<std::string> metrics, std::set<std::string> labels)
{
    m_workspaceMetrics = std::move(metrics);
    m_workspaceLabels = std::move(labels);
    emit namesChanged();
}

std::vector<std::string> CompletionSource::metrics() const
{
    return united(m_workspaceMetrics, m_endpointMetrics);
}

std::vector<std::string> CompletionSource::labels() const
{
    return united(m_workspaceLabels, m_endpointLabels);
}

void CompletionSource::withValues(const std::string &label, std::function<void(const std::vector<std::string> &)> use)
{
    if (const auto known = m_values.find(label); known != m_values.end()) {
        use(known->second);
        return;
    }
    if (!m_client)
        return;
    m_valuesQuery = m_client->labelValues(
        label, [this, label, use = std::move(use)](const base::Result<std::vector<std::string>> &values) {
            if (!values)
                return;
            m_values[label] = *values;
            use(*values);
        });
}

} // namespace widgets
