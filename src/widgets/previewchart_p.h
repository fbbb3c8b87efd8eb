#pragma once

#include "widgets/chartdata.h"
#include "widgets/chartreadout.h"
#include "widgets/previewchart.h"
#include "widgets/theme.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <qcustomplot.h>

namespace widgets {

class ValueTicker;

/// Many lines are painted in so many parts, each on a layer of its own and in a turn of the event loop of its own: all
/// of them take longer than a frame.
constexpr int pictureParts = 5;

/// Labels as they tell series apart whatever their name: an expression drops it from one side and not from the other.
[[nodiscard]] alerting::Labels chartKey(alerting::Labels labels);

struct PreviewChart::Private
{
    PreviewChart *q;
    QCustomPlot *plot;
    ChartReadout *readout;
    QSharedPointer<QCPAxisTickerText> timeTicker{new QCPAxisTickerText};
    QSharedPointer<ValueTicker> valueTicker;

    SharedSeries all = std::make_shared<const std::vector<alerting::Series>>();
    /// Of the first mostSeries; empty while it is made.
    ChartDrawing drawing;
    bool drawingReady = false;
    /// Series beyond them that were asked for.
    std::map<std::size_t, ChartLine> further;
    /// Of the newest drawing that is being made.
    quint64 job = 0;
    /// Of the newest picture that is being painted.
    quint64 picture = 0;
    /// Its end is to be told.
    bool tells = false;
    /// Those that are shown alone; empty for all.
    std::vector<std::size_t> isolated;
    /// Of the first mostSeries.
    std::map<alerting::Labels, std::size_t> indexes;
    Range range;
    std::optional<Threshold> threshold;
    std::optional<double> whatIf;
    promql::Unit unit;
    bool logarithmic = false;
    /// Values that a logarithmic axis cannot show.
    bool hidesValues = false;

    /// Where a drag began, in seconds.
    std::optional<double> dragStart;
    bool dragsWhatIf = false;
    QCPItemRect *selection = nullptr;
    QCPItemRect *unsettled = nullptr;
    QCPItemLine *thresholdLine = nullptr;
    QCPItemText *thresholdTag = nullptr;
    QCPItemLine *whatIfLine = nullptr;
    QCPItemText *whatIfTag = nullptr;
    QCPItemLine *cursor = nullptr;
    QCPGraph *highlighted = nullptr;

    std::optional<std::size_t> highlight;
    std::optional<double> readoutTime;

    /// A series in the picture.
    struct Line
    {
        std::size_t index;
        QCPGraph *graph;
        /// Samples that have no neighbour; null when there are none.
        QCPGraph *dots;
    };

    explicit Private(PreviewChart *chart);

    void setUp();
    void applyTheme();
    void prepare();
    void rebuild();
    void fillParts(std::shared_ptr<const std::vector<Line>> lines, int part);
    void rescale();
    void dragTo(double time);
    [[nodiscard]] const std::vector<alerting::Series> &series() const { return *all; }
    [[nodiscard]] std::size_t drawnCount() const { return std::min(series().size(), mostSeries); }
    /// The series in the picture, in their order.
    [[nodiscard]] std::vector<std::size_t> shown() const;
    [[nodiscard]] const ChartLine &lineOf(std::size_t index);
    /// Empty, on that layer or the usual one.
    Line addLine(std::size_t index, const Theme &theme, const QString &layer);
    void fill(const Line &line);
    void placeThreshold(const ValueRange &values);
    void placeWhatIf();
    void placeTag(QCPItemText *tag, double value, const ValueRange &values, const QString &text);
    void placeUnsettled();
    void updateTimeTicks();
    void updateHighlight();
    void fillHighlight();
    void replotOverlay();
    void showReadout(double time, std::optional<double> mouseValue);
    [[nodiscard]] QColor color(std::size_t index) const;
    [[nodiscard]] const alerting::Sample *sampleAt(std::size_t index, double time) const;
    [[nodiscard]] std::optional<std::size_t> indexOf(const alerting::Labels &labels) const;
    void describe();

    [[nodiscard]] QString thresholdText(double value) const;
    /// Whether a press there takes the threshold's line or tag.
    [[nodiscard]] bool atThreshold(const QPointF &at) const;
    /// A round value near the one under the mouse.
    [[nodiscard]] double roundValue(double value) const;
    void moveWhatIf(std::optional<double> value);
    bool whatIfKey(const QKeyEvent &event);
    bool readoutKey(const QKeyEvent &event);
};

/// Ticks at round values, written short and with their unit.
class ValueTicker : public QCPAxisTicker
{
public:
    void setUnit(const promql::Unit &unit) { m_unit = unit; }
    void setLogarithmic(bool on) { m_logarithmic = on; }

protected:
    double getTickStep(const QCPRange &range) override;
    QVector<double> createTickVector(double tickStep, const QCPRange &range) override;
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override;
    int getSubTickCount(double) override { return 0; }

private:
    promql::Unit m_unit;
    bool m_logarithmic = false;
};

} // namespace widgets
