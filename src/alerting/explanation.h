#pragma once

#include "alerting/missingseries.h"
#include "promql/parser.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace alerting {

/// A part of an expression, and what it returns at one time.
struct ExplainedNode
{
    enum class State {
        /// Literals, and what stands within a selector.
        NotAsked,
        Waiting,
        Answered,
        Failed
    };

    const promql::Expr *expr = nullptr;
    /// Index of the part that holds it; nothing for the whole.
    std::optional<std::size_t> parent;
    std::size_t depth = 0;
    State state = State::NotAsked;
    /// Of a range: one sample each, the number of samples in the window. Empty where there were too many to keep.
    std::vector<Series> series;
    std::size_t seriesCount = 0;
    std::set<std::string> labelNames;
    /// Of a scalar.
    std::optional<double> scalar;
    double milliseconds = 0;
    /// What it reads has series (or it reads none), and it has none.
    bool turnsEmpty = false;
    /// Every cause that holds.
    std::vector<base::Text> reasons;
    std::optional<base::Error> error;
};

/// What each part of an expression returns at a time, and why a part that returns nothing does: one query at a time,
/// from the outside in. GUI thread.
class Explanation
{
public:
    /// The sources must outlive this; the tree must be valid.
    Explanation(std::shared_ptr<const promql::Tree> tree, double time, const MissingSeries::Sources &sources);
    ~Explanation();

    /// `changed` is called with the index of a node that was answered or explained; `finished` once, last. Deleting
    /// this cancels.
    void start(std::function<void(std::size_t)> changed, std::function<void()> finished);

    /// Parents before what they hold, in the order of the text; parentheses are left out.
    [[nodiscard]] const std::vector<ExplainedNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const promql::Tree &tree() const { return *m_tree; }
    [[nodiscard]] double time() const { return m_time; }
    [[nodiscard]] bool isFinished() const { return m_isFinished; }

private:
    void addNodes(const promql::Expr &expr, std::optional<std::size_t> parent, std::size_t depth);
    void askNext();
    void ask(std::size_t index, bool plain);
    void take(std::size_t index, QueryResult result);
    void findEmpty();
    void explainNext();
    [[nodiscard]] std::vector<std::size_t> partsOf(std::size_t index) const;
    [[nodiscard]] std::vector<base::Text> reasonsOf(std::size_t index) const;

    std::shared_ptr<const promql::Tree> m_tree;
    double m_time;
    MissingSeries::Sources m_sources;
    std::vector<ExplainedNode> m_nodes;
    std::size_t m_next = 0;
    std::unique_ptr<PendingQuery> m_pending;
    std::unique_ptr<MissingSeries> m_missing;
    std::function<void(std::size_t)> m_changed;
    std::function<void()> m_finished;
    bool m_isFinished = false;
};

} // namespace alerting
