#include "widgets/textarea.h"

#include <QEvent>
#include <QLabel>
#include <QResizeEvent>

#include <algorithm>

namespace widgets {

TextArea::TextArea(QLabel *label, int fewestLines, int keptLines) : m_fewestLines(fewestLines), m_keptLines(keptLines)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setWidget(label);
    viewport()->setAutoFillBackground(false);
    label->setAutoFillBackground(false);
}

QSize TextArea::sizeHint() const
{
    const int whole = wholeHeight();
    const int least = minimumSizeHint().height();
    const QWidget *outer = parentWidget() ? parentWidget()->parentWidget() : nullptr;
    return {widget()->sizeHint().width(),
            std::clamp(whole, least, std::max(outer ? outer->height() / 3 : whole, least))};
}

QSize TextArea::minimumSizeHint() const
{
    const int line = fontMetrics().lineSpacing();
    return {0, std::clamp(wholeHeight(), m_fewestLines * line, m_keptLines * line)};
}

int TextArea::wholeHeight() const
{
    return widget()->heightForWidth(std::max(1, viewport()->width()));
}

bool TextArea::eventFilter(QObject *object, QEvent *event)
{
    if (object == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(object, event);
}

void TextArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

} // namespace widgets
