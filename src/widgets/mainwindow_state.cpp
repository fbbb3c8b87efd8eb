#include "widgets/mainwindow.h"

#include "rules/completionnames.h"
#include "widgets/actions.h"
#include "widgets/completionsource.h"
#include "widgets/coretext.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/problemspanel.h"
#include "widgets/theme.h"
#include "widgets/yamleditor.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>

#include <algorithm>
#include <set>

/// What the window shows of the state of its parts: actions, status bar, repositories, completions.
namespace widgets {

namespace {

constexpr int completionsDelay = 200;

QString stateText(const workspace::RepositoryStatus &status)
{
    QString text = status.branch.isEmpty() ? MainWindow::tr("detached") : status.branch;
    if (!status.operation.isEmpty())
        text += "  " + status.operation;
    text += status.changedFiles > 0 ? QStringLiteral(" ●%1").arg(status.changedFiles) : QStringLiteral(" ✓");
    if (status.ahead > 0)
        text += QStringLiteral(" ↑%1").arg(status.ahead);
    if (status.behind > 0)
        text += QStringLiteral(" ↓%1").arg(status.behind);
    return text;
}

} // namespace

void MainWindow::updateActions()
{
    const bool open = m_workspace->isOpen();
    const bool file = currentView() != nullptr;
    for (const char *id :
         {"save-to-both", "close-workspace", "refresh-status", "go-to-rule", "show-graph", "show-review",
          "compare-versions", "export-graph", "save-all", "new-file", "filter-rules", "find-replace"})
        m_actions->action(id)->setEnabled(open);
    for (const char *id : {"save",
                           "reload",
                           "close-tab",
                           "complete",
                           "fix",
                           "format-expression",
                           "fold-all",
                           "new-alert",
                           "new-recording",
                           "new-group",
                           "duplicate-rule",
                           "delete-rule",
                           "move-rule-up",
                           "move-rule-down",
                           "go-to-dependency",
                           "go-to-dependent",
                           "switch-off",
                           "switch-on",
                           "set-field",
                           "rename-rule",
                           "copy-plain",
                           "copy-configmap",
                           "copy-prometheusrule",
                           "paste-rules"})
        m_actions->action(id)->setEnabled(file);
    m_actions->action("undo")->setEnabled(canUndoStep());
    m_actions->action("redo")->setEnabled(canRedoStep());
    m_actions->action("run-preview")->setEnabled(m_endpoints->client() != nullptr);
    m_actions->action("run-backtest")->setEnabled(m_endpoints->client() != nullptr);
    m_actions->action("edit-endpoint")->setEnabled(m_endpoints->current().has_value());
    m_actions->action("remove-endpoint")->setEnabled(m_endpoints->current().has_value());
}

void MainWindow::updateStatus()
{
    std::size_t rules = 0;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (!file.twin)
            rules += file.rules->ruleCount();
    }
    if (m_workspace->isOpen())
        m_counts->setText(tr("%n rule(s)", nullptr, static_cast<int>(rules)) + "  ·  " +
                          tr("%n problem(s)", nullptr, m_problems->count()));
    else
        m_counts->clear();
    m_problemsDock->setWindowTitle(m_problems->count() > 0 ? tr("Problems") + " " + QString::number(m_problems->count())
                                                           : tr("Problems"));
    const double milliseconds = m_workspace->analysisMilliseconds();
    m_timing->setText(milliseconds > 0 ? tr("analysed in %1 ms").arg(milliseconds, 0, 'f', milliseconds < 10 ? 1 : 0)
                                       : QString());
    updateBreadcrumb();
    DocumentView *view = currentView();
    if (!view) {
        m_position->clear();
        return;
    }
    int line = 0;
    int column = 0;
    view->yaml()->getCursorPosition(&line, &column);
    m_position->setText(tr("Ln %1, Col %2").arg(line + 1).arg(column + 1));
}

void MainWindow::updateRepositories()
{
    const Theme &theme = Theme::current();
    QStringList parts;
    QStringList tips;
    for (const workspace::Root &root : m_workspace->roots()) {
        const QString name = root.role.isEmpty() ? QFileInfo(root.path).fileName() : root.role;
        const QString state = root.status        ? stateText(*root.status)
                              : root.statusError ? QStringLiteral("—")
                                                 : QStringLiteral("…");
        parts.append(QStringLiteral("<b>%1</b>&nbsp;&nbsp;<span style=\"color:%2\">%3</span>")
                         .arg(name.toHtmlEscaped(), theme.muted.name(), state.toHtmlEscaped()));
        tips.append(name + ": " + root.path +
                    (root.statusError ? "\n" + translated(root.statusError->text) : QString()));
    }
    m_repositories->setText(parts.join("&nbsp;&nbsp;&nbsp;&nbsp;"));
    m_repositories->setToolTip(tips.join('\n'));
    m_repositories->setAccessibleName(tips.join("; "));
}

void MainWindow::updateCompletions()
{
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const workspace::RuleFile &file : m_workspace->files())
        documents.push_back(file.rules);
    m_scheduler.run("completions", completionsDelay,
                    [this, documents = std::move(documents)](std::stop_token) -> workspace::Scheduler::Deliver {
                        auto names = std::make_shared<rules::CompletionNames>(rules::completionNames(documents));
                        names->labels.insert({"job", "instance", "severity"});
                        return [this, names] { m_completions->setWorkspaceNames(std::move(*names)); };
                    });
    countLoadedRules();
}

} // namespace widgets
