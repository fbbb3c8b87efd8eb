#pragma once

#include "rules/dependencygraph.h"
#include "rules/graphcomparison.h"
#include "rules/graphlayout.h"

#include <QFont>
#include <QGraphicsItem>
#include <QStaticText>
#include <QString>

#include <vector>

namespace widgets {

struct Theme;

/// What a card shows.
struct CardContent
{
    enum class Tone { Quiet, Pending, Firing };

    rules::NodeKind kind = rules::NodeKind::Metric;
    QString name;
    QString detail;
    QString severity;
    QString toolTip;
    bool problem = false;
    /// Stands for several nodes.
    bool isFold = false;
    /// Of the detail.
    Tone tone = Tone::Quiet;
    /// Between two versions.
    rules::Change change = rules::Change::Unchanged;
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
    /// Name and size stay as they are.
    void setContent(CardContent content);
    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }
    void setCurrent(bool current);
    void setMatched(bool matched);
    [[nodiscard]] bool isMatched() const { return m_matched; }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintText(QPainter &painter, const QColor &colour) const;
    [[nodiscard]] QColor detailColour(const Theme &theme) const;

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
    CurveItem(const GraphStyle &style, const rules::GraphLayout::Edge &edge, rules::Certainty certainty,
              rules::Change change = rules::Change::Unchanged);

    /// The control points, see rules::GraphLayout::Edge::curve.
    [[nodiscard]] const std::vector<QPointF> &points() const { return m_points; }
    void setPoints(const std::vector<QPointF> &points);
    /// From the nearest point of the curve to `position`; more than `most` if it is farther away.
    [[nodiscard]] qreal distanceTo(const QPointF &position, qreal most) const;
    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    const GraphStyle &m_style;
    struct Piece
    {
        QPointF points[4];
        /// A line is much cheaper to stroke.
        bool straight = false;
        /// Of the curve before it: dashes go on across pieces.
        qreal start = 0;
        QRectF bounds;
    };

    [[nodiscard]] QColor lineColour(qreal scale) const;
    void strokePieces(QPainter &painter, QPen pen, const QRectF &exposed) const;

    std::vector<QPointF> m_points;
    std::vector<Piece> m_pieces;
    QRectF m_bounds;
    rules::Certainty m_certainty;
    rules::Change m_change;
    bool m_reversed;
    Emphasis m_emphasis = Emphasis::Normal;
};

/// Of what changed between two versions; invalid for what did not.
[[nodiscard]] QColor changeColour(const Theme &theme, rules::Change change);

/// The line that stands for a certainty; `colour` and width as the caller likes.
[[nodiscard]] QPen certaintyPen(rules::Certainty certainty, const QColor &colour, qreal width);

} // namespace widgets
