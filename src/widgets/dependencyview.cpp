#include "widgets/dependencyview.h"

#include "widgets/dependencytree.h"
#include "widgets/dependencyview_p.h"
#include "widgets/graphbar.h"
#include "widgets/graphexport.h"
#include "widgets/graphfindingspanel.h"
#include "widgets/graphlegend.h"
#include "widgets/graphminimap.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/destruction.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabWidget>
#include <QToolTip>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

/// Rules that read ALERTS join all alerts into one knot, selectors without a name join everything with everything: from
/// this many such edges on they are hidden at first.
constexpr std::ptrdiff_t mostEdgesAtFirst = 40;

constexpr qreal edgeReach = 6;

/// In characters: below this width the list is closed at first.
constexpr int narrowView = 150;

} // namespace

void DependencyView::Private::buildWidgets()
{
    auto *content = new QWidget(q);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    bar = new GraphBar(q);
    layout->addWidget(bar);
    banner = new QWidget(q);
    banner->setObjectName(QStringLiteral("graphBanner"));
    banner->setAutoFillBackground(true);
    auto *bannerLayout = new QHBoxLayout(banner);
    bannerLayout->setContentsMargins(12, 4, 8, 4);
    bannerText = new QLabel(banner);
    bannerText->setTextFormat(Qt::PlainText);
    bannerText->setWordWrap(true);
    closeComparison = new QPushButton(banner);
    closeComparison->setObjectName(QStringLiteral("closeComparison"));
    bannerLayout->addWidget(bannerText, 1);
    bannerLayout->addWidget(closeComparison);
    banner->hide();
    QObject::connect(closeComparison, &QPushButton::clicked, q, [this] {
        q->setComparison(nullptr);
        emit q->comparisonClosed();
    });
    layout->addWidget(banner);
    scene = new GraphScene(q);
    view = new GraphView(scene, q);
    view->setObjectName(QStringLiteral("graphView"));
    view->viewport()->installEventFilter(q);
    minimap = new GraphMinimap(view, scene);
    nothingLeft = new QLabel(view);
    nothingLeft->setAlignment(Qt::AlignCenter);
    nothingLeft->setWordWrap(true);
    nothingLeft->setAttribute(Qt::WA_TransparentForMouseEvents);
    nothingLeft->hide();
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
    treeView->setModel(tree);
    treeView->setHeaderHidden(true);
    treeView->setUniformRowHeights(true);
    treeView->setFrameShape(QFrame::NoFrame);
    treeView->setExpandsOnDoubleClick(false);
    treeView->setTextElideMode(Qt::ElideMiddle);
    treeView->installEventFilter(q);
    treeView->viewport()->installEventFilter(q);
    findings = new GraphFindingsPanel(q);
    side = new QTabWidget(q);
    side->setObjectName(QStringLiteral("graphSide"));
    side->setDocumentMode(true);
    side->addTab(treeView, QString());
    side->addTab(findings, QString());
    auto *splitter = new QSplitter(Qt::Horizontal, q);
    splitter->setObjectName(QStringLiteral("graphSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(side);
    splitter->setStretchFactor(0, 1);
    const int listWidth = treeView->fontMetrics().averageCharWidth() * 38;
    splitter->setSizes({listWidth * 4, listWidth});
    layout->addWidget(splitter, 1);
    empty = new StatePage(q);
    pages = new QStackedLayout(q);
    pages->setContentsMargins(0, 0, 0, 0);
    pages->addWidget(empty);
    pages->addWidget(content);
    // Tab goes from the controls to the picture and from there to the list.
    QWidget::setTabOrder(bar, view);
    QWidget::setTabOrder(view, side);
}

void DependencyView::Private::connectAll()
{
    QObject::connect(view, &GraphView::nodePicked, q, [this](int node) { pick(node); });
    QObject::connect(view, &GraphView::nodeActivated, q, [this](int node) { activate(node); });
    QObject::connect(view, &GraphView::nodeMenuRequested, q,
                     [this](int node, const QPoint &position) { requestMenu(node, position); });
    QObject::connect(treeView->selectionModel(), &QItemSelectionModel::currentChanged, q, [this] { pickFromTree(); });
    QObject::connect(treeView, &QTreeView::activated, q, [this](const QModelIndex &index) {
        if (const int node = tree->nodeOf(index); node >= 0)
            emit q->nodeActivated(graph->nodes[std::size_t(node)].id);
    });
    QObject::connect(findings, &GraphFindingsPanel::nodesPicked, q, [this](const std::set<std::string> &ids) {
        const bool single = ids.size() == 1;
        select(single ? graph->find(*ids.begin()) : std::nullopt, true);
        q->setHighlight(single ? std::set<std::string>() : ids);
    });
    QObject::connect(findings, &GraphFindingsPanel::nodeActivated, q, &DependencyView::nodeActivated);
    QObject::connect(side, &QTabWidget::currentChanged, q, [this](int page) {
        if (page == 1)
            requestFindings();
        else
            q->setHighlight({});
    });
    QObject::connect(bar, &GraphBar::searched, q, [this](const QString &text) { search(text); });
    QObject::connect(bar, &GraphBar::matchRequested, q, [this](int step) { nextMatch(step); });
    QObject::connect(bar, &GraphBar::foldingChosen, q, [this] { openFolds.clear(); });
    QObject::connect(bar, &GraphBar::changed, q, [this] { updateVisible(); });
    QObject::connect(bar, &GraphBar::fitRequested, view, &GraphView::fit);
    QObject::connect(bar, &GraphBar::zoomRequested, view, &GraphView::zoomBy);
    QObject::connect(bar, &GraphBar::exportRequested, q, &DependencyView::exportAs);
    QObject::connect(bar, &GraphBar::compareRequested, q, &DependencyView::compareRequested);
    QObject::connect(legend, &GraphLegend::certaintiesChanged, q, [this] { updateVisible(); });
    QObject::connect(legend, &GraphLegend::closeRequested, q, [this] { bar->legendAction()->setChecked(false); });
    QObject::connect(bar->legendAction(), &QAction::toggled, legend, &QWidget::setVisible);
    QObject::connect(bar->listAction(), &QAction::toggled, side, &QWidget::setVisible);
    QObject::connect(bar->listAction(), &QAction::triggered, q, [this] { listChosen = true; });
    QObject::connect(bar, &GraphBar::findingsRequested, q, [this] {
        const bool open = bar->listAction()->isChecked() && side->currentIndex() == 1;
        listChosen = true;
        side->setCurrentIndex(1);
        bar->listAction()->setChecked(!open);
        if (!open)
            findings->setFocus();
    });
}

void DependencyView::Private::sayWhyEmpty()
{
    const QString drawn = tr("The graph is being drawn.");
    if (preparing)
        empty->show(drawn, tr("With many rules this takes some seconds."));
    else
        empty->show(
            tr("There are no rules yet, so there is nothing to draw."),
            tr("Open a folder with rule files: metrics, recording rules and alerting rules appear here with what "
               "feeds what."));
    const bool waits = !drawing && !source()->nodes.empty();
    nothingLeft->setText(waits ? drawn : tr("Nothing passes the filters. Choose Filter → Show everything."));
    nothingLeft->setVisible(waits || (graph->nodes.empty() && !source()->nodes.empty()));
}

void DependencyView::Private::retranslate()
{
    sayWhyEmpty();
    treeView->setAccessibleName(tr("Dependency list"));
    side->setTabText(0, tr("List"));
    const QString count = findings->count() > 99 ? QStringLiteral("99+") : QString::number(findings->count());
    side->setTabText(1, findings->count() > 0 ? tr("Findings %1").arg(count) : tr("Findings"));
    bar->setFindingsText(side->tabText(1));
    closeComparison->setText(tr("Close the comparison"));
    showCounts();
}

void DependencyView::Private::applyTheme()
{
    const Theme &theme = Theme::of(q->palette());
    scene->setCardStyle(GraphStyle::of(q->font(), q->palette()));
    tree->setPalette(q->palette());
    QPalette quiet = q->palette();
    quiet.setColor(QPalette::WindowText, theme.muted);
    nothingLeft->setPalette(quiet);
    QPalette bannerPalette = q->palette();
    bannerPalette.setColor(QPalette::Window, theme.selection);
    banner->setPalette(bannerPalette);
    minimap->refresh();
}

bool DependencyView::Private::hasKind(rules::NodeKind kind) const
{
    const auto whole = source();
    return std::ranges::any_of(whole->nodes, [kind](const rules::GraphNode &node) { return node.kind == kind; });
}

void DependencyView::Private::makeRoom()
{
    // Where there is little room the picture comes first, unless somebody wants the list; a screen reader does.
    if (listChosen || QAccessible::isActive())
        return;
    bar->listAction()->setChecked(q->width() >= q->fontMetrics().averageCharWidth() * narrowView);
}

void DependencyView::Private::sourceChanged()
{
    const auto whole = source();
    const rules::DependencyGraph &now = *whole;
    if (!certaintiesDecided && !now.nodes.empty()) {
        certaintiesDecided = true;
        for (const rules::Certainty certainty : {rules::Certainty::Meta, rules::Certainty::Indeterminate}) {
            const auto count = std::ranges::count(now.edges, certainty, &rules::GraphEdge::certainty);
            legend->setShown(certainty, count <= mostEdgesAtFirst);
        }
    }
    if (!selected.empty() && !now.find(selected))
        selected.clear();
    if (!bar->focusId().empty() && !now.find(bar->focusId())) {
        const QSignalBlocker blocker(bar);
        bar->clearFocus();
    }
    pages->setCurrentIndex(now.nodes.empty() ? 0 : 1);
    sayWhyEmpty();
    updateChoices();
    updateVisible();
    requestFindings();
}

DependencyView::DependencyView(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    d->buildWidgets();
    d->connectAll();
    d->retranslate();
    d->applyTheme();
}

DependencyView::~DependencyView()
{
    d->stop.request_stop();
}

void DependencyView::setGraph(const rules::DependencyGraph &graph, const NodeInfos &infos, Documents documents)
{
    setGraph(std::make_shared<const rules::DependencyGraph>(graph), std::make_shared<const NodeInfos>(infos),
             std::move(documents));
}

void DependencyView::setGraph(std::shared_ptr<const rules::DependencyGraph> graph,
                              std::shared_ptr<const NodeInfos> infos, Documents documents)
{
    workspace::destroyElsewhere(std::exchange(d->full, std::move(graph)));
    workspace::destroyElsewhere(std::exchange(d->infos, std::move(infos)));
    workspace::destroyElsewhere(std::exchange(d->documents, std::move(documents)));
    if (d->comparison)
        return;
    d->facts.infos = d->infos;
    d->sourceChanged();
}

void DependencyView::setRoots(const QStringList &roots)
{
    d->facts.roots = roots;
}

void DependencyView::setPreparing(bool preparing)
{
    d->preparing = preparing;
    d->sayWhyEmpty();
}

void DependencyView::setStates(std::shared_ptr<const NodeStates> states, const QString &endpoint,
                               std::shared_ptr<const std::set<std::string>> known)
{
    workspace::destroyElsewhere(std::exchange(d->facts.states, std::move(states)));
    d->facts.endpoint = endpoint;
    const bool knowsOthers = d->knownSeries != known;
    d->knownSeries = std::move(known);
    if (d->bar->filter().problemsOnly)
        d->updateVisible();
    else
        d->updateContents();
    if (knowsOthers)
        d->requestFindings();
}

void DependencyView::setComparison(std::shared_ptr<const rules::GraphComparison> comparison, const QString &title,
                                   std::shared_ptr<const NodeInfos> infos)
{
    if (!comparison && !d->comparison)
        return;
    d->comparison = std::move(comparison);
    d->facts.comparison = d->comparison;
    d->facts.infos = d->comparison && infos ? std::move(infos) : d->infos;
    if (d->comparison) {
        const rules::GraphComparison &now = *d->comparison;
        d->bannerText->setText(title + QStringLiteral("    ") +
                               tr("%1 added · %2 removed · %3 rewired · %4 changed")
                                   .arg(now.count(rules::Change::Added))
                                   .arg(now.count(rules::Change::Removed))
                                   .arg(now.count(rules::Change::Rewired))
                                   .arg(now.count(rules::Change::Changed)));
    }
    d->banner->setVisible(d->comparison != nullptr);
    d->legend->setComparing(d->comparison != nullptr);
    d->sourceChanged();
}

void DependencyView::setComparisonFixed(bool fixed)
{
    d->closeComparison->setVisible(!fixed);
    d->bar->setComparable(!fixed);
}

bool DependencyView::isComparing() const
{
    return d->comparison != nullptr;
}

void DependencyView::selectNode(const std::string &id)
{
    // What is being filtered may show it.
    const bool underWay = d->takenPart != d->partJob.newest() && d->source()->find(id);
    if (underWay)
        d->selected = id;
    else
        d->select(d->graph->find(id), false);
}

const std::string &DependencyView::selectedNode() const
{
    return d->selected;
}

void DependencyView::focusOn(const std::string &id, rules::Direction direction, std::size_t hops)
{
    const auto whole = d->source();
    const auto node = whole->find(id);
    if (!node)
        return;
    d->bar->setFocus(id, QString::fromStdString(whole->nodes[*node].name), direction, hops);
    selectNode(id);
}

void DependencyView::setHighlight(const std::set<std::string> &ids)
{
    d->highlight = ids;
    d->applyHighlight();
}

void DependencyView::setFilter(const rules::GraphFilter &filter)
{
    d->bar->setFilter(filter);
}

const rules::DependencyGraph &DependencyView::visibleGraph() const
{
    return *d->graph;
}

bool DependencyView::isBusy() const
{
    return d->finishedJob != d->job;
}

void DependencyView::exportAs(const QString &format)
{
    auto *dialog = new QFileDialog(this, tr("Export the graph"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const std::pair<const char *, QString> formats[] = {
        {"svg", tr("SVG picture (*.svg)")},  {"png", tr("PNG picture (*.png)")},     {"pdf", tr("PDF page (*.pdf)")},
        {"dot", tr("Graphviz DOT (*.dot)")}, {"mmd", tr("Mermaid diagram (*.mmd)")}, {"json", tr("JSON (*.json)")}};
    QStringList filters;
    QString wanted;
    for (const auto &[suffix, filter] : formats) {
        filters << filter;
        wanted = format == QLatin1String(suffix) ? filter : wanted;
    }
    dialog->setNameFilters(filters);
    dialog->selectNameFilter(wanted);
    dialog->setDefaultSuffix(format);
    dialog->selectFile(QStringLiteral("dependencies.") + format);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        const qsizetype dot = filter.lastIndexOf(QLatin1Char('.'));
        dialog->setDefaultSuffix(filter.mid(dot + 1, filter.size() - dot - 2));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &path) {
        const QString suffix = QFileInfo(path).suffix().toLower();
        const bool known = QStringList({"svg", "png", "pdf", "dot", "mmd", "json"}).contains(suffix);
        d->write(known ? suffix : format, path);
    });
    dialog->open();
}

void DependencyView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        d->applyTheme();
        if (event->type() == QEvent::FontChange && !d->graph->nodes.empty())
            d->requestLayout();
    } else if (event->type() == QEvent::LanguageChange) {
        d->retranslate();
        d->updateContents();
        d->requestFindings();
    }
    QWidget::changeEvent(event);
}

void DependencyView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    d->makeRoom();
    if (d->stale)
        d->startLayout();
    if (d->findingsStale)
        d->requestFindings();
}

void DependencyView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->makeRoom();
}

bool DependencyView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != d->view->viewport()) {
        if (event->type() != QEvent::ContextMenu)
            return QWidget::eventFilter(watched, event);
        d->requestTreeMenu(*static_cast<const QContextMenuEvent *>(event));
        return true;
    }
    if (event->type() == QEvent::Resize) {
        d->minimap->place();
        d->nothingLeft->setGeometry(d->view->viewport()->rect().adjusted(24, 24, -24, -24));
    } else if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QPointF position = d->view->mapToScene(help->pos());
        const int node = d->scene->nodeAt(position);
        const QString text = node >= 0 ? d->scene->card(node)->content().toolTip
                                       : d->edgeToolTipAt(position, edgeReach / d->view->scaleFactor());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, d->view->viewport());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace widgets
