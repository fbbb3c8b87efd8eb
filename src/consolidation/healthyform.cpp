#include "consolidation/healthyform.h"

#include "promql/functions.h"
#include "promql/rewrite.h"
#include "promql/threshold.h"

#include <algorithm>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::BinaryOp;
using promql::Expr;

/// Recording rules that read each other in a circle end somewhere.
constexpr int deepestReading = 8;

/// Whether `is` holds for an expression or what the recording rules that it reads compute.
template <typename Is> bool anywhere(const Expr *expr, const RecordedExprs &recorded, const Is &is, int depth = 0)
{
    bool found = false;
    promql::walk(expr, [&](const Expr &each) {
        found = found || is(each);
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (found || !selector || selector->metric.value.empty() || depth == deepestReading)
            return !found;
        const auto [begin, end] = recorded.equal_range(selector->metric.value);
        found = std::any_of(begin, end,
                            [&](const auto &rule) { return anywhere(rule.second->root(), recorded, is, depth + 1); });
        return !found;
    });
    return found;
}

/// Gauges are there all the time, events are not.
bool countsEvents(const Expr &expr)
{
    const auto *call = promql::as<promql::Call>(&expr);
    return call && (call->name.value == "rate" || call->name.value == "increase" || call->name.value == "irate");
}

bool isCallOf(const Expr &expr, std::initializer_list<std::string_view> names)
{
    const auto *call = promql::as<promql::Call>(&expr);
    return call && std::ranges::find(names, call->name.value) != names.end();
}

bool compares(const Expr &expr)
{
    const auto *binary = promql::as<BinaryExpr>(&expr);
    return binary && promql::isComparison(binary->op);
}

/// Whether the rule is made for events that are not there: something else takes their place, or it asks for that.
bool providesForMissing(const promql::Tree &tree, const BinaryExpr *ratio, const RecordedExprs &recorded)
{
    const auto takesPlace = [](const Expr &expr) {
        const auto *binary = promql::as<BinaryExpr>(&expr);
        return (binary && binary->op == BinaryOp::Or) || isCallOf(expr, {"vector", "absent", "absent_over_time"});
    };
    if (anywhere(ratio->lhs, recorded, takesPlace))
        return true;
    bool found = false;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        // `ratio or vector(0) > 1`, not `ratio > 1 or other > 2`.
        const bool around = binary && binary->op == BinaryOp::Or && binary->lhs->range.contains(ratio->range) &&
                            !anywhere(binary->lhs, {}, compares);
        found = found || around || isCallOf(each, {"absent", "absent_over_time"});
        return !found;
    });
    return found;
}

/// Averages: what is summed and what counts it are born together.
bool isAverage(const BinaryExpr &ratio)
{
    const auto endsWith = [](const Expr *side, std::string_view end) {
        return anywhere(side, {}, [&](const Expr &each) {
            const auto *selector = promql::as<promql::VectorSelector>(&each);
            return selector && selector->metric.value.ends_with(end);
        });
    };
    return endsWith(ratio.lhs, "_sum") && endsWith(ratio.rhs, "_count");
}

const BinaryExpr *eventRatioIn(const promql::Tree &tree, const RecordedExprs &recorded)
{
    const BinaryExpr *ratio = nullptr;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        if (!ratio && binary && binary->op == BinaryOp::Div && !promql::constantValue(binary->rhs) &&
            binary->rhs->type != promql::ValueType::Scalar && anywhere(binary->lhs, recorded, countsEvents))
            ratio = binary;
        return !ratio;
    });
    // Of many denominators for one numerator each would bring its own 0.
    if (!ratio || ratio->matching.cardinality == promql::MatchCardinality::OneToMany || isAverage(*ratio))
        return nullptr;
    return ratio;
}

double applied(BinaryOp op, double a, double b)
{
    switch (op) {
    case BinaryOp::Add:
        return a + b;
    case BinaryOp::Sub:
        return a - b;
    case BinaryOp::Mul:
        return a * b;
    default:
        return a / b;
    }
}

/// The value of an expression of constants and the ratio, which is 0; nothing where there is more.
std::optional<double> whenHealthy(const Expr *expr, const Expr *ratio)
{
    if (expr == ratio)
        return 0;
    if (const auto constant = promql::constantValue(expr))
        return constant;
    if (const auto *paren = promql::as<promql::ParenExpr>(expr))
        return whenHealthy(paren->expr, ratio);
    const auto *binary = promql::as<BinaryExpr>(expr);
    const bool arithmetic = binary && (binary->op == BinaryOp::Add || binary->op == BinaryOp::Sub ||
                                       binary->op == BinaryOp::Mul || binary->op == BinaryOp::Div);
    const auto left = arithmetic ? whenHealthy(binary->lhs, ratio) : std::nullopt;
    const auto right = left ? whenHealthy(binary->rhs, ratio) : std::nullopt;
    return right ? std::optional(applied(binary->op, *left, *right)) : std::nullopt;
}

bool holds(BinaryOp op, double a, double b)
{
    switch (op) {
    case BinaryOp::Greater:
        return a > b;
    case BinaryOp::GreaterEqual:
        return a >= b;
    case BinaryOp::Less:
        return a < b;
    case BinaryOp::LessEqual:
        return a <= b;
    case BinaryOp::Equal:
        return a == b;
    default:
        return a != b;
    }
}

/// Whether the rule would alert on the 0 that is to be seen.
bool alertsOnNone(const promql::Tree &tree, const BinaryExpr *ratio)
{
    bool alerts = false;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        if (!binary || !promql::isComparison(binary->op))
            return true;
        const auto left = whenHealthy(binary->lhs, ratio);
        const auto right = left ? whenHealthy(binary->rhs, ratio) : std::nullopt;
        alerts = alerts || (right && holds(binary->op, *left, *right));
        return true;
    });
    return alerts;
}

std::string orWithMatching(const promql::VectorMatching &matching)
{
    if (!matching.written)
        return " or ";
    std::string text = matching.on ? " or on (" : " or ignoring (";
    for (std::size_t i = 0; i < matching.labels.size(); ++i)
        (text += i == 0 ? "" : ", ") += matching.labels[i].value;
    return text + ") ";
}

} // namespace

RecordedExprs recordedExprs(const Documents &documents)
{
    RecordedExprs all;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording && rule.tree && rule.tree->valid())
                    all.emplace(rule.name.value, rule.tree.get());
            }
        }
    }
    return all;
}

bool absentWhenHealthy(const promql::Tree &tree, const RecordedExprs &recorded)
{
    const BinaryExpr *ratio = eventRatioIn(tree, recorded);
    return ratio && !providesForMissing(tree, ratio, recorded) && !alertsOnNone(tree, ratio);
}

std::optional<std::string> visibleForm(const promql::Tree &tree, const RecordedExprs &recorded)
{
    const BinaryExpr *ratio = eventRatioIn(tree, recorded);
    if (!ratio)
        return std::nullopt;
    const auto textOf = [&](const Expr *expr) {
        return std::string(tree.text().substr(expr->range.start, expr->range.size()));
    };
    const auto edits = promql::replaceExpr(tree, *ratio->lhs,
                                           '(' + textOf(ratio->lhs) + orWithMatching(ratio->matching) + "0 * " +
                                               textOf(ratio->rhs) + ')');
    if (!edits)
        return std::nullopt;
    const auto text = base::applyEdits(tree.text(), *edits);
    return text && promql::parse(*text, tree.dialect()).valid() ? std::optional(*text) : std::nullopt;
}

base::Text visibleFormReason()
{
    return {TRANSLATABLE("Core",
                         "A ratio of rare events has no series until the first event: nobody can tell a healthy "
                         "service from a rule that reads nothing. With `or 0 * all` it is 0 while all is well, "
                         "also where the events are not exported at all; where nothing of all is there either, "
                         "it stays absent."),
            {}};
}

} // namespace consolidation
