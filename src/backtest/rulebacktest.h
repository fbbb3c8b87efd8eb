#pragma once

#include "backtest/agreement.h"
#include "backtest/expressionfetch.h"
#include "backtest/loadedlookup.h"
#include "backtest/readablerecordings.h"
#include "promql/threshold.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace backtest {

struct BacktestRequest
{
    /// The rules as they are written: the alerting rule, and the recording rules that it may read.
    Documents documents;
    /// recordingsFor() of these documents and the knowledge, so that the backtests of a file share it; null to have it
    /// computed.
    std::shared_ptr<const std::vector<RecordingRule>> recordings;
    rules::RuleRef rule;
    Milliseconds from = 0;
    Milliseconds to = 0;
    /// Fetches the operand of a comparison with a constant instead of the comparison, for what-if tables.
    bool operand = false;
    /// The longest `for` that a what-if table asks about; the rule's own if longer.
    Milliseconds longestFor = 0;
    /// Compare with ALERTS where the rule is loaded as it stands.
    bool compare = true;
    /// The share of time and number of firings at other phases too, where the phase is unknown.
    bool spread = true;
    /// Templates of labels; expanderFor() unless given.
    alerting::LabelExpander expand;
    std::size_t pointsPerQuery = 11000;
    /// Runs a function in another thread, and what it returns in this one; without it the state machine runs here.
    std::function<void(std::function<std::function<void()>()>)> background;
};

/// Expands the templates of the alert's labels as the server would. One thread at a time.
[[nodiscard]] alerting::LabelExpander expanderFor(const alerting::AlertSpec &alert, const alerting::ServerFacts &facts);

/// How much depends on a phase that nobody knows.
struct PhaseSpread
{
    double leastRatio = 0;
    double mostRatio = 0;
    std::size_t leastFirings = 0;
    std::size_t mostFirings = 0;
};

/// How what was inlined compares with what the server recorded of the same rule.
struct SelfCheck
{
    std::string rule;
    std::size_t ticks = 0;
    /// Ticks with other series or values.
    std::size_t different = 0;
};

struct BacktestResult
{
    alerting::AlertSpec alert;
    GroupTiming timing;
    PhaseSource phaseSource = PhaseSource::Unknown;
    Milliseconds from = 0;
    alerting::RuleHistory history;
    /// Of the operand where that was fetched, else of the expression.
    TickValues values;
    std::optional<promql::Threshold> threshold;
    /// Segments map what was sent, not `rule`'s expression, where only the operand was.
    Inlining inlining;
    /// In step with inlining.inlined.
    std::vector<RecordingRule> inlinedRules;
    /// Every tick as the server's rule would see it; else the warnings say why not.
    bool exact = true;
    std::vector<base::Text> warnings;
    /// The expressions that were sent.
    std::vector<std::string> sent;
    bool usedInstantQueries = false;
    std::optional<Agreement> agreement;
    std::optional<PhaseSpread> spread;
    std::vector<SelfCheck> selfChecks;
    /// The endpoint that answered, as it names itself.
    alerting::ServerFacts server;
};

/// What one alerting rule would have done. The thread of the server object.
class RuleBacktest
{
public:
    /// `knowledge` may be shared by the backtests of a group or file.
    RuleBacktest(BacktestRequest request, alerting::RuleServer &server,
                 std::shared_ptr<const ServerKnowledge> knowledge);
    ~RuleBacktest();

    /// Resumes after failed pieces and cancel(). `finished` is called once, from the event loop or from within start().
    void start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed = {});
    void cancel();

    /// Nothing when every tick was answered; else why not, and whether the rule cannot be backtested at all.
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }
    [[nodiscard]] bool refused() const { return m_refused; }
    [[nodiscard]] FetchProgress progress() const;
    /// Whether result() says anything.
    [[nodiscard]] bool answered() const { return m_answered; }
    [[nodiscard]] const BacktestResult &result() const { return m_result; }
    /// The same without a copy; the run is of no use afterwards.
    [[nodiscard]] BacktestResult takeResult() { return std::move(m_result); }
    [[nodiscard]] const BacktestRequest &request() const { return m_request; }

private:
    void findPhase();
    void fetch();
    void fetched();
    [[nodiscard]] bool takeValues();
    void simulated();
    void noteExactness();
    void noteEdges();
    void checkNext();
    void compareValues();
    void askEvidence();
    void askAlerts(Milliseconds since, Milliseconds from);
    void spreadNext();
    void finish();
    void refuse(base::Error error);
    [[nodiscard]] ExpressionRequest expressionAt(Milliseconds phase) const;
    [[nodiscard]] alerting::RuleHistory historyOf(const TickValues &values, Milliseconds reportFrom) const;
    [[nodiscard]] std::string alertsSelector() const;
    [[nodiscard]] Milliseconds serverNow() const;
    [[nodiscard]] TickValues withFuture(TickValues values) const;

    BacktestRequest m_request;
    alerting::RuleServer &m_server;
    std::shared_ptr<const ServerKnowledge> m_knowledge;
    const rules::RuleGroup *m_group = nullptr;
    const rules::Rule *m_rule = nullptr;
    std::shared_ptr<const rules::RuleDocument> m_document;
    std::vector<RecordingRule> m_recordings;
    BacktestResult m_result;
    std::optional<base::Error> m_error;
    bool m_refused = false;
    bool m_answered = false;
    /// The request brought none.
    bool m_ownExpander = false;
    std::function<void()> m_finished;
    std::function<void(const FetchProgress &)> m_progressed;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::unique_ptr<ExpressionFetch> m_fetch;
    /// What it fetched, while the state machine runs over it in another thread.
    std::shared_ptr<TickValues> m_values;
    bool m_valuesTaken = false;
    /// Gone with this object, and another one after cancel(): what comes back from the background asks for it.
    std::shared_ptr<int> m_alive = std::make_shared<int>();
    /// Of the spread: one phase after the other.
    std::unique_ptr<ExpressionFetch> m_other;
    std::size_t m_spreadAt = 0;
    /// Of the self-check: recorded and inlined values of one rule after the other.
    std::unique_ptr<TickFetch> m_recorded;
    std::unique_ptr<TickFetch> m_inlinedAgain;
    std::size_t m_checkAt = 0;
    std::vector<alerting::Series> m_alerts;
};

} // namespace backtest
