#include "rules/rulecomments.h"

#include "promql/lexer.h"
#include "rules/listtarget.h"
#include "yaml/collectionedits.h"
#include "yaml/comments.h"

namespace rules {

namespace {

using base::Error;
using base::Result;
using base::TextEdits;

bool isBlankText(std::string_view text)
{
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// Comments at `ranges`; those on consecutive lines of their own become one.
void collect(std::string_view text, const std::vector<base::ByteRange> &ranges, std::vector<std::string> &comments)
{
    /// Where the line below the last comment begins, when that had its line for itself.
    std::size_t next = std::string_view::npos;
    for (const base::ByteRange &range : ranges) {
        std::string comment(text.substr(range.start, range.size()));
        while (!comment.empty() && (comment.back() == '\r' || comment.back() == ' ' || comment.back() == '\t'))
            comment.pop_back();
        const std::size_t line = yaml::lineStartOf(text, range.start);
        const bool own = isBlankText(text.substr(line, range.start - line));
        if (own && line == next)
            comments.back().append("\n").append(comment);
        else
            comments.push_back(std::move(comment));
        next = own ? yaml::lineEndAfter(text, range.end) : std::string_view::npos;
    }
}

std::vector<base::ByteRange> expressionComments(std::string_view expr)
{
    std::vector<base::ByteRange> ranges;
    if (expr.find('#') == std::string_view::npos)
        return ranges;
    promql::Lexer lexer(expr);
    for (promql::LexToken token = lexer.nextWithComments(); token.kind != promql::TokenKind::EndOfInput;
         token = lexer.nextWithComments()) {
        if (token.kind == promql::TokenKind::Comment)
            ranges.push_back(token.range());
    }
    return ranges;
}

std::string linesOf(const std::string &comment, const std::string &margin, std::string_view lineEnd)
{
    std::string lines = margin;
    for (const char c : comment) {
        if (c == '\n')
            lines.append(lineEnd).append(margin);
        else
            lines += c;
    }
    return lines.append(lineEnd);
}

} // namespace

Result<std::vector<std::string>> commentsOf(const RuleDocument &document, const RuleRef &ref)
{
    const auto found = foundItem(document, ref);
    if (!found)
        return found.error();
    const yaml::Node &list = found->list();
    const std::string_view text = found->target().text();
    const base::ByteRange own =
        list.flow ? list.items[found->item]->range : yaml::itemExtent(text, list, found->item).lines;
    std::vector<std::string> comments;
    collect(text, yaml::commentsIn(text, *list.items[found->item], own), comments);
    const Rule *rule = document.find(ref);
    if (rule && !rule->expr.inherited)
        collect(rule->expr.value, expressionComments(rule->expr.value), comments);
    return comments;
}

Result<TextEdits> addCommentsEdits(const RuleDocument &document,
                                   const std::vector<std::pair<RuleRef, std::vector<std::string>>> &comments)
{
    if (auto refused = refusalOf(document))
        return *refused;
    EditsByText byText;
    for (const auto &[ref, own] : comments) {
        const auto found = foundItem(document, ref);
        if (!found)
            return found.error();
        const EditTarget &target = found->target();
        if (found->list().flow || sharesLine(target, found->list(), found->item))
            return Error{
                base::ErrorKind::Unsupported,
                {TRANSLATABLE("Core", "This list has no lines for the comments of its rules. Edit the YAML itself.")},
                {}};
        const yaml::ItemExtent extent = yaml::itemExtent(target.text(), found->list(), found->item);
        const std::size_t line = extent.dash - extent.dashColumn;
        std::string lines;
        for (const std::string &comment : own)
            lines += linesOf(comment, std::string(extent.dashColumn, ' '), target.lineEnd());
        byText[found->group.list->embedded].push_back({{line, line}, std::move(lines)});
    }
    return checkedEdits(document, byText);
}

} // namespace rules
