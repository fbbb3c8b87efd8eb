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
    /// The chosen items were dropped on `target`, or right behind it; to be copied there, or to be moved.
    void itemsDropped(QTreeWidgetItem *target, bool behind, bool copy);

protected:
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QList<QTreeWidgetItem *> &items) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction | Qt::CopyAction; }
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    /// What its own drags carry, and no other's.
    [[nodiscard]] QByteArray token() const;
    [[nodiscard]] QTreeWidgetItem *targetOf(const QDropEvent &event) const;
};

} // namespace widgets
