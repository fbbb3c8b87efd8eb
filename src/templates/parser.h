#pragma once

#include "promql/parser.h"
#include "templates/node.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The templates of alerts' labels and annotations: Go's text/template with Prometheus's functions.
namespace templates {

enum class ParseErrorKind { Syntax, UnknownFunction, UnknownVariable };

struct ParseError
{
    ParseErrorKind kind = ParseErrorKind::Syntax;
    /// Go's words: `function "foo" not defined`.
    std::string message;
    /// The name of an unknown function or variable.
    std::string name;
    /// Where Go counts the error; 1-based.
    std::size_t line = 1;
    /// Bytes of the template; at its end when something is missing there.
    base::ByteRange range;
};

/// A template as it was parsed; immutable.
class Template
{
public:
    /// Parses the template of an alert's label or annotation, in which `$labels`, `$value`, `$externalLabels` and
    /// `$externalURL` are defined. The dialect says which functions there are. Never fails: see error().
    [[nodiscard]] static Template parse(std::string text, const promql::Dialect &dialect = {});

    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] const promql::Dialect &dialect() const { return m_dialect; }
    [[nodiscard]] const std::optional<ParseError> &error() const { return m_error; }
    /// No action stands in it: it is its own result.
    [[nodiscard]] bool isPlain() const { return m_plain; }
    /// Null after an error.
    [[nodiscard]] const Node *root() const { return m_root.get(); }
    /// What `{{define}}` and `{{block}}` define, by name.
    [[nodiscard]] const std::map<std::string, std::unique_ptr<Node>, std::less<>> &definitions() const
    {
        return m_definitions;
    }

private:
    friend class Parser;
    std::string m_text;
    promql::Dialect m_dialect;
    std::optional<ParseError> m_error;
    bool m_plain = true;
    std::unique_ptr<Node> m_root;
    std::map<std::string, std::unique_ptr<Node>, std::less<>> m_definitions;
};

/// Where a template's error stands as Prometheus counts it: it puts declarations of its variables before the text.
struct Place
{
    std::size_t line = 1;
    /// 0-based bytes.
    std::size_t column = 0;
};
[[nodiscard]] Place placeOf(std::string_view text, std::size_t offset);

} // namespace templates
