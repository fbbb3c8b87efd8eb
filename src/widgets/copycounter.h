#pragma once

#include "rules/ruledocument.h"
#include "workspace/scheduler.h"

#include <QObject>

#include <map>
#include <string>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

/// Knows of every rule how many copies of it could become one with it: families are looked for in a thread, some time
/// after the last change, without what only the review needs.
class CopyCounter : public QObject
{
    Q_OBJECT

public:
    explicit CopyCounter(workspace::Workspace *workspace, QObject *parent = nullptr);

    /// Other rules, as of the last search; 0 for none and before it.
    [[nodiscard]] int copiesOf(const rules::RuleRef &ref) const;

signals:
    void counted();

private:
    void search();

    workspace::Workspace *m_workspace;
    workspace::Scheduler m_scheduler;
    QTimer *m_idle;
    /// By RuleRef::id().
    std::map<std::string, int> m_copies;
};

} // namespace widgets
