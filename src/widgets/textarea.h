#pragma once

#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace widgets {

/// Shows a text whole while there is room, and scrolls it rather than cutting it: large texts in small windows. It
/// takes at most a third of the height of the widget that its parent stands in.
class TextArea : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes the label. The area is never lower than `fewestLines`, nor lower than its text up to `keptLines`.
    TextArea(QLabel *label, int fewestLines, int keptLines);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int wholeHeight() const;

    int m_fewestLines;
    int m_keptLines;
};

} // namespace widgets
