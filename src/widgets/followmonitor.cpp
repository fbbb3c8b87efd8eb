#include "widgets/followmonitor.h"

#include "prometheus/seriesseen.h"
#include "widgets/driftmonitor.h"
#include "workspace/workspace.h"

#include <QDateTime>

#include <algorithm>

namespace widgets {

namespace {

using workspace::FollowedSave;

} // namespace

FollowMonitor::FollowMonitor(workspace::Workspace *workspace, workspace::Scheduler &scheduler, DriftMonitor *drift,
                             QObject *parent)
    : QObject(parent), m_workspace(workspace), m_scheduler(scheduler), m_drift(drift)
{
    connect(drift, &DriftMonitor::changed, this, &FollowMonitor::check);
}

FollowMonitor::~FollowMonitor()
{
    m_scheduler.cancel("follow");
}

void FollowMonitor::clear()
{
    m_scheduler.cancel("follow");
    m_query.reset();
    m_saves.clear();
    m_known = false;
    emit changed();
}

void FollowMonitor::cancelQuery()
{
    m_query.reset();
}

void FollowMonitor::check()
{
    const workspace::WorkspaceFile file = m_workspace->file();
    if (file.path.isEmpty() || !file.missing.empty())
        return;
    m_scheduler.run("follow", 0, [this, file](std::stop_token) -> workspace::Scheduler::Deliver {
        auto saves = std::make_shared<std::vector<FollowedSave>>(
            workspace::followedSaves(file, QDateTime::currentSecsSinceEpoch()));
        return [this, saves] { askForSeries(std::move(*saves)); };
    });
}

void FollowMonitor::askForSeries(std::vector<FollowedSave> saves)
{
    prometheus::Client *client = m_drift->client();
    if (client == nullptr || !m_drift->facts())
        return judge(std::move(saves), {});
    // What is not loaded has no series of this change; what was seen once stays seen.
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    const double ahead = client->clockAheadSeconds();
    std::vector<std::string> queries;
    for (FollowedSave &save : saves) {
        workspace::judgeAtEndpoint(save, m_drift->endpointName(), &*m_drift->facts(), {}, static_cast<qint64>(now));
        const auto since = static_cast<double>(workspace::loadedSince(save, m_drift->endpointName()));
        if (since <= 0 || save.step(workspace::LiveStep::Series).state == workspace::LiveState::State::Done)
            continue;
        // Loaded when it was seen to be (clocks are not quite equal) or, as long as the server has not read its
        // configuration again, when it read that.
        constexpr double clockError = 3;
        const double seen = since + ahead + clockError;
        const double loaded = std::min(seen, deployment::surelyLoaded(*m_drift->facts()).value_or(seen));
        for (const deployment::ChangedRule &rule : save.rules)
            queries.push_back(rule.removed ? std::string() : deployment::seriesQuery(rule, loaded, now + ahead));
    }
    if (queries.empty())
        return judge(std::move(saves), {});
    m_query = prometheus::askForSeries(
        *client, std::move(queries), now + ahead,
        [this, saves = std::move(saves)](const std::vector<bool> &seen) { judge(saves, seen); });
}

void FollowMonitor::judge(std::vector<FollowedSave> saves, const std::vector<bool> &seen)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const auto &facts = m_drift->facts();
    std::size_t at = 0;
    for (FollowedSave &save : saves) {
        std::vector<bool> own;
        const bool asked = workspace::loadedSince(save, m_drift->endpointName()) > 0 &&
                           save.step(workspace::LiveStep::Series).state != workspace::LiveState::State::Done;
        for (std::size_t i = 0; asked && i < save.rules.size() && at < seen.size(); ++i, ++at)
            own.push_back(seen[at]);
        workspace::judgeAtEndpoint(save, m_drift->endpointName(), facts ? &*facts : nullptr, own, now);
    }
    m_saves = std::move(saves);
    m_known = true;
    emit changed();
}

} // namespace widgets
