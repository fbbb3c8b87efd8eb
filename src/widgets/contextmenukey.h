#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace widgets {

/// Shift+F10 opens the context menu of what has the focus in the window, as the menu key does, which many keyboards
/// lack. Outside Windows Qt knows only that key.
void openContextMenusByKey(QWidget *window);

} // namespace widgets
