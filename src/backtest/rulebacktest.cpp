#include "backtest/rulebacktest.h"

#include "alerting/labelexpander.h"
#include "alerting/phase.h"
#include "backtest/readalerts.h"
#include "backtest/timeshift.h"
#include "promql/literals.h"
#include "rules/duration.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <utility>

namespace backtest {

namespace {

constexpr std::int64_t phaseUnit = 1'000'000;
/// Phases that a spread tries, evenly over the interval.
constexpr std::size_t spreadPhases = 4;
/// Ticks over which what was inlined is compared with what was recorded.
constexpr std::size_t checkedTicks = 240;
/// A million ticks are 11 days at one a second or two years at one a minute.
constexpr std::size_t mostTicks = 1'000'000;

base::Error backtestRefusal(const char *text, std::vector<std::string> arguments)
{
    return {base::ErrorKind::Unsupported, {text, std::move(arguments)}, {}};
}

double secondsAt(Milliseconds time)
{
    return static_cast<double>(time) / 1000;
}

std::string durationOf(Milliseconds duration)
{
    return promql::formatDuration(secondsAt(duration));
}

std::string selectorOf(const std::string &name)
{
    return promql::isLegacyMetricName(name) ? name : "{" + promql::quote(name) + "}";
}

/// The phase that a rule file at this path would have; what a server calls the file is not known.
Milliseconds guessedPhase(const std::string &file, const std::string &group, Milliseconds interval)
{
    std::error_code error;
    const std::filesystem::path path = std::filesystem::absolute(file, error);
    return alerting::groupPhase(error ? file : path.lexically_normal().string(), group, interval * phaseUnit) /
           phaseUnit;
}

std::optional<double> onlyValue(const base::Result<alerting::QueryResult> &answer)
{
    if (!answer || answer->series.size() != 1 || answer->series.front().samples.empty() ||
        !std::isfinite(answer->series.front().samples.back().value))
        return std::nullopt;
    return answer->series.front().samples.back().value;
}

bool nearlyEqual(double a, double b)
{
    constexpr double rounding = 1e-9;
    return a == b || (std::isnan(a) && std::isnan(b)) ||
           std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

std::map<alerting::Labels, double> valuesAt(const TickValues &values, std::size_t tick)
{
    std::map<alerting::Labels, double> result;
    for (const alerting::AlertMachine::Value &value : values.answers[tick].values)
        result[values.series[value.series]] = value.value;
    return result;
}

/// A name that only this group records, of which the newest sample tells the group's phase.
std::string recordedIn(const alerting::LoadedGroup &group, const alerting::LoadedRules &loaded)
{
    const auto elsewhere = [&](const std::string &name) {
        return std::ranges::any_of(loaded, [&](const alerting::LoadedGroup &other) {
            return &other != &group &&
                   std::ranges::find(other.rules, name, &alerting::LoadedRule::name) != other.rules.end();
        });
    };
    for (const alerting::LoadedRule &rule : group.rules) {
        if (!rule.alerting && !elsewhere(rule.name))
            return "{__name__=" + promql::quote(rule.name) + "}";
    }
    for (const alerting::LoadedRule &rule : group.rules) {
        if (rule.alerting && !elsewhere(rule.name))
            return "ALERTS{alertname=" + promql::quote(rule.name) + "}";
    }
    return {};
}

Milliseconds settlingTime(const alerting::ServerFacts &facts)
{
    return std::llround(facts.settlingSeconds() * 1000);
}

} // namespace

alerting::LabelExpander expanderFor(const alerting::AlertSpec &alert, const alerting::ServerFacts &facts)
{
    alerting::TemplateContext context;
    context.alert = alert.name;
    context.externalLabels = facts.externalLabels;
    context.externalUrl = facts.externalUrl;
    context.dialect.major = facts.major;
    context.dialect.minor = facts.minor;
    return alerting::labelExpander(std::move(context));
}

RuleBacktest::RuleBacktest(BacktestRequest request, alerting::RuleServer &server,
                           std::shared_ptr<const ServerKnowledge> knowledge)
    : m_request(std::move(request)), m_server(server), m_knowledge(std::move(knowledge))
{
    for (const auto &document : m_request.documents) {
        const rules::Rule *rule = document->file() == m_request.rule.file ? document->find(m_request.rule) : nullptr;
        if (rule && rule->kind == rules::RuleKind::Alerting) {
            m_document = document;
            m_rule = rule;
            m_group = document->findGroup(m_request.rule);
        }
    }
    m_result.server = m_knowledge->facts;
    m_result.from = m_request.from;
    if (!m_rule)
        return;
    m_result.alert = alertSpecOf(*m_group, *m_rule);
    m_result.timing = timingOf(*m_group, std::llround(m_knowledge->facts.evaluationIntervalSeconds * 1000));
    if (m_request.recordings)
        m_recordings = readableRecordings(*m_rule->tree, *m_request.recordings);
    else
        m_recordings = readableRecordings(*m_rule->tree, recordingsFor(m_request.documents, *m_knowledge));
    m_ownExpander = !m_request.expand;
    if (m_ownExpander)
        m_request.expand = expanderFor(m_result.alert, m_knowledge->facts);
}

RuleBacktest::~RuleBacktest() = default;

void RuleBacktest::start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed)
{
    cancel();
    m_finished = std::move(finished);
    m_progressed = std::move(progressed);
    m_error.reset();
    if (!m_rule)
        return refuse(backtestRefusal(TRANSLATABLE("Core", "There is no such alerting rule any more."), {}));
    if (!m_rule->tree->valid())
        return refuse(
            backtestRefusal(TRANSLATABLE("Core", "The expression of %1 has errors; `rulewright-cli check` shows them."),
                            {m_rule->name.value}));
    if (const std::optional<base::Text> refusal = alerting::labelExpanderRefusal(m_result.alert.labels))
        return refuse({base::ErrorKind::Unsupported, *refusal, {}});
    // A run that is started again after its end begins anew.
    if (m_valuesTaken && !m_values) {
        m_fetch.reset();
        m_valuesTaken = false;
    }
    if (m_fetch)
        return fetch();
    findPhase();
}

void RuleBacktest::cancel()
{
    m_pending.reset();
    m_other.reset();
    m_recorded.reset();
    m_inlinedAgain.reset();
    m_alive = std::make_shared<int>();
    m_finished = nullptr;
    m_progressed = nullptr;
    if (m_fetch)
        m_fetch->cancel();
}

void RuleBacktest::refuse(base::Error error)
{
    m_refused = true;
    m_error = std::move(error);
    finish();
}

void RuleBacktest::finish()
{
    m_progressed = nullptr;
    if (const auto finished = std::exchange(m_finished, nullptr))
        finished();
}

FetchProgress RuleBacktest::progress() const
{
    return m_fetch ? m_fetch->progress() : FetchProgress();
}

void RuleBacktest::findPhase()
{
    const Milliseconds interval = m_result.timing.interval;
    m_result.timing.phase = guessedPhase(m_document->file(), m_group->name.value, interval);
    const alerting::LoadedGroup *loaded =
        m_knowledge->loaded ? findLoadedGroup(*m_knowledge->loaded, m_request.rule, *m_group) : nullptr;
    if (!loaded || std::llround(loaded->intervalSeconds * 1000) != interval)
        return fetch();
    if (const std::optional<Phase> phase = phaseOfLoaded(*loaded, m_knowledge->facts)) {
        m_result.timing.phase = phase->phase;
        m_result.phaseSource = phase->source;
        return fetch();
    }
    const std::string recorded = recordedIn(*loaded, *m_knowledge->loaded);
    if (recorded.empty())
        return fetch();
    m_pending = m_server.queryInstant("max(timestamp(" + recorded + "))", secondsAt(m_request.to),
                                      [this](const base::Result<alerting::QueryResult> &answer) {
                                          const auto query = std::move(m_pending);
                                          if (const std::optional<double> sample = onlyValue(answer)) {
                                              const Phase phase =
                                                  phaseOfSample(std::llround(*sample * 1000), m_result.timing);
                                              m_result.timing.phase = phase.phase;
                                              m_result.phaseSource = phase.source;
                                          }
                                          fetch();
                                      });
}

Milliseconds RuleBacktest::serverNow() const
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() +
           std::llround(m_knowledge->facts.clockAheadSeconds * 1000);
}

/// The ticks of the range that are still to come are unknown.
TickValues RuleBacktest::withFuture(TickValues values) const
{
    const Ticks all = ticksBetween(values.ticks.first, m_request.to, values.ticks.interval, values.ticks.first);
    values.ticks.count = std::max(values.ticks.count, all.count);
    values.answers.resize(values.ticks.count);
    return values;
}

ExpressionRequest RuleBacktest::expressionAt(Milliseconds phase) const
{
    ExpressionRequest request;
    request.expr = m_rule->expr.value;
    if (m_result.threshold)
        request.expr = request.expr.substr(m_result.threshold->exprRange.start, m_result.threshold->exprRange.size());
    request.dialect = m_rule->tree->dialect();
    request.reader = m_request.rule;
    request.timing = m_result.timing;
    request.timing.phase = phase;
    alerting::AlertSpec longest = m_result.alert;
    longest.forDuration = std::max(longest.forDuration, m_request.longestFor);
    // What is still to come has no answer yet, and what the server does not show yet none to rely on.
    const Milliseconds shown = serverNow() - settlingTime(m_knowledge->facts);
    const Milliseconds answered = std::min(m_request.to, shown + m_result.timing.queryOffset);
    request.ticks = ticksFor(longest, m_request.from, answered, m_result.timing.interval, phase);
    request.recordings = m_recordings;
    request.pointsPerQuery = m_request.pointsPerQuery;
    return request;
}

void RuleBacktest::fetch()
{
    if (m_request.operand)
        m_result.threshold = promql::threshold(*m_rule->tree);
    if (!m_fetch) {
        ExpressionRequest request = expressionAt(*m_result.timing.phase);
        const std::size_t count =
            ticksBetween(request.ticks.first, m_request.to, request.ticks.interval, request.ticks.first).count;
        if (count > mostTicks)
            return refuse(backtestRefusal(TRANSLATABLE("Core", "The range holds %1 evaluations of %2, more than %3 "
                                                               "cannot be backtested at once. Choose a shorter range."),
                                          {std::to_string(count), m_rule->name.value, std::to_string(mostTicks)}));
        m_fetch = std::make_unique<ExpressionFetch>(std::move(request), m_server, m_knowledge);
    }
    m_fetch->start([this] { fetched(); },
                   [this](const FetchProgress &progress) {
                       if (m_progressed)
                           m_progressed(progress);
                   });
}

alerting::RuleHistory RuleBacktest::historyOf(const TickValues &values, Milliseconds reportFrom) const
{
    if (!m_result.threshold)
        return simulate(m_result.alert, values, reportFrom, m_request.expand);
    return simulate(m_result.alert, compared(values, m_result.threshold->op, m_result.threshold->value), reportFrom,
                    m_request.expand);
}

void RuleBacktest::fetched()
{
    if (m_fetch->refused())
        return refuse(*m_fetch->error());
    m_error = m_fetch->error();
    m_result.inlining = m_fetch->inlining();
    m_result.sent = {m_result.inlining.expr};
    m_result.usedInstantQueries = m_fetch->usedInstantQueries();
    if (!takeValues())
        return finish();
    m_answered = true;
    if (!m_request.background) {
        m_result.values = std::move(*m_values);
        m_values.reset();
        m_result.history = historyOf(m_result.values, m_request.from);
        return simulated();
    }
    const std::weak_ptr<int> alive = m_alive;
    // One of its own: another run may still be using the last one.
    const alerting::LabelExpander own =
        m_ownExpander ? expanderFor(m_result.alert, m_knowledge->facts) : m_request.expand;
    m_request.background([this, alive, values = m_values, alert = m_result.alert, threshold = m_result.threshold,
                          from = m_request.from, expand = own]() -> std::function<void()> {
        const auto history = std::make_shared<alerting::RuleHistory>(
            threshold ? simulate(alert, compared(*values, threshold->op, threshold->value), from, expand)
                      : simulate(alert, *values, from, expand));
        return [this, alive, history] {
            if (alive.expired())
                return;
            m_result.values = std::move(*m_values);
            m_values.reset();
            m_result.history = std::move(*history);
            simulated();
        };
    });
}

/// Moves the values out of a fetch that has them all: there may be millions. False when there is none at all.
bool RuleBacktest::takeValues()
{
    if (m_values && m_valuesTaken)
        return true;
    const FetchProgress progress = m_fetch->progress();
    if (progress.done == 0 && (progress.total > 0 || m_fetch->error()))
        return false;
    m_valuesTaken = m_fetch->complete();
    m_values = std::make_shared<TickValues>(withFuture(m_valuesTaken ? m_fetch->takeValues() : m_fetch->values()));
    return true;
}

void RuleBacktest::simulated()
{
    noteExactness();
    m_checkAt = 0;
    m_spreadAt = 0;
    m_result.selfChecks.clear();
    checkNext();
}

void RuleBacktest::noteExactness()
{
    m_result.exact = m_result.inlining.exact && m_result.phaseSource != PhaseSource::Unknown;
    m_result.warnings = m_result.inlining.warnings;
    if (readsAhead(*m_rule->tree->root(), m_result.timing.queryOffset)) {
        m_result.exact = false;
        m_result.warnings.push_back(
            {TRANSLATABLE("Core", "%1 reads ahead of its evaluation (a negative offset, or `smoothed`): at a running "
                                  "server it finds only what has happened by then."),
             {m_rule->name.value}});
    }
    const auto *loaded = m_knowledge->loaded ? &*m_knowledge->loaded : nullptr;
    for (const std::string &name : unloadedAlertsRead(m_rule->tree->root(), m_request.documents, loaded)) {
        m_result.exact = false;
        m_result.warnings.push_back({TRANSLATABLE("Core", "%1 reads ALERTS of %2, which is not loaded as it is written "
                                                          "here: when that one would have fired is missing."),
                                     {m_rule->name.value, name}});
    }
    m_result.inlinedRules.clear();
    for (const InlinedRule &inlined : m_result.inlining.inlined)
        m_result.inlinedRules.push_back(m_fetch->candidates()[inlined.rule].rule);
    if (m_result.phaseSource == PhaseSource::Unknown)
        m_result.warnings.insert(
            m_result.warnings.begin(),
            base::Text(TRANSLATABLE("Core", "It is not known when the group %1 would be evaluated within its interval "
                                            "of %2: the result is approximate."),
                       {m_group->name.value, durationOf(m_result.timing.interval)}));
    if (m_knowledge->facts.application == "VictoriaMetrics") {
        m_result.exact = false;
        m_result.warnings.push_back({TRANSLATABLE("Core", "VictoriaMetrics answered, which computes rate(), increase() "
                                                          "and others in its own way.")});
    }
    if (const std::optional<base::Error> failed = m_fetch->ruleError())
        m_result.warnings.push_back({TRANSLATABLE("Core", "At some ticks the server cannot evaluate the rule: %1"),
                                     {failed->detail.empty() ? failed->text.english() : failed->detail}});
    if (!m_result.history.firstRuleError.empty())
        m_result.warnings.push_back(
            {TRANSLATABLE("Core", "At some ticks the rule fails: %1"), {m_result.history.firstRuleError}});
    noteEdges();
}

/// What of the range cannot be known: what is still to come, and what the server keeps no longer.
void RuleBacktest::noteEdges()
{
    const TickValues &values = m_result.values;
    const Milliseconds now = serverNow() + m_result.timing.queryOffset;
    if (values.ticks.count > 0 && values.ticks.at(values.ticks.count - 1) > now)
        m_result.warnings.push_back(
            {TRANSLATABLE("Core", "The range goes on beyond the server's now: what is still to come is unknown."), {}});
    const Milliseconds settling = settlingTime(m_knowledge->facts);
    if (settling > 0 && values.ticks.count > 0 && values.ticks.at(values.ticks.count - 1) > now - settling)
        m_result.warnings.push_back({TRANSLATABLE("Core", "VictoriaMetrics repeats or leaves out what is younger than "
                                                          "%1: those ticks are unknown."),
                                     {durationOf(settling)}});
    const std::string &retention = m_knowledge->facts.retention;
    const std::optional<double> kept = rules::parseDuration(retention);
    if (kept && *kept > 0 && static_cast<double>(now - values.ticks.first) > *kept * 1000)
        m_result.warnings.push_back({TRANSLATABLE("Core", "The range begins before the server's retention of %1: what "
                                                          "is older may be gone, and is read as no series."),
                                     {retention}});
}

/// What was inlined because it is too young is recorded later on: there both must be the same.
void RuleBacktest::checkNext()
{
    const std::vector<InlinedRule> &inlined = m_result.inlining.inlined;
    while (m_checkAt < inlined.size() && inlined[m_checkAt].reason != InlineReason::TooYoung)
        ++m_checkAt;
    if (m_checkAt == inlined.size())
        return askEvidence();
    const std::string selector = selectorOf(m_result.inlinedRules[m_checkAt].name);
    InlineContext context;
    context.rules = m_fetch->candidates();
    context.majorVersion = m_knowledge->facts.major;
    context.lookback = std::llround(m_knowledge->facts.lookbackSeconds * 1000);
    const base::Result<Inlining> again = inlineRules(promql::parse(selector, m_rule->tree->dialect()), context);
    if (!again) {
        ++m_checkAt;
        return checkNext();
    }
    FetchPlan plan;
    plan.expr = selector;
    plan.ticks = m_result.values.ticks;
    if (plan.ticks.count > checkedTicks) {
        plan.ticks.first = plan.ticks.at(plan.ticks.count - checkedTicks);
        plan.ticks.count = checkedTicks;
    }
    plan.queryOffset = m_result.timing.queryOffset;
    m_recorded = std::make_unique<TickFetch>(plan, m_server);
    plan.expr = again->expr;
    m_inlinedAgain = std::make_unique<TickFetch>(plan, m_server);
    m_recorded->start([this] { m_inlinedAgain->start([this] { compareValues(); }); });
}

void RuleBacktest::compareValues()
{
    SelfCheck check;
    check.rule = m_result.inlinedRules[m_checkAt].name;
    bool begun = false;
    for (std::size_t i = 0; i < m_recorded->values().answers.size(); ++i) {
        if (m_recorded->values().answers[i].state != TickState::Answered ||
            m_inlinedAgain->values().answers[i].state != TickState::Answered)
            continue;
        const std::map<alerting::Labels, double> recorded = valuesAt(m_recorded->values(), i);
        // Before that it was not recorded yet.
        begun = begun || !recorded.empty();
        if (!begun)
            continue;
        ++check.ticks;
        const std::map<alerting::Labels, double> inlined = valuesAt(m_inlinedAgain->values(), i);
        check.different += !std::ranges::equal(recorded, inlined, [](const auto &a, const auto &b) {
            return a.first == b.first && nearlyEqual(a.second, b.second);
        });
    }
    if (check.ticks > 0)
        m_result.selfChecks.push_back(check);
    ++m_checkAt;
    checkNext();
}

std::string RuleBacktest::alertsSelector() const
{
    std::string selector = "ALERTS{alertname=" + promql::quote(m_result.alert.name) + ",alertstate=\"firing\"";
    for (const auto &[name, value] : m_result.alert.labels) {
        if (!value.empty() && value.find("{{") == std::string::npos && promql::isLegacyLabelName(name) &&
            name != "alertname" && name != "alertstate")
            selector += "," + name + "=" + promql::quote(value);
    }
    return selector + "}";
}

/// ALERTS says nothing about times at which the server did not evaluate yet: where the first sample is that it has of
/// any alert, or of what the rule's group records.
void RuleBacktest::askEvidence()
{
    m_result.agreement.reset();
    const bool loaded = m_request.compare && m_knowledge->loaded &&
                        findLoadedAlert(*m_knowledge->loaded, *m_group, *m_rule) && m_result.values.ticks.count > 0;
    if (!loaded)
        return spreadNext();
    const Milliseconds span = std::max<Milliseconds>(m_result.timing.interval, m_request.to - m_request.from);
    constexpr Milliseconds mostSteps = 1000;
    const std::string window =
        "[" + durationOf(span) + ":" + durationOf(std::max(m_result.timing.interval, span / mostSteps)) + "]";
    std::string expr = "min_over_time(timestamp(ALERTS)" + window + ")";
    for (const rules::Rule &rule : m_group->rules) {
        if (rule.kind == rules::RuleKind::Recording) {
            expr += " or label_replace(min_over_time(timestamp(" + selectorOf(rule.name.value) + ")" + window +
                    "), \"__rw\", \"1\", \"\", \"\")";
            break;
        }
    }
    m_pending = m_server.queryInstant(
        "min(" + expr + ")", secondsAt(m_request.to), [this](const base::Result<alerting::QueryResult> &answer) {
            const auto query = std::move(m_pending);
            const std::optional<double> first = onlyValue(answer);
            if (!first)
                return spreadNext();
            const Milliseconds begun = std::llround(*first * 1000);
            const Milliseconds settled =
                m_result.alert.forDuration + m_result.alert.keepFiringFor + m_result.timing.interval;
            m_alerts.clear();
            const Milliseconds since =
                begun - m_result.timing.interval <= m_request.from ? m_request.from : begun + settled;
            if (since >= m_request.to)
                return spreadNext();
            askAlerts(since, m_request.from);
        });
}

/// Raw samples, some thousand ticks at a time.
void RuleBacktest::askAlerts(Milliseconds since, Milliseconds from)
{
    constexpr Milliseconds ticksPerQuery = 5000;
    const Milliseconds until = std::min(m_request.to, from + ticksPerQuery * m_result.timing.interval);
    const std::string expr = alertsSelector() + "[" +
                             durationOf(std::max<Milliseconds>(1000, until - from + m_result.timing.interval)) + "]";
    m_pending =
        m_server.queryInstant(expr, secondsAt(until), [this, since, until](base::Result<alerting::QueryResult> answer) {
            const auto query = std::move(m_pending);
            if (!answer)
                return spreadNext();
            // Pieces of one series are joined, so that a firing over their border stays one.
            for (alerting::Series &series : answer->series) {
                const auto known = std::ranges::find(m_alerts, series.labels, &alerting::Series::labels);
                if (known == m_alerts.end())
                    m_alerts.push_back(std::move(series));
                else
                    known->samples.insert(known->samples.end(), series.samples.begin(), series.samples.end());
            }
            if (until < m_request.to)
                return askAlerts(since, until);
            // Nor what the backtest itself cannot know of the time before it.
            const std::optional<Milliseconds> doubt = m_result.history.doubtUntil;
            m_result.agreement = compareFirings(m_result.alert, m_result.history, m_alerts, m_result.values.ticks,
                                                std::max(since, doubt ? *doubt + m_result.timing.interval : since),
                                                m_result.timing.queryOffset);
            spreadNext();
        });
}

void RuleBacktest::spreadNext()
{
    if (m_result.phaseSource != PhaseSource::Unknown || !m_request.spread || m_error)
        return finish();
    const alerting::RuleHistory &own = m_result.history;
    if (m_spreadAt == 0)
        m_result.spread = PhaseSpread{own.firingRatio(), own.firingRatio(), own.firings(), own.firings()};
    if (m_other) {
        if (m_other->complete()) {
            const alerting::RuleHistory history = historyOf(withFuture(m_other->values()), m_request.from);
            PhaseSpread &spread = *m_result.spread;
            spread.leastRatio = std::min(spread.leastRatio, history.firingRatio());
            spread.mostRatio = std::max(spread.mostRatio, history.firingRatio());
            spread.leastFirings = std::min(spread.leastFirings, history.firings());
            spread.mostFirings = std::max(spread.mostFirings, history.firings());
        } else {
            m_result.spread.reset();
            return finish();
        }
    }
    if (++m_spreadAt == spreadPhases)
        return finish();
    const Milliseconds interval = m_result.timing.interval;
    const Milliseconds phase = (*m_result.timing.phase + interval * static_cast<Milliseconds>(m_spreadAt) /
                                                             static_cast<Milliseconds>(spreadPhases)) %
                               interval;
    m_other = std::make_unique<ExpressionFetch>(expressionAt(phase), m_server, m_knowledge);
    m_other->start([this] { spreadNext(); });
}

} // namespace backtest
