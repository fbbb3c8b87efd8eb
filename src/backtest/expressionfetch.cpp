#include "backtest/expressionfetch.h"

#include "backtest/loadedlookup.h"
#include "backtest/timeshift.h"
#include "promql/literals.h"
#include "rules/selectors.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace backtest {

namespace {

class KnowledgeCall : public alerting::PendingQuery
{
public:
    KnowledgeCall(alerting::RuleServer &server, std::function<void(ServerKnowledge)> done) : m_done(std::move(done))
    {
        m_facts = server.serverFacts([this](alerting::ServerFacts facts) {
            m_knowledge.facts = std::move(facts);
            answered();
        });
        m_rules = server.loadedRules([this](base::Result<alerting::LoadedRules> rules) {
            if (rules)
                m_knowledge.loaded = std::move(rules).value();
            else
                m_knowledge.rulesError = rules.error();
            answered();
        });
    }

private:
    void answered()
    {
        if (++m_answers < 2)
            return;
        // The callback may delete this object.
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(m_knowledge));
    }

    std::function<void(ServerKnowledge)> m_done;
    ServerKnowledge m_knowledge;
    int m_answers = 0;
    std::unique_ptr<alerting::PendingQuery> m_facts;
    std::unique_ptr<alerting::PendingQuery> m_rules;
};

/// How far before its evaluation an expression reads.
Milliseconds reachOf(const promql::Expr &expr)
{
    const auto own = [](const promql::DurationExpr *window, const promql::Modifiers &modifiers) {
        return constantDuration(window).value_or(0) +
               std::max<Milliseconds>(0, constantDuration(modifiers.offset).value_or(0));
    };
    if (const auto *selector = promql::as<promql::VectorSelector>(&expr))
        return own(nullptr, selector->modifiers);
    if (const auto *matrix = promql::as<promql::MatrixSelector>(&expr))
        return own(matrix->window, matrix->modifiers);
    Milliseconds reach = 0;
    promql::forEachChild(expr, [&reach](const promql::Expr &child) { reach = std::max(reach, reachOf(child)); });
    const auto *subquery = promql::as<promql::Subquery>(&expr);
    return reach + (subquery ? own(subquery->window, subquery->modifiers) : 0);
}

std::vector<std::string> namesIn(const base::Result<alerting::QueryResult> &answer)
{
    std::vector<std::string> names;
    if (!answer)
        return names;
    for (const alerting::Series &series : answer->series) {
        for (const auto &[name, value] : series.labels) {
            if (name == "__name__")
                names.push_back(value);
        }
    }
    return names;
}

bool among(const std::vector<std::string> &names, const std::string &name)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace

std::unique_ptr<alerting::PendingQuery> askKnowledge(alerting::RuleServer &server,
                                                     std::function<void(ServerKnowledge)> done)
{
    return std::make_unique<KnowledgeCall>(server, std::move(done));
}

ExpressionFetch::ExpressionFetch(ExpressionRequest request, alerting::RuleServer &server,
                                 std::shared_ptr<const ServerKnowledge> knowledge)
    : m_request(std::move(request)),
      m_server(server),
      m_knowledge(std::move(knowledge)),
      m_tree(promql::parse(m_request.expr, m_request.dialect))
{
    m_nothing.ticks = m_request.ticks;
    m_nothing.answers.resize(m_request.ticks.count);
    m_inlining.expr = m_request.expr;
}

ExpressionFetch::~ExpressionFetch() = default;

const TickValues &ExpressionFetch::values() const
{
    return m_fetch ? m_fetch->values() : m_nothing;
}

std::optional<base::Error> ExpressionFetch::error() const
{
    return m_error || !m_fetch ? m_error : m_fetch->error();
}

std::optional<base::Error> ExpressionFetch::ruleError() const
{
    return m_fetch ? m_fetch->ruleError() : std::nullopt;
}

FetchProgress ExpressionFetch::progress() const
{
    return m_fetch ? m_fetch->progress() : FetchProgress{0, m_request.ticks.count, std::nullopt};
}

void ExpressionFetch::start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed)
{
    cancel();
    m_finished = std::move(finished);
    m_progressed = std::move(progressed);
    m_error.reset();
    if (m_fetch)
        return m_fetch->start(std::exchange(m_finished, nullptr), std::exchange(m_progressed, nullptr));
    if (!m_tree.valid()) {
        m_refused = true;
        return fail(
            {base::ErrorKind::Invalid,
             {TRANSLATABLE("Core", "The expression has errors: %1."), {m_tree.diagnostics().front().text.english()}},
             {}});
    }
    const std::vector<std::string> names = namesRead();
    if (names.empty())
        return inlineAndFetch();
    m_namesRegex.clear();
    for (const std::string &name : names) {
        if (!m_namesRegex.empty())
            m_namesRegex += '|';
        for (const char c : name)
            m_namesRegex += std::string_view("\\.+*?()|[]{}^$").find(c) == std::string_view::npos
                                ? std::string(1, c)
                                : std::string("\\") + c;
    }
    askStart();
}

void ExpressionFetch::cancel()
{
    m_pending.reset();
    m_finished = nullptr;
    m_progressed = nullptr;
    if (m_fetch)
        m_fetch->cancel();
}

void ExpressionFetch::fail(base::Error error)
{
    m_error = std::move(error);
    m_progressed = nullptr;
    if (const auto finished = std::exchange(m_finished, nullptr))
        finished();
}

/// The recording rules that the expression reads, and those that they read; m_candidates holds all of these.
std::vector<std::string> ExpressionFetch::namesRead() const
{
    std::set<std::string> names;
    std::vector<const promql::Expr *> open = {m_tree.root()};
    while (!open.empty()) {
        const promql::Expr *expr = open.back();
        open.pop_back();
        for (const rules::Selector &selector : rules::selectorsOf(expr)) {
            for (const RecordingRule &rule : m_request.recordings) {
                if (selector.matchesName(rule.name) && names.insert(rule.name).second)
                    open.push_back(rule.tree->root());
            }
        }
    }
    return {names.begin(), names.end()};
}

void ExpressionFetch::askStart()
{
    m_reach = reachOf(*m_tree.root());
    Milliseconds deepest = 0;
    for (const RecordingRule &rule : m_request.recordings)
        deepest = std::max(deepest, reachOf(*rule.tree->root()));
    m_reach += deepest;
    const Milliseconds start = m_request.ticks.first - m_request.timing.queryOffset - m_reach;
    const std::string expr = "count by(__name__) ({__name__=~" + promql::quote(m_namesRegex) + "})";
    m_pending = m_server.queryInstant(expr, static_cast<double>(start) / 1000,
                                      [this](const base::Result<alerting::QueryResult> &answer) {
                                          const auto query = std::move(m_pending);
                                          if (!answer)
                                              return fail(answer.error());
                                          m_atStart = namesIn(answer);
                                          askWithin();
                                      });
}

void ExpressionFetch::askWithin()
{
    const Ticks &ticks = m_request.ticks;
    const Milliseconds end = ticks.at(ticks.count == 0 ? 0 : ticks.count - 1) - m_request.timing.queryOffset;
    const Milliseconds span = std::max<Milliseconds>(60000, end - ticks.first + m_reach);
    const std::string expr = "count by(__name__) (last_over_time({__name__=~" + promql::quote(m_namesRegex) + "}[" +
                             promql::formatDuration(static_cast<double>(span) / 1000) + "]))";
    m_pending = m_server.queryInstant(expr, static_cast<double>(end) / 1000,
                                      [this](const base::Result<alerting::QueryResult> &answer) {
                                          const auto query = std::move(m_pending);
                                          // The heavier question only warns of scraped series.
                                          m_within = answer ? namesIn(answer) : m_atStart;
                                          inlineAndFetch();
                                      });
}

void ExpressionFetch::inlineAndFetch()
{
    m_candidates.clear();
    for (RecordingRule rule : m_request.recordings) {
        InlineCandidate candidate{std::move(rule), std::nullopt, false};
        RecordingRule &recording = candidate.rule;
        const bool atStart = among(m_atStart, recording.name);
        if (!m_knowledge->loaded) {
            if (!atStart)
                candidate.reason = InlineReason::NotLoaded;
        } else {
            const LoadedState state = loadedStateOf(recording, *m_knowledge->loaded);
            if (state == LoadedState::NotLoaded)
                candidate.reason = InlineReason::NotLoaded;
            else if (state == LoadedState::Different)
                candidate.reason = InlineReason::OtherExpression;
            else if (!atStart)
                candidate.reason = InlineReason::TooYoung;
            candidate.alsoScraped = state == LoadedState::NotLoaded && among(m_within, recording.name);
        }
        if (m_request.reader && sameGroup(recording.ref, *m_request.reader))
            recording.timing.phase = m_request.timing.phase;
        m_candidates.push_back(std::move(candidate));
    }
    InlineContext context;
    context.rules = m_candidates;
    context.reader = m_request.reader;
    context.readerTiming = m_request.timing;
    context.majorVersion = m_knowledge->facts.major;
    context.lookback = std::llround(m_knowledge->facts.lookbackSeconds * 1000);
    base::Result<Inlining> inlining = inlineRules(m_tree, context);
    if (!inlining) {
        m_refused = true;
        return fail(inlining.error());
    }
    m_inlining = std::move(inlining.value());
    FetchPlan plan;
    plan.expr = m_inlining.expr;
    plan.ticks = m_request.ticks;
    plan.queryOffset = m_request.timing.queryOffset;
    plan.concurrency = m_request.concurrency;
    plan.byRange = safeForRangeQuery(promql::parse(plan.expr, m_request.dialect).root());
    m_fetch = std::make_unique<TickFetch>(std::move(plan), m_server);
    m_fetch->start(std::exchange(m_finished, nullptr), std::exchange(m_progressed, nullptr));
}

} // namespace backtest
