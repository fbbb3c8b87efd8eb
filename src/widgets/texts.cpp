#include "widgets/texts.h"

#include <QCoreApplication>

namespace widgets {

QString textOf(const base::Text &text)
{
    // The placeholders are filled by hand: an argument may itself hold something like %1.
    const QString pattern = QCoreApplication::translate("Core", text.source);
    return QString::fromStdString(base::fill(pattern.toStdString(), text.arguments));
}

QString textOf(const base::Error &error)
{
    return textOf(error.text);
}

} // namespace widgets
