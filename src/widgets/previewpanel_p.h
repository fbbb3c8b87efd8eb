#pragma once

#include "widgets/alertbands.h"
#include "widgets/backtestview.h"
#include "widgets/chartlegend.h"
#include "widgets/elidedlabel.h"
#include "widgets/previewchart.h"
#include "widgets/previewinlining.h"
#include "widgets/previewpanel.h"
#include "widgets/previewplan.h"
#include "widgets/querycache.h"
#include "widgets/rangepicker.h"
#include "widgets/seriestable.h"
#include "widgets/statepage.h"
#include "widgets/whatifbar.h"

#include <QAction>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>

namespace widgets {

using alerting::QueryResult;

struct PreviewPanel::Private
{
    PreviewPanel *q;

    ElidedLabel *status = new ElidedLabel;
    QPushButton *cancel = new QPushButton;
    RangePicker *ranges = new RangePicker;
    QToolButton *chartMenu = new QToolButton;
    QAction *logarithmic = new QAction(chartMenu);
    QAction *units = new QAction(chartMenu);
    QAction *showLegend = new QAction(chartMenu);
    QAction *tryThreshold = new QAction(chartMenu);
    ChartLegend *legend = new ChartLegend;
    WhatIfBar *whatIfBar = new WhatIfBar;
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
    AlertBands *bands = new AlertBands;
    QPushButton *showBacktest = new QPushButton;
    BacktestView *backtest = new BacktestView;
    QSplitter *body = new QSplitter;

    QPointer<prometheus::Client> client;
    std::string expr;
    promql::Dialect dialect;
    double range = 6 * 3600;
    std::optional<double> evaluationTime;
    /// Range and time before each zoom into the chart.
    std::vector<std::pair<double, std::optional<double>>> zooms;

    QTimer debounce;
    QTimer showWaiting;
    QTimer offerCancel;
    std::unique_ptr<alerting::PendingQuery> pending;
    PreviewInlining inlining;
    State state = State::NoEndpoint;
    /// Something changed while the panel was hidden.
    bool stale = false;
    bool forced = false;

    // What is being asked or was answered last.
    PreviewPlan plan;
    /// As they were sent, recording rules that are not loaded inlined.
    PreviewInlining::Answer sent;
    PreviewChart::Range asked;
    /// Never null.
    QueryCache::Answer instant = std::make_shared<const QueryResult>();
    QueryCache::Answer series = std::make_shared<const QueryResult>();
    QueryCache cache;
    /// The width of the chart that `asked.step` fits, and how far the server's clock was thought to be ahead.
    int askedWidth = 0;
    double askedAhead = 0;
    bool bypassCache = false;
    base::Error error;
    std::optional<base::Error> chartError;
    /// The content belongs to this expression.
    std::string shownExpr;
    bool contentShown = false;

    explicit Private(PreviewPanel *panel) : q(panel) {}
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    void build();
    void name(QWidget *widget, const char *objectName) { widget->setObjectName(QLatin1String(objectName)); }
    void schedule();
    void run();
    void ask();
    bool takeCached();
    void askInstant();
    void askSeries();
    void failed(const base::Error &what);
    void finish();
    void stopWaiting();
    void enter(State next);
    void render();
    void renderContent();
    void renderTable();
    void renderNotice();
    void buildChartMenu();
    void renderLegend();
    void renderWhatIf();
    void applyUnit();
    void applyWhatIf();
    void retranslateChartMenu();
    void chartResized();
    [[nodiscard]] QueryCache::Key instantKey() const;
    [[nodiscard]] QueryCache::Key seriesKey() const;
    void retranslate();
    void showBacktestPane(bool shown);
    void placeBands();
    void applyTheme();
    void showRange();
    [[nodiscard]] QString endpointName() const;
    [[nodiscard]] QString time(double seconds) const;
};

} // namespace widgets
