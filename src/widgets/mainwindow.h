#pragma once

#include "alerting/seriessource.h"
#include "rules/ruleedits.h"
#include "widgets/driftpage.h"
#include "widgets/jointsteps.h"
#include "workspace/ruleversions.h"
#include "workspace/saveplan.h"
#include "workspace/scheduler.h"
#include "workspace/workspace.h"

#include <QMainWindow>
#include <QPointer>
#include <QVariantMap>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QDockWidget;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QTemporaryDir;
class QTimer;
QT_END_NAMESPACE

namespace alerting {
struct ServerFacts;
}

namespace workspace {
class Demo;
}

namespace widgets {

class Actions;
class Appearance;
class Breadcrumb;
class ChangeDialog;
class CommandPalette;
class CompletionSource;
class CopyCounter;
class CompareDialog;
class DeliveryBoard;
class DependencyView;
class DialectButton;
class ElidedLabel;
class GraphStates;
class DocumentView;
class DriftMonitor;
class FollowMonitor;
class FollowView;
class EndpointPicker;
class Inspector;
class MessageBar;
class PreviewPanel;
class ProblemsPanel;
class ReviewPage;
class RulesTree;
class WelcomePage;

/// The window: wires the panels to the workspace. Logic that is not about wiring lives below.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `threads` for the analysis; 0 makes it synchronous for tests.
    explicit MainWindow(Appearance *appearance, int threads = 2, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// A rulewright.yaml, a folder or a rule file.
    void openPath(const QString &path);
    void openDemo();
    void restoreSession();

    [[nodiscard]] workspace::Workspace *workspace() const { return m_workspace.get(); }
    [[nodiscard]] Actions *actions() const { return m_actions; }
    [[nodiscard]] DocumentView *currentView() const;
    [[nodiscard]] PreviewPanel *preview() const { return m_preview; }
    [[nodiscard]] DependencyView *graph() const { return m_graph; }
    [[nodiscard]] ReviewPage *review() const { return m_review; }
    /// What the message of the next save says of reviewed proposals.
    [[nodiscard]] QStringList reviewLines() const;
    [[nodiscard]] DriftPage *drift() const { return m_drift; }
    [[nodiscard]] RulesTree *tree() const { return m_tree; }
    [[nodiscard]] EndpointPicker *endpoints() const { return m_endpoints; }
    [[nodiscard]] MessageBar *messages() const { return m_messages; }
    /// Shows a rule everywhere: tab, form, tree, graph, inspector.
    void showRule(const rules::RuleRef &ref);

signals:
    void demoReady();
    void savedToBoth(const workspace::SaveResult &result);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makePanels();
    void makeMenus();
    void makeToolBar();
    void makeStatusBar();
    void bindActions();
    void bindAppearance();
    void connectPanels();
    void connectNotification();
    void retranslate();
    void updateActions();
    void updateStatus();
    // Where the cursor is (mainwindow_place.cpp)
    void updateBreadcrumb();
    /// The cursor as a byte of the current rule's expression, in the form or in the YAML; nothing outside of it.
    [[nodiscard]] std::optional<std::size_t> offsetInExpression() const;
    void fixHere();
    void updateRepositories();
    void updateGraph();
    /// Shows the newest state on the graph's page, if it does not yet.
    void fillGraph();
    /// Lets the endpoint be asked as often as what is looked at needs.
    void watchStates();
    void showBadges();
    void updateCompletions();
    // Endpoint and dialect (mainwindow_endpoint.cpp)
    void connectEndpoint();
    void learnEndpoint(const alerting::ServerFacts &facts);
    void takeDialect();
    void showEndpoint();
    void countLoadedRules();
    void cyclePane(int step);
    void foldInspector();
    // Panels around the pages (mainwindow_docks.cpp)
    enum class Page { Editor, Graph, Review, Drift };
    [[nodiscard]] std::array<QDockWidget *, 4> bottomDocks() const;
    [[nodiscard]] bool isInFront(const QDockWidget *dock) const;
    [[nodiscard]] Page page() const;
    /// Object names.
    [[nodiscard]] QStringList shownDocks() const;
    void showDocks(const QStringList &shown);
    void arrangeDocks();
    void raiseDock(QDockWidget *dock);
    [[nodiscard]] QVariantMap storedDocks() const;
    void restoreDocks(const QVariantMap &stored);
    void showFailure(const base::Error &error);
    void contextMenu(const QPoint &at);
    void showShortcuts();
    void showAbout();

    // Graph (mainwindow_graph.cpp)
    void connectGraph();
    void graphMenu(const std::string &id, const QPoint &at);
    void askForVersions();
    void compareVersions(QPointer<CompareDialog> dialog, const workspace::RuleDocuments &loaded);

    // Files (mainwindow_files.cpp)
    void askForFolder();
    void askForFile();
    void askForNewFile();
    void afterOpened();
    DocumentView *openFile(const QString &path);
    DocumentView *addTab(workspace::Document *document);
    [[nodiscard]] DocumentView *viewOf(const QString &path) const;
    [[nodiscard]] std::vector<DocumentView *> views() const;
    void closeTab(int index);
    void closeWorkspace();
    bool saveDocument(workspace::Document *document);
    void saveAll();
    void saveToBoth();
    void afterSave(const workspace::SaveResult &result, const workspace::SavePlan &plan);
    /// Keeps what is not saved over a crash; now, for who is about to leave.
    void stashUnsaved();
    /// The same in jobs, of what has changed since it was last kept.
    void stashSoon();
    /// Tells of saves of which only one half is merged; fetches where the person wants that.
    void watchPairs();
    void makeFollow();
    void connectFollow();
    void retranslateFollow();
    void offerStashed();
    void storeSession();
    void compareWithDisk(DocumentView *view);
    void updateTabs();

    // Consolidation (mainwindow_review.cpp)
    void makeReview();
    void showCopies(DocumentView *view);
    void consolidate(const rules::RuleRef &ref);
    void acceptReview(const std::map<std::string, base::TextEdits> &edits, const QString &line,
                      const rules::NewRule &alert);
    /// In the file in front with all that belongs to its last step; before the review, of what was accepted there.
    void undoStep();
    void redoStep();
    [[nodiscard]] bool canUndoStep() const;
    [[nodiscard]] bool canRedoStep() const;
    [[nodiscard]] QString reviewSubject(const QStringList &lines) const;

    // Drift and delivery (mainwindow_drift.cpp)
    void makeDrift();
    void connectDrift();
    void showInspection();
    void retranslateDrift();
    void changeRepositories(const DriftPage::Request &request);
    void askForOrigins(const deployment::DriftRow &row);
    void offerMappings();

    // Rules (mainwindow_rules.cpp)
    void newRule(rules::RuleKind kind, const std::string &expr);
    void newGroup();
    void duplicateRule();
    void deleteRule();
    void moveRule(int step);
    void formatExpression();
    void showFixes(const QString &path, base::ByteRange range);
    void goToRule();
    void goToNeighbour(bool dependents);
    void showGroup(const rules::RuleRef &ref);
    void showNode(const std::string &id);
    void editEndpoint(bool add);

    // Several rules and files at once (mainwindow_batch.cpp)
    using RulesEdit =
        std::function<base::Result<base::TextEdits>(const rules::RuleDocument &, const std::vector<rules::RuleRef> &)>;
    /// The rules chosen in the tree; the rule at the cursor when there are not several.
    [[nodiscard]] std::vector<rules::RuleRef> chosenRules() const;
    /// The view of a file with everything typed written and analysed; it stays where it is in the tabs.
    DocumentView *freshView(const QString &path);
    void applyToRules(const std::vector<rules::RuleRef> &refs, const RulesEdit &edit);
    void switchOff();
    void switchOn();
    void deleteChosen();
    void duplicateChosen();
    void moveChosen(int step);
    void dropGroup(const rules::RuleRef &group, const rules::RuleRef &target, bool behind, bool copy);
    /// Dropped rules stay chosen where they are now.
    void chooseDropped(DocumentView *view, rules::RuleRef at, std::size_t first, std::size_t count);
    void dropRules(const std::vector<rules::RuleRef> &refs, const rules::RuleRef &at, bool copy);
    void copyAs(rules::Container container);
    void pasteItems();
    void showChanges(ChangeDialog *dialog);
    void findAndReplace();
    void setFieldOfRules();
    void renameRule();
    void renameRecording(const std::string &name);
    void bindBatchActions();

    [[nodiscard]] std::optional<rules::RuleRef> currentRule() const;
    bool applyEdits(DocumentView *view, const base::Result<base::TextEdits> &edits);
    /// Analyses the view's text now, so that a new rule can be shown at once.
    void analyseNow(DocumentView *view);

    // Backtests (mainwindow_backtest.cpp)
    void connectBacktest();
    void backtestCurrent();

    Appearance *m_appearance;
    workspace::Scheduler m_scheduler;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<QTemporaryDir> m_demoFolder;
    std::unique_ptr<workspace::Demo> m_demo;
    Actions *m_actions = nullptr;
    CompletionSource *m_completions = nullptr;
    CommandPalette *m_palette = nullptr;
    QStackedWidget *m_centre = nullptr;
    WelcomePage *m_welcome = nullptr;
    MessageBar *m_messages = nullptr;
    QTabWidget *m_tabs = nullptr;
    DependencyView *m_graph = nullptr;
    GraphStates *m_states = nullptr;
    std::unique_ptr<alerting::PendingQuery> m_versionQuery;
    ReviewPage *m_review = nullptr;
    CopyCounter *m_copies = nullptr;
    DriftPage *m_drift = nullptr;
    DeliveryBoard *m_delivery = nullptr;
    DriftMonitor *m_driftMonitor = nullptr;
    FollowView *m_follow = nullptr;
    FollowMonitor *m_followMonitor = nullptr;
    RulesTree *m_tree = nullptr;
    Inspector *m_inspector = nullptr;
    PreviewPanel *m_preview = nullptr;
    ProblemsPanel *m_problems = nullptr;
    EndpointPicker *m_endpoints = nullptr;
    ElidedLabel *m_endpointSummary = nullptr;
    DialectButton *m_dialect = nullptr;
    QDockWidget *m_treeDock = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_previewDock = nullptr;
    QDockWidget *m_problemsDock = nullptr;
    QDockWidget *m_deliveryDock = nullptr;
    QDockWidget *m_followDock = nullptr;
    QLabel *m_repositories = nullptr;
    QLabel *m_position = nullptr;
    Breadcrumb *m_breadcrumb = nullptr;
    QLabel *m_counts = nullptr;
    QLabel *m_timing = nullptr;
    QTimer *m_stashTimer = nullptr;
    /// The badges of the rules follow what is typed when nothing more is typed.
    QTimer *m_badgeTimer = nullptr;
    QString m_openingDemo;
    QStringList m_filesToRestore;
    QString m_fileToRestore;
    /// For the message of the next save: of accepted proposals with the alert that tells whether they are in force, and
    /// of rejected ones.
    struct ReviewLine
    {
        QString line;
        std::optional<rules::NewRule> alert;
        /// Of a rejection what it is about, as ReviewPage names it.
        std::string about;
    };
    std::vector<ReviewLine> m_reviewLines;
    JointSteps m_jointSteps;
    /// The versions of the texts that are kept over a crash.
    std::map<QString, quint64> m_stashedVersions;
    bool m_showingRule = false;
    /// The graph's page is behind another one and shows an older state.
    bool m_graphStale = false;
    bool m_inspectorFolded = false;
    Page m_page = Page::Editor;
    std::array<std::optional<QStringList>, 4> m_docksOfPage;
    /// Of the docks below, the one that was in front there; null before the page was left.
    std::array<QDockWidget *, 4> m_frontOfPage = {};
};

} // namespace widgets
