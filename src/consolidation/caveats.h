#pragma once

#include "backtest/expressionfetch.h"
#include "consolidation/proof.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace consolidation {

/// What the history of a server may hide or distort.
struct CaveatRequest
{
    /// Names of the old alerts.
    std::vector<std::string> alerts;
    /// Old and new expressions, recording rules that are not loaded inlined.
    std::vector<std::string> exprs;
    /// Recording rules that are written; those that the expressions read as recorded are checked.
    std::vector<backtest::RecordingRule> recordings;
    Milliseconds from = 0;
    Milliseconds to = 0;
    /// Of the group.
    backtest::GroupTiming timing;
    /// An old alert fired within the range.
    bool fired = false;
    /// How long the server keeps samples, in milliseconds; 0 when it does not tell.
    Milliseconds retention = 0;
};

/// Asks for signs of what can mislead a comparison: firings before the range, counters with more resets than restarts
/// explain, series of an HA pair, recorded history that the expression of today does not give, thinner older samples, a
/// server that moves the steps of a range query. The thread of the source; what cannot be asked is not named.
class CaveatRun
{
public:
    CaveatRun(CaveatRequest request, alerting::SeriesSource &source);
    ~CaveatRun();

    /// `finished` is called once, later or from within start(). Deleting the run cancels.
    void start(std::function<void()> finished);
    /// Kinds "retention", "resets", "duplicates", "recorded", "downsampled", "aligned".
    [[nodiscard]] const std::vector<Evidence> &evidence() const { return m_evidence; }

private:
    using Series = std::vector<alerting::Series>;

    void next();
    void askInstant(const std::string &expr, double time, std::function<void(const Series &)> take);
    void askRange(const alerting::RangeQuery &query, std::function<void(const Series &)> take);
    void addLastFiring();
    void addResets(const promql::VectorSelector &selector);
    void addDuplicates(const promql::VectorSelector &selector);
    void addThinning(const promql::VectorSelector &selector);
    void addRecorded(const backtest::RecordingRule &rule);
    void compareRecorded(const backtest::RecordingRule &rule, const Series &recorded, const Series &computed);
    void addAlignment();
    void add(const char *kind, std::string before, std::string after, base::Text text);

    CaveatRequest m_request;
    alerting::SeriesSource &m_source;
    std::deque<std::function<void()>> m_steps;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::vector<Evidence> m_evidence;
    std::function<void()> m_finished;
};

} // namespace consolidation
