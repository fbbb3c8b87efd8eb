#include "widgets/dependencytree.h"
#include "widgets/dependencyview_p.h"
#include "widgets/graphbar.h"
#include "widgets/graphexport.h"
#include "widgets/graphfindingspanel.h"
#include "widgets/graphlegend.h"
#include "widgets/graphminimap.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "workspace/backgroundpool.h"
#include "workspace/destruction.h"

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
#include <utility>

namespace widgets {

namespace {

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

/// The card that now shows what the card of this id showed: itself, the first one of what was folded in it, or the fold
/// that it is in.
std::optional<std::size_t> cardOf(const GraphDrawing &drawing, const std::string &id)
{
    const std::vector<rules::FoldedNode> &cards = drawing.folded.nodes;
    if (id.empty())
        return {};
    const auto same = std::ranges::find(cards, id, &rules::FoldedNode::id);
    if (same != cards.end())
        return std::size_t(same - cards.begin());
    const auto held = std::ranges::find(cards, id, &rules::FoldedNode::openFold);
    if (held != cards.end())
        return std::size_t(held - cards.begin());
    const auto node = drawing.graph->find(id);
    return node ? std::optional(drawing.folded.nodeOf[*node]) : std::nullopt;
}

GraphFindingsPanel::Findings findAll(const rules::DependencyGraph &graph, const DependencyView::Documents &documents,
                                     const std::set<std::string> *known)
{
    GraphFindingsPanel::Findings findings;
    findings.orphans = rules::orphans(graph);
    findings.dangling = rules::danglingReferences(graph, known);
    findings.cycles = rules::cycles(graph);
    findings.chain = rules::longestChain(graph);
    findings.repeated = rules::repeatedExpressions(documents);
    findings.endpointAsked = known != nullptr;
    return findings;
}

} // namespace

std::shared_ptr<const rules::DependencyGraph> DependencyView::Private::source() const
{
    // A part of the comparison, which it keeps alive.
    return comparison ? std::shared_ptr<const rules::DependencyGraph>(comparison, &comparison->graph) : full;
}

void DependencyView::Private::updateChoices()
{
    compute<GraphBar::Choices>(
        choicesJob, [now = source(), facts = facts] { return filterChoices(*now, facts); },
        [this](GraphBar::Choices &choices) { bar->setChoices(std::move(choices)); });
}

void DependencyView::Private::updateVisible()
{
    GraphPart::Request request{source(), facts, bar->filter(), bar->focusId(), bar->direction(), bar->hops()};
    for (std::size_t i = 0; i < request.filter.certainties.size(); ++i)
        request.filter.certainties[i] = legend->isShown(rules::Certainty(i));
    ++job;
    stop.request_stop();
    compute<GraphPart>(
        partJob, [request = std::move(request)] { return GraphPart::of(request); },
        [this](GraphPart &part) { takePart(std::move(part)); });
}

void DependencyView::Private::takePart(GraphPart part)
{
    takenPart = partJob.newest();
    workspace::destroyElsewhere(std::exchange(graph, std::move(part.graph)));
    sayWhyEmpty();
    legend->setKinds(bar->filter().scrapeJobs && hasKind(rules::NodeKind::ScrapeJob),
                     bar->filter().dashboards && hasKind(rules::NodeKind::Dashboard));
    {
        const QScopedValueRollback guard(syncing, true);
        tree->setContent(std::move(part.tree));
        tree->setFacts(facts);
        expandSections();
    }
    matches = {};
    search(bar->searchField()->text());
    showSelection();
    requestLayout();
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
    contentsStale = false;
    stop.request_stop();
    stop = std::stop_source();
    const int id = ++job;
    GraphDrawing::Request request;
    request.graph = graph;
    request.facts = facts;
    request.folding = bar->folding();
    request.openFolds = openFolds;
    request.style = GraphStyle::of(q->font(), q->palette());
    request.aspect = double(view->width()) / std::max(view->height(), 1);
    request.before = drawing;
    workspace::backgroundPool()->start(
        [request = std::move(request), token = stop.get_token(), guard = QPointer<DependencyView>(q), id] {
            auto result = GraphDrawing::of(request, token);
            if (!result)
                return;
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, id, result = std::move(result)] {
                    if (guard && guard->d->job == id)
                        guard->d->showDrawing(result);
                },
                Qt::QueuedConnection);
        });
}

void DependencyView::Private::showDrawing(std::shared_ptr<const GraphDrawing> result)
{
    // What is selected, or in the middle, stays where it is on the screen.
    std::string anchor;
    QPoint anchorBefore;
    QPointF anchorPlace;
    Places places;
    const bool hadCurrent = scene->current() >= 0;
    if (drawing && scene->nodeCount() > 0) {
        places = placesOf(drawing->folded, *scene);
        int node = scene->current();
        if (node < 0)
            node = scene->nodeAt(view->mapToScene(view->viewport()->rect().center()));
        if (node >= 0) {
            anchor = drawing->folded.nodes[std::size_t(node)].id;
            anchorPlace = scene->card(node)->pos();
            anchorBefore = view->mapFromScene(anchorPlace);
        }
    }
    const bool first = !drawing;
    const std::size_t nodesBefore = drawing ? drawing->folded.nodes.size() : 0;
    workspace::destroyElsewhere(std::exchange(drawing, std::move(result)));
    finishedJob = job;
    sayWhyEmpty();
    const rules::FoldedGraph &shown = drawing->folded;
    scene->setCardStyle(GraphStyle::of(q->font(), q->palette()));
    scene->showGraph(shown, drawing->contents, drawing->boxes, drawing->layout, drawing->edgeChanges);
    applyHighlight();
    takeMatches(matches);
    const std::optional<std::size_t> kept = cardOf(*drawing, anchor);
    // Another part of the graph is another picture: it is shown whole.
    const std::size_t nodesNow = shown.nodes.size();
    const bool another = nodesNow * 2 < nodesBefore || nodesBefore * 2 < nodesNow;
    if (first || !kept || another) {
        view->fitReadably();
    } else {
        const QPointF place = scene->card(int(*kept))->pos();
        view->centerOn(view->mapToScene(view->viewport()->rect().center() + view->mapFromScene(place) - anchorBefore));
        const int duration = q->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, q);
        scene->animateFrom(beforeOf(places, shown, place - anchorPlace), duration);
    }
    minimap->refresh();
    showSelection();
    // Folds cannot be selected, yet arrow keys go on from them, and from what was in them.
    if (selected.empty() && hadCurrent && kept)
        pick(int(*kept));
    emit q->laidOut();
    if (contentsStale)
        updateContents();
}

void DependencyView::Private::updateContents()
{
    tree->setFacts(facts);
    search(bar->searchField()->text());
    contentsStale = !inStep() || finishedJob != job;
    if (contentsStale)
        return;
    compute<std::vector<CardContent>>(
        contentsJob, [now = drawing, facts = facts] { return cardContents(*now, facts); },
        [this, now = drawing](std::vector<CardContent> &contents) {
            if (drawing == now)
                scene->setContents(std::move(contents));
        });
}

void DependencyView::Private::requestFindings()
{
    findingsStale = true;
    if (!q->isVisible())
        return;
    findingsStale = false;
    const int id = ++findingsJob;
    workspace::backgroundPool()->start(
        [all = source(), documents = documents, known = knownSeries, guard = QPointer<DependencyView>(q), id] {
            auto found = std::make_shared<const GraphFindingsPanel::Findings>(findAll(*all, documents, known.get()));
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, id, found, all] {
                    if (!guard || guard->d->findingsJob != id)
                        return;
                    const QScopedValueRollback quiet(guard->d->syncing, true);
                    guard->d->findings->setFindings(*all, *found, guard->d->facts);
                    guard->d->retranslate();
                },
                Qt::QueuedConnection);
        });
}

void DependencyView::Private::write(const QString &format, const QString &path)
{
    GraphExport what;
    what.graph = graph;
    what.comparison = comparison;
    // While another part is laid out the scene shows what is no longer asked for.
    what.folded = inStep() && std::ranges::any_of(drawing->folded.nodes, &rules::FoldedNode::isFold);
    if (what.folded || format == QLatin1String("png") || format == QLatin1String("pdf"))
        what.takePicture(*scene);
    using Written = base::Result<void>;
    exportJob.run<Written>(
        q, false, [what, format, path] { return exportGraph(what, format, path); },
        [this, path](const Written &written) {
            if (written)
                emit q->exported(path);
            else
                emit q->exportFailed(written.error());
        });
}

} // namespace widgets
