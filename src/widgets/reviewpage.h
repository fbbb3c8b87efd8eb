#pragma once

#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "prometheus/client.h"

#include <QPointer>
#include <QWidget>

#include <map>
#include <memory>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTreeWidget;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

class DiffView;
class StatePage;

/// Copies of rules and what they can become: the families, each proposal as a difference of texts, and what the
/// comparison over the endpoint's history says of it.
class ReviewPage : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewPage(workspace::Workspace *workspace, QWidget *parent = nullptr);
    ~ReviewPage() override;

    /// The server that is asked from now on; null for none.
    void setClient(prometheus::Client *client);
    [[nodiscard]] QTreeWidget *families() const { return m_families; }
    [[nodiscard]] const consolidation::Proof *currentProof() const;

public slots:
    /// Compares the family at hand over the chosen range.
    void compare();
    void accept();

signals:
    /// A proposal was accepted: the edits of each file, and a line for the commit message.
    void accepted(const std::map<std::string, base::TextEdits> &edits, const QString &line);
    void failed(const base::Error &error);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void fillFamilies();
    void showFamily();
    void showProposal();
    void showProof();
    void showBands(const consolidation::Proof &proof);
    void addEvidence(const consolidation::Evidence &evidence);
    void updateButtons();
    void startRun();
    void retranslate();
    [[nodiscard]] std::optional<std::size_t> current() const;
    [[nodiscard]] const consolidation::Proposal *proposal() const;
    [[nodiscard]] QString verdictText(consolidation::Verdict verdict) const;

    workspace::Workspace *m_workspace;
    QPointer<prometheus::Client> m_client;
    consolidation::Documents m_documents;
    consolidation::Report m_report;
    /// Of the family at hand.
    std::vector<consolidation::Proposal> m_alternatives;
    /// By family and form.
    std::map<std::pair<std::size_t, std::size_t>, consolidation::Proof> m_proofs;
    alerting::Milliseconds m_from = 0;
    alerting::Milliseconds m_to = 0;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::unique_ptr<consolidation::ProvingRun> m_run;
    bool m_stale = true;

    QStackedWidget *m_stack;
    StatePage *m_state;
    QSplitter *m_split;
    QTreeWidget *m_families;
    QLabel *m_title;
    QLabel *m_verdict;
    QLabel *m_why;
    QComboBox *m_form;
    QComboBox *m_range;
    QPushButton *m_compare;
    QPushButton *m_accept;
    DiffView *m_diff;
    QTreeWidget *m_bands;
    QTreeWidget *m_evidence;
};

} // namespace widgets
