#pragma once

#include "alerting/seriessource.h"
#include "backtest/tickvalues.h"
#include "promql/parser.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace backtest {

/// Whether a range query answers every tick as the rule's own instant query would, label collisions apart.
[[nodiscard]] bool safeForRangeQuery(const promql::Expr *expr);

/// The values of one expression at the ticks of a group.
struct FetchPlan
{
    /// As it is sent; recording rules that the endpoint does not have are inlined before, see inlining.h.
    std::string expr;
    Ticks ticks;
    /// How much before its tick an evaluation reads.
    Milliseconds queryOffset = 0;
    /// Range queries with the interval as step; else an instant query for each tick. See safeForRangeQuery().
    bool byRange = true;
    /// Prometheus answers at most 11 000 points a series.
    std::size_t pointsPerQuery = 11000;
    std::size_t concurrency = 4;
};

struct FetchProgress
{
    std::size_t done = 0;
    std::size_t total = 0;
    /// Until everything is answered at the pace so far; nothing before the first answer.
    std::optional<double> secondsLeft;
};

/// Asks a source for a plan in pieces. The thread of the source. A range query that the server refuses is split, and in
/// the end asked tick by tick; an instant query that it refuses is a tick at which the rule fails.
class TickFetch
{
public:
    TickFetch(FetchPlan plan, alerting::SeriesSource &source);

    /// Asks all that has no answer yet, so it also resumes after failed pieces and cancel(). `finished` is called once
    /// with or without failed pieces, from within start() when nothing is left to ask; it may destroy the fetch.
    /// `progressed` is called after each answer.
    void start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed = {});
    /// Drops what is under way; answers that came are kept.
    void cancel();

    [[nodiscard]] const FetchPlan &plan() const { return m_plan; }
    /// Those without an answer are Unknown.
    [[nodiscard]] const TickValues &values() const { return m_values; }
    /// The same without a copy; nothing can be asked any more afterwards.
    [[nodiscard]] TickValues takeValues() { return std::move(m_values); }
    [[nodiscard]] FetchProgress progress() const;
    [[nodiscard]] bool complete() const { return m_done == m_plan.ticks.count; }
    /// Instant queries were sent.
    [[nodiscard]] bool usedInstantQueries() const { return m_instants; }
    /// Of the first tick or piece that got no answer; kind and sentence as the source gave them.
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }
    /// Of the first tick at which the server failed to evaluate.
    [[nodiscard]] const std::optional<base::Error> &ruleError() const { return m_ruleError; }

private:
    /// Ticks [first, last).
    struct Piece
    {
        std::size_t first = 0;
        std::size_t last = 0;
        bool instant = false;
    };

    void addPieces(std::size_t first, std::size_t last, bool instant);
    void next();
    void send(Piece piece);
    void answered(const Piece &piece, base::Result<alerting::QueryResult> result);
    void refused(const Piece &piece, const base::Error &error);
    void store(const Piece &piece, const alerting::QueryResult &result);

    FetchPlan m_plan;
    alerting::SeriesSource &m_source;
    std::function<void()> m_finished;
    std::function<void(const FetchProgress &)> m_progressed;
    std::chrono::steady_clock::time_point m_started;
    /// Answers that were there at m_started.
    std::size_t m_doneBefore = 0;
    TickValues m_values;
    std::map<alerting::Labels, std::size_t> m_series;
    std::vector<Piece> m_waiting;
    std::map<std::size_t, std::unique_ptr<alerting::PendingQuery>> m_pending;
    std::size_t m_done = 0;
    /// Of m_done.
    std::size_t m_failed = 0;
    bool m_instants = false;
    std::optional<base::Error> m_error;
    std::optional<base::Error> m_ruleError;
};

} // namespace backtest
