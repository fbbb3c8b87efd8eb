#include "widgets/previewpanel.h"

#include "widgets/coretext.h"
#include "widgets/numbertext.h"
#include "widgets/previewchart.h"
#include "widgets/previewplan.h"
#include "widgets/seriestable.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace widgets {

namespace {

using alerting::QueryResult;

constexpr int debounceMilliseconds = 250;
constexpr int showWaitingMilliseconds = 100;
constexpr int offerCancelMilliseconds = 1000;
constexpr double hour = 3600;
constexpr std::array<double, 4> offeredRanges = {hour, 6 * hour, 24 * hour, 7 * 24 * hour};

/// Whether `b` came from `a` by typing rather than by choosing another rule: most of the text stayed.
bool isEditOf(const std::string &a, const std::string &b)
{
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t same = 0;
    while (same < shorter && a[same] == b[same])
        ++same;
    std::size_t behind = 0;
    while (behind < shorter - same && a[a.size() - 1 - behind] == b[b.size() - 1 - behind])
        ++behind;
    return 2 * (same + behind) >= std::max(a.size(), b.size());
}

QString durationText(double seconds)
{
    const double hours = seconds / hour;
    if (hours >= 48 && std::fmod(hours, 24) == 0)
        return PreviewPanel::tr("%1 d").arg(fullNumber(hours / 24));
    if (seconds >= hour && std::fmod(seconds, hour) == 0)
        return PreviewPanel::tr("%1 h").arg(fullNumber(hours));
    if (seconds >= 60 && std::fmod(seconds, 60) == 0)
        return PreviewPanel::tr("%1 min").arg(fullNumber(seconds / 60));
    return PreviewPanel::tr("%1 s").arg(fullNumber(seconds));
}

} // namespace

struct PreviewPanel::Private
{
    PreviewPanel *q;

    QLabel *status = new QLabel;
    QPushButton *cancel = new QPushButton;
    QComboBox *ranges = new QComboBox;
    QPushButton *refresh = new QPushButton;
    QPushButton *newAlert = new QPushButton;
    QLabel *notice = new QLabel;
    QStackedWidget *pages = new QStackedWidget;
    StatePage *page = new StatePage;
    QSplitter *content = new QSplitter;
    QStackedWidget *chartPages = new QStackedWidget;
    PreviewChart *chart = new PreviewChart;
    StatePage *chartPage = new StatePage;
    QStackedWidget *tablePages = new QStackedWidget;
    SeriesTable *table = new SeriesTable;
    StatePage *tablePage = new StatePage;

    QPointer<prometheus::Client> client;
    std::string expr;
    promql::Dialect dialect;
    double range = 6 * hour;
    std::optional<double> evaluationTime;

    QTimer debounce;
    QTimer showWaiting;
    QTimer offerCancel;
    std::unique_ptr<alerting::PendingQuery> pending;
    State state = State::NoEndpoint;
    /// Something changed while the panel was hidden.
    bool stale = false;
    bool forced = false;

    // What is being asked or was answered last.
    PreviewPlan plan;
    PreviewChart::Range asked;
    QueryResult instant;
    QueryResult series;
    base::Error error;
    std::optional<base::Error> chartError;
    /// The content belongs to this expression.
    std::string shownExpr;
    bool contentShown = false;

    explicit Private(PreviewPanel *panel) : q(panel) {}

    void build();
    void name(QWidget *widget, const char *objectName) { widget->setObjectName(QLatin1String(objectName)); }
    void schedule();
    void run();
    void askSeries();
    void failed(const base::Error &what);
    void finish();
    void stopWaiting();
    void enter(State next);
    void render();
    void renderContent();
    void renderNotice();
    void retranslate();
    void applyTheme();
    void showRange();
    [[nodiscard]] QString endpointName() const;
    [[nodiscard]] QString time(double seconds) const;
};

void PreviewPanel::Private::build()
{
    name(status, "previewStatus");
    name(cancel, "previewCancel");
    name(ranges, "previewRange");
    name(refresh, "previewRefresh");
    name(newAlert, "previewNewAlert");
    name(notice, "previewNotice");
    name(page, "previewState");
    name(chart, "previewChart");
    name(chartPage, "previewChartState");
    name(table, "previewTable");
    name(tablePage, "previewTableState");
    status->setTextFormat(Qt::PlainText);
    status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    notice->setTextFormat(Qt::PlainText);
    notice->setWordWrap(true);
    notice->setContentsMargins(8, 0, 8, 4);
    QSizePolicy keep = cancel->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    cancel->setSizePolicy(keep);
    cancel->hide();

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(8);
    bar->addWidget(status, 1);
    for (QWidget *widget : {static_cast<QWidget *>(cancel), static_cast<QWidget *>(ranges),
                            static_cast<QWidget *>(refresh), static_cast<QWidget *>(newAlert)})
        bar->addWidget(widget);
    chartPages->addWidget(chart);
    chartPages->addWidget(chartPage);
    tablePages->addWidget(table);
    tablePages->addWidget(tablePage);
    content->addWidget(chartPages);
    content->addWidget(tablePages);
    content->setStretchFactor(0, 2);
    content->setStretchFactor(1, 1);
    content->setChildrenCollapsible(false);
    content->setHandleWidth(1);
    content->setSizes({620, 380});
    pages->addWidget(page);
    pages->addWidget(content);
    auto *layout = new QVBoxLayout(q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(notice);
    layout->addWidget(pages, 1);

    debounce.setSingleShot(true);
    showWaiting.setSingleShot(true);
    showWaiting.setInterval(showWaitingMilliseconds);
    offerCancel.setSingleShot(true);
    offerCancel.setInterval(offerCancelMilliseconds);
}

QString PreviewPanel::Private::endpointName() const
{
    if (!client)
        return {};
    const prometheus::Endpoint &endpoint = client->endpoint();
    return QString::fromStdString(endpoint.name.empty() ? endpoint.url : endpoint.name);
}

QString PreviewPanel::Private::time(double seconds) const
{
    return timeText(seconds, asked.step, QTimeZone::systemTimeZone());
}

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
    const bool ask = std::exchange(forced, false);
    if (!q->isVisible()) {
        stale = true;
        forced = ask;
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
    if (plan.incomplete && !ask)
        return enter(State::Incomplete);
    const double now = std::floor(static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000);
    asked.end = evaluationTime.value_or(now);
    asked.step = stepFor(range, chart->plotWidth());
    // Whole steps, so that the last point of the chart is the value of the table.
    asked.start = asked.end - std::ceil(range / asked.step) * asked.step;
    chartError.reset();
    enter(State::Loading);
    pending = client->queryInstant(plan.expr, asked.end, [this](base::Result<QueryResult> answer) {
        pending.reset();
        if (!answer)
            return failed(answer.error());
        instant = std::move(answer).value();
        askSeries();
    });
}

void PreviewPanel::Private::askSeries()
{
    series = {};
    if (plan.chartExpr.empty() || !client)
        return finish();
    pending = client->queryRange({plan.chartExpr, asked.start, asked.end, asked.step},
                                 [this](base::Result<QueryResult> answer) {
                                     pending.reset();
                                     if (answer)
                                         series = std::move(answer).value();
                                     else
                                         chartError = answer.error();
                                     finish();
                                 });
}

void PreviewPanel::Private::failed(const base::Error &what)
{
    stopWaiting();
    if (!client)
        return enter(State::NoEndpoint);
    error = what;
    std::optional<prometheus::QueryError> refused;
    if (!what.detail.empty() && (what.kind == base::ErrorKind::Invalid || what.kind == base::ErrorKind::Refused))
        refused = prometheus::parseQueryError(what.detail, plan.expr);
    enter(State::Error);
    if (refused && !refused->errorType.empty())
        emit q->serverErrorAt(refused->offset, QString::fromStdString(refused->message));
}

void PreviewPanel::Private::finish()
{
    stopWaiting();
    shownExpr = plan.expr;
    const bool nothing = instant.series.empty() && series.series.empty() && instant.type != QueryResult::Type::String;
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

void PreviewPanel::Private::render()
{
    const QString again = PreviewPanel::tr("Try again");
    contentShown = state == State::Result || ((state == State::Incomplete || state == State::Loading) && contentShown &&
                                              isEditOf(shownExpr, expr));
    status->clear();
    switch (state) {
    case State::NoEndpoint:
        page->show(PreviewPanel::tr("No endpoint is chosen."),
                   PreviewPanel::tr("Add a Prometheus server to see what the expression returns."),
                   PreviewPanel::tr("Add an endpoint…"));
        break;
    case State::NoExpression:
        page->show(PreviewPanel::tr("There is no expression to preview."),
                   PreviewPanel::tr("Select a rule, or write an expression."));
        break;
    case State::Incomplete:
        page->show(PreviewPanel::tr("The expression cannot be read yet: %1.").arg(translated(*plan.incomplete)),
                   PreviewPanel::tr("Finish it, or refresh to hear what the server says."));
        if (contentShown)
            status->setText(
                PreviewPanel::tr("Shown is the last expression that could be read. This one cannot yet: %1.")
                    .arg(translated(*plan.incomplete)));
        break;
    case State::Loading:
        status->setText(PreviewPanel::tr("Asking %1…").arg(endpointName()));
        page->show(PreviewPanel::tr("Asking %1…").arg(endpointName()),
                   PreviewPanel::tr("The chart and the series appear here."));
        break;
    case State::Cancelled:
        page->show(PreviewPanel::tr("The query was cancelled."),
                   PreviewPanel::tr("Refresh to ask again, perhaps over a shorter range."), again);
        break;
    case State::Error: {
        const prometheus::QueryError refused = prometheus::parseQueryError(error.detail, plan.expr);
        // The other sentences say themselves what to do.
        const QString hint =
            refused.errorType.empty() ? QString() : PreviewPanel::tr("Change the expression; it is asked again then.");
        if (refused.offset != std::string::npos)
            page->show(PreviewPanel::tr("%1 cannot read the expression: %2.")
                           .arg(endpointName(), QString::fromStdString(refused.message)),
                       PreviewPanel::tr("The place is marked in the expression."), {}, StatePage::Tone::Error);
        else
            page->show(translated(error.text), hint, again, StatePage::Tone::Error);
        break;
    }
    case State::Empty:
        page->show(
            PreviewPanel::tr("No series at %1 from %2 to %3.").arg(endpointName(), time(asked.start), time(asked.end)),
            PreviewPanel::tr(
                "Check the metric names and label matchers, or look at a longer range. A labelled counter appears "
                "only after its first event."));
        break;
    case State::Result: {
        const double milliseconds = instant.milliseconds + series.milliseconds;
        const int count = static_cast<int>(instant.series.size());
        status->setText(PreviewPanel::tr("%n series at %1", nullptr, count).arg(time(asked.end)) +
                        QStringLiteral(" · ") + PreviewPanel::tr("a point every %1").arg(durationText(asked.step)) +
                        QStringLiteral(" · ") + endpointName() + QStringLiteral(" · ") +
                        PreviewPanel::tr("%1 ms").arg(std::max(1L, std::lround(milliseconds))));
        break;
    }
    }
    status->setToolTip(status->text());
    renderNotice();
    pages->setCurrentWidget(contentShown ? static_cast<QWidget *>(content) : page);
}

void PreviewPanel::Private::renderContent()
{
    std::optional<PreviewChart::Threshold> threshold;
    if (plan.threshold)
        threshold = {plan.threshold->value, QString::fromStdString(thresholdLabel(*plan.threshold))};
    chart->setSeries(series.series, asked, threshold);
    if (chartError)
        chartPage->show(translated(chartError->text), {}, {}, StatePage::Tone::Error);
    else if (plan.chartExpr.empty())
        chartPage->show(PreviewPanel::tr("Strings and range vectors have no chart."),
                        PreviewPanel::tr("The table shows what the expression returns."));
    else
        chartPage->show(PreviewPanel::tr("No series from %1 to %2.").arg(time(asked.start), time(asked.end)),
                        PreviewPanel::tr("Look at a longer range."));
    const bool drawn = !series.series.empty() && !chartError;
    chartPages->setCurrentWidget(drawn ? static_cast<QWidget *>(chart) : chartPage);

    table->setResult(instant, [this](const alerting::Labels &labels) { return chart->colorOf(labels); });
    tablePage->show(PreviewPanel::tr("The expression returns nothing at %1.").arg(time(asked.end)),
                    threshold
                        ? PreviewPanel::tr("No series is %1 then; the chart shows all values.").arg(threshold->label)
                        : PreviewPanel::tr("The chart shows when there were series."));
    const bool listed = !instant.series.empty() || instant.type == QueryResult::Type::String;
    tablePages->setCurrentWidget(listed ? static_cast<QWidget *>(table) : tablePage);
}

void PreviewPanel::Private::renderNotice()
{
    QStringList lines;
    if (state == State::Result) {
        if (series.series.size() > PreviewChart::mostSeries)
            lines.append(PreviewPanel::tr("The chart draws %1 of %2 series. Aggregate, or match fewer.")
                             .arg(PreviewChart::mostSeries)
                             .arg(series.series.size()));
        const bool histograms = std::any_of(series.series.begin(), series.series.end(),
                                            [](const alerting::Series &one) { return one.histograms; });
        if (histograms)
            lines.append(
                PreviewPanel::tr("Native histograms are not drawn. Use histogram_quantile() or histogram_avg()."));
        for (const auto *texts : {&instant.warnings, &series.warnings, &instant.infos, &series.infos}) {
            for (const std::string &text : *texts)
                lines.append(PreviewPanel::tr("The server says: %1").arg(QString::fromStdString(text)));
        }
        lines.removeDuplicates();
    }
    notice->setText(lines.join(QLatin1Char('\n')));
    notice->setVisible(!lines.isEmpty());
}

void PreviewPanel::Private::showRange()
{
    const QSignalBlocker blocker(ranges);
    ranges->clear();
    for (const double seconds : offeredRanges)
        ranges->addItem(PreviewPanel::tr("Last %1").arg(durationText(seconds)), seconds);
    int index = ranges->findData(range);
    if (index < 0) {
        ranges->addItem(PreviewPanel::tr("Last %1").arg(durationText(range)), range);
        index = ranges->count() - 1;
    }
    ranges->setCurrentIndex(index);
}

void PreviewPanel::Private::retranslate()
{
    cancel->setText(PreviewPanel::tr("Cancel"));
    cancel->setAccessibleName(PreviewPanel::tr("Cancel the query"));
    ranges->setAccessibleName(PreviewPanel::tr("Time range of the preview"));
    refresh->setText(PreviewPanel::tr("Refresh"));
    refresh->setAccessibleName(PreviewPanel::tr("Refresh the preview"));
    newAlert->setText(PreviewPanel::tr("New alert…"));
    newAlert->setToolTip(PreviewPanel::tr("Make an alerting rule from this expression"));
    newAlert->setAccessibleName(PreviewPanel::tr("New alert from this expression"));
    status->setAccessibleName(PreviewPanel::tr("State of the preview"));
    notice->setAccessibleName(PreviewPanel::tr("Notes on the answer"));
    showRange();
    if (state == State::Result)
        renderContent();
    render();
}

void PreviewPanel::Private::applyTheme()
{
    const Theme &theme = Theme::of(q->palette());
    QPalette muted = q->palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    status->setPalette(muted);
    QPalette warning = q->palette();
    warning.setColor(QPalette::WindowText, theme.warning);
    notice->setPalette(warning);
    if (state == State::Result)
        renderContent();
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
    connect(d->ranges, &QComboBox::activated, this,
            [this](int index) { setTimeRange(d->ranges->itemData(index).toDouble()); });
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
    d->contentShown = false;
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
    d->schedule();
}

PreviewPanel::State PreviewPanel::state() const
{
    return d->state;
}

const QueryResult &PreviewPanel::result() const
{
    return d->instant;
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
