#pragma once

#include "alerting/loadedrules.h"
#include "backtest/inlining.h"
#include "backtest/tickfetch.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace backtest {

/// What a server says of itself and of its rules, asked once and shared by all that is asked about it.
struct ServerKnowledge
{
    alerting::ServerFacts facts;
    /// Nothing when the server does not list rules: what is recorded is then guessed by the names of its series.
    std::optional<alerting::LoadedRules> loaded;
    /// Why there are none.
    std::optional<base::Error> rulesError;
};

/// Asks for a server's knowledge; deleting the returned object cancels. `done` is called once, later.
[[nodiscard]] std::unique_ptr<alerting::PendingQuery> askKnowledge(alerting::RuleServer &server,
                                                                   std::function<void(ServerKnowledge)> done);

/// An expression whose values are wanted at ticks.
struct ExpressionRequest
{
    /// Any valid instant vector or scalar expression: a rule's, an operand of it, a proposed one.
    std::string expr;
    promql::Dialect dialect;
    /// The rule it is evaluated for, which decides about earlier and later rules of its group; nothing for none.
    std::optional<rules::RuleRef> reader;
    GroupTiming timing;
    Ticks ticks;
    /// The recording rules as they are written or proposed. Those that the server does not record so are inlined;
    /// rules of the reader's group take its phase where their own is not known.
    std::vector<RecordingRule> recordings;
    std::size_t concurrency = 4;
    std::size_t pointsPerQuery = 11000;
};

/// Learns what the server records of the rules that an expression reads, and inlines the others. The thread of the
/// server object.
class InlineFetch
{
public:
    using Done = std::function<void(base::Result<Inlining>)>;

    InlineFetch(const ExpressionRequest &request, alerting::RuleServer &server,
                std::shared_ptr<const ServerKnowledge> knowledge);

    /// `done` is called once, from the event loop or from within start(); deleting cancels. Unsupported and Invalid say
    /// that the expression cannot be asked at all.
    void start(Done done);
    void cancel() { m_pending.reset(); }
    /// The rules that the indices of the Inlining mean.
    [[nodiscard]] const std::vector<InlineCandidate> &candidates() const { return m_candidates; }
    /// What they were inlined by; refers to the candidates.
    [[nodiscard]] InlineContext context() const;

private:
    void askStart(const std::vector<const promql::Expr *> &exprs, Milliseconds reach);
    void askWithin();
    void finish();
    void deliver(base::Result<Inlining> result);
    [[nodiscard]] std::optional<InlineReason> reasonOf(const RecordingRule &rule) const;

    ExpressionRequest m_request;
    alerting::RuleServer &m_server;
    std::shared_ptr<const ServerKnowledge> m_knowledge;
    promql::Tree m_tree;
    std::vector<InlineCandidate> m_candidates;
    /// Names of recording rules that are read, those with series at the beginning, and anywhere in the range.
    std::vector<std::string> m_names;
    std::vector<std::string> m_atStart;
    std::vector<std::string> m_within;
    /// How far before the first tick any of them is read.
    Milliseconds m_reach = 0;
    Done m_done;
    std::unique_ptr<alerting::PendingQuery> m_pending;
};

/// Values of an expression at every tick, recording rules that are not loaded inlined. The thread of the server object.
class ExpressionFetch
{
public:
    ExpressionFetch(ExpressionRequest request, alerting::RuleServer &server,
                    std::shared_ptr<const ServerKnowledge> knowledge);
    ~ExpressionFetch();

    /// Resumes after failed pieces and cancel(). `finished` is called once, from the event loop or from within start();
    /// it may destroy the fetch.
    void start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed = {});
    void cancel();

    /// Whether the expression cannot be asked at all; the reason is error().
    [[nodiscard]] bool refused() const { return m_refused; }
    /// Why there is no answer, or not for all ticks.
    [[nodiscard]] std::optional<base::Error> error() const;
    /// Of the first tick at which the server failed to evaluate.
    [[nodiscard]] std::optional<base::Error> ruleError() const;
    [[nodiscard]] bool complete() const { return m_fetch && m_fetch->complete(); }
    [[nodiscard]] bool usedInstantQueries() const { return m_fetch && m_fetch->usedInstantQueries(); }
    [[nodiscard]] FetchProgress progress() const;
    /// The expression as it is before start() has learned what is recorded.
    [[nodiscard]] const Inlining &inlining() const { return m_inlining; }
    [[nodiscard]] const std::vector<InlineCandidate> &candidates() const { return m_inline.candidates(); }
    /// One answer for each tick of the request, Unknown where there is none.
    [[nodiscard]] const TickValues &values() const;
    /// The same without a copy; nothing can be asked any more afterwards.
    [[nodiscard]] TickValues takeValues() { return m_fetch ? m_fetch->takeValues() : m_nothing; }

private:
    void inlined(base::Result<Inlining> inlining);

    ExpressionRequest m_request;
    alerting::RuleServer &m_server;
    InlineFetch m_inline;
    Inlining m_inlining;
    TickValues m_nothing;
    std::optional<base::Error> m_error;
    bool m_refused = false;
    std::function<void()> m_finished;
    std::function<void(const FetchProgress &)> m_progressed;
    std::unique_ptr<TickFetch> m_fetch;
};

} // namespace backtest
