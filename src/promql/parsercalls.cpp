#include "promql/literals.h"
#include "promql/parserimpl.h"

#include <algorithm>

namespace promql {

namespace {

constexpr const char *experimentalFunctions = "promql-experimental-functions";
constexpr Version utf8NamesSince{3, 0};
constexpr Version fillSince{3, 10};

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
    checkFunction(node->function, name);
    Nodes arguments;
    const unsigned height = parseArguments(arguments);
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

unsigned Parser::parseArguments(Nodes &arguments)
{
    const bool opened = at(TokenKind::LeftParen);
    if (opened) {
        m_open.push_back(m_token);
        advance();
    } else {
        unexpected();
    }
    unsigned height = 1;
    const auto argument = [&] {
        ++m_depth;
        constexpr unsigned maximumNesting = 500;
        const Parsed parsed = m_depth > maximumNesting ? tooDeep(m_token.start) : parseExpression(0);
        --m_depth;
        height = std::max(height, parsed.height);
        arguments.push(parsed.expr);
    };
    if (!at(TokenKind::RightParen))
        argument();
    while (!at(TokenKind::RightParen) && !at(TokenKind::EndOfInput)) {
        // Behind an argument these can only belong to an aggregation around it: the parenthesis is missing.
        if (at(TokenKind::By) || at(TokenKind::Without)) {
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
        unexpected();
        if (startsOperand(kind()))
            argument();
        else
            skip();
    }
    if (at(TokenKind::RightParen))
        advance();
    else
        unexpected();
    if (opened && !m_open.empty())
        m_open.pop_back();
    return height;
}

/// Behind the operator, at `(`, `by` or `without`.
Parser::Parsed Parser::parseAggregation(const LexToken &op)
{
    auto *node = m_data.arena.make<Aggregation>();
    node->kind = ExprKind::Aggregation;
    node->type = ValueType::InstantVector;
    node->op = static_cast<AggregateOp>(static_cast<int>(op.kind) - static_cast<int>(TokenKind::Sum));
    node->opRange = op.range();
    const auto grouping = [this, node] {
        node->grouped = true;
        node->without = at(TokenKind::Without);
        advance();
        node->labels = parseGroupingLabels();
    };
    if (!at(TokenKind::LeftParen)) {
        grouping();
        Nodes arguments;
        unsigned height = 1;
        if (at(TokenKind::LeftParen))
            height = parseArguments(arguments);
        else if (startsOperand(kind()))
            height = parseArguments(arguments);
        else
            unexpected("aggregation");
        return makeAggregation(op, node, arguments, height);
    }
    Nodes arguments;
    unsigned height = parseArguments(arguments);
    offer({CompletionKind::Modifier});
    if (at(TokenKind::By) || at(TokenKind::Without)) {
        grouping();
    } else if (at(TokenKind::LeftParen) && groupingFromArguments(arguments, node->labels)) {
        // `sum (job) (up)`: the `by` is missing.
        unexpected();
        node->grouped = true;
        arguments = {};
        height = parseArguments(arguments);
    }
    return makeAggregation(op, node, arguments, height);
}

/// Whether all `arguments` are bare names, that is, were meant as labels.
bool Parser::groupingFromArguments(const Nodes &arguments, std::span<const Name> &labels)
{
    Gathered<Name, 8> names;
    for (const Expr *argument : arguments.items()) {
        const auto *selector = as<VectorSelector>(argument);
        if (!selector || selector->metric.range != selector->range)
            return false;
        names.push(selector->metric);
    }
    labels = m_data.arena.copy(names.items());
    return !labels.empty();
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
    if (!at(TokenKind::LeftParen)) {
        unexpected("grouping opts", "\"(\"");
        // `by job)`: only the parenthesis is missing; `by (`, left out, would eat what follows.
        const LexToken ahead = peek();
        if (!isLabelName(kind()) || (ahead.kind != TokenKind::Comma && ahead.kind != TokenKind::RightParen))
            return {};
    } else {
        m_open.push_back(m_token);
        advance();
    }
    Gathered<Name, 8> labels;
    offer({CompletionKind::Label});
    while (!at(TokenKind::RightParen) && !at(TokenKind::EndOfInput)) {
        if (isLabelName(kind())) {
            if (at(TokenKind::MetricIdentifier) && olderThan(utf8NamesSince))
                needsVersion(m_token.range(), "label name " + quote(textOf(m_token)), utf8NamesSince);
            labels.push({textOf(m_token), m_token.range()});
            advance();
        } else if (at(TokenKind::String)) {
            const std::string_view name = stringValue(m_token);
            if (olderThan(utf8NamesSince))
                needsVersion(m_token.range(), "a quoted label name", utf8NamesSince);
            else if (m_token.error == LexError::None && (name.empty() || !isUtf8(name)))
                report(m_token.range(), {TRANSLATABLE("Core", "invalid label name for grouping: %1"), {quote(name)}});
            labels.push({name, m_token.range()});
            advance();
        } else {
            unexpected("grouping opts", "label");
            if (at(TokenKind::LeftParen) || at(TokenKind::LeftBrace))
                break;
            if (!at(TokenKind::Comma)) {
                skip();
                continue;
            }
        }
        if (at(TokenKind::Comma)) {
            advance();
            offer({CompletionKind::Label});
            continue;
        }
        if (at(TokenKind::RightParen))
            break;
        unexpected("grouping opts", "\",\" or \")\"");
        // An opening parenthesis begins the operand: the closing one is missing.
        if (!isLabelName(kind()) && !at(TokenKind::String))
            break;
    }
    if (!m_open.empty() && (at(TokenKind::RightParen) || m_errorOffset == m_token.start)) {
        if (at(TokenKind::RightParen))
            advance();
    } else if (at(TokenKind::EndOfInput)) {
        unexpected("grouping opts", "\",\" or \")\"");
    }
    if (!m_open.empty())
        m_open.pop_back();
    return m_data.arena.copy(labels.items());
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
        if (olderThan(fillSince))
            needsVersion({fill.start, m_end}, "modifier " + std::string(textOf(fill)), fillSince);
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
    m_open.push_back(m_token);
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
    if (!m_open.empty())
        m_open.pop_back();
    return true;
}

} // namespace promql
