#include "backtest/explainedfetch.h"

#include "rules/selectors.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace backtest {

namespace {

/// Chains of recording rules are short; what is deeper is not shown.
constexpr int deepestChain = 16;

alerting::ExplainedExpression explained(std::shared_ptr<const promql::Tree> tree, const Inlining &inlining,
                                        const InlineContext &context, int depth)
{
    alerting::ExplainedExpression expression;
    expression.tree = std::move(tree);
    for (const Inlining::Segment &segment : inlining.segments) {
        if (segment.verbatim)
            continue;
        alerting::ExplainedExpression::Replacement replacement;
        replacement.own = segment.own;
        replacement.sent = inlining.expr.substr(segment.sent.start, segment.sent.size());
        for (const InlinedRule &each : inlining.inlined) {
            if (depth == 0 || std::ranges::find(each.selectors, segment.own) == each.selectors.end())
                continue;
            const RecordingRule &rule = context.rules[each.rule].rule;
            InlineContext inner = context;
            inner.reader = rule.ref;
            inner.readerTiming = rule.timing;
            const base::Result<Inlining> inside = inlineRules(*rule.tree, inner);
            replacement.rules.push_back(
                {rule.name, std::make_shared<const alerting::ExplainedExpression>(
                                explained(rule.tree, inside ? *inside : Inlining(), context, depth - 1))});
        }
        expression.replacements.push_back(std::move(replacement));
    }
    return expression;
}

bool readsRecordings(const promql::Tree &tree, const Documents &documents)
{
    const std::vector<RecordingRule> recordings = recordingRulesOf(documents);
    return std::ranges::any_of(rules::selectorsOf(tree.root()), [&recordings](const rules::Selector &selector) {
        return !selector.nameMatchers.empty() &&
               std::ranges::any_of(recordings,
                                   [&selector](const RecordingRule &rule) { return selector.matchesName(rule.name); });
    });
}

} // namespace

alerting::ExplainedExpression explainedExpression(std::shared_ptr<const promql::Tree> tree, const Inlining &inlining,
                                                  const InlineContext &context)
{
    return explained(std::move(tree), inlining, context, deepestChain);
}

ExplainedFetch::ExplainedFetch(ExplanationRequest request, alerting::RuleServer &server)
    : m_request(std::move(request)), m_server(server)
{}

ExplainedFetch::~ExplainedFetch() = default;

void ExplainedFetch::start(std::function<void(ExplanationSource)> done)
{
    m_done = std::move(done);
    if (!readsRecordings(*m_request.tree, m_request.documents)) {
        deliver(
            {std::make_shared<const alerting::ExplainedExpression>(alerting::ExplainedExpression{m_request.tree, {}}),
             {},
             {},
             {}});
        return;
    }
    m_asking = askKnowledge(m_server, [this](ServerKnowledge knowledge) {
        m_knowledge = std::make_shared<const ServerKnowledge>(std::move(knowledge));
        askInlining();
    });
}

void ExplainedFetch::askInlining()
{
    ExpressionRequest request;
    request.expr = std::string(m_request.tree->text());
    request.dialect = m_request.tree->dialect();
    request.reader = m_request.reader;
    for (const auto &document : m_request.documents) {
        const rules::RuleGroup *group = m_request.reader && document->file() == m_request.reader->file
                                            ? document->findGroup(*m_request.reader)
                                            : nullptr;
        if (group)
            request.timing = timingOf(*group, std::llround(m_knowledge->facts.evaluationIntervalSeconds * 1000));
    }
    request.ticks = {std::llround(m_request.time * 1000) + request.timing.queryOffset, 1000, 1};
    request.recordings = recordingsFor(m_request.documents, *m_knowledge);
    m_fetch = std::make_unique<InlineFetch>(request, m_server, m_knowledge);
    m_fetch->start([this](const base::Result<Inlining> &inlining) {
        ExplanationSource source;
        if (!inlining) {
            source.expression = std::make_shared<const alerting::ExplainedExpression>(
                alerting::ExplainedExpression{m_request.tree, {}});
            source.refused = inlining.error();
            deliver(std::move(source));
            return;
        }
        source.expression = std::make_shared<const alerting::ExplainedExpression>(
            explainedExpression(m_request.tree, *inlining, m_fetch->context()));
        for (const InlinedRule &each : inlining->inlined)
            source.inlined.emplace_back(m_fetch->candidates()[each.rule].rule.name, each.reason);
        source.warnings = inlining->warnings;
        deliver(std::move(source));
    });
}

void ExplainedFetch::deliver(ExplanationSource source)
{
    // The callback may delete this object.
    if (const auto done = std::exchange(m_done, nullptr))
        done(std::move(source));
}

} // namespace backtest
