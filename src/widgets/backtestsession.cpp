#include "widgets/backtestsession.h"

#include "prometheus/apicall.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace widgets {

namespace {

/// Rules are reloaded seldom; a person who just did presses the button again.
constexpr qint64 backtestKnowledgeMilliseconds = 30000;

const rules::Rule *findRule(const backtest::Documents &documents, const rules::RuleRef &ref)
{
    for (const auto &document : documents) {
        if (document->file() == ref.file)
            return document->find(ref);
    }
    return nullptr;
}

const rules::RuleGroup *findGroup(const backtest::Documents &documents, const rules::RuleRef &ref)
{
    for (const auto &document : documents) {
        if (document->file() == ref.file)
            return document->findGroup(ref);
    }
    return nullptr;
}

} // namespace

BacktestSession::BacktestSession(QObject *parent) : QObject(parent) {}

BacktestSession::~BacktestSession() = default;

void BacktestSession::setClient(prometheus::Client *client)
{
    cancel();
    m_client = client;
    m_knowledge.reset();
    m_outcomes.clear();
    m_queue.clear();
    m_unfinished.clear();
}

void BacktestSession::start(BacktestSubject subject)
{
    cancel();
    ++m_generation;
    m_subject = std::move(subject);
    m_outcomes.clear();
    m_unfinished.clear();
    m_run = {};
    m_queue.clear();
    for (std::size_t i = 0; i < m_subject.rules.size(); ++i)
        m_queue.push_back(i);
    m_recordings.reset();
    m_savedRecordings.reset();
    resume();
}

void BacktestSession::resume()
{
    if (m_running || !m_client)
        return;
    m_running = true;
    m_cancelled = false;
    m_failures = 0;
    // What failed goes first, in the order of the rules.
    for (auto run = m_unfinished.rbegin(); run != m_unfinished.rend(); ++run) {
        if (std::ranges::find(m_queue, run->first) == m_queue.end())
            m_queue.push_front(run->first);
    }
    m_resumedAt = progress();
    m_clock.start();
    if (m_knowledge && m_knowledgeAge.elapsed() < backtestKnowledgeMilliseconds)
        return runNext();
    m_pending = backtest::askKnowledge(*m_client, [this](backtest::ServerKnowledge knowledge) {
        m_pending.reset();
        m_knowledge = std::make_shared<const backtest::ServerKnowledge>(std::move(knowledge));
        m_knowledgeAge.start();
        m_recordings.reset();
        m_savedRecordings.reset();
        runNext();
    });
}

void BacktestSession::cancel()
{
    if (!m_running)
        return;
    m_running = false;
    m_cancelled = true;
    m_pending.reset();
    if (!m_run.own)
        return;
    m_run.own->cancel();
    if (m_run.saved)
        m_run.saved->cancel();
    m_queue.push_front(m_current);
    m_unfinished[m_current] = std::move(m_run);
    m_run = {};
}

double BacktestSession::progress() const
{
    if (m_subject.rules.empty())
        return 1;
    const backtest::FetchProgress own = m_run.own ? m_run.own->progress() : backtest::FetchProgress();
    const double part = own.total > 0 ? static_cast<double>(own.done) / static_cast<double>(own.total) : 0;
    const std::size_t waiting = m_queue.size() + (m_run.own ? 1 : 0);
    return (static_cast<double>(m_subject.rules.size() - waiting) + part) / static_cast<double>(m_subject.rules.size());
}

std::optional<double> BacktestSession::secondsLeft() const
{
    const double done = progress() - m_resumedAt;
    if (!m_running || done <= 0)
        return std::nullopt;
    return static_cast<double>(m_clock.elapsed()) / 1000 / done * (1 - progress());
}

backtest::BacktestRequest BacktestSession::requestFor(const rules::RuleRef &rule,
                                                      const backtest::Documents &documents) const
{
    backtest::BacktestRequest request;
    request.documents = documents;
    request.rule = rule;
    request.from = std::llround(m_subject.from * 1000);
    request.to = std::llround(m_subject.to * 1000);
    // Taken in between two frames, each.
    constexpr std::size_t pointsAtOnce = 2000;
    request.pointsPerQuery = pointsAtOnce;
    request.background = prometheus::runInBackground;
    return request;
}

bool BacktestSession::savedDiffers(const rules::RuleRef &ref) const
{
    const rules::Rule *now = findRule(m_subject.documents, ref);
    const rules::Rule *before = findRule(m_subject.saved, ref);
    if (!now || !before || before->kind != rules::RuleKind::Alerting)
        return false;
    const rules::RuleGroup *nowGroup = findGroup(m_subject.documents, ref);
    const rules::RuleGroup *beforeGroup = findGroup(m_subject.saved, ref);
    const alerting::AlertSpec a = backtest::alertSpecOf(*nowGroup, *now);
    const alerting::AlertSpec b = backtest::alertSpecOf(*beforeGroup, *before);
    return a.name == b.name && (now->expr.value != before->expr.value || a.forDuration != b.forDuration ||
                                a.keepFiringFor != b.keepFiringFor || a.limit != b.limit || a.labels != b.labels ||
                                backtest::timingOf(*nowGroup).interval != backtest::timingOf(*beforeGroup).interval);
}

void BacktestSession::stop()
{
    m_running = false;
    emit finished();
}

void BacktestSession::runNext()
{
    // A server that answers nobody so often in a row is not asked for the rest of a thousand rules.
    constexpr int mostFailures = 3;
    if (m_queue.empty() || !m_client || m_failures >= mostFailures)
        return stop();
    m_current = m_queue.front();
    m_queue.pop_front();
    if (const auto unfinished = m_unfinished.find(m_current); unfinished != m_unfinished.end()) {
        m_run = std::move(unfinished->second);
        m_unfinished.erase(unfinished);
        return runRule();
    }
    const rules::RuleRef &ref = m_subject.rules[m_current];
    if (!m_recordings)
        m_recordings = std::make_shared<const std::vector<backtest::RecordingRule>>(
            backtest::recordingsFor(m_subject.documents, *m_knowledge));
    backtest::BacktestRequest request = requestFor(ref, m_subject.documents);
    request.recordings = m_recordings;
    request.operand = true;
    if (const rules::Rule *rule = findRule(m_subject.documents, ref)) {
        const rules::RuleGroup *group = findGroup(m_subject.documents, ref);
        const backtest::Milliseconds own = backtest::alertSpecOf(*group, *rule).forDuration;
        request.longestFor = backtest::forDurationsAround(own, backtest::timingOf(*group).interval).back();
    }
    m_run.own = std::make_unique<backtest::RuleBacktest>(std::move(request), *m_client, m_knowledge);
    runRule();
}

void BacktestSession::runRule()
{
    // Its answer is there: only the rule as it was saved is missing.
    if (m_run.ownEnded && m_run.saved && !m_run.own->error())
        return runSaved();
    m_run.ownEnded = false;
    m_run.own->start(
        [this] {
            m_run.ownEnded = true;
            if (savedDiffers(m_subject.rules[m_current]))
                return runSaved();
            ended();
        },
        [this](const backtest::FetchProgress &) { emit progressed(); });
}

void BacktestSession::runSaved()
{
    if (!m_run.saved) {
        if (!m_savedRecordings)
            m_savedRecordings = std::make_shared<const std::vector<backtest::RecordingRule>>(
                backtest::recordingsFor(m_subject.saved, *m_knowledge));
        backtest::BacktestRequest request = requestFor(m_subject.rules[m_current], m_subject.saved);
        request.recordings = m_savedRecordings;
        request.compare = false;
        request.spread = false;
        m_run.saved = std::make_unique<backtest::RuleBacktest>(std::move(request), *m_client, m_knowledge);
    }
    m_run.saved->start([this] { ended(); });
}

void BacktestSession::ended()
{
    const rules::RuleRef &ref = m_subject.rules[m_current];
    BacktestOutcome outcome;
    outcome.rule = ref;
    const rules::Rule *rule = findRule(m_subject.documents, ref);
    outcome.name = rule ? rule->name.value : std::string();
    outcome.error = m_run.own->error();
    const bool savedLacks = m_run.saved && m_run.saved->error() && !m_run.saved->refused();
    if (!outcome.error && savedLacks)
        outcome.error = m_run.saved->error();
    const bool lacks = outcome.error && !m_run.own->refused();
    m_failures = lacks && !m_run.own->answered() ? m_failures + 1 : 0;
    const auto resultOf = [lacks](backtest::RuleBacktest &run) {
        return run.answered()
                   ? std::make_shared<const backtest::BacktestResult>(lacks ? run.result() : run.takeResult())
                   : nullptr;
    };
    outcome.result = resultOf(*m_run.own);
    if (m_run.saved)
        outcome.before = resultOf(*m_run.saved);
    store(std::move(outcome));
    // The runs are on the stack.
    const auto run = std::make_shared<Run>(std::exchange(m_run, {}));
    if (lacks)
        m_unfinished[m_current] = std::move(*run);
    QMetaObject::invokeMethod(
        this, [run] {}, Qt::QueuedConnection);
    constexpr std::size_t mostTables = 50;
    if (m_subject.rules.size() <= mostTables)
        computeWhatIf(m_current);
    emit changed();
    // Not from within the run: a thousand rules that are refused at once are not a thousand calls deep.
    QMetaObject::invokeMethod(
        this,
        [this, generation = m_generation] {
            if (m_running && generation == m_generation && !m_run.own && !m_pending)
                runNext();
        },
        Qt::QueuedConnection);
}

/// In the place of what was known of the rule before.
void BacktestSession::store(BacktestOutcome outcome)
{
    const auto known = std::ranges::find(m_outcomes, outcome.rule, &BacktestOutcome::rule);
    if (known != m_outcomes.end())
        *known = std::move(outcome);
    else
        m_outcomes.push_back(std::move(outcome));
}

bool BacktestSession::tryThreshold(const rules::RuleRef &rule, double threshold,
                                   std::function<void(const backtest::WhatIf &)> done)
{
    const auto known = std::ranges::find(m_outcomes, rule, &BacktestOutcome::rule);
    if (known == m_outcomes.end() || !known->result || !known->result->threshold)
        return false;
    const QPointer<BacktestSession> self(this);
    prometheus::runInBackground([result = known->result, self, generation = m_generation, threshold,
                                 done = std::move(done)]() -> std::function<void()> {
        const std::vector<double> thresholds = {threshold};
        const std::vector<backtest::Milliseconds> durations = {result->alert.forDuration};
        const std::vector<backtest::WhatIf> cells =
            backtest::whatIf(result->alert, result->values, result->threshold->op, thresholds, durations, result->from,
                             backtest::expanderFor(result->alert, result->server));
        return [self, generation, done, cell = cells.front()] {
            if (self && self->m_generation == generation)
                done(cell);
        };
    });
    return true;
}

/// Off the GUI thread: a table is some twenty simulations.
void BacktestSession::computeWhatIf(std::size_t index)
{
    const rules::RuleRef rule = m_subject.rules[index];
    const auto result = std::ranges::find(m_outcomes, rule, &BacktestOutcome::rule)->result;
    if (!result)
        return;
    const QPointer<BacktestSession> self(this);
    const std::size_t generation = m_generation;
    prometheus::runInBackground([result, self, generation, rule]() -> std::function<void()> {
        const std::vector<backtest::Milliseconds> durations =
            backtest::forDurationsAround(result->alert.forDuration, result->timing.interval);
        const alerting::LabelExpander expand = backtest::expanderFor(result->alert, result->server);
        std::vector<backtest::WhatIf> cells =
            result->threshold ? backtest::whatIf(result->alert, result->values, result->threshold->op,
                                                 backtest::thresholdsAround(result->threshold->value), durations,
                                                 result->from, expand)
                              : backtest::whatIf(result->alert, result->values, durations, result->from, expand);
        return [self, generation, rule, result, cells = std::move(cells)] {
            if (!self || self->m_generation != generation)
                return;
            const auto outcome = std::ranges::find(self->m_outcomes, rule, &BacktestOutcome::rule);
            if (outcome == self->m_outcomes.end() || outcome->result != result)
                return;
            outcome->whatIf = cells;
            emit self->changed();
        };
    });
}

} // namespace widgets
