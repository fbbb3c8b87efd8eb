#pragma once

#include <QLayout>
#include <QList>

namespace widgets {

/// Lays its items out in reading order, in as many rows as the width asks for: a bar that is never wider than its
/// widest item. Items that may expand share what is left of their row. A QLayout owns its items.
class FlowLayout : public QLayout
{
    Q_OBJECT

public:
    explicit FlowLayout(QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    /// All in one row.
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect &rect) override;

private:
    /// The height of all rows, which are placed within `rect` where `place` says so.
    int arrange(const QRect &rect, bool place) const;
    void placeRow(const QList<QLayoutItem *> &row, const QRect &rect) const;

    QList<QLayoutItem *> m_items;
};

} // namespace widgets
