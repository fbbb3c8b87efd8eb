#pragma once

#include "alerting/labelsource.h"
#include "base/text.h"
#include "promql/ast.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alerting {

/// Finds out why a selector selects nothing at a time: not within the retention, until or from another time, not with
/// that label, never that value. Every cause that holds is told; what the server retains is known, history is not.
class MissingSeries
{
public:
    /// The source's name is how it is called in sentences. Both sources must outlive this.
    struct Sources
    {
        SeriesSource &series;
        LabelSource &labels;
        std::string name;
    };
    using Done = std::function<void(std::vector<base::Text>)>;

    MissingSeries(const Sources &sources, const promql::VectorSelector &selector, double time);
    ~MissingSeries();
    /// Calls `done` once, later; deleting this cancels.
    void start(Done done);

private:
    void askMetric();
    void askNextMatcher();
    void judgeValues(std::size_t matcher, const std::vector<std::string> &values);
    void askAllMatchers();
    void askMetricThen();
    /// Of the whole selector, or of the metric alone besides other causes.
    void askWhen(const std::string &selector, bool metricAlone);
    void askWhetherKept(double now, bool metricAlone);
    void askExactly(const std::string &selector, bool metricAlone, double from, double to);
    void takeLast(double last, bool metricAlone);
    void askRetention();
    void finish();

    Sources m_sources;
    double m_time;
    std::string m_metric;
    /// The metric alone, and everything.
    std::string m_metricSelector;
    std::string m_selector;
    std::vector<promql::LabelMatcher> m_matchers;
    std::size_t m_next = 0;
    std::vector<std::string> m_labelNames;
    std::vector<base::Text> m_reasons;
    /// The first time after the asked one at which there are samples.
    std::optional<double> m_again;
    Done m_done;
    std::unique_ptr<PendingQuery> m_pending;
};

/// A time as sentences write it: `2026-11-25 14:02:05 UTC`.
[[nodiscard]] std::string timeText(double time);

/// Up to `most` of them, quoted, then an ellipsis.
[[nodiscard]] std::string listText(const std::vector<std::string> &texts, std::size_t most = 5);

} // namespace alerting
