#include "widgets/chartlegend.h"

#include "widgets/theme.h"

#include <algorithm>

#include <QAbstractListModel>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QStyledItemDelegate>

namespace widgets {

namespace {

constexpr qsizetype longestName = 60;
constexpr int mostLegendRows = 2;

/// Entries as wide as the legend at most, and elided then: half a letter at its edge tells nothing.
class LegendDelegate : public QStyledItemDelegate
{
public:
    explicit LegendDelegate(QListView *view) : QStyledItemDelegate(view), m_view(view) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize whole = QStyledItemDelegate::sizeHint(option, index);
        return {std::min(whole.width(), m_view->viewport()->width() - 2 * m_view->spacing()), whole.height()};
    }
    [[nodiscard]] int wholeWidth(const QModelIndex &index) const
    {
        QStyleOptionViewItem option;
        option.initFrom(m_view);
        option.font = m_view->font();
        option.decorationPosition = QStyleOptionViewItem::Left;
        return QStyledItemDelegate::sizeHint(option, index).width();
    }

private:
    const QListView *m_view;
};

} // namespace

class ChartLegend::Model : public QAbstractListModel
{
public:
    explicit Model(ChartLegend *legend) : QAbstractListModel(legend), m_legend(legend) {}

    void setEntries(std::vector<Entry> entries)
    {
        beginResetModel();
        m_entries = std::move(entries);
        endResetModel();
    }
    void refresh()
    {
        if (!m_entries.empty())
            emit dataChanged(index(0), index(rowCount() - 1));
    }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const Entry &entry = m_entries[static_cast<std::size_t>(index.row())];
        const bool on = shown(index.row());
        switch (role) {
        case Qt::DisplayRole:
            return entry.name.size() > longestName ? entry.name.left(longestName - 1) + QStringLiteral("…")
                                                   : entry.name;
        case Qt::ToolTipRole:
            return entry.name;
        case Qt::AccessibleTextRole:
            return on ? entry.name : ChartLegend::tr("%1, not shown").arg(entry.name);
        case Qt::DecorationRole:
            return swatch(entry.color, on);
        case Qt::ForegroundRole:
            return on ? QVariant() : QVariant(Theme::of(m_legend->palette()).muted);
        default:
            return {};
        }
    }

private:
    [[nodiscard]] bool shown(int row) const
    {
        const auto place = static_cast<std::size_t>(row);
        return m_legend->m_isolated.empty() ? m_entries[place].drawn
                                            : std::ranges::binary_search(m_legend->m_isolated, place);
    }
    /// Filled when shown, else its outline: not by colour alone.
    [[nodiscard]] QPixmap swatch(const QColor &color, bool on) const
    {
        const int size = m_legend->fontMetrics().height() * 2 / 3;
        // Hundreds of entries share a few colours.
        const QString key = QStringLiteral("legend %1 %2").arg(size).arg(color.rgba());
        QPixmap pixmap;
        if (on && QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const QRect box(1, 1, size - 3, size - 3);
        painter.setPen(on ? color : Theme::of(m_legend->palette()).muted);
        if (on)
            painter.setBrush(color);
        painter.drawRect(box);
        painter.end();
        if (on)
            QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    ChartLegend *m_legend;
    std::vector<Entry> m_entries;
};

ChartLegend::ChartLegend(QWidget *parent) : QListView(parent), m_model(new Model(this))
{
    setModel(m_model);
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setLayoutMode(Batched);
    setUniformItemSizes(false);
    setSpacing(2);
    setTextElideMode(Qt::ElideMiddle);
    setItemDelegate(new LegendDelegate(this));
    setFrameShape(NoFrame);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(this, &QListView::entered, this,
            [this](const QModelIndex &index) { emit currentEntryChanged(index.row()); });
    retranslate();
}

void ChartLegend::setEntries(std::vector<Entry> entries)
{
    m_isolated.clear();
    m_oneRow.reset();
    m_model->setEntries(std::move(entries));
    updateGeometry();
}

int ChartLegend::count() const
{
    return m_model->rowCount();
}

void ChartLegend::isolate(const std::vector<std::size_t> &places)
{
    m_isolated = places;
    std::ranges::sort(m_isolated);
    m_model->refresh();
}

void ChartLegend::toggle(int place, bool more)
{
    const auto index = static_cast<std::size_t>(place);
    std::vector<std::size_t> next;
    if (more) {
        next = m_isolated;
        if (std::erase(next, index) == 0)
            next.push_back(index);
    } else if (m_isolated != std::vector<std::size_t>{index}) {
        next = {index};
    }
    isolate(next);
    emit isolationChanged();
}

QSize ChartLegend::sizeHint() const
{
    const int row = std::max(fontMetrics().height(), fontMetrics().height() * 2 / 3) + 2 * spacing() + 2;
    // One row where everything fits beside each other.
    const bool one = oneRow() <= width();
    return {400, row * (one ? 1 : mostLegendRows) + 4};
}

int ChartLegend::oneRow() const
{
    // Layouts ask for sizes again and again, and no screen is wider than so many entries.
    constexpr int mostMeasured = 200;
    if (!m_oneRow) {
        m_oneRow = 0;
        for (int i = 0; i < std::min(count(), mostMeasured); ++i)
            *m_oneRow +=
                static_cast<const LegendDelegate *>(itemDelegate())->wholeWidth(m_model->index(i)) + 2 * spacing();
    }
    return *m_oneRow;
}

QSize ChartLegend::minimumSizeHint() const
{
    return {100, sizeHint().height()};
}

void ChartLegend::keyPressEvent(QKeyEvent *event)
{
    const bool choose =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (choose && currentIndex().isValid())
        toggle(currentIndex().row(), event->modifiers() & Qt::ControlModifier);
    else
        QListView::keyPressEvent(event);
}

void ChartLegend::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid())
        toggle(index.row(), event->modifiers() & Qt::ControlModifier);
}

void ChartLegend::leaveEvent(QEvent *event)
{
    QListView::leaveEvent(event);
    emit currentEntryChanged(-1);
}

void ChartLegend::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    emit currentEntryChanged(current.isValid() ? current.row() : -1);
}

void ChartLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        m_model->refresh();
    m_oneRow.reset();
    QListView::changeEvent(event);
}

void ChartLegend::retranslate()
{
    setAccessibleName(tr("Legend of the chart"));
    setAccessibleDescription(tr("Space shows a series alone, again shows all. With Ctrl more series are added."));
    setToolTip({});
    setStatusTip(accessibleDescription());
}

} // namespace widgets
