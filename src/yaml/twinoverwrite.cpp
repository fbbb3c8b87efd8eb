#include "yaml/twinoverwrite.h"

#include <algorithm>

namespace yaml::twin {

namespace {

constexpr std::size_t blockIndent = 2;

/// The least margin of the lines behind the first one.
std::size_t marginBelow(std::string_view text)
{
    std::size_t margin = std::string_view::npos;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) {
        const std::size_t first = text.find_first_not_of(" \r", end + 1);
        if (first != std::string_view::npos && text[first] != '\n')
            margin = std::min(margin, first - end - 1);
    }
    return margin == std::string_view::npos ? 0 : margin;
}

bool isBlockCollection(const Node &node)
{
    return partCount(node) > 0 && !node.flow;
}

} // namespace

std::string shownText(const Side &side, const Node *node)
{
    if (node == nullptr)
        return {};
    const std::string_view text = side.text.substr(node->range.start, node->range.size());
    if (text.find('\n') == std::string_view::npos)
        return std::string(text);
    return isBlockScalar(*node) ? moved(text, marginBelow(text), blockIndent, "\n")
                                : moved(text, side.column(node->range.start), 0, "\n");
}

std::optional<Overwrite> overwrite(const Side &twin, const Node &node, const Node *collection, const std::string &text,
                                   std::string_view lineEnd)
{
    const Side written(text);
    if (!written.stream.ok() || written.stream.documents.size() != 1 || !written.stream.documents[0].root)
        return std::nullopt;
    const Node &wanted = *written.stream.documents[0].root;
    const std::string_view plain = written.text.substr(wanted.range.start, wanted.range.size());
    const std::size_t from = written.column(wanted.range.start);
    const bool flow = collection != nullptr && collection->flow;
    const bool entry = collection != nullptr && collection->kind == NodeKind::Mapping && !flow;
    const std::size_t inner = (collection != nullptr ? collection->indent : 0) + blockIndent;
    base::ByteRange range = node.range;
    std::string content;
    if (flow && (isBlockScalar(wanted) || isBlockCollection(wanted))) {
        content = flowText(written, wanted);
    } else if (isBlockScalar(wanted)) {
        content = moved(plain, marginBelow(plain), inner, lineEnd);
    } else if (entry && isBlockCollection(wanted) && !isBlockCollection(node)) {
        // A block begins on a line of its own, a scalar behind its key.
        content = std::string(lineEnd) + std::string(inner, ' ') + moved(plain, from, inner, lineEnd);
    } else {
        content = moved(plain, from, twin.column(node.range.start), lineEnd);
        const std::size_t key = twin.text.substr(0, range.start).find_last_not_of(" \t\r\n");
        if (entry && isBlockCollection(node) && !isBlockCollection(wanted) && key != std::string_view::npos &&
            twin.text[key] == ':') {
            range.start = key + 1;
            content.insert(0, " ");
        }
    }
    // The last line end of a block scalar is part of it.
    const bool ended = twin.text.substr(range.start, range.size()).ends_with('\n');
    if (ended && !content.ends_with('\n'))
        content += lineEnd;
    else if (!ended && content.ends_with('\n') && range.end < twin.text.size())
        content.resize(content.size() - lineEnd.size());
    return Overwrite{{range, std::move(content)}, form(written, wanted)};
}

} // namespace yaml::twin
