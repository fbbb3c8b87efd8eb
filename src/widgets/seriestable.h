#pragma once

#include "alerting/seriessource.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <functional>
#include <vector>

QT_BEGIN_NAMESPACE
class QSortFilterProxyModel;
QT_END_NAMESPACE

namespace widgets {

/// The series of an instant query: a column for every label, the ones that differ first, then the value (of a range
/// vector the last one, and the number of samples).
class SeriesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// What sorting compares: the number behind a value, the text of a label.
    static constexpr int SortRole = Qt::UserRole;
    /// A colour for the series, or an invalid one.
    using ColorOf = std::function<QColor(const alerting::Labels &)>;

    using QAbstractTableModel::QAbstractTableModel;

    void setResult(const alerting::QueryResult &result, const ColorOf &colorOf);
    [[nodiscard]] const alerting::Labels &labels(int row) const;
    [[nodiscard]] int valueColumn() const { return static_cast<int>(m_names.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QVariant labelData(std::size_t row, std::size_t column, int role) const;
    [[nodiscard]] QVariant valueData(std::size_t row, int role) const;

    alerting::QueryResult m_result;
    std::vector<std::string> m_names;
    std::vector<QColor> m_colors;
};

/// A sortable view of a SeriesModel; rows can be copied as tab-separated text and as selectors.
class SeriesTable : public QTableView
{
    Q_OBJECT

public:
    explicit SeriesTable(QWidget *parent = nullptr);

    void setResult(const alerting::QueryResult &result, const SeriesModel::ColorOf &colorOf);
    /// The selected rows (all when none is) with a line of headings, as a spreadsheet takes them.
    [[nodiscard]] QString selectionAsText() const;
    /// The selected rows as `name{label="value"}`, one a line.
    [[nodiscard]] QString selectionAsSelectors() const;

signals:
    /// Empty when no row is current.
    void currentSeriesChanged(const alerting::Labels &labels);

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QList<int> selectedRows() const;
    void retranslate();

    SeriesModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QAction *m_copyRows;
    QAction *m_copySelectors;
};

} // namespace widgets
