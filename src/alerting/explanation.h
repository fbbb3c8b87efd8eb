#pragma once

#include "alerting/missingseries.h"
#include "promql/parser.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace alerting {

/// An expression to explain, with what is asked in the place of recording rules that the server does not record.
struct ExplainedExpression
{
    struct Rule
    {
        std::string name;
        /// What the rule records; never null.
        std::shared_ptr<const ExplainedExpression> expression;
    };
    struct Replacement
    {
        /// Bytes of the tree's text: a selector, or a place beside one.
        base::ByteRange own;
        std::string sent;
        /// The rules that the selector reads; none where its matchers refuse all of them.
        std::vector<Rule> rules;
    };
    /// Valid when it is explained.
    std::shared_ptr<const promql::Tree> tree;
    /// In the order of the text, without overlaps.
    std::vector<Replacement> replacements;

    /// The text of a part as it is sent.
    [[nodiscard]] std::string sentText(const promql::Expr &part) const;
    /// What stands in the place of this selector; null when it is sent as it is.
    [[nodiscard]] const Replacement *replacementOf(const promql::Expr &selector) const;
};

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
    /// Which it is a part of: the one that is explained, or that of a recording rule which it reads.
    const ExplainedExpression *expression = nullptr;
    /// It is the whole expression of this recording rule, below the selector that reads it; empty for other parts.
    std::string rule;
    /// The subqueries that it is in, innermost first, up to the whole of its expression and beyond.
    std::vector<std::pair<const promql::Subquery *, const ExplainedExpression *>> windows;
    /// How far before the time that is explained it is read, seconds.
    double shift = 0;
    /// Index of the part that holds it; nothing for the whole.
    std::optional<std::size_t> parent;
    std::size_t depth = 0;
    State state = State::NotAsked;
    /// Of a range, and of what is in a subquery: one sample each, the number of samples in the window. Empty where
    /// there were too many to keep.
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

/// The parts of an expression, parents before what they hold, in the order of the text; parentheses are left out. Below
/// a selector that reads recording rules in its place stand the expressions of these. The expression must outlive them.
[[nodiscard]] std::vector<ExplainedNode> partsOf(const ExplainedExpression &expression);

/// What each part of an expression returns at a time, and why a part that returns nothing does: one query at a time,
/// from the outside in. GUI thread.
class Explanation
{
public:
    /// The sources must outlive this; the tree must be valid.
    Explanation(std::shared_ptr<const ExplainedExpression> expression, double time,
                const MissingSeries::Sources &sources);
    Explanation(std::shared_ptr<const promql::Tree> tree, double time, const MissingSeries::Sources &sources);
    ~Explanation();

    /// `changed` is called with the index of a node that was answered or explained; `finished` once, last. Deleting
    /// this cancels.
    void start(std::function<void(std::size_t)> changed, std::function<void()> finished);

    /// Those of partsOf().
    [[nodiscard]] const std::vector<ExplainedNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const promql::Tree &tree() const { return *m_expression->tree; }
    [[nodiscard]] double time() const { return m_time; }
    [[nodiscard]] bool isFinished() const { return m_isFinished; }

private:
    void askNext();
    void ask(std::size_t index, bool plain);
    void take(std::size_t index, QueryResult result);
    void findEmpty();
    void explainNext();
    [[nodiscard]] std::vector<std::size_t> below(std::size_t index) const;
    [[nodiscard]] std::vector<base::Text> reasonsOf(std::size_t index) const;
    [[nodiscard]] const ExplainedNode *readerOf(const ExplainedNode &node) const;

    std::shared_ptr<const ExplainedExpression> m_expression;
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
