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
    QString shown = QString::fromStdString(text.substr(start, end - start)).trimmed();
    if (!place.note.isEmpty())
        shown += "  —  " + place.note;
    else if (!place.after.isEmpty() && place.after != shown)
        shown += "   →   " + place.after;
    auto *item = new QTreeWidgetItem(file, {QString::number(line) + "  " + shown});
    item->setFont(0, fixedFont());
    item->setToolTip(0, shown.toHtmlEscaped());
    if (!place.note.isEmpty())
        item->setForeground(0, Theme::current().warning);
    item->setData(0, PlacePathRole, place.path);
    item->setData(0, PlaceStartRole, QVariant::fromValue<qulonglong>(place.range.start));
    item->setData(0, PlaceEndRole, QVariant::fromValue<qulonglong>(place.range.end));
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
