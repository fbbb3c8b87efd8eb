#include "widgets/graphview.h"

#include "widgets/graphscene.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace widgets {

namespace {

constexpr qreal graphSmallestScale = 0.03;
constexpr qreal graphLargestScale = 3;
/// Names can be read from here on.
constexpr qreal graphLegibleScale = 0.5;
/// Cards show their details, with some room.
constexpr qreal graphReadableScale = 0.66;
constexpr int graphMostReadableNodes = 200;

} // namespace

GraphView::GraphView(GraphScene *scene, QWidget *parent) : QGraphicsView(scene, parent), m_scene(scene)
{
    setDragMode(QGraphicsView::ScrollHandDrag);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setResizeAnchor(QGraphicsView::AnchorViewCenter);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setOptimizationFlag(QGraphicsView::DontAdjustForAntialiasing);
    setViewportUpdateMode(QGraphicsView::MinimalViewportUpdate);
    // Two fingers on a touch screen; touch pads send native gestures.
    viewport()->grabGesture(Qt::PinchGesture);
    retranslate();
}

void GraphView::retranslate()
{
    setAccessibleName(tr("Dependency graph"));
    setAccessibleDescription(tr("The list beside it holds the same content."));
}

void GraphView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QGraphicsView::changeEvent(event);
}

void GraphView::zoomBy(qreal factor)
{
    const qreal target = std::clamp(scaleFactor() * factor, graphSmallestScale, graphLargestScale);
    scale(target / scaleFactor(), target / scaleFactor());
}

void GraphView::panBy(const QPoint &distance)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + distance.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + distance.y());
}

void GraphView::fit()
{
    if (m_scene->nodeCount() == 0)
        return;
    fitInView(m_scene->sceneRect(), Qt::KeepAspectRatio);
    if (scaleFactor() > 1) {
        resetTransform();
        centerOn(m_scene->sceneRect().center());
    }
}

void GraphView::fitReadably()
{
    fit();
    // Of very large graphs the shape says more than a corner that can be read.
    if (scaleFactor() >= graphLegibleScale || m_scene->nodeCount() > graphMostReadableNodes)
        return;
    resetTransform();
    scale(graphReadableScale, graphReadableScale);
    const QRectF whole = m_scene->sceneRect();
    const QSizeF seen = QSizeF(viewport()->size()) / graphReadableScale;
    centerOn(whole.left() + std::min(seen.width(), whole.width()) / 2,
             whole.top() + std::min(seen.height(), whole.height()) / 2);
}

void GraphView::reveal(int node)
{
    if (const CardItem *card = m_scene->card(node))
        ensureVisible(card->sceneBoundingRect(), 48, 48);
}

int GraphView::nodeAtView(const QPoint &position) const
{
    return m_scene->nodeAt(mapToScene(position));
}

/// Panning uncovers two strips. Items would be told that all between the strips is uncovered, too, and paint it: each
/// strip is painted by itself.
void GraphView::paintEvent(QPaintEvent *event)
{
    if (event->region().rectCount() == 1) {
        QGraphicsView::paintEvent(event);
    } else {
        for (const QRect &part : event->region()) {
            m_part = part;
            QPaintEvent strip(part);
            QGraphicsView::paintEvent(&strip);
        }
        m_part = {};
    }
    if (event->region().intersects(m_overlay)) {
        QPainter painter(viewport());
        painter.setClipRegion(event->region());
        m_paintOverlay(painter);
    }
}

void GraphView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    // The overlay was moved along with the picture below it.
    if (!m_overlay.isEmpty())
        viewport()->update(QRegion(m_overlay) + m_overlay.translated(dx, dy));
}

void GraphView::setOverlay(const QRect &rect, std::function<void(QPainter &)> paint)
{
    if (rect != m_overlay)
        viewport()->update(QRegion(rect) + m_overlay);
    m_overlay = rect;
    m_paintOverlay = std::move(paint);
}

void GraphView::drawBackground(QPainter *painter, const QRectF &rect)
{
    // The background comes first: what follows stays within its strip, else it would be painted twice in the other.
    if (!m_part.isEmpty())
        painter->setClipRect(mapToScene(m_part).boundingRect());
    QGraphicsView::drawBackground(painter, rect);
}

void GraphView::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    if (delta.y() != 0)
        zoomBy(std::pow(1.0015, delta.y()));
    event->accept();
}

void GraphView::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->position().toPoint();
    QGraphicsView::mousePressEvent(event);
}

void GraphView::mouseReleaseEvent(QMouseEvent *event)
{
    QGraphicsView::mouseReleaseEvent(event);
    const QPoint position = event->position().toPoint();
    if (event->button() == Qt::LeftButton &&
        (position - m_pressed).manhattanLength() < QApplication::startDragDistance())
        emit nodePicked(nodeAtView(position));
}

void GraphView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int node = nodeAtView(event->position().toPoint());
    if (event->button() == Qt::LeftButton && node >= 0)
        emit nodeActivated(node);
}

bool GraphView::walk(Qt::Key arrow)
{
    int next = m_scene->neighbour(m_scene->current(), arrow);
    if (m_scene->current() < 0) {
        // From nothing: the card nearest to the top left of what is visible.
        const QRectF visible = mapToScene(viewport()->rect()).boundingRect();
        qreal nearest = 0;
        for (int node = 0; node < m_scene->nodeCount(); ++node) {
            const QPointF offset = m_scene->card(node)->pos() - visible.topLeft();
            const qreal distance = visible.contains(m_scene->card(node)->pos()) ? offset.manhattanLength() : 1e9;
            if (next < 0 || distance < nearest) {
                next = node;
                nearest = distance;
            }
        }
    }
    if (next < 0)
        return false;
    emit nodePicked(next);
    reveal(next);
    return true;
}

bool GraphView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // The window's text size has these keys everywhere else; here they zoom the picture.
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool zooms = key->key() == Qt::Key_Plus || key->key() == Qt::Key_Equal || key->key() == Qt::Key_Minus ||
                           key->key() == Qt::Key_0;
        if (zooms && key->modifiers() & Qt::ControlModifier) {
            event->accept();
            return true;
        }
    }
    return QGraphicsView::event(event);
}

void GraphView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!control) {
            walk(Qt::Key(event->key()));
            return;
        }
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
        if (control) {
            const ViewportAnchor anchor = transformationAnchor();
            setTransformationAnchor(AnchorViewCenter);
            zoomBy(event->key() == Qt::Key_Minus ? 1 / 1.25 : 1.25);
            setTransformationAnchor(anchor);
            return;
        }
        break;
    case Qt::Key_0:
        if (control) {
            fit();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_scene->current() >= 0) {
            emit nodeActivated(m_scene->current());
            return;
        }
        break;
    case Qt::Key_Escape:
        if (m_scene->current() >= 0) {
            emit nodePicked(-1);
            return;
        }
        break;
    default:
        break;
    }
    QGraphicsView::keyPressEvent(event);
}

void GraphView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int node = byKeyboard ? m_scene->current() : nodeAtView(event->pos());
    if (node < 0)
        return;
    if (byKeyboard)
        reveal(node);
    emit nodePicked(node);
    const QPoint position = byKeyboard ? mapFromScene(m_scene->card(node)->pos()) : event->pos();
    emit nodeMenuRequested(node, viewport()->mapToGlobal(position));
}

bool GraphView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value());
            return true;
        }
    }
    if (event->type() == QEvent::Gesture) {
        auto *gestures = static_cast<QGestureEvent *>(event);
        if (const auto *pinch = static_cast<QPinchGesture *>(gestures->gesture(Qt::PinchGesture))) {
            const QPoint centre = viewport()->mapFromGlobal(pinch->centerPoint().toPoint());
            const QPointF before = mapToScene(centre);
            zoomBy(pinch->scaleFactor());
            const QPointF moved = mapToScene(centre) - before;
            centerOn(mapToScene(viewport()->rect().center()) - moved);
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

} // namespace widgets
