#include "promql/regex.h"

#include "promql/characters.h"
#include "promql/literals.h"

#include <re2/re2.h>

namespace promql {

namespace {

/// Go and RE2 (2022) differ in two points: only Go knows `(?<name>…)`, only RE2 knows `\C`.
std::string goPattern(std::string_view pattern, RegexDialect dialect, bool *anyByte)
{
    std::string result;
    result.reserve(pattern.size() + 2);
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            const char escaped = pattern[i + 1];
            if (escaped == 'C' && !inClass)
                *anyByte = true;
            if (escaped == 'Q' && !inClass) {
                const std::size_t end = pattern.find("\\E", i + 2);
                const std::size_t stop = end == std::string_view::npos ? pattern.size() : end + 2;
                result += pattern.substr(i, stop - i);
                i = stop - 1;
                continue;
            }
            result += c;
            result += escaped;
            ++i;
            continue;
        }
        if (inClass)
            inClass = c != ']';
        else if (c == '[') {
            inClass = true;
            // A bracket that comes first belongs to the class.
            std::size_t first = i + 1;
            if (first < pattern.size() && pattern[first] == '^')
                ++first;
            if (first < pattern.size() && pattern[first] == ']') {
                result += pattern.substr(i, first - i + 1);
                i = first;
                continue;
            }
        }
        result += c;
        const bool named = !inClass && dialect.angleNames && pattern.substr(i).starts_with("(?<") &&
                           i + 3 < pattern.size() && isAlphanumeric(pattern[i + 3]);
        if (named) {
            result += "?P<";
            i += 2;
        }
    }
    return result;
}

std::string goError(const re2::RE2 &regex)
{
    const char *text = "invalid syntax";
    switch (regex.error_code()) {
    case re2::RE2::ErrorBadEscape:
        text = "invalid escape sequence";
        break;
    case re2::RE2::ErrorBadCharClass:
        text = "invalid character class";
        break;
    case re2::RE2::ErrorBadCharRange:
        text = "invalid character class range";
        break;
    case re2::RE2::ErrorMissingBracket:
        text = "missing closing ]";
        break;
    case re2::RE2::ErrorMissingParen:
        text = "missing closing )";
        break;
    case re2::RE2::ErrorUnexpectedParen:
        text = "unexpected )";
        break;
    case re2::RE2::ErrorTrailingBackslash:
        text = "trailing backslash at end of expression";
        break;
    case re2::RE2::ErrorRepeatArgument:
        text = "missing argument to repetition operator";
        break;
    case re2::RE2::ErrorRepeatSize:
        text = "invalid repeat count";
        break;
    case re2::RE2::ErrorRepeatOp:
        text = "invalid nested repetition operator";
        break;
    case re2::RE2::ErrorBadPerlOp:
        text = "invalid or unsupported Perl syntax";
        break;
    case re2::RE2::ErrorBadUTF8:
        text = "invalid UTF-8";
        break;
    case re2::RE2::ErrorBadNamedCapture:
        text = "invalid named capture";
        break;
    case re2::RE2::ErrorPatternTooLarge:
        return "error parsing regexp: expression too large";
    case re2::RE2::NoError:
    case re2::RE2::ErrorInternal:
        break;
    }
    return std::string("error parsing regexp: ") + text + ": `" + regex.error_arg() + "`";
}

/// Judges the simple half of regular expressions: literals, dots, escapes, alternatives, groups, `*`, `+` and `?`.
class SimpleJudge
{
public:
    explicit SimpleJudge(std::string_view pattern) : m_pattern(pattern) {}

    /// Nothing when the pattern is not simple (or wrong).
    std::optional<bool> matchesEmpty()
    {
        const std::optional<bool> result = alternatives(0);
        return m_position == m_pattern.size() ? result : std::nullopt;
    }

private:
    std::optional<bool> alternatives(int depth)
    {
        bool anyEmpty = false;
        for (;;) {
            const std::optional<bool> empty = sequence(depth);
            if (!empty)
                return std::nullopt;
            anyEmpty = anyEmpty || *empty;
            if (m_position == m_pattern.size() || m_pattern[m_position] != '|')
                return anyEmpty;
            ++m_position;
        }
    }

    std::optional<bool> sequence(int depth)
    {
        bool empty = true;
        while (m_position < m_pattern.size()) {
            const char c = m_pattern[m_position];
            if (c == '|' || c == ')')
                break;
            bool atomEmpty = false;
            if (c == '(') {
                constexpr int deepest = 20;
                ++m_position;
                if (depth == deepest || (m_position < m_pattern.size() && m_pattern[m_position] == '?'))
                    return std::nullopt;
                const std::optional<bool> inner = alternatives(depth + 1);
                if (!inner || m_position == m_pattern.size() || m_pattern[m_position] != ')')
                    return std::nullopt;
                atomEmpty = *inner;
                ++m_position;
            } else if (!atom(c)) {
                return std::nullopt;
            }
            empty = repetition(atomEmpty) && empty;
        }
        return empty;
    }

    bool atom(char c)
    {
        if (c == '\\') {
            constexpr std::string_view known = ".-+*?()[]{}|/\\dDwWsS";
            if (m_position + 1 >= m_pattern.size() || known.find(m_pattern[m_position + 1]) == std::string_view::npos)
                return false;
            m_position += 2;
            return true;
        }
        constexpr std::string_view special = "[]{}^$*+?";
        if (special.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80)
            return false;
        ++m_position;
        return true;
    }

    bool repetition(bool atomEmpty)
    {
        if (m_position == m_pattern.size())
            return atomEmpty;
        const char c = m_pattern[m_position];
        if (c != '*' && c != '+' && c != '?')
            return atomEmpty;
        ++m_position;
        return atomEmpty || c != '+';
    }

    std::string_view m_pattern;
    std::size_t m_position = 0;
};

} // namespace

Regex::Regex(std::string_view pattern, RegexDialect dialect)
{
    bool anyByte = false;
    const std::string rewritten = goPattern(pattern, dialect, &anyByte);
    if (anyByte) {
        m_error = "error parsing regexp: invalid escape sequence: `\\C`";
        return;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(dialect.dotMatchesNewline);
    // Go bounds repetitions (1000) but not the memory of its programs.
    constexpr std::int64_t memory = 64 << 20;
    options.set_max_mem(memory);
    auto regex = std::make_shared<re2::RE2>(rewritten, options);
    if (regex->ok())
        m_regex = std::move(regex);
    else
        m_error = goError(*regex);
}

bool Regex::matches(std::string_view value) const
{
    return m_regex && re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *m_regex);
}

RegexVerdict judgeRegex(std::string_view pattern, RegexDialect dialect)
{
    if (const std::optional<bool> empty = SimpleJudge(pattern).matchesEmpty())
        return {true, *empty, {}};
    const Regex regex(pattern, dialect);
    return {regex.valid(), regex.matches({}), regex.error()};
}

std::optional<std::vector<std::string>> regexAlternatives(std::string_view pattern)
{
    if (!isUtf8(pattern))
        return std::nullopt;
    // One pair of parentheses around everything changes nothing.
    if (pattern.size() >= 2 && pattern.front() == '(' && pattern.find(')') == pattern.size() - 1 && pattern[1] != '?' &&
        pattern[pattern.size() - 2] != '\\')
        pattern = pattern.substr(1, pattern.size() - 2);
    std::vector<std::string> alternatives(1);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        constexpr std::string_view special = ".[]{}()^$*+?";
        if (c == '|') {
            alternatives.emplace_back();
        } else if (c == '\\') {
            constexpr std::string_view plain = ".-+*?()[]{}|/\\^$_:#&,;=@!\"'%<>~ ";
            if (i + 1 >= pattern.size() || plain.find(pattern[i + 1]) == std::string_view::npos)
                return std::nullopt;
            alternatives.back() += pattern[++i];
        } else if (special.find(c) != std::string_view::npos) {
            return std::nullopt;
        } else {
            alternatives.back() += c;
        }
    }
    return alternatives;
}

} // namespace promql
