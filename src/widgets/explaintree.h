#pragma once

#include "alerting/explanation.h"
#include "backtest/explainedfetch.h"
#include "promql/parser.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
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
/// Below a selector that reads recording rules which the endpoint does not record as they are written stand their
/// expressions. Asks a moment after the last change and only while it is visible.
class ExplainTree : public QWidget
{
    Q_OBJECT

public:
    explicit ExplainTree(QWidget *parent = nullptr);
    ~ExplainTree() override;

    /// The rules that expressions may read.
    void setRulesProvider(std::function<backtest::Documents()> provider) { m_rules = std::move(provider); }
    /// Null or an empty text for none. `reader` is the rule whose expression it is.
    void setExpression(const std::shared_ptr<const promql::Tree> &tree,
                       const std::optional<rules::RuleRef> &reader = {});
    /// A rule that the expression may read has changed.
    void rulesChanged();
    /// Null for no endpoint. Not owned; may be deleted at any time.
    void setClient(prometheus::Client *client);
    /// Unix seconds; nothing for now.
    void setTime(std::optional<double> time);
    [[nodiscard]] bool isFinished() const { return m_explanation && m_explanation->isFinished(); }

signals:
    /// The person chose a time in Unix seconds; nothing for now.
    void timeChosen(std::optional<double> time);
    /// Bytes of the expression.
    void partActivated(base::ByteRange range);
    void explained();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void clear();
    void fill(const alerting::ExplainedExpression &expression);
    void schedule();
    void explain();
    void explainSource(backtest::ExplanationSource source);
    void showNotes();
    void chooseTime();
    void finished();
    void showNode(std::size_t index);
    void showDetails();
    void retranslate();
    [[nodiscard]] QString detailsOf(const alerting::ExplainedNode &node) const;
    [[nodiscard]] double time() const;

    std::shared_ptr<const promql::Tree> m_expression;
    std::optional<rules::RuleRef> m_reader;
    std::function<backtest::Documents()> m_rules;
    backtest::ExplanationSource m_source;
    /// The server's answers for that time cannot be relied on yet.
    bool m_unsettled = false;
    QPointer<prometheus::Client> m_client;
    QLabel *m_title;
    QToolButton *m_now;
    QDateTimeEdit *m_time;
    QTreeWidget *m_tree;
    QLabel *m_details;
    QLabel *m_notes;
    /// In the order of the explanation's nodes.
    std::vector<QTreeWidgetItem *> m_items;
    QTimer m_debounce;
    std::unique_ptr<backtest::ExplainedFetch> m_fetch;
    std::unique_ptr<alerting::Explanation> m_explanation;
};

} // namespace widgets
