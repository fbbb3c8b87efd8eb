#include "widgets/backtesttables.h"

#include "rules/duration.h"
#include "widgets/backtesttext.h"
#include "widgets/backtestview.h"
#include "widgets/chartdata.h"
#include "widgets/numbertext.h"

#include <algorithm>

#include <QHeaderView>
#include <QListWidget>
#include <QScrollBar>
#include <QTableWidget>
#include <QTreeWidget>

namespace widgets {

namespace {

QString forText(backtest::Milliseconds duration)
{
    return QString::fromStdString(rules::formatDuration(static_cast<double>(duration) / 1000));
}

} // namespace

void fillWhatIf(QTableWidget *whatIf, const BacktestOutcome &outcome)
{
    whatIf->clear();
    if (outcome.whatIf.empty())
        return;
    std::vector<double> thresholds;
    std::vector<backtest::Milliseconds> durations;
    for (const backtest::WhatIf &cell : outcome.whatIf) {
        if (std::ranges::find(thresholds, cell.threshold) == thresholds.end())
            thresholds.push_back(cell.threshold);
        if (std::ranges::find(durations, cell.forDuration) == durations.end())
            durations.push_back(cell.forDuration);
    }
    whatIf->setRowCount(static_cast<int>(thresholds.size()));
    whatIf->setColumnCount(static_cast<int>(durations.size()));
    const bool hasThreshold = outcome.result->threshold.has_value();
    QStringList rows;
    QStringList columns;
    for (const double threshold : thresholds)
        rows += hasThreshold ? fullNumber(threshold) : BacktestView::tr("as it is");
    for (const backtest::Milliseconds duration : durations)
        columns += QStringLiteral("for ") + forText(duration);
    whatIf->setVerticalHeaderLabels(rows);
    whatIf->setHorizontalHeaderLabels(columns);
    for (std::size_t i = 0; i < outcome.whatIf.size(); ++i) {
        const backtest::WhatIf &cell = outcome.whatIf[i];
        auto *item = new QTableWidgetItem(shareText(cell.firingRatio) + QStringLiteral(" · ") +
                                          BacktestView::tr("%n×", nullptr, static_cast<int>(cell.firings)));
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const bool before = cell.firings == 0 && cell.firingRatio > 0;
        item->setToolTip((before ? BacktestView::tr("Firing %1 of the time, since before the range began")
                                 : BacktestView::tr("Firing %1 of the time, in %n firing(s)", nullptr,
                                                    static_cast<int>(cell.firings)))
                             .arg(shareText(cell.firingRatio)));
        const bool own = cell.forDuration == outcome.result->alert.forDuration &&
                         (!hasThreshold || cell.threshold == outcome.result->threshold->value);
        if (own) {
            QFont bold = whatIf->font();
            bold.setBold(true);
            item->setFont(bold);
        }
        whatIf->setItem(static_cast<int>(i / durations.size()), static_cast<int>(i % durations.size()), item);
    }
}

void showStatistics(QTreeWidgetItem *item, const backtest::AlertStatistics &statistics)
{
    item->setText(1, shareText(statistics.share));
    item->setText(2, QString::number(statistics.firings));
    item->setText(3, statistics.longest > 0 ? forText(statistics.longest) : QString());
    item->setText(4, QString::number(statistics.flaps));
    for (int column = 1; column < 5; ++column)
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

void addIdentities(QTreeWidgetItem *parent, const backtest::BacktestResult &result,
                   const backtest::BacktestResult *before)
{
    constexpr std::size_t mostIdentities = 500;
    const std::vector<IdentityPair> pairs = identityPairs(result, before);
    const auto show = [](QTreeWidgetItem *item, const alerting::AlertHistory *alert,
                         const backtest::BacktestResult &of) {
        item->setToolTip(0, alert ? seriesText(alert->labels) : QString());
        showStatistics(item,
                       alert ? backtest::statisticsOf(*alert, of.values.ticks, of.from) : backtest::AlertStatistics());
    };
    for (std::size_t i = 0; i < std::min(pairs.size(), mostIdentities); ++i) {
        auto *item = new QTreeWidgetItem(parent);
        item->setText(0, pairs[i].name);
        show(item, pairs[i].now, result);
        if (!before)
            continue;
        auto *saved = new QTreeWidgetItem(item);
        saved->setText(0, BacktestView::tr("as it was saved"));
        show(saved, pairs[i].before, *before);
        item->setExpanded(true);
    }
}

void fillDifferences(QListWidget *list, const backtest::Agreement &agreement)
{
    list->clear();
    for (const backtest::Disagreement &each : agreement.differences) {
        auto *item = new QListWidgetItem(disagreementText(each), list);
        item->setToolTip(item->text());
        const backtest::Milliseconds time = each.backtest ? each.backtest->begin : each.recorded->begin;
        item->setData(differenceTimeRole, static_cast<double>(time) / 1000);
    }
}

/// As high as its rows, so that the scroll area around it scrolls and nothing else.
void fitRows(QAbstractItemView *view, int rows, int most)
{
    const int row = view->fontMetrics().height() + 8;
    int bar = 0;
    if (auto *table = qobject_cast<QTableWidget *>(view)) {
        table->verticalHeader()->setDefaultSectionSize(row);
        table->horizontalHeader()->setFixedHeight(row);
        // A bar below must not cover the last row.
        const int columns = table->verticalHeader()->sizeHint().width() + table->horizontalHeader()->length();
        bar = columns > table->width() ? table->horizontalScrollBar()->sizeHint().height() : 0;
    }
    view->setFixedHeight(row * (std::clamp(rows, 1, most) + 1) + 2 * view->frameWidth() + 2 + bar);
}

} // namespace widgets
