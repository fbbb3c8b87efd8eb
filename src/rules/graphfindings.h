#pragma once

#include "rules/dependencygraph.h"

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

/// What a dependency graph tells about a rule set. Pure functions, for any thread; nodes are named by their index.
namespace rules {

/// A recording rule that no rule of the workspace reads.
struct Orphan
{
    std::size_t node = 0;
    /// A selector without a name may read it.
    bool perhapsRead = false;
};
[[nodiscard]] std::vector<Orphan> orphans(const DependencyGraph &graph);

/// Metrics that are named as recording rules are (with a colon) and that no rule defines. With `known` only those the
/// endpoint does not have either.
[[nodiscard]] std::vector<std::size_t> danglingReferences(const DependencyGraph &graph,
                                                          const std::set<std::string> *known = nullptr);

/// Rules that read each other in a circle, or themselves, by exact name or regex; each set is sorted.
[[nodiscard]] std::vector<std::vector<std::size_t>> cycles(const DependencyGraph &graph);

struct Chain
{
    /// From what is read to the last reader; of a cycle each node at most once.
    std::vector<std::size_t> nodes;
    /// How much older than the last evaluation its first value may be, seconds.
    double lagSeconds = 0;
};
/// The longest way along edges by exact name or regex; the one of more lag among equals. Empty without edges.
[[nodiscard]] Chain longestChain(const DependencyGraph &graph);

/// A sub-expression that several rules compute.
struct RepeatedExpression
{
    struct Place
    {
        RuleRef rule;
        /// Bytes of the rule's expression.
        base::ByteRange range;
    };
    /// In canonical form.
    std::string expr;
    /// At least two rules.
    std::vector<Place> places;
    /// Recording rules that have exactly this expression: they could be read instead.
    std::vector<RuleRef> recorded;
};
/// Sub-expressions of two or more rules that read a range or aggregate, so that a recording rule would save work; parts
/// of a longer one that is repeated as often are left out. Most places first.
[[nodiscard]] std::vector<RepeatedExpression>
repeatedExpressions(std::span<const std::shared_ptr<const RuleDocument>> documents);

} // namespace rules
