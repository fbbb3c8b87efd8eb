#pragma once

#include "base/byterange.h"

#include <QTreeWidget>

#include <string>
#include <vector>

namespace widgets {

/// Places of files, by file, each with its line: what was found, or what a change concerns.
class PlacesList : public QTreeWidget
{
    Q_OBJECT

public:
    struct Place
    {
        QString path;
        base::ByteRange range;
        /// Said instead of the line, for places that are left alone.
        QString note;
        /// The line as it will read, where the change stays within it.
        QString after = {};
    };

    explicit PlacesList(QWidget *parent = nullptr);

    /// `textOf` gives a file's whole text.
    template <class TextOf> void setPlaces(const std::vector<Place> &places, TextOf &&textOf)
    {
        clear();
        for (const Place &place : places)
            add(place, textOf(place.path));
        finish();
    }

    /// The file of the current line; empty when there is none.
    [[nodiscard]] QString currentPath() const;

signals:
    void placeActivated(const QString &path, base::ByteRange range);

private:
    void add(const Place &place, const std::string &text);
    void finish();
};

} // namespace widgets
