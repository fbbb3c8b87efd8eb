#include "widgets/mainwindow.h"

#include "widgets/copycounter.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/messagebar.h"
#include "widgets/reviewpage.h"
#include "widgets/ruleform.h"
#include "workspace/document.h"

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
    connect(m_review, &ReviewPage::rejected, this, [this](const QString &line) {
        m_reviewLines.push_back({line, std::nullopt});
        m_messages->show(MessageBar::Kind::Info, tr("The save dialog will name the reason."));
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

/// One edit set for each file, so one undo step there; files stay unsaved until the person saves them.
void MainWindow::acceptReview(const std::map<std::string, base::TextEdits> &edits, const QString &line,
                              const rules::NewRule &alert)
{
    for (const auto &[file, textEdits] : edits) {
        DocumentView *view = openFile(QString::fromStdString(file));
        if (!view || !applyEdits(view, textEdits))
            return;
    }
    m_reviewLines.push_back({line, alert.name.empty() ? std::nullopt : std::optional(alert)});
    m_tabs->setCurrentWidget(m_review);
    m_messages->show(MessageBar::Kind::Info,
                     tr("The proposal is in the editor, as one step to undo. The save dialog will name its verdict."));
}

/// Proposals that were undone since are no part of the save.
QStringList MainWindow::reviewLines() const
{
    QStringList lines;
    for (const auto &[line, alert] : m_reviewLines) {
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

} // namespace widgets
