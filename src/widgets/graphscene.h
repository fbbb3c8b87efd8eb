#pragma once

#include "rules/graphcomparison.h"
#include "rules/graphfold.h"
#include "rules/graphlayout.h"
#include "widgets/graphitems.h"

#include <QGraphicsScene>
#include <QVariantAnimation>

#include <optional>
#include <vector>

namespace widgets {

/// A laid out graph as items. Nodes are named by their index in the FoldedGraph; −1 is none.
class GraphScene : public QGraphicsScene
{
    Q_OBJECT

public:
    explicit GraphScene(QObject *parent = nullptr);

    [[nodiscard]] const GraphStyle &style() const { return m_style; }
    /// Cards that are shown keep their size: lay out again after a change of the font.
    void setCardStyle(const GraphStyle &style);

    /// Replaces everything. `sizes` are the node boxes the layout was made for, `changes` are by edge or empty.
    void showGraph(const rules::FoldedGraph &graph, std::vector<CardContent> contents,
                   const std::vector<rules::LayoutGraph::Node> &sizes, const rules::GraphLayout &layout,
                   const std::vector<rules::Change> &changes = {});
    /// Other details in the same cards.
    void setContents(std::vector<CardContent> contents);
    /// Where something was before, by its present index: cards move from there to their places, edges along with them.
    /// Positions are in the present scene; an empty entry is new and appears.
    struct Before
    {
        std::vector<std::optional<QPointF>> nodes;
        std::vector<std::vector<QPointF>> curves;
    };
    /// Shows the change from `before` as a movement; at once where the style wants no animations or there is too much.
    void animateFrom(Before before, int milliseconds);
    [[nodiscard]] int nodeCount() const { return int(m_cards.size()); }
    [[nodiscard]] CardItem *card(int node) const;
    [[nodiscard]] const std::vector<CurveItem *> &curves() const { return m_curves; }
    /// The node whose card is at `position`, in scene coordinates.
    [[nodiscard]] int nodeAt(const QPointF &position) const;
    /// The edge that is nearest to `position` and not farther than `reach`.
    [[nodiscard]] int edgeAt(const QPointF &position, qreal reach) const;

    /// Lights up the node with everything that feeds it and everything it feeds; the rest fades.
    void setCurrent(int node);
    [[nodiscard]] int current() const { return m_current; }
    /// Without a current node these are lit and the rest fades; empty for none.
    void setHighlight(std::vector<int> nodes);
    /// Marks nodes that a search found; `active` says whether there is a search at all.
    void setMatches(const std::vector<int> &nodes, bool active);

    /// Where an arrow key leads: Left to what the node reads, Right to what reads it, Up and Down within its column; −1
    /// if there is nothing.
    [[nodiscard]] int neighbour(int node, Qt::Key arrow) const;

private:
    void updateEmphasis();
    void moveTo(qreal progress);
    void stopAnimation();

    QVariantAnimation m_animation;
    Before m_before;
    /// By edge: the curves that the animation ends with.
    std::vector<std::vector<QPointF>> m_after;

    GraphStyle m_style;
    std::vector<CardItem *> m_cards;
    std::vector<CurveItem *> m_curves;
    std::vector<std::pair<std::size_t, std::size_t>> m_edges;
    std::vector<std::vector<int>> m_reads;
    std::vector<std::vector<int>> m_readBy;
    std::vector<int> m_highlight;
    bool m_searching = false;
    int m_current = -1;
};

} // namespace widgets
