// The ladder, one rung a question:
//   the metric's label names over the whole retention   none: not within the retention
//   the values of each matcher's label                  none: not with that label; none that matches: never that value
//   the label names of the whole selector               none: each matcher matches, but no series matches all
//   a coarse count over time                            the last time before, or the first one after
// A rung that holds does not hide the next: after what the matchers miss, the metric alone is looked for at the time.
#include "alerting/missingseries.h"

#include "alerting/readtime.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/regex.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>

namespace alerting {

namespace {

constexpr std::string_view metricLabel = "__name__";
/// How far a look at time goes in one direction, and its resolution.
constexpr double longestLook = 40 * 86400.0;
constexpr double lookSteps = 4000;

std::string matcherText(const promql::LabelMatcher &matcher)
{
    const std::string name(matcher.name);
    return (promql::isLegacyLabelName(name) ? name : promql::quote(name)) +
           std::string(promql::matchOpText(matcher.op)) + promql::quote(matcher.value);
}

bool matches(const promql::LabelMatcher &matcher, std::string_view value)
{
    switch (matcher.op) {
    case promql::MatchOp::Equal:
        return value == matcher.value;
    case promql::MatchOp::NotEqual:
        return value != matcher.value;
    case promql::MatchOp::RegexMatch:
    case promql::MatchOp::RegexNoMatch:
        break;
    }
    const promql::Regex regex(matcher.value);
    return regex.matches(value) == (matcher.op == promql::MatchOp::RegexMatch);
}

} // namespace

std::string timeText(double time)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::llround(time * 1000)), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"))
        .toStdString();
}

std::string listText(const std::vector<std::string> &texts, std::size_t most)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(most, texts.size()); ++i)
        list += (i > 0 ? ", " : "") + promql::quote(texts[i]);
    return texts.size() > most ? list + ", …" : list;
}

MissingSeries::MissingSeries(const Sources &sources, const promql::VectorSelector &selector, double time)
    : m_sources(sources), m_time(readTime(selector.modifiers, time)), m_metric(selector.metric.value)
{
    std::string all;
    const auto add = [&all](const std::string &text) { all += (all.empty() ? "" : ",") + text; };
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        if (matcher.name == metricLabel && matcher.op == promql::MatchOp::Equal && m_metric.empty())
            m_metric = matcher.value;
        else
            m_matchers.push_back(matcher);
        if (matcher.name != metricLabel || matcher.value != m_metric)
            add(matcherText(matcher));
    }
    if (!m_metric.empty()) {
        m_metricSelector = "{__name__=" + promql::quote(m_metric) + "}";
        add("__name__=" + promql::quote(m_metric));
    }
    m_selector = "{" + all + "}";
}

MissingSeries::~MissingSeries() = default;

void MissingSeries::start(Done done)
{
    m_done = std::move(done);
    if (m_metricSelector.empty())
        askAllMatchers();
    else
        askMetric();
}

void MissingSeries::askMetric()
{
    m_pending =
        m_sources.labels.queryLabelNames(m_metricSelector, [this](const base::Result<std::vector<std::string>> &names) {
            if (!names) {
                m_reasons.push_back(names.error().text);
                finish();
                return;
            }
            m_labelNames = *names;
            if (m_labelNames.empty())
                askRetention();
            else
                askNextMatcher();
        });
}

void MissingSeries::askNextMatcher()
{
    while (m_next < m_matchers.size()) {
        const std::size_t index = m_next++;
        const promql::LabelMatcher &matcher = m_matchers[index];
        // A series without the label has it empty.
        if (std::ranges::find(m_labelNames, matcher.name) == m_labelNames.end()) {
            if (!matches(matcher, {}))
                m_reasons.push_back({TRANSLATABLE("Core", "No series of %1 at %2 has the label %3 (it has %4)."),
                                     {m_metric, m_sources.name, std::string(matcher.name), listText(m_labelNames, 8)}});
            continue;
        }
        m_pending =
            m_sources.labels.queryLabelValues(std::string(matcher.name), m_metricSelector,
                                              [this, index](const base::Result<std::vector<std::string>> &values) {
                                                  if (values)
                                                      judgeValues(index, *values);
                                                  askNextMatcher();
                                              });
        return;
    }
    if (m_reasons.empty())
        askAllMatchers();
    else
        askMetricThen();
}

void MissingSeries::judgeValues(std::size_t matcher, const std::vector<std::string> &values)
{
    const promql::LabelMatcher &asked = m_matchers[matcher];
    const bool any = std::ranges::any_of(values, [&asked](const std::string &value) { return matches(asked, value); });
    // Where the matcher accepts the empty value, series without the label may still be meant.
    if (any || matches(asked, {}))
        return;
    m_reasons.push_back({TRANSLATABLE("Core", "No series of %1 at %2 has %3: the label's values are %4."),
                         {m_metric, m_sources.name, matcherText(asked), listText(values)}});
}

void MissingSeries::askAllMatchers()
{
    m_pending =
        m_sources.labels.queryLabelNames(m_selector, [this](const base::Result<std::vector<std::string>> &names) {
            if (!names)
                m_reasons.push_back(names.error().text);
            else if (!names->empty()) {
                askWhen(m_selector, false);
                return;
            } else if (m_metric.empty()) {
                askRetention();
                return;
            } else
                m_reasons.push_back(
                    {TRANSLATABLE("Core", "Each matcher matches series of %1 at %2, but no series matches all "
                                          "of them."),
                     {m_metric, m_sources.name}});
            if (names && !m_metric.empty())
                askMetricThen();
            else
                finish();
        });
}

/// Whatever the matchers miss, the metric may have no series at this time either.
void MissingSeries::askMetricThen()
{
    m_pending = m_sources.series.queryInstant("count(" + m_metricSelector + ")", m_time,
                                              [this](const base::Result<QueryResult> &result) {
                                                  if (result && result->series.empty())
                                                      askWhen(m_metricSelector, true);
                                                  else
                                                      finish();
                                              });
}

/// The series are retained, but not at this time: when were they there?
void MissingSeries::askWhen(const std::string &selector, bool metricAlone)
{
    const double step = std::max(60.0, std::ceil(longestLook / lookSteps));
    const std::string window = promql::formatDuration(step);
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    // The coarse points go on behind the time, so that a later beginning is found as well.
    const double after = std::clamp(now - m_time, 0.0, longestLook);
    const double points = std::floor((m_time + after - (m_time - longestLook)) / step);
    const RangeQuery query{"count(last_over_time(" + selector + "[" + window + "]))", m_time + after - points * step,
                           m_time + after, step};
    m_pending = m_sources.series.queryRange(
        query, [this, step, selector, metricAlone, now](const base::Result<QueryResult> &result) {
            std::optional<double> last;
            if (result && !result->series.empty()) {
                for (const Sample &sample : result->series.front().samples) {
                    if (sample.time <= m_time)
                        last = sample.time;
                    else if (!m_again)
                        m_again = sample.time - step;
                }
            }
            if (last) {
                askExactly(selector, metricAlone, *last - step, *last);
                return;
            }
            askWhetherKept(now, metricAlone);
        });
}

/// Nothing up to the time: perhaps because nothing of it is kept any more.
void MissingSeries::askWhetherKept(double now, bool metricAlone)
{
    m_pending = m_sources.labels.queryRetention([this, now, metricAlone](const base::Result<std::string> &retention) {
        // Of `15d or 1TB` the time counts.
        promql::DurationError error = promql::DurationError::None;
        const double kept = retention ? promql::parseDuration(retention->substr(0, retention->find(' ')), &error) : 0;
        if (error == promql::DurationError::None && kept > 0 && m_time < now - kept)
            m_reasons.push_back({TRANSLATABLE("Core", "Of this time %1 keeps nothing any more: its retention is %2."),
                                 {m_sources.name, *retention}});
        if (m_again && metricAlone)
            m_reasons.push_back({TRANSLATABLE("Core", "Besides, there are samples of %1 only from about %2 on."),
                                 {m_metric, timeText(*m_again)}});
        else if (m_again)
            m_reasons.push_back(
                {TRANSLATABLE("Core", "The series are there only from about %1 on."), {timeText(*m_again)}});
        else if (!metricAlone)
            m_reasons.push_back({TRANSLATABLE("Core", "The series are retained at %1, but not within %2 of this time."),
                                 {m_sources.name, promql::formatDuration(longestLook)}});
        finish();
    });
}

void MissingSeries::askExactly(const std::string &selector, bool metricAlone, double from, double to)
{
    const std::string window = promql::formatDuration(std::ceil(to - from));
    const std::string expr = "max(max_over_time(timestamp(" + selector + ")[" + window + ":15s]))";
    m_pending =
        m_sources.series.queryInstant(expr, to, [this, to, metricAlone](const base::Result<QueryResult> &result) {
            const bool known = result && !result->series.empty() && !result->series.front().samples.empty();
            takeLast(known ? result->series.front().samples.front().value : to, metricAlone);
            finish();
        });
}

void MissingSeries::takeLast(double last, bool metricAlone)
{
    // The coarse points may have been the same gap.
    const bool again = m_again && *m_again > last;
    if (metricAlone && again)
        m_reasons.push_back(
            {TRANSLATABLE("Core", "Besides, there were samples of %1 until %2, and again from about %3 on."),
             {m_metric, timeText(last), timeText(*m_again)}});
    else if (metricAlone)
        m_reasons.push_back({TRANSLATABLE("Core", "Besides, there were samples of %1 until %2, and none since."),
                             {m_metric, timeText(last)}});
    else if (again)
        m_reasons.push_back({TRANSLATABLE("Core", "There were samples until %1, and again from about %2 on."),
                             {timeText(last), timeText(*m_again)}});
    else
        m_reasons.push_back({TRANSLATABLE("Core", "There were samples until %1, and none since."), {timeText(last)}});
}

void MissingSeries::askRetention()
{
    m_pending = m_sources.labels.queryRetention([this](const base::Result<std::string> &retention) {
        const std::string what = m_metric.empty() ? m_selector : m_metric;
        if (retention && !retention->empty())
            m_reasons.push_back(
                {TRANSLATABLE("Core", "No series at %1 within its retention (%2): %3. A labelled counter "
                                      "appears only after its first event."),
                 {m_sources.name, *retention, what}});
        else
            m_reasons.push_back({TRANSLATABLE("Core", "No series at %1 within its retention: %2. A labelled counter "
                                                      "appears only after its first event."),
                                 {m_sources.name, what}});
        finish();
    });
}

void MissingSeries::finish()
{
    // The callback may delete this.
    const Done done = std::move(m_done);
    std::vector<base::Text> reasons = std::move(m_reasons);
    done(std::move(reasons));
}

} // namespace alerting
