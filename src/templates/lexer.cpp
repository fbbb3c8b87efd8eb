#include "templates/lexer.h"

#include "templates/runes.h"

#include <algorithm>
#include <array>

namespace templates {

namespace {

constexpr std::string_view whitespace = " \t\r\n";

struct Keyword
{
    std::string_view text;
    TokenKind kind;
};
constexpr std::array<Keyword, 13> keywords = {{
    {"block", TokenKind::Block},
    {"break", TokenKind::Break},
    {"continue", TokenKind::Continue},
    {"define", TokenKind::Define},
    {"else", TokenKind::Else},
    {"end", TokenKind::End},
    {"if", TokenKind::If},
    {"nil", TokenKind::Nil},
    {"range", TokenKind::Range},
    {"template", TokenKind::Template},
    {"with", TokenKind::With},
    {"true", TokenKind::Bool},
    {"false", TokenKind::Bool},
}};

bool isSpaceByte(char c)
{
    return whitespace.find(c) != std::string_view::npos;
}

bool hasLeftTrimMarker(std::string_view text)
{
    return text.size() >= 2 && text[0] == '-' && isSpaceByte(text[1]);
}

bool hasRightTrimMarker(std::string_view text)
{
    return text.size() >= 2 && isSpaceByte(text[0]) && text[1] == '-';
}

} // namespace

std::string tokenName(const Token &token)
{
    if (token.kind == TokenKind::EndOfText)
        return "EOF";
    if (token.kind == TokenKind::Error)
        return token.text;
    if (token.kind >= TokenKind::Block)
        return "<" + token.text + ">";
    constexpr std::size_t longest = 10;
    if (token.text.size() <= longest)
        return quoted(token.text);
    std::size_t end = 0;
    for (std::size_t runes = 0; runes < longest && end < token.text.size(); ++runes)
        end += runeAt(token.text, end).size;
    return quoted(std::string_view(token.text).substr(0, end)) + "...";
}

Token Lexer::make(TokenKind kind)
{
    Token token;
    token.kind = kind;
    token.range = {m_start, m_position};
    token.text = m_text.substr(m_start, m_position - m_start);
    token.line = m_line;
    ignore();
    return token;
}

void Lexer::ignore()
{
    m_line += static_cast<std::size_t>(std::ranges::count(m_text.substr(m_start, m_position - m_start), '\n'));
    m_start = m_position;
}

Token Lexer::error(std::string message)
{
    Token token = make(TokenKind::Error);
    token.text = std::move(message);
    m_finished = true;
    return token;
}

Token Lexer::next()
{
    if (m_finished) {
        m_start = m_position = m_text.size();
        return make(TokenKind::EndOfText);
    }
    return m_inAction ? nextInAction() : nextText();
}

Token Lexer::nextText()
{
    for (;;) {
        const std::size_t delimiter = m_text.find("{{", m_position);
        if (delimiter == std::string_view::npos) {
            m_position = m_text.size();
            if (m_position > m_start)
                return make(TokenKind::Text);
            m_finished = true;
            return make(TokenKind::EndOfText);
        }
        const bool trims = hasLeftTrimMarker(m_text.substr(delimiter + 2));
        std::size_t end = delimiter;
        while (trims && end > m_start && isSpaceByte(m_text[end - 1]))
            --end;
        if (end > m_start) {
            m_position = end;
            Token text = make(TokenKind::Text);
            m_position = delimiter;
            ignore();
            return text;
        }
        m_position = delimiter;
        ignore();
        const std::size_t behind = delimiter + 2 + (trims ? 2 : 0);
        if (m_text.substr(behind).starts_with("/*")) {
            m_position = behind;
            ignore();
            Token wrong;
            if (!skipComment(wrong))
                return wrong;
            continue;
        }
        m_position = delimiter + 2;
        Token left = make(TokenKind::LeftDelimiter);
        m_position = behind;
        ignore();
        m_inAction = true;
        m_parentheses = 0;
        return left;
    }
}

bool Lexer::skipComment(Token &wrong)
{
    const std::size_t end = m_text.find("*/", m_position + 2);
    if (end == std::string_view::npos) {
        wrong = error("unclosed comment");
        return false;
    }
    m_position = end + 2;
    const int delimiter = atRightDelimiter();
    if (delimiter == 0) {
        wrong = error("comment ends before closing delimiter");
        return false;
    }
    m_position += delimiter == 2 ? 4 : 2;
    if (delimiter == 2)
        skipSpaces();
    ignore();
    return true;
}

void Lexer::skipSpaces()
{
    while (m_position < m_text.size() && isSpaceByte(m_text[m_position]))
        ++m_position;
}

int Lexer::atRightDelimiter() const
{
    if (hasRightTrimMarker(rest()) && rest().substr(2).starts_with("}}"))
        return 2;
    return rest().starts_with("}}") ? 1 : 0;
}

Token Lexer::rightDelimiter(bool trimmed)
{
    if (trimmed) {
        m_position += 2;
        ignore();
    }
    m_position += 2;
    Token token = make(TokenKind::RightDelimiter);
    if (trimmed) {
        skipSpaces();
        ignore();
    }
    m_inAction = false;
    return token;
}

Token Lexer::nextInAction()
{
    // The parenthesis itself has been handed out, as Go does.
    if (m_parentheses < 0)
        return error("unexpected right paren " + runeName(U')'));
    if (const int delimiter = atRightDelimiter(); delimiter != 0) {
        if (m_parentheses > 0)
            return error("unclosed left paren");
        return rightDelimiter(delimiter == 2);
    }
    const Rune rune = runeAt(m_text, m_position);
    if (rune.size == 0)
        return error("unclosed action");
    const char32_t c = rune.code;
    if (rune.size == 1 && c < 0x80 && isSpaceByte(static_cast<char>(c)))
        return spaces();
    m_position += rune.size;
    switch (c) {
    case U'=':
        return make(TokenKind::Assign);
    case U':':
        if (!rest().starts_with('='))
            return error("expected :=");
        ++m_position;
        return make(TokenKind::Declare);
    case U'|':
        return make(TokenKind::Pipe);
    case U'"':
        return quotedToken('"', TokenKind::String, "unterminated quoted string");
    case U'`':
        return quotedToken('`', TokenKind::RawString, "unterminated raw quoted string");
    case U'\'':
        return quotedToken('\'', TokenKind::CharacterConstant, "unterminated character constant");
    case U'$':
        return fieldOrVariable(TokenKind::Variable, TokenKind::Variable);
    case U'(':
        ++m_parentheses;
        return make(TokenKind::LeftParenthesis);
    case U')':
        --m_parentheses;
        return make(TokenKind::RightParenthesis);
    default:
        break;
    }
    const bool digitFollows = m_position < m_text.size() && m_text[m_position] >= '0' && m_text[m_position] <= '9';
    if (c == U'.' && m_position < m_text.size() && !digitFollows)
        return fieldOrVariable(TokenKind::Field, TokenKind::Dot);
    if (c == U'.' || c == U'+' || c == U'-' || (c >= U'0' && c <= U'9')) {
        m_position -= rune.size;
        return number();
    }
    if (isAlphaNumeric(c))
        return word();
    if (c < 0x80 && isPrint(c))
        return make(TokenKind::Character);
    return error("unrecognized character in action: " + runeName(c));
}

Token Lexer::spaces()
{
    skipSpaces();
    // The last space may belong to a trim marker.
    if (hasRightTrimMarker(m_text.substr(m_position - 1)) && m_text.substr(m_position + 1).starts_with("}}")) {
        --m_position;
        if (m_position == m_start)
            return nextInAction();
    }
    return make(TokenKind::Space);
}

Token Lexer::word()
{
    Token token = name(TokenKind::Identifier);
    const auto *keyword = std::ranges::find(keywords, token.text, &Keyword::text);
    if (token.kind == TokenKind::Identifier && keyword != keywords.end())
        token.kind = keyword->kind;
    return token;
}

/// `.` or `$` stands before the position.
Token Lexer::fieldOrVariable(TokenKind kind, TokenKind alone)
{
    if (atTerminator())
        return make(alone);
    return name(kind);
}

/// Letters and digits up to where a name may end.
Token Lexer::name(TokenKind kind)
{
    Rune rune = runeAt(m_text, m_position);
    while (rune.size > 0 && isAlphaNumeric(rune.code)) {
        m_position += rune.size;
        rune = runeAt(m_text, m_position);
    }
    if (!atTerminator())
        return error("bad character " + runeName(rune.code));
    return make(kind);
}

bool Lexer::atTerminator() const
{
    constexpr std::string_view terminators = ".,|:)(}";
    return m_position >= m_text.size() || isSpaceByte(m_text[m_position]) ||
           terminators.find(m_text[m_position]) != std::string_view::npos;
}

Token Lexer::quotedToken(char quote, TokenKind kind, const char *unterminated)
{
    const bool raw = quote == '`';
    for (;; ++m_position) {
        if (m_position >= m_text.size() || (!raw && m_text[m_position] == '\n'))
            return error(unterminated);
        if (m_text[m_position] == quote)
            break;
        if (raw || m_text[m_position] != '\\')
            continue;
        ++m_position;
        if (m_position >= m_text.size() || m_text[m_position] == '\n')
            return error(unterminated);
    }
    ++m_position;
    return make(kind);
}

bool Lexer::accept(std::string_view set)
{
    if (m_position >= m_text.size() || set.find(m_text[m_position]) == std::string_view::npos)
        return false;
    ++m_position;
    return true;
}

void Lexer::acceptRun(std::string_view set)
{
    m_position = std::min(m_text.find_first_not_of(set, m_position), m_text.size());
}

/// Wider than what a number is: what it gets wrong the parser refuses.
bool Lexer::scanNumber()
{
    constexpr std::string_view decimal = "0123456789_";
    constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF_";
    (void)accept("+-");
    std::string_view digits = decimal;
    if (accept("0")) {
        if (accept("xX"))
            digits = hexadecimal;
        else if (accept("oO"))
            digits = "01234567_";
        else if (accept("bB"))
            digits = "01_";
    }
    acceptRun(digits);
    if (accept("."))
        acceptRun(digits);
    if ((digits == decimal && accept("eE")) || (digits == hexadecimal && accept("pP"))) {
        (void)accept("+-");
        acceptRun(decimal);
    }
    (void)accept("i");
    const Rune rune = runeAt(m_text, m_position);
    if (rune.size > 0 && isAlphaNumeric(rune.code)) {
        m_position += rune.size;
        return false;
    }
    return true;
}

Token Lexer::number()
{
    const auto bad = [this] {
        return error("bad number syntax: " + quoted(m_text.substr(m_start, m_position - m_start)));
    };
    if (!scanNumber())
        return bad();
    if (!rest().starts_with('+') && !rest().starts_with('-'))
        return make(TokenKind::Number);
    if (!scanNumber() || m_text[m_position - 1] != 'i')
        return bad();
    return make(TokenKind::Complex);
}

} // namespace templates
