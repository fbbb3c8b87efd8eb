#include "consolidation/ruleshape.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/regex.h"
#include "promql/threshold.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::BinaryOp;
using promql::Expr;
using promql::MatchOp;

std::string labelsText(std::span<const promql::Name> labels)
{
    std::vector<std::string_view> names;
    for (const promql::Name &label : labels)
        names.push_back(label.value);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::string text = "(";
    for (const std::string_view name : names) {
        if (text.size() > 1)
            text += ", ";
        text += name;
    }
    return text + ")";
}

/// `a=~"x|y"` stands where `a="x"` may stand in a copy.
bool isFinite(const promql::LabelMatcher &matcher)
{
    return matcher.op == MatchOp::Equal ||
           (matcher.op == MatchOp::RegexMatch && promql::regexAlternatives(matcher.value));
}

bool isVectorOfNumber(const Expr *expr)
{
    while (const auto *paren = promql::as<promql::ParenExpr>(expr))
        expr = paren->expr;
    const auto *call = promql::as<promql::Call>(expr);
    return call && call->name.value == "vector";
}

class Builder
{
public:
    Builder(RuleShape &shape, bool forAll) : m_shape(shape), m_forAll(forAll) {}

    void add(const Expr *expr, bool compared);

private:
    void put(std::string_view text)
    {
        m_shape.full += text;
        m_shape.bare += text;
        m_shape.loose += text;
    }
    void putOperator(std::string_view name, char kind)
    {
        m_shape.full += name;
        m_shape.bare += name;
        m_shape.loose += kind;
        m_shape.operators.emplace_back(name);
    }
    void putGrouping(const std::string &text)
    {
        m_shape.full += text;
        m_shape.bare += text;
        m_shape.groupings.push_back(text);
    }
    void putNumber(const Expr &expr, double value, bool compared)
    {
        const std::string text = promql::formatNumber(value);
        if (!compared) {
            m_shape.full += text;
            m_shape.bare += text;
            m_shape.loose += '0';
            m_shape.numbers.push_back(text);
            return;
        }
        put("#");
        m_shape.thresholds.push_back({text, expr.range});
    }
    void putDuration(const promql::DurationExpr *duration)
    {
        put("~");
        std::string text;
        if (duration)
            promql::appendDuration(text, *duration);
        m_shape.durations.push_back({text, duration ? duration->range : base::ByteRange()});
    }
    void addModifiers(const promql::Modifiers &modifiers);
    void addSelector(const promql::VectorSelector &selector);
    void addBinary(const BinaryExpr &binary, bool compared);
    void addAggregation(const promql::Aggregation &aggregation);

    RuleShape &m_shape;
    bool m_forAll = false;
};

void Builder::addModifiers(const promql::Modifiers &modifiers)
{
    if (modifiers.offset) {
        put(" offset ");
        putDuration(modifiers.offset);
    }
    if (modifiers.at == promql::AtKind::Timestamp)
        put(" @ " + promql::formatNumber(modifiers.atSeconds));
    else if (modifiers.at != promql::AtKind::None)
        put(modifiers.at == promql::AtKind::Start ? " @ start()" : " @ end()");
    if (modifiers.anchored || modifiers.smoothed)
        put(modifiers.anchored ? " anchored" : " smoothed");
}

void Builder::addSelector(const promql::VectorSelector &selector)
{
    ShapeSelector found{std::string(selector.metric.value), selector.metric.range, {}, m_forAll};
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        if (found.metric.empty() && matcher.name == "__name__" && matcher.op == MatchOp::Equal) {
            found.metric = matcher.value;
            found.metricRange = matcher.valueRange;
            continue;
        }
        found.matchers.push_back({isFinite(matcher) ? MatchOp::Equal : matcher.op, std::string(matcher.name),
                                  std::string(matcher.value), matcher.valueRange});
    }
    const auto order = [](const ShapeMatcher &matcher) { return std::tie(matcher.name, matcher.op, matcher.value); };
    std::ranges::sort(found.matchers, [&](const auto &a, const auto &b) { return order(a) < order(b); });
    put(found.metric.empty() ? "any" : "m");
    m_shape.full += '{';
    for (const ShapeMatcher &matcher : found.matchers)
        ((m_shape.full += matcher.name) += promql::matchOpText(matcher.op)) += ',';
    m_shape.full += '}';
    m_shape.selectors.push_back(std::move(found));
}

void Builder::addBinary(const BinaryExpr &binary, bool compared)
{
    const bool comparison = promql::isComparison(binary.op);
    const Expr *lhs = binary.lhs;
    const Expr *rhs = binary.rhs;
    BinaryOp op = binary.op;
    if (comparison && promql::constantValue(lhs) && !promql::constantValue(rhs)) {
        std::swap(lhs, rhs);
        op = promql::mirrored(op);
    }
    const auto &matching = binary.matching;
    const bool orNumber = op == BinaryOp::Or && (isVectorOfNumber(lhs) || isVectorOfNumber(rhs));
    const auto build = [&](const Expr *side, bool isRight) {
        RuleShape shape;
        shape.onlyStates = m_shape.onlyStates;
        Builder(shape, m_forAll || orNumber)
            .add(side, comparison ? isRight || promql::constantValue(side).has_value()
                                  : compared && !promql::isSetOperator(op));
        return shape;
    };
    RuleShape left = build(lhs, false);
    RuleShape right = build(rhs, true);
    const bool exactEitherWay = (op == BinaryOp::Add || op == BinaryOp::Mul) &&
                                matching.cardinality == promql::MatchCardinality::OneToOne && !matching.hasFillLeft &&
                                !matching.hasFillRight;
    if (exactEitherWay && right.bare < left.bare)
        std::swap(left, right);
    const auto take = [this](RuleShape &part) {
        m_shape.full += part.full;
        m_shape.bare += part.bare;
        m_shape.loose += part.loose;
        std::ranges::move(part.selectors, std::back_inserter(m_shape.selectors));
        std::ranges::move(part.thresholds, std::back_inserter(m_shape.thresholds));
        std::ranges::move(part.durations, std::back_inserter(m_shape.durations));
        std::ranges::move(part.operators, std::back_inserter(m_shape.operators));
        std::ranges::move(part.numbers, std::back_inserter(m_shape.numbers));
        std::ranges::move(part.groupings, std::back_inserter(m_shape.groupings));
        m_shape.onlyStates = m_shape.onlyStates && part.onlyStates;
    };
    put("(");
    take(left);
    put(" ");
    putOperator(promql::operatorText(op), comparison ? '<' : '+');
    if (comparison && op != BinaryOp::Equal && op != BinaryOp::NotEqual)
        m_shape.onlyStates = false;
    if (binary.returnBool)
        put(" bool");
    if (matching.written) {
        std::string text = (matching.on ? " on " : " ignoring ") + labelsText(matching.labels);
        if (matching.cardinality == promql::MatchCardinality::ManyToOne)
            text += " group_left " + labelsText(matching.include);
        else if (matching.cardinality == promql::MatchCardinality::OneToMany)
            text += " group_right " + labelsText(matching.include);
        putGrouping(text);
    }
    if (matching.hasFillLeft)
        put(" fill_left " + promql::formatFill(matching.fillLeft));
    if (matching.hasFillRight)
        put(" fill_right " + promql::formatFill(matching.fillRight));
    put(" ");
    take(right);
    put(")");
}

void Builder::addAggregation(const promql::Aggregation &aggregation)
{
    putOperator(promql::aggregationInfo(aggregation.op).name, 'A');
    if (aggregation.grouped)
        putGrouping((aggregation.without ? " without " : " by ") + labelsText(aggregation.labels));
    put("(");
    if (aggregation.parameter) {
        add(aggregation.parameter, false);
        put(", ");
    }
    add(aggregation.expr, false);
    put(")");
}

void Builder::add(const Expr *expr, bool compared)
{
    if (const auto value = promql::constantValue(expr))
        return putNumber(*expr, *value, compared);
    switch (expr->kind) {
    case promql::ExprKind::ParenExpr:
        return add(static_cast<const promql::ParenExpr *>(expr)->expr, compared);
    case promql::ExprKind::StringLiteral:
        return put(promql::quote(static_cast<const promql::StringLiteral *>(expr)->value));
    case promql::ExprKind::VectorSelector: {
        const auto &selector = static_cast<const promql::VectorSelector &>(*expr);
        addSelector(selector);
        return addModifiers(selector.modifiers);
    }
    case promql::ExprKind::MatrixSelector: {
        const auto &matrix = static_cast<const promql::MatrixSelector &>(*expr);
        addSelector(*matrix.selector);
        put("[");
        putDuration(matrix.window);
        put("]");
        return addModifiers(matrix.modifiers);
    }
    case promql::ExprKind::Subquery: {
        const auto &subquery = static_cast<const promql::Subquery &>(*expr);
        add(subquery.expr, false);
        put("[");
        putDuration(subquery.window);
        put(":");
        putDuration(subquery.step);
        put("]");
        return addModifiers(subquery.modifiers);
    }
    case promql::ExprKind::Call: {
        const auto &call = static_cast<const promql::Call &>(*expr);
        putOperator(call.name.value, 'F');
        put("(");
        const bool before = m_forAll;
        m_forAll = before || call.name.value.starts_with("absent") || call.name.value == "scalar";
        for (const Expr *argument : call.arguments) {
            add(argument, false);
            put(",");
        }
        m_forAll = before;
        return put(")");
    }
    case promql::ExprKind::Aggregation:
        return addAggregation(static_cast<const promql::Aggregation &>(*expr));
    case promql::ExprKind::BinaryExpr:
        return addBinary(static_cast<const BinaryExpr &>(*expr), compared);
    case promql::ExprKind::UnaryExpr: {
        const auto &unary = static_cast<const promql::UnaryExpr &>(*expr);
        put(unary.negative ? "-" : "");
        return add(unary.expr, compared);
    }
    case promql::ExprKind::NumberLiteral:
    case promql::ExprKind::Error:
        return put("?");
    }
}

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

} // namespace

RuleShape shapeOf(const promql::Expr *expr)
{
    RuleShape shape;
    Builder(shape, false).add(expr, false);
    if (shape.thresholds.empty())
        shape.onlyStates = false;
    return shape;
}

std::string canonicalKey(const promql::Expr *expr)
{
    RuleShape shape = shapeOf(expr);
    std::string key = std::move(shape.full);
    for (const ShapeSelector &selector : shape.selectors) {
        (key += '\n') += selector.metric;
        for (const ShapeMatcher &matcher : selector.matchers)
            (key += '\t') += matcher.value;
    }
    for (const auto *values : {&shape.thresholds, &shape.durations}) {
        for (const ShapeValue &value : *values)
            (key += '\n') += value.value;
    }
    return key;
}

const promql::Expr *comparedOperand(const promql::Expr *root)
{
    const auto bare = [](const Expr *expr) {
        while (const auto *paren = promql::as<promql::ParenExpr>(expr))
            expr = paren->expr;
        return expr;
    };
    const auto *comparison = promql::as<BinaryExpr>(bare(root));
    if (!comparison || !promql::isComparison(comparison->op))
        return bare(root);
    return bare(promql::constantValue(comparison->lhs) ? comparison->rhs : comparison->lhs);
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty())
            words.push_back(std::exchange(word, {}));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!isWordByte(c)) {
            finish();
            continue;
        }
        // A capital begins a word, but not within a run of them: `HTTPErrors` is `http errors`.
        const bool afterSmall = i > 0 && isWordByte(text[i - 1]) && !isUpper(text[i - 1]);
        const bool beforeSmall = i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z';
        if (isUpper(c) && (afterSmall || beforeSmall))
            finish();
        word += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    finish();
    return words;
}

} // namespace consolidation
