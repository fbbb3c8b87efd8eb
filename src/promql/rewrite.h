#pragma once

#include "base/textedit.h"
#include "promql/parser.h"

#include <string>
#include <string_view>
#include <vector>

/// Changes of expressions as edits of their text: comments, spacing and quoting elsewhere stay as they are.
namespace promql {

/// Edits, and the places that name the same thing in a way that cannot be rewritten: a person has to look at them.
struct Rewrite
{
    base::TextEdits edits;
    std::vector<base::ByteRange> unclear;
};

/// Renames a metric everywhere it is named: before braces, as quoted name in braces, in `__name__` matchers and among
/// the alternatives of such a regular expression. Other regular expressions that match the name are unclear.
[[nodiscard]] Rewrite renameMetric(const Tree &tree, std::string_view from, std::string_view to);

/// Renames a label everywhere: matchers, grouping, matching, and the arguments of functions that name labels. Arguments
/// that are no literals are unclear.
[[nodiscard]] Rewrite renameLabel(const Tree &tree, std::string_view from, std::string_view to);

/// Puts `replacement`, an expression, in the place of `node`, with parentheses where they are needed. Fails when the
/// result would not be valid: a range selector needs a selector, modifiers belong to one.
[[nodiscard]] base::Result<base::TextEdits> replaceExpr(const Tree &tree, const Expr &node,
                                                        std::string_view replacement);

/// A sub-expression that became a recording rule of its own.
struct Extraction
{
    /// Replace the sub-expression by the rule's name.
    base::TextEdits edits;
    /// The rule's expression.
    std::string expr;
};

/// Fails unless `node` is an instant vector of the tree and `name` a metric name.
[[nodiscard]] base::Result<Extraction> extractExpr(const Tree &tree, const Expr &node, std::string_view name);

/// The innermost expression around `range` that is a whole operand, for extraction; null when there is none.
[[nodiscard]] const Expr *exprAround(const Tree &tree, base::ByteRange range);

} // namespace promql
