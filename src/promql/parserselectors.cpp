#include "promql/literals.h"
#include "promql/parserimpl.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace promql {

namespace {

constexpr std::string_view metricNameLabel = "__name__";

MatchOp matchOp(TokenKind kind)
{
    switch (kind) {
    case TokenKind::NotEqual:
        return MatchOp::NotEqual;
    case TokenKind::MatchRegex:
        return MatchOp::RegexMatch;
    case TokenKind::MatchNotRegex:
        return MatchOp::RegexNoMatch;
    default:
        return MatchOp::Equal;
    }
}

bool isMatchOp(TokenKind kind)
{
    return kind == TokenKind::Assign || kind == TokenKind::NotEqual || kind == TokenKind::MatchRegex ||
           kind == TokenKind::MatchNotRegex;
}

} // namespace

/// Behind `name`, or at the opening brace when there is none.
Parser::Parsed Parser::parseSelector(const LexToken *name)
{
    auto *node = m_data.arena.make<VectorSelector>();
    node->kind = ExprKind::VectorSelector;
    node->type = ValueType::InstantVector;
    node->range = name ? name->range() : m_token.range();
    if (name)
        node->metric = {textOf(*name), name->range()};
    if (at(TokenKind::LeftBrace)) {
        advance();
        parseMatchers(*node);
        node->range.end = m_end;
    } else if (!name || matcherFollows()) {
        // `up job="x"}`: the opening brace is missing.
        if (name)
            unexpected();
        else
            unexpectedBehind();
        m_lexer.resume(m_token.start, true, false);
        m_token = m_lexer.next();
        parseMatchers(*node);
        node->range.end = m_end;
    }
    return {node, 1};
}

/// Reports the token behind the one at hand, where Prometheus stumbles.
void Parser::unexpectedBehind()
{
    Lexer ahead = m_lexer;
    const LexToken first = std::exchange(m_token, ahead.next());
    if (m_token.error != LexError::None)
        report(ahead.problem().range, lexErrorText(ahead.problem(), m_data.text));
    else
        unexpected();
    m_errorOffset = m_token.start;
    m_token = first;
}

/// Whether a label and its operator come next, outside braces.
bool Parser::matcherFollows() const
{
    if (kind() < TokenKind::Add && !at(TokenKind::Identifier))
        return false;
    const std::string_view word = textOf(m_token);
    if (m_lexer.inBraces() || m_lexer.inBrackets() || !isLegacyLabelName(word))
        return false;
    Lexer ahead = m_lexer;
    const LexToken op = ahead.next();
    return isMatchOp(op.kind) && ahead.next().kind == TokenKind::String;
}

/// Whether an operand that begins here is the inside of braces.
bool Parser::braceIsMissing() const
{
    if (m_lexer.inBrackets())
        return false;
    Lexer ahead = m_lexer;
    TokenKind following = ahead.next().kind;
    // `"my.metric", "label"="value"}`
    if (at(TokenKind::String) && following == TokenKind::Comma) {
        const TokenKind label = ahead.next().kind;
        following = ahead.next().kind;
        return (label == TokenKind::String || label == TokenKind::Identifier) && isMatchOp(following);
    }
    return isMatchOp(following) && ahead.next().kind == TokenKind::String;
}

/// Behind the opening brace; reads the closing one.
void Parser::parseMatchers(VectorSelector &selector)
{
    Gathered<LabelMatcher, 6> matchers;
    offerInBraces({CompletionKind::Label});
    while (!at(TokenKind::RightBrace) && !at(TokenKind::EndOfInput)) {
        // Something that cannot be in braces ended them.
        if (!m_lexer.inBraces())
            break;
        const std::size_t start = m_token.start;
        LabelMatcher matcher;
        if (parseMatcher(matcher)) {
            checkMatcher(matcher);
            matchers.push(matcher);
        }
        if (at(TokenKind::Comma)) {
            advance();
            offerInBraces({CompletionKind::Label});
        } else if (!at(TokenKind::RightBrace) && m_lexer.inBraces()) {
            unexpected("label matching", "\",\" or \"}\"");
            if (m_token.start == start)
                skip();
            else
                offerInBraces({CompletionKind::Label});
        }
    }
    if (at(TokenKind::RightBrace)) {
        advance();
    } else {
        unexpected("label matching", "\",\" or \"}\"");
        if (m_lexer.inBraces())
            m_lexer.resume(m_token.start, false, false);
    }
    selector.matchers = m_data.arena.copy(matchers.items());
    if (m_cursor && m_cursor->inBraces)
        finishBraces(selector);
}

bool Parser::parseMatcher(LabelMatcher &matcher)
{
    const LexToken name = m_token;
    matcher.nameRange = name.range();
    if (at(TokenKind::String)) {
        matcher.name = stringValue(m_token);
        if (lacks(Novelty::Utf8Names))
            needsVersion(name.range(), "a quoted name in braces", Novelty::Utf8Names);
        advance();
        offerMatchOperator(matcher.name);
        if (!isMatchOp(kind())) {
            matcher.value = matcher.name;
            matcher.name = metricNameLabel;
            matcher.valueRange = matcher.range = name.range();
            return true;
        }
    } else if (at(TokenKind::Identifier)) {
        matcher.name = textOf(m_token);
        advance();
        offerMatchOperator(matcher.name);
        if (!isMatchOp(kind())) {
            unexpected("label matching", "label matching operator");
            matcher.range = name.range();
            matcher.valueRange = {m_end, m_end};
            if (!at(TokenKind::String))
                return false;
        }
    } else {
        unexpected("label matching", "identifier or \"}\"");
        if (!isMatchOp(kind()))
            return false;
        matcher.nameRange = {m_token.start, m_token.start};
    }
    if (isMatchOp(kind())) {
        matcher.op = matchOp(kind());
        advance();
        offerInBraces({CompletionKind::LabelValue}, matcher.name);
        if (isMatchOp(kind()) && m_lexer.inBraces()) {
            unexpected("label matching", "string");
            skip();
        }
    }
    if (!at(TokenKind::String)) {
        unexpected("label matching", "string");
        matcher.range = {name.start, m_end};
        matcher.valueRange = {m_end, m_end};
        // An unquoted value.
        if (at(TokenKind::Identifier) && m_lexer.inBraces() && !isMatchOp(peek().kind))
            skip();
        return false;
    }
    matcher.value = stringValue(m_token);
    matcher.valueRange = m_token.range();
    matcher.range = {name.start, m_token.end};
    const bool broken = m_token.error != LexError::None;
    advance();
    return !broken;
}

void Parser::checkMatcher(const LabelMatcher &matcher)
{
    if (matcher.op != MatchOp::RegexMatch && matcher.op != MatchOp::RegexNoMatch)
        return;
    const RegexVerdict verdict = judgeRegex(matcher.value, m_regexDialect);
    if (!verdict.valid)
        report(matcher.range, {TRANSLATABLE("Core", "%1"), {verdict.error}}, "promql/regex");
}

/// Ranges and modifiers behind an operand; they bind tighter than any operator.
Parser::Parsed Parser::parsePostfix(Parsed operand)
{
    for (;;) {
        if (operand.height > maximumHeight)
            return tooDeep(operand.expr->range.start);
        offer({CompletionKind::Modifier});
        switch (kind()) {
        case TokenKind::LeftBracket:
            operand = parseBrackets(operand);
            break;
        case TokenKind::Offset:
            parseOffset(*operand.expr);
            break;
        case TokenKind::At:
            parseAt(*operand.expr);
            break;
        case TokenKind::Anchored:
        case TokenKind::Smoothed:
            parseExtension(*operand.expr);
            break;
        case TokenKind::Number:
        case TokenKind::Duration: {
            // `up 5m]`: the opening bracket is missing.
            const LexToken following = peek();
            const bool colon = following.kind == TokenKind::MetricIdentifier && m_data.text[following.start] == ':';
            if (operand.expr->type != ValueType::InstantVector || (following.kind != TokenKind::RightBracket && !colon))
                return operand;
            unexpected();
            m_lexer.resume(m_token.start, false, true);
            m_token = m_lexer.next();
            operand = parseBrackets(operand);
            break;
        }
        default:
            return operand;
        }
    }
}

/// At the opening bracket, or behind one that is missing.
Parser::Parsed Parser::parseBrackets(Parsed operand)
{
    const std::size_t start = m_token.start;
    if (at(TokenKind::LeftBracket))
        advance();
    const DurationExpr *window = parseRangeDuration();
    const DurationExpr *step = nullptr;
    const bool subquery = at(TokenKind::Colon);
    if (subquery) {
        advance();
        offer({CompletionKind::Duration});
        if (!at(TokenKind::RightBracket)) {
            const bool possible = at(TokenKind::Number) || at(TokenKind::Duration) || at(TokenKind::Step) ||
                                  at(TokenKind::Range) || at(TokenKind::MinOf) || at(TokenKind::MaxOf) ||
                                  at(TokenKind::LeftParen) || at(TokenKind::Add) || at(TokenKind::Sub);
            if (possible)
                step = parseRangeDuration();
            else
                unexpected("subquery selector", "number, duration, step(), range(), or \"]\"");
        }
    }
    if (!at(TokenKind::RightBracket))
        unexpected(subquery ? "subquery selector" : "subquery or range", subquery ? "\"]\"" : "\":\" or \"]\"");
    while (m_lexer.inBrackets() && !at(TokenKind::EndOfInput) && !at(TokenKind::RightBracket))
        skip();
    if (at(TokenKind::RightBracket))
        advance();
    const std::size_t end = m_end;
    if (subquery) {
        auto *node = m_data.arena.make<Subquery>();
        node->kind = ExprKind::Subquery;
        node->type = ValueType::RangeVector;
        node->range = {operand.expr->range.start, end};
        node->expr = operand.expr;
        node->window = window;
        node->step = step;
        return {node, operand.height + 1};
    }
    const auto *selector = as<VectorSelector>(operand.expr);
    if (!selector) {
        if (operand.expr->kind != ExprKind::Error)
            report({start, end}, {TRANSLATABLE("Core", "ranges only allowed for vector selectors"), {}});
        const Expr *const salvaged = operand.expr;
        return {errorNode({operand.expr->range.start, end},
                          m_data.arena.copy(std::span<const Expr *const>(&salvaged, 1)), ValueType::RangeVector),
                operand.height + 1};
    }
    const Modifiers &before = selector->modifiers;
    const bool offset = before.offset && (before.offset->op != DurationOp::Literal || before.offset->seconds != 0);
    if (offset)
        report({start, end}, {TRANSLATABLE("Core", "no offset modifiers allowed before range"), {}});
    else if (before.at == AtKind::Timestamp || (before.at != AtKind::None && !lacks(Novelty::NoAtBeforeRange)))
        report({start, end}, {TRANSLATABLE("Core", "no @ modifiers allowed before range"), {}});
    auto *node = m_data.arena.make<MatrixSelector>();
    node->kind = ExprKind::MatrixSelector;
    node->type = ValueType::RangeVector;
    node->range = {operand.expr->range.start, end};
    node->selector = selector;
    node->window = window;
    node->modifiers.anchored = before.anchored;
    node->modifiers.smoothed = before.smoothed;
    return {node, operand.height + 1};
}

Modifiers *Parser::modifiersOf(Expr &operand)
{
    switch (operand.kind) {
    case ExprKind::VectorSelector:
        return &static_cast<VectorSelector &>(operand).modifiers;
    case ExprKind::MatrixSelector:
        return &static_cast<MatrixSelector &>(operand).modifiers;
    case ExprKind::Subquery:
        return &static_cast<Subquery &>(operand).modifiers;
    default:
        return nullptr;
    }
}

void Parser::parseOffset(Expr &operand)
{
    const LexToken keywordToken = m_token;
    const base::ByteRange before = operand.range;
    advance();
    const DurationExpr *duration = parseOffsetDuration();
    Modifiers *modifiers = modifiersOf(operand);
    if (!modifiers) {
        if (operand.kind != ExprKind::Error)
            report(before,
                   {TRANSLATABLE("Core", "offset modifier must be preceded by an instant vector selector or range "
                                         "vector selector or a subquery"),
                    {}});
        return;
    }
    if (modifiers->offset && (modifiers->offset->op != DurationOp::Literal || modifiers->offset->seconds != 0))
        report(before, {TRANSLATABLE("Core", "offset may not be set multiple times"), {}});
    else if (duration)
        modifiers->offset = duration;
    modifiers->offsetRange = {keywordToken.start, m_end};
    operand.range.end = m_end;
}

void Parser::parseAt(Expr &operand)
{
    const LexToken sign = m_token;
    const base::ByteRange before = operand.range;
    advance();
    AtKind atKind = AtKind::None;
    double seconds = 0;
    offer({CompletionKind::Modifier});
    if (at(TokenKind::Start) || at(TokenKind::End)) {
        atKind = at(TokenKind::Start) ? AtKind::Start : AtKind::End;
        advance();
        for (const TokenKind parenthesis : {TokenKind::LeftParen, TokenKind::RightParen}) {
            if (at(parenthesis))
                advance();
            else
                unexpected("@", "timestamp");
        }
    } else {
        const bool negative = at(TokenKind::Sub);
        if (negative || at(TokenKind::Add))
            advance();
        if (at(TokenKind::Number) || at(TokenKind::Duration)) {
            atKind = AtKind::Timestamp;
            seconds = at(TokenKind::Number) ? numberValue(m_token) : durationValue(m_token);
            if (at(TokenKind::Duration) && lacks(Novelty::InterchangeableDurations))
                needsVersion(m_token.range(), "a duration as a timestamp", Novelty::InterchangeableDurations);
            if (negative)
                seconds = -seconds;
            advance();
            constexpr double limit = 9223372036854775808.0;
            if (!(std::abs(seconds) < limit))
                report(before, {TRANSLATABLE("Core", "timestamp out of bounds for @ modifier: %1"),
                                {std::isfinite(seconds) ? formatNumber(seconds) + ".000000" : formatNumber(seconds)}});
        } else {
            unexpected("@", "timestamp");
        }
    }
    Modifiers *modifiers = modifiersOf(operand);
    if (!modifiers) {
        if (operand.kind != ExprKind::Error)
            report(before,
                   {TRANSLATABLE("Core", "@ modifier must be preceded by an instant vector selector or range vector "
                                         "selector or a subquery"),
                    {}});
        return;
    }
    if (modifiers->at != AtKind::None) {
        report(before, {TRANSLATABLE("Core", "@ <timestamp> may not be set multiple times"), {}});
    } else {
        modifiers->at = atKind;
        modifiers->atSeconds = seconds;
        modifiers->atRange = {sign.start, m_end};
    }
    operand.range.end = m_end;
}

/// `anchored` or `smoothed`.
void Parser::parseExtension(Expr &operand)
{
    const bool anchored = at(TokenKind::Anchored);
    const char *word = anchored ? "anchored" : "smoothed";
    const base::ByteRange range = m_token.range();
    const base::ByteRange before = operand.range;
    advance();
    if (lacks(Novelty::ExtendedRangeSelectors)) {
        needsVersion(range, std::string("modifier ") + word, Novelty::ExtendedRangeSelectors);
    } else if (!m_data.dialect.extendedRangeSelectors) {
        needsFeature(range, std::string("modifier ") + word, "promql-extended-range-selectors");
    } else if (operand.kind == ExprKind::Subquery) {
        report(before, {TRANSLATABLE("Core", "%1 modifier is not supported for subqueries"), {word}});
    } else if (operand.kind != ExprKind::Error && !modifiersOf(operand)) {
        report(before, {TRANSLATABLE("Core", "%1 modifier not implemented"), {word}});
    }
    Modifiers *modifiers = modifiersOf(operand);
    if (!modifiers)
        return;
    (anchored ? modifiers->anchored : modifiers->smoothed) = true;
    if (modifiers->anchored && modifiers->smoothed)
        report(before, {TRANSLATABLE("Core", "anchored and smoothed modifiers cannot be used together"), {}});
    operand.range.end = m_end;
}

} // namespace promql
