#include "promql/literals.h"
#include "promql/parserimpl.h"

#include <algorithm>

namespace promql {

namespace {

constexpr const char *experimentalFunctions = "promql-experimental-functions";

TokenKind groupingSide(MatchCardinality cardinality)
{
    return cardinality == MatchCardinality::ManyToOne ? TokenKind::GroupLeft : TokenKind::GroupRight;
}

} // namespace

/// At the opening parenthesis, or where it should be.
Parser::Parsed Parser::parseCall(const LexToken &name)
{
    auto *node = m_data.arena.make<Call>();
    node->kind = ExprKind::Call;
    node->name = {textOf(name), name.range()};
    node->function = findFunction(node->name.value);
    Nodes arguments;
    const unsigned height = parseArguments(arguments, &name);
    node->arguments = m_data.arena.copy(arguments.items());
    node->range = {name.start, m_end};
    if (node->function)
        node->type = node->function->returnType;
    return {node, height + 1};
}

void Parser::checkFunction(const Function *function, const LexToken &name)
{
    const std::string_view word = textOf(name);
    if (!function) {
        report(name.range(), {TRANSLATABLE("Core", "unknown function with name %1"), {quote(word)}});
        return;
    }
    if (m_version >= function->removed) {
        const char *successor = word == "holt_winters" ? "double_exponential_smoothing" : "";
        report(name.range(),
               {TRANSLATABLE("Core", "unknown function with name %1: Prometheus %2 replaced it by %3"),
                {quote(word), versionText(function->removed), successor}},
               "promql/version");
        return;
    }
    if (m_version < function->added)
        needsVersion(name.range(), "function " + quote(word), function->added);
    else if (function->needsFlag(m_version) && !m_data.dialect.experimentalFunctions)
        needsFeature(name.range(), "function " + quote(word), experimentalFunctions);
}

unsigned Parser::parseArguments(Nodes &arguments, const LexToken *function)
{
    const bool ofAggregation = !function;
    const OpenParenthesis open(m_innermost, m_token);
    m_aggregations += ofAggregation ? 1 : 0;
    if (at(TokenKind::LeftParen))
        advance();
    else
        unexpected();
    unsigned height = 1;
    const auto argument = [&] {
        ++m_depth;
        const Parsed parsed = m_depth > maximumNesting ? tooDeep(m_token.start) : parseExpression(0);
        --m_depth;
        height = std::max(height, parsed.height);
        arguments.push(parsed.expr);
    };
    offer(operandKinds());
    if (!at(TokenKind::RightParen))
        argument();
    while (!at(TokenKind::RightParen) && !at(TokenKind::EndOfInput)) {
        // The parenthesis is missing.
        if (ofAggregation && (at(TokenKind::By) || at(TokenKind::Without))) {
            unexpected();
            break;
        }
        if (at(TokenKind::Comma)) {
            const LexToken comma = m_token;
            advance();
            if (at(TokenKind::RightParen))
                report(comma.range(), {TRANSLATABLE("Core", "trailing commas not allowed in function call args"), {}});
            else
                argument();
            continue;
        }
        strayToken();
        if (startsOperand(kind()))
            argument();
        else
            skip();
    }
    const bool closed = at(TokenKind::RightParen);
    if (!closed)
        unexpected();
    m_aggregations -= ofAggregation ? 1 : 0;
    // Prometheus looks the name up when it has read the whole call: a mistake within comes first, what follows does
    // not.
    if (function)
        checkFunction(findFunction(textOf(*function)), *function);
    if (closed)
        advance();
    return height;
}

/// Behind the operator, at `(`, `by` or `without`.
Parser::Parsed Parser::parseAggregation(const LexToken &op)
{
    auto *node = m_data.arena.make<Aggregation>();
    node->kind = ExprKind::Aggregation;
    node->type = ValueType::InstantVector;
    if (isAggregation(op.kind))
        node->op = static_cast<AggregateOp>(static_cast<int>(op.kind) - static_cast<int>(TokenKind::Sum));
    node->opRange = op.range();
    const auto grouping = [this, node] {
        node->grouped = true;
        node->without = at(TokenKind::Without);
        if (node->without || at(TokenKind::By))
            advance();
        else
            unexpected();
        node->labels = parseGroupingLabels();
    };
    Nodes arguments;
    unsigned height = 1;
    // `sum (job) (up)`: the `by` is missing.
    const bool groupedBefore =
        !at(TokenKind::LeftParen) || labelListFollows([](TokenKind kind) { return kind == TokenKind::LeftParen; });
    if (groupedBefore)
        grouping();
    if (at(TokenKind::LeftParen) || startsOperand(kind()))
        height = parseArguments(arguments, nullptr);
    else
        unexpected("aggregation");
    if (!groupedBefore) {
        offer({CompletionKind::Modifier});
        if (at(TokenKind::By) || at(TokenKind::Without) || labelListFollows(nullptr))
            grouping();
    }
    return makeAggregation(op, node, arguments, height);
}

Parser::Parsed Parser::makeAggregation(const LexToken &op, Aggregation *node, const Nodes &arguments, unsigned height)
{
    node->range = {op.start, m_end};
    const AggregationInfo &info = aggregationInfo(node->op);
    const bool takesParameter = info.parameter != ValueType::None;
    const std::span<const Expr *const> items = arguments.items();
    const std::size_t wanted = takesParameter ? 2 : 1;
    if (info.experimental && !m_data.dialect.experimentalFunctions && m_version >= info.added)
        needsFeature(node->opRange, "aggregation " + std::string(info.name), experimentalFunctions);
    // An opened parenthesis that the text ends in is reported already.
    if (items.size() != wanted && m_errorOffset != m_token.start) {
        if (items.empty())
            report(node->range, {TRANSLATABLE("Core", "no arguments for aggregate expression provided"), {}});
        else
            report(node->range,
                   {TRANSLATABLE("Core",
                                 "wrong number of arguments for aggregate expression provided, expected %1, got %2"),
                    {std::to_string(wanted), std::to_string(items.size())}});
    } else if (items.size() != wanted && m_data.diagnostics.empty()) {
        unexpected("aggregation");
    }
    if (takesParameter && !items.empty())
        node->parameter = items[0];
    if (items.size() >= wanted)
        node->expr = items.size() == wanted ? items[wanted - 1]
                                            : errorNode({items[wanted - 1]->range.start, items.back()->range.end},
                                                        m_data.arena.copy(items.subspan(wanted - 1)));
    else
        node->expr = errorNode({m_end, m_end});
    return {node, height + 2};
}

std::span<const Name> Parser::parseGroupingLabels()
{
    const OpenParenthesis open(m_innermost, m_token);
    const auto separatorFollows = [this] {
        const TokenKind following = peek().kind;
        return following == TokenKind::Comma || following == TokenKind::RightParen;
    };
    if (at(TokenKind::LeftParen)) {
        advance();
    } else {
        unexpected("grouping opts", "\"(\"");
        // `by job)` or `on ) up`: only the parenthesis is missing.
        const bool list = isLabelName(kind()) && separatorFollows();
        const bool empty = at(TokenKind::RightParen) && standsBehindList(peek().kind);
        if (!list && !empty)
            return {};
    }
    Gathered<Name, 8> labels;
    offer({CompletionKind::Label});
    while (!at(TokenKind::RightParen) && !at(TokenKind::EndOfInput)) {
        if (isLabelName(kind()) || at(TokenKind::String)) {
            labels.push({at(TokenKind::String) ? stringValue(m_token) : textOf(m_token), m_token.range()});
            checkGroupingLabel(labels.items().back().value);
            advance();
        } else {
            unexpected("grouping opts", "label");
            if (!at(TokenKind::Comma))
                break;
        }
        if (at(TokenKind::Comma)) {
            advance();
            offer({CompletionKind::Label});
        } else if (!at(TokenKind::RightParen)) {
            if (m_cursor && isLabelName(kind()))
                reconsider();
            unexpected("grouping opts", "\",\" or \")\"");
            // Another label means that a comma is missing, anything else the parenthesis.
            if ((!isLabelName(kind()) && !at(TokenKind::String)) || !separatorFollows())
                break;
            offer({CompletionKind::Label});
        }
    }
    if (at(TokenKind::RightParen))
        advance();
    else
        unexpected("grouping opts", "\",\" or \")\"");
    return m_data.arena.copy(labels.items());
}

/// `name` stands at the token at hand.
void Parser::checkGroupingLabel(std::string_view name)
{
    if (at(TokenKind::String) && lacks(Novelty::Utf8Names))
        needsVersion(m_token.range(), "a quoted label name", Novelty::Utf8Names);
    else if (at(TokenKind::MetricIdentifier) && lacks(Novelty::Utf8Names))
        needsVersion(m_token.range(), "label name " + quote(name), Novelty::Utf8Names);
    else if (at(TokenKind::String) && m_token.error == LexError::None && (name.empty() || !isUtf8(name)))
        report(m_token.range(), {TRANSLATABLE("Core", "invalid label name for grouping: %1"), {quote(name)}});
}

/// Whether a list of labels in parentheses follows, and behind it what `behind` accepts.
bool Parser::labelListFollows(bool (*behind)(TokenKind)) const
{
    if (!at(TokenKind::LeftParen))
        return false;
    Lexer ahead = m_lexer;
    LexToken token = ahead.next();
    while (token.kind != TokenKind::RightParen) {
        if (!isLabelName(token.kind))
            return false;
        token = ahead.next();
        if (token.kind == TokenKind::Comma)
            token = ahead.next();
        else if (token.kind != TokenKind::RightParen)
            return false;
    }
    return !behind || behind(ahead.next().kind);
}

/// What stands behind `on (…)`, but not behind an operand in parentheses.
bool Parser::standsBehindList(TokenKind kind)
{
    if (kind == TokenKind::GroupLeft || kind == TokenKind::GroupRight)
        return true;
    const bool keywordThere = kind >= TokenKind::Offset && kind <= TokenKind::Bool;
    return startsOperand(kind) && !keywordThere;
}

/// `bool`, `on` / `ignoring`, `group_left` / `group_right` and `fill…` behind an operator.
void Parser::parseMatching(BinaryExpr &node)
{
    VectorMatching &matching = node.matching;
    const std::size_t start = m_token.start;
    const std::size_t before = m_end;
    offer({CompletionKind::Modifier});
    if (at(TokenKind::Bool)) {
        node.returnBool = true;
        advance();
        offer({CompletionKind::Modifier});
    }
    if (at(TokenKind::On) || at(TokenKind::Ignoring)) {
        matching.written = true;
        matching.on = at(TokenKind::On);
        advance();
        matching.labels = parseGroupingLabels();
        offer({CompletionKind::Modifier});
    } else if (labelListFollows(standsBehindList)) {
        // `a / (job) b`: the `on` is missing.
        unexpected();
        matching.written = matching.on = true;
        matching.labels = parseGroupingLabels();
        offer({CompletionKind::Modifier});
    }
    if (matching.written && labelListFollows(standsBehindList)) {
        // `on (job) (team) b`: the `group_left` is missing.
        unexpected();
        matching.cardinality = MatchCardinality::ManyToOne;
        matching.include = parseGroupingLabels();
    }
    if (at(TokenKind::GroupLeft) || at(TokenKind::GroupRight)) {
        if (!matching.written)
            unexpected();
        matching.cardinality = at(TokenKind::GroupLeft) ? MatchCardinality::ManyToOne : MatchCardinality::OneToMany;
        advance();
        if (at(TokenKind::LeftParen))
            matching.include = parseGroupingLabels();
        // `on` behind `group_left` is the wrong order, and nothing else.
        if (!matching.written && (at(TokenKind::On) || at(TokenKind::Ignoring))) {
            matching.written = true;
            matching.on = at(TokenKind::On);
            advance();
            matching.labels = parseGroupingLabels();
        }
        if (at(groupingSide(matching.cardinality)))
            unexpected();
    }
    const LexToken fill = m_token;
    if (at(TokenKind::Fill)) {
        advance();
        matching.hasFillLeft = matching.hasFillRight = parseFillValue(matching.fillLeft);
        matching.fillRight = matching.fillLeft;
    } else {
        while ((at(TokenKind::FillLeft) && !matching.hasFillLeft) ||
               (at(TokenKind::FillRight) && !matching.hasFillRight)) {
            const bool left = at(TokenKind::FillLeft);
            advance();
            (left ? matching.hasFillLeft : matching.hasFillRight) = true;
            parseFillValue(left ? matching.fillLeft : matching.fillRight);
        }
    }
    if (matching.hasFillLeft || matching.hasFillRight) {
        if (lacks(Novelty::FillModifiers))
            needsVersion({fill.start, m_end}, "modifier " + std::string(textOf(fill)), Novelty::FillModifiers);
        else if (!m_data.dialect.binopFillModifiers)
            needsFeature({fill.start, m_end}, "modifier " + std::string(textOf(fill)), "promql-binop-fill-modifiers");
    }
    if (m_end != before)
        matching.range = {start, m_end};
}

bool Parser::parseFillValue(double &value)
{
    if (!at(TokenKind::LeftParen)) {
        unexpected();
        return true;
    }
    const OpenParenthesis open(m_innermost, m_token);
    advance();
    const bool negative = at(TokenKind::Sub);
    if (negative || at(TokenKind::Add))
        advance();
    if (at(TokenKind::Number) || at(TokenKind::Duration)) {
        value = at(TokenKind::Number) ? numberValue(m_token) : durationValue(m_token);
        advance();
    } else {
        unexpected();
    }
    if (negative)
        value = -value;
    if (at(TokenKind::RightParen))
        advance();
    else
        unexpected();
    return true;
}

} // namespace promql
