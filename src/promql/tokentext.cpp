#include "promql/characters.h"
#include "promql/lexer.h"
#include "promql/literals.h"

#include <cstdint>
#include <string>

namespace promql {

namespace {

/// The first character of `text` as Go's %#U prints it: U+0063 'c'.
std::string codePoint(std::string_view text)
{
    if (text.empty())
        return "U+FFFFFFFFFFFFFFFF";
    const auto lead = static_cast<unsigned char>(text[0]);
    std::uint32_t code = lead;
    if (lead >= 0xC2 && text.size() > 1) {
        code = lead >= 0xF0 ? lead & 0x07U : lead >= 0xE0 ? lead & 0x0FU : lead & 0x1FU;
        for (std::size_t i = 1; i < text.size(); ++i)
            code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    std::string digits;
    for (std::uint32_t rest = code; rest != 0 || digits.size() < 4; rest >>= 4U)
        digits.insert(digits.begin(), "0123456789ABCDEF"[rest & 0xFU]);
    std::string result = "U+" + digits;
    if (code >= 0x20 && code != 0x7F)
        result += " '" + std::string(text) + "'";
    return result;
}

/// The first ten characters of `text`.
std::string_view firstTen(std::string_view text)
{
    std::size_t end = 0;
    for (int count = 0; end < text.size(); ++end) {
        const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (starts && ++count > 10)
            break;
    }
    return text.substr(0, end);
}

std::string shortQuote(std::string_view text)
{
    return text.size() > 10 ? quote(firstTen(text)) + "..." : quote(text);
}

} // namespace

base::Text lexErrorText(const LexProblem &problem, std::string_view text)
{
    const std::string_view part = text.substr(problem.range.start, problem.range.size());
    const auto character = [&] { return part.empty() ? std::string("'\uFFFD'") : quoteCharacter(part); };
    switch (problem.error) {
    case LexError::None:
        break;
    case LexError::UnexpectedCharacter:
        return {TRANSLATABLE("Core", "unexpected character: %1"), {character()}};
    case LexError::UnexpectedInBraces:
        return {TRANSLATABLE("Core", "unexpected character inside braces: %1"), {character()}};
    case LexError::UnexpectedInDuration:
        return {TRANSLATABLE("Core", "unexpected character in duration expression: %1"), {character()}};
    case LexError::ExpectedColon:
        return {TRANSLATABLE("Core", "unexpected character: %1, expected %2"), {character(), "':'"}};
    case LexError::TildeAfterAssign:
        return {TRANSLATABLE("Core", "unexpected character after '=': %1"), {character()}};
    case LexError::AfterNot:
        return {TRANSLATABLE("Core", "unexpected character after '!': %1"), {character()}};
    case LexError::AfterNotInBraces:
        return {TRANSLATABLE("Core", "unexpected character after '!' inside braces: %1"), {character()}};
    case LexError::LeftBraceInBraces:
        return {TRANSLATABLE("Core", "unexpected left brace %1"), {character()}};
    case LexError::LeftBracketInBrackets:
        return {TRANSLATABLE("Core", "unexpected left bracket %1"), {character()}};
    case LexError::RightBracket:
        return {TRANSLATABLE("Core", "unexpected right bracket %1"), {character()}};
    case LexError::RepeatedColon:
        return {TRANSLATABLE("Core", "unexpected colon %1"), {character()}};
    case LexError::ColonBeforeDuration:
        return {TRANSLATABLE("Core", "unexpected colon before duration in duration expression"), {}};
    case LexError::BadNumber:
        return {TRANSLATABLE("Core", "bad number or duration syntax: %1"), {quote(part)}};
    case LexError::UnterminatedString:
        return {TRANSLATABLE("Core", "unterminated quoted string"), {}};
    case LexError::UnterminatedRawString:
        return {TRANSLATABLE("Core", "unterminated raw string"), {}};
    case LexError::InvalidUtf8:
        return {TRANSLATABLE("Core", "invalid UTF-8 rune"), {}};
    case LexError::UnknownEscape:
        return {TRANSLATABLE("Core", "unknown escape sequence %1"), {codePoint(part.substr(1))}};
    case LexError::IllegalEscape: {
        std::size_t last = part.size();
        while (last > 0 && (static_cast<unsigned char>(part[last - 1]) & 0xC0U) == 0x80U)
            --last;
        return {TRANSLATABLE("Core", "illegal character %1 in escape sequence"),
                {codePoint(part.substr(last == 0 ? 0 : last - 1))}};
    }
    case LexError::UnterminatedEscape:
        return {TRANSLATABLE("Core", "escape sequence not terminated"), {}};
    case LexError::InvalidCodePoint:
        return {TRANSLATABLE("Core", "escape sequence is an invalid Unicode code point"), {}};
    }
    return {};
}

std::string tokenDescription(const LexToken &token, std::string_view text)
{
    const std::string_view value = text.substr(token.start, token.end - token.start);
    const TokenKind kind = token.kind;
    if (kind == TokenKind::EndOfInput)
        return "end of input";
    if (kind == TokenKind::Identifier)
        return "identifier " + quote(value);
    if (kind == TokenKind::MetricIdentifier)
        return "metric identifier " + quote(value);
    if (kind == TokenKind::String)
        return "string " + shortQuote(value);
    if (kind == TokenKind::Number)
        return "number " + shortQuote(value);
    if (kind == TokenKind::Duration)
        return "duration " + shortQuote(value);
    if (kind >= TokenKind::Offset && kind <= TokenKind::Bool)
        return "<" + std::string(value) + ">";
    if (kind >= TokenKind::Add && kind <= TokenKind::Atan2)
        return "<op:" + std::string(value) + ">";
    if (isAggregation(kind))
        return "<aggr:" + std::string(value) + ">";
    return shortQuote(value);
}

} // namespace promql
