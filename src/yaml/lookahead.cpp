// The scanner of libyaml (and so of Prometheus), as far as three tokens at the top level need it: what makes a token,
// when a scalar can be a key, and what is an error before anything is parsed.

#include "yaml/lookahead.h"

#include "yaml/prescan.h"
#include "yaml/scalarreader.h"

#include <algorithm>

namespace yaml {

namespace {

using reader::breakLength;
using reader::isBlank;
using reader::isBreak;

class Scanner
{
public:
    Scanner(std::string_view text, std::size_t at) : m_text(text), m_at(at), m_lineStart(at)
    {
        while (m_lineStart > 0 && !isBreak(text[m_lineStart - 1]))
            --m_lineStart;
    }

    /// Reads on until there are `wanted` tokens, the text ends, or there is a problem.
    std::optional<base::Diagnostic> read(int wanted)
    {
        while (m_tokens < wanted && !m_problem && skipToToken())
            readToken();
        return m_problem;
    }

private:
    void fail(base::Text text, std::size_t start, std::size_t end)
    {
        base::Diagnostic problem;
        problem.check = "yaml/syntax";
        problem.range = {start, std::min(end, m_text.size())};
        problem.text = std::move(text);
        m_problem = std::move(problem);
    }
    void failHere(const char *text) { fail({text}, m_at, m_at + 1); }

    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool endsAt(std::size_t at) const
    {
        return at >= m_text.size() || isBlank(m_text[at]) || isBreak(m_text[at]);
    }
    [[nodiscard]] bool markerAt(std::size_t at, std::string_view marker) const
    {
        const bool lineStart = at == 0 || isBreak(m_text[at - 1]);
        return lineStart && m_text.substr(at, 3) == marker && endsAt(at + 3);
    }
    [[nodiscard]] bool markerAt(std::size_t at) const { return markerAt(at, "---") || markerAt(at, "..."); }

    void newLine(std::size_t length)
    {
        m_at += length;
        m_lineStart = m_at;
        if (m_flow == 0)
            m_keyAllowed = true;
    }

    /// False at the end of the text.
    bool skipToToken()
    {
        while (m_at < m_text.size()) {
            if (const std::size_t length = breakLength(m_text, m_at))
                newLine(length);
            else if (peek() == ' ' || (peek() == '\t' && (m_flow > 0 || !m_keyAllowed)))
                ++m_at;
            else if (peek() == '#' && (m_at == m_lineStart || isBlank(m_text[m_at - 1])))
                m_at = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
            else
                return true;
        }
        return false;
    }

    void token(int count, std::size_t length, bool keyAllowed)
    {
        m_tokens += count;
        m_at += length;
        m_keyAllowed = keyAllowed;
        m_possibleKey = false;
    }

    void readToken()
    {
        const char c = peek();
        const bool alone = endsAt(m_at + 1);
        if (m_at == m_lineStart && c == '%')
            readDirective();
        else if (markerAt(m_at))
            token(1, 3, false);
        else if (c == '[' || c == '{')
            readOpening();
        else if (c == ']' || c == '}')
            readClosing();
        else if (c == ',' && m_flow > 0)
            token(1, 1, true);
        else if (c == '-' && alone)
            readEntry();
        else if (c == '?' && (m_flow > 0 || alone))
            readKey();
        else if (c == ':' && (m_flow > 0 || alone))
            readValue();
        else if (c == '*' || c == '&')
            readAnchor();
        else if (c == '!')
            readTag();
        else if ((c == '|' || c == '>') && m_flow == 0)
            readBlock();
        else if (c == '\'' || c == '"')
            readQuoted();
        else
            readPlain();
    }

    void readDirective()
    {
        const std::string_view rest = m_text.substr(m_at);
        if (!rest.starts_with("%YAML ") && !rest.starts_with("%TAG "))
            failHere(TRANSLATABLE("Core", "YAML knows the directives %YAML and %TAG only."));
        // It takes its line's end along: what follows does not begin a line.
        const std::size_t lineEnd = std::min(rest.find_first_of("\r\n"), rest.size());
        token(1, lineEnd + breakLength(rest, lineEnd), false);
        m_lineStart = m_at;
    }

    void readOpening()
    {
        saveKey();
        const bool possible = m_possibleKey;
        ++m_flow;
        token(1, 1, true);
        m_possibleKey = possible;
    }
    void readClosing()
    {
        m_flow = m_flow > 0 ? m_flow - 1 : 0;
        token(1, 1, false);
    }

    void readEntry()
    {
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A list cannot begin here."));
        token(m_flow == 0 ? 2 : 1, 1, true);
    }
    void readKey()
    {
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A mapping key cannot stand here."));
        token(m_flow == 0 ? 2 : 1, 1, m_flow == 0);
    }
    void readValue()
    {
        if (m_possibleKey && m_keyLine == m_lineStart) {
            token(m_flow == 0 ? 3 : 2, 1, false);
            return;
        }
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A mapping value cannot stand here."));
        token(m_flow == 0 ? 2 : 1, 1, m_flow == 0);
    }

    void saveKey()
    {
        m_possibleKey = m_keyAllowed;
        m_keyLine = m_lineStart;
    }
    void scalarUpTo(std::size_t end)
    {
        const bool possible = m_possibleKey;
        for (std::size_t i = m_at; i < end; ++i) {
            if (isBreak(m_text[i]))
                m_lineStart = i + 1;
        }
        token(1, end - m_at, false);
        m_possibleKey = possible;
    }

    void readAnchor()
    {
        saveKey();
        std::size_t end = m_at + 1;
        while (end < m_text.size() && reader::isNameCharacter(m_text[end]))
            ++end;
        const bool ends = endsAt(end) || std::string_view("?:,]}%@`").find(m_text[end]) != std::string_view::npos;
        if (end == m_at + 1 || !ends)
            failHere(TRANSLATABLE("Core", "The name of an anchor is made of letters, digits, _ and -."));
        scalarUpTo(end);
    }
    void readTag()
    {
        saveKey();
        const std::size_t end = reader::tagEnd(m_text, m_at);
        if (!endsAt(end))
            fail({TRANSLATABLE("Core", "A tag ends with a blank or at the line's end.")}, m_at, end + 1);
        scalarUpTo(std::max(end, m_at + 1));
    }

    void readBlock()
    {
        const std::size_t lineEnd = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
        std::size_t header = m_at + 1;
        while (header < lineEnd && std::string_view("+-123456789").find(m_text[header]) != std::string_view::npos)
            ++header;
        const std::size_t behind = std::min(m_text.find_first_not_of(" \t", header), lineEnd);
        if (behind < lineEnd && (m_text[behind] != '#' || behind == header)) {
            failHere(TRANSLATABLE("Core", "Only a comment can stand behind the sign of a block."));
            return;
        }
        const reader::Scalar scalar = reader::readBlock(m_text, m_at, -1);
        if (scalar.problem)
            fail(scalar.problem->text, scalar.problem->range.start, scalar.problem->range.end);
        m_possibleKey = false;
        scalarUpTo(scalar.end);
        m_keyAllowed = true;
    }

    void readQuoted()
    {
        saveKey();
        const reader::Scalar scalar =
            peek() == '"' ? reader::readDoubleQuoted(m_text, m_at) : reader::readSingleQuoted(m_text, m_at);
        std::size_t marker = m_at;
        while (marker < scalar.end && !markerAt(marker))
            ++marker;
        if (marker < scalar.end)
            fail({TRANSLATABLE("Core", "This quote is never closed.")}, m_at, m_at + 1);
        else if (scalar.problem)
            fail(scalar.problem->text, scalar.problem->range.start, scalar.problem->range.end);
        scalarUpTo(scalar.end);
    }

    void readPlain()
    {
        const char c = peek();
        const bool special = std::string_view("-?:,[]{}#&*!|>'\"%@`\t").find(c) != std::string_view::npos;
        const bool allowed =
            (c == '-' && !endsAt(m_at + 1)) || (m_flow == 0 && (c == '?' || c == ':') && !endsAt(m_at + 1));
        if (special && !allowed) {
            failHere(TRANSLATABLE("Core", "No value can begin with this character."));
            return;
        }
        saveKey();
        std::size_t end = m_at;
        std::size_t next = m_at;
        bool brokeLast = false;
        while (next < m_text.size() && !markerAt(next) && m_text[next] != '#') {
            const std::size_t start = next;
            while (next < m_text.size() && !endsAt(next) && !endsPlain(next))
                ++next;
            if (next == start)
                break;
            end = next;
            brokeLast = false;
            if (!endsAt(next))
                break;
            while (next < m_text.size() && endsAt(next)) {
                brokeLast = brokeLast || isBreak(m_text[next]);
                ++next;
            }
        }
        scalarUpTo(end);
        m_keyAllowed = brokeLast && m_flow == 0;
    }
    [[nodiscard]] bool endsPlain(std::size_t at) const
    {
        if (m_text[at] == ':')
            return endsAt(at + 1);
        return m_flow > 0 && std::string_view(",?[]{}").find(m_text[at]) != std::string_view::npos;
    }

    std::string_view m_text;
    std::size_t m_at;
    std::size_t m_lineStart;
    int m_tokens = 0;
    int m_flow = 0;
    bool m_keyAllowed = true;
    /// Whether the last token can be a key, and the line that it began in.
    bool m_possibleKey = false;
    std::size_t m_keyLine = 0;
    std::optional<base::Diagnostic> m_problem;
};

} // namespace

std::optional<base::Diagnostic> lookaheadProblem(std::string_view text, std::size_t from)
{
    if (const auto plain = withoutNextLines(text))
        return Scanner(*plain, std::min(from, plain->size())).read(3);
    return Scanner(text, std::min(from, text.size())).read(3);
}

} // namespace yaml
