#include "yaml/comments.h"

#include "yaml/scalarreader.h"

#include <algorithm>

namespace yaml {

namespace {

/// Behind the indicators of a block scalar, where a comment may stand; the first byte of others.
std::size_t headerEnd(std::string_view text, const Node &scalar)
{
    const bool block = scalar.style == ScalarStyle::Literal || scalar.style == ScalarStyle::Folded;
    if (scalar.kind != NodeKind::Scalar || !block)
        return scalar.range.start;
    return std::min(text.find_first_of("\r\n", scalar.range.start), scalar.range.end);
}

/// The bytes that hold no comment whatever stands in them, in the order of the text.
void collectContents(std::string_view text, const Node &node, std::vector<base::ByteRange> &contents)
{
    for (const Entry &entry : node.entries) {
        collectContents(text, *entry.key, contents);
        collectContents(text, *entry.value, contents);
    }
    for (const auto &item : node.items)
        collectContents(text, *item, contents);
    if (node.kind == NodeKind::Scalar || node.kind == NodeKind::Alias)
        contents.push_back({headerEnd(text, node), node.range.end});
}

} // namespace

std::vector<base::ByteRange> commentsIn(std::string_view text, const Node &node, base::ByteRange within)
{
    std::vector<base::ByteRange> contents;
    collectContents(text, node, contents);
    std::vector<base::ByteRange> comments;
    auto content = contents.begin();
    const std::size_t end = std::min(within.end, text.size());
    for (std::size_t at = within.start; at < end;) {
        while (content != contents.end() && content->end <= at)
            ++content;
        if (content != contents.end() && content->start <= at) {
            at = content->end;
            continue;
        }
        const bool apart = at == 0 || reader::isBlank(text[at - 1]) || reader::isBreak(text[at - 1]);
        if (text[at] != '#' || !apart) {
            ++at;
            continue;
        }
        const std::size_t lineEnd = std::min(text.find_first_of("\r\n", at), end);
        comments.push_back({at, lineEnd});
        at = lineEnd;
    }
    return comments;
}

} // namespace yaml
