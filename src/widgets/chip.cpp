#include "widgets/chip.h"

#include "widgets/appearance.h"

#include <QEvent>
#include <QPainter>

namespace widgets {

namespace {

/// A label's value may be anything; it is no more than a word here.
constexpr int mostCharacters = 24;

} // namespace

Chip::Chip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(smallFont());
}

void Chip::setText(const QString &text, const QColor &colour)
{
    m_text = text;
    m_colour = colour;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    const int width = std::min(metrics.horizontalAdvance(m_text), metrics.averageCharWidth() * mostCharacters);
    return {width + metrics.height(), metrics.height() + metrics.height() / 3};
}

void Chip::changeEvent(QEvent *event)
{
    if (restyles(*event) && font() != smallFont()) {
        setFont(smallFont());
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_colour);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
    const int margin = fontMetrics().height() / 2;
    painter.drawText(rect(), Qt::AlignCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, rect().width() - 2 * margin + 2));
}

} // namespace widgets
