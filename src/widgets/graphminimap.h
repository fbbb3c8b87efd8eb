#pragma once

#include <QPixmap>
#include <QWidget>

namespace widgets {

class GraphScene;
class GraphView;

/// A small picture of the whole graph in the corner of its view, with a frame around what is in sight. A click or a
/// drag moves the view. Stands on top of the view; says nothing to screen readers, which have the list.
class GraphMinimap : public QWidget
{
    Q_OBJECT

public:
    GraphMinimap(GraphView *view, GraphScene *scene);

    /// The scene shows another graph, or other colours.
    void refresh();
    /// Takes its place in the view's corner; hides where there is little to see or no room.
    void place();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void draw();
    void moveView(const QPointF &position);

    GraphView *m_view;
    GraphScene *m_scene;
    QPixmap m_picture;
};

} // namespace widgets
