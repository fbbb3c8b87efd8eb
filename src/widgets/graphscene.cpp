#include "widgets/graphscene.h"

#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace widgets {

namespace {

/// More items do not move smoothly.
constexpr std::size_t mostAnimatedItems = 1500;

} // namespace

GraphScene::GraphScene(QObject *parent) : QGraphicsScene(parent)
{
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this,
            [this](const QVariant &value) { moveTo(value.toReal()); });
}

void GraphScene::animateFrom(Before before, int milliseconds)
{
    stopAnimation();
    if (milliseconds <= 0 || m_cards.size() + m_curves.size() > mostAnimatedItems)
        return;
    m_before = std::move(before);
    for (const CurveItem *curve : m_curves)
        m_after.push_back(curve->points());
    moveTo(0);
    m_animation.setDuration(milliseconds);
    m_animation.start();
}

void GraphScene::moveTo(qreal progress)
{
    // The event of a stopped animation may still come.
    if (m_after.size() != m_curves.size() || m_before.nodes.size() != m_cards.size())
        return;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (const std::optional<QPointF> &before = m_before.nodes[i]) {
            const QPointF rest = (*before - m_cards[i]->pos()) * (1 - progress);
            m_cards[i]->setTransform(QTransform::fromTranslate(rest.x(), rest.y()));
        } else {
            m_cards[i]->setOpacity(progress);
        }
    }
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const std::vector<QPointF> &from = m_before.curves[i];
        if (from.size() != m_after[i].size()) {
            m_curves[i]->setOpacity(progress);
            continue;
        }
        std::vector<QPointF> points(from.size());
        for (std::size_t k = 0; k < points.size(); ++k)
            points[k] = from[k] + (m_after[i][k] - from[k]) * progress;
        m_curves[i]->setPoints(points);
    }
}

void GraphScene::stopAnimation()
{
    m_animation.stop();
    moveTo(1);
    m_before = {};
    m_after.clear();
}

void GraphScene::setCardStyle(const GraphStyle &style)
{
    m_style = style;
    setBackgroundBrush(style.theme->raised);
    update();
}

void GraphScene::showGraph(const rules::FoldedGraph &graph, std::vector<CardContent> contents,
                           const std::vector<rules::LayoutGraph::Node> &sizes, const rules::GraphLayout &layout,
                           const std::vector<rules::Change> &changes)
{
    stopAnimation();
    clear();
    m_cards.clear();
    m_curves.clear();
    m_edges.clear();
    m_highlight.clear();
    m_current = -1;
    m_reads.assign(graph.nodes.size(), {});
    m_readBy.assign(graph.nodes.size(), {});
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const rules::FoldedEdge &edge = graph.edges[i];
        m_edges.emplace_back(edge.from, edge.to);
        if (edge.from != edge.to) {
            m_reads[edge.to].push_back(int(edge.from));
            m_readBy[edge.from].push_back(int(edge.to));
        }
        auto *curve = new CurveItem(m_style, layout.edges[i], edge.certainty,
                                    i < changes.size() ? changes[i] : rules::Change::Unchanged);
        m_curves.push_back(curve);
        addItem(curve);
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        auto *card = new CardItem(m_style, std::move(contents[i]), int(i), {sizes[i].width, sizes[i].height});
        card->setPos(layout.nodes[i].centre.x, layout.nodes[i].centre.y);
        m_cards.push_back(card);
        addItem(card);
    }
    setSceneRect(QRectF(0, 0, layout.width, layout.height).adjusted(-24, -24, 24, 24));
}

CardItem *GraphScene::card(int node) const
{
    return node >= 0 && node < nodeCount() ? m_cards[std::size_t(node)] : nullptr;
}

void GraphScene::setContents(std::vector<CardContent> contents)
{
    for (std::size_t i = 0; i < std::min(contents.size(), m_cards.size()); ++i)
        m_cards[i]->setContent(std::move(contents[i]));
}

int GraphScene::nodeAt(const QPointF &position) const
{
    // Where cards belong: some may be on their way.
    for (const CardItem *card : m_cards) {
        if (card->card().translated(card->pos()).contains(position))
            return card->index();
    }
    return -1;
}

int GraphScene::edgeAt(const QPointF &position, qreal reach) const
{
    int nearest = -1;
    qreal distance = reach;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const qreal each = m_curves[i]->distanceTo(position, reach);
        if (each <= distance) {
            distance = each;
            nearest = int(i);
        }
    }
    return nearest;
}

void GraphScene::setCurrent(int node)
{
    if (m_current == node)
        return;
    if (CardItem *before = card(m_current))
        before->setCurrent(false);
    m_current = card(node) ? node : -1;
    if (CardItem *now = card(m_current))
        now->setCurrent(true);
    updateEmphasis();
}

void GraphScene::setHighlight(std::vector<int> nodes)
{
    m_highlight = std::move(nodes);
    updateEmphasis();
}

void GraphScene::setMatches(const std::vector<int> &nodes, bool active)
{
    m_searching = active;
    for (CardItem *card : m_cards)
        card->setMatched(false);
    for (const int node : nodes)
        m_cards[std::size_t(node)]->setMatched(true);
    updateEmphasis();
}

void GraphScene::updateEmphasis()
{
    if (m_current < 0 && m_highlight.empty() && !m_searching) {
        for (CardItem *card : m_cards)
            card->setEmphasis(Emphasis::Normal);
        for (CurveItem *curve : m_curves)
            curve->setEmphasis(Emphasis::Normal);
        return;
    }
    // Bit 1: feeds the current node, bit 2: fed by it. An edge is lit if one walk uses it, not if it joins the two
    // sets.
    std::vector<char> reached(m_cards.size());
    if (m_current >= 0) {
        for (const char bit : {char(1), char(2)}) {
            std::vector<int> queue = {m_current};
            reached[std::size_t(m_current)] |= bit;
            for (std::size_t i = 0; i < queue.size(); ++i) {
                for (const int next : (bit == 1 ? m_reads : m_readBy)[std::size_t(queue[i])]) {
                    if (!(reached[std::size_t(next)] & bit)) {
                        reached[std::size_t(next)] |= bit;
                        queue.push_back(next);
                    }
                }
            }
        }
    } else if (!m_highlight.empty()) {
        for (const int node : m_highlight)
            reached[std::size_t(node)] = 3;
    }
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const bool lit = reached[i] || m_cards[i]->isMatched();
        m_cards[i]->setEmphasis(lit ? Emphasis::Lit : Emphasis::Faded);
    }
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto [from, to] = m_edges[i];
        m_curves[i]->setEmphasis(reached[from] & reached[to] ? Emphasis::Lit : Emphasis::Faded);
    }
}

int GraphScene::neighbour(int node, Qt::Key arrow) const
{
    const CardItem *origin = card(node);
    if (!origin)
        return -1;
    int best = -1;
    qreal nearest = std::numeric_limits<qreal>::max();
    const auto consider = [&](int other, qreal distance) {
        if (other != node && distance < nearest) {
            nearest = distance;
            best = other;
        }
    };
    if (arrow == Qt::Key_Left || arrow == Qt::Key_Right) {
        for (const int other : (arrow == Qt::Key_Left ? m_reads : m_readBy)[std::size_t(node)])
            consider(other, std::abs(m_cards[std::size_t(other)]->y() - origin->y()));
        return best;
    }
    const QRectF box = origin->card().translated(origin->pos());
    for (int other = 0; other < nodeCount(); ++other) {
        const CardItem *candidate = m_cards[std::size_t(other)];
        const QRectF candidateBox = candidate->card().translated(candidate->pos());
        const qreal distance = (candidate->y() - origin->y()) * (arrow == Qt::Key_Down ? 1 : -1);
        if (distance > 0 && candidateBox.left() < box.right() && box.left() < candidateBox.right())
            consider(other, distance);
    }
    return best;
}

} // namespace widgets
