#include "widgets/pairswatch.h"

#include "widgets/coretext.h"
#include "widgets/messagebar.h"
#include "workspace/savepairs.h"
#include "workspace/saveupstream.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QDateTime>
#include <QSettings>
#include <QTimer>

namespace widgets {

namespace {

constexpr int fetchMinutes = 10;
constexpr const char *fetchSetting = "preferences/fetchInBackground";

} // namespace

PairsWatch::PairsWatch(workspace::Workspace *workspace, workspace::Scheduler &scheduler, MessageBar *messages,
                       QAction *fetch, QObject *parent)
    : QObject(parent),
      m_workspace(workspace),
      m_scheduler(scheduler),
      m_messages(messages),
      m_fetch(fetch),
      m_timer(new QTimer(this))
{
    m_timer->setInterval(fetchMinutes * 60 * 1000);
    // Somebody else's server is asked only when the person wants it.
    m_fetch->setChecked(QSettings().value(fetchSetting).toBool());
    if (m_fetch->isChecked())
        m_timer->start();
    connect(m_timer, &QTimer::timeout, this, [this] { fetchNow(false); });
    connect(m_fetch, &QAction::toggled, this, [this](bool on) {
        QSettings().setValue(fetchSetting, on);
        if (on)
            m_timer->start();
        else
            m_timer->stop();
        if (on)
            fetchNow(true);
    });
    connect(m_workspace, &workspace::Workspace::opened, this, [this] {
        m_told.clear();
        m_text.clear();
        check();
        if (m_fetch->isChecked())
            fetchNow(false);
    });
    // Somebody may have fetched in a terminal, or merged.
    connect(m_workspace, &workspace::Workspace::statusChanged, this, &PairsWatch::check);
}

void PairsWatch::fetchNow(bool asked)
{
    const workspace::WorkspaceFile file = m_workspace->file();
    if (file.path.isEmpty() || !file.missing.empty())
        return;
    QStringList folders = {file.source, file.gitops};
    folders.removeDuplicates();
    m_scheduler.run("pairs fetch", 0, [this, folders, asked](std::stop_token stop) -> workspace::Scheduler::Deliver {
        std::optional<base::Error> failed;
        for (const QString &folder : folders) {
            if (stop.stop_requested())
                break;
            const auto fetched = workspace::fetchUpstream(folder);
            if (!fetched && !failed)
                failed = fetched.error();
        }
        return [this, failed, asked] {
            // Only who has just asked for it is told that a server did not answer; the next time may do better.
            if (failed && asked && m_messages->text().isEmpty())
                m_messages->show(MessageBar::Kind::Warning, translated(failed->text));
            m_workspace->refreshStatus();
        };
    });
}

void PairsWatch::check()
{
    const workspace::WorkspaceFile file = m_workspace->file();
    if (file.path.isEmpty() || !file.missing.empty()) {
        tell({}, {});
        return;
    }
    m_scheduler.run("pairs", 0, [this, file](std::stop_token) -> workspace::Scheduler::Deliver {
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        return [this, now, found = workspace::halfMergedSaves(file, now)] {
            QStringList pairs;
            QStringList lines;
            for (const workspace::SavePair &pair : found) {
                pairs += pair.id + (pair.sides.front().merged ? "/source" : "/gitops");
                lines += translated(workspace::pairText(pair, now));
            }
            tell(pairs, lines.join('\n'));
        };
    });
}

void PairsWatch::tell(const QStringList &pairs, const QString &text)
{
    const bool shown = !m_text.isEmpty() && m_messages->text() == m_text;
    if (pairs.isEmpty()) {
        if (shown)
            m_messages->clear();
        m_told.clear();
        m_text.clear();
    } else if (shown || (pairs != m_told && m_messages->text().isEmpty())) {
        // What was closed is told again only when there is something else to tell.
        m_told = pairs;
        m_text = text;
        if (m_messages->text() != text)
            m_messages->show(MessageBar::Kind::Info, text);
    }
}

} // namespace widgets
