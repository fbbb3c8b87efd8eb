#include "widgets/backtestsession.h"

#include "prometheus/apicall.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace widgets {

namespace {

/// Rules are reloaded seldom; a person who just did presses the button again.
constexpr qint64 knowledgeMilliseconds = 30000;

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
}

void BacktestSession::start(BacktestSubject subject)
{
    cancel();
    ++m_generation;
    m_subject = std::move(subject);
    m_outcomes.clear();
    m_run.reset();
    m_savedRun.reset();
    m_next = 0;
    resume();
}

void BacktestSession::resume()
{
    if (m_running || !m_client)
        return;
    m_running = true;
    m_cancelled = false;
    m_clock.start();
    if (m_knowledge && m_knowledgeAge.elapsed() < knowledgeMilliseconds)
        return runNext();
    m_pending = backtest::askKnowledge(*m_client, [this](backtest::ServerKnowledge knowledge) {
        m_pending.reset();
        m_knowledge = std::make_shared<const backtest::ServerKnowledge>(std::move(knowledge));
        m_knowledgeAge.start();
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
    if (m_run)
        m_run->cancel();
    if (m_savedRun)
        m_savedRun->cancel();
}

double BacktestSession::progress() const
{
    if (m_subject.rules.empty())
        return 1;
    const backtest::FetchProgress own = m_run ? m_run->progress() : backtest::FetchProgress();
    const double part = own.total > 0 ? static_cast<double>(own.done) / static_cast<double>(own.total) : 0;
    return (static_cast<double>(m_next) + part) / static_cast<double>(m_subject.rules.size());
}

std::optional<double> BacktestSession::secondsLeft() const
{
    const double done = progress();
    if (!m_running || done <= 0)
        return std::nullopt;
    return static_cast<double>(m_clock.elapsed()) / 1000 / done * (1 - done);
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

void BacktestSession::runNext()
{
    if (m_next >= m_subject.rules.size() || !m_client) {
        m_running = false;
        emit finished();
        return;
    }
    if (m_run)
        return runRule();
    const rules::RuleRef &ref = m_subject.rules[m_next];
    backtest::BacktestRequest request = requestFor(ref, m_subject.documents);
    request.operand = true;
    if (const rules::Rule *rule = findRule(m_subject.documents, ref)) {
        const rules::RuleGroup *group = findGroup(m_subject.documents, ref);
        const backtest::Milliseconds own = backtest::alertSpecOf(*group, *rule).forDuration;
        request.longestFor = backtest::forDurationsAround(own, backtest::timingOf(*group).interval).back();
    }
    m_run = std::make_unique<backtest::RuleBacktest>(std::move(request), *m_client, m_knowledge);
    runRule();
}

void BacktestSession::runRule()
{
    m_run->start(
        [this] {
            if (savedDiffers(m_subject.rules[m_next]))
                return runSaved();
            ended();
        },
        [this](const backtest::FetchProgress &) { emit progressed(); });
}

void BacktestSession::runSaved()
{
    if (!m_savedRun) {
        backtest::BacktestRequest request = requestFor(m_subject.rules[m_next], m_subject.saved);
        request.compare = false;
        request.spread = false;
        m_savedRun = std::make_unique<backtest::RuleBacktest>(std::move(request), *m_client, m_knowledge);
    }
    m_savedRun->start([this] { ended(); });
}

void BacktestSession::ended()
{
    const rules::RuleRef &ref = m_subject.rules[m_next];
    BacktestOutcome outcome;
    outcome.rule = ref;
    const rules::Rule *rule = findRule(m_subject.documents, ref);
    outcome.name = rule ? rule->name.value : std::string();
    outcome.error = m_run->error();
    if (m_run->answered())
        outcome.result = m_run->result();
    if (m_savedRun && m_savedRun->answered())
        outcome.before = m_savedRun->result();
    if (m_outcomes.size() > m_next)
        m_outcomes[m_next] = std::move(outcome);
    else
        m_outcomes.push_back(std::move(outcome));
    const std::optional<base::Error> &error = m_run->error();
    // What a resumed run can mend is kept for it.
    if (error && !m_run->refused() && m_subject.rules.size() == 1) {
        m_running = false;
        emit changed();
        emit finished();
        return;
    }
    // The runs are on the stack.
    std::shared_ptr<backtest::RuleBacktest> run = std::move(m_run);
    std::shared_ptr<backtest::RuleBacktest> saved = std::move(m_savedRun);
    QMetaObject::invokeMethod(
        this, [run, saved] {}, Qt::QueuedConnection);
    computeWhatIf(m_next);
    ++m_next;
    emit changed();
    runNext();
}

/// Off the GUI thread: a table is some twenty simulations.
void BacktestSession::computeWhatIf(std::size_t index)
{
    if (!m_outcomes[index].result)
        return;
    const auto result = std::make_shared<const backtest::BacktestResult>(*m_outcomes[index].result);
    const QPointer<BacktestSession> self(this);
    const std::size_t generation = m_generation;
    prometheus::runInBackground([result, self, generation, index]() -> std::function<void()> {
        const std::vector<backtest::Milliseconds> durations =
            backtest::forDurationsAround(result->alert.forDuration, result->timing.interval);
        const alerting::LabelExpander expand = backtest::expanderFor(result->alert, result->server);
        std::vector<backtest::WhatIf> cells =
            result->threshold ? backtest::whatIf(result->alert, result->values, result->threshold->op,
                                                 backtest::thresholdsAround(result->threshold->value), durations,
                                                 result->from, expand)
                              : backtest::whatIf(result->alert, result->values, durations, result->from, expand);
        return [self, generation, index, cells = std::move(cells)] {
            if (!self || self->m_generation != generation || index >= self->m_outcomes.size())
                return;
            self->m_outcomes[index].whatIf = cells;
            emit self->changed();
        };
    });
}

} // namespace widgets
