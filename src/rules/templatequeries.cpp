#include "rules/templatequeries.h"

#include <algorithm>
#include <cctype>

namespace rules {

namespace {

/// A piece of a template action, as far as queries need it.
struct ActionToken
{
    enum Kind { Text, Word, Pipe, Open, Close, Other } kind = Other;
    /// Decoded, of a text; as written, of a word.
    std::string value;
};

bool isWordByte(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || c == '.';
}

std::string decodedText(std::string_view text, std::size_t &at)
{
    const char quote = text[at];
    std::string value;
    for (++at; at < text.size() && text[at] != quote; ++at) {
        if (quote == '"' && text[at] == '\\' && at + 1 < text.size()) {
            ++at;
            value += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at];
        } else {
            value += text[at];
        }
    }
    at = std::min(at + 1, text.size());
    return value;
}

/// The tokens of the action that begins at `at`, which moves behind its `}}`.
std::vector<ActionToken> actionTokens(std::string_view text, std::size_t &at)
{
    std::vector<ActionToken> tokens;
    while (at < text.size() && !text.substr(at).starts_with("}}")) {
        const char c = text[at];
        if (c == '"' || c == '`') {
            tokens.push_back({ActionToken::Text, decodedText(text, at)});
        } else if (isWordByte(c)) {
            const std::size_t start = at;
            while (at < text.size() && isWordByte(text[at]))
                ++at;
            tokens.push_back({ActionToken::Word, std::string(text.substr(start, at - start))});
        } else {
            if (!std::isspace(static_cast<unsigned char>(c)))
                tokens.push_back({c == '|'   ? ActionToken::Pipe
                                  : c == '(' ? ActionToken::Open
                                  : c == ')' ? ActionToken::Close
                                             : ActionToken::Other,
                                  {}});
            ++at;
        }
    }
    at = std::min(at + 2, text.size());
    return tokens;
}

/// A format of printf with its verbs as holes; `%q` brings its quotes.
std::string withHoles(const std::string &format)
{
    std::string result;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            result += format[i];
            continue;
        }
        const std::size_t verb = format.find_first_not_of("+-# 0123456789.[]*", i + 1);
        if (verb == std::string::npos)
            break;
        if (format[verb] == '%')
            result += '%';
        else if (format[verb] == 'q')
            result.append(1, '"').append(templateHole).append(1, '"');
        else
            result += templateHole;
        i = verb;
    }
    return result;
}

/// The text that the operand at `i` is: a literal, or `printf` of one.
void addOperand(const std::vector<ActionToken> &tokens, std::size_t i, std::vector<std::string> &queries)
{
    const auto is = [&tokens](std::size_t at, ActionToken::Kind kind) {
        return at < tokens.size() && tokens[at].kind == kind;
    };
    if (is(i, ActionToken::Open))
        ++i;
    if (is(i, ActionToken::Text))
        queries.push_back(tokens[i].value);
    else if (is(i, ActionToken::Word) && tokens[i].value == "printf" && is(i + 1, ActionToken::Text))
        queries.push_back(withHoles(tokens[i + 1].value));
}

/// Where the stage of a pipeline begins whose last token stands before `end`.
std::size_t stageStart(const std::vector<ActionToken> &tokens, std::size_t end)
{
    std::size_t depth = 0;
    std::size_t start = end;
    while (start > 0) {
        const ActionToken &token = tokens[start - 1];
        if (token.kind == ActionToken::Close)
            ++depth;
        else if (token.kind == ActionToken::Open && depth-- == 0)
            break;
        else if (depth == 0 && (token.kind == ActionToken::Pipe || token.kind == ActionToken::Other))
            break;
        --start;
    }
    // A keyword, or a variable that gets the value, is no part of the pipeline.
    while (start < end && tokens[start].kind == ActionToken::Word && tokens[start].value != "printf")
        ++start;
    return start;
}

} // namespace

std::vector<std::string> templateQueries(std::string_view text)
{
    std::vector<std::string> queries;
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        at += 2;
        const std::vector<ActionToken> tokens = actionTokens(text, at);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind != ActionToken::Word || tokens[i].value != "query")
                continue;
            if (i > 0 && tokens[i - 1].kind == ActionToken::Pipe)
                addOperand(tokens, stageStart(tokens, i - 1), queries);
            else
                addOperand(tokens, i + 1, queries);
        }
    }
    return queries;
}

} // namespace rules
