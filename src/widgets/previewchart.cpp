#include "widgets/previewchart.h"

#include "widgets/chartdata.h"
#include "widgets/chartreadout.h"
#include "widgets/numbertext.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QThreadPool>
#include <QVBoxLayout>

#include <qcustomplot.h>

namespace widgets {

namespace {

/// Ticks at round values, written short.
class ValueTicker : public QCPAxisTicker
{
protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override { return shortNumber(tick); }
    int getSubTickCount(double) override { return 0; }
};

QVector<QCPGraphData> graphData(const std::vector<ChartPoint> &points)
{
    QVector<QCPGraphData> data;
    data.reserve(static_cast<qsizetype>(points.size()));
    for (const ChartPoint &point : points)
        data.append(QCPGraphData(point.time, point.value));
    return data;
}

alerting::Labels withoutName(alerting::Labels labels)
{
    labels.erase(
        std::remove_if(labels.begin(), labels.end(), [](const auto &label) { return label.first == "__name__"; }),
        labels.end());
    return labels;
}

} // namespace

struct PreviewChart::Private
{
    PreviewChart *q;
    QCustomPlot *plot;
    ChartReadout *readout;
    QSharedPointer<QCPAxisTickerText> timeTicker{new QCPAxisTickerText};

    std::shared_ptr<const std::vector<alerting::Series>> all = std::make_shared<std::vector<alerting::Series>>();
    ChartDrawing drawing;
    /// Of the newest drawing that is being made.
    quint64 job = 0;
    /// Where a drag began, in seconds.
    std::optional<double> dragStart;
    QCPItemRect *selection = nullptr;
    std::map<alerting::Labels, std::size_t> indexes;
    Range range;
    std::optional<Threshold> threshold;

    QCPItemLine *thresholdLine = nullptr;
    QCPItemText *thresholdTag = nullptr;
    QCPItemLine *cursor = nullptr;
    QCPGraph *highlighted = nullptr;

    std::optional<std::size_t> highlight;
    std::optional<double> readoutTime;

    explicit Private(PreviewChart *chart) : q(chart), plot(new QCustomPlot(chart)), readout(new ChartReadout(chart)) {}

    void setUp();
    void applyTheme();
    void prepare();
    void rebuild();
    void dragTo(double time);
    [[nodiscard]] const std::vector<alerting::Series> &series() const { return *all; }
    void addSeries(std::size_t index, const Theme &theme);
    void placeThreshold(const ValueRange &values);
    void updateTimeTicks();
    void updateHighlight();
    void replotOverlay();
    void showReadout(double time, std::optional<double> mouseValue);
    [[nodiscard]] QColor color(std::size_t index) const;
    [[nodiscard]] const alerting::Sample *sampleAt(std::size_t index, double time) const;
    void describe();
};

void PreviewChart::Private::setUp()
{
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setMouseTracking(true);
    plot->installEventFilter(q);
    plot->setNoAntialiasingOnDrag(true);
    // Lines of a pixel without antialiasing look like stairs; grid lines do not need it.
    plot->setAntialiasedElements(QCP::aePlottables);
    for (QCPAxis *axis : {plot->xAxis, plot->yAxis}) {
        axis->setSubTicks(false);
        axis->setTickLength(0, 0);
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->setTickLabelPadding(6);
    }
    plot->xAxis->setTicker(timeTicker);
    plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create());
    plot->axisRect()->setMinimumMargins(QMargins(8, 8, 12, 4));
    plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));

    thresholdLine = new QCPItemLine(plot);
    thresholdTag = new QCPItemText(plot);
    thresholdTag->setPadding(QMargins(6, 1, 6, 1));
    thresholdTag->setClipToAxisRect(false);
    for (QCPItemPosition *position : {thresholdLine->start, thresholdLine->end, thresholdTag->position})
        position->setTypeX(QCPItemPosition::ptAxisRectRatio);

    cursor = new QCPItemLine(plot);
    cursor->setLayer(QStringLiteral("overlay"));
    cursor->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    cursor->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    cursor->setVisible(false);
    selection = new QCPItemRect(plot);
    selection->setLayer(QStringLiteral("overlay"));
    for (QCPItemPosition *corner : {selection->topLeft, selection->bottomRight})
        corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
    selection->setVisible(false);

    readout->setObjectName(QStringLiteral("previewReadout"));
}

QColor PreviewChart::Private::color(std::size_t index) const
{
    return Theme::of(q->palette()).series[index % std::size(Theme::of(q->palette()).series)];
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
    thresholdTag->setFont(q->font());
    thresholdTag->setBrush(theme.base);
    thresholdTag->setPen(QPen(theme.critical, 1));
    cursor->setPen(QPen(theme.muted, 1));
    QColor selected = theme.accent;
    selection->setPen(QPen(selected, 1));
    selected.setAlphaF(0.15F);
    selection->setBrush(selected);
    rebuild();
}

void PreviewChart::Private::rebuild()
{
    const Theme &theme = Theme::of(q->palette());
    plot->clearGraphs();
    highlighted = nullptr;
    for (std::size_t i = 0; i < drawing.lines.size(); ++i)
        addSeries(i, theme);
    highlighted = plot->addGraph();
    highlighted->setLayer(QStringLiteral("overlay"));
    const ValueRange &values = drawing.values;
    plot->yAxis->setRange(values.low, values.high);
    plot->xAxis->setRange(range.start, std::max(range.end, range.start + 1));
    placeThreshold(values);
    updateTimeTicks();
    updateHighlight();
    plot->replot(QCustomPlot::rpQueuedReplot);
}

/// Millions of samples take longer than a frame to reduce: that is done elsewhere, and the newest result wins.
void PreviewChart::Private::prepare()
{
    constexpr std::size_t atOnce = 50'000;
    std::size_t samples = 0;
    for (const alerting::Series &each : series())
        samples += each.samples.size();
    const auto make = [series = all, range = range, columns = std::max(100, q->plotWidth()),
                       value = threshold ? std::optional<double>(threshold->value) : std::nullopt] {
        return drawingOf(*series, range.start, range.end, range.step, columns, value, mostSeries);
    };
    const quint64 own = ++job;
    if (samples <= atOnce) {
        drawing = make();
        rebuild();
        emit q->drawn();
        return;
    }
    rebuild();
    QThreadPool::globalInstance()->start([chart = QPointer<PreviewChart>(q), make, own] {
        auto made = std::make_shared<ChartDrawing>(make());
        const auto take = [chart, made, own] {
            if (!chart || chart->d->job != own)
                return;
            chart->d->drawing = std::move(*made);
            chart->d->rebuild();
            emit chart->drawn();
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

void PreviewChart::Private::addSeries(std::size_t index, const Theme &theme)
{
    const auto &[line, lonely] = drawing.lines[index];
    QCPGraph *graph = plot->addGraph();
    graph->setPen(QPen(theme.series[index % std::size(theme.series)], 1));
    graph->data()->set(graphData(line), true);
    if (lonely.empty())
        return;
    QCPGraph *dots = plot->addGraph();
    dots->setPen(graph->pen());
    dots->setLineStyle(QCPGraph::lsNone);
    dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 4));
    dots->data()->set(graphData(lonely), true);
}

void PreviewChart::Private::placeThreshold(const ValueRange &values)
{
    const bool shown = threshold && std::isfinite(threshold->value);
    thresholdLine->setVisible(shown && !values.thresholdOutside);
    thresholdTag->setVisible(shown);
    // The tag stands beside the plot: over it, it would hide the newest values.
    thresholdTag->setText(shown ? threshold->label : QString());
    const bool above = shown && threshold->value > values.high;
    if (shown && values.thresholdOutside)
        thresholdTag->setText((above ? QStringLiteral("↑ ") : QStringLiteral("↓ ")) + threshold->label);
    const int tagWidth = shown ? QFontMetrics(thresholdTag->font()).horizontalAdvance(thresholdTag->text()) + 14 : 0;
    plot->axisRect()->setMinimumMargins(QMargins(8, 8, std::max(12, tagWidth + 4), 4));
    if (!shown)
        return;
    thresholdLine->start->setCoords(0, threshold->value);
    thresholdLine->end->setCoords(1, threshold->value);
    thresholdTag->position->setTypeY(values.thresholdOutside ? QCPItemPosition::ptAxisRectRatio
                                                             : QCPItemPosition::ptPlotCoords);
    if (values.thresholdOutside)
        thresholdTag->position->setCoords(1, above ? 0 : 1);
    else
        thresholdTag->position->setCoords(1, threshold->value);
    const Qt::Alignment vertical = !values.thresholdOutside ? Qt::AlignVCenter : above ? Qt::AlignTop : Qt::AlignBottom;
    thresholdTag->setPositionAlignment(Qt::AlignLeft | vertical);
}

void PreviewChart::Private::updateTimeTicks()
{
    timeTicker->clear();
    const int labelWidth = q->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00")) + 24;
    const int most = std::max(2, q->plotWidth() / std::max(1, labelWidth));
    for (const TimeTick &tick : roundTimes(range.start, range.end, most, QTimeZone::systemTimeZone()))
        timeTicker->addTick(tick.time, tick.label);
}

void PreviewChart::Private::updateHighlight()
{
    if (!highlighted)
        return;
    // Width 2 is many times slower to draw than 1, so only one line has it.
    if (highlight && *highlight < series().size()) {
        highlighted->setPen(QPen(color(*highlight), 2));
        highlighted->data()->set(graphData(columnPoints(linePoints(series()[*highlight].samples, range.step),
                                                        range.start, range.end, std::max(100, q->plotWidth()))),
                                 true);
    } else {
        highlighted->data()->clear();
    }
    replotOverlay();
}

void PreviewChart::Private::replotOverlay()
{
    // Layers have no buffer before the first full replot.
    if (q->isVisible())
        plot->layer(QStringLiteral("overlay"))->replot();
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
    struct Line
    {
        std::size_t index;
        double value;
    };
    const double steps = std::round((std::clamp(time, range.start, range.end) - range.start) / range.step);
    const double at = std::min(range.start + steps * range.step, range.end);
    std::vector<Line> lines;
    for (std::size_t i = 0; i < std::min(series().size(), mostSeries); ++i) {
        if (const alerting::Sample *sample = sampleAt(i, at))
            lines.push_back({i, sample->value});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) {
        return !std::isnan(a.value) && (std::isnan(b.value) || a.value > b.value);
    });
    if (mouseValue && !lines.empty()) {
        const auto distance = [&](const Line &line) {
            return std::isfinite(line.value) ? std::abs(line.value - *mouseValue) : HUGE_VAL;
        };
        highlight = std::min_element(lines.begin(), lines.end(), [&](const Line &a, const Line &b) {
                        return distance(a) < distance(b);
                    })->index;
    }
    readoutTime = at;
    std::vector<ChartReadout::Line> written;
    written.reserve(lines.size());
    for (const Line &line : lines)
        written.push_back({color(line.index), drawing.names[line.index], line.value, highlight == line.index});
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
    if (threshold)
        text += QLatin1Char(' ') + PreviewChart::tr("The threshold is %1.").arg(threshold->label);
    q->setAccessibleDescription(text);
}

PreviewChart::PreviewChart(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart of the expression"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d->plot);
    d->setUp();
    connect(d->plot, &QCustomPlot::afterLayout, this, &PreviewChart::plotRectChanged);
    d->applyTheme();
}

PreviewChart::~PreviewChart() = default;

void PreviewChart::setSeries(std::vector<alerting::Series> series, const Range &range,
                             const std::optional<Threshold> &threshold)
{
    d->all = std::make_shared<const std::vector<alerting::Series>>(std::move(series));
    d->range = range;
    d->threshold = threshold;
    d->drawing = {};
    d->indexes.clear();
    for (std::size_t i = 0; i < d->series().size(); ++i)
        d->indexes.emplace(withoutName(d->series()[i].labels), i);
    d->highlight.reset();
    d->prepare();
    d->describe();
    hideReadout();
}

void PreviewChart::clear()
{
    setSeries({}, d->range, std::nullopt);
}

std::size_t PreviewChart::drawnSeries() const
{
    return std::min(d->series().size(), mostSeries);
}

int PreviewChart::plotWidth() const
{
    // Before the first layout the axis rectangle has no size yet.
    return std::max(d->plot->axisRect()->width(), width() - 80);
}

QRect PreviewChart::plotRect() const
{
    return d->plot->axisRect()->rect().translated(d->plot->pos());
}

QColor PreviewChart::colorOf(const alerting::Labels &labels) const
{
    const auto found = d->indexes.find(withoutName(labels));
    return found == d->indexes.end() || found->second >= drawnSeries() ? QColor() : d->color(found->second);
}

void PreviewChart::highlight(const alerting::Labels &labels)
{
    const auto found = d->indexes.find(withoutName(labels));
    d->highlight = found == d->indexes.end() ? std::nullopt : std::optional<std::size_t>(found->second);
    d->updateHighlight();
}

QStringList PreviewChart::readout() const
{
    return d->readoutTime ? d->readout->lines() : QStringList();
}

void PreviewChart::showReadout(double time)
{
    if (!d->series().empty() && !d->drawing.names.empty())
        d->showReadout(time, std::nullopt);
}

void PreviewChart::hideReadout()
{
    d->readoutTime.reset();
    d->readout->hide();
    d->cursor->setVisible(false);
    d->replotOverlay();
}

QSize PreviewChart::minimumSizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(QLatin1Char('0')) * 32, metrics.height() * 6};
}

bool PreviewChart::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::LocaleChange:
        d->applyTheme();
        break;
    case QEvent::FocusOut:
        hideReadout();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

bool PreviewChart::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == d->plot && event->type() == QEvent::MouseMove && !d->drawing.names.empty()) {
        const QPointF at = static_cast<QMouseEvent *>(event)->position();
        if (d->plot->axisRect()->rect().contains(at.toPoint()))
            d->showReadout(d->plot->xAxis->pixelToCoord(at.x()), d->plot->yAxis->pixelToCoord(at.y()));
        else
            hideReadout();
    } else if (watched == d->plot && event->type() == QEvent::Leave) {
        d->highlight.reset();
        d->updateHighlight();
        hideReadout();
    } else if (watched == d->plot && event->type() == QEvent::MouseButtonPress) {
        setFocus(Qt::MouseFocusReason);
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && d->plot->axisRect()->rect().contains(mouse->position().toPoint()))
            d->dragStart = d->plot->xAxis->pixelToCoord(mouse->position().x());
    } else if (watched == d->plot && event->type() == QEvent::MouseButtonRelease && d->dragStart) {
        finishDrag(static_cast<QMouseEvent *>(event)->position().x());
    } else if (watched == d->plot && event->type() == QEvent::MouseButtonDblClick) {
        d->dragStart.reset();
        emit zoomOutRequested();
    }
    if (watched == d->plot && event->type() == QEvent::MouseMove && d->dragStart)
        d->dragTo(d->plot->xAxis->pixelToCoord(static_cast<QMouseEvent *>(event)->position().x()));
    return QWidget::eventFilter(watched, event);
}

void PreviewChart::finishDrag(double pixel)
{
    const double from = std::clamp(*std::exchange(d->dragStart, std::nullopt), d->range.start, d->range.end);
    const double to = std::clamp(d->plot->xAxis->pixelToCoord(pixel), d->range.start, d->range.end);
    d->selection->setVisible(false);
    d->replotOverlay();
    // Less is a click that slipped.
    constexpr double fewestPixels = 8;
    if (std::abs(d->plot->xAxis->coordToPixel(from) - d->plot->xAxis->coordToPixel(to)) >= fewestPixels)
        emit rangeSelected(std::min(from, to), std::max(from, to));
}

void PreviewChart::keyPressEvent(QKeyEvent *event)
{
    const double last = d->range.end;
    const double now = d->readoutTime.value_or(last + d->range.step);
    const double jump = d->range.step * ((event->modifiers() & Qt::ControlModifier) ? 10 : 1);
    switch (event->key()) {
    case Qt::Key_Left:
        showReadout(std::max(d->range.start, now - jump));
        break;
    case Qt::Key_Right:
        showReadout(std::min(last, now + jump));
        break;
    case Qt::Key_Backspace:
        emit zoomOutRequested();
        break;
    case Qt::Key_Home:
        showReadout(d->range.start);
        break;
    case Qt::Key_End:
        showReadout(last);
        break;
    case Qt::Key_Escape:
        if (d->readoutTime) {
            hideReadout();
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

void PreviewChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->updateTimeTicks();
    d->plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace widgets
