#include "widgets/previewpanel.h"

#include "promql/dialecttext.h"
#include "widgets/previewpanel_p.h"

#include <cmath>
#include <limits>
#include <utility>

#include <QEvent>

namespace widgets {

namespace {

constexpr int debounceMilliseconds = 250;

} // namespace

void PreviewPanel::Private::schedule()
{
    // What is under way would answer an old question.
    pending.reset();
    if (q->isVisible()) {
        debounce.start(debounceMilliseconds);
        return;
    }
    stopWaiting();
    stale = true;
}

void PreviewPanel::Private::run()
{
    debounce.stop();
    const bool again = std::exchange(forced, false);
    if (!q->isVisible()) {
        stale = true;
        forced = again;
        return;
    }
    stale = false;
    pending.reset();
    plan = planPreview(expr, dialect);
    newAlert->setEnabled(!plan.blank);
    if (!client)
        return enter(State::NoEndpoint);
    if (plan.blank)
        return enter(State::NoExpression);
    if (plan.incomplete && !again)
        return enter(State::Incomplete);
    askedAhead = client->clockAheadSeconds();
    asked.end = evaluationTime.value_or(std::floor(client->serverNow()));
    askedWidth = chart->width();
    asked.step = stepFor(range, chart->plotWidth());
    asked.unsettledFrom = std::numeric_limits<double>::infinity();
    // Whole steps, so that the last point of the chart is the value of the table.
    asked.start = asked.end - std::ceil(range / asked.step) * asked.step;
    chartError.reset();
    bypassCache = again;
    enter(State::Loading);
    backtest->setRange(asked.start, asked.end);
    pending = inlining.start(*client, plan, asked.start, asked.end, sent,
                             [this](base::Result<PreviewInlining::Answer> answer) {
                                 pending.reset();
                                 if (!answer)
                                     return failed(answer.error());
                                 sent = std::move(answer).value();
                                 ask();
                             });
    if (!pending)
        ask();
}

void PreviewPanel::Private::ask()
{
    if (!takeCached())
        askInstant();
}

QueryCache::Key PreviewPanel::Private::instantKey() const
{
    // With the range, so that it is found together with the series of the same end.
    return {sent.expr.expr, -range, asked.step, evaluationTime.value_or(0)};
}

QueryCache::Key PreviewPanel::Private::seriesKey() const
{
    return {sent.chart.expr, range, asked.step, evaluationTime.value_or(0)};
}

/// What was answered lately is not asked again.
bool PreviewPanel::Private::takeCached()
{
    if (bypassCache)
        return false;
    const QueryCache::Entry *value = cache.find(instantKey());
    const QueryCache::Entry found = value ? *value : QueryCache::Entry();
    if (!value)
        return false;
    if (plan.chartExpr.empty()) {
        series = shareAnswer({});
    } else {
        const QueryCache::Entry *line = cache.find(seriesKey());
        if (!line || line->end != found.end)
            return false;
        series = line->answer;
    }
    instant = found.answer;
    asked.start += found.end - asked.end;
    asked.end = found.end;
    asked.unsettledFrom = found.unsettledFrom;
    finish();
    return true;
}

void PreviewPanel::Private::askInstant()
{
    if (!client)
        return enter(State::NoEndpoint);
    pending = client->queryInstant(sent.expr.expr, asked.end, [this](base::Result<QueryResult> answer) {
        pending.reset();
        if (!answer)
            return failed(answer.error());
        // The first answer may tell that the server's now is another.
        constexpr double same = 1.5;
        if (client && !evaluationTime && std::abs(client->clockAheadSeconds() - askedAhead) > same)
            return run();
        instant = shareAnswer(std::move(answer).value());
        if (client)
            asked.unsettledFrom = client->unsettledFrom();
        cache.insert(instantKey(), {instant, asked.end, asked.unsettledFrom});
        askSeries();
    });
}

void PreviewPanel::Private::askSeries()
{
    series = shareAnswer({});
    if (plan.chartExpr.empty() || !client)
        return finish();
    pending = client->queryRange({sent.chart.expr, asked.start, asked.end, asked.step},
                                 [this](base::Result<QueryResult> answer) {
                                     pending.reset();
                                     if (answer) {
                                         series = shareAnswer(std::move(answer).value());
                                         cache.insert(seriesKey(), {series, asked.end, asked.unsettledFrom});
                                     } else {
                                         chartError = answer.error();
                                     }
                                     finish();
                                 });
}

/// The resolution follows the width.
void PreviewPanel::Private::chartResized()
{
    placeBands();
    const bool shown = state == State::Result && q->isVisible() && chart->isVisible();
    if (shown && chart->width() != askedWidth && stepFor(range, chart->plotWidth()) != asked.step)
        schedule();
}

void PreviewPanel::Private::failed(const base::Error &what)
{
    stopWaiting();
    if (!client)
        return enter(State::NoEndpoint);
    error = what;
    std::optional<prometheus::QueryError> refused;
    if (!what.detail.empty() && (what.kind == base::ErrorKind::Invalid || what.kind == base::ErrorKind::Refused))
        refused = prometheus::parseQueryError(what.detail, sent.expr.expr);
    // The server read what was sent; the person wrote something else.
    if (refused && refused->offset != std::string::npos)
        refused->offset = sent.expr.ownRange(refused->offset).start;
    enter(State::Error);
    if (refused && !refused->errorType.empty())
        emit q->serverErrorAt(refused->offset, QString::fromStdString(refused->message));
}

void PreviewPanel::Private::finish()
{
    stopWaiting();
    shownExpr = plan.expr;
    const bool nothing =
        instant->series.empty() && series->series.empty() && instant->type != QueryResult::Type::String;
    enter(nothing && !chartError ? State::Empty : State::Result);
    emit q->previewed();
}

void PreviewPanel::Private::stopWaiting()
{
    pending.reset();
    showWaiting.stop();
    offerCancel.stop();
    cancel->hide();
}

void PreviewPanel::Private::enter(State next)
{
    state = next;
    if (next == State::Loading) {
        showWaiting.start();
        if (!offerCancel.isActive() && !cancel->isVisible())
            offerCancel.start();
        // Nothing jumps: what is there stays until the answer comes.
        return;
    }
    stopWaiting();
    if (next == State::Result)
        renderContent();
    render();
}

PreviewPanel::PreviewPanel(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    d->build();
    connect(&d->debounce, &QTimer::timeout, this, [this] { d->run(); });
    connect(&d->showWaiting, &QTimer::timeout, this, [this] { d->render(); });
    connect(&d->offerCancel, &QTimer::timeout, this, [this] { d->cancel->show(); });
    connect(d->cancel, &QPushButton::clicked, this, [this] { d->enter(State::Cancelled); });
    connect(d->refresh, &QPushButton::clicked, this, &PreviewPanel::refreshNow);
    connect(d->newAlert, &QPushButton::clicked, this, [this] { emit alertFromExpressionRequested(d->expr); });
    connect(d->page, &StatePage::buttonClicked, this, [this] {
        if (d->state == State::NoEndpoint)
            emit endpointRequested();
        else
            refreshNow();
    });
    connect(d->ranges, &RangePicker::rangeChosen, this, [this](double seconds, const std::optional<double> &end) {
        d->zooms.clear();
        setEvaluationTime(end);
        setTimeRange(seconds);
        d->showRange();
    });
    connect(d->chart, &PreviewChart::rangeSelected, this, [this](double start, double end) {
        d->zooms.emplace_back(d->range, d->evaluationTime);
        // Whole minutes where there are some: the range is read by people.
        const double unit = end - start >= 600 ? 60 : 1;
        setEvaluationTime(std::ceil(end / unit) * unit);
        setTimeRange(std::max(unit, std::ceil((end - start) / unit) * unit));
    });
    connect(d->chart, &PreviewChart::zoomOutRequested, this, [this] {
        if (d->zooms.empty())
            return;
        const auto [range, time] = d->zooms.back();
        d->zooms.pop_back();
        setEvaluationTime(time);
        setTimeRange(range);
    });
    connect(d->showBacktest, &QPushButton::toggled, this, [this](bool on) { d->showBacktestPane(on); });
    connect(d->backtest, &BacktestView::resultChanged, this,
            [this](const backtest::BacktestResult *result, const backtest::BacktestResult *before) {
                if (result)
                    d->bands->setResult(*result, before);
                else
                    d->bands->clear();
                d->showBacktestPane(d->showBacktest->isChecked());
            });
    connect(d->backtest, &BacktestView::timeActivated, this, [this](double time) {
        d->bands->setMark(time);
        d->chart->showReadout(time);
    });
    connect(d->bands, &AlertBands::timeActivated, d->chart, &PreviewChart::showReadout);
    connect(d->chart, &PreviewChart::plotRectChanged, this, [this] { d->chartResized(); });
    d->buildChartMenu();
    connect(d->table, &SeriesTable::currentSeriesChanged, d->chart, &PreviewChart::highlight);
    d->applyTheme();
    d->retranslate();
    d->newAlert->setEnabled(false);
}

PreviewPanel::~PreviewPanel() = default;

void PreviewPanel::setClient(prometheus::Client *client)
{
    if (d->client)
        d->client->disconnect(this);
    d->client = client;
    d->backtest->setClient(client);
    d->contentShown = false;
    d->cache.clear();
    d->stopWaiting();
    if (client)
        connect(client, &QObject::destroyed, this, [this] { setClient(nullptr); });
    d->state = client ? State::Loading : State::NoEndpoint;
    d->render();
    d->schedule();
}

void PreviewPanel::setExpression(const std::string &expr)
{
    if (expr == d->expr)
        return;
    d->expr = expr;
    d->schedule();
}

void PreviewPanel::setDialect(const promql::Dialect &dialect)
{
    if (promql::sameDialect(d->dialect, dialect))
        return;
    d->dialect = dialect;
    d->schedule();
}

void PreviewPanel::refreshNow()
{
    d->forced = true;
    d->run();
}

void PreviewPanel::setTimeRange(double seconds)
{
    if (seconds == d->range || !(seconds > 0))
        return;
    d->range = seconds;
    d->showRange();
    d->schedule();
    emit timeRangeChanged(seconds);
}

double PreviewPanel::timeRange() const
{
    return d->range;
}

void PreviewPanel::setEvaluationTime(std::optional<double> time)
{
    if (time == d->evaluationTime)
        return;
    d->evaluationTime = time;
    d->showRange();
    d->schedule();
    emit evaluationTimeChanged(time);
}

void PreviewPanel::openCalendar()
{
    d->ranges->openCalendar();
}

BacktestView *PreviewPanel::backtest() const
{
    return d->backtest;
}

void PreviewPanel::showBacktest()
{
    d->showBacktestPane(true);
}

void PreviewPanel::setRulesProvider(const BacktestView::RulesProvider &provider)
{
    d->inlining.setRulesProvider(provider);
    d->backtest->setRulesProvider(provider);
}

PreviewPanel::State PreviewPanel::state() const
{
    return d->state;
}

const QueryResult &PreviewPanel::result() const
{
    return *d->instant;
}

const std::string &PreviewPanel::resultExpression() const
{
    return d->shownExpr;
}

void PreviewPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        d->applyTheme();
    else if (event->type() == QEvent::LanguageChange)
        d->retranslate();
    QWidget::changeEvent(event);
}

void PreviewPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // The layout comes first: the step follows from the chart's width.
    if (d->stale)
        d->debounce.start(0);
}

void PreviewPanel::hideEvent(QHideEvent *event)
{
    if (d->debounce.isActive()) {
        d->debounce.stop();
        d->stale = true;
    }
    QWidget::hideEvent(event);
}

} // namespace widgets
