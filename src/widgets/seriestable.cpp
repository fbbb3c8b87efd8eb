#include "widgets/seriestable.h"

#include "widgets/chartdata.h"
#include "widgets/numbertext.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIcon>
#include <QPainter>
#include <QPixmap>
#include <QSortFilterProxyModel>

namespace widgets {

namespace {

/// Labels that tell the series apart first, the constant ones after them.
std::vector<std::string> columnNames(const std::vector<alerting::Series> &series)
{
    std::map<std::string, std::set<std::string>> values;
    std::map<std::string, std::size_t> seen;
    for (const alerting::Series &one : series) {
        for (const auto &[name, value] : one.labels) {
            values[name].insert(value);
            ++seen[name];
        }
    }
    std::vector<std::string> names;
    names.reserve(values.size());
    for (const auto &[name, texts] : values)
        names.push_back(name);
    std::stable_partition(names.begin(), names.end(), [&](const std::string &name) {
        return values[name].size() > 1 || seen[name] != series.size();
    });
    return names;
}

QIcon swatch(const QColor &color, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.fillRect(QRect(0, size / 2 - 1, size, 3), color);
    QIcon icon(pixmap);
    // Else a selected row would tint it.
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

/// NaN last in both orders, as nothing can be said of it.
class ValueSort : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        const QVariant a = left.data(SeriesModel::SortRole);
        const QVariant b = right.data(SeriesModel::SortRole);
        if (a.typeId() != QMetaType::Double || b.typeId() != QMetaType::Double)
            return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
        if (std::isnan(a.toDouble()) || std::isnan(b.toDouble())) {
            const bool ascending = sortOrder() == Qt::AscendingOrder;
            return ascending ? !std::isnan(a.toDouble()) && std::isnan(b.toDouble())
                             : std::isnan(a.toDouble()) && !std::isnan(b.toDouble());
        }
        return a.toDouble() < b.toDouble();
    }
};

} // namespace

void SeriesModel::setResult(const alerting::QueryResult &result, const ColorOf &colorOf)
{
    beginResetModel();
    m_result = result;
    if (result.type == alerting::QueryResult::Type::String)
        m_result.series.resize(1);
    m_names = columnNames(m_result.series);
    m_colors.clear();
    for (const alerting::Series &series : m_result.series)
        m_colors.push_back(colorOf ? colorOf(series.labels) : QColor());
    endResetModel();
}

const alerting::Labels &SeriesModel::labels(int row) const
{
    return m_result.series.at(static_cast<std::size_t>(row)).labels;
}

int SeriesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_result.series.size());
}

int SeriesModel::columnCount(const QModelIndex &parent) const
{
    const bool ranges = m_result.type == alerting::QueryResult::Type::Matrix;
    return parent.isValid() ? 0 : valueColumn() + (ranges ? 2 : 1);
}

QVariant SeriesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (index.column() == 0 && role == Qt::DecorationRole && m_colors[row].isValid())
        return swatch(m_colors[row], 12);
    if (index.column() < valueColumn())
        return labelData(row, static_cast<std::size_t>(index.column()), role);
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (index.column() == valueColumn())
        return valueData(row, role);
    const auto samples = static_cast<double>(m_result.series[row].samples.size());
    if (role == Qt::DisplayRole)
        return fullNumber(samples);
    return role == SortRole ? QVariant(samples) : QVariant();
}

QVariant SeriesModel::labelData(std::size_t row, std::size_t column, int role) const
{
    if (role == Qt::ToolTipRole)
        return seriesText(m_result.series[row].labels);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    const alerting::Labels &labels = m_result.series[row].labels;
    const auto found =
        std::find_if(labels.begin(), labels.end(), [&](const auto &label) { return label.first == m_names[column]; });
    return found == labels.end() ? QString() : QString::fromStdString(found->second);
}

QVariant SeriesModel::valueData(std::size_t row, int role) const
{
    const alerting::Series &series = m_result.series[row];
    const bool shown = role == Qt::DisplayRole || role == SortRole;
    if (shown && m_result.type == alerting::QueryResult::Type::String)
        return QString::fromStdString(m_result.string);
    if (role == Qt::ToolTipRole && series.histograms)
        return tr("Native histograms are counted here, not shown.");
    if (!shown)
        return {};
    if (series.samples.empty())
        return role == SortRole ? QVariant(std::nan("")) : QVariant(series.histograms ? tr("histogram") : QString());
    const double value = series.samples.back().value;
    return role == SortRole ? QVariant(value) : QVariant(fullNumber(value));
}

QVariant SeriesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant((section < valueColumn() ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (section == valueColumn())
        return m_result.type == alerting::QueryResult::Type::Matrix ? tr("Last value") : tr("Value");
    if (section > valueColumn())
        return tr("Samples");
    const std::string &name = m_names[static_cast<std::size_t>(section)];
    return name == "__name__" ? tr("Metric") : QString::fromStdString(name);
}

SeriesTable::SeriesTable(QWidget *parent)
    : QTableView(parent),
      m_model(new SeriesModel(this)),
      m_sorted(new ValueSort(this)),
      m_copyRows(new QAction(this)),
      m_copySelectors(new QAction(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SeriesModel::SortRole);
    setModel(m_sorted);
    setSortingEnabled(true);
    setSelectionBehavior(SelectRows);
    setWordWrap(false);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    m_copyRows->setObjectName(QStringLiteral("previewCopyRows"));
    m_copyRows->setShortcut(QKeySequence::Copy);
    m_copySelectors->setObjectName(QStringLiteral("previewCopySelectors"));
    for (QAction *action : {m_copyRows, m_copySelectors}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        addAction(action);
    }
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copyRows, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(selectionAsText()); });
    connect(m_copySelectors, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(selectionAsSelectors()); });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        emit currentSeriesChanged(current.isValid() ? m_model->labels(m_sorted->mapToSource(current).row())
                                                    : alerting::Labels());
    });
    retranslate();
}

void SeriesTable::setResult(const alerting::QueryResult &result, const SeriesModel::ColorOf &colorOf)
{
    // A person's own order holds as long as the column is there.
    const int column = horizontalHeader()->sortIndicatorSection();
    const Qt::SortOrder order = horizontalHeader()->sortIndicatorOrder();
    const bool byValue = column >= m_model->valueColumn() || column < 0 || m_model->rowCount() == 0;
    const QVariant name = m_model->headerData(column, Qt::Horizontal);
    m_model->setResult(result, colorOf);
    int next = m_model->valueColumn();
    for (int i = 0; !byValue && i < m_model->valueColumn(); ++i) {
        if (m_model->headerData(i, Qt::Horizontal) == name)
            next = i;
    }
    sortByColumn(next, byValue && m_model->rowCount() > 0 && column < 0 ? Qt::DescendingOrder : order);
    resizeColumnsToContents();
    const int widest = fontMetrics().averageCharWidth() * 40;
    for (int i = 0; i < m_model->valueColumn(); ++i)
        setColumnWidth(i, std::min(columnWidth(i), widest));
}

QList<int> SeriesTable::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

QString SeriesTable::selectionAsText() const
{
    QList<int> rows = selectedRows();
    if (rows.isEmpty()) {
        rows.resize(m_sorted->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < m_sorted->columnCount(); ++column)
        cells.append(m_sorted->headerData(column, Qt::Horizontal).toString());
    lines.append(cells.join(QLatin1Char('\t')));
    for (const int row : rows) {
        cells.clear();
        for (int column = 0; column < m_sorted->columnCount(); ++column) {
            QString cell = m_sorted->index(row, column).data().toString();
            cells.append(
                cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' ')));
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString SeriesTable::selectionAsSelectors() const
{
    QStringList lines;
    for (const int row : selectedRows())
        lines.append(seriesText(m_model->labels(m_sorted->mapToSource(m_sorted->index(row, 0)).row())));
    return lines.join(QLatin1Char('\n'));
}

void SeriesTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QTableView::changeEvent(event);
}

void SeriesTable::retranslate()
{
    setAccessibleName(tr("Series of the expression"));
    m_copyRows->setText(tr("Copy rows"));
    m_copySelectors->setText(tr("Copy as selectors"));
    emit m_model->headerDataChanged(Qt::Horizontal, 0, std::max(0, m_model->columnCount() - 1));
}

} // namespace widgets
