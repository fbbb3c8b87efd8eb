#pragma once

#include "rules/ruleedits.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace workspace {
class Document;
}

namespace widgets {

class FieldHead;
class PairsTable;

/// The fields of one rule group as a form over the document's text: each change is a text edit, one undo step.
class GroupForm : public QWidget
{
    Q_OBJECT

public:
    explicit GroupForm(workspace::Document *document, QWidget *parent = nullptr);

    /// The group is named by `ref`, its index ignored. Hides without one.
    void setGroup(const std::optional<rules::RuleRef> &ref);
    [[nodiscard]] const std::optional<rules::RuleRef> &group() const { return m_ref; }

signals:
    /// An edit that changed these too (group and name), through an anchor.
    void othersChanged(const QStringList &others);
    void editFailed(const base::Error &error);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();
    void commit(const rules::FieldPath &path, const QString &value);
    void apply(const base::Result<base::TextEdits> &edits);
    [[nodiscard]] std::shared_ptr<const rules::RuleDocument> currentRules() const;

    workspace::Document *m_document;
    std::optional<rules::RuleRef> m_ref;
    FieldHead *m_head;
    QLineEdit *m_name;
    QLineEdit *m_interval;
    QLineEdit *m_offset;
    QLineEdit *m_limit;
    QLabel *m_labelsTitle;
    PairsTable *m_labels;
};

} // namespace widgets
