#include "promql/goregex.h"

#include "promql/characters.h"

#include <cstdint>
#include <re2/re2.h>

namespace promql {

namespace {

/// Go and RE2 (2022) differ in two points: only Go knows `(?<name>…)`, only RE2 knows `\C`.
std::string goPattern(std::string_view pattern, bool angleNames, bool *anyByte)
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
        const bool named = !inClass && angleNames && pattern.substr(i).starts_with("(?<") && i + 3 < pattern.size() &&
                           isAlphanumeric(pattern[i + 3]);
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

} // namespace

std::shared_ptr<const re2::RE2> compileGoRegex(std::string_view pattern, bool dotMatchesNewline, bool angleNames,
                                               std::string &error, std::int64_t memory)
{
    bool anyByte = false;
    const std::string rewritten = goPattern(pattern, angleNames, &anyByte);
    if (anyByte) {
        error = "error parsing regexp: invalid escape sequence: `\\C`";
        return nullptr;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(dotMatchesNewline);
    options.set_max_mem(memory);
    auto regex = std::make_shared<re2::RE2>(rewritten, options);
    if (regex->ok())
        return regex;
    error = goError(*regex);
    return nullptr;
}

} // namespace promql
