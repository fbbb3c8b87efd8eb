#include "promql/dialects.h"
#include "promql/literals.h"
#include "promql/parserimpl.h"
#include "promql/printer.h"
#include "promql/regex.h"

#include <algorithm>

namespace promql {

namespace {

constexpr std::string_view nameLabel = "__name__";

class TypeChecker
{
public:
    explicit TypeChecker(Tree::Data &data) : m_data(data)
    {
        m_regexDialect = {knows(data.dialect, Novelty::DotMatchesNewline),
                          knows(data.dialect, Novelty::AngleNamedGroups)};
    }

    void check(const Expr &expr);

private:
    void checkAggregation(const Aggregation &node);
    void checkChain(const BinaryExpr &last);
    void checkBinary(const BinaryExpr &node);
    void checkCall(const Call &node);
    void checkSelector(const VectorSelector &node);
    [[nodiscard]] bool rejectsEmpty(const LabelMatcher &matcher) const;
    void expect(const Expr *expr, ValueType wanted, std::string_view context);
    void report(base::ByteRange range, base::Text text);

    Tree::Data &m_data;
    RegexDialect m_regexDialect;
    /// The selector that `info` takes as its second argument may match everything.
    const Expr *m_unrestricted = nullptr;
};

bool fits(const Expr &expr, ValueType wanted)
{
    return expr.type == wanted || expr.type == ValueType::None;
}

bool isVectorOrScalar(ValueType type)
{
    return type == ValueType::InstantVector || type == ValueType::Scalar || type == ValueType::None;
}

void TypeChecker::check(const Expr &expr)
{
    if (expr.kind == ExprKind::BinaryExpr) {
        checkChain(static_cast<const BinaryExpr &>(expr));
        return;
    }
    if (expr.kind != ExprKind::Call && expr.kind != ExprKind::Aggregation)
        forEachChild(expr, [this](const Expr &child) { check(child); });
    switch (expr.kind) {
    case ExprKind::Aggregation:
        checkAggregation(static_cast<const Aggregation &>(expr));
        break;
    case ExprKind::Call:
        checkCall(static_cast<const Call &>(expr));
        break;
    case ExprKind::VectorSelector:
        checkSelector(static_cast<const VectorSelector &>(expr));
        break;
    case ExprKind::UnaryExpr: {
        const auto &node = static_cast<const UnaryExpr &>(expr);
        if (!isVectorOrScalar(node.expr->type))
            report(node.range,
                   {TRANSLATABLE("Core", "unary expression only allowed on expressions of type scalar or instant "
                                         "vector, got %1"),
                    {quote(typeName(node.expr->type))}});
        break;
    }
    case ExprKind::Subquery: {
        const auto &node = static_cast<const Subquery &>(expr);
        const ValueType type = node.expr->type;
        if (type != ValueType::InstantVector && type != ValueType::None)
            report(node.range, {TRANSLATABLE("Core", "subquery is only allowed on instant vector, got %1 instead"),
                                {type == ValueType::RangeVector ? "matrix" : typeName(type)}});
        break;
    }
    default:
        break;
    }
}

void TypeChecker::checkAggregation(const Aggregation &node)
{
    if (node.expr)
        check(*node.expr);
    expect(node.expr, ValueType::InstantVector, "aggregation expression");
    if (!node.parameter)
        return;
    check(*node.parameter);
    const ValueType parameter = aggregationInfo(node.op).parameter;
    if (parameter != ValueType::None)
        expect(node.parameter, parameter, "aggregation parameter");
}

void TypeChecker::checkChain(const BinaryExpr &last)
{
    const LeftChain chain(last);
    check(*chain.first());
    for (const BinaryExpr *node : chain.operators()) {
        check(*node->rhs);
        checkBinary(*node);
    }
}

void TypeChecker::checkBinary(const BinaryExpr &node)
{
    const ValueType left = node.lhs->type;
    const ValueType right = node.rhs->type;
    const VectorMatching &matching = node.matching;
    const base::ByteRange opRange{node.opRange.start, std::max(node.opRange.end, matching.range.end)};
    if (node.returnBool && !isComparison(node.op))
        report(opRange, {TRANSLATABLE("Core", "bool modifier can only be used on comparison operators"), {}});
    if (isComparison(node.op) && !node.returnBool && left == ValueType::Scalar && right == ValueType::Scalar)
        report(opRange, {TRANSLATABLE("Core", "comparisons between scalars must use BOOL modifier"), {}});
    if (matching.on) {
        for (const Name &label : matching.labels) {
            for (const Name &included : matching.include) {
                if (label.value == included.value)
                    report(opRange, {TRANSLATABLE("Core", "label %1 must not occur in ON and GROUP clause at once"),
                                     {quote(label.value)}});
            }
        }
    }
    for (const Expr *side : {node.lhs, node.rhs}) {
        if (!isVectorOrScalar(side->type))
            report(side->range,
                   {TRANSLATABLE("Core", "binary expression must contain only scalar and instant vector types"), {}});
    }
    const bool unclear = left == ValueType::None || right == ValueType::None;
    const bool filled = matching.hasFillLeft || matching.hasFillRight;
    const auto op = [&node] { return quote(operatorText(node.op)); };
    if (!unclear && (left != ValueType::InstantVector || right != ValueType::InstantVector)) {
        if (!matching.labels.empty())
            report(node.range, {TRANSLATABLE("Core", "vector matching only allowed between instant vectors"), {}});
        if (filled)
            report(node.range,
                   {TRANSLATABLE("Core", "filling in missing series only allowed between instant vectors"), {}});
    } else if (isSetOperator(node.op)) {
        const bool grouped = matching.cardinality != MatchCardinality::ManyToMany;
        if (grouped) {
            report(node.range, {TRANSLATABLE("Core", "no grouping allowed for %1 operation"), {op()}});
            report(node.range, {TRANSLATABLE("Core", "set operations must always be many-to-many"), {}});
        }
        if (filled)
            report(node.range, {TRANSLATABLE("Core", "filling in missing series not allowed for set operators"), {}});
    }
    if (isSetOperator(node.op) && (left == ValueType::Scalar || right == ValueType::Scalar))
        report(node.range, {TRANSLATABLE("Core", "set operator %1 not allowed in binary scalar expression"), {op()}});
}

void TypeChecker::checkCall(const Call &node)
{
    const Function *function = node.function;
    if (!function) {
        forEachChild(node, [this](const Expr &child) { check(child); });
        return;
    }
    const std::size_t count = node.arguments.size();
    const auto name = [function] { return quote(function->name); };
    if (function->variadic == 0 && count != function->argumentCount)
        report(node.range, {TRANSLATABLE("Core", "expected %1 argument(s) in call to %2, got %3"),
                            {std::to_string(function->argumentCount), name(), std::to_string(count)}});
    else if (count < function->minimumArguments())
        report(node.range, {TRANSLATABLE("Core", "expected at least %1 argument(s) in call to %2, got %3"),
                            {std::to_string(function->minimumArguments()), name(), std::to_string(count)}});
    else if (count > function->maximumArguments())
        report(node.range, {TRANSLATABLE("Core", "expected at most %1 argument(s) in call to %2, got %3"),
                            {std::to_string(function->maximumArguments()), name(), std::to_string(count)}});
    if (function->name == "info" && count > 1) {
        const auto *selector = as<VectorSelector>(node.arguments[1]);
        expect(node.arguments[1], ValueType::InstantVector, "call to function " + name());
        if (selector && !selector->metric.value.empty())
            report(selector->range,
                   {TRANSLATABLE("Core", "expected label selectors only, got vector selector instead"), {}});
        else if (!selector && node.arguments[1]->type != ValueType::None)
            report(node.arguments[1]->range, {TRANSLATABLE("Core", "expected label selectors only"), {}});
    }
    for (std::size_t i = 0; i < count; ++i) {
        // Arguments that are too many have no type to be of.
        if (i >= function->argumentCount && function->variadic == 0)
            break;
        if (i == 1 && function->name == "info")
            m_unrestricted = node.arguments[i];
        check(*node.arguments[i]);
        if (function->argumentCount == 0)
            continue;
        const std::size_t last = function->argumentCount - 1U;
        const ValueType wanted = function->argumentTypes[std::min(i, last)];
        const bool said = i == 1 && function->name == "info";
        if (!said && !fits(*node.arguments[i], wanted))
            expect(node.arguments[i], wanted, "call to function " + name());
    }
}

void TypeChecker::checkSelector(const VectorSelector &node)
{
    if (!node.metric.value.empty()) {
        for (const LabelMatcher &matcher : node.matchers) {
            if (matcher.name == nameLabel)
                report(node.range, {TRANSLATABLE("Core", "metric name must not be set twice: %1 or %2"),
                                    {quote(node.metric.value), quote(matcher.value)}});
        }
        return;
    }
    if (&node == m_unrestricted)
        return;
    if (std::ranges::none_of(node.matchers, [this](const LabelMatcher &matcher) { return rejectsEmpty(matcher); }))
        report(node.range, {TRANSLATABLE("Core", "vector selector must contain at least one non-empty matcher"), {}});
}

bool TypeChecker::rejectsEmpty(const LabelMatcher &matcher) const
{
    switch (matcher.op) {
    case MatchOp::Equal:
        return !matcher.value.empty();
    case MatchOp::NotEqual:
        return matcher.value.empty();
    case MatchOp::RegexMatch:
    case MatchOp::RegexNoMatch:
        break;
    }
    const RegexVerdict verdict = judgeRegex(matcher.value, m_regexDialect);
    // An expression that is wrong was reported already.
    return !verdict.valid || verdict.matchesEmpty == (matcher.op == MatchOp::RegexNoMatch);
}

void TypeChecker::expect(const Expr *expr, ValueType wanted, std::string_view context)
{
    if (!expr || fits(*expr, wanted))
        return;
    report(expr->range, {TRANSLATABLE("Core", "expected type %1 in %2, got %3"),
                         {typeName(wanted), std::string(context), typeName(expr->type)}});
}

void TypeChecker::report(base::ByteRange range, base::Text text)
{
    constexpr std::size_t mostDiagnostics = 100;
    if (m_data.diagnostics.size() >= mostDiagnostics)
        return;
    base::Diagnostic diagnostic;
    diagnostic.check = "promql/type";
    diagnostic.range = range;
    diagnostic.text = std::move(text);
    m_data.diagnostics.push_back(std::move(diagnostic));
}

} // namespace

void checkTypes(Tree::Data &data)
{
    TypeChecker(data).check(*data.root);
}

} // namespace promql
