#include "promql/lexer.h"

#include "promql/characters.h"
#include "promql/literals.h"

#include <string>

namespace promql {

namespace {

/// Bytes of the UTF-8 sequence at `offset`, 0 when it is not one (or U+FFFD, which Prometheus takes for a broken one).
std::size_t sequenceLength(std::string_view text, std::size_t offset)
{
    const auto byteAt = [text](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const auto continues = [&byteAt](std::size_t i) { return (byteAt(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byteAt(offset);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(offset + 1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!continues(offset + 1) || !continues(offset + 2))
            return 0;
        const unsigned code = (lead & 0x0FU) << 12U | (byteAt(offset + 1) & 0x3FU) << 6U | (byteAt(offset + 2) & 0x3FU);
        return code < 0x800 || (code >= 0xD800 && code < 0xE000) || code == 0xFFFD ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!continues(offset + 1) || !continues(offset + 2) || !continues(offset + 3))
            return 0;
        const unsigned high = (lead & 0x07U) << 6U | (byteAt(offset + 1) & 0x3FU);
        return high < 0x10 || high > 0x10F ? 0 : 4;
    }
    return 0;
}

} // namespace

LexToken Lexer::next()
{
    LexToken token = nextWithComments();
    while (token.kind == TokenKind::Comment)
        token = nextWithComments();
    return token;
}

LexToken Lexer::nextWithComments()
{
    while (!atEnd(m_position) && isSpace(m_text[m_position]))
        ++m_position;
    m_start = m_position;
    if (atEnd(m_position))
        return finish(TokenKind::EndOfInput, m_position);
    if (m_text[m_position] == '#' && !(m_inBrackets && m_durationStart)) {
        const std::size_t end = m_text.find_first_of("\r\n", m_position);
        return finish(TokenKind::Comment, end == std::string_view::npos ? m_text.size() : end);
    }
    if (m_inBraces)
        return lexBraces();
    if (m_inBrackets)
        return lexBrackets();
    return lexStatement();
}

void Lexer::resume(std::size_t offset, bool inBraces, bool inBrackets)
{
    m_position = offset;
    m_inBraces = inBraces;
    m_inBrackets = inBrackets;
    m_durationStart = false;
    m_gotColon = false;
    m_bracketParens = 0;
}

void Lexer::resumeBehindColon(std::size_t offset)
{
    m_position = offset;
    m_inBrackets = true;
    m_gotColon = true;
}

std::size_t Lexer::characterEnd(std::size_t offset) const
{
    std::size_t end = offset + 1;
    while (end < m_text.size() && (static_cast<unsigned char>(m_text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end;
}

LexToken Lexer::finish(TokenKind kind, std::size_t end)
{
    m_position = end;
    LexToken token;
    token.kind = kind;
    token.start = static_cast<std::uint32_t>(m_start);
    token.end = static_cast<std::uint32_t>(end);
    return token;
}

LexToken Lexer::finishError(TokenKind kind, LexError error, std::size_t end, std::size_t errorStart,
                            std::size_t errorEnd)
{
    LexToken token = finish(kind, end);
    token.error = error;
    m_problem = {error, {errorStart, errorEnd}};
    return token;
}

LexToken Lexer::unexpected(LexError error)
{
    const std::size_t end = characterEnd(m_start);
    return finishError(TokenKind::Unreadable, error, end, m_start, end);
}

LexToken Lexer::lexStatement()
{
    const char c = m_text[m_position];
    if (isAlpha(c) || c == ':')
        return lexWord();
    if (isDigit(c) || (c == '.' && isDigit(at(m_position + 1))))
        return lexNumber();
    switch (c) {
    case '(':
        return finish(TokenKind::LeftParen, m_position + 1);
    case ')':
        return finish(TokenKind::RightParen, m_position + 1);
    case ',':
        return finish(TokenKind::Comma, m_position + 1);
    case '{':
        m_inBraces = true;
        return finish(TokenKind::LeftBrace, m_position + 1);
    case '}':
        return finishError(TokenKind::RightBrace, LexError::UnexpectedCharacter, m_position + 1, m_start, m_start + 1);
    case '[':
        m_inBrackets = true;
        m_durationStart = true;
        m_gotColon = false;
        m_bracketParens = 0;
        return finish(TokenKind::LeftBracket, m_position + 1);
    case ']':
        return finishError(TokenKind::RightBracket, LexError::RightBracket, m_position + 1, m_start, m_start + 1);
    case '"':
    case '\'':
        return lexString();
    case '`':
        return lexRawString();
    default:
        return lexOperator(c);
    }
}

LexToken Lexer::lexOperator(char c)
{
    const char following = at(m_position + 1);
    const std::size_t one = m_position + 1;
    const std::size_t two = m_position + 2;
    switch (c) {
    case '+':
        return finish(TokenKind::Add, one);
    case '-':
        return finish(TokenKind::Sub, one);
    case '*':
        return finish(TokenKind::Mul, one);
    case '/':
        return finish(TokenKind::Div, one);
    case '%':
        return finish(TokenKind::Mod, one);
    case '^':
        return finish(TokenKind::Pow, one);
    case '@':
        return finish(TokenKind::At, one);
    case '<':
        if (following == '=')
            return finish(TokenKind::LessEqual, two);
        return following == '/' ? finish(TokenKind::TrimUpper, two) : finish(TokenKind::Less, one);
    case '>':
        if (following == '=')
            return finish(TokenKind::GreaterEqual, two);
        return following == '/' ? finish(TokenKind::TrimLower, two) : finish(TokenKind::Greater, one);
    case '=':
        if (following == '=')
            return finish(TokenKind::Equal, two);
        if (following == '~')
            return finishError(TokenKind::MatchRegex, LexError::TildeAfterAssign, two, one, two);
        return finish(TokenKind::Assign, one);
    case '!':
        if (following == '=')
            return finish(TokenKind::NotEqual, two);
        if (following == '~')
            return finishError(TokenKind::MatchNotRegex, LexError::AfterNot, two, one, two);
        return finishError(TokenKind::Unreadable, LexError::AfterNot, one, one, atEnd(one) ? one : characterEnd(one));
    default:
        return unexpected(LexError::UnexpectedCharacter);
    }
}

LexToken Lexer::lexBraces()
{
    const char c = m_text[m_position];
    if (isAlpha(c)) {
        std::size_t end = m_position + 1;
        while (!atEnd(end) && isAlphanumeric(m_text[end]))
            ++end;
        return finish(TokenKind::Identifier, end);
    }
    const char following = at(m_position + 1);
    const std::size_t one = m_position + 1;
    const std::size_t two = m_position + 2;
    switch (c) {
    case ',':
        return finish(TokenKind::Comma, one);
    case '}':
        m_inBraces = false;
        return finish(TokenKind::RightBrace, one);
    case '"':
    case '\'':
        return lexString();
    case '`':
        return lexRawString();
    case '=':
        return following == '~' ? finish(TokenKind::MatchRegex, two) : finish(TokenKind::Assign, one);
    case '!':
        if (following == '=')
            return finish(TokenKind::NotEqual, two);
        if (following == '~')
            return finish(TokenKind::MatchNotRegex, two);
        return finishError(TokenKind::Unreadable, LexError::AfterNotInBraces, one, one,
                           atEnd(one) ? one : characterEnd(one));
    case '{':
        return unexpected(LexError::LeftBraceInBraces);
    case '[':
    case '(':
    case ')':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case '@':
    case '<':
    case '>': {
        // None of these can stand in braces: the closing one is missing, and what follows is outside.
        m_inBraces = false;
        LexToken token = lexStatement();
        token.error = LexError::UnexpectedInBraces;
        m_problem = {token.error, {m_start, m_start + 1}};
        return token;
    }
    default:
        return unexpected(LexError::UnexpectedInBraces);
    }
}

LexToken Lexer::lexBrackets()
{
    const char c = m_text[m_position];
    if (isDigit(c) || (c == '.' && isDigit(at(m_position + 1)))) {
        m_gotDuration = m_gotDuration || m_durationStart;
        m_durationStart = false;
        return lexNumber();
    }
    if (isAlpha(c))
        return lexDurationWord();
    const std::size_t one = m_position + 1;
    switch (c) {
    case ']':
        m_inBrackets = false;
        return finish(TokenKind::RightBracket, one);
    case ':': {
        LexError error = LexError::None;
        if (m_durationStart && !m_gotDuration)
            error = LexError::ColonBeforeDuration;
        else if (m_gotColon)
            error = LexError::RepeatedColon;
        m_gotColon = true;
        return error == LexError::None ? finish(TokenKind::Colon, one)
                                       : finishError(TokenKind::Colon, error, one, m_start, one);
    }
    case '(':
        ++m_bracketParens;
        return finish(TokenKind::LeftParen, one);
    case ')':
        // One that was not opened in the brackets says that the closing bracket is missing.
        if (m_bracketParens == 0)
            m_inBrackets = false;
        else
            --m_bracketParens;
        return finish(TokenKind::RightParen, one);
    case ',':
        return finish(TokenKind::Comma, one);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
        return lexOperator(c);
    case '[':
        return unexpected(LexError::LeftBracketInBrackets);
    default:
        if (m_durationStart)
            return unexpected(LexError::UnexpectedInDuration);
        if (c == '{' || c == '}')
            return unexpected(LexError::UnexpectedCharacter);
        if (c == '<' || c == '>' || c == '=' || c == '!' || c == '@')
            m_inBrackets = false;
        return lexStatement();
    }
}

LexToken Lexer::lexWord()
{
    std::size_t end = m_position;
    bool colon = false;
    for (; !atEnd(end); ++end) {
        const char c = m_text[end];
        if (c == ':')
            colon = true;
        else if (!isAlphanumeric(c))
            break;
    }
    if (colon)
        return finish(TokenKind::MetricIdentifier, end);
    const TokenKind kind = keyword(m_text.substr(m_position, end - m_position));
    // These are keywords only before a parenthesis, so that metrics of that name go on working.
    const bool fill = kind == TokenKind::Fill || kind == TokenKind::FillLeft || kind == TokenKind::FillRight;
    return finish(fill && !parenthesisFollows(end) ? TokenKind::Identifier : kind, end);
}

bool Lexer::parenthesisFollows(std::size_t offset) const
{
    while (!atEnd(offset) && isSpace(m_text[offset]))
        ++offset;
    return at(offset) == '(';
}

LexToken Lexer::lexDurationWord()
{
    std::size_t end = m_position;
    while (!atEnd(end) && isAlpha(m_text[end]))
        ++end;
    const TokenKind kind = keyword(m_text.substr(m_position, end - m_position));
    if (kind == TokenKind::Step || kind == TokenKind::Range || kind == TokenKind::MaxOf || kind == TokenKind::MinOf)
        return finish(kind, end);
    if (!m_durationStart && kind >= TokenKind::And && kind <= TokenKind::Bool) {
        // An operator or modifier: the closing bracket is missing.
        m_inBrackets = false;
        return finishError(kind, LexError::ExpectedColon, end, m_start, m_start + 1);
    }
    while (!atEnd(end) && isAlphanumeric(m_text[end]))
        ++end;
    const LexError error = m_durationStart ? LexError::UnexpectedInDuration : LexError::ExpectedColon;
    return finishError(TokenKind::Unreadable, error, end, m_start, m_start + 1);
}

LexToken Lexer::lexNumber()
{
    std::size_t position = m_position;
    if (scanNumber(position))
        return finish(TokenKind::Number, position);
    if (scanDuration(position))
        return finish(TokenKind::Duration, position);
    // What cannot be told apart from the number belongs to it, so that one mistake stays one mistake.
    const std::size_t errorEnd = position;
    while (!atEnd(position) && (isAlphanumeric(m_text[position]) || m_text[position] == '.'))
        ++position;
    return finishError(TokenKind::Number, LexError::BadNumber, position, m_start, errorEnd);
}

bool Lexer::scanNumber(std::size_t &position) const
{
    const auto accept = [this, &position](std::string_view valid) {
        if (atEnd(position) || valid.find(m_text[position]) == std::string_view::npos)
            return false;
        ++position;
        return true;
    };
    int digits = DigitCharacter;
    if (accept("0") && accept("xX")) {
        accept("_");
        digits = HexCharacter;
    }
    const auto isNumberDigit = [this, digits](std::size_t offset) {
        return !atEnd(offset) && hasClass(m_text[offset], digits);
    };
    accept(".");
    if (isNumberDigit(position))
        ++position;
    bool dot = false;
    bool exponent = false;
    while (!atEnd(position)) {
        const char c = m_text[position];
        if (c == '.') {
            ++position;
            if (dot || accept("_.") || digits == HexCharacter)
                return false;
            dot = true;
        } else if (c == 'e' || c == 'E') {
            ++position;
            if (exponent)
                return false;
            exponent = true;
            accept("+-");
            if (accept("._eE") || atEnd(position))
                return false;
        } else if (c == '_') {
            ++position;
            if (accept("._eE") || atEnd(position))
                return false;
        } else if (isNumberDigit(position)) {
            while (isNumberDigit(position))
                ++position;
        } else {
            break;
        }
    }
    return atEnd(position) || !isAlphanumeric(m_text[position]);
}

bool Lexer::scanDuration(std::size_t &position) const
{
    const auto accept = [this, &position](std::string_view valid) {
        if (atEnd(position) || valid.find(m_text[position]) == std::string_view::npos)
            return false;
        ++position;
        return true;
    };
    if (!accept("smhdwy"))
        return false;
    accept("s");
    while (!atEnd(position) && isDigit(m_text[position])) {
        while (!atEnd(position) && isDigit(m_text[position]))
            ++position;
        if (!accept("smhdw"))
            return false;
        accept("s");
    }
    if (atEnd(position) || !isAlphanumeric(m_text[position]))
        return true;
    // Prometheus names the character that does not fit, too.
    ++position;
    return false;
}

LexToken Lexer::lexString()
{
    const char quote = m_text[m_position];
    std::size_t position = m_position + 1;
    LexError error = LexError::None;
    std::size_t errorStart = 0;
    std::size_t errorEnd = 0;
    const auto remember = [&](LexError found, std::size_t start, std::size_t end) {
        if (error != LexError::None)
            return;
        error = found;
        errorStart = start;
        errorEnd = end;
    };
    for (;;) {
        if (atEnd(position) || m_text[position] == '\n') {
            remember(LexError::UnterminatedString, m_start, position);
            break;
        }
        const char c = m_text[position];
        if (c == quote) {
            ++position;
            break;
        }
        if (c == '\\') {
            const std::size_t escape = position;
            std::size_t end = 0;
            const LexError found = scanEscape(position, quote, end);
            if (found != LexError::None)
                remember(found, escape, end);
            continue;
        }
        const std::size_t length = sequenceLength(m_text, position);
        if (length == 0)
            remember(LexError::InvalidUtf8, position, position + 1);
        position += length == 0 ? 1 : length;
    }
    return error == LexError::None ? finish(TokenKind::String, position)
                                   : finishError(TokenKind::String, error, position, errorStart, errorEnd);
}

LexError Lexer::scanEscape(std::size_t &position, char quote, std::size_t &errorEnd) const
{
    ++position;
    errorEnd = position;
    if (atEnd(position))
        return LexError::UnterminatedEscape;
    const char c = m_text[position];
    if (c == quote || std::string_view("abfnrtv\\").find(c) != std::string_view::npos) {
        ++position;
        return LexError::None;
    }
    int count = 0;
    unsigned radix = 16;
    std::uint64_t maximum = 0x10FFFF;
    if (c >= '0' && c <= '7') {
        count = 3;
        radix = 8;
        maximum = 255;
    } else if (c == 'x') {
        count = 2;
        maximum = 255;
        ++position;
    } else if (c == 'u' || c == 'U') {
        count = c == 'u' ? 4 : 8;
        ++position;
    } else {
        errorEnd = characterEnd(position);
        if (c != '\n')
            position = errorEnd;
        return LexError::UnknownEscape;
    }
    std::uint64_t value = 0;
    for (; count > 0; --count, ++position) {
        errorEnd = position;
        if (atEnd(position))
            return LexError::UnterminatedEscape;
        const char digit = m_text[position];
        const char lower = lowerCase(digit);
        unsigned number = radix;
        if (isDigit(digit))
            number = static_cast<unsigned>(digit - '0');
        else if (lower >= 'a' && lower <= 'f')
            number = static_cast<unsigned>(lower - 'a' + 10);
        if (number >= radix) {
            errorEnd = characterEnd(position);
            return LexError::IllegalEscape;
        }
        value = value * radix + number;
    }
    errorEnd = position;
    return value > maximum || (value >= 0xD800 && value < 0xE000) ? LexError::InvalidCodePoint : LexError::None;
}

LexToken Lexer::lexRawString()
{
    std::size_t position = m_position + 1;
    std::size_t broken = std::string_view::npos;
    while (!atEnd(position) && m_text[position] != '`') {
        const std::size_t length = sequenceLength(m_text, position);
        if (length == 0 && broken == std::string_view::npos)
            broken = position;
        position += length == 0 ? 1 : length;
    }
    const bool terminated = !atEnd(position);
    const std::size_t end = terminated ? position + 1 : position;
    if (broken != std::string_view::npos)
        return finishError(TokenKind::String, LexError::InvalidUtf8, end, broken, broken + 1);
    if (!terminated)
        return finishError(TokenKind::String, LexError::UnterminatedRawString, end, m_start, end);
    return finish(TokenKind::String, end);
}

} // namespace promql
