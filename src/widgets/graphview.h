#pragma once

#include <QGraphicsView>

#include <functional>

namespace widgets {

class GraphScene;

/// Shows a GraphScene: the wheel zooms at the cursor, dragging pans, arrow keys walk the edges, Ctrl+0 fits.
class GraphView : public QGraphicsView
{
    Q_OBJECT

public:
    explicit GraphView(GraphScene *scene, QWidget *parent = nullptr);

    [[nodiscard]] qreal scaleFactor() const { return transform().m11(); }
    void zoomBy(qreal factor);
    /// Moves what is seen by device-independent pixels, as far as the picture reaches.
    void panBy(const QPoint &distance);
    /// The whole graph, never larger than life.
    void fit();
    /// The whole graph if it is readable then, else its beginning at the smallest readable size.
    void fitReadably();
    /// Scrolls as little as needed.
    void reveal(int node);

    /// Something that is painted on top at a fixed place of the viewport; an empty rectangle for nothing.
    void setOverlay(const QRect &rect, std::function<void(QPainter &)> paint);

signals:
    /// A click, or an arrow key; −1: on nothing.
    void nodePicked(int node);
    /// A double click or Enter.
    void nodeActivated(int node);
    void nodeMenuRequested(int node, const QPoint &globalPosition);

protected:
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    [[nodiscard]] int nodeAtView(const QPoint &position) const;
    bool walk(Qt::Key arrow);
    void retranslate();

    GraphScene *m_scene;
    QPoint m_pressed;
    /// Of the viewport: what is being painted; empty for all of it.
    QRect m_part;
    QRect m_overlay;
    std::function<void(QPainter &)> m_paintOverlay;
};

} // namespace widgets
