#pragma once

#include "alerting/seriessource.h"
#include "consolidation/comparison.h"

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
    EmptinessRun(std::vector<std::string> exprs, Milliseconds from, Milliseconds to, alerting::SeriesSource &source);
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
        /// Questions of one selector; 0 for joins.
        std::size_t selector = 0;
    };

    void addQuestions(const std::string &expr);
    void ask();

    alerting::SeriesSource &m_source;
    Milliseconds m_from = 0;
    Milliseconds m_to = 0;
    std::vector<Question> m_questions;
    std::vector<Evidence> m_causes;
    std::set<std::size_t> m_explained;
    std::size_t m_selectors = 0;
    std::size_t m_next = 0;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::function<void()> m_finished;
};

} // namespace consolidation
