#pragma once

#include <QAction>
#include <QObject>

#include <functional>
#include <map>

namespace widgets {

/// The one table of commands: each has an id, a text, a shortcut and what it does. Menus, tool bar and command palette
/// take them from here.
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QWidget *window);

    /// Binds what the command does; `id` must be in the table.
    void bind(const char *id, std::function<void()> run);
    [[nodiscard]] QAction *action(const char *id) const;
    [[nodiscard]] QList<QAction *> all() const;
    /// Texts in the language of the moment, icons in the colours of the palette.
    void refresh();

private:
    QWidget *m_window;
    std::map<QString, QAction *> m_actions;
    QList<QAction *> m_order;
};

} // namespace widgets
