#pragma once

#include "rules/dependencygraph.h"

#include <QColor>
#include <QIcon>
#include <QPointF>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace widgets {

struct Theme;

/// ● metric, ◆ recording rule, ▲ alerting rule, ■ scrape job, a bar chart for a dashboard, around `centre`. Hollow:
/// something is missing.
void drawKindShape(QPainter &painter, rules::NodeKind kind, const QPointF &centre, qreal radius, const QColor &colour,
                   bool hollow = false);

/// The shape as an icon of `size` device-independent pixels.
[[nodiscard]] QIcon kindIcon(rules::NodeKind kind, const QColor &colour, int size, bool hollow = false);

/// Of a kind; of alerting rules by their `severity` label.
[[nodiscard]] QColor kindColour(const Theme &theme, rules::NodeKind kind, const QString &severity = {});

/// "metric", "recording rule", "alerting rule", "scrape job" or "dashboard", translated.
[[nodiscard]] QString kindText(rules::NodeKind kind);

} // namespace widgets
