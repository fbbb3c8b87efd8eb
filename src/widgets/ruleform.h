#pragma once

#include "rules/ruleedits.h"

#include <QWidget>

#include <optional>
#include <string>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;
QT_END_NAMESPACE

namespace workspace {
class Document;
}

namespace widgets {

class ExprEditor;
class FieldHead;
class PairsTable;
class RuleContext;

/// The fields of one rule as a form over the document's text: each change is a text edit, one undo step.
class RuleForm : public QWidget
{
    Q_OBJECT

public:
    explicit RuleForm(workspace::Document *document, QWidget *parent = nullptr);

    void setRule(const std::optional<rules::RuleRef> &ref);
    [[nodiscard]] const std::optional<rules::RuleRef> &rule() const { return m_ref; }
    [[nodiscard]] ExprEditor *exprEditor() const { return m_expr; }
    /// What the server said of the expression; `offset` a byte of it or npos.
    void setServerError(std::size_t offset, const QString &message);
    /// Writes what is typed and not yet in the document.
    void commitPending();
    void focusName();
    /// Shows again what the document holds.
    void discard() { refresh(); }
    /// Rules of the workspace that are copies of this one, without itself.
    void setCopies(int copies);
    /// Writes a value where the form's rule has it, or at the anchor that it comes from.
    void commitInherited(const rules::FieldPath &path, const QString &value, bool atAnchor);
    /// Makes the change that sharedQuestion() asked about: for all rules, or for the form's alone.
    void commitShared(const rules::FieldChange &change, bool hereOnly);

signals:
    /// The field comes through an alias or a merge key: is it meant here, or at the anchor?
    void anchorQuestion(const rules::FieldPath &path, const QString &value);
    /// The field stands at an anchor, so that `others` (group and name) would change with it. `alone` tells whether the
    /// others can keep what they have.
    void sharedQuestion(const rules::FieldChange &change, const QStringList &others, bool alone);
    /// An edit that changed these too (group and name), through an anchor.
    void othersChanged(const QStringList &others);
    void editFailed(const base::Error &error);
    void expressionTyped(const std::string &expr);
    void consolidateRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();
    void fillFields(const rules::Rule &rule);
    void showProblems(const rules::Rule &rule);
    void commit(const rules::FieldPath &path, const QString &value);
    void commitExpression();
    void apply(const base::Result<base::TextEdits> &edits);
    /// Applies the change, or asks first where other rules would change too.
    void applyOrAsk(const rules::FieldChange &change);
    [[nodiscard]] const rules::RuleDocument &currentRules();
    void connectPairs(PairsTable *table, const char *field);

    workspace::Document *m_document;
    std::optional<rules::RuleRef> m_ref;
    std::shared_ptr<const rules::RuleDocument> m_fresh;
    QWidget *m_fields;
    FieldHead *m_head;
    QLineEdit *m_name;
    RuleContext *m_context;
    FieldHead *m_durations;
    QLineEdit *m_for;
    QLineEdit *m_keepFiringFor;
    QPushButton *m_copies;
    int m_copyCount = 0;
    ExprEditor *m_expr;
    QLabel *m_problem;
    QLabel *m_labelsTitle;
    PairsTable *m_labels;
    QLabel *m_annotationsTitle;
    PairsTable *m_annotations;
    QLabel *m_empty;
    QTimer *m_exprTimer;
    QString m_serverError;
    std::size_t m_serverOffset = std::string::npos;
};

} // namespace widgets
