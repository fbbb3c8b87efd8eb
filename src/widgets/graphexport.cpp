#include "widgets/graphexport.h"

#include "rules/graphsvg.h"
#include "widgets/graphscene.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <algorithm>

namespace widgets {

namespace {

/// A picture of more pixels takes more memory than most viewers have.
constexpr qreal mostPixels = 120e6;
constexpr qreal longestSide = 30'000;

QByteArray pngOf(GraphScene &scene)
{
    const QRectF whole = scene.sceneRect();
    qreal scale = 2;
    scale = std::min(scale, longestSide / std::max(whole.width(), whole.height()));
    scale = std::min(scale, std::sqrt(mostPixels / (whole.width() * whole.height())));
    QImage image((whole.size() * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.fill(scene.backgroundBrush().color());
    QPainter painter(&image);
    scene.render(&painter, QRectF(image.rect()), whole);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray pdfOf(GraphScene &scene)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    const QRectF whole = scene.sceneRect();
    // One page as large as the picture; PDF readers take up to 200 inches.
    const qreal points = std::min(0.75, 14'000 / std::max(whole.width(), whole.height()));
    writer.setPageSize(QPageSize(whole.size() * points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setTitle(QStringLiteral("Rulewright"));
    QPainter painter(&writer);
    scene.render(&painter, QRectF(0, 0, writer.width(), writer.height()), whole);
    painter.end();
    return bytes;
}

} // namespace

base::Result<void> exportGraph(const GraphExport &what, const QString &format, const QString &path)
{
    QByteArray bytes;
    if (format == QLatin1String("png"))
        bytes = pngOf(what.scene);
    else if (format == QLatin1String("pdf"))
        bytes = pdfOf(what.scene);
    else if (format == QLatin1String("dot"))
        bytes = QByteArray::fromStdString(rules::toDot(what.graph));
    else if (format == QLatin1String("mmd"))
        bytes = QByteArray::fromStdString(rules::toMermaid(what.graph));
    else if (format == QLatin1String("json"))
        bytes = QByteArray::fromStdString(rules::toJson(what.graph));
    else
        bytes = QByteArray::fromStdString(what.comparison ? rules::toSvg(*what.comparison) : rules::toSvg(what.graph));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return base::Error{base::ErrorKind::Io,
                           {TRANSLATABLE("Core", "The graph was not written to %1: %2"),
                            {path.toStdString(), file.errorString().toStdString()}},
                           {}};
    return {};
}

} // namespace widgets
