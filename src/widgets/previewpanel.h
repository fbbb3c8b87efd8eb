#pragma once

#include "prometheus/client.h"
#include "promql/parser.h"
#include "widgets/backtestview.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>

namespace widgets {

/// What an expression returns at an endpoint: a chart over a range that ends at the evaluation time, and a table of the
/// series at that time. Asks a moment after the last change; the newest expression wins and at most one query is under
/// way. While hidden it only remembers, and asks when it is shown.
class PreviewPanel : public QWidget
{
    Q_OBJECT

public:
    enum class State { NoEndpoint, NoExpression, Incomplete, Loading, Cancelled, Error, Empty, Result };

    explicit PreviewPanel(QWidget *parent = nullptr);
    ~PreviewPanel() override;

    /// Null for no endpoint. Not owned; may be deleted at any time.
    void setClient(prometheus::Client *client);
    void setExpression(const std::string &expr);
    void setDialect(const promql::Dialect &dialect);
    /// Asks at once, also for an expression that does not parse: the server has the last word.
    void refreshNow();
    void setTimeRange(double seconds);
    [[nodiscard]] double timeRange() const;
    /// Unix seconds; nothing for now.
    void setEvaluationTime(std::optional<double> time);
    /// Opens the calendar that chooses both ends of the range.
    void openCalendar();

    /// The rules that the expression may read, and those that are backtested.
    void setRulesProvider(const BacktestView::RulesProvider &provider);
    [[nodiscard]] BacktestView *backtest() const;
    /// Opens the backtest beside the chart.
    void showBacktest();

    [[nodiscard]] State state() const;
    /// The answer of the last query at the evaluation time.
    [[nodiscard]] const alerting::QueryResult &result() const;
    /// What was asked for it.
    [[nodiscard]] const std::string &resultExpression() const;

signals:
    void alertFromExpressionRequested(const std::string &expr);
    /// The server refused the expression; `offset` is a byte of it, or npos.
    void serverErrorAt(std::size_t offset, const QString &message);
    /// A query was answered and is shown, with or without series.
    void previewed();
    /// Somebody wants to add or choose an endpoint.
    void endpointRequested();
    void timeRangeChanged(double seconds);
    /// Unix seconds; nothing for now.
    void evaluationTimeChanged(std::optional<double> time);
    /// The rule whose expression is `expr` is to have `changed` in its place.
    void expressionChangeRequested(const std::string &expr, const std::string &changed);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
