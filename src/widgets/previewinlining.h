#pragma once

#include "backtest/expressionfetch.h"
#include "prometheus/client.h"
#include "widgets/backtestview.h"
#include "widgets/previewplan.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>

namespace widgets {

/// What a preview sends for an expression that reads recording rules of the workspace: those that the endpoint does
/// not record as they are written are inlined. GUI thread.
class PreviewInlining
{
public:
    struct Answer
    {
        /// Of the expression and of the charted part of it.
        backtest::Inlining expr;
        backtest::Inlining chart;
        /// What was inlined and why, and where that is not exact.
        QStringList notes;
    };
    using Done = std::function<void(base::Result<Answer>)>;

    void setRulesProvider(BacktestView::RulesProvider provider) { m_provider = std::move(provider); }
    /// Null, with `answer` taken from the plan, when the expression reads no rule of the workspace; `done` is not
    /// called then. Deleting the query cancels. Times are Unix seconds.
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> start(prometheus::Client &client, const PreviewPlan &plan,
                                                                double from, double to, Answer &answer, Done done);

private:
    class Call;

    BacktestView::RulesProvider m_provider;
    QPointer<prometheus::Client> m_client;
    std::shared_ptr<const backtest::ServerKnowledge> m_knowledge;
    QElapsedTimer m_age;
};

} // namespace widgets
