#pragma once

#include "rules/dependencygraph.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rules {

enum class Change {
    Unchanged,
    /// Of a rule: the same inputs, but another expression, duration, label or annotation.
    Changed,
    /// Of a rule: it reads something else, or with another certainty. Of an edge: another certainty.
    Rewired,
    Added,
    Removed
};

/// Two versions of a rule set in one graph.
struct GraphComparison
{
    /// Everything of both versions, sorted by id. What the newer version has keeps its id there; a removed rule keeps
    /// its own, with `before:` in front where the newer version gives that id to another rule.
    DependencyGraph graph;
    /// By node and by edge of the graph.
    std::vector<Change> nodes;
    std::vector<Change> edges;
    /// By node: the rule's place in the older version; nothing for added rules and for metrics.
    std::vector<std::optional<RuleRef>> before;
    /// By node: which fields differ, like `expr`, `for`, `labels`, `annotations`.
    std::vector<std::vector<std::string>> fields;

    [[nodiscard]] std::size_t count(Change change) const;
};

using RuleSet = std::span<const std::shared_ptr<const RuleDocument>>;

/// What changes from `before` to `after`. Rules are the same when kind and name are; among rules of one name those
/// belong together that agree in most of file, group, place, expression and labels. Expressions are compared as parsed,
/// durations as times, labels with the group's merged in. Pure, for any thread.
[[nodiscard]] GraphComparison compareRuleSets(RuleSet before, RuleSet after);

/// What is not unchanged, and what it reads and is read by directly.
[[nodiscard]] GraphComparison changedPart(const GraphComparison &comparison);

} // namespace rules
