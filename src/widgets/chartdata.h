#pragma once

#include "alerting/seriessource.h"

#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

/// What a chart derives from series before it draws. Pure functions.
namespace widgets {

/// Series that a decoder made and nobody changes: shared by threads without being copied.
using SharedSeries = std::shared_ptr<const std::vector<alerting::Series>>;

struct ChartPoint
{
    double time = 0;
    /// NaN where the line breaks.
    double value = 0;
};

/// A line with its gaps: samples more than one and a half steps apart are not joined, and values that are not finite
/// break it.
[[nodiscard]] std::vector<ChartPoint> linePoints(const std::vector<alerting::Sample> &samples, double step);

/// The samples that have no neighbour, which a line does not show.
[[nodiscard]] std::vector<ChartPoint> lonelyPoints(const std::vector<ChartPoint> &line);

struct ValueRange
{
    double low = 0;
    double high = 1;
    /// The threshold is so far away that showing it would flatten the lines.
    bool thresholdOutside = false;
};

/// The value axis for finite values and the threshold, with some air; from 0 when values are positive and not far from
/// it.
[[nodiscard]] ValueRange valueRange(const std::vector<alerting::Series> &series, std::optional<double> threshold);

/// The finite values of a line; `least` is above `most` when it has none.
struct ValueSpan
{
    double least = 0;
    double most = -1;
    /// The smallest value above 0, or 0 when there is none: where a logarithmic axis may begin.
    double leastPositive = 0;

    void add(double value);
    void add(const ValueSpan &other);
    [[nodiscard]] bool empty() const { return least > most; }
};

[[nodiscard]] ValueRange valueRange(const ValueSpan &span, std::optional<double> threshold);
/// For a logarithmic axis: whole values only above 0, some air in powers.
[[nodiscard]] ValueRange logarithmicRange(const ValueSpan &span, std::optional<double> threshold);

/// Whether a column of pixels keeps its first and last point beside its lowest and highest: the line between two
/// columns is exact then, and twice as long.
enum class Ends { Kept, Dropped };

/// The line reduced to what its columns of pixels show, and its gaps. A line that is short enough stays.
[[nodiscard]] std::vector<ChartPoint> columnPoints(std::vector<ChartPoint> line, double start, double end, int columns,
                                                   Ends ends = Ends::Kept);

/// A series as it is drawn.
struct ChartLine
{
    std::vector<ChartPoint> line;
    std::vector<ChartPoint> lonely;
    ValueSpan values;
};
[[nodiscard]] ChartLine chartLineOf(const alerting::Series &series, double start, double end, double step, int columns,
                                    Ends ends = Ends::Kept);

/// Among more lines than that nobody sees how two columns are joined, nor smooth edges, and they would take longer than
/// a frame.
constexpr std::size_t mostExactLines = 20;

/// What a chart draws of series over a range.
struct ChartDrawing
{
    /// Of the first `most` series.
    std::vector<ChartLine> lines;
    /// Of all series.
    std::vector<QString> names;
};
[[nodiscard]] ChartDrawing drawingOf(const std::vector<alerting::Series> &series, double start, double end, double step,
                                     int columns, std::size_t most);

/// Short names: the labels in which the series differ; one such label gives its bare value. All alike or one series
/// alone: the name, else all labels.
[[nodiscard]] std::vector<QString> shortNames(const std::vector<alerting::Series> &series);

/// `name{a="b"}` as PromQL writes it.
[[nodiscard]] QString seriesText(const alerting::Labels &labels);

} // namespace widgets
