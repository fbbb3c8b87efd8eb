#include "generatedtemplates.h"

#include "templatecases.h"

#include <algorithm>
#include <random>
#include <string_view>

namespace {

/// Actions, and words of actions: strings in quotes and what stands in parentheses are one word.
struct TemplateParts
{
    std::vector<std::string> actions;
    std::vector<std::string> words;
};

std::vector<std::string> wordsOf(std::string_view action)
{
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    int depth = 0;
    for (std::size_t i = 0; i < action.size(); ++i) {
        const char c = action[i];
        if (quote != 0) {
            word += c;
            if (c == '\\' && quote != '`' && i + 1 < action.size())
                word += action[++i];
            else if (c == quote)
                quote = 0;
            continue;
        }
        if (c == '"' || c == '`' || c == '\'')
            quote = c;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if ((c == ' ' || c == '\t') && depth == 0) {
            if (!word.empty())
                words.push_back(std::move(word));
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

const TemplateParts &templateParts()
{
    static const TemplateParts parts = [] {
        TemplateParts made;
        for (const std::string &text : templateCases()) {
            for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
                const std::size_t end = text.find("}}", at);
                // Line breaks would end the oracle's messages early, and long cases are about their length.
                if (end == std::string::npos || end - at > 120 || text.find('\n', at) < end)
                    continue;
                made.actions.push_back(text.substr(at, end + 2 - at));
                for (std::string &word : wordsOf(std::string_view(text).substr(at + 2, end - at - 2)))
                    made.words.push_back(std::move(word));
            }
        }
        return made;
    }();
    return parts;
}

class TemplateMaker
{
public:
    explicit TemplateMaker(std::uint32_t seed) : m_random(seed) {}

    std::string make()
    {
        std::string text;
        const std::size_t pieces = 1 + below(3);
        for (std::size_t i = 0; i < pieces; ++i)
            text += piece(0);
        return text;
    }

private:
    std::size_t below(std::size_t count) { return m_random() % count; }
    template <class T> const T &one(const std::vector<T> &list) { return list[below(list.size())]; }

    std::string operand(int depth)
    {
        static const std::vector<std::string> simple = {"$value",
                                                        "$labels.job",
                                                        "$labels",
                                                        ".Value",
                                                        ".Labels.instance",
                                                        "1",
                                                        "2.5",
                                                        "\"api\"",
                                                        "\"a-b_c\"",
                                                        "true",
                                                        "nil",
                                                        "$externalLabels.env",
                                                        ".",
                                                        "0",
                                                        "-3",
                                                        "1e12",
                                                        "`raw`",
                                                        "$labels.none",
                                                        "3600.5",
                                                        "(query \"other\")",
                                                        "(query \"other\" | first)",
                                                        "\"12.5\"",
                                                        "'x'",
                                                        "1500000000.25"};
        const std::size_t kind = below(8);
        if (kind == 0)
            return one(templateParts().words);
        if (kind == 1 && depth < 2)
            return "(" + pipeline(depth + 1) + ")";
        return one(simple);
    }

    std::string command(int depth)
    {
        static const std::vector<std::string> functions = {"humanize",
                                                           "humanize1024",
                                                           "humanizeDuration",
                                                           "humanizePercentage",
                                                           "humanizeTimestamp",
                                                           "title",
                                                           "toUpper",
                                                           "toLower",
                                                           "stripPort",
                                                           "stripDomain",
                                                           "parseDuration",
                                                           "toTime",
                                                           "printf \"%v\"",
                                                           "printf \"%.3g\"",
                                                           "printf \"%q\"",
                                                           "printf \"%5.1f|\"",
                                                           "printf \"%s %d\"",
                                                           "print",
                                                           "println",
                                                           "html",
                                                           "js",
                                                           "urlquery",
                                                           "len",
                                                           "index",
                                                           "slice",
                                                           "not",
                                                           "and",
                                                           "or",
                                                           "eq",
                                                           "ne",
                                                           "lt",
                                                           "le",
                                                           "gt",
                                                           "ge",
                                                           "match \"a.*\"",
                                                           "reReplaceAll \"[a-f]\" \"<$0>\"",
                                                           "first",
                                                           "value",
                                                           "label \"a\"",
                                                           "strvalue",
                                                           "sortByLabel \"a\"",
                                                           "safeHtml",
                                                           "args 1",
                                                           "graphLink",
                                                           "tableLink",
                                                           "externalURL",
                                                           "pathPrefix",
                                                           "query"};
        std::string text = below(3) == 0 ? operand(depth) : one(functions);
        const std::size_t arguments = below(3);
        for (std::size_t i = 0; i < arguments; ++i)
            text += ' ' + operand(depth);
        return text;
    }

    std::string pipeline(int depth)
    {
        std::string text = command(depth);
        for (std::size_t more = below(3); more > 0; --more)
            text += " | " + command(depth);
        return text;
    }

    std::string action(const std::string &inside)
    {
        return std::string(below(10) == 0 ? "{{- " : "{{ ") + inside + (below(10) == 0 ? " -}}" : " }}");
    }

    std::string piece(int depth)
    {
        const std::string variable = "$v" + std::to_string(below(2));
        switch (below(depth > 2 ? 4 : 9)) {
        case 0:
            return "text ";
        case 1:
            return one(templateParts().actions);
        case 4:
            return action("if " + pipeline(0)) + piece(depth + 1) +
                   (below(2) == 0 ? action("else") + piece(depth + 1) : std::string()) + action("end");
        case 5:
            return action("range " + (below(2) == 0 ? variable + " := " : std::string()) +
                          (below(2) == 0 ? "query \"other\"" : pipeline(0))) +
                   piece(depth + 1) + (below(3) == 0 ? action("break") : std::string()) + action("end");
        case 6:
            return action("with " + (below(2) == 0 ? variable + " := " : std::string()) + pipeline(0)) +
                   piece(depth + 1) + (below(2) == 0 ? action("else") + piece(depth + 1) : std::string()) +
                   action("end");
        case 7:
            return action(variable + (below(3) == 0 ? " = " : " := ") + pipeline(0)) + action(variable);
        case 8:
            return action("define \"t\"") + piece(depth + 1) + action("end") + action("template \"t\" " + operand(0));
        default:
            return action(pipeline(0));
        }
    }

    std::minstd_rand m_random;
};

} // namespace

std::vector<std::string> generatedTemplates(std::uint32_t seed, std::size_t count)
{
    TemplateMaker maker(seed);
    std::vector<std::string> templates(count);
    std::ranges::generate(templates, [&maker] { return maker.make(); });
    return templates;
}
