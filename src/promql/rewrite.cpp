#include "promql/rewrite.h"

#include "promql/literals.h"
#include "promql/regex.h"

#include <algorithm>
#include <array>
#include <span>

namespace promql {

namespace {

constexpr std::string_view rewrittenNameLabel = "__name__";

/// A string literal in the quotes of `raw`, which it replaces.
std::string quotedLike(std::string_view raw, std::string_view value)
{
    const char mark = raw.empty() ? '"' : raw.front();
    const bool plain = std::ranges::all_of(value, [mark](char c) { return c >= ' ' && c != mark && c != '\\'; });
    if (plain && (mark == '\'' || mark == '`'))
        return mark + std::string(value) + mark;
    return quote(value);
}

std::string_view textOf(const Tree &tree, base::ByteRange range)
{
    return tree.text().substr(range.start, range.size());
}

std::string escapedForRegex(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

/// An alternation of literals with `from` replaced by `to`; nothing when `from` is not among them.
std::optional<std::string> renamedAlternatives(std::string_view pattern, std::string_view from, std::string_view to)
{
    const std::optional<std::vector<std::string>> alternatives = regexAlternatives(pattern);
    if (!alternatives || std::ranges::find(*alternatives, from) == alternatives->end())
        return std::nullopt;
    std::string renamed;
    for (const std::string &alternative : *alternatives) {
        if (&alternative != &alternatives->front())
            renamed += '|';
        renamed += escapedForRegex(alternative == from ? to : std::string_view(alternative));
    }
    return renamed;
}

class MetricRenamer
{
public:
    MetricRenamer(const Tree &tree, std::string_view from, std::string_view to) : m_tree(tree), m_from(from), m_to(to)
    {}

    Rewrite run()
    {
        walk(m_tree.root(), [this](const Expr &expr) {
            if (const auto *selector = as<VectorSelector>(&expr))
                visit(*selector);
            return true;
        });
        return std::move(m_rewrite);
    }

private:
    void visit(const VectorSelector &selector)
    {
        if (selector.metric.value == m_from)
            renameBeforeBraces(selector);
        for (const LabelMatcher &matcher : selector.matchers) {
            if (matcher.name == rewrittenNameLabel)
                visit(matcher);
        }
    }

    void renameBeforeBraces(const VectorSelector &selector)
    {
        if (isLegacyMetricName(m_to)) {
            m_rewrite.edits.push_back({selector.metric.range, std::string(m_to)});
            return;
        }
        // Such a name has its place in the braces.
        const std::size_t open = m_tree.text().find('{', selector.metric.range.end);
        const bool hasBraces = open != std::string_view::npos && open < selector.range.end;
        if (!hasBraces || !selectorOpens(selector, open)) {
            m_rewrite.edits.push_back({selector.metric.range, "{" + quote(m_to) + "}"});
            return;
        }
        m_rewrite.edits.push_back({selector.metric.range, ""});
        m_rewrite.edits.push_back({{open + 1, open + 1}, quote(m_to) + (selector.matchers.empty() ? "" : ", ")});
    }

    /// Only spaces stand between the name and its braces, no comment that holds one.
    [[nodiscard]] bool selectorOpens(const VectorSelector &selector, std::size_t open) const
    {
        const std::string_view between =
            m_tree.text().substr(selector.metric.range.end, open - selector.metric.range.end);
        return between.find_first_not_of(" \t\r\n") == std::string_view::npos;
    }

    void visit(const LabelMatcher &matcher)
    {
        const std::string_view raw = textOf(m_tree, matcher.valueRange);
        if (matcher.op == MatchOp::Equal || matcher.op == MatchOp::NotEqual) {
            if (matcher.value == m_from)
                m_rewrite.edits.push_back({matcher.valueRange, quotedLike(raw, m_to)});
            return;
        }
        if (const std::optional<std::string> renamed = renamedAlternatives(matcher.value, m_from, m_to))
            m_rewrite.edits.push_back({matcher.valueRange, quotedLike(raw, *renamed)});
        else if (Regex(matcher.value).matches(m_from))
            m_rewrite.unclear.push_back(matcher.range);
    }

    const Tree &m_tree;
    std::string_view m_from;
    std::string_view m_to;
    Rewrite m_rewrite;
};

class LabelRenamer
{
public:
    LabelRenamer(const Tree &tree, std::string_view from, std::string_view to)
        : m_tree(tree), m_from(from), m_to(isLegacyLabelName(to) ? std::string(to) : quote(to)), m_plain(to)
    {}

    Rewrite run()
    {
        walk(m_tree.root(), [this](const Expr &expr) {
            visit(expr);
            return true;
        });
        return std::move(m_rewrite);
    }

private:
    void visit(const Expr &expr)
    {
        switch (expr.kind) {
        case ExprKind::VectorSelector:
            for (const LabelMatcher &matcher : static_cast<const VectorSelector &>(expr).matchers) {
                // A quoted metric name in braces is a matcher without label in the text.
                if (matcher.name == m_from && matcher.nameRange != matcher.valueRange)
                    m_rewrite.edits.push_back({matcher.nameRange, m_to});
            }
            break;
        case ExprKind::Aggregation: {
            const auto &node = static_cast<const Aggregation &>(expr);
            visit(node.labels);
            if (node.op == AggregateOp::CountValues)
                visitArgument(node.parameter);
            break;
        }
        case ExprKind::BinaryExpr:
            visit(static_cast<const BinaryExpr &>(expr).matching.labels);
            visit(static_cast<const BinaryExpr &>(expr).matching.include);
            break;
        case ExprKind::Call:
            visitCall(static_cast<const Call &>(expr));
            break;
        default:
            break;
        }
    }

    void visit(std::span<const Name> labels)
    {
        for (const Name &label : labels) {
            if (label.value == m_from)
                m_rewrite.edits.push_back({label.range, m_to});
        }
    }

    void visitCall(const Call &call)
    {
        const std::string_view name = call.name.value;
        for (std::size_t i = 1; i < call.arguments.size(); ++i) {
            const bool namesLabel = (name == "label_replace" && (i == 1 || i == 3)) ||
                                    (name == "label_join" && i != 2) || name == "sort_by_label" ||
                                    name == "sort_by_label_desc" || (name == "histogram_quantiles" && i == 1);
            if (namesLabel)
                visitArgument(call.arguments[i]);
        }
    }

    void visitArgument(const Expr *argument)
    {
        while (const auto *paren = as<ParenExpr>(argument))
            argument = paren->expr;
        const auto *literal = as<StringLiteral>(argument);
        if (literal && literal->value == m_from)
            m_rewrite.edits.push_back({literal->range, quotedLike(textOf(m_tree, literal->range), m_plain)});
        else if (argument && !literal)
            m_rewrite.unclear.push_back(argument->range);
    }

    const Tree &m_tree;
    std::string_view m_from;
    /// As it is written where a name stands, and as it is.
    std::string m_to;
    std::string_view m_plain;
    Rewrite m_rewrite;
};

base::Error rewriteError(const char *source)
{
    return {base::ErrorKind::Invalid, base::Text(source), {}};
}

/// The node that holds `node`, null for the root.
const Expr *parentOf(const Tree &tree, const Expr &node)
{
    const Expr *parent = nullptr;
    walk(tree.root(), [&](const Expr &expr) {
        if (!expr.range.contains(node.range))
            return false;
        forEachChild(expr, [&](const Expr &child) {
            if (&child == &node)
                parent = &expr;
        });
        return !parent;
    });
    return parent;
}

/// Whether the expression can stand beside an operator or before a bracket as it is.
bool standsAlone(const Expr &expr)
{
    return expr.kind == ExprKind::VectorSelector || expr.kind == ExprKind::Call || expr.kind == ExprKind::Aggregation ||
           expr.kind == ExprKind::ParenExpr || expr.kind == ExprKind::StringLiteral ||
           (expr.kind == ExprKind::NumberLiteral && static_cast<const NumberLiteral &>(expr).value >= 0);
}

} // namespace

Rewrite renameMetric(const Tree &tree, std::string_view from, std::string_view to)
{
    return MetricRenamer(tree, from, to).run();
}

Rewrite renameLabel(const Tree &tree, std::string_view from, std::string_view to)
{
    return LabelRenamer(tree, from, to).run();
}

base::Result<base::TextEdits> replaceExpr(const Tree &tree, const Expr &node, std::string_view replacement)
{
    const Tree wanted = parse(std::string(replacement), tree.dialect());
    if (!wanted.valid())
        return rewriteError(TRANSLATABLE("Core", "The replacement is not a valid expression."));
    const Expr *parent = parentOf(tree, node);
    if (parent && parent->kind == ExprKind::MatrixSelector && wanted.root()->kind != ExprKind::VectorSelector)
        return rewriteError(TRANSLATABLE("Core", "A range selector takes a selector, not another expression."));
    const auto *selector = as<VectorSelector>(&node);
    const bool modified = selector && (selector->modifiers.offset || selector->modifiers.at != AtKind::None);
    if (modified && wanted.root()->kind != ExprKind::VectorSelector)
        return rewriteError(
            TRANSLATABLE("Core", "A selector with offset or @ cannot be replaced by another expression."));
    const bool enclosed = !parent || parent->kind == ExprKind::ParenExpr || parent->kind == ExprKind::Call ||
                          parent->kind == ExprKind::Aggregation;
    std::string text(replacement);
    // A comment at the end would swallow what follows.
    if (text.find('#') != std::string::npos)
        text += '\n';
    if (!enclosed && !standsAlone(*wanted.root()))
        text = "(" + text + ")";
    base::TextEdits edits = {{node.range, std::move(text)}};
    const base::Result<std::string> result = base::applyEdits(tree.text(), edits);
    if (!result)
        return result.error();
    if (tree.valid() && !parse(*result, tree.dialect()).valid())
        return rewriteError(TRANSLATABLE("Core", "The expression would not be valid with this replacement."));
    return edits;
}

base::Result<Extraction> extractExpr(const Tree &tree, const Expr &node, std::string_view name)
{
    if (node.type != ValueType::InstantVector)
        return rewriteError(TRANSLATABLE("Core", "Only an instant vector can be recorded."));
    if (!isUtf8(name) || name.empty())
        return rewriteError(TRANSLATABLE("Core", "This is not a metric name."));
    const std::string selector = isLegacyMetricName(name) ? std::string(name) : "{" + quote(name) + "}";
    base::Result<base::TextEdits> edits = replaceExpr(tree, node, selector);
    if (!edits)
        return edits.error();
    const Expr *content = &node;
    while (const auto *paren = as<ParenExpr>(content))
        content = paren->expr;
    return Extraction{std::move(edits.value()), std::string(textOf(tree, content->range))};
}

const Expr *exprAround(const Tree &tree, base::ByteRange range)
{
    const Expr *innermost = nullptr;
    walk(tree.root(), [&](const Expr &expr) {
        if (!expr.range.contains(range))
            return false;
        if (expr.type == ValueType::InstantVector)
            innermost = &expr;
        return true;
    });
    return innermost;
}

} // namespace promql
