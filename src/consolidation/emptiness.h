#pragma once

#include "alerting/seriessource.h"
#include "consolidation/proof.h"
#include "promql/parser.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace consolidation {

/// Finds every cause for which an expression had no data: series that were not there at all, or not with a label, or
/// never with a value, or sides of an operator that share no labels. The thread of the source.
class EmptinessRun
{
public:
    /// `retention` is how long the server keeps samples, in milliseconds; 0 when it does not tell.
    EmptinessRun(const std::vector<std::string> &exprs, Milliseconds from, Milliseconds to, Milliseconds retention,
                 alerting::SeriesSource &source);
    ~EmptinessRun();

    /// `finished` is called once, later or from within start().
    void start(std::function<void()> finished);
    [[nodiscard]] const std::vector<Evidence> &causes() const { return m_causes; }

private:
    struct Question
    {
        std::string query;
        /// What it means when nothing answers, unless an earlier question of the same selector said so.
        Evidence cause;
        /// Questions of one selector.
        std::size_t selector = 0;
        /// The selector alone; asks when it was there last.
        std::string when;
    };
    /// An operator between two vectors; the tree holds it.
    struct Join
    {
        std::shared_ptr<const promql::Tree> tree;
        const promql::BinaryExpr *node = nullptr;
    };

    void addQuestions(const std::string &expr);
    void ask();
    void askWhen(const Question &question);
    void askJoin();
    void askSide(const promql::Expr *side, std::function<void(std::vector<alerting::Series>)> done);
    void judgeJoin(const Join &join, const std::vector<alerting::Series> &left,
                   const std::vector<alerting::Series> &right);
    void finish();

    alerting::SeriesSource &m_source;
    Milliseconds m_from = 0;
    Milliseconds m_to = 0;
    Milliseconds m_retention = 0;
    std::vector<Question> m_questions;
    std::vector<Evidence> m_causes;
    std::set<std::size_t> m_explained;
    std::size_t m_selectors = 0;
    std::size_t m_next = 0;
    std::vector<Join> m_joins;
    std::size_t m_nextJoin = 0;
    std::vector<alerting::Series> m_left;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::function<void()> m_finished;
};

} // namespace consolidation
