#include "widgets/graphminimap.h"

#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace widgets {

namespace {

constexpr int fewestNodesOfMinimap = 201;
constexpr int minimapMargin = 12;

} // namespace

GraphMinimap::GraphMinimap(GraphView *view, GraphScene *scene) : QWidget(view), m_view(view), m_scene(scene)
{
    setObjectName(QStringLiteral("graphMinimap"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus);
    hide();
    connect(view->horizontalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    connect(view->verticalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
}

void GraphMinimap::refresh()
{
    m_picture = {};
    place();
    update();
}

void GraphMinimap::place()
{
    const QSizeF whole = m_scene->sceneRect().size();
    const QSize room = m_view->viewport()->size();
    const int most = fontMetrics().height() * 12;
    QSize size = whole.scaled(most, most * 0.75, Qt::KeepAspectRatio).toSize();
    size = size.expandedTo({fontMetrics().height() * 2, fontMetrics().height() * 2});
    const bool wanted = m_scene->nodeCount() >= fewestNodesOfMinimap && size.width() * 3 < room.width() &&
                        size.height() * 2 < room.height();
    setVisible(wanted);
    if (!wanted)
        return;
    if (size != this->size())
        m_picture = {};
    setGeometry(room.width() - size.width() - minimapMargin, room.height() - size.height() - minimapMargin,
                size.width(), size.height());
}

void GraphMinimap::draw()
{
    const Theme &theme = Theme::of(palette());
    const qreal ratio = devicePixelRatioF();
    m_picture = QPixmap(size() * ratio);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(theme.base);
    QPainter painter(&m_picture);
    const QRectF whole = m_scene->sceneRect();
    painter.scale(width() / whole.width(), height() / whole.height());
    painter.translate(-whole.topLeft());
    const qreal least = whole.width() / std::max(width(), 1) * 1.5;
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

void GraphMinimap::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull())
        draw();
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    const QRectF whole = m_scene->sceneRect();
    const QRectF seen = m_view->mapToScene(m_view->viewport()->rect()).boundingRect();
    const qreal x = width() / whole.width();
    const qreal y = height() / whole.height();
    const QRectF frame((seen.left() - whole.left()) * x, (seen.top() - whole.top()) * y, seen.width() * x,
                       seen.height() * y);
    QColor fill = theme.accent;
    fill.setAlphaF(0.12F);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(fill);
    painter.drawRect(frame.intersected(QRectF(rect())).adjusted(0.5, 0.5, -1, -1));
    painter.setPen(theme.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void GraphMinimap::moveView(const QPointF &position)
{
    const QRectF whole = m_scene->sceneRect();
    m_view->centerOn(whole.left() + position.x() / width() * whole.width(),
                     whole.top() + position.y() / height() * whole.height());
}

void GraphMinimap::mousePressEvent(QMouseEvent *event)
{
    moveView(event->position());
}

void GraphMinimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        moveView(event->position());
}

} // namespace widgets
