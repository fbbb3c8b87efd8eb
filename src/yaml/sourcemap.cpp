#include "yaml/stream.h"

#include <algorithm>

namespace yaml {

namespace {

/// The piece that holds the content byte `offset`; the last one for offsets behind it. Pieces must not be empty.
const SourceMap::Piece &pieceAt(const std::vector<SourceMap::Piece> &pieces, std::size_t offset)
{
    const auto next =
        std::upper_bound(pieces.begin(), pieces.end(), offset,
                         [](std::size_t value, const SourceMap::Piece &piece) { return value < piece.content; });
    return next == pieces.begin() ? pieces.front() : *(next - 1);
}

bool inStep(const SourceMap::Piece &piece)
{
    return piece.length == piece.sourceLength;
}

} // namespace

SourceMap::SourceMap(std::vector<Piece> pieces)
{
    if (pieces.empty())
        return;
    m_empty = false;
    if (pieces.size() == 1 && pieces.front().content == 0 && inStep(pieces.front())) {
        m_source = pieces.front().source;
        m_length = pieces.front().length;
        return;
    }
    pieces.shrink_to_fit();
    m_pieces = std::make_shared<const std::vector<Piece>>(std::move(pieces));
}

std::vector<SourceMap::Piece> SourceMap::pieces() const
{
    if (m_pieces)
        return *m_pieces;
    return m_empty ? std::vector<Piece>() : std::vector<Piece>{{0, m_source, m_length, m_length}};
}

std::size_t SourceMap::toSource(std::size_t contentOffset) const
{
    if (!m_pieces)
        return m_source + std::min(contentOffset, m_length);
    const Piece &piece = pieceAt(*m_pieces, contentOffset);
    const std::size_t delta = contentOffset - std::min(contentOffset, piece.content);
    if (delta == 0)
        return piece.source;
    if (delta >= piece.length)
        return piece.source + piece.sourceLength;
    return inStep(piece) ? piece.source + delta : piece.source;
}

base::ByteRange SourceMap::toSource(base::ByteRange contentRange) const
{
    const std::size_t start = toSource(contentRange.start);
    if (contentRange.empty())
        return {start, start};
    if (!m_pieces)
        return {start, toSource(contentRange.end)};
    // The end is that of the last byte inside: the byte behind it may stand on another line.
    const Piece &last = pieceAt(*m_pieces, contentRange.end - 1);
    const std::size_t delta = contentRange.end - std::min(contentRange.end, last.content);
    const std::size_t end = delta < last.length && inStep(last) ? last.source + delta : last.source + last.sourceLength;
    return {start, std::max(start, end)};
}

std::size_t SourceMap::toContent(std::size_t sourceOffset) const
{
    if (!m_pieces)
        return std::min(sourceOffset - std::min(sourceOffset, m_source), m_length);
    const auto next = std::upper_bound(m_pieces->begin(), m_pieces->end(), sourceOffset,
                                       [](std::size_t value, const Piece &piece) { return value < piece.source; });
    if (next == m_pieces->begin())
        return 0;
    const Piece &piece = *(next - 1);
    const std::size_t delta = sourceOffset - piece.source;
    if (delta >= piece.sourceLength)
        return piece.content + piece.length;
    return inStep(piece) ? piece.content + delta : piece.content;
}

SourceMap SourceMap::through(const SourceMap &outer) const
{
    if (m_empty)
        return {};
    std::vector<Piece> result;
    const std::vector<Piece> single = outer.m_pieces ? std::vector<Piece>() : outer.pieces();
    const std::vector<Piece> &outerPieces = outer.m_pieces ? *outer.m_pieces : single;
    const auto add = [&result](const Piece &piece) {
        if (!result.empty()) {
            Piece &last = result.back();
            if (inStep(last) && inStep(piece) && last.content + last.length == piece.content &&
                last.source + last.sourceLength == piece.source) {
                last.length += piece.length;
                last.sourceLength += piece.sourceLength;
                return;
            }
        }
        result.push_back(piece);
    };
    for (const Piece &piece : pieces()) {
        if (!inStep(piece) || piece.length == 0) {
            const base::ByteRange source =
                outer.toSource(base::ByteRange{piece.source, piece.source + piece.sourceLength});
            add({piece.content, source.start, piece.length, source.size()});
            continue;
        }
        // Split where the outer map changes its piece.
        std::size_t done = 0;
        while (done < piece.length) {
            const std::size_t at = piece.source + done;
            std::size_t run = piece.length - done;
            if (!outerPieces.empty()) {
                const Piece &covering = pieceAt(outerPieces, at);
                const std::size_t coveringEnd = covering.content + covering.length;
                if (at < coveringEnd)
                    run = std::min(run, coveringEnd - at);
            }
            const base::ByteRange source = outer.toSource(base::ByteRange{at, at + run});
            add({piece.content + done, source.start, run, source.size()});
            done += run;
        }
    }
    return SourceMap(std::move(result));
}

const Node *Node::find(std::string_view key) const
{
    for (const Entry &entry : entries) {
        if (entry.key->kind == NodeKind::Scalar && entry.key->value == key)
            return entry.value.get();
    }
    return nullptr;
}

} // namespace yaml
