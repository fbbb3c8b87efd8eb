#include "widgets/previewpanel_p.h"

#include "prometheus/serverclock.h"
#include "prometheus/serverkind.h"
#include "widgets/coretext.h"
#include "widgets/numbertext.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

/// How the preview looks: its widgets, its states and what they say.
namespace widgets {

namespace {

constexpr int showWaitingMilliseconds = 100;
constexpr int offerCancelMilliseconds = 1000;

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

} // namespace

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
    for (QWidget *widget :
         {static_cast<QWidget *>(cancel), static_cast<QWidget *>(chartMenu), static_cast<QWidget *>(ranges),
          static_cast<QWidget *>(refresh), static_cast<QWidget *>(showBacktest), static_cast<QWidget *>(newAlert)})
        bar->addWidget(widget);
    name(bands, "previewBands");
    name(showBacktest, "previewShowBacktest");
    name(backtest, "previewBacktest");
    chartPages->addWidget(chart);
    chartPages->addWidget(chartPage);
    auto *column = new QWidget;
    auto *columnLayout = new QVBoxLayout(column);
    columnLayout->setContentsMargins(0, 0, 0, 0);
    columnLayout->setSpacing(0);
    columnLayout->addWidget(chartPages, 1);
    columnLayout->addWidget(bands);
    columnLayout->addWidget(whatIfBar);
    columnLayout->addWidget(legend);
    bands->hide();
    tablePages->addWidget(table);
    tablePages->addWidget(tablePage);
    content->addWidget(column);
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
    layout->addWidget(body, 1);
    body->addWidget(pages);
    body->addWidget(backtest);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 2);
    body->setChildrenCollapsible(false);
    body->setHandleWidth(1);
    body->setSizes({620, 420});
    backtest->hide();
    showBacktest->setCheckable(true);

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
        const double milliseconds = instant->milliseconds + series->milliseconds;
        const int count = static_cast<int>(instant->series.size());
        status->setText(PreviewPanel::tr("%n series at %1", nullptr, count).arg(time(asked.end)) +
                        QStringLiteral(" · ") + PreviewPanel::tr("a point every %1").arg(rangeText(asked.step)) +
                        QStringLiteral(" · ") + endpointName() + QStringLiteral(" · ") +
                        PreviewPanel::tr("%1 ms").arg(std::max(1L, std::lround(milliseconds))));
        break;
    }
    }
    renderNotice();
    pages->setCurrentWidget(contentShown ? static_cast<QWidget *>(content) : page);
}

void PreviewPanel::Private::renderContent()
{
    std::optional<PreviewChart::Threshold> threshold;
    if (plan.threshold)
        threshold = {plan.threshold->value, QString::fromStdString(thresholdLabel(*plan.threshold)),
                     QString::fromStdString(comparisonLabel(plan.threshold->op))};
    applyUnit();
    // The answer's own memory: nothing is copied.
    chart->setSeries(SharedSeries(series, &series->series), asked, threshold);
    renderWhatIf();
    if (chartError)
        chartPage->show(translated(chartError->text), {}, {}, StatePage::Tone::Error);
    else if (plan.chartExpr.empty())
        chartPage->show(PreviewPanel::tr("Strings and range vectors have no chart."),
                        PreviewPanel::tr("The table shows what the expression returns."));
    else
        chartPage->show(PreviewPanel::tr("No series from %1 to %2.").arg(time(asked.start), time(asked.end)),
                        PreviewPanel::tr("Look at a longer range."));
    const bool drawn = !series->series.empty() && !chartError;
    chartPages->setCurrentWidget(drawn ? static_cast<QWidget *>(chart) : chartPage);

    bands->setRange(asked.start, asked.end);
    placeBands();
    renderTable();
}

void PreviewPanel::Private::renderTable()
{
    table->setResult(*instant, [this](const alerting::Labels &labels) { return chart->colorOf(labels); });
    tablePage->show(PreviewPanel::tr("The expression returns nothing at %1.").arg(time(asked.end)),
                    plan.threshold ? PreviewPanel::tr("No series is %1 then; the chart shows all values.")
                                         .arg(QString::fromStdString(thresholdLabel(*plan.threshold)))
                                   : PreviewPanel::tr("The chart shows when there were series."));
    const bool listed = !instant->series.empty() || instant->type == QueryResult::Type::String;
    tablePages->setCurrentWidget(listed ? static_cast<QWidget *>(table) : tablePage);
}

void PreviewPanel::Private::renderNotice()
{
    // Nothing jumps: the notes stay with what they are about.
    if (state == State::Loading && contentShown)
        return;
    QStringList lines;
    if (state == State::Result || state == State::Empty)
        lines = sent.notes;
    if (client && client->clockAheadSeconds() != 0)
        lines.append(translated(prometheus::clockText(client->endpoint(), client->clockAheadSeconds())));
    if ((state == State::Result || state == State::Empty) && asked.unsettledFrom < asked.end)
        lines.append(translated(prometheus::unsettledText()));
    if (state == State::Result) {
        if (chart->hidesValues())
            lines.append(PreviewPanel::tr("A logarithmic scale has no place for 0 and negative values."));
        if (!zooms.empty())
            lines.append(PreviewPanel::tr("Zoomed in. A double click on the chart or Backspace goes back."));
        if (series->series.size() > PreviewChart::mostSeries)
            lines.append(PreviewPanel::tr("The chart draws %1 of %2 series, and the one selected in the table.")
                             .arg(PreviewChart::mostSeries)
                             .arg(series->series.size()));
        const bool histograms = std::any_of(series->series.begin(), series->series.end(),
                                            [](const alerting::Series &one) { return one.histograms; });
        if (histograms)
            lines.append(
                PreviewPanel::tr("Native histograms are not drawn. Use histogram_quantile() or histogram_avg()."));
        for (const auto *texts : {&instant->warnings, &series->warnings, &instant->infos, &series->infos}) {
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
    ranges->setRange(range, evaluationTime);
}

void PreviewPanel::Private::retranslate()
{
    cancel->setText(PreviewPanel::tr("Cancel"));
    cancel->setAccessibleName(PreviewPanel::tr("Cancel the query"));
    refresh->setText(PreviewPanel::tr("Refresh"));
    refresh->setAccessibleName(PreviewPanel::tr("Refresh the preview"));
    showBacktest->setText(PreviewPanel::tr("Backtest"));
    showBacktest->setToolTip(PreviewPanel::tr("When this alert would have been pending and firing"));
    showBacktest->setAccessibleName(PreviewPanel::tr("Show the backtest"));
    newAlert->setText(PreviewPanel::tr("New alert…"));
    newAlert->setToolTip(PreviewPanel::tr("Make an alerting rule from this expression"));
    newAlert->setAccessibleName(PreviewPanel::tr("New alert from this expression"));
    status->setAccessibleName(PreviewPanel::tr("State of the preview"));
    notice->setAccessibleName(PreviewPanel::tr("Notes on the answer"));
    retranslateChartMenu();
    showRange();
    if (state == State::Result)
        renderTable();
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
    if (state == State::Result) {
        renderTable();
        renderLegend();
    }
}

/// The bands stand under the chart's own time axis.
void PreviewPanel::Private::placeBands()
{
    const QRect plot = chart->plotRect();
    bands->setPlotEdges(plot.left(), plot.right());
}

void PreviewPanel::Private::showBacktestPane(bool shown)
{
    const QSignalBlocker blocker(showBacktest);
    showBacktest->setChecked(shown);
    // There is no room for both, and the series are in the chart's read-out too.
    tablePages->setVisible(!shown);
    backtest->setVisible(shown);
    bands->setVisible(shown && bands->rows() > 0);
}

} // namespace widgets
