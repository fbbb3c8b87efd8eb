#include "widgets/previewchart_p.h"

#include "widgets/numbertext.h"
#include "widgets/timeaxis.h"
#include "widgets/unittext.h"
#include "workspace/backgroundpool.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

/// How the chart draws what it has.
namespace widgets {

namespace {

QVector<QCPGraphData> graphData(const std::vector<ChartPoint> &points, bool positiveOnly)
{
    QVector<QCPGraphData> data;
    data.reserve(static_cast<qsizetype>(points.size()));
    for (const ChartPoint &point : points) {
        const bool hidden = positiveOnly && !(point.value > 0);
        data.append(QCPGraphData(point.time, hidden ? qQNaN() : point.value));
    }
    return data;
}

QString partLayer(int part)
{
    return QStringLiteral("lines %1").arg(part);
}

/// The part of the picture that the line at `place` of `count` belongs to.
int partOf(std::size_t place, std::size_t count)
{
    return static_cast<int>(place * static_cast<std::size_t>(pictureParts) / count);
}

/// A ratio also as rules write it.
QString readoutNumber(double value, const promql::Unit &unit)
{
    const QString text = unitNumber(value, unit);
    return unit.quantity == promql::Quantity::Ratio
               ? text + QStringLiteral(" (") + shortNumber(value) + QLatin1Char(')')
               : text;
}

} // namespace

alerting::Labels chartKey(alerting::Labels labels)
{
    std::erase_if(labels, [](const auto &label) { return label.first == "__name__"; });
    return labels;
}

double ValueTicker::getTickStep(const QCPRange &range)
{
    const double decimal = QCPAxisTicker::getTickStep(range);
    const double round = roundStep(range.size() / tickCount(), m_unit);
    return round > 0 ? round : decimal;
}

QVector<double> ValueTicker::createTickVector(double tickStep, const QCPRange &range)
{
    if (!m_logarithmic)
        return QCPAxisTicker::createTickVector(tickStep, range);
    // Powers of ten, with 2 and 5 between few of them, and every other one of many.
    constexpr double fewDecades = 2.5;
    constexpr double mostTicks = 7;
    const double decades = std::log10(range.upper / range.lower);
    const int every = std::max(1, static_cast<int>(std::ceil(decades / mostTicks)));
    QVector<double> ticks;
    if (!std::isfinite(decades))
        return ticks;
    for (int power = static_cast<int>(std::floor(std::log10(range.lower))); std::pow(10, power) <= range.upper;
         power += every) {
        ticks.append(std::pow(10, power));
        if (decades <= fewDecades)
            ticks.append({2 * std::pow(10, power), 5 * std::pow(10, power)});
    }
    return ticks;
}

QString ValueTicker::getTickLabel(double tick, const QLocale &, QChar, int)
{
    return unitNumber(tick, m_unit);
}

PreviewChart::Private::Private(PreviewChart *chart)
    : q(chart),
      plot(new QCustomPlot(chart)),
      readout(new ChartReadout(chart)),
      valueTicker(QSharedPointer<ValueTicker>::create())
{}

void PreviewChart::Private::setUp()
{
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setMouseTracking(true);
    plot->installEventFilter(q);
    plot->setNoAntialiasingOnDrag(true);
    plot->setAutoAddPlottableToLegend(false);
    for (QCPAxis *axis : {plot->xAxis, plot->yAxis}) {
        axis->setSubTicks(false);
        axis->setTickLength(0, 0);
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->setTickLabelPadding(6);
    }
    for (int part = 0; part < pictureParts; ++part) {
        plot->addLayer(partLayer(part), part > 0 ? plot->layer(partLayer(part - 1)) : plot->layer("main"));
        plot->layer(partLayer(part))->setMode(QCPLayer::lmBuffered);
    }
    plot->xAxis->setTicker(timeTicker);
    plot->yAxis->setTicker(valueTicker);
    plot->axisRect()->setMinimumMargins(QMargins(8, 8, 12, 4));
    plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));

    for (QCPItemLine **line : {&thresholdLine, &whatIfLine})
        *line = new QCPItemLine(plot);
    for (QCPItemText **tag : {&thresholdTag, &whatIfTag}) {
        *tag = new QCPItemText(plot);
        (*tag)->setPadding(QMargins(6, 1, 6, 1));
        (*tag)->setClipToAxisRect(false);
    }
    for (QCPItemPosition *position : {thresholdLine->start, thresholdLine->end, thresholdTag->position,
                                      whatIfLine->start, whatIfLine->end, whatIfTag->position})
        position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    // It moves with the mouse, which must not draw the lines again.
    whatIfLine->setLayer(QStringLiteral("overlay"));
    whatIfTag->setLayer(QStringLiteral("overlay"));

    cursor = new QCPItemLine(plot);
    cursor->setLayer(QStringLiteral("overlay"));
    cursor->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    cursor->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    cursor->setVisible(false);
    selection = new QCPItemRect(plot);
    selection->setLayer(QStringLiteral("overlay"));
    unsettled = new QCPItemRect(plot);
    unsettled->setLayer(QStringLiteral("grid"));
    unsettled->setPen(Qt::NoPen);
    for (QCPItemPosition *corner :
         {selection->topLeft, selection->bottomRight, unsettled->topLeft, unsettled->bottomRight})
        corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
    selection->setVisible(false);

    readout->setObjectName(QStringLiteral("previewReadout"));
}

QColor PreviewChart::Private::color(std::size_t index) const
{
    const Theme &theme = Theme::of(q->palette());
    return theme.series[index % std::size(theme.series)];
}

void PreviewChart::Private::applyTheme()
{
    const Theme &theme = Theme::of(q->palette());
    plot->setBackground(theme.base);
    for (QCPAxis *axis : {plot->xAxis, plot->yAxis}) {
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(q->font());
        axis->grid()->setPen(QPen(theme.border, 1));
    }
    thresholdLine->setPen(QPen(theme.critical, 1, Qt::DashLine));
    thresholdTag->setColor(theme.critical);
    thresholdTag->setPen(QPen(theme.critical, 1));
    whatIfLine->setPen(QPen(theme.accent, 1));
    whatIfTag->setColor(theme.accent);
    whatIfTag->setPen(QPen(theme.accent, 1));
    for (QCPItemText *tag : {thresholdTag, whatIfTag}) {
        tag->setFont(q->font());
        tag->setBrush(theme.base);
    }
    cursor->setPen(QPen(theme.muted, 1));
    QColor selected = theme.accent;
    selection->setPen(QPen(selected, 1));
    selected.setAlphaF(0.15F);
    selection->setBrush(selected);
    unsettled->setBrush(QBrush(theme.muted, Qt::BDiagPattern));
    rebuild();
}

std::vector<std::size_t> PreviewChart::Private::shown() const
{
    if (!drawingReady)
        return {};
    if (!isolated.empty())
        return isolated;
    std::vector<std::size_t> indexes(drawing.lines.size());
    for (std::size_t i = 0; i < indexes.size(); ++i)
        indexes[i] = i;
    return indexes;
}

const ChartLine &PreviewChart::Private::lineOf(std::size_t index)
{
    if (index < drawing.lines.size())
        return drawing.lines[index];
    const auto [line, added] = further.try_emplace(index);
    if (added)
        line->second = chartLineOf(series()[index], range.start, range.end, range.step, std::max(100, q->plotWidth()));
    return line->second;
}

void PreviewChart::Private::rebuild()
{
    const Theme &theme = Theme::of(q->palette());
    plot->clearGraphs();
    highlighted = nullptr;
    const std::vector<std::size_t> indexes = shown();
    plot->setAntialiasedElements(indexes.size() <= mostExactLines ? QCP::aePlottables : QCP::aeNone);
    ++picture;
    std::vector<Line> lines;
    lines.reserve(indexes.size());
    const bool atOnce = indexes.size() <= mostExactLines;
    for (std::size_t i = 0; i < indexes.size(); ++i)
        lines.push_back(addLine(indexes[i], theme, atOnce ? QString() : partLayer(partOf(i, indexes.size()))));
    highlighted = plot->addGraph();
    highlighted->setLayer(QStringLiteral("overlay"));
    if (atOnce)
        std::ranges::for_each(lines, [this](const Line &line) { fill(line); });
    plot->xAxis->setRange(range.start, std::max(range.end, range.start + 1));
    placeUnsettled();
    rescale();
    updateTimeTicks();
    fillHighlight();
    plot->replot(QCustomPlot::rpQueuedReplot);
    if (!atOnce)
        fillParts(std::make_shared<const std::vector<Line>>(std::move(lines)), 0);
    else if (std::exchange(tells, false))
        emit q->drawn();
}

/// A layer is painted alone only while no other one has got or lost lines, so all of them are there before, empty.
void PreviewChart::Private::fillParts(std::shared_ptr<const std::vector<Line>> lines, int part)
{
    // A timer, not a queued call: those are answered in one go.
    QTimer::singleShot(0, q, [this, lines = std::move(lines), part, own = picture] {
        if (own != picture)
            return;
        for (std::size_t i = 0; i < lines->size(); ++i) {
            if (partOf(i, lines->size()) == part)
                fill((*lines)[i]);
        }
        if (q->isVisible())
            plot->layer(partLayer(part))->replot();
        if (part + 1 < pictureParts)
            fillParts(lines, part + 1);
        else if (std::exchange(tells, false))
            emit q->drawn();
    });
}

/// The value axis for what is in the picture.
void PreviewChart::Private::rescale()
{
    ValueSpan span;
    for (const std::size_t index : shown())
        span.add(lineOf(index).values);
    hidesValues = logarithmic && !span.empty() && span.least <= 0;
    const std::optional<double> own = threshold ? std::optional(threshold->value) : std::nullopt;
    plot->yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    ValueRange values = logarithmic ? logarithmicRange(span, own) : valueRange(span, own);
    if (whatIf && (!logarithmic || *whatIf > 0)) {
        // A line on the edge would not be seen.
        const double air = logarithmic ? 0 : (values.high - values.low) * 0.08;
        values.low = std::min(values.low, *whatIf == 0 ? 0 : *whatIf - air);
        values.high = std::max(values.high, *whatIf + air);
    }
    if (!dragsWhatIf)
        plot->yAxis->setRange(values.low, values.high);
    placeThreshold(values);
    placeWhatIf();
}

/// Millions of samples take longer than a frame to reduce: that is done elsewhere, and the newest result wins.
void PreviewChart::Private::prepare()
{
    constexpr std::size_t atOnce = 50'000;
    std::size_t samples = 0;
    for (const alerting::Series &each : series())
        samples += each.samples.size();
    const auto make = [series = all, range = range, columns = std::max(100, q->plotWidth())] {
        return drawingOf(*series, range.start, range.end, range.step, columns, mostSeries);
    };
    const quint64 own = ++job;
    if (samples <= atOnce) {
        drawing = make();
        drawingReady = true;
        tells = true;
        rebuild();
        return;
    }
    tells = false;
    rebuild();
    workspace::backgroundPool()->start([chart = QPointer<PreviewChart>(q), make, own] {
        auto made = std::make_shared<ChartDrawing>(make());
        const auto take = [chart, made, own] {
            if (!chart || chart->d->job != own)
                return;
            chart->d->drawing = std::move(*made);
            chart->d->drawingReady = true;
            chart->d->tells = true;
            chart->d->rebuild();
        };
        // The application outlives the chart, which may go meanwhile.
        QMetaObject::invokeMethod(qApp, take, Qt::QueuedConnection);
    });
}

void PreviewChart::Private::dragTo(double time)
{
    const double from = std::clamp(*dragStart, range.start, range.end);
    const double to = std::clamp(time, range.start, range.end);
    selection->topLeft->setCoords(std::min(from, to), 0);
    selection->bottomRight->setCoords(std::max(from, to), 1);
    selection->setVisible(true);
    replotOverlay();
}

PreviewChart::Private::Line PreviewChart::Private::addLine(std::size_t index, const Theme &theme, const QString &layer)
{
    Line line{index, plot->addGraph(), nullptr};
    line.graph->setPen(QPen(theme.series[index % std::size(theme.series)], 1));
    if (!lineOf(index).lonely.empty()) {
        line.dots = plot->addGraph();
        line.dots->setPen(line.graph->pen());
        line.dots->setLineStyle(QCPGraph::lsNone);
        line.dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 4));
    }
    for (QCPGraph *graph : {line.graph, line.dots}) {
        if (graph && !layer.isEmpty())
            graph->setLayer(layer);
    }
    return line;
}

void PreviewChart::Private::fill(const Line &line)
{
    const ChartLine &data = lineOf(line.index);
    line.graph->data()->set(graphData(data.line, logarithmic), true);
    if (line.dots)
        line.dots->data()->set(graphData(data.lonely, logarithmic), true);
}

QString PreviewChart::Private::thresholdText(double value) const
{
    const QString plain =
        threshold->value == value ? threshold->label : threshold->comparison + ' ' + fullNumber(value);
    // The number of the rule, and what the axis calls it.
    return unit.known() ? plain + QStringLiteral(" (") + unitNumber(value, unit) + QLatin1Char(')') : plain;
}

void PreviewChart::Private::placeTag(QCPItemText *tag, double value, const ValueRange &values, const QString &text)
{
    const QCPRange axis = plot->yAxis->range();
    const bool outside = values.thresholdOutside || value > axis.upper || value < axis.lower;
    const bool above = value > axis.upper || (values.thresholdOutside && value > values.high);
    tag->setText(!outside ? text : (above ? QStringLiteral("↑ ") : QStringLiteral("↓ ")) + text);
    tag->position->setTypeY(outside ? QCPItemPosition::ptAxisRectRatio : QCPItemPosition::ptPlotCoords);
    if (outside)
        tag->position->setCoords(1, above ? 0 : 1);
    else
        tag->position->setCoords(1, value);
    const Qt::Alignment vertical = !outside ? Qt::AlignVCenter : above ? Qt::AlignTop : Qt::AlignBottom;
    tag->setPositionAlignment(Qt::AlignLeft | vertical);
}

void PreviewChart::Private::placeThreshold(const ValueRange &values)
{
    const bool shown = threshold && std::isfinite(threshold->value);
    thresholdLine->setVisible(shown && !values.thresholdOutside && (!logarithmic || threshold->value > 0));
    thresholdTag->setVisible(shown);
    // The tags stand beside the plot: over it, they would hide the newest values.
    int tagWidth = 0;
    if (shown) {
        placeTag(thresholdTag, threshold->value, values, thresholdText(threshold->value));
        thresholdLine->start->setCoords(0, threshold->value);
        thresholdLine->end->setCoords(1, threshold->value);
        const QFontMetrics metrics(thresholdTag->font());
        tagWidth = metrics.horizontalAdvance(thresholdTag->text()) + 14;
        if (whatIf)
            tagWidth = std::max(tagWidth, metrics.horizontalAdvance(thresholdText(*whatIf) + "0 ?") + 14);
    }
    if (!dragsWhatIf)
        plot->axisRect()->setMinimumMargins(QMargins(8, 8, std::max(12, tagWidth + 4), 4));
}

void PreviewChart::Private::placeWhatIf()
{
    whatIfLine->setVisible(whatIf.has_value());
    whatIfTag->setVisible(whatIf.has_value());
    if (!whatIf)
        return;
    whatIfLine->start->setCoords(0, *whatIf);
    whatIfLine->end->setCoords(1, *whatIf);
    placeTag(whatIfTag, *whatIf, {}, thresholdText(*whatIf) + QStringLiteral(" ?"));
    // Beside the rule's own, not over it.
    const double own = plot->yAxis->coordToPixel(threshold->value);
    const double at = plot->yAxis->coordToPixel(*whatIf);
    const double apart = QFontMetrics(whatIfTag->font()).height() + 4;
    const bool inside = whatIfTag->position->typeY() == QCPItemPosition::ptPlotCoords &&
                        thresholdTag->position->typeY() == QCPItemPosition::ptPlotCoords;
    if (inside && std::abs(own - at) < apart)
        whatIfTag->position->setCoords(1, plot->yAxis->pixelToCoord(own + (at > own ? apart : -apart)));
}

void PreviewChart::Private::moveWhatIf(std::optional<double> value)
{
    if (value == whatIf)
        return;
    whatIf = value;
    if (dragsWhatIf) {
        placeWhatIf();
        replotOverlay();
    } else {
        rescale();
        plot->replot(QCustomPlot::rpQueuedReplot);
    }
    emit q->whatIfChanged();
}

double PreviewChart::Private::roundValue(double value) const
{
    constexpr double stepsOfTheAxis = 200;
    const QCPRange axis = plot->yAxis->range();
    const double exact = logarithmic ? std::abs(value) / 100 : axis.size() / stepsOfTheAxis;
    if (!(exact > 0) || !std::isfinite(value))
        return value;
    // Times or by a power of ten, whichever is a whole number: 0.1 is none.
    const int power = static_cast<int>(std::floor(std::log10(exact)));
    const double scale = std::pow(10, std::abs(power));
    return power < 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
}

bool PreviewChart::Private::atThreshold(const QPointF &at) const
{
    constexpr double nearPixels = 5;
    const QRect area = plot->axisRect()->rect();
    if (!threshold || !std::isfinite(threshold->value) || at.x() < area.left())
        return false;
    const auto near = [&](double value, const QCPItemText *tag) {
        if (tag->visible() && at.x() > area.right() &&
            std::abs(at.y() - tag->left->pixelPosition().y()) < nearPixels * 2)
            return true;
        const double y = plot->yAxis->coordToPixel(value);
        return area.top() - 1 <= y && y <= area.bottom() + 1 && std::abs(at.y() - y) <= nearPixels;
    };
    return near(threshold->value, thresholdTag) || (whatIf && near(*whatIf, whatIfTag));
}

void PreviewChart::Private::placeUnsettled()
{
    unsettled->setVisible(range.unsettledFrom < range.end);
    unsettled->topLeft->setCoords(std::max(range.start, std::min(range.unsettledFrom, range.end)), 0);
    unsettled->bottomRight->setCoords(range.end, 1);
}

void PreviewChart::Private::updateTimeTicks()
{
    // Values have as many ticks as there is room for, above the times.
    constexpr double rowHeight = 1.8;
    constexpr int mostValues = 5;
    const double rows = q->height() / (rowHeight * q->fontMetrics().height()) - 1;
    valueTicker->setTickCount(std::clamp(static_cast<int>(rows), 2, mostValues));
    timeTicker->clear();
    const int labelWidth = q->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00")) + 24;
    const int most = std::max(2, q->plotWidth() / std::max(1, labelWidth));
    for (const TimeTick &tick : roundTimes(range.start, range.end, most, QTimeZone::systemTimeZone()))
        timeTicker->addTick(tick.time, tick.label);
}

void PreviewChart::Private::updateHighlight()
{
    fillHighlight();
    if (highlighted)
        replotOverlay();
}

void PreviewChart::Private::fillHighlight()
{
    if (!highlighted)
        return;
    // Width 2 is many times slower to draw than 1, so only one line has it.
    if (highlight && *highlight < series().size() && drawingReady) {
        highlighted->setPen(QPen(color(*highlight), 2));
        highlighted->data()->set(graphData(lineOf(*highlight).line, logarithmic), true);
    } else {
        highlighted->data()->clear();
    }
}

void PreviewChart::Private::replotOverlay()
{
    // Layers have no buffer before the first full replot.
    if (q->isVisible())
        plot->layer(QStringLiteral("overlay"))->replot();
}

std::optional<std::size_t> PreviewChart::Private::indexOf(const alerting::Labels &labels) const
{
    const alerting::Labels key = chartKey(labels);
    if (const auto found = indexes.find(key); found != indexes.end())
        return found->second;
    for (std::size_t i = drawnCount(); i < series().size(); ++i) {
        if (chartKey(series()[i].labels) == key)
            return i;
    }
    return std::nullopt;
}

const alerting::Sample *PreviewChart::Private::sampleAt(std::size_t index, double time) const
{
    const std::vector<alerting::Sample> &samples = series()[index].samples;
    const auto after = std::lower_bound(samples.begin(), samples.end(), time - range.step / 2,
                                        [](const alerting::Sample &sample, double at) { return sample.time < at; });
    return after != samples.end() && after->time <= time + range.step / 2 ? &*after : nullptr;
}

void PreviewChart::Private::showReadout(double time, std::optional<double> mouseValue)
{
    struct Value
    {
        std::size_t index;
        double value;
    };
    const double steps = std::round((std::clamp(time, range.start, range.end) - range.start) / range.step);
    const double at = std::min(range.start + steps * range.step, range.end);
    std::vector<Value> lines;
    for (const std::size_t index : shown()) {
        if (const alerting::Sample *sample = sampleAt(index, at))
            lines.push_back({index, sample->value});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Value &a, const Value &b) {
        return !std::isnan(a.value) && (std::isnan(b.value) || a.value > b.value);
    });
    if (mouseValue && !lines.empty()) {
        const auto distance = [&](const Value &line) {
            return std::isfinite(line.value) ? std::abs(line.value - *mouseValue) : HUGE_VAL;
        };
        highlight = std::min_element(lines.begin(), lines.end(), [&](const Value &a, const Value &b) {
                        return distance(a) < distance(b);
                    })->index;
    }
    readoutTime = at;
    std::vector<ChartReadout::Line> written;
    written.reserve(lines.size());
    for (const Value &line : lines)
        written.push_back(
            {color(line.index), drawing.names[line.index], readoutNumber(line.value, unit), highlight == line.index});
    readout->setLines(timeText(at, range.step, QTimeZone::systemTimeZone()), written);
    cursor->start->setCoords(at, 0);
    cursor->end->setCoords(at, 1);
    cursor->setVisible(true);
    readout->showAt(static_cast<int>(plot->xAxis->coordToPixel(at)));
    updateHighlight();
}

void PreviewChart::Private::describe()
{
    const QString from = timeText(range.start, range.step, QTimeZone::systemTimeZone());
    const QString to = timeText(range.end, range.step, QTimeZone::systemTimeZone());
    QString text =
        PreviewChart::tr("%n series from %1 to %2.", nullptr, static_cast<int>(series().size())).arg(from, to);
    if (unit.known())
        text += QLatin1Char(' ') + PreviewChart::tr("Values are read as %1.").arg(unitName(unit));
    if (threshold)
        text += QLatin1Char(' ') + PreviewChart::tr("The threshold is %1.").arg(threshold->label);
    q->setAccessibleDescription(text);
}

} // namespace widgets
