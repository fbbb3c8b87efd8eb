#pragma once

#include "alerting/seriessource.h"
#include "promql/completion.h"
#include "rules/completionnames.h"

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

/// The names that completion offers: those of the open rules at once, saved or not, and those of the endpoint when it
/// has answered.
class CompletionSource : public QObject
{
    Q_OBJECT

public:
    using Use = std::function<void(const std::vector<std::string> &)>;

    explicit CompletionSource(QObject *parent = nullptr);
    ~CompletionSource() override;

    /// Null for none. Asks for metric and label names.
    void setClient(prometheus::Client *client);
    void setWorkspaceNames(rules::CompletionNames names);
    /// The language that the endpoint speaks.
    void setDialect(const promql::Dialect &dialect) { m_dialect = dialect; }
    [[nodiscard]] const promql::Dialect &dialect() const { return m_dialect; }

    /// Sorted, without duplicates.
    [[nodiscard]] std::vector<std::string> metrics() const;
    /// The labels that the context's metrics have, all labels when it has none. Calls `use` once, now when everything
    /// is known, else when the endpoint has answered.
    void withLabels(const promql::CompletionContext &context, const Use &use);
    /// The values of the context's label on series that its other matchers select.
    void withValues(const promql::CompletionContext &context, const Use &use);

signals:
    void namesChanged();

private:
    using Names = std::vector<std::string>;
    using Ask = std::function<std::unique_ptr<alerting::PendingQuery>(std::function<void(base::Result<Names>)>)>;

    void withAnswer(const std::string &key, const Ask &ask, std::function<void(const Names &)> use);
    [[nodiscard]] std::set<std::string> workspaceLabels(const std::vector<std::string> &metrics) const;

    QPointer<prometheus::Client> m_client;
    promql::Dialect m_dialect;
    rules::CompletionNames m_workspace;
    Names m_endpointMetrics;
    Names m_endpointLabels;
    /// What the endpoint said, by question.
    std::map<std::string, Names> m_answers;
    std::unique_ptr<alerting::PendingQuery> m_metricsQuery;
    std::unique_ptr<alerting::PendingQuery> m_labelsQuery;
    std::unique_ptr<alerting::PendingQuery> m_query;
};

} // namespace widgets
