#include "widgets/graphitems.h"

#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <cmath>

namespace widgets {

namespace {

constexpr qreal cardPadding = 8;
constexpr qreal cardTextLeft = 30;
/// Below these scales text is too small to be read: cards become bars.
constexpr qreal scaleForNames = 0.38;
constexpr qreal scaleForDetails = 0.55;
constexpr qreal fadedOpacity = 0.5;

QColor mixedColour(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
                            float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
}

/// Adds the parts of a cubic curve that may be in sight: stroking costs by length, in sight or not.
void appendInSight(QPainterPath &path, const QPointF (&points)[4], const QRectF &sight, int depth)
{
    const auto [left, right] = std::minmax({points[0].x(), points[1].x(), points[2].x(), points[3].x()});
    const auto [top, bottom] = std::minmax({points[0].y(), points[1].y(), points[2].y(), points[3].y()});
    if (right < sight.left() || left > sight.right() || bottom < sight.top() || top > sight.bottom())
        return;
    if (depth == 0 || (bottom - top < 2 * sight.height() && right - left < 2 * sight.width())) {
        if (path.elementCount() == 0 || path.currentPosition() != points[0])
            path.moveTo(points[0]);
        path.cubicTo(points[1], points[2], points[3]);
        return;
    }
    const QPointF ab = (points[0] + points[1]) / 2;
    const QPointF bc = (points[1] + points[2]) / 2;
    const QPointF cd = (points[2] + points[3]) / 2;
    const QPointF abc = (ab + bc) / 2;
    const QPointF bcd = (bc + cd) / 2;
    const QPointF middle = (abc + bcd) / 2;
    appendInSight(path, {points[0], ab, abc, middle}, sight, depth - 1);
    appendInSight(path, {middle, bcd, cd, points[3]}, sight, depth - 1);
}

QStaticText elidedStaticText(const QString &text, const QFont &font, qreal width)
{
    QString line = text;
    line.replace(QLatin1Char('\n'), QLatin1Char(' '));
    QStaticText result(QFontMetricsF(font).elidedText(line, Qt::ElideMiddle, width));
    result.setTextFormat(Qt::PlainText);
    result.setPerformanceHint(QStaticText::AggressiveCaching);
    result.prepare({}, font);
    return result;
}

} // namespace

GraphStyle GraphStyle::of(const QFont &font, const QPalette &palette)
{
    GraphStyle style;
    style.theme = &Theme::of(palette);
    style.nameFont = font;
    style.nameFont.setWeight(QFont::DemiBold);
    style.detailFont = font;
    if (font.pointSizeF() > 0)
        style.detailFont.setPointSizeF(font.pointSizeF() * 0.88);
    else
        style.detailFont.setPixelSize(std::max(8, int(font.pixelSize() * 0.88)));
    style.cardHeight =
        std::ceil(QFontMetricsF(style.nameFont).height() + QFontMetricsF(style.detailFont).height() + 2 * cardPadding);
    return style;
}

qreal GraphStyle::cardWidth(const CardContent &content) const
{
    const QFontMetricsF metrics(nameFont);
    const qreal character = metrics.averageCharWidth();
    const qreal text =
        std::max(metrics.horizontalAdvance(content.name), QFontMetricsF(detailFont).horizontalAdvance(content.detail));
    return std::ceil(cardTextLeft + cardPadding + 2 + std::clamp(text, 18 * character, 40 * character));
}

CardItem::CardItem(const GraphStyle &style, CardContent content, int index, const QSizeF &size)
    : m_style(style), m_index(index), m_size(size)
{
    m_name = elidedStaticText(content.name, style.nameFont, size.width() - cardTextLeft - cardPadding);
    setContent(std::move(content));
    setZValue(2);
}

void CardItem::setContent(CardContent content)
{
    if (m_content.detail != content.detail)
        m_detail = elidedStaticText(content.detail, m_style.detailFont, m_size.width() - cardTextLeft - cardPadding);
    m_content = std::move(content);
    update();
}

void CardItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis == emphasis)
        return;
    m_emphasis = emphasis;
    update();
}

void CardItem::setCurrent(bool current)
{
    if (m_current == current)
        return;
    m_current = current;
    update();
}

void CardItem::setMatched(bool matched)
{
    if (m_matched == matched)
        return;
    m_matched = matched;
    update();
}

QRectF CardItem::boundingRect() const
{
    // The rim of the current card, and the second card below a fold.
    return card().adjusted(-2, -2, 5, 5);
}

void CardItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const Theme &theme = *m_style.theme;
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const QColor colour = m_content.isFold ? theme.accent : kindColour(theme, m_content.kind, m_content.severity);
    const QColor changed = changeColour(theme, m_content.change);
    const QRectF card = this->card();
    if (m_emphasis == Emphasis::Faded)
        painter->setOpacity(painter->opacity() * fadedOpacity);
    const bool bar = scale < scaleForNames;
    painter->setRenderHint(QPainter::Antialiasing, !bar);
    const bool marked = m_current || m_matched;
    QPen rim(marked              ? theme.accent
             : changed.isValid() ? changed
                                 : theme.border,
             m_current || changed.isValid() ? 2 : 1);
    if ((m_content.problem && !m_current) || m_content.change == rules::Change::Removed)
        rim.setStyle(Qt::DashLine);
    if (m_content.isFold) {
        painter->setPen(QPen(theme.border, 1));
        painter->setBrush(theme.raised);
        painter->drawRoundedRect(card.translated(4, 4), 5, 5);
    }
    if (bar) {
        const QColor shade = changed.isValid() ? changed : colour;
        painter->setPen(marked ? rim : QPen(Qt::NoPen));
        painter->setBrush(m_matched ? theme.selection : mixedColour(theme.base, shade, changed.isValid() ? 0.4 : 0.18));
        painter->drawRect(card);
        painter->fillRect(QRectF(card.left(), card.top(), std::max(4.0, 3 / std::max(scale, 0.01)), card.height()),
                          colour);
        return;
    }
    painter->setPen(rim);
    painter->setBrush(m_matched ? theme.selection : theme.base);
    painter->drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(QRectF(card.left(), card.top() + 0.5, 4, card.height() - 1), 2, 2);
    paintText(*painter, colour);
}

void CardItem::paintText(QPainter &painter, const QColor &colour) const
{
    const Theme &theme = *m_style.theme;
    const QRectF card = this->card();
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform());
    const QFontMetricsF metrics(m_style.nameFont);
    const qreal nameTop = card.top() + cardPadding;
    const QPointF shapeCentre(card.left() + 18, nameTop + metrics.height() / 2);
    if (m_content.isFold) {
        painter.setPen(QPen(colour, 1.6));
        painter.drawLine(shapeCentre - QPointF(5, 0), shapeCentre + QPointF(5, 0));
        painter.drawLine(shapeCentre - QPointF(0, 5), shapeCentre + QPointF(0, 5));
    } else {
        drawKindShape(painter, m_content.kind, shapeCentre, 6, colour, m_content.problem);
    }
    painter.setPen(theme.text);
    painter.setFont(m_style.nameFont);
    painter.drawStaticText(QPointF(card.left() + cardTextLeft, nameTop), m_name);
    if (scale < scaleForDetails)
        return;
    painter.setPen(detailColour(theme));
    painter.setFont(m_style.detailFont);
    painter.drawStaticText(QPointF(card.left() + cardTextLeft, nameTop + metrics.height()), m_detail);
}

QColor CardItem::detailColour(const Theme &theme) const
{
    if (m_content.problem || m_content.tone == CardContent::Tone::Firing)
        return theme.critical;
    if (m_content.tone == CardContent::Tone::Pending)
        return theme.warning;
    return theme.muted;
}

QColor changeColour(const Theme &theme, rules::Change change)
{
    switch (change) {
    case rules::Change::Unchanged:
        break;
    case rules::Change::Changed:
        return theme.warning;
    case rules::Change::Rewired:
        return theme.accent;
    case rules::Change::Added:
        return theme.fine;
    case rules::Change::Removed:
        return theme.critical;
    }
    return {};
}

QPen certaintyPen(rules::Certainty certainty, const QColor &colour, qreal width)
{
    QPen pen(colour, width);
    pen.setCapStyle(Qt::FlatCap);
    switch (certainty) {
    case rules::Certainty::Exact:
        break;
    case rules::Certainty::Regex:
        pen.setDashPattern({4, 3});
        break;
    case rules::Certainty::Indeterminate:
        pen.setDashPattern({1.2, 2.6});
        break;
    case rules::Certainty::Meta:
        pen.setDashPattern({6, 3, 1.2, 3});
        break;
    }
    return pen;
}

CurveItem::CurveItem(const GraphStyle &style, const rules::GraphLayout::Edge &edge, rules::Certainty certainty,
                     rules::Change change)
    : m_style(style), m_certainty(certainty), m_change(change), m_reversed(edge.reversed)
{
    // Only pieces in sight are stroked: of long curves that is a small part.
    setFlag(ItemUsesExtendedStyleOption);
    std::vector<QPointF> points;
    points.reserve(edge.curve.size());
    for (const rules::LayoutPoint &point : edge.curve)
        points.emplace_back(point.x, point.y);
    setPoints(points);
}

void CurveItem::setPoints(const std::vector<QPointF> &points)
{
    prepareGeometryChange();
    m_points = points;
    m_pieces.clear();
    m_bounds = {};
    qreal length = 0;
    for (std::size_t i = 0; i + 3 < points.size(); i += 3) {
        const QPointF chord = points[i + 3] - points[i];
        const QPointF first = points[i + 1] - points[i] - chord / 3;
        const QPointF second = points[i + 2] - points[i] - chord * 2 / 3;
        const bool straight = first.manhattanLength() + second.manhattanLength() < 0.01;
        const auto [left, right] =
            std::minmax({points[i].x(), points[i + 1].x(), points[i + 2].x(), points[i + 3].x()});
        const auto [top, bottom] =
            std::minmax({points[i].y(), points[i + 1].y(), points[i + 2].y(), points[i + 3].y()});
        const QRectF bounds = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-2, -2, 2, 2);
        m_pieces.push_back({{points[i], points[i + 1], points[i + 2], points[i + 3]}, straight, length, bounds});
        m_bounds = m_bounds.united(bounds);
        const qreal line = std::hypot(chord.x(), chord.y());
        const auto side = [&](std::size_t a, std::size_t b) {
            return std::hypot(points[b].x() - points[a].x(), points[b].y() - points[a].y());
        };
        length += straight ? line : (line + side(i, i + 1) + side(i + 1, i + 2) + side(i + 2, i + 3)) / 2;
    }
}

qreal CurveItem::distanceTo(const QPointF &position, qreal most) const
{
    qreal nearest = most * 2 + 1;
    for (const Piece &piece : m_pieces) {
        if (!piece.bounds.adjusted(-most, -most, most, most).contains(position))
            continue;
        const qreal span = std::max(piece.bounds.width(), piece.bounds.height());
        const int steps = std::clamp(int(span / std::max(most, 1.0)), 8, 2000);
        for (int i = 0; i <= steps; ++i) {
            const qreal t = qreal(i) / steps;
            const qreal u = 1 - t;
            const QPointF at = piece.points[0] * (u * u * u) + piece.points[1] * (3 * u * u * t) +
                               piece.points[2] * (3 * u * t * t) + piece.points[3] * (t * t * t);
            nearest = std::min(nearest, std::hypot(at.x() - position.x(), at.y() - position.y()));
        }
    }
    return nearest;
}

void CurveItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis == emphasis)
        return;
    m_emphasis = emphasis;
    setZValue(emphasis == Emphasis::Lit ? 1 : 0);
    update();
}

QColor CurveItem::lineColour(qreal scale) const
{
    const Theme &theme = *m_style.theme;
    const QColor changed = changeColour(theme, m_change);
    QColor colour = mixedColour(theme.border, theme.muted, theme.dark ? 0.35 : 0.5);
    if (changed.isValid())
        colour = changed;
    else if (m_reversed)
        colour = theme.critical;
    else if (m_emphasis == Emphasis::Lit)
        colour = theme.accent;
    if (m_emphasis == Emphasis::Faded)
        colour.setAlphaF(float(fadedOpacity));
    // From afar bundles count, not lines: they grow darker where there are more.
    if (scale < scaleForNames && m_emphasis != Emphasis::Lit && !changed.isValid())
        colour.setAlphaF(colour.alphaF() * float(std::clamp(scale / scaleForNames, 0.25, 0.7)));
    return colour;
}

void CurveItem::strokePieces(QPainter &painter, QPen pen, const QRectF &exposed) const
{
    const bool dashed = pen.style() != Qt::SolidLine;
    for (const Piece &piece : m_pieces) {
        if (!piece.bounds.intersects(exposed))
            continue;
        if (dashed)
            pen.setDashOffset(piece.start / std::max(pen.widthF(), 1.0));
        QPainterPath path;
        if (piece.straight) {
            path.moveTo(piece.points[0]);
            path.lineTo(piece.points[3]);
        } else if (dashed) {
            // Cut, its dashes would wander while the picture is moved.
            path.moveTo(piece.points[0]);
            path.cubicTo(piece.points[1], piece.points[2], piece.points[3]);
        } else {
            appendInSight(path, piece.points, exposed.adjusted(-4, -4, 4, 4), 7);
        }
        painter.strokePath(path, pen);
    }
}

void CurveItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const bool strong = m_emphasis == Emphasis::Lit || m_change != rules::Change::Unchanged;
    const bool fine = scale >= scaleForNames || strong;
    const QColor colour = lineColour(scale);
    // One pixel wide, lines take a path of the raster engine that is ten times as fast.
    const qreal pixel = painter->device()->devicePixelRatioF();
    QPen pen = fine ? certaintyPen(m_certainty, colour, strong ? 1.8 : pixel) : QPen(colour, 0);
    pen.setCosmetic(!strong);
    if (m_change == rules::Change::Removed)
        pen.setDashPattern({5, 3});
    painter->setRenderHint(QPainter::Antialiasing, fine);
    painter->setBrush(Qt::NoBrush);
    strokePieces(*painter, pen, option->exposedRect);
}

} // namespace widgets
