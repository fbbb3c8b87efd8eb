#include "widgets/graphminimap.h"

#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace widgets {

namespace {

constexpr int fewestNodesOfMinimap = 201;
constexpr int minimapMargin = 12;

} // namespace

GraphMinimap::GraphMinimap(GraphView *view, GraphScene *scene) : QObject(view), m_view(view), m_scene(scene)
{
    view->viewport()->installEventFilter(this);
}

void GraphMinimap::refresh()
{
    m_picture = {};
    place();
    m_view->viewport()->update(m_rect);
}

void GraphMinimap::place()
{
    const QSizeF whole = m_scene->sceneRect().size();
    const QSize room = m_view->viewport()->size();
    const int line = m_view->fontMetrics().height();
    QSize size = whole.scaled(line * 12, line * 9, Qt::KeepAspectRatio).toSize();
    size = size.expandedTo({line * 2, line * 2});
    const bool wanted = m_scene->nodeCount() >= fewestNodesOfMinimap && size.width() * 3 < room.width() &&
                        size.height() * 2 < room.height();
    if (size != m_rect.size())
        m_picture = {};
    m_rect =
        wanted
            ? QRect(QPoint(room.width() - size.width() - minimapMargin, room.height() - size.height() - minimapMargin),
                    size)
            : QRect();
    m_view->setOverlay(m_rect, [this](QPainter &painter) { paint(painter); });
}

void GraphMinimap::draw()
{
    const Theme &theme = Theme::of(m_view->palette());
    const qreal ratio = m_view->devicePixelRatioF();
    m_picture = QPixmap(m_rect.size() * ratio);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(theme.base);
    QPainter painter(&m_picture);
    const QRectF whole = m_scene->sceneRect();
    painter.scale(m_rect.width() / whole.width(), m_rect.height() / whole.height());
    painter.translate(-whole.topLeft());
    const qreal least = whole.width() / std::max(m_rect.width(), 1) * 1.5;
    for (int i = 0; i < m_scene->nodeCount(); ++i) {
        const CardItem *card = m_scene->card(i);
        QRectF box = card->card().translated(card->pos());
        if (box.height() < least)
            box.adjust(0, (box.height() - least) / 2, 0, (least - box.height()) / 2);
        QColor colour = kindColour(theme, card->content().kind, card->content().severity);
        colour.setAlphaF(0.75F);
        painter.fillRect(box, colour);
    }
}

void GraphMinimap::paint(QPainter &painter)
{
    if (m_picture.isNull())
        draw();
    const Theme &theme = Theme::of(m_view->palette());
    painter.drawPixmap(m_rect.topLeft(), m_picture);
    const QRectF whole = m_scene->sceneRect();
    const QRectF seen = m_view->mapToScene(m_view->viewport()->rect()).boundingRect();
    const qreal x = m_rect.width() / whole.width();
    const qreal y = m_rect.height() / whole.height();
    const QRectF frame(m_rect.left() + (seen.left() - whole.left()) * x, m_rect.top() + (seen.top() - whole.top()) * y,
                       seen.width() * x, seen.height() * y);
    QColor fill = theme.accent;
    fill.setAlphaF(0.12F);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(fill);
    painter.drawRect(frame.intersected(QRectF(m_rect)).adjusted(0.5, 0.5, -1, -1));
    painter.setPen(theme.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(m_rect).adjusted(0.5, 0.5, -0.5, -0.5));
}

void GraphMinimap::moveView(const QPointF &position)
{
    const QRectF whole = m_scene->sceneRect();
    const QPointF inside = position - m_rect.topLeft();
    m_view->centerOn(whole.left() + inside.x() / m_rect.width() * whole.width(),
                     whole.top() + inside.y() / m_rect.height() * whole.height());
}

bool GraphMinimap::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseButtonDblClick: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const bool pressed = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
        if (pressed && mouse->button() == Qt::LeftButton)
            m_dragged = m_rect.contains(mouse->position().toPoint());
        if (!m_dragged)
            break;
        if (event->type() == QEvent::MouseButtonRelease)
            m_dragged = false;
        else
            moveView(mouse->position());
        return true;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace widgets
