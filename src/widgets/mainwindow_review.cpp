#include "widgets/mainwindow.h"

#include "widgets/codeeditor.h"
#include "widgets/copycounter.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/messagebar.h"
#include "widgets/reviewpage.h"
#include "widgets/ruleform.h"
#include "workspace/document.h"

#include <QApplication>
#include <QDir>
#include <QTabWidget>

#include <algorithm>

namespace widgets {

void MainWindow::makeReview()
{
    m_review = new ReviewPage(m_workspace.get(), this);
    m_tabs->addTab(m_review, QString());
    connect(m_review, &ReviewPage::accepted, this, &MainWindow::acceptReview);
    m_copies = new CopyCounter(m_workspace.get(), this);
    connect(m_copies, &CopyCounter::counted, this, [this] {
        for (DocumentView *view : views())
            showCopies(view);
    });
    connect(m_review, &ReviewPage::failed, this, &MainWindow::showFailure);
    connect(m_review, &ReviewPage::rejected, this, [this](const std::string &about, const QString &line) {
        std::erase_if(m_reviewLines, [&about](const ReviewLine &each) { return each.about == about; });
        if (!line.isEmpty())
            m_reviewLines.push_back({line, std::nullopt, about});
        m_messages->show(MessageBar::Kind::Info, line.isEmpty() ? tr("The rejection was taken back.")
                                                                : tr("The save dialog will name the reason."));
    });
    connect(m_review, &ReviewPage::exported, this, [this](const QString &path) {
        m_messages->show(MessageBar::Kind::Info,
                         tr("The unit test was written: %1").arg(QDir::toNativeSeparators(path)));
    });
}

void MainWindow::showCopies(DocumentView *view)
{
    const auto &ref = view->currentRule();
    view->form()->setCopies(ref ? m_copies->copiesOf(*ref) : 0);
}

void MainWindow::consolidate(const rules::RuleRef &ref)
{
    m_review->showFamilyOf(ref);
    m_tabs->setCurrentWidget(m_review);
}

/// All files or none, and one step to undo; they stay unsaved until the person saves them.
void MainWindow::acceptReview(const std::map<std::string, base::TextEdits> &edits, const QString &line,
                              const rules::NewRule &alert)
{
    std::vector<JointSteps::Part> parts;
    for (const auto &[file, textEdits] : edits) {
        DocumentView *view = freshView(QString::fromStdString(file));
        if (!view)
            return;
        parts.push_back({view, view->document()->text(), {}});
    }
    auto part = parts.begin();
    for (const auto &[file, textEdits] : edits) {
        if (!applyEdits(part->view, textEdits)) {
            for (auto done = parts.begin(); done != part; ++done)
                done->view->undo();
            return;
        }
        part->after = part->view->document()->text();
        ++part;
    }
    m_jointSteps.add(std::move(parts));
    m_reviewLines.push_back({line, alert.name.empty() ? std::nullopt : std::optional(alert), {}});
    updateActions();
    m_messages->show(MessageBar::Kind::Info,
                     tr("The proposal is in the editor, as one step to undo. The save dialog will name its verdict."),
                     {{tr("Undo"), [this] { undoStep(); }}});
}

void MainWindow::undoStep()
{
    auto *proposal = qobject_cast<CodeEditor *>(QApplication::focusWidget());
    if (proposal && m_review->isAncestorOf(proposal))
        proposal->undo();
    else if (DocumentView *view = m_tabs->currentWidget() == m_review ? m_jointSteps.undoable() : currentView())
        m_jointSteps.undo(view);
}

void MainWindow::redoStep()
{
    auto *proposal = qobject_cast<CodeEditor *>(QApplication::focusWidget());
    if (proposal && m_review->isAncestorOf(proposal))
        proposal->redo();
    else if (DocumentView *view = m_tabs->currentWidget() == m_review ? m_jointSteps.redoable() : currentView())
        m_jointSteps.redo(view);
}

bool MainWindow::canUndoStep() const
{
    if (m_tabs->currentWidget() == m_review)
        return m_jointSteps.undoable() != nullptr;
    return currentView() && currentView()->canUndo();
}

bool MainWindow::canRedoStep() const
{
    if (m_tabs->currentWidget() == m_review)
        return m_jointSteps.redoable() != nullptr;
    return currentView() && currentView()->canRedo();
}

/// Proposals that were undone since are no part of the save.
QStringList MainWindow::reviewLines() const
{
    QStringList lines;
    for (const auto &[line, alert, about] : m_reviewLines) {
        bool inForce = !alert;
        for (const workspace::RuleFile &file : m_workspace->files()) {
            const workspace::Document *document = m_workspace->openDocument(file.path);
            const auto rules =
                document ? rules::load(file.path.toStdString(), document->text(), document->rules()->dialect())
                         : file.rules;
            if (inForce || !rules)
                continue;
            for (const rules::RuleGroup &group : rules->groups()) {
                inForce = inForce || std::ranges::any_of(group.rules, [&own = *alert](const rules::Rule &rule) {
                              return rule.name.value == own.name && QString::fromStdString(rule.expr.value).trimmed() ==
                                                                        QString::fromStdString(own.expr).trimmed();
                          });
            }
        }
        if (inForce && !lines.contains(line))
            lines += line;
    }
    return lines;
}

QString MainWindow::reviewSubject(const QStringList &lines) const
{
    const bool accepted = std::ranges::any_of(
        m_reviewLines, [&lines](const ReviewLine &each) { return each.about.empty() && lines.contains(each.line); });
    return accepted ? tr("Consolidate copied rules") : tr("Keep copied rules apart");
}

} // namespace widgets
