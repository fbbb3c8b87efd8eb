#include "promql/regex.h"

#include "promql/goregex.h"
#include "promql/literals.h"

#include <re2/re2.h>

namespace promql {

namespace {

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
    m_regex = compileGoRegex(pattern, dialect.dotMatchesNewline, dialect.angleNames, m_error);
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
