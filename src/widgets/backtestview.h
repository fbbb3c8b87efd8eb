#pragma once

#include "widgets/backtestsession.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace widgets {

/// The backtest of the current alert, its group or its file over the preview's range: a sentence, a what-if table, the
/// identities, the agreement with ALERTS, and what was sent. Runs by itself for one alert while it is visible; groups
/// and files on request.
class BacktestView : public QWidget
{
    Q_OBJECT

public:
    enum class Scope { Rule, Group, File };

    /// The workspace's rules as they are edited, and as saved (empty when the same). Asked when a backtest starts.
    struct Rules
    {
        backtest::Documents edited;
        backtest::Documents saved;
    };
    using RulesProvider = std::function<Rules()>;

    explicit BacktestView(QWidget *parent = nullptr);
    ~BacktestView() override;

    void setRulesProvider(RulesProvider provider);
    /// Null for no endpoint. Not owned.
    void setClient(prometheus::Client *client);
    /// Nothing or a recording rule: there is nothing to backtest.
    void setRule(const std::optional<rules::RuleRef> &rule);
    /// Unix seconds; taken at the next run.
    void setRange(double from, double to);
    /// The rules changed: what is shown is stale.
    void rulesChanged();
    void setScope(Scope scope);
    /// Runs at once, whatever the scope.
    void run();

    /// What another threshold of the current rule would have done, from what was answered: whatIfKnown() says it.
    void askWhatIf(double threshold);

    [[nodiscard]] BacktestSession *session() const;
    /// The sentence that is shown.
    [[nodiscard]] QString verdict() const;

signals:
    /// What the bands of the current rule are, or nothing.
    void resultChanged(const backtest::BacktestResult *result, const backtest::BacktestResult *before);
    /// A disagreement was chosen; Unix seconds.
    void timeActivated(double time);
    void whatIfKnown(double threshold, const QString &text);
    void ruleActivated(const rules::RuleRef &rule);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
