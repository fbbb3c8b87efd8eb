#include "widgets/bandstrip.h"

#include "widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace widgets {

namespace {

constexpr int stripMargin = 3;

} // namespace

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
    const int margin = stripMargin;
    const int gap = 2;
    const int height = (this->height() - 2 * margin - gap) / 2;
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
    if (m_drawn) {
        QColor color = theme.accent;
        painter.setPen(color);
        color.setAlpha(60);
        painter.setBrush(color);
        const auto [first, last] = std::minmax(m_drawn->first, m_drawn->second);
        painter.drawRect(first, 0, last - first, this->height() - 1);
    }
}

int BandStrip::xOf(alerting::Milliseconds time) const
{
    const double share = static_cast<double>(time - m_from) / static_cast<double>(m_to - m_from);
    return stripMargin + static_cast<int>(std::clamp(share, 0.0, 1.0) * (width() - 2 * stripMargin));
}

alerting::Milliseconds BandStrip::timeAt(int x) const
{
    const double share = static_cast<double>(x - stripMargin) / std::max(1, width() - 2 * stripMargin);
    return m_from +
           static_cast<alerting::Milliseconds>(std::clamp(share, 0.0, 1.0) * static_cast<double>(m_to - m_from));
}

void BandStrip::mousePressEvent(QMouseEvent *event)
{
    // The row behind is selected too.
    event->ignore();
    if (event->button() != Qt::LeftButton)
        return;
    event->accept();
    m_drawn = {event->pos().x(), event->pos().x()};
}

void BandStrip::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drawn)
        return;
    m_drawn->second = event->pos().x();
    update();
}

void BandStrip::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_drawn || event->button() != Qt::LeftButton)
        return;
    const auto [first, last] = std::minmax(m_drawn->first, event->pos().x());
    m_drawn.reset();
    update();
    // A click is none.
    if (last - first >= QApplication::startDragDistance() / 2)
        emit chosen(timeAt(first), timeAt(last));
}

void BandStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace widgets
