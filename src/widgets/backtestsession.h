#pragma once

#include "backtest/rulebacktest.h"
#include "backtest/whatif.h"
#include "prometheus/client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>
#include <map>
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
    /// Null without an answer.
    std::shared_ptr<const backtest::BacktestResult> result;
    std::shared_ptr<const backtest::BacktestResult> before;
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
    /// Whether resume() has anything to ask.
    [[nodiscard]] bool canResume() const { return !m_running && (!m_queue.empty() || !m_unfinished.empty()); }
    /// What another threshold of a rule that was answered would do, from its values: `done` in this thread, later; not
    /// after another subject was started. False when the rule has no threshold, or no answer.
    bool tryThreshold(const rules::RuleRef &rule, double threshold, std::function<void(const backtest::WhatIf &)> done);

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
    void store(BacktestOutcome outcome);
    void stop();
    void computeWhatIf(std::size_t index);
    [[nodiscard]] backtest::BacktestRequest requestFor(const rules::RuleRef &rule,
                                                       const backtest::Documents &documents) const;
    [[nodiscard]] bool savedDiffers(const rules::RuleRef &rule) const;

    QPointer<prometheus::Client> m_client;
    std::shared_ptr<const backtest::ServerKnowledge> m_knowledge;
    QElapsedTimer m_knowledgeAge;
    BacktestSubject m_subject;
    std::vector<BacktestOutcome> m_outcomes;
    /// Places of rules that have not run, in their order; the one that runs is m_current.
    std::deque<std::size_t> m_queue;
    std::size_t m_current = 0;
    /// Rules in a row to which the server gave no answer at all.
    int m_failures = 0;
    std::shared_ptr<const std::vector<backtest::RecordingRule>> m_recordings;
    std::shared_ptr<const std::vector<backtest::RecordingRule>> m_savedRecordings;
    std::size_t m_generation = 0;
    bool m_running = false;
    bool m_cancelled = false;
    QElapsedTimer m_clock;
    /// The progress when m_clock was started.
    double m_resumedAt = 0;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    struct Run
    {
        std::unique_ptr<backtest::RuleBacktest> own;
        /// It ran to its end, well or not.
        bool ownEnded = false;
        /// Of the rule as it was saved.
        std::unique_ptr<backtest::RuleBacktest> saved;
    };
    Run m_run;
    /// Runs that lack answers, by the place of their rule.
    std::map<std::size_t, Run> m_unfinished;
};

} // namespace widgets
