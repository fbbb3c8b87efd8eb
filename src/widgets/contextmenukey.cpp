#include "widgets/contextmenukey.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QShortcut>
#include <QWidget>

namespace widgets {

void openContextMenusByKey(QWidget *window)
{
    auto *key = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F10), window);
    QObject::connect(key, &QShortcut::activated, window, [] {
        QWidget *focus = QApplication::focusWidget();
        if (!focus)
            return;
        QPoint at = focus->inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
        if (!focus->rect().contains(at))
            at = focus->rect().center();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, focus->mapToGlobal(at));
        QApplication::sendEvent(focus, &event);
    });
}

} // namespace widgets
