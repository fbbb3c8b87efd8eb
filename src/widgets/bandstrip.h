#pragma once

#include "alerting/alertstate.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace widgets {

/// When an alert was pending and firing, before above after, over one range of time.
class BandStrip : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        std::vector<alerting::Band> pending;
        std::vector<alerting::Band> firing;
        /// The rule watches this identity at all; else the row is drawn dashed.
        bool watched = true;
    };

    BandStrip(alerting::Milliseconds from, alerting::Milliseconds to, Row before, Row after, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A stretch of time was drawn with the mouse.
    void chosen(alerting::Milliseconds from, alerting::Milliseconds to);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int xOf(alerting::Milliseconds time) const;
    [[nodiscard]] alerting::Milliseconds timeAt(int x) const;

    alerting::Milliseconds m_from;
    alerting::Milliseconds m_to;
    Row m_before;
    Row m_after;
    /// While a stretch is drawn: where it began and where the pointer is.
    std::optional<std::pair<int, int>> m_drawn;
};

} // namespace widgets
