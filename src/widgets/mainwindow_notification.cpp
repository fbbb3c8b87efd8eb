#include "backtest/firings.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/explaintree.h"
#include "widgets/inspector.h"
#include "widgets/mainwindow.h"
#include "widgets/notificationview.h"
#include "widgets/previewpanel.h"

namespace widgets {

/// What the preview returned is what the notification is written for.
void MainWindow::connectNotification()
{
    // One time for all that is asked of the endpoint.
    ExplainTree *explanation = m_inspector->explanation();
    connect(m_preview, &PreviewPanel::evaluationTimeChanged, explanation, &ExplainTree::setTime);
    connect(explanation, &ExplainTree::timeChosen, m_preview, &PreviewPanel::setEvaluationTime);
    NotificationView *notification = m_inspector->notification();
    connect(m_preview, &PreviewPanel::previewed, notification,
            [this, notification] { notification->setResult(m_preview->result(), m_preview->resultExpression()); });
    connect(m_preview->backtest(), &BacktestView::resultChanged, notification,
            [notification](const backtest::BacktestResult *result) {
                constexpr std::size_t mostFirings = 200;
                notification->setFirings(result ? backtest::firingsOf(*result, mostFirings)
                                                : std::vector<backtest::Firing>());
            });
    connect(m_endpoints, &EndpointPicker::clientChanged, notification, &NotificationView::setClient);
    connect(notification, &NotificationView::placeActivated, this, [this](base::ByteRange range) {
        if (DocumentView *view = currentView())
            view->showOffset(range);
    });
}

} // namespace widgets
