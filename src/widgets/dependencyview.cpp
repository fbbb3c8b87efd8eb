#include "widgets/dependencyview.h"

#include "rules/graphfold.h"
#include "rules/graphlayout.h"
#include "widgets/dependencytree.h"
#include "widgets/graphcards.h"
#include "widgets/graphhint.h"
#include "widgets/graphlegend.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/kindshape.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedLayout>
#include <QThreadPool>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <optional>
#include <stop_token>

namespace widgets {

namespace {

/// Rules that read ALERTS join all alerts into one knot: from this many such edges on they are hidden at first.
constexpr std::size_t mostMetaEdgesAtFirst = 40;

QToolButton *toolButton(const QString &text, const QString &accessibleName, const QString &toolTip,
                        const char *objectName, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(accessibleName);
    button->setToolTip(toolTip);
    button->setObjectName(QLatin1String(objectName));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

struct DependencyView::Private
{
    explicit Private(DependencyView *view) : q(view) {}

    void buildWidgets();
    void buildToolBar(QVBoxLayout *layout);
    void connectAll();
    void showCounts();
    void updateTree();
    void requestLayout();
    void startLayout();
    void showLayout(std::shared_ptr<const rules::GraphLayout> result);
    void pick(int folded);
    void pickFromTree();
    void activate(int folded);
    void select(std::optional<std::size_t> node, bool announce);
    void showSelection();
    void search(const QString &text);
    void nextMatch(int step);
    void applyHighlight();
    void applyTheme();

    DependencyView *q;
    rules::DependencyGraph graph;
    std::map<std::string, NodeInfo> infos;
    /// What is laid out, and what the scene shows (an older one while a layout is under way).
    rules::FoldedGraph pending;
    std::vector<rules::LayoutGraph::Node> pendingBoxes;
    rules::FoldedGraph shown;
    std::shared_ptr<const rules::GraphLayout> layout;
    bool stale = false;
    bool metaDecided = false;
    std::set<std::string> openFolds;
    std::string selected;
    std::set<std::string> highlight;
    std::vector<std::size_t> matches;
    std::optional<std::size_t> currentMatch;
    bool syncing = false;
    int job = 0;
    int finishedJob = 0;
    std::stop_source stop;

    QStackedLayout *pages = nullptr;
    StatePage *empty = nullptr;
    GraphScene *scene = nullptr;
    GraphView *view = nullptr;
    GraphLegend *legend = nullptr;
    DependencyTree *tree = nullptr;
    QTreeView *treeView = nullptr;
    QLineEdit *searchField = nullptr;
    QLabel *matchLabel = nullptr;
    QLabel *countLabel = nullptr;
    QComboBox *folding = nullptr;
    QToolButton *fitButton = nullptr;
    QToolButton *zoomIn = nullptr;
    QToolButton *zoomOut = nullptr;
    QToolButton *listButton = nullptr;
    QToolButton *legendButton = nullptr;
};

void DependencyView::Private::buildToolBar(QVBoxLayout *layout)
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(8);
    searchField = new QLineEdit(q);
    searchField->setObjectName(QStringLiteral("graphSearch"));
    searchField->setPlaceholderText(tr("Find a rule or metric"));
    searchField->setAccessibleName(tr("Find a rule or metric in the graph"));
    searchField->setToolTip(tr("Enter goes to the next match, Shift+Enter to the one before."));
    searchField->setClearButtonEnabled(true);
    searchField->setMinimumWidth(searchField->fontMetrics().averageCharWidth() * 14);
    searchField->setMaximumWidth(searchField->fontMetrics().averageCharWidth() * 36);
    matchLabel = new QLabel(q);
    folding = new QComboBox(q);
    folding->setObjectName(QStringLiteral("graphFolding"));
    folding->setAccessibleName(tr("Folding"));
    folding->setToolTip(tr("A fold shows many rules as one card. Double click it to open it."));
    folding->addItem(tr("Fold when large"));
    folding->addItem(tr("No folding"));
    folding->addItem(tr("Fold groups"));
    folding->addItem(tr("Fold files"));
    countLabel = new QLabel(q);
    countLabel->setObjectName(QStringLiteral("graphCounts"));
    countLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Gives way first where there is little room.
    countLabel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    zoomOut = toolButton(QStringLiteral("−"), tr("Zoom out"), tr("Zoom out (Ctrl+−)"), "zoomOut", q);
    zoomIn = toolButton(QStringLiteral("+"), tr("Zoom in"), tr("Zoom in (Ctrl++)"), "zoomIn", q);
    fitButton =
        toolButton(tr("Fit"), tr("Fit the graph into the view"), tr("Show the whole graph (Ctrl+0)"), "fitGraph", q);
    legendButton =
        toolButton(tr("Legend"), tr("Show the legend"), tr("Show what shapes and lines mean"), "showLegend", q);
    listButton = toolButton(tr("List"), tr("Show the list"), tr("Show the graph as a list, too"), "showList", q);
    for (QToolButton *toggle : {legendButton, listButton}) {
        toggle->setCheckable(true);
        toggle->setChecked(true);
    }
    bar->addWidget(searchField, 2);
    bar->addWidget(matchLabel);
    bar->addWidget(folding);
    bar->addWidget(countLabel, 3);
    for (QToolButton *button : {zoomOut, zoomIn, fitButton, legendButton, listButton})
        bar->addWidget(button);
    layout->addLayout(bar);
}

void DependencyView::Private::buildWidgets()
{
    auto *content = new QWidget(q);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildToolBar(layout);
    scene = new GraphScene(q);
    view = new GraphView(scene, q);
    view->setObjectName(QStringLiteral("graphView"));
    legend = new GraphLegend(q);
    auto *left = new QWidget(q);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(view, 1);
    leftLayout->addWidget(legend);
    tree = new DependencyTree(q);
    treeView = new QTreeView(q);
    treeView->setObjectName(QStringLiteral("graphTree"));
    treeView->setAccessibleName(tr("Dependency list"));
    treeView->setModel(tree);
    treeView->setHeaderHidden(true);
    treeView->setUniformRowHeights(true);
    treeView->setFrameShape(QFrame::NoFrame);
    treeView->setExpandsOnDoubleClick(false);
    treeView->setTextElideMode(Qt::ElideMiddle);
    auto *splitter = new QSplitter(Qt::Horizontal, q);
    splitter->setObjectName(QStringLiteral("graphSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(treeView);
    splitter->setStretchFactor(0, 1);
    const int listWidth = treeView->fontMetrics().averageCharWidth() * 38;
    splitter->setSizes({listWidth * 4, listWidth});
    layout->addWidget(splitter, 1);
    empty = new StatePage(q);
    empty->show(tr("There are no rules yet, so there is nothing to draw."),
                tr("Open a folder with rule files: metrics, recording rules and alerting rules appear here with what "
                   "feeds what."));
    pages = new QStackedLayout(q);
    pages->setContentsMargins(0, 0, 0, 0);
    pages->addWidget(empty);
    pages->addWidget(content);
    QWidget *const sequence[] = {searchField,  folding,    zoomOut, zoomIn,  fitButton,
                                 legendButton, listButton, view,    treeView};
    for (std::size_t i = 1; i < std::size(sequence); ++i)
        QWidget::setTabOrder(sequence[i - 1], sequence[i]);
}

void DependencyView::Private::connectAll()
{
    QObject::connect(view, &GraphView::nodePicked, q, [this](int node) { pick(node); });
    QObject::connect(view, &GraphView::nodeActivated, q, [this](int node) { activate(node); });
    QObject::connect(view, &GraphView::nodeMenuRequested, q, [this](int node, const QPoint &position) {
        if (!shown.nodes[std::size_t(node)].isFold)
            emit q->nodeMenuRequested(shown.nodes[std::size_t(node)].id, position);
    });
    QObject::connect(treeView->selectionModel(), &QItemSelectionModel::currentChanged, q, [this] { pickFromTree(); });
    QObject::connect(treeView, &QTreeView::activated, q, [this](const QModelIndex &index) {
        if (const int node = tree->nodeOf(index); node >= 0)
            emit q->nodeActivated(graph.nodes[std::size_t(node)].id);
    });
    QObject::connect(searchField, &QLineEdit::textChanged, q, [this](const QString &text) { search(text); });
    auto *next = new QAction(searchField);
    next->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    auto *previous = new QAction(searchField);
    previous->setShortcuts({QKeySequence(Qt::SHIFT | Qt::Key_Return), QKeySequence(Qt::SHIFT | Qt::Key_Enter)});
    for (QAction *action : {next, previous}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        searchField->addAction(action);
        QObject::connect(action, &QAction::triggered, q, [this, action, next] { nextMatch(action == next ? 1 : -1); });
    }
    QObject::connect(folding, &QComboBox::currentIndexChanged, q, [this] {
        openFolds.clear();
        requestLayout();
    });
    QObject::connect(legend, &GraphLegend::certaintiesChanged, q, [this] { requestLayout(); });
    QObject::connect(legend, &GraphLegend::closeRequested, q, [this] { legendButton->setChecked(false); });
    QObject::connect(legendButton, &QToolButton::toggled, legend, &QWidget::setVisible);
    QObject::connect(listButton, &QToolButton::toggled, treeView, &QWidget::setVisible);
    QObject::connect(fitButton, &QToolButton::clicked, view, &GraphView::fit);
    QObject::connect(zoomIn, &QToolButton::clicked, q, [this] { view->zoomBy(1.25); });
    QObject::connect(zoomOut, &QToolButton::clicked, q, [this] { view->zoomBy(1 / 1.25); });
}

void DependencyView::Private::showCounts()
{
    countLabel->setText(tr("%1 nodes · %2 edges").arg(graph.nodes.size()).arg(graph.edges.size()));
}

void DependencyView::Private::updateTree()
{
    std::vector<DependencyTree::Row> rows;
    rows.reserve(graph.nodes.size());
    for (const rules::GraphNode &node : graph.nodes) {
        const NodeInfo info = nodeInfo(infos, node);
        rows.push_back({info.detail, info.severity, nodeToolTip(node, info), info.problem});
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
    rules::DependencyGraph visible = graph;
    std::erase_if(visible.edges, [this](const rules::GraphEdge &edge) { return !legend->isShown(edge.certainty); });
    const int chosen = folding->currentIndex();
    pending =
        rules::fold(visible, chosen == 0 ? rules::suitableFolding(visible) : rules::Folding(chosen - 1), openFolds);

    const GraphStyle style = GraphStyle::of(q->font(), q->palette());
    qreal widths[4] = {};
    std::vector<int> columns;
    for (const rules::FoldedNode &node : pending.nodes) {
        const CardContent content = cardContent(graph, infos, node);
        columns.push_back(node.isFold ? 3 : static_cast<int>(content.kind));
        widths[columns.back()] = std::max(widths[columns.back()], style.cardWidth(content));
    }
    rules::LayoutGraph input;
    for (std::size_t i = 0; i < pending.nodes.size(); ++i) {
        const auto side = columns[i] == static_cast<int>(rules::NodeKind::Metric)     ? rules::LayoutGraph::Side::First
                          : columns[i] == static_cast<int>(rules::NodeKind::Alerting) ? rules::LayoutGraph::Side::Last
                                                                                      : rules::LayoutGraph::Side::Free;
        input.nodes.push_back({widths[columns[i]], style.cardHeight, side});
    }
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

void DependencyView::Private::showLayout(std::shared_ptr<const rules::GraphLayout> result)
{
    // What is selected, or in the middle, stays where it is on the screen.
    std::string anchor;
    QPoint anchorBefore;
    if (layout && scene->nodeCount() > 0) {
        int node = scene->current();
        if (node < 0)
            node = scene->nodeAt(view->mapToScene(view->viewport()->rect().center()));
        if (node >= 0) {
            anchor = shown.nodes[std::size_t(node)].id;
            anchorBefore = view->mapFromScene(scene->card(node)->pos());
        }
    }
    const bool first = !layout;
    shown = std::move(pending);
    layout = std::move(result);
    finishedJob = job;
    std::vector<CardContent> contents;
    for (const rules::FoldedNode &node : shown.nodes)
        contents.push_back(cardContent(graph, infos, node));
    scene->setCardStyle(GraphStyle::of(q->font(), q->palette()));
    scene->showGraph(shown, std::move(contents), pendingBoxes, *layout);
    applyHighlight();
    search(searchField->text());
    const auto kept =
        std::find_if(shown.nodes.begin(), shown.nodes.end(), [&](const auto &node) { return node.id == anchor; });
    if (first || anchor.empty() || kept == shown.nodes.end()) {
        view->fit();
    } else {
        const QPoint now = view->mapFromScene(scene->card(int(kept - shown.nodes.begin()))->pos());
        view->centerOn(view->mapToScene(view->viewport()->rect().center() + now - anchorBefore));
    }
    showSelection();
    emit q->laidOut();
}

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
    if (syncing)
        return;
    const QScopedValueRollback guard(syncing, true);
    if (node == none)
        treeView->setCurrentIndex({});
    else if (tree->nodeOf(treeView->currentIndex()) != int(node))
        treeView->setCurrentIndex(tree->indexOf(node));
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
    matchLabel->setText(wanted.isEmpty() ? QString() : tr("%1 found").arg(matches.size()));
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
    matchLabel->setText(tr("%1 of %2").arg(*currentMatch + 1).arg(count));
    select(matches[*currentMatch], true);
}

void DependencyView::Private::applyHighlight()
{
    std::vector<int> nodes;
    for (const std::string &id : highlight) {
        const std::size_t node = graph.find(id).value_or(shown.nodeOf.size());
        if (node < shown.nodeOf.size())
            nodes.push_back(int(shown.nodeOf[node]));
    }
    scene->setHighlight(std::move(nodes));
}

void DependencyView::Private::applyTheme()
{
    const Theme &theme = Theme::of(q->palette());
    scene->setCardStyle(GraphStyle::of(q->font(), q->palette()));
    tree->setPalette(q->palette());
    QPalette quiet = q->palette();
    quiet.setColor(QPalette::WindowText, theme.muted);
    for (QLabel *label : {matchLabel, countLabel})
        label->setPalette(quiet);
}

DependencyView::DependencyView(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    d->buildWidgets();
    d->connectAll();
    d->applyTheme();
}

DependencyView::~DependencyView()
{
    d->stop.request_stop();
}

void DependencyView::setGraph(const rules::DependencyGraph &graph, const std::map<std::string, NodeInfo> &infos)
{
    d->graph = graph;
    d->infos = infos;
    if (!d->metaDecided && !graph.nodes.empty()) {
        d->metaDecided = true;
        const auto meta = std::count_if(graph.edges.begin(), graph.edges.end(),
                                        [](const auto &edge) { return edge.certainty == rules::Certainty::Meta; });
        d->legend->setShown(rules::Certainty::Meta, std::size_t(meta) <= mostMetaEdgesAtFirst);
    }
    if (!d->selected.empty() && !graph.find(d->selected))
        d->selected.clear();
    d->pages->setCurrentIndex(graph.nodes.empty() ? 0 : 1);
    d->showCounts();
    ++d->job;
    d->updateTree();
    d->search(d->searchField->text());
    d->showSelection();
    d->requestLayout();
}

void DependencyView::selectNode(const std::string &id)
{
    d->select(d->graph.find(id), false);
}

const std::string &DependencyView::selectedNode() const
{
    return d->selected;
}

void DependencyView::setHighlight(const std::set<std::string> &ids)
{
    d->highlight = ids;
    d->applyHighlight();
}

bool DependencyView::isBusy() const
{
    return d->finishedJob != d->job;
}

void DependencyView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        d->applyTheme();
        if (event->type() == QEvent::FontChange && !d->graph.nodes.empty())
            d->requestLayout();
    }
    QWidget::changeEvent(event);
}

void DependencyView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (d->stale)
        d->startLayout();
}

} // namespace widgets
