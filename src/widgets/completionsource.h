#pragma once

#include "alerting/seriessource.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace prometheus {
class Client;
}

namespace widgets {

/// The names that completion offers: those of the open rules at once, those of the endpoint when it has answered.
class CompletionSource : public QObject
{
    Q_OBJECT

public:
    explicit CompletionSource(QObject *parent = nullptr);
    ~CompletionSource() override;

    /// Null for none. Asks for metric and label names.
    void setClient(prometheus::Client *client);
    void setWorkspaceNames(std::set<std::string> metrics, std::set<std::string> labels);

    /// Sorted, without duplicates.
    [[nodiscard]] std::vector<std::string> metrics() const;
    [[nodiscard]] std::vector<std::string> labels() const;
    /// Values of a label at the endpoint; known ones at once, else when they have arrived. Not called without endpoint.
    void withValues(const std::string &label, std::function<void(const std::vector<std::string> &)> use);

signals:
    void namesChanged();

private:
    QPointer<prometheus::Client> m_client;
    std::set<std::string> m_workspaceMetrics;
    std::set<std::string> m_workspaceLabels;
    std::vector<std::string> m_endpointMetrics;
    std::vector<std::string> m_endpointLabels;
    std::map<std::string, std::vector<std::string>> m_values;
    std::unique_ptr<alerting::PendingQuery> m_metricsQuery;
    std::unique_ptr<alerting::PendingQuery> m_labelsQuery;
    std::unique_ptr<alerting::PendingQuery> m_valuesQuery;
};

} // namespace widgets
