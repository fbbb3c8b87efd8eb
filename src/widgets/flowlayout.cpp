#include "widgets/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <numeric>

namespace widgets {

namespace {

bool grows(const QLayoutItem *item)
{
    return item->expandingDirections().testFlag(Qt::Horizontal);
}

/// Items that grow may also be cut, where a whole row is too narrow for them.
int leastWidth(const QLayoutItem *item)
{
    return grows(item) ? item->minimumSize().width() : item->sizeHint().width();
}

} // namespace

FlowLayout::FlowLayout(QWidget *parent) : QLayout(parent) {}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange({0, 0, width, 0}, false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo({leastWidth(item), item->minimumSize().height()});
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize own = item->sizeHint();
        size = {size.width() + own.width() + (size.isEmpty() ? 0 : std::max(0, spacing())),
                std::max(size.height(), own.height())};
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool place) const
{
    const QRect inner = rect.marginsRemoved(contentsMargins());
    const int gap = std::max(0, spacing());
    int top = inner.top();
    int width = 0;
    int height = 0;
    QList<QLayoutItem *> row;
    const auto finish = [&] {
        if (row.isEmpty())
            return;
        if (place)
            placeRow(row, {inner.left(), top, inner.width(), height});
        top += height + gap;
        row.clear();
        width = height = 0;
    };
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const int own = item->sizeHint().width();
        if (!row.isEmpty() && width + gap + own > inner.width())
            finish();
        width += own + (row.isEmpty() ? 0 : gap);
        height = std::max(height, item->sizeHint().height());
        row.append(item);
    }
    finish();
    return std::max(0, top - gap - rect.top()) + contentsMargins().bottom();
}

void FlowLayout::placeRow(const QList<QLayoutItem *> &row, const QRect &rect) const
{
    const int gap = std::max(0, spacing());
    const int wished = std::accumulate(row.begin(), row.end(), gap * static_cast<int>(row.size() - 1),
                                       [](int sum, const QLayoutItem *item) { return sum + item->sizeHint().width(); });
    auto growing = static_cast<int>(std::count_if(row.begin(), row.end(), grows));
    int left = std::max(0, rect.width() - wished);
    int x = rect.left();
    for (QLayoutItem *item : row) {
        int width = item->sizeHint().width();
        if (growing > 0 && grows(item)) {
            const int share = left / growing--;
            left -= share;
            width += share;
        }
        width = std::min(width, rect.width());
        const int height = std::min(rect.height(), item->sizeHint().height());
        const QRect cell(x, rect.top() + (rect.height() - height) / 2, width, height);
        item->setGeometry(
            QStyle::visualRect(parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight, rect, cell));
        x += width + gap;
    }
}

} // namespace widgets
