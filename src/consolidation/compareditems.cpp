#include "consolidation/compareditems.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <utility>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::Expr;

const Expr *bared(const Expr *expr)
{
    while (const auto *paren = promql::as<promql::ParenExpr>(expr))
        expr = paren->expr;
    return expr;
}

/// `x > 1 unless y`; what compares nothing is one operand.
bool joinsConditions(const BinaryExpr &binary)
{
    if (!promql::isSetOperator(binary.op))
        return false;
    bool compares = false;
    for (const Expr *side : {binary.lhs, binary.rhs}) {
        const auto *inner = promql::as<BinaryExpr>(bared(side));
        compares = compares || (inner && (promql::isComparison(inner->op) || joinsConditions(*inner)));
    }
    return compares;
}

/// `and`, `or` and `unless` join conditions; comparisons compare each of their sides as a whole; what is neither stands
/// for itself.
void collectOperands(const Expr *expr, std::vector<const Expr *> &operands)
{
    expr = bared(expr);
    const auto *binary = promql::as<BinaryExpr>(expr);
    if (binary && promql::isComparison(binary->op)) {
        for (const Expr *side : {binary->lhs, binary->rhs}) {
            if (!promql::constantValue(side))
                operands.push_back(bared(side));
        }
    } else if (binary && joinsConditions(*binary)) {
        collectOperands(binary->lhs, operands);
        collectOperands(binary->rhs, operands);
    } else {
        operands.push_back(expr);
    }
}

/// The ratio inside arithmetic with constants.
const BinaryExpr *ratioIn(const Expr *expr)
{
    expr = bared(expr);
    const auto *binary = promql::as<BinaryExpr>(expr);
    if (!binary)
        return nullptr;
    if (binary->op == promql::BinaryOp::Div && !promql::constantValue(binary->lhs) &&
        !promql::constantValue(binary->rhs))
        return binary;
    if (promql::isComparison(binary->op) || promql::isSetOperator(binary->op))
        return nullptr;
    if (promql::constantValue(binary->rhs))
        return ratioIn(binary->lhs);
    return promql::constantValue(binary->lhs) ? ratioIn(binary->rhs) : nullptr;
}

/// The condition without its comparisons: what would be there if all of them held.
std::string meetingText(const Expr *expr)
{
    expr = bared(expr);
    const auto *binary = promql::as<BinaryExpr>(expr);
    if (!binary || (!joinsConditions(*binary) && !promql::isComparison(binary->op)))
        return promql::print(expr);
    const Expr *left = binary->lhs;
    const Expr *right = binary->rhs;
    const bool compares = promql::isComparison(binary->op);
    if (compares) {
        for (const auto &[side, other] : {std::pair(left, right), std::pair(right, left)}) {
            if (side->type != promql::ValueType::InstantVector || promql::constantValue(side))
                return promql::print(other);
        }
        if (binary->matching.cardinality == promql::MatchCardinality::OneToMany)
            std::swap(left, right);
    }
    const auto sideText = [&](const Expr *side) { return compares ? promql::print(side) : meetingText(side); };
    std::string text = '(' + sideText(left) + (binary->op == promql::BinaryOp::Or ? ") or " : ") and ");
    if (binary->matching.written) {
        text += binary->matching.on ? "on (" : "ignoring (";
        for (const promql::Name &label : binary->matching.labels)
            text +=
                (promql::isLegacyLabelName(label.value) ? std::string(label.value) : promql::quote(label.value)) + ',';
        text += ") ";
    }
    return text + '(' + sideText(right) + ')';
}

/// Sides that are equal each by themselves need not meet alike, and where they never do, nothing fires at all.
void addMeeting(const promql::Tree &tree, std::vector<OperandExpr> &all)
{
    bool needed = true;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        needed = needed && !(binary && (binary->op == promql::BinaryOp::Or || binary->op == promql::BinaryOp::Unless));
        return needed;
    });
    const promql::Tree meeting = promql::parse(meetingText(tree.root()), tree.dialect());
    if (!meeting.valid() || meeting.root()->type != promql::ValueType::InstantVector)
        return;
    const std::string text = promql::print(meeting.root());
    all.push_back({text, text, needed});
}

} // namespace

std::string conditionText(const Expr *expr, const std::set<std::string> &told)
{
    expr = bared(expr);
    const auto *binary = promql::as<BinaryExpr>(expr);
    if (!binary || (!joinsConditions(*binary) && !promql::isComparison(binary->op)))
        return "#";
    const auto sideText = [&](const Expr *side) {
        if (const auto value = promql::constantValue(side))
            return promql::formatNumber(*value);
        return promql::isComparison(binary->op) ? std::string("#") : conditionText(side, told);
    };
    std::string op(promql::operatorText(binary->op));
    if (binary->returnBool)
        op += " bool";
    // Which labels join the sides belongs to the condition; their order does not.
    if (binary->matching.written) {
        std::set<std::string> labels;
        for (const promql::Name &label : binary->matching.labels)
            labels.emplace(label.value);
        op += binary->matching.on ? " on (" : " ignoring (";
        for (const std::string &label : labels) {
            if (!told.contains(label))
                op += label + ' ';
        }
        op += ")";
    }
    return '(' + sideText(binary->lhs) + ' ' + op + ' ' + sideText(binary->rhs) + ')';
}

/// What an alternative gives does not show in the whole while another one hides it.
void addParts(const Expr *operand, std::vector<OperandExpr> &all)
{
    if (const BinaryExpr *ratio = ratioIn(operand)) {
        all.push_back({promql::print(ratio->lhs), "numerator"});
        all.push_back({promql::print(ratio->rhs), "denominator"});
    }
    promql::walk(operand, [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        if (!binary || !promql::isSetOperator(binary->op))
            return true;
        for (const Expr *side : {binary->lhs, binary->rhs}) {
            const std::string text = promql::print(side);
            all.push_back({text, text});
        }
        return true;
    });
}

std::string comparedWithSeries(const promql::Tree &tree, const std::string &threshold)
{
    const auto found = promql::threshold(tree);
    if (!found)
        return std::string(tree.text());
    return std::string(tree.text().substr(found->exprRange.start, found->exprRange.size())) + ' ' +
           std::string(promql::operatorText(found->op)) + " on () group_left () vector(" + threshold + ')';
}

std::vector<OperandExpr> operandsOf(const promql::Tree &tree)
{
    std::vector<const Expr *> operands;
    collectOperands(tree.root(), operands);
    std::vector<OperandExpr> all;
    all.reserve(operands.size() + 2);
    for (const Expr *operand : operands)
        all.push_back({promql::print(operand), {}});
    if (operands.size() > 1)
        addMeeting(tree, all);
    for (const Expr *operand : operands)
        addParts(operand, all);
    return all;
}

} // namespace consolidation
