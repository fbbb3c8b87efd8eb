#include "promql/parser.h"

#include "promql/literals.h"
#include "promql/parserimpl.h"

#include <algorithm>

namespace promql {

namespace {

constexpr std::size_t maximumSize = std::size_t(16) << 20U;

std::optional<BinaryOp> binaryOperator(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Add:
        return BinaryOp::Add;
    case TokenKind::Sub:
        return BinaryOp::Sub;
    case TokenKind::Mul:
        return BinaryOp::Mul;
    case TokenKind::Div:
        return BinaryOp::Div;
    case TokenKind::Mod:
        return BinaryOp::Mod;
    case TokenKind::Pow:
        return BinaryOp::Pow;
    case TokenKind::Atan2:
        return BinaryOp::Atan2;
    case TokenKind::Equal:
        return BinaryOp::Equal;
    case TokenKind::NotEqual:
        return BinaryOp::NotEqual;
    case TokenKind::Less:
        return BinaryOp::Less;
    case TokenKind::LessEqual:
        return BinaryOp::LessEqual;
    case TokenKind::Greater:
        return BinaryOp::Greater;
    case TokenKind::GreaterEqual:
        return BinaryOp::GreaterEqual;
    case TokenKind::And:
        return BinaryOp::And;
    case TokenKind::Or:
        return BinaryOp::Or;
    case TokenKind::Unless:
        return BinaryOp::Unless;
    case TokenKind::TrimUpper:
        return BinaryOp::TrimUpper;
    case TokenKind::TrimLower:
        return BinaryOp::TrimLower;
    default:
        return std::nullopt;
    }
}

} // namespace

bool isMetricName(TokenKind kind)
{
    if (isAggregation(kind) || (kind >= TokenKind::Start && kind <= TokenKind::MinOf))
        return true;
    switch (kind) {
    case TokenKind::Identifier:
    case TokenKind::MetricIdentifier:
    case TokenKind::By:
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::Unless:
    case TokenKind::Offset:
    case TokenKind::Without:
    case TokenKind::Anchored:
    case TokenKind::Smoothed:
    case TokenKind::Fill:
    case TokenKind::FillLeft:
    case TokenKind::FillRight:
        return true;
    default:
        return false;
    }
}

bool isLabelName(TokenKind kind)
{
    if (kind == TokenKind::Without)
        return false;
    return isMetricName(kind) || kind == TokenKind::Bool || kind == TokenKind::GroupLeft ||
           kind == TokenKind::GroupRight || kind == TokenKind::Ignoring || kind == TokenKind::On ||
           kind == TokenKind::Atan2;
}

Parser::Parser(Tree::Data &data) : m_data(data), m_lexer(data.text), m_version(versionOf(data.dialect))
{
    m_regexDialect = {!lacks(Novelty::DotMatchesNewline), !lacks(Novelty::AngleNamedGroups)};
}

void Parser::run()
{
    if (m_data.text.size() > maximumSize) {
        m_data.root = errorNode({0, m_data.text.size()});
        report({0, m_data.text.size()}, {TRANSLATABLE("Core", "the expression is longer than %1 MiB"), {"16"}});
        return;
    }
    advance();
    m_data.root = parseTopLevel().expr;
}

Parser::Parsed Parser::parseTopLevel()
{
    if (at(TokenKind::EndOfInput) && m_data.diagnostics.empty()) {
        offer(operandKinds());
        report({0, m_data.text.size()}, {TRANSLATABLE("Core", "no expression found in input"), {}});
        return {errorNode({m_token.start, m_token.end}), 1};
    }
    Parsed first = parseExpression(0);
    if (at(TokenKind::EndOfInput))
        return first;
    Gathered<const Expr *, 6> parts;
    parts.push(first.expr);
    unsigned height = first.height;
    std::size_t end = first.expr->range.end;
    while (!at(TokenKind::EndOfInput)) {
        strayToken();
        end = m_token.end;
        if (startsOperand(kind())) {
            const Parsed part = parseExpression(0);
            parts.push(part.expr);
            height = std::max(height, part.height);
            end = std::max(end, part.expr->range.end);
        } else if (const std::optional<BinaryOp> op = binaryOperator(kind())) {
            // An operator behind a stray token goes on with what stood before it.
            const std::span<const Expr *const> before = parts.items();
            Expr *left = before.size() == 1 ? const_cast<Expr *>(before.front())
                                            : errorNode({first.expr->range.start, m_end}, m_data.arena.copy(before));
            const Parsed whole = parseBinaryTail({left, height + 1}, *op);
            parts = {};
            parts.push(whole.expr);
            height = whole.height;
            end = whole.expr->range.end;
        } else {
            skip();
        }
    }
    if (parts.size() == 1)
        return {const_cast<Expr *>(parts.items().front()), height};
    return {errorNode({first.expr->range.start, end}, m_data.arena.copy(parts.items())), height + 1};
}

Parser::Parsed Parser::parseExpression(int minimumPrecedence)
{
    Parsed lhs = parseOperand();
    for (;;) {
        offer({CompletionKind::Operator});
        const std::optional<BinaryOp> op = binaryOperator(kind());
        // Modifiers without operator: it is missing.
        const bool modifier = !op && minimumPrecedence <= 1 &&
                              (at(TokenKind::On) || at(TokenKind::Ignoring) || at(TokenKind::GroupLeft) ||
                               at(TokenKind::GroupRight) || at(TokenKind::Bool));
        if (modifier) {
            unexpected();
            lhs = parseBinaryTail(lhs, BinaryOp::Or);
            continue;
        }
        if (!op || precedence(*op) < minimumPrecedence)
            return lhs;
        lhs = parseBinaryTail(lhs, *op);
    }
}

/// At the operator; `lhs` is its left side.
Parser::Parsed Parser::parseBinaryTail(Parsed lhs, BinaryOp op)
{
    auto *node = m_data.arena.make<BinaryExpr>();
    node->kind = ExprKind::BinaryExpr;
    node->op = op;
    node->opRange = binaryOperator(kind()) ? m_token.range() : base::ByteRange{m_token.start, m_token.start};
    if ((op == BinaryOp::TrimLower || op == BinaryOp::TrimUpper) && lacks(Novelty::TrimOperators))
        needsVersion(m_token.range(), "operator " + std::string(operatorText(op)), Novelty::TrimOperators);
    if (binaryOperator(kind()))
        advance();
    parseMatching(*node);
    const int level = precedence(op);
    ++m_depth;
    const Parsed rhs =
        m_depth > maximumNesting ? tooDeep(m_token.start) : parseExpression(op == BinaryOp::Pow ? level : level + 1);
    --m_depth;
    node->lhs = lhs.expr;
    node->rhs = rhs.expr;
    node->range = {lhs.expr->range.start, rhs.expr->range.end};
    const bool scalar = lhs.expr->type == ValueType::Scalar && rhs.expr->type == ValueType::Scalar;
    node->type = scalar ? ValueType::Scalar : ValueType::InstantVector;
    if (isSetOperator(op) && node->matching.cardinality == MatchCardinality::OneToOne)
        node->matching.cardinality = MatchCardinality::ManyToMany;
    // A chain does not get higher: whoever walks a tree goes along the left sides in a loop.
    const unsigned left = lhs.expr->kind == ExprKind::BinaryExpr ? lhs.height : lhs.height + 1;
    const unsigned height = std::max(left, rhs.height + 1);
    if (height > maximumHeight)
        return tooDeep(node->range.start);
    return {node, height};
}

Parser::Parsed Parser::parseOperand()
{
    offer(operandKinds());
    if (!at(TokenKind::Add) && !at(TokenKind::Sub))
        return parsePostfix(parsePrimary());
    const LexToken sign = m_token;
    const bool negative = at(TokenKind::Sub);
    advance();
    ++m_depth;
    // A sign binds like `*`: only `^` and what follows a selector bind tighter.
    const Parsed operand = m_depth > maximumNesting ? tooDeep(sign.start) : parseExpression(powerPrecedence);
    --m_depth;
    if (operand.expr->kind == ExprKind::NumberLiteral) {
        foldSign(static_cast<NumberLiteral &>(*operand.expr), negative, sign.start);
        return operand;
    }
    auto *node = m_data.arena.make<UnaryExpr>();
    node->kind = ExprKind::UnaryExpr;
    node->type = operand.expr->type;
    node->range = {sign.start, operand.expr->range.end};
    node->negative = negative;
    node->expr = operand.expr;
    return {node, operand.height + 1};
}

void Parser::foldSign(NumberLiteral &number, bool negative, std::size_t start)
{
    if (negative)
        number.value = -number.value;
    number.range.start = start;
}

Parser::Parsed Parser::parsePrimary()
{
    switch (kind()) {
    case TokenKind::Number:
    case TokenKind::Duration: {
        auto *node = m_data.arena.make<NumberLiteral>();
        node->kind = ExprKind::NumberLiteral;
        node->type = ValueType::Scalar;
        node->range = m_token.range();
        node->duration = at(TokenKind::Duration);
        node->value = node->duration ? durationValue(m_token) : numberValue(m_token);
        if (node->duration && lacks(Novelty::InterchangeableDurations))
            needsVersion(m_token.range(), "a duration as a number", Novelty::InterchangeableDurations);
        advance();
        return {node, 1};
    }
    case TokenKind::String: {
        if (braceIsMissing())
            return parseSelector(nullptr);
        auto *node = m_data.arena.make<StringLiteral>();
        node->kind = ExprKind::StringLiteral;
        node->type = ValueType::String;
        node->range = m_token.range();
        node->value = stringValue(m_token);
        advance();
        return {node, 1};
    }
    case TokenKind::LeftParen:
        return parseStrayGrouping(parseParenthesized());
    case TokenKind::LeftBrace:
        return parseSelector(nullptr);
    case TokenKind::Identifier:
        return braceIsMissing() ? parseSelector(nullptr) : parseName();
    default:
        return isMetricName(kind()) ? parseName() : missingOperand();
    }
}

Parser::Parsed Parser::parseParenthesized()
{
    const LexToken open = m_token;
    if (m_depth > maximumNesting)
        return tooDeep(open.start);
    const OpenParenthesis guard(m_innermost, open);
    advance();
    ++m_depth;
    Parsed inner = parseExpression(0);
    --m_depth;
    Nodes parts;
    parts.push(inner.expr);
    while (!at(TokenKind::RightParen) && !at(TokenKind::EndOfInput)) {
        strayToken();
        if (startsOperand(kind())) {
            const Parsed part = parseExpression(0);
            parts.push(part.expr);
            inner.height = std::max(inner.height, part.height);
        } else {
            skip();
        }
    }
    if (at(TokenKind::RightParen))
        advance();
    else
        unexpected();
    auto *node = m_data.arena.make<ParenExpr>();
    node->kind = ExprKind::ParenExpr;
    node->range = {open.start, m_end};
    node->expr =
        parts.size() == 1 ? inner.expr : errorNode({inner.expr->range.start, m_end}, m_data.arena.copy(parts.items()));
    node->type = node->expr->type;
    return {node, inner.height + 2};
}

/// A word: an aggregation, a function or a metric, depending on what follows.
Parser::Parsed Parser::parseName()
{
    const LexToken name = m_token;
    if ((at(TokenKind::By) || at(TokenKind::Without)) && peek().kind == TokenKind::LeftParen) {
        // A grouping without its aggregation; to Prometheus the word is a metric's name.
        unexpectedBehind();
        LexToken missing = m_token;
        missing.end = missing.start;
        return parseAggregation(missing);
    }
    advance();
    if (isAggregation(name.kind)) {
        // `sum rate(up[5m]))`: the parenthesis is missing.
        const bool operand = at(TokenKind::Identifier) || at(TokenKind::MetricIdentifier) || isAggregation(kind());
        const bool called =
            at(TokenKind::LeftParen) || at(TokenKind::By) || at(TokenKind::Without) || (operand && !matcherFollows());
        const AggregationInfo &info =
            aggregations()[static_cast<std::size_t>(name.kind) - static_cast<std::size_t>(TokenKind::Sum)];
        if (called && m_version >= info.added)
            return parseAggregation(name);
        if (called) {
            needsVersion(name.range(), "aggregation " + std::string(info.name), info.added);
            return parseAggregation(name);
        }
        return parseSelector(&name);
    }
    const bool mayBeFunction =
        name.kind == TokenKind::Identifier || (name.kind >= TokenKind::Start && name.kind <= TokenKind::MinOf);
    if (mayBeFunction && at(TokenKind::LeftParen))
        return parseCall(name);
    // `rate foo[5m])`: the parenthesis is missing, or somebody is typing it.
    if (name.kind == TokenKind::Identifier && startsOperand(kind()) && !matcherFollows() &&
        findFunction(textOf(name)) && (isMetricName(kind()) || at(TokenKind::Number) || at(TokenKind::String)) &&
        !binaryOperator(kind()) && !at(TokenKind::Offset) && !at(TokenKind::By) && !at(TokenKind::Without))
        return parseCall(name);
    return parseSelector(&name);
}

/// Behind a closing parenthesis: `(up) by (job)` lacks its aggregation.
Parser::Parsed Parser::parseStrayGrouping(Parsed operand)
{
    if ((!at(TokenKind::By) && !at(TokenKind::Without)) || peek().kind != TokenKind::LeftParen)
        return operand;
    unexpected();
    auto *node = m_data.arena.make<Aggregation>();
    node->kind = ExprKind::Aggregation;
    node->type = ValueType::InstantVector;
    node->opRange = {operand.expr->range.start, operand.expr->range.start};
    node->expr = operand.expr;
    node->grouped = true;
    node->without = at(TokenKind::Without);
    advance();
    node->labels = parseGroupingLabels();
    node->range = {operand.expr->range.start, m_end};
    return {node, operand.height + 1};
}

/// A token behind a complete operand that cannot stand there.
void Parser::strayToken()
{
    if (m_cursor && reconsider()) {
        // What may stand behind an operator may stand here.
        unexpected();
        offer({CompletionKind::Modifier});
        return;
    }
    unexpected();
}

Parser::Parsed Parser::missingOperand()
{
    unexpected();
    const std::size_t place = m_end;
    // What can neither start nor follow an operand is skipped once.
    const bool misplaced = at(TokenKind::Assign) || at(TokenKind::Colon) || at(TokenKind::At) ||
                           at(TokenKind::MatchRegex) || at(TokenKind::MatchNotRegex) || at(TokenKind::RightBrace) ||
                           at(TokenKind::RightBracket) || at(TokenKind::Bool) || at(TokenKind::On) ||
                           at(TokenKind::Ignoring) || at(TokenKind::GroupLeft) || at(TokenKind::GroupRight);
    if (misplaced) {
        const LexToken skipped = m_token;
        skip();
        if (startsOperand(kind())) {
            ++m_depth;
            const Parsed operand = m_depth > maximumNesting ? tooDeep(m_token.start) : parseOperand();
            --m_depth;
            return operand;
        }
        return {errorNode(skipped.range()), 1};
    }
    return {errorNode({place, place}), 1};
}

/// Gives up on the rest of the text.
Parser::Parsed Parser::tooDeep(std::size_t start)
{
    report({start, m_data.text.size()}, {TRANSLATABLE("Core", "the expression is nested too deeply"), {}});
    m_innermost = nullptr;
    m_lexer.resume(m_data.text.size(), false, false);
    m_endReported = true;
    m_end = m_data.text.size();
    m_token = m_lexer.next();
    return {errorNode({start, m_data.text.size()}), 1};
}

Expr *Parser::errorNode(base::ByteRange range, std::span<const Expr *const> salvaged, ValueType type)
{
    auto *node = m_data.arena.make<ErrorExpr>();
    node->kind = ExprKind::Error;
    node->type = type;
    node->range = range;
    node->salvaged = salvaged;
    return node;
}

void Parser::advance()
{
    if (!at(TokenKind::EndOfInput))
        m_end = m_token.end;
    m_token = m_lexer.next();
    if (m_token.error != LexError::None)
        reportTokenErrors();
}

void Parser::reportTokenErrors()
{
    bool afterUnreadable = false;
    // Before duration expressions any letter in brackets was taken for the colon.
    if (m_token.error == LexError::ExpectedColon && lacks(Novelty::DurationExpressions) && !m_lexer.gotColon()) {
        m_token.kind = TokenKind::Colon;
        m_token.error = LexError::None;
        m_token.end = m_token.start + 1;
        m_lexer.resumeBehindColon(m_token.end);
        return;
    }
    while (m_token.error != LexError::None) {
        // Of a run of unreadable characters only the first is reported.
        if (!afterUnreadable || !at(TokenKind::Unreadable))
            report(m_token.error == LexError::BadNumber ? m_token.range() : m_lexer.problem().range,
                   lexErrorText(m_lexer.problem(), m_data.text));
        m_errorOffset = m_token.start;
        if (!at(TokenKind::Unreadable))
            return;
        afterUnreadable = true;
        m_end = m_token.end;
        m_token = m_lexer.next();
    }
    m_errorOffset = m_token.start;
}

void Parser::skip()
{
    advance();
    m_errorOffset = m_token.start;
}

bool Parser::startsOperand(TokenKind wanted)
{
    return wanted == TokenKind::Number || wanted == TokenKind::Duration || wanted == TokenKind::String ||
           wanted == TokenKind::LeftParen || wanted == TokenKind::LeftBrace ||
           (isMetricName(wanted) && !binaryOperator(wanted));
}

std::string_view Parser::stringValue(const LexToken &token)
{
    const std::string_view raw = textOf(token);
    const bool closed = raw.size() >= 2 && raw.back() == raw.front();
    if (raw.front() == '`' || raw.find('\\') == std::string_view::npos)
        return raw.substr(1, raw.size() - (closed ? 2 : 1));
    return m_data.arena.copy(std::string_view(unquote(raw)));
}

void Parser::report(base::ByteRange range, base::Text text, const char *check)
{
    constexpr std::size_t mostDiagnostics = 100;
    if (m_data.diagnostics.size() >= mostDiagnostics)
        return;
    base::Diagnostic diagnostic;
    diagnostic.check = check;
    diagnostic.range = range;
    diagnostic.text = std::move(text);
    m_data.diagnostics.push_back(std::move(diagnostic));
}

void Parser::unexpected(const char *context, const char *expected)
{
    if (m_cursor && m_cursor->found)
        m_cursor->closed = true;
    if (m_errorOffset != std::string_view::npos && m_token.start <= m_errorOffset)
        return;
    m_errorOffset = m_token.start;
    if (at(TokenKind::EndOfInput)) {
        if (m_endReported)
            return;
        m_endReported = true;
        if (m_lexer.inBraces()) {
            report(m_token.range(), {TRANSLATABLE("Core", "unexpected end of input inside braces"), {}});
            return;
        }
        if (m_lexer.atDurationStart()) {
            report(m_token.range(), {TRANSLATABLE("Core", "unexpected end of input in duration expression"), {}});
            return;
        }
        if (m_innermost) {
            report(m_innermost->token.range(), {TRANSLATABLE("Core", "unclosed left parenthesis"), {}});
            return;
        }
        if (m_lexer.inBrackets()) {
            report(m_token.range(), {TRANSLATABLE("Core", "unclosed left bracket"), {}});
            return;
        }
    }
    if (at(TokenKind::RightParen) && !m_innermost) {
        report(m_token.range(), {TRANSLATABLE("Core", "unexpected right parenthesis %1"), {"')'"}});
        return;
    }
    const std::string token = tokenDescription(m_token, m_data.text);
    if (*context == '\0' && m_aggregations > 0)
        context = "aggregation";
    if (*context == '\0' && *expected == '\0')
        report(m_token.range(), {TRANSLATABLE("Core", "unexpected %1"), {token}});
    else if (*expected == '\0')
        report(m_token.range(), {TRANSLATABLE("Core", "unexpected %1 in %2"), {token, context}});
    else
        report(m_token.range(), {TRANSLATABLE("Core", "unexpected %1 in %2, expected %3"), {token, context, expected}});
}

void Parser::needsVersion(base::ByteRange range, std::string what, Novelty novelty)
{
    needsVersion(range, std::move(what), since(novelty));
}

void Parser::needsVersion(base::ByteRange range, std::string what, Version version)
{
    report(range, {TRANSLATABLE("Core", "%1 needs Prometheus ≥ %2"), {std::move(what), versionText(version)}},
           "promql/version");
}

void Parser::needsFeature(base::ByteRange range, std::string what, const char *feature)
{
    report(range, {TRANSLATABLE("Core", "%1 needs --enable-feature=%2"), {std::move(what), feature}}, "promql/feature");
}

Tree::Tree() : Tree(promql::parse({})) {}
Tree::~Tree() = default;
Tree::Tree(Tree &&) noexcept = default;
Tree &Tree::operator=(Tree &&) noexcept = default;

Tree::Tree(std::unique_ptr<Data> data) : m_data(std::move(data)) {}

std::string_view Tree::text() const
{
    return m_data->text;
}

const Expr *Tree::root() const
{
    return m_data->root;
}

const std::vector<base::Diagnostic> &Tree::diagnostics() const
{
    return m_data->diagnostics;
}

const Dialect &Tree::dialect() const
{
    return m_data->dialect;
}

Tree parse(std::string text, const Dialect &dialect)
{
    auto data = std::make_unique<Tree::Data>();
    data->text = std::move(text);
    data->arena.reserveFor(data->text.size());
    data->dialect = dialect;
    Parser(*data).run();
    checkTypes(*data);
    return Tree(std::move(data));
}

} // namespace promql
