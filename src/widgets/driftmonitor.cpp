#include "widgets/driftmonitor.h"

#include "prometheus/endpointfacts.h"
#include "workspace/workspace.h"

#include <QFileInfo>

namespace widgets {

namespace {

constexpr int changeDelay = 800;
constexpr int checkInterval = 3 * 60 * 1000;

} // namespace

DriftMonitor::DriftMonitor(workspace::Workspace *workspace, workspace::Scheduler &scheduler, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_scheduler(scheduler)
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(changeDelay);
    m_interval.setInterval(checkInterval);
    connect(&m_debounce, &QTimer::timeout, this, &DriftMonitor::checkNow);
    connect(&m_interval, &QTimer::timeout, this, &DriftMonitor::checkNow);
    connect(workspace, &workspace::Workspace::filesChanged, this, &DriftMonitor::checkSoon);
    connect(workspace, &workspace::Workspace::statusChanged, this, &DriftMonitor::checkSoon);
}

DriftMonitor::~DriftMonitor()
{
    m_scheduler.cancel("inspect");
}

QString DriftMonitor::endpointName() const
{
    return m_facts ? QString::fromStdString(m_facts->name) : QString();
}

void DriftMonitor::setClient(prometheus::Client *client)
{
    m_query.reset();
    m_client = client;
    m_facts.reset();
    m_endpointError.reset();
    checkSoon();
}

void DriftMonitor::setMayBuild(bool mayBuild)
{
    if (mayBuild != m_mayBuild)
        checkSoon();
    m_mayBuild = mayBuild;
}

void DriftMonitor::setWatched(bool watched)
{
    if (watched == m_watched)
        return;
    m_watched = watched;
    if (watched) {
        m_interval.start();
        if (m_stale)
            checkNow();
    } else {
        m_interval.stop();
    }
}

void DriftMonitor::clear()
{
    m_query.reset();
    m_debounce.stop();
    m_scheduler.cancel("inspect");
    m_inspection.reset();
    m_facts.reset();
    m_stale = true;
    m_checking = false;
    emit changed();
}

workspace::WorkspaceFile DriftMonitor::lookedAt() const
{
    // A folder without workspace file has nothing to compare; its manifests are looked at all the same.
    workspace::WorkspaceFile file = m_workspace->file();
    if (file.source.isEmpty())
        file.source = file.gitops = m_workspace->openedPath();
    return file;
}

void DriftMonitor::checkSoon()
{
    m_stale = true;
    if (m_watched)
        m_debounce.start();
}

void DriftMonitor::checkNow()
{
    m_debounce.stop();
    if (!m_workspace->isOpen() || !QFileInfo(lookedAt().source).isDir())
        return;
    m_stale = false;
    m_checking = true;
    emit checkingChanged();
    if (m_client)
        askEndpoint();
    else
        inspectFiles();
}

void DriftMonitor::askEndpoint()
{
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    m_query = prometheus::askForFacts(*m_client, now, [this](base::Result<deployment::EndpointFacts> answer) {
        if (answer) {
            m_facts = std::move(*answer);
            m_endpointError.reset();
        } else {
            m_facts.reset();
            m_endpointError = answer.error();
        }
        inspectFiles();
    });
}

void DriftMonitor::inspectFiles()
{
    workspace::InspectionOptions options;
    options.mayBuild = m_mayBuild;
    options.endpoint = m_facts;
    for (const workspace::Document *document : m_workspace->openDocuments()) {
        if (document->isModified())
            options.buffers[document->path()] = document->text();
    }
    const workspace::WorkspaceFile file = lookedAt();
    m_scheduler.run("inspect", 0, [this, file, options](std::stop_token stop) -> workspace::Scheduler::Deliver {
        auto inspection =
            std::make_shared<const workspace::Inspection>(workspace::inspect(file, options, std::move(stop)));
        return [this, inspection] {
            m_inspection = inspection;
            m_checkedAt = QDateTime::currentDateTime();
            m_checking = false;
            emit checkingChanged();
            emit changed();
        };
    });
}

} // namespace widgets
