#pragma once

#include "consolidation/incidents.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

/// Incidents that somebody marks or that the endpoint tells of, and which of them the old and the new alerts catch.
class ReviewIncidents : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewIncidents(QWidget *parent = nullptr);
    ~ReviewIncidents() override;

    /// Null for none; it must outlive its being set.
    void setSource(alerting::SeriesSource *source);
    /// The comparison that is judged, null for none; the range in Unix milliseconds.
    void setProof(const consolidation::Proof *proof, consolidation::Milliseconds from, consolidation::Milliseconds to);
    /// Marked and found ones.
    [[nodiscard]] const std::vector<consolidation::Incident> &incidents() const { return m_incidents; }
    void mark(const consolidation::Incident &incident);
    /// Nothing without incidents or a comparison.
    [[nodiscard]] std::optional<consolidation::IncidentReport> report() const;

public slots:
    /// OOM kills and restarts of the range.
    void find();

signals:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void markFromFields();
    void removeSelected();
    void fill();
    void updateButtons();
    void retranslate();

    alerting::SeriesSource *m_source = nullptr;
    const consolidation::Proof *m_proof = nullptr;
    consolidation::Milliseconds m_from = 0;
    consolidation::Milliseconds m_to = 0;
    std::vector<consolidation::Incident> m_incidents;
    std::unique_ptr<consolidation::IncidentSearch> m_search;
    QString m_problem;
    QLabel *m_summary;
    QTreeWidget *m_table;
    QLabel *m_startLabel;
    QLabel *m_endLabel;
    QLabel *m_subjectLabel;
    QDateTimeEdit *m_start;
    QDateTimeEdit *m_end;
    QLineEdit *m_subject;
    QPushButton *m_add;
    QPushButton *m_find;
    QPushButton *m_remove;
};

} // namespace widgets
