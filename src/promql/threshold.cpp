#include "promql/threshold.h"

#include "promql/functions.h"

#include <cmath>

namespace promql {

BinaryOp mirrored(BinaryOp op)
{
    switch (op) {
    case BinaryOp::Less:
        return BinaryOp::Greater;
    case BinaryOp::LessEqual:
        return BinaryOp::GreaterEqual;
    case BinaryOp::Greater:
        return BinaryOp::Less;
    case BinaryOp::GreaterEqual:
        return BinaryOp::LessEqual;
    default:
        return op;
    }
}

namespace {

std::optional<double> calculated(BinaryOp op, double lhs, double rhs)
{
    switch (op) {
    case BinaryOp::Add:
        return lhs + rhs;
    case BinaryOp::Sub:
        return lhs - rhs;
    case BinaryOp::Mul:
        return lhs * rhs;
    case BinaryOp::Div:
        return lhs / rhs;
    case BinaryOp::Mod:
        return std::fmod(lhs, rhs);
    case BinaryOp::Pow:
        return std::pow(lhs, rhs);
    case BinaryOp::Atan2:
        return std::atan2(lhs, rhs);
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<double> constantValue(const Expr *expr)
{
    if (const auto *number = as<NumberLiteral>(expr))
        return number->value;
    if (const auto *paren = as<ParenExpr>(expr))
        return constantValue(paren->expr);
    if (const auto *unary = as<UnaryExpr>(expr)) {
        const std::optional<double> value = constantValue(unary->expr);
        return value && unary->negative ? -*value : value;
    }
    const auto *last = as<BinaryExpr>(expr);
    if (!last || last->type != ValueType::Scalar)
        return std::nullopt;
    const LeftChain chain(*last);
    std::optional<double> value = constantValue(chain.first());
    for (const BinaryExpr *node : chain.operators()) {
        const std::optional<double> rhs = value ? constantValue(node->rhs) : std::nullopt;
        value = rhs ? calculated(node->op, *value, *rhs) : std::nullopt;
    }
    return value;
}

std::optional<Threshold> threshold(const Tree &tree)
{
    const Expr *expr = tree.root();
    while (const auto *paren = as<ParenExpr>(expr))
        expr = paren->expr;
    const auto *binary = as<BinaryExpr>(expr);
    if (!binary || !isComparison(binary->op) || binary->returnBool)
        return std::nullopt;
    if (binary->lhs->type == ValueType::InstantVector) {
        if (const std::optional<double> value = constantValue(binary->rhs))
            return Threshold{binary->op, *value, binary->lhs->range, false};
    }
    if (binary->rhs->type == ValueType::InstantVector) {
        if (const std::optional<double> value = constantValue(binary->lhs))
            return Threshold{mirrored(binary->op), *value, binary->rhs->range, true};
    }
    return std::nullopt;
}

} // namespace promql
