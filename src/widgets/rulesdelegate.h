#pragma once

#include <QStyledItemDelegate>

namespace widgets {

/// Draws the items of the rules tree: what only tells an item from its namesakes is muted and elided first, and a count
/// or a state stands at the right edge.
class RulesDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role {
        /// QString: the end of the item's text that is there to tell it apart.
        ApartRole = Qt::UserRole + 100,
        /// QString: shown at the right edge.
        CountRole,
        /// QColor of that, when it is not muted.
        CountColourRole,
        /// QString: what it means, below the item's tip.
        CountTipRole,
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
};

} // namespace widgets
