#include "widgets/mainwindow.h"

#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/icons.h"
#include "widgets/inspector.h"
#include "widgets/messagebar.h"
#include "widgets/previewpanel.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/savedialog.h"
#include "widgets/theme.h"
#include "widgets/welcomepage.h"
#include "widgets/yamleditor.h"
#include "workspace/demo.h"
#include "workspace/settings.h"

#include <QCloseEvent>
#include <QDateTime>
#include <QDesktopServices>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

void MainWindow::openPath(const QString &path)
{
    if (path.isEmpty())
        return;
    closeWorkspace();
    m_messages->clear();
    m_welcome->setError({});
    m_welcome->setBusy(tr("Reading the rule files…"));
    m_workspace->open(path);
}

void MainWindow::openDemo()
{
    closeWorkspace();
    m_welcome->setError({});
    m_demo.reset();
    m_demoFolder = std::make_unique<QTemporaryDir>(QDir::tempPath() + "/rulewright-demo-XXXXXX");
    if (!m_demoFolder->isValid()) {
        m_welcome->setError(tr("The demo needs a temporary folder: %1").arg(m_demoFolder->errorString()));
        return;
    }
    m_demo = std::make_unique<workspace::Demo>();
    connect(m_demo.get(), &workspace::Demo::progress, this,
            [this](const QString &what, int done, int total) { m_welcome->setBusy(what, done, total); });
    connect(m_demo.get(), &workspace::Demo::failed, this, [this](const base::Error &error) {
        m_welcome->setBusy({});
        const QString detail = QString::fromStdString(error.detail).trimmed();
        m_welcome->setError(detail.isEmpty() ? translated(error.text) : translated(error.text) + '\n' + detail);
    });
    connect(m_demo.get(), &workspace::Demo::ready, this, [this](const QString &workspaceFile) {
        m_openingDemo = workspaceFile;
        m_workspace->open(workspaceFile);
    });
    m_welcome->setBusy(tr("Making the demo…"));
    m_demo->start(m_demoFolder->filePath("demo"), QDateTime::currentSecsSinceEpoch());
}

void MainWindow::afterOpened()
{
    m_welcome->setBusy({});
    m_centre->setCurrentWidget(m_tabs);
    const bool opened = !views().empty();
    const bool demo = !m_openingDemo.isEmpty();
    m_openingDemo.clear();
    const workspace::WorkspaceFile &file = m_workspace->file();
    if (m_workspace->fileError())
        showFailure(*m_workspace->fileError());
    if (!demo)
        workspace::rememberWorkspace(m_workspace->openedPath());
    workspace::WorkspaceFile endpointsOf = file;
    if (endpointsOf.source.isEmpty())
        endpointsOf.source = m_workspace->openedPath();
    m_endpoints->setWorkspace(endpointsOf, demo);
    const bool single = QFileInfo(m_workspace->openedPath()).isFile() && file.path.isEmpty();
    QStringList wanted = m_filesToRestore;
    // Who has opened a file while the others were read stays there.
    if (wanted.isEmpty() && !opened && !m_workspace->files().empty())
        wanted.append(m_workspace->files().front().path);
    if (wanted.isEmpty() && single)
        wanted.append(m_workspace->openedPath());
    for (const QString &path : wanted) {
        if (QFileInfo::exists(path))
            openFile(path);
    }
    if (DocumentView *view = viewOf(m_fileToRestore))
        m_tabs->setCurrentWidget(view);
    m_filesToRestore.clear();
    m_fileToRestore.clear();
    if (DocumentView *view = currentView(); view && !view->currentRule()) {
        const auto &groups = view->document()->rules()->groups();
        const auto first =
            std::ranges::find_if(groups, [](const rules::RuleGroup &group) { return !group.rules.empty(); });
        if (first != groups.end())
            showRule(view->document()->rules()->refOf(*first, 0));
    }
    offerStashed();
    updateActions();
    updateStatus();
    // An interrupted save is finished or undone before anything else is done with these repositories.
    QStringList roots;
    for (const workspace::Root &root : m_workspace->roots()) {
        if (QFileInfo(root.path).isDir())
            roots.append(root.path);
    }
    m_scheduler.run("recover", 0, [this, roots](std::stop_token) -> workspace::Scheduler::Deliver {
        const workspace::Recovery recovery = workspace::recoverSave(roots);
        return [this, recovery] {
            if (recovery.outcome == workspace::Recovery::Outcome::Nothing)
                return;
            const bool failed = recovery.outcome == workspace::Recovery::Outcome::Failed;
            m_messages->show(failed ? MessageBar::Kind::Error : MessageBar::Kind::Info, translated(recovery.text));
            m_workspace->refresh();
        };
    });
    if (demo)
        emit demoReady();
}

DocumentView *MainWindow::viewOf(const QString &path) const
{
    for (DocumentView *view : views()) {
        if (view->document()->path() == path)
            return view;
    }
    return nullptr;
}

std::vector<DocumentView *> MainWindow::views() const
{
    std::vector<DocumentView *> result;
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (auto *view = qobject_cast<DocumentView *>(m_tabs->widget(i)))
            result.push_back(view);
    }
    return result;
}

DocumentView *MainWindow::openFile(const QString &path)
{
    if (DocumentView *view = viewOf(path)) {
        m_tabs->setCurrentWidget(view);
        return view;
    }
    auto document = m_workspace->document(path);
    if (!document) {
        showFailure(document.error());
        return nullptr;
    }
    return addTab(*document);
}

DocumentView *MainWindow::addTab(workspace::Document *document)
{
    auto *view = new DocumentView(document, m_workspace.get(), m_completions, m_tabs);
    connect(document, &workspace::Document::modifiedChanged, this, &MainWindow::updateTabs);
    connect(document, &workspace::Document::changed, this, &MainWindow::updateActions);
    connect(view->form(), &RuleForm::consolidateRequested, this, [this, view] {
        if (const auto ref = view->currentRule())
            consolidate(*ref);
    });
    connect(view, &DocumentView::ruleChanged, this, [this, view](const std::optional<rules::RuleRef> &ref) {
        showCopies(view);
        if (view != currentView())
            return;
        m_inspector->setRule(ref);
        m_showingRule = true;
        if (ref) {
            m_tree->selectRule(*ref);
            m_graph->selectNode(ref->id());
        }
        m_showingRule = false;
        updateStatus();
    });
    connect(view, &DocumentView::expressionChanged, this, [this, view](const std::string &expr) {
        if (view == currentView())
            m_preview->setExpression(expr);
    });
    connect(view, &DocumentView::cursorMoved, this, &MainWindow::updateStatus);
    connect(view, &DocumentView::compareRequested, this, [this, view] { compareWithDisk(view); });
    m_centre->setCurrentWidget(m_tabs);
    // Files stand left of the graph.
    const int index = m_tabs->insertTab(m_tabs->indexOf(m_graph), view, QString());
    m_tabs->setTabToolTip(index, document->path());
    m_tabs->setCurrentIndex(index);
    updateTabs();
    if (const auto &ref = view->currentRule()) {
        m_inspector->setRule(ref);
        m_tree->selectRule(*ref);
        showCopies(view);
    }
    return view;
}

void MainWindow::updateTabs()
{
    for (DocumentView *view : views()) {
        const int index = m_tabs->indexOf(view);
        const workspace::Document *document = view->document();
        QString title = QFileInfo(document->path()).fileName();
        // Twins have the same name: the repository tells them apart.
        for (const workspace::Root &root : m_workspace->roots()) {
            if (root.role == "gitops" && document->path().startsWith(root.path + '/'))
                title += "  (gitops)";
        }
        m_tabs->setTabText(index, document->isModified() ? title + QStringLiteral(" ●") : title);
        auto *close = qobject_cast<QToolButton *>(m_tabs->tabBar()->tabButton(index, QTabBar::RightSide));
        if (!close) {
            close = new QToolButton(this);
            close->setAutoRaise(true);
            close->setFocusPolicy(Qt::NoFocus);
            connect(close, &QToolButton::clicked, this, [this, view] { closeTab(m_tabs->indexOf(view)); });
            m_tabs->tabBar()->setTabButton(index, QTabBar::RightSide, close);
        }
        close->setIcon(icon("close", Theme::current().muted));
        close->setIconSize(QSize(fontMetrics().height() * 3 / 4, fontMetrics().height() * 3 / 4));
        close->setAccessibleName(tr("Close %1").arg(title));
    }
    const int graph = m_tabs->indexOf(m_graph);
    m_tabs->setTabIcon(graph, icon("graph", Theme::current().muted));
    const QString name = m_workspace->isOpen() ? QFileInfo(m_workspace->roots().front().path).fileName() : QString();
    setWindowTitle(name.isEmpty() ? tr("Rulewright") : tr("%1 — Rulewright").arg(name));
}

void MainWindow::closeTab(int index)
{
    auto *view = qobject_cast<DocumentView *>(m_tabs->widget(index));
    if (!view)
        return;
    view->commitPending();
    workspace::Document *document = view->document();
    if (document->isModified()) {
        m_messages->show(MessageBar::Kind::Warning,
                         tr("%1 has unsaved changes.").arg(QFileInfo(document->path()).fileName()),
                         {{tr("Save and close"),
                           [this, path = document->path()] {
                               DocumentView *closing = viewOf(path);
                               if (closing && saveDocument(closing->document()))
                                   closeTab(m_tabs->indexOf(closing));
                           }},
                          {tr("Discard changes"), [this, path = document->path()] {
                               if (DocumentView *closing = viewOf(path)) {
                                   workspace::dropStash(path);
                                   delete closing;
                                   m_workspace->closeDocument(path);
                                   updateTabs();
                               }
                           }}});
        return;
    }
    const QString path = document->path();
    delete view;
    m_workspace->closeDocument(path);
    updateTabs();
    updateActions();
}

void MainWindow::closeWorkspace()
{
    stashUnsaved();
    for (DocumentView *view : views())
        delete view;
    m_workspace->close();
    m_scheduler.cancel("graph cards");
    m_graph->setPreparing(false);
    m_graph->setGraph({}, {});
    m_inspector->setRule(std::nullopt);
    m_preview->setExpression({});
    m_endpoints->setWorkspace({}, false);
    m_welcome->setRecent(workspace::recentWorkspaces());
    m_centre->setCurrentWidget(m_welcome);
    updateTabs();
    updateRepositories();
    updateActions();
    updateStatus();
}

bool MainWindow::saveDocument(workspace::Document *document)
{
    if (const auto saved = document->save(); !saved) {
        showFailure(saved.error());
        return false;
    }
    workspace::dropStash(document->path());
    m_workspace->refreshStatus();
    return true;
}

void MainWindow::saveAll()
{
    for (DocumentView *view : views()) {
        view->commitPending();
        if (view->document()->isModified() && !saveDocument(view->document()))
            return;
    }
}

void MainWindow::saveToBoth()
{
    for (DocumentView *view : views())
        view->commitPending();
    if (m_workspace->file().path.isEmpty()) {
        m_messages->show(MessageBar::Kind::Info,
                         tr("Saving to both repositories needs a workspace file. Put a rulewright.yaml that names both "
                            "repositories at the top of the source repository."));
        return;
    }
    auto *dialog = new SaveDialog(
        m_workspace->file(),
        [this] {
            std::vector<workspace::BufferedFile> buffers;
            for (workspace::Document *document : m_workspace->openDocuments()) {
                if (document->isModified())
                    buffers.push_back({document->path(), document->text()});
            }
            return buffers;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (const QStringList lines = reviewLines(); !lines.isEmpty()) {
        dialog->setMessage(reviewSubject(lines) + "\n\n" + lines.join('\n'));
        dialog->setReview(lines.join('\n'));
    }
    connect(dialog, &SaveDialog::saved, this, &MainWindow::afterSave);
    dialog->open();
}

void MainWindow::afterSave(const workspace::SaveResult &result, const workspace::SavePlan &plan)
{
    m_reviewLines.clear();
    for (const workspace::PlannedRepository &repository : plan.repositories) {
        for (const workspace::PlannedFile &file : repository.files) {
            const QString path = QDir(repository.root).filePath(file.path);
            workspace::Document *document = m_workspace->openDocument(path);
            if (!document)
                continue;
            // What was typed while the commits were made stays unsaved.
            if (file.after && document->text() == *file.after)
                document->markSaved(*file.after);
            else if (file.after && document->isModified())
                document->keepMine();
            else
                document->checkDisk();
            if (!document->isModified())
                workspace::dropStash(path);
        }
    }
    QStringList commits;
    for (const workspace::SavedCommit &commit : result.commits)
        commits.append(commit.role + ' ' + commit.commitId.left(7));
    QString text = result.commits.size() > 1 ? tr("Saved to both repositories: %1.").arg(commits.join(", "))
                                             : tr("Saved. Only one side changed: %1.").arg(commits.join(", "));
    for (const auto &[role, error] : result.pushErrors) {
        text += '\n' + translated(error.text);
        if (!error.detail.empty())
            text += '\n' + QString::fromStdString(error.detail);
    }
    std::vector<MessageBar::Choice> pullRequests;
    for (const workspace::SavedCommit &commit : result.commits) {
        if (!commit.pullRequest.isEmpty())
            pullRequests.emplace_back(tr("Open a pull request for %1").arg(commit.role),
                                      [url = commit.pullRequest] { QDesktopServices::openUrl(QUrl(url)); });
    }
    m_messages->show(result.pushErrors.empty() ? MessageBar::Kind::Info : MessageBar::Kind::Warning, text,
                     pullRequests);
    m_workspace->refresh();
    emit savedToBoth(result);
}

void MainWindow::stashSoon()
{
    for (const workspace::Document *document : m_workspace->openDocuments()) {
        const QString path = document->path();
        if (!document->isModified()) {
            m_stashedVersions.erase(path);
            m_scheduler.cancel("stash " + path);
            workspace::dropStash(path);
            continue;
        }
        const DocumentView *view = viewOf(path);
        quint64 &stashed = m_stashedVersions[path];
        if (stashed == document->version() || (view && view->yaml()->isComposing()))
            continue;
        stashed = document->version();
        // To write a large text safely to disk takes longer than a frame.
        m_scheduler.run("stash " + path, 0,
                        [path, text = document->text(),
                         saved = document->savedText()](std::stop_token stop) -> workspace::Scheduler::Deliver {
                            if (!stop.stop_requested())
                                workspace::stash(path, text, saved);
                            return {};
                        });
    }
}

void MainWindow::stashUnsaved()
{
    m_stashedVersions.clear();
    for (const workspace::Document *document : m_workspace->openDocuments()) {
        const DocumentView *view = viewOf(document->path());
        if (view && view->yaml()->isComposing())
            continue;
        if (document->isModified())
            workspace::stash(document->path(), document->text(), document->savedText());
        else
            workspace::dropStash(document->path());
    }
}

void MainWindow::offerStashed()
{
    std::vector<workspace::StashedText> found;
    for (workspace::StashedText &each : workspace::stashedTexts()) {
        const bool ours = std::ranges::any_of(m_workspace->roots(), [&each](const workspace::Root &root) {
            return each.path == root.path || each.path.startsWith(root.path + '/');
        });
        const workspace::Document *open = m_workspace->openDocument(each.path);
        if (ours && !(open && open->isModified()))
            found.push_back(std::move(each));
    }
    if (found.empty())
        return;
    QStringList names;
    for (const workspace::StashedText &each : found)
        names.append(QFileInfo(each.path).fileName());
    m_messages->show(MessageBar::Kind::Warning, tr("Unsaved changes from last time: %1.").arg(names.join(", ")),
                     {{tr("Restore"),
                       [this, found] {
                           for (const workspace::StashedText &each : found) {
                               DocumentView *view = QFileInfo::exists(each.path)
                                                        ? openFile(each.path)
                                                        : addTab(m_workspace->createDocument(each.path, {}));
                               if (view)
                                   (void)view->document()->restore(each.text, each.diskHash);
                           }
                       }},
                      {tr("Discard"), [found] {
                           for (const workspace::StashedText &each : found)
                               workspace::dropStash(each.path);
                       }}});
}

void MainWindow::compareWithDisk(DocumentView *view)
{
    const auto disk = workspace::Document::open(view->document()->path());
    if (!disk) {
        showFailure(disk.error());
        return;
    }
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Compare with the disk"));
    auto *diff = new DiffView(dialog);
    diff->setTexts(tr("On disk"), (*disk)->text(), tr("In this window"), view->document()->text());
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(diff);
    dialog->resize(size() * 0.85);
    dialog->open();
}

void MainWindow::askForFolder()
{
    auto *dialog = new QFileDialog(this, tr("Open a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openPath);
    dialog->open();
}

void MainWindow::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a rule file or workspace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Rule files and workspaces (*.yaml *.yml *.json *.rules)"), tr("All files (*)")});
    if (m_workspace->isOpen())
        dialog->setDirectory(m_workspace->roots().front().path);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const bool inside = std::ranges::any_of(
            m_workspace->roots(), [&path](const workspace::Root &root) { return path.startsWith(root.path + '/'); });
        if (inside && QFileInfo(path).fileName() != "rulewright.yaml")
            openFile(path);
        else
            openPath(path);
    });
    dialog->open();
}

void MainWindow::askForNewFile()
{
    auto *dialog = new QFileDialog(this, tr("New rule file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("yaml");
    dialog->setNameFilters({tr("Rule files (*.yaml *.yml)")});
    if (m_workspace->isOpen())
        dialog->setDirectory(m_workspace->roots().front().path);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (QFileInfo::exists(path)) {
            openFile(path);
            return;
        }
        const std::string group = QFileInfo(path).completeBaseName().toStdString();
        addTab(m_workspace->createDocument(path, "groups:\n- name: " + group + "\n  rules: []\n"));
        newRule(rules::RuleKind::Alerting, {});
    });
    dialog->open();
}

void MainWindow::restoreSession()
{
    const workspace::Session session = workspace::Session::load();
    if (!session.geometry.isEmpty())
        restoreGeometry(session.geometry);
    if (!session.windowState.isEmpty())
        restoreState(session.windowState);
    restoreDocks(session.docks);
    m_welcome->setRecent(workspace::recentWorkspaces());
    if (session.workspace.isEmpty() || !QFileInfo::exists(session.workspace))
        return;
    m_filesToRestore = session.files;
    m_fileToRestore = session.currentFile;
    const QStringList files = m_filesToRestore;
    const QString current = m_fileToRestore;
    openPath(session.workspace);
    m_filesToRestore = files;
    m_fileToRestore = current;
}

void MainWindow::storeSession()
{
    workspace::Session session;
    // The demo's folder is gone with the window.
    if (!m_demo) {
        session.workspace = m_workspace->openedPath();
        for (const DocumentView *view : views())
            session.files.append(view->document()->path());
        session.currentFile = currentView() ? currentView()->document()->path() : QString();
    }
    session.geometry = saveGeometry();
    session.windowState = saveState();
    session.docks = storedDocks();
    session.save();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    for (DocumentView *view : views())
        view->commitPending();
    // Unsaved texts are kept and offered at the next start: leaving needs no question.
    stashUnsaved();
    if (m_demo) {
        for (const workspace::Document *document : m_workspace->openDocuments())
            workspace::dropStash(document->path());
    }
    storeSession();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        openPath(urls.first().toLocalFile());
}

} // namespace widgets
