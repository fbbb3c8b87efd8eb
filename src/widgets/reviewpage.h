#pragma once

#include "consolidation/offers.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "consolidation/routing.h"
#include "consolidation/unittests.h"
#include "prometheus/client.h"
#include "workspace/scheduler.h"

#include <QPointer>
#include <QWidget>

#include <map>
#include <memory>
#include <string>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableWidget;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

class DependencyView;
class DiffView;
class ReviewEditor;
class ReviewFindings;
class ReviewIncidents;
class ReviewOffers;
class StatePage;

/// Copies of rules and what they can become, and what else is offered: the families, each proposal as a difference of
/// texts, as a graph and as rules that can be changed, and what the comparison over the endpoint's history says of it.
class ReviewPage : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewPage(workspace::Workspace *workspace, QWidget *parent = nullptr);
    ~ReviewPage() override;

    /// The server that is asked from now on; null for none.
    void setClient(prometheus::Client *client);
    /// Where alerts are sent, from a file; failed() when it is no such configuration.
    void setAlertmanager(const QString &path);
    [[nodiscard]] QTreeWidget *families() const { return m_families; }
    [[nodiscard]] const consolidation::Proof *currentProof() const;
    /// Puts the family of a rule in front, when the search for families that may be under way ends.
    void showFamilyOf(const rules::RuleRef &ref);

public slots:
    /// Compares the family at hand over the chosen range; cancels while it does.
    void compare();
    void accept();
    /// Keeps the family as it is; the reason goes into the commit message.
    void reject(const QString &reason);
    /// Whether the proposal at hand is to alert on something else: then no comparison calls it the same, and marked
    /// incidents tell which of the two catches them.
    void setMeantToDiffer(bool meant);
    /// Writes a unit test for promtool that names the rule file.
    void exportTest(const QString &path);

signals:
    /// A proposal was accepted: the edits of each file, a line for the commit message, and the alert by which it is
    /// known to be in force.
    void accepted(const std::map<std::string, base::TextEdits> &edits, const QString &line,
                  const rules::NewRule &alert);
    /// `about` names what was rejected, and its place; an empty line takes it back.
    void rejected(const std::string &about, const QString &line);
    void exported(const QString &path);
    void failed(const base::Error &error);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    using Form = std::pair<std::size_t, std::size_t>;

    void makeLayout();
    void shareWidth();
    void rebuild();
    /// What a search found, in another thread.
    struct Found
    {
        consolidation::Report report;
        std::vector<consolidation::Offer> offers;
    };
    void takeFound(Found found, const consolidation::Documents &documents);
    /// What was compared and edited stays where the rules that it is about are what they were.
    void keepChecked(const consolidation::Report &report, const consolidation::Documents &documents);
    void askOffers();
    void showOffer(std::size_t offer);
    [[nodiscard]] QString offerStatus(std::size_t offer) const;
    void addOffers(QTreeWidgetItem *group) const;
    void findAlertmanager();
    void fillFamilies();
    void showFamily();
    void showNothing();
    void showProposal();
    void showGraph();
    void showProof();
    void colourVerdict();
    void showDetails();
    void showChosenFile();
    void cancelRuns();
    void updateButtons();
    void startRun(backtest::ServerKnowledge knowledge);
    void restoreEdited();
    void useEdited(const consolidation::Proposal &proposal);
    void retranslate();
    [[nodiscard]] std::vector<consolidation::Evidence> structure(const consolidation::Proposal &proposal) const;
    /// Families, and offers behind them.
    [[nodiscard]] std::optional<std::size_t> current() const;
    /// Index into the offers where one of them is at hand.
    [[nodiscard]] std::optional<std::size_t> currentOffer() const;
    /// Of the family or the offer at hand; null for none.
    [[nodiscard]] const consolidation::Family *family() const;
    [[nodiscard]] std::string idOf(std::size_t place) const;
    [[nodiscard]] std::vector<std::pair<consolidation::Family, consolidation::Proposal>> accepting() const;
    [[nodiscard]] consolidation::ProposalEdits currentEdits() const;
    [[nodiscard]] std::string manifestText(const std::string &file) const;
    [[nodiscard]] consolidation::Milliseconds rangeLength() const;
    [[nodiscard]] Form place() const;
    [[nodiscard]] const consolidation::Proposal *proposal() const;
    [[nodiscard]] QString commitLine() const;
    /// Takes what is typed in the editor and not yet used; false where it is no proposal, and shows why.
    bool usePending();
    /// What is typed stays when something else is looked at.
    void keepDraft();
    void showEditor();
    using Rejections = std::map<std::string, QString>;
    [[nodiscard]] std::string rejectionId(const Form &form) const;
    [[nodiscard]] Rejections::const_iterator rejectionOf(const Form &form) const;
    /// Its first form, the one that is proposed.
    [[nodiscard]] bool isRejected(std::size_t place) const;
    void takeBackRejection();

    workspace::Workspace *m_workspace;
    workspace::Scheduler m_scheduler;
    QPointer<prometheus::Client> m_client;
    consolidation::Documents m_documents;
    consolidation::Report m_report;
    ReviewOffers *m_offers;
    bool m_offersAsked = false;
    /// Of the family at hand.
    std::vector<consolidation::Proposal> m_alternatives;
    std::map<Form, consolidation::Proof> m_proofs;
    /// Instead of the form itself.
    std::map<Form, consolidation::Proposal> m_edited;
    /// The files of the proposal at hand, as they are and as they would be.
    struct ChangedFile
    {
        QString name;
        std::string before;
        std::string after;
    };
    std::vector<ChangedFile> m_changed;
    /// Typed in the editor, and not yet used.
    std::map<Form, std::string> m_drafts;
    /// The form that the editor shows.
    Form m_editing;
    /// Forms that are not to be, with the reason.
    Rejections m_rejected;
    std::shared_ptr<const consolidation::AlertmanagerConfig> m_alertmanager;
    QString m_alertmanagerPath;
    /// By a person: no search takes its place.
    bool m_alertmanagerChosen = false;
    alerting::Milliseconds m_from = 0;
    alerting::Milliseconds m_to = 0;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::unique_ptr<consolidation::ProvingRun> m_run;
    std::unique_ptr<consolidation::UnitTestRun> m_export;
    bool m_stale = true;
    std::optional<rules::RuleRef> m_wanted;
    bool m_finding = false;
    bool m_graphStale = true;
    enum class Tone { Muted, Good, Warning, Bad } m_tone = Tone::Muted;

    QStackedWidget *m_stack;
    StatePage *m_state;
    QSplitter *m_split;
    /// By a person.
    bool m_splitChosen = false;
    QTreeWidget *m_families;
    QLabel *m_title;
    QLabel *m_verdict;
    QLabel *m_why;
    QComboBox *m_form;
    QComboBox *m_range;
    QPushButton *m_compare;
    QCheckBox *m_meant;
    QPushButton *m_accept;
    QPushButton *m_reject;
    QWidget *m_reasonRow;
    QLineEdit *m_reason;
    QPushButton *m_keepReason;
    QTabWidget *m_views;
    QWidget *m_changes;
    QComboBox *m_file;
    DiffView *m_diff;
    DependencyView *m_graph;
    QTableWidget *m_forms;
    ReviewEditor *m_editor;
    QTreeWidget *m_table;
    /// The view to come back to from a family that has no proposal.
    QWidget *m_viewWithProposal = nullptr;
    QTabWidget *m_results;
    ReviewFindings *m_findings;
    ReviewIncidents *m_incidents;
    QLabel *m_routes;
    QPushButton *m_chooseRoutes;
    QPushButton *m_exportTest;
};

} // namespace widgets
