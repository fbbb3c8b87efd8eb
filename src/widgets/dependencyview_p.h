#pragma once

#include "rules/graphfold.h"
#include "rules/graphlayout.h"
#include "widgets/dependencyview.h"
#include "widgets/graphcards.h"

#include <stop_token>

QT_BEGIN_NAMESPACE
class QLabel;
class QStackedLayout;
class QTabWidget;
class QTreeView;
QT_END_NAMESPACE

/// The parts of DependencyView: dependencyview.cpp wires, dependencyview_layout.cpp computes and shows pictures,
/// dependencyview_selection.cpp selects and searches.
namespace widgets {

class DependencyTree;
class GraphBar;
class GraphFindingsPanel;
class GraphLegend;
class GraphMinimap;
class GraphScene;
class GraphView;
class StatePage;

struct DependencyView::Private
{
    explicit Private(DependencyView *view) : q(view) {}

    void buildWidgets();
    void connectAll();
    void retranslate();
    void applyTheme();
    /// What is shown before focus and filters.
    [[nodiscard]] const rules::DependencyGraph &source() const { return comparison ? comparison->graph : full; }
    void makeRoom();
    void sourceChanged();
    void updateChoices();
    [[nodiscard]] bool hasKind(rules::NodeKind kind) const;

    // dependencyview_layout.cpp
    void updateVisible();
    void updateTree();
    void requestLayout();
    void startLayout();
    void showLayout(std::shared_ptr<const rules::GraphLayout> result);
    void updateContents();
    void requestFindings();
    [[nodiscard]] std::vector<rules::Change> edgeChanges() const;
    [[nodiscard]] std::vector<rules::NodeTraits> traits() const;

    // dependencyview_selection.cpp
    void pick(int folded);
    void pickFromTree();
    void activate(int folded);
    void select(std::optional<std::size_t> node, bool announce);
    void showSelection();
    void showCounts();
    void search(const QString &text);
    void nextMatch(int step);
    void applyHighlight();
    [[nodiscard]] QString searchRadius(const QString &wanted) const;
    [[nodiscard]] QString edgeToolTipAt(const QPointF &position, qreal reach) const;

    DependencyView *q;
    rules::DependencyGraph full;
    std::shared_ptr<const rules::GraphComparison> comparison;
    QString comparisonTitle;
    /// The source after focus and filters.
    rules::DependencyGraph graph;
    GraphFacts facts;
    Documents documents;
    std::optional<std::set<std::string>> knownSeries;
    /// What is laid out, and what the scene shows (an older one while a layout is under way).
    rules::FoldedGraph pending;
    std::vector<rules::LayoutGraph::Node> pendingBoxes;
    rules::FoldedGraph shown;
    std::shared_ptr<const rules::GraphLayout> layout;
    bool stale = false;
    bool listChosen = false;
    bool findingsStale = false;
    bool certaintiesDecided = false;
    std::set<std::string> openFolds;
    /// What was asked for has too many edges to be drawn.
    bool foldedForRoom = false;
    std::string selected;
    std::set<std::string> highlight;
    std::vector<std::size_t> matches;
    std::optional<std::size_t> currentMatch;
    bool syncing = false;
    int job = 0;
    int finishedJob = 0;
    int findingsJob = 0;
    std::stop_source stop;

    QStackedLayout *pages = nullptr;
    StatePage *empty = nullptr;
    GraphBar *bar = nullptr;
    QWidget *banner = nullptr;
    QLabel *bannerText = nullptr;
    GraphScene *scene = nullptr;
    GraphView *view = nullptr;
    GraphMinimap *minimap = nullptr;
    QLabel *nothingLeft = nullptr;
    GraphLegend *legend = nullptr;
    QTabWidget *side = nullptr;
    DependencyTree *tree = nullptr;
    QTreeView *treeView = nullptr;
    GraphFindingsPanel *findings = nullptr;
};

} // namespace widgets
