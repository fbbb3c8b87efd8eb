#include "promql/completion.h"

#include "promql/parserimpl.h"

#include <algorithm>

namespace promql {

namespace {

void collectMetrics(const Expr *expr, std::vector<std::string> &metrics)
{
    walk(expr, [&metrics](const Expr &node) {
        const auto *selector = as<VectorSelector>(&node);
        if (!selector)
            return true;
        std::string name(selector->metric.value);
        for (const LabelMatcher &matcher : selector->matchers) {
            if (name.empty() && matcher.name == "__name__" && matcher.op == MatchOp::Equal)
                name = matcher.value;
        }
        if (!name.empty() && std::ranges::find(metrics, name) == metrics.end())
            metrics.push_back(std::move(name));
        return true;
    });
}

/// The string literals among a call's arguments that name labels.
bool namesLabel(const Call &call, std::size_t argument)
{
    if (call.name.value == "label_replace")
        return argument == 1 || argument == 3;
    if (call.name.value == "label_join")
        return argument == 1 || argument >= 3;
    if (call.name.value == "sort_by_label" || call.name.value == "sort_by_label_desc")
        return argument >= 1;
    return call.name.value == "histogram_quantiles" && argument == 1;
}

/// Labels named in strings and lists: the tree tells which metrics they are of.
void completeFromTree(const Expr *root, std::size_t offset, CompletionContext &context)
{
    const Expr *owner = nullptr;
    const Expr *literal = nullptr;
    walk(root, [&](const Expr &node) {
        if (offset < node.range.start || offset > node.range.end)
            return false;
        if (const auto *call = as<Call>(&node)) {
            for (std::size_t i = 0; i < call->arguments.size(); ++i) {
                const Expr *argument = call->arguments[i];
                if (argument->kind == ExprKind::StringLiteral && offset > argument->range.start &&
                    offset < argument->range.end && namesLabel(*call, i)) {
                    owner = call->arguments.front();
                    literal = argument;
                }
            }
        }
        if (context.kinds.has(CompletionKind::Label)) {
            if (const auto *aggregation = as<Aggregation>(&node); aggregation && aggregation->grouped)
                owner = aggregation->expr;
            if (const auto *binary = as<BinaryExpr>(&node);
                binary && offset >= binary->opRange.end && offset <= binary->matching.range.end)
                owner = binary;
        }
        return true;
    });
    if (literal) {
        context.kinds = {CompletionKind::Label};
        context.prefix = {literal->range.start + 1, offset};
    }
    if (owner && context.metric.empty())
        collectMetrics(owner, context.metrics);
}

bool inComment(std::string_view text, std::size_t offset)
{
    Lexer lexer(text);
    for (LexToken token = lexer.nextWithComments(); token.kind != TokenKind::EndOfInput && token.start < offset;
         token = lexer.nextWithComments()) {
        if (token.kind == TokenKind::Comment && offset <= token.end)
            return true;
    }
    return false;
}

} // namespace

void Parser::offerHere(CompletionKinds kinds)
{
    Cursor &cursor = *m_cursor;
    const bool word = at(TokenKind::Number) || at(TokenKind::Duration) || at(TokenKind::Identifier) ||
                      at(TokenKind::MetricIdentifier) || kind() >= TokenKind::And;
    const bool inWord = word && cursor.offset > m_token.start && cursor.offset <= m_token.end;
    const bool inString = at(TokenKind::String) && cursor.offset > m_token.start &&
                          (cursor.offset < m_token.end || m_token.error == LexError::UnterminatedString ||
                           m_token.error == LexError::UnterminatedRawString);
    const bool inGap = cursor.offset >= m_end && cursor.offset <= m_token.start;
    if (!inWord && !inString && !inGap)
        return;
    if (cursor.found && (cursor.closed || cursor.token != m_token.start))
        return;
    // Within a literal nothing is completed but what the literal may be.
    const bool inNumber =
        inWord && (at(TokenKind::Number) || at(TokenKind::Duration)) && !kinds.has(CompletionKind::Duration);
    if (inNumber || (inString && !kinds.has(CompletionKind::Label) && !kinds.has(CompletionKind::LabelValue)))
        kinds = {};
    CompletionContext &context = cursor.context;
    cursor.found = true;
    cursor.token = m_token.start;
    context.kinds |= kinds;
    if (inGap)
        context.prefix = {cursor.offset, cursor.offset};
    else
        context.prefix = {m_token.start + (inString ? 1U : 0U), cursor.offset};
    context.quote = inString ? m_data.text[m_token.start] : '\0';
}

/// At a word that cannot stand where it does. When it is not the beginning of an operator or modifier either, it is an
/// operand whose operator is missing.
bool Parser::reconsider()
{
    Cursor &cursor = *m_cursor;
    if (!cursor.found || cursor.closed || cursor.token != m_token.start || cursor.offset == m_token.start ||
        !startsOperand(kind()))
        return false;
    const std::string_view word = textOf(m_token);
    constexpr std::string_view words[] = {"and",      "or",       "unless",    "atan2",     "offset",     "by",
                                          "without",  "bool",     "on",        "ignoring",  "group_left", "group_right",
                                          "anchored", "smoothed", "fill_left", "fill_right"};
    if (std::ranges::any_of(words, [word](std::string_view each) { return each.starts_with(word); }))
        return false;
    cursor.found = false;
    cursor.context = {};
    return true;
}

void Parser::offerInBraces(CompletionKinds kinds, std::string_view label)
{
    if (!m_cursor || m_cursor->found)
        return;
    offerHere(kinds);
    if (!m_cursor->found)
        return;
    m_cursor->inBraces = true;
    m_cursor->context.label = label;
}

/// At the end of the braces that the cursor is in.
void Parser::finishBraces(const VectorSelector &selector)
{
    Cursor &cursor = *m_cursor;
    cursor.inBraces = false;
    cursor.closed = true;
    cursor.context.metric = selector.metric.value;
    for (const LabelMatcher &matcher : selector.matchers) {
        const bool atCursor = cursor.offset >= matcher.range.start && cursor.offset <= matcher.range.end;
        if (!atCursor)
            cursor.context.matchers.push_back({matcher.op, std::string(matcher.name), std::string(matcher.value)});
    }
}

CompletionContext Parser::completeAt(std::size_t offset)
{
    Cursor cursor;
    cursor.offset = offset;
    m_cursor = &cursor;
    run();
    m_cursor = nullptr;
    completeFromTree(m_data.root, offset, cursor.context);
    if (!cursor.found && cursor.context.kinds.none())
        cursor.context.prefix = {offset, offset};
    return cursor.context;
}

CompletionContext completionContext(std::string_view text, std::size_t offset, const Dialect &dialect)
{
    offset = std::min(offset, text.size());
    if (inComment(text, offset)) {
        CompletionContext nothing;
        nothing.prefix = {offset, offset};
        return nothing;
    }
    Tree::Data data;
    data.text = text;
    data.dialect = dialect;
    return Parser(data).completeAt(offset);
}

} // namespace promql
