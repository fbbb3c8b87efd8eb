#pragma once

#include "rules/graphfold.h"
#include "rules/graphlayout.h"
#include "rules/graphqueries.h"
#include "widgets/dependencytree.h"
#include "widgets/graphbar.h"
#include "widgets/graphcards.h"

#include <set>
#include <stop_token>

/// What the dependency view shows, as functions of values: for any thread, because 100 000 rules take seconds.
namespace widgets {

/// What passes filters and focus.
struct GraphPart
{
    struct Request
    {
        std::shared_ptr<const rules::DependencyGraph> source;
        GraphFacts facts;
        rules::GraphFilter filter;
        /// Empty for all.
        std::string focusId;
        rules::Direction direction = rules::Direction::Both;
        std::size_t hops = rules::anyHops;
    };

    std::shared_ptr<const rules::DependencyGraph> graph;
    std::shared_ptr<const DependencyTree::Content> tree;

    [[nodiscard]] static GraphPart of(const Request &request);
};

/// The values that filters of this graph offer.
[[nodiscard]] GraphBar::Choices filterChoices(const rules::DependencyGraph &source, const GraphFacts &facts);

/// What a search finds.
struct GraphMatches
{
    QString text;
    /// Nodes of the visible graph in whose name, detail, file, group or labels it stands; ascending.
    std::vector<std::size_t> nodes;
    /// Who reads the label of exactly this name in the whole graph; nothing if there is none.
    std::optional<rules::BlastRadius> labelRadius;

    [[nodiscard]] static GraphMatches of(const QString &text, const rules::DependencyGraph &visible,
                                         const rules::DependencyGraph &source, const GraphFacts &facts);
};

/// Cards and curves.
struct GraphDrawing
{
    struct Request
    {
        std::shared_ptr<const rules::DependencyGraph> graph;
        GraphFacts facts;
        /// Nothing: as many folds as a picture needs.
        std::optional<rules::Folding> folding;
        std::set<std::string> openFolds;
        GraphStyle style;
        /// Width by height of the view.
        double aspect = 1;
        /// What is shown now: what stays, stays in its place. May be null.
        std::shared_ptr<const GraphDrawing> before;
    };

    std::shared_ptr<const rules::DependencyGraph> graph;
    rules::FoldedGraph folded;
    std::vector<rules::LayoutGraph::Node> boxes;
    std::vector<CardContent> contents;
    std::vector<rules::Change> edgeChanges;
    rules::GraphLayout layout;
    /// What was asked for has too many edges to be drawn one by one.
    bool foldedForRoom = false;

    /// Null if `stop` was requested.
    [[nodiscard]] static std::shared_ptr<const GraphDrawing> of(const Request &request, const std::stop_token &stop);
};

/// The cards of the drawing with other facts.
[[nodiscard]] std::vector<CardContent> cardContents(const GraphDrawing &drawing, const GraphFacts &facts);

} // namespace widgets
