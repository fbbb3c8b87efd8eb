#include "widgets/dependencytree.h"
#include "widgets/dependencyview_p.h"
#include "widgets/graphbar.h"
#include "widgets/graphfindingspanel.h"
#include "widgets/graphhint.h"
#include "widgets/graphlegend.h"
#include "widgets/graphminimap.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QScopedValueRollback>
#include <QStyle>
#include <QTabWidget>
#include <QThreadPool>
#include <QTreeView>

#include <algorithm>

namespace widgets {

namespace {

/// More lines make a black picture, and take the memory of the machine.
constexpr std::size_t mostDrawnEdges = 100'000;

/// Left of everything stand what is scraped and who scrapes it, right of everything who reads and is read by nobody.
rules::LayoutGraph::Side sideOf(const rules::FoldedNode &node, rules::NodeKind kind)
{
    if (node.isFold)
        return rules::LayoutGraph::Side::Free;
    if (kind == rules::NodeKind::Metric || kind == rules::NodeKind::ScrapeJob)
        return rules::LayoutGraph::Side::First;
    return kind == rules::NodeKind::Recording ? rules::LayoutGraph::Side::Free : rules::LayoutGraph::Side::Last;
}

struct Places
{
    std::map<std::string, QPointF> nodes;
    std::map<std::pair<std::string, std::string>, std::vector<QPointF>> curves;
};

Places placesOf(const rules::FoldedGraph &graph, const GraphScene &scene)
{
    Places places;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        places.nodes.emplace(graph.nodes[i].id, scene.card(int(i))->pos());
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        places.curves.emplace(std::pair(graph.nodes[graph.edges[i].from].id, graph.nodes[graph.edges[i].to].id),
                              scene.curves()[i]->points());
    return places;
}

/// `shift` is how far the whole scene moved below the view.
GraphScene::Before beforeOf(const Places &places, const rules::FoldedGraph &graph, QPointF shift)
{
    GraphScene::Before before;
    for (const rules::FoldedNode &node : graph.nodes) {
        const auto found = places.nodes.find(node.id);
        before.nodes.push_back(found == places.nodes.end() ? std::nullopt
                                                           : std::optional<QPointF>(found->second + shift));
    }
    for (const rules::FoldedEdge &edge : graph.edges) {
        const auto found = places.curves.find(std::pair(graph.nodes[edge.from].id, graph.nodes[edge.to].id));
        std::vector<QPointF> curve = found == places.curves.end() ? std::vector<QPointF>() : found->second;
        for (QPointF &point : curve)
            point += shift;
        before.curves.push_back(std::move(curve));
    }
    return before;
}

GraphFindingsPanel::Findings findAll(const rules::DependencyGraph &graph, const DependencyView::Documents &documents,
                                     const std::optional<std::set<std::string>> &known)
{
    GraphFindingsPanel::Findings findings;
    findings.orphans = rules::orphans(graph);
    findings.dangling = rules::danglingReferences(graph, known ? &*known : nullptr);
    findings.cycles = rules::cycles(graph);
    findings.chain = rules::longestChain(graph);
    findings.repeated = rules::repeatedExpressions(documents);
    findings.endpointAsked = known.has_value();
    return findings;
}

} // namespace

std::vector<rules::NodeTraits> DependencyView::Private::traits() const
{
    std::vector<rules::NodeTraits> result;
    result.reserve(source().nodes.size());
    for (const rules::GraphNode &node : source().nodes) {
        const auto info = facts.infos.find(node.id);
        const auto state = facts.states.find(node.id);
        rules::NodeTraits each;
        if (info != facts.infos.end())
            each = {info->second.severity.toStdString(), info->second.team.toStdString(), info->second.problem};
        if (state != facts.states.end())
            each.problem = each.problem || state->second.missing || !state->second.error.isEmpty();
        result.push_back(std::move(each));
    }
    return result;
}

void DependencyView::Private::updateVisible()
{
    rules::GraphFilter filter = bar->filter();
    for (std::size_t i = 0; i < filter.certainties.size(); ++i)
        filter.certainties[i] = legend->isShown(rules::Certainty(i));
    graph = rules::filtered(source(), traits(), filter);
    if (!bar->focusId().empty())
        graph = rules::focus(graph, bar->focusId(), bar->hops(), bar->direction());
    nothingLeft->setVisible(graph.nodes.empty() && !source().nodes.empty());
    legend->setKinds(bar->filter().scrapeJobs && hasKind(rules::NodeKind::ScrapeJob),
                     bar->filter().dashboards && hasKind(rules::NodeKind::Dashboard));
    showCounts();
    ++job;
    updateTree();
    search(bar->searchField()->text());
    showSelection();
    requestLayout();
}

void DependencyView::Private::updateTree()
{
    std::vector<DependencyTree::Row> rows;
    rows.reserve(graph.nodes.size());
    for (const rules::GraphNode &node : graph.nodes) {
        const NodeInfo info = nodeInfo(facts, node);
        rows.push_back({info.detail, info.severity, nodeToolTip(facts, node), info.problem, info.labels});
    }
    const QScopedValueRollback guard(syncing, true);
    tree->setGraph(graph, std::move(rows));
    treeView->expandToDepth(0);
}

void DependencyView::Private::requestLayout()
{
    stale = true;
    if (q->isVisible())
        startLayout();
}

void DependencyView::Private::startLayout()
{
    stale = false;
    stop.request_stop();
    stop = std::stop_source();
    const int id = ++job;
    pending = rules::fold(graph, bar->folding().value_or(rules::suitableFolding(graph)), openFolds);
    foldedForRoom = pending.edges.size() > mostDrawnEdges;
    if (foldedForRoom)
        pending = rules::fold(graph, rules::suitableFolding(graph), {});
    showCounts();

    const GraphStyle style = GraphStyle::of(q->font(), q->palette());
    qreal widths[rules::nodeKindCount + 1] = {};
    std::vector<std::size_t> columns;
    rules::LayoutGraph input;
    for (const rules::FoldedNode &node : pending.nodes) {
        const CardContent content = cardContent(graph, facts, node);
        columns.push_back(node.isFold ? rules::nodeKindCount : static_cast<std::size_t>(content.kind));
        widths[columns.back()] = std::max(widths[columns.back()], style.cardWidth(content));
        input.nodes.push_back({0, style.cardHeight, sideOf(node, content.kind)});
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
        input.nodes[i].width = widths[columns[i]];
    for (const rules::FoldedEdge &edge : pending.edges)
        input.edges.push_back({edge.from, edge.to});
    pendingBoxes = input.nodes;
    rules::LayoutOptions options;
    options.aspect = std::clamp(qreal(view->width()) / std::max(view->height(), 1), 0.7, 2.5);
    options.rowGap = style.cardHeight * 0.4;
    options.columnGap = style.cardHeight * 2.4;
    if (layout)
        rememberLayout(shown, *layout, pending, options);
    QThreadPool::globalInstance()->start([input = std::move(input), options = std::move(options),
                                          token = stop.get_token(), guard = QPointer<DependencyView>(q), id] {
        auto result = rules::layoutGraph(input, options, token);
        if (!result)
            return;
        auto shared = std::make_shared<const rules::GraphLayout>(std::move(*result));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, id, shared = std::move(shared)] {
                if (guard && guard->d->job == id)
                    guard->d->showLayout(shared);
            },
            Qt::QueuedConnection);
    });
}

std::vector<rules::Change> DependencyView::Private::edgeChanges() const
{
    if (!comparison)
        return {};
    std::map<std::pair<std::string_view, std::string_view>, rules::Change> known;
    for (std::size_t i = 0; i < comparison->edges.size(); ++i) {
        const rules::GraphEdge &edge = comparison->graph.edges[i];
        known.emplace(std::pair<std::string_view, std::string_view>(comparison->graph.nodes[edge.from].id,
                                                                    comparison->graph.nodes[edge.to].id),
                      comparison->edges[i]);
    }
    std::vector<rules::Change> changes;
    for (const rules::FoldedEdge &folded : shown.edges) {
        std::set<rules::Change> members;
        for (const std::size_t member : folded.members) {
            const rules::GraphEdge &edge = graph.edges[member];
            const auto found = known.find({graph.nodes[edge.from].id, graph.nodes[edge.to].id});
            members.insert(found == known.end() ? rules::Change::Unchanged : found->second);
        }
        changes.push_back(members.size() == 1 ? *members.begin() : rules::Change::Rewired);
    }
    return changes;
}

void DependencyView::Private::showLayout(std::shared_ptr<const rules::GraphLayout> result)
{
    // What is selected, or in the middle, stays where it is on the screen.
    std::string anchor;
    QPoint anchorBefore;
    QPointF anchorPlace;
    Places places;
    if (layout && scene->nodeCount() > 0) {
        places = placesOf(shown, *scene);
        int node = scene->current();
        if (node < 0)
            node = scene->nodeAt(view->mapToScene(view->viewport()->rect().center()));
        if (node >= 0) {
            anchor = shown.nodes[std::size_t(node)].id;
            anchorPlace = scene->card(node)->pos();
            anchorBefore = view->mapFromScene(anchorPlace);
        }
    }
    const bool first = !layout;
    const std::size_t nodesBefore = shown.nodes.size();
    shown = std::move(pending);
    layout = std::move(result);
    finishedJob = job;
    std::vector<CardContent> contents;
    for (const rules::FoldedNode &node : shown.nodes)
        contents.push_back(cardContent(graph, facts, node));
    scene->setCardStyle(GraphStyle::of(q->font(), q->palette()));
    scene->showGraph(shown, std::move(contents), pendingBoxes, *layout, edgeChanges());
    applyHighlight();
    search(bar->searchField()->text());
    const auto kept =
        std::find_if(shown.nodes.begin(), shown.nodes.end(), [&](const auto &node) { return node.id == anchor; });
    // Another part of the graph is another picture: it is shown whole.
    const std::size_t nodesNow = shown.nodes.size();
    const bool another = nodesNow * 2 < nodesBefore || nodesBefore * 2 < nodesNow;
    if (first || anchor.empty() || kept == shown.nodes.end() || another) {
        view->fitReadably();
    } else {
        const QPointF place = scene->card(int(kept - shown.nodes.begin()))->pos();
        view->centerOn(view->mapToScene(view->viewport()->rect().center() + view->mapFromScene(place) - anchorBefore));
        const int duration = q->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, q);
        scene->animateFrom(beforeOf(places, shown, place - anchorPlace), duration);
    }
    minimap->refresh();
    showSelection();
    emit q->laidOut();
}

void DependencyView::Private::updateContents()
{
    updateTree();
    search(bar->searchField()->text());
    showSelection();
    if (!layout || finishedJob != job)
        return;
    std::vector<CardContent> contents;
    for (const rules::FoldedNode &node : shown.nodes)
        contents.push_back(cardContent(graph, facts, node));
    scene->setContents(std::move(contents));
}

void DependencyView::Private::requestFindings()
{
    findingsStale = true;
    if (!q->isVisible())
        return;
    findingsStale = false;
    const int id = ++findingsJob;
    QThreadPool::globalInstance()->start(
        [all = source(), documents = documents, known = knownSeries, guard = QPointer<DependencyView>(q), id] {
            auto found = std::make_shared<const GraphFindingsPanel::Findings>(findAll(all, documents, known));
            auto shared = std::make_shared<const rules::DependencyGraph>(all);
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, id, found, shared] {
                    if (!guard || guard->d->findingsJob != id)
                        return;
                    const QScopedValueRollback quiet(guard->d->syncing, true);
                    guard->d->findings->setFindings(*shared, *found);
                    guard->d->retranslate();
                },
                Qt::QueuedConnection);
        });
}

} // namespace widgets
