#include "widgets/placeslist.h"

#include "widgets/appearance.h"
#include "widgets/theme.h"

#include <QFileInfo>
#include <QHeaderView>

#include <algorithm>

namespace widgets {

namespace {

constexpr int mostPlaces = 2000;

enum PlaceRole { PlacePathRole = Qt::UserRole, PlaceStartRole, PlaceEndRole };

} // namespace

PlacesList::PlacesList(QWidget *parent) : QTreeWidget(parent)
{
    setHeaderHidden(true);
    setColumnCount(1);
    setUniformRowHeights(true);
    setEditTriggers(NoEditTriggers);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (item->parent())
            emit placeActivated(item->data(0, PlacePathRole).toString(), {item->data(0, PlaceStartRole).toULongLong(),
                                                                          item->data(0, PlaceEndRole).toULongLong()});
    });
}

namespace {

/// What changes from one line to the other, with a little of what stands around it, so that both fit beside each other.
QString changeIn(const QString &before, const QString &after)
{
    constexpr qsizetype around = 14;
    const qsizetype most = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < most && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    // Names stay whole.
    qsizetype start = head > around + 1 ? head - around : 0;
    const auto inName = [&before](qsizetype i) {
        return before[i].isLetterOrNumber() || before[i] == '_' || before[i] == ':';
    };
    while (start > 0 && head - start < 3 * around && inName(start - 1) && inName(start))
        --start;
    const auto part = [start, tail](const QString &line) {
        const qsizetype end = tail > around + 1 ? line.size() - tail + around : line.size();
        return (start > 0 ? QStringLiteral("…") : QString()) + line.mid(start, end - start) +
               (end < line.size() ? QStringLiteral("…") : QString());
    };
    return part(before) + QStringLiteral("   →   ") + part(after);
}

} // namespace

void PlacesList::add(const Place &place, const std::string &text)
{
    QTreeWidgetItem *file = topLevelItemCount() ? topLevelItem(topLevelItemCount() - 1) : nullptr;
    if (!file || file->data(0, PlacePathRole).toString() != place.path) {
        file = new QTreeWidgetItem(this, {QFileInfo(place.path).fileName()});
        file->setData(0, PlacePathRole, place.path);
        file->setToolTip(0, place.path);
    }
    if (file->childCount() >= mostPlaces)
        return;
    const std::size_t at = std::min(place.range.start, text.size());
    const std::size_t start = at == 0 ? 0 : text.find_last_of('\n', at - 1) + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    const QString before = QString::fromStdString(text.substr(start, end - start)).trimmed();
    QString shown = before;
    QString whole = before;
    if (!place.note.isEmpty()) {
        shown += "  —  " + place.note;
        whole = shown;
    } else if (!place.after.isEmpty() && place.after != before) {
        shown = changeIn(before, place.after);
        whole = before + '\n' + place.after;
    }
    auto *item = new QTreeWidgetItem(file, {QString::number(line) + "  " + shown});
    item->setFont(0, fixedFont());
    item->setToolTip(0, "<pre>" + whole.toHtmlEscaped() + "</pre>");
    if (!place.note.isEmpty())
        item->setForeground(0, Theme::current().warning);
    item->setData(0, PlacePathRole, place.path);
    item->setData(0, PlaceStartRole, QVariant::fromValue<qulonglong>(place.range.start));
    item->setData(0, PlaceEndRole, QVariant::fromValue<qulonglong>(place.range.end));
}

QString PlacesList::currentPath() const
{
    const QTreeWidgetItem *item = currentItem();
    return item ? item->data(0, PlacePathRole).toString() : QString();
}

void PlacesList::finish()
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem *file = topLevelItem(i);
        file->setText(0, file->text(0) + "  (" + QString::number(file->childCount()) + ')');
    }
    expandAll();
}

} // namespace widgets
