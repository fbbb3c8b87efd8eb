#pragma once

#include <QTreeWidget>

namespace widgets {

/// The tree of rules: several of them can be chosen and dragged. It moves nothing itself.
class RulesTreeView : public QTreeWidget
{
    Q_OBJECT

public:
    explicit RulesTreeView(QWidget *parent = nullptr);

signals:
    /// The chosen items were dropped on `target`, or right behind it.
    void itemsDropped(QTreeWidgetItem *target, bool behind);

protected:
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    [[nodiscard]] QTreeWidgetItem *targetOf(const QDropEvent &event) const;
};

} // namespace widgets
