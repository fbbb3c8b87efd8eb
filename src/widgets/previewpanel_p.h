#pragma once

#include "widgets/alertbands.h"
#include "widgets/backtestview.h"
#include "widgets/previewchart.h"
#include "widgets/previewinlining.h"
#include "widgets/previewpanel.h"
#include "widgets/previewplan.h"
#include "widgets/seriestable.h"
#include "widgets/statepage.h"

#include <QComboBox>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

namespace widgets {

using alerting::QueryResult;

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
    QueryResult instant;
    QueryResult series;
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
    void askInstant();
    void askSeries();
    void failed(const base::Error &what);
    void finish();
    void stopWaiting();
    void enter(State next);
    void render();
    void renderContent();
    void renderNotice();
    void retranslate();
    void showBacktestPane(bool shown);
    void placeBands();
    void applyTheme();
    void showRange();
    [[nodiscard]] QString endpointName() const;
    [[nodiscard]] QString time(double seconds) const;
};

} // namespace widgets
