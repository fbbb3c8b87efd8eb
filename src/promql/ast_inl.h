#pragma once

#include "promql/ast.h"

#include <algorithm>

namespace promql {

template <class Node> inline constexpr ExprKind kindOf = ExprKind::Error;
template <> inline constexpr ExprKind kindOf<ErrorExpr> = ExprKind::Error;
template <> inline constexpr ExprKind kindOf<NumberLiteral> = ExprKind::NumberLiteral;
template <> inline constexpr ExprKind kindOf<StringLiteral> = ExprKind::StringLiteral;
template <> inline constexpr ExprKind kindOf<VectorSelector> = ExprKind::VectorSelector;
template <> inline constexpr ExprKind kindOf<MatrixSelector> = ExprKind::MatrixSelector;
template <> inline constexpr ExprKind kindOf<Subquery> = ExprKind::Subquery;
template <> inline constexpr ExprKind kindOf<Call> = ExprKind::Call;
template <> inline constexpr ExprKind kindOf<Aggregation> = ExprKind::Aggregation;
template <> inline constexpr ExprKind kindOf<BinaryExpr> = ExprKind::BinaryExpr;
template <> inline constexpr ExprKind kindOf<UnaryExpr> = ExprKind::UnaryExpr;
template <> inline constexpr ExprKind kindOf<ParenExpr> = ExprKind::ParenExpr;

template <class Node> const Node *as(const Expr *expr)
{
    return expr && expr->kind == kindOf<Node> ? static_cast<const Node *>(expr) : nullptr;
}

template <class Visit> void forEachChild(const Expr &expr, Visit &&visit)
{
    const auto one = [&visit](const Expr *child) {
        if (child)
            visit(*child);
    };
    switch (expr.kind) {
    case ExprKind::NumberLiteral:
    case ExprKind::StringLiteral:
    case ExprKind::VectorSelector:
        break;
    case ExprKind::MatrixSelector:
        one(static_cast<const MatrixSelector &>(expr).selector);
        break;
    case ExprKind::Subquery:
        one(static_cast<const Subquery &>(expr).expr);
        break;
    case ExprKind::Call:
        for (const Expr *argument : static_cast<const Call &>(expr).arguments)
            one(argument);
        break;
    case ExprKind::Aggregation:
        one(static_cast<const Aggregation &>(expr).parameter);
        one(static_cast<const Aggregation &>(expr).expr);
        break;
    case ExprKind::BinaryExpr:
        one(static_cast<const BinaryExpr &>(expr).lhs);
        one(static_cast<const BinaryExpr &>(expr).rhs);
        break;
    case ExprKind::UnaryExpr:
        one(static_cast<const UnaryExpr &>(expr).expr);
        break;
    case ExprKind::ParenExpr:
        one(static_cast<const ParenExpr &>(expr).expr);
        break;
    case ExprKind::Error:
        for (const Expr *part : static_cast<const ErrorExpr &>(expr).salvaged)
            one(part);
        break;
    }
}

inline LeftChain::LeftChain(const BinaryExpr &last)
{
    for (const auto *node = &last; node; node = as<BinaryExpr>(node->lhs)) {
        if (++m_count <= m_few.size())
            m_few[m_few.size() - m_count] = node;
    }
    if (m_count <= m_few.size())
        return;
    m_many.reserve(m_count);
    for (const auto *node = &last; node; node = as<BinaryExpr>(node->lhs))
        m_many.push_back(node);
    std::reverse(m_many.begin(), m_many.end());
}

template <class Visit> void walk(const Expr *expr, Visit &&visit)
{
    std::vector<const Expr *> pending;
    if (expr)
        pending.push_back(expr);
    while (!pending.empty()) {
        const Expr *next = pending.back();
        pending.pop_back();
        if (!visit(*next))
            continue;
        const auto before = static_cast<std::ptrdiff_t>(pending.size());
        forEachChild(*next, [&pending](const Expr &child) { pending.push_back(&child); });
        std::reverse(pending.begin() + before, pending.end());
    }
}

} // namespace promql
