#pragma once

#include "rules/dependencygraph.h"
#include "rules/graphlayout.h"

#include <QFont>
#include <QGraphicsItem>
#include <QPainterPath>
#include <QStaticText>
#include <QString>

namespace widgets {

struct Theme;

/// What a card shows.
struct CardContent
{
    rules::NodeKind kind = rules::NodeKind::Metric;
    QString name;
    QString detail;
    QString severity;
    QString toolTip;
    bool problem = false;
    /// Stands for several nodes.
    bool isFold = false;
};

/// Shared by all items of a scene.
struct GraphStyle
{
    const Theme *theme = nullptr;
    QFont nameFont;
    QFont detailFont;
    qreal cardHeight = 0;

    static GraphStyle of(const QFont &font, const QPalette &palette);
    /// The width a card needs to show its name in full, within limits that keep columns readable.
    [[nodiscard]] qreal cardWidth(const CardContent &content) const;
};

enum class Emphasis { Normal, Lit, Faded };

/// A node: stripe and shape in the colour of its kind, the name (elided in the middle), one line of detail.
class CardItem : public QGraphicsItem
{
public:
    CardItem(const GraphStyle &style, CardContent content, int index, const QSizeF &size);

    [[nodiscard]] int index() const { return m_index; }
    [[nodiscard]] const CardContent &content() const { return m_content; }
    [[nodiscard]] QRectF card() const
    {
        return {-m_size.width() / 2, -m_size.height() / 2, m_size.width(), m_size.height()};
    }
    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }
    void setCurrent(bool current);
    void setMatched(bool matched);
    [[nodiscard]] bool isMatched() const { return m_matched; }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintText(QPainter &painter) const;

    const GraphStyle &m_style;
    CardContent m_content;
    int m_index;
    QSizeF m_size;
    QStaticText m_name;
    QStaticText m_detail;
    Emphasis m_emphasis = Emphasis::Normal;
    bool m_current = false;
    bool m_matched = false;
};

/// An edge: solid if exact, dashed by regex, dotted if indeterminate, dash-dotted through ALERTS.
class CurveItem : public QGraphicsItem
{
public:
    CurveItem(const GraphStyle &style, const rules::GraphLayout::Edge &edge, rules::Certainty certainty);

    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    const GraphStyle &m_style;
    QPainterPath m_path;
    QRectF m_bounds;
    rules::Certainty m_certainty;
    bool m_reversed;
    Emphasis m_emphasis = Emphasis::Normal;
};

/// The line that stands for a certainty; `colour` and width as the caller likes.
[[nodiscard]] QPen certaintyPen(rules::Certainty certainty, const QColor &colour, qreal width);

} // namespace widgets
