#include "promql/highlight.h"

#include "promql/lexer.h"

namespace promql {

namespace {

/// Decides by what stands before and behind a word, so that it needs no complete expression.
class Highlighter
{
public:
    explicit Highlighter(std::string_view text) : m_text(text), m_lexer(text) {}

    std::vector<Token> run()
    {
        for (LexToken token = m_lexer.nextWithComments(); token.kind != TokenKind::EndOfInput;
             token = m_lexer.nextWithComments()) {
            const TokenClass tokenClass = classify(token);
            m_tokens.push_back({token.range(), token.error == LexError::None ? tokenClass : TokenClass::Error});
            if (token.kind != TokenKind::Comment)
                m_previous = token.kind;
        }
        return std::move(m_tokens);
    }

private:
    TokenClass classify(const LexToken &token)
    {
        switch (token.kind) {
        case TokenKind::EndOfInput:
        case TokenKind::Unreadable:
            return TokenClass::Error;
        case TokenKind::Comment:
            return TokenClass::Comment;
        case TokenKind::Number:
            operandRead();
            return TokenClass::Number;
        case TokenKind::Duration:
            operandRead();
            return TokenClass::Duration;
        case TokenKind::String:
            operandRead();
            return m_inList ? TokenClass::Label : TokenClass::String;
        case TokenKind::LeftParen:
            m_inList = m_listFollows;
            m_listFollows = false;
            m_operandRead = false;
            return TokenClass::Bracket;
        case TokenKind::RightParen:
            // Behind a list of labels an operand follows, except the list stands behind its aggregation.
            m_operandRead = m_inList ? m_listBehindOperand : true;
            m_inList = false;
            return TokenClass::Bracket;
        case TokenKind::LeftBrace:
        case TokenKind::LeftBracket:
            return TokenClass::Bracket;
        case TokenKind::RightBrace:
        case TokenKind::RightBracket:
            operandRead();
            return TokenClass::Bracket;
        case TokenKind::Comma:
            m_operandRead = false;
            return TokenClass::Operator;
        default:
            return token.kind == TokenKind::Identifier || token.kind == TokenKind::MetricIdentifier ||
                           token.kind >= TokenKind::And
                       ? word(token)
                       : operatorRead();
        }
    }

    TokenClass word(const LexToken &token)
    {
        if (m_lexer.inBraces() || m_inList)
            return TokenClass::Label;
        if (m_lexer.inBrackets())
            return TokenClass::Function;
        Lexer ahead = m_lexer;
        const TokenKind following = ahead.next().kind;
        const bool called = following == TokenKind::LeftParen;
        if (m_previous == TokenKind::At && (token.kind == TokenKind::Start || token.kind == TokenKind::End)) {
            operandRead();
            return TokenClass::Function;
        }
        if (m_operandRead && token.kind >= TokenKind::And && token.kind <= TokenKind::Atan2)
            return operatorRead();
        if (isModifier(token.kind, called)) {
            m_listBehindOperand = m_operandRead && (token.kind == TokenKind::By || token.kind == TokenKind::Without);
            const bool fill = token.kind == TokenKind::Fill || token.kind == TokenKind::FillLeft ||
                              token.kind == TokenKind::FillRight;
            m_listFollows = called && !fill;
            return TokenClass::Keyword;
        }
        if (isAggregation(token.kind) && (called || following == TokenKind::By || following == TokenKind::Without))
            return TokenClass::Aggregation;
        const bool function = token.kind == TokenKind::Identifier || token.kind >= TokenKind::Start;
        if (called && function)
            return TokenClass::Function;
        operandRead();
        return TokenClass::Metric;
    }

    /// Some of these words may name metrics as well, where an operand is expected.
    [[nodiscard]] bool isModifier(TokenKind kind, bool called) const
    {
        if (kind < TokenKind::Offset || kind > TokenKind::Bool)
            return false;
        const bool always = kind == TokenKind::Bool || kind == TokenKind::On || kind == TokenKind::Ignoring ||
                            kind == TokenKind::GroupLeft || kind == TokenKind::GroupRight;
        const bool list = kind == TokenKind::By || kind == TokenKind::Without || kind == TokenKind::Fill ||
                          kind == TokenKind::FillLeft || kind == TokenKind::FillRight;
        return always || m_operandRead || (called && list);
    }

    void operandRead() { m_operandRead = true; }
    TokenClass operatorRead()
    {
        m_operandRead = false;
        return TokenClass::Operator;
    }

    std::string_view m_text;
    Lexer m_lexer;
    std::vector<Token> m_tokens;
    TokenKind m_previous = TokenKind::EndOfInput;
    bool m_operandRead = false;
    bool m_listFollows = false;
    bool m_inList = false;
    bool m_listBehindOperand = false;
};

char closingOf(char opening)
{
    return opening == '(' ? ')' : opening == '[' ? ']' : '}';
}

} // namespace

std::vector<Token> highlight(std::string_view text)
{
    return Highlighter(text).run();
}

base::ByteRange matchingBracket(std::string_view text, std::size_t offset)
{
    std::vector<std::size_t> open;
    Lexer lexer(text);
    for (LexToken token = lexer.next(); token.kind != TokenKind::EndOfInput; token = lexer.next()) {
        const bool opens = token.kind == TokenKind::LeftParen || token.kind == TokenKind::LeftBrace ||
                           token.kind == TokenKind::LeftBracket;
        const bool closes = token.kind == TokenKind::RightParen || token.kind == TokenKind::RightBrace ||
                            token.kind == TokenKind::RightBracket;
        if (opens)
            open.push_back(token.start);
        if (!closes)
            continue;
        // An opening one of another sort was left open.
        while (!open.empty() && closingOf(text[open.back()]) != text[token.start])
            open.pop_back();
        if (open.empty())
            continue;
        const std::size_t partner = open.back();
        open.pop_back();
        if (partner == offset)
            return token.range();
        if (token.start == offset)
            return {partner, partner + 1};
    }
    return {offset, offset};
}

} // namespace promql
