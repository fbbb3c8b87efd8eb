#include "backtest/timeshift.h"

#include "base/textedit.h"
#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backtest {

namespace {

using alerting::Milliseconds;

std::optional<double> secondsOfDuration(const promql::DurationExpr *duration)
{
    if (!duration)
        return std::nullopt;
    if (duration->op == promql::DurationOp::Literal)
        return duration->seconds;
    const std::optional<double> lhs = secondsOfDuration(duration->lhs);
    if (!lhs)
        return std::nullopt;
    if (duration->op == promql::DurationOp::Negate)
        return -*lhs;
    if (duration->op == promql::DurationOp::Paren)
        return lhs;
    const std::optional<double> rhs = secondsOfDuration(duration->rhs);
    if (!rhs)
        return std::nullopt;
    switch (duration->op) {
    case promql::DurationOp::Add:
        return *lhs + *rhs;
    case promql::DurationOp::Sub:
        return *lhs - *rhs;
    case promql::DurationOp::Mul:
        return *lhs * *rhs;
    case promql::DurationOp::Div:
        return *lhs / *rhs;
    case promql::DurationOp::Mod:
        return std::fmod(*lhs, *rhs);
    case promql::DurationOp::Pow:
        return std::pow(*lhs, *rhs);
    case promql::DurationOp::MinOf:
        return std::min(*lhs, *rhs);
    case promql::DurationOp::MaxOf:
        return std::max(*lhs, *rhs);
    default:
        return std::nullopt;
    }
}

base::Error cannotMove(const std::string &what)
{
    return {base::ErrorKind::Unsupported,
            {TRANSLATABLE("Core", "%1 depends on when it is evaluated in a way that cannot be moved to another time."),
             {what}},
            {}};
}

const promql::Modifiers *modifiersOf(const promql::Expr &expr)
{
    if (const auto *selector = promql::as<promql::VectorSelector>(&expr))
        return &selector->modifiers;
    if (const auto *matrix = promql::as<promql::MatrixSelector>(&expr))
        return &matrix->modifiers;
    if (const auto *subquery = promql::as<promql::Subquery>(&expr))
        return &subquery->modifiers;
    return nullptr;
}

class Shifter
{
public:
    Shifter(const promql::Tree &tree, Milliseconds shift) : m_tree(tree), m_shift(shift) {}

    base::Result<std::string> run()
    {
        promql::walk(m_tree.root(), [this](const promql::Expr &expr) {
            checkAt(expr);
            return true;
        });
        if (m_shift != 0)
            visit(*m_tree.root());
        if (m_error)
            return *m_error;
        return base::applyEdits(m_tree.text(), std::move(m_edits));
    }

private:
    void checkAt(const promql::Expr &expr)
    {
        const promql::Modifiers *modifiers = modifiersOf(expr);
        if (modifiers && modifiers->at != promql::AtKind::None && !m_error)
            m_error = cannotMove(std::string(m_tree.text().substr(expr.range.start, expr.range.size())));
    }

    void visit(const promql::Expr &expr)
    {
        if (const promql::Modifiers *modifiers = modifiersOf(expr)) {
            move(expr, *modifiers);
            return;
        }
        const auto *call = promql::as<promql::Call>(&expr);
        if (call && readsClock(*call) && !m_error)
            m_error = cannotMove(std::string(call->name.value) + "()");
        // It extrapolates from the evaluation time, which its samples do not follow.
        if (call && call->name.value == "predict_linear" && call->arguments.size() == 2) {
            const base::ByteRange argument = call->arguments[1]->range;
            m_edits.push_back({{argument.start, argument.start}, "("});
            m_edits.push_back(
                {{argument.end, argument.end}, ") + " + promql::formatNumber(static_cast<double>(m_shift) / 1000)});
        }
        promql::forEachChild(expr, [this](const promql::Expr &child) { visit(child); });
    }

    void move(const promql::Expr &expr, const promql::Modifiers &modifiers)
    {
        Milliseconds offset = 0;
        if (modifiers.offset) {
            const std::optional<Milliseconds> own = constantDuration(modifiers.offset);
            if (!own && !m_error)
                m_error = cannotMove(std::string(m_tree.text().substr(expr.range.start, expr.range.size())));
            offset = own.value_or(0);
        }
        std::string text = offsetText(offset - m_shift);
        if (!modifiers.offset) {
            m_edits.push_back({{expr.range.end, expr.range.end}, std::move(text)});
            return;
        }
        // The space before the word stands already.
        if (!text.empty())
            text.erase(0, 1);
        m_edits.push_back({modifiers.offsetRange, std::move(text)});
    }

    const promql::Tree &m_tree;
    Milliseconds m_shift;
    base::TextEdits m_edits;
    std::optional<base::Error> m_error;
};

} // namespace

std::string offsetText(Milliseconds offset)
{
    return offset == 0 ? std::string() : " offset " + promql::formatDuration(static_cast<double>(offset) / 1000);
}

std::optional<Milliseconds> constantDuration(const promql::DurationExpr *duration)
{
    const std::optional<double> seconds = secondsOfDuration(duration);
    if (!seconds || !std::isfinite(*seconds) || std::abs(*seconds) > 1e12)
        return std::nullopt;
    return std::llround(*seconds * 1000);
}

bool readsAhead(const promql::Expr &expr, Milliseconds queryOffset)
{
    Milliseconds before = queryOffset;
    if (const promql::Modifiers *modifiers = modifiersOf(expr)) {
        // What is read at a fixed time is not ahead of anything.
        if (modifiers->at != promql::AtKind::None)
            return false;
        before += constantDuration(modifiers->offset).value_or(0);
        if (expr.kind != promql::ExprKind::Subquery)
            return modifiers->smoothed ? before <= 0 : before < 0;
    }
    bool ahead = false;
    promql::forEachChild(expr, [&](const promql::Expr &child) { ahead = ahead || readsAhead(child, before); });
    return ahead;
}

bool readsClock(const promql::Call &call)
{
    static constexpr std::array<std::string_view, 6> always = {"time", "timestamp", "start", "end", "step", "range"};
    static constexpr std::array<std::string_view, 8> withoutArgument = {
        "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year"};
    const std::string_view name = call.name.value;
    return std::ranges::find(always, name) != always.end() || name.starts_with("ts_of_") ||
           (call.arguments.empty() && std::ranges::find(withoutArgument, name) != withoutArgument.end());
}

base::Result<std::string> shiftedInTime(const promql::Tree &tree, Milliseconds shift)
{
    return Shifter(tree, shift).run();
}

} // namespace backtest
