#include "widgets/coretext.h"

#include <QCoreApplication>

namespace widgets {

QString translated(const base::Text &text)
{
    const QString pattern = QCoreApplication::translate("Core", text.source);
    return QString::fromStdString(base::fill(pattern.toStdString(), text.arguments));
}

} // namespace widgets
