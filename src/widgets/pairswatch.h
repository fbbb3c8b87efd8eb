#pragma once

#include "workspace/scheduler.h"

#include <QObject>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QAction;
class QTimer;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

class MessageBar;

/// Tells in the window's bar of saves of which one half is merged and the other is not, as long as that is so, and
/// fetches in the background while `fetch` is checked.
class PairsWatch : public QObject
{
    Q_OBJECT

public:
    /// Everything given lives longer than this.
    PairsWatch(workspace::Workspace *workspace, workspace::Scheduler &scheduler, MessageBar *messages, QAction *fetch,
               QObject *parent);

private:
    void fetchNow(bool asked);
    void check();
    void tell(const QStringList &pairs, const QString &text);

    workspace::Workspace *m_workspace;
    workspace::Scheduler &m_scheduler;
    MessageBar *m_messages;
    QAction *m_fetch;
    QTimer *m_timer;
    /// The half merged saves that were told of, and how.
    QStringList m_told;
    QString m_text;
};

} // namespace widgets
