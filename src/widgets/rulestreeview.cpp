#include "widgets/rulestreeview.h"

#include <QDropEvent>

namespace widgets {

RulesTreeView::RulesTreeView(QWidget *parent) : QTreeWidget(parent)
{
    setSelectionMode(ExtendedSelection);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(InternalMove);
}

QTreeWidgetItem *RulesTreeView::targetOf(const QDropEvent &event) const
{
    QTreeWidgetItem *target = event.source() == this ? itemAt(event.position().toPoint()) : nullptr;
    // Rules go to rules or groups, groups to groups: files and repositories take nothing.
    const bool takes = target && target->parent() && target->parent()->parent();
    return takes ? target : nullptr;
}

void RulesTreeView::dragMoveEvent(QDragMoveEvent *event)
{
    QTreeWidget::dragMoveEvent(event);
    event->setAccepted(targetOf(*event) != nullptr);
}

void RulesTreeView::dropEvent(QDropEvent *event)
{
    // The text is changed, and the tree follows it: no item is moved here.
    event->setDropAction(Qt::IgnoreAction);
    event->accept();
    QTreeWidgetItem *target = targetOf(*event);
    if (target)
        emit itemsDropped(target, dropIndicatorPosition() == BelowItem);
    setState(NoState);
}

} // namespace widgets
