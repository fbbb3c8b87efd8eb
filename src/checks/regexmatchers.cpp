#include "checks/checklist.h"
#include "checks/exprdiagnostic.h"

namespace checks {

namespace {

/// Whether the pattern matches one string only: itself.
bool isLiteralPattern(std::string_view pattern)
{
    return pattern.find_first_of("\\.+*?()[]{}|^$") == std::string_view::npos;
}

/// The anchors at the ends of a matcher's quoted pattern, as bytes of the expression.
std::vector<base::ByteRange> anchorsOf(std::string_view expr, const promql::LabelMatcher &matcher)
{
    std::vector<base::ByteRange> anchors;
    const std::string_view raw = expr.substr(matcher.valueRange.start, matcher.valueRange.size());
    if (raw.size() < 3)
        return anchors;
    const std::size_t first = matcher.valueRange.start + 1;
    const std::size_t last = matcher.valueRange.end - 2;
    if (raw[1] == '^' && std::string_view("*+?{").find(raw[2]) == std::string_view::npos)
        anchors.push_back({first, first + 1});
    if (last > first && expr[last] == '$' && expr[last - 1] != '\\')
        anchors.push_back({last, last + 1});
    return anchors;
}

void checkMatcher(const rules::Rule &rule, const promql::LabelMatcher &matcher,
                  std::vector<base::Diagnostic> &diagnostics)
{
    const std::string &expr = rule.expr.value;
    base::Fix fix;
    base::Diagnostic diagnostic;
    if (isLiteralPattern(matcher.value)) {
        const bool negative = matcher.op == promql::MatchOp::RegexNoMatch;
        const std::size_t tilde = expr.find('~', matcher.nameRange.end);
        if (tilde >= matcher.valueRange.start)
            return;
        diagnostic = exprDiagnostic(
            "promql/regexp", base::Severity::Hint, rule, matcher.range,
            {TRANSLATABLE("Core", "The regular expression matches one value only: %1 says the same."),
             {std::string(matcher.name) + (negative ? "!=" : "=") + '"' + std::string(matcher.value) + '"'}});
        fix.title = {TRANSLATABLE("Core", "Compare with %1"), {negative ? "!=" : "="}};
        fix.edits.push_back({rule.expr.map.toSource(base::ByteRange{tilde, tilde + 1}), negative ? "=" : ""});
    } else {
        const std::vector<base::ByteRange> anchors = anchorsOf(expr, matcher);
        if (anchors.empty())
            return;
        diagnostic = exprDiagnostic(
            "promql/regexp", base::Severity::Hint, rule, matcher.valueRange,
            {TRANSLATABLE("Core",
                          "Regular expressions of matchers always match the whole value: ^ and $ at its ends say "
                          "nothing.")});
        fix.title = {TRANSLATABLE("Core", "Remove the anchors")};
        for (const base::ByteRange &anchor : anchors)
            fix.edits.push_back({rule.expr.map.toSource(anchor), ""});
    }
    if (!rule.expr.inherited)
        diagnostic.fixes.push_back(std::move(fix));
    diagnostics.push_back(std::move(diagnostic));
}

} // namespace

/// Regular expressions that need not be ones, and anchors that are there anyway.
void regexMatchers(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    promql::walk(checked.expr(), [&](const promql::Expr &each) {
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (!selector)
            return true;
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            const bool regex = matcher.op == promql::MatchOp::RegexMatch || matcher.op == promql::MatchOp::RegexNoMatch;
            if (regex && !matcher.nameRange.empty())
                checkMatcher(checked.rule(), matcher, diagnostics);
        }
        return true;
    });
}

} // namespace checks
