#include "widgets/actions.h"
#include "widgets/coretext.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "workspace/savepairs.h"
#include "workspace/saveupstream.h"
#include "workspace/workspace.h"

#include <QDateTime>
#include <QSettings>
#include <QTimer>

// Saves of which one half is merged and the other is not, and the fetching in the background that tells of it.

namespace widgets {

namespace {

constexpr int fetchMinutes = 10;
constexpr const char *fetchSetting = "preferences/fetchInBackground";

} // namespace

void MainWindow::watchPairs()
{
    auto *timer = new QTimer(this);
    timer->setInterval(fetchMinutes * 60 * 1000);
    QAction *fetch = m_actions->action("fetch-in-background");
    // Somebody else's server is asked only when the person wants it.
    fetch->setChecked(QSettings().value(fetchSetting).toBool());
    if (fetch->isChecked())
        timer->start();
    connect(timer, &QTimer::timeout, this, [this] { followPairs(true); });
    connect(fetch, &QAction::toggled, this, [this, timer](bool on) {
        QSettings().setValue(fetchSetting, on);
        if (!on) {
            timer->stop();
            return;
        }
        timer->start();
        followPairs(true);
    });
    connect(m_workspace.get(), &workspace::Workspace::opened, this, [this, fetch] { followPairs(fetch->isChecked()); });
}

void MainWindow::followPairs(bool fetch)
{
    const workspace::WorkspaceFile file = m_workspace->file();
    if (file.path.isEmpty() || !file.missing.empty())
        return;
    m_scheduler.run("pairs", 0, [this, file, fetch](std::stop_token stop) -> workspace::Scheduler::Deliver {
        if (fetch) {
            for (const QString &root : {file.source, file.gitops}) {
                if (!stop.stop_requested())
                    (void)workspace::fetchUpstream(root);
            }
        }
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        const std::vector<workspace::SavePair> pairs = workspace::halfMergedSaves(file, now);
        return [this, pairs, now, fetch] {
            if (fetch)
                m_workspace->refreshStatus();
            QStringList lines;
            for (const workspace::SavePair &pair : pairs)
                lines.append(translated(workspace::pairText(pair, now)));
            if (!lines.isEmpty() && m_messages->text().isEmpty())
                m_messages->show(MessageBar::Kind::Info, lines.join('\n'));
        };
    });
}

} // namespace widgets
