#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QDockWidget;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace widgets {

/// The title of a dock: its name, and buttons to take it out of the window and to close it. Where docks share a place
/// their tabs name them, so the title takes no room. Becomes the dock's title bar.
class DockTitle : public QWidget
{
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget *dock);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void place();
    void retranslate();

    QDockWidget *m_dock;
    QLabel *m_name;
    QToolButton *m_float;
    QToolButton *m_close;
    bool m_folded = false;
};

} // namespace widgets
