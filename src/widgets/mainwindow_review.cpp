#include "widgets/mainwindow.h"

#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/messagebar.h"
#include "widgets/reviewpage.h"
#include "workspace/document.h"

#include <QTabWidget>

namespace widgets {

void MainWindow::makeReview()
{
    m_review = new ReviewPage(m_workspace.get(), this);
    m_tabs->addTab(m_review, QString());
    connect(m_review, &ReviewPage::accepted, this, &MainWindow::acceptReview);
    connect(m_review, &ReviewPage::failed, this, &MainWindow::showFailure);
}

/// One edit set for each file, so one undo step there; files stay unsaved until the person saves them.
void MainWindow::acceptReview(const std::map<std::string, base::TextEdits> &edits, const QString &line)
{
    for (const auto &[file, textEdits] : edits) {
        DocumentView *view = openFile(QString::fromStdString(file));
        if (!view || !applyEdits(view, textEdits))
            return;
    }
    m_reviewLines += line;
    m_tabs->setCurrentWidget(m_review);
    m_messages->show(MessageBar::Kind::Info,
                     tr("The proposal is in the editor, as one step to undo. The save dialog will name its verdict."));
}

} // namespace widgets
