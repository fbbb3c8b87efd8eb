#pragma once

#include "alerting/explanation.h"
#include "backtest/rulebacktest.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace backtest {

/// What an expression is explained by, for a rule of the workspace or for none.
struct ExplanationRequest
{
    /// Valid.
    std::shared_ptr<const promql::Tree> tree;
    /// Their recording rules are read in the place of those that the server does not record as they are written.
    Documents documents;
    /// The rule whose expression it is; nothing for an expression on its own.
    std::optional<rules::RuleRef> reader;
    /// Unix seconds.
    double time = 0;
};

struct ExplanationSource
{
    std::shared_ptr<const alerting::ExplainedExpression> expression;
    /// The rules that are read in place, by name, and why.
    std::vector<std::pair<std::string, InlineReason>> inlined;
    /// Why that is not exact.
    std::vector<base::Text> warnings;
    /// Why it is asked as it is written, though it reads such rules.
    std::optional<base::Error> refused;
};

/// Learns which recording rules an expression has to be explained without, and puts their expressions below the
/// selectors that read them. The thread of the server object.
class ExplainedFetch
{
public:
    /// The server must outlive this.
    ExplainedFetch(ExplanationRequest request, alerting::RuleServer &server);
    ~ExplainedFetch();

    /// `done` is called once, from the event loop or, where nothing has to be asked, from within start(). Deleting this
    /// cancels.
    void start(std::function<void(ExplanationSource)> done);

private:
    void askInlining();
    void deliver(ExplanationSource source);

    ExplanationRequest m_request;
    alerting::RuleServer &m_server;
    std::function<void(ExplanationSource)> m_done;
    std::shared_ptr<const ServerKnowledge> m_knowledge;
    std::unique_ptr<alerting::PendingQuery> m_asking;
    std::unique_ptr<InlineFetch> m_fetch;
};

/// The expression with the replacements of its inlining, and below them the expressions of the rules with theirs.
[[nodiscard]] alerting::ExplainedExpression explainedExpression(std::shared_ptr<const promql::Tree> tree,
                                                                const Inlining &inlining, const InlineContext &context);

} // namespace backtest
