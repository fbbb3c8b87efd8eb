#pragma once

#include "backtest/rulebacktest.h"
#include "backtest/whatif.h"
#include "prometheus/client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>
#include <vector>

namespace widgets {

/// What is backtested: alerting rules, and all rules as they are written.
struct BacktestSubject
{
    backtest::Documents documents;
    /// The same with the edited file as it was saved; empty when nothing was edited.
    backtest::Documents saved;
    std::vector<rules::RuleRef> rules;
    double from = 0;
    double to = 0;
};

/// One rule's backtest, and the one of the rule as it was saved, where that is another one.
struct BacktestOutcome
{
    rules::RuleRef rule;
    std::string name;
    std::optional<backtest::BacktestResult> result;
    std::optional<backtest::BacktestResult> before;
    std::optional<base::Error> error;
    /// From the values of `result`; empty until it is computed.
    std::vector<backtest::WhatIf> whatIf;
};

/// Runs the backtests of a subject one after the other, the newest subject wins. GUI thread.
class BacktestSession : public QObject
{
    Q_OBJECT

public:
    explicit BacktestSession(QObject *parent = nullptr);
    ~BacktestSession() override;

    /// Null for none. Not owned.
    void setClient(prometheus::Client *client);
    void start(BacktestSubject subject);
    /// Asks again what failed or was cancelled; answers that came are kept.
    void resume();
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] bool wasCancelled() const { return m_cancelled; }
    [[nodiscard]] const BacktestSubject &subject() const { return m_subject; }
    /// In the order of the subject's rules, as far as they have run.
    [[nodiscard]] const std::vector<BacktestOutcome> &outcomes() const { return m_outcomes; }
    /// 0 to 1 over all rules.
    [[nodiscard]] double progress() const;
    /// Seconds at the pace so far; nothing before the first answer.
    [[nodiscard]] std::optional<double> secondsLeft() const;

signals:
    void progressed();
    /// Outcomes changed: a rule is done, or its what-if table is.
    void changed();
    void finished();

private:
    void runNext();
    void runRule();
    void runSaved();
    void ended();
    void computeWhatIf(std::size_t index);
    [[nodiscard]] backtest::BacktestRequest requestFor(const rules::RuleRef &rule,
                                                       const backtest::Documents &documents) const;
    [[nodiscard]] bool savedDiffers(const rules::RuleRef &rule) const;

    QPointer<prometheus::Client> m_client;
    std::shared_ptr<const backtest::ServerKnowledge> m_knowledge;
    QElapsedTimer m_knowledgeAge;
    BacktestSubject m_subject;
    std::vector<BacktestOutcome> m_outcomes;
    std::size_t m_next = 0;
    std::size_t m_generation = 0;
    bool m_running = false;
    bool m_cancelled = false;
    QElapsedTimer m_clock;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::unique_ptr<backtest::RuleBacktest> m_run;
    std::unique_ptr<backtest::RuleBacktest> m_savedRun;
};

} // namespace widgets
