// A plain rule file is `groups:` and a block list of groups. Between two of its items the text is cut at the line of a
// dash in the list's own column. Nothing of a correct file spans such a line but a quoted text or a flow collection,
// and those leave the piece before the cut unclosed: when every piece is valid YAML alone, their items in a row are the
// items of the whole. Anchors that are used behind a cut leave an unknown alias. Linear in the text.

#include "rules/readinpieces.h"

#include "rules/rulereader.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <set>
#include <string>
#include <thread>

namespace rules {

namespace {

constexpr std::size_t smallestText = 1U << 20U;
constexpr std::size_t pieceSize = 192U << 10U;

struct Piece
{
    base::ByteRange range;
    PlainContent content;
    bool valid = false;
};

/// The column of the dashes of a list that stands behind a first key `groups:`; nothing for files of another shape.
std::optional<std::size_t> dashColumn(std::string_view text)
{
    bool inGroups = false;
    std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t first = line.find_first_not_of(' ');
        if (first == std::string_view::npos || line[first] == '#' || (!inGroups && line == "---"))
            continue;
        if (inGroups)
            return line.substr(first).starts_with("- ") ? std::optional(first) : std::nullopt;
        if (!line.starts_with("groups:"))
            return std::nullopt;
        inGroups = true;
    }
    return std::nullopt;
}

std::vector<Piece> cut(std::string_view text, std::size_t column)
{
    const std::string item = '\n' + std::string(column, ' ') + "- ";
    std::vector<Piece> pieces;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t next = text.find(item, std::min(start + pieceSize, text.size()));
        const std::size_t end = next == std::string_view::npos ? text.size() : next + 1;
        pieces.push_back({{start, end}, {}, false});
        start = end;
    }
    return pieces;
}

/// The list of groups of a piece; null when the piece holds something else.
const yaml::Node *groupsOf(const yaml::Stream &stream, bool first)
{
    if (!stream.ok() || stream.documents.size() != 1)
        return nullptr;
    const yaml::Node *root = stream.documents.front().root.get();
    if (first) {
        const bool groupsOnly = root && root->kind == yaml::NodeKind::Mapping && !root->flow &&
                                root->entries.size() == 1 && root->entries.front().key->value == "groups";
        root = groupsOnly ? root->entries.front().value.get() : nullptr;
    }
    return root && root->kind == yaml::NodeKind::Sequence && !root->flow ? root : nullptr;
}

void readPiece(std::string_view text, const promql::Dialect &dialect, Piece &piece)
{
    yaml::ParseOptions options;
    options.from = piece.range.start;
    const yaml::Stream stream = yaml::parse(text.substr(0, piece.range.end), options);
    const yaml::Node *groups = groupsOf(stream, piece.range.start == 0);
    if (!groups)
        return;
    DocumentSource source;
    source.lists.push_back({nullptr, nullptr, groups, 0, std::nullopt});
    RuleReader reader(text, Container::Plain, dialect, piece.content.groups, source, piece.content.diagnostics);
    reader.read(0);
    piece.valid = true;
}

/// Names that two pieces share are reported when the file is read as a whole.
bool namesDiffer(const std::vector<Piece> &pieces)
{
    std::set<std::string_view> names;
    for (const Piece &piece : pieces) {
        for (const RuleGroup &group : piece.content.groups) {
            if (!names.insert(group.name.value).second)
                return false;
        }
    }
    return true;
}

} // namespace

std::optional<PlainContent> readInPieces(std::string_view text, const promql::Dialect &dialect, unsigned threads)
{
    if (text.size() < smallestText || text.size() > yaml::ParseOptions().maxBytes)
        return std::nullopt;
    const bool severalDocuments =
        text.find("\n---") != std::string_view::npos || text.find("\n...") != std::string_view::npos;
    const auto column = severalDocuments ? std::nullopt : dashColumn(text);
    if (!column)
        return std::nullopt;
    std::vector<Piece> pieces = cut(text, *column);
    if (pieces.size() < 2)
        return std::nullopt;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    const auto work = [&] {
        for (std::size_t i = next++; i < pieces.size() && !failed; i = next++) {
            readPiece(text, dialect, pieces[i]);
            if (!pieces[i].valid)
                failed = true;
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < threads; ++i)
            helpers.emplace_back(work);
        work();
    }
    if (failed || !namesDiffer(pieces))
        return std::nullopt;
    PlainContent content;
    for (Piece &piece : pieces) {
        std::ranges::move(piece.content.groups, std::back_inserter(content.groups));
        std::ranges::move(piece.content.diagnostics, std::back_inserter(content.diagnostics));
        piece = {};
    }
    return content;
}

} // namespace rules
