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

namespace {

constexpr int mostExpandedRows = 2000;

} // namespace

void DependencyView::Private::pick(int folded)
{
    if (folded >= 0 && drawing->folded.nodes[std::size_t(folded)].isFold) {
        select(std::nullopt, true);
        scene->setCurrent(folded);
        return;
    }
    select(folded < 0 ? std::nullopt : graph->find(drawing->folded.nodes[std::size_t(folded)].id), true);
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
    const rules::FoldedNode &node = drawing->folded.nodes[std::size_t(folded)];
    if (!node.isFold) {
        emit q->nodeActivated(node.id);
        return;
    }
    changeFolds([&id = node.id](std::set<std::string> &open) { open.insert(id); });
}

void DependencyView::Private::select(std::optional<std::size_t> node, bool announce)
{
    const std::string id = node ? graph->nodes[*node].id : std::string();
    const bool changed = id != selected;
    selected = id;
    showSelection();
    if (changed && announce)
        emit q->nodeSelected(selected);
}

void DependencyView::Private::showSelection()
{
    const auto node = selected.empty() ? std::nullopt : graph->find(selected);
    if (inStep()) {
        const int card = node ? int(drawing->folded.nodeOf[*node]) : -1;
        scene->setCurrent(card);
        if (card >= 0)
            view->reveal(card);
    }
    bar->setSelection(node ? selected : std::string(),
                      node ? QString::fromStdString(graph->nodes[*node].name) : QString());
    showCounts();
    showInTree();
}

void DependencyView::Private::showInTree()
{
    if (syncing)
        return;
    const QScopedValueRollback guard(syncing, true);
    const auto node = selected.empty() ? std::nullopt : graph->find(selected);
    if (!node)
        treeView->setCurrentIndex({});
    else if (tree->nodeOf(treeView->currentIndex()) != int(*node))
        treeView->setCurrentIndex(tree->indexOf(*node));
}

void DependencyView::Private::showCounts()
{
    // What a switch hides is not missed.
    const rules::GraphFilter &filter = bar->filter();
    const auto whole = source();
    const auto all = std::size_t(std::ranges::count_if(whole->nodes, [&filter](const rules::GraphNode &node) {
        return (node.kind != rules::NodeKind::ScrapeJob || filter.scrapeJobs) &&
               (node.kind != rules::NodeKind::Dashboard || filter.dashboards);
    }));
    QString text = graph->nodes.size() == all
                       ? tr("%1 nodes · %2 edges").arg(graph->nodes.size()).arg(graph->edges.size())
                       : tr("%1 of %2 nodes · %3 edges").arg(graph->nodes.size()).arg(all).arg(graph->edges.size());
    // Who notices a change counts in the whole graph, whatever is hidden.
    if (const auto node = selected.empty() ? std::nullopt : whole->find(selected)) {
        const std::size_t starts[] = {*node};
        const rules::BlastRadius radius = rules::blastRadius(*whole, starts);
        // Alerts are for people: that no rule reads them is no news.
        if (radius.direct > 0 || whole->nodes[*node].kind != rules::NodeKind::Alerting)
            text = blastRadiusText(radius);
    } else if (matches.labelRadius) {
        // A search for exactly the name of a label says how many rules read it.
        text = tr("Label %1: %2").arg(matches.text, blastRadiusText(*matches.labelRadius));
    }
    if (inStep() && drawing->foldedForRoom)
        text = tr("Too much to draw one by one: folded.") + QStringLiteral("  ") + text;
    bar->setCountText(text);
}

void DependencyView::Private::search(const QString &text)
{
    currentMatch.reset();
    compute<GraphMatches>(
        searchJob,
        [wanted = text.trimmed(), visible = graph, whole = source(), facts = facts] {
            return GraphMatches::of(wanted, *visible, *whole, facts);
        },
        [this, visible = graph](GraphMatches &found) {
            if (graph == visible)
                takeMatches(std::move(found));
        });
}

void DependencyView::Private::takeMatches(GraphMatches found)
{
    matches = std::move(found);
    const bool searching = !matches.text.isEmpty();
    {
        const QScopedValueRollback guard(syncing, true);
        tree->setMatches(searching ? std::optional(matches.nodes) : std::nullopt);
        expandSections();
    }
    showInTree();
    bar->setMatchText(searching ? tr("%1 found").arg(matches.nodes.size()) : QString());
    showCounts();
    if (!inStep())
        return;
    std::vector<int> cards;
    for (const std::size_t match : matches.nodes)
        cards.push_back(int(drawing->folded.nodeOf[match]));
    scene->setMatches(cards, searching);
}

void DependencyView::Private::expandSections()
{
    for (int row = 0; row < tree->rowCount(); ++row) {
        const QModelIndex section = tree->index(row, 0);
        // A list of 100 000 names is searched, not read.
        if (tree->rowCount(section) <= mostExpandedRows)
            treeView->expand(section);
    }
}

void DependencyView::Private::nextMatch(int step)
{
    const std::size_t count = matches.nodes.size();
    if (count == 0)
        return;
    if (!currentMatch)
        currentMatch = step > 0 ? 0 : count - 1;
    else
        currentMatch = (*currentMatch + count + std::size_t(step + int(count))) % count;
    bar->setMatchText(tr("%1 of %2").arg(*currentMatch + 1).arg(count));
    select(matches.nodes[*currentMatch], true);
}

void DependencyView::Private::applyHighlight()
{
    if (!inStep())
        return;
    std::vector<int> nodes;
    for (const std::string &id : highlight) {
        if (const auto node = graph->find(id))
            nodes.push_back(int(drawing->folded.nodeOf[*node]));
    }
    scene->setHighlight(std::move(nodes));
}

QString DependencyView::Private::edgeToolTipAt(const QPointF &position, qreal reach) const
{
    if (!inStep())
        return {};
    const int folded = scene->edgeAt(position, reach);
    if (folded < 0)
        return {};
    const rules::FoldedEdge &edge = drawing->folded.edges[std::size_t(folded)];
    QString text = edgeToolTip(facts, *graph, graph->edges[edge.members.front()]);
    if (edge.members.size() > 1)
        text += tr("and %n more", nullptr, int(edge.members.size()) - 1).toHtmlEscaped();
    return text;
}

} // namespace widgets
