#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace promql {

/// How the regular expressions of a version of Prometheus differ.
struct RegexDialect
{
    /// Since 3.0.
    bool dotMatchesNewline = true;
    /// `(?<name>…)`, in Prometheus built with Go 1.22 or newer.
    bool angleNames = true;
};

/// The regular expression of a label matcher: RE2 syntax, anchored at both ends. Cheap to copy, safe to share.
class Regex
{
public:
    explicit Regex(std::string_view pattern, RegexDialect dialect = {});

    [[nodiscard]] bool valid() const { return m_error.empty(); }
    /// As Go says it: "error parsing regexp: …". Empty when valid.
    [[nodiscard]] const std::string &error() const { return m_error; }
    /// Always false when not valid.
    [[nodiscard]] bool matches(std::string_view value) const;

private:
    std::shared_ptr<const re2::RE2> m_regex;
    std::string m_error;
};

struct RegexVerdict
{
    bool valid = false;
    bool matchesEmpty = false;
    std::string error;
};

/// What a parser must know of a regular expression. The usual simple ones are judged without compiling them.
[[nodiscard]] RegexVerdict judgeRegex(std::string_view pattern, RegexDialect dialect = {});

/// The strings that `pattern` matches when it is an alternation of literals (`a|b`, `(a|b)c` is not), else nothing.
[[nodiscard]] std::optional<std::vector<std::string>> regexAlternatives(std::string_view pattern);

} // namespace promql
