#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <QWidget>

#include <vector>

QT_BEGIN_NAMESPACE
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

/// What a comparison found: each alert with its bands before above after, then every finding.
class ReviewFindings : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewFindings(QWidget *parent = nullptr);

    /// `proof` may be null, where only `evidence` is known; the range is that of the bands, Unix milliseconds.
    void show(const consolidation::Proof *proof, const std::vector<consolidation::Evidence> &evidence,
              const std::vector<consolidation::Note> &notes, consolidation::Milliseconds from,
              consolidation::Milliseconds to);
    [[nodiscard]] QTreeWidget *bands() const { return m_bands; }
    [[nodiscard]] QTreeWidget *findings() const { return m_findings; }

signals:
    /// Somebody drew a stretch over the bands of the alert whose telling label has this value.
    void marked(alerting::Milliseconds from, alerting::Milliseconds to, const QString &subject);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitColumns();
    void showBands(const consolidation::Proof &proof, consolidation::Milliseconds from, consolidation::Milliseconds to);
    void add(const consolidation::Evidence &evidence);
    void retranslate();

    QTreeWidget *m_bands;
    QTreeWidget *m_findings;
};

} // namespace widgets
