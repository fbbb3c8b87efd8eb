#pragma once

#include "rules/ruleedits.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QScrollArea;
class QSplitter;
QT_END_NAMESPACE

namespace workspace {
class Document;
class Workspace;
} // namespace workspace

namespace widgets {

class CompletionSource;
class GroupForm;
class MessageBar;
class RuleForm;
class YamlEditor;

/// One open file: the form of the rule at the cursor above the YAML that holds it.
class DocumentView : public QWidget
{
    Q_OBJECT

public:
    DocumentView(workspace::Document *document, workspace::Workspace *workspace, CompletionSource *completions,
                 QWidget *parent = nullptr);

    [[nodiscard]] workspace::Document *document() const { return m_document; }
    [[nodiscard]] YamlEditor *yaml() const { return m_yaml; }
    [[nodiscard]] RuleForm *form() const { return m_form; }
    [[nodiscard]] MessageBar *messages() const { return m_messages; }
    [[nodiscard]] const std::optional<rules::RuleRef> &currentRule() const;

    /// Puts the cursor on the rule and the form on it.
    void showRule(const rules::RuleRef &ref);
    /// The group's own fields, with the cursor on its name; the focus stays where it is.
    void showGroup(const rules::RuleRef &ref);
    /// Puts the cursor at a byte and gives the YAML the focus.
    void showOffset(base::ByteRange range);
    /// Writes what is typed and not yet in the document, a syllable that is being composed included.
    void commitPending();
    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;

signals:
    /// The rule under the cursor changed, or was selected.
    void ruleChanged(const std::optional<rules::RuleRef> &ref);
    /// The expression under edit, as far as it is typed; empty for none.
    void expressionChanged(const std::string &expr);
    void cursorMoved();
    /// Compare what is here with what is on disk.
    void compareRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void followCursor();
    void showGroupAt(std::size_t offset);
    void askForAnchor(const rules::FieldPath &path, const QString &value);
    [[nodiscard]] static QString listed(const QStringList &others);
    void tellOthersChanged(const QStringList &others);
    void askForShared(const rules::FieldChange &change, const QStringList &others, bool alone);
    void takeAnalysis();
    void showState();
    void setRule(const std::optional<rules::RuleRef> &ref);
    void fitForm();

    workspace::Document *m_document;
    workspace::Workspace *m_workspace;
    MessageBar *m_messages;
    GroupForm *m_group;
    RuleForm *m_form;
    YamlEditor *m_yaml;
    QSplitter *m_splitter;
    bool m_sizedByHand = false;
};

} // namespace widgets
