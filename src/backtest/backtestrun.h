#pragma once

#include "alerting/alertstate.h"
#include "promql/parser.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace backtest {

using alerting::Milliseconds;

/// Whether a range query answers every tick as the rule's own instant query would, label collisions apart.
[[nodiscard]] bool safeForRangeQuery(const promql::Expr *expr);

struct Plan
{
    std::string expr;
    alerting::AlertSpec alert;
    Milliseconds interval = 60000;
    /// Ticks are at t with t mod interval equal to this.
    Milliseconds phase = 0;
    /// How much before its tick an evaluation reads.
    Milliseconds queryOffset = 0;
    Milliseconds from = 0;
    Milliseconds to = 0;
    bool byRange = true;
    std::size_t pointsPerQuery = 11000;
    std::size_t concurrency = 4;
};

/// What one alerting rule would have done: asks a source in pieces and runs the state machine over the answers. The
/// thread of the source. A range query that the server refuses is split, and in the end asked tick by tick.
class BacktestRun
{
public:
    BacktestRun(Plan plan, alerting::SeriesSource &source);

    /// Asks all that has no answer yet, so it also resumes after failed pieces and cancel(). `finished` is called once
    /// with or without failed pieces, from within start() when nothing is left to ask; it may destroy the run.
    void start(std::function<void()> finished);
    /// Drops what is under way; answers that came are kept.
    void cancel();

    [[nodiscard]] std::size_t ticks() const { return m_ticks.size(); }
    [[nodiscard]] std::size_t answeredTicks() const { return m_answered; }
    /// Instant queries were sent.
    [[nodiscard]] bool usedInstantQueries() const { return m_instants; }
    /// Of the first tick or piece that failed; kind and sentence as the source gave them.
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }
    /// Over the ticks in [from, to]; those without an answer are unknown.
    [[nodiscard]] alerting::RuleHistory history(const alerting::LabelExpander &expand = {}) const;

private:
    enum class TickState : std::uint8_t { Waiting, Answered, Failed };
    struct Tick
    {
        TickState state = TickState::Waiting;
        std::vector<alerting::AlertMachine::Value> values;
    };
    /// Ticks [first, last).
    struct Piece
    {
        std::size_t first = 0;
        std::size_t last = 0;
        bool instant = false;
    };

    [[nodiscard]] Milliseconds timeOf(std::size_t tick) const
    {
        return m_start + static_cast<Milliseconds>(tick) * m_plan.interval;
    }
    void addPieces(std::size_t first, std::size_t last, bool instant);
    void next();
    void send(Piece piece);
    void answered(const Piece &piece, base::Result<alerting::QueryResult> result);
    void store(const Piece &piece, const alerting::QueryResult &result);

    Plan m_plan;
    alerting::SeriesSource &m_source;
    std::function<void()> m_finished;
    Milliseconds m_start = 0;
    std::vector<Tick> m_ticks;
    std::vector<Piece> m_waiting;
    std::map<std::size_t, std::unique_ptr<alerting::PendingQuery>> m_pending;
    std::map<alerting::Labels, std::size_t> m_series;
    std::size_t m_answered = 0;
    bool m_instants = false;
    std::optional<base::Error> m_error;
};

} // namespace backtest
