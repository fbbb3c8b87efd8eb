#pragma once

#include "base/byterange.h"

#include <string>
#include <string_view>

namespace templates {

enum class TokenKind {
    /// Its text is what is wrong.
    Error,
    Bool,
    /// Any other printable ASCII character, such as a comma.
    Character,
    CharacterConstant,
    Complex,
    Assign,
    Declare,
    EndOfText,
    Field,
    Identifier,
    LeftDelimiter,
    LeftParenthesis,
    Number,
    Pipe,
    RawString,
    RightDelimiter,
    RightParenthesis,
    Space,
    String,
    Text,
    Variable,
    // Keywords come last.
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
};

struct Token
{
    TokenKind kind = TokenKind::EndOfText;
    base::ByteRange range;
    /// As written, quotes included; of an Error the message.
    std::string text;
    /// 1-based, where the token begins.
    std::size_t line = 1;
};

/// As Go names a token in a message.
[[nodiscard]] std::string tokenName(const Token &token);

/// Tokens of a text/template, one at a time; the same as Go's. After an Error only EndOfText follows.
class Lexer
{
public:
    /// `text` must outlive the lexer.
    explicit Lexer(std::string_view text) : m_text(text) {}

    [[nodiscard]] Token next();

private:
    [[nodiscard]] Token nextText();
    [[nodiscard]] Token nextInAction();
    [[nodiscard]] bool skipComment(Token &error);
    [[nodiscard]] Token rightDelimiter(bool trimmed);
    [[nodiscard]] Token word();
    [[nodiscard]] Token fieldOrVariable(TokenKind kind, TokenKind alone);
    [[nodiscard]] Token name(TokenKind kind);
    [[nodiscard]] Token quotedToken(char quote, TokenKind kind, const char *unterminated);
    [[nodiscard]] Token number();
    [[nodiscard]] bool scanNumber();
    [[nodiscard]] Token spaces();
    [[nodiscard]] Token make(TokenKind kind);
    [[nodiscard]] Token error(std::string message);
    /// 0: not at `}}`; 1: at it; 2: at it behind a trim marker.
    [[nodiscard]] int atRightDelimiter() const;
    [[nodiscard]] bool atTerminator() const;
    [[nodiscard]] bool accept(std::string_view set);
    void acceptRun(std::string_view set);
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_position); }
    void skipSpaces();
    void ignore();

    std::string_view m_text;
    std::size_t m_start = 0;
    std::size_t m_position = 0;
    std::size_t m_line = 1;
    int m_parentheses = 0;
    bool m_inAction = false;
    bool m_finished = false;
};

} // namespace templates
