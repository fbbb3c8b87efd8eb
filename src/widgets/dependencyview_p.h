#pragma once

#include "widgets/dependencyview.h"
#include "widgets/graphpicture.h"
#include "widgets/newestjob.h"

#include <functional>
#include <stop_token>

QT_BEGIN_NAMESPACE
class QContextMenuEvent;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTabWidget;
class QTreeView;
QT_END_NAMESPACE

/// The parts of DependencyView: dependencyview.cpp wires, dependencyview_layout.cpp computes and shows pictures,
/// dependencyview_selection.cpp selects and searches, dependencyview_menus.cpp says which node a menu is for.
namespace widgets {

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
    void sayWhyEmpty();
    void applyTheme();
    /// What is shown before focus and filters.
    [[nodiscard]] std::shared_ptr<const rules::DependencyGraph> source() const;
    /// Whether the cards in the scene are those of the visible graph.
    [[nodiscard]] bool inStep() const { return drawing && drawing->graph == graph; }
    void makeRoom();
    void sourceChanged();
    [[nodiscard]] bool hasKind(rules::NodeKind kind) const;

    // dependencyview_layout.cpp
    /// Runs `make` here if the graph is small, else in another thread, and hands its result to `take` unless a newer
    /// one of its kind was begun.
    template <class T> void compute(NewestJob &job, std::function<T()> make, std::function<void(T &)> take);
    void updateChoices();
    void updateVisible();
    void takePart(GraphPart part);
    void requestLayout();
    void startLayout();
    void showDrawing(std::shared_ptr<const GraphDrawing> result);
    void updateContents();
    void requestFindings();
    void write(const QString &format, const QString &path);

    // dependencyview_menus.cpp
    void requestMenu(int folded, const QPoint &globalPosition);
    void requestTreeMenu(const QContextMenuEvent &event);
    void openFoldMenu(const rules::FoldedNode &fold, const QPoint &globalPosition);
    void addFoldActions(QMenu *menu, const rules::FoldedNode &card);
    void changeFolds(const std::function<void(std::set<std::string> &)> &change);

    // dependencyview_selection.cpp
    void pick(int folded);
    void pickFromTree();
    void activate(int folded);
    void select(std::optional<std::size_t> node, bool announce);
    void showSelection();
    void showCounts();
    void search(const QString &text);
    void takeMatches(GraphMatches found);
    void expandSections();
    void showInTree();
    void nextMatch(int step);
    void applyHighlight();
    [[nodiscard]] QString edgeToolTipAt(const QPointF &position, qreal reach) const;

    DependencyView *q;
    /// Never null, as all graphs here.
    std::shared_ptr<const rules::DependencyGraph> full = std::make_shared<const rules::DependencyGraph>();
    std::shared_ptr<const rules::GraphComparison> comparison;
    /// The source after focus and filters.
    std::shared_ptr<const rules::DependencyGraph> graph = full;
    GraphFacts facts;
    /// What is known of `full`; the facts of a comparison are others.
    std::shared_ptr<const NodeInfos> infos;
    Documents documents;
    std::shared_ptr<const std::set<std::string>> knownSeries;
    /// What the scene shows, of an older graph while the newest is laid out; null at first.
    std::shared_ptr<const GraphDrawing> drawing;
    bool preparing = false;
    bool stale = false;
    bool listChosen = false;
    bool findingsStale = false;
    bool certaintiesDecided = false;
    std::set<std::string> openFolds;
    std::string selected;
    std::set<std::string> highlight;
    GraphMatches matches;
    std::optional<std::size_t> currentMatch;
    bool syncing = false;
    /// The cards say what was known before.
    bool contentsStale = false;
    int job = 0;
    int finishedJob = 0;
    int findingsJob = 0;
    NewestJob partJob;
    int takenPart = 0;
    NewestJob choicesJob;
    NewestJob searchJob;
    NewestJob contentsJob;
    NewestJob exportJob;
    std::stop_source stop;

    QStackedLayout *pages = nullptr;
    StatePage *empty = nullptr;
    GraphBar *bar = nullptr;
    QWidget *banner = nullptr;
    QLabel *bannerText = nullptr;
    QPushButton *closeComparison = nullptr;
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

template <class T>
void DependencyView::Private::compute(NewestJob &job, std::function<T()> make, std::function<void(T &)> take)
{
    /// Nodes and edges of a graph that is filtered and searched within a frame.
    constexpr std::size_t mostAtOnce = 4000;
    const auto now = source();
    job.run<T>(q, now->nodes.size() + now->edges.size() <= mostAtOnce, std::move(make), std::move(take));
}

} // namespace widgets
