#include "widgets/graphitems.h"

#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPalette>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace widgets {

namespace {

constexpr qreal cardPadding = 8;
constexpr qreal cardTextLeft = 30;
/// Below these scales text is too small to be read: cards become bars.
constexpr qreal scaleForNames = 0.38;
constexpr qreal scaleForDetails = 0.55;
constexpr qreal fadedOpacity = 0.28;

QColor mixedColour(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
                            float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
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
    : m_style(style), m_content(std::move(content)), m_index(index), m_size(size)
{
    const qreal width = size.width() - cardTextLeft - cardPadding;
    m_name = elidedStaticText(m_content.name, style.nameFont, width);
    m_detail = elidedStaticText(m_content.detail, style.detailFont, width);
    setToolTip(m_content.toolTip);
    setZValue(2);
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
    const QRectF card = this->card();
    if (m_emphasis == Emphasis::Faded)
        painter->setOpacity(fadedOpacity);
    const bool bar = scale < scaleForNames;
    painter->setRenderHint(QPainter::Antialiasing, !bar);
    QPen rim(m_current || m_matched ? theme.accent : theme.border, m_current ? 2 : 1);
    if (m_content.problem && !m_current)
        rim.setStyle(Qt::DashLine);
    if (m_content.isFold) {
        painter->setPen(QPen(theme.border, 1));
        painter->setBrush(theme.raised);
        painter->drawRoundedRect(card.translated(4, 4), 5, 5);
    }
    painter->setPen(bar && !m_current && !m_matched ? QPen(Qt::NoPen) : rim);
    painter->setBrush(m_matched ? theme.selection : bar ? mixedColour(theme.base, colour, 0.18) : theme.base);
    if (bar) {
        painter->drawRect(card);
        painter->fillRect(QRectF(card.left(), card.top(), std::max(4.0, 3 / std::max(scale, 0.01)), card.height()),
                          colour);
        return;
    }
    painter->drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(QRectF(card.left(), card.top() + 0.5, 4, card.height() - 1), 2, 2);
    paintText(*painter);
}

void CardItem::paintText(QPainter &painter) const
{
    const Theme &theme = *m_style.theme;
    const QRectF card = this->card();
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform());
    const QFontMetricsF metrics(m_style.nameFont);
    const qreal nameTop = card.top() + cardPadding;
    const QColor colour = m_content.isFold ? theme.accent : kindColour(theme, m_content.kind, m_content.severity);
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
    painter.setPen(m_content.problem ? theme.critical : theme.muted);
    painter.setFont(m_style.detailFont);
    painter.drawStaticText(QPointF(card.left() + cardTextLeft, nameTop + metrics.height()), m_detail);
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

CurveItem::CurveItem(const GraphStyle &style, const rules::GraphLayout::Edge &edge, rules::Certainty certainty)
    : m_style(style), m_certainty(certainty), m_reversed(edge.reversed)
{
    const auto point = [&](std::size_t i) { return QPointF(edge.curve[i].x, edge.curve[i].y); };
    m_path.moveTo(point(0));
    for (std::size_t i = 1; i + 2 < edge.curve.size(); i += 3) {
        // Long edges run straight through columns: a line is much cheaper to stroke.
        const QPointF chord = point(i + 2) - point(i - 1);
        const QPointF first = point(i) - point(i - 1) - chord / 3;
        const QPointF second = point(i + 1) - point(i - 1) - chord * 2 / 3;
        if (first.manhattanLength() + second.manhattanLength() < 0.01)
            m_path.lineTo(point(i + 2));
        else
            m_path.cubicTo(point(i), point(i + 1), point(i + 2));
    }
    m_bounds = m_path.controlPointRect().adjusted(-2, -2, 2, 2);
}

void CurveItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis == emphasis)
        return;
    m_emphasis = emphasis;
    setZValue(emphasis == Emphasis::Lit ? 1 : 0);
    update();
}

void CurveItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const Theme &theme = *m_style.theme;
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    QColor colour = m_reversed ? theme.critical : mixedColour(theme.border, theme.muted, theme.dark ? 0.35 : 0.5);
    if (m_emphasis == Emphasis::Lit && !m_reversed)
        colour = theme.accent;
    else if (m_emphasis == Emphasis::Faded)
        colour.setAlphaF(float(fadedOpacity));
    const qreal width = m_emphasis == Emphasis::Lit ? 1.8 : 1.2;
    const bool fine = scale >= scaleForNames || m_emphasis == Emphasis::Lit;
    QPen pen = certaintyPen(m_certainty, colour, fine ? width : 0);
    if (!fine) {
        // From afar bundles count, not lines: they grow darker where there are more.
        colour.setAlphaF(colour.alphaF() * float(std::clamp(scale / scaleForNames, 0.25, 0.7)));
        pen = QPen(colour, 0);
    }
    painter->setRenderHint(QPainter::Antialiasing, fine);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(m_path);
}

} // namespace widgets
