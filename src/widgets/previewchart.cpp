#include "widgets/previewchart.h"

#include "widgets/previewchart_p.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

/// What a person does to the chart. How it draws is in previewchartdrawing.cpp.
namespace widgets {

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

void PreviewChart::setSeries(SharedSeries series, const Range &range, const std::optional<Threshold> &threshold)
{
    d->all = std::move(series);
    d->range = range;
    d->threshold = threshold;
    d->whatIf.reset();
    d->dragsWhatIf = false;
    d->drawing = {};
    d->drawingReady = false;
    d->further.clear();
    d->isolated.clear();
    d->indexes.clear();
    for (std::size_t i = 0; i < d->drawnCount(); ++i)
        d->indexes.emplace(chartKey(d->series()[i].labels), i);
    d->highlight.reset();
    // Before the graphs change: an overlay that is drawn alone afterwards would draw all of them.
    hideReadout();
    d->prepare();
    d->describe();
}

void PreviewChart::setSeries(std::vector<alerting::Series> series, const Range &range,
                             const std::optional<Threshold> &threshold)
{
    setSeries(std::make_shared<const std::vector<alerting::Series>>(std::move(series)), range, threshold);
}

void PreviewChart::clear()
{
    setSeries(std::vector<alerting::Series>(), d->range, std::nullopt);
}

void PreviewChart::setUnit(const promql::Unit &unit)
{
    if (unit == d->unit)
        return;
    d->unit = unit;
    d->valueTicker->setUnit(unit);
    d->rescale();
    d->plot->replot(QCustomPlot::rpQueuedReplot);
}

void PreviewChart::setLogarithmic(bool on)
{
    if (on == d->logarithmic)
        return;
    d->logarithmic = on;
    d->valueTicker->setLogarithmic(on);
    d->rebuild();
}

bool PreviewChart::hidesValues() const
{
    return d->hidesValues;
}

std::size_t PreviewChart::drawnSeries() const
{
    return d->isolated.empty() ? d->drawnCount() : d->isolated.size();
}

const std::vector<QString> &PreviewChart::names() const
{
    return d->drawing.names;
}

void PreviewChart::isolate(const std::vector<std::size_t> &series)
{
    d->isolated.clear();
    std::ranges::copy_if(series, std::back_inserter(d->isolated),
                         [this](std::size_t index) { return index < d->series().size(); });
    if (d->isolated.size() > mostSeries)
        d->isolated.resize(mostSeries);
    std::ranges::sort(d->isolated);
    d->rebuild();
    // It reads what is in the picture.
    if (d->readoutTime)
        showReadout(*d->readoutTime);
}

const std::vector<std::size_t> &PreviewChart::isolated() const
{
    return d->isolated;
}

QColor PreviewChart::colorAt(std::size_t index) const
{
    return d->color(index);
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

std::pair<double, double> PreviewChart::valueAxis() const
{
    const QCPRange axis = d->plot->yAxis->range();
    return {axis.lower, axis.upper};
}

QColor PreviewChart::colorOf(const alerting::Labels &labels) const
{
    const auto found = d->indexes.find(chartKey(labels));
    return found == d->indexes.end() ? QColor() : d->color(found->second);
}

void PreviewChart::highlight(const alerting::Labels &labels)
{
    d->highlight = d->indexOf(labels);
    d->updateHighlight();
}

QStringList PreviewChart::readout() const
{
    return d->readoutTime ? d->readout->lines() : QStringList();
}

void PreviewChart::showReadout(double time)
{
    if (!d->series().empty() && d->drawingReady)
        d->showReadout(time, std::nullopt);
}

void PreviewChart::hideReadout()
{
    if (!d->readoutTime)
        return;
    d->readoutTime.reset();
    d->readout->hide();
    d->cursor->setVisible(false);
    d->replotOverlay();
}

std::optional<double> PreviewChart::whatIf() const
{
    return d->whatIf;
}

void PreviewChart::setWhatIf(std::optional<double> value)
{
    if (!d->threshold || (value && !std::isfinite(*value)))
        value.reset();
    if (value == d->whatIf)
        return;
    d->whatIf = value;
    d->rescale();
    d->plot->replot(QCustomPlot::rpQueuedReplot);
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
    if (watched != d->plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseMove:
        mouseMoved(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseButtonPress:
        mousePressed(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseButtonRelease:
        mouseReleased(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseButtonDblClick:
        d->dragStart.reset();
        emit zoomOutRequested();
        break;
    case QEvent::Leave:
        d->highlight.reset();
        d->updateHighlight();
        hideReadout();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void PreviewChart::mousePressed(const QMouseEvent &mouse)
{
    setFocus(Qt::MouseFocusReason);
    if (mouse.button() != Qt::LeftButton)
        return;
    if (d->atThreshold(mouse.position())) {
        d->dragsWhatIf = true;
        hideReadout();
        return;
    }
    if (d->plot->axisRect()->rect().contains(mouse.position().toPoint()))
        d->dragStart = d->plot->xAxis->pixelToCoord(mouse.position().x());
}

void PreviewChart::mouseMoved(const QMouseEvent &mouse)
{
    const QPointF at = mouse.position();
    const QRect plot = d->plot->axisRect()->rect();
    if (d->dragsWhatIf) {
        const double y = std::clamp<double>(at.y(), plot.top(), plot.bottom());
        d->moveWhatIf(d->roundValue(d->plot->yAxis->pixelToCoord(y)));
        return;
    }
    if (d->dragStart)
        d->dragTo(d->plot->xAxis->pixelToCoord(at.x()));
    d->plot->setCursor(!d->dragStart && d->atThreshold(at) ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (!d->drawingReady)
        return;
    if (plot.contains(at.toPoint()))
        d->showReadout(d->plot->xAxis->pixelToCoord(at.x()), d->plot->yAxis->pixelToCoord(at.y()));
    else
        hideReadout();
}

void PreviewChart::mouseReleased(const QMouseEvent &mouse)
{
    if (std::exchange(d->dragsWhatIf, false)) {
        // While it is dragged the axis stands still.
        d->rescale();
        d->plot->replot(QCustomPlot::rpQueuedReplot);
    } else if (d->dragStart) {
        finishDrag(mouse.position().x());
    }
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
    if (d->whatIfKey(*event) || d->readoutKey(*event))
        return;
    if (event->key() == Qt::Key_Backspace)
        emit zoomOutRequested();
    else
        QWidget::keyPressEvent(event);
}

void PreviewChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->updateTimeTicks();
    d->plot->replot(QCustomPlot::rpQueuedReplot);
}

bool PreviewChart::Private::readoutKey(const QKeyEvent &event)
{
    const double last = range.end;
    const double now = readoutTime.value_or(last + range.step);
    const double jump = range.step * ((event.modifiers() & Qt::ControlModifier) ? 10 : 1);
    switch (event.key()) {
    case Qt::Key_Left:
        q->showReadout(std::max(range.start, now - jump));
        return true;
    case Qt::Key_Right:
        q->showReadout(std::min(last, now + jump));
        return true;
    case Qt::Key_Home:
        q->showReadout(range.start);
        return true;
    case Qt::Key_End:
        q->showReadout(last);
        return true;
    case Qt::Key_Escape:
        if (!readoutTime)
            return false;
        q->hideReadout();
        return true;
    default:
        return false;
    }
}

bool PreviewChart::Private::whatIfKey(const QKeyEvent &event)
{
    if (!threshold || !std::isfinite(threshold->value))
        return false;
    const int direction = event.key() == Qt::Key_Up ? 1 : event.key() == Qt::Key_Down ? -1 : 0;
    if (direction != 0) {
        const double now = whatIf.value_or(threshold->value);
        const bool far = event.modifiers() & Qt::ControlModifier;
        if (logarithmic && now > 0) {
            moveWhatIf(roundValue(now * std::pow(far ? 2 : 1.1, direction)));
            return true;
        }
        constexpr double stepsOfTheAxis = 50;
        const QCPRange axis = plot->yAxis->range();
        const double exact = std::max(axis.size(), std::abs(threshold->value)) / stepsOfTheAxis;
        const double step = std::pow(10, std::floor(std::log10(exact)));
        moveWhatIf(roundValue(now + direction * step * (far ? 10 : 1)));
        return true;
    }
    if (!whatIf)
        return false;
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) {
        emit q->whatIfAccepted();
        return true;
    }
    if (event.key() == Qt::Key_Escape) {
        moveWhatIf(std::nullopt);
        return true;
    }
    return false;
}

} // namespace widgets
