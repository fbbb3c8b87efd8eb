#include "widgets/copycounter.h"

#include "consolidation/families.h"
#include "widgets/ownrules.h"
#include "workspace/workspace.h"

#include <QTimer>

namespace widgets {

namespace {

constexpr int idleDelay = 1500;
/// In larger workspaces the search would be felt; the review finds them when it is opened.
constexpr std::size_t mostRules = 20'000;

std::map<std::string, int> copiesIn(const consolidation::Documents &documents, const std::stop_token &stop)
{
    std::map<std::string, int> copies;
    const consolidation::Findings findings = consolidation::findFamilies(documents, stop);
    for (const consolidation::Family &family : findings.families) {
        if (family.merge == consolidation::Merge::None)
            continue;
        for (const consolidation::Member &member : family.members)
            copies[member.ref.id()] = static_cast<int>(family.members.size()) - 1;
    }
    return copies;
}

} // namespace

CopyCounter::CopyCounter(workspace::Workspace *workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_scheduler(1), m_idle(new QTimer(this))
{
    m_idle->setSingleShot(true);
    m_idle->setInterval(idleDelay);
    connect(m_idle, &QTimer::timeout, this, &CopyCounter::search);
    connect(workspace, &workspace::Workspace::filesChanged, m_idle, qOverload<>(&QTimer::start));
    connect(workspace, &workspace::Workspace::fileAnalysed, m_idle, qOverload<>(&QTimer::start));
}

int CopyCounter::copiesOf(const rules::RuleRef &ref) const
{
    const auto found = m_copies.find(ref.id());
    return found == m_copies.end() ? 0 : found->second;
}

void CopyCounter::search()
{
    consolidation::Documents documents = ownRules(*m_workspace);
    std::size_t count = 0;
    for (const auto &document : documents)
        count += document->ruleCount();
    if (count > mostRules)
        documents.clear();
    m_scheduler.run("copies", 0, [this, documents](std::stop_token stop) -> workspace::Scheduler::Deliver {
        auto copies = std::make_shared<std::map<std::string, int>>(copiesIn(documents, stop));
        if (stop.stop_requested())
            return nullptr;
        return [this, copies] {
            m_copies = std::move(*copies);
            emit counted();
        };
    });
}

} // namespace widgets
