#include "yaml/tokens.h"

#include "yaml/scalarreader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace yaml {

using reader::isBlank;
using reader::isBreak;

base::Diagnostic syntaxError(base::Text text, base::ByteRange range)
{
    base::Diagnostic result;
    result.check = "yaml/syntax";
    result.range = range;
    result.text = std::move(text);
    return result;
}

namespace {

constexpr std::array<std::string_view, 4> nullWords = {"~", "null", "Null", "NULL"};

bool isEscapeMessage(std::string_view message)
{
    return message.starts_with("unknown escape character") ||
           message.starts_with("bad character found while scanning hex") || message.starts_with("invalid unicode");
}

} // namespace

base::Diagnostic yamlCppProblem(std::string_view text, std::size_t at, std::string message)
{
    const std::size_t backslash = isEscapeMessage(message) ? text.rfind('\\', at) : std::string_view::npos;
    if (backslash != std::string_view::npos)
        return syntaxError({TRANSLATABLE("Core", "YAML does not know this escape.")}, {backslash, at});
    if (message.starts_with("bad file"))
        message = "it is nested too deeply";
    while (!message.empty() && message.back() == '.')
        message.pop_back();
    return syntaxError({TRANSLATABLE("Core", "This is not valid YAML: %1."), {std::move(message)}}, {at, at});
}

bool isNullWord(std::string_view value)
{
    return value.empty() || std::ranges::find(nullWords, value) != nullWords.end();
}

std::size_t nullWordEndAt(std::string_view text, std::size_t at)
{
    const std::string_view rest = text.substr(std::min(at, text.size()));
    const auto word = std::ranges::find_if(nullWords, [rest](std::string_view each) { return rest.starts_with(each); });
    if (word == nullWords.end())
        return 0;
    const std::size_t end = at + word->size();
    const std::size_t next = std::min(text.find_first_not_of(" \t", end), text.size());
    const bool ends = next == text.size() || isBreak(text[next]) || (next > end && text[next] == '#') ||
                      std::string_view(":,]}").find(text[next]) != std::string_view::npos;
    return ends ? end : 0;
}

std::size_t skipToToken(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        if (isBlank(text[at]) || isBreak(text[at])) {
            ++at;
        } else if (text[at] == '#' && (at == 0 || isBlank(text[at - 1]) || isBreak(text[at - 1]))) {
            while (at < text.size() && !isBreak(text[at]))
                ++at;
        } else {
            break;
        }
    }
    return at;
}

std::size_t propertiesEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    for (std::size_t next = at; next < text.size() && (text[next] == '&' || text[next] == '!');
         next = skipToToken(text, end)) {
        end = next;
        while (end < text.size() && !isBlank(text[end]) && !isBreak(text[end]))
            ++end;
    }
    return end;
}

std::optional<base::Diagnostic> tagProblem(std::string_view text, std::size_t at)
{
    const std::size_t end = reader::tagEnd(text, at);
    if (end < text.size() && !isBlank(text[end]) && !isBreak(text[end]))
        return syntaxError({TRANSLATABLE("Core", "A tag ends with a blank or at the line's end.")}, {at, end});
    const bool named = reader::tagHandle(text.substr(at, end - at)) > 2;
    if (named && text.find("%TAG ") == std::string_view::npos)
        return syntaxError({TRANSLATABLE("Core", "The handle of this tag is not declared.")}, {at, end});
    return std::nullopt;
}

std::optional<base::Diagnostic> anchorProblem(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && reader::isNameCharacter(text[end]))
        ++end;
    const bool ends = end == text.size() || isBlank(text[end]) || isBreak(text[end]) ||
                      std::string_view("?:,]}%@`").find(text[end]) != std::string_view::npos;
    if (end > at + 1 && ends)
        return std::nullopt;
    return syntaxError({TRANSLATABLE("Core", "The name of an anchor is made of letters, digits, _ and -.")},
                       {at, std::min(end + 1, text.size())});
}

} // namespace yaml
