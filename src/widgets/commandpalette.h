#pragma once

#include <QAction>
#include <QDialog>
#include <QIcon>
#include <QPointer>

#include <functional>
#include <vector>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

/// A list that narrows while one types: commands (Ctrl+Shift+P) or rules (Ctrl+P). Enter takes, Esc closes.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    struct Item
    {
        QString id;
        QString title;
        QString detail;
        QIcon icon;
    };

    explicit CommandPalette(QWidget *parent);

    void showCommands(const QList<QAction *> &actions);
    void showItems(std::vector<Item> items, const QString &placeholder);

signals:
    void itemChosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void present(std::vector<Item> items, const QString &placeholder);
    void narrow();
    void choose();

    QLineEdit *m_input;
    QTreeWidget *m_list;
    std::vector<Item> m_items;
    QList<QPointer<QAction>> m_actions;
};

/// How well `pattern` matches `text`, its characters in order and not case sensitive: higher is better, below 0 not at
/// all.
[[nodiscard]] int fuzzyScore(const QString &pattern, const QString &text);

} // namespace widgets
