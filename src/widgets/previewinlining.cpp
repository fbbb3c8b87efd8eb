#include "widgets/previewinlining.h"

#include "rules/selectors.h"
#include "widgets/backtesttext.h"
#include "widgets/coretext.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace widgets {

namespace {

constexpr qint64 knowledgeMilliseconds = 30000;

backtest::Inlining asItIs(const std::string &expr)
{
    backtest::Inlining inlining;
    inlining.expr = expr;
    if (!expr.empty())
        inlining.segments.push_back({{0, expr.size()}, {0, expr.size()}, true});
    return inlining;
}

bool readsAny(const promql::Tree &tree, const std::vector<backtest::RecordingRule> &recordings)
{
    return std::ranges::any_of(rules::selectorsOf(tree.root()), [&](const rules::Selector &selector) {
        return !selector.nameMatchers.empty() &&
               std::ranges::any_of(recordings, [&selector](const backtest::RecordingRule &rule) {
                   return selector.matchesName(rule.name);
               });
    });
}

} // namespace

/// Knowledge of the server, then the expression, then its charted part.
class PreviewInlining::Call : public alerting::PendingQuery
{
public:
    Call(PreviewInlining &owner, prometheus::Client &client, backtest::Documents documents, const PreviewPlan &plan,
         double from, double to, Done done)
        : m_owner(owner), m_client(client), m_documents(std::move(documents)), m_plan(plan), m_done(std::move(done))
    {
        m_request.expr = plan.expr;
        m_request.dialect = plan.dialect;
        m_request.ticks = {std::llround(from * 1000),
                           std::max<backtest::Milliseconds>(1, std::llround((to - from) * 1000)), 2};
        m_answer.expr = asItIs(plan.expr);
        m_answer.chart = asItIs(plan.chartExpr);
        if (owner.m_knowledge && owner.m_client == &client && owner.m_age.elapsed() < knowledgeMilliseconds) {
            inlineExpr();
            return;
        }
        m_asking = backtest::askKnowledge(client, [this](backtest::ServerKnowledge knowledge) {
            m_owner.m_knowledge = std::make_shared<const backtest::ServerKnowledge>(std::move(knowledge));
            m_owner.m_client = &m_client;
            m_owner.m_age.start();
            inlineExpr();
        });
    }

private:
    void inlineExpr()
    {
        m_request.recordings = backtest::recordingsFor(m_documents, *m_owner.m_knowledge);
        m_fetch = std::make_unique<backtest::InlineFetch>(m_request, m_client, m_owner.m_knowledge);
        m_fetch->start([this](base::Result<backtest::Inlining> inlining) {
            if (!inlining)
                return deliver(inlining.error());
            m_answer.expr = std::move(inlining.value());
            for (const backtest::InlinedRule &rule : m_answer.expr.inlined)
                m_answer.notes += inlinedText(m_fetch->candidates()[rule.rule].rule.name, rule.reason);
            for (const base::Text &warning : m_answer.expr.warnings)
                m_answer.notes += translated(warning);
            inlineChart();
        });
    }

    void inlineChart()
    {
        if (m_answer.expr.inlined.empty() || m_plan.chartExpr.empty() || m_plan.chartExpr == m_plan.expr) {
            if (m_plan.chartExpr == m_plan.expr)
                m_answer.chart = m_answer.expr;
            return deliver(std::move(m_answer));
        }
        m_request.expr = m_plan.chartExpr;
        m_chartFetch = std::make_unique<backtest::InlineFetch>(m_request, m_client, m_owner.m_knowledge);
        m_chartFetch->start([this](base::Result<backtest::Inlining> inlining) {
            if (!inlining)
                return deliver(inlining.error());
            m_answer.chart = std::move(inlining.value());
            deliver(std::move(m_answer));
        });
    }

    void deliver(base::Result<Answer> answer)
    {
        // The callback deletes this object.
        if (const Done done = std::exchange(m_done, nullptr))
            done(std::move(answer));
    }

    PreviewInlining &m_owner;
    prometheus::Client &m_client;
    backtest::Documents m_documents;
    PreviewPlan m_plan;
    Done m_done;
    backtest::ExpressionRequest m_request;
    Answer m_answer;
    std::unique_ptr<alerting::PendingQuery> m_asking;
    std::unique_ptr<backtest::InlineFetch> m_fetch;
    std::unique_ptr<backtest::InlineFetch> m_chartFetch;
};

std::unique_ptr<alerting::PendingQuery> PreviewInlining::start(prometheus::Client &client, const PreviewPlan &plan,
                                                               double from, double to, Answer &answer, Done done)
{
    answer = {asItIs(plan.expr), asItIs(plan.chartExpr), {}};
    const promql::Tree tree = promql::parse(plan.expr, plan.dialect);
    if (!m_provider || !tree.valid())
        return nullptr;
    backtest::Documents documents = m_provider().edited;
    if (!readsAny(tree, backtest::recordingRulesOf(documents)))
        return nullptr;
    return std::make_unique<Call>(*this, client, std::move(documents), plan, from, to, std::move(done));
}

} // namespace widgets
