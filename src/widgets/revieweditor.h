#pragma once

#include "consolidation/proposal.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

class CodeEditor;

/// The proposed rules as YAML that can be changed before they are accepted.
class ReviewEditor : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewEditor(QWidget *parent = nullptr);

    /// Null for none.
    void setProposal(const consolidation::Proposal *proposal);
    [[nodiscard]] CodeEditor *editor() const { return m_editor; }

public slots:
    /// Takes the text where it parses; else says what is wrong with it.
    void apply();

signals:
    void edited(const consolidation::Proposal &proposal);
    void resetRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    const consolidation::Proposal *m_proposal = nullptr;
    CodeEditor *m_editor;
    QLabel *m_problem;
    QPushButton *m_apply;
    QPushButton *m_reset;
};

} // namespace widgets
