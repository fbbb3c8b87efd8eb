// The scanner of libyaml (and so of Prometheus): what makes a token, when a scalar can be a key, and what is an error
// before anything is parsed. It keeps no tokens: what they mean is yaml-cpp's to tell, and this tells where yaml-cpp
// sees other tokens.

#include "yaml/lookahead.h"

#include "yaml/prescan.h"
#include "yaml/scalarreader.h"
#include "yaml/tokens.h"

#include <algorithm>

namespace yaml {

namespace {

using reader::breakLength;
using reader::isBlank;
using reader::isBreak;

/// Levels of flow collections; ParseOptions::maxDepth counts those of blocks as well.
constexpr int deepestFlow = 200;

class Scanner
{
public:
    Scanner(std::string_view text, std::size_t at)
        : m_text(text),
          m_first(text.starts_with("\xEF\xBB\xBF") ? 3 : 0),
          m_at(std::max(at, m_first)),
          m_lineStart(m_at)
    {
        while (m_lineStart > m_first && !isBreak(text[m_lineStart - 1]))
            --m_lineStart;
        if (beginsDocument(m_at))
            m_documentBegins = 0;
        // Behind a value no key can begin before the next line.
        m_keyAllowed = text.substr(m_lineStart, m_at - m_lineStart).find_first_not_of(' ') == std::string_view::npos;
    }

    /// Reads on until there are `wanted` tokens, the text ends, or there is a problem.
    std::optional<base::Diagnostic> read(int wanted)
    {
        while (!m_problem && (m_tokens < wanted || isUndecided()) && skipToToken())
            readToken();
        return m_problem;
    }

    /// Reads all documents, or what a flow collection at the top leaves of the text.
    ScannedText readAll()
    {
        ScannedText result;
        m_whole = true;
        while (!m_problem && !result.end && skipToToken()) {
            readToken();
            if (m_closedTop)
                result.end = m_at;
        }
        if (!m_problem && !result.end)
            unroll(-1);
        result.problem = std::move(m_problem);
        result.odd = std::move(m_odd);
        result.firstEnd = m_firstEnd;
        result.tooDeep = m_tooDeep;
        return result;
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
        const bool lineStart = at == m_first || isBreak(m_text[at - 1]);
        return lineStart && m_text.substr(at, 3) == marker && endsAt(at + 3);
    }
    /// Whether nothing but comments stands between `at` and the beginning of the text or a document's marker.
    [[nodiscard]] bool beginsDocument(std::size_t at) const
    {
        std::size_t before = at;
        while (true) {
            while (before > m_first && endsAt(before - 1))
                --before;
            if (before <= m_first || (before >= m_first + 3 && markerAt(before - 3, "---")))
                return true;
            std::size_t line = before;
            while (line > m_first && !isBreak(m_text[line - 1]))
                --line;
            const std::size_t content = markerAt(line, "---") ? line + 3 : line;
            const std::size_t first = m_text.find_first_not_of(" \t", content);
            if (first >= before || m_text[first] != '#')
                return false;
            if (content > line)
                return true;
            before = line;
        }
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
            else if (peek() == '#')
                skipComments();
            else
                return true;
        }
        return false;
    }

    /// To the end of the last comment that follows with nothing but blanks in between: tabs may stand before all of
    /// them but the first.
    void skipComments()
    {
        std::size_t next = m_at;
        while (next < m_text.size() && m_text[next] == '#') {
            for (std::size_t i = m_at; i < next; ++i) {
                if (const std::size_t length = breakLength(m_text, i); length > 0 && i + length <= next) {
                    m_lineStart = i + length;
                    m_keyAllowed = m_keyAllowed || m_flow == 0;
                }
            }
            m_at = std::min(m_text.find_first_of("\r\n", next), m_text.size());
            next = m_at;
            while (next < m_text.size() && endsAt(next))
                ++next;
        }
    }

    /// A token that is no key and cannot be one.
    void token(int count, std::size_t length, bool keyAllowed)
    {
        m_tokens += count;
        m_at += length;
        m_keyAllowed = keyAllowed;
        dropKey();
    }

    [[nodiscard]] int column() const { return static_cast<int>(m_at - m_lineStart); }
    /// Opens a block collection at `column` where it is deeper than the last.
    void roll(int column)
    {
        if (m_flow == 0 && (m_indents.empty() || m_indents.back() < column))
            m_indents.push_back(column);
    }
    void unroll(int column)
    {
        if (m_flow > 0)
            return;
        while (!m_indents.empty() && m_indents.back() > column)
            m_indents.pop_back();
        if (column < 0)
            dropKey();
    }

    /// Whether the first token may still turn out to be a key: then the reader has to go on.
    [[nodiscard]] bool isUndecided()
    {
        dropStaleKeys();
        return std::ranges::any_of(m_keys, [](const Key &key) { return key.possible && key.token < 1; });
    }

    /// What has to be a key, because it stands where the keys of a block mapping stand, has none behind it any more.
    void dropKey()
    {
        Key &key = m_keys.back();
        if (key.possible && key.required && !m_problem)
            fail({TRANSLATABLE("Core", "A colon and a space are expected after this key.")}, key.at, key.at + 1);
        key.possible = false;
    }
    /// Keys end in their line, and after 1024 bytes.
    void dropStaleKeys()
    {
        constexpr std::size_t longestKey = 1024;
        for (Key &key : m_keys) {
            if (!key.possible || (key.line == m_lineStart && m_at - key.at <= longestKey))
                continue;
            if (key.required && !m_problem)
                fail({TRANSLATABLE("Core", "A colon and a space are expected after this key.")}, key.at, key.at + 1);
            key.possible = false;
        }
    }

    void readToken()
    {
        dropStaleKeys();
        unroll(column());
        if (m_problem)
            return;
        const char c = peek();
        readTokenOf(c, endsAt(m_at + 1));
        m_entryBegins = m_flow > 0 && (c == '[' || c == '{' || c == ',');
        m_valueBegins = m_flow > 0 && c == ':';
    }

    void readTokenOf(char c, bool alone)
    {
        if (m_at == m_lineStart && c == '%')
            readDirective();
        else if (markerAt(m_at))
            readMarker();
        else if (c == '[' || c == '{')
            readOpening();
        else if (c == ']' || c == '}')
            readClosing();
        else if (c == ',')
            readComma();
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

    void readMarker()
    {
        m_flow = 0;
        m_brackets.clear();
        m_keys.resize(1);
        unroll(-1);
        const bool begins = peek() == '-';
        if (!begins && !m_firstEnd && m_tokens > 0)
            m_firstEnd = m_at;
        token(1, 3, false);
        m_documentBegins = m_tokens + (begins ? 0 : 1);
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
        // What is nested deeper is not read anyway, and every level costs time with every token.
        const int deepest = m_whole ? deepestFlow : 10 * deepestFlow;
        if (++m_flow > deepest) {
            m_tooDeep = true;
            failHere(TRANSLATABLE("Core", "This is nested too deeply to be read."));
        }
        m_brackets += peek();
        m_keys.emplace_back();
        ++m_tokens;
        ++m_at;
        m_keyAllowed = true;
    }
    void readClosing()
    {
        token(1, 1, false);
        if (m_flow == 0)
            return;
        --m_flow;
        m_brackets.pop_back();
        m_keys.pop_back();
        // A key may still be what was closed: `{a: b}: c`.
        const std::size_t next = std::min(m_text.find_first_not_of(' ', m_at), m_text.size());
        m_closedTop = m_flow == 0 && m_indents.empty() && (next == m_text.size() || m_text[next] != ':');
    }

    void readComma()
    {
        if ((m_whole && m_entryBegins) || m_tokens == m_documentBegins)
            failHere(TRANSLATABLE("Core", "A value is expected before this comma."));
        token(1, 1, true);
    }

    void readEntry()
    {
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A list cannot begin here."));
        roll(column());
        token(m_flow == 0 ? 2 : 1, 1, true);
    }
    void readKey()
    {
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A mapping key cannot stand here."));
        // That is the parser's to say, which does not come behind the first document.
        if (m_whole && m_flow > 0 && !m_entryBegins)
            failHere(TRANSLATABLE("Core", "A mapping key cannot stand here."));
        roll(column());
        if (m_entryBegins && m_brackets.ends_with('{') && !endsAt(m_at + 1))
            m_odd.push_back({OddToken::Kind::Question, {m_at, m_at + 1}});
        const std::size_t next = yaml::skipToToken(m_text, m_at + 1);
        const std::size_t margin = m_at - m_lineStart;
        const bool below = next > margin && isBreak(m_text[next - margin - 1]) &&
                           m_text.substr(next - margin, margin).find_first_not_of(' ') == std::string_view::npos;
        if (next < m_text.size() && m_text[next] == ':' && (m_flow > 0 || (below && endsAt(next + 1))))
            m_odd.push_back({OddToken::Kind::NullKey, {m_at, next}});
        token(m_flow == 0 ? 2 : 1, 1, m_flow == 0);
    }
    void readValue()
    {
        if (m_whole && m_valueBegins)
            failHere(TRANSLATABLE("Core", "No value can begin with this character."));
        if (Key &key = m_keys.back(); key.possible) {
            key.possible = false;
            roll(key.column);
            token(m_flow == 0 ? 3 : 2, 1, false);
            return;
        }
        if (m_flow == 0 && !m_keyAllowed)
            failHere(TRANSLATABLE("Core", "A mapping value cannot stand here."));
        roll(column());
        token(m_flow == 0 ? 2 : 1, 1, m_flow == 0);
    }

    void saveKey()
    {
        if (!m_keyAllowed)
            return;
        dropKey();
        m_keys.back() = {true,     m_flow == 0 && !m_indents.empty() && m_indents.back() == column(),
                         m_at,     m_lineStart,
                         column(), m_tokens};
    }
    void scalarUpTo(std::size_t end)
    {
        for (std::size_t i = m_at; i < end; ++i) {
            if (isBreak(m_text[i]))
                m_lineStart = i + 1;
        }
        ++m_tokens;
        m_at = end;
        m_keyAllowed = false;
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
        for (std::size_t i = m_text.find('%', m_at); i < end; i = m_text.find('%', i + 1)) {
            constexpr std::string_view digits = "0123456789abcdefABCDEF";
            if (i + 2 >= m_text.size() || m_text.substr(i + 1, 2).find_first_not_of(digits) != std::string_view::npos)
                fail({TRANSLATABLE("Core", "In a tag, two hexadecimal digits are expected behind a percent sign.")}, i,
                     i + 1);
        }
        // Of a tag without handle of its own, yaml-cpp knows fewer characters.
        const std::string_view tag = m_text.substr(m_at, end - m_at);
        constexpr std::string_view wellKnown = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-/.";
        const std::size_t suffix = reader::tagHandle(tag);
        if (!tag.starts_with("!<") && tag.find_first_not_of(wellKnown, suffix) != std::string_view::npos)
            m_odd.push_back({OddToken::Kind::Tag, {m_at + suffix, end}});
        scalarUpTo(std::max(end, m_at + 1));
    }

    void readBlock()
    {
        const std::size_t lineEnd = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
        std::size_t header = m_at + 1;
        while (header < lineEnd && std::string_view("+-123456789").find(m_text[header]) != std::string_view::npos)
            ++header;
        const std::size_t behind = std::min(m_text.find_first_not_of(" \t", header), lineEnd);
        if (behind < lineEnd && m_text[behind] != '#') {
            failHere(TRANSLATABLE("Core", "Only a comment can stand behind the sign of a block."));
            return;
        }
        const reader::Scalar scalar = reader::readBlock(m_text, m_at, m_indents.empty() ? -1 : m_indents.back());
        if (scalar.problem)
            fail(scalar.problem->text, scalar.problem->range.start, scalar.problem->range.end);
        dropKey();
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
        const std::size_t leastColumn = m_indents.empty() ? 0 : static_cast<std::size_t>(m_indents.back()) + 1;
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
            std::size_t lineStart = m_lineStart;
            while (next < m_text.size() && endsAt(next)) {
                if (isBreak(m_text[next])) {
                    brokeLast = true;
                    lineStart = next + 1;
                } else if (brokeLast && m_text[next] == '\t' && m_flow == 0 && next - lineStart < leastColumn) {
                    fail({TRANSLATABLE("Core", "A tab stands where the block is indented: YAML wants blanks.")}, next,
                         next + 1);
                    return;
                }
                ++next;
            }
            if (brokeLast && m_flow == 0 && next - lineStart < leastColumn)
                break;
        }
        // In a flow collection yaml-cpp takes a colon before a bracket or a comma for one behind a key.
        if (m_flow > 0 && end > m_at && m_text[end - 1] == ':')
            m_odd.push_back({OddToken::Kind::Colon, {end - 1, end}});
        scalarUpTo(end);
        // What follows in the line, and the lines in between, were read with it.
        scalarUpTo(std::max(end, std::min(next, m_text.size())));
        --m_tokens;
        m_keyAllowed = brokeLast && m_flow == 0;
    }
    [[nodiscard]] bool endsPlain(std::size_t at) const
    {
        if (m_text[at] == ':')
            return endsAt(at + 1);
        return m_flow > 0 && std::string_view(",?[]{}").find(m_text[at]) != std::string_view::npos;
    }

    std::string_view m_text;
    /// Behind a BOM.
    std::size_t m_first;
    std::size_t m_at;
    std::size_t m_lineStart;
    int m_tokens = 0;
    int m_flow = 0;
    bool m_tooDeep = false;
    /// The open ones.
    std::string m_brackets;
    /// All of the text is read, not only what the reader looks ahead.
    bool m_whole = false;
    bool m_keyAllowed = true;
    /// What was read last in a flow collection, or outside of all, and may be a key.
    struct Key
    {
        bool possible = false;
        bool required = false;
        std::size_t at = 0;
        std::size_t line = 0;
        int column = 0;
        int token = 0;
    };
    std::vector<Key> m_keys = {{}};
    /// Columns of the block collections around.
    std::vector<int> m_indents;
    /// The last token was a flow collection's bracket or comma.
    bool m_entryBegins = false;
    /// It was the colon behind a key of a flow collection.
    bool m_valueBegins = false;
    /// How many tokens there are where a document's first value is expected.
    int m_documentBegins = -1;
    std::optional<std::size_t> m_firstEnd;
    /// A flow collection that is a whole document was closed.
    bool m_closedTop = false;
    std::vector<OddToken> m_odd;
    std::optional<base::Diagnostic> m_problem;
};

} // namespace

ScannedText scanText(std::string_view text, std::size_t from)
{
    return Scanner(text, from).readAll();
}

std::string forYamlCpp(std::string_view text, std::size_t shift, const ScannedText &scanned)
{
    std::string result = withPlainBreaks(text.substr(shift));
    for (const OddToken &odd : scanned.odd) {
        const std::size_t start = odd.range.start - shift;
        const bool blank = odd.kind == OddToken::Kind::Question || odd.kind == OddToken::Kind::NullKey;
        result.replace(start, odd.range.size(), odd.range.size(), blank ? ' ' : 'x');
        if (odd.kind == OddToken::Kind::NullKey)
            result[start] = '~';
    }
    // yaml-cpp would gather all the levels before it tells of the first.
    if (scanned.tooDeep)
        result.resize(std::min(result.size(), scanned.problem->range.end - shift));
    // Prometheus's reader ends the document with the flow collection, whatever follows.
    const std::size_t next = scanned.end ? text.find_first_not_of(" \t\r\n", *scanned.end) : std::string_view::npos;
    const std::string_view rest = text.substr(std::min(next, text.size()));
    if (next != std::string_view::npos && rest[0] != '#' && !rest.starts_with("---") && !rest.starts_with("..."))
        result.resize(*scanned.end - shift);
    // The text's end does not make a key's sign of a question mark for yaml-cpp, nor a tag of an exclamation mark.
    if (result.ends_with('?') || result.ends_with('!'))
        result += '\n';
    return result;
}

std::optional<base::Diagnostic> lookaheadProblem(std::string_view text, std::size_t from)
{
    if (const auto plain = withoutNextLines(text))
        return Scanner(*plain, std::min(from, plain->size())).read(3);
    if (hasSeparators(text)) {
        const std::string plain = withPlainBreaks(text);
        return Scanner(plain, std::min(from, plain.size())).read(3);
    }
    return Scanner(text, std::min(from, text.size())).read(3);
}

} // namespace yaml
