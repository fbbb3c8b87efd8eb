#pragma once

#include "backtest/statistics.h"
#include "widgets/backtestsession.h"

QT_BEGIN_NAMESPACE
class QAbstractItemView;
class QListWidget;
class QTableWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

/// The lists and tables of a backtest.
namespace widgets {

/// Of an item of the list of differences: where it is, Unix seconds.
inline constexpr int differenceTimeRole = 0x0100;

/// Thresholds down, `for` across; the rule's own cell is bold.
void fillWhatIf(QTableWidget *table, const BacktestOutcome &outcome);

/// Share, firings, longest and flaps in the columns 1 to 4.
void showStatistics(QTreeWidgetItem *item, const backtest::AlertStatistics &statistics);

/// A child for each identity, at most 500; with `before` each has a child that tells of the rule as it was saved.
void addIdentities(QTreeWidgetItem *parent, const backtest::BacktestResult &result,
                   const backtest::BacktestResult *before = nullptr);

void fillDifferences(QListWidget *list, const backtest::Agreement &agreement);

/// As high as `rows` and a heading, at most `most` rows, so that the scroll area around it scrolls and nothing else.
void fitRows(QAbstractItemView *view, int rows, int most);

} // namespace widgets
