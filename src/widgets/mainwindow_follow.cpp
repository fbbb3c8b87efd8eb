#include "widgets/docktitle.h"
#include "widgets/driftmonitor.h"
#include "widgets/endpointpicker.h"
#include "widgets/followmonitor.h"
#include "widgets/followview.h"
#include "widgets/mainwindow.h"

#include <QDockWidget>

// Saved changes on their way until they are live.

namespace widgets {

void MainWindow::makeFollow()
{
    m_follow = new FollowView(this);
    m_followDock = new QDockWidget(this);
    m_followDock->setObjectName("followDock");
    m_followDock->setWidget(m_follow);
    new DockTitle(m_followDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_followDock);
    m_followMonitor = new FollowMonitor(m_workspace.get(), m_scheduler, m_driftMonitor, m_driftMonitor);
}

void MainWindow::connectFollow()
{
    connect(m_followMonitor, &FollowMonitor::changed, this, [this] {
        m_follow->setSaves(m_followMonitor->saves(), m_followMonitor->isKnown(), m_driftMonitor->endpointName());
        retranslateFollow();
    });
    connect(m_endpoints, &EndpointPicker::clientChanged, m_followMonitor, &FollowMonitor::cancelQuery);
    connect(m_follow, &FollowView::checkRequested, m_driftMonitor, &DriftMonitor::checkNow);
    connect(m_workspace.get(), &workspace::Workspace::opened, m_followMonitor, [this] {
        m_followMonitor->clear();
        m_followMonitor->check();
    });
    retranslateFollow();
}

void MainWindow::retranslateFollow()
{
    const int count = m_follow->count();
    m_followDock->setWindowTitle(count > 0 ? tr("Until live") + ' ' + QString::number(count) : tr("Until live"));
}

} // namespace widgets
