#include "rules/templatecompletion.h"

#include "promql/labelflow.h"
#include "templates/functions.h"

#include <algorithm>

namespace rules {

namespace {

constexpr std::string_view keywords[] = {"block", "break", "continue", "define",   "else",
                                         "end",   "if",    "range",    "template", "with"};
constexpr std::string_view variables[] = {"$externalLabels", "$externalURL", "$labels", "$value"};

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Where the action begins that `offset` is in; nothing outside of actions, in their strings and comments.
std::optional<std::size_t> actionBefore(std::string_view text, std::size_t offset)
{
    std::size_t at = 0;
    while (true) {
        const std::size_t open = text.find("{{", at);
        if (open == std::string_view::npos || open + 2 > offset)
            return std::nullopt;
        char quote = 0;
        std::size_t i = open + 2;
        const bool comment = text.substr(i).starts_with("/*") || text.substr(i).starts_with("- /*");
        for (; i < text.size(); ++i) {
            if (i == offset)
                return quote == 0 && !comment ? std::optional(open + 2) : std::nullopt;
            const char c = text[i];
            if (quote != 0 && c == '\\' && quote == '"')
                ++i;
            else if (quote != 0 && c == quote)
                quote = 0;
            else if (quote == 0 && (c == '"' || c == '`'))
                quote = c;
            else if (quote == 0 && text.substr(i).starts_with("}}"))
                break;
        }
        if (i >= text.size())
            return offset >= text.size() && quote == 0 && !comment ? std::optional(open + 2) : std::nullopt;
        at = i + 2;
    }
}

bool followsLabels(std::string_view before)
{
    return before.ends_with("$labels.") || before.ends_with(".Labels.");
}

} // namespace

std::optional<TemplateCompletion> templateCompletion(std::string_view text, std::size_t offset,
                                                     const promql::Dialect &dialect)
{
    offset = std::min(offset, text.size());
    const std::optional<std::size_t> action = actionBefore(text, offset);
    if (!action)
        return std::nullopt;
    std::size_t start = offset;
    while (start > *action && isWord(text[start - 1]))
        --start;
    TemplateCompletion completion;
    completion.typed = offset - start;
    const std::string_view before = text.substr(*action, start - *action);
    if (followsLabels(before)) {
        completion.labels = true;
        return completion;
    }
    if (before.ends_with('$')) {
        ++completion.typed;
        completion.words.assign(std::begin(variables), std::end(variables));
        return completion;
    }
    if (before.ends_with('.')) {
        // Only the alert itself is known to have fields.
        if (before.size() >= 2 && (isWord(before[before.size() - 2]) || before[before.size() - 2] == ')'))
            return std::nullopt;
        completion.words = {"ExternalLabels", "ExternalURL", "Labels", "Value"};
        return completion;
    }
    completion.words.assign(std::begin(variables), std::end(variables));
    completion.words.insert(completion.words.end(), std::begin(keywords), std::end(keywords));
    for (const templates::Function &function : templates::functions()) {
        if (templates::findFunction(function.name, dialect))
            completion.words.emplace_back(function.name);
    }
    std::ranges::sort(completion.words);
    return completion;
}

std::optional<TemplateLabel> templateLabelAt(std::string_view text, std::size_t offset)
{
    if (offset >= text.size() || !isWord(text[offset]))
        return std::nullopt;
    std::size_t start = offset;
    while (start > 0 && isWord(text[start - 1]))
        --start;
    std::size_t end = offset;
    while (end < text.size() && isWord(text[end]))
        ++end;
    if (!followsLabels(text.substr(0, start)) || !actionBefore(text, start))
        return std::nullopt;
    return TemplateLabel{std::string(text.substr(start, end - start)), {start, end}};
}

SeriesLabels seriesLabels(const promql::Tree &tree)
{
    const promql::LabelFlow flow(tree);
    const promql::LabelSet &set = flow.of(*tree.root());
    SeriesLabels labels;
    for (const auto &[name, fact] : set.named) {
        if (name != "__name__" && fact.presence != promql::LabelPresence::Impossible)
            labels.names.push_back(name);
    }
    labels.others = set.others.presence != promql::LabelPresence::Impossible;
    return labels;
}

} // namespace rules
