#pragma once

#include <QObject>
#include <QPixmap>
#include <QRect>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace widgets {

class GraphScene;
class GraphView;

/// A small picture of the whole graph in the corner of its view, with a frame around what is in sight. A click or a
/// drag moves the view. It is painted into the view, not a widget on top of it: with one, each step of a pan would
/// repaint everything. Says nothing to screen readers, which have the list.
class GraphMinimap : public QObject
{
    Q_OBJECT

public:
    GraphMinimap(GraphView *view, GraphScene *scene);

    /// The scene shows another graph, or other colours.
    void refresh();
    /// Takes its place in the view's corner; hides where there is little to see or no room.
    void place();
    [[nodiscard]] bool isVisible() const { return !m_rect.isEmpty(); }
    /// Of the viewport; empty when it is hidden.
    [[nodiscard]] QRect rect() const { return m_rect; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void draw();
    void paint(QPainter &painter);
    void moveView(const QPointF &position);

    GraphView *m_view;
    GraphScene *m_scene;
    QRect m_rect;
    QPixmap m_picture;
    bool m_dragged = false;
};

} // namespace widgets
