// Most bytes of rule files are block mappings and lists of plain and quoted scalars, block scalars and short flow
// collections. These are read here, line by line, in one pass and without looking back. Whatever has two readings, is
// an error, or is rare (tags, anchors, aliases, empty values, quoted keys of block mappings, tabs, CR) makes the reader
// give up: one reader, yaml-cpp, decides about all of it. A test and a fuzz target hold both readings against each
// other.

#include "yaml/ordinaryreader.h"

#include <algorithm>
#include <array>
#include <string>

#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

namespace yaml {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t longestKey = 128;

constexpr bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
constexpr bool isKeyCharacter(char c)
{
    return isAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '/';
}
/// No indicator, and nothing that more characters could make one.
constexpr bool beginsPlain(char c)
{
    return isAlphanumeric(c) || c == '_' || c == '(' || c == '/' || c == '$' || c == '+' || (c & '\x80') != 0;
}
bool isNullWord(std::string_view word)
{
    return word == "null" || word == "Null" || word == "NULL";
}

class OrdinaryReader
{
public:
    OrdinaryReader(std::string_view text, std::size_t from, YAML::EventHandler &handler)
        : m_text(text), m_from(from), m_at(from), m_lineStart(from), m_handler(handler)
    {}

    bool read()
    {
        if (!nextContent())
            return false;
        if (m_at == m_lineStart && m_text.substr(m_at).starts_with("---\n")) {
            m_at += 4;
            if (!nextContent())
                return false;
        }
        m_handler.OnDocumentStart(mark(m_from));
        if (!readCollection(0, false) || !m_ended)
            return false;
        m_handler.OnDocumentEnd();
        return true;
    }

private:
    [[nodiscard]] YAML::Mark mark(std::size_t at) const
    {
        YAML::Mark result;
        result.pos = static_cast<int>(at - m_from);
        return result;
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\n';
    }
    [[nodiscard]] bool atDash() const { return peek() == '-' && (peek(1) == ' ' || peek(1) == '\n'); }
    [[nodiscard]] std::size_t column() const { return m_at - m_lineStart; }
    [[nodiscard]] std::size_t lineEnd(std::size_t at) const { return std::min(m_text.find('\n', at), m_text.size()); }

    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }

    /// From the first byte of a line to the first token behind; false, and `m_ended`, when there is none.
    bool nextContent()
    {
        m_skippedLines = 0;
        m_skippedComment = false;
        while (m_at < m_text.size()) {
            m_lineStart = m_at;
            skipBlanks();
            if (m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '#')
                return true;
            m_skippedComment = m_skippedComment || peek() == '#';
            ++m_skippedLines;
            m_at = std::min(lineEnd(m_at) + 1, m_text.size());
        }
        m_ended = true;
        return false;
    }

    /// Behind a value: blanks, a comment, the line's end. Leads to the next token, or to the text's end.
    bool finishLine()
    {
        const std::size_t end = m_at;
        skipBlanks();
        if (peek() != '\n' && (peek() != '#' || m_at == end))
            return false;
        const bool comment = peek() == '#';
        m_at = std::min(lineEnd(m_at) + 1, m_text.size());
        nextContent();
        m_skippedComment = m_skippedComment || comment;
        return true;
    }

    /// The key at `m_at`; empty when there is none.
    [[nodiscard]] std::string_view keyHere() const
    {
        if (!isAlphanumeric(peek()) && peek() != '_')
            return {};
        std::size_t end = m_at;
        while (end < m_text.size() && isKeyCharacter(m_text[end]))
            ++end;
        const bool colon = end < m_text.size() && m_text[end] == ':' &&
                           (end + 1 == m_text.size() || m_text[end + 1] == ' ' || m_text[end + 1] == '\n');
        return colon && end - m_at <= longestKey ? m_text.substr(m_at, end - m_at) : std::string_view();
    }

    /// A list or mapping whose entries stand in the column of `m_at`, which is at least `leastColumn`. Afterwards
    /// `m_at` is the token behind it, unless the text ended.
    bool readCollection(std::size_t leastColumn, bool inMappingColumn)
    {
        if (column() < leastColumn)
            return false;
        if (atDash())
            return readList(column(), inMappingColumn);
        return !keyHere().empty() && readMapping(column());
    }

    /// Whether another entry stands in `column`; `*right` tells whether what follows can follow.
    bool anotherEntry(std::size_t entryColumn, bool *right) const
    {
        *right = m_ended || column() <= entryColumn;
        return !m_ended && column() == entryColumn;
    }

    bool readMapping(std::size_t entryColumn)
    {
        m_handler.OnMapStart(mark(m_at), "?", 0, YAML::EmitterStyle::Block);
        bool right = true;
        do {
            const std::string_view key = keyHere();
            if (key.empty() || isNullWord(key))
                return false;
            m_word = key;
            m_handler.OnScalar(mark(m_at), "?", 0, m_word);
            m_at += key.size() + 1;
            skipBlanks();
            if (!readMappingValue(entryColumn))
                return false;
        } while (anotherEntry(entryColumn, &right));
        if (right)
            m_handler.OnMapEnd();
        return right;
    }

    bool readMappingValue(std::size_t entryColumn)
    {
        if (peek() != '\n' && peek() != '#')
            return readScalar(entryColumn);
        m_at = std::min(lineEnd(m_at) + 1, m_text.size());
        const bool empty = !nextContent() || (column() <= entryColumn && !(column() == entryColumn && atDash()));
        if (empty) {
            m_handler.OnNull(mark(m_at), 0);
            return true;
        }
        if (column() > entryColumn && !atDash() && keyHere().empty())
            return readScalar(entryColumn);
        const bool listInColumn = atDash() && column() == entryColumn;
        return readCollection(listInColumn ? entryColumn : entryColumn + 1, listInColumn);
    }

    bool readList(std::size_t entryColumn, bool inMappingColumn)
    {
        m_handler.OnSequenceStart(mark(m_at), "?", 0, YAML::EmitterStyle::Block);
        bool right = true;
        bool another = true;
        while (another) {
            ++m_at;
            skipBlanks();
            if (!readItem(entryColumn))
                return false;
            another = anotherEntry(entryColumn, &right);
            if (another && !atDash()) {
                right = inMappingColumn;
                another = false;
            }
        }
        if (right)
            m_handler.OnSequenceEnd();
        return right;
    }

    bool readItem(std::size_t entryColumn)
    {
        if (peek() == '\n') {
            m_at = std::min(m_at + 1, m_text.size());
            return nextContent() && readCollection(entryColumn + 1, false);
        }
        if (atDash() || !keyHere().empty())
            return readCollection(entryColumn + 1, false);
        return readScalar(entryColumn);
    }

    /// A scalar or a flow collection, and what is left of its last line. `parentColumn` is where the entries of the
    /// collection stand that it belongs to.
    bool readScalar(std::size_t parentColumn)
    {
        const char first = peek();
        if (first == '|' || first == '>')
            return readBlockScalar(parentColumn);
        const bool signs = (first == '-' || first == ':') && isAlphanumeric(peek(1));
        if (beginsPlain(first) || signs)
            return readPlainLines(parentColumn);
        const bool read = first == '"' || first == '\'' ? readQuoted(parentColumn) : readFlow(0);
        return read && finishLine() && (m_ended || column() <= parentColumn);
    }

    /// A plain scalar may go on in deeper lines.
    bool readPlainLines(std::size_t parentColumn)
    {
        const std::size_t start = m_at;
        m_word.clear();
        while (true) {
            const std::size_t end = plainLineEnd();
            if (end == m_at)
                return false;
            m_word += m_text.substr(m_at, end - m_at);
            m_at = end;
            if (!finishLine())
                return false;
            if (m_ended || column() <= parentColumn)
                break;
            if (m_skippedComment)
                return false;
            m_word.append(m_skippedLines == 0 ? 1 : m_skippedLines, m_skippedLines == 0 ? ' ' : '\n');
        }
        if (isNullWord(m_word))
            return false;
        m_handler.OnScalar(mark(start), "?", 0, m_word);
        return true;
    }

    /// Behind the last byte of the plain scalar in this line; `m_at` when it holds what may not be in one.
    [[nodiscard]] std::size_t plainLineEnd() const
    {
        const std::size_t lineEnds = lineEnd(m_at);
        std::size_t end = m_at;
        for (std::size_t at = m_at; at < lineEnds; ++at) {
            const char c = m_text[at];
            if (c == ' ')
                continue;
            if (c == '#' && end < at)
                break;
            if (c == ':' && (at + 1 == lineEnds || m_text[at + 1] == ' '))
                return m_at;
            end = at + 1;
        }
        return end;
    }

    /// A quoted scalar, whose further lines are deeper than `parentColumn`.
    bool readQuoted(std::size_t parentColumn)
    {
        const char quote = peek();
        const std::size_t start = m_at++;
        while (m_at < m_text.size()) {
            const char c = peek();
            // Two single quotes are one.
            const bool pair = c == '\'' && peek(1) == '\'';
            if (c == quote && !(quote == '\'' && pair))
                break;
            if (c == '\n') {
                if (!continueQuoted(parentColumn))
                    return false;
            } else if (c == '\\' && quote == '"') {
                if (std::string_view("\"\\nt \n").find(peek(1)) == npos)
                    return false;
                // An escaped line end is a line end all the same.
                m_at += peek(1) == '\n' ? 1 : 2;
            } else {
                m_at += quote == '\'' && pair ? 2 : 1;
            }
        }
        if (m_at >= m_text.size())
            return false;
        ++m_at;
        m_handler.OnScalar(mark(start), "!", 0, {});
        return true;
    }

    /// From a line's end inside quotes to the first byte that is no blank.
    bool continueQuoted(std::size_t parentColumn)
    {
        m_at = std::min(m_text.find_first_not_of(" \n", m_at), m_text.size());
        if (m_at == m_text.size())
            return false;
        m_lineStart = m_text.rfind('\n', m_at) + 1;
        return column() > parentColumn;
    }

    bool readBlockScalar(std::size_t parentColumn)
    {
        const std::size_t start = m_at++;
        if (peek() == '-' || peek() == '+')
            ++m_at;
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != '\n')
            return false;
        ++m_at;
        std::size_t indent = 0;
        std::size_t deepestBlank = 0;
        while (m_at < m_text.size()) {
            const std::size_t first = std::min(m_text.find_first_not_of(' ', m_at), m_text.size());
            const std::size_t depth = first - m_at;
            if (first < m_text.size() && m_text[first] != '\n') {
                if (indent == 0)
                    indent = depth;
                if (indent <= parentColumn || deepestBlank > indent)
                    return false;
                if (depth < indent)
                    break;
            } else if (indent == 0) {
                deepestBlank = std::max(deepestBlank, depth);
            }
            m_at = std::min(lineEnd(first) + 1, m_text.size());
        }
        if (indent == 0)
            return false;
        m_handler.OnScalar(mark(start), "!", 0, {});
        const std::size_t behind = m_at;
        nextContent();
        // A line, or a comment, between the two columns.
        const std::size_t token = std::min(m_text.find_first_not_of(" \n", behind), m_text.size());
        const bool between = token < m_text.size() && token - (m_text.rfind('\n', token) + 1) > parentColumn;
        return !between;
    }

    /// A flow collection within one line, of simple words and quoted scalars.
    bool readFlow(std::size_t depth)
    {
        constexpr std::size_t deepest = 8;
        const bool mapping = peek() == '{';
        if ((!mapping && peek() != '[') || depth > deepest)
            return false;
        const char close = mapping ? '}' : ']';
        if (mapping)
            m_handler.OnMapStart(mark(m_at), "?", 0, YAML::EmitterStyle::Flow);
        else
            m_handler.OnSequenceStart(mark(m_at), "?", 0, YAML::EmitterStyle::Flow);
        ++m_at;
        skipBlanks();
        bool first = true;
        while (peek() != close) {
            if (!first) {
                if (peek() != ',')
                    return false;
                ++m_at;
                skipBlanks();
            }
            first = false;
            if (mapping && (!readFlowWord() || peek() != ':' || peek(1) != ' '))
                return false;
            if (mapping)
                ++m_at;
            skipBlanks();
            if (peek() == '{' || peek() == '[' ? !readFlow(depth + 1) : !readFlowWord())
                return false;
            skipBlanks();
        }
        ++m_at;
        if (mapping)
            m_handler.OnMapEnd();
        else
            m_handler.OnSequenceEnd();
        return true;
    }

    bool readFlowWord()
    {
        if (peek() == '"' || peek() == '\'') {
            const std::size_t start = m_at;
            const std::size_t ends = std::min(m_text.find(peek(), m_at + 1), m_text.size());
            if (ends == m_text.size() || m_text.substr(start, ends - start).find_first_of("\\\n") != npos)
                return false;
            m_at = ends + 1;
            m_handler.OnScalar(mark(start), "!", 0, {});
            return std::string_view(" ,:}]").find(peek()) != npos;
        }
        if (!isAlphanumeric(peek()) && peek() != '_')
            return false;
        const std::size_t start = m_at;
        while (isKeyCharacter(peek()))
            ++m_at;
        m_word = m_text.substr(start, m_at - start);
        if (isNullWord(m_word) || m_word.size() > longestKey)
            return false;
        m_handler.OnScalar(mark(start), "?", 0, m_word);
        return true;
    }

    std::string_view m_text;
    std::size_t m_from;
    std::size_t m_at;
    std::size_t m_lineStart;
    /// Of the last step to a token: blank and comment lines in between.
    std::size_t m_skippedLines = 0;
    bool m_skippedComment = false;
    bool m_ended = false;
    std::string m_word;
    YAML::EventHandler &m_handler;
};

} // namespace

bool readOrdinary(std::string_view text, std::size_t from, YAML::EventHandler &handler)
{
    const std::string_view rest = text.substr(std::min(from, text.size()));
    // Line breaks of YAML 1.1, and a BOM.
    constexpr std::array<std::string_view, 4> marks = {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"};
    const bool unusual =
        rest.find_first_of("\t\r") != std::string_view::npos ||
        std::ranges::any_of(marks, [rest](std::string_view each) { return rest.find(each) != std::string_view::npos; });
    return !unusual && OrdinaryReader(text, from, handler).read();
}

} // namespace yaml
