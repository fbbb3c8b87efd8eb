#pragma once

#include "backtest/rulebacktest.h"

#include <QAbstractScrollArea>

#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace widgets {

/// When alerts would have been pending and firing: a row for each identity, on the time axis of the chart above it.
/// Also says where nothing is known. Up and down choose a row; what it shows is in the table of the backtest too.
class AlertBands : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit AlertBands(QWidget *parent = nullptr);

    /// The range of the axis in Unix seconds.
    void setRange(double from, double to);
    /// The pixels, from the left of this widget, where the axis begins and ends.
    void setPlotEdges(int left, int right);
    /// With `before`, the rule as it was saved has its rows below those of the same alert.
    void setResult(const backtest::BacktestResult &result, const backtest::BacktestResult *before = nullptr);
    void clear();
    /// Marks a time, as a disagreement that was clicked; nothing takes it back.
    void setMark(std::optional<double> time);

    [[nodiscard]] int rows() const { return static_cast<int>(m_rows.size()); }
    /// "a: firing 2×, pending 3×", as a screen reader hears the current row.
    [[nodiscard]] QString rowText(int row) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// A place in time was clicked; Unix seconds.
    void timeActivated(double time);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row
    {
        QString name;
        std::vector<alerting::Band> pending;
        std::vector<alerting::Band> firing;
        /// Of the rule as it was saved.
        bool before = false;
    };

    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] double toX(double time) const;
    [[nodiscard]] double toTime(double x) const;
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] QString toolTipAt(const QPoint &at) const;
    void updateScroll();
    void describe();
    void paintRow(QPainter &painter, int row, int y);
    [[nodiscard]] QRectF rectOf(const alerting::Band &band, int y, int height) const;

    double m_from = 0;
    double m_to = 1;
    int m_left = 0;
    int m_right = 1;
    std::vector<Row> m_rows;
    /// Ticks without an answer, as bands.
    std::vector<alerting::Band> m_unknown;
    std::optional<double> m_mark;
    int m_current = -1;
};

} // namespace widgets
