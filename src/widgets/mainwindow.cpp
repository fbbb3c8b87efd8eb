#include "widgets/mainwindow.h"

#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/breadcrumb.h"
#include "widgets/codeeditor.h"
#include "widgets/commandpalette.h"
#include "widgets/completer.h"
#include "widgets/completionsource.h"
#include "widgets/contextmenukey.h"
#include "widgets/coretext.h"
#include "widgets/deliveryboard.h"
#include "widgets/dependencyview.h"
#include "widgets/dialectbutton.h"
#include "widgets/docktitle.h"
#include "widgets/documentview.h"
#include "widgets/driftmonitor.h"
#include "widgets/driftpage.h"
#include "widgets/elidedlabel.h"
#include "widgets/endpointpicker.h"
#include "widgets/expreditor.h"
#include "widgets/graphstates.h"
#include "widgets/inspector.h"
#include "widgets/messagebar.h"
#include "widgets/previewpanel.h"
#include "widgets/problemspanel.h"
#include "widgets/reviewpage.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/theme.h"
#include "widgets/welcomepage.h"
#include "widgets/yamleditor.h"
#include "workspace/demo.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace widgets {

namespace {

constexpr int stashInterval = 2000;

QDockWidget *makeDock(QMainWindow *window, const char *name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(window);
    dock->setObjectName(name);
    dock->setWidget(content);
    new DockTitle(dock);
    window->addDockWidget(area, dock);
    return dock;
}

} // namespace

MainWindow::MainWindow(Appearance *appearance, int threads, QWidget *parent)
    : QMainWindow(parent),
      m_appearance(appearance),
      m_scheduler(threads),
      m_workspace(std::make_unique<workspace::Workspace>(m_scheduler))
{
    setObjectName("mainWindow");
    setAcceptDrops(true);
    // Docks in tabs have no title to drag: their tabs are dragged.
    setDockOptions(dockOptions() | GroupedDragging);
    m_actions = new Actions(this);
    m_completions = new CompletionSource(this);
    m_palette = new CommandPalette(this);
    m_stashTimer = new QTimer(this);
    m_badgeTimer = new QTimer(this);
    m_stashTimer->setInterval(stashInterval);
    makePanels();
    makeToolBar();
    makeStatusBar();
    makeMenus();
    bindActions();
    bindAppearance();
    openContextMenusByKey(this);
    connectPanels();
    connectDrift();
    retranslate();
    const QFontMetrics metrics(font());
    // Large text wants a large window, but none that is larger than the screen.
    const QSize wanted = QSize(metrics.averageCharWidth() * 180, metrics.height() * 50);
    resize(wanted.boundedTo(screen()->availableSize()).expandedTo({1280, 800}));
    resizeDocks({m_treeDock, m_inspectorDock}, {width() * 15 / 64, width() / 5}, Qt::Horizontal);
    resizeDocks({m_previewDock}, {height() * 3 / 10}, Qt::Vertical);
    m_stashTimer->start();
    updateActions();
}

MainWindow::~MainWindow()
{
    // Whatever a panel, dock or list tells while it is taken down comes too late for a window that is going.
    const QObjectList parts = findChildren<QObject *>();
    for (const QObject *part : parts)
        part->disconnect(this);
    // Panels ask the workspace while they are taken down: they go first.
    m_preview->setClient(nullptr);
    hide();
    delete m_driftMonitor;
    m_versionQuery.reset();
    delete m_states;
    delete takeCentralWidget();
    for (QDockWidget *dock : {m_treeDock, m_inspectorDock, m_previewDock, m_problemsDock, m_deliveryDock, m_followDock})
        delete dock;
}

void MainWindow::makePanels()
{
    m_centre = new QStackedWidget(this);
    m_welcome = new WelcomePage(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName("tabs");
    m_tabs->setMovable(false);
    m_tabs->setDocumentMode(true);
    m_graph = new DependencyView(this);
    m_states = new GraphStates(this);
    m_tabs->addTab(m_graph, QString());
    makeReview();
    m_centre->addWidget(m_welcome);
    m_centre->addWidget(m_tabs);
    m_messages = new MessageBar(this);
    m_messages->setProperty("role", "window");
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_centre);
    // Wide tabs must not squeeze the docks: they scroll.
    centre->setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    setCentralWidget(centre);

    m_tree = new RulesTree(m_workspace.get(), this);
    m_inspector = new Inspector(m_workspace.get(), this);
    m_preview = new PreviewPanel(this);
    m_problems = new ProblemsPanel(m_workspace.get(), this);
    m_treeDock = makeDock(this, "rulesDock", m_tree, Qt::LeftDockWidgetArea);
    m_inspectorDock = makeDock(this, "inspectorDock", m_inspector, Qt::RightDockWidgetArea);
    m_previewDock = makeDock(this, "previewDock", m_preview, Qt::BottomDockWidgetArea);
    m_problemsDock = makeDock(this, "problemsDock", m_problems, Qt::BottomDockWidgetArea);
    makeDrift();
    tabifyDockWidget(m_previewDock, m_problemsDock);
    tabifyDockWidget(m_problemsDock, m_deliveryDock);
    makeFollow();
    tabifyDockWidget(m_deliveryDock, m_followDock);
    m_previewDock->raise();
    setTabPosition(Qt::BottomDockWidgetArea, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
}

void MainWindow::makeToolBar()
{
    auto *bar = addToolBar(QString());
    bar->setObjectName("toolBar");
    bar->setMovable(false);
    const int size = std::max(24, fontMetrics().height());
    bar->setIconSize(QSize(size, size));
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_repositories = new QLabel(this);
    m_repositories->setObjectName("repositories");
    m_repositories->setTextFormat(Qt::RichText);
    m_repositories->setContentsMargins(4, 0, 8, 0);
    bar->addWidget(m_repositories);
    bar->addAction(m_actions->action("undo"));
    bar->addAction(m_actions->action("redo"));
    bar->addAction(m_actions->action("go-to-rule"));
    bar->addAction(m_actions->action("show-graph"));
    m_endpointSummary = new ElidedLabel(this);
    m_endpointSummary->setObjectName("endpointSummary");
    m_endpointSummary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_endpointSummary->setContentsMargins(16, 0, 8, 0);
    bar->addWidget(m_endpointSummary);
    m_endpoints = new EndpointPicker(this);
    m_endpoints->setIconSize(QSize(size * 2 / 3, size * 2 / 3));
    bar->addWidget(m_endpoints);
    auto *save = new QToolButton(this);
    save->setObjectName("saveToBoth");
    save->setDefaultAction(m_actions->action("save-to-both"));
    save->setToolButtonStyle(Qt::ToolButtonTextOnly);
    save->setIconSize(QSize(size * 2 / 3, size * 2 / 3));
    bar->addWidget(save);
}

void MainWindow::makeStatusBar()
{
    m_position = new QLabel(this);
    m_breadcrumb = new Breadcrumb(this);
    m_counts = new QLabel(this);
    m_timing = new QLabel(this);
    m_breadcrumb->setObjectName("breadcrumb");
    m_counts->setObjectName("counts");
    for (QLabel *label : {m_position, m_counts, m_timing})
        label->setContentsMargins(8, 2, 8, 2);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_position);
    statusBar()->addWidget(m_breadcrumb, 1);
    m_dialect = new DialectButton(this);
    statusBar()->addPermanentWidget(m_dialect);
    statusBar()->addPermanentWidget(m_counts);
    statusBar()->addPermanentWidget(m_timing);
}

void MainWindow::makeMenus()
{
    const auto fill = [this](QMenu *menu, std::initializer_list<const char *> ids) {
        for (const char *id : ids) {
            if (*id)
                menu->addAction(m_actions->action(id));
            else
                menu->addSeparator();
        }
    };
    menuBar()->clear();
    QMenu *file = menuBar()->addMenu(tr("&File"));
    fill(file, {"open-folder", "open-file", "open-demo"});
    QMenu *recent = file->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        for (const QString &path : workspace::recentWorkspaces())
            recent->addAction(path, this, [this, path] { openPath(path); });
        if (recent->isEmpty())
            recent->addAction(tr("Nothing was open yet."))->setEnabled(false);
    });
    fill(file, {"", "new-file", "save", "save-all", "reload", "", "close-tab", "close-workspace", "", "quit"});
    fill(menuBar()->addMenu(tr("&Edit")), {"undo", "redo", "", "complete", "fix", "next-problem", "", "find-replace",
                                           "", "format-expression", "fold-all"});
    QMenu *view = menuBar()->addMenu(tr("&View"));
    fill(view, {"command-palette", "go-to-rule", "go-to-dependency", "go-to-dependent", "", "show-graph", "show-review",
                "show-drift", "show-delivery", "show-follow", "show-preview", "show-problems", "filter-rules", "",
                "compare-versions", "export-graph", ""});
    QMenu *panels = view->addMenu(tr("P&anels"));
    for (QDockWidget *dock : {m_treeDock, m_inspectorDock, m_previewDock, m_problemsDock, m_deliveryDock, m_followDock})
        panels->addAction(dock->toggleViewAction());
    fill(view->addMenu(tr("&Theme")), {"theme-system", "theme-light", "theme-dark"});
    fill(view->addMenu(tr("&Language")), {"language-system", "language-en", "language-ko"});
    fill(view, {"", "larger-text", "smaller-text", "normal-text", "", "next-pane", "previous-pane", "back-to-editor"});
    fill(menuBar()->addMenu(tr("&Rule")),
         {"new-alert", "new-recording", "new-group", "", "duplicate-rule", "delete-rule", "move-rule-up",
          "move-rule-down", "", "switch-off", "switch-on", "set-field", "rename-rule", "", "copy-plain",
          "copy-configmap", "copy-prometheusrule", "paste-rules"});
    fill(menuBar()->addMenu(tr("Re&pository")), {"save-to-both", "", "refresh-status", "fetch-in-background"});
    fill(menuBar()->addMenu(tr("E&ndpoint")),
         {"run-preview", "run-backtest", "", "add-endpoint", "edit-endpoint", "remove-endpoint", "", "choose-dialect"});
    fill(menuBar()->addMenu(tr("&Help")), {"shortcuts", "about"});
}

void MainWindow::bindActions()
{
    const auto bind = [this](const char *id, auto run) { m_actions->bind(id, run); };
    bind("open-folder", [this] { askForFolder(); });
    bind("open-file", [this] { askForFile(); });
    bind("open-demo", [this] { openDemo(); });
    bind("new-file", [this] { askForNewFile(); });
    bind("save", [this] {
        if (DocumentView *view = currentView()) {
            view->commitPending();
            saveDocument(view->document());
        }
    });
    bind("save-all", [this] { saveAll(); });
    bind("save-to-both", [this] { saveToBoth(); });
    bind("reload", [this] {
        if (DocumentView *view = currentView())
            (void)view->document()->reload();
    });
    bind("close-tab", [this] { closeTab(m_tabs->currentIndex()); });
    bind("close-workspace", [this] { closeWorkspace(); });
    bind("quit", [this] { close(); });
    bind("undo", [this] { undoStep(); });
    bind("redo", [this] { redoStep(); });
    bind("complete", [this] {
        DocumentView *view = currentView();
        if (!view)
            return;
        const bool inForm = view->form()->exprEditor()->hasFocus();
        (inForm ? view->form()->exprEditor()->completer() : view->yaml()->completer())->complete();
    });
    bind("fix", [this] { fixHere(); });
    bind("next-problem", [this] {
        DocumentView *view = currentView();
        m_problems->activateNext(view ? view->document()->path() : QString(),
                                 view ? view->yaml()->selectedRange().start : 0);
    });
    bind("format-expression", [this] { formatExpression(); });
    bind("fold-all", [this] {
        if (DocumentView *view = currentView())
            view->yaml()->toggleFolds();
    });
    bind("command-palette", [this] { m_palette->showCommands(m_actions->all()); });
    bind("go-to-rule", [this] { goToRule(); });
    bind("go-to-dependency", [this] { goToNeighbour(false); });
    bind("go-to-dependent", [this] { goToNeighbour(true); });
    bind("export-graph", [this] {
        fillGraph();
        m_graph->exportAs(QStringLiteral("svg"));
    });
    bind("compare-versions", [this] { askForVersions(); });
    bind("next-pane", [this] { cyclePane(1); });
    bind("previous-pane", [this] { cyclePane(-1); });
    bind("back-to-editor", [this] {
        if (DocumentView *view = currentView())
            view->yaml()->setFocus();
    });
    bind("show-review", [this] {
        m_tabs->setCurrentWidget(m_review);
        m_review->setFocus();
    });
    bind("show-graph", [this] {
        m_tabs->setCurrentWidget(m_graph);
        m_graph->setFocus();
    });
    const auto raise = [this](QDockWidget *dock) {
        raiseDock(dock);
        dock->widget()->setFocus();
    };
    bind("show-preview", [this, raise] { raise(m_previewDock); });
    bind("show-problems", [this, raise] { raise(m_problemsDock); });
    bind("show-drift", [this] {
        m_tabs->setCurrentWidget(m_drift);
        m_drift->setFocus();
    });
    bind("show-delivery", [this, raise] { raise(m_deliveryDock); });
    bind("show-follow", [this, raise] { raise(m_followDock); });
    bind("filter-rules", [this] {
        m_treeDock->show();
        m_tree->focusFilter();
    });
    bind("new-alert", [this] { newRule(rules::RuleKind::Alerting, {}); });
    bind("new-recording", [this] { newRule(rules::RuleKind::Recording, {}); });
    bind("new-group", [this] { newGroup(); });
    bind("duplicate-rule", [this] { duplicateChosen(); });
    bind("delete-rule", [this] { deleteChosen(); });
    bind("move-rule-up", [this] { moveChosen(-1); });
    bind("move-rule-down", [this] { moveChosen(1); });
    bindBatchActions();
    bind("refresh-status", [this] { m_workspace->refresh(); });
    bind("add-endpoint", [this] { editEndpoint(true); });
    bind("edit-endpoint", [this] { editEndpoint(false); });
    bind("remove-endpoint", [this] { m_endpoints->removeCurrent(); });
    bind("choose-dialect", [this] { m_dialect->showMenu(); });
    bind("run-backtest", [this] { backtestCurrent(); });
    bind("run-preview", [this] {
        if (DocumentView *view = currentView())
            view->commitPending();
        raiseDock(m_previewDock);
        m_preview->refreshNow();
    });
    bind("shortcuts", [this] { showShortcuts(); });
    bind("about", [this] { showAbout(); });
}

void MainWindow::connectPanels()
{
    connect(m_welcome, &WelcomePage::openFolderRequested, this, &MainWindow::askForFolder);
    connect(m_welcome, &WelcomePage::openDemoRequested, this, &MainWindow::openDemo);
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::openPath);
    connect(m_workspace.get(), &workspace::Workspace::opened, this, &MainWindow::afterOpened);
    connect(m_workspace.get(), &workspace::Workspace::scanProgress, this, [this](int read, int count) {
        m_welcome->setBusy(tr("Reading the rule files…"), read, count);
        updateActions();
    });
    connect(m_workspace.get(), &workspace::Workspace::openFailed, this, [this](const base::Error &error) {
        m_welcome->setBusy({});
        m_welcome->setError(translated(error.text));
        m_centre->setCurrentWidget(m_welcome);
    });
    connect(m_workspace.get(), &workspace::Workspace::filesChanged, this, [this] {
        updateStatus();
        updateCompletions();
    });
    connect(m_workspace.get(), &workspace::Workspace::graphChanged, this, &MainWindow::updateGraph);
    connect(m_workspace.get(), &workspace::Workspace::statusChanged, this, &MainWindow::updateRepositories);
    connect(m_tree, &RulesTree::ruleSelected, this, &MainWindow::showRule);
    connect(m_tree, &RulesTree::groupSelected, this, &MainWindow::showGroup);
    connect(m_tree, &RulesTree::ruleActivated, this, [this](const rules::RuleRef &ref) {
        showRule(ref);
        if (DocumentView *view = currentView())
            view->form()->exprEditor()->setFocus();
    });
    connect(m_tree, &RulesTree::fileActivated, this, &MainWindow::openFile);
    connect(m_tree, &RulesTree::contextMenuRequested, this, &MainWindow::contextMenu);
    connect(m_graph, &DependencyView::nodeSelected, this, [this](const std::string &id) {
        if (const auto node = m_workspace->graph().find(id);
            node && m_workspace->graph().nodes[*node].rule && !m_showingRule) {
            // The graph stays in front: the rule is selected everywhere else.
            const rules::RuleRef ref = *m_workspace->graph().nodes[*node].rule;
            m_tree->selectRule(ref);
            m_inspector->setRule(ref);
            const workspace::RuleFile *file = m_workspace->findFile(QString::fromStdString(ref.file));
            if (const rules::Rule *rule = file ? file->rules->find(ref) : nullptr)
                m_preview->setExpression(rule->expr.value);
        }
    });
    connect(m_graph, &DependencyView::nodeActivated, this, &MainWindow::showNode);
    connectGraph();
    connectNotification();
    connect(m_inspector, &Inspector::nodeActivated, this, &MainWindow::showNode);
    connect(m_inspector, &Inspector::expressionPartActivated, this, [this](base::ByteRange range) {
        if (DocumentView *view = currentView())
            view->form()->exprEditor()->selectRange(range);
    });
    connect(m_problems, &ProblemsPanel::problemActivated, this, [this](const QString &path, base::ByteRange range) {
        if (DocumentView *view = openFile(path))
            view->showOffset(range);
    });
    connect(m_problems, &ProblemsPanel::fixesRequested, this, &MainWindow::showFixes);
    connect(m_problems, &ProblemsPanel::countChanged, this, &MainWindow::updateStatus);
    connect(m_preview, &PreviewPanel::alertFromExpressionRequested, this,
            [this](const std::string &expr) { newRule(rules::RuleKind::Alerting, expr); });
    connect(m_preview, &PreviewPanel::serverErrorAt, this, [this](std::size_t offset, const QString &message) {
        if (DocumentView *view = currentView())
            view->form()->setServerError(offset, message);
    });
    connectBacktest();
    connect(m_preview, &PreviewPanel::endpointRequested, this, [this] { editEndpoint(true); });
    connect(m_endpoints, &EndpointPicker::clientChanged, this, [this](prometheus::Client *client) {
        m_preview->setClient(client);
        m_completions->setClient(client);
        m_inspector->setClient(client);
        m_review->setClient(client);
        updateActions();
    });
    connectEndpoint();
    connect(m_endpoints, &EndpointPicker::acceptanceNeeded, this,
            [this](const QString &name, const QString &url, const QString &via) {
                m_messages->show(
                    MessageBar::Kind::Info,
                    via.isEmpty()
                        ? tr("This workspace names the endpoint %1 (%2). It is not contacted before you allow it.")
                              .arg(name, url)
                        : tr("To reach the endpoint %1 (%2), this workspace wants to run: %3. It is not run before you "
                             "allow it.")
                              .arg(name, url, via),
                    {{tr("Allow"), [this] { m_endpoints->accept(); }}});
            });
    connect(m_endpoints, &EndpointPicker::endpointFailed, this, &MainWindow::showFailure);
    connect(m_endpoints, &EndpointPicker::addRequested, this, [this] { editEndpoint(true); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        arrangeDocks();
        if (DocumentView *view = currentView()) {
            m_inspector->setRule(view->currentRule());
            if (view->currentRule())
                m_tree->selectRule(*view->currentRule());
        }
        updateActions();
        updateStatus();
    });
    connect(m_palette, &CommandPalette::itemChosen, this, [this](const QString &id) { showNode(id.toStdString()); });
    connect(m_stashTimer, &QTimer::timeout, this, &MainWindow::stashSoon);
    watchPairs();
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive && m_workspace->isOpen())
            m_workspace->refreshStatus();
    });
}

DocumentView *MainWindow::currentView() const
{
    return qobject_cast<DocumentView *>(m_tabs->currentWidget());
}

void MainWindow::cyclePane(int step)
{
    std::vector<QWidget *> panes;
    if (m_treeDock->isVisible())
        panes.push_back(m_tree->view());
    if (DocumentView *view = currentView()) {
        panes.push_back(view->form()->exprEditor());
        panes.push_back(view->yaml());
        panes.push_back(m_breadcrumb);
    } else if (m_centre->currentWidget() == m_tabs) {
        panes.push_back(m_tabs->currentWidget());
    }
    for (QDockWidget *dock : {m_inspectorDock, m_previewDock, m_problemsDock, m_deliveryDock, m_followDock}) {
        if (isInFront(dock))
            panes.push_back(dock->widget());
    }
    if (panes.empty())
        return;
    int current = -1;
    const QWidget *focus = QApplication::focusWidget();
    for (std::size_t i = 0; i < panes.size(); ++i) {
        if (focus && (panes[i] == focus || panes[i]->isAncestorOf(focus)))
            current = static_cast<int>(i);
    }
    const int count = static_cast<int>(panes.size());
    QWidget *next = panes[static_cast<std::size_t>(((current + step) % count + count) % count)];
    if (next->focusPolicy() == Qt::NoFocus) {
        // A panel hands the focus to its first control.
        for (QWidget *child : next->findChildren<QWidget *>()) {
            if (child->isVisible() && (child->focusPolicy() & Qt::TabFocus)) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
    next->setFocus(Qt::TabFocusReason);
}

void MainWindow::showFailure(const base::Error &error)
{
    const QString detail = QString::fromStdString(error.detail).trimmed();
    m_messages->show(MessageBar::Kind::Error,
                     detail.isEmpty() ? translated(error.text) : translated(error.text) + '\n' + detail);
}

void MainWindow::contextMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char *id : {"new-alert",      "new-recording",       "new-group",      "", "duplicate-rule",
                           "delete-rule",    "move-rule-up",        "move-rule-down", "", "switch-off",
                           "switch-on",      "set-field",           "rename-rule",    "", "copy-plain",
                           "copy-configmap", "copy-prometheusrule", "paste-rules",    "", "go-to-dependency",
                           "go-to-dependent"}) {
        if (*id)
            menu->addAction(m_actions->action(id));
        else
            menu->addSeparator();
    }
    menu->popup(at);
}

} // namespace widgets
