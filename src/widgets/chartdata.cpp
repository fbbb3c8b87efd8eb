#include "widgets/chartdata.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <set>

#include <QStringList>

namespace widgets {

namespace {

constexpr double gapSteps = 1.5;

QString matcherText(const std::string &name, const std::string &value)
{
    QString escaped = QString::fromStdString(value);
    escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    escaped.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    escaped.replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    return QString::fromStdString(name) + QStringLiteral("=\"") + escaped + QLatin1Char('"');
}

const std::string *labelValue(const alerting::Labels &labels, const std::string &name)
{
    const auto found =
        std::find_if(labels.begin(), labels.end(), [&](const auto &label) { return label.first == name; });
    return found == labels.end() ? nullptr : &found->second;
}

/// Label names whose values differ between series, absence included.
std::vector<std::string> differingLabels(const std::vector<alerting::Series> &series)
{
    std::map<std::string, std::pair<std::set<std::string>, std::size_t>> values;
    for (const alerting::Series &one : series) {
        for (const auto &[name, value] : one.labels) {
            values[name].first.insert(value);
            ++values[name].second;
        }
    }
    std::vector<std::string> names;
    for (const auto &[name, seen] : values) {
        if (seen.first.size() > 1 || seen.second != series.size())
            names.push_back(name);
    }
    return names;
}

} // namespace

std::vector<ChartPoint> linePoints(const std::vector<alerting::Sample> &samples, double step)
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<ChartPoint> points;
    points.reserve(samples.size());
    for (const alerting::Sample &sample : samples) {
        if (!points.empty() && sample.time - points.back().time > gapSteps * step)
            points.push_back({(sample.time + points.back().time) / 2, nan});
        points.push_back({sample.time, std::isfinite(sample.value) ? sample.value : nan});
    }
    return points;
}

std::vector<ChartPoint> lonelyPoints(const std::vector<ChartPoint> &line)
{
    std::vector<ChartPoint> lonely;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool before = i > 0 && !std::isnan(line[i - 1].value);
        const bool after = i + 1 < line.size() && !std::isnan(line[i + 1].value);
        if (!std::isnan(line[i].value) && !before && !after)
            lonely.push_back(line[i]);
    }
    return lonely;
}

ValueRange valueRange(const std::vector<alerting::Series> &series, std::optional<double> threshold)
{
    ValueSpan span;
    for (const alerting::Series &one : series) {
        for (const alerting::Sample &sample : one.samples)
            span.add(sample.value);
    }
    return valueRange(span, threshold);
}

void ValueSpan::add(double value)
{
    if (!std::isfinite(value))
        return;
    const bool first = empty();
    least = first ? value : std::min(least, value);
    most = first ? value : std::max(most, value);
    if (value > 0)
        leastPositive = leastPositive > 0 ? std::min(leastPositive, value) : value;
}

void ValueSpan::add(const ValueSpan &other)
{
    if (other.empty())
        return;
    const double positive = other.leastPositive;
    const bool first = empty();
    least = first ? other.least : std::min(least, other.least);
    most = first ? other.most : std::max(most, other.most);
    if (positive > 0)
        leastPositive = leastPositive > 0 ? std::min(leastPositive, positive) : positive;
}

ValueRange logarithmicRange(const ValueSpan &span, std::optional<double> threshold)
{
    if (threshold && !(std::isfinite(*threshold) && *threshold > 0))
        threshold.reset();
    double low = span.leastPositive > 0 ? span.leastPositive : threshold.value_or(1);
    double high = span.leastPositive > 0 ? span.most : low;
    ValueRange range;
    if (threshold) {
        // As many decades as that flatten the lines.
        constexpr double mostDecades = 12;
        range.thresholdOutside = std::log10(std::max(high, *threshold) / std::min(low, *threshold)) > mostDecades;
        if (!range.thresholdOutside) {
            low = std::min(low, *threshold);
            high = std::max(high, *threshold);
        }
    }
    const double air = std::max(0.08 * std::log10(high / low), 0.05);
    range.low = low / std::pow(10, air);
    range.high = high * std::pow(10, air);
    return range;
}

ValueRange valueRange(const ValueSpan &values, std::optional<double> threshold)
{
    double low = values.least;
    double high = values.most;
    if (threshold && !std::isfinite(*threshold))
        threshold.reset();
    if (low > high) {
        low = threshold.value_or(0);
        high = threshold.value_or(1);
    }
    ValueRange range;
    const double span = std::max(high - low, std::max(std::abs(low), std::abs(high)) / 4);
    if (threshold) {
        // Lines keep at least an eighth of the height.
        constexpr double mostSpans = 8;
        const double joined = std::max(high, *threshold) - std::min(low, *threshold);
        range.thresholdOutside = span > 0 && joined > mostSpans * span;
        if (!range.thresholdOutside) {
            low = std::min(low, *threshold);
            high = std::max(high, *threshold);
        }
    }
    const bool fromZero = low >= 0 && low <= high / 2;
    const bool toZero = high <= 0 && high >= low / 2;
    double air = (high - low) * 0.08;
    if (!(air > 0))
        air = std::max(std::abs(high) * 0.1, 1e-12);
    range.low = fromZero ? 0 : low - air;
    range.high = toZero && high == 0 ? 0 : high + air;
    if (low == 0 && high == 0) {
        range.low = 0;
        range.high = 1;
    }
    // A line on the edge would not be seen.
    if (threshold && !range.thresholdOutside && *threshold == range.low)
        range.low -= (range.high - range.low) * 0.04;
    else if (threshold && !range.thresholdOutside && *threshold == range.high)
        range.high += (range.high - range.low) * 0.04;
    return range;
}

std::vector<QString> shortNames(const std::vector<alerting::Series> &series)
{
    const std::vector<std::string> names = differingLabels(series);
    std::vector<QString> texts;
    texts.reserve(series.size());
    for (const alerting::Series &one : series) {
        if (names.empty()) {
            const std::string *metric = labelValue(one.labels, "__name__");
            texts.push_back(metric ? QString::fromStdString(*metric) : seriesText(one.labels));
        } else if (const std::string *only = names.size() == 1 ? labelValue(one.labels, names.front()) : nullptr) {
            texts.push_back(QString::fromStdString(*only));
        } else {
            alerting::Labels differing;
            std::copy_if(one.labels.begin(), one.labels.end(), std::back_inserter(differing), [&](const auto &label) {
                return std::binary_search(names.begin(), names.end(), label.first);
            });
            texts.push_back(seriesText(differing));
        }
    }
    return texts;
}

QString seriesText(const alerting::Labels &labels)
{
    QString name;
    QStringList matchers;
    for (const auto &[label, value] : labels) {
        if (label == "__name__")
            name = QString::fromStdString(value);
        else
            matchers.append(matcherText(label, value));
    }
    if (matchers.isEmpty() && !name.isEmpty())
        return name;
    return name + QLatin1Char('{') + matchers.join(QStringLiteral(", ")) + QLatin1Char('}');
}

std::vector<ChartPoint> columnPoints(std::vector<ChartPoint> line, double start, double end, int columns, Ends ends)
{
    const std::size_t perColumn = ends == Ends::Kept ? 4 : 2;
    if (columns < 1 || !(end > start) || line.size() <= perColumn * static_cast<std::size_t>(columns))
        return line;
    std::vector<ChartPoint> reduced;
    reduced.reserve(perColumn * static_cast<std::size_t>(columns));
    const double width = (end - start) / columns;
    for (std::size_t i = 0; i < line.size();) {
        if (std::isnan(line[i].value)) {
            reduced.push_back(line[i++]);
            continue;
        }
        // A run of values within one column.
        const double column = std::floor((line[i].time - start) / width);
        std::size_t low = i;
        std::size_t high = i;
        std::size_t last = i;
        const std::size_t first = i;
        for (; i < line.size() && !std::isnan(line[i].value) && std::floor((line[i].time - start) / width) == column;
             ++i) {
            low = line[i].value < line[low].value ? i : low;
            high = line[i].value > line[high].value ? i : high;
            last = i;
        }
        std::array<std::size_t, 4> kept = {first, std::min(low, high), std::max(low, high), last};
        if (ends == Ends::Dropped)
            kept = {kept[1], kept[1], kept[2], kept[2]};
        for (std::size_t k = 0; k < kept.size(); ++k) {
            if (k == 0 || kept[k] != kept[k - 1])
                reduced.push_back(line[kept[k]]);
        }
    }
    return reduced;
}

ChartLine chartLineOf(const alerting::Series &series, double start, double end, double step, int columns, Ends ends)
{
    ChartLine result;
    std::vector<ChartPoint> line = linePoints(series.samples, step);
    for (const ChartPoint &point : line)
        result.values.add(point.value);
    result.lonely = lonelyPoints(line);
    result.line = columnPoints(std::move(line), start, end, columns, ends);
    return result;
}

ChartDrawing drawingOf(const std::vector<alerting::Series> &series, double start, double end, double step, int columns,
                       std::size_t most)
{
    ChartDrawing drawing;
    drawing.lines.resize(std::min(series.size(), most));
    const Ends ends = drawing.lines.size() > mostExactLines ? Ends::Dropped : Ends::Kept;
    for (std::size_t i = 0; i < drawing.lines.size(); ++i)
        drawing.lines[i] = chartLineOf(series[i], start, end, step, columns, ends);
    drawing.names = shortNames(series);
    return drawing;
}

} // namespace widgets
