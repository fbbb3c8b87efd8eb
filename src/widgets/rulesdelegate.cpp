#include "widgets/rulesdelegate.h"

#include "widgets/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace widgets {

namespace {

constexpr int fewestLetters = 5;
constexpr int lettersForBothEnds = 8;

} // namespace

void RulesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString apart = index.data(ApartRole).toString();
    const QString count = index.data(CountRole).toString();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    if (apart.isEmpty() && count.isEmpty()) {
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        return;
    }
    const QFontMetrics metrics(item.font);
    const int gap = metrics.horizontalAdvance(' ') * 2;
    QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget);
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, item.widget) + 1;
    text.adjust(margin, 0, -gap, 0);
    const QString name = apart.isEmpty() ? item.text : item.text.chopped(apart.size()).trimmed();
    item.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const Theme &theme = Theme::current();
    painter->save();
    painter->setFont(item.font);
    if (!count.isEmpty()) {
        const QVariant own = index.data(CountColourRole);
        painter->setPen(own.isValid() ? qvariant_cast<QColor>(own) : theme.muted);
        // A name is worth more than what is said of it.
        const QString shown = metrics.elidedText(count, Qt::ElideRight, text.width() / 2);
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, shown);
        text.setRight(text.right() - metrics.horizontalAdvance(shown) - gap);
    }
    const QVariant colour = index.data(Qt::ForegroundRole);
    painter->setPen(colour.isValid() ? qvariant_cast<QBrush>(colour).color() : theme.text);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name, Qt::ElideRight, text.width()));
    text.setLeft(text.left() + metrics.horizontalAdvance(name) + gap);
    // A few letters of it tell nothing, and two of each end not much more.
    const int letter = metrics.averageCharWidth();
    if (text.width() >= std::min(metrics.horizontalAdvance(apart), letter * fewestLetters)) {
        const Qt::TextElideMode mode = text.width() < letter * lettersForBothEnds ? Qt::ElideRight : Qt::ElideMiddle;
        painter->setPen(theme.muted);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(apart, mode, text.width()));
    }
    painter->restore();
}

bool RulesDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    const QString meaning = index.data(CountTipRole).toString();
    if (event->type() != QEvent::ToolTip || meaning.isEmpty())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString tip = index.data(Qt::ToolTipRole).toString();
    QToolTip::showText(event->globalPos(), tip.isEmpty() ? meaning : tip + "\n\n" + meaning, view);
    return true;
}

} // namespace widgets
