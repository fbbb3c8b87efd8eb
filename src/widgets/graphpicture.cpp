#include "widgets/graphpicture.h"

#include "widgets/graphhint.h"

#include <algorithm>

namespace widgets {

namespace {

/// More cards and lines make a black picture, and adding them to the scene holds the window up.
constexpr std::size_t mostDrawn = 20'000;

/// Left of everything stand what is scraped and who scrapes it, right of everything who reads and is read by nobody.
rules::LayoutGraph::Side sideOf(const rules::FoldedNode &node, rules::NodeKind kind)
{
    if (node.isFold)
        return rules::LayoutGraph::Side::Free;
    if (kind == rules::NodeKind::Metric || kind == rules::NodeKind::ScrapeJob)
        return rules::LayoutGraph::Side::First;
    return kind == rules::NodeKind::Recording ? rules::LayoutGraph::Side::Free : rules::LayoutGraph::Side::Last;
}

std::vector<rules::NodeTraits> traitsOf(const rules::DependencyGraph &graph, const GraphFacts &facts)
{
    std::vector<rules::NodeTraits> result;
    result.reserve(graph.nodes.size());
    for (const rules::GraphNode &node : graph.nodes) {
        const NodeInfo *info = facts.infoOf(node);
        result.push_back({info ? info->severity.toStdString() : std::string(),
                          info ? info->team.toStdString() : std::string(), facts.hasProblem(node)});
    }
    return result;
}

std::vector<rules::Change> edgeChangesOf(const rules::FoldedGraph &folded, const rules::DependencyGraph &graph,
                                         const rules::GraphComparison *comparison)
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
    for (const rules::FoldedEdge &each : folded.edges) {
        std::set<rules::Change> members;
        for (const std::size_t member : each.members) {
            const rules::GraphEdge &edge = graph.edges[member];
            const auto found = known.find({graph.nodes[edge.from].id, graph.nodes[edge.to].id});
            members.insert(found == known.end() ? rules::Change::Unchanged : found->second);
        }
        changes.push_back(members.size() == 1 ? *members.begin() : rules::Change::Rewired);
    }
    return changes;
}

} // namespace

GraphPart GraphPart::of(const Request &request)
{
    rules::DependencyGraph visible =
        rules::filtered(*request.source, traitsOf(*request.source, request.facts), request.filter);
    if (!request.focusId.empty())
        visible = rules::focus(visible, request.focusId, request.hops, request.direction);
    GraphPart part;
    part.graph = std::make_shared<const rules::DependencyGraph>(std::move(visible));
    part.tree = DependencyTree::contentOf(part.graph, request.facts);
    return part;
}

GraphBar::Choices filterChoices(const rules::DependencyGraph &source, const GraphFacts &facts)
{
    GraphBar::Choices choices;
    for (const rules::GraphNode &node : source.nodes) {
        if (!node.rule)
            continue;
        choices.files.insert(node.rule->file);
        choices.groups.insert(node.rule->group);
        const NodeInfo *info = facts.infoOf(node);
        if (!info)
            continue;
        if (node.kind == rules::NodeKind::Alerting)
            choices.severities.insert(info->severity.toStdString());
        if (!info->team.isEmpty())
            choices.teams.insert(info->team.toStdString());
    }
    return choices;
}

GraphMatches GraphMatches::of(const QString &text, const rules::DependencyGraph &visible,
                              const rules::DependencyGraph &source, const GraphFacts &facts)
{
    GraphMatches matches{text, {}, {}};
    if (text.isEmpty())
        return matches;
    const auto holds = [&text](const std::string &part) {
        return QString::fromStdString(part).contains(text, Qt::CaseInsensitive);
    };
    for (std::size_t i = 0; i < visible.nodes.size(); ++i) {
        const rules::GraphNode &node = visible.nodes[i];
        const NodeInfo *info = facts.infoOf(node);
        const bool found = holds(node.name) || (node.rule && (holds(node.rule->file) || holds(node.rule->group))) ||
                           (info && info->labels.contains(text, Qt::CaseInsensitive)) ||
                           nodeInfo(facts, node).detail.contains(text, Qt::CaseInsensitive);
        if (found)
            matches.nodes.push_back(i);
    }
    std::vector<std::size_t> readers;
    for (std::size_t i = 0; i < source.nodes.size(); ++i) {
        const NodeInfo *info = facts.infoOf(source.nodes[i]);
        if (info && info->labels.contains(text))
            readers.push_back(i);
    }
    if (readers.empty())
        return matches;
    rules::BlastRadius radius;
    const std::vector<bool> reached = rules::reach(source, readers, rules::Direction::Downstream);
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const rules::NodeKind kind = source.nodes[i].kind;
        if (reached[i] && kind == rules::NodeKind::Alerting)
            radius.alerts.push_back(i);
        else if (reached[i] && kind == rules::NodeKind::Recording)
            radius.recordings.push_back(i);
    }
    matches.labelRadius = std::move(radius);
    return matches;
}

std::shared_ptr<const GraphDrawing> GraphDrawing::of(const Request &request, const std::stop_token &stop)
{
    auto drawing = std::make_shared<GraphDrawing>();
    drawing->graph = request.graph;
    const rules::DependencyGraph &graph = *request.graph;
    rules::FoldedGraph &folded = drawing->folded;
    const rules::Folding folding = request.folding ? *request.folding : rules::suitableFolding(graph);
    // Without folds there are as many cards and lines as nodes and edges: no need to try.
    drawing->foldedForRoom = folding == rules::Folding::None && graph.nodes.size() + graph.edges.size() > mostDrawn;
    if (!drawing->foldedForRoom) {
        folded = rules::fold(graph, folding, request.openFolds);
        drawing->foldedForRoom = folded.nodes.size() + folded.edges.size() > mostDrawn;
    }
    if (drawing->foldedForRoom)
        folded = rules::fold(graph, rules::suitableFolding(graph), {});
    if (stop.stop_requested())
        return {};
    drawing->contents = cardContents(*drawing, request.facts);
    drawing->edgeChanges = edgeChangesOf(folded, graph, request.facts.comparison.get());

    // The cards of a kind are as wide as the widest of them.
    qreal widths[rules::nodeKindCount + 1] = {};
    std::vector<std::size_t> columns;
    rules::LayoutGraph input;
    for (std::size_t i = 0; i < folded.nodes.size(); ++i) {
        const CardContent &content = drawing->contents[i];
        columns.push_back(folded.nodes[i].isFold ? rules::nodeKindCount : static_cast<std::size_t>(content.kind));
        widths[columns.back()] = std::max(widths[columns.back()], request.style.cardWidth(content));
        input.nodes.push_back({0, request.style.cardHeight, sideOf(folded.nodes[i], content.kind)});
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
        input.nodes[i].width = widths[columns[i]];
    for (const rules::FoldedEdge &edge : folded.edges)
        input.edges.push_back({edge.from, edge.to});
    drawing->boxes = input.nodes;
    rules::LayoutOptions options;
    options.aspect = std::clamp(request.aspect, 0.7, 2.5);
    options.rowGap = request.style.cardHeight * 0.4;
    options.columnGap = request.style.cardHeight * 2.4;
    if (request.before)
        rememberLayout(request.before->folded, request.before->layout, folded, options);
    auto layout = rules::layoutGraph(input, options, stop);
    if (!layout)
        return {};
    drawing->layout = std::move(*layout);
    return drawing;
}

std::vector<CardContent> cardContents(const GraphDrawing &drawing, const GraphFacts &facts)
{
    std::vector<CardContent> contents;
    contents.reserve(drawing.folded.nodes.size());
    for (const rules::FoldedNode &node : drawing.folded.nodes)
        contents.push_back(cardContent(*drawing.graph, facts, node));
    return contents;
}

} // namespace widgets
