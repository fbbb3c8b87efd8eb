#include "widgets/commandpalette.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

namespace {

constexpr int mostShown = 200;

QString withoutMnemonic(QString text)
{
    static const QRegularExpression mnemonic(QStringLiteral("\\(&[A-Z]\\)"));
    return text.remove(mnemonic).remove('&').remove(QChar(0x2026));
}

} // namespace

int fuzzyScore(const QString &pattern, const QString &text)
{
    if (pattern.isEmpty())
        return 0;
    const qsizetype whole = text.indexOf(pattern, 0, Qt::CaseInsensitive);
    if (whole >= 0)
        return 10'000 - static_cast<int>(std::min<qsizetype>(whole, 1000)) -
               static_cast<int>(std::min<qsizetype>(text.size(), 1000));
    int score = 1000;
    qsizetype at = 0;
    for (const QChar c : pattern) {
        if (c.isSpace())
            continue;
        const qsizetype next = text.indexOf(c, at, Qt::CaseInsensitive);
        if (next < 0)
            return -1;
        score -= static_cast<int>(std::min<qsizetype>(next - at, 50));
        at = next + 1;
    }
    return std::max(score, 1);
}

CommandPalette::CommandPalette(QWidget *parent)
    : QDialog(parent, Qt::Popup), m_input(new QLineEdit(this)), m_list(new QTreeWidget(this))
{
    setObjectName("commandPalette");
    m_input->setObjectName("paletteInput");
    m_input->setClearButtonEnabled(true);
    m_list->setObjectName("paletteList");
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_input);
    layout->addWidget(m_list);
    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_list, &QTreeWidget::itemClicked, this, &CommandPalette::choose);
}

void CommandPalette::showCommands(const QList<QAction *> &actions)
{
    std::vector<Item> items;
    QList<QPointer<QAction>> shown;
    for (QAction *action : actions) {
        if (action->isSeparator() || action->text().isEmpty() || !action->isEnabled())
            continue;
        Item item;
        item.id = QString::number(shown.size());
        item.title = withoutMnemonic(action->text());
        item.detail = action->shortcut().toString(QKeySequence::NativeText);
        item.icon = action->icon();
        items.push_back(std::move(item));
        shown.append(action);
    }
    m_actions = shown;
    present(std::move(items), tr("Type the name of a command"));
}

void CommandPalette::showItems(std::vector<Item> items, const QString &placeholder)
{
    m_actions.clear();
    present(std::move(items), placeholder);
}

void CommandPalette::present(std::vector<Item> items, const QString &placeholder)
{
    m_items = std::move(items);
    m_input->setPlaceholderText(placeholder);
    m_input->setAccessibleName(placeholder);
    m_list->setAccessibleName(placeholder);
    m_input->clear();
    narrow();
    const QWidget *window = parentWidget()->window();
    const int unit = fontMetrics().averageCharWidth();
    const int width = std::min(window->width() - 32, unit * 90);
    const int height = std::min(window->height() * 2 / 3, fontMetrics().height() * 24);
    resize(width, height);
    move(window->mapToGlobal(QPoint((window->width() - width) / 2, 48)));
    QDialog::open();
    m_input->setFocus();
}

void CommandPalette::narrow()
{
    const QString pattern = m_input->text().trimmed();
    std::vector<std::pair<int, const Item *>> found;
    for (const Item &item : m_items) {
        const int score =
            std::max(fuzzyScore(pattern, item.title), fuzzyScore(pattern, item.title + ' ' + item.detail) - 2000);
        if (pattern.isEmpty() || score > 0)
            found.emplace_back(score, &item);
    }
    std::ranges::stable_sort(found, std::ranges::greater(), [](const auto &pair) { return pair.first; });
    m_list->clear();
    for (const auto &[score, item] : found) {
        if (m_list->topLevelItemCount() >= mostShown)
            break;
        auto *row = new QTreeWidgetItem(m_list, {item->title, item->detail});
        row->setIcon(0, item->icon);
        row->setData(0, Qt::UserRole, item->id);
        row->setForeground(1, palette().placeholderText());
    }
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            choose();
            return true;
        }
        const int page = std::max(1, m_list->height() / std::max(1, m_list->sizeHintForRow(0)) - 1);
        const int step = key->key() == Qt::Key_Down       ? 1
                         : key->key() == Qt::Key_Up       ? -1
                         : key->key() == Qt::Key_PageDown ? page
                         : key->key() == Qt::Key_PageUp   ? -page
                                                          : 0;
        if (step != 0 && m_list->topLevelItemCount() > 0) {
            const int row = m_list->indexOfTopLevelItem(m_list->currentItem()) + step;
            m_list->setCurrentItem(m_list->topLevelItem(std::clamp(row, 0, m_list->topLevelItemCount() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::choose()
{
    const QTreeWidgetItem *row = m_list->currentItem();
    if (!row)
        return;
    const QString id = row->data(0, Qt::UserRole).toString();
    close();
    if (m_actions.isEmpty()) {
        emit itemChosen(id);
        return;
    }
    if (QAction *action = m_actions.value(id.toInt()))
        action->trigger();
}

} // namespace widgets
