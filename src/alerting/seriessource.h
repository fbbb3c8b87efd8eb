#pragma once

#include "base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace alerting {

/// Label names and values, sorted by name; `__name__` included.
using Labels = std::vector<std::pair<std::string, std::string>>;

struct Sample
{
    /// Unix seconds.
    double time = 0;
    double value = 0;
};

struct Series
{
    Labels labels;
    /// Ascending in time.
    std::vector<Sample> samples;
    /// The series holds native histograms, which are not decoded.
    bool histograms = false;
};

/// An answer of a query API: type, series and what the server said besides.
struct QueryResult
{
    enum class Type { Scalar, String, Vector, Matrix };
    Type type = Type::Vector;
    /// A scalar is one series without labels.
    std::vector<Series> series;
    std::string string;
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
    /// Wall clock from sending to decoded, milliseconds.
    double milliseconds = 0;
};

struct RangeQuery
{
    std::string expr;
    double start = 0;
    double end = 0;
    double stepSeconds = 15;
};

/// A request under way. Deleting it cancels: its callback is not called afterwards.
class PendingQuery
{
public:
    virtual ~PendingQuery() = default;
};

/// Where series come from. GUI-thread object; callbacks run on the caller's thread, exactly once, never before the call
/// returns.
class SeriesSource
{
public:
    using Callback = std::function<void(base::Result<QueryResult>)>;

    virtual ~SeriesSource() = default;
    [[nodiscard]] virtual std::unique_ptr<PendingQuery> queryInstant(const std::string &expr, double time,
                                                                     Callback done) = 0;
    [[nodiscard]] virtual std::unique_ptr<PendingQuery> queryRange(const RangeQuery &query, Callback done) = 0;
};

} // namespace alerting
