#include "widgets/graphexport.h"

#include "rules/graphsvg.h"
#include "widgets/graphscene.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>

namespace widgets {

namespace {

/// A picture of more pixels takes more memory than most viewers have.
constexpr qreal mostPixels = 120e6;
constexpr qreal longestSide = 30'000;

QByteArray pngOf(const GraphExport &what)
{
    const QSizeF whole = what.area.size();
    qreal scale = 2;
    scale = std::min(scale, longestSide / std::max(whole.width(), whole.height()));
    scale = std::min(scale, std::sqrt(mostPixels / (whole.width() * whole.height())));
    QImage image((whole * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.fill(what.background);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(image.width() / whole.width(), image.height() / whole.height());
    painter.translate(-what.area.topLeft());
    painter.drawPicture(0, 0, what.picture);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray pdfOf(const GraphExport &what)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    const QSizeF whole = what.area.size();
    // One page as large as the picture; PDF readers take up to 200 inches.
    const qreal points = std::min(0.75, 14'000 / std::max(whole.width(), whole.height()));
    writer.setPageSize(QPageSize(whole * points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setTitle(QStringLiteral("Rulewright"));
    QPainter painter(&writer);
    painter.scale(writer.width() / whole.width(), writer.height() / whole.height());
    painter.translate(-what.area.topLeft());
    painter.drawPicture(0, 0, what.picture);
    painter.end();
    return bytes;
}

QByteArray svgOf(const GraphExport &what)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(QStringLiteral("Rulewright"));
    generator.setSize(what.area.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), what.area.size()));
    QPainter painter(&generator);
    painter.fillRect(QRectF(QPointF(0, 0), what.area.size()), what.background);
    painter.translate(-what.area.topLeft());
    painter.drawPicture(0, 0, what.picture);
    painter.end();
    return bytes;
}

QByteArray bytesOf(const GraphExport &what, const QString &format)
{
    if (format == QLatin1String("png"))
        return pngOf(what);
    if (format == QLatin1String("pdf"))
        return pdfOf(what);
    if (format == QLatin1String("dot"))
        return QByteArray::fromStdString(rules::toDot(*what.graph));
    if (format == QLatin1String("mmd"))
        return QByteArray::fromStdString(rules::toMermaid(*what.graph));
    if (format == QLatin1String("json"))
        return QByteArray::fromStdString(rules::toJson(*what.graph));
    if (what.folded)
        return svgOf(what);
    return QByteArray::fromStdString(what.comparison ? rules::toSvg(*what.comparison) : rules::toSvg(*what.graph));
}

} // namespace

void GraphExport::takePicture(GraphScene &scene)
{
    area = scene.sceneRect();
    background = scene.backgroundBrush().color();
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    scene.render(&painter, area, area);
}

base::Result<void> exportGraph(const GraphExport &what, const QString &format, const QString &path)
{
    const QByteArray bytes = bytesOf(what, format);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return base::Error{base::ErrorKind::Io,
                           {TRANSLATABLE("Core", "The graph was not written to %1: %2"),
                            {path.toStdString(), file.errorString().toStdString()}},
                           {}};
    return {};
}

} // namespace widgets
