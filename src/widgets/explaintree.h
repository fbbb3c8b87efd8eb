#pragma once

#include "alerting/explanation.h"
#include "promql/parser.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QDateTimeEdit;
class QLabel;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace prometheus {
class Client;
}

namespace widgets {

/// An expression as a tree, each part with what it returns at an endpoint at a time, and why a part returns nothing.
/// Asks a moment after the last change and only while it is visible.
class ExplainTree : public QWidget
{
    Q_OBJECT

public:
    explicit ExplainTree(QWidget *parent = nullptr);
    ~ExplainTree() override;

    /// Null or an empty text for none.
    void setExpression(const std::shared_ptr<const promql::Tree> &tree);
    /// Null for no endpoint. Not owned; may be deleted at any time.
    void setClient(prometheus::Client *client);
    /// Unix seconds; nothing for now.
    void setTime(std::optional<double> time);
    [[nodiscard]] bool isFinished() const { return m_explanation && m_explanation->isFinished(); }

signals:
    /// Bytes of the expression.
    void partActivated(base::ByteRange range);
    void explained();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void fill();
    void schedule();
    void explain();
    void showNode(std::size_t index);
    void showDetails();
    void retranslate();
    [[nodiscard]] QString detailsOf(const alerting::ExplainedNode &node) const;
    [[nodiscard]] double time() const;

    std::shared_ptr<const promql::Tree> m_expression;
    QPointer<prometheus::Client> m_client;
    QLabel *m_title;
    QToolButton *m_now;
    QDateTimeEdit *m_time;
    QTreeWidget *m_tree;
    QLabel *m_details;
    /// In the order of the explanation's nodes.
    std::vector<QTreeWidgetItem *> m_items;
    QTimer m_debounce;
    std::unique_ptr<alerting::Explanation> m_explanation;
};

} // namespace widgets
