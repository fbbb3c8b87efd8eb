#pragma once

#include "consolidation/memoryjoin.h"

#include <cmath>
#include <deque>
#include <set>
#include <utility>

/// What the kinds of migrations share while an endpoint is asked. Inside src/consolidation only.
namespace consolidation {

/// As it is written.
[[nodiscard]] std::string writtenSelector(const promql::VectorSelector &selector);
/// `a, b`.
[[nodiscard]] std::string commaList(const std::vector<std::string> &words);

/// Points of one range query.
constexpr double mostRangePoints = 10'000;

struct MigrationRun::Private
{
    Offer &offer;
    const Report &report;
    Milliseconds from;
    Milliseconds to;
    alerting::SeriesSource &source;
    std::function<void()> finished;
    std::unique_ptr<alerting::PendingQuery> pending;
    promql::Tree tree;
    MemoryJoin join;

    using Next = std::function<void(const std::vector<alerting::Series> &)>;

    void finish()
    {
        if (const auto call = std::exchange(finished, nullptr))
            call();
    }
    void evidence(const char *kind, base::Text text, std::string before = {}, std::string after = {})
    {
        offer.evidence.push_back({kind, std::move(before), std::move(after), from, to, std::move(text)});
    }
    void answer(const base::Result<alerting::QueryResult> &result, const Next &next)
    {
        // The callback may ask again: what was pending goes first.
        const auto answered = std::move(pending);
        if (result)
            return next(result->series);
        evidence("failed", result.error().text);
        finish();
    }
    [[nodiscard]] double stepSeconds() const
    {
        return std::max(30.0, std::ceil(static_cast<double>(to - from) / 1000 / mostRangePoints));
    }
    void ask(const std::string &query, Next next)
    {
        pending = source.queryInstant(query, static_cast<double>(to) / 1000,
                                      [this, next = std::move(next)](const auto &result) { answer(result, next); });
    }
    void askRange(const std::string &query, Next next)
    {
        pending =
            source.queryRange({query, static_cast<double>(from) / 1000, static_cast<double>(to) / 1000, stepSeconds()},
                              [this, next = std::move(next)](const auto &result) { answer(result, next); });
    }

    void counter();
    void sawCounter(const promql::VectorSelector &selector, const std::vector<alerting::Series> &series, double begin);
    void memory(const std::string &memorySelector, bool percent, std::optional<LiteralLimit> literal);
    [[nodiscard]] std::string overRange(const std::string &selector) const;
    void noMemory();
    void memorySeen(const std::vector<alerting::Series> &found, bool percent,
                    const std::optional<LiteralLimit> &literal);
    [[nodiscard]] double shareOf(const LiteralLimit &literal, bool percent);
    [[nodiscard]] std::string recordFor(Takeover &takeover, const std::string &ratio, bool percent) const;
    void sawLimits(const std::vector<alerting::Series> &limits, bool percent,
                   const std::optional<LiteralLimit> &literal);
    void propose(const std::string &ratio, double threshold, bool percent);
    void services();
    void nextService();
    void sawServices(const std::set<std::string> &found);
    void proposeServices();

    /// A way in which a rule may name one service: by a label, or by a part of its metrics' names.
    struct Way
    {
        std::string label;
        std::string value;
        std::vector<std::string> queries;
    };
    std::deque<Way> ways;
    std::size_t asked = 0;
    std::optional<std::set<std::string>> common;
};

} // namespace consolidation
