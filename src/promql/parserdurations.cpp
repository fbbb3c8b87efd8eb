#include "promql/literals.h"
#include "promql/parserimpl.h"

#include <algorithm>
#include <cmath>

namespace promql {

namespace {

constexpr const char *durationExpected = "number, duration, step(), or range()";
constexpr int unaryPrecedence = 5;

struct DurationOperator
{
    DurationOp op;
    int precedence;
};

std::optional<DurationOperator> durationOperator(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Add:
        return DurationOperator{DurationOp::Add, 4};
    case TokenKind::Sub:
        return DurationOperator{DurationOp::Sub, 4};
    case TokenKind::Mul:
        return DurationOperator{DurationOp::Mul, 5};
    case TokenKind::Div:
        return DurationOperator{DurationOp::Div, 5};
    case TokenKind::Mod:
        return DurationOperator{DurationOp::Mod, 5};
    case TokenKind::Pow:
        return DurationOperator{DurationOp::Pow, 6};
    default:
        return std::nullopt;
    }
}

bool outOfRange(double seconds)
{
    constexpr double limit = 9223372036.854775808;
    return seconds > limit || seconds < -limit;
}

} // namespace

double Parser::numberValue(const LexToken &token)
{
    if (token.error != LexError::None)
        return 0;
    const std::string_view text = textOf(token);
    bool tooLarge = false;
    if (const std::optional<double> value = parseNumber(text, &tooLarge)) {
        if (text.find('_') != std::string_view::npos && lacks(Novelty::NumberUnderscores))
            needsVersion(token.range(), "a number with underscores", Novelty::NumberUnderscores);
        return *value;
    }
    report(token.range(), {TRANSLATABLE("Core", "error parsing number: strconv.ParseFloat: parsing %1: %2"),
                           {quote(text), tooLarge ? "value out of range" : "invalid syntax"}});
    return 0;
}

double Parser::durationValue(const LexToken &token)
{
    if (token.error != LexError::None)
        return 0;
    DurationError error = DurationError::None;
    std::string_view unit;
    const double seconds = promql::parseDuration(textOf(token), &error, &unit);
    if (error == DurationError::UnknownUnit)
        report(token.range(),
               {TRANSLATABLE("Core", "unknown unit %1 in duration %2"), {quote(unit), quote(textOf(token))}});
    else if (error == DurationError::Invalid)
        report(token.range(), {TRANSLATABLE("Core", "not a valid duration string: %1"), {quote(textOf(token))}});
    else if (error == DurationError::OutOfRange)
        report(token.range(), {TRANSLATABLE("Core", "duration out of range"), {}});
    if (error != DurationError::None)
        m_errorOffset = token.start;
    return seconds;
}

void Parser::durationExpressionUsed(base::ByteRange range)
{
    if (lacks(Novelty::DurationExpressions))
        needsVersion(range, "a duration expression", Novelty::DurationExpressions);
    else if (lacks(Novelty::DurationExpressionsByDefault) && !m_data.dialect.durationExpressions)
        needsFeature(range, "a duration expression", "promql-duration-expr");
}

const DurationExpr *Parser::missingDuration()
{
    auto *node = m_data.arena.make<DurationExpr>();
    node->range = {m_token.start, m_token.start};
    return node;
}

/// The range or step in brackets.
const DurationExpr *Parser::parseRangeDuration()
{
    const std::size_t problems = m_data.diagnostics.size();
    const std::size_t errorBefore = m_errorOffset;
    const DurationExpr *duration = parseDuration(0);
    const bool fine = m_data.diagnostics.size() == problems && m_errorOffset == errorBefore;
    if (fine && duration->op == DurationOp::Literal && duration->seconds <= 0)
        report(duration->range, {TRANSLATABLE("Core", "duration must be greater than 0"), {}});
    return duration;
}

/// Behind `offset` a literal, a call or a signed one ends the duration: `foo offset -2 ^ 2` is `(foo offset -2) ^ 2`.
const DurationExpr *Parser::parseOffsetDuration()
{
    const auto ends = [](TokenKind kind) {
        return kind == TokenKind::Number || kind == TokenKind::Duration || kind == TokenKind::Step ||
               kind == TokenKind::Range || kind == TokenKind::MinOf || kind == TokenKind::MaxOf;
    };
    const DurationExpr *duration = nullptr;
    offer({CompletionKind::Duration});
    if (ends(kind())) {
        duration = parseDurationOperand();
    } else if (at(TokenKind::Add) || at(TokenKind::Sub)) {
        const TokenKind following = peek().kind;
        if (ends(following) || following == TokenKind::LeftParen) {
            const LexToken sign = m_token;
            advance();
            duration = negated(parseDurationOperand(), sign);
        } else {
            duration = parseDuration(0);
        }
    } else if (at(TokenKind::LeftParen)) {
        duration = parseDuration(0);
    } else {
        unexpected("offset", durationExpected);
        return nullptr;
    }
    if (duration->op == DurationOp::Literal && duration->seconds == 0 && lacks(Novelty::InterchangeableDurations) &&
        m_errorOffset != duration->range.start)
        report(duration->range, {TRANSLATABLE("Core", "duration must be greater than 0"), {}});
    return duration;
}

const DurationExpr *Parser::parseDuration(int minimumPrecedence)
{
    const DurationExpr *lhs = nullptr;
    offer({CompletionKind::Duration});
    if (++m_depth > maximumNesting) {
        --m_depth;
        (void)tooDeep(m_token.start);
        return missingDuration();
    }
    if (at(TokenKind::Add) || at(TokenKind::Sub)) {
        const LexToken sign = m_token;
        advance();
        lhs = negated(parseDuration(unaryPrecedence + 1), sign);
    } else {
        lhs = parseDurationOperand();
    }
    unsigned length = 0;
    for (std::optional<DurationOperator> op = durationOperator(kind()); op && op->precedence >= minimumPrecedence;
         op = durationOperator(kind())) {
        const LexToken opToken = m_token;
        advance();
        const DurationExpr *rhs = parseDuration(op->op == DurationOp::Pow ? op->precedence : op->precedence + 1);
        const bool zero = rhs->op == DurationOp::Literal && rhs->seconds == 0 && rhs->range.size() > 0;
        if (zero && op->op == DurationOp::Div)
            report(opToken.range(), {TRANSLATABLE("Core", "division by zero"), {}});
        else if (zero && op->op == DurationOp::Mod)
            report(opToken.range(), {TRANSLATABLE("Core", "modulo by zero"), {}});
        auto *node = m_data.arena.make<DurationExpr>();
        node->op = op->op;
        node->lhs = lhs;
        node->rhs = rhs;
        node->range = {lhs->range.start, rhs->range.end};
        durationExpressionUsed(node->range);
        lhs = node;
        if (++length > maximumNesting) {
            (void)tooDeep(m_token.start);
            break;
        }
    }
    --m_depth;
    return lhs;
}

const DurationExpr *Parser::parseDurationOperand()
{
    switch (kind()) {
    case TokenKind::Number:
    case TokenKind::Duration:
        return parseDurationLiteral();
    case TokenKind::Step:
    case TokenKind::Range:
    case TokenKind::MinOf:
    case TokenKind::MaxOf:
        return parseDurationCall();
    case TokenKind::LeftParen: {
        const std::size_t start = m_token.start;
        const OpenParenthesis open(m_innermost, m_token);
        advance();
        const DurationExpr *inner = parseDuration(0);
        if (at(TokenKind::RightParen))
            advance();
        else
            unexpected("subquery or range selector", durationExpected);
        durationExpressionUsed({start, m_end});
        return wrapped(inner, start, m_end);
    }
    default:
        unexpected(m_lexer.inBrackets() || at(TokenKind::RightBracket) ? "subquery or range selector" : "offset",
                   durationExpected);
        return missingDuration();
    }
}

const DurationExpr *Parser::parseDurationLiteral()
{
    auto *node = m_data.arena.make<DurationExpr>();
    node->range = m_token.range();
    node->hasUnit = at(TokenKind::Duration);
    node->seconds = node->hasUnit ? durationValue(m_token) : numberValue(m_token);
    if (!node->hasUnit && m_token.error == LexError::None && lacks(Novelty::InterchangeableDurations))
        needsVersion(m_token.range(), "a duration without unit", Novelty::InterchangeableDurations);
    if (outOfRange(node->seconds)) {
        report(m_token.range(), {TRANSLATABLE("Core", "duration out of range"), {}});
        node->seconds = 0;
        m_errorOffset = m_token.start;
    }
    advance();
    return node;
}

/// `step()`, `range()`, `min_of(a, b)`, `max_of(a, b)`.
const DurationExpr *Parser::parseDurationCall()
{
    auto *node = m_data.arena.make<DurationExpr>();
    const LexToken name = m_token;
    const char *context = m_lexer.inBrackets() ? "subquery or range selector" : "offset";
    switch (name.kind) {
    case TokenKind::Step:
        node->op = DurationOp::Step;
        break;
    case TokenKind::Range:
        node->op = DurationOp::Range;
        break;
    case TokenKind::MinOf:
        node->op = DurationOp::MinOf;
        break;
    default:
        node->op = DurationOp::MaxOf;
        break;
    }
    advance();
    if (at(TokenKind::LeftParen)) {
        const OpenParenthesis open(m_innermost, m_token);
        advance();
        if (node->op == DurationOp::MinOf || node->op == DurationOp::MaxOf) {
            node->lhs = parseDuration(0);
            if (at(TokenKind::Comma))
                advance();
            else
                unexpected(context, "\",\"");
            node->rhs = parseDuration(0);
        }
        if (at(TokenKind::RightParen))
            advance();
        else
            unexpected(context, durationExpected);
    } else {
        unexpected(context, durationExpected);
        if (node->op == DurationOp::MinOf || node->op == DurationOp::MaxOf)
            node->lhs = node->rhs = missingDuration();
    }
    node->range = {name.start, m_end};
    durationExpressionUsed(node->range);
    return node;
}

const DurationExpr *Parser::negated(const DurationExpr *duration, const LexToken &sign)
{
    const base::ByteRange range{sign.start, duration->range.end};
    // `offset -5m` has always been there, other signs came with the expressions.
    const bool old = sign.kind == TokenKind::Sub && duration->op == DurationOp::Literal && !m_lexer.inBrackets();
    if (!old && lacks(Novelty::DurationExpressions))
        needsVersion(range, "a signed duration", Novelty::DurationExpressions);
    if (sign.kind == TokenKind::Add && duration->op != DurationOp::Literal)
        return duration;
    auto *node = m_data.arena.make<DurationExpr>();
    *node = *duration;
    node->range = range;
    if (duration->op == DurationOp::Literal) {
        node->seconds = sign.kind == TokenKind::Sub ? -duration->seconds : duration->seconds;
        return node;
    }
    *node = {};
    node->op = DurationOp::Negate;
    node->lhs = duration;
    node->range = range;
    return node;
}

const DurationExpr *Parser::wrapped(const DurationExpr *inner, std::size_t start, std::size_t end)
{
    auto *node = m_data.arena.make<DurationExpr>();
    node->op = DurationOp::Paren;
    // Parentheses around parentheses say nothing more.
    node->lhs = inner->op == DurationOp::Paren ? inner->lhs : inner;
    node->range = {start, end};
    return node;
}

} // namespace promql
