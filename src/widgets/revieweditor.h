#pragma once

#include "consolidation/proposal.h"

#include <QWidget>

#include <string>

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
    /// Instead of the proposal's own text, not yet used.
    void setDraft(const std::string &text);
    /// Something was typed that is not yet used.
    [[nodiscard]] bool isPending() const;
    [[nodiscard]] CodeEditor *editor() const { return m_editor; }

public slots:
    /// Takes the text where it parses; else says what is wrong with it and returns false.
    bool apply();

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
