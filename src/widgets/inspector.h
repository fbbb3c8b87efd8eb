#pragma once

#include "rules/ruledocument.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QTreeWidget;
QT_END_NAMESPACE

namespace prometheus {
class Client;
}

namespace workspace {
class Workspace;
}

namespace widgets {

class ExplainTree;
class NotificationView;

/// What a rule is made of: its expression as a tree with what each part returns, what feeds it and what it feeds, and
/// the notification as it would read.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(workspace::Workspace *workspace, QWidget *parent = nullptr);

    void setRule(const std::optional<rules::RuleRef> &ref);
    /// Null for no endpoint. Not owned; may be deleted at any time.
    void setClient(prometheus::Client *client);
    [[nodiscard]] NotificationView *notification() const { return m_notification; }
    [[nodiscard]] ExplainTree *explanation() const { return m_expression; }

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
    void fillNeighbours();

    workspace::Workspace *m_workspace;
    std::optional<rules::RuleRef> m_ref;
    ExplainTree *m_expression;
    QLabel *m_neighboursTitle;
    QTreeWidget *m_neighbours;
    QLabel *m_notificationTitle;
    NotificationView *m_notification;
    QLabel *m_empty;
};

} // namespace widgets
