#pragma once

#include "rules/ruledocument.h"

namespace checks {

/// A diagnostic at a part of a rule's expression, given in the expression's bytes.
[[nodiscard]] base::Diagnostic exprDiagnostic(const char *check, base::Severity severity, const rules::Rule &rule,
                                              base::ByteRange range, base::Text text);

/// Calls `visit(const Group &, const Rule &)` for every rule whose expression is valid.
template <class Visit> void forEachExpression(const rules::RuleDocument &document, Visit &&visit)
{
    for (const rules::RuleGroup &group : document.groups()) {
        for (const rules::Rule &rule : group.rules) {
            if (rule.tree->valid() && !rule.expr.value.empty())
                visit(group, rule);
        }
    }
}

/// The expression inside parentheses.
[[nodiscard]] const promql::Expr &withoutParens(const promql::Expr &expr);
/// Whether a function that turns counters into gauges (`rate`, `increase`, …) is called anywhere in it.
[[nodiscard]] bool callsRate(const promql::Expr &expr);
/// `rate`, `irate` or `increase`.
[[nodiscard]] bool isRate(const promql::Call &call);

} // namespace checks
