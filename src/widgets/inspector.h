#pragma once

#include "rules/ruledocument.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QTreeWidget;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

/// What a rule is made of: its expression as a typed tree, what feeds it and what it feeds, and its annotations as
/// written.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(workspace::Workspace *workspace, QWidget *parent = nullptr);

    void setRule(const std::optional<rules::RuleRef> &ref);

signals:
    void ruleChanged(const std::optional<rules::RuleRef> &ref);
    void nodeActivated(const std::string &id);
    /// Bytes of the rule's expression.
    void expressionPartActivated(base::ByteRange range);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();
    void fillExpression(const rules::Rule &rule);
    void fillNeighbours();

    workspace::Workspace *m_workspace;
    std::optional<rules::RuleRef> m_ref;
    QLabel *m_expressionTitle;
    QTreeWidget *m_expression;
    QLabel *m_neighboursTitle;
    QTreeWidget *m_neighbours;
    QLabel *m_empty;
};

} // namespace widgets
