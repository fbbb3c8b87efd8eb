#pragma once

#include "alerting/seriessource.h"
#include "promql/unit.h"
#include "widgets/chartdata.h"

#include <QWidget>

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace widgets {

/// Lines of a range query over local time, with a threshold and a read-out that follows the mouse or the arrow keys.
/// The threshold's line can be dragged, or moved by Up and Down, to ask what another one would have done. What it shows
/// is also in the table beside it: a chart tells a screen reader only its summary.
class PreviewChart : public QWidget
{
    Q_OBJECT

public:
    /// The range the series were asked for; Unix seconds.
    struct Range
    {
        double start = 0;
        double end = 0;
        double step = 15;
        /// From here on the answer cannot be relied on yet.
        double unsettledFrom = std::numeric_limits<double>::infinity();
    };
    struct Threshold
    {
        double value = 0;
        /// As it stands in the expression, like `> 5`.
        QString label;
        /// The comparison alone, like `>`.
        QString comparison;
    };

    explicit PreviewChart(QWidget *parent = nullptr);
    ~PreviewChart() override;

    /// Beyond mostSeries the rest is drawn when it is highlighted or isolated. Many samples are reduced to columns of
    /// pixels on another thread and drawn a moment later (`drawn`); few at once. Nothing is copied.
    void setSeries(SharedSeries series, const Range &range, const std::optional<Threshold> &threshold);
    void setSeries(std::vector<alerting::Series> series, const Range &range, const std::optional<Threshold> &threshold);
    void clear();
    /// Of the value axis and the read-out.
    void setUnit(const promql::Unit &unit);
    void setLogarithmic(bool on);
    /// Values at and below 0 that the logarithmic axis has no place for.
    [[nodiscard]] bool hidesValues() const;

    static constexpr std::size_t mostSeries = 100;
    [[nodiscard]] std::size_t drawnSeries() const;
    /// Short names of all series, in their order; empty before `drawn`.
    [[nodiscard]] const std::vector<QString> &names() const;
    /// Shows these series alone, by their place; none shows all again.
    void isolate(const std::vector<std::size_t> &series);
    [[nodiscard]] const std::vector<std::size_t> &isolated() const;
    [[nodiscard]] QColor colorAt(std::size_t index) const;
    /// Width of the plot in pixels, to choose a step by.
    [[nodiscard]] int plotWidth() const;
    /// The plot without its axes, in this widget's pixels.
    [[nodiscard]] QRect plotRect() const;
    /// The values of the axis, lowest first.
    [[nodiscard]] std::pair<double, double> valueAxis() const;
    /// The colour of the series with these labels, whatever its name; invalid when it is not drawn.
    [[nodiscard]] QColor colorOf(const alerting::Labels &labels) const;
    /// Draws that series thicker; labels of no series take it back.
    void highlight(const alerting::Labels &labels);

    /// What the read-out says, line by line: the time, then series and value, largest first. Empty when it is closed.
    [[nodiscard]] QStringList readout() const;
    /// Opens the read-out at the sample nearest to `time`.
    void showReadout(double time);
    void hideReadout();

    /// The threshold that is tried out; nothing while there is none.
    [[nodiscard]] std::optional<double> whatIf() const;
    /// Draws it beside the rule's own, which stays; nothing takes it away. Without a threshold there is none.
    void setWhatIf(std::optional<double> value);

    QSize minimumSizeHint() const override;

signals:
    void plotRectChanged();
    /// The series set last are in the picture.
    void drawn();
    /// Dragged over the plot; Unix seconds.
    void rangeSelected(double start, double end);
    /// A double click, or Backspace: back to where a selection came from.
    void zoomOutRequested();
    /// The person moved the what-if line, or took it away.
    void whatIfChanged();
    /// Enter: the rule is to have it.
    void whatIfAccepted();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void mousePressed(const QMouseEvent &mouse);
    void mouseMoved(const QMouseEvent &mouse);
    void mouseReleased(const QMouseEvent &mouse);
    void finishDrag(double pixel);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
