#include "rules/helm.h"

#include "base/linetable.h"

#include <algorithm>
#include <array>

namespace rules {

namespace {

/// What the action `{{…}}` at `at` says, without blanks and trim marks around.
std::string_view actionAt(std::string_view text, std::size_t at)
{
    std::size_t end = text.find("}}", at);
    if (end == std::string_view::npos)
        end = std::min(text.find('\n', at), text.size());
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

bool inComment(std::string_view text, std::size_t at)
{
    const std::size_t lineStart = at == 0 ? 0 : text.find_last_of('\n', at - 1) + 1;
    const std::size_t first = text.find_first_not_of(" \t", lineStart);
    return first < at && text[first] == '#';
}

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
    for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        const std::string_view action = actionAt(text, at);
        bool helm = isHelmAction(action);
        if (!helm && !inComment(text, at)) {
            const auto behind = std::ranges::upper_bound(templates, at, {}, &base::ByteRange::start);
            const bool inTemplate = behind != templates.begin() && (behind - 1)->contains(at);
            const bool trimmed = text[std::min(at + 2, text.size() - 1)] == '-';
            // Without a readable document nobody knows what is an annotation: any trim mark or backquote tells.
            helm = !inTemplate && (trimmed || action.starts_with('`'));
        }
        if (helm) {
            const std::size_t line = base::LineTable(text).position(at).line;
            return base::Text{TRANSLATABLE("Core", "This is a Helm template (line %1): it is shown and analysed, and edited in Helm's own source."),
                              {std::to_string(line)}};
        }
    }
    return std::nullopt;
}

} // namespace rules
