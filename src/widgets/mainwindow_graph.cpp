#include "widgets/mainwindow.h"

#include "backtest/loadeddocuments.h"
#include "rules/graphcomparison.h"
#include "widgets/actions.h"
#include "widgets/comparedialog.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/graphinfos.h"
#include "widgets/graphstates.h"
#include "widgets/messagebar.h"
#include "widgets/ownrules.h"
#include "widgets/rulebadges.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "workspace/workspace.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QPointer>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <chrono>

/// The dependency graph in the window: what its cards say, and what its menu does.
namespace widgets {

namespace {

/// Of more rules only the graph asks for states.
constexpr std::size_t mostRulesWithBadges = 2000;
constexpr std::chrono::milliseconds typingPause{1000};

} // namespace

void MainWindow::updateGraph()
{
    m_graphStale = true;
    if (m_tabs->currentWidget() == m_graph)
        fillGraph();
    else
        m_badgeTimer->start();
    watchStates();
}

void MainWindow::watchStates()
{
    std::size_t rules = 0;
    for (const workspace::RuleFile &file : m_workspace->files())
        rules += file.rules->ruleCount();
    const bool badges = rules > 0 && rules <= mostRulesWithBadges;
    m_states->setWatched(m_tabs->currentWidget() == m_graph ? GraphStates::Watch::Closely
                         : badges                           ? GraphStates::Watch::Seldom
                                                            : GraphStates::Watch::None);
}

void MainWindow::showBadges()
{
    m_tree->setBadges(
        ruleBadges(m_workspace->graph(), ownRules(*m_workspace), *m_states->states(), m_states->endpointName()));
}

void MainWindow::fillGraph()
{
    if (!m_graphStale)
        return;
    m_graphStale = false;
    std::vector<InfoSource> files;
    const DependencyView::Documents documents = ownRules(*m_workspace);
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (file.twin)
            continue;
        InfoSource &facts = files.emplace_back();
        facts.rules = file.rules;
        for (const base::Diagnostic &each : file.diagnostics) {
            if (each.severity != base::Severity::Hint)
                facts.problems.push_back(each.range.start);
        }
        std::ranges::sort(facts.problems);
    }
    QStringList roots;
    for (const workspace::Root &root : m_workspace->roots())
        roots += root.path;
    m_graph->setRoots(roots);
    m_graph->setPreparing(!documents.empty());
    m_scheduler.run("graph cards", 0,
                    [this, files = std::move(files), documents,
                     graph = m_workspace->sharedGraph()](const std::stop_token &) -> workspace::Scheduler::Deliver {
                        auto infos = std::make_shared<const NodeInfos>(graphInfos(files));
                        return [this, infos, documents, graph] {
                            m_states->setGraph(graph, documents);
                            m_graph->setGraph(graph, infos, documents);
                            // Who looks at the graph has a selection of their own there.
                            if (const auto ref = currentRule();
                                ref && (!m_graph->isVisible() || m_graph->selectedNode().empty()))
                                m_graph->selectNode(ref->id());
                        };
                    });
}

void MainWindow::connectGraph()
{
    connect(m_states, &GraphStates::changed, this, [this] {
        m_graph->setStates(m_states->states(), m_states->endpointName(), m_states->knownSeries());
        showBadges();
    });
    m_badgeTimer->setSingleShot(true);
    m_badgeTimer->setInterval(typingPause);
    connect(m_badgeTimer, &QTimer::timeout, this, [this] {
        if (m_tabs->currentWidget() != m_graph)
            m_states->setGraph(m_workspace->sharedGraph(), ownRules(*m_workspace));
    });
    connect(m_endpoints, &EndpointPicker::clientChanged, m_states, &GraphStates::setClient);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_graph)
            fillGraph();
        watchStates();
    });
    connect(m_graph, &DependencyView::compareRequested, this, &MainWindow::askForVersions);
    connect(m_graph, &DependencyView::nodeMenuRequested, this, &MainWindow::graphMenu);
    connect(m_graph, &DependencyView::exported, this, [this](const QString &path) {
        m_messages->show(MessageBar::Kind::Info, tr("The graph was written to %1.").arg(path),
                         {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}});
    });
    connect(m_graph, &DependencyView::exportFailed, this, &MainWindow::showFailure);
}

void MainWindow::graphMenu(const std::string &id, const QPoint &at)
{
    const rules::DependencyGraph &graph = m_graph->visibleGraph();
    const auto place = graph.find(id);
    if (!place)
        return;
    const rules::GraphNode node = graph.nodes[*place];
    const bool rule = node.rule && m_workspace->graph().find(id);
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("graphMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (rule) {
        menu->addAction(tr("&Open the rule"), this, [this, id] { showNode(id); });
        // Others read a recording rule by its name: they are renamed with it, wherever they are.
        const bool recording = node.kind == rules::NodeKind::Recording;
        menu->addAction(tr("Re&name…"), this, [this, id, recording, name = node.name] {
            if (recording) {
                renameRecording(name);
                return;
            }
            showNode(id);
            if (DocumentView *view = currentView())
                view->form()->focusName();
        });
        QAction *preview = menu->addAction(tr("&Preview"), this, [this, id] {
            showNode(id);
            m_actions->action("run-preview")->trigger();
        });
        preview->setEnabled(m_actions->action("run-preview")->isEnabled());
    } else if (node.rule) {
        // Of another version: its file may still be there.
        if (const QString path = QString::fromStdString(node.file); m_workspace->findFile(path))
            menu->addAction(tr("&Open the file"), this, [this, path] { openFile(path); });
    } else if (!node.file.empty()) {
        menu->addAction(tr("&Open the file"), this, [file = QString::fromStdString(node.file)] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(file));
        });
    }
    if (!menu->isEmpty())
        menu->addSeparator();
    const auto focus = [&](const QString &text, rules::Direction direction, std::size_t hops) {
        menu->addAction(text, this, [this, id, direction, hops] { m_graph->focusOn(id, direction, hops); });
    };
    focus(tr("Show what &reads it"), rules::Direction::Downstream, rules::anyHops);
    focus(tr("Show what &feeds it"), rules::Direction::Upstream, rules::anyHops);
    focus(tr("Show its &neighbourhood"), rules::Direction::Both, 2);
    m_graph->addFoldActions(menu, id);
    menu->addSeparator();
    if (rule)
        menu->addAction(tr("&Consolidate copies of it…"), this, [this, id] {
            showNode(id);
            if (const auto ref = currentRule())
                consolidate(*ref);
        });
    menu->addAction(tr("&Copy the name"), this,
                    [name = QString::fromStdString(node.name)] { QGuiApplication::clipboard()->setText(name); });
    menu->popup(at);
}

void MainWindow::askForVersions()
{
    const workspace::VersionSources sources = workspace::versionSources(*m_workspace);
    auto *dialog = new CompareDialog(!sources.copies.empty(), m_states->endpointName(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CompareDialog::compareRequested, this, [this, dialog = QPointer(dialog)] {
        dialog->setBusy(true);
        const bool asksServer = !dialog->before().version || !dialog->after().version;
        if (!asksServer || !m_endpoints->client()) {
            compareVersions(dialog, {});
            return;
        }
        m_versionQuery = m_endpoints->client()->loadedRules([this, dialog](const auto &loaded) {
            if (!dialog)
                return;
            if (!loaded) {
                dialog->setBusy(false);
                dialog->setProblem(translated(loaded.error().text));
                return;
            }
            compareVersions(dialog, backtest::documentsOf(*loaded, m_states->endpointName().toStdString()));
        });
    });
    dialog->open();
}

void MainWindow::compareVersions(QPointer<CompareDialog> dialog, const workspace::RuleDocuments &loaded)
{
    struct Compared
    {
        std::shared_ptr<const rules::GraphComparison> graph;
        std::shared_ptr<const NodeInfos> infos;
    };
    using Comparison = base::Result<Compared>;
    const CompareDialog::Side before = dialog->before();
    const CompareDialog::Side after = dialog->after();
    const auto sources = std::make_shared<const workspace::VersionSources>(workspace::versionSources(*m_workspace));
    m_scheduler.run("compare", 0, [this, dialog, before, after, sources, loaded](std::stop_token stop) {
        const auto read = [&](const CompareDialog::Side &side) -> base::Result<workspace::RuleDocuments> {
            return side.version ? workspace::readVersion(*sources, *side.version, stop) : loaded;
        };
        const auto old = read(before);
        const auto now = old ? read(after) : old;
        const auto compared = [&]() -> Comparison {
            if (!old)
                return old.error();
            if (!now)
                return now.error();
            const auto graph = std::make_shared<const rules::GraphComparison>(rules::compareRuleSets(*old, *now));
            return Compared{graph, std::make_shared<const NodeInfos>(graphInfos(*graph, *old, *now))};
        };
        const auto result = std::make_shared<const Comparison>(compared());
        return workspace::Scheduler::Deliver([this, dialog, before, after, result] {
            if (!dialog)
                return;
            if (!*result) {
                dialog->setBusy(false);
                dialog->setProblem(translated(result->error().text));
                return;
            }
            dialog->accept();
            m_graph->setComparison((*result)->graph, before.title + QStringLiteral("  →  ") + after.title,
                                   (*result)->infos);
            m_tabs->setCurrentWidget(m_graph);
        });
    });
}

} // namespace widgets
