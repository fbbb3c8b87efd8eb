#include "promql/printer.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"

#include <algorithm>
#include <cmath>

namespace promql {

namespace {

constexpr std::string_view printedNameLabel = "__name__";

void appendLabels(std::string &out, std::span<const Name> labels)
{
    out += '(';
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i > 0)
            out += ", ";
        if (isLegacyLabelName(labels[i].value))
            out += labels[i].value;
        else
            appendQuoted(out, labels[i].value);
    }
    out += ')';
}

bool isZeroOffset(const DurationExpr &duration)
{
    // NaN is no offset either.
    return duration.op == DurationOp::Literal && !(std::abs(std::round(duration.seconds * 1e9)) >= 1);
}

/// A literal on its own is printed as a duration whatever it was written as.
void appendWindow(std::string &out, const DurationExpr *window)
{
    if (!window)
        return;
    if (window->op != DurationOp::Literal) {
        appendDuration(out, *window);
        return;
    }
    // Below a millisecond a duration has no unit; "0s" would not be valid.
    const bool tiny = std::abs(window->seconds) < 0.001 && window->seconds != 0;
    out += tiny ? formatNumber(window->seconds) : formatDuration(window->seconds);
}

void appendAt(std::string &out, const Modifiers &modifiers)
{
    if (modifiers.at == AtKind::Timestamp)
        out += " @ " + formatTimestamp(modifiers.atSeconds);
    else if (modifiers.at == AtKind::Start)
        out += " @ start()";
    else if (modifiers.at == AtKind::End)
        out += " @ end()";
}

void appendExtension(std::string &out, const Modifiers &modifiers)
{
    if (modifiers.anchored)
        out += " anchored";
    else if (modifiers.smoothed)
        out += " smoothed";
}

void appendOffset(std::string &out, const Modifiers &modifiers)
{
    if (!modifiers.offset || isZeroOffset(*modifiers.offset))
        return;
    out += " offset ";
    appendWindow(out, modifiers.offset);
}

} // namespace

std::string formatTimestamp(double seconds)
{
    // Prometheus keeps milliseconds.
    const double milliseconds = std::round(seconds * 1000);
    const bool negative = milliseconds < 0;
    const auto whole = static_cast<std::uint64_t>(std::min(std::abs(milliseconds), 9.2e18));
    std::string fraction = std::to_string(whole % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return (negative ? "-" : "") + std::to_string(whole / 1000) + "." + fraction;
}

void appendDuration(std::string &out, const DurationExpr &duration)
{
    const auto binary = [&](const char *op) {
        appendDuration(out, *duration.lhs);
        out += op;
        appendDuration(out, *duration.rhs);
    };
    const auto call = [&](const char *name) {
        out += name;
        binary(", ");
        out += ')';
    };
    switch (duration.op) {
    case DurationOp::Literal:
        out += duration.hasUnit ? formatDuration(duration.seconds) : formatNumber(duration.seconds);
        break;
    case DurationOp::Add:
        return binary(" + ");
    case DurationOp::Sub:
        return binary(" - ");
    case DurationOp::Mul:
        return binary(" * ");
    case DurationOp::Div:
        return binary(" / ");
    case DurationOp::Mod:
        return binary(" % ");
    case DurationOp::Pow:
        return binary(" ^ ");
    case DurationOp::Negate:
        out += '-';
        appendDuration(out, *duration.lhs);
        break;
    case DurationOp::Paren:
        out += '(';
        appendDuration(out, *duration.lhs);
        out += ')';
        break;
    case DurationOp::Step:
        out += "step()";
        break;
    case DurationOp::Range:
        out += "range()";
        break;
    case DurationOp::MinOf:
        return call("min_of(");
    case DurationOp::MaxOf:
        return call("max_of(");
    }
}

void appendSelector(std::string &out, const VectorSelector &selector)
{
    out += selector.metric.value;
    std::vector<std::string> matchers;
    matchers.reserve(selector.matchers.size());
    for (const LabelMatcher &matcher : selector.matchers) {
        // A repeated name says nothing.
        if (matcher.name == printedNameLabel && matcher.op == MatchOp::Equal &&
            matcher.value == selector.metric.value && !matcher.value.empty())
            continue;
        std::string text;
        if (isLegacyLabelName(matcher.name))
            text += matcher.name;
        else
            appendQuoted(text, matcher.name);
        text += matchOpText(matcher.op);
        appendQuoted(text, matcher.value);
        matchers.push_back(std::move(text));
    }
    if (matchers.empty()) {
        if (selector.metric.value.empty())
            out += "{}";
        return;
    }
    std::ranges::sort(matchers);
    out += '{';
    for (std::size_t i = 0; i < matchers.size(); ++i) {
        if (i > 0)
            out += ',';
        out += matchers[i];
    }
    out += '}';
}

void appendSelectorModifiers(std::string &out, const VectorSelector &selector)
{
    appendAt(out, selector.modifiers);
    appendExtension(out, selector.modifiers);
    appendOffset(out, selector.modifiers);
}

void appendMatrixSuffix(std::string &out, const MatrixSelector &node)
{
    out += '[';
    appendWindow(out, node.window);
    out += ']';
    appendExtension(out, node.modifiers);
    appendAt(out, node.modifiers);
    appendOffset(out, node.modifiers);
}

void appendSubquerySuffix(std::string &out, const Subquery &node)
{
    out += '[';
    appendWindow(out, node.window);
    out += ':';
    appendWindow(out, node.step);
    out += ']';
    appendAt(out, node.modifiers);
    appendOffset(out, node.modifiers);
}

void appendAggregationHead(std::string &out, const Aggregation &node)
{
    out += aggregationInfo(node.op).name;
    if (!node.without && node.labels.empty())
        return;
    out += node.without ? " without " : " by ";
    appendLabels(out, node.labels);
    out += ' ';
}

void appendOperator(std::string &out, const BinaryExpr &node)
{
    const VectorMatching &matching = node.matching;
    out += operatorText(node.op);
    if (node.returnBool)
        out += " bool";
    const bool grouped =
        matching.cardinality == MatchCardinality::ManyToOne || matching.cardinality == MatchCardinality::OneToMany;
    const bool betweenVectors = node.lhs->type != ValueType::Scalar && node.rhs->type != ValueType::Scalar;
    if (!betweenVectors)
        return;
    if (!matching.labels.empty() || matching.on || grouped) {
        out += matching.on ? " on " : " ignoring ";
        appendLabels(out, matching.labels);
    }
    if (grouped) {
        out += matching.cardinality == MatchCardinality::ManyToOne ? " group_left " : " group_right ";
        appendLabels(out, matching.include);
    }
    const bool same =
        matching.fillLeft == matching.fillRight || (std::isnan(matching.fillLeft) && std::isnan(matching.fillRight));
    if (matching.hasFillLeft && matching.hasFillRight && same) {
        out += " fill (" + formatFill(matching.fillLeft) + ")";
        return;
    }
    if (matching.hasFillLeft)
        out += " fill_left (" + formatFill(matching.fillLeft) + ")";
    if (matching.hasFillRight)
        out += " fill_right (" + formatFill(matching.fillRight) + ")";
}

std::string formatFill(double value)
{
    return formatNumber(value);
}

void appendNumber(std::string &out, const NumberLiteral &node)
{
    out += node.duration ? formatDuration(node.value) : formatNumber(node.value);
}

namespace {

void appendExpr(std::string &out, const Expr &expr, PrintedLengths *lengths)
{
    const std::size_t before = out.size();
    switch (expr.kind) {
    case ExprKind::NumberLiteral:
        appendNumber(out, static_cast<const NumberLiteral &>(expr));
        break;
    case ExprKind::StringLiteral:
        appendQuoted(out, static_cast<const StringLiteral &>(expr).value);
        break;
    case ExprKind::VectorSelector: {
        const auto &node = static_cast<const VectorSelector &>(expr);
        appendSelector(out, node);
        appendSelectorModifiers(out, node);
        break;
    }
    case ExprKind::MatrixSelector: {
        const auto &node = static_cast<const MatrixSelector &>(expr);
        appendSelector(out, *node.selector);
        appendMatrixSuffix(out, node);
        break;
    }
    case ExprKind::Subquery: {
        const auto &node = static_cast<const Subquery &>(expr);
        appendExpr(out, *node.expr, lengths);
        appendSubquerySuffix(out, node);
        break;
    }
    case ExprKind::Call: {
        const auto &node = static_cast<const Call &>(expr);
        out += node.name.value;
        out += '(';
        for (std::size_t i = 0; i < node.arguments.size(); ++i) {
            if (i > 0)
                out += ", ";
            appendExpr(out, *node.arguments[i], lengths);
        }
        out += ')';
        break;
    }
    case ExprKind::Aggregation: {
        const auto &node = static_cast<const Aggregation &>(expr);
        appendAggregationHead(out, node);
        out += '(';
        if (node.parameter) {
            appendExpr(out, *node.parameter, lengths);
            out += ", ";
        }
        if (node.expr)
            appendExpr(out, *node.expr, lengths);
        out += ')';
        break;
    }
    case ExprKind::BinaryExpr: {
        const LeftChain chain(static_cast<const BinaryExpr &>(expr));
        appendExpr(out, *chain.first(), lengths);
        for (const BinaryExpr *node : chain.operators()) {
            out += ' ';
            appendOperator(out, *node);
            out += ' ';
            appendExpr(out, *node->rhs, lengths);
            if (lengths && node != &expr)
                lengths->emplace(node, out.size() - before);
        }
        break;
    }
    case ExprKind::UnaryExpr: {
        const auto &node = static_cast<const UnaryExpr &>(expr);
        out += node.negative ? '-' : '+';
        appendExpr(out, *node.expr, lengths);
        break;
    }
    case ExprKind::ParenExpr:
        out += '(';
        appendExpr(out, *static_cast<const ParenExpr &>(expr).expr, lengths);
        out += ')';
        break;
    case ExprKind::Error: {
        bool first = true;
        for (const Expr *part : static_cast<const ErrorExpr &>(expr).salvaged) {
            if (!first)
                out += ' ';
            appendExpr(out, *part, lengths);
            first = false;
        }
        break;
    }
    }
    if (lengths)
        lengths->emplace(&expr, out.size() - before);
}

} // namespace

std::string print(const Expr *expr)
{
    std::string out;
    out.reserve(expr->range.size() + 16);
    appendExpr(out, *expr, nullptr);
    return out;
}

PrintedLengths printedLengths(const Expr &expr)
{
    PrintedLengths lengths;
    std::string out;
    appendExpr(out, expr, &lengths);
    return lengths;
}

const char *typeName(ValueType type)
{
    switch (type) {
    case ValueType::Scalar:
        return "scalar";
    case ValueType::String:
        return "string";
    case ValueType::InstantVector:
        return "instant vector";
    case ValueType::RangeVector:
        return "range vector";
    case ValueType::None:
        break;
    }
    return "none";
}

} // namespace promql
