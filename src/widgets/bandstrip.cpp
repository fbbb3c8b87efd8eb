#include "widgets/bandstrip.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace widgets {

BandStrip::BandStrip(alerting::Milliseconds from, alerting::Milliseconds to, Row before, Row after, QWidget *parent)
    : QWidget(parent),
      m_from(from),
      m_to(std::max(to, from + 1)),
      m_before(std::move(before)),
      m_after(std::move(after))
{}

QSize BandStrip::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * 40, metrics.height() + 8};
}

void BandStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    const int margin = 3;
    const int gap = 2;
    const int height = (this->height() - 2 * margin - gap) / 2;
    const auto xOf = [&](alerting::Milliseconds time) {
        const double share = static_cast<double>(time - m_from) / static_cast<double>(m_to - m_from);
        return margin + static_cast<int>(std::clamp(share, 0.0, 1.0) * (width() - 2 * margin));
    };
    int top = margin;
    for (const Row *row : {&m_before, &m_after}) {
        const QRect area(margin, top, width() - 2 * margin, height);
        painter.setPen(QPen(theme.border, 1, row->watched ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(row->watched ? QBrush(theme.raised) : QBrush(Qt::NoBrush));
        painter.drawRect(area.adjusted(0, 0, -1, -1));
        painter.setPen(Qt::NoPen);
        const auto draw = [&](const std::vector<alerting::Band> &bands, const QColor &color) {
            painter.setBrush(color);
            for (const alerting::Band &band : bands) {
                const int start = xOf(band.begin);
                // A short firing must not vanish.
                painter.drawRect(start, top, std::max(2, xOf(band.end.value_or(m_to)) - start), height);
            }
        };
        draw(row->pending, theme.pending);
        draw(row->firing, theme.firing);
        top += height + gap;
    }
}

void BandStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace widgets
