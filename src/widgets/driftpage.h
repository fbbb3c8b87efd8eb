#pragma once

#include "workspace/inspection.h"
#include "workspace/lineorigin.h"

#include <QDateTime>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace widgets {

class StatePage;

/// Where source, GitOps and the endpoint do not agree: three columns, a row for each place, and what can be taken.
class DriftPage : public QWidget
{
    Q_OBJECT

public:
    /// What a person wants done to the repositories.
    struct Request
    {
        std::vector<deployment::FileEdit> edits;
        std::vector<std::pair<std::string, std::string>> removed;
        /// A proposed commit message.
        QString message;
    };

    explicit DriftPage(QWidget *parent = nullptr);

    /// Null: nothing was checked yet. `endpoint` is empty when none was asked.
    void setInspection(std::shared_ptr<const workspace::Inspection> inspection, const QString &endpoint,
                       const QDateTime &checkedAt);
    void setChecking(bool checking);
    /// Why the endpoint's column is empty; an empty text hides the line.
    void setNote(const QString &text);
    /// There is nothing to compare, and why.
    void setUnavailable(const QString &sentence, const QString &hint);
    /// The commits behind the selected row's sides, once they are known.
    void setOrigins(const QString &source, const QString &gitops);
    /// Differences and registrations that are not expected.
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QTreeWidget *list() const { return m_list; }

signals:
    void checkRequested();
    void openRequested(const std::string &role, const std::string &file, base::ByteRange range);
    void changeRequested(const widgets::DriftPage::Request &request);
    /// A row was selected whose places may be asked for their commits.
    void originsRequested(const deployment::DriftRow &row);
    void countChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void addRow(QTreeWidgetItem *group, std::size_t index);
    void addRegistration(QTreeWidgetItem *group, std::size_t index);
    QTreeWidgetItem *groupFor(const QString &file);
    void showDetail();
    void take(bool source);
    void open();
    void retire();
    [[nodiscard]] const deployment::DriftRow *currentRow() const;
    [[nodiscard]] const deployment::Finding *currentRegistration() const;
    void retranslate();

    std::shared_ptr<const workspace::Inspection> m_inspection;
    QString m_endpoint;
    QDateTime m_checkedAt;
    QString m_unavailable;
    QString m_unavailableHint;
    QString m_sourceOrigin;
    QString m_gitopsOrigin;
    int m_count = 0;
    bool m_checking = false;
    QLabel *m_summary;
    QLabel *m_note;
    QCheckBox *m_showExpected;
    QPushButton *m_check;
    QTreeWidget *m_list;
    StatePage *m_state;
    QWidget *m_detailBox;
    QLabel *m_detail;
    QPushButton *m_takeSource;
    QPushButton *m_takeGitOps;
    QPushButton *m_open;
    QPushButton *m_retire;
};

} // namespace widgets
