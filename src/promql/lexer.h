#pragma once

#include "base/byterange.h"
#include "base/text.h"

#include <cstdint>
#include <string_view>

namespace promql {

enum class TokenKind : std::uint8_t {
    EndOfInput,
    Unreadable,
    Comment,
    Identifier,
    MetricIdentifier,
    Number,
    Duration,
    String,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    Assign,
    // Operators, in the sense of Prometheus's messages.
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    TrimUpper,
    TrimLower,
    MatchRegex,
    MatchNotRegex,
    At,
    And,
    Or,
    Unless,
    Atan2,
    // Aggregations, in the order of AggregateOp.
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    CountValues,
    Quantile,
    Limitk,
    LimitRatio,
    // Keywords.
    Offset,
    Smoothed,
    Anchored,
    By,
    Without,
    On,
    Ignoring,
    GroupLeft,
    GroupRight,
    Fill,
    FillLeft,
    FillRight,
    Bool,
    // Words that are functions or names, depending on their place.
    Start,
    End,
    Step,
    Range,
    MaxOf,
    MinOf,
};

/// What is wrong with a token as such.
enum class LexError : std::uint8_t {
    None,
    UnexpectedCharacter,
    UnexpectedInBraces,
    UnexpectedInDuration,
    ExpectedColon,
    TildeAfterAssign,
    AfterNot,
    AfterNotInBraces,
    LeftBraceInBraces,
    LeftBracketInBrackets,
    RightBracket,
    RepeatedColon,
    ColonBeforeDuration,
    BadNumber,
    UnterminatedString,
    UnterminatedRawString,
    InvalidUtf8,
    UnknownEscape,
    IllegalEscape,
    UnterminatedEscape,
    InvalidCodePoint,
};

struct LexToken
{
    TokenKind kind = TokenKind::EndOfInput;
    LexError error = LexError::None;
    /// Byte offsets of the token; expressions are shorter than 4 GiB.
    std::uint32_t start = 0;
    std::uint32_t end = 0;

    [[nodiscard]] base::ByteRange range() const { return {start, end}; }
};

/// What is wrong with a token, and where in it.
struct LexProblem
{
    LexError error = LexError::None;
    base::ByteRange range;
};

/// Reads the tokens of an expression as Prometheus 3.14 does, but goes on behind an error. Cheap to copy: a copy looks
/// ahead. What a character means depends on the braces and brackets it stands in.
class Lexer
{
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    /// Spaces and comments are skipped; EndOfInput at the end, again and again.
    [[nodiscard]] LexToken next();
    /// Comments are tokens.
    [[nodiscard]] LexToken nextWithComments();

    /// About the last token that had an error.
    [[nodiscard]] const LexProblem &problem() const { return m_problem; }
    [[nodiscard]] bool inBraces() const { return m_inBraces; }
    [[nodiscard]] bool inBrackets() const { return m_inBrackets; }
    /// For a parser that finds a bracket or brace missing: goes on at `offset` as if it had been there.
    void resume(std::size_t offset, bool inBraces, bool inBrackets);
    /// In brackets: goes on at `offset` as if a colon stood before it.
    void resumeBehindColon(std::size_t offset);
    [[nodiscard]] bool gotColon() const { return m_gotColon; }
    /// In brackets, before their first number.
    [[nodiscard]] bool atDurationStart() const { return m_inBrackets && m_durationStart; }

private:
    [[nodiscard]] char at(std::size_t offset) const { return offset < m_text.size() ? m_text[offset] : '\0'; }
    [[nodiscard]] bool atEnd(std::size_t offset) const { return offset >= m_text.size(); }
    [[nodiscard]] std::size_t characterEnd(std::size_t offset) const;
    LexToken finish(TokenKind kind, std::size_t end);
    LexToken finishError(TokenKind kind, LexError error, std::size_t end, std::size_t errorStart, std::size_t errorEnd);
    LexToken unexpected(LexError error);
    LexToken lexStatement();
    LexToken lexBraces();
    LexToken lexBrackets();
    LexToken lexOperator(char c);
    LexToken lexWord();
    LexToken lexDurationWord();
    LexToken lexNumber();
    LexToken lexString();
    LexToken lexRawString();
    [[nodiscard]] bool scanNumber(std::size_t &position) const;
    [[nodiscard]] bool scanDuration(std::size_t &position) const;
    [[nodiscard]] LexError scanEscape(std::size_t &position, char quote, std::size_t &errorEnd) const;
    [[nodiscard]] bool parenthesisFollows(std::size_t offset) const;

    std::string_view m_text;
    std::size_t m_position = 0;
    std::size_t m_start = 0;
    bool m_inBraces = false;
    bool m_inBrackets = false;
    /// Before the first number in brackets fewer characters are allowed.
    bool m_durationStart = false;
    bool m_gotColon = false;
    bool m_gotDuration = false;
    int m_bracketParens = 0;
    LexProblem m_problem;
};

/// Prometheus's message about `problem`.
[[nodiscard]] base::Text lexErrorText(const LexProblem &problem, std::string_view text);

/// The token as Prometheus's messages name it, like `identifier "foo"` or `<op:+>`.
[[nodiscard]] std::string tokenDescription(const LexToken &token, std::string_view text);

/// The keyword, aggregation or operator that `word` is, whatever its case; Identifier when it is none. "inf" and "nan"
/// are Number.
[[nodiscard]] TokenKind keyword(std::string_view word);

constexpr bool isAggregation(TokenKind kind)
{
    return kind >= TokenKind::Sum && kind <= TokenKind::LimitRatio;
}

} // namespace promql
