#include "backtest/expressionfetch.h"

#include "backtest/loadedlookup.h"
#include "backtest/timeshift.h"
#include "promql/literals.h"
#include "rules/selectors.h"

#include <algorithm>
#include <cmath>
#include <string_view>
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

std::string selectorOfAll(const std::vector<std::string> &names)
{
    std::string regex;
    for (const std::string &name : names) {
        if (!regex.empty())
            regex += '|';
        for (const char c : name) {
            if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
                regex += '\\';
            regex += c;
        }
    }
    return "{__name__=~" + promql::quote(regex) + "}";
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

InlineFetch::InlineFetch(const ExpressionRequest &request, alerting::RuleServer &server,
                         std::shared_ptr<const ServerKnowledge> knowledge)
    : m_request(request),
      m_server(server),
      m_knowledge(std::move(knowledge)),
      m_tree(promql::parse(m_request.expr, m_request.dialect))
{}

void InlineFetch::start(Done done)
{
    m_pending.reset();
    m_done = std::move(done);
    if (!m_tree.valid())
        return deliver(base::Error{
            base::ErrorKind::Invalid,
            {TRANSLATABLE("Core", "The expression has errors: %1."), {m_tree.diagnostics().front().text.english()}},
            {}});
    m_names.clear();
    m_atStart.clear();
    m_reach = 0;
    askStart({m_tree.root()}, 0);
}

void InlineFetch::deliver(base::Result<Inlining> result)
{
    // The callback may delete this object.
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

/// Asks whether what the expressions read is recorded as early as they read it; then the same of the expressions of
/// the rules that have to be inlined.
void InlineFetch::askStart(const std::vector<const promql::Expr *> &exprs, Milliseconds reach)
{
    std::vector<std::string> names;
    Milliseconds further = 0;
    for (const promql::Expr *expr : exprs) {
        further = std::max(further, reachOf(*expr));
        for (const rules::Selector &selector : rules::selectorsOf(expr)) {
            for (const RecordingRule &rule : m_request.recordings) {
                if (!selector.nameMatchers.empty() && selector.matchesName(rule.name) && !among(m_names, rule.name)) {
                    names.push_back(rule.name);
                    m_names.push_back(rule.name);
                }
            }
        }
    }
    if (names.empty())
        return m_names.empty() ? finish() : askWithin();
    m_reach = reach + further;
    const Milliseconds start = m_request.ticks.first - m_request.timing.queryOffset - m_reach;
    const auto take = [this, names](const base::Result<alerting::QueryResult> &answer) {
        const auto query = std::move(m_pending);
        if (!answer)
            return deliver(answer.error());
        for (const std::string &name : namesIn(answer))
            m_atStart.push_back(name);
        std::vector<const promql::Expr *> next;
        Milliseconds interval = 0;
        for (const RecordingRule &rule : m_request.recordings) {
            if (among(names, rule.name) && reasonOf(rule)) {
                next.push_back(rule.tree->root());
                interval = std::max(interval, rule.timing.interval);
            }
        }
        askStart(next, m_reach + interval);
    };
    m_pending = m_server.queryInstant("count by(__name__) (" + selectorOfAll(names) + ")",
                                      static_cast<double>(start) / 1000, take);
}

std::optional<InlineReason> InlineFetch::reasonOf(const RecordingRule &rule) const
{
    const bool atStart = among(m_atStart, rule.name);
    if (!m_knowledge->loaded)
        return atStart ? std::nullopt : std::optional(InlineReason::NotLoaded);
    switch (loadedStateOf(rule, *m_knowledge->loaded)) {
    case LoadedState::NotLoaded:
        return InlineReason::NotLoaded;
    case LoadedState::Different:
        return InlineReason::OtherExpression;
    case LoadedState::Same:
        break;
    }
    return atStart ? std::nullopt : std::optional(InlineReason::TooYoung);
}

void InlineFetch::askWithin()
{
    const Ticks &ticks = m_request.ticks;
    const Milliseconds end = ticks.at(ticks.count == 0 ? 0 : ticks.count - 1) - m_request.timing.queryOffset;
    const Milliseconds span = std::max<Milliseconds>(60000, end - ticks.first + m_reach);
    const std::string expr = "count by(__name__) (last_over_time(" + selectorOfAll(m_names) + "[" +
                             promql::formatDuration(static_cast<double>(span) / 1000) + "]))";
    m_pending = m_server.queryInstant(expr, static_cast<double>(end) / 1000,
                                      [this](const base::Result<alerting::QueryResult> &answer) {
                                          const auto query = std::move(m_pending);
                                          // The heavier question only warns of scraped series.
                                          m_within = answer ? namesIn(answer) : m_atStart;
                                          finish();
                                      });
}

void InlineFetch::finish()
{
    m_candidates.clear();
    for (const RecordingRule &rule : m_request.recordings) {
        // Rules that nothing reads were not asked about.
        const bool asked = among(m_names, rule.name);
        InlineCandidate candidate{rule, asked ? reasonOf(rule) : std::nullopt, false};
        candidate.alsoScraped = candidate.reason == InlineReason::NotLoaded && among(m_within, rule.name);
        if (m_request.reader && sameGroup(rule.ref, *m_request.reader))
            candidate.rule.timing.phase = m_request.timing.phase;
        m_candidates.push_back(std::move(candidate));
    }
    deliver(inlineRules(m_tree, context()));
}

InlineContext InlineFetch::context() const
{
    InlineContext context;
    context.rules = m_candidates;
    context.reader = m_request.reader;
    context.readerTiming = m_request.timing;
    context.majorVersion = m_knowledge->facts.major;
    context.lookback = std::llround(m_knowledge->facts.lookbackSeconds * 1000);
    return context;
}

ExpressionFetch::ExpressionFetch(ExpressionRequest request, alerting::RuleServer &server,
                                 std::shared_ptr<const ServerKnowledge> knowledge)
    : m_request(std::move(request)), m_server(server), m_inline(m_request, server, std::move(knowledge))
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
    m_error.reset();
    if (m_fetch)
        return m_fetch->start(std::move(finished), std::move(progressed));
    m_finished = std::move(finished);
    m_progressed = std::move(progressed);
    m_inline.start([this](base::Result<Inlining> result) { inlined(std::move(result)); });
}

void ExpressionFetch::cancel()
{
    m_inline.cancel();
    m_finished = nullptr;
    m_progressed = nullptr;
    if (m_fetch)
        m_fetch->cancel();
}

void ExpressionFetch::inlined(base::Result<Inlining> inlining)
{
    if (!inlining) {
        m_error = inlining.error();
        m_refused = m_error->kind == base::ErrorKind::Unsupported || m_error->kind == base::ErrorKind::Invalid;
        m_progressed = nullptr;
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
        return;
    }
    m_inlining = std::move(inlining.value());
    FetchPlan plan;
    plan.expr = m_inlining.expr;
    plan.ticks = m_request.ticks;
    plan.queryOffset = m_request.timing.queryOffset;
    plan.concurrency = m_request.concurrency;
    plan.pointsPerQuery = m_request.pointsPerQuery;
    plan.byRange = safeForRangeQuery(promql::parse(plan.expr, m_request.dialect).root());
    m_fetch = std::make_unique<TickFetch>(std::move(plan), m_server);
    m_fetch->start(std::exchange(m_finished, nullptr), std::exchange(m_progressed, nullptr));
}

} // namespace backtest
