#pragma once

#include <QColor>
#include <QIcon>

namespace widgets {

/// An icon of the monochrome set by its name (`resources/icons/NAME.svg`), tinted. Sharp at every size and scale.
[[nodiscard]] QIcon icon(const QString &name, const QColor &color);

} // namespace widgets
