#pragma once

#include "workspace/followedsaves.h"

#include <QObject>

#include <memory>
#include <vector>

namespace alerting {
class PendingQuery;
}

namespace workspace {
class Scheduler;
class Workspace;
} // namespace workspace

namespace widgets {

class DriftMonitor;

/// Keeps the saves of a workspace judged: git after each inspection, and the endpoint that the inspection asked. GUI
/// thread.
class FollowMonitor : public QObject
{
    Q_OBJECT

public:
    FollowMonitor(workspace::Workspace *workspace, workspace::Scheduler &scheduler, DriftMonitor *drift,
                  QObject *parent = nullptr);
    ~FollowMonitor() override;

    /// Reads git again, then asks the endpoint for series that were not seen yet.
    void check();
    void clear();
    /// The endpoint is going: what was asked of it is dropped.
    void cancelQuery();

    [[nodiscard]] const std::vector<workspace::FollowedSave> &saves() const { return m_saves; }
    /// git was read at least once since the workspace was opened.
    [[nodiscard]] bool isKnown() const { return m_known; }

signals:
    void changed();

private:
    void askForSeries(std::vector<workspace::FollowedSave> saves);
    void judge(std::vector<workspace::FollowedSave> saves, const std::vector<bool> &seen);

    workspace::Workspace *m_workspace;
    workspace::Scheduler &m_scheduler;
    DriftMonitor *m_drift;
    std::unique_ptr<alerting::PendingQuery> m_query;
    std::vector<workspace::FollowedSave> m_saves;
    bool m_known = false;
};

} // namespace widgets
