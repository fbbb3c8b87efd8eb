#include "widgets/dependencytree.h"
#include "widgets/dependencyview_p.h"
#include "widgets/graphbar.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"

#include <QLineEdit>
#include <QScopedValueRollback>
#include <QTreeView>

#include <algorithm>

namespace widgets {

void DependencyView::Private::pick(int folded)
{
    if (folded >= 0 && shown.nodes[std::size_t(folded)].isFold) {
        select(std::nullopt, true);
        scene->setCurrent(folded);
        return;
    }
    select(folded < 0 ? std::nullopt : graph.find(shown.nodes[std::size_t(folded)].id), true);
}

void DependencyView::Private::pickFromTree()
{
    if (syncing)
        return;
    const int node = tree->nodeOf(treeView->currentIndex());
    if (node < 0)
        return;
    const QScopedValueRollback guard(syncing, true);
    select(std::size_t(node), true);
}

void DependencyView::Private::activate(int folded)
{
    const rules::FoldedNode &node = shown.nodes[std::size_t(folded)];
    if (!node.isFold) {
        emit q->nodeActivated(node.id);
        return;
    }
    openFolds.insert(node.id);
    requestLayout();
}

void DependencyView::Private::select(std::optional<std::size_t> node, bool announce)
{
    const std::string id = node ? graph.nodes[*node].id : std::string();
    const bool changed = id != selected;
    selected = id;
    showSelection();
    if (changed && announce)
        emit q->nodeSelected(selected);
}

void DependencyView::Private::showSelection()
{
    const std::size_t none = graph.nodes.size();
    const std::size_t node = selected.empty() ? none : graph.find(selected).value_or(none);
    if (layout && finishedJob == job) {
        const int card = node == none ? -1 : int(shown.nodeOf[node]);
        scene->setCurrent(card);
        if (card >= 0)
            view->reveal(card);
    }
    bar->setSelection(node == none ? std::string() : selected,
                      node == none ? QString() : QString::fromStdString(graph.nodes[node].name));
    showCounts();
    if (syncing)
        return;
    const QScopedValueRollback guard(syncing, true);
    if (node == none)
        treeView->setCurrentIndex({});
    else if (tree->nodeOf(treeView->currentIndex()) != int(node))
        treeView->setCurrentIndex(tree->indexOf(node));
}

void DependencyView::Private::showCounts()
{
    // What a switch hides is not missed.
    const rules::GraphFilter &filter = bar->filter();
    const auto all = std::size_t(std::ranges::count_if(source().nodes, [&filter](const rules::GraphNode &node) {
        return (node.kind != rules::NodeKind::ScrapeJob || filter.scrapeJobs) &&
               (node.kind != rules::NodeKind::Dashboard || filter.dashboards);
    }));
    QString text = graph.nodes.size() == all
                       ? tr("%1 nodes · %2 edges").arg(graph.nodes.size()).arg(graph.edges.size())
                       : tr("%1 of %2 nodes · %3 edges").arg(graph.nodes.size()).arg(all).arg(graph.edges.size());
    // Who notices a change counts in the whole graph, whatever is hidden.
    if (const auto node = selected.empty() ? std::nullopt : source().find(selected)) {
        const std::size_t starts[] = {*node};
        const rules::BlastRadius radius = rules::blastRadius(source(), starts);
        // Alerts are for people: that no rule reads them is no news.
        if (radius.direct > 0 || source().nodes[*node].kind != rules::NodeKind::Alerting)
            text = blastRadiusText(radius);
    } else if (const QString label = searchRadius(bar->searchField()->text().trimmed()); !label.isEmpty()) {
        text = label;
    }
    if (foldedForRoom)
        text = tr("Too many edges to draw one by one: folded.") + QStringLiteral("  ") + text;
    bar->setCountText(text);
}

/// A search for exactly the name of a label says how many rules read it.
QString DependencyView::Private::searchRadius(const QString &wanted) const
{
    if (wanted.isEmpty())
        return {};
    std::vector<std::size_t> readers;
    for (std::size_t i = 0; i < source().nodes.size(); ++i) {
        const auto info = facts.infos.find(source().nodes[i].id);
        if (info != facts.infos.end() && info->second.labels.contains(wanted))
            readers.push_back(i);
    }
    if (readers.empty())
        return {};
    rules::BlastRadius radius;
    const std::vector<bool> reached = rules::reach(source(), readers, rules::Direction::Downstream);
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const rules::NodeKind kind = source().nodes[i].kind;
        if (reached[i] && kind == rules::NodeKind::Alerting)
            radius.alerts.push_back(i);
        else if (reached[i] && kind == rules::NodeKind::Recording)
            radius.recordings.push_back(i);
    }
    return tr("Label %1: %2").arg(wanted, blastRadiusText(radius));
}

void DependencyView::Private::search(const QString &text)
{
    matches.clear();
    currentMatch.reset();
    std::vector<int> cards;
    const QString wanted = text.trimmed();
    if (!wanted.isEmpty()) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            if (tree->matches(i, wanted))
                matches.push_back(i);
        }
    }
    const QScopedValueRollback guard(syncing, true);
    tree->setFilter(wanted);
    treeView->expandToDepth(0);
    bar->setMatchText(wanted.isEmpty() ? QString() : tr("%1 found").arg(matches.size()));
    showCounts();
    if (!layout || finishedJob != job)
        return;
    for (const std::size_t match : matches)
        cards.push_back(int(shown.nodeOf[match]));
    scene->setMatches(cards, !wanted.isEmpty());
}

void DependencyView::Private::nextMatch(int step)
{
    if (matches.empty())
        return;
    const std::size_t count = matches.size();
    if (!currentMatch)
        currentMatch = step > 0 ? 0 : count - 1;
    else
        currentMatch = (*currentMatch + count + std::size_t(step + int(count))) % count;
    bar->setMatchText(tr("%1 of %2").arg(*currentMatch + 1).arg(count));
    select(matches[*currentMatch], true);
}

void DependencyView::Private::applyHighlight()
{
    if (!layout || finishedJob != job)
        return;
    std::vector<int> nodes;
    for (const std::string &id : highlight) {
        const std::size_t node = graph.find(id).value_or(shown.nodeOf.size());
        if (node < shown.nodeOf.size())
            nodes.push_back(int(shown.nodeOf[node]));
    }
    scene->setHighlight(std::move(nodes));
}

QString DependencyView::Private::edgeToolTipAt(const QPointF &position, qreal reach) const
{
    if (!layout || finishedJob != job)
        return {};
    const int folded = scene->edgeAt(position, reach);
    if (folded < 0)
        return {};
    const rules::FoldedEdge &edge = shown.edges[std::size_t(folded)];
    QString text = edgeToolTip(facts, graph, graph.edges[edge.members.front()]);
    if (edge.members.size() > 1)
        text += tr("and %n more", nullptr, int(edge.members.size()) - 1).toHtmlEscaped();
    return text;
}

} // namespace widgets
