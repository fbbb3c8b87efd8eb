#include "widgets/kindshape.h"

#include "widgets/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QStringList>

namespace widgets {

void drawKindShape(QPainter &painter, rules::NodeKind kind, const QPointF &centre, qreal radius, const QColor &colour,
                   bool hollow)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = hollow ? radius / 3 : 0;
    painter.setPen(hollow ? QPen(colour, pen) : QPen(Qt::NoPen));
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    const qreal r = radius - pen / 2;
    switch (kind) {
    case rules::NodeKind::Metric:
        painter.drawEllipse(centre, r * 0.82, r * 0.82);
        break;
    case rules::NodeKind::Recording: {
        const QPointF points[] = {centre + QPointF(-r, 0), centre + QPointF(0, -r), centre + QPointF(r, 0),
                                  centre + QPointF(0, r)};
        painter.drawConvexPolygon(points, 4);
        break;
    }
    case rules::NodeKind::Alerting: {
        const QPointF points[] = {centre + QPointF(-r, r * 0.8), centre + QPointF(0, -r * 0.95),
                                  centre + QPointF(r, r * 0.8)};
        painter.drawConvexPolygon(points, 3);
        break;
    }
    case rules::NodeKind::ScrapeJob:
        painter.drawRect(QRectF(centre.x() - r * 0.75, centre.y() - r * 0.75, r * 1.5, r * 1.5));
        break;
    case rules::NodeKind::Dashboard:
        // Three bars of a chart.
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (int bar = 0; bar < 3; ++bar) {
            const qreal height = r * (bar == 0 ? 1.0 : bar == 1 ? 1.7 : 1.3);
            painter.drawRect(
                QRectF(centre.x() - r * 0.9 + bar * r * 0.65, centre.y() + r * 0.8 - height, r * 0.5, height));
        }
        break;
    }
    painter.restore();
}

QIcon kindIcon(rules::NodeKind kind, const QColor &colour, int size, bool hollow)
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawKindShape(painter, kind, QPointF(size, size) / 2, size * 0.4, colour, hollow);
    painter.end();
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

QColor kindColour(const Theme &theme, rules::NodeKind kind, const QString &severity)
{
    static const QStringList critical = {"critical", "page", "error", "fatal", "emergency", "disaster", "high", "p1"};
    static const QStringList quiet = {"info", "none", "low", "debug", "notice"};
    if (kind == rules::NodeKind::Metric)
        return theme.metric;
    if (kind == rules::NodeKind::Recording)
        return theme.recordingRule;
    if (kind == rules::NodeKind::ScrapeJob)
        return theme.muted;
    if (kind == rules::NodeKind::Dashboard)
        return theme.accent;
    if (critical.contains(severity, Qt::CaseInsensitive))
        return theme.critical;
    return quiet.contains(severity, Qt::CaseInsensitive) ? theme.muted : theme.warning;
}

QString kindText(rules::NodeKind kind)
{
    switch (kind) {
    case rules::NodeKind::Metric:
        return QCoreApplication::translate("widgets::KindShape", "metric");
    case rules::NodeKind::Recording:
        return QCoreApplication::translate("widgets::KindShape", "recording rule");
    case rules::NodeKind::Alerting:
        return QCoreApplication::translate("widgets::KindShape", "alerting rule");
    case rules::NodeKind::ScrapeJob:
        return QCoreApplication::translate("widgets::KindShape", "scrape job");
    case rules::NodeKind::Dashboard:
        return QCoreApplication::translate("widgets::KindShape", "dashboard");
    }
    return {};
}

} // namespace widgets
