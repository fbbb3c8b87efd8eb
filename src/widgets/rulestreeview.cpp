#include "widgets/rulestreeview.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QMimeData>

namespace widgets {

namespace {

constexpr QLatin1String rulesMimeType("application/x-rulewright-rules");

} // namespace

RulesTreeView::RulesTreeView(QWidget *parent) : QTreeWidget(parent)
{
    setSelectionMode(ExtendedSelection);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
}

QStringList RulesTreeView::mimeTypes() const
{
    return {rulesMimeType};
}

QByteArray RulesTreeView::token() const
{
    return QByteArray::number(QCoreApplication::applicationPid()) + ' ' +
           QByteArray::number(reinterpret_cast<quintptr>(this), 16);
}

QMimeData *RulesTreeView::mimeData(const QList<QTreeWidgetItem *> &items) const
{
    if (items.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(rulesMimeType, token());
    return data;
}

QTreeWidgetItem *RulesTreeView::targetOf(const QDropEvent &event) const
{
    QTreeWidgetItem *target =
        event.mimeData()->data(rulesMimeType) == token() ? itemAt(event.position().toPoint()) : nullptr;
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
    const bool copy = event->dropAction() == Qt::CopyAction;
    // The text is changed, and the tree follows it: no item is moved here.
    event->setDropAction(Qt::IgnoreAction);
    event->accept();
    QTreeWidgetItem *target = targetOf(*event);
    if (target)
        emit itemsDropped(target, dropIndicatorPosition() == BelowItem, copy);
    setState(NoState);
}

} // namespace widgets
