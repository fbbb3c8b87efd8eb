#include "widgets/themepalette.h"

namespace widgets {

QPalette paletteFor(const Theme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.base);
    palette.setColor(QPalette::AlternateBase, theme.raised);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Button, theme.raised);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.critical);
    palette.setColor(QPalette::ToolTipBase, theme.raised);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Highlight, theme.selection);
    palette.setColor(QPalette::HighlightedText, theme.text);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Light, theme.raised);
    palette.setColor(QPalette::Midlight, theme.border);
    palette.setColor(QPalette::Mid, theme.border);
    palette.setColor(QPalette::Dark, theme.border);
    palette.setColor(QPalette::Shadow, theme.dark ? QColor(0, 0, 0) : QColor(0x9a, 0xa2, 0xb1));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, theme.muted);
    return palette;
}

QString styleSheetFor(const Theme &theme, int indicatorSize)
{
    return QStringLiteral(
               "QToolBar { border: none; border-bottom: 1px solid %1; background: %2; spacing: 8px; padding: 4px 8px; }"
               "QStatusBar { border-top: 1px solid %1; background: %2; }"
               "QStatusBar::item { border: none; }"
               "QMainWindow::separator { background: %1; width: 1px; height: 1px; }"
               "QTreeView, QTableView, QListView { border: none; }"
               "#expressionTree, #neighboursTree { padding: 0px 8px; }"
               "QHeaderView::section { background: %2; color: %3; border: none; border-bottom: 1px solid %1; padding: "
               "4px 8px; }"
               // The arrow of the sorted column stands behind its name, not on it.
               "widgets--SeriesTable QHeaderView::section { padding: 4px 18px 4px 8px; }"
               "#commandPalette { border: 1px solid %1; }"
               "QToolTip { background: %4; color: %5; border: 1px solid %1; padding: 4px; }"
               // One line below the tab that is in front, nothing around the others.
               "QTabWidget::pane { border: none; border-top: 1px solid %1; }"
               "QTabBar { background: %2; }"
               "QTabBar::tab { background: transparent; color: %3; border: none; border-bottom: 2px solid transparent; "
               "padding: 6px 14px; }"
               "QTabBar::tab:selected { color: %5; border-bottom-color: %6; }"
               "QTabBar::tab:hover, QTabBar::tab:focus { color: %6; }"
               // What leaves the machine is the one button in colour.
               "#saveToBoth { background: %6; color: %7; border: 1px solid %6; border-radius: 4px; padding: 4px 12px; }"
               "#saveToBoth:hover { border-color: %5; }"
               "#saveToBoth:focus { border: 2px solid %5; padding: 3px 11px; }"
               "#saveToBoth:disabled { background: %2; color: %3; border-color: %1; }"
               "#endpointPicker { border: 1px solid %1; border-radius: 4px; padding: 3px 20px 3px 6px; background: %8; "
               "}"
               "#endpointPicker:focus, #endpointPicker:hover { border-color: %6; }"
               // Fusion's rim is darker than the window, and not to be seen in a dark one.
               "QCheckBox::indicator, QTreeView::indicator, QListView::indicator { width: %9px; height: %9px; border: "
               "1px solid %3; border-radius: 3px; background: %8; }"
               "QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked { background: "
               "%6; border-color: %6; image: url(:/icons/checked-%10.svg); }"
               "QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate { background: %3; }"
               "QCheckBox::indicator:disabled, QTreeView::indicator:disabled { border-color: %1; }"
               "QCheckBox::indicator:checked:disabled { background: %3; border-color: %3; }"
               "QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: %6; }"
               "#endpointPicker::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; "
               "right: 6px; }")
        .arg(theme.border.name(), theme.window.name(), theme.muted.name(), theme.raised.name(), theme.text.name(),
             theme.accent.name(), theme.dark ? theme.base.name() : QStringLiteral("#ffffff"), theme.base.name(),
             QString::number(indicatorSize), theme.dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

} // namespace widgets
