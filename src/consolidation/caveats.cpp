#include "consolidation/caveats.h"

#include "alerting/missingseries.h"
#include "consolidation/structure.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/printerparts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace consolidation {

namespace {

/// A container in a restart loop waits up to five minutes between two starts.
constexpr double mostRestartsAnHour = 12;
/// Each selector costs a few queries.
constexpr std::size_t mostSelectors = 30;

double secondsOf(Milliseconds time)
{
    return static_cast<double>(time) / 1000;
}

std::string windowText(double seconds)
{
    return promql::formatDuration(std::max(60.0, std::floor(seconds / 60) * 60));
}

/// Without offset and @.
std::string bareText(const promql::VectorSelector &selector, const std::string &more = {})
{
    std::string text(selector.metric.value);
    std::string matchers;
    for (const promql::LabelMatcher &matcher : selector.matchers)
        matchers += (matchers.empty() ? "" : ",") + std::string(matcher.name) +
                    std::string(promql::matchOpText(matcher.op)) + promql::quote(matcher.value);
    if (!more.empty())
        matchers += (matchers.empty() ? "" : ",") + more;
    return text + '{' + matchers + '}';
}

/// Whether all that `selector` selects is selected by another one of one metric too: what is asked about that one holds
/// for it.
bool heldByAnother(const promql::VectorSelector &selector, const std::vector<const promql::VectorSelector *> &all)
{
    return std::ranges::any_of(all, [&](const promql::VectorSelector *other) {
        if (other->metric.value.empty() || bareText(*other) == bareText(selector) ||
            containment(selector, *other) != Containment::Contained)
            return false;
        return containment(*other, selector) != Containment::Contained || bareText(*other) < bareText(selector);
    });
}

bool readsCounter(std::string_view function)
{
    constexpr std::array<std::string_view, 4> names = {"rate", "irate", "increase", "resets"};
    return std::ranges::find(names, function) != names.end();
}

/// To the minute above two of them: it is a mean.
std::string spacingText(double seconds)
{
    const double unit = seconds > 120 ? 60 : 1;
    return promql::formatDuration(std::max(1.0, std::round(seconds / unit)) * unit);
}

std::optional<double> onlyValue(const std::vector<alerting::Series> &series)
{
    if (series.size() != 1 || series.front().samples.empty() || std::isnan(series.front().samples.back().value))
        return std::nullopt;
    return series.front().samples.back().value;
}

/// By time, the sorted values of all series.
std::map<std::int64_t, std::vector<double>> valuesByTime(const std::vector<alerting::Series> &series)
{
    std::map<std::int64_t, std::vector<double>> all;
    for (const alerting::Series &each : series) {
        for (const alerting::Sample &sample : each.samples) {
            if (!std::isnan(sample.value))
                all[std::llround(sample.time * 1000)].push_back(sample.value);
        }
    }
    for (auto &[time, values] : all)
        std::ranges::sort(values);
    return all;
}

bool sameValues(const std::vector<double> &a, const std::vector<double> &b)
{
    return std::ranges::equal(a, b, [](double x, double y) {
        return x == y || std::abs(x - y) <= 1e-6 * std::max(std::abs(x), std::abs(y));
    });
}

} // namespace

CaveatRun::CaveatRun(CaveatRequest request, alerting::SeriesSource &source)
    : m_request(std::move(request)), m_source(source)
{
    if (!m_request.fired)
        addLastFiring();
    addAlignment();
    std::vector<promql::Tree> trees;
    std::vector<const promql::VectorSelector *> selectors;
    for (const std::string &expr : m_request.exprs) {
        trees.push_back(promql::parse(expr));
        promql::walk(trees.back().root(), [&](const promql::Expr &each) {
            if (const auto *selector = promql::as<promql::VectorSelector>(&each))
                selectors.push_back(selector);
            return true;
        });
    }
    std::set<std::string> seen;
    for (const promql::Tree &tree : trees) {
        promql::walk(tree.root(), [&](const promql::Expr &each) {
            const auto *call = promql::as<promql::Call>(&each);
            const auto *matrix = call && readsCounter(call->name.value) && !call->arguments.empty()
                                     ? promql::as<promql::MatrixSelector>(call->arguments.front())
                                     : nullptr;
            if (matrix && matrix->selector && seen.size() < mostSelectors &&
                !heldByAnother(*matrix->selector, selectors) &&
                seen.insert("resets " + bareText(*matrix->selector)).second)
                addResets(*matrix->selector);
            const auto *selector = promql::as<promql::VectorSelector>(&each);
            if (selector && promql::isLegacyMetricName(selector->metric.value) && seen.size() < mostSelectors &&
                !heldByAnother(*selector, selectors) && seen.insert(bareText(*selector)).second) {
                addDuplicates(*selector);
                addThinning(*selector);
            }
            return true;
        });
        for (const backtest::RecordingRule &rule : m_request.recordings) {
            bool reads = false;
            promql::walk(tree.root(), [&](const promql::Expr &each) {
                const auto *selector = promql::as<promql::VectorSelector>(&each);
                reads = reads || (selector && selector->metric.value == rule.name);
                return true;
            });
            if (reads && seen.insert("recorded " + rule.name).second)
                addRecorded(rule);
        }
    }
}

CaveatRun::~CaveatRun() = default;

void CaveatRun::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    next();
}

void CaveatRun::next()
{
    if (m_steps.empty()) {
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
        return;
    }
    const auto step = std::move(m_steps.front());
    m_steps.pop_front();
    step();
}

void CaveatRun::askInstant(const std::string &expr, double time, std::function<void(const Series &)> take)
{
    m_pending = m_source.queryInstant(expr, time, [this, take = std::move(take)](const auto &result) {
        const auto pending = std::move(m_pending);
        if (result)
            take(result->series);
        next();
    });
}

void CaveatRun::askRange(const alerting::RangeQuery &query, std::function<void(const Series &)> take)
{
    m_pending = m_source.queryRange(query, [this, take = std::move(take)](const auto &result) {
        const auto pending = std::move(m_pending);
        if (result)
            take(result->series);
        next();
    });
}

void CaveatRun::add(const char *kind, std::string before, std::string after, base::Text text)
{
    m_evidence.push_back({kind, std::move(before), std::move(after), {}, {}, std::move(text)});
}

/// Without a firing in the range: was there one before, and how far back can the server tell?
void CaveatRun::addLastFiring()
{
    std::set<std::string> names(m_request.alerts.begin(), m_request.alerts.end());
    for (const std::string &name : names) {
        m_steps.emplace_back([this, name] {
            constexpr double longest = 90.0 * 86400;
            const double from = secondsOf(m_request.from);
            const double reach = m_request.retention > 0 ? std::min(longest, secondsOf(m_request.retention)) : longest;
            const double step = std::max(60.0, std::ceil(reach / 500));
            const std::string selector = "ALERTS{alertname=" + promql::quote(name) + ",alertstate=\"firing\"}";
            askRange({"count(present_over_time(" + selector + "[" + promql::formatDuration(step) + "]))",
                      from - std::floor(reach / step) * step, from, step},
                     [this, name](const Series &series) {
                         if (!series.empty() && !series.front().samples.empty()) {
                             const double last = series.front().samples.back().time;
                             add("retention", name, {},
                                 {TRANSLATABLE("Core", "%1 fired until about %2, before the compared range: choose a "
                                                       "longer one to compare that firing."),
                                  {name, alerting::timeText(last)}});
                         } else if (m_request.retention > 0 && m_request.retention < std::int64_t(2) * 365 * 86400000) {
                             add("retention", name, {},
                                 {TRANSLATABLE("Core", "%1 did not fire in this range, and the endpoint keeps only %2: "
                                                       "an older firing cannot be compared."),
                                  {name, promql::formatDuration(secondsOf(m_request.retention))}});
                         }
                     });
        });
    }
}

void CaveatRun::addResets(const promql::VectorSelector &selector)
{
    const std::string text = bareText(selector);
    m_steps.emplace_back([this, text] {
        const std::string range = windowText(secondsOf(m_request.to - m_request.from));
        askInstant("max(max_over_time(resets(" + text + "[1h])[" + range + ":30m]))", secondsOf(m_request.to),
                   [this, text](const Series &series) {
                       const auto most = onlyValue(series);
                       if (!most || *most <= mostRestartsAnHour)
                           return;
                       add("resets", text, promql::formatNumber(*most),
                           {TRANSLATABLE("Core", "The counter %1 went back %2 times within an hour, more often than "
                                                 "restarts explain: it may be several replicas behind one Service. "
                                                 "rate() and increase() then count far too much, before and after."),
                            {text, promql::formatNumber(*most)}});
                   });
    });
}

void CaveatRun::addDuplicates(const promql::VectorSelector &selector)
{
    constexpr std::array<const char *, 4> labels = {"prometheus_replica", "replica", "__replica__", "prometheus"};
    const std::string range = windowText(secondsOf(m_request.to - m_request.from));
    std::string expr;
    for (const char *label : labels) {
        const std::string series =
            "last_over_time(" + bareText(selector, std::string(label) + "!=\"\"") + "[" + range + "])";
        expr += std::string(expr.empty() ? "" : " or ") + "label_replace(count(count without (" + label + ") (" +
                series + ") > 1), \"pair\", \"" + label + "\", \"\", \"\")";
    }
    m_steps.emplace_back([this, expr, text = bareText(selector)] {
        askInstant(expr, secondsOf(m_request.to), [this, text](const Series &series) {
            for (const alerting::Series &each : series) {
                std::string label;
                for (const auto &[name, value] : each.labels)
                    label = name == "pair" ? value : label;
                add("duplicates", text, label,
                    {TRANSLATABLE("Core", "Series of %1 differ only in the label %2, as those of an HA pair that "
                                          "nobody deduplicates do: sums count them twice, and alerts come twice."),
                     {text, label}});
            }
        });
    });
}

void CaveatRun::addThinning(const promql::VectorSelector &selector)
{
    constexpr double window = 7200;
    if (secondsOf(m_request.to - m_request.from) < 3 * window)
        return;
    const std::string text = bareText(selector);
    const std::string expr = "max(count_over_time(" + text + "[2h]))";
    m_steps.emplace_back([this, text, expr] {
        askInstant(expr, secondsOf(m_request.to), [this, text, expr](const Series &late) {
            const auto now = onlyValue(late);
            if (!now)
                return;
            m_steps.emplace_front([this, text, expr, now] {
                askInstant(expr, secondsOf(m_request.from) + window, [this, text, now](const Series &early) {
                    const auto then = onlyValue(early);
                    if (!then || *then < 2 || *now < 3 * *then)
                        return;
                    const std::string was = spacingText(window / *then);
                    const std::string is = spacingText(window / *now);
                    add("downsampled", was, is,
                        {TRANSLATABLE("Core", "Older samples of %1 lie about %2 apart, newer ones %3: the backend "
                                              "downsamples, or the scrape interval changed. Old values and firings are "
                                              "coarser than they were."),
                         {text, was, is}});
                });
            });
        });
    });
}

/// Does the history of a recorded series hold what its expression gives over the same history?
void CaveatRun::addRecorded(const backtest::RecordingRule &rule)
{
    m_steps.emplace_back([this, rule] {
        constexpr Milliseconds points = 100;
        const Milliseconds interval = std::max<Milliseconds>(rule.timing.interval, 1000);
        const Milliseconds phase = rule.timing.phase.value_or(m_request.timing.phase.value_or(0));
        const Milliseconds step =
            std::max<Milliseconds>(1, (m_request.to - m_request.from) / points / interval) * interval;
        const Milliseconds first = (m_request.from / interval + 1) * interval + phase % interval;
        if (first > m_request.to)
            return next();
        const alerting::RangeQuery query{rule.name, secondsOf(first), secondsOf(m_request.to), secondsOf(step)};
        askRange(query, [this, rule, query](const Series &recorded) {
            if (recorded.empty())
                return;
            m_steps.emplace_front([this, rule, query, recorded] {
                alerting::RangeQuery computed = query;
                computed.expr = promql::print(rule.tree->root());
                askRange(computed,
                         [this, rule, recorded](const Series &series) { compareRecorded(rule, recorded, series); });
            });
        });
    });
}

void CaveatRun::compareRecorded(const backtest::RecordingRule &rule, const Series &recorded, const Series &computed)
{
    const auto was = valuesByTime(recorded);
    const auto is = valuesByTime(computed);
    std::size_t compared = 0;
    std::size_t differing = 0;
    std::optional<std::int64_t> last;
    for (const auto &[time, values] : was) {
        const auto now = is.find(time);
        if (now == is.end())
            continue;
        ++compared;
        if (sameValues(values, now->second))
            continue;
        ++differing;
        last = time;
    }
    // A few are scrapes that came in late.
    constexpr double few = 0.1;
    if (compared == 0 || static_cast<double>(differing) <= few * static_cast<double>(compared))
        return;
    m_evidence.push_back({"recorded",
                          rule.name,
                          {},
                          m_request.from,
                          last,
                          {TRANSLATABLE("Core", "Until about %2 the recorded history of %1 is not what its expression "
                                                "gives now: an older expression made it."),
                           {rule.name, alerting::timeText(secondsOf(*last))}}});
}

/// A server that aligns steps answers for other times than those it was asked for.
void CaveatRun::addAlignment()
{
    m_steps.emplace_back([this] {
        constexpr double step = 60;
        constexpr double odd = 17;
        const double start = std::floor(secondsOf(m_request.to) / step) * step - 10 * step + odd;
        askRange({"vector(1)", start, start + 5 * step, step}, [this, start](const Series &series) {
            if (series.empty() || series.front().samples.empty())
                return;
            const double moved = series.front().samples.front().time - start;
            if (std::abs(moved) < 0.001)
                return;
            add("aligned", {}, {},
                {TRANSLATABLE("Core", "The endpoint moves the steps of range queries to round times (here by %1): it "
                                      "answers for other moments than those at which rules are evaluated."),
                 {promql::formatDuration(std::abs(moved))}});
        });
    });
}

} // namespace consolidation
