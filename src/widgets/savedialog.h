#pragma once

#include "workspace/saveplan.h"
#include "workspace/scheduler.h"

#include <QDialog>

#include <functional>
#include <map>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

class ConflictPanel;
class DiffView;
class MessageBar;

/// Save to both: what will change in each repository, the message, and one button that commits in both or in neither.
class SaveDialog : public QDialog
{
    Q_OBJECT

public:
    using Buffers = std::function<std::vector<workspace::BufferedFile>()>;

    SaveDialog(workspace::WorkspaceFile file, Buffers buffers, QWidget *parent);
    ~SaveDialog() override;

    using Planner = std::function<base::Result<workspace::SavePlan>(const workspace::WorkspaceFile &,
                                                                    const std::vector<workspace::BufferedFile> &)>;
    /// Plans something else than the person's edits, in a worker thread; `message` is proposed for the commits.
    void setPlanner(Planner planner, const QString &message);
    /// Files that the plan left out because they are new or deleted, to be taken along (absolute paths).
    void setIncluded(const QStringList &paths);
    /// What the message begins with.
    void setMessage(const QString &message);
    /// What a review found, for the description of pull requests.
    void setReview(const QString &review) { m_review = review; }

signals:
    void saved(const workspace::SaveResult &result, const workspace::SavePlan &plan);

public slots:
    void open() override;
    void reject() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void makePlan();
    void takePlan(base::Result<workspace::SavePlan> plan);
    void fillFiles();
    void showProblems();
    void showFile();
    void bringUpToDate();
    void choose(const QString &path, const workspace::TwinChoice &choice);
    void updateButtons();
    void execute();
    void takeResult(base::Result<workspace::SaveResult> result);
    void retranslate();
    [[nodiscard]] QStringList notIncluded() const;
    [[nodiscard]] bool copyable(const QString &path) const;

    workspace::WorkspaceFile m_file;
    Buffers m_buffers;
    Planner m_planner;
    QStringList m_included;
    QString m_review;
    workspace::Scheduler m_scheduler;
    std::optional<workspace::SavePlan> m_plan;
    /// What was decided about copies, and every conflict that was ever found in them: a settled one can be settled
    /// anew.
    workspace::TwinChoices m_choices;
    std::map<QString, std::vector<yaml::TwinConflict>> m_conflicts;
    /// The selected file, absolute; outlives a new plan.
    QString m_selected;
    bool m_busy = false;
    MessageBar *m_messages;
    QLabel *m_intro;
    QTreeWidget *m_files;
    ConflictPanel *m_copy;
    DiffView *m_diff;
    QLabel *m_problems;
    QPushButton *m_include;
    QPushButton *m_update;
    QLabel *m_messageLabel;
    QPlainTextEdit *m_message;
    QCheckBox *m_useBranch;
    QLineEdit *m_branch;
    QCheckBox *m_push;
    QProgressBar *m_progress;
    QPushButton *m_save;
    QPushButton *m_cancel;
};

} // namespace widgets
