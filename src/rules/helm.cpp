#include "rules/helm.h"

#include "base/linetable.h"

#include <algorithm>
#include <array>

namespace rules {

namespace {

/// What the action `{{…}}` at `at` says, without blanks and trim marks around. `close` is the first `}}` behind it.
std::string_view actionAt(std::string_view text, std::size_t at, std::size_t close)
{
    if (close == std::string_view::npos)
        close = std::min(text.find('\n', at), text.size());
    // A further `{{` cuts an action short: no byte is looked at twice, whatever the text is.
    const std::size_t end = std::min(close, text.find("{{", at + 2));
    std::string_view action = text.substr(at + 2, end - at - 2);
    while (!action.empty() && (action.front() == '-' || action.front() == ' '))
        action.remove_prefix(1);
    return action;
}

bool isHelmAction(std::string_view action)
{
    constexpr std::array<std::string_view, 3> objects = {".Values", ".Release", ".Chart"};
    for (const std::string_view object : objects) {
        if (action.find(object) != std::string_view::npos)
            return true;
    }
    return action.starts_with("include ") || action.starts_with("template ");
}

/// Says of growing offsets whether they stand in comment lines.
class CommentLines
{
public:
    explicit CommentLines(std::string_view text) : m_text(text) { findComment(); }

    [[nodiscard]] bool hold(std::size_t at)
    {
        while (m_lineEnd < at) {
            m_lineStart = m_lineEnd + 1;
            findComment();
        }
        return m_comment && m_first < at;
    }

private:
    void findComment()
    {
        m_lineEnd = std::min(m_text.find('\n', m_lineStart), m_text.size());
        m_first = m_text.find_first_not_of(" \t", m_lineStart);
        m_comment = m_first < m_lineEnd && m_text[m_first] == '#';
    }

    std::string_view m_text;
    std::size_t m_lineStart = 0;
    std::size_t m_lineEnd = 0;
    std::size_t m_first = 0;
    bool m_comment = false;
};

} // namespace

std::optional<base::Text> helmReason(const RuleDocument &document)
{
    const std::string &text = document.text();
    std::vector<base::ByteRange> templates;
    for (const RuleGroup &group : document.groups()) {
        for (const Rule &rule : group.rules) {
            for (const Pairs *pairs : {&rule.labels, &rule.annotations}) {
                for (const auto &[name, value] : *pairs)
                    templates.push_back(value.range);
            }
        }
    }
    std::ranges::sort(templates, {}, &base::ByteRange::start);
    CommentLines comments(text);
    std::size_t close = 0;
    for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        if (close < at)
            close = text.find("}}", at);
        const std::string_view action = actionAt(text, at, close);
        bool helm = isHelmAction(action);
        if (!helm && !comments.hold(at)) {
            const auto behind = std::ranges::upper_bound(templates, at, {}, &base::ByteRange::start);
            const bool inTemplate = behind != templates.begin() && (behind - 1)->contains(at);
            const bool trimmed = text[std::min(at + 2, text.size() - 1)] == '-';
            // Without a readable document nobody knows what is an annotation: any trim mark or backquote tells.
            helm = !inTemplate && (trimmed || action.starts_with('`'));
        }
        if (helm) {
            const std::size_t line = base::LineTable(text).position(at).line;
            return base::Text{
                TRANSLATABLE(
                    "Core",
                    "This is a Helm template (line %1): it is shown and analysed, and edited in Helm's own source."),
                {std::to_string(line)}};
        }
    }
    return std::nullopt;
}

} // namespace rules
