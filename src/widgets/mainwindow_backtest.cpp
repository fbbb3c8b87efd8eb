#include "widgets/backtestview.h"
#include "widgets/documentview.h"
#include "widgets/inspector.h"
#include "widgets/mainwindow.h"
#include "widgets/previewpanel.h"
#include "widgets/ruleform.h"

#include "rules/ruleedits.h"

#include <QDockWidget>

namespace widgets {

void MainWindow::connectBacktest()
{
    BacktestView *backtest = m_preview->backtest();
    m_preview->setRulesProvider([this] {
        BacktestView::Rules rules;
        bool edited = false;
        for (const workspace::RuleFile &file : m_workspace->files()) {
            // What is deployed of them is a copy.
            if (file.twin || !file.rules)
                continue;
            rules.edited.push_back(file.rules);
            const workspace::Document *document = m_workspace->openDocument(file.path);
            const bool differs = document && document->isModified();
            rules.saved.push_back(
                differs ? rules::load(file.rules->file(), document->savedText(), m_workspace->dialect().dialect)
                        : file.rules);
            edited = edited || differs;
        }
        if (!edited)
            rules.saved.clear();
        return rules;
    });
    connect(m_inspector, &Inspector::ruleChanged, backtest, &BacktestView::setRule);
    connect(m_workspace.get(), &workspace::Workspace::filesChanged, backtest, &BacktestView::rulesChanged);
    connect(m_workspace.get(), &workspace::Workspace::fileAnalysed, backtest, [backtest] { backtest->rulesChanged(); });
    connect(backtest, &BacktestView::ruleActivated, this, &MainWindow::showRule);
    connect(m_preview, &PreviewPanel::expressionChangeRequested, this,
            [this](const std::string &expr, const std::string &changed) {
                DocumentView *view = currentView();
                const auto ref = currentRule();
                if (!view || !ref)
                    return;
                view->form()->commitPending();
                analyseNow(view);
                const rules::Rule *rule = view->document()->rules()->find(*ref);
                // What was charted may be another rule's by now.
                if (rule && rule->expr.value == expr)
                    applyEdits(view, rules::setFieldEdits(*view->document()->rules(), *ref, {"expr", {}}, changed));
            });
}

void MainWindow::backtestCurrent()
{
    if (DocumentView *view = currentView())
        view->commitPending();
    raiseDock(m_previewDock);
    m_preview->showBacktest();
    m_preview->backtest()->run();
}

} // namespace widgets
