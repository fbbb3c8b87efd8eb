#include "checks/exprdiagnostic.h"

#include <algorithm>
#include <array>

namespace checks {

base::Diagnostic exprDiagnostic(const char *check, base::Severity severity, const rules::Rule &rule,
                                base::ByteRange range, base::Text text)
{
    base::Diagnostic diagnostic;
    diagnostic.check = check;
    diagnostic.severity = severity;
    diagnostic.range = rule.expr.map.toSource(range);
    diagnostic.text = std::move(text);
    return diagnostic;
}

const promql::Expr &withoutParens(const promql::Expr &expr)
{
    const promql::Expr *inner = &expr;
    while (const auto *paren = promql::as<promql::ParenExpr>(inner))
        inner = paren->expr;
    return *inner;
}

bool isRate(const promql::Call &call)
{
    return call.name.value == "rate" || call.name.value == "irate" || call.name.value == "increase";
}

bool callsRate(const promql::Expr &expr)
{
    constexpr std::array<std::string_view, 9> names = {"rate",  "irate",  "increase", "delta",         "idelta",
                                                       "deriv", "resets", "changes",  "predict_linear"};
    bool found = false;
    promql::walk(&expr, [&](const promql::Expr &each) {
        if (const auto *call = promql::as<promql::Call>(&each))
            found = found || std::ranges::find(names, call->name.value) != names.end();
        return !found;
    });
    return found;
}

} // namespace checks
