#pragma once

#include <QColor>
#include <QListView>

#include <optional>
#include <vector>

namespace widgets {

/// The names of a chart's series. A click, Space or Enter shows one alone, again shows all; with Ctrl more are added or
/// taken away. Those that the chart does not draw by itself are listed too, in grey.
class ChartLegend : public QListView
{
    Q_OBJECT

public:
    struct Entry
    {
        QString name;
        QColor color;
        /// In the picture while nothing is isolated.
        bool drawn = true;
    };

    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(std::vector<Entry> entries);
    [[nodiscard]] int count() const;
    /// The places of those that are shown alone, ascending; none for all.
    [[nodiscard]] const std::vector<std::size_t> &isolated() const { return m_isolated; }
    void isolate(const std::vector<std::size_t> &places);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// By the person.
    void isolationChanged();
    /// The entry under the keyboard or the mouse; -1 for none.
    void currentEntryChanged(int place);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    class Model;

    void toggle(int place, bool more);
    void retranslate();
    [[nodiscard]] int oneRow() const;

    Model *m_model;
    std::vector<std::size_t> m_isolated;
    /// Of all entries beside each other, in pixels; measured when it is first asked for.
    mutable std::optional<int> m_oneRow;
};

} // namespace widgets
