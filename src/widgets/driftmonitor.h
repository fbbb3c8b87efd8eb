#pragma once

#include "prometheus/client.h"
#include "workspace/inspection.h"
#include "workspace/scheduler.h"

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace workspace {
class Workspace;
}

namespace widgets {

/// Keeps the inspection of a workspace up to date while somebody looks: after changes of files, and every few minutes.
/// The endpoint is asked first, where there is one; it is asked only while it is accepted. GUI thread.
class DriftMonitor : public QObject
{
    Q_OBJECT

public:
    DriftMonitor(workspace::Workspace *workspace, workspace::Scheduler &scheduler, QObject *parent = nullptr);
    ~DriftMonitor() override;

    /// Null for none. The client must outlive its use here, or be replaced before it goes.
    void setClient(prometheus::Client *client);
    /// Checks only while true; what changed meanwhile is checked when it becomes true.
    void setWatched(bool watched);
    /// Whether builders may run.
    void setMayBuild(bool mayBuild);
    void checkNow();
    void clear();

    /// Null before the first check.
    [[nodiscard]] std::shared_ptr<const workspace::Inspection> inspection() const { return m_inspection; }
    [[nodiscard]] bool isChecking() const { return m_checking; }
    /// Of the newest inspection.
    [[nodiscard]] const QDateTime &checkedAt() const { return m_checkedAt; }
    /// The name of the endpoint that was asked; empty when none was.
    [[nodiscard]] QString endpointName() const;
    /// Why the endpoint could not be asked.
    [[nodiscard]] const std::optional<base::Error> &endpointError() const { return m_endpointError; }
    [[nodiscard]] const std::optional<deployment::EndpointFacts> &facts() const { return m_facts; }
    /// Null for none.
    [[nodiscard]] prometheus::Client *client() const { return m_client; }

signals:
    void checkingChanged();
    void changed();

private:
    [[nodiscard]] workspace::WorkspaceFile lookedAt() const;
    void checkSoon();
    void askEndpoint();
    void inspectFiles();

    workspace::Workspace *m_workspace;
    workspace::Scheduler &m_scheduler;
    QPointer<prometheus::Client> m_client;
    std::unique_ptr<alerting::PendingQuery> m_query;
    std::optional<deployment::EndpointFacts> m_facts;
    std::optional<base::Error> m_endpointError;
    std::shared_ptr<const workspace::Inspection> m_inspection;
    QDateTime m_checkedAt;
    QTimer m_debounce;
    QTimer m_interval;
    bool m_watched = false;
    bool m_stale = true;
    bool m_checking = false;
    bool m_mayBuild = false;
};

} // namespace widgets
