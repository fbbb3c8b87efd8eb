#include "workspace/demohistory.h"

#include "workspace/demorecipe.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace workspace {

namespace {

/// Uniform in [-1, 1), from a seed and an index.
double hashNoise(std::uint64_t seed, std::int64_t index)
{
    std::uint64_t z = seed + static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    z ^= z >> 31U;
    return static_cast<double>(z >> 11U) * 0x1.0p-52 - 1.0;
}

/// A slow wave of about ten minutes with some jitter on it, in [-1, 1).
double wanderingNoise(std::uint64_t seed, std::int64_t index)
{
    constexpr std::int64_t lattice = 20;
    const std::int64_t cell = index >= 0 ? index / lattice : -((-index + lattice - 1) / lattice);
    const double x = static_cast<double>(index - cell * lattice) / lattice;
    const double blend = x * x * (3 - 2 * x);
    const double slow = hashNoise(seed, cell) * (1 - blend) + hashNoise(seed, cell + 1) * blend;
    return 0.75 * slow + 0.25 * hashNoise(~seed, index);
}

double onLine(const std::vector<std::pair<double, double>> &points, double hours)
{
    // A jump is two points of one hour: at that hour the second one holds.
    const auto after = std::upper_bound(points.begin(), points.end(), hours,
                                        [](double h, const auto &point) { return h < point.first; });
    if (after == points.begin())
        return points.front().second;
    const auto before = std::prev(after);
    if (after == points.end())
        return before->second;
    const double share = (hours - before->first) / (after->first - before->first);
    return before->second + share * (after->second - before->second);
}

double incidentShare(const RecipeIncident &incident, double hours)
{
    const double minutes = (hours - incident.atHours) * 60;
    const double holdEnd = incident.riseMinutes + incident.holdMinutes;
    if (minutes < 0 || minutes >= holdEnd + incident.fallMinutes)
        return 0;
    if (minutes < incident.riseMinutes)
        return minutes / incident.riseMinutes;
    return minutes < holdEnd ? 1 : 1 - (minutes - holdEnd) / incident.fallMinutes;
}

void appendNumber(std::string &text, double value, int decimals)
{
    char buffer[64];
    const auto result = decimals == 0
                            ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value))
                            : std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    text.append(buffer, result.ptr);
}

double lognormalBelow(double limit, double median, double spread)
{
    return 0.5 * std::erfc(-std::log(limit / median) / (spread * std::sqrt(2.0)));
}

} // namespace

struct DemoHistory::Private
{
    /// What a process counts: one number per counter, one per bucket of a histogram, its sum and its count.
    struct Counted
    {
        std::vector<double> values;
    };

    HistoryRecipe recipe;
    std::int64_t end = 0;
    std::int64_t nextIndex = 0;
    std::vector<std::vector<Counted>> counted;

    /// One window of the work.
    std::int64_t first = 0;
    std::size_t count = 0;
    std::vector<std::vector<double>> signalValues;
    std::vector<std::string> times;
    /// Per job and step: 0 gone or down, 1 up, 2 up and just restarted.
    std::vector<std::vector<char>> jobStates;

    [[nodiscard]] double hoursOf(std::int64_t index) const
    {
        return static_cast<double>(index) * recipe.stepSeconds / 3600.0;
    }
    [[nodiscard]] double signalAt(const RecipeSignal &signal, std::int64_t index) const;
    void prepare(std::int64_t firstIndex, std::int64_t endIndex);
    [[nodiscard]] double product(const std::vector<int> &factors, std::size_t i) const;
    void writeUp(std::string &text) const;
    void writeGauge(std::string &text, const RecipeFamily &family, const RecipeSeries &series) const;
    void writeCounter(std::string &text, const RecipeFamily &family, const RecipeSeries &series,
                      Counted &counter) const;
    void writeHistogram(std::string &text, const RecipeFamily &family, const RecipeSeries &series,
                        Counted &counters) const;
    void line(std::string &text, const std::string &series, double value, int decimals, std::size_t i) const
    {
        text += series;
        appendNumber(text, value, decimals);
        text += times[i];
    }
};

double DemoHistory::Private::signalAt(const RecipeSignal &signal, std::int64_t index) const
{
    const double hours = hoursOf(index);
    double value = signal.points.empty() ? signal.base : onLine(signal.points, hours);
    if (signal.daily != 0)
        value *= 1 + signal.daily * std::cos((hours - recipe.busiestHours) / 24 * 2 * 3.14159265358979323846);
    if (signal.noise != 0) {
        const double settled = signal.settleHours > 0 ? std::clamp(-hours / signal.settleHours, 0.0, 1.0) : 1;
        value *= 1 + signal.noise * settled * wanderingNoise(signal.seed, index);
    }
    for (const auto &[incident, target] : signal.during) {
        const double share = incidentShare(recipe.incidents[static_cast<std::size_t>(incident)], hours);
        value += share * (target - value);
    }
    return std::max(value, 0.0);
}

void DemoHistory::Private::prepare(std::int64_t firstIndex, std::int64_t endIndex)
{
    first = firstIndex;
    count = static_cast<std::size_t>(endIndex - firstIndex);
    times.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        times[i] = ' ' + std::to_string(end + (first + static_cast<std::int64_t>(i)) * recipe.stepSeconds) + '\n';
    signalValues.resize(recipe.allSignals.size());
    for (std::size_t s = 0; s < recipe.allSignals.size(); ++s) {
        signalValues[s].resize(count);
        for (std::size_t i = 0; i < count; ++i)
            signalValues[s][i] = signalAt(recipe.allSignals[s], first + static_cast<std::int64_t>(i));
    }
    jobStates.resize(recipe.jobs.size());
    for (std::size_t j = 0; j < recipe.jobs.size(); ++j) {
        const RecipeJob &job = recipe.jobs[j];
        jobStates[j].assign(count, 1);
        for (std::size_t i = 0; i < count; ++i) {
            const double hours = hoursOf(first + static_cast<std::int64_t>(i));
            const double previous = hoursOf(first + static_cast<std::int64_t>(i) - 1);
            for (const RecipeRestart &restart : job.restarts) {
                const double back = restart.atHours + restart.downMinutes / 60;
                if (hours >= restart.atHours && hours < back) {
                    jobStates[j][i] = 0;
                } else if (hours >= back && previous < back)
                    jobStates[j][i] = 2;
            }
            if (hours >= job.untilHours)
                jobStates[j][i] = 0;
        }
    }
}

double DemoHistory::Private::product(const std::vector<int> &factors, std::size_t i) const
{
    double value = 1;
    for (const int signal : factors)
        value *= signalValues[static_cast<std::size_t>(signal)][i];
    return value;
}

void DemoHistory::Private::writeUp(std::string &text) const
{
    text += "# TYPE up gauge\n";
    for (std::size_t j = 0; j < recipe.jobs.size(); ++j) {
        const std::string series =
            "up{job=\"" + recipe.jobs[j].job + "\",instance=\"" + recipe.jobs[j].instance + "\"} ";
        for (std::size_t i = 0; i < count; ++i) {
            if (hoursOf(first + static_cast<std::int64_t>(i)) < recipe.jobs[j].untilHours)
                line(text, series, jobStates[j][i] == 0 ? 0 : 1, 0, i);
        }
    }
}

void DemoHistory::Private::writeGauge(std::string &text, const RecipeFamily &family, const RecipeSeries &series) const
{
    const std::string name = family.name + '{' + series.labels + "} ";
    const std::vector<char> &states = jobStates[static_cast<std::size_t>(family.job)];
    for (std::size_t i = 0; i < count; ++i) {
        if (states[i] != 0 && hoursOf(first + static_cast<std::int64_t>(i)) >= series.fromHours) {
            const double value = product(series.factors, i) * series.share;
            line(text, name, family.decimals == 0 ? std::round(value) : value, family.decimals, i);
        }
    }
}

void DemoHistory::Private::writeCounter(std::string &text, const RecipeFamily &family, const RecipeSeries &series,
                                        Counted &counter) const
{
    const std::string name = family.name + '{' + series.labels + "} ";
    const std::vector<char> &states = jobStates[static_cast<std::size_t>(family.job)];
    counter.values.resize(1);
    double &value = counter.values.front();
    for (std::size_t i = 0; i < count; ++i) {
        if (states[i] != 1)
            value = 0;
        if (states[i] == 0)
            continue;
        const double hours = hoursOf(first + static_cast<std::int64_t>(i));
        const double previous = hoursOf(first + static_cast<std::int64_t>(i) - 1);
        if (series.counts) {
            value += static_cast<double>(std::count_if(series.eventsHours.begin(), series.eventsHours.end(),
                                                       [&](double at) { return at > previous && at <= hours; }));
        } else {
            const double less = series.less < 0 ? 0 : signalValues[static_cast<std::size_t>(series.less)][i];
            value += product(series.factors, i) * series.share * (1 - less) * recipe.stepSeconds;
        }
        if (!series.appearsWithFirstEvent || value >= 1)
            line(text, name, family.decimals == 0 ? std::floor(value) : value, family.decimals, i);
    }
}

void DemoHistory::Private::writeHistogram(std::string &text, const RecipeFamily &family, const RecipeSeries &series,
                                          Counted &counters) const
{
    // Buckets, +Inf (which is also the count), sum; all of them must be counted before the series are written one by
    // one.
    const std::size_t buckets = family.buckets.size();
    counters.values.resize(buckets + 2);
    const std::vector<char> &states = jobStates[static_cast<std::size_t>(family.job)];
    std::vector<std::vector<double>> grown(buckets + 2, std::vector<double>(count));
    for (std::size_t i = 0; i < count; ++i) {
        if (states[i] != 1)
            std::fill(counters.values.begin(), counters.values.end(), 0.0);
        if (states[i] != 0) {
            const double requests = product(series.factors, i) * series.share * recipe.stepSeconds;
            const double median = signalValues[static_cast<std::size_t>(series.median)][i];
            for (std::size_t b = 0; b < buckets; ++b)
                counters.values[b] += requests * lognormalBelow(family.buckets[b], median, series.spread);
            counters.values[buckets] += requests;
            counters.values[buckets + 1] += requests * median * std::exp(series.spread * series.spread / 2);
        }
        for (std::size_t v = 0; v < grown.size(); ++v)
            grown[v][i] = counters.values[v];
    }
    const auto write = [&](const std::string &name, const std::vector<double> &values, int decimals) {
        for (std::size_t i = 0; i < count; ++i) {
            if (states[i] != 0)
                line(text, name, decimals == 0 ? std::floor(values[i]) : values[i], decimals, i);
        }
    };
    for (std::size_t b = 0; b <= buckets; ++b) {
        std::string limit = "+Inf";
        if (b < buckets) {
            char buffer[32];
            limit.assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, family.buckets[b]).ptr);
        }
        write(family.name + "_bucket{" + series.labels + ",le=\"" + limit + "\"} ", grown[b], 0);
    }
    write(family.name + "_sum{" + series.labels + "} ", grown[buckets + 1], 3);
    write(family.name + "_count{" + series.labels + "} ", grown[buckets], 0);
}

base::Result<DemoHistory> DemoHistory::fromRecipe(const QByteArray &json, std::int64_t end)
{
    base::Result<HistoryRecipe> recipe = readHistoryRecipe(json);
    if (!recipe)
        return recipe.error();
    auto data = std::make_unique<Private>();
    data->recipe = std::move(recipe).value();
    data->end = end;
    data->nextIndex = -static_cast<std::int64_t>(data->recipe.days) * 86400 / data->recipe.stepSeconds;
    for (const RecipeFamily &family : data->recipe.families)
        data->counted.emplace_back(family.series.size());
    return DemoHistory(std::move(data));
}

DemoHistory::DemoHistory(std::unique_ptr<Private> data) : d(std::move(data)) {}
DemoHistory::DemoHistory(DemoHistory &&) noexcept = default;
DemoHistory &DemoHistory::operator=(DemoHistory &&) noexcept = default;
DemoHistory::~DemoHistory() = default;

std::int64_t DemoHistory::begin() const
{
    return d->end - static_cast<std::int64_t>(d->recipe.days) * 86400;
}

std::int64_t DemoHistory::end() const
{
    return d->end;
}

int DemoHistory::step() const
{
    return d->recipe.stepSeconds;
}

int DemoHistory::seriesCount() const
{
    std::size_t count = d->recipe.jobs.size();
    for (const RecipeFamily &family : d->recipe.families)
        count += family.series.size() * (family.type == RecipeFamily::Type::Histogram ? family.buckets.size() + 3 : 1);
    return static_cast<int>(count);
}

std::string DemoHistory::next(std::int64_t until)
{
    // The first sample at or after `until` stays out: round up.
    const std::int64_t distance = until - d->end;
    const std::int64_t step = d->recipe.stepSeconds;
    const std::int64_t endIndex = distance >= 0 ? (distance + step - 1) / step : -(-distance / step);
    std::string text;
    if (endIndex <= d->nextIndex)
        return text;
    d->prepare(d->nextIndex, endIndex);
    d->nextIndex = endIndex;
    text.reserve(d->count * static_cast<std::size_t>(seriesCount()) * 150);
    d->writeUp(text);
    for (std::size_t f = 0; f < d->recipe.families.size(); ++f) {
        const RecipeFamily &family = d->recipe.families[f];
        constexpr std::string_view total = "_total";
        const bool counter = family.type == RecipeFamily::Type::Counter;
        const bool histogram = family.type == RecipeFamily::Type::Histogram;
        text += "# TYPE " + family.name.substr(0, family.name.size() - (counter ? total.size() : 0));
        text += counter ? " counter\n" : histogram ? " histogram\n" : " gauge\n";
        for (std::size_t s = 0; s < family.series.size(); ++s) {
            if (counter) {
                d->writeCounter(text, family, family.series[s], d->counted[f][s]);
            } else if (histogram) {
                d->writeHistogram(text, family, family.series[s], d->counted[f][s]);
            } else {
                d->writeGauge(text, family, family.series[s]);
            }
        }
    }
    text += "# EOF\n";
    return text;
}

} // namespace workspace
