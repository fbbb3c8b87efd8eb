#pragma once

#include "base/result.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

class QByteArray;

namespace workspace {

/// A scraped process ends and comes back: its counters start again. While it is down `up` is 0 and its series are
/// absent.
struct RecipeRestart
{
    double atHours = 0;
    double downMinutes = 0;
};

struct RecipeJob
{
    std::string job;
    std::string instance;
    std::vector<RecipeRestart> restarts;
    /// From here on the job is not scraped any more.
    double untilHours = std::numeric_limits<double>::infinity();
};

struct RecipeIncident
{
    std::string name;
    double atHours = 0;
    double riseMinutes = 0;
    double holdMinutes = 0;
    double fallMinutes = 0;
};

struct RecipeSignal
{
    std::string name;
    std::uint64_t seed = 0;
    double base = 0;
    /// Hours and values, ascending, instead of the base.
    std::vector<std::pair<double, double>> points;
    double daily = 0;
    double noise = 0;
    double settleHours = 0;
    /// Incident (index) and the value the signal has in it.
    std::vector<std::pair<int, double>> during;
};

struct RecipeSeries
{
    /// As between the braces, job and instance included.
    std::string labels;
    /// Signals whose product is the value of a gauge or the rate of a counter, per second.
    std::vector<int> factors;
    double share = 1;
    int less = -1;
    /// Counts `eventsHours` instead of a rate.
    bool counts = false;
    std::vector<double> eventsHours;
    bool appearsWithFirstEvent = false;
    double fromHours = -std::numeric_limits<double>::infinity();
    /// Histograms: the signal of the lognormal median, seconds, and its spread.
    int median = -1;
    double spread = 1;
};

struct RecipeFamily
{
    enum class Type { Gauge, Counter, Histogram };
    /// With `_total` for a counter, without suffix for a histogram.
    std::string name;
    Type type = Type::Gauge;
    int job = 0;
    int decimals = 0;
    std::vector<double> buckets;
    std::vector<RecipeSeries> series;
};

/// resources/demo/history.json as it is read. Hours count from the end of the history, so they are negative.
struct HistoryRecipe
{
    int days = 7;
    int stepSeconds = 30;
    double busiestHours = 0;
    std::vector<RecipeJob> jobs;
    std::vector<RecipeIncident> incidents;
    std::vector<RecipeSignal> allSignals;
    std::vector<RecipeFamily> families;
};

/// Fails on broken JSON, on names that are not defined and on what OpenMetrics would refuse.
[[nodiscard]] base::Result<HistoryRecipe> readHistoryRecipe(const QByteArray &json);

} // namespace workspace
